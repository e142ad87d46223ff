"""Four lenses of need side by side, and which classes depend on what was assumed. Pure: frames in, frames out.

The lenses are those of the method (gap_method, section 3): provision, gap against a norm, gap against a planned
capacity, gap by pending requests. They measure different things and are never blended. Every gap is capacity − need:
negative means that capacity is missing.
"""

from collections.abc import Collection, Sequence
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from lib.model.assumptions import Assumptions, Parameter
from lib.model.catalogue import Form
from lib.model.cells import GapClass
from lib.model.derived_lens import LENS, SENSITIVITY, Below, Reported, Robust, Tried
from lib.model.lookup import (
    Floats,
    Positions,
    distinct,
    joined,
    numbered,
    numbers,
    numbers_at,
    positions,
    ratio,
    taken,
    whole,
)
from lib.model.periods import months_later
from lib.model.schemas import require
from lib.model.territory import REGION_AREA

_KEY = ("type_code", "form", "unit")
_PARTS = ("_low", "", "_high")
_DIGITS = 9
_OF_GAP = ("orp_code", "orp_name", "type_code", "type_name", "form", "unit", "age_group", "population_persons",
           "norm_per_1000", "need_units", "gap_units", "coverage_index", "class", "small_number",
           "capacity_low_units", "capacity_high_units")

Flags = npt.NDArray[np.bool_]


def lenses(  # noqa: PLR0917
    gaps: pd.DataFrame, network: pd.DataFrame, registered: pd.DataFrame, forms: pd.DataFrame, requests: pd.DataFrame,
    targets: pd.DataFrame, assumptions: Assumptions, *, valid_on: date,
) -> pd.DataFrame:
    """The four lenses of every row of a gap table in planning units.

    Parameters
    ----------
    gaps : columns of `gap` in the norm and the scope asked for.
    network, registered : capacity_units per orp_code, type_code, form, unit in the network, and of all services.
    forms : the table service_type_form; requests belong to a type, and are set against its main form. Of several main
        forms it is the first one provided in the order of `Form`: where people stay the longest.
    requests : rows of unmet_request that hold on the day; an absent row or number: not reported.
    targets : the table capacity_target.
    assumptions : the set with the `REQUEST_PARAMETERS`; where one is missing, the lens of requests is NA.

    Returns
    -------
    One row per row of gaps, in this order, with the columns of `lens`.

    Planned: planned_gap_units = capacity in the network − target of the nearest year not before the day's.
    Requests, in the main form only: adjusted = A·(1 − d)·e, wait = adjusted ÷ (τ·C) in years, wanted = adjusted ÷
    (τ·W*) (a queue that neither grows nor shrinks, Little's law), unmet = −max(0, wanted − C), where C is
    capacity_units of gaps. Each from low to high over the ranges of the assumptions, so the lowest unmet belongs to the
    highest wanted.
    Without capacity the wait is NA: nothing ever becomes free. NA anywhere else: something is not known.
    """
    require(gaps, *_OF_GAP, "capacity_units", key=LENS.key)
    cell = joined(gaps, LENS.key)
    form = positions(joined(gaps, _KEY), joined(forms, _KEY))
    persons = numbers(gaps["population_persons"])
    amounts = {name: numbers_at(frame["capacity_units"], positions(cell, joined(frame, LENS.key)))
               for name, frame in (("network", network), ("registered", registered))}
    main = _main(gaps, np.append(forms["is_main"].to_numpy(dtype=bool), False)[form])
    planned = _planned(cell, targets, valid_on, amounts["network"])
    asked = _asked(gaps, main, requests, valid_on)
    adjusted = _adjusted(numbers(asked["requests"]), gaps["type_code"], assumptions)
    capacity = numbers(gaps["capacity_units"])
    return pd.DataFrame({
        **{name: gaps[name].reset_index(drop=True) for name in _OF_GAP},
        "is_main": pd.Series(main),
        **{f"{name}_units": pd.Series(units) for name, units in amounts.items()},
        **{f"{name}_per_1000": pd.Series(ratio(1000 * units, persons)) for name, units in amounts.items()},
        **planned,
        **asked,
        "queue_capacity_units": pd.Series(np.where(asked["requests"].isna(), np.nan, capacity)),
        **_queue(adjusted, capacity, gaps["type_code"], assumptions),
        "orps_without_target": _flag(planned["planned_gap_units"].isna().to_numpy()),
        "orps_without_requests": _flag(main & (asked["requests"].isna().to_numpy() | np.isnan(capacity))),
        "orp_codes_without_requests": pd.Series([None] * len(gaps), dtype="str"),
    }, columns=list(LENS.columns))


