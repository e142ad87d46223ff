"""Slides on the plan: progress by goal, what moved since the last meeting, signals."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from textwrap import shorten

from lib.charts.figures import STATES, state_word
from lib.charts.style import UNREPORTED, Look, looks
from lib.exports.document import Bound, Chart, Grid, KeyLine, Said, Slide
from lib.exports.slide_maker import SlideMaker
from lib.model.derived_rollup import WHOLE_PLAN, Movement
from lib.model.pack import Section
from lib.model.plan import ActivityState, printed_code
from lib.text import formats, plan_sentences, sentences
from lib.text.signals import meaning
from lib.views.moved import MovedView

PAGE = "aktivity"
GOAL_WIDTH = 62
"""Characters of a goal that fit beside its bar; the table has all of it."""

LISTED = 8
"""Cards and signals listed on one slide."""


def stated(text: str, *numbers: Bound) -> Said:
    """The sentence with those of the numbers that stand in it: one told in words ("none") has nothing to be bound."""
    return Said(text, tuple(number for number in numbers if re.search(
        rf"(?<![\w,.]){re.escape(number.shown)}(?!\w|[,.]\d)", text)))


def whole(number: Bound) -> int:
    """A count as an int; one that is unknown is a mistake of ours."""
    if number.value is None or isinstance(number.value, str | date):
        raise TypeError(f"{number.table}.{number.column} is no count: {number.value!r}")
    return int(number.value)


def plain_heads(maker: SlideMaker, table: str, columns: Sequence[str]) -> dict[str, str]:
    """Titles of columns without their unit, where the title says it already."""
    return {column: maker.words.title(maker.sheets[table].table.field(column)) for column in columns}


def _of_region(maker: SlideMaker) -> tuple[Said, ...]:
    """That cards belong to the whole region, where the pack is about some areas only."""
    if not maker.pack.areas:
        return ()
    named = formats.listed((maker.area_name(code) for code in maker.pack.areas), maker.lang)
    return (Said(maker.words("Cards belong to the plan of the whole region: these numbers are those of the region, "
                             "not of {areas}.", areas=named)),)


def _not_begun(maker: SlideMaker, section: Section, heading: str, view: str) -> Slide | None:
    """The slide of a day before the plan began, when nothing can be done or late; None from its first day on."""
    plan, words = maker.view.plan, maker.words
    if plan is None or maker.pack.selection.at.valid_on >= plan.begins:
        return None
    key, title = {
        Section.PROGRESS: ("progress", words("The plan begins on {day}; before that nothing can be done.",
                                             day=plan.begins)),
        Section.MOVED: ("moved", words("The plan begins on {day}; before that nothing can move.", day=plan.begins)),
        Section.SIGNALS: ("signals", words("The plan begins on {day}; before that nothing can be late.",
                                           day=plan.begins)),
    }[section]
    runs = words("The plan runs from {begins} to {ends}.", begins=plan.begins, ends=plan.ends)
    return maker.slide(key, section, heading, Said(title), (), (Said(runs),), (), maker.query(PAGE, pohled=view))


def progress(maker: SlideMaker) -> Iterator[Slide]:
    """Cards by state for every goal, and the whole plan in the region's words."""
    words, tell = maker.words, maker.tell
    heading = words("Progress of the plan")
    early = _not_begun(maker, Section.PROGRESS, heading, "souhrny")
    if early is not None:
        yield early
        return
    row = tell.row("progress", goal_code=WHOLE_PLAN)
    done, total, lagging, unreported, cancelled = (
        tell.cell("progress", row, column)
        for column in ("done", "activities", "lagging", "unreported", ActivityState.CANCELLED.value))
    title = stated(sentences.progress_sentence(words, *map(whole, (done, total, lagging, unreported))),
                   done, total, lagging, unreported)
    yield maker.slide(
        "progress", Section.PROGRESS, heading, title, (_goals_chart(maker, title.text),),
        (_fulfilment(maker, cancelled), *_of_region(maker)), ("progress", "fulfilment_count"),
        maker.query(PAGE, pohled="souhrny"), table=_goals_table(maker))


