"""What stands behind one cell of a gap table: the services that make its capacity, and the areas that make its norm."""

from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import pandas as pd

from lib.metrics import contributions as metrics
from lib.metrics.gaps import region_gap
from lib.model.catalogue import GroupRole, GroupScheme
from lib.model.norms import QUANTILES
from lib.model.selection import AsOf, CapacityScope, Norm, Selection
from lib.model.territory import REGION_AREA
from lib.store.database import Database
from lib.views.assumptions import assumptions_of
from lib.views.base import Provenance, Reader
from lib.views.gaps import CAPACITY_TABLES
from lib.views.network import levels_on, network_on
from lib.views.norms import similar_pairs

SERVICE_COLUMNS = ("service_id", "service_name", "provider_name", "type_code", "form", "amount_units", "area_share",
                   "group_share", "units", "split_by", "date", "level")
"""Columns of the services behind a cell."""


@dataclass(frozen=True, slots=True)
class Behind:
    """Everything services give to areas on one day, in one scope.

    `given` has a row per service, form, unit and area, `by_group` one more key, the target group; both with the names
    of service and provider, level in the network and date of the amount.
    """

    given: pd.DataFrame
    by_group: pd.DataFrame
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
        told = (rows[title] + ": " + rows["note"].fillna("")).str.removesuffix(": ")
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
    the norm. Against a quantile one or two are taken, and the norm lies `part` of the way from the first to the second.
    """

    areas: pd.DataFrame
    capacity_units: float | None
    persons: int | None
    part: Fraction


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
    return Behind(given, by_group, reader.provenance())


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
    One row per service with `SERVICE_COLUMNS`, the largest share first: amount_units is what the service provides,
    area_share what part of it goes to the area, units their product (NA: the amount is not known), date the day from
    which the amount holds (NA: none is recorded), level its level in the network (NA: in none). split_by is NA for
    several areas, group_share always NA.
    """
    rows = found.given
    rows = rows[(rows["type_code"] == type_code) & (rows["form"] == form) & (rows["unit"] == unit)]
    return _of_areas(rows.assign(group_share=float("nan")), areas)


def services_of_group(
    found: Behind, areas: Collection[str], group_code: str, unit: str, *, allocated: bool
) -> pd.DataFrame:
    """The same for one target group and unit; `allocated`: units are what is divided to the group, by group_share."""
    rows = found.by_group
    rows = rows[(rows["group_code"] == group_code) & (rows["unit"] == unit)]
    return _of_areas(rows.assign(units=rows["allocated_units"]) if allocated
                     else rows.assign(group_share=float("nan")), areas)


def _of_areas(rows: pd.DataFrame, areas: Collection[str]) -> pd.DataFrame:
    chosen = rows[rows["orp_code"].isin(list(areas))]
    if len(areas) > 1:
        key = ["service_id", "form"]
        sums = chosen.groupby(key, sort=False)[["area_share", "units"]].sum(min_count=1).reset_index()
        chosen = chosen.drop_duplicates(key).drop(columns=["area_share", "units"]).merge(sums, on=key)
        chosen = chosen.assign(split_by=pd.Series(pd.NA, chosen.index, dtype="str"))
    return chosen[list(SERVICE_COLUMNS)].sort_values(
        ["units", "service_id"], ascending=[False, True], ignore_index=True)


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
    known = rows[rows["population_persons"].notna() & rows["capacity_units"].notna()]
    if makers is not None:
        known = known[known["orp_code"].isin(list(makers))]
    if norm in QUANTILES:
        known = known[known["population_persons"] > 0]
    columns = ["orp_code", "orp_name", "capacity_units", "population_persons", "rate_per_1000"]
    areas = known[columns].sort_values(["rate_per_1000", "orp_code"], ignore_index=True)
    if norm in QUANTILES:
        place = max(len(areas) - 1, 0) * QUANTILES[norm]
        below, part = place.numerator // place.denominator, place % 1
        taken = np.isin(areas.index, [below, below + (part > 0)])
    else:
        part, taken = Fraction(0), np.ones(len(areas), dtype=bool)
    return NormOrigin(
        areas.assign(taken=taken), None if areas.empty else float(areas["capacity_units"].sum()),
        None if areas.empty else int(areas["population_persons"].sum()), part)