def region_lenses(
    rows: pd.DataFrame, gaps: pd.DataFrame, region: pd.DataFrame, assumptions: Assumptions, *, region_name: str
) -> pd.DataFrame:
    """The row `kraj` of every type, form and unit.

    Parameters
    ----------
    rows : result of `lenses`. gaps : the gap table it was made of.
    region : the region's rows of the reference gap, in the columns of `gap`.

    Returns
    -------
    Columns of `lens`. Provision: capacity over persons of the ORPs whose capacity is known. Reference gap: as given.
    Plan: capacity and target of the ORPs where both are known. Requests: adjusted requests and capacity of the ORPs
    where both are known are summed first and the queue is worked out of the sums, so that the region's gap is no sum of
    its ORPs' gaps: free places of one ORP count for the next. Those left out are counted and named by code.
    """
    key, keys = numbered(*(rows[name] for name in _KEY))
    n, first = len(keys), np.unique(key, return_index=True)[1]
    found = positions(joined(keys, _KEY), joined(region, _KEY))
    persons, capacity = numbers(rows["population_persons"]), numbers(gaps["capacity_units"])

    def total(values: Floats, known: Flags) -> Floats:
        return np.where(np.bincount(key[known], minlength=n) > 0, np.bincount(key[known], values[known], n), np.nan)

    provision = {}
    for name in ("network", "registered"):
        units = numbers(rows[f"{name}_units"])
        known = ~np.isnan(units) & ~np.isnan(persons)
        provision[f"{name}_units"] = pd.Series(total(units, known))
        provision[f"{name}_per_1000"] = pd.Series(ratio(1000 * total(units, known), total(persons, known)))
    network, target = numbers(rows["network_units"]), numbers(rows["target_units"])
    planned = ~np.isnan(network) & ~np.isnan(target)
    aims = total(target, planned)
    queueing = rows["requests_reported"].ne(Reported.NOT_REPORTED).to_numpy() & ~np.isnan(capacity)
    requests = total(numbers(rows["requests"]), queueing)
    adjusted = [total(numbers(rows[f"adjusted_requests{part}"]), queueing) for part in _PARTS]
    main = taken(rows["is_main"], first).astype(bool)
    silent = ~queueing & rows["is_main"].to_numpy(dtype=bool)
    dates = rows["requests_date"].where(queueing).groupby(key).min()
    return pd.DataFrame({
        **{name: taken(region[name], found) for name in _OF_GAP},
        "orp_code": REGION_AREA,
        "orp_name": region_name,
        "is_main": main,
        **provision,
        "target_year": _same(numbers(rows["target_year"]), key, planned, n),
        "target_units": pd.Series(aims),
        "target_capacity_units": pd.Series(total(network, planned)),
        "planned_gap_units": pd.Series(np.round(total(network, planned) - aims, _DIGITS) + 0.0),
        "target_reported": _reported(aims),
        "requests": whole(requests),
        "requests_date": dates.reset_index(drop=True),
        "requests_reported": _reported(requests),
        "requests_stale": _stale_of(rows, key, queueing, n),
        "queue_capacity_units": pd.Series(total(capacity, queueing)),
        **_queue(adjusted, total(capacity, queueing), keys["type_code"], assumptions),
        "orps_without_target": whole(np.bincount(key[~planned], minlength=n).astype(float)),
        "orps_without_requests": whole(np.bincount(key[silent], minlength=n).astype(float)),
        "orp_codes_without_requests": _codes(rows["orp_code"], key, silent, n),
    }, columns=list(LENS.columns))


def _main(gaps: pd.DataFrame, is_main: Flags) -> Flags:
    """Rows of the one form of each type that requests stand with."""
    types, kinds = distinct(gaps["type_code"])
    rank = positions(gaps["form"], pd.Series(list(Form), dtype="str"))
    first = np.full(len(kinds), len(Form))
    np.minimum.at(first, types[is_main], rank[is_main])
    found: Flags = is_main & (rank == first[types])
    return found


