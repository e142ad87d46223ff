"""Marks of areas that carry a word or nothing but their outline, for `maps.orp_layer`."""

import pandas as pd

from lib.charts.maps import AreaMark
from lib.charts.style import Look, Theme, looks, palette
from lib.model.community import Answer, CoordinatorStatus
from lib.model.derived import CoverChange
from lib.model.territory import REGION_AREA
from lib.text.formats import number
from lib.text.messages import Words


def coordinator_look(status: object, theme: Theme) -> Look:
    """How a coordinator's status is drawn: named as yes, none as no, not reported as unknown."""
    answer = {CoordinatorStatus.NAMED: Answer.YES, CoordinatorStatus.NONE: Answer.NO}.get(status, Answer.UNKNOWN)  # type: ignore[call-overload]
    return looks(theme, "answer")[answer]


def coordinator_marks(frame: pd.DataFrame, words: Words, theme: Theme) -> list[AreaMark]:
    """Who has a named coordinator. `frame`: one row per orp_code with orp_name and coordinator (NA: not reported)."""
    rows = frame[frame["orp_code"] != REGION_AREA]
    return [
        AreaMark(str(code), str(name), look, look.symbol, words.label("coordinator", status))
        for code, name, status in zip(rows["orp_code"], rows["orp_name"], rows["coordinator"], strict=True)
        for look in [coordinator_look(status, theme)]
    ]


def change_marks(changes: pd.DataFrame, words: Words, theme: Theme) -> list[AreaMark]:
    """How many municipalities of each area gained ▲ and lost ▼ cover between two days, on quiet ground.

    `changes`: the table `coverage_change`: one row per municipality with orp_code, orp_name and change. An area where
    nothing is known to have changed carries no number.
    """
    colours = palette(theme)
    ground = Look(colours.land, colours.text, colours.border, "")
    signs = colours.cover_change
    listed = []
    for code, rows in changes.groupby("orp_code"):
        name = rows["orp_name"].iloc[0]
        gained, lost = (int((rows["change"] == change).sum()) for change in (CoverChange.GAINED, CoverChange.LOST))
        text = " ".join(f"{signs[change].symbol}\u00a0{number(count, words.lang)}"
                        for change, count in ((CoverChange.GAINED, gained), (CoverChange.LOST, lost)) if count)
        reading = words("newly covered {gained}, no longer covered {lost}", gained=gained, lost=lost)
        listed.append(AreaMark(str(code), str(name), ground, text, reading))
    return listed


def outline_marks(names: dict[str, str], words: Words, theme: Theme) -> list[AreaMark]:
    """Areas without a value of their own, only to be seen and chosen. `names`: ORP name by code."""
    colours = palette(theme)
    look = Look(colours.land, colours.text, colours.border, "")
    return [AreaMark(code, name, look, "", words("choose this area")) for code, name in names.items()]
