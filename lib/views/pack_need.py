"""Tables of a pack on need: gaps by service type and by target group, and what chosen gaps are taken apart with."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from lib.errors import BadSelection
from lib.model.lookup import records
from lib.model.pack import Pack, Section
from lib.model.selection import CapacityScope, Selection
from lib.store.database import Database
from lib.views.answers import answers_view, asked_of_region
from lib.views.base import Reader, Sheet, in_areas
from lib.views.gap_counts import group_counts, type_counts
from lib.views.gap_working import working_of
from lib.views.gaps import gap_sheet, group_gap_sheet, population_date, some_rows
from lib.views.network import network_on
from lib.views.norms import forms_of


@dataclass(frozen=True, slots=True)
class TakenApart:
    """What the sums of chosen gaps are told with beside the table of their working.

    By service type: `polarity`, a word of `Polarity`, and `main_forms`, the forms it is planned in (form, unit).
    `age_groups` are names of denominators by code, Czech and English; `population_date` is their day.
    """

    polarity: Mapping[str, str]
    main_forms: Mapping[str, tuple[tuple[str, str], ...]]
    age_groups: Mapping[str, tuple[str, str]]
    population_date: date


def sheets(database: Database, pack: Pack) -> Mapping[str, Sheet]:
    """Tables by key.

    On a day without a version of the network all registered capacity is compared, as on the first page; the tables say
    so in what was asked for. The working of chosen gaps has all areas of the region, because they make its norm.

    Raises
    ------
    BadSelection : a chosen gap is of a service type or an area that does not exist.
    """
    found: dict[str, Sheet] = {}
    selection = _selection(database, pack)
    chosen = Section.CHOSEN in pack.sections and bool(pack.chosen)
    if Section.GAPS in pack.sections or chosen:
        reader = Reader(database, selection.at)
        gap = gap_sheet(reader, selection)
    if Section.GAPS in pack.sections:
        found |= {"gap": some_rows(gap, in_areas(gap, pack.areas).frame),
                  "gap_class_count": type_counts(reader, selection, gap, pack.areas)}
    if Section.GROUPS in pack.sections:
        groups = group_gap_sheet(Reader(database, selection.at), selection)
        found |= {"gap_by_target_group": in_areas(groups, pack.areas),
                  "group_class_count": group_counts(groups, pack.areas)}
    if chosen:
        found |= _chosen(reader, pack, selection, gap)
    return found


def taken_apart(database: Database, pack: Pack) -> TakenApart:
    """What the arithmetic of the chosen gaps needs beside the table of their working."""
    selection = _selection(database, pack)
    reader = Reader(database, selection.at)
    types, forms = reader.table("service_type"), forms_of(reader, selection)
    main = forms[forms["is_main"].astype(bool)]
    return TakenApart(
        polarity=dict(zip(types["code"], types["polarity"], strict=True)),
        main_forms={str(code): tuple(zip(rows["form"], rows["unit"], strict=True))
                    for code, rows in main.groupby("type_code")},
        age_groups={row["code"]: (row["name"], row["name_en"]) for row in records(reader.table("age_group"))},
        population_date=population_date(reader),
    )


def _selection(database: Database, pack: Pack) -> Selection:
    """What gaps are compared with: a pack has no type, so no own value, and on some days there is no network."""
    selection = replace(pack.selection, own_rate=None)
    known = network_on(Reader(database, selection.at)) is not None
    return selection if known else replace(selection, scope=CapacityScope.ALL)


def _chosen(reader: Reader, pack: Pack, selection: Selection, gap_table: Sheet) -> dict[str, Sheet]:
    codes = {name: set(reader.table(table)["code"]) for name, table in (("type", "service_type"), ("area", "orp"))}
    for gap in pack.chosen:
        for name, value in (("type", gap.type_code), ("area", gap.orp)):
            if value is not None and value not in codes[name]:
                raise BadSelection(f"unknown-{name}", "There is no {value}. Known: {known}.", value=value[:60],
                                   known=", ".join(sorted(codes[name])))
    types = {gap.type_code for gap in pack.chosen}
    answers = answers_view(reader.database, asked_of_region(selection)).gap_answer
    of_types = answers.frame[answers.frame["type_code"].isin(types)]
    return {"gap_working": working_of(reader, selection, gap_table, types),
            "gap_answer": replace(answers, frame=of_types)}
