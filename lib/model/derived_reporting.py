"""What guarantors have to report: a table that a view computes from cards, reports and milestones."""

from lib.model.declared import CLOSED
from lib.model.fields import Field, Table, absent_is, code, count, day, text, word
from lib.model.plan import ActivityState

REPORTING = Table(
    "reporting", "Co je třeba ohlásit", "What is to be reported", "one activity card on one day", ("activity_code",),
    (
        code("activity_code", "Aktivita", "Activity"),
        text("activity_title", "Název", "Title"),
        absent_is(text("guarantor", "Garant (role)", "Guarantor (role)", required=False), "none"),
        word("state", "Stav", "State", ActivityState, required=False),
        Field("declared_pct", "number", "Ohlášené plnění", "Declared progress", unit="pct", required=False, minimum=0, maximum=100),
        absent_is(day("last_report_date", "Poslední hlášení", "Last report", required=False), "none"),
        absent_is(day("report_due", "Nejpozději ohlásit", "Report by", required=False), "unknown",
                  ("state", CLOSED, "not_applicable")),
        Field("waiting", "boolean", "Čeká na hlášení", "Waits for a report"),
        count("milestones_due", "Milníků k ohlášení", "Milestones to be reported", "milestones"),
        absent_is(day("milestone_due", "Nejstarší z těchto milníků", "The oldest of these milestones", required=False), "none"),
    ),
    derived=True,
)

TABLES = (REPORTING,)
