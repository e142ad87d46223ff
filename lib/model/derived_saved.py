"""Saved packs as lists show them: of which body and day, and how the release they show stands to the newest one."""

from enum import StrEnum

from lib.model.fields import Field, Table, absent_is, code, day, text, word


class PackStanding(StrEnum):
    """Valid: the newest release has the same data. Corrected: a release since was wrong in something. Missing: the
    release the pack was saved over is not here (the row came from another installation)."""

    VALID = "valid"
    REPLACED = "replaced"
    CORRECTED = "corrected"
    MISSING = "missing"


SAVED_PACK = Table(
    "saved_pack", "Uložené podklady a jejich platnost", "Saved packs and whether they still hold", "one saved pack",
    ("pack_code",),
    (
        code("pack_code", "Označení", "Identifier"),
        text("title", "Název", "Title"),
        code("body_code", "Kód složky", "Body code"),
        text("body_name", "Složka", "Body"),
        absent_is(code("meeting_id", "Jednání", "Meeting", required=False), "none"),
        absent_is(day("meeting_date", "Den jednání", "Day of the meeting", required=False), "none"),
        day("date", "Stav ke dni", "State on"),
        Field("known_at", "integer", "Známé k (vydání)", "Known at (release)", minimum=1),
        word("standing", "Platnost", "Standing", PackStanding),
        text("reported_by", "Uložil (role)", "Saved by (role)"),
        absent_is(code("previous_code", "Opakuje podklady", "Repeats the pack", required=False), "none"),
        text("query", "Volba v adrese", "Choice in the address"),
    ),
    derived=True,
)

TABLES = (SAVED_PACK,)
