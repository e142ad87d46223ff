"""Tables behind slides on territory: the answers of the first page as one row, and coverage on two days side by side."""

from enum import StrEnum

from lib.model.catalogue import Form, Unit
from lib.model.cells import AREA
from lib.model.fields import Table, absent_is, amount, code, count, day, share, text, word


class AreaChange(StrEnum):
    """What became of the cover of an area's municipalities between two days. Unknown: nothing known changed, and of
    some municipalities it is not known whether they did."""

    GAINED = "gained"
    LOST = "lost"
    BOTH = "both"
    NOTHING = "nothing"
    UNKNOWN = "unknown"


OVERVIEW_ANSWER = Table(
    "overview_answer", "Odpovědi úvodní stránky", "Answers of the first page",
    "one ORP on one day; the row kraj is the whole region", ("orp_code",),
    (
        *AREA,
        count("municipalities", "Obcí", "Municipalities", "municipalities"),
        count("municipalities_covered", "Pokrytých obcí", "Municipalities covered", "municipalities"),
        count("municipalities_unknown", "Obcí neuvedeno", "Municipalities unknown", "municipalities"),
        share("population_covered_share", "Podíl obyvatel", "Share of population"),
        *(absent_is(field, "none") for field in (
            code("worst_orp_code", "Kód ORP nejhůře kryté potřeby", "ORP code of the least covered need", required=False),
            text("worst_orp_name", "ORP nejhůře kryté potřeby", "ORP of the least covered need", required=False),
            code("worst_type_code", "§ nejhůře kryté potřeby", "§ of the least covered need", required=False),
            text("worst_type_name", "Nejhůře krytá potřeba", "Least covered need", required=False),
            word("worst_form", "Forma", "Form", Form, required=False),
            amount("worst_gap_units", "Mezera (− chybí)", "Gap (− missing)", "unit", required=False, minimum=None),
            word("worst_unit", "Jednotka", "Unit", Unit, required=False),
            share("worst_covered_share", "Kryto z potřeby", "Need covered"),
        )),
        count("activities", "Aktivit v plánu", "Activities in the plan", "activities"),
        *(absent_is(field, "not_applicable") for field in (
            count("activities_done", "Splněných aktivit", "Activities done", "activities", required=False),
            count("activities_lagging", "Zaostávajících aktivit", "Activities lagging", "activities", required=False),
            count("activities_unreported", "Aktivit bez hlášení", "Activities without a report", "activities", required=False),
        )),
        count("card_signals", "Signálů karet", "Signals of cards", "signals"),
        count("plans_expiring", "Plánů končících do roka", "Plans ending within a year", "plans"),
        count("alerts", "Upozornění celkem", "Alerts in total", "alerts"),
    ),
    derived=True,
)

COVERAGE_COMPARED = Table(
    "coverage_compared", "Pokrytí ve dvou dnech vedle sebe", "Coverage on two days side by side",
    "one ORP between two days; the row kraj is the whole region", ("orp_code",),
    (
        *AREA,
        day("before_date", "Dříve", "Earlier day"),
        day("after_date", "Poté", "Later day"),
        count("plans_before", "Platných plánů dříve", "Plans valid before", "plans"),
        count("plans_after", "Platných plánů poté", "Plans valid after", "plans"),
        count("municipalities", "Obcí", "Municipalities", "municipalities"),
        count("covered_before", "Pokrytých obcí dříve", "Municipalities covered before", "municipalities"),
        count("covered_after", "Pokrytých obcí poté", "Municipalities covered after", "municipalities"),
        count("population_covered_before_persons", "Pokrytých obyvatel dříve", "Population covered before", "persons", required=False),
        count("population_covered_after_persons", "Pokrytých obyvatel poté", "Population covered after", "persons", required=False),
        share("population_covered_before_share", "Podíl obyvatel dříve", "Share of population before"),
        share("population_covered_after_share", "Podíl obyvatel poté", "Share of population after"),
        count("gained", "Obcí nově pokrytých", "Municipalities that gained cover", "municipalities"),
        count("lost", "Obcí již nepokrytých", "Municipalities that lost cover", "municipalities"),
        count("unknown", "Obcí neuvedeno", "Municipalities unknown", "municipalities"),
        word("change", "Změna", "Change", AreaChange),
    ),
    derived=True,
)

TABLES = (OVERVIEW_ANSWER, COVERAGE_COMPARED)
