"""What has been declared about activity cards up to the default day, and who answers for them."""

from dataclasses import dataclass
from datetime import date

from lib.model.plan import ActivityState as State


@dataclass(frozen=True, slots=True)
class Declared:
    """The reports of one card up to the default day: states in order, the last percentage and the last date."""

    states: tuple[State, ...]
    percent: float | None
    last_date: date


NOT_STARTED, PREPARING, RUNNING, DONE = State.NOT_STARTED, State.PREPARING, State.RUNNING, State.DONE
CONTINUOUS, SUSPENDED, CANCELLED = State.CONTINUOUS, State.SUSPENDED, State.CANCELLED

DECLARED: dict[str, Declared] = {
    "A01-01": Declared((PREPARING, RUNNING, RUNNING, RUNNING), 55, date(2016, 5, 31)),
    "A01-02": Declared((RUNNING, RUNNING, RUNNING, RUNNING), 60, date(2016, 6, 30)),
    "A01-03": Declared((PREPARING, RUNNING, DONE), 100, date(2015, 12, 15)),
    "A01-04": Declared((NOT_STARTED, RUNNING, PREPARING), 20, date(2015, 6, 29)),
    "A01-05": Declared((PREPARING, RUNNING), 40, date(2015, 6, 30)),
    "A01-06": Declared((PREPARING, SUSPENDED), None, date(2015, 3, 31)),
    "A02-01": Declared((PREPARING, PREPARING, RUNNING, RUNNING), 35, date(2016, 4, 15)),
    "A02-02": Declared((PREPARING, RUNNING, RUNNING, RUNNING), 70, date(2016, 6, 15)),
    "A02-03": Declared((PREPARING, RUNNING, RUNNING, DONE), 100, date(2016, 3, 31)),
    "A02-04": Declared((NOT_STARTED, PREPARING, RUNNING), 25, date(2016, 2, 29)),
    "A02-05": Declared((PREPARING, RUNNING, RUNNING), 50, date(2015, 11, 30)),
    "A02-06": Declared((NOT_STARTED, PREPARING), 10, date(2016, 1, 31)),
    "A02-07": Declared((PREPARING, CANCELLED), None, date(2015, 10, 31)),
    "A03-01": Declared((PREPARING, RUNNING), 45, date(2015, 5, 20)),
    "A03-03": Declared((RUNNING, RUNNING, RUNNING), None, date(2016, 3, 15)),
    "A04-01": Declared((RUNNING, CONTINUOUS, CONTINUOUS), None, date(2016, 6, 1)),
    "A04-03": Declared((RUNNING,), 30, date(2014, 12, 31)),
    "A04-05": Declared((RUNNING, RUNNING, DONE), 100, date(2016, 5, 10)),
    "A05-01": Declared((PREPARING, RUNNING, RUNNING), 65, date(2016, 2, 15)),
    "A05-02": Declared((RUNNING, SUSPENDED), 30, date(2014, 11, 30)),
    "A06-01": Declared((CONTINUOUS, CONTINUOUS, CONTINUOUS), None, date(2016, 1, 20)),
    "A06-03": Declared((NOT_STARTED, NOT_STARTED), 0, date(2015, 6, 15)),
    "A06-04": Declared((PREPARING, RUNNING, CANCELLED), None, date(2016, 2, 10)),
    "A07-01": Declared((PREPARING, RUNNING, RUNNING), 50, date(2016, 4, 30)),
    "A07-02": Declared((PREPARING,), None, date(2015, 2, 28)),
    "A07-04": Declared((NOT_STARTED, NOT_STARTED), 0, date(2016, 5, 15)),
    "A08-01": Declared((RUNNING, RUNNING), 80, date(2015, 1, 31)),
    "A08-04": Declared((PREPARING, RUNNING, RUNNING, RUNNING), 75, date(2016, 6, 20)),
    "A09-02": Declared((CONTINUOUS, CONTINUOUS), None, date(2015, 4, 30)),
    "A09-05": Declared((PREPARING, RUNNING, PREPARING), 15, date(2016, 3, 31)),
    "A10-01": Declared((RUNNING, RUNNING, RUNNING, DONE), 100, date(2016, 6, 10)),
}
"""31 of 46 cards. Nine have been silent for over a year on 30 June 2016, one of them by a day; one is on the edge."""

