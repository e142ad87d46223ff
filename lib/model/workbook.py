"""The form of our workbooks: which tables they hold, how sheets and columns are named, where the rows begin."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lib.model.fields import Field, Table
from lib.model.schemas import TABLES

FORMAT = "1"
"""Version of the form. A workbook of another version is refused."""

TITLE_ROW, NAME_ROW, FIRST_ROW = 1, 2, 3
"""Rows as a spreadsheet counts them: titles for people, hidden field names for the import, the first row of data."""

MANIFEST = "_manifest"
MANIFEST_HEADER = ("table", "sheet", "field", "title")
"""Over the list of columns in the hidden sheet; above it stand format, release and language, a key and a value each."""

MAX_SHEET_NAME = 31


@dataclass(frozen=True, slots=True)
class SheetTitle:
    """The name of a sheet that holds no table."""

    cs: str
    en: str


GUIDE = SheetTitle("Návod", "Guide")
CODE_LISTS = SheetTitle("Číselníky", "Code lists")
PROBLEMS = SheetTitle("Problémy", "Problems")

BESIDE_TABLES = frozenset(
    {MANIFEST, *(name for title in (GUIDE, CODE_LISTS, PROBLEMS) for name in (title.cs, title.en))}
)
"""Sheets of ours that the import does not read as tables."""

SHORT = {"community_plan_municipality": SheetTitle("Obce komunitních plánů", "Municipalities of plans")}
"""Names of sheets where the title of the table is too long for one."""

READ_ONLY = frozenset({
    "region", "orp", "municipality", "age_group", "service_type", "service_type_form", "target_group",
    "target_group_mapping",
})
"""Code lists and territory: their sheets are protected as a whole."""


def has_geometry(table: Table) -> bool:
    """Whether the table has borders, which are longer than a cell holds: they have an importer of their own."""
    return any(field.kind == "geometry" for field in table.fields)


SHEET_TABLES = tuple(name for name, table in TABLES.items() if not has_geometry(table))

GROUPS: Mapping[str, tuple[str, ...]] = {
    "plan": (
        "strategic_plan", "goal", "activity", "activity_goal", "activity_service_type", "activity_target_group",
        "activity_evidence", "activity_area", "activity_guarantor", "milestone", "milestone_move", "evidence_file",
        "progress_report", "reporting_rule", "source",
    ),
    "community": (
        "community_plan", "community_plan_municipality", "community_plan_quality", "plan_evaluation",
        "plan_extension", "action_plan", "plan_measure", "measure_report", "coordinator", "source",
    ),
    "network": (
        "provider", "service", "network_version", "network_membership", "service_capacity", "service_target_group",
        "service_territory", "facility", "source",
    ),
    "need": (
        "reference_rate", "unmet_request", "capacity_target", "assumption_set", "assumption", "assumption_norm",
        "assumption_denominator", "source",
    ),
    "bodies": ("body", "body_representation", "meeting", "agenda_item", "agenda_link", "opinion", "decision",
               "task_report", "pack", "source"),
    "consultation": ("consultation", "comment", "comment_settlement", "source"),
    "everything": SHEET_TABLES,
}
"""Workbooks people take: by what they work on, or all tables without borders."""


def sheet_names(tables: Sequence[str], lang: str) -> dict[str, str]:
    """The sheet of every table: its title in the language, at most 31 characters, no two the same."""
    return {name: getattr(SHORT.get(name, TABLES[name]), lang) for name in tables}


def column_label(field: Field, lang: str) -> str:
    """How problems name a column: its title and, in brackets, the field name."""
    return f"{field.cs if lang == 'cs' else field.en} ({field.name})"
