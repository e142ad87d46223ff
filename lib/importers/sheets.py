"""Sheets of a workbook read as streams: every cell as it stands, and what hides or spoils cells; memory is bounded."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from posixpath import join, normpath
from typing import Literal
from xml.parsers import expat
from zipfile import ZipFile

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, from_excel
from openpyxl.utils.escape import unescape

from lib.errors import RejectedPackage
from lib.importers.base import rejected
from lib.model.archives import DAMAGED, workbook_issues

MAX_ROWS = 50_000
"""Rows of one sheet. The largest table of a region has about twenty thousand."""

MAX_COLUMNS = 200
MAX_CELLS = 1_000_000
"""Cells with a value in one sheet."""

MAX_CHARACTERS = 40_000
"""A cell holds 32,767; what is longer in the file is cut, and refused as too long later."""

MAX_SHARED_CHARACTERS = 100_000_000
MAX_LISTED = 1_000
CHUNK_BYTES = 262_144

Value = str | float | bool | datetime
CellKind = Literal["text", "number", "date", "boolean", "error"]
REFERENCE = re.compile(r"([A-Z]{1,3})[0-9]{1,7}")


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell with a value. A formula has the value the program stored with it, the empty text when there is none."""

    kind: CellKind
    value: Value
    formula: bool = False

    @property
    def written(self) -> str:
        """The value as text for a person; days as ISO dates."""
        if isinstance(self.value, datetime):
            return self.value.isoformat(" ").removesuffix(" 00:00:00")
        if isinstance(self.value, float):
            return f"{self.value:.15g}"
        return str(self.value).upper() if isinstance(self.value, bool) else self.value


@dataclass(slots=True)
class Sheet:
    """The content of one sheet. Rows and columns count from 1.

    `rows` hold the cells with a value by column, for rows that have any. `merged` are ranges such as "A3:B4".
    `too_long` is the row or the count at which reading stopped because a limit was reached, 0 when all was read.
    """

    rows: dict[int, dict[int, Cell]] = field(default_factory=dict)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)
    too_long: int = 0


class _Enough(Exception):
    """A limit was reached; the rest of the part is not read."""


