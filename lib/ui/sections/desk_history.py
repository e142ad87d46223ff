"""Blocks of the data desk: releases with the way back, and the log of acts."""

import streamlit as st

from lib.charts.plain import PlainCell, PlainTable
from lib.desk import drafts as desk
from lib.errors import DashboardError
from lib.model.access import Act
from lib.settings import now
from lib.store.audit import Entry, entries
from lib.text import formats
from lib.text.messages import Words
from lib.ui import cached, filters, widgets
from lib.ui.page import Here, told
from lib.ui.sections.desk import account, may
from lib.ui.written import plain


def releases(here: Here) -> None:
    """Every release, and, for who may, the way back to an older one and out of illustrative data."""
    words = here.words
    widgets.heading(here, words("Releases"), "vydani")
    widgets.reading(words(
        "A published release never changes. Going back means publishing an older state as a new one."
    ))
    widgets.table(here, PlainTable(
        words("Releases"),
        (words("Number"), words("Published"), words("Why"), words("By"), words("Note"), words("File")),
        tuple((
            PlainCell(str(each.number), href=filters.link({"znamo": str(each.number)})),
            PlainCell(formats.date(each.published_at.date(), words.lang)),
            PlainCell(words.label("purpose", each.purpose)),
            PlainCell(words.label("role", each.by_role)),
            PlainCell(words.label("release_note", each.note)),
            PlainCell(each.source_name, note=each.source_checksum[:12]),
        ) for each in reversed(here.releases)), stacked=True,
    ))
    if not may(Act.RESTORE):
        return
    older = {str(each.number): words("{number} of {date}", number=str(each.number),
                                     date=formats.date(each.published_at.date(), words.lang))
             for each in reversed(here.releases[:-1])}
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        if older:
            number = st.selectbox(words("Older release"), list(older), format_func=lambda code: older[code],
                                  key="older")
            if st.button(words("Propose going back to it"), key="restore", icon=":material/undo:"):
                _proposed(here, int(number))
        if st.button(words("Propose leaving illustrative rows out"), key="without_demo", icon=":material/ink_eraser:"):
            _proposed(here, None)


def _proposed(here: Here, number: int | None) -> None:
    """Propose an older state again, or the newest without illustrative rows; then show the draft."""
    try:
        draft = (desk.leave_out_demo(cached.database(), account(), at=now()) if number is None
                 else desk.restore(cached.database(), account(), number, at=now()))
    except DashboardError as error:
        told(here.words, error)
    else:
        filters.write_query("navrh", str(draft.number))
        st.rerun()


def log(here: Here) -> None:
    """Who did what, when and from which file; for administrators."""
    if not may(Act.READ_LOG):
        return
    words = here.words
    widgets.heading(here, words("Log"), "zaznam")
    found = entries(cached.database())
    if not found:
        st.markdown(plain(words("Nobody has done anything yet.")))
        return
    widgets.table(here, PlainTable(
        words("Log"),
        (words("When"), words("Who"), words("What"), words("Of what"), words("Note"), words("File")),
        tuple(_entry_row(here, entry) for entry in found), stacked=True,
    ))


def _entry_row(here: Here, entry: Entry) -> tuple[PlainCell, ...]:
    words = here.words
    return (
        PlainCell(f"{formats.date(entry.at.date(), words.lang)} {entry.at:%H:%M} UTC"),
        PlainCell(f"{words.label('role', entry.role)} ({entry.account})"),
        PlainCell(words.label("desk_act", entry.act)),
        PlainCell(_subject(words, entry.subject)),
        PlainCell(words("problems: {count}", count=entry.details["problems"]) if entry.act == "refuse"
                  else entry.note),
        PlainCell(entry.source_name, note=entry.source_checksum[:12]),
    )


def _subject(words: Words, subject: str) -> str:
    """What an act was done to, in words: "draft 3, release 2", or the kind of an import."""
    parts = [part.rpartition(" ") for part in subject.split(", ")]
    if not all(name in ("draft", "release") and number.isdecimal() for name, _, number in parts):
        return words.label("import_kind", subject)
    return ", ".join(
        words("draft {number}", number=number) if name == "draft" else words("release {number}", number=number)
        for name, _, number in parts
    )
