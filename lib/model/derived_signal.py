"""Table of signals: what is wrong with the reporting of a card, since when, and what would mend it."""

from enum import StrEnum

from lib.model.fields import Table, absent_is, code, count, day, text, word


class Signal(StrEnum):
    """What is wrong with the reporting of a card on a day; `lib.metrics.signals` says when each is raised."""

    NO_REPORT = "no_report"
    NO_GUARANTOR = "no_guarantor"
    OVERDUE = "overdue"
    LAGGING = "lagging"
    MILESTONE_PASSED = "milestone_passed"
    NO_EVIDENCE = "no_evidence"


class ToDo(StrEnum):
    """What makes a signal vanish."""

    REPORT = "report"
    NAME_GUARANTOR = "name_guarantor"
    CLOSE = "close"
    EXPLAIN_LAG = "explain_lag"
    SETTLE_MILESTONE = "settle_milestone"
    SHOW_EVIDENCE = "show_evidence"


TO_DO = {
    Signal.NO_REPORT: ToDo.REPORT,
    Signal.NO_GUARANTOR: ToDo.NAME_GUARANTOR,
    Signal.OVERDUE: ToDo.CLOSE,
    Signal.LAGGING: ToDo.EXPLAIN_LAG,
    Signal.MILESTONE_PASSED: ToDo.SETTLE_MILESTONE,
    Signal.NO_EVIDENCE: ToDo.SHOW_EVIDENCE,
}

SIGNAL = Table(
    "signal", "Signály karet", "Signals of cards", "one signal a card raises on one day", ("activity_code", "signal"),
    (
        code("activity_code", "Aktivita", "Activity"),
        text("activity_title", "Název", "Title"),
        code("goal_code", "Hlavní cíl", "Main goal"),
        text("responsible", "Odpovědnost", "Responsible"),
        absent_is(text("guarantor", "Garant (role)", "Guarantor (role)", required=False), "none"),
        word("signal", "Signál", "Signal", Signal),
        day("since", "Od", "Since"),
        count("days", "Trvá", "Lasts", "days"),
        word("to_do", "Co s tím", "What to do", ToDo),
    ),
    derived=True,
)

TABLES = (SIGNAL,)
