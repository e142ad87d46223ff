"""Rules of the subject itself: plausible days, units, periods one after another, places, parents, texts."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from lib.errors import Issue
from lib.model.assumptions import ALL_TYPES, SHARES, Parameter, highest
from lib.model.catalogue import REGISTER_UNITS
from lib.model.community import COMMUNITY_PLAN, COORDINATOR
from lib.model.fields import Table
from lib.model.lookup import positions, taken
from lib.model.periods import missing_end_is_unknown, period_end
from lib.model.plan import ACTIVITY_GUARANTOR
from lib.model.record_rules import RECORDS, record_issues
from lib.model.saved_pack import saved_pack_issues
from lib.model.schemas import TABLES

Frames = Mapping[str, pd.DataFrame]
Files = Mapping[str, str]

FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2100, 12, 31)
"""Days outside are slips: spreadsheets make days of 1900 from small numbers."""

MAX_TEXT = 4_000
"""Characters of one text. The longest published one has a tenth of it; a cell of a spreadsheet holds 32,767."""

MARKUP = re.compile(r"<[/!?]?[A-Za-z]")
LATIN_END = "\u0180"
PUNCTUATION = frozenset("–—‘’‚“”„†•…‰‹›€™")
NEAR_M = 2_000
"""How far outside the border of its ORP the point of a municipality may lie: borders may be generalised."""

METRIC_CRS = "EPSG:5514"

ASSUMPTION_COLUMNS = ("parameter", "type_code", "low", "base", "high")


def subject_issues(frames: Frames, files: Files, among: Collection[str] = tuple(TABLES)) -> list[Issue]:
    """What breaks a rule of the subject, in frames whose values may be absent anywhere.

    Days before 1990 or after 2100; units in which a form of a service type is never counted; periods that overlap where
    one must follow another; municipalities far outside their ORP; bodies that are above themselves; assumptions whose
    range does not hold them; extensions and yearly states that do not fit their plan; saved packs that cannot be opened.
    Row 2 is the first.

    `among` are the tables somebody asks about: rules that can find nothing in any of them are not tried.
    """
    return [
        *_day_issues({name: frames[name] for name in among if name in frames}, files),
        *(issue for told, rule in RULES if not told.isdisjoint(among) for issue in rule(frames, files)),
    ]


def _day_issues(frames: Frames, files: Files) -> Iterator[Issue]:
    for name, table in TABLES.items():
        for field in table.fields:
            if field.kind != "date" or name not in frames:
                continue
            days = frames[name][field.name].reset_index(drop=True)
            odd = days[(days < pd.Timestamp(FIRST_DAY)) | (days > pd.Timestamp(LAST_DAY))]
            for row, value in odd.items():
                yield Issue(files[name], int(row) + 2, field.name, value.date().isoformat(),  # type: ignore[call-overload]
                            "the date is before {first} or after {last}", "Write the date with the right year",
                            values={"first": FIRST_DAY, "last": LAST_DAY})


def _unit_issues(frames: Frames, files: Files) -> Iterator[Issue]:
    """Units are known for pairs of type and form; pairs the code list does not have are not judged.

    Nor are amounts that are only registered: the register lets a provider count any form in any of its units.
    """
    forms, services = frames["service_type_form"], frames["service"]
    known = {
        (type_code, form): {unit, register_unit}
        for type_code, form, unit, register_unit in
        zip(forms["type_code"], forms["form"], forms["unit"], forms["register_unit"], strict=True)
    }
    capacity = frames["service_capacity"]
    only_registered = capacity["in_network"].isna() & capacity["unit"].isin(list(REGISTER_UNITS))
    type_codes = taken(services["type_code"], positions(capacity["service_id"], services["id"]))
    type_codes = type_codes.mask(only_registered.to_numpy())
    for name, types in (("service_capacity", type_codes), ("reference_rate", frames["reference_rate"]["type_code"]),
                        ("capacity_target", frames["capacity_target"]["type_code"]),
                        ("assumption_norm", frames["assumption_norm"]["type_code"])):
        frame = frames[name]
        for row, (type_code, form, unit) in enumerate(zip(types, frame["form"], frame["unit"], strict=True), 2):
            units = known.get((type_code, form))
            if units is not None and not pd.isna(unit) and unit not in units:
                yield Issue(files[name], row, "unit", str(unit), "§ {type_code} in the form {form} is not counted in this unit",
                            "Use one of: {units}",
                            values={"type_code": type_code, "form": form, "units": ", ".join(sorted(map(str, units)))})


ONE_AFTER_ANOTHER: tuple[tuple[Table, str], ...] = (
    (COMMUNITY_PLAN, "title"), (COORDINATOR, "orp_code"), (ACTIVITY_GUARANTOR, "activity_code"),
)
"""Tables of which rows with one value of the column hold one after another, never two on a day."""


def _overlap_issues(frames: Frames, files: Files) -> Iterator[Issue]:
    for table, column in ONE_AFTER_ANOTHER:
        frame = frames[table.name]
        start_column, forever = table.validity[0], not missing_end_is_unknown(table)
        periods = sorted(
            (begin.date(), row, owner, date.max if pd.isna(end) else end.date())
            for row, (begin, end, owner) in
            enumerate(zip(frame[start_column], period_end(frame, table), frame[column], strict=True), 2)
            if not pd.isna(begin) and not pd.isna(owner) and (forever or not pd.isna(end))
        )
        taken_until: dict[str, date] = {}
        for begin, row, owner, end in periods:
            last = taken_until.get(owner)
            if last is not None and begin <= last:
                yield Issue(files[table.name], row, start_column, begin.isoformat(),
                            "the period begins before an earlier one of the same {column} ends: {value}",
                            "Correct one of the two dates", values={"column": column, "value": owner})
            taken_until[owner] = end if last is None else max(last, end)


def _place_issues(frames: Frames, files: Files) -> Iterator[Issue]:
    """Municipalities whose point lies outside their ORP; without a border nothing is said."""
    import shapely
    from pyproj import Transformer

    to_metres = Transformer.from_crs("EPSG:4326", METRIC_CRS, always_xy=True)
    borders = frames["orp_boundary"]
    shapes = {
        code: shapely.transform(shape, to_metres.transform, interleaved=False)
        for code, shape in zip(borders["orp_code"],
                               shapely.from_geojson(borders["geometry"].to_numpy(dtype=object), on_invalid="ignore"),
                               strict=True)
        if shape is not None
    }
    towns = frames["municipality"]
    x, y = to_metres.transform(towns["lon"].to_numpy(), towns["lat"].to_numpy())
    points = shapely.points(x, y)
    for row, (code, point) in enumerate(zip(towns["orp_code"], points, strict=True), 2):
        shape = shapes.get(code)
        if shape is None or not shapely.is_valid(point):
            continue
        metres = shapely.distance(shape, point)
        if metres > NEAR_M:
            yield Issue(files["municipality"], row, "orp_code", str(code),
                        "the municipality lies {km} km outside this ORP", "Correct the code of the ORP or the point",
                        values={"km": round(metres / 1000, 1)})


def _loop_issues(frames: Frames, files: Files) -> Iterator[Issue]:
    body = frames["body"]
    above = {code: parent for code, parent in zip(body["code"], body["parent_code"], strict=True) if not pd.isna(parent)}
    for row, code in enumerate(body["code"], 2):
        passed = [code]
        while (higher := above.get(passed[-1])) is not None and higher not in passed:
            passed.append(higher)
        if higher == code:
            yield Issue(files["body"], row, "parent_code", str(above[code]), "the body is above itself: {chain}",
                        "Correct the code of the parent", values={"chain": " → ".join(map(str, [*passed, code]))})


def _assumption_issues(frames: Frames, files: Files) -> Iterator[Issue]:
    """Ranges the wrong way round, shares above one, types nobody knows, and a second default set."""
    types = {*frames["service_type"]["code"], ALL_TYPES}
    file = files["assumption"]
    for row, (parameter, type_code, low, base, high) in enumerate(_of(frames["assumption"], ASSUMPTION_COLUMNS), 2):
        if not pd.isna(type_code) and type_code not in types:
            yield Issue(file, row, "type_code", str(type_code), "there is no such service type",
                        "Write a § of the table service_type, or {all} for every type", values={"all": ALL_TYPES})
        for column, value, outside in (("low", low, low > base), ("high", high, high < base)):
            if outside:
                yield Issue(file, row, column, f"{value:g}", "the base value {base} lies outside the range",
                            "Correct the range or the base value: low ≤ base ≤ high", values={"base": f"{base:g}"})
        for column, value in (("low", low), ("base", base), ("high", high)):
            if parameter in SHARES and value > 1:
                yield Issue(file, row, column, f"{value:g}", "a share is above 1",
                            "Write the share as a number from 0 to 1: half is 0.5")
            elif value > highest(Parameter(parameter)):
                yield Issue(file, row, column, f"{value:g}", "the value is above {highest}",
                            "Write a value up to {highest}", values={"highest": f"{highest(Parameter(parameter)):g}"})
    sets = frames["assumption_set"]["is_default"].fillna(False).astype(bool)
    for row in np.flatnonzero(sets)[1:]:
        yield Issue(files["assumption_set"], int(row) + 2, "is_default", "true", "two sets are the default",
                    "Leave one set as the default")


RULES: tuple[tuple[frozenset[str], Callable[[Frames, Files], Iterable[Issue]]], ...] = (
    (frozenset({"service_capacity", "reference_rate", "capacity_target", "assumption_norm"}), _unit_issues),
    (frozenset(table.name for table, _ in ONE_AFTER_ANOTHER), _overlap_issues),
    (frozenset({"municipality"}), _place_issues),
    (frozenset({"body"}), _loop_issues),
    (frozenset({"assumption", "assumption_set"}), _assumption_issues),
    (RECORDS, record_issues),
    (frozenset({"pack"}), saved_pack_issues),
)
"""Rules that are not of every table, with the tables whose rows they can find wrong."""


def _of(frame: pd.DataFrame, columns: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    """Rows of some columns; what is absent is NaN, of which no comparison holds."""
    return zip(*(frame[name].astype("object").where(frame[name].notna(), float("nan")) for name in columns), strict=True)


def text_issues(frames: Frames, files: Files, known: Frames) -> list[Issue]:
    """What is wrong with texts that are not published yet.

    A text of more than `MAX_TEXT` characters, markup, spaces at either end, letters read in a wrong encoding. A text
    that `known` has in the same column is not judged again: it was accepted.
    """
    issues: list[Issue] = []
    for name, frame in frames.items():
        for field in TABLES[name].fields:
            if field.kind != "text":
                continue
            texts = frame[field.name].reset_index(drop=True)
            fresh = texts[texts.notna() & ~texts.isin(known[name][field.name])]
            issues += [
                Issue(files[name], row + 2, field.name, value[:80], rule, remedy, values=values)
                for row, value in zip(fresh.index.tolist(), fresh.tolist(), strict=True)
                for rule, remedy, values in text_faults(value)
            ]
    return issues


Fault = tuple[str, str, Mapping[str, object]]


def text_faults(text: str) -> Sequence[Fault]:
    """What is wrong with one text, see `text_issues`: rule, remedy and what fills both."""
    faults: list[Fault] = []

    def fault(rule: str, remedy: str, **values: object) -> None:
        faults.append((rule, remedy, values))

    if len(text) > MAX_TEXT:
        fault("the text has {size} characters, the limit is {limit}", "Shorten the text", size=len(text), limit=MAX_TEXT)
    if MARKUP.search(text):
        fault("the text holds HTML", "Delete the marks in angle brackets")
    if text != text.strip():
        fault("the value begins or ends with a space", "Delete the spaces at its ends")
    meant = misread(text)
    if meant is not None:
        fault("the letters were read in a wrong encoding", "Write {meant}", meant=meant[:80])
    elif "\ufffd" in text:
        fault("letters were lost in a wrong encoding", "Write the letters again in place of �")
    return faults


def misread(text: str) -> str | None:
    """What a text of UTF-8 read as Windows-1250 or Windows-1252 was meant to say; None when it was read well."""
    if text.isascii():
        return None
    for encoding in ("cp1250", "cp1252"):
        try:
            meant = text.encode(encoding).decode("utf-8")
        except UnicodeError:
            continue
        if all(sign < LATIN_END or sign in PUNCTUATION for sign in meant):
            return meant  # RŮŽE can be decoded too, but into letters nobody here writes
    return None
