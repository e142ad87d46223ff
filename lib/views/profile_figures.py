"""The figures of the area profile: every ORP beside the region, the others, the areas like it, and its own past."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from lib.metrics import profile as metrics
from lib.model.areas import EVERYBODY, population_on
from lib.model.catalogue import Polarity, Unit
from lib.model.derived_profile import PROFILE_FIGURE, FigureUnit, Indicator
from lib.model.lookup import numbers, ratio
from lib.model.network import NetworkState
from lib.model.periods import months_later
from lib.model.selection import AsOf, CapacityScope, Norm, Selection
from lib.model.territory import REGION_AREA, Level
from lib.store.database import Database
from lib.store.releases import Release, releases
from lib.views.base import Note, Provenance, Reader, Sheet
from lib.views.coverage import coverage_table, municipality_coverage
from lib.views.gaps import gap_table, planning_rows
from lib.views.network import counts, network_state
from lib.views.norms import denominator_notes, norm_asked
from lib.views.overview import area_signs
from lib.views.similar import SimilarAreas, similar_asked

MAIN_TYPES = 8
"""Service types whose provision is shown: of those of which more is wanted, the ones with most services."""

_COVERAGE = (
    (Indicator.POPULATION_COVERED, "population_covered_share", Polarity.MORE_IS_BETTER),
    (Indicator.MUNICIPALITIES_COVERED, "municipalities_covered_share", Polarity.MORE_IS_BETTER),
    (Indicator.EXPIRING, "expiring_share", Polarity.LESS_IS_BETTER),
    (Indicator.QUALITY, "quality_share", Polarity.MORE_IS_BETTER),
    (Indicator.ACTION_PLAN, "action_plan_share", Polarity.MORE_IS_BETTER),
)
_AGES = ((Indicator.AGED_65, "65plus"), (Indicator.AGED_80, "80plus"))
_NUMBERS = ("value", "region", "capacity_units", "value_low", "value_high")
_SAME = ["orp_code", "figure", "age_group"]
"""What two moments must agree in for their values to be compared."""

_RATES = {
    Unit.BEDS: FigureUnit.BEDS_RATE, Unit.FTE: FigureUnit.FTE_RATE, Unit.PLACES: FigureUnit.PLACES_RATE,
}


@dataclass(frozen=True, slots=True)
class Moment:
    """Every ORP at one pair of dates.

    `municipalities` and `coverage` are those of the page on coverage (coverage with the row kraj), `planning` the gaps
    against the region's mean in planning units, `signs` the list of the first page. `ages` has persons by area_code and
    age_group with the day they were counted.
    """

    reader: Reader
    scope: CapacityScope
    municipalities: pd.DataFrame
    coverage: pd.DataFrame
    planning: pd.DataFrame
    signs: pd.DataFrame
    polarity: dict[str, str]
    ages: pd.DataFrame


@dataclass(frozen=True, slots=True)
class Figures:
    """The table profile_figure of every ORP, and the days and release its columns of the past are of.

    `year_before` is the day a year earlier, `release_before` the release before this one (None: there is none).
    `now` is the moment itself, `state` says whether a version of the network holds then.
    """

    sheet: Sheet
    now: Moment
    state: NetworkState
    year_before: date
    release_before: Release | None


def moment(database: Database, selection: Selection, at: AsOf, scope: CapacityScope) -> Moment:
    """What the pages on coverage and gaps and the first page compute, of every ORP at one pair of dates."""
    reader = Reader(database, at)
    municipalities = municipality_coverage(reader, at.valid_on)
    coverage = coverage_table(reader, at.valid_on, municipalities)
    types = reader.table("service_type")
    polarity = dict(zip(types["code"], types["polarity"], strict=True))
    planning = planning_rows(gap_table(reader, selection, norm=Norm.REGION_MEAN, scope=scope),
                             reader.table("service_type_form"))
    return Moment(
        reader, scope, municipalities, coverage, planning, area_signs(coverage, planning, polarity), polarity,
        population_on(reader.table("population"), at.valid_on, Level.ORP),
    )


def figures(database: Database, selection: Selection, similar: Mapping[str, SimilarAreas | None]) -> Figures:
    """The figures of every ORP; `similar` has the ORP areas like each, by code.

    Gaps and provision are of the capacity asked for, or of all that is registered where no version of the network holds
    on the day. The past is computed from the same capacity, so that it is unknown where no version held then.
    """
    at = selection.at
    state = network_state(Reader(database, at))
    scope = selection.scope if state is NetworkState.HOLDS else CapacityScope.ALL
    now = moment(database, selection, at, scope)
    year_before = months_later(at.valid_on, -12)
    earlier = moment(database, selection, replace(at, valid_on=year_before), scope)
    release = max((each for each in releases(database) if each.number < at.known_at), default=None,
                  key=lambda each: each.number)
    before = None if release is None else moment(database, selection, replace(at, known_at=release.number), scope)
    wanted = _wanted(now)
    frame = _values(now, wanted)
    frame = frame.merge(metrics.figure_spread(frame), on="figure", how="left", validate="many_to_one")
    frame = frame.assign(
        beside=metrics.beside(frame),
        similar=_similar(frame, similar),
        **_then(frame, _values(earlier, wanted), "year_before", _uncounted(now, earlier)),
        **_then(frame, frame.head(0) if before is None else _values(before, wanted), "release_before"),
    )
    provenance = _united(*(each.reader.provenance() for each in (now, earlier, before) if each is not None))
    sheet = Sheet(PROFILE_FIGURE, frame[list(PROFILE_FIGURE.columns)], provenance, "profile",
                  (Note("profile-main-types", {"n": MAIN_TYPES}), *denominator_notes(now.reader, selection)),
                  _asked(now, selection))
    return Figures(sheet, now, state, year_before, release)


def _asked(now: Moment, selection: Selection) -> tuple[tuple[str, str], ...]:
    """What figures were compared with; the set of assumptions at least makes areas similar."""
    plain = dict(norm_asked(now.reader, selection, norm=Norm.REGION_MEAN, scope=now.scope))
    return tuple((plain | dict(similar_asked(now.reader, selection))).items())


def _united(first: Provenance, *others: Provenance) -> Provenance:
    """Sources of all, dates of the first."""
    known = {source.id for source in first.sources}
    more = {source.id: source for other in others for source in other.sources if source.id not in known}
    return replace(first, sources=(*first.sources, *more.values()))


def _wanted(now: Moment) -> pd.DataFrame:
    """Which figures are shown, in order: figure, indicator, type_code, type_name, form, unit, amount_unit, polarity."""
    services = counts(now.reader, now.reader.at.valid_on)
    whole = services[(services["orp_code"] == REGION_AREA)
                     & (services["type_code"].map(now.polarity) == Polarity.MORE_IS_BETTER)]
    main = whole.sort_values(["services", "type_code"], ascending=[False, True])["type_code"].head(MAIN_TYPES)
    rates = now.planning[now.planning["type_code"].isin(main)].drop_duplicates(["type_code", "form", "unit"])
    rates = rates[["type_code", "type_name", "form", "unit"]].rename(columns={"unit": "amount_unit"})
    rates = rates.assign(
        figure=["_".join((Indicator.PROVISION, *key)) for key in zip(
            rates["type_code"], rates["form"], rates["amount_unit"], strict=True)],
        indicator=Indicator.PROVISION.value, unit=rates["amount_unit"].map(_RATES),
        polarity=Polarity.MORE_IS_BETTER.value,
    )
    first = [(word.value, FigureUnit.SHARE.value, polarity.value) for word, _, polarity in _COVERAGE]
    first.append((Indicator.SEVERE_CELLS.value, FigureUnit.CELLS.value, Polarity.LESS_IS_BETTER.value))
    last = [(word.value, FigureUnit.SHARE.value, Polarity.NEUTRAL.value) for word, _ in _AGES]
    before, after = (pd.DataFrame(rows, columns=["indicator", "unit", "polarity"]) for rows in (first, last))
    return pd.concat([before.assign(figure=before["indicator"]), rates, after.assign(figure=after["indicator"])],
                     ignore_index=True)


def _values(at: Moment, wanted: pd.DataFrame) -> pd.DataFrame:
    """One row per ORP and wanted figure: what is said of it, `_NUMBERS`, small_number and age_group."""
    areas = at.signs[["orp_code", "orp_name"]]
    grid = areas.merge(wanted, how="cross")
    provision = at.planning.rename(columns={"unit": "amount_unit", "rate_per_1000": "value", "norm_per_1000": "region"})
    provision = provision.assign(**{
        bound: ratio(1000 * numbers(provision[units]), numbers(provision["population_persons"]))
        for bound, units in (("value_low", "capacity_low_units"), ("value_high", "capacity_high_units"))
    })
    parts = pd.concat([_of_coverage(at), _of_cells(at), _of_ages(at)], ignore_index=True)
    plain = grid[grid["indicator"] != Indicator.PROVISION].merge(parts, on=["orp_code", "indicator"], how="left")
    rates = grid[grid["indicator"] == Indicator.PROVISION].merge(
        provision[["orp_code", "type_code", "form", "amount_unit", *_NUMBERS, "small_number", "age_group"]],
        on=["orp_code", "type_code", "form", "amount_unit"], how="left")
    found = pd.concat([plain, rates], ignore_index=True)
    found = found.assign(**{name: found[name].astype("float64") for name in _NUMBERS},
                         small_number=found["small_number"].eq(True).fillna(False).astype("bool"))
    return grid[["orp_code", "figure"]].merge(found, on=["orp_code", "figure"], how="left", validate="one_to_one")


def _part(codes: pd.Series, indicator: Indicator, value: pd.Series, region: float) -> pd.DataFrame:
    return pd.DataFrame({"orp_code": codes.to_numpy(), "indicator": indicator.value, "value": numbers(value),
                         "region": region})


def _of_coverage(at: Moment) -> pd.DataFrame:
    whole = at.coverage["orp_code"] == REGION_AREA
    rows = at.coverage[~whole]
    return pd.concat([
        _part(rows["orp_code"], indicator, rows[column], numbers(at.coverage.loc[whole, column])[0])
        for indicator, column, _ in _COVERAGE
    ])


def _of_cells(at: Moment) -> pd.DataFrame:
    """Severe gaps and white spots; the region's mean is that of its ORP areas."""
    cells = at.signs["severe_cells"]
    return _part(at.signs["orp_code"], Indicator.SEVERE_CELLS, cells, numbers(pd.Series([cells.mean()]))[0])


