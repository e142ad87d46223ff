"""Development activities of the medium-term plan: cards, declared progress against time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from lib.errors import BadSelection
from lib.metrics import progress as metrics
from lib.metrics import signals as signal_metrics
from lib.model import derived_plan
from lib.model.derived import Signal
from lib.model.plan import Evidence, ReportingRule
from lib.model.reporting import rules_of
from lib.model.selection import AsOf
from lib.store.database import Database
from lib.store.reads import read_table
from lib.views.base import Provenance, Reader, Sheet
from lib.views.meetings import said_of_card

NEVER_REPORTED = "unreported"
"""Choice of cards nobody has reported on up to the day."""


@dataclass(frozen=True, slots=True)
class CardsWanted:
    """What the list of cards is narrowed to; None means any. `state` may be `NEVER_REPORTED`."""

    goal: str | None = None
    state: str | None = None
    signal: str | None = None
    responsible: str | None = None
    service_type: str | None = None
    group: str | None = None


@dataclass(frozen=True, slots=True)
class ActivitiesView:
    """The plan that holds on one day; cards of other plans are left out.

    `cards` is the document's own content; `progress` has a row per card. `service_types` and `groups` give the codes a
    card names, for filters. `goal_list` has the goals with code, name and name_en in the order of the plan. The plan of
    the cards runs from `begins` to `ends`; `rules` are the limits of reporting in force.
    """

    at: AsOf
    cards: Sheet
    progress: Sheet
    service_types: pd.DataFrame
    groups: pd.DataFrame
    goal_list: pd.DataFrame
    begins: date
    ends: date
    rules: Mapping[ReportingRule, float]

    def group_names(self, lang: str) -> dict[str, str]:
        """Target groups the cards name, by code, in the order of the plan's own list."""
        named = self.groups.drop_duplicates("group_code").sort_values("group_code")
        return dict(zip(named["group_code"], named["name_en" if lang == "en" else "name"], strict=True))

    def goal_names(self, lang: str) -> dict[str, str]:
        """Names of the goals by code, in the order of the plan."""
        return dict(zip(self.goal_list["code"], self.goal_list["name_en" if lang == "en" else "name"], strict=True))

    def narrowed(self, wanted: CardsWanted) -> pd.DataFrame:
        """Rows of `progress` that meet every filter."""
        rows = self.progress.frame
        if wanted.goal is not None:
            rows = rows[rows["goal_code"] == wanted.goal]
        if wanted.state is not None:
            rows = rows[rows["state"].isna() if wanted.state == NEVER_REPORTED else rows["state"] == wanted.state]
        if wanted.signal is not None:
            rows = rows[metrics.has_signal(rows, Signal(wanted.signal))]
        if wanted.responsible is not None:
            cards = self.cards.frame
            rows = rows[rows["activity_code"].isin(cards.loc[cards["responsible"] == wanted.responsible, "code"])]
        for chosen, links, column in (
            (wanted.service_type, self.service_types, "type_code"),
            (wanted.group, self.groups, "group_code"),
        ):
            if chosen is not None:
                rows = rows[rows["activity_code"].isin(links.loc[links[column] == chosen, "activity_code"])]
        return rows

    def signal_counts(self) -> dict[Signal, int]:
        """How many cards raise each signal."""
        return {signal: int(metrics.has_signal(self.progress.frame, signal).sum()) for signal in Signal}


@dataclass(frozen=True, slots=True)
class ActivityDetail:
    """One card: its facts, the goals, types and groups it names, what its need rests on, where it stands, and what
    bodies have said of it up to the day. Its reports and milestones are `lib.views.card_history.CardHistory`."""

    code: str
    facts: pd.Series
    main_goal: pd.Series
    goals: pd.DataFrame
    service_types: pd.DataFrame
    groups: pd.DataFrame
    evidence: pd.DataFrame
    decisions: pd.DataFrame
    progress: pd.Series
    provenance: Provenance


def plan_row(reader: Reader) -> pd.Series:
    """The row of strategic_plan whose cards count on the day; see `lib.metrics.progress.plan_of_cards`."""
    plans, activities = (
        read_table(reader.database, name, known_at=reader.at.known_at, valid_on=None)
        for name in ("strategic_plan", "activity")
    )
    code = metrics.plan_of_cards(plans, activities, valid_on=reader.at.valid_on)
    return reader.table("strategic_plan", code=code).iloc[0]


def plan_cards(reader: Reader) -> pd.DataFrame:
    """The rows of the table activity that belong to the plan of the day."""
    return reader.table("activity", plan_code=str(plan_row(reader)["code"]))


def plan_goals(reader: Reader) -> pd.DataFrame:
    """The goals of the plan of the day, in its order; a goal without an English name has the Czech one."""
    goals = reader.table("goal", plan_code=str(plan_row(reader)["code"])).sort_values("position", ignore_index=True)
    return _named_in_english(goals)


def _named_in_english(goals: pd.DataFrame) -> pd.DataFrame:
    return goals.assign(name_en=goals["name_en"].fillna(goals["name"]))


