"""One CSV file that holds one whole table: as we export it, as a spreadsheet saves it, or typed by hand."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from pathlib import PurePath

import pandas as pd

from lib.errors import BadSelection, Issue, RejectedPackage
from lib.importers.base import MAX_ISSUES, CellError, read_json, rejected, typed
from lib.importers.boundaries import read_boundaries
from lib.importers.csvtext import CsvText, read_csv_text
from lib.model.changes import keys
from lib.model.checks import reference_issues, rule_issues, table_issues
from lib.model.fields import Field, Table
from lib.model.incoming import ImportKind, Incoming
from lib.model.schemas import TABLES, empty_frame
from lib.model.spreadsheets import LABEL, PROVENANCE, looks_like_formula, without_apostrophe

COMMA_NUMBER = re.compile(r"-?[0-9]+(,[0-9]+)?([eE][+-]?[0-9]{1,3})?")
CZECH_DATE = re.compile(r"([0-9]{1,2})\.[ \u00a0]?([0-9]{1,2})\.[ \u00a0]?([0-9]{4})")
BOOLEANS = {
    "true": "true", "false": "false", "ano": "true", "ne": "false", "pravda": "true", "nepravda": "false",
}
"""`pravda` and `nepravda` are what a Czech spreadsheet makes of true and false when it saves a CSV file."""


@dataclass(frozen=True, slots=True)
class _Header:
    """Where the columns of a table stand in a file.

    `places` are those of the table's own columns by name, `added` those of columns our export adds, `nameless` of
    columns without a name, `unknown` of all others.
    """

    places: Mapping[str, tuple[int, ...]]
    added: Mapping[str, int]
    nameless: tuple[int, ...]
    unknown: tuple[int, ...]

    @property
    def fits(self) -> bool:
        """Whether each column of the table is there once, and nothing else but what an export adds."""
        return not self.unknown and all(len(found) == 1 for found in self.places.values())


def table_release(content: bytes, name: str) -> int | None:
    """The number of the release a file was filled from, None when it does not say. Raises as `import_table`."""
    text = read_csv_text(content, name)
    base, issues = _base_release(text, {title: place for place, title in enumerate(text.header)})
    if issues:
        raise RejectedPackage(issues)
    return base


def import_table(
    content: bytes, name: str, known: Mapping[str, pd.DataFrame], *, table: str | None = None,
) -> Incoming:
    """The new content of one table from a CSV file.

    Parameters
    ----------
    content : UTF-8 or Windows-1250, with commas (decimal points) or semicolons (decimal commas). Days are written as
        2012-06-30 or 30. 6. 2012. The header has field names or titles in Czech or English, in any order; columns that
        our own export adds are left aside, and an apostrophe it puts before a text is taken off.
    name : of the file. It says which table it is (community_plan.csv), unless `table` or, last, the columns do.
    known : every table of the release the file was filled from (`table_release`), else of the newest. The file is the
        whole table: rows it leaves out are left out.

    Returns
    -------
    The one table in the order of the file. `base_release` is the release in the column our export adds.

    Raises
    ------
    BadSelection : there is no table `table`.
    RejectedPackage : everything wrong with the file and with the state it would make. Rows are those of the file as a
        spreadsheet counts them; a row of another table is told by the table's name and its number in `table NAME`.
    """
    text = read_csv_text(content, name)
    target = _target(table, name, text.header)
    header = _header(target, text.header)
    base, issues = _base_release(text, header.added)
    issues = [*_header_issues(target, text, header), *text.issues, *issues]
    frame, found = _frame(target, text, header)
    issues += found
    remarks: list[Issue] = []
    if all(len(places) == 1 for places in header.places.values()) and len(frame) == len(text.rows):
        checked = _checked(target, frame, known, text, bad=issues)
        issues += [issue for issue in checked if issue.blocking]
        remarks = [issue for issue in checked if not issue.blocking]
    if issues:
        places = {column: place for place, column in enumerate(target.columns)}
        issues.sort(key=lambda issue: (issue.row, places.get(issue.column, len(places))))
        raise RejectedPackage(issues[:MAX_ISSUES])
    return Incoming(
        ImportKind.TABLE, {target.name: frame}, name, sha256(content).hexdigest(),
        (*_remarks(target, text, header, frame, known[target.name]), *remarks), base,
        {"table": target.name, "rows": len(frame), "encoding": text.encoding, "separator": text.separator},
    )


def _target(asked: str | None, name: str, header: Sequence[str]) -> Table:
    if asked is not None:
        if asked not in TABLES:
            raise BadSelection("no-table", "There is no table {table}. The tables are: {tables}.",
                               table=asked, tables=", ".join(TABLES))
        return TABLES[asked]
    stem = PurePath(name).stem.casefold()
    for table in TABLES.values():
        # Our downloads carry the day after the name, browsers and people the number of a copy.
        if re.fullmatch(rf"{table.name}([ _.(-]+[0-9].*)?", stem):
            return table
    fitting = [table for table in TABLES.values() if _header(table, header).fits]
    if len(fitting) != 1:
        raise rejected(name, 1, "", ", ".join(header)[:80],
                       "neither the name of the file nor its columns say its table",
                       "Name the file after its table, such as community_plan.csv")
    return fitting[0]


def _header(table: Table, written: Sequence[str]) -> _Header:
    names = {title.casefold(): field.name for field in table.fields for title in (field.name, field.cs, field.en)}
    places: dict[str, list[int]] = {name: [] for name in table.columns}
    added: dict[str, int] = {}
    nameless, unknown = [], []
    for place, title in enumerate(written):
        if title.casefold() in names:
            places[names[title.casefold()]].append(place)
        elif title not in added and (
            title in PROVENANCE or (title.endswith(LABEL) and title.removesuffix(LABEL) in places)
        ):
            added[title] = place
        elif title:
            unknown.append(place)
        else:
            nameless.append(place)
    return _Header({name: tuple(found) for name, found in places.items()}, added, tuple(nameless), tuple(unknown))


def _header_issues(table: Table, text: CsvText, header: _Header) -> list[Issue]:
    file, written = text.file, [title[:80] for title in text.header]
    issues = [Issue(file, 1, name, "", "the column is missing", "Add the column")
              for name, places in header.places.items() if not places]
    issues += [Issue(file, 1, name, written[places[-1]], "the column is in the file twice", "Keep one of them")
               for name, places in header.places.items() if len(places) > 1]
    issues += [Issue(file, 1, "", written[place], "the column is not known", "Columns of this table: {columns}",
                     values={"columns": ", ".join(table.columns)})
               for place in header.unknown]
    for place in header.nameless:
        first = next(((number, cells[place]) for number, cells in text.rows if cells[place].strip()), None)
        if first is not None:
            issues.append(Issue(file, first[0], "", first[1][:80], "the value is in a column without a name",
                                "Name the column in the header, or delete the value"))
    return issues


def _base_release(text: CsvText, places: Mapping[str, int]) -> tuple[int | None, list[Issue]]:
    """The release all rows come from, when the file says so; rows typed in beneath need not."""
    if "release" not in places:
        return None, []
    said = [(number, cells[places["release"]].strip()) for number, cells in text.rows]
    said = [(number, value) for number, value in said if value]
    for number, value in said:
        if not re.fullmatch(r"[1-9][0-9]{0,8}", value):
            return None, [Issue(text.file, number, "release", value[:80], "not a whole number",
                                "Write digits only, without spaces and decimals")]
        if value != said[0][1]:
            return None, [Issue(text.file, number, "release", value, "rows come from different releases",
                                "Put your changes into a file of one release")]
    return (int(said[0][1]) if said else None), []


def _frame(table: Table, text: CsvText, header: _Header) -> tuple[pd.DataFrame, list[Issue]]:
    """The rows of the table, typed. A cell that cannot be read is an issue and absent in the frame."""
    columns: list[list[str]] = []
    issues: list[Issue] = []
    for field in table.fields:
        places = header.places[field.name]
        cells: list[str] = []
        for number, row in text.rows:
            written = row[places[0]] if len(places) == 1 else ""
            try:
                cells.append(_plain(field, written, text.separator == ";", bool(header.added)))
            except CellError as error:
                issues.append(Issue(text.file, number, field.name, written[:80], error.rule, error.remedy))
                cells.append("")
        columns.append(cells)
    if any(field.kind == "geometry" for field in table.fields):
        frame, found = _borders(table, columns, text)
    else:
        frame, found = typed(table, columns, text.file)
        found = [replace(issue, row=text.numbers[issue.row - 2]) for issue in found]
    return frame, [*issues, *found]


def _plain(field: Field, cell: str, decimal_comma: bool, exported: bool) -> str:
    """A cell as the package writes it. What cannot be read here is left for `typed` to refuse.

    Raises
    ------
    CellError : in a file with decimal commas the cell is not such a number.
    """
    match field.kind:
        case "code" | "text" if exported:
            return without_apostrophe(cell)
        case "number" if cell and decimal_comma:
            if not COMMA_NUMBER.fullmatch(cell):
                raise CellError("not a number", "Write digits with a decimal comma, without spaces and units")
            return cell.replace(",", ".")
        case "boolean":
            return BOOLEANS.get(cell.casefold(), cell)
        case "date" if found := CZECH_DATE.fullmatch(cell):
            try:
                return date(int(found[3]), int(found[2]), int(found[1])).isoformat()
            except ValueError:
                return cell  # such as 31. 6. 2012
        case _:
            return cell


def _borders(
    table: Table, columns: Sequence[Sequence[str]], text: CsvText,
) -> tuple[pd.DataFrame, list[Issue]]:
    """Rows with borders pass the same checks as borders of a map file."""
    file, numbers = text.file, text.numbers
    if not numbers:
        return empty_frame(table), []
    features, issues = [], []
    for number, cells in zip(numbers, zip(*columns, strict=True), strict=True):
        row = dict(zip(table.columns, cells, strict=True))
        try:
            geometry = read_json(row.pop("geometry") or "null", file, "Export the borders as GeoJSON")
        except RejectedPackage as refusal:
            issues += [replace(issue, row=number, column="geometry") for issue in refusal.issues]
            continue
        features.append({"type": "Feature", "properties": row, "geometry": geometry})
    if issues:
        return pd.DataFrame(), issues
    collection = json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False)
    try:
        frame, found = read_boundaries(table, collection.encode(), file)
    except RejectedPackage as refusal:
        frame, found = pd.DataFrame(), list(refusal.issues)
    return frame, [replace(issue, row=numbers[issue.row - 1] if issue.row else 0) for issue in found]


def _checked(
    table: Table, frame: pd.DataFrame, known: Mapping[str, pd.DataFrame], text: CsvText, *, bad: Sequence[Issue],
) -> list[Issue]:
    """What the checks find in the table and in the state with it; nothing about cells that are `bad` already.

    Problems of other tables (rows that point at a row the file leaves out) are told when the file itself has none.
    """
    state, files = {**known, table.name: frame}, {name: name for name in TABLES}
    unread = {(issue.row, issue.column) for issue in bad}
    # A rule across rows would take an unread cell for an absent value.
    spoilt = {column for _, column in unread}
    found = table_issues(table, frame, table.name)
    unsound = {(issue.row, issue.column) for issue in found}
    found += [issue for issue in reference_issues(state, files)
              if issue.file != table.name or (issue.row, issue.column) not in unsound]
    found += [issue for issue in rule_issues(state, files) if issue.column not in spoilt]
    own, others = [], []
    for issue in found:
        if issue.file != table.name:
            others.append(issue)
            continue
        row = text.numbers[issue.row - 2] if issue.row > 1 else issue.row
        if not any((row, column) in unread for column in issue.column.split(", ")):
            own.append(replace(issue, file=text.file, row=row))
    blocked = bool(bad) or any(issue.blocking for issue in own)
    return own + ([] if blocked else [issue for issue in others if issue.blocking])


def _remarks(
    table: Table, text: CsvText, header: _Header, frame: pd.DataFrame, published: pd.DataFrame,
) -> list[Issue]:
    remarks: list[Issue] = []
    numbers = text.numbers

    def remark(
        row: int, column: str, value: str, rule: str, remedy: str, **values: object,
    ) -> None:
        remarks.append(Issue(text.file, row, column, value, rule, remedy, blocking=False, values=values))

    if text.encoding != "UTF-8":
        remark(0, "", "", "the file was read as {encoding}", "Look whether letters such as š, ť and ž are right",
               encoding=text.encoding)
    if header.added:
        remark(1, ", ".join(header.added), "", "columns that an export adds are left aside",
               "Change the codes; the words beside them are not read")
    else:
        for field in table.fields:
            cells = frame[field.name] if field.kind in ("code", "text") else pd.Series(dtype="str")
            suspect = cells[cells.str.startswith("'", na=False)]
            for position, cell in suspect.items():
                if looks_like_formula(str(cell)):
                    remark(numbers[int(str(position))], field.name, str(cell)[:80],
                           "the apostrophe is taken as a part of the text", "Delete it if a spreadsheet put it there")
    left_out = set(keys(table, published)) - set(keys(table, frame))
    if left_out:
        remark(0, "", "", "published rows that the file leaves out: {rows}", "Check that they are to be removed",
               rows=len(left_out))
    return remarks[:MAX_ISSUES]
