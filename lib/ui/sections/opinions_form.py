"""Opinions on one item written down at once: a table with a row for each body the account speaks for."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from lib.desk import meeting_records
from lib.desk.meeting_records import MAX_NOTE, OpinionFault, OpinionSaid
from lib.model.bodies import OpinionState
from lib.model.lookup import records
from lib.settings import today
from lib.text.formats import FIRST_DAY
from lib.ui import declaring
from lib.ui.page import Here
from lib.ui.sections import meetings_forms
from lib.ui.written import plain
from lib.views.meetings import MeetingsView


def shown(here: Here, view: MeetingsView, item: Mapping[str, Any], rows: pd.DataFrame) -> None:
    """The table for those who may write for some of the bodies; `rows` are the opinions on the item as known."""
    own = meetings_forms.own_bodies(view)
    rows = rows[rows["body_code"].isin(own)]
    if rows.empty:
        return
    words, form = here.words, f"opinions_{item['item_id']}"
    with st.expander(words("Write down opinions"), icon=":material/how_to_vote:", key=f"box_{form}"):
        st.markdown(plain(words(
            "Choose an opinion for the bodies that have spoken and leave the others empty. Rows may be pasted from a "
            "spreadsheet. All are published at once; an opinion may be changed later."
        )))
        day = meetings_forms.form_day(here, words("Day of opinions whose row has none"), form)
        known = {row["body_code"]: _said(row) for row in records(rows)}
        said = _edited(here, view, rows, form, day)
        changed = meeting_records.changed_opinions(said, known)
        seen = declaring.seen(here, form, typed=bool(changed))
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            send = st.button(words("Publish the opinions"), type="primary", key=f"send_{form}",
                             icon=":material/publish:")
            st.markdown(plain(words.plural("{n} opinion is new or changed.", "{n} opinions are new or changed.",
                                           len(changed))), width="content")
        if not send:
            return
        faults = meeting_records.opinion_faults(changed, today=today())
        if not changed:
            st.warning(words("No opinion is new or changed."), icon=":material/edit_off:")
        elif faults:
            _told(here, view, faults)
        else:
            declaring.send(here, form, meeting_records.opinions(
                str(item["item_id"]), changed, seen=seen, note=words("Opinions: {title}", title=item["title"])),
                words.plural("{n} opinion is published.", "{n} opinions are published.", len(changed)))


def _said(row: Mapping[str, Any]) -> OpinionSaid:
    return OpinionSaid(str(row["body_code"]), None if pd.isna(row["opinion"]) else str(row["opinion"]),
                       None if pd.isna(row["date"]) else row["date"].date(),
                       None if pd.isna(row["note"]) else str(row["note"]))


def _edited(here: Here, view: MeetingsView, rows: pd.DataFrame, form: str, day: date) -> tuple[OpinionSaid, ...]:
    """What the table says after the edits; a row with an opinion and no day has the day above the table."""
    words, column = here.words, st.column_config
    states = {words.label("opinion", state.value): state.value for state in OpinionState}
    frame = pd.DataFrame({
        "body": [view.name(code, words.lang) for code in rows["body_code"]],
        "opinion": [None if pd.isna(state) else words.label("opinion", state) for state in rows["opinion"]],
        "date": rows["date"].to_numpy(),
        "note": rows["note"].to_numpy(),
    }).astype({"opinion": "str", "note": "str"})
    edited = st.data_editor(
        frame, key=f"{form}_{words.lang}_{declaring.token(form)}", hide_index=True, num_rows="fixed", disabled=["body"],
        alt=words("Opinions to be filled in"), height="content", placeholder="–",
        column_config={
            "body": column.TextColumn(words("Body"), width=260, pinned=True),
            "opinion": column.SelectboxColumn(words("Opinion"), options=list(states), width=180),
            "date": column.DateColumn(words("Day"), format="D. M. YYYY", min_value=FIRST_DAY, max_value=today(),
                                      width=100),
            "note": column.TextColumn(words("Note"), max_chars=MAX_NOTE, width=320),
        },
    )
    return tuple(_entry(code, row, states, day)
                 for code, row in zip(rows["body_code"], records(edited), strict=True))


def _entry(code: str, row: Mapping[str, Any], states: Mapping[str, str], day: date) -> OpinionSaid:
    note = None if pd.isna(row["note"]) or not str(row["note"]).strip() else str(row["note"]).strip()
    if pd.isna(row["opinion"]) or not row["opinion"]:
        return OpinionSaid(str(code), None, None, None)
    given = day if pd.isna(row["date"]) else pd.Timestamp(row["date"]).date()
    return OpinionSaid(str(code), states[str(row["opinion"])], given, note)


def _told(here: Here, view: MeetingsView, faults: Sequence[tuple[str, OpinionFault]]) -> None:
    words = here.words
    why = {
        OpinionFault.NOTE_MISSING: words("comments or a disagreement need a note"),
        OpinionFault.DAY_TO_COME: words("the day has not come yet"),
        OpinionFault.TAKEN_BACK: words("an opinion once given may be changed, not deleted"),
    }
    lines = [f"{view.name(code, words.lang)}: {why[fault]}" for code, fault in faults]
    st.error("\n- ".join([plain(words("Nothing was sent:")) + "\n", *map(plain, lines)]), icon=":material/error:")
