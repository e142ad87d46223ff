"""Signals of cards on a day: what is silent, nobody's, late or unproved, and since when.

Every signal is a union of spans of days, each from a dated row of the data: a report, the term of a guarantor, a move
of a milestone. A signal is raised on a day that lies in one of its spans; it is raised since the first day of the spans
that follow one another without a break up to that day.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from lib.model import periods
from lib.model.declared import CLAIMING, CLOSED, OPEN_ENDED, declared_pct, first_days, last_days
from lib.model.derived_signal import SIGNAL, TO_DO, Signal
from lib.model.lookup import Floats, Positions, positions, taken
from lib.model.plan import ACTIVITY_GUARANTOR, MILESTONE, MILESTONE_MOVE, PROGRESS_REPORT, ReportingRule
from lib.model.schemas import DTYPES, require

Days = npt.NDArray[np.int64]
"""Days as whole numbers (days since 1 January 1970), because a span may have no end."""

NEVER = 10**7
"""A day later than any in the data."""


def raised_signals(  # noqa: PLR0917
    activities: pd.DataFrame,
    reports: pd.DataFrame,
    guarantors: pd.DataFrame,
    milestones: pd.DataFrame,
    moves: pd.DataFrame,
    rules: Mapping[ReportingRule, float],
    *,
    valid_on: date,
) -> pd.DataFrame:
    """Which signals the cards raise on one day, and since when.

    Parameters
    ----------
    reports, guarantors, moves : the whole history; what is later than the day does not count.
    rules : limits in force; see `lib.model.reporting.rules_of`.

    Returns
    -------
    One row per card and signal, ordered by card and then as `Signal` has them: activity_code, signal, since (the first
    day of the time without a break in which it is raised; always known, for every signal follows from dated rows).

    no_report: the last report (before the first one, the first day of the card) is older than report_months; exactly so
    old is still fresh. The limit is counted to the same day of the month, or to the last day of a shorter month.
    no_guarantor: nobody is guarantor on the day. overdue: the last day of the card's period has passed.
    lagging: time elapsed exceeds declared progress by more than lag_limit_pct; exactly so much is not lagging; a card
    whose progress is unknown does not lag. milestone_passed: the day a milestone is planned for (moves decided by then
    counted) has passed and it was not reached by the day. no_evidence: the last report says running, done or
    continuous, and has neither a link nor a file.

    By the last state declared (of several reports on one day the one with the highest identifier):

    - a card never reported, not started, in preparation, running or suspended can raise every signal but the last one,
      a running one that as well (a suspended card waits, yet somebody must say for how long: it is not excused);
    - a continuous card has no end it could miss: neither overdue nor lagging;
    - a card done raises no_evidence only: nothing more is expected of it, but that it is done should be shown;
    - a card cancelled raises none, and neither does one whose first day has not come.
    """
    require(activities, "code", "start_year", "end_year", key=("code",))
    require(reports, *PROGRESS_REPORT.columns, key=("id",))
    require(milestones, *MILESTONE.columns, key=("id",))
    require(moves, *MILESTONE_MOVE.columns, key=MILESTONE_MOVE.key)
    cards = activities.sort_values("code").reset_index(drop=True)
    at = int(np.datetime64(valid_on, "D").astype("int64"))
    first, last = _days(first_days(cards)), _days(last_days(cards))
    told = _told(cards, reports, first, at)
    late = told.within(told.open & ~told.continuous)
    reported_until = _months_later(told.reported, int(rules[ReportingRule.REPORT_MONTHS]))
    tolerated_until = _lag_limit_day(told.declared, first[told.card], last[told.card],
                                     rules[ReportingRule.LAG_LIMIT_PCT])
    expected = _since(told.within(told.open), len(cards), at)
    since = {
        Signal.NO_REPORT: _since(told.within(told.open).after(reported_until), len(cards), at),
        Signal.NO_GUARANTOR: np.maximum(expected, _alone_since(cards, guarantors, at)),
        Signal.OVERDUE: _since(late.after(last[told.card]), len(cards), at),
        Signal.LAGGING: _since(late.after(tolerated_until), len(cards), at),
        Signal.MILESTONE_PASSED: np.maximum(expected, _since(_passed(cards, milestones, moves, at), len(cards), at)),
        Signal.NO_EVIDENCE: _since(told.within(told.unproved), len(cards), at),
    }
    days = np.array([since[signal] for signal in Signal]).T
    card, which = np.nonzero(days <= at)
    return pd.DataFrame({
        "activity_code": taken(cards["code"], card),
        "signal": pd.Series([list(Signal)[one].value for one in which], dtype="str"),
        "since": pd.Series(days[card, which].astype("datetime64[D]"), dtype=DTYPES["date"]),
    })


def signal_rows(
    raised: pd.DataFrame, activities: pd.DataFrame, guarantor: pd.Series, *, valid_on: date
) -> pd.DataFrame:
    """Signals with what a reader needs to act on them; columns of `derived_signal.SIGNAL`.

    Parameters
    ----------
    raised : the result of `raised_signals`. guarantor : role of each card's guarantor on the day, by code of the card.

    Returns
    -------
    One row per row of `raised`, in its order. days: how many days the signal has been raised, the day itself included.
    """
    cards = activities.set_index("code")
    code = raised["activity_code"]
    frame = pd.DataFrame({
        "activity_code": code,
        "activity_title": code.map(cards["title"]),
        "goal_code": code.map(cards["goal_code"]),
        "responsible": code.map(cards["responsible"]),
        "guarantor": code.map(guarantor),
        "signal": raised["signal"],
        "since": raised["since"],
        "days": ((pd.Timestamp(valid_on) - raised["since"]).dt.days + 1).astype("Int64"),
        "to_do": raised["signal"].map({signal.value: word.value for signal, word in TO_DO.items()}),
    })
    return frame[list(SIGNAL.columns)]


@dataclass(frozen=True, slots=True)
class _Spans:
    """Spans of days of cards, by position of the card: `begin` is in, `end` no more."""

    card: Positions
    begin: Days
    end: Days

    def after(self, days: Days) -> "_Spans":
        """What is left of each span after its day."""
        return _Spans(self.card, np.maximum(self.begin, days + 1), self.end)


@dataclass(frozen=True, slots=True)
class _Told:
    """What is known of the cards from one report to the next, beginning with the time before the first report.

    The spans begin with the card: what was said earlier holds from its first day. `reported` is the day the limit of
    the next report is counted from. `unproved`: work is claimed and not shown.
    """

    card: Positions
    begin: Days
    end: Days
    reported: Days
    declared: Floats
    open: npt.NDArray[np.bool_]
    continuous: npt.NDArray[np.bool_]
    unproved: npt.NDArray[np.bool_]

    def within(self, kept: npt.NDArray[np.bool_]) -> _Spans:
        """The spans kept; the others are empty."""
        return _Spans(self.card, np.where(kept, self.begin, NEVER), self.end)


def _told(cards: pd.DataFrame, reports: pd.DataFrame, first: Days, at: int) -> _Told:
    of, when = positions(reports["activity_code"], cards["code"]), _days(reports["date"])
    past = np.flatnonzero((of >= 0) & (when <= at))
    past = past[np.lexsort((np.array(reports["id"].tolist(), dtype="U")[past], when[past], of[past]))]
    last_of_day = np.diff(of[past], append=-1).astype(bool) | np.diff(when[past], append=NEVER).astype(bool)
    past = past[last_of_day]
    n = len(cards)
    card = np.concatenate([np.arange(n), of[past]])
    day = np.concatenate([np.full(n, -NEVER), when[past]])
    order = np.lexsort((day, card))
    card, day, row = card[order], day[order], np.concatenate([np.full(n, -1), past])[order]
    state = taken(reports["state"], row)
    told = state.tolist()
    proved = (reports["evidence_url"].notna() | reports["evidence_file"].notna()).to_numpy(dtype=bool)
    closed, open_ended, claims = (np.array([one in words for one in told], dtype=bool)
                                  for words in (CLOSED, OPEN_ENDED, CLAIMING))
    return _Told(
        card, np.maximum(day, first[card]), _until_next(day),
        reported=np.where(row < 0, first[card], day),
        declared=declared_pct(state, taken(reports["percent"], row)),
        open=~closed,
        continuous=open_ended & ~closed,
        unproved=claims & ~np.append(proved, False)[row],
    )


def _until_next(days: Days) -> Days:
    """When each span ends: where the next one begins, else never. The first span of each card began before all days."""
    following = np.append(days[1:], -NEVER)
    return np.where(following == -NEVER, NEVER, following)


def _since(spans: _Spans, cards: int, at: int) -> Days:
    """First day of the unbroken spans that hold on the day, for each card; NEVER where none does."""
    whole = spans.begin < np.minimum(spans.end, at + 1)
    card, begin, end = spans.card[whole], spans.begin[whole], spans.end[whole]
    since, until = np.full(cards, NEVER), np.full(cards, -NEVER)
    for place in np.lexsort((begin, card)):
        one = card[place]
        if begin[place] > until[one]:
            since[one] = begin[place]
        until[one] = max(until[one], end[place])
    return np.where(until > at, since, NEVER)


def _alone_since(cards: pd.DataFrame, guarantors: pd.DataFrame, at: int) -> Days:
    """The day after the last guarantor of each card; NEVER where there is one, long ago where there never was."""
    of = positions(guarantors["activity_code"], cards["code"])
    begin = _days(guarantors["valid_from"])
    end = _days(periods.period_end(guarantors, ACTIVITY_GUARANTOR)) + 1
    since = np.full(len(cards), -NEVER)
    for one, begun, ended in zip(of, begin, end, strict=True):
        if one >= 0 and begun <= at:
            since[one] = max(since[one], NEVER if ended > at else ended)
    return since


def _passed(cards: pd.DataFrame, milestones: pd.DataFrame, moves: pd.DataFrame, at: int) -> _Spans:
    """When the milestones of each card were past and not reached, as it was known at the time.

    A milestone stands where the last move decided by the day put it (`lib.model.reporting.planned_on`), so a move ends
    the time in which it was past, and cannot undo it.
    """
    kept = milestones[milestones["activity_code"].isin(cards["code"])].reset_index(drop=True)
    of = positions(moves["milestone_id"], kept["id"])
    decided = moves[(of >= 0) & (_days(moves["date"]) <= at)]
    n = len(kept)
    which = np.concatenate([np.arange(n), positions(decided["milestone_id"], kept["id"])])
    day = np.concatenate([np.full(n, -NEVER), _days(decided["date"])])
    planned = np.concatenate([_days(kept["planned_date"]), _days(decided["planned_date"])])
    order = np.lexsort((day, which))
    which, day, planned = which[order], day[order], planned[order]
    end = np.minimum(_until_next(day), _days(kept["reached_date"])[which])
    return _Spans(positions(kept["activity_code"], cards["code"])[which], day, end).after(planned)


def _lag_limit_day(declared: Floats, first: Days, last: Days, limit_pct: float) -> Days:
    """The last day on which time elapsed exceeds declared progress by no more than the limit; NEVER where always."""
    length = last - first
    share = (np.nan_to_num(declared, nan=100.0) + limit_pct) / 100
    days = np.floor(np.round(share * length, 6)).astype("int64")
    return np.where(days >= length, NEVER, first + days)


def _months_later(days: Days, months: int) -> Days:
    """The same day of the month so many months later, or the last day of a shorter month."""
    later = {day: periods.months_later(date.fromordinal(_EPOCH + day), months).toordinal() - _EPOCH
             for day in np.unique(days).tolist()}
    return np.array([later[day] for day in days.tolist()], dtype=np.int64)


_EPOCH = date(1970, 1, 1).toordinal()


def _days(values: pd.Series | npt.NDArray[np.datetime64]) -> Days:
    """Days as whole numbers; an absent one is NEVER."""
    days = np.asarray(values, dtype="datetime64[D]")
    return np.where(np.isnat(days), NEVER, days.astype("int64"))
