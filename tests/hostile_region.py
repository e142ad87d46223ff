"""Tables in which every text tries to be something else than text: HTML, Markdown, a formula, a template, a link.

The importers refuse most of this; it is published past them, because what is shown and written out must be harmless
whatever the tables hold.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from zlib import crc32

import pandas as pd

from lib.errors import Issue
from lib.importers.package import load_package
from lib.model.schemas import TABLES
from lib.store.audit import Entry
from lib.store.database import open_database
from lib.store.drafts import Draft, DraftState, save_draft
from lib.store.releases import publish

Frames = dict[str, pd.DataFrame]

MARK = "¤"
"""Stands at both ends of the last word of every hostile text, so that the whole text can be looked for."""

HTML = (
    '<img src=x onerror="window.__pwned=1">',
    "<script>window.__pwned=1</script>",
    "</style><script>window.__pwned=1</script>",
    "</textarea></title><iframe srcdoc='<script>parent.__pwned=1</script>'></iframe>",
    '" onmouseover="window.__pwned=1',
    "'><svg onload=window.__pwned=1>",
    "&lt;img src=x onerror=window.__pwned=1&gt;",
    '<a href="javascript:window.__pwned=1">klik</a>',
    "--></span></td></table>",
)
MARKDOWN = (
    "[klik](javascript:window.__pwned=1)",
    "![obraz](https://foreign.example/x.png)",
    "https://foreign.example/a nebo www.foreign.example",
    "napište na a@foreign.example",
    "<https://foreign.example>",
    ":material/delete:",
    ":material_delete:",
    ":streamlit: :smile: :+1:",
    ":red[x]",
    ":blue-badge[x]",
    "$\\href{javascript:alert(1)}{x}$",
    "**x** __x__ ~~x~~ `x`",
    "# nadpis",
    "- bod",
    "1. bod",
    "> citace",
    "---",
    "a -- b -> c >= d",
    "| a | b |",
)
TEMPLATES = ("{0} {name} {n}", "%s %(name)s %{customdata}", "{{ this.words }} {% raw %}", "${window.__pwned=1}")
FORMULAS = (
    '=HYPERLINK("http://foreign.example","klik")',
    "=cmd|' /C calc'!A0",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1+1",
    "\N{FULLWIDTH EQUALS SIGN}1+1",
    "'=1+1",
)
LETTERS = (
    "\N{RIGHT-TO-LEFT OVERRIDE}obráceně",
    "ne\N{ZERO WIDTH SPACE}vidi\N{ZERO WIDTH JOINER}telné",
    "a;b,c\"d'e\tf",
    "první řádek\ndruhý řádek",
    "první řádek\n===",
    "první\r\n\r\n    druhý",
)
LONG = "Slovo" * 800
"""One word of 4,000 characters, the most the checks let through."""

TEXTS = (*HTML, *MARKDOWN, *TEMPLATES, *FORMULAS, *LETTERS, LONG)
SHORT = tuple(text for text in TEXTS if text != LONG)

ADDRESSES = (
    "javascript:window.__pwned=1",
    'https://x"onmouseover="window.__pwned=1',
    "data:text/html,<script>window.__pwned=1</script>",
    "https://x.example/<img src=x onerror=window.__pwned=1>",
    "https://x.example/) [klik](javascript:window.__pwned=1",
    " javascript:window.__pwned=1",
    "JaVaScRiPt:window.__pwned=1",
    "vbscript:window.__pwned=1",
)
ADDRESS_COLUMNS = frozenset({("source", "url"), ("progress_report", "evidence_url")})

TITLES = frozenset({("pack", "title")})
"""Columns of texts too short for all hostile texts in one."""

CHOICES = frozenset({("pack", "query")})
"""Columns of texts that are read as a choice and refused otherwise; their own tests give them what is hostile."""

RELEASED_AT = datetime(2016, 7, 1, 12, 0, tzinfo=UTC)


def hostile_text(table: str, column: str, number: int, texts: Sequence[str] = TEXTS) -> str:
    """The hostile text of the `number`-th value of a column; each column begins elsewhere in the rotation.

    A column of addresses gets addresses, the others a text that ends with a mark of its place.
    """
    if (table, column) in ADDRESS_COLUMNS:
        return ADDRESSES[number % len(ADDRESSES)]
    begin = crc32(f"{table}.{column}".encode())
    return f"{texts[(begin + number) % len(texts)]} {MARK}{table}.{column}.{number}{MARK}"


def everything(place: str, texts: Sequence[str] = SHORT) -> str:
    """All short hostile texts in one, for columns of which there is only one value."""
    return f"{' '.join(texts)} {MARK}{place}{MARK}"


def hostile_frames(frames: Mapping[str, pd.DataFrame], texts: Sequence[str] = TEXTS) -> Frames:
    """The tables with every text replaced; equal texts of a column stay equal, absent ones stay absent."""
    return {name: _hostile(name, frame, texts) for name, frame in frames.items()}


def _hostile(name: str, frame: pd.DataFrame, texts: Sequence[str]) -> pd.DataFrame:
    changed = frame.copy()
    for field in TABLES[name].fields:
        if field.kind != "text" or (name, field.name) in CHOICES:
            continue
        values = frame[field.name].dropna().unique()
        if (name, field.name) in TITLES:
            told = {value: hostile_text(name, field.name, number, HTML) for number, value in enumerate(values)}
        elif len(values) == 1 and (name, field.name) not in ADDRESS_COLUMNS:
            told = {values[0]: everything(f"{name}.{field.name}.0", [text for text in texts if text != LONG])}
        else:
            told = {value: hostile_text(name, field.name, number, texts) for number, value in enumerate(values)}
        changed[field.name] = frame[field.name].map(told).astype(frame[field.name].dtype)
    return changed


def hostile_package(root: Path) -> Frames:
    """The data package in a folder with every text hostile."""
    return hostile_frames(load_package(root).frames)


def publish_hostile(url: str, frames: Mapping[str, pd.DataFrame]) -> int:
    """Make a database whose two releases are hostile in their tables, notes and names; the number of its open draft.

    The draft is the work of an account, a role and a file with hostile names. It changes the tables of providers and
    municipalities and carries hostile remarks.
    """
    database = open_database(url)
    for number in (1, 2):
        publish(database, frames, note=everything(f"release.note.{number}"), by_role=everything("release.role"),
                source_name=everything("release.source"), source_checksum=SHORT[number],
                published_at=RELEASED_AT.replace(day=number))
    changed = {
        name: frames[name].assign(name=[f"{text} {MARK}draft.{name}{MARK}" for text in _cycled(len(frames[name]))])
        for name in ("provider", "municipality")
    }
    draft = save_draft(
        database,
        Draft(number=0, version=1, base_release=2, kind="workbook", state=DraftState.DRAFT, created_at=RELEASED_AT,
              by_role=everything("draft.role"), by_account=everything("draft.account"),
              source_name=everything("draft.file"), source_checksum=SHORT[0], remarks=tuple(hostile_issues())),
        changed,
        Entry(at=RELEASED_AT, role=everything("log.role"), account=everything("log.account"), act="propose", subject="",
              note=everything("log.note"), source_name=everything("log.file"), source_checksum=SHORT[0], details={}),
    )
    database.close()
    return draft.number


def _cycled(count: int) -> list[str]:
    return [TEXTS[place % len(TEXTS)] for place in range(count)]


def hostile_issues() -> list[Issue]:
    """One remark for every short hostile text: in its file, column and value, and in the words its sentences take."""
    return [
        Issue(text, row, text, text, "the date is before {first} or after {last}",
              "Correct the code or add the row to {target}", blocking=False,
              values={"first": text, "last": date(2016, 1, 1), "target": text})
        for row, text in enumerate(SHORT, start=2)
    ]
