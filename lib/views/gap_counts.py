"""Gaps of several areas in short: how many of them stand in each class, by service type and by target group."""

from collections.abc import Collection, Mapping
from dataclasses import replace

import pandas as pd

from lib.metrics.gap_counts import class_counts
from lib.model.catalogue import Polarity
from lib.model.derived_need import GAP_CLASS_COUNT, GROUP_CLASS_COUNT
from lib.model.fields import Table
from lib.model.selection import Selection
from lib.views.base import Reader, Sheet
from lib.views.gaps import gap_sheet, group_gap_sheet, planning_rows
from lib.views.norms import forms_of


def type_counts(reader: Reader, selection: Selection, gap: Sheet, areas: Collection[str]) -> Sheet:
    """Areas by class for every type and form in its planning unit, of types of which the plan wants more.

    Parameters
    ----------
    gap : result of `gap_sheet` of the selection.
    areas : codes of the ORP areas counted; none: all of them.
    """
    types = reader.table("service_type")
    wanted = types.loc[types["polarity"] == Polarity.MORE_IS_BETTER, "code"]
    rows = planning_rows(gap.frame, forms_of(reader, selection))
    return _counted(GAP_CLASS_COUNT, gap, rows[rows["type_code"].isin(wanted)], areas,
                    dict(zip(types["code"], types["name"], strict=True)))


def group_counts(gap: Sheet, areas: Collection[str]) -> Sheet:
    """Areas by class for every target group and unit; `gap`: result of `group_gap_sheet`, `areas` as above."""
    names = gap.frame[["group_code", "group_name"]].drop_duplicates()
    return _counted(GROUP_CLASS_COUNT, gap, gap.frame, areas,
                    dict(zip(names["group_code"], names["group_name"], strict=True)))


def type_counts_sheet(reader: Reader, selection: Selection) -> Sheet:
    """The same of the selected area, of all areas where none is selected."""
    return type_counts(reader, selection, gap_sheet(reader, selection), _area(selection))


def group_counts_sheet(reader: Reader, selection: Selection) -> Sheet:
    """The same by target group."""
    return group_counts(group_gap_sheet(reader, selection), _area(selection))


def _area(selection: Selection) -> tuple[str, ...]:
    return () if selection.orp is None else (selection.orp,)


def _counted(table: Table, gap: Sheet, rows: pd.DataFrame, areas: Collection[str], names: Mapping[str, str]) -> Sheet:
    counted = rows[rows["orp_code"].isin(areas)] if areas else rows
    code, name = table.columns[:2]
    frame = class_counts(counted, table.key)
    frame = frame.assign(**{name: frame[code].map(names)})
    narrowed = (("orp", ", ".join(counted["orp_name"].drop_duplicates())),) if areas else ()
    notes = tuple(note for note in gap.notes if note.code != "cells-unknown")
    return replace(gap, table=table, frame=frame[list(table.columns)], notes=notes, asked=(*gap.asked, *narrowed))
