"""Marks of areas that carry a word or nothing but their outline, for `maps.orp_layer`."""

import pandas as pd

from lib.charts.maps import AreaMark
from lib.charts.style import Look, Theme, looks, palette
from lib.model.community import Answer, CoordinatorStatus
from lib.model.territory import REGION_AREA
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


def outline_marks(names: dict[str, str], words: Words, theme: Theme) -> list[AreaMark]:
    """Areas without a value of their own, only to be seen and chosen. `names`: ORP name by code."""
    colours = palette(theme)
    look = Look(colours.land, colours.text, colours.border, "")
    return [AreaMark(code, name, look, "", words("choose this area")) for code, name in names.items()]
