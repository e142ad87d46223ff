"""Meetings of the college of municipalities (K10) and of two steering groups: items, links, opinions, decisions."""

from datetime import date, timedelta

import numpy as np
import pandas as pd

from lib.demo.frames import Row, chance, pick, pick_weighted
from lib.demo.tasks import DECISIONS, REPORTS
from lib.model.bodies import LinkKind, OpinionState

COLLEGE = "K10"
STEERING_PREFIX = "URS_"

Items = tuple[tuple[str, str | None], ...]

MEETINGS: tuple[tuple[date, Items], ...] = (
    (date(2015, 6, 9), (
        ("Aktualizace střednědobého plánu 2014–2017", "A10-01"),
        ("Postup sestavování základní sítě", "A08-04"),
        ("Stav komunitního plánování v územích", "A09-02"),
    )),
    (date(2015, 12, 8), (
        ("Akční plán a základní síť na rok 2016", "A08-04"),
        ("Klíč financování: výsledky zkoušky", "A09-05"),
        ("Dostupnost terénních služeb pro seniory", "A01-02"),
    )),
    (date(2016, 6, 14), (
        ("Plnění plánu v polovině období", None),
        ("Postup přeměny pobytových služeb", "A02-02"),
        ("Rozvojové záměry obcí na rok 2017", "A08-02"),
    )),
)
"""Meetings of the college that steering groups have given opinions for."""

OTHER_MEETINGS: tuple[tuple[str, date, str, Items], ...] = (
    (COLLEGE, date(2016, 12, 6), "Jednání K10 (ukázka)", (
        ("Základní síť na rok 2017", "A08-04"),
        ("Co zbývá splnit do konce plánu", None),
    )),
    ("URS_5102", date(2015, 12, 1), "Jednání řídicí skupiny (ukázka)", (
        ("Terénní služby pro seniory na Frýdlantsku", "A01-02"),
        ("Plnění komunitního plánu Frýdlantska", None),
    )),
    ("URS_5102", date(2016, 6, 6), "Jednání řídicí skupiny (ukázka)", (
        ("Postup přeměny pobytových služeb", "A02-04"),
        ("Chybějící místa v domovech pro seniory", None),
    )),
    ("URS_5105", date(2015, 11, 27), "Jednání řídicí skupiny (ukázka)", (
        ("Podklady k základní síti na rok 2016", "A08-04"),
        ("Akční plán komunitního plánu na rok 2016", None),
    )),
    ("URS_5105", date(2016, 6, 3), "Jednání řídicí skupiny (ukázka)", (
        ("Rozvojové záměry obcí na rok 2017", "A08-02"),
    )),
)
"""The college's next meeting after the default day, and meetings of two steering groups before those of the college."""

CARD, GAP, PLAN, DOCUMENT = LinkKind.ACTIVITY, LinkKind.GAP, LinkKind.COMMUNITY_PLAN, LinkKind.DOCUMENT
PLANS_OF_THE_REGION = ("Střednědobé plány kraje a jejich aktualizace", "https://odbor-socialni.kraj-lbc.cz/sprss-lk")

LINKS: tuple[tuple[str, LinkKind, tuple[str, ...]], ...] = (
    ("K10-2015-06-09-1", DOCUMENT, PLANS_OF_THE_REGION),
    ("K10-2015-06-09-2", CARD, ("A08-01",)),
    ("K10-2015-06-09-3", CARD, ("A09-03",)),
    ("K10-2015-06-09-3", PLAN, ("D_LOMNICKO_2012",)),
    ("K10-2015-06-09-3", PLAN, ("D_VYSOCKO_2011",)),
    ("K10-2015-12-08-1", CARD, ("A08-01",)),
    ("K10-2015-12-08-1", DOCUMENT, PLANS_OF_THE_REGION),
    ("K10-2015-12-08-2", CARD, ("A09-01",)),
    ("K10-2015-12-08-3", CARD, ("A01-04",)),
    ("K10-2015-12-08-3", GAP, ("5102", "40")),
    ("K10-2015-12-08-3", GAP, ("5104", "40")),
    ("K10-2016-06-14-1", CARD, ("A10-01",)),
    ("K10-2016-06-14-1", CARD, ("A10-02",)),
    ("K10-2016-06-14-2", CARD, ("A02-05",)),
    ("K10-2016-06-14-2", GAP, ("5105", "51")),
    ("K10-2016-06-14-3", GAP, ("5101", "49")),
    ("K10-2016-06-14-3", GAP, ("5109", "49")),
    ("K10-2016-12-06-2", CARD, ("A10-02",)),
    ("URS_5102-2015-12-01-1", GAP, ("5102", "40")),
    ("URS_5102-2015-12-01-2", PLAN, ("D_FRYDLANTSKO_2014",)),
    ("URS_5102-2016-06-06-2", GAP, ("5102", "49")),
    ("URS_5105-2015-11-27-2", PLAN, ("D_LIBEREC_2014",)),
)
COLUMNS = {CARD: ("activity_code",), GAP: ("orp_code", "type_code"), PLAN: ("plan_code",), DOCUMENT: ("title", "url")}

