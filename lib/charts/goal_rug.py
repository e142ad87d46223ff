"""The rug of links between strategic goals: whose cards name which other goal besides."""

from collections.abc import Mapping

import pandas as pd

from lib.charts.legend import ramp_for
from lib.charts.rug import Cell, Row, Rug
from lib.charts.style import Look, Theme, palette
from lib.model.plan import printed_code
from lib.model.schemas import require
from lib.text.formats import number
from lib.text.messages import Words


def goal_rug(links: pd.DataFrame, names: Mapping[str, str], words: Words, theme: Theme, *, caption: str) -> Rug:
    """Rows are main goals of cards, columns the goals these cards name besides, cells numbers of cards.

    `links`: one row per goal_code with one column of counts per goal. `names`: the name of each goal in the reader's
    language. The meeting of a goal with itself does not apply.
    """
    require(links, "goal_code", *names, key=("goal_code",))
    colours = palette(theme)
    itself = Cell(
        Look(colours.background, colours.muted, colours.grid, "–"), "", words.label("empty", "not_applicable")
    )
    counts = {(str(row["goal_code"]), code): int(row[code]) for row in links.to_dict("records") for code in names}
    ramped = [count for (row, column), count in counts.items() if row != column]
    ramp = ramp_for(ramped, "activities")

    def cell(row: str, column: str) -> Cell:
        count = counts[row, column]
        return itself if row == column else Cell(ramp.look(count, theme), number(count, words.lang), "")

    return Rug(
        caption=caption,
        corner=words("Main goal"),
        columns=tuple(printed_code(code) for code in names),
        rows=tuple(
            Row(f"{printed_code(row)} {names[row]}", tuple(cell(row, column) for column in names)) for row in names
        ),
        key=ramp.key(ramped, words, theme),
        key_title=words("Number of cards"),
    )
