"""Blocks of the data desk: who you are, the published state as files, and sending a file in."""

import csv
from dataclasses import dataclass
from datetime import date
from io import StringIO
from typing import BinaryIO, cast

import streamlit as st

from lib.charts.plain import PlainCell, PlainTable
from lib.desk import drafts, sources
from lib.desk.drafts import published_frames
from lib.desk.sources import Asked
from lib.errors import DashboardError, Issue, NeedsConfirmation, RejectedPackage
from lib.exports.annotated import annotated_workbook
from lib.exports.archive import package_zip
from lib.exports.csvw import BYTE_ORDER_MARK, defused
from lib.exports.workbook import workbook_bytes
from lib.importers.cards import PlanOfCards
from lib.model.access import ACTS, Account, Act
from lib.model.incoming import ImportKind
from lib.model.schemas import TABLES
from lib.model.workbook import GROUPS
from lib.settings import now
from lib.text import formats
from lib.text.formats import FIRST_DAY, LAST_DAY
from lib.ui import auth, cached, filters, widgets
from lib.ui.page import Here, told
from lib.ui.written import plain

SHOWN_ISSUES = 200
"""Problems listed on the page; the file that comes back has them all."""

FILE_TYPES = ["xlsx", "csv", "zip", "json", "pdf", "txt", "geojson", "gpkg", "gml"]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Refused:
    """What was wrong with the last file, and the file itself where it can be given back with marks in it."""

    name: str
    issues: tuple[Issue, ...]
    workbook: bytes | None
    confirmable: bool


def account() -> Account:
    """Who acts in this run."""
    return auth.account(now())


def may(act: Act) -> bool:
    """Whether to offer an act. The desk itself asks again whenever something is done."""
    return act in ACTS[account().role]


def standing(here: Here) -> None:
    """Whether the visitor may change anything, and if not, why and what would help."""
    who, why = auth.standing(now())
    told_why = auth.why_read_only(here.words, why)
    if told_why is not None:
        st.info(plain(told_why), icon=":material/lock:")
    elif not ACTS[who.role]:
        st.info(plain(here.words("Your role may read everything and change nothing.")), icon=":material/lock:")
    else:
        st.markdown(plain(here.words(
            "You work as {role} ({name}). You may: {acts}.", role=here.words.label("role", who.role.value),
            name=who.name,
            acts=formats.listed((here.words.label("act", act.value) for act in Act if act in ACTS[who.role]),
                                here.words.lang),
        )))


def state(here: Here) -> None:
    """The release looked at, as a workbook to be edited and as a whole package."""
    words, release = here.words, here.release
    widgets.heading(here, words("Take the current state"), "stahnout")
    widgets.reading(words(
        "Take a workbook, edit its cells, and send the same file back below. It holds release {number}; what you do "
        "not touch stays as it is.", number=str(release.number),
    ))
    names = {name: words.label("workbook_group", name) for name in GROUPS}
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        chosen = filters.local("sesit", tuple(names), next(iter(names)))
        filters.select(words("Tables"), "sesit", names, chosen, default=next(iter(names)))
        st.download_button(
            words("Download the workbook (XLSX)"), lambda: _workbook(here, chosen),
            f"{chosen}_v{release.number}.xlsx", XLSX, key="workbook", on_click="ignore", icon=":material/download:",
        )
        st.download_button(
            words("Download the whole package (ZIP)"), lambda: _package(here), f"package_v{release.number}.zip",
            "application/zip", key="package", on_click="ignore", icon=":material/folder_zip:",
        )


def _workbook(here: Here, group: str) -> bytes:
    frames = published_frames(cached.database(), here.release.number)
    return workbook_bytes(frames, GROUPS[group], here.words, number=here.release.number,
                          published_at=here.release.published_at)


def _package(here: Here) -> bytes:
    return package_zip(published_frames(cached.database(), here.release.number))


def bring_in(here: Here) -> None:
    """Send a file in: it is read, checked, and becomes a draft, or comes back with every problem named."""
    words = here.words
    if not may(Act.PROPOSE):
        return
    widgets.heading(here, words("Send in new data"), "nahrat")
    widgets.reading(words(
        "The file is checked first. With an error nothing is changed and you get every problem with its place; without "
        "one you see what would change before anybody publishes it."
    ))
    turn = st.session_state.setdefault("desk_turn", 0)
    file = st.file_uploader(words("File"), type=FILE_TYPES, key=f"desk_file_{turn}")
    if file is None:
        _outcome(here)
        return
    source = cast(BinaryIO, file)
    kinds = {kind.value: words.label("import_kind", kind.value) for kind in sources.READERS}
    guess = sources.recognised(file.name, source)
    kind = ImportKind(st.selectbox(
        words("What it is"), list(kinds), index=list(kinds).index(guess.value), format_func=lambda code: kinds[code],
        key=f"desk_kind_{file.file_id}", help=words("Recognised from the file; change it when it is something else."),
    ))
    asked = _asked(here, kind, file.file_id)
    if st.button(words("Check the file"), type="primary", key="desk_check", icon=":material/fact_check:"):
        st.session_state.pop("desk_refused", None)
        _check(here, kind, file.name, source, asked)
    _outcome(here)


