"""Reach of services: what is within a limit of each municipality, white spots and the people concerned."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from lib.metrics import access as metrics
from lib.model.areas import EVERYBODY, persons_of
from lib.model.assumptions import REACH_PARAMETERS, Assumptions, Parameter
from lib.model.catalogue import Form
from lib.model.derived_reach import ACCESS, REACH, WHITE_SPOT, Catchment, ReachClass
from lib.model.distances import border_km, links_by_line, links_by_time, points_in_metres, without_ways
from lib.model.fields import Table
from lib.model.lookup import Floats, records
from lib.model.network import NetworkState
from lib.model.selection import CapacityScope, Selection
from lib.model.territory import Level
from lib.store.database import Database
from lib.views.assumptions import assumptions_of
from lib.views.base import Note, Reader, Sheet, assumptions_asked
from lib.views.gaps import population_date
from lib.views.network import network_on, network_state
from lib.views.norms import denominator_notes, denominators_asked, forms_of

LIMITS = {Form.RESIDENTIAL: (Parameter.REACH_RESIDENTIAL, 25.0), Form.OUTPATIENT: (Parameter.REACH_OUTPATIENT, 15.0)}
"""The assumption that limits the reach of a form, and the limit of a set that says nothing, in km or minutes."""

SUPPLY_TABLES = ("service", "service_capacity", "service_territory", "facility", "municipality")
LISTED = (ReachClass.WHITE_SPOT.value, ReachClass.UNKNOWN_BORDER.value)
"""Classes the list of white spots holds: nothing is known to be in reach."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One service type and form in the unit it is planned in.

    `limit` is in km or minutes, None for field work. `shared` is the sum of access × persons and `reached` the capacity
    that somebody reaches, equal where both are known; None: not known, or field work.
    """

    type_code: str
    form: Form
    unit: str
    age_group: str
    limit: float | None
    shared: float | None
    reached: float | None


@dataclass(frozen=True, slots=True)
class TypeReach:
    """One service type: what its municipalities reach, and those of them that are white spots or may be."""

    access: Sheet
    white_spots: Sheet


@dataclass(frozen=True, slots=True)
class ReachView:
    """Reach on the selected day.

    Of the selected service type, else of all: `totals` sums every kind up by ORP and for the region (kraj), `kinds` are
    the types and forms. `detail` is of the selected type, None without one. `points` has lat and lon by
    municipality_code. The selected area narrows nothing. `minutes`: limits and ways are minutes, otherwise km.
    """

    way: Catchment
    minutes: bool
    kinds: tuple[Kind, ...]
    totals: Sheet
    detail: TypeReach | None
    points: pd.DataFrame
    border_known: bool
    population_date: date
    network_state: NetworkState
    network_unknown: bool


@dataclass(frozen=True, slots=True)
class _Found:
    """What was worked out, and what its tables are made with."""

    reach: metrics.Reach
    municipalities: pd.DataFrame
    orps: pd.DataFrame
    types: pd.DataFrame
    everybody: Floats
    minutes: bool
    notes: tuple[Note, ...]
    asked: tuple[tuple[str, str], ...]

    def sheet(self, reader: Reader, table: Table, frame: pd.DataFrame) -> Sheet:
        return Sheet(table, frame, reader.provenance(), "reach", self.notes, self.asked)

    def access(self) -> pd.DataFrame:
        return metrics.access_frame(self.reach, self.municipalities, self.orps, self.types, self.everybody,
                                    minutes=self.minutes)


def reach_view(
    database: Database, selection: Selection, limit: float | None = None, way: Catchment = Catchment.BALANCED,
) -> ReachView:
    """Everything the part on reach shows.

    Parameters
    ----------
    limit : km, or minutes where the table travel_time has rows; None: as the set of assumptions says for the form.
    way : how capacity within reach is shared out.
    """
    reader = Reader(database, selection.at)
    found, state, counted_on = _found(reader, selection, limit, way), network_state(reader), population_date(reader)
    detail = None
    if selection.service_type is not None:
        frame = found.access()
        detail = TypeReach(found.sheet(reader, ACCESS, frame), found.sheet(reader, WHITE_SPOT, _white_spots(frame)))
    return ReachView(
        way=way, minutes=found.minutes, kinds=_kinds(found.reach), totals=_totals(reader, found), detail=detail,
        points=found.municipalities[["code", "lat", "lon"]].rename(columns={"code": "municipality_code"}),
        border_known=found.reach.border_known, population_date=counted_on, network_state=state,
        network_unknown=state is not NetworkState.HOLDS and selection.scope is CapacityScope.NETWORK,
    )


def access_sheet(reader: Reader, selection: Selection) -> Sheet:
    """Every municipality, type and form, or those of the selected type, under the assumed limits."""
    found = _found(reader, selection, None, Catchment.BALANCED)
    return found.sheet(reader, ACCESS, found.access())


def white_spot_sheet(reader: Reader, selection: Selection) -> Sheet:
    """Municipalities that are white spots, or may be, under the assumed limits."""
    found = _found(reader, selection, None, Catchment.BALANCED)
    return found.sheet(reader, WHITE_SPOT, _white_spots(found.access()))


def reach_sheet(reader: Reader, selection: Selection) -> Sheet:
    """Sums by area under the assumed limits."""
    return _totals(reader, _found(reader, selection, None, Catchment.BALANCED))


def _found(reader: Reader, selection: Selection, limit: float | None, way: Catchment) -> _Found:
    municipalities, orps, types, people = (reader.table(name) for name in (
        "municipality", "orp", "service_type", "population"))
    # A limit that was asked for takes the place of those of the set: they are then no source of the figures.
    assumptions = assumptions_of(reader if limit is None else Reader(reader.database, reader.at), selection)
    supply, kinds = _supply(reader, selection, assumptions, limit)
    by_group = {group: persons_of(municipalities["code"], people, selection.at.valid_on, Level.MUNICIPALITY, group)
                for group in sorted({EVERYBODY, *kinds["age_group"]})}
    persons = np.column_stack([np.empty((len(municipalities), 0)), *(by_group[group] for group in kinds["age_group"])])
    travel_time = reader.table("travel_time")
    minutes = not travel_time.empty
    points = points_in_metres(municipalities["lat"], municipalities["lon"])
    places = supply.facilities > 0
    if minutes:
        links = links_by_time(travel_time, municipalities["code"])
        nearest, lost = metrics.nearest_by_time(links, places), without_ways(links, len(points))
    else:
        farthest = kinds["limit"].max()
        ends = np.flatnonzero(places.any(axis=1))
        links = links_by_line(points, ends, 0.0 if pd.isna(farthest) else float(farthest))
        nearest, lost = metrics.nearest_by_line(points, places), np.zeros(len(points), dtype=bool)
    border = border_km(points, reader.table("orp_boundary"))
    found = metrics.reach(kinds, supply, persons, links, nearest, border, lost, way=way)
    limits = (assumptions_asked(assumptions, *REACH_PARAMETERS) if limit is None
              else (("dosah", f"{limit:g}"), *denominators_asked(reader, selection)))
    asked = (("kapacita", selection.scope.value), ("metoda", way.value), *limits)
    return _Found(found, municipalities, orps, types, by_group[EVERYBODY], minutes,
                  (*_notes(supply, found, minutes, int(lost.sum())), *denominator_notes(reader, selection)), asked)


def _totals(reader: Reader, found: _Found) -> Sheet:
    region_name = str(reader.table("region")["name"].iloc[0])
    frame = metrics.reach_totals(found.reach, found.municipalities, found.orps, found.types, found.everybody,
                                 region_name=region_name)
    return found.sheet(reader, REACH, frame)


def _white_spots(access: pd.DataFrame) -> pd.DataFrame:
    """White spots first, those with most people first."""
    listed = access[access["class"].isin(LISTED)].sort_values(
        ["class", "type_code", "form", "population_persons", "municipality_code"],
        ascending=[False, True, True, False, True], ignore_index=True)
    return listed[list(WHITE_SPOT.columns)]


def _supply(
    reader: Reader, selection: Selection, assumptions: Assumptions, limit: float | None,
) -> tuple[metrics.Supply, pd.DataFrame]:
    """What is provided where, and in which kinds: forms somebody provides, and main forms of types nobody provides."""
    forms = forms_of(reader, selection)
    if selection.service_type is not None:
        forms = forms[forms["type_code"] == selection.service_type]
    forms = forms.sort_values(["type_code", "is_main", "form"], ascending=[True, False, True], ignore_index=True)
    kinds = forms[["type_code", "form", "unit", "age_group"]].assign(limit=[
        np.nan if form == Form.FIELD else _limit(assumptions, Form(form), code) if limit is None else limit
        for code, form in zip(forms["type_code"], forms["form"], strict=True)
    ])
    services, capacity, territory, facilities, municipalities = (reader.table(name) for name in SUPPLY_TABLES)
    supply = metrics.supply_by_municipality(
        services, capacity, territory, facilities, municipalities, kinds, valid_on=selection.at.valid_on,
        scope=selection.scope, network_known=network_on(reader) is not None,
    )
    provided = np.flatnonzero((supply.facilities + supply.services).sum(axis=0) + supply.somewhere)
    nobody = forms["is_main"].astype(bool) & ~forms["type_code"].isin(forms["type_code"].iloc[provided])
    kept = np.union1d(provided, np.flatnonzero(nobody))
    return supply.of(kept), kinds.iloc[kept].reset_index(drop=True)


def _limit(assumptions: Assumptions, form: Form, type_code: str) -> float:
    parameter, otherwise = LIMITS[form]
    assumed = assumptions.of(parameter, type_code)
    return otherwise if assumed is None else assumed.base


def _kinds(found: metrics.Reach) -> tuple[Kind, ...]:
    def known(value: float) -> float | None:
        return None if np.isnan(value) else float(value)

    return tuple(
        Kind(row["type_code"], Form(row["form"]), row["unit"], row["age_group"], known(row["limit"]), known(shared),
             known(reached))
        for row, shared, reached in zip(records(found.kinds), found.shared, found.reached, strict=True)
    )


def _notes(supply: metrics.Supply, found: metrics.Reach, minutes: bool, lost: int) -> tuple[Note, ...]:
    border = metrics.CLASSES.index(ReachClass.UNKNOWN_BORDER)
    listed = [
        ("reach-minutes" if minutes else "reach-straight-line", 1),
        ("reach-border-unknown", int(not found.border_known)),
        ("reach-across-border", int(found.border_known and bool((found.status == border).any()))),
        ("reach-ways-unknown", lost),
        ("reach-secret", supply.secret),
        ("reach-unplaced", supply.unplaced),
        ("reach-somewhere", int(supply.somewhere.sum())),
        ("reach-undeclared", supply.undeclared),
    ]
    return tuple(Note(code, {"n": n} if code not in WITHOUT_NUMBER else {}) for code, n in listed if n)


WITHOUT_NUMBER = ("reach-minutes", "reach-straight-line", "reach-border-unknown", "reach-across-border")
"""Notes that say how things are, not how many."""
