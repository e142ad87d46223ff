"""Assumptions behind needs that nobody measured: named sets of values with a range, saved as data like anything else."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import pandas as pd

from lib.errors import BadSelection
from lib.model.catalogue import Form, Unit
from lib.model.fields import SOURCE, Field, Table, absent_is, amount, code, text, word
from lib.model.lookup import records

ALL_TYPES = "all"
"""In place of a service type: the value holds for every type that has none of its own."""


class Parameter(StrEnum):
    """What is assumed: shares 0–1, the rest in the unit its name ends with."""

    DUPLICATE_SHARE = "duplicate_share"
    ELIGIBLE_SHARE = "eligible_share"
    TURNOVER = "turnover_per_year"
    TARGET_WAIT = "target_wait_years"
    REACH_RESIDENTIAL = "reach_residential_km"
    REACH_OUTPATIENT = "reach_outpatient_km"
    WEIGHT_POPULATION = "weight_population"
    WEIGHT_AGE = "weight_age"
    WEIGHT_DENSITY = "weight_density"
    WEIGHT_SETTLEMENT = "weight_settlement"
    SIMILAR_AREAS = "similar_areas"


REACH_PARAMETERS = (Parameter.REACH_RESIDENTIAL, Parameter.REACH_OUTPATIENT)
"""Limits of reach."""

SHARES = (Parameter.DUPLICATE_SHARE, Parameter.ELIGIBLE_SHARE)
"""Parameters between nought and one."""

REQUEST_PARAMETERS = (
    Parameter.DUPLICATE_SHARE, Parameter.ELIGIBLE_SHARE, Parameter.TURNOVER, Parameter.TARGET_WAIT,
)
"""Assumptions that pending requests are read with."""

FARTHEST = 100.0
"""The highest limit of reach, in kilometres or minutes: farther on everything reaches everything."""


def highest(parameter: Parameter) -> float:
    """The highest value a parameter may have."""
    if parameter in SHARES:
        return 1.0
    return FARTHEST if parameter in REACH_PARAMETERS else 1000.0


ASSUMPTION_SET = Table(
    "assumption_set", "Sady předpokladů", "Sets of assumptions", "one named set of assumptions", ("code",),
    (
        code("code", "Sada", "Set"),
        text("title", "Název", "Title"),
        text("title_en", "Název anglicky", "Title in English"),
        Field("is_default", "boolean", "Výchozí", "Default"),
        text("note", "Poznámka", "Note", required=False),
        SOURCE,
    ),
    optional=True,
)

ASSUMPTION = Table(
    "assumption", "Předpoklady", "Assumptions", "one parameter of a set, for one service type or for all",
    ("set_code", "parameter", "type_code"),
    (
        code("set_code", "Sada", "Set", "assumption_set.code"),
        word("parameter", "Předpoklad", "Assumption", Parameter),
        Field("type_code", "code", "§ (all = všechny)", "§ (all = every type)", pattern=rf"{ALL_TYPES}|\d{{2}}[a-z]?"),
        absent_is(Field("low", "number", "Dolní hodnota", "Low value", required=False, minimum=0), "none"),
        Field("base", "number", "Základní hodnota", "Base value", minimum=0),
        absent_is(Field("high", "number", "Horní hodnota", "High value", required=False, minimum=0), "none"),
        text("note", "Poznámka", "Note", required=False),
        SOURCE,
    ),
    optional=True,
)

ASSUMPTION_NORM = Table(
    "assumption_norm", "Vlastní normy", "Own norms", "one norm of a set per 1,000 persons of the denominator",
    ("set_code", "type_code", "form", "unit"),
    (
        code("set_code", "Sada", "Set", "assumption_set.code"),
        code("type_code", "§", "§", "service_type.code"),
        word("form", "Forma", "Form", Form),
        word("unit", "Jednotka", "Unit", Unit),
        amount("per_1000", "Na 1 000 obyvatel", "Per 1,000 persons", "unit_per_1000"),
        text("note", "Poznámka", "Note", required=False),
        SOURCE,
    ),
    optional=True,
)

ASSUMPTION_DENOMINATOR = Table(
    "assumption_denominator", "Jmenovatele", "Denominators",
    "the denominator a set uses for one type and form instead of the usual one", ("set_code", "type_code", "form"),
    (
        code("set_code", "Sada", "Set", "assumption_set.code"),
        code("type_code", "§", "§", "service_type.code"),
        word("form", "Forma", "Form", Form),
        code("age_group", "Jmenovatel", "Denominator", "age_group.code"),
        SOURCE,
    ),
    optional=True,
)

TABLES = (ASSUMPTION_SET, ASSUMPTION, ASSUMPTION_NORM, ASSUMPTION_DENOMINATOR)


@dataclass(frozen=True, slots=True)
class Range:
    """An assumed value with the bounds within which it may lie; low <= base <= high."""

    low: float
    base: float
    high: float

    @property
    def wide(self) -> bool:
        """Whether there is a range at all."""
        return self.low < self.high


@dataclass(frozen=True, slots=True)
class Assumptions:
    """One set as it is used: `values` by parameter and type; `changed` names what the reader set otherwise."""

    code: str
    values: Mapping[tuple[Parameter, str], Range]
    changed: tuple[Parameter, ...] = ()

    def of(self, parameter: Parameter, type_code: str = ALL_TYPES) -> Range | None:
        """The value for a type, else that for all types; None: the set says nothing."""
        return self.values.get((parameter, type_code)) or self.values.get((parameter, ALL_TYPES))


def assumed(rows: pd.DataFrame, set_code: str, overrides: Mapping[str, float]) -> Assumptions:
    """A set of assumptions with the reader's own values in place of its own.

    Parameters
    ----------
    rows : the table `assumption`. An absent bound is the base value itself.
    overrides : base values by parameter, for every service type; the range is widened to hold them.

    Raises
    ------
    BadSelection : an override is of no known parameter, or a share is not between 0 and 1.
    """
    values = {
        (Parameter(row["parameter"]), str(row["type_code"])): _range(row["low"], row["base"], row["high"])
        for row in records(rows[rows["set_code"] == set_code])
    }
    for name, value in overrides.items():
        parameter = checked(name, value)
        for key in {key for key in values if key[0] is parameter} | {(parameter, ALL_TYPES)}:
            known = values.get(key, Range(value, value, value))
            values[key] = Range(min(known.low, value), value, max(known.high, value))
    return Assumptions(set_code, values, tuple(Parameter(name) for name in overrides))


def overrides(written: str) -> tuple[tuple[str, float], ...]:
    """The reader's own base values of assumptions: "duplicate_share:0.4,turnover_per_year:0.25", sorted by name.

    Raises
    ------
    BadSelection : not written so, an unknown assumption, a value out of its range, one named twice.
    """
    try:
        pairs = sorted((name.strip(), float(value)) for name, value in
                       (pair.split(":") for pair in written.split(",")))
    except ValueError:
        raise _badly_written(written) from None
    if len({name for name, _ in pairs}) < len(pairs):
        raise _badly_written(written)
    for name, value in pairs:
        checked(name, value)
    return tuple(pairs)


def written_overrides(values: Mapping[str, float]) -> str:
    """Own base values as `overrides` reads them."""
    return ",".join(f"{name}:{value:g}" for name, value in sorted(values.items()))


def _badly_written(written: str) -> BadSelection:
    return BadSelection("bad-overrides", "Own assumptions are written as name:number, separated by commas, each name "
                        "once and with a decimal point, not {value}.", value=written)


def checked(name: str, value: float) -> Parameter:
    """The parameter of that name, if it may have that value.

    Raises
    ------
    BadSelection : there is no such parameter, or the value is out of its range.
    """
    if name not in list(Parameter):
        raise BadSelection("unknown-assumption", "There is no assumption {value}. Known: {known}.", value=name,
                           known=", ".join(Parameter))
    parameter = Parameter(name)
    if not 0 <= value <= highest(parameter):
        raise BadSelection("assumption-range", "The assumption {name} cannot be {value}.", name=name, value=f"{value:g}")
    return parameter


def _range(low: float, base: float, high: float) -> Range:
    return Range(base if pd.isna(low) else float(low), float(base), base if pd.isna(high) else float(high))