class Workbook:
    """An opened workbook: the names of its sheets in their order, and each sheet at request."""

    def __init__(self, content: bytes, file: str) -> None:
        self._file = file
        self._content = content
        self._epoch = WINDOWS_EPOCH
        self._parts: dict[str, str] = {}
        relations: dict[str, str] = {}
        found: list[tuple[str, str]] = []

        def relation(name: str, said: Mapping[str, str]) -> None:
            if name == "Relationship":
                relations[said.get("Id", "")] = normpath(join("/xl", said.get("Target", ""))).lstrip("/")

        def sheet(name: str, said: Mapping[str, str]) -> None:
            if name == "sheet":
                found.append((said.get("name", ""), next((v for k, v in said.items() if k.endswith(":id")), "")))
            elif name == "workbookPr" and said.get("date1904") in ("1", "true"):
                self._epoch = MAC_EPOCH

        self._read("xl/_rels/workbook.xml.rels", relation)
        self._read("xl/workbook.xml", sheet)
        for name, identifier in found:
            self._parts[name] = relations.get(identifier, "")
        with ZipFile(BytesIO(content)) as archive:
            self._members = frozenset(archive.namelist())
        self._dates = self._date_styles()
        self._texts = self._shared_texts()

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the sheets in their order."""
        return tuple(self._parts)

    def sheet(self, name: str) -> Sheet:
        """One sheet, read up to the limits.

        Raises
        ------
        RejectedPackage : its part of the file is damaged.
        """
        reader = _SheetReader(self._texts, self._dates, self._epoch)
        if self._parts[name] in self._members:
            self._read(self._parts[name], reader.begin, reader.end, reader.text)
        return reader.sheet

    def _date_styles(self) -> frozenset[int]:
        """Numbers of the cell styles that show a number as a day."""
        formats: dict[int, str] = dict(BUILTIN_FORMATS)
        styles: list[int] = []
        inside: list[str] = []

        def begin(name: str, said: Mapping[str, str]) -> None:
            if name == "numFmt":
                formats[int(said.get("numFmtId", "0"))] = said.get("formatCode", "")
            elif name == "xf" and inside[-1:] == ["cellXfs"]:
                styles.append(int(said.get("numFmtId", "0")))
            if name in ("cellXfs", "cellStyleXfs"):
                inside.append(name)

        def end(name: str) -> None:
            if name in ("cellXfs", "cellStyleXfs"):
                inside.pop()

        if "xl/styles.xml" in self._members:
            self._read("xl/styles.xml", begin, end)
        return frozenset(
            place for place, number in enumerate(styles) if is_date_format(formats.get(number, "General"))
        )

    def _shared_texts(self) -> list[str]:
        texts: list[str] = []
        reader = _TextReader()
        left = MAX_SHARED_CHARACTERS

        def end(name: str) -> None:
            nonlocal left
            reader.end(name)
            if name == "si":
                texts.append(reader.taken())
                left -= len(texts[-1])
                if left < 0:
                    raise _Enough

        if "xl/sharedStrings.xml" in self._members:
            self._read("xl/sharedStrings.xml", reader.begin, end, reader.text)
        if left < 0:
            raise rejected(self._file, 0, "", "", "the texts of the workbook have more than {limit} characters",
                           "Send less data at once", limit=MAX_SHARED_CHARACTERS)
        return texts

    def _read(
        self, part: str, begin: Callable[[str, Mapping[str, str]], None],
        end: Callable[[str], None] | None = None, text: Callable[[str], None] | None = None,
    ) -> None:
        """Walk through one XML part; element names come without their prefix, document types are refused."""
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _refuse
        parser.StartElementHandler = lambda name, said: begin(name.rpartition(":")[2], said)
        if end is not None:
            parser.EndElementHandler = lambda name: end(name.rpartition(":")[2])
        if text is not None:
            parser.CharacterDataHandler = text
        try:
            with ZipFile(BytesIO(self._content)) as archive, archive.open(part) as stream:
                while chunk := stream.read(CHUNK_BYTES):
                    parser.Parse(chunk, False)
                parser.Parse(b"", True)
        except _Enough:
            return
        except (*DAMAGED, expat.ExpatError, KeyError, ValueError) as error:
            raise rejected(self._file, 0, "", part, "a part of the workbook is damaged",
                           "Open the file in a spreadsheet program and save it again") from error


def _refuse(*_: object) -> None:
    raise ValueError("a document type")


class _TextReader:
    """Collects the text of `t` elements; phonetic hints of Asian scripts are left aside."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._size = 0
        self._collecting = False
        self._phonetic = False

    def begin(self, name: str, _: Mapping[str, str]) -> None:
        self._phonetic = self._phonetic or name == "rPh"
        self._collecting = name == "t" and not self._phonetic

    def end(self, name: str) -> None:
        self._phonetic = self._phonetic and name != "rPh"
        self._collecting = False

    def text(self, piece: str) -> None:
        if self._collecting and self._size < MAX_CHARACTERS:
            self._pieces.append(piece)
            self._size += len(piece)

    def taken(self) -> str:
        text = "".join(self._pieces)[:MAX_CHARACTERS]
        self._pieces.clear()
        self._size = 0
        return str(unescape(text)) if "_x" in text else text


