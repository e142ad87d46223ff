"""Tables of roll-ups: cards by goal, responsibility, service type, target group and area; and what moved between days."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from lib.model.fields import Field, Table, absent_is, code, count, share, text, word
from lib.model.plan import ActivityState

WHOLE_PLAN = "all"
"""Code of the row that counts every card of the plan once."""

EVERY, NONE, NOT_NAMED = "every", "none", "not_named"
"""Codes of rows of cards that say "all types", that say "none", and that name nothing at all."""


NAMELESS = (WHOLE_PLAN, EVERY, NONE, NOT_NAMED)
"""Codes of rows that have no name of their own; the reader's language gives them one."""


class Rollup(StrEnum):
    """What the cards are summed up by."""

    GOAL = "goal"
    RESPONSIBLE = "responsible"
    TYPE = "type"
    GROUP = "group"
    AREA = "area"


class Fulfilment(StrEnum):
    """The region's three words on a card in its reports, and the fourth one for cards nobody has reported on."""

    FULFILLED = "fulfilled"
    IN_PROGRESS = "in_progress"
    NOT_FULFILLED = "not_fulfilled"
    NOT_STATED = "not_stated"


FULFILMENT_OF: Mapping[ActivityState, Fulfilment | None] = MappingProxyType({
    ActivityState.DONE: Fulfilment.FULFILLED,
    ActivityState.CONTINUOUS: Fulfilment.IN_PROGRESS,
    ActivityState.RUNNING: Fulfilment.IN_PROGRESS,
    ActivityState.PREPARING: Fulfilment.IN_PROGRESS,
    ActivityState.SUSPENDED: Fulfilment.IN_PROGRESS,
    ActivityState.NOT_STARTED: Fulfilment.NOT_FULFILLED,
    ActivityState.CANCELLED: None,
})
"""Which of the three words each state is. None: the card is left out. A card never reported is not stated, whatever it
is, and never not fulfilled. A continuous card has no completion, so it is never fulfilled while it goes on."""


class Movement(StrEnum):
    """What became of a card between two days; every card is in exactly one."""

    DONE = "done"
    FORWARD = "forward"
    FIRST_REPORT = "first_report"
    BACK = "back"
    SUSPENDED = "suspended"
    CANCELLED = "cancelled"
    OTHER = "other"
    UNCHANGED = "unchanged"


STATE_COUNTS = (
    *(count(state.value, cs, en, "activities") for state, cs, en in (
        (ActivityState.NOT_STARTED, "Nezahájeno", "Not started"),
        (ActivityState.PREPARING, "Připravuje se", "Preparing"),
        (ActivityState.RUNNING, "Probíhá", "Running"),
        (ActivityState.DONE, "Splněno", "Done"),
        (ActivityState.CONTINUOUS, "Průběžná", "Continuous"),
        (ActivityState.SUSPENDED, "Pozastaveno", "Suspended"),
        (ActivityState.CANCELLED, "Zrušeno / nahrazeno", "Cancelled / replaced"),
    )),
    count("unreported", "Bez hlášení", "Never reported", "activities"),
)

ROLLED = (
    count("activities", "Aktivit", "Activities", "activities"),
    *STATE_COUNTS,
    share("done_share", "Podíl splněných", "Share done"),
    Field("declared_pct", "number", "Ohlášené plnění (průměr)", "Declared progress (mean)", unit="pct", required=False,
          minimum=0, maximum=100),
    count("declared_activities", "Aktivit s ohlášeným plněním", "Activities with declared progress", "activities"),
    Field("elapsed_pct", "number", "Uplynulý čas týchž aktivit (průměr)", "Time elapsed of the same activities (mean)",
          unit="pct", required=False, minimum=0, maximum=100),
    Field("lag_pct", "number", "Uplynulý čas minus plnění", "Time elapsed minus progress", unit="pct", required=False),
    count("lagging", "Zaostává", "Lagging", "activities"),
)
"""What every roll-up counts; see `lib.metrics.rollups.rolled_up`."""


TRIPLED = (
    count("activities", "Aktivit", "Activities", "activities"),
    count("cancelled", "Zrušeno / nahrazeno (nepočítá se)", "Cancelled / replaced (left out)", "activities"),
    *(field for called, cs, en in (
        (Fulfilment.FULFILLED, "Naplněno", "Fulfilled"),
        (Fulfilment.IN_PROGRESS, "Rozpracováno", "In progress"),
        (Fulfilment.NOT_FULFILLED, "Nenaplněno", "Not fulfilled"),
        (Fulfilment.NOT_STATED, "Neuvedeno", "Not stated"),
    ) for field in (count(called.value, cs, en, "activities"),
                    share(f"{called.value}_share", f"{cs} (podíl)", f"{en} (share)"))),
)
"""The same cards in the region's words; see `lib.metrics.rollups.triple`."""

