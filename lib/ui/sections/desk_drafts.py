"""Blocks of the data desk: drafts, what one of them would change, and the steps from draft to release."""

from collections.abc import Callable, Hashable
from datetime import date

import streamlit as st

from lib.charts.plain import PlainCell, PlainTable
from lib.desk import drafts as desk
from lib.desk.declare import declare_draft
from lib.desk.preview import Preview
from lib.errors import DashboardError
from lib.exports.labels import domain_of
from lib.model.access import Act, undeclarable
from lib.model.changes import Changes, RowChange
from lib.model.fields import Field
from lib.model.incoming import ImportKind
from lib.model.schemas import TABLES
from lib.settings import now, today
from lib.store import drafts as stored
from lib.store.drafts import OPEN, Draft, DraftState
from lib.store.releases import Purpose
from lib.text import formats
from lib.text.messages import Words, shown, words_for
from lib.ui import cached, filters, widgets
from lib.ui.page import Here, told
from lib.ui.sections.desk import account, issue_table, may
from lib.ui.written import plain

SHOWN_ROWS = 200
"""Changed rows of one table listed on the page; the rest are counted."""


def listed(here: Here) -> None:
    """Drafts that wait for a decision, and the last closed ones."""
    if not may(Act.PROPOSE):
        return
    words = here.words
    widgets.heading(here, words("Drafts"), "navrhy")
    every = stored.drafts(cached.database())
    waiting = [draft for draft in every if draft.state in OPEN]
    widgets.reading(words.plural("{n} draft waits for a decision.", "{n} drafts wait for a decision.", len(waiting))
                    if waiting else words("No draft waits for a decision."))
    if every:
        widgets.table(here, PlainTable(
            words("Drafts"),
            (words("Number"), words("What it is"), words("File"), words("State"), words("Sent in"), words("By")),
            tuple(_draft_row(here, draft) for draft in every[:20]), stacked=True,
        ))


def _draft_row(here: Here, draft: Draft) -> tuple[PlainCell, ...]:
    words = here.words
    return (
        PlainCell(str(draft.number), href=filters.link({"navrh": str(draft.number)}) + "#navrh",
                  chosen=st.query_params.get("navrh") == str(draft.number)),
        PlainCell(words.label("import_kind", draft.kind)),
        PlainCell(_file(words, draft)),
        PlainCell(words.label("draft_state", draft.state.value)
                  + (f" {draft.release}" if draft.release is not None else "")),
        PlainCell(formats.date(draft.created_at.date(), words.lang)),
        PlainCell(f"{words.label('role', draft.by_role)} ({draft.by_account})"),
    )


def _file(words: Words, draft: Draft) -> str:
    """What a draft was made from: the name of a file, or a release of ours."""
    if draft.kind not in (ImportKind.RESTORATION, ImportKind.WITHOUT_DEMO):
        return draft.source_name
    return words("release {number}", number=draft.source_name.rpartition(" ")[2])


def chosen(here: Here) -> None:
    """The draft asked for in the address: what it would change, and the next step."""
    written = st.query_params.get("navrh")
    if written is None or not may(Act.PROPOSE):
        return
    words = here.words
    if not written.isdecimal() or len(written) > 9:
        st.warning(words("There is no draft {number}.", number=plain(written[:20])), icon=":material/link_off:")
        return
    seen = _seen(int(written), here.releases[-1].number)
    draft = seen.draft
    widgets.heading(here, words("Draft {number}", number=str(draft.number)), "navrh")
    widgets.reading(words(
        "{kind}: {file}, sent in on {day} by {role}. State: {state}.",
        kind=words.label("import_kind", draft.kind).capitalize(), file=_file(words, draft),
        day=formats.date(draft.created_at.date(), words.lang), role=words.label("role", draft.by_role),
        state=words.label("draft_state", draft.state.value),
    ))
    if draft.state is DraftState.PUBLISHED:
        st.success(words("Published as release {number}.", number=str(draft.release)), icon=":material/check:")
    if draft.state not in OPEN:
        return
    _meanwhile(here, seen)
    _headlines(here, seen)
    _changes(here, seen.changes)
    if draft.remarks:
        issue_table(here, words("Remarks: they stop nothing, look at them"), draft.remarks)
    _steps(here, seen)


