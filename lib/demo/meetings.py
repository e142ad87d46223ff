"""Meetings of the college of municipalities (K10), their items and the opinions of steering groups."""

from datetime import date, timedelta

import numpy as np
import pandas as pd

from lib.demo.frames import Row, chance, pick, pick_weighted
from lib.model.bodies import OpinionState

COLLEGE = "K10"
STEERING_PREFIX = "URS_"

MEETINGS: tuple[tuple[date, tuple[tuple[str, str | None], ...]], ...] = (
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

COMMENTS = ("Žádáme doplnit odhad nákladů.", "Upozorňujeme na nedostatek terénních služeb v malých obcích.",
            "Žádáme o delší lhůtu k vyjádření.", "Navrhujeme zohlednit dojíždění mezi obcemi.")
OBJECTIONS = ("Návrh nezohledňuje potřeby území.", "Nesouhlasíme s podílem obcí na financování.")


def meeting_rows() -> list[Row]:
    """Three meetings of the college."""
    return [{"id": f"K10-{day.isoformat()}", "body_code": COLLEGE, "date": day, "title": "Jednání K10 (ukázka)"}
            for day, _ in MEETINGS]


def agenda_rows() -> list[Row]:
    """Three items of each meeting, most of them on one activity card."""
    return [
        {"id": f"K10-{day.isoformat()}-{position}", "meeting_id": f"K10-{day.isoformat()}", "position": position,
         "title": title, "activity_code": activity_code}
        for day, items in MEETINGS for position, (title, activity_code) in enumerate(items, start=1)
    ]


def opinion_rows(body: pd.DataFrame, rng: np.random.Generator) -> list[Row]:
    """Opinions of steering groups before the meeting, some of them missing, and of the college itself on the day."""
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
    return rows


def _note(opinion: OpinionState, rng: np.random.Generator) -> str | None:
    if opinion is OpinionState.AGREES:
        return None
    return pick(rng, COMMENTS if opinion is OpinionState.AGREES_WITH_COMMENTS else OBJECTIONS)
