"""Cards summed up by goal, responsibility, service type, target group and area, and by the other goals they name."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from lib.charts import goal_rug, legend, rug
from lib.charts import rollups as charts
from lib.charts.plain import PlainCell, PlainTable
from lib.charts.style import UNREPORTED, looks
from lib.model.derived_rollup import NAMELESS, Rollup
from lib.model.lookup import records
from lib.model.plan import ActivityState, printed_code
from lib.model.shares import percentages
from lib.text import formats
from lib.text.messages import Words
from lib.ui import cached, filters, page, widgets
from lib.ui.asked import Problem
from lib.ui.page import Here
from lib.ui.sections import activities, activity_parts
from lib.views.base import Sheet
from lib.views.rollups import LinksView, RollupView

SCALES: Mapping[str, charts.Scale] = {"stavy": "states", "trojice": "triple"}
ROLLUPS: Mapping[str, Rollup] = {
    "cile": Rollup.GOAL, "odpovednost": Rollup.RESPONSIBLE, "druhy": Rollup.TYPE, "skupiny": Rollup.GROUP,
    "uzemi": Rollup.AREA,
}
LINKS = "vazby"
FILTER_OF = {Rollup.GOAL: "cil_sc", Rollup.RESPONSIBLE: "odpovida", Rollup.TYPE: "sluzba",
             Rollup.GROUP: "skupina_karty"}
"""The filter of the list of cards that a row of a roll-up stands for."""


def shown(here: Here) -> None:
    """The whole part."""
    words = here.words
    chosen = filters.local("rozpad", activity_parts.BROKEN_DOWN, activity_parts.BROKEN_DOWN[0])
    at = here.selection.at
    view = cached.goal_links(at) if chosen == LINKS else cached.rollup(at, ROLLUPS[chosen])
    sheet = view.pairs if isinstance(view, LinksView) else view.sheet
    page.title(here, words("How is the plan being fulfilled?"), demo=sheet.provenance.demo, problems=_problems(here))
    activity_parts.choose(here)
    names = {**{key: _name(words, rollup) for key, rollup in ROLLUPS.items()}, LINKS: words("Links between goals")}
    filters.segments(words("Summed up"), "rozpad", names, chosen, default=activity_parts.BROKEN_DOWN[0])
    if isinstance(view, LinksView):
        _links(here, view)
    elif activities.period_told(here, view.begins, view.ends):
        _rolled_up(here, view)


def _problems(here: Here) -> tuple[Problem, ...]:
    return (
        *activity_parts.problems(here),
        *filters.local_problems({"rozpad": activity_parts.BROKEN_DOWN}, _name(here.words, Rollup.GOAL)),
        *filters.local_problems({"stupnice": tuple(SCALES)}, here.words("states as declared")),
    )


def _name(words: Words, rollup: Rollup) -> str:
    return {
        Rollup.GOAL: words("By goal"), Rollup.RESPONSIBLE: words("By responsibility"),
        Rollup.TYPE: words("By service type"), Rollup.GROUP: words("By target group"), Rollup.AREA: words("By ORP"),
    }[rollup]


def _row_name(words: Words, rollup: Rollup) -> str:
    label = words.label("rollup", rollup.value)
    return label[:1].upper() + label[1:]


def _sentence(words: Words, rollup: Rollup) -> str:
    """How cards get into the rows: who counts once and who several times."""
    return {
        Rollup.GOAL: words("A card belongs to the goal in its code; other goals it names are not counted twice."),
        Rollup.RESPONSIBLE: words("Responsibility as the card has it. A name opens the list of its cards."),
        Rollup.TYPE: words("A card that lists several types stands in several rows. Cards for all types and cards for "
                           "none have rows of their own."),
        Rollup.GROUP: words("A card that names several target groups stands in several rows."),
        Rollup.AREA: words("Only cards whose text says where: a card that names no ORP may concern any of them."),
    }[rollup]


def _rolled_up(here: Here, view: RollupView) -> None:
    words, name = here.words, view.rollup.value
    written = filters.local("stupnice", tuple(SCALES), "stavy")
    filters.segments(words("Divided into"), "stupnice",
                     {"stavy": words("states as declared"), "trojice": words("the region's three words")},
                     written, default="stavy")
    scale = SCALES[written]
    sheet = view.sheet if scale == "states" else view.triple
    widgets.heading(here, _name(words, view.rollup), "rozpad", demo=sheet.provenance.demo, unit=words("activities"))
    widgets.drawn(here, f"rollup_{name}_{scale}", lambda: _divided(here, view, sheet, scale))
    widgets.foot(here, sheet, f"rollup_{name}_{scale}")
    widgets.heading(here, words("Declared progress and time elapsed"), "cas", demo=sheet.provenance.demo,
                    unit=words("per cent"))
    widgets.drawn(here, f"rollup_{name}_time", lambda: _timed(here, view))
    widgets.foot(here, view.sheet, f"rollup_{name}_time")
    if view.places is not None:
        _places(here, view.places)


def _titled(here: Here, rollup: Rollup, sheet: Sheet) -> pd.DataFrame:
    """The rows with `title`, what they are called on screen, and `href`, the list of their cards where there is one."""
    frame = widgets.in_language(here, sheet).frame
    columns = sheet.table.columns
    name = columns[0] if rollup is Rollup.RESPONSIBLE else columns[1]
    before = {Rollup.GOAL: printed_code, Rollup.TYPE: formats.paragraph}.get(rollup)
    key = FILTER_OF.get(rollup)
    titles, links = [], []
    for place, (code, text) in enumerate(zip(sheet.frame[columns[0]], frame[name], strict=True)):
        nameless = place == len(frame) - 1 or code in NAMELESS
        titles.append(str(text) if nameless or before is None else f"{before(code)} {text}")
        links.append("" if nameless or key is None else _cards(key, str(code)))
    return frame.assign(title=titles, href=links)


def _cards(key: str, value: str) -> str:
    return filters.local_link({key: value, "pohled": None, "rozpad": None}, activity_parts.KEYS)


def _divided(here: Here, view: RollupView, sheet: Sheet, scale: charts.Scale) -> None:
    """Key, bars and the table of n and %, which add up to 100 in every row."""
    words = here.words
    widgets.reading(_sentence(words, view.rollup))
    rows = _titled(here, view.rollup, sheet)
    parts = [part for part in charts.parts_of(scale, words, here.theme) if int(rows[part.column].sum())]
    whole = [int(rows[part.column].iloc[-1]) for part in parts]
    st.html(legend.legend_html(charts.key(parts, whole, words), words("Whole plan"), here.theme))
    label = words("Number of cards: {rollup}", rollup=_name(words, view.rollup))
    widgets.chart(charts.bars(rows.iloc[:-1], parts, words, here.theme), f"bars_{view.rollup}", label)
    cancelled = scale == "triple" and bool(int(rows["cancelled"].sum()))

    def cells(row: Mapping[str, Any]) -> tuple[PlainCell, ...]:
        counts = [int(row[part.column]) for part in parts]
        shares = tuple(
            PlainCell(f"{formats.number(n, words.lang)} ({formats.percent(share / 100, words.lang)})"
                      if sum(counts) else formats.number(n, words.lang), number=True)
            for n, share in zip(counts, percentages(counts), strict=True)
        )
        left_out = (_number(row["cancelled"], words),) if cancelled else ()
        done = (PlainCell(formats.percent(row["done_share"], words.lang), number=True),) if scale == "states" else ()
        return (PlainCell(row["title"], href=row["href"]), _number(row["activities"], words), *shares, *left_out, *done)

    head = [words("Cards"), *(part.meaning for part in parts)]
    head += [words("cancelled (left out)")] if cancelled else []
    head += [words("Done of those not cancelled")] if scale == "states" else []
    widgets.table(here, PlainTable(
        words("Number of cards and their share in the row"), (_row_name(words, view.rollup), *head),
        tuple(cells(row) for row in records(rows)), total=1, show_caption=True,
    ))


def _number(value: object, words: Words) -> PlainCell:
    return PlainCell(formats.number(value, words.lang), number=True)


def _timed(here: Here, view: RollupView) -> None:
    """Bar against line, and the same in numbers with how many cards make them."""
    words, lang = here.words, here.words.lang
    rows = _titled(here, view.rollup, view.sheet)
    whole = records(rows)[-1]
    if not whole["declared_activities"]:
        widgets.reading(words("Nobody has declared the progress of any card yet."))
        return
    widgets.reading(words(
        "{n} {of_total} cards have known progress: {declared} is declared on average, while {elapsed} of their time "
        "has passed. What nobody reported is not known, and it is no zero.",
        n=whole["declared_activities"], of_total=formats.out_of(int(whole["activities"]), lang),
        declared=formats.amount(whole["declared_pct"], "pct", lang, digits=0),
        elapsed=formats.amount(whole["elapsed_pct"], "pct", lang, digits=0),
    ))
    st.html(legend.legend_html(charts.declared_and_elapsed_key(words, here.theme), words("Means of cards"), here.theme))
    drawn = rows[rows["activities"] > 0]
    widgets.chart(charts.declared_and_elapsed(drawn, words, here.theme), f"time_{view.rollup}",
                  words("Declared progress and time elapsed"))

    def cells(row: Mapping[str, Any]) -> tuple[PlainCell, ...]:
        return (
            PlainCell(row["title"], href=row["href"]),
            _number(row["activities"], words),
            _number(row["declared_activities"], words),
            *(PlainCell(formats.amount(row[name], "pct", lang, digits=0), number=True)
              for name in ("declared_pct", "elapsed_pct")),
            PlainCell(formats.signed(row["lag_pct"], lang, digits=0), number=True),
            _number(row["lagging"], words),
        )

    widgets.table(here, PlainTable(
        words("Declared progress against time elapsed"),
        (_row_name(words, view.rollup), words("Cards"), words("Of which with known progress"), words("Declared (mean)"),
         words("Time elapsed (mean)"), words("Behind by (points)"), words("Lagging cards")),
        tuple(cells(row) for row in records(rows)), total=1, show_caption=True,
    ))


def _places(here: Here, places: Sheet) -> None:
    words = here.words
    widgets.heading(here, words("Where cards say so"), "kde", demo=places.provenance.demo)
    widgets.reading(words("A place counts where the card is about it, not where it only names it: as the seat of who "
                          "gave information, or as a place that has the service already."))
    drawn = looks(here.theme, "activity_state")
    widgets.table(here, PlainTable(
        words("Areas cards name"),
        (words("Card"), words("ORP"), words("As written in the card"), words("State")),
        tuple(
            (PlainCell(f"{printed_code(row['activity_code'])} {row['activity_title']}",
                       href=_cards("karta", row["activity_code"])),
             PlainCell(row["orp_name"]), PlainCell(row["as_written"]),
             PlainCell(words("never reported") if pd.isna(row["state"])
                       else words.label("activity_state", row["state"]),
                       look=drawn[UNREPORTED if pd.isna(row["state"]) else ActivityState(row["state"])]))
            for row in records(places.frame)
        ), stacked=True,
    ))
    widgets.foot(here, places, "rollup_places")


def _links(here: Here, view: LinksView) -> None:
    words = here.words
    widgets.heading(here, words("Links between goals"), "vazby", demo=view.pairs.provenance.demo,
                    unit=words("activities"))
    widgets.drawn(here, "rollup_links", lambda: _link_rug(here, view))
    widgets.foot(here, view.pairs, "rollup_links")


def _link_rug(here: Here, view: LinksView) -> None:
    words = here.words
    widgets.reading(words(
        "Rows are the goals cards belong to, columns the goals these cards also name. A card that names several goals "
        "stands in several columns, so rows do not add up to the number of cards."
    ))
    names = dict(zip(view.goals["code"], view.goals["name_en" if words.lang == "en" else "name"], strict=True))
    drawn = goal_rug.goal_rug(view.matrix, names, words, here.theme, caption=words("Other goals named by cards"))
    st.html(rug.rug_html(drawn, here.theme))
