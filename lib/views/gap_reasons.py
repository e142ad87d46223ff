"""What stands behind one cell of a gap table: the services that make its capacity, and the areas that make its norm."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import pandas as pd

from lib.metrics import contributions as metrics
from lib.metrics.gaps import region_gap
from lib.model.catalogue import GroupRole, GroupScheme
from lib.model.derived import CONTRIBUTION
from lib.model.lookup import Positions, numbered, numbers, ratio
from lib.model.norms import QUANTILES
from lib.model.selection import AsOf, CapacityScope, Norm, Selection
from lib.model.territory import REGION_AREA
from lib.store.database import Database
from lib.views.assumptions import assumptions_of
from lib.views.base import Provenance, Reader, Sheet
from lib.views.gaps import CAPACITY_TABLES
from lib.views.network import levels_on, network_on
from lib.views.norms import similar_pairs


@dataclass(frozen=True, slots=True)
class Behind:
    """Everything services give to areas on one day, in one scope.

    `given` has a row per service, form, unit and area, `by_group` one more key, the target group; both with the names
    of service and provider, level in the network and date of the amount. `given_at` and `by_group_at` say which rows
    belong to a cell: type_code, form, unit, orp_code, or group_code, unit, orp_code.
    """

    given: pd.DataFrame
    given_at: Mapping[tuple[str, ...], Positions]
    by_group: pd.DataFrame
    by_group_at: Mapping[tuple[str, ...], Positions]
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class NormGivers:
    """Who gives the norm of a selection, where not all areas together do.

    `similar`: the areas that make the norm of each (orp_code, similar_code), for the norm of similar areas alone.
    `given`: national norms, or own norms of the chosen set of assumptions: type_code, form, unit, title and title_en of
    who gives them, note; empty for other norms.
    """

    similar: pd.DataFrame | None
    given: pd.DataFrame

    def makers(self, area: str) -> tuple[str, ...] | None:
        """Codes of the areas that make the norm of an area; None: all do."""
        pairs = self.similar
        return None if pairs is None else tuple(pairs.loc[pairs["orp_code"] == area, "similar_code"])

    def giver(self, cell: pd.Series, title: str) -> str:
        """Who gives the norm of a row of `gap` (`title` or `title_en`) and the note; empty when nobody does."""
        rows = self.given
        for name in ("type_code", "form", "unit"):
            rows = rows[rows[name] == cell[name]]
        told = (rows[title] + ": " + rows["note"].fillna("")).str.removesuffix(": ").str.removesuffix(".")
        return "" if rows.empty else str(told.iloc[0])


def norm_givers(database: Database, selection: Selection) -> NormGivers:
    """Who gives the norm asked for."""
    reader = Reader(database, selection.at)
    columns = ["type_code", "form", "unit", "title", "title_en", "note"]
    if selection.norm is Norm.NATIONAL:
        sources = reader.table("source")[["id", "title"]]
        given = reader.table("reference_rate").merge(sources, left_on="source_id", right_on="id")
        given = given.assign(title_en=given["title"])
    else:
        sets = reader.table("assumption_set")[["code", "title", "title_en"]]
        code = assumptions_of(reader, selection).code if selection.norm is Norm.OWN else ""
        given = reader.table("assumption_norm", set_code=code).merge(sets, left_on="set_code", right_on="code")
    return NormGivers(similar_pairs(reader, selection, selection.norm), given[columns])


@dataclass(frozen=True, slots=True)
class NormOrigin:
    """How the norm of a cell arises from areas.

    `areas` are those that make it, from the lowest rate to the highest: orp_code, orp_name, capacity_units,
    population_persons, rate_per_1000 and taken. Against a mean all are taken, and `capacity_units` over `persons` is
    the norm. Against a quantile one or two are taken, and the norm lies `part` of the way from the first to the second;
    `ends` are then these two (or the one twice) as place in the order (from 1), name and rate.
    """

    areas: pd.DataFrame
    capacity_units: float | None
    persons: int | None
    part: Fraction
    ends: tuple[tuple[int, str, float], ...]

    @property
    def rates(self) -> int:
        return len(self.areas)


def behind(database: Database, at: AsOf, scope: CapacityScope) -> Behind:
    """What every service gives to every area and target group on the day."""
    reader = Reader(database, at)
    given = metrics.contributions(
        *(reader.table(name) for name in CAPACITY_TABLES), valid_on=at.valid_on, scope=scope,
        network_known=network_on(reader) is not None)
    groups = reader.table("target_group")
    shown = groups.loc[(groups["scheme"] == GroupScheme.REGISTER)
                       & groups["role"].isin((GroupRole.GROUP, GroupRole.UMBRELLA)), "code"]
    services = reader.on("service")[["id", "name", "provider_ico"]]
    providers = reader.table("provider")[["ico", "name"]]
    names = services.merge(providers, left_on="provider_ico", right_on="ico", suffixes=("", "_provider"))
    names = names.rename(columns={"id": "service_id", "name": "service_name", "name_provider": "provider_name"})
    names = names[["service_id", "service_name", "provider_name"]]
    names["level"] = names["service_id"].map(levels_on(reader, at.valid_on))
    stated = reader.on("service_capacity")[["service_id", "form", "unit", "date"]]
    given = given.merge(names, on="service_id").merge(stated, on=["service_id", "form", "unit"], how="left")
    by_group = metrics.group_contributions(given, reader.table("service_target_group"), shown.reset_index(drop=True))
    return Behind(
        given.assign(group_share=float("nan")), _places(given, "type_code", "form", "unit", "orp_code"),
        by_group, _places(by_group, "group_code", "unit", "orp_code"), reader.provenance())


def behind_sheet(found: Behind, gap: Sheet, cell: pd.Series, areas: Collection[str]) -> Sheet:
    """The services behind a row of `gap`, as a table; `areas` are those whose capacities make it."""
    rows = services_of_type(found, areas, *(str(cell[name]) for name in ("type_code", "form", "unit")))
    named = rows.assign(orp_code=cell["orp_code"], orp_name=cell["orp_name"], type_name=cell["type_name"])
    return Sheet(CONTRIBUTION, named[list(CONTRIBUTION.columns)], found.provenance, "contribution",
                 asked=tuple(pair for pair in gap.asked if pair[0] == "kapacita"))


def contribution_sheet(reader: Reader, selection: Selection) -> Sheet:
    """What every service gives to every area, form and unit."""
    found = behind(reader.database, selection.at, selection.scope)
    orps, types = reader.table("orp")[["code", "name"]], reader.table("service_type")[["code", "name"]]
    named = found.given.merge(orps.set_axis(["orp_code", "orp_name"], axis=1), on="orp_code")
    named = named.merge(types.set_axis(["type_code", "type_name"], axis=1), on="type_code")
    ordered = named.sort_values(list(CONTRIBUTION.key), ignore_index=True)
    return Sheet(CONTRIBUTION, ordered[list(CONTRIBUTION.columns)], found.provenance, "contribution",
                 asked=(("kapacita", selection.scope.value),))


def _places(frame: pd.DataFrame, *key: str) -> dict[tuple[str, ...], Positions]:
    """Positions of the rows of every key."""
    number, keys = numbered(*(frame[name] for name in key))
    order = np.argsort(number, kind="stable")
    ends = np.searchsorted(number[order], np.arange(len(keys) + 1))
    return {found: order[ends[place]:ends[place + 1]]
            for place, found in enumerate(keys.itertuples(index=False, name=None))}


def areas_summed(orps: pd.DataFrame, area: str) -> tuple[str, ...]:
    """Codes of the ORPs whose capacities make that of an area: itself, or for kraj all those whose gap is known.

    `orps`: the rows of one key of a gap table, one per ORP.
    """
    if area != REGION_AREA:
        return (area,)
    known = orps["gap_units"].notna()
    return tuple(orps.loc[known if known.any() else known.index, "orp_code"])


def services_of_type(found: Behind, areas: Collection[str], type_code: str, form: str, unit: str) -> pd.DataFrame:
    """Services that make the capacity of one type, form and unit in one area, or in several together.

    Returns
    -------
    One row per service_id and form, the largest share first: service_name, provider_name, amount_units, what the
    service provides, area_share, what part of it goes to the area, units, their product (NA: the amount is not known),
    date, the day from which the amount holds (NA: none is recorded), level in the network (NA: in none). split_by is NA
    for several areas, group_share always NA.
    """
    return _of_areas(found.given, found.given_at, (type_code, form, unit), areas)


def services_of_group(
    found: Behind, areas: Collection[str], group_code: str, unit: str, *, allocated: bool
) -> pd.DataFrame:
    """The same for one target group and unit; `allocated`: units are what is divided to the group, by group_share."""
    rows = _of_areas(found.by_group, found.by_group_at, (group_code, unit), areas,
                     "allocated_units" if allocated else "units")
    return rows if allocated else rows.assign(group_share=float("nan"))


def _of_areas(
    frame: pd.DataFrame, at: Mapping[tuple[str, ...], Positions], key: tuple[str, ...], areas: Collection[str],
    units: str = "units",
) -> pd.DataFrame:
    """Rows of the key in the areas, those of one service and form together, the largest units first."""
    nowhere = np.array([], dtype=np.intp)
    rows = np.concatenate([nowhere, *(at.get((*key, area), nowhere) for area in areas)])
    values = numbers(frame[units])[rows]
    order = np.argsort(-values, kind="stable")
    found = frame.take(rows[order])
    if units != "units":
        found = found.assign(units=values[order])
    if len(areas) > 1:
        same = ["service_id", "form"]
        sums = found.groupby(same, sort=False)[["area_share", "units"]].sum(min_count=1).reset_index()
        found = found.drop_duplicates(same).drop(columns=["area_share", "units"]).merge(sums, on=same)
        found = found.assign(split_by=pd.Series(pd.NA, found.index, dtype="str")).sort_values("units", ascending=False)
    return found.reset_index(drop=True)


def with_region(frame: pd.DataFrame) -> pd.DataFrame:
    """Rows of a gap table by target group with those of the whole region first; these have no number of services."""
    whole = region_gap(frame)
    return pd.concat([whole[[name for name in frame.columns if name in whole]], frame], ignore_index=True)


def norm_origin(rows: pd.DataFrame, norm: Norm, makers: Collection[str] | None = None) -> NormOrigin:
    """How the norm of one type, form and unit (or of one group and unit) arises.

    Parameters
    ----------
    rows : the rows of a gap table of that key, one per ORP.
    makers : codes of the areas that make the norm, where these are not all; e.g. those similar to the cell's own.
    """
    persons, capacity = numbers(rows["population_persons"]), numbers(rows["capacity_units"])
    known = ~np.isnan(persons) & ~np.isnan(capacity)
    if makers is not None:
        known &= np.array([code in makers for code in rows["orp_code"]], dtype=bool)
    if norm in QUANTILES:
        known &= persons > 0
    order = np.flatnonzero(known)
    order = order[np.argsort(ratio(capacity[order], persons[order]), kind="stable")]
    columns = ["orp_code", "orp_name", "capacity_units", "population_persons", "rate_per_1000"]
    areas = rows[columns].take(order).reset_index(drop=True)
    if norm in QUANTILES:
        place = max(len(areas) - 1, 0) * QUANTILES[norm]
        part, low = place % 1, place.numerator // place.denominator
        chosen = [] if areas.empty else [low, low + (part > 0)]
    else:
        part, chosen = Fraction(0), list(range(len(areas)))
    ends = tuple((at + 1, str(areas["orp_name"].iloc[at]), float(areas["rate_per_1000"].iloc[at])) for at in chosen)
    return NormOrigin(
        areas.assign(taken=np.isin(np.arange(len(areas)), chosen)),
        None if areas.empty else float(capacity[order].sum()), None if areas.empty else int(persons[order].sum()),
        part, ends if norm in QUANTILES else ())