def _states(maker: SlideMaker) -> tuple[str, ...]:
    """States some card of the plan is in, in their order."""
    row = maker.tell.row("progress", goal_code=WHOLE_PLAN)
    return tuple(state for state in STATES if maker.tell.exact("progress", row, state))


def _goals_chart(maker: SlideMaker, said: str) -> Chart:
    words, tell = maker.words, maker.tell
    rows = tuple(row for row in tell.rows("progress") if tell.exact("progress", row, "goal_code") != WHOLE_PLAN)
    drawn = looks("light", "activity_state")
    title = words("Cards by goal and state")
    return Chart(
        "progress_chart", title, f"{title}. {said}", "progress", "stacked", words("activities"), "0",
        tuple(shorten(f"{printed_code(str(tell.exact('progress', row, 'goal_code')))} "
                      f"{tell.exact('progress', row, 'goal_name')}", GOAL_WIDTH, placeholder="…") for row in rows),
        rows,
        tuple(tell.series("progress", rows, state, state_word(state, words), drawn[state])
              for state in _states(maker)),
        tuple(KeyLine(drawn[state], state_word(state, words)) for state in _states(maker)),
    )


def _goals_table(maker: SlideMaker) -> Grid:
    tell, words = maker.tell, maker.words
    counted = ("activities", *_states(maker), "lagging")
    rows = tell.rows("progress")
    return tell.grid(
        "progress_table", words("Cards by goal and state"), "progress", ("goal_code", "goal_name", *counted), rows,
        heads=plain_heads(maker, "progress", counted),
        emphasised=[place for place, row in enumerate(rows)
                    if tell.exact("progress", row, "goal_code") == WHOLE_PLAN])


def _fulfilment(maker: SlideMaker, cancelled: Bound) -> Said:
    """The region's words with n and whole per cent, which add up to 100."""
    tell = maker.tell
    rows = tell.rows("fulfilment_count")
    counts, shares = ({str(tell.exact("fulfilment_count", row, "fulfilment")):
                       tell.cell("fulfilment_count", row, column) for row in rows}
                      for column in ("activities", "share_pct"))
    text = plan_sentences.fulfilment_sentence(
        maker.words, {code: whole(n) for code, n in counts.items()}, {code: whole(n) for code, n in shares.items()},
        whole(cancelled))
    return stated(text, *shares.values(), *counts.values(), tell.total("fulfilment_count", rows, "activities"),
                  *((cancelled,) if whole(cancelled) else ()))


def moved(maker: SlideMaker) -> Iterator[Slide]:
    """What became of the cards between two days: how many, and which."""
    words, plan = maker.words, maker.view.plan
    heading = words("What moved in the plan")
    early = _not_begun(maker, Section.MOVED, heading, "zmeny")
    if early is not None:
        yield early
    elif plan is not None and plan.moved is not None:
        if plan.moved.moved is None or plan.moved.earlier == plan.moved.later:
            yield _nothing_to_compare(maker, heading, plan.moved)
        else:
            yield from _moved(maker, heading, plan.moved)


def _moved_query(maker: SlideMaker, view: MovedView) -> str:
    """The address with the other day pinned, also where nobody chose it."""
    days = {view.earlier, view.later} - {maker.pack.selection.at.valid_on, None}
    other = next(iter(days), None)
    return maker.query(PAGE, pohled="zmeny", srovnani=other.isoformat() if other else None)


def _nothing_to_compare(maker: SlideMaker, heading: str, view: MovedView) -> Slide:
    """Why there are no numbers: no other day, twice the same day, or days of two plans."""
    words = maker.words
    more: tuple[Said, ...] = ()
    if view.earlier is None:
        title = words("There is no other day to compare with: no earlier meeting is recorded and none was chosen.")
    elif view.plans is None:
        title = words("Both days are the same: nothing can have moved.")
    else:
        title = words("The two days belong to different plans, whose cards are not compared.")
        more = (Said(words(
            "On {earlier} it was the plan “{first}” that held, on {later} the plan “{second}”. Cards of two plans are "
            "not compared: each has its own.", earlier=view.earlier, first=view.plans[0], later=view.later,
            second=view.plans[1])),)
    return maker.slide("moved", Section.MOVED, heading, Said(title), (), more, (), _moved_query(maker, view))