_RESPONSIBLE = text("responsible", "Odpovědnost", "Responsible")
_KEYS: tuple[tuple[Rollup, str, str, str, str, tuple[Field, ...]], ...] = (
    (Rollup.GOAL, "progress", "cílů", "goal", "one strategic goal",
     (code("goal_code", "Cíl", "Goal"), text("goal_name", "Název", "Name"))),
    (Rollup.RESPONSIBLE, "responsibility", "odpovědnosti", "responsibility",
     "one answer to who is responsible, as the cards have it", (_RESPONSIBLE,)),
    (Rollup.TYPE, "progress_by_type", "druhů služeb", "service type",
     "one service type that cards list, cards of all types (every) or of none",
     (code("type_code", "§", "§"), text("type_name", "Druh služby", "Service type"))),
    (Rollup.GROUP, "progress_by_group", "cílových skupin", "target group",
     "one target group of the plan that cards name",
     (code("group_code", "Kód skupiny", "Group code"), text("group_name", "Cílová skupina", "Target group"))),
    (Rollup.AREA, "progress_by_area", "ORP", "ORP", "one ORP, and cards that name none (not_named)",
     (code("orp_code", "Kód ORP", "ORP code"), text("orp_name", "Území", "Area"))),
)


def _table(name: str, titles: tuple[str, str], grain: str, fields: tuple[Field, ...]) -> Table:
    return Table(name, *titles, f"{grain} on one day; the row all is the whole plan", (fields[0].name,), fields,
                 derived=True)


ROLLUPS: Mapping[Rollup, Table] = MappingProxyType({
    rollup: _table(name, (f"Plnění podle {cs}", f"Progress by {en}"), grain, (*key, *ROLLED))
    for rollup, name, cs, en, grain, key in _KEYS
})
"""The table of each roll-up; the first column tells the row."""

TRIPLES: Mapping[Rollup, Table] = MappingProxyType({
    rollup: _table(f"{name}_triple", (f"Naplnění podle {cs} pro zprávu kraje", f"Fulfilment by {en} for the region's report"),
                   grain, (*key, *TRIPLED))
    for rollup, name, cs, en, grain, key in _KEYS
})
"""The same roll-ups in the region's words."""

ACTIVITY_PLACE = Table(
    "activity_place", "Území, která karty uvádějí", "Areas cards name", "one ORP a card names",
    ("orp_code", "activity_code"),
    (
        code("orp_code", "Kód ORP", "ORP code"),
        text("orp_name", "Území", "Area"),
        code("activity_code", "Aktivita", "Activity"),
        text("activity_title", "Název", "Title"),
        text("as_written", "Zápis v kartě", "As written in the card"),
        word("state", "Stav", "State", ActivityState, required=False),
    ),
    derived=True,
)

MOVED = Table(
    "progress_moved", "Co se u karet změnilo mezi dvěma dny", "What moved between two days",
    "one activity card between an earlier and a later day", ("activity_code",),
    (
        code("activity_code", "Aktivita", "Activity"),
        text("activity_title", "Název", "Title"),
        code("goal_code", "Hlavní cíl", "Main goal"),
        word("movement", "Co se stalo", "What happened", Movement),
        word("state_before", "Stav dříve", "State before", ActivityState, required=False),
        word("state_after", "Stav poté", "State after", ActivityState, required=False),
        Field("declared_before_pct", "number", "Plnění dříve", "Progress before", unit="pct", required=False),
        Field("declared_after_pct", "number", "Plnění poté", "Progress after", unit="pct", required=False),
        Field("change_pct", "number", "Změna plnění", "Change of progress", unit="pct", required=False),
        count("new_reports", "Nových hlášení", "New reports", "reports"),
        absent_is(text("signals_new", "Nové signály", "New signals", required=False), "none"),
        absent_is(text("signals_gone", "Zaniklé signály", "Signals gone", required=False), "none"),
        count("milestones_reached", "Milníků dosaženo", "Milestones reached", "milestones"),
        count("milestones_moved", "Milníků posunuto", "Milestones moved", "milestones"),
        count("milestones_missed", "Milníků nedodrženo", "Milestones missed", "milestones"),
        absent_is(text("guarantor_before", "Garant dříve (role)", "Guarantor before (role)", required=False), "none"),
        absent_is(text("guarantor_after", "Garant poté (role)", "Guarantor after (role)", required=False), "none"),
    ),
    derived=True,
)

FLOW = Table(
    "progress_flow", "Přechody karet mezi stavy", "Flow of cards between states",
    "one state on the earlier day and one on the later day", ("state_before", "state_after"),
    (
        word("state_before", "Stav dříve", "State before", ActivityState, required=False),
        word("state_after", "Stav poté", "State after", ActivityState, required=False),
        count("activities", "Aktivit", "Activities", "activities"),
    ),
    derived=True,
)

TABLES = (*ROLLUPS.values(), *TRIPLES.values(), ACTIVITY_PLACE, MOVED, FLOW)
