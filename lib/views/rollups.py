"""The plan's cards rolled up: by main goal, responsibility, service type, target group and the ORP a card names."""

from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from lib.metrics import rollups as metrics
from lib.metrics.progress import has_signal
from lib.model import derived_plan
from lib.model.derived_rollup import ACTIVITY_PLACE, EVERY, NONE, NOT_NAMED, ROLLUPS, TRIPLES, Rollup
from lib.model.derived_signal import Signal
from lib.model.plan import ServiceScope
from lib.model.selection import AsOf
from lib.store.database import Database
from lib.views import activities
from lib.views.base import Note, Reader, Sheet


@dataclass(frozen=True, slots=True)
class RollupView:
    """The cards of the plan of one day in one roll-up.

    The last row of `sheet` is the whole plan; `triple` has the same rows in the region's words. `places` says which
    card names which ORP, by area only. The plan runs from `begins` to `ends`.
    """

    at: AsOf
    rollup: Rollup
    sheet: Sheet
    triple: Sheet
    begins: date
    ends: date
    places: Sheet | None = None


@dataclass(frozen=True, slots=True)
class LinksView:
    """Goals that cards name beside their main one: `matrix` counts cards by main goal (rows) and other goal (columns),
    `pairs` has the same pair by pair, `goals` their code, name and name_en."""

    matrix: pd.DataFrame
    pairs: Sheet
    goals: pd.DataFrame


@dataclass(frozen=True, slots=True)
class _Rows:
    """Rows of a roll-up: codes in order, their names, and the pairs of card and row."""

    codes: pd.Series
    names: pd.Series
    members: pd.DataFrame


def rollup_view(database: Database, at: AsOf, rollup: Rollup) -> RollupView:
    """Everything the page shows of one roll-up."""
    reader = Reader(database, at)
    sheet = rollup_sheet(reader, rollup)
    begins, ends = activities.plan_period(reader)
    return RollupView(
        at, rollup, sheet, in_triple(sheet, rollup), begins, ends,
        places=places_sheet(reader) if rollup is Rollup.AREA else None,
    )


def links_view(database: Database, at: AsOf) -> LinksView:
    """The goals cards link, as a matrix and pair by pair."""
    reader = Reader(database, at)
    matrix = goal_matrix(reader)
    return LinksView(matrix, goal_links_sheet(reader), activities.plan_goals(reader)[["code", "name", "name_en"]])


def rollup_sheet(reader: Reader, rollup: Rollup) -> Sheet:
    """One roll-up; columns of `derived_rollup.ROLLUPS`, the last row is the whole plan.

    A note says how many cards stand in more than one row, and how many name nothing.
    """
    frame, rows = _rolled_up(reader, rollup)
    return Sheet(ROLLUPS[rollup], frame, reader.provenance(), "rollup", _notes(rows))


def triple_sheet(reader: Reader, rollup: Rollup) -> Sheet:
    """One roll-up in the region's words; columns of `derived_rollup.TRIPLES`."""
    return in_triple(rollup_sheet(reader, rollup), rollup)


def in_triple(sheet: Sheet, rollup: Rollup) -> Sheet:
    """A roll-up in the region's words; see `lib.metrics.rollups.triple`."""
    return replace(sheet, table=TRIPLES[rollup], frame=metrics.triple(sheet.frame), method="fulfilment")


def places_sheet(reader: Reader) -> Sheet:
    """Which card names which ORP, with the words of the card and its state on the day."""
    progress = activities.activity_progress(reader).set_index("activity_code")
    areas = reader.table("activity_area", activity_code=activities.plan_cards(reader)["code"])
    areas = areas.sort_values(["orp_code", "activity_code"], ignore_index=True)
    frame = areas.assign(
        orp_name=areas["orp_code"].map(reader.table("orp").set_index("code")["name"]),
        activity_title=areas["activity_code"].map(progress["activity_title"]),
        state=areas["activity_code"].map(progress["state"]),
    )
    return Sheet(ACTIVITY_PLACE, frame[list(ACTIVITY_PLACE.columns)], reader.provenance(), "rollup")


def goal_matrix(reader: Reader) -> pd.DataFrame:
    """Cards by main goal and other goals they name; see `lib.metrics.rollups.goal_matrix`."""
    cards = activities.plan_cards(reader)
    listed = reader.table("activity_goal", activity_code=cards["code"])
    return metrics.goal_matrix(cards, listed, activities.plan_goals(reader))


def goal_pairs(links: pd.DataFrame, goals: pd.DataFrame) -> pd.DataFrame:
    """The matrix of goals pair by pair, a goal with itself left out; columns of `derived_plan.GOAL_LINK`."""
    names = goals.set_index("code")["name"]
    pairs = links.drop(columns="activities").melt("goal_code", var_name="linked_goal_code", value_name="activities")
    pairs = pairs[pairs["goal_code"] != pairs["linked_goal_code"]]
    pairs = pairs.assign(
        goal_name=pairs["goal_code"].map(names), linked_goal_name=pairs["linked_goal_code"].map(names)
    ).sort_values(["goal_code", "linked_goal_code"], ignore_index=True)
    return pairs[list(derived_plan.GOAL_LINK.columns)]