def _planned(cell: pd.Series, targets: pd.DataFrame, valid_on: date, network: Floats) -> dict[str, pd.Series]:
    """Target of the nearest year not before the day's, and what the network misses to it."""
    ahead = targets[targets["year"] >= valid_on.year].sort_values("year", kind="stable")
    ahead = ahead.drop_duplicates(["orp_code", *_KEY]).reset_index(drop=True)
    found = positions(cell, joined(ahead, LENS.key))
    aims = numbers_at(ahead["target_units"], found)
    return {
        "target_year": whole(numbers_at(ahead["year"], found)),
        "target_units": pd.Series(aims),
        "target_capacity_units": pd.Series(np.where(np.isnan(aims), np.nan, network)),
        "planned_gap_units": pd.Series(np.round(network - aims, _DIGITS) + 0.0),
        "target_reported": _reported(aims),
    }


def _asked(gaps: pd.DataFrame, main: Flags, requests: pd.DataFrame, valid_on: date) -> dict[str, pd.Series]:
    """Requests of the type in the ORP with their day, in its main form only."""
    key = ("orp_code", "type_code")
    found = np.where(main, positions(joined(gaps, key), joined(requests, key)), -1)
    number, days = numbers_at(requests["requests"], found), taken(requests["date"], found)
    limit = pd.Timestamp(months_later(valid_on, -12))
    return {
        "requests": whole(number),
        "requests_date": days,
        "requests_reported": _reported(number),
        "requests_stale": (days < limit).astype("boolean").mask(days.isna()),
    }


def _flag(flags: Flags) -> pd.Series:
    return whole(flags.astype(np.float64))


def _reported(values: Floats) -> pd.Series:
    words = np.select([np.isnan(values), values == 0], [Reported.NOT_REPORTED, Reported.ZERO], Reported.REPORTED)
    return pd.Series(words, dtype="str")


def _spans(assumptions: Assumptions, parameter: Parameter, types: pd.Series) -> tuple[Floats, Floats, Floats]:
    """Low, base and high value of an assumption for the type of every row; NaN: the set says nothing."""
    number, kinds = distinct(types)
    found = [assumptions.of(parameter, str(kind)) for kind in kinds]
    table = np.array([(np.nan,) * 3 if span is None else (span.low, span.base, span.high) for span in found],
                     dtype=np.float64).reshape(-1, 3)
    return table[number, 0], table[number, 1], table[number, 2]


def _adjusted(requests: Floats, types: pd.Series, assumptions: Assumptions) -> list[Floats]:
    """A·(1 − d)·e from low to high: the lowest belongs to the most duplicates and the fewest eligible."""
    duplicates = _spans(assumptions, Parameter.DUPLICATE_SHARE, types)
    eligible = _spans(assumptions, Parameter.ELIGIBLE_SHARE, types)
    return [requests * (1 - duplicates[2 - part]) * eligible[part] for part in range(3)]


def _queue(adjusted: Sequence[Floats], capacity: Floats, types: pd.Series, assumptions: Assumptions
           ) -> dict[str, pd.Series]:
    """Wait, capacity wanted and what is missing to it, each from low to high."""
    turnover = _spans(assumptions, Parameter.TURNOVER, types)
    acceptable = _spans(assumptions, Parameter.TARGET_WAIT, types)
    wait = [ratio(adjusted[part], turnover[2 - part] * capacity) for part in range(3)]
    wanted = [ratio(adjusted[part], turnover[2 - part] * acceptable[2 - part]) for part in range(3)]
    unmet = [np.round(np.minimum(capacity - wanted[2 - part], 0), _DIGITS) + 0.0 for part in range(3)]
    return {f"{name}{end}": pd.Series(values[part])
            for name, values in (("adjusted_requests", adjusted), ("wait_years", wait), ("wanted_units", wanted),
                                 ("unmet_units", unmet))
            for part, end in enumerate(_PARTS)}


def _same(values: Floats, key: Positions, known: Flags, n: int) -> pd.Series:
    """The one value of each key; NA where there are several."""
    low, high = np.full(n, np.inf), np.full(n, -np.inf)
    np.minimum.at(low, key[known], values[known])
    np.maximum.at(high, key[known], values[known])
    return whole(np.where(low == high, low, np.nan))


def _stale_of(rows: pd.DataFrame, key: Positions, known: Flags, n: int) -> pd.Series:
    """Whether one of the numbers summed is stale; NA where none is."""
    stale = rows["requests_stale"].fillna(False).to_numpy(dtype=bool)
    some = pd.Series(np.bincount(key[known & stale], minlength=n) > 0, dtype="boolean")
    return some.mask(np.bincount(key[known], minlength=n) == 0)


