"""Population by age from the open data of the statistical office (data set 130181).

A row is a number of persons of one sex and one age in one area on one day. A row without sex or without age is a total
of others and is never added to them; it is held against their sum.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256

import pandas as pd

from lib.errors import Issue, RejectedPackage
from lib.importers.ages import WHOLE_BAND, Ages, Band, composed, read_ages
from lib.importers.base import MAX_ISSUES
from lib.importers.csvtext import CsvText, read_csv_text
from lib.importers.merged import check_merged, frame_of, together, with_sources
from lib.model.incoming import ImportKind, Incoming
from lib.model.lookup import records
from lib.model.territory import Level, SourceKind

COLUMNS = {
    "classification": ("vuzemi_cis", "uzemi_cis"), "area": ("vuzemi_kod", "uzemi_kod"), "value": ("hodnota",),
    "day": ("casref_do", "rok"),
}
"""Columns a file must have, under either name."""

SEX = ("pohlavi_txt", "pohlavi_text", "pohlavi_kod")
AGE = ("vek_txt", "vek_text")
TOTALS = ("", "celkem")

LEVELS = {"65": Level.ORP, "43": Level.MUNICIPALITY}
"""Classifications of the statistical office: areas of municipalities with extended powers, municipalities."""

COUNT = re.compile(r"[0-9]{1,9}")
NEGATIVE = re.compile(r"-[0-9]{1,9}")
SHOWN = 10

Place = tuple[Level, str, date]
Cell = tuple[str, Band | None]
"""Sex ("" both) and age (None: all)."""

Number = tuple[Level, str, date, str]
"""Level, area, day and age group."""


@dataclass(slots=True)
class _Counts:
    """Persons by place, sex and age, each with the row it was read from."""

    persons: dict[Place, dict[Cell, int]] = field(default_factory=dict)
    rows: dict[tuple[Place, Cell], int] = field(default_factory=dict)
    sexes: set[str] = field(default_factory=set)
    bands: set[Band] = field(default_factory=set)


def import_population(content: bytes, name: str, known: Mapping[str, pd.DataFrame]) -> Incoming:
    """The tables population and source with the persons of the file.

    An age group that the ages of the file cannot make exactly gets no number. A number of the same area, age group and
    day is replaced; illustrative numbers of the same area and age group go, whatever their day; all others stay. A
    file without days is of 31 December of its year, as the data set says.

    Parameters
    ----------
    content : CSV in UTF-8 or Windows-1250, with commas or semicolons. Areas of other regions are left aside.
    name : the file as issues name it.
    known : every table of the published state.

    Raises
    ------
    RejectedPackage : with every problem found: values that are no count, ages that cannot be read, repeated rows,
        missing areas, totals that are not the sum of their parts.
    """
    text = read_csv_text(content, name)
    issues = list(text.issues)
    counts, found = _read(text, known)
    issues += found
    if not issues:
        issues = _sum_issues(counts, name) + _missing_issues(counts, known, name)
    if issues:
        raise RejectedPackage(issues[:MAX_ISSUES])
    groups = {row["code"]: (int(row["age_from"]), None if pd.isna(row["age_to"]) else int(row["age_to"]))
              for row in records(known["age_group"])}
    numbers, issues = _numbers(counts, groups, name)
    issues += _level_issues(numbers, known["municipality"], name)
    if issues:
        raise RejectedPackage(issues[:MAX_ISSUES])
    tables = _merged(numbers, known)
    check_merged(known, tables)
    days = sorted({day for _, _, day in counts.persons})
    absent = {group: band for group, band in groups.items() if group not in {key[3] for key in numbers}}
    details = {"rows": len(text.rows), "areas": len({area for _, area, _ in counts.persons}), "days": len(days),
               "numbers": len(numbers)}
    return Incoming(ImportKind.POPULATION, tables, name, sha256(content).hexdigest(),
                    tuple(_remarks(absent, days, known, name)), details=details)


def _read(text: CsvText, known: Mapping[str, pd.DataFrame]) -> tuple[_Counts, list[Issue]]:
    """Numbers of the region's areas, and everything wrong with single rows."""
    header = [column.lower() for column in text.header]
    at = {meaning: next((header.index(name) for name in names if name in header), None)
          for meaning, names in COLUMNS.items()}
    missing = [Issue(text.file, 1, COLUMNS[meaning][0], "", "the column is missing", "Add the column")
               for meaning, place in at.items() if place is None]
    if missing:
        return _Counts(), missing
    place = {meaning: found for meaning, found in at.items() if found is not None}
    codes = {Level.ORP: set(known["orp"]["code"]), Level.MUNICIPALITY: set(known["municipality"]["code"])}
    mine = [
        (number, level, cells) for number, cells in text.rows
        for level in [LEVELS.get(cells[place["classification"]].strip())]
        if level is not None and cells[place["area"]].strip() in codes[level]
    ]
    if not mine:
        return _Counts(), [Issue(text.file, 0, header[place["area"]], "", "the file has no area of the region",
                                 "Check that this is the right file")]
    sex, age = (next((header.index(name) for name in names if name in header), None) for names in (SEX, AGE))

    def cell(cells: Sequence[str], column: int | None) -> str:
        written = "" if column is None else cells[column].strip()
        return "" if written.lower() in TOTALS else written

    ages = read_ages(found for _, _, cells in mine for found in [cell(cells, age)] if found)
    counts, issues = _Counts(), []
    for number, level, cells in mine:
        value, day = cells[place["value"]].strip(), _day(cells[place["day"]].strip())
        age_text = cell(cells, age)
        wrong = [
            *_value_issues(text.file, number, header[place["value"]], value),
            *_day_issues(text.file, number, header[place["day"]], cells[place["day"]]),
            *_age_issues(text.file, number, AGE[0], age_text, ages),
        ]
        issues += wrong
        if wrong or day is None:
            continue
        where = (level, cells[place["area"]].strip(), day)
        band = ages.bands[age_text] if age_text else None
        key = cell(cells, sex), band
        persons = counts.persons.setdefault(where, {})
        if key in persons:
            issues.append(Issue(text.file, number, "", where[1],
                                "the number is in the file twice, first in row {first}",
                                "Keep one row", values={"first": counts.rows[where, key]}))
            continue
        persons[key], counts.rows[where, key] = int(value), number
        counts.sexes |= {key[0]} - {""}
        counts.bands |= {band} if band is not None else set()
    return counts, issues


