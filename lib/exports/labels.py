"""Codes of the model in words: the same on screen and in files, found by the values a column may take."""

from enum import StrEnum

import pandas as pd

from lib.model import catalogue, community, derived, network, plan, territory
from lib.model.fields import Field
from lib.model.fields import words as values_of
from lib.text.messages import Words

_ENUMERATIONS: tuple[tuple[type[StrEnum], str], ...] = (
    (derived.CoverStatus, "cover_status"), (derived.PlanState, "plan_validity"), (derived.PlanChange, "plan_change"),
    (derived.CoverChange, "cover_change"), (derived.GapClass, "gap_class"), (catalogue.Category, "category"),
    (catalogue.Form, "form"), (catalogue.Unit, "unit"), (catalogue.Polarity, "polarity"),
    (community.Answer, "answer"), (community.CoordinatorStatus, "coordinator"),
    (community.PlanEvidence, "plan_evidence"), (community.PlanStatus, "plan_status"),
    (network.NetworkLevel, "network_level"), (plan.ActivityState, "activity_state"),
    (territory.Level, "level"), (territory.SourceKind, "source_kind"),
)
_DOMAINS = {values_of(enumeration): domain for enumeration, domain in _ENUMERATIONS}
_LISTS = {"forms": "form", "signals": "signal", "level": "network_level"}
"""Text columns of codes separated by spaces."""


def domain_of(field: Field) -> str | None:
    """The catalogue's name for the words of a column of codes; None when the column holds no codes of the model."""
    return _DOMAINS.get(field.allowed) if field.allowed else _LISTS.get(field.name)


def in_words(words: Words, field: Field, column: pd.Series) -> pd.Series:
    """A column of codes in words, lists of codes as lists of words, absent codes as unknown; others as they are."""
    domain = domain_of(field)
    if domain is None:
        return column
    known = {
        value: ", ".join(words.label(domain, code) for code in str(value).split()) for value in column.dropna().unique()
    }
    return column.map(known).fillna(words.label("empty", "unknown"))