def _codes(codes: pd.Series, key: Positions, listed: Flags, n: int) -> pd.Series:
    """The codes listed under each key, separated by spaces; absent where there are none."""
    texts = codes[listed].groupby(key[listed]).agg(" ".join)
    return texts.reindex(range(n)).astype("str").reset_index(drop=True)


def sensitivity(
    gaps: pd.DataFrame, trials: Sequence[tuple[Tried, pd.DataFrame]], rows: pd.DataFrame,
    *, short: Collection[GapClass],
) -> pd.DataFrame:
    """Which classes depend on what was assumed.

    Parameters
    ----------
    gaps : the gap table in the norm and the scope asked for.
    trials : other gap tables of the same day with what was changed in each; one word may come several times.
    rows : result of `lenses`: whether the gap by requests is there over the whole range of the assumptions.
    short : classes below the norm.

    Returns
    -------
    One row per row of gaps, in this order, with the columns of `sensitivity`. classes_seen and changed_by are words
    separated by spaces. A trial without a known class, and requests nobody reported, change nothing. tried counts
    those that say something. robust: nothing changes the class; small numbers, unknown classes and those that do
    not apply are never robust. below looks at the trials and at the class itself.
    """
    cell = joined(gaps, SENSITIVITY.key)
    order: list[GapClass] = [word for word in GapClass if word is not GapClass.UNKNOWN]
    known_words = pd.Series(order, dtype="str")
    own = positions(gaps["class"], known_words)
    ranks = np.full((len(trials) + 1, len(gaps)), -1)
    ranks[0] = own
    for place, (_, frame) in enumerate(trials, 1):
        ranks[place] = positions(taken(frame["class"], positions(cell, joined(frame, SENSITIVITY.key))), known_words)
    same_cell = positions(cell, joined(rows, SENSITIVITY.key))
    low, high = (numbers_at(rows[f"unmet_units_{end}"], same_cell) for end in ("low", "high"))
    turns = (low < 0) & (high >= 0)

    said = (ranks >= 0) & (own >= 0)
    differs = said & (ranks != own)
    words = list(Tried)
    changed = np.zeros((len(gaps), len(words)), dtype=bool)
    for place, (word, _) in enumerate(trials, 1):
        changed[:, words.index(word)] |= differs[place]
    changed[:, words.index(Tried.REQUESTS)] = turns & (own >= 0)
    seen = np.stack([((ranks == rank) & said).any(axis=0) for rank in range(len(order))], axis=1)
    seen = np.column_stack([seen, own < 0])
    is_short = np.isin(ranks, [order.index(word) for word in short]) & said
    n_said, n_short = said.sum(axis=0), is_short.sum(axis=0)
    vague = gaps["small_number"].to_numpy(dtype=bool) | gaps["class"].eq(GapClass.NOT_APPLICABLE).to_numpy()
    robust = np.select([own < 0, changed.any(axis=1), vague], [Robust.UNCLEAR, Robust.DEPENDS, Robust.UNCLEAR],
                       Robust.ROBUST)
    below = np.select([own < 0, n_short == n_said, n_short == 0], [Below.UNKNOWN, Below.ALWAYS, Below.NEVER],
                      Below.SOMETIMES)
    return pd.DataFrame({
        **{name: gaps[name].reset_index(drop=True) for name in SENSITIVITY.columns if name in gaps.columns},
        "classes_seen": _listed(seen, [*order, GapClass.UNKNOWN]),
        "changed_by": _listed(changed, words),
        "tried": whole((said[1:].sum(axis=0) + (~np.isnan(low) & (own >= 0))).astype(float)),
        "below": pd.Series(below, dtype="str"),
        "robust": pd.Series(robust, dtype="str"),
        "unmet_units_low": pd.Series(low),
        "unmet_units_high": pd.Series(high),
    }, columns=list(SENSITIVITY.columns))


def _listed(flags: Flags, words: Sequence[str]) -> pd.Series:
    """The words of the columns that are true in each row, separated by spaces; absent where none is."""
    pattern, row = np.unique(flags @ (1 << np.arange(len(words))), return_inverse=True)
    texts = [" ".join(word for place, word in enumerate(words) if code >> place & 1) or None
             for code in pattern.tolist()]
    return taken(pd.Series(texts, dtype="str"), row)