def cards(reader: Reader) -> pd.DataFrame:
    """The cards with their lists as the document has them; columns of `derived_plan.ACTIVITY_CARD`, ordered by code."""
    frame = plan_cards(reader).sort_values("code")
    for column, name, value in (
        ("goals", "activity_goal", "goal_code"),
        ("service_types", "activity_service_type", "type_code"),
    ):
        listed = reader.table(name, activity_code=frame["code"]).sort_values(["activity_code", "position"])
        frame = frame.assign(**{column: frame["code"].map(listed.groupby("activity_code")[value].agg(" ".join))})
    groups = reader.table("activity_target_group", activity_code=frame["code"])
    groups = groups.sort_values(["activity_code", "position"])
    written = (
        groups.drop_duplicates(["activity_code", "as_written"]).groupby("activity_code")["as_written"].agg("; ".join)
    )
    frame = frame.assign(target_groups=frame["code"].map(written))
    return frame[list(derived_plan.ACTIVITY_CARD.columns)].reset_index(drop=True)


def cards_sheet(reader: Reader) -> Sheet:
    """The cards as the document has them; see `cards`."""
    return Sheet(derived_plan.ACTIVITY_CARD, cards(reader), reader.provenance(), "activity")


def activity_progress(reader: Reader) -> pd.DataFrame:
    """State, declared progress, time elapsed and signals of every card; columns of `derived_plan.ACTIVITY_PROGRESS`."""
    return _progress_of(reader, plan_cards(reader))


def _progress_of(reader: Reader, activities: pd.DataFrame) -> pd.DataFrame:
    return standing(reader, activities)[0]


def standing(reader: Reader, activities: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Where the cards stand on the day, and the signals they raise with the day each is raised since.

    See `lib.metrics.progress.activity_progress` and `lib.metrics.signals.raised_signals`.
    """
    day = reader.at.valid_on
    reports = reader.table("progress_report", activity_code=activities["code"])
    guarantors = reader.table("activity_guarantor", activity_code=activities["code"])
    milestones = reader.table("milestone", activity_code=activities["code"])
    moves = reader.table("milestone_move", milestone_id=milestones["id"])
    rules = rules_of(reader.table("reporting_rule"))
    raised = signal_metrics.raised_signals(activities, reports, guarantors, milestones, moves, rules, valid_on=day)
    return metrics.activity_progress(activities, reports, guarantors, raised, valid_on=day), raised


def activity_progress_sheet(reader: Reader) -> Sheet:
    """State of every card on the day; see `activity_progress`."""
    return Sheet(derived_plan.ACTIVITY_PROGRESS, activity_progress(reader), reader.provenance(), "progress")


def plan_period(reader: Reader) -> tuple[date, date]:
    """First and last day of the medium-term plan whose cards count on the day."""
    plan = plan_row(reader)
    return plan["valid_from"].date(), plan["valid_to"].date()


def activities_view(database: Database, at: AsOf) -> ActivitiesView:
    """Everything the page on activities shows but the card itself."""
    reader = Reader(database, at)
    card_sheet = cards_sheet(reader)
    goal_list = plan_goals(reader)
    activities = plan_cards(reader)
    service_types = reader.table("activity_service_type", activity_code=activities["code"])[
        ["activity_code", "type_code"]
    ]
    groups = (
        reader.table("activity_target_group", activity_code=activities["code"])[["activity_code", "group_code"]]
        .merge(reader.table("target_group")[["code", "name", "name_en"]], left_on="group_code", right_on="code")
        .drop(columns="code")
    )
    progress = activity_progress(reader)
    begins, ends = plan_period(reader)
    provenance = reader.provenance()
    return ActivitiesView(
        at,
        card_sheet,
        Sheet(derived_plan.ACTIVITY_PROGRESS, progress, provenance, "progress"),
        service_types,
        groups,
        goal_list[["code", "name", "name_en"]],
        begins,
        ends,
        rules_of(reader.table("reporting_rule")),
    )


def evidence_of(reader: Reader, codes: pd.Series) -> pd.DataFrame:
    """Rows of activity_evidence of the cards, in the order of `Evidence` within a card; one without is not assessed."""
    rows = reader.table("activity_evidence", activity_code=codes)
    order = rows["evidence"].map({word.value: place for place, word in enumerate(Evidence)})
    return rows.assign(order=order).sort_values(["activity_code", "order"], ignore_index=True).drop(columns="order")


def activity_detail(database: Database, at: AsOf, code: str) -> ActivityDetail:
    """One card with everything that hangs on it, of whichever plan it is.

    Raises
    ------
    BadSelection : no plan has a card of this code.
    """
    reader = Reader(database, at)
    activities = reader.table("activity", code=code)
    if activities.empty:
        raise BadSelection("unknown-activity", "There is no activity card {value}.", value=code)
    links = reader.table("activity_goal", activity_code=code)
    named = reader.table("goal", code=pd.concat([activities["goal_code"], links["goal_code"]]))
    named = _named_in_english(named)
    goals = links.merge(named, left_on="goal_code", right_on="code", suffixes=("", "_goal"))
    types = reader.table("activity_service_type", activity_code=code).merge(
        reader.table("service_type"), left_on="type_code", right_on="code", suffixes=("", "_type")
    )
    groups = reader.table("activity_target_group", activity_code=code).merge(
        reader.table("target_group"), left_on="group_code", right_on="code", suffixes=("", "_group")
    )
    return ActivityDetail(
        code=code,
        facts=activities.iloc[0],
        main_goal=named[named["code"] == activities["goal_code"].iloc[0]].iloc[0],
        goals=goals.sort_values("position"),
        service_types=types.sort_values("position"),
        groups=groups.sort_values("position"),
        evidence=evidence_of(reader, activities["code"]),
        decisions=said_of_card(reader, code),
        progress=_progress_of(reader, activities).iloc[0],
        provenance=reader.provenance(),
    )