def goal_links_sheet(reader: Reader) -> Sheet:
    """Pairs of goals with the cards that link them; see `goal_pairs`."""
    frame = goal_pairs(goal_matrix(reader), activities.plan_goals(reader))
    return Sheet(derived_plan.GOAL_LINK, frame, reader.provenance(), "progress")


def _rolled_up(reader: Reader, rollup: Rollup) -> tuple[pd.DataFrame, _Rows]:
    progress = activities.activity_progress(reader)
    rows = _with_unnamed(_ROWS[rollup](reader, progress), progress["activity_code"])
    rolled = metrics.rolled_up(progress, has_signal(progress, Signal.LAGGING), rows.codes, rows.members)
    table = ROLLUPS[rollup]
    names = {table.columns[0]: rolled["row"], table.columns[1]: pd.Series([*rows.names, ""], dtype="str")}
    if rollup is Rollup.RESPONSIBLE:
        names = {table.columns[0]: rolled["row"]}
    return rolled.assign(**names)[list(table.columns)], rows


def _with_unnamed(rows: _Rows, cards: pd.Series) -> _Rows:
    """The rows, and one more for cards that stand in none of them, where there are such."""
    unnamed = cards[~cards.isin(rows.members["activity_code"])]
    if unnamed.empty:
        return rows
    more = pd.DataFrame({"activity_code": unnamed, "row": NOT_NAMED}, dtype="str")
    return _Rows(_with(rows.codes, NOT_NAMED), _with(rows.names, ""), pd.concat([rows.members, more]))


def _with(values: pd.Series, *more: str) -> pd.Series:
    return pd.Series([*values, *more], dtype="str")


def _members(frame: pd.DataFrame, card: str, row: str) -> pd.DataFrame:
    return frame[[card, row]].set_axis(["activity_code", "row"], axis=1)


def _goal_rows(reader: Reader, progress: pd.DataFrame) -> _Rows:
    goals = activities.plan_goals(reader)
    return _Rows(goals["code"], goals["name"], metrics.by_main_goal(progress))


def _responsible_rows(reader: Reader, progress: pd.DataFrame) -> _Rows:
    """As the cards have it, most cards first."""
    cards = activities.plan_cards(reader)
    counts = cards["responsible"].value_counts()
    named = pd.Series(sorted(counts.index, key=lambda name: (-counts[name], name)), dtype="str")
    return _Rows(named, named, _members(cards, "code", "responsible"))


def _type_rows(reader: Reader, progress: pd.DataFrame) -> _Rows:
    """Types that cards list in the order of the Act; then cards of all types and of none, which are not the same."""
    cards = activities.plan_cards(reader)
    listed = reader.table("activity_service_type", activity_code=cards["code"])
    types = reader.table("service_type", code=listed["type_code"]).sort_values("code")
    codes, names, members = types["code"], types["name"], [_members(listed, "activity_code", "type_code")]
    for scope, row in ((ServiceScope.ALL, EVERY), (ServiceScope.NONE, NONE)):
        of_scope = cards[cards["service_scope"] == scope]
        if not of_scope.empty:
            codes, names = _with(codes, row), _with(names, "")
            members.append(_members(of_scope.assign(row=row), "code", "row"))
    return _Rows(codes, names, pd.concat(members))


def _group_rows(reader: Reader, progress: pd.DataFrame) -> _Rows:
    listed = reader.table("activity_target_group", activity_code=progress["activity_code"])
    groups = reader.table("target_group", code=listed["group_code"]).sort_values("code")
    return _Rows(groups["code"], groups["name"], _members(listed, "activity_code", "group_code"))


def _area_rows(reader: Reader, progress: pd.DataFrame) -> _Rows:
    """Every ORP of the region, also one that no card names."""
    areas = reader.table("orp").sort_values("code")
    listed = reader.table("activity_area", activity_code=progress["activity_code"])
    return _Rows(areas["code"], areas["name"], _members(listed, "activity_code", "orp_code"))


_ROWS = {
    Rollup.GOAL: _goal_rows, Rollup.RESPONSIBLE: _responsible_rows, Rollup.TYPE: _type_rows,
    Rollup.GROUP: _group_rows, Rollup.AREA: _area_rows,
}


def _notes(rows: _Rows) -> tuple[Note, ...]:
    """Rows add up to more than the plan where cards stand in several: said with how many cards do."""
    often = rows.members.drop_duplicates()["activity_code"].value_counts()
    several, total = int((often > 1).sum()), len(often)
    return (Note("cards-in-several-rows", {"n": several, "cards": total}),) if several else ()
