"""Tartan rugs of gaps: service types or target groups by area, the index of capacity against need in every cell.

Where a number is small the cell prints the count itself, because an index of so few says little; its class keeps its
colour and sign, and a dot marks it.
"""

from collections.abc import Callable, Collection, Mapping, Sequence

import pandas as pd

from lib.charts.legend import KeyEntry, domain_key
from lib.charts.rug import Cell, Row, Rug, column_of
from lib.charts.style import NBSP, Look, Theme, looks, palette
from lib.model.derived import GapClass
from lib.model.schemas import require
from lib.model.territory import REGION_AREA
from lib.text.arithmetic import counted, index_percent
from lib.text.formats import czech_key, number, paragraph
from lib.text.messages import Words

MOST_COLUMNS = 25
"""Areas a rug has room for, the whole region among them."""

SMALL = "·"
"""Mark of a cell that prints a count."""

CELL_COLUMNS = ("unit", "coverage_index", "class", "small_number", "capacity_units", "capacity_low_units",
                "capacity_high_units")
"""What a cell is drawn from."""

Key = tuple[str, ...]

Opens = Callable[[Key], tuple[str, str]]
"""The address that opens a cell of a row: what stands before the code of the area, and what after it."""


def widest(frame: pd.DataFrame, keep: Collection[str]) -> list[str]:
    """Codes of the areas a rug has room for, in their order: the region, those to `keep`, then the most severe.

    An area comes first the more cells of it are severe or white spots. `frame`: orp_code and class.
    """
    severe = frame["class"].isin((GapClass.SEVERE, GapClass.WHITE_SPOT))
    counts = severe.groupby(frame["orp_code"], sort=False).sum()
    codes = [str(code) for code in counts.index]
    wanted = {REGION_AREA, *keep}
    order = sorted(codes, key=lambda code: (code not in wanted, -int(counts[code])))
    shown = set(order[:MOST_COLUMNS])
    return [code for code in codes if code in shown]


def gap_rug(
    frame: pd.DataFrame, words: Words, theme: Theme, *, caption: str, hrefs: Mapping[str, str] | None = None,
    opens: Opens | None = None, opened: Key | None = None, selected_type: str | None = None,
    selected_orp: str | None = None, domains: Mapping[str, str] | None = None, names: Mapping[str, str] | None = None,
) -> Rug:
    """Rug of the table `gap`: rows are service type, form and unit, columns the region and ORPs.

    `frame`: orp_code, orp_name, type_code, type_name, category, form and `CELL_COLUMNS`; rows and columns keep the
    order in which they first appear, grouped by category. A pair without a row is not applicable. `hrefs` gives the
    address that opens a type, by type_code; `opens` that of the cells of a row (type, form, unit); `opened` is the cell
    that is open: the row, then the area. `domains` are the looks and words of a type's classes where they are not those
    of gap_class (gap_class_neutral: more capacity is not what is wanted); `names` the name of a type in the reader's
    language, else type_name.
    """
    require(frame, "orp_code", "orp_name", "type_code", "type_name", "category", "form", *CELL_COLUMNS,
            key=("orp_code", "type_code", "form", "unit"))
    of_type = [(domains or {}).get(str(code), "gap_class") for code in frame["type_code"]]
    cells = _cells(frame, ("type_code", "form", "unit"), of_type, words, theme, opens, opened)
    heads = frame[["type_code", "form", "unit", "type_name", "category"]].drop_duplicates(["type_code", "form", "unit"])
    order = list(dict.fromkeys(heads["category"]))
    heads = heads.assign(place=[order.index(each) for each in heads["category"]]).sort_values("place", kind="stable")
    codes = list(dict.fromkeys(frame["orp_code"]))
    absent = gap_cell(GapClass.NOT_APPLICABLE.value, None, words, theme)
    rows = tuple(
        Row(
            name=f"{(names or {}).get(code) or f'{paragraph(code)} {name}'} ({words.label('form', form)})",
            cells=tuple(cells.get((code, form, unit, area), absent) for area in codes),
            group=words.label("category", category).capitalize(),
            href=(hrefs or {}).get(code, ""),
            note=words.label("unit_short", unit),
            selected=code == selected_type,
        )
        for code, form, unit, name, category, _ in heads.itertuples(index=False, name=None)
    )
    return _rug(frame, rows, words, theme, caption, words("Service type"), selected_orp)


