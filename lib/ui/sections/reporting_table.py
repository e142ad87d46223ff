"""Many cards on one screen: a table with a row per card, of which only the filled ones are sent."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from lib.charts import figures
from lib.charts.style import UNREPORTED
from lib.model.lookup import records
from lib.model.plan import ActivityState, printed_code
from lib.model.reporting import Entry
from lib.text import formats
from lib.ui import declaring
from lib.ui.page import Here
from lib.ui.sections import reporting_entries
from lib.ui.written import plain
from lib.views.reporting import ReportingView

FORM = "report_table"
TYPED = ("state", "percent", "comment", "reason", "evidence_url")
FIXED = ("card", "stands")
ROW_PX, MOST_ROWS = 35, 16


def shown(here: Here, view: ReportingView) -> None:
    """The table with the day above it and what came of it below."""
    words = here.words
    st.markdown(plain(words(
        "Fill in the rows of cards you report on and leave the others empty. Rows may be pasted from a spreadsheet. "
        "Everything is published at once, as one release; a correction is a new report."
    )))
    reporting_entries.published_meanwhile(here, FORM)
    on = reporting_entries.day(here, FORM)
    entries = _entries(here, view)
    declaring.seen(here, FORM, typed=bool(entries))
    reporting_entries.added_before(here, view, entries, on)
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        send = st.button(words("Publish the reports"), type="primary", key="report_table_send",
                         icon=":material/publish:")
        st.button(words("Clear what is filled in"), on_click=declaring.forget, args=(FORM,), key="report_table_clear",
                  icon=":material/backspace:", disabled=not entries)
        st.markdown(plain(words.plural("{n} card is filled in.", "{n} cards are filled in.", len(entries))),
                    width="content")
    if not send:
        return
    wrong = reporting_entries.faults(here, view, entries, on)
    if not entries:
        st.warning(words("No row is filled in yet."), icon=":material/edit_off:")
    elif wrong:
        reporting_entries.told_faults(here, wrong)
    else:
        reporting_entries.send(here, FORM, view, entries, on)


def _entries(here: Here, view: ReportingView) -> tuple[Entry, ...]:
    """The rows that hold anything, in the order of cards.

    What was typed is kept for the session beside the widget, which forgets it when another part of the page is looked
    at; it then comes back as the content the table begins with.
    """
    words = here.words
    states = {words.label("activity_state", state.value): state.value for state in ActivityState}
    rows = view.due.frame.sort_values("activity_code", ignore_index=True)
    key, kept = reporting_entries.key_of(FORM), f"{reporting_entries.key_of(FORM)}_typed"
    widget = f"{key}_{words.lang}_{hash(tuple(rows['activity_code']))}"
    if widget not in st.session_state:
        st.session_state[f"{kept}_first"] = st.session_state.get(kept, ())
    first = {entry.activity_code: entry for entry in st.session_state[f"{kept}_first"]}
    edited = st.data_editor(
        _frame(here, rows, first), key=widget, hide_index=True, num_rows="fixed", disabled=list(FIXED),
        height=ROW_PX * (min(len(rows), MOST_ROWS) + 1) + 3, column_config=_columns(here, list(states)),
        alt=words("Reports to be filled in"), placeholder="",
    )
    listed = tuple(
        entry for code, row in zip(rows["activity_code"], records(edited), strict=True)
        for entry in [_entry(code, row, states)] if not entry.empty
    )
    st.session_state[kept] = listed
    return listed


def _frame(here: Here, rows: pd.DataFrame, first: Mapping[str, Entry]) -> pd.DataFrame:
    words = here.words

    def stands(row: dict[str, Any]) -> str:
        state = figures.state_word(UNREPORTED if pd.isna(row["state"]) else str(row["state"]), words)
        if pd.isna(row["last_report_date"]):
            return state
        percent = "" if pd.isna(row["declared_pct"]) else f" {formats.amount(row['declared_pct'], 'pct', words.lang)}"
        return f"{state}{percent} ({here.day(row['last_report_date'].date())})"

    entries = [first.get(code, Entry(code)) for code in rows["activity_code"]]
    return pd.DataFrame({
        "card": [f"{printed_code(row['activity_code'])} {row['activity_title']}" for row in records(rows)],
        "stands": [stands(row) for row in records(rows)],
        "state": [None if entry.state is None else words.label("activity_state", entry.state) for entry in entries],
        "percent": pd.Series([entry.percent for entry in entries], dtype="Float64"),
        **{name: pd.Series([getattr(entry, name) for entry in entries], dtype="str")
           for name in ("comment", "reason", "evidence_url")},
    }).astype({"state": "str"})


def _columns(here: Here, states: list[str]) -> dict[str, Any]:
    words, column = here.words, st.column_config

    def written(title: str, width: int, help: str | None = None) -> Any:
        return column.TextColumn(title, width=width, max_chars=reporting_entries.MAX_TEXT, help=help)

    return {
        "card": column.TextColumn(words("Card"), width=190, pinned=True),
        "stands": column.TextColumn(words("Last reported"), width=205),
        "state": column.SelectboxColumn(words("New state"), options=states, width=110),
        "percent": column.NumberColumn(words("Progress in %"), min_value=0, max_value=100, width=100),
        "comment": written(words("Comment"), 145),
        "reason": written(words("Reason for going back"), 165,
                          words("Needed when the new state is behind the last one.")),
        "evidence_url": written(words("Link to evidence"), 138),
    }


def _entry(code: str, row: Mapping[str, Any], states: Mapping[str, str]) -> Entry:
    values = {name: None if pd.isna(row[name]) or not str(row[name]).strip() else row[name] for name in TYPED}
    texts = {name: None if values[name] is None else str(values[name]).strip()
             for name in ("comment", "reason", "evidence_url")}
    percent = values["percent"]
    return Entry(code, None if values["state"] is None else states.get(str(values["state"])),
                 None if percent is None else float(percent), **texts)
