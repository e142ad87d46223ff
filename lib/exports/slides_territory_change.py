"""Slides on what changed in the coverage between two days: plans and municipalities, the areas, the map."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from lib.charts.style import Look, looks, palette
from lib.exports.document import Bound, Chart, Fact, Facts, KeyLine, RegionMap, Said, Slide
from lib.exports.slide_maker import SlideMaker
from lib.exports.territory_scope import Scope, count_of, emphasised, heading, scope_of, told
from lib.model.derived import CoverChange, CoverStatus, PlanChange
from lib.model.derived_territory import AreaChange
from lib.model.pack import Section
from lib.text import formats, sentences, territory_sentences

TABLE = "coverage_compared"
LISTED_PLANS = 12
"""New and ended plans are listed on a slide up to this many; more are in the annex."""


def coverage_change(maker: SlideMaker) -> Iterator[Slide]:
    """What differs between two days, the earlier one first; a slide that says so where no other day is known."""
    words = maker.words
    if TABLE not in maker.sheets:
        yield maker.slide(
            "coverage_change", Section.COVERAGE_CHANGE, heading(maker, Section.COVERAGE_CHANGE),
            Said(words("No earlier day is known to compare with.")), (),
            (Said(words("A second day can be chosen when the pack is put together.")),), (), maker.query("pokryti"))
        return
    scope = scope_of(maker)
    yield _counts_slide(maker, scope)
    if _unchanged(maker, scope):
        return
    if len(scope.areas(TABLE)) > 1:
        yield _areas_slide(maker, scope)
    yield _map_slide(maker, scope)
    changed = _changed_plans(maker)
    if 0 < len(changed) <= LISTED_PLANS:
        yield _plans_slide(maker, scope, changed)


def days(maker: SlideMaker) -> tuple[date, date]:
    """The earlier and the later day."""
    return maker.tell.exact(TABLE, 0, "before_date"), maker.tell.exact(TABLE, 0, "after_date")


def _query(maker: SlideMaker) -> str:
    """The two days on the map of the screen."""
    return maker.query("pokryti", srovnani=_other_day(maker).isoformat())


def _other_day(maker: SlideMaker) -> date:
    """The day the day of the pack is compared with."""
    first, second = days(maker)
    return first if second == maker.pack.selection.at.valid_on else second


def _unchanged(maker: SlideMaker, scope: Scope) -> bool:
    """Whether it is known that no plan, no municipality and no number of people differs between the two days."""
    plans, towns = maker.sheets["plan_change"].frame["change"], maker.sheets["coverage_change"].frame["change"]
    people = [[maker.tell.exact(TABLE, row, f"population_covered_{when}_persons") for row in scope.listed(TABLE)]
              for when in ("before", "after")]
    return bool((plans == PlanChange.UNCHANGED.value).all()) and people[0] == people[1] and bool(
        towns.isin([CoverChange.STILL_COVERED.value, CoverChange.STILL_NOT_COVERED.value]).all())


def _plan_counts(maker: SlideMaker) -> Mapping[PlanChange, Bound]:
    return {change: maker.tell.count("plan_change", maker.tell.rows("plan_change", change=change.value))
            for change in PlanChange}


def _counts_slide(maker: SlideMaker, scope: Scope) -> Slide:
    """Plans are counted and so are municipalities and people, side by side: the first number is not the others."""
    words, tell, (first, second) = maker.words, maker.tell, days(maker)
    before, after, total = (scope.number(TABLE, column) for column in (
        "covered_before", "covered_after", "municipalities"))
    title = Said(territory_sentences.two_days_sentence(
        words, scope.phrase, count_of(before), count_of(after), count_of(total), first, second),
        (*told(before), total, *told(after)))
    if _unchanged(maker, scope):
        clause = territory_sentences.municipalities_clause(words, scope.phrase, count_of(after), count_of(total))
        title = Said(territory_sentences.unchanged_clause(words, clause, _other_day(maker)), (*told(after), total))
    facts = Facts("coverage_two_days", words("What changed between {before} and {after}", before=first, after=second), (
        _plans_fact(maker), _municipalities_fact(maker, before, after, total), _people_fact(maker, scope)))
    rows = scope.listed(TABLE)
    twin = tell.grid(
        "coverage_compared_table", words("Coverage on two days side by side"), TABLE,
        ("orp_name", "plans_before", "plans_after", "covered_before", "covered_after",
         "population_covered_before_share", "population_covered_after_share", "gained", "lost", "unknown"),
        rows, heads={
            "plans_before": words("Plans before"), "plans_after": words("Plans after"),
            "covered_before": words("Municipalities before"), "covered_after": words("Municipalities after"),
            "population_covered_before_share": words("Inhabitants before (%)"),
            "population_covered_after_share": words("Inhabitants after (%)"), "gained": words("Gained"),
            "lost": words("Lost"), "unknown": words("Not known")},
        emphasised=emphasised(maker, TABLE, rows))
    return maker.slide(
        "coverage_change", Section.COVERAGE_CHANGE, heading(maker, Section.COVERAGE_CHANGE), title, (facts,),
        (Said(words("The number of plans is not coverage.")),), (TABLE, "plan_change"), _query(maker), table=twin)


def _plans_fact(maker: SlideMaker) -> Fact:
    """Plans valid on the two days: those that ended were valid on the earlier one, those that are new on the later."""
    words, tell, (first, second) = maker.words, maker.tell, days(maker)
    counts = _plan_counts(maker)
    before, after = (tell.count("plan_change", [
        row for change in PlanChange if change is not missing for row in tell.rows("plan_change", change=change.value)])
        for missing in (PlanChange.NEW, PlanChange.ENDED))
    new, ended, extended, unchanged = (counts[change] for change in (
        PlanChange.NEW, PlanChange.ENDED, PlanChange.EXTENDED, PlanChange.UNCHANGED))
    said = sentences.change_sentence(
        words, count_of(new), count_of(ended), count_of(extended), count_of(unchanged), count_of(before),
        count_of(after), first, second)
    return Fact(
        words("Valid plans"), f"{before.shown} → {after.shown}", _unit(maker, after, "plans"),
        Said(said, (before, after, *told(before, after), new, ended, extended, unchanged)))


def _municipalities_fact(maker: SlideMaker, before: Bound, after: Bound, total: Bound) -> Fact:
    words, tell = maker.words, maker.tell
    moved = [tell.count("coverage_change", tell.rows("coverage_change", change=change.value)) for change in (
        CoverChange.GAINED, CoverChange.LOST, CoverChange.STILL_COVERED, CoverChange.STILL_NOT_COVERED,
        CoverChange.UNKNOWN)]
    said = sentences.coverage_change_sentence(words, *map(count_of, moved))
    return Fact(
        words("Municipalities with a valid plan"), f"{before.shown} → {after.shown}",
        words("{of_total} municipalities", of_total=formats.out_of(count_of(total), maker.lang)),
        Said(said, (before, after, total, *moved[:4], *told(moved[4]))))


def _people_fact(maker: SlideMaker, scope: Scope) -> Fact:
    """The share of people, of several ORP their number."""
    words, said = maker.words, _people(maker, scope)
    shown = [scope.share(TABLE, f"population_covered_{when}_share") or
             scope.number(TABLE, f"population_covered_{when}_persons") for when in ("before", "after")]
    printed = [f"≥{formats.NBSP}{one.shown}" if least and one.value is not None else one.shown
               for one, least in zip(shown, _at_least(maker), strict=True)]
    return Fact(
        words("Inhabitants of municipalities with a valid plan"), " → ".join(printed),
        words("of inhabitants") if scope.one else _unit(maker, shown[1], "persons"),
        Said(said.text, (*(one for one in shown if one.value is not None), *said.bound)))


def _people(maker: SlideMaker, scope: Scope) -> Said:
    """How many people valid plans cover on the two days, with their share where there is one."""
    before, after = (scope.number(TABLE, f"population_covered_{when}_persons") for when in ("before", "after"))
    shares = [scope.share(TABLE, f"population_covered_{when}_share") for when in ("before", "after")]
    first, second = (None if share is None else share.value for share in shares)
    said = territory_sentences.people_on_two_days_sentence(
        maker.words, before.value, after.value, first, second, *days(maker), at_least=_at_least(maker))
    if before.value is None or after.value is None:
        return Said(said)
    return Said(said, (before, after, *(share for share in shares if share is not None and share.value is not None)))


def _at_least(maker: SlideMaker) -> tuple[bool, bool]:
    """Whether of some municipality it is not known on the earlier, on the later day if a plan covers it."""
    before, after = (bool((maker.sheets["coverage_change"].frame[f"status_{when}"] == CoverStatus.UNKNOWN.value).any())
                     for when in ("before", "after"))
    return before, after


def _unit(maker: SlideMaker, bound: Bound, unit: str) -> str:
    return formats.unit_word(bound.value, unit, maker.lang)


def _gains(maker: SlideMaker, scope: Scope) -> Said:
    gained, lost, unknown = (scope.number(TABLE, column) for column in ("gained", "lost", "unknown"))
    return Said(territory_sentences.gains_sentence(maker.words, *map(count_of, (gained, lost, unknown))),
                told(gained, lost, unknown))


def _areas_slide(maker: SlideMaker, scope: Scope) -> Slide:
    """The share of people covered on both days, area by area."""
    words, tell, rows = maker.words, maker.tell, scope.listed(TABLE)
    first, second = days(maker)
    colours = palette("light").ramp
    series = tuple(
        tell.series(TABLE, rows, f"population_covered_{when}_share", formats.date(day, maker.lang), look)
        for when, day, look in (("before", first, replace(colours[1], pattern="/")), ("after", second, colours[4])))
    name = words("Share of inhabitants with a valid plan (%)")
    title = _gains(maker, scope)
    chart = Chart("coverage_compared_chart", name, f"{name}. {title.text}", TABLE, "bars", "%", "0 %",
                  tuple(tell.printed(TABLE, row, "orp_name") for row in rows), rows, series,
                  tuple(KeyLine(one.look, one.title) for one in series))
    twin = tell.grid(
        "coverage_shares_compared", name, TABLE,
        ("orp_name", "population_covered_before_persons", "population_covered_before_share",
         "population_covered_after_persons", "population_covered_after_share"),
        rows, heads={
            "population_covered_before_persons": words("Inhabitants before"),
            "population_covered_before_share": words("Inhabitants before (%)"),
            "population_covered_after_persons": words("Inhabitants after"),
            "population_covered_after_share": words("Inhabitants after (%)")},
        emphasised=emphasised(maker, TABLE, rows))
    return maker.slide("coverage_change_areas", Section.COVERAGE_CHANGE, heading(maker, Section.COVERAGE_CHANGE),
                       _people(maker, scope), (chart,), (title,), (TABLE,), _query(maker), table=twin)


def area_change_looks() -> Mapping[str, Look]:
    """Looks of what became of an area: as those of municipalities, grey where some gained and others lost."""
    changes, colours = looks("light", "cover_change"), palette("light")
    return {
        AreaChange.GAINED.value: changes[CoverChange.GAINED.value],
        AreaChange.LOST.value: changes[CoverChange.LOST.value],
        AreaChange.BOTH.value: replace(looks("light", "gap_class")["in_line"], symbol="▲▼"),
        AreaChange.NOTHING.value: Look(colours.land, colours.text, colours.border, "="),
        AreaChange.UNKNOWN.value: colours.unknown,
    }


def _map_slide(maker: SlideMaker, scope: Scope) -> Slide:
    """Which municipalities gained or lost a valid plan."""
    words, tell, (first, second) = maker.words, maker.tell, days(maker)
    rows = scope.listed(TABLE)
    drawn = _difference_map(maker)
    twin = tell.grid(
        "coverage_moved_table", words("Municipalities that gained or lost cover"), TABLE,
        ("orp_name", "municipalities", "gained", "lost", "unknown", "change"), rows, heads={
            "municipalities": words("Municipalities"), "gained": words("Gained"), "lost": words("Lost"),
            "unknown": words("Not known")},
        emphasised=emphasised(maker, TABLE, rows))
    title = _gains(maker, scope)
    return maker.slide(
        "coverage_change_map", Section.COVERAGE_CHANGE,
        words("Municipalities between {before} and {after}", before=first, after=second), title,
        (twin,) if drawn is None else (drawn,), (), (TABLE, "coverage_change"), _query(maker),
        table=None if drawn is None else twin)


def _difference_map(maker: SlideMaker) -> RegionMap | None:
    words, areas, towns = maker.words, area_change_looks(), looks("light", "cover_change")

    def drawn(value: Any) -> tuple[Look, str, str]:
        label = words.label("area_change", value)
        return areas[value], label, label

    changes = {maker.tell.exact(TABLE, row, "change") for row in maker.tell.rows(TABLE)
               if maker.tell.exact(TABLE, row, "orp_code") in maker.view.areas}
    present = set(maker.sheets["coverage_change"].frame["change"])
    legend = (
        *(KeyLine(look, words("area: {meaning}", meaning=words.label("area_change", word)))
          for word, look in areas.items() if word in changes),
        *(KeyLine(look, words("municipality: {meaning}", meaning=words.label("cover_change", word)))
          for word, look in towns.items() if word in present))
    title = words("Municipalities that gained or lost cover")
    return maker.region_map("coverage_change_map", title, title, TABLE, "change", drawn, legend,
                            maker.municipality_points("coverage_change", "change", towns, "cover_change"))


def _changed_plans(maker: SlideMaker) -> tuple[int, ...]:
    """Rows of plans that began or ended."""
    return tuple(row for change in (PlanChange.NEW, PlanChange.ENDED)
                 for row in maker.tell.rows("plan_change", change=change.value))


def _plans_slide(maker: SlideMaker, scope: Scope, changed: tuple[int, ...]) -> Slide:
    """Which plans began and which ended."""
    words, tell, (first, second) = maker.words, maker.tell, days(maker)
    counts = _plan_counts(maker)
    new, ended = counts[PlanChange.NEW], counts[PlanChange.ENDED]
    title = Said(territory_sentences.new_and_ended_sentence(words, count_of(new), count_of(ended), first, second),
                 told(new, ended))
    signs, cover = (PlanChange.NEW, PlanChange.ENDED), looks("light", "cover_change")
    shown = {(place, 1): cover[(CoverChange.GAINED if tell.exact("plan_change", row, "change") == signs[0].value
                                else CoverChange.LOST).value] for place, row in enumerate(changed)}
    plans = tell.grid("plan_change_table", words("Changes over time"), "plan_change",
                      ("plan_title", "change", "valid_from", "valid_until", "municipalities"), changed,
                      heads={"municipalities": words("Municipalities")}, looks=shown)
    return maker.slide("coverage_change_plans", Section.COVERAGE_CHANGE, heading(maker, Section.COVERAGE_CHANGE), title,
                       (plans,), (), ("plan_change",), _query(maker))