def _asked(here: Here, kind: ImportKind, file_id: str) -> Asked:
    """What has to be said beside the file; only fields the kind needs are drawn."""
    words = here.words
    refused: Refused | None = st.session_state.get("desk_refused")
    confirmed = False
    if kind is ImportKind.REGISTER and refused is not None and refused.confirmable:
        confirmed = st.checkbox(words("The number of services is right, take the register over"), key="desk_confirmed")
    day: date | None = None
    if kind in sources.DATED:
        day = st.date_input(words("State of the file as of"), None, format="DD.MM.YYYY", min_value=FIRST_DAY,
                            max_value=LAST_DAY, key=f"desk_day_{file_id}")
    territory = kind is ImportKind.BOUNDARIES and st.checkbox(
        words("Take over changes of the territory too"), key="desk_territory",
        help=words("Municipalities that moved to another ORP move in the data as well."),
    )
    table = None
    if kind is ImportKind.TABLE:
        titles = {"": words("as the file says"), **{name: words.title(each) for name, each in TABLES.items()}}
        table = st.selectbox(words("Table"), list(titles), format_func=lambda name: titles[name],
                             key=f"desk_table_{file_id}") or None
    plan = _new_plan(here, file_id) if kind is ImportKind.CARDS else None
    return Asked(table=table, state_day=day, plan=plan, confirmed=confirmed, territory_changes=territory)


def _new_plan(here: Here, file_id: str) -> PlanOfCards | None:
    """The plan that new cards belong to; None when they are those of a plan that is here already."""
    words = here.words
    if not st.checkbox(words("These are cards of a new plan"), key=f"desk_new_plan_{file_id}"):
        return None
    code = st.text_input(words("Code of the plan"), max_chars=40, key=f"desk_plan_code_{file_id}",
                         placeholder="SPRSS_2018_2020")
    title = st.text_input(words("Title of the plan"), max_chars=200, key=f"desk_plan_title_{file_id}")
    with st.container(horizontal=True):
        begins = st.date_input(words("Valid from"), None, format="DD.MM.YYYY", key=f"desk_plan_from_{file_id}")
        ends = st.date_input(words("Valid until"), None, format="DD.MM.YYYY", key=f"desk_plan_to_{file_id}")
    if not code or not title or begins is None or ends is None:
        st.caption(words("A new plan needs a code, a title and both days."))
        return None
    return PlanOfCards(code.strip(), title.strip(), begins, ends)


def _check(here: Here, kind: ImportKind, name: str, source: BinaryIO, asked: Asked) -> None:
    words = here.words
    content = source.read() if kind is ImportKind.WORKBOOK else None
    try:
        with st.spinner(words("Checking the file …")):
            draft = drafts.bring_in(
                cached.database(), account(), sources.sent(kind, name, source),
                sources.importer(kind, name, source, asked), at=now(),
                filled_from=lambda: sources.filled_from(kind, name, source),
            )
    except RejectedPackage as error:
        st.session_state["desk_refused"] = Refused(name, error.issues, content, isinstance(error, NeedsConfirmation))
    except DashboardError as error:
        told(words, error)
    else:
        st.session_state["desk_turn"] += 1  # an uploader of another key is empty
        filters.write_query("navrh", str(draft.number))
        st.rerun()


def _outcome(here: Here) -> None:
    """What was wrong with the last file, and the file back with its problems marked."""
    words = here.words
    refused: Refused | None = st.session_state.get("desk_refused")
    if refused is None:
        return
    blocking = [issue for issue in refused.issues if issue.blocking]
    sentence = words.plural("{name} was not accepted: {n} problem to mend.",
                            "{name} was not accepted: {n} problems to mend.", len(blocking), name=refused.name)
    st.error(plain(f"{sentence} {words('Nothing was changed.')}"), icon=":material/error:")
    with st.container(horizontal=True, gap="small"):
        if refused.workbook is not None:
            workbook = refused.workbook
            st.download_button(
                words("The same workbook with problems marked"),
                lambda: annotated_workbook(workbook, refused.issues, words),
                _marked_name(here, refused.name), XLSX, key="annotated", on_click="ignore",
                icon=":material/edit_document:",
            )
        st.download_button(words("List of problems (CSV)"), lambda: issues_csv(here, refused.issues),
                           "problems.csv", "text/csv", key="problems", on_click="ignore", icon=":material/download:")
    issue_table(here, words("Problems"), refused.issues)


def _marked_name(here: Here, name: str) -> str:
    stem, _, ending = name.rpartition(".")
    return f"{stem}_{here.words('marked')}.{ending}"


def issue_table(here: Here, title: str, issues: tuple[Issue, ...]) -> None:
    """Problems or remarks with place, value, what is wrong and what to do."""
    words = here.words
    shown = issues[:SHOWN_ISSUES]
    widgets.table(here, PlainTable(
        title,
        (words("Sheet or file"), words("Row"), words("Column"), words("Value"), words("What is wrong"),
         words("What to do")),
        tuple(
            (PlainCell(issue.file), PlainCell(str(issue.row) if issue.row else "–", number=True),
             PlainCell(issue.column or "–"), PlainCell(issue.value[:80] or "–"),
             PlainCell(words(issue.rule, **issue.values)), PlainCell(words(issue.remedy, **issue.values)))
            for issue in shown
        ),
        stacked=True,
    ))
    if len(issues) > len(shown):
        st.caption(words.plural("… and {n} more problem", "… and {n} more problems", len(issues) - len(shown)))


def issues_csv(here: Here, issues: tuple[Issue, ...]) -> bytes:
    """Problems as CSV in the user's language; nothing in it is a formula."""
    words = here.words
    text = StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([words("Sheet or file"), words("Row"), words("Column"), words("Value"), words("What is wrong"),
                     words("What to do")])
    writer.writerows(
        [defused(issue.file), issue.row or "", defused(issue.column), defused(issue.value),
         defused(words(issue.rule, **issue.values)), defused(words(issue.remedy, **issue.values))] for issue in issues
    )
    return BYTE_ORDER_MARK + text.getvalue().encode()