class _SheetReader:
    """Builds a `Sheet` from the events of its XML."""

    def __init__(self, texts: list[str], dates: frozenset[int], epoch: datetime) -> None:
        self.sheet = Sheet()
        self._texts, self._dates, self._epoch = texts, dates, epoch
        self._row = self._column = self._cells = 0
        self._hidden = False
        self._said: Mapping[str, str] = {}
        self._formula = self._in_value = False
        self._raw: list[str] = []
        self._raw_size = 0
        self._inline = _TextReader()

    def begin(self, name: str, said: Mapping[str, str]) -> None:
        if name == "c":
            found = REFERENCE.fullmatch(said.get("r", ""))
            self._column = column_index_from_string(found[1]) if found else self._column + 1
            self._said, self._formula = said, False
            self._raw.clear()
            self._raw_size = 0
        elif name == "v":
            self._in_value = True
        elif name == "f":
            self._formula = True
        elif name == "row":
            number = said.get("r", "")
            self._row = max(int(number) if number.isdecimal() else 0, self._row + 1)
            if self._row > MAX_ROWS:
                self._stop()
            self._column = 0
            self._hidden = said.get("hidden") in ("1", "true")
        elif name == "col" and said.get("hidden") in ("1", "true") and len(self.sheet.hidden_columns) < MAX_LISTED:
            last = min(int(said.get("max", "0")), MAX_COLUMNS)
            self.sheet.hidden_columns += range(int(said.get("min", "1")), last + 1)
        elif name == "mergeCell" and len(self.sheet.merged) < MAX_LISTED:
            self.sheet.merged.append(said.get("ref", ""))
        self._inline.begin(name, said)

    def text(self, piece: str) -> None:
        if self._in_value and self._raw_size < MAX_CHARACTERS:
            self._raw.append(piece)
            self._raw_size += len(piece)
        self._inline.text(piece)

    def end(self, name: str) -> None:
        self._inline.end(name)
        if name == "v":
            self._in_value = False
        elif name == "c":
            self._cell()
        elif name == "row" and self._hidden and self._row in self.sheet.rows:
            self.sheet.hidden_rows.append(self._row)

    def _stop(self) -> None:
        self.sheet.too_long = self._row
        raise _Enough

    def _cell(self) -> None:
        inline, raw = self._inline.taken(), "".join(self._raw)
        cell = self._typed(self._said.get("t", "n"), raw, inline)
        if cell is None or self._column > MAX_COLUMNS:
            return
        self._cells += 1
        if self._cells > MAX_CELLS:
            self._stop()
        self.sheet.rows.setdefault(self._row, {})[self._column] = cell

    def _typed(self, kind: str, raw: str, inline: str) -> Cell | None:
        formula = self._formula
        if kind in ("s", "inlineStr", "str"):
            text = self._texts[_place(raw, self._texts)] if kind == "s" and raw else inline or raw
            return Cell("text", text, formula) if text or formula else None
        if not raw:
            return Cell("text", "", formula) if formula else None
        match kind:
            case "b":
                return Cell("boolean", raw == "1", formula)
            case "e":
                return Cell("error", raw[:80], formula)
            case "d":
                return Cell("date", datetime.fromisoformat(raw), formula)
        return self._shown(float(raw), formula)

    def _shown(self, number: float, formula: bool) -> Cell:
        """A number, or the day as which its style shows it; one that no calendar holds stays a number."""
        style = self._said.get("s", "0")
        if style.isdecimal() and int(style) in self._dates:
            try:
                day = from_excel(number, self._epoch)
            except (OverflowError, ValueError):
                return Cell("number", number, formula)
            if isinstance(day, datetime):
                return Cell("date", day, formula)
        return Cell("number", number, formula)


def _place(raw: str, texts: list[str]) -> int:
    place = int(raw)
    if not 0 <= place < len(texts):
        raise ValueError(raw)
    return place


def open_workbook(content: bytes, file: str) -> Workbook:
    """A workbook from outside, once its archive was found harmless.

    Raises
    ------
    RejectedPackage : the archive must not be opened (`lib.model.archives`), or a part of it is damaged.
    """
    issues = workbook_issues(content, file)
    if issues:
        raise RejectedPackage(issues)
    return Workbook(content, file)


def ranges(numbers: list[int]) -> Iterator[tuple[int, int]]:
    """Runs of consecutive ascending numbers as first and last."""
    first = last = 0
    for number in numbers:
        if number != last + 1 or not first:
            if first:
                yield first, last
            first = number
        last = number
    if first:
        yield first, last


def letters(column: int) -> str:
    """The name a spreadsheet gives to a column."""
    return str(get_column_letter(column))
