"""Reporting on one card: the form, then its milestones."""

import pandas as pd
import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from lib.charts import figures
from lib.charts.style import UNREPORTED
from lib.errors import RejectedPackage
from lib.importers.evidence import ENDINGS, MAX_EVIDENCE_BYTES, accepted
from lib.model.plan import ActivityState, Visibility, printed_code
from lib.model.reporting import Entry, goes_back
from lib.text import formats
from lib.ui import declaring, filters, widgets
from lib.ui.page import Here, told
from lib.ui.sections import reporting_entries, reporting_milestones
from lib.ui.sections.reporting_entries import Attached
from lib.ui.written import plain
from lib.views.reporting import ReportingView

MAX_SHOWN = 80
"""Characters of an unknown code that are repeated."""


def shown(here: Here, view: ReportingView, code: str) -> None:
    """The card the URL names, if it is one of those the account reports on; otherwise that is told."""
    words = here.words
    rows = view.due.frame[view.due.frame["activity_code"] == code]
    st.button(words("Back to all my cards"), on_click=filters.write_query, args=("karta", None),
              icon=":material/arrow_back:", key="report_back")
    if rows.empty:
        st.info(plain(words("The card {card} is not among those you report on in the plan of {day}.",
                            card=code[:MAX_SHOWN], day=here.selection.at.valid_on)), icon=":material/assignment_ind:")
        return
    card = rows.iloc[0]
    widgets.heading(here, f"{printed_code(code)} {card['activity_title']}", "ohlasit", demo=view.due.provenance.demo)
    widgets.reading(_standing(here, card))
    with st.container(border=True, key="report_form"):
        _form(here, view, code)
    st.button(words("The card and its whole history"), on_click=filters.write_query, args=("pohled", None),
              icon=":material/history:", key="report_history")
    reporting_milestones.shown(here, view, code)


def _standing(here: Here, card: pd.Series) -> str:
    """Where the card stands and by when the next report is due."""
    words = here.words
    state = figures.state_word(UNREPORTED if pd.isna(card["state"]) else str(card["state"]), words)
    if pd.isna(card["last_report_date"]):
        standing = words("State: {state}.", state=state)
    else:
        standing = words("State: {state}, progress: {percent}, last reported on {day}.", state=state,
                         percent=formats.amount(card["declared_pct"], "pct", words.lang, digits=0),
                         day=card["last_report_date"].date())
    if pd.isna(card["report_due"]):
        return standing
    day = card["report_due"].date()
    return standing + " " + (words("A report was due by {day}.", day=day) if card["waiting"]
                             else words("The next report is due by {day}.", day=day))


def _form(here: Here, view: ReportingView, code: str) -> None:
    words, form = here.words, f"report_{code}"
    key = reporting_entries.key_of(form)
    reporting_entries.published_meanwhile(here, form)
    with st.container(horizontal=True, gap="small"):
        on = reporting_entries.day(here, form)
        state = st.selectbox(
            words("New state"), [each.value for each in ActivityState], index=None, key=f"{key}_state",
            format_func=lambda each: words.label("activity_state", each), placeholder=words("choose a state"))
        percent = st.number_input(words("Progress in %"), 0, 100, None, 5, key=f"{key}_percent",
                                  placeholder=words.label("empty", "unknown"))
    comment = _text(words("Comment"), f"{key}_comment")
    back = state is not None and goes_back(view.stands_at(code, on), state)
    reason = _text(words("Reason for going back"), f"{key}_reason") if back else None
    address = st.text_input(words("Link to evidence"), max_chars=500, key=f"{key}_address",
                            placeholder="https://").strip() or None
    file, visibility = _file(here, key)
    entry = Entry(code, state, None if percent is None else float(percent), comment, reason, address)
    declaring.seen(here, form, typed=not entry.empty or file is not None)
    if entry.empty:
        st.caption(words("A correction is a new report: nothing published is rewritten."))
    else:
        reporting_entries.added_before(here, view, [entry], on)
    if st.button(words("Publish the report"), type="primary", key=f"{form}_send", icon=":material/publish:"):
        wrong = reporting_entries.faults(here, view, [entry], on)
        if wrong:
            reporting_entries.told_faults(here, wrong)
            return
        try:
            with st.spinner(words("Checking the file …")):
                attached = None if file is None else Attached(accepted(file.name, file.getvalue()), visibility)
        except RejectedPackage as error:
            told(words, declaring.of_a_form(words, error))
        else:
            reporting_entries.send(here, form, view, [entry], on, attached=attached)


def _file(here: Here, key: str) -> tuple[UploadedFile | None, Visibility]:
    """The file that proves the report, and who may take it; nobody but those with a role unless chosen otherwise."""
    words = here.words
    file = st.file_uploader(
        words("Evidence as a file: PDF, PNG or JPEG, at most {size} MB", size=MAX_EVIDENCE_BYTES // 2**20),
        type=list(ENDINGS), key=f"{key}_file", max_upload_size=MAX_EVIDENCE_BYTES // 2**20)
    if file is None:
        return None, Visibility.INTERNAL
    chosen = st.radio(
        words("Access to the file"), [each.value for each in Visibility], horizontal=True, key=f"{key}_visibility",
        index=list(Visibility).index(Visibility.INTERNAL), format_func=lambda each: words.label("visibility", each))
    return file, Visibility(chosen)


def _text(label: str, key: str) -> str | None:
    written = st.text_area(label, max_chars=reporting_entries.MAX_TEXT, height=80, key=key)
    return written.strip() or None
