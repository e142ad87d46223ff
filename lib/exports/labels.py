"""Codes of the model in words: the same on screen and in files, found by the values a column may take."""

from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum

import pandas as pd

from lib.model import (
    areas,
    bodies,
    catalogue,
    community,
    consultation,
    derived,
    derived_answer,
    derived_comments,
    derived_lens,
    derived_meetings,
    derived_monitoring,
    derived_profile,
    derived_scenario,
    derived_signal,
    network,
    plan,
    territory,
)
from lib.model.derived_reach import ReachClass
from lib.model.derived_rollup import EVERY, NONE, NOT_NAMED, ROLLUPS, TRIPLES, WHOLE_PLAN, Fulfilment, Movement
from lib.model.derived_territory import AreaChange
from lib.model.fields import Field
from lib.model.fields import words as values_of
from lib.text.messages import Words
from lib.views.base import Sheet

_ENUMERATIONS: tuple[tuple[type[StrEnum], str], ...] = (
    (derived.CoverStatus, "cover_status"), (derived.PlanState, "plan_validity"), (derived.PlanChange, "plan_change"),
    (derived.CoverChange, "cover_change"), (AreaChange, "area_change"), (derived.GapClass, "gap_class"),
    (catalogue.Category, "category"),
    (areas.SplitBy, "split_by"), (catalogue.Form, "form"), (catalogue.Unit, "unit"), (catalogue.Polarity, "polarity"),
    (community.Answer, "answer"), (community.CoordinatorStatus, "coordinator"), (community.Criterion, "criterion"),
    (derived_monitoring.CriterionChange, "criterion_change"),
    (community.PlanEvidence, "plan_evidence"), (community.PlanStatus, "plan_status"),
    (network.NetworkLevel, "network_level"), (plan.ActivityState, "activity_state"), (ReachClass, "reach_class"),
    (plan.Evidence, "evidence"), (derived_answer.Meeting, "meeting"), (derived_answer.Unmatched, "unmatched"),
    (derived_scenario.Moment, "moment"), (derived_lens.Reported, "reported"), (derived_lens.Robust, "robust"),
    (derived_lens.Below, "below"),
    (derived_profile.Indicator, "indicator"), (derived_profile.FigureUnit, "figure_unit"),
    (derived_profile.Beside, "beside"),
    (Movement, "movement"), (Fulfilment, "fulfilment"),
    (derived_signal.Signal, "signal"), (derived_signal.ToDo, "to_do"),
    (plan.MediaType, "media_type"), (plan.Visibility, "visibility"), (plan.ReportingRule, "reporting_rule"),
    (community.MeasureState, "measure_state"), (bodies.TriadPart, "triad_part"), (bodies.Presence, "presence"),
    (bodies.LinkKind, "link_kind"), (bodies.DecisionKind, "decision_kind"), (bodies.TaskState, "task_state"),
    (derived_meetings.TaskStanding, "task_standing"), (derived_meetings.Stage, "stage"),
    (bodies.OpinionState, "opinion"), (bodies.BodyLevel, "body_level"), (consultation.Settlement, "settlement"),
    (derived_comments.Settled, "settled"),
    (territory.Level, "level"), (territory.SourceKind, "source_kind"),
)
_DOMAINS = {values_of(enumeration): domain for enumeration, domain in _ENUMERATIONS}
_LISTS = {"forms": "form", "evidence": "evidence", "signals": "signal", "signals_new": "signal",
          "signals_gone": "signal", "level": "network_level", "classes_seen": "gap_class", "changed_by": "tried"}
"""Text columns of codes separated by spaces."""


def domain_of(field: Field) -> str | None:
    """The catalogue's name for the words of a column of codes; None when the column holds no codes of the model."""
    return _DOMAINS.get(field.allowed) if field.allowed else _LISTS.get(field.name)


def absences(field: Field, frame: pd.DataFrame) -> pd.Series:
    """What an absent value of the column would mean in each row; words of `lib.model.fields.Absent`."""
    meanings = pd.Series(field.absent, index=frame.index, dtype="str")
    for column, values, meaning in field.absent_where:
        meanings = meanings.mask(frame[column].isin(values), meaning)
    return meanings


def filled(words: Words, field: Field, frame: pd.DataFrame, column: pd.Series) -> pd.Series:
    """A column of text with the word for what its absence means in the row."""
    return column.fillna(absences(field, frame).map(lambda meaning: words.label("empty", meaning)))


def in_words(words: Words, field: Field, frame: pd.DataFrame) -> pd.Series:
    """A column of codes in words, lists of codes as lists of words, absent ones in words too; others as they are."""
    domain, column = domain_of(field), frame[field.name]
    if domain is None:
        return column
    known = {
        value: ", ".join(words.label(domain, code) for code in str(value).split()) for value in column.dropna().unique()
    }
    return filled(words, field, frame, column.map(known).astype("object"))


_NAMED = {
    "type_name": ("type_code", "service_type"), "worst_type_name": ("worst_type_code", "service_type"),
    "group_name": ("group_code", "target_group"), "goal_name": ("goal_code", "goal"),
    "linked_goal_name": ("linked_goal_code", "goal"), "orp_name": ("orp_code", "region"),
    "responsible": ("responsible", "responsible"),
    "body_name": ("body_code", "body"),
}
"""Columns of names that have a translation: the column of their code and the table the name is from."""


_SUMMED = {table.name for table in (*ROLLUPS.values(), *TRIPLES.values())}


def nameless(words: Words) -> dict[str, str]:
    """Codes of rows that are no type, group or activity of their own, in words."""
    return {WHOLE_PLAN: words("Whole plan"), EVERY: words("all service types"), NONE: words("no service type"),
            NOT_NAMED: words("none named")}


def in_language(sheet: Sheet, words: Words, names: Mapping[str, Mapping[str, str]]) -> Sheet:
    """The sheet with names in the reader's language, looked up by code; a name without a translation stays.

    `names` are names by code for every table of `_NAMED`, empty for those that are right as they are.
    """
    columns = {}
    for column, (code, table) in _NAMED.items():
        if column in sheet.table.columns and code in sheet.table.columns:
            known = {**names.get(table, {}), **(nameless(words) if sheet.table.name in _SUMMED else {})}
            columns[column] = sheet.frame[code].map(known).astype("object").fillna(sheet.frame[column])
    return replace(sheet, frame=sheet.frame.assign(**columns))