BOARD, ASSEMBLY = "RLK", "ZLK"
OPINIONS_OF_ORGANS: tuple[tuple[str, str, date, OpinionState, str | None], ...] = (
    ("K10-2015-06-09-1", BOARD, date(2015, 6, 16), OpinionState.AGREES, None),
    ("K10-2015-06-09-1", ASSEMBLY, date(2015, 6, 30), OpinionState.AGREES, None),
    ("K10-2015-06-09-2", BOARD, date(2015, 6, 16), OpinionState.AGREES, None),
    ("K10-2015-12-08-1", BOARD, date(2015, 12, 15), OpinionState.AGREES_WITH_COMMENTS,
     "Žádáme o přehled čerpání za každé čtvrtletí."),
    ("K10-2015-12-08-1", ASSEMBLY, date(2015, 12, 22), OpinionState.AGREES, None),
    ("K10-2015-12-08-2", BOARD, date(2015, 12, 15), OpinionState.DISAGREES,
     "Vracíme k dopracování: chybí dopad na malé obce."),
    ("K10-2016-06-14-1", BOARD, date(2016, 6, 28), OpinionState.AGREES, None),
    ("K10-2016-06-14-1", ASSEMBLY, date(2016, 8, 30), OpinionState.AGREES, None),
)
"""What the organs of the region made of opinions of the college; the last one comes after the default day."""

COMMENTS = ("Žádáme doplnit odhad nákladů.", "Upozorňujeme na nedostatek terénních služeb v malých obcích.",
            "Žádáme o delší lhůtu k vyjádření.", "Navrhujeme zohlednit dojíždění mezi obcemi.")
OBJECTIONS = ("Návrh nezohledňuje potřeby území.", "Nesouhlasíme s podílem obcí na financování.")


def _all_meetings() -> list[tuple[str, date, str, Items]]:
    return [*((COLLEGE, day, "Jednání K10 (ukázka)", items) for day, items in MEETINGS), *OTHER_MEETINGS]


def meeting_rows() -> list[Row]:
    """Three past meetings of the college and one planned, two of each of two steering groups."""
    return [{"id": f"{body}-{day.isoformat()}", "body_code": body, "date": day, "title": title}
            for body, day, title, _ in _all_meetings()]


def agenda_rows() -> list[Row]:
    """Items of the meetings, most of them on one activity card."""
    return [
        {"id": f"{body}-{day.isoformat()}-{position}", "meeting_id": f"{body}-{day.isoformat()}",
         "position": position, "title": title, "activity_code": activity_code}
        for body, day, _, items in _all_meetings() for position, (title, activity_code) in enumerate(items, start=1)
    ]


def link_rows() -> list[Row]:
    """What the items are about besides their main cards, numbered within an item."""
    placed: dict[str, int] = {}
    rows: list[Row] = []
    for item, kind, values in LINKS:
        placed[item] = placed.get(item, 0) + 1
        rows.append({"agenda_item_id": item, "position": placed[item], "kind": kind.value,
                     **dict(zip(COLUMNS[kind], values, strict=True))})
    return rows


def opinion_rows(body: pd.DataFrame, rng: np.random.Generator) -> list[Row]:
    """Opinions of steering groups before the meeting, some missing, of the college on the day, of the organs after."""
    groups = sorted(str(code) for code in body["code"] if str(code).startswith(STEERING_PREFIX))
    rows: list[Row] = []
    for day, items in MEETINGS:
        for position in range(1, len(items) + 1):
            item = f"K10-{day.isoformat()}-{position}"
            rows.append({"agenda_item_id": item, "body_code": COLLEGE, "date": day,
                         "opinion": OpinionState.AGREES.value})
            for group in groups:
                if chance(rng, 0.25):
                    continue
                opinion = pick_weighted(rng, tuple(OpinionState), (0.62, 0.3, 0.08))
                rows.append({
                    "agenda_item_id": item, "body_code": group, "date": day - timedelta(days=int(rng.integers(4, 15))),
                    "opinion": opinion.value, "note": _note(opinion, rng),
                })
    rows += [{"agenda_item_id": item, "body_code": organ, "date": day, "opinion": opinion.value, "note": note}
             for item, organ, day, opinion, note in OPINIONS_OF_ORGANS]
    return rows


def _note(opinion: OpinionState, rng: np.random.Generator) -> str | None:
    if opinion is OpinionState.AGREES:
        return None
    return pick(rng, COMMENTS if opinion is OpinionState.AGREES_WITH_COMMENTS else OBJECTIONS)


def decision_rows() -> list[Row]:
    """Resolutions and tasks of the day of the meeting; the body that met decided."""
    meeting_of = {row["id"]: row["meeting_id"] for row in agenda_rows()}
    met = {row["id"]: row for row in meeting_rows()}
    rows: list[Row] = []
    for place, (item, kind, wording, responsible, due) in enumerate(DECISIONS, start=1):
        meeting = met[meeting_of[item]]
        rows.append({"id": f"U{place:02}", "agenda_item_id": item, "body_code": meeting["body_code"],
                     "date": meeting["date"], "kind": kind.value, "text": wording, "responsible": responsible,
                     "due_date": due})
    return rows


def task_report_rows() -> list[Row]:
    """What was declared on the tasks."""
    return [{"decision_id": f"U{place:02}", "date": day, "state": state.value, "note": note, "reported_by": who}
            for place, day, state, note, who in REPORTS]