def group_rug(
    frame: pd.DataFrame, names: Mapping[str, str], words: Words, theme: Theme, *, caption: str,
    hrefs: Mapping[str, str] | None = None, opens: Opens | None = None, opened: Key | None = None,
    selected_group: str | None = None, selected_orp: str | None = None,
) -> Rug:
    """The same of the table `gap_by_target_group`: rows are groups and units.

    `names`: the name of each group in the reader's language; `opens` and `opened` tell a row by group and unit.
    """
    require(frame, "orp_code", "orp_name", "group_code", *CELL_COLUMNS, key=("orp_code", "group_code", "unit"))
    cells = _cells(frame, ("group_code", "unit"), ["gap_class"] * len(frame), words, theme, opens, opened)
    codes = list(dict.fromkeys(frame["orp_code"]))
    absent = gap_cell(GapClass.NOT_APPLICABLE.value, None, words, theme)
    keys = sorted({key[:2] for key in cells}, key=lambda key: (czech_key(names[key[0]]), key[1]))
    rows = tuple(
        Row(names[group], tuple(cells.get((group, unit, code), absent) for code in codes),
            href=(hrefs or {}).get(group, ""), note=words.label("unit_short", unit), selected=group == selected_group)
        for group, unit in keys
    )
    return _rug(frame, rows, words, theme, caption, words("Target group"), selected_orp)


def _rug(  # noqa: PLR0917
    frame: pd.DataFrame, rows: Sequence[Row], words: Words, theme: Theme, caption: str, corner: str, orp: str | None,
) -> Rug:
    areas = frame[["orp_code", "orp_name"]].drop_duplicates("orp_code")
    key = domain_key("gap_class", words, theme, frame["class"].astype(str))
    if frame["small_number"].any():
        colours = palette(theme)
        key += (KeyEntry(Look(colours.background, colours.text, colours.border, SMALL),
                         words("small number: the capacity itself instead of the index")),)
    return Rug(
        caption=caption, corner=corner, columns=tuple(str(name) for name in areas["orp_name"]), rows=tuple(rows),
        key=key, key_title=words("Coverage index: capacity as a share of need"), note_title=words("Unit"),
        selected_column=column_of([str(code) for code in areas["orp_code"]], orp),
    )


def _cells(  # noqa: PLR0917
    frame: pd.DataFrame, key: Key, domains: Sequence[str], words: Words, theme: Theme, opens: Opens | None,
    opened: Key | None,
) -> dict[Key, Cell]:
    """Every cell by the columns of its key and the area."""
    addresses: dict[Key, tuple[str, str]] = {}
    cells: dict[Key, Cell] = {}
    keys = zip(*(frame[name].tolist() for name in key), strict=True)
    values = zip(*(frame[name].tolist() for name in ("orp_code", *CELL_COLUMNS)), strict=True)
    for row, domain, (area, unit, index, word, small, *count) in zip(keys, domains, values, strict=True):
        href = ""
        if opens is not None:
            if row not in addresses:
                addresses[row] = opens(row)
            before, after = addresses[row]
            href = f"{before}{area}{after}"
        place = (*row, area)
        cells[place] = gap_cell(word, index, words, theme, domain, count=(unit, *count) if small else None, href=href,
                                opened=place == opened)
    return cells


def gap_cell(
    word: str, index: object, words: Words, theme: Theme, domain: str = "gap_class", *,
    count: tuple[str, object, object, object] | None = None, href: str = "", opened: bool = False,
) -> Cell:
    """One cell of a rug of gaps: the index in per cent with the look and the word of its class.

    `count` is unit, capacity and its interval where the number is small: the capacity is printed instead. A white spot
    prints no number: it is people without any service, not an index that happens to be low.
    """
    label = words.label(domain, word)
    if count is not None:
        unit, capacity, low, high = count
        text = f"{SMALL}{NBSP}{number(capacity, words.lang, significant=2)}{NBSP}{words.label('unit_abbr', unit)}"
        said = words("small number, {label}", label=label)
        return Cell(looks(theme, domain)[word], text, said, href,
                    f"{said}: {counted(words, capacity, low, high, unit)}", opened)
    silent = word == GapClass.WHITE_SPOT or index is None or pd.isna(index)  # type: ignore[call-overload]
    return Cell(looks(theme, domain)[word], "" if silent else index_percent(index, words.lang), label, href, "", opened)