def _day(written: str) -> date | None:
    try:
        return date(int(written), 12, 31) if re.fullmatch(r"[0-9]{4}", written) else date.fromisoformat(written[:10])
    except ValueError:
        return None


def _value_issues(file: str, row: int, column: str, value: str) -> list[Issue]:
    if COUNT.fullmatch(value):
        return []
    rule, remedy = "not a whole number", "Write digits only, without spaces and decimals"
    if not value:
        rule, remedy = "a value is required", "Fill in the value"
    elif NEGATIVE.fullmatch(value):
        rule, remedy = "a number of persons cannot be negative", "Correct the value"
    return [Issue(file, row, column, value[:80], rule, remedy)]


def _day_issues(file: str, row: int, column: str, written: str) -> list[Issue]:
    if _day(written.strip()) is not None:
        return []
    return [Issue(file, row, column, written[:80], "not a date", "Write the date as YYYY-MM-DD")]


def _age_issues(file: str, row: int, column: str, text: str, ages: Ages) -> list[Issue]:
    if text not in ages.unread:
        return []
    return [Issue(file, row, column, text[:80], "the age cannot be read",
                  "Write one year, or a range like 0 až 5 (více nebo rovno 0 a méně než 5)")]


def _sum_issues(counts: _Counts, name: str) -> list[Issue]:
    """Totals that are not the sum of their parts: over sexes, over ages, and of ORP areas over municipalities."""
    issues = []
    whole = composed(WHOLE_BAND, counts.bands)
    for where, persons in counts.persons.items():
        for (sex, band), value in persons.items():
            sums = []
            if not sex and counts.sexes:
                sums.append(_sum(persons, [(other, band) for other in counts.sexes]))
            if band is None and whole is not None:
                sums.append(_sum(persons, [(sex, part) for part in whole]))
            issues += [
                Issue(name, counts.rows[where, (sex, band)], "hodnota", str(value),
                      "the total differs from the sum of its parts, {sum}", "Correct the numbers",
                      values={"sum": parts})
                for parts in sums if parts is not None and parts != value
            ]
    return issues


def _sum(persons: Mapping[Cell, int], cells: Sequence[Cell]) -> int | None:
    """None when one of the cells is not in the file."""
    values = [persons[cell] for cell in cells if cell in persons]
    return sum(values) if len(values) == len(cells) else None


def _missing_issues(counts: _Counts, known: Mapping[str, pd.DataFrame], name: str) -> list[Issue]:
    """Areas of the region without a row on a day on which others of their level have one."""
    issues = []
    for level, day in sorted({(level, day) for level, _, day in counts.persons}):
        table = known["orp" if level == Level.ORP else "municipality"]
        lacking = [f"{code} {title}" for code, title in zip(table["code"], table["name"], strict=True)
                   if (level, code, day) not in counts.persons]
        if lacking:
            issues.append(Issue(name, 0, "", ", ".join(lacking[:SHOWN]),
                                "areas of the region are missing on {day}: {count}", "Add their rows",
                                values={"day": day, "count": len(lacking)}))
    return issues


