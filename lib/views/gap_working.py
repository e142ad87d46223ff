"""The working of gaps as a table: everything the sum behind a gap prints, for every area and for the whole region."""

from collections.abc import Collection, Iterator
from typing import Any

import pandas as pd

from lib.metrics.gaps import region_gap
from lib.model.catalogue import Polarity
from lib.model.cells import GapClass
from lib.model.derived_need import GAP_WORKING
from lib.model.lookup import records
from lib.model.norms import CLASS_LIMITS, IN_LINE_UP_TO, WHITE_SPOT_PERSONS
from lib.model.selection import Norm, Selection
from lib.model.territory import REGION_AREA
from lib.views.base import Reader, Sheet
from lib.views.gap_reasons import NormGivers, NormOrigin, norm_givers, norm_origin
from lib.views.gaps import gap_sheet, next_class, planning_rows
from lib.views.norms import forms_of

_NO_LIMITS: tuple[float | None, float | None] = (None, None)
LIMITS = {
    GapClass.SEVERE: (None, CLASS_LIMITS[0]), GapClass.LOW: CLASS_LIMITS[:2], GapClass.SLIGHTLY_LOW: CLASS_LIMITS[1:],
    GapClass.IN_LINE: (CLASS_LIMITS[2], IN_LINE_UP_TO), GapClass.ABOVE: (IN_LINE_UP_TO, None),
}
"""Index from which and to which a class reaches; None: it has no such limit."""


def working_sheet(reader: Reader, selection: Selection) -> Sheet:
    """The working of every gap in planning units."""
    return working_of(reader, selection, gap_sheet(reader, selection), None)


def working_of(reader: Reader, selection: Selection, gap: Sheet, types: Collection[str] | None) -> Sheet:
    """The working of the gaps of some types, of all where None; `gap` is the result of `gap_sheet`.

    Every type and form has the row of the whole region first. How the norm arises is given where areas make it:
    capacity over persons for a mean, one or two rates for a quantile. Columns of the limits of classes and of what
    would change a class are NA where there are none, or where more capacity is not what the plan wants.
    """
    frame = gap.frame if types is None else gap.frame[gap.frame["type_code"].isin(types)]
    rows = planning_rows(frame, forms_of(reader, selection))
    region = region_gap(rows, region_name=str(reader.table("region")["name"].iloc[0]))
    rows = pd.concat([region[rows.columns], rows], ignore_index=True)
    ages = reader.table("age_group").rename(columns={"code": "age_group"})[["age_group", "age_from", "age_to"]]
    rows = rows.merge(ages, on="age_group", how="left")
    givers, kinds = norm_givers(reader.database, selection), reader.table("service_type")
    wanted = set(kinds.loc[kinds["polarity"] == Polarity.MORE_IS_BETTER, "code"])
    worked = [{**cell, **_norm(cell, origin, selection.norm), **_given(cell, givers, selection.norm),
               **_limits(cell), **(_better(cell) if cell["type_code"] in wanted else {})}
              for cell, origin in _cells(rows, selection.norm, givers)]
    made = pd.DataFrame(worked, columns=list(GAP_WORKING.columns))
    whole = [field.name for field in GAP_WORKING.fields if field.kind == "integer"]
    numeric = [field.name for field in GAP_WORKING.fields if field.kind == "number"]
    made = made.astype({**dict.fromkeys(whole, "Int64"), **dict.fromkeys(numeric, "float64")})
    notes = tuple(note for note in gap.notes if note.code != "cells-unknown")
    return Sheet(GAP_WORKING, made, reader.provenance(), gap.method, notes, gap.asked)


def _cells(rows: pd.DataFrame, norm: Norm, givers: NormGivers) -> Iterator[tuple[dict[str, Any], NormOrigin]]:
    """Every cell with how its norm arises; only the norm of similar areas is not the same in all areas of a key."""
    for _, of_key in rows.groupby(["type_code", "form", "unit"], sort=True):
        areas = of_key[of_key["orp_code"] != REGION_AREA]
        shared = norm_origin(areas, norm)
        for cell in records(of_key):
            makers = givers.makers(str(cell["orp_code"]))
            yield cell, shared if makers is None else norm_origin(areas, norm, makers)


def _norm(cell: dict[str, Any], origin: NormOrigin, norm: Norm) -> dict[str, Any]:
    if norm in (Norm.NATIONAL, Norm.OWN):
        return {}
    if norm is Norm.SIMILAR and cell["orp_code"] == REGION_AREA:  # the needs of all areas together
        return {"norm_capacity_units": cell["need_units"], "norm_persons": cell["population_persons"]}
    told: dict[str, Any] = {"norm_areas": len(origin.areas)}
    if not origin.ends:
        return {**told, "norm_capacity_units": origin.capacity_units, "norm_persons": origin.persons}
    for which, (place, name, rate) in zip(("low", "high"), origin.ends, strict=False):
        told |= {f"norm_{which}_place": place, f"norm_{which}_name": name, f"norm_{which}_rate": rate}
    part = origin.part
    return {**told, "norm_part": f"{part.numerator}/{part.denominator}"} if part else told


def _given(cell: dict[str, Any], givers: NormGivers, norm: Norm) -> dict[str, str | None]:
    if norm not in (Norm.NATIONAL, Norm.OWN):
        return {}
    row = pd.Series(cell)
    return {"given_by": givers.giver(row, "title") or None, "given_by_en": givers.giver(row, "title_en") or None}


def _limits(cell: dict[str, Any]) -> dict[str, Any]:
    low, high = LIMITS.get(cell["class"], _NO_LIMITS)
    persons = WHITE_SPOT_PERSONS if cell["class"] == GapClass.WHITE_SPOT else None
    return {"class_from_index": low, "class_to_index": high, "class_from_persons": persons}


def _better(cell: dict[str, Any]) -> dict[str, Any]:
    better = None if pd.isna(cell["coverage_index"]) else next_class(cell["coverage_index"], cell["need_units"])
    if better is None:
        return {}
    word, capacity = better
    return {"next_class": word.value, "next_capacity_units": capacity,
            "next_more_units": capacity - cell["capacity_units"]}
