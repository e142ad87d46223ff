"""What the coordinator of a plan writes down: states of measures, measures, action plans, evaluations, extensions."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

import pandas as pd
import streamlit as st

from lib.desk import plan_records
from lib.desk.declare import Declaration, declare
from lib.desk.drafts import propose, published_frames
from lib.desk.plan_records import Extension, StateSaid
from lib.model.access import Role
from lib.model.community import Answer, Criterion, MeasureState
from lib.model.lookup import records
from lib.model.selection import AsOf
from lib.settings import now, today
from lib.ui import cached, declaring, widgets
from lib.ui.page import Here
from lib.ui.sections.desk import account
from lib.ui.written import plain
from lib.views.monitoring import PlanDetail

LONGEST_TITLE, LONGEST_ROLE, LONGEST_COMMENT = 300, 120, 500
CLOSING = (MeasureState.DONE, MeasureState.CANCELLED)
"""States that are offered for the next year too: what is over seldom opens again."""


def shown(here: Here, detail: PlanDetail, year: int) -> None:
    """The forms, one at a time, for those whose plan it is."""
    if not _own(detail):
        return
    words = here.words
    widgets.heading(here, words("Write down"), "zapsat")
    forms = {"states": words("States of measures"), "measure": words("New measure"), "action": words("Action plan"),
             "evaluation": words("Evaluation"), "extension": words("Extension")}
    chosen = st.segmented_control(words("What to write down"), list(forms), format_func=lambda code: forms[code],
                                  default="states", required=True, label_visibility="collapsed", key="plan_form")
    {"states": _states, "measure": _measure, "action": _action_plan, "evaluation": _evaluation,
     "extension": _extension}[str(chosen)](here, detail, year)


def _own(detail: PlanDetail) -> bool:
    """Whether the account may write about the plan; whoever sends is asked again."""
    who = account()
    return who.role is Role.ADMINISTRATOR or (
        who.role is Role.COORDINATOR and bool(detail.orp_codes) and detail.orp_codes <= who.orp_codes)


def _key(form: str, field: str) -> str:
    """The key of a field: another once the form was sent, so that a second click has nothing to send."""
    return f"{form}_{field}_{declaring.token(form)}"


def _day(here: Here, label: str, form: str, told: date | None = None) -> date:
    """A day of a form: the day looked at unless another is chosen, and the day after the last one `told` if later."""
    after = here.selection.at.valid_on if told is None else max(here.selection.at.valid_on, told + timedelta(days=1))
    return st.date_input(label, min(after, today()), max_value=today(), format="DD.MM.YYYY", key=_key(form, "day"))


def _role(here: Here, form: str) -> str:
    words = here.words
    return st.text_input(words("Who reports (role, never a name)"), words.label("role", account().role.value),
                         max_chars=LONGEST_ROLE, key=_key(form, "role")).strip()


def _sent(here: Here, form: str, *, filled: bool, draft: bool = False) -> bool:
    """The button of a form: whether it was pressed and nothing necessary is missing."""
    words = here.words
    if not st.form_submit_button(words("Send as a draft") if draft else words("Publish"), type="primary",
                                 icon=":material/publish:", key=f"{form}_send"):
        return False
    if not filled:
        st.error(words("Something necessary is missing: fill in every field that is not marked as optional."),
                 icon=":material/error:")
    return filled


def _seen(here: Here, form: str) -> int:
    return declaring.seen(here, form, typed=bool(st.session_state.get(f"{form}_send")))


def _states(here: Here, detail: PlanDetail, year: int) -> None:
    """All measures of the plan in one editable table, for the year chosen above."""
    words = here.words
    if detail.measures.empty:
        st.info(words("The plan has no measures yet: add them first."), icon=":material/info:")
        return
    form = f"states_{detail.code}_{year}"
    seen = _seen(here, form)
    # The table of the release it was filled in over: a measure added meanwhile would begin it anew, without the edits.
    detail = cached.community_plan(AsOf(here.selection.at.valid_on, seen), detail.code)
    names = {state.value: words.label("measure_state", state.value) for state in MeasureState}
    told = max((day for _, day in plan_records.last_states(detail.reports, year).values()), default=None)
    with st.form(f"form_{form}"):
        st.markdown(plain(words(
            "States in {year}, the year chosen above. Only what differs from the last report is sent. Measures done or "
            "cancelled the year before are filled in as such; leave empty what you do not know.", year=str(year))))
        if told is not None:
            st.caption(words("The states of {year} were last reported on {day}; a correction needs a later day.",
                             year=str(year), day=told))
        edited = st.data_editor(
            _table(detail, year, names), hide_index=True, disabled=("code", "title"),
            key=_key(form, "table"), placeholder="–", alt=words("States of measures"),
            column_config={
                "code": None,
                "title": st.column_config.TextColumn(words("Measure"), width="large"),
                "state": st.column_config.SelectboxColumn(words("State"), options=list(names.values())),
                "comment": st.column_config.TextColumn(words("Comment (optional)"), max_chars=LONGEST_COMMENT),
            })
        with st.container(horizontal=True):
            on, by = _day(here, words("Reported on"), form, told), _role(here, form)
        if _sent(here, form, filled=bool(by)):
            _declare(here, form, lambda: plan_records.states_said(
                said_states(records(edited), names), detail.reports, year, on, by, seen),
                words("States of measures in {year} are published.", year=str(year)))


def _table(detail: PlanDetail, year: int, names: Mapping[str, str]) -> pd.DataFrame:
    """Measures with the state of the year as it is published, or the closing state of the year before."""
    last, before = (plan_records.last_states(detail.reports, each) for each in (year, year - 1))
    rows = []
    for measure in records(detail.measures):
        told = last.get(measure["code"])
        earlier = before.get(measure["code"])
        said = told[0] if told else StateSaid(earlier[0].state) if earlier and earlier[0].state in CLOSING else None
        rows.append({"code": measure["code"], "title": f"{measure['position']}. {measure['title']}",
                     "state": None if said is None else names[said.state.value],
                     "comment": None if said is None else said.comment})
    return pd.DataFrame(rows, columns=["code", "title", "state", "comment"], dtype="object")


def said_states(rows: list[dict[str, Any]], names: Mapping[str, str]) -> dict[str, StateSaid]:
    """Rows of the edited table as states by measure; measures whose state was left empty say nothing."""
    by_name = {name: MeasureState(state) for state, name in names.items()}
    return {str(row["code"]): StateSaid(by_name[str(row["state"])], _text(row["comment"]))
            for row in rows if not pd.isna(row["state"])}


def _text(written: Any) -> str | None:
    """What was written, or nothing where only spaces were."""
    return None if written is None or pd.isna(written) else str(written).strip() or None


def _measure(here: Here, detail: PlanDetail, _: int) -> None:
    words, form = here.words, f"measure_{detail.code}"
    seen = _seen(here, form)
    with st.form(f"form_{form}"):
        title = st.text_input(words("Title of the measure"), max_chars=LONGEST_TITLE, key=_key(form, "title")).strip()
        responsible = st.text_input(words("Responsible (role or organisation, optional)"), max_chars=LONGEST_ROLE,
                                    key=_key(form, "responsible"))
        if _sent(here, form, filled=bool(title)):
            _declare(here, form, lambda: plan_records.measure_said(
                detail.code, detail.measures, declaring.token(form), title, _text(responsible), seen),
                words("The measure is published."))


def _action_plan(here: Here, detail: PlanDetail, year: int) -> None:
    words, form = here.words, f"action_{detail.code}"
    seen = _seen(here, form)
    with st.form(f"form_{form}"):
        chosen = st.number_input(words("The plan has an action plan of the year"), 2000, 2100, year,
                                 key=_key(form, "year"))
        if _sent(here, form, filled=True):
            if int(chosen) in detail.action_years:
                st.info(words("It is published already; nothing was stored twice."), icon=":material/info:")
                return
            _declare(here, form, lambda: plan_records.action_plan_said(detail.code, int(chosen), seen),
                     words("The action plan of {year} is published.", year=str(chosen)))


def _evaluation(here: Here, detail: PlanDetail, _: int) -> None:
    words, form = here.words, f"evaluation_{detail.code}"
    seen = _seen(here, form)
    with st.form(f"form_{form}"):
        with st.container(horizontal=True):
            on = _day(here, words("Evaluated on"), form)
            evaluator = st.text_input(words("Who evaluated (role, never a name)"), max_chars=LONGEST_ROLE,
                                      key=_key(form, "evaluator")).strip()
        answers = {
            criterion: Answer(st.radio(
                words.label("criterion", criterion.value), [answer.value for answer in Answer], index=2,
                format_func=lambda code: words.label("answer", code), horizontal=True,
                key=_key(form, criterion.value)))
            for criterion in Criterion
        }
        note = st.text_input(words("Note (optional)"), max_chars=LONGEST_COMMENT, key=_key(form, "note"))
        if _sent(here, form, filled=bool(evaluator)):
            if pd.Timestamp(on) in set(detail.results.frame["assessed_on"]):
                st.error(words(
                    "The plan was evaluated on this day already. A published evaluation is corrected through the data "
                    "desk; give a new one its own day."), icon=":material/error:")
                return
            _declare(here, form, lambda: plan_records.evaluation_said(
                detail.code, on, evaluator, answers, _text(note), seen), words("The evaluation is published."))


def _extension(here: Here, detail: PlanDetail, _: int) -> None:
    """A resolution that extends the plan: sent in as a draft, because it changes coverage."""
    words, form = here.words, f"extension_{detail.code}"
    seen = _seen(here, form)
    with st.form(f"form_{form}"):
        st.markdown(plain(words("An extension changes coverage: it is sent in as a draft and holds once the "
                                "administrator publishes it.")))
        with st.container(horizontal=True):
            decided_on = _day(here, words("Resolved on"), form)
            extended_to = st.date_input(words("Extended until"), None, format="DD.MM.YYYY", key=_key(form, "until"))
        with st.container(horizontal=True):
            resolution = st.text_input(words("Resolution (number)"), max_chars=LONGEST_ROLE,
                                       key=_key(form, "resolution"))
            organ = st.text_input(words("Decided by (organ)"), max_chars=LONGEST_ROLE, key=_key(form, "organ"))
        filled = extended_to is not None and bool(resolution.strip()) and bool(organ.strip())
        if _sent(here, form, filled=filled, draft=True) and extended_to is not None:
            said = Extension(detail.code, decided_on, extended_to, resolution.strip(), organ.strip())
            declaring.carry_out(here, form, lambda: _proposed(said, seen), words(
                "The extension was sent in as a draft; it waits for approval at the data desk."))


def _proposed(said: Extension, seen: int) -> None:
    database = cached.database()
    incoming = plan_records.extension_proposed(published_frames(database, seen), said, seen)
    propose(database, account(), incoming, at=now())


def _declare(here: Here, form: str, said: Callable[[], Declaration], done: str) -> None:
    """Make the declaration and publish it; a refusal of either is told in its place."""
    declaring.carry_out(here, form, lambda: declare(cached.database(), account(), said(), at=now()), done)