def _numbers(counts: _Counts, groups: Mapping[str, Band], name: str) -> tuple[dict[Number, int], list[Issue]]:
    """Persons of every area, age group and day. A group that one area of a level has and another lacks is an issue.
    """
    found: dict[Number, int] = {}
    lacking: list[Number] = []
    for group, band in groups.items():
        chain = composed(band, counts.bands)
        for (level, area, day), persons in counts.persons.items():
            value = _both_sexes(persons, None, counts.sexes) if band == WHOLE_BAND else None
            if value is None and chain is not None:
                parts = [_both_sexes(persons, part, counts.sexes) for part in chain]
                value = None if None in parts else sum(part or 0 for part in parts)
            if value is None:
                lacking.append((level, area, day, group))
            else:
                found[level, area, day, group] = value
    if not found:
        return {}, [Issue(name, 0, "", "", "no age group can be put together from the rows of the file",
                          "Send rows of both sexes, or totals, and ages that follow one another")]
    given = {(level, day, group) for level, _, day, group in found}
    return found, [
        Issue(name, 0, "vek_txt", area, "numbers of the age group {group} are missing on {day}",
              "Add the rows of both sexes, or the total", values={"group": group, "day": day})
        for level, area, day, group in sorted(lacking) if (level, day, group) in given
    ]


def _both_sexes(persons: Mapping[Cell, int], band: Band | None, sexes: Collection[str]) -> int | None:
    if ("", band) in persons:
        return persons["", band]
    return _sum(persons, [(sex, band) for sex in sexes]) if len(sexes) == 2 else None


def _level_issues(found: Mapping[Number, int], municipality: pd.DataFrame, name: str) -> list[Issue]:
    """ORP areas whose municipalities, where the file has both, do not add up to them."""
    orp_of = dict(zip(municipality["code"], municipality["orp_code"], strict=True))
    sums: dict[Number, int] = {}
    for (level, area, day, group), value in found.items():
        if level == Level.MUNICIPALITY:
            key = (Level.ORP, orp_of[area], day, group)
            sums[key] = sums.get(key, 0) + value
    return [
        Issue(name, 0, "hodnota", f"{area}: {found[level, area, day, group]}",
              "municipalities of the area have {sum} persons of the age group {group} together on {day}",
              "Send both levels of one day and one territory", values={"sum": total, "group": group, "day": day})
        for (level, area, day, group), total in sorted(sums.items())
        if found.get((level, area, day, group), total) != total
    ]


def _merged(found: Mapping[Number, int], known: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Published numbers with those of the file in place of the ones they replace, and the sources of their days."""
    cells = [(area, level.value, group, day, value, _source_id(day))
             for (level, area, day, group), value in found.items()]
    new = frame_of("population", cells)
    old, sources = known["population"], known["source"]
    illustrative = old["source_id"].isin(sources.loc[sources["kind"] == SourceKind.DEMO.value, "id"])
    same_day, same_group = (pd.MultiIndex.from_frame(old[names]).isin(pd.MultiIndex.from_frame(new[names]))
                            for names in (["area_code", "age_group", "date"], ["area_code", "age_group"]))
    return {
        "source": with_sources(sources, [
            (_source_id(day), "Český statistický úřad", "Obyvatelstvo podle pohlaví a věku (datová sada 130181)",
             "https://csu.gov.cz", None, day, "CC BY 4.0", SourceKind.OFFICIAL.value, None)
            for day in sorted({day for _, _, day, _ in found})
        ]),
        "population": together("population", old[~same_day & ~(illustrative.to_numpy() & same_group)], new),
    }


def _source_id(day: date) -> str:
    return f"czso_130181_{day.isoformat()}"


def _remarks(
    absent: Mapping[str, Band], days: Sequence[date], known: Mapping[str, pd.DataFrame], name: str,
) -> list[Issue]:
    """Age groups that got no number, and days before the territory is what it is."""
    remarks = [
        Issue(name, 0, "vek_txt", group, "the age group cannot be put together from the ages of the file; "
              "its published numbers stay", "Send population by single years of age", blocking=False)
        for group in absent
    ]
    territory = known["orp_boundary"]["vintage"].max()
    before = [day for day in days if pd.notna(territory) and pd.Timestamp(day) < territory]
    if before:
        remarks.append(Issue(name, 0, "casref_do", ", ".join(day.isoformat() for day in before[:SHOWN]),
                             "the numbers are older than the published territory, which is of {day}",
                             "Check that the areas had the same municipalities then", blocking=False,
                             values={"day": territory.date()}))
    return remarks