def _moved(maker: SlideMaker, heading: str, view: MovedView) -> Iterator[Slide]:
    words, tell = maker.words, maker.tell
    if view.earlier is None or view.later is None:
        return
    body = view.meetings.body if view.earlier in view.meetings.days else None
    rows = tell.rows("movement_count")
    counts = {str(tell.exact("movement_count", row, "movement")): tell.cell("movement_count", row, "activities")
              for row in rows}
    total = tell.total("movement_count", rows, "activities")
    changed = tell.total("movement_count", [
        row for row in rows if tell.exact("movement_count", row, "movement") != Movement.UNCHANGED], "activities")
    title = stated(plan_sentences.changed_sentence(words, whole(changed), whole(total), view.earlier, view.later, body),
                   total, changed)
    told = plan_sentences.moved_sentence(words, {code: whole(n) for code, n in counts.items()}, view.earlier,
                                         view.later, body)
    said = [stated(told, total, *(n for code, n in counts.items() if whole(n) or code == Movement.UNCHANGED.value))]
    if view.by_default and body is not None:
        said.append(Said(words("Nobody chose the other day, so it is that of the last meeting of {body} before {day}.",
                               body=body, day=maker.pack.selection.at.valid_on)))
    if whole(counts[Movement.OTHER.value]):
        said.append(Said(words("Another change is a new report, signal, milestone or guarantor while state and "
                               "progress stay.")))
    twin = tell.grid("moved_table", words("What became of the cards"), "movement_count",
                     ("movement", "activities", "share_pct"),
                     heads=plain_heads(maker, "movement_count", ("activities",)))
    shown = [row for row in rows if tell.exact("movement_count", row, "activities")]
    query = _moved_query(maker, view)
    chart = _bars(maker, "moved_chart", twin.title, title.text, "movement_count", "movement", shown)
    yield maker.slide(
        "moved", Section.MOVED, heading, title, (chart,),
        (*said, *_of_region(maker)), ("movement_count", "progress_moved"), query, table=twin)
    if whole(changed):
        yield _moved_cards(maker, view, query)


def _moved_cards(maker: SlideMaker, view: MovedView, query: str) -> Slide:
    words, tell = maker.words, maker.tell
    order = {movement.value: place for place, movement in enumerate(Movement)}
    moved_rows = sorted((row for row in tell.rows("progress_moved")
                         if tell.exact("progress_moved", row, "movement") != Movement.UNCHANGED),
                        key=lambda row: (order[str(tell.exact("progress_moved", row, "movement"))], row))
    drawn = looks("light", "activity_state")
    columns = ("activity_code", "activity_title", "movement", "state_before", "state_after", "declared_before_pct",
               "declared_after_pct")
    shown = moved_rows[:LISTED]
    grid = tell.grid(
        "moved_cards", words("Cards with a change"), "progress_moved", columns, shown,
        heads={"activity_code": words("Card"), **plain_heads(maker, "progress_moved", columns[5:])},
        digits=dict.fromkeys(columns[5:], 0),
        looks={(place, columns.index(column)): drawn[str(tell.exact("progress_moved", row, column) or UNREPORTED)]
               for place, row in enumerate(shown) for column in ("state_before", "state_after")})
    title = words("Cards that changed between {earlier} and {later}", earlier=view.earlier, later=view.later)
    return maker.slide("moved_cards", Section.MOVED, words("What moved in the plan"), Said(title), (grid,),
                       rest(maker, "progress_moved", moved_rows[LISTED:]), ("progress_moved",), query)


def rest(maker: SlideMaker, table: str, rows: Sequence[int]) -> tuple[Said, ...]:
    """How many rows did not fit on a slide and where they are; nothing where all did."""
    if not rows:
        return ()
    count = maker.tell.count(table, rows)
    return (stated(maker.words.plural("{n} more row is in the annex (XLSX).", "{n} more rows are in the annex (XLSX).",
                                      len(rows)), count),)


