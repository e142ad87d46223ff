"""The history of one card: milestones with moves, reports with what they changed, evidence that can be taken."""

from typing import Any

import pandas as pd
import streamlit as st

from lib.charts.plain import PlainCell, PlainTable
from lib.charts.style import looks
from lib.importers.evidence import MIME
from lib.model.access import ACTS, Account, Act, Role
from lib.model.lookup import records
from lib.model.plan import MediaType, Visibility
from lib.settings import now
from lib.text import formats
from lib.ui import auth, cached, widgets
from lib.ui.page import Here
from lib.ui.sections import reporting_milestones
from lib.ui.written import plain, web_address
from lib.views.card_history import CardHistory
from lib.views.evidence import evidence_for

KILOBYTE = 1024


def told(here: Here, history: CardHistory) -> None:
    """Milestones and reports as tables; the same for everybody, so it is drawn once for a state."""
    if history.milestones:
        st.markdown(f"**{plain(here.words('Milestones'))}**")
        reporting_milestones.table(here, history.milestones)
    _reports(here, history)


def behind(here: Here, history: CardHistory) -> None:
    """The reports as a table to take away, and their evidence files."""
    if not history.reports.frame.empty:
        widgets.twin(here, history.reports, "report_history")
    _files(here, history)


def _files(here: Here, history: CardHistory) -> None:
    """Each file is read only when it is asked for, by who may take it."""
    if history.files.empty:
        return
    words = here.words
    st.markdown(f"**{plain(words('Evidence files'))}**")
    with st.container(gap="small", key="evidence_files"):
        for row in records(history.files):
            _file(here, row, auth.account(now()))


def _file(here: Here, row: dict[str, Any], account: Account) -> None:
    words = here.words
    if row["visibility"] != Visibility.PUBLIC and Act.READ_INTERNAL not in ACTS[account.role]:
        who = formats.listed((words.label("role", role.value) for role in Role if Act.READ_INTERNAL in ACTS[role]),
                             words.lang)
        st.markdown(plain(words("A file that is not public, added on {day}. These roles may take it: {roles}.",
                                day=row["date"].date(), roles=who)))
        return
    kind = words.label("media_type", row["media_type"])
    size = words("{size} kB", size=max(1, round(row["size_bytes"] / KILOBYTE)))
    access = "" if row["visibility"] == Visibility.PUBLIC else words(", not public")
    described = f"{row['name']} ({kind}, {size}{access})"
    if not row["held"]:
        st.markdown(plain(words("{file}: the content of this file is not in this installation, only the record of it.",
                                file=described)))
        return
    database, known_at = cached.database(), here.selection.at.known_at
    st.download_button(
        plain(words("Download {file}", file=described)),
        lambda: evidence_for(database, account, known_at, row["checksum"]).content,
        row["name"], MIME[MediaType(row["media_type"])], key=f"evidence_{row['checksum'][:16]}", on_click="ignore",
        icon=":material/attach_file:",
    )


def _reports(here: Here, history: CardHistory) -> None:
    words = here.words
    st.markdown(f"**{plain(words('Reports so far'))}**")
    if history.reports.frame.empty:
        st.markdown(plain(words("Nobody has reported on this card yet. That is unknown, not zero.")))
        return
    widgets.table(here, PlainTable(
        words("Reports so far"),
        (words("Day"), words("State"), words("Declared"), words("Comment"), words("Reported by"),
         words("Evidence given")),
        tuple(
            (_days(here, row, history.began), _state(here, row), _percent(here, row), _comment(here, row),
             PlainCell(str(row["reported_by"])), _evidence(here, row))
            for row in records(history.reports.frame)
        ),
        stacked=True,
    ))


def _days(here: Here, row: dict[str, Any], began: int) -> PlainCell:
    """The day a report speaks of; when it was recorded, unless it came with the first data."""
    day = here.day(row["date"].date()).replace(" ", formats.NBSP)
    if row["release"] == began:
        return PlainCell(day)
    return PlainCell(day, note=here.words("recorded on {day} (release {number})", day=row["recorded_on"].date(),
                                          number=str(row["release"])))


def _state(here: Here, row: dict[str, Any]) -> PlainCell:
    """The state, and under it the state it followed when they differ."""
    words, before = here.words, row["state_before"]
    changed = "" if pd.isna(before) or before == row["state"] else words(
        "before: {state}", state=words.label("activity_state", before))
    return PlainCell(words.label("activity_state", row["state"]),
                     look=looks(here.theme, "activity_state")[row["state"]], note=changed)


def _percent(here: Here, row: dict[str, Any]) -> PlainCell:
    words, change = here.words, row["percent_change"]
    note = "" if pd.isna(change) else words("no change") if change == 0 else words.plural(
        "{signed} point", "{signed} points", abs(change), signed=formats.signed(change, words.lang))
    return PlainCell(formats.amount(row["percent"], "pct", words.lang, digits=0), number=True, note=note)


def _comment(here: Here, row: dict[str, Any]) -> PlainCell:
    reason = "" if pd.isna(row["reason"]) else here.words("Reason for going back: {reason}", reason=str(row["reason"]))
    return PlainCell("" if pd.isna(row["comment"]) else str(row["comment"]), note=reason)


def _evidence(here: Here, row: dict[str, Any]) -> PlainCell:
    """A link only to a plain https address, anything else as it is written; a file is offered under the table."""
    words, address = here.words, row["evidence_url"]
    file = "" if pd.isna(row["media_type"]) else words(
        "file below: {kind}", kind=words.label("media_type", row["media_type"]))
    if pd.isna(address):
        return PlainCell(file or words("none given"))
    link = web_address(address)
    return (PlainCell(str(address), note=file) if link is None
            else PlainCell(words("open the evidence"), href=link, note=file))