def _of_ages(at: Moment) -> pd.DataFrame:
    """Shares of old people, in the region of all its people; unknown where a number is not known."""
    persons = at.ages.pivot(index="area_code", columns="age_group", values="persons")
    persons = persons.reindex(index=at.signs["orp_code"], columns=[EVERYBODY, *(group for _, group in _AGES)])
    total = persons[EVERYBODY]
    return pd.concat([
        _part(at.signs["orp_code"], indicator, pd.Series(ratio(numbers(persons[group]), numbers(total))),
              float(ratio(numbers(persons[group]).sum(), numbers(total).sum())))
        for indicator, group in _AGES
    ])


def _similar(frame: pd.DataFrame, similar: Mapping[str, SimilarAreas | None]) -> pd.Series:
    """The plain mean of each figure over the ORP areas like the row's own."""
    means = {
        (orp, figure): value
        for orp, areas in similar.items() if areas is not None
        for figure, value in metrics.mean_of(frame, areas.codes).items()
    }
    keys = zip(frame["orp_code"], frame["figure"], strict=True)
    return pd.Series([means.get(key, float("nan")) for key in keys], index=frame.index, dtype="float64")


def _then(
    frame: pd.DataFrame, past: pd.DataFrame, name: str, uncounted: tuple[str, ...] = ()
) -> dict[str, pd.Series]:
    """The same figures at another moment, in the rows of `frame`: the column `name`, and the capacity of small numbers.

    Those of `uncounted` are not known, nor is what had another denominator then: that would be no trend.
    """
    known = past[~past["figure"].isin(uncounted)]
    matched = frame[_SAME].merge(known, on=_SAME, how="left", validate="one_to_one").set_axis(frame.index)
    small = matched["small_number"].eq(True).fillna(False).astype("bool")
    return {name: matched["value"], f"{name}_units": matched["capacity_units"].where(small)}


def _uncounted(now: Moment, then: Moment) -> tuple[str, ...]:
    """Shares of ages where the people of both moments are of the same count: that is no trend."""
    same = now.ages["date"].max() == then.ages["date"].max()
    return tuple(word.value for word, _ in _AGES) if same else ()