def _bars(  # noqa: PLR0917
    maker: SlideMaker, key: str, title: str, said: str, table: str, column: str, rows: Sequence[int],
) -> Chart:
    """One bar for each word of a code list, as long as it has cards."""
    tell = maker.tell
    look: Look = looks("light", "activity_state")[ActivityState.RUNNING]
    return Chart(
        key, title, f"{title}. {said}", table, "bars", formats.unit_name("cards", maker.lang), "0",
        tuple(tell.printed(table, row, column) for row in rows), tuple(rows),
        (tell.series(table, rows, "activities", maker.words("Cards"), look),))


def signals(maker: SlideMaker) -> Iterator[Slide]:
    """How many cards raise which signal, by which limits, and which signals last longest."""
    words, tell = maker.words, maker.tell
    heading = words("Signals of cards")
    query = maker.query(PAGE, pohled="signaly")
    early = _not_begun(maker, Section.SIGNALS, heading, "signaly")
    if early is not None:
        yield early
        return
    every = tell.rows("signal")
    if not every:
        none = words("No card raises such a signal on {day}.", day=maker.pack.selection.at.valid_on)
        yield maker.slide("signals", Section.SIGNALS, heading, Said(none), (), _of_region(maker),
                          ("signal", "signal_count"), query)
        return
    first_of: dict[str, int] = {}
    for row in every:
        first_of.setdefault(str(tell.exact("signal", row, "activity_code")), row)
    raised, cards = tell.count("signal", every), tell.count("signal", tuple(first_of.values()), "activity_code")
    total = tell.cell("signal_count", 0, "cards")
    title = stated(plan_sentences.signals_sentence(words, whole(raised), whole(cards), whole(total)),
                   raised, cards, total)
    shown = [row for row in tell.rows("signal_count") if tell.exact("signal_count", row, "activities")]
    twin = tell.grid("signals_table", words("How many cards raise each signal"), "signal_count",
                     ("signal", "activities", "cards", "limit", "oldest"),
                     heads=plain_heads(maker, "signal_count", ("activities", "cards")))
    chart = _bars(maker, "signals_chart", twin.title, title.text, "signal_count", "signal", shown)
    yield maker.slide(
        "signals", Section.SIGNALS, heading, title, (chart,),
        (Said(words("A card with several signals counts in each.")), *_limits(maker, shown), *_of_region(maker)),
        ("signal_count", "signal"), query, table=twin)
    yield _oldest(maker, heading, every, query)


def _limits(maker: SlideMaker, shown: Sequence[int]) -> Iterator[Said]:
    """What the signals with a limit mean, with the limit in force."""
    words, tell = maker.words, maker.tell
    for row in shown:
        limit = tell.cell("signal_count", row, "limit")
        if limit.value is not None:
            signal = str(tell.exact("signal_count", row, "signal"))
            value = float(limit.value)  # type: ignore[arg-type]
            label = words.label("signal", signal)
            yield stated(f"{label[:1].upper()}{label[1:]}: {meaning(words, signal, value, value)}", limit)


def _oldest(maker: SlideMaker, heading: str, every: Sequence[int], query: str) -> Slide:
    words, tell = maker.words, maker.tell
    ordered = sorted(every, key=lambda row: (tell.exact("signal", row, "since"),
                                             tell.exact("signal", row, "activity_code"), row))
    since = tell.exact("signal", ordered[0], "since")
    longest = tell.count("signal", [row for row in ordered if tell.exact("signal", row, "since") == since])
    title = stated(words.plural("{n} signal lasts longest, since {day}.", "{n} signals last longest, since {day}.",
                                whole(longest), day=since), longest)
    grid = tell.grid("oldest_signals", words("Signals that last longest"), "signal",
                     ("activity_code", "activity_title", "signal", "guarantor", "since", "days"), ordered[:LISTED],
                     heads={"activity_code": words("Card")})
    return maker.slide("oldest_signals", Section.SIGNALS, heading, title, (grid,),
                       rest(maker, "signal", ordered[LISTED:]), ("signal",), query)