def _seen(number: int, newest: int) -> Preview:
    draft = stored.read_draft(cached.database(), number)
    return cached.previewed(number, draft.version, newest, today())


def _meanwhile(here: Here, seen: Preview) -> None:
    """What others published since the draft was made, which rows clash, and the way on."""
    words = here.words
    if not seen.since:
        return
    newest = seen.since[-1]
    st.warning(plain(words(
        "Meanwhile release {number} was published ({role}: {note}). Nothing of yours is lost: put your draft on it.",
        number=str(newest.number), role=words.label("role", newest.by_role),
        note=words.label("release_note", newest.note),
    )), icon=":material/group:")
    if seen.meanwhile:
        with st.expander(words("What the other release changed in the same tables")):
            _rows(here, seen.meanwhile)
    keep: desk.Keep | None = None
    if seen.clashes:
        st.markdown(plain(words.plural("{n} row was changed by both.", "{n} rows were changed by both.",
                                       len(seen.clashes))))
        widgets.table(here, PlainTable(
            words("Rows changed by both"),
            (words("Table"), words("Row"), words("Column"), words("Published"), words("Your draft")),
            tuple(row for clash in seen.clashes[:SHOWN_ROWS] for row in _clash_rows(words, clash.mine, clash.theirs)),
            stacked=True,
        ))
        choices: dict[desk.Keep, str] = {
            "mine": words("My change holds in these rows"), "theirs": words("What was published holds in these rows"),
        }
        keep = st.radio(words("Rows changed by both"), list(choices), format_func=lambda each: choices[each],
                        index=None, key=f"keep_{seen.draft.number}")
    if st.button(words("Put the draft on release {number}", number=str(newest.number)), key="rebase", type="primary",
                 disabled=bool(seen.clashes) and keep is None):
        _done(here, lambda: desk.rebase(cached.database(), account(), seen.draft.number, version=seen.draft.version,
                                        keep=keep, at=now()))


def _clash_rows(words: Words, mine: RowChange, theirs: RowChange) -> list[tuple[PlainCell, ...]]:
    table = TABLES[mine.table]
    ours, others = ({each.column: each.after for each in row.fields} for row in (mine, theirs))
    columns = [name for name in table.columns if name in ours or name in others]
    return [
        (PlainCell(words.title(table)), PlainCell(", ".join(mine.key)), PlainCell(words.title(table.field(name))),
         PlainCell(_value(words, table.field(name), others[name]) if name in others else words("unchanged")),
         PlainCell(_value(words, table.field(name), ours[name]) if name in ours else words("unchanged")))
        for name in columns
    ]


def _headlines(here: Here, seen: Preview) -> None:
    """The figures of the first page before and after."""
    words, lang = here.words, here.words.lang
    day = formats.date(seen.valid_on, lang)
    st.markdown(f"**{plain(words('What it does to the main figures (valid on {day})', day=day))}**")
    widgets.table(here, PlainTable(
        words("Main figures"), (words("Figure"), words("Now"), words("After"), words("Change")),
        tuple((
            PlainCell(words.label("headline", each.code)),
            PlainCell(formats.number(each.before, lang), number=True),
            PlainCell(formats.number(each.after, lang), number=True),
            PlainCell("–" if each.before is None or each.after is None or each.before == each.after
                      else formats.signed(each.after - each.before, lang), number=True),
        ) for each in seen.headlines),
    ))
    before, after = seen.demo_rows
    if before or after:
        st.caption(words("Illustrative rows: {before} now, {after} after.", before=before, after=after))


def _changes(here: Here, changes: Changes) -> None:
    words, lang = here.words, here.words.lang
    kinds = ("new", "changed", "ended", "removed", "unchanged")
    st.markdown(f"**{plain(words('What changes'))}**")
    widgets.table(here, PlainTable(
        words("Rows by table"), (words("Table"), *(words.label("change_kind", kind) for kind in kinds)),
        tuple(
            (PlainCell(words.title(TABLES[row["table"]])),
             *(PlainCell(formats.number(row[kind], lang), number=True) for kind in kinds))
            for row in changes.counts().to_dict("records")
        ),
    ))
    with st.expander(words("Row by row"), expanded=len(changes.rows) <= 20, key="row_by_row"):
        _rows(here, changes)


