"""What the single form and the table of many cards share: the day, what is wrong, sending, what came meanwhile."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import streamlit as st

from lib.charts.plain import PlainCell, PlainTable
from lib.charts.style import looks
from lib.desk.declare import Declaration
from lib.errors import StaleState
from lib.importers.evidence import Accepted
from lib.model.access import Role
from lib.model.lookup import records
from lib.model.plan import Visibility, printed_code
from lib.model.reporting import Entry
from lib.settings import today
from lib.text import formats
from lib.text.formats import FIRST_DAY
from lib.text.messages import words_for
from lib.ui import cached, declaring, widgets
from lib.ui.page import Here
from lib.ui.sections.desk import account
from lib.ui.written import plain
from lib.views.reporting import ReportingView, reported_since

MAX_TEXT = 2_000
"""Characters of a comment or a reason that a form takes."""


def key_of(form: str) -> str:
    """What the keys of all widgets of a form begin with; another one after the form was sent."""
    return f"{form}_{declaring.token(form)}"


def day(here: Here, form: str) -> date:
    """The day of the report: the day looked at unless another is chosen, never later than today."""
    return st.date_input(
        here.words("Day of the report"), min(here.selection.at.valid_on, today()), format="DD.MM.YYYY",
        min_value=FIRST_DAY, max_value=today(), key=f"{key_of(form)}_day", width=240,
        help=here.words("The day the state held. It is offered as the day you look at."),
    )


def report_by(view: ReportingView, code: str) -> str:
    """The role under which a report is published: that of the card's guarantor, else that of the account. Czech, as
    all data are."""
    who = account()
    role = view.due.frame.set_index("activity_code")["guarantor"].get(code)
    if who.role is Role.GUARANTOR and isinstance(role, str):
        return role
    return words_for("cs").label("role", who.role.value)


def faults(here: Here, view: ReportingView, entries: Sequence[Entry], on: date) -> list[str]:
    """What keeps the entries from being sent, a sentence for each."""
    return [f"{printed_code(entry.activity_code)}: {here.words.label('entry_fault', fault.value)}"
            for entry in entries for fault in entry.faults(view.stands_at(entry.activity_code, on))]


def told_faults(here: Here, listed: Sequence[str]) -> None:
    st.error("\n- ".join([plain(here.words("Nothing was sent yet. Mend this and send it again:")) + "\n",
                          *map(plain, listed)]), icon=":material/error:")


def added_before(here: Here, view: ReportingView, entries: Sequence[Entry], on: date) -> None:
    """Say which cards have a later report already: the new one is added before it."""
    later = [f"{printed_code(entry.activity_code)} ({formats.date(last, here.words.lang)})"
             for entry in entries for last in [view.last_day(entry.activity_code)] if last is not None and last > on]
    if later:
        st.info(plain(here.words(
            "There is a report of a later day already: {cards}. Yours is added before it and the later one stays the "
            "last.", cards=formats.listed(later, here.words.lang))), icon=":material/history:")


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that proves a report, and who may take it."""

    file: Accepted
    visibility: Visibility


def send(
    here: Here, form: str, view: ReportingView, entries: Sequence[Entry], on: date, *, attached: Attached | None = None
) -> None:
    """Publish the entries as one declaration; a conflict is remembered for `published_meanwhile`.

    A file that is published already, by whomever, is pointed at and keeps the access it has.
    """
    words, key, seen = here.words, key_of(form), declaring.seen(here, form, typed=True)
    token = declaring.token(form)
    codes = [entry.activity_code for entry in entries]
    checksum = None if attached is None else attached.file.checksum
    reports = [
        entry.row(seen=seen, token=token, day=on, reported_by=report_by(view, entry.activity_code),
                  evidence_file=checksum)
        for entry in entries
    ]
    rows: dict[str, list[Mapping[str, object]]] = {"progress_report": [*reports]}
    if attached is not None and checksum not in cached.evidence_checksums(here.release.number):
        rows["evidence_file"] = [_file_row(attached, on)]
    said = Declaration(
        rows, seen, words_for("cs")("Progress reported: {cards}", cards=", ".join(map(printed_code, codes))),
        {"progress_report": "activity_code"},
        files={} if attached is None else {attached.file.checksum: attached.file.content},
    )
    done = words.plural("{n} report is published.", "{n} reports are published.", len(entries))
    if isinstance(declaring.send(here, form, said, done), StaleState):
        st.session_state[f"{key}_since"] = (seen, tuple(codes))
        st.rerun()


def _file_row(attached: Attached, on: date) -> dict[str, object]:
    file = attached.file
    return {"checksum": file.checksum, "name": file.name, "media_type": file.media_type.value,
            "size_bytes": file.size_bytes, "visibility": attached.visibility.value, "date": on}


def published_meanwhile(here: Here, form: str) -> None:
    """After a conflict: what others published about the same cards since the form was opened."""
    words = here.words
    since: tuple[int, tuple[str, ...]] | None = st.session_state.get(f"{key_of(form)}_since")
    if since is None:
        return
    st.warning(plain(words(
        "Somebody else reported on the same card while you were writing. Nothing was overwritten and nothing you typed "
        "is lost: look at what is published now and send yours again if it still holds."
    )), icon=":material/group:")
    rows = reported_since(cached.database(), since[0], here.release.number, since[1])
    widgets.table(here, PlainTable(
        words("Published meanwhile"),
        (words("Card"), words("Day"), words("State"), words("Declared"), words("Reported by"), words("Comment")),
        tuple(
            (PlainCell(printed_code(row["activity_code"])), widgets.day_cell(here, row["date"], ""),
             PlainCell(words.label("activity_state", row["state"]),
                       look=looks(here.theme, "activity_state")[row["state"]]),
             PlainCell(formats.amount(row["percent"], "pct", words.lang, digits=0), number=True),
             PlainCell(str(row["reported_by"])),
             PlainCell("" if row["comment"] is None or row["comment"] != row["comment"] else str(row["comment"])))
            for row in records(rows)
        ),
        stacked=True, show_caption=True,
    ))
