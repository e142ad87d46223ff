"""Gaps, and the cards that answer them."""

from enum import StrEnum

from lib.model.catalogue import Form, Unit
from lib.model.cells import AREA, GapClass
from lib.model.fields import Field, Table, absent_is, amount, code, count, text, word


class Meeting(StrEnum):
    """How a card that lists a service type stands to the gaps of this type in a selection.

    both: the type and at least one target group meet; by_type: the type does, and nobody recorded whom its services are
    for, so there is no group to meet; type_only: there is a gap, but no group of the card is among those concerned;
    no_gap: the type has no gap; unknown: whether it has one is not known; not_measured: the plan does not want more of
    the type, so less than the norm is no gap.
    """

    BOTH = "both"
    BY_TYPE = "by_type"
    TYPE_ONLY = "type_only"
    NO_GAP = "no_gap"
    UNKNOWN = "unknown"
    NOT_MEASURED = "not_measured"


ANSWERING = (Meeting.BOTH, Meeting.BY_TYPE)
"""Ways of meeting that count as an answer."""


class Unmatched(StrEnum):
    """Why a card answers no gap: the first four could answer one, the last three touch nothing that is measured."""

    OTHER_GROUPS = "other_groups"
    NO_GAP = "no_gap"
    UNKNOWN = "unknown"
    NOT_MEASURED = "not_measured"
    ALL_TYPES = "all_types"
    NO_TYPE = "no_type"
    NO_PEOPLE = "no_people"


UNMEASURABLE = (Unmatched.ALL_TYPES, Unmatched.NO_TYPE, Unmatched.NO_PEOPLE)
"""Reasons that lie in the card itself, whatever the gaps are."""

_CARD = (code("activity_code", "Aktivita", "Activity"), text("activity_title", "Název aktivity", "Title of the activity"))
_TYPE = (code("type_code", "§", "§"), text("type_name", "Druh služby", "Service type"))
_EVIDENCE = text("evidence", "Opora karty", "Evidence for the card", required=False)
_CELL = (*AREA, *_TYPE, word("form", "Forma", "Form", Form), word("unit", "Jednotka", "Unit", Unit))
_CELL_KEY = ("orp_code", "type_code", "form", "unit")
_GAP = (
    amount("need_units", "Potřeba podle normy", "Need by the norm", "unit", required=False),
    amount("capacity_units", "Kapacita", "Capacity", "unit", required=False),
    amount("gap_units", "Mezera (− chybí)", "Gap (− missing)", "unit", required=False, minimum=None),
    amount("coverage_index", "Index pokrytí", "Coverage index", "index", required=False),
    word("class", "Třída", "Class", GapClass),
)

ANSWER = Table(
    "answer", "Karty a mezery", "Cards and gaps", "one service type listed in one card", ("type_code", "activity_code"),
    (
        *_TYPE,
        *_CARD,
        word("meeting", "Shoda", "Meeting", Meeting),
        count("short_orps", "ORP s mezerou", "ORP areas with a gap", "orps"),
        count("short_cells", "Mezer", "Gaps", "cells"),
        count("answered_cells", "Mezer, na které karta odpovídá", "Gaps the card answers", "cells"),
        _EVIDENCE,
    ),
    derived=True,
)

GAP_ANSWER = Table(
    "gap_answer", "Mezery a karty, které jmenují jejich druh služby", "Gaps and the cards that list their service type",
    "one gap and one card that lists its service type", (*_CELL_KEY, "activity_code"),
    (*_CELL, *_GAP, *_CARD, word("meeting", "Shoda", "Meeting", Meeting)),
    derived=True,
)

UNANSWERED_GAP = Table(
    "unanswered_gap", "Mezery bez karty", "Gaps no card answers", "one gap that no card answers", _CELL_KEY,
    (*_CELL, *_GAP, count("cards_type_only", "Karet jen s druhem služby", "Cards with the service type only", "cards")),
    derived=True,
)

UNMATCHED_CARD = Table(
    "unmatched_card", "Karty bez mezery", "Cards that answer no gap", "one card that answers no gap", ("activity_code",),
    (
        *_CARD,
        word("reason", "Proč", "Reason", Unmatched),
        Field("measurable", "boolean", "Dotýká se měřitelného", "Touches something measured"),
        absent_is(text("type_codes", "Druhy služeb (§)", "Service types (§)", required=False), "none"),
        _EVIDENCE,
    ),
    derived=True,
)

TABLES: tuple[Table, ...] = (ANSWER, GAP_ANSWER, UNANSWERED_GAP, UNMATCHED_CARD)