def _rows(here: Here, changes: Changes) -> None:
    words = here.words
    for name in changes.tables():
        table, rows = TABLES[name], changes.of(name)
        widgets.table(here, PlainTable(
            words.title(table), (words("Row"), words("What"), words("Column"), words("Before"), words("After")),
            tuple(
                (PlainCell(", ".join(row.key)), PlainCell(words.label("change_kind", row.kind.value)),
                 PlainCell(words.title(table.field(each.column))),
                 PlainCell(_value(words, table.field(each.column), each.before)),
                 PlainCell(_value(words, table.field(each.column), each.after)))
                for row in rows[:SHOWN_ROWS] for each in row.fields
            ), stacked=True,
        ))
        if len(rows) > SHOWN_ROWS:
            st.caption(words.plural("… and {n} more row", "… and {n} more rows", len(rows) - SHOWN_ROWS))


def _value(words: Words, field: Field, value: Hashable) -> str:
    """One value of a row in words."""
    if value is None:
        return "–"
    if isinstance(value, bool):
        return words("yes") if value else words("no")
    domain = domain_of(field)
    if domain is not None:
        return ", ".join(words.label(domain, code) for code in str(value).split())
    if field.kind == "date" and isinstance(value, date):
        return formats.date(value, words.lang)
    return shown(value, words.lang) if field.kind in ("integer", "number") else str(value)[:300]


def _steps(here: Here, seen: Preview) -> None:
    """Approve, publish or withdraw; what the role may not do is not offered."""
    words, draft = here.words, seen.draft
    own = (draft.by_role, draft.by_account) == (account().role.value, account().name)
    with st.container(border=True, key="steps"):
        if own and may(Act.DECLARE) and not undeclarable(seen.changes):
            st.markdown(plain(words("All of it are reports and records of your own: no approval is needed.")))
            if st.button(words("Publish at once"), key="declare_draft", type="primary", icon=":material/publish:",
                         disabled=bool(seen.since)):
                note = f"{words_for('cs').label('import_kind', draft.kind)}: {draft.source_name}"
                _done(here, lambda: declare_draft(cached.database(), account(), draft.number, version=draft.version,
                                                  note=note, at=now()))
        if draft.state is DraftState.DRAFT and may(Act.APPROVE):
            note = st.text_input(words("Note on the approval (may be empty)"), max_chars=300, key="approve_note")
            if st.button(words("Approve"), key="approve", type="primary", icon=":material/task_alt:",
                         disabled=bool(seen.since)):
                _done(here, lambda: desk.approve(cached.database(), account(), draft.number, version=draft.version,
                                                 note=note, at=now()))
        elif draft.state is DraftState.DRAFT:
            st.markdown(plain(words("The draft waits for the administrator's approval.")))
        elif may(Act.PUBLISH):
            _publishing(here, seen)
        if (may(Act.WITHDRAW_ANY) or (own and may(Act.WITHDRAW_OWN))) and st.button(
            words("Withdraw the draft"), key="withdraw", icon=":material/delete:"
        ):
            _done(here, lambda: desk.withdraw(cached.database(), account(), draft.number, version=draft.version,
                                              note="", at=now()))


def _publishing(here: Here, seen: Preview) -> None:
    words, draft = here.words, seen.draft
    purposes = {each.value: words.label("purpose", each.value) for each in Purpose}
    default = Purpose.RESTORATION if draft.kind == ImportKind.RESTORATION.value else Purpose.UPDATE
    purpose = st.radio(words("Why this release"), list(purposes), format_func=lambda code: purposes[code],
                       index=list(purposes).index(default.value), key="purpose",
                       help=words("A correction tells readers of old links that the numbers they saw were wrong."))
    note = st.text_input(words("Note: what this release brings and why"), max_chars=300, key="publish_note")
    if st.button(words("Publish"), key="publish", type="primary", icon=":material/publish:",
                 disabled=bool(seen.since)):
        _done(here, lambda: desk.publish(cached.database(), account(), draft.number, version=draft.version, note=note,
                                         purpose=Purpose(purpose), at=now()))


def _done(here: Here, act: Callable[[], object]) -> None:
    """One step; an error of ours is told in its place, otherwise everything is drawn anew from the new state."""
    try:
        act()
    except DashboardError as error:
        told(here.words, error)
    else:
        cached.all_releases.clear()
        st.rerun()