AFTERWARDS: dict[str, tuple[tuple[date, State, float | None], ...]] = {
    "A01-01": ((date(2016, 12, 15), RUNNING, 70), (date(2017, 12, 15), DONE, 100)),
    "A01-02": ((date(2016, 12, 31), RUNNING, 75), (date(2017, 6, 30), RUNNING, 90)),
    "A01-04": ((date(2016, 7, 1), RUNNING, 35),),
    "A01-05": ((date(2016, 9, 30), RUNNING, 60), (date(2017, 8, 31), SUSPENDED, 60)),
    "A01-06": ((date(2017, 3, 31), PREPARING, 10),),
    "A02-01": ((date(2016, 11, 30), RUNNING, 50), (date(2017, 11, 30), RUNNING, 85)),
    "A02-02": ((date(2017, 2, 28), RUNNING, 90), (date(2017, 10, 15), DONE, 100)),
    "A02-04": ((date(2017, 1, 31), RUNNING, 40),),
    "A02-06": ((date(2016, 10, 31), RUNNING, 25), (date(2017, 12, 31), RUNNING, 55)),
    "A03-01": ((date(2016, 8, 15), RUNNING, 70),),
    "A03-02": ((date(2016, 9, 15), PREPARING, None),),
    "A03-03": ((date(2017, 4, 30), RUNNING, None),),
    "A04-01": ((date(2017, 6, 1), CONTINUOUS, None),),
    "A04-02": ((date(2016, 12, 1), RUNNING, 30), (date(2017, 12, 1), RUNNING, 70)),
    "A05-01": ((date(2017, 1, 15), DONE, 100),),
    "A06-01": ((date(2017, 1, 20), CONTINUOUS, None),),
    "A07-01": ((date(2017, 5, 31), RUNNING, 80),),
    "A07-04": ((date(2017, 5, 15), CANCELLED, None),),
    "A08-01": ((date(2016, 8, 31), DONE, 100),),
    "A08-02": ((date(2017, 3, 15), RUNNING, 40),),
    "A08-04": ((date(2016, 12, 20), DONE, 100),),
    "A09-02": ((date(2016, 11, 15), CONTINUOUS, None), (date(2017, 11, 15), CONTINUOUS, None)),
    "A09-05": ((date(2017, 9, 30), RUNNING, 45),),
    "A10-03": ((date(2017, 2, 1), CONTINUOUS, None),),
}
"""What is declared after the default day, four cards for the first time."""

ROLES = {
    "A01": "metodik pro služby pro seniory", "A02": "metodik pro pobytové služby a jejich přeměnu",
    "A03": "metodik pro služby pro osoby se zdravotním postižením", "A04": "metodik pro služby sociální prevence",
    "A05": "metodik pro sociální poradenství", "A06": "koordinátor pro menšiny a sociální začleňování",
    "A07": "koordinátor protidrogové politiky", "A08": "správce základní sítě",
    "A09": "koordinátor střednědobého plánu", "A10": "metodik kvality a vzdělávání",
}
"""Roles that answer for cards, by the goal in the card's code. Roles only, never names."""

FIRST_DAY = date(2014, 1, 1)
NO_GUARANTOR = ("A03-02", "A06-02", "A07-03", "A10-04")
GUARANTOR_ENDED = {"A04-04": date(2015, 12, 31)}
GUARANTOR_FROM = {"A09-04": date(2016, 7, 1)}
GUARANTOR_CHANGED = {"A08-02": date(2015, 7, 1), "A09-05": date(2016, 1, 1), "A07-01": date(2017, 1, 1)}
NEXT_ROLE = "vedoucí oddělení plánování a sítě"

COMMENTS = {
    NOT_STARTED: ("Čeká se na rozhodnutí o financování.", "Zatím bez určeného řešitele."),
    PREPARING: ("Probíhá příprava zadání.", "Zjišťuje se potřebnost v jednotlivých územích.",
                "Zadání se po připomínkách přepracovává."),
    RUNNING: ("Práce běží podle harmonogramu.", "Zapojeny jsou další obce.", "Část území zatím není zapojena.",
              "Výstupy projednává odborná skupina."),
    DONE: ("Výstup je hotov a předán.",),
    CONTINUOUS: ("Činnost je zajištěna průběžně.", "Metodická setkání probíhají každé čtvrtletí."),
    SUSPENDED: ("Pozastaveno do vyjasnění financování.",),
    CANCELLED: ("Zrušeno, záměr nahrazuje jiná aktivita.", "Zrušeno, záměr se v území nepotvrdil."),
}
"""What a report says about a state."""

MILESTONES = (
    "Zmapování výchozího stavu", "Návrh řešení projednán s obcemi", "Realizace zahájena",
    "Vyhodnocení a předání výstupů",
)
