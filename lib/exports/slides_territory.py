"""Slides on territory on the day: the four answers, the areas side by side, coverage by community plans."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from lib.charts.legend import ramp_for
from lib.charts.style import Look, looks, palette
from lib.exports.document import Bound, Chart, Fact, Facts, Figure, Grid, KeyLine, RegionMap, Said, Slide
from lib.exports.slide_maker import SlideMaker
from lib.exports.territory_scope import Scope, count_of, emphasised, heading, scope_of, told
from lib.model.pack import Section
from lib.model.selection import Norm
from lib.text import formats, sentences, territory_sentences

SHARE = "population_covered_share"
SIGNIFICANT = sentences.SIGNIFICANT


def overview(maker: SlideMaker) -> Iterator[Slide]:
    """The four answers of the first page, and the areas side by side where there are several."""
    words, scope = maker.words, scope_of(maker)
    done, total = _answer(maker, "activities_done"), _answer(maker, "activities")
    covered, of, unknown = (scope.number("overview_answer", column) for column in (
        "municipalities_covered", "municipalities", "municipalities_unknown"))
    share = scope.share("overview_answer", SHARE)
    if share is not None:
        clause = territory_sentences.covered_clause(words, scope.phrase, share.value, at_least=count_of(unknown) > 0)
        bound: tuple[Bound, ...] = () if share.value is None else (share,)
    else:
        clause = territory_sentences.municipalities_clause(words, scope.phrase, count_of(covered), count_of(of))
        bound = (*told(covered), of)
    clause += f"; {territory_sentences.done_clause(words, done.value, count_of(total))}."
    title = Said(clause, (*bound, *told(done), *(() if done.value is None else (total,))))
    facts = Facts("overview_facts", heading(maker, Section.OVERVIEW), (
        _coverage_fact(maker, scope, share, covered, of, unknown), _worst_fact(maker, scope),
        _progress_fact(maker, done, total), _stale_fact(maker)))
    twin = _areas_grid(maker, scope)
    yield maker.slide("overview", Section.OVERVIEW, heading(maker, Section.OVERVIEW), title, (facts,),
                      (Said(_what_of(maker, scope)),), ("overview_answer", "area_signs"), maker.query(""), table=twin)
    if len(maker.sheets["area_signs"].frame) > 1:
        yield _severe_slide(maker, scope, twin)


def _answer(maker: SlideMaker, column: str) -> Bound:
    """A number of the whole plan; every row has it."""
    return maker.tell.cell("overview_answer", maker.tell.row("overview_answer", orp_code=maker.area_rows), column)


def _what_of(maker: SlideMaker, scope: Scope) -> str:
    """What the four numbers are of."""
    words = maker.words
    if scope.one and maker.one_area is None:
        return words("All four numbers are of the whole region.")
    if scope.one:
        return words("Progress and stale cards are those of the whole plan; cards do not name an ORP.")
    return words("Coverage and the least covered need are those of the chosen ORP together, progress and alerts those "
                 "of the whole region.")


def _coverage_fact(  # noqa: PLR0917
    maker: SlideMaker, scope: Scope, share: Bound | None, covered: Bound, of: Bound, unknown: Bound,
) -> Fact:
    words, lang = maker.words, maker.lang
    name = words("Coverage by community plans")
    read = sentences.coverage_sentence(words, scope.phrase, count_of(covered), count_of(of), None, count_of(unknown))
    bound = (*told(covered), of, *told(unknown))
    if share is None:
        of_total = words("{of_total} municipalities", of_total=formats.out_of(count_of(of), lang))
        return Fact(name, covered.shown, of_total, Said(read, (covered, of, *bound)))
    if share.value is None:
        return Fact(name, "?", words("of inhabitants, unknown"), Said(read, bound))
    number = f"≥{formats.NBSP}{share.shown}" if count_of(unknown) else share.shown
    return Fact(name, number, words("of inhabitants"), Said(read, (share, *bound)))


def _worst_fact(maker: SlideMaker, scope: Scope) -> Fact:
    """The least covered need: of several ORP the first in the order the first page has."""
    words, tell, table = maker.words, maker.tell, "overview_answer"
    name = words("Least covered need")
    known = [row for row in scope.rows(table) if tell.exact(table, row, "worst_type_code") is not None]
    if not known:
        return Fact(name, "–", words("none is known"), Said(words(
            "No service type falls short of the region's mean here, or the capacity is not known.")))
    row = min(known, key=lambda row: tuple(tell.exact(table, row, column) for column in (
        "worst_covered_share", "worst_gap_units", "worst_orp_code")))
    unit = str(tell.exact(table, row, "worst_unit"))
    gap = tell.cell(table, row, "worst_gap_units", significant=SIGNIFICANT)
    missing = tell.cell(table, row, "worst_gap_units", significant=SIGNIFICANT, absolute=True)
    share = tell.cell(table, row, "worst_covered_share")
    said = sentences.worst_gap_sentence(
        words, str(tell.exact(table, row, "worst_type_name")), str(tell.exact(table, row, "worst_form")),
        maker.area_phrase(str(tell.exact(table, row, "worst_orp_code"))), gap.value, unit, Norm.REGION_MEAN.value)
    covered = words("Capacity covers {share} of the need.", share=share.shown)
    return Fact(
        name, gap.shown, formats.unit_word(gap.value, unit, maker.lang, significant=SIGNIFICANT),
        Said(f"{said} {covered}", (gap, missing, share)))


def _progress_fact(maker: SlideMaker, done: Bound, total: Bound) -> Fact:
    words = maker.words
    name = words("Progress of the plan")
    if done.value is None:
        return Fact(name, "–", words("not started yet"), Said(words("The medium-term plan has not begun yet.")))
    lagging, unreported = _answer(maker, "activities_lagging"), _answer(maker, "activities_unreported")
    said = sentences.progress_sentence(words, *map(count_of, (done, total, lagging, unreported)))
    return Fact(
        name, done.shown, words("{of_total} activities done", of_total=formats.out_of(count_of(total), maker.lang)),
        Said(said, (done, total, *told(done), total, *told(lagging, unreported))))


def _stale_fact(maker: SlideMaker) -> Fact:
    words = maker.words
    alerts, signals, plans = (_answer(maker, column) for column in ("alerts", "card_signals", "plans_expiring"))
    if not alerts.value:
        said = Said(words("No card and no plan waits for an update."))
    else:
        said = Said(words("Signals of cards: {signals}; plans ending within a year: {plans}.", signals=signals.shown,
                          plans=plans.shown), (signals, plans))
    return Fact(words("What is stale"), alerts.shown, words.plural("alert", "alerts", alerts.value),
                Said(said.text, (alerts, *said.bound)))


def _areas_grid(maker: SlideMaker, scope: Scope) -> Grid:
    words = maker.words
    return maker.tell.grid(
        "overview_areas_table", words("The areas side by side"), "area_signs",
        ("orp_name", SHARE, "expiring_share", "severe_cells", "worst_type_name", "worst_gap_units", "worst_unit"),
        scope.areas("area_signs"), heads={
            SHARE: words("Covered inhabitants"), "expiring_share": words("Ends within a year"),
            "severe_cells": words("Severe gaps and white spots"), "worst_gap_units": words("Missing")},
        significant={"worst_gap_units": SIGNIFICANT})


def _severe_slide(maker: SlideMaker, scope: Scope, twin: Grid) -> Slide:
    """How many severe gaps and white spots each area has: a question for the area, not a verdict."""
    words, tell, rows = maker.words, maker.tell, scope.areas("area_signs")
    known = [row for row in rows if tell.exact("area_signs", row, "severe_cells") is not None]
    low, high = ((tell.cell("area_signs", pick(known, key=lambda row: int(tell.exact(
        "area_signs", row, "severe_cells"))), "severe_cells") if known else None) for pick in (min, max))
    unknown = tell.count("area_signs", [row for row in rows if row not in known], "orp_code")
    bound = () if low is None or high is None else (low,) if low.value == high.value else (low, high)
    title = Said(territory_sentences.severe_range_sentence(
        words, low.value if low else None, high.value if high else None, count_of(unknown)),
        (*bound, *(told(unknown) if known else ())))
    name = words("Severe gaps and white spots")
    unit = words("number of service types and forms")
    series = tell.series("area_signs", rows, "severe_cells", name, looks("light", "gap_class")["severe"])
    chart = Chart("overview_severe", f"{name} ({unit})", f"{name} ({unit}). {title.text}", "area_signs", "bars", unit,
                  "0", tuple(tell.printed("area_signs", row, "orp_name") for row in rows), rows, (series,))
    return maker.slide(
        "overview_areas", Section.OVERVIEW, words("The areas side by side"), title, (chart,),
        (Said(words("A gap is a question for the area, not a verdict; the signs are no score and are not added.")),),
        ("area_signs",), maker.query("", mira="severe_cells"), table=twin)


def coverage(maker: SlideMaker) -> Iterator[Slide]:
    """Which municipalities have a valid plan; then the areas side by side, and where the last plan ends within a
    year."""
    words, scope = maker.words, scope_of(maker)
    covered, total, unknown = (scope.number("coverage", column) for column in (
        "municipalities_covered", "municipalities", "municipalities_unknown"))
    share = scope.share("coverage", SHARE)
    known = share if share is not None and count_of(covered) else None
    title = Said(
        sentences.coverage_sentence(words, scope.phrase, count_of(covered), count_of(total),
                                    known.value if known else None, count_of(unknown)),
        (*told(covered), total, *told(known), *told(unknown)))
    said = []
    plans = scope.share("coverage", "plans")
    if plans is not None:  # a plan that reaches into several ORP counts in each: of several nothing can be added
        read = territory_sentences.plans_and_cover_sentence(words, scope.phrase, count_of(plans), count_of(covered))
        said.append(Said(read, (plans, covered) if plans.value else ()))
    overlaps = scope.number("coverage", "overlaps")
    said.append(Said(territory_sentences.overlap_sentence(words, count_of(overlaps)), told(overlaps)))
    twin = _coverage_grid(maker, scope)
    drawn = _coverage_map(maker, scope)
    yield maker.slide(
        "coverage", Section.COVERAGE, heading(maker, Section.COVERAGE), title, (twin,) if drawn is None else (drawn,),
        said, ("coverage", "municipality_coverage"), maker.query("pokryti"), table=None if drawn is None else twin)
    if len(scope.areas("coverage")) > 1:
        yield _shares_slide(maker, scope)
    if len(maker.sheets["plan_expiring"].frame):
        yield _expiring_slide(maker, scope)


def _coverage_grid(maker: SlideMaker, scope: Scope) -> Grid:
    rows, words = scope.listed("coverage"), maker.words
    return maker.tell.grid(
        "coverage_table", words("Coverage by community plans"), "coverage",
        ("orp_name", "municipalities_covered", "municipalities", "municipalities_unknown", SHARE, "plans", "overlaps"),
        rows, heads={
            "municipalities_covered": words("Municipalities covered"), "municipalities": words("Municipalities"),
            "municipalities_unknown": words("Not known"), SHARE: words("Covered inhabitants"), "plans": words("Plans"),
            "overlaps": words("In several plans")},
        emphasised=emphasised(maker, "coverage", rows))


def _coverage_map(maker: SlideMaker, scope: Scope) -> RegionMap | None:
    words, ramp, status = maker.words, ramp_for([], "share"), looks("light", "cover_status")

    def drawn(value: Any) -> tuple[Look, str, str]:
        shown = formats.percent(value, maker.lang)
        return ramp.look(value, "light"), shown, shown

    values = [maker.tell.exact("coverage", row, SHARE) for row in scope.areas("coverage")]
    used = {ramp.look(value, "light") for value in values}
    present = set(maker.sheets["municipality_coverage"].frame["status"])
    legend = (
        *(KeyLine(entry.look, words("area: {meaning} of inhabitants", meaning=entry.meaning) if entry.step else
                  words("area: {meaning}", meaning=entry.meaning))
          for entry in ramp.key(values, words, "light") if entry.look in used),
        *(KeyLine(look, words("municipality: {meaning}", meaning=words.label("cover_status", word)))
          for word, look in status.items() if word in present))
    title = words("Share of inhabitants with a valid plan (%)")
    return maker.region_map(
        "coverage_map", title, f"{words('Coverage by community plans')}: {title}", "coverage", SHARE, drawn, legend,
        maker.municipality_points("municipality_coverage", "status", status, "cover_status"))


def _shares_slide(maker: SlideMaker, scope: Scope) -> Slide:
    """Inhabitants and municipalities covered, area by area: a few large towns can cover many people."""
    words, tell, rows = maker.words, maker.tell, scope.areas("coverage")
    known = [row for row in rows if tell.exact("coverage", row, SHARE) is not None]
    low, high = ((tell.cell("coverage", pick(known, key=lambda row: float(tell.exact("coverage", row, SHARE))), SHARE)
                  if known else None) for pick in (min, max))
    unknown = tell.count("coverage", [row for row in rows if row not in known], "orp_code")
    bound = () if low is None or high is None else (low,) if low.shown == high.shown else (low, high)
    title = Said(territory_sentences.cover_range_sentence(
        words, low.value if low else None, high.value if high else None, count_of(unknown) if known else 0),
        (*bound, *(told(unknown) if known else ())))
    colours = palette("light").ramp
    listed = scope.listed("coverage")
    series = (tell.series("coverage", listed, SHARE, words("Inhabitants"), colours[4]),
              tell.series("coverage", listed, "municipalities_covered_share", words("Municipalities"),
                          replace(colours[1], pattern="/")))
    name = words("Inhabitants and municipalities with a valid plan (%)")
    chart = Chart("coverage_shares", name, f"{name}. {title.text}", "coverage", "bars", "%", "0 %",
                  tuple(tell.printed("coverage", row, "orp_name") for row in listed), listed, series,
                  tuple(KeyLine(one.look, one.title) for one in series))
    twin = tell.grid(
        "coverage_shares_table", name, "coverage",
        ("orp_name", SHARE, "municipalities_covered_share", "municipalities_covered", "municipalities"), listed, heads={
            SHARE: words("Inhabitants (%)"), "municipalities_covered_share": words("Municipalities (%)"),
            "municipalities_covered": words("Municipalities covered"), "municipalities": words("Municipalities")},
        emphasised=emphasised(maker, "coverage", listed))
    return maker.slide("coverage_areas", Section.COVERAGE, heading(maker, Section.COVERAGE), title, (chart,), (),
                       ("coverage",), maker.query("pokryti"), table=twin)


def _expiring_slide(maker: SlideMaker, scope: Scope) -> Slide:
    """For how many people the last plan ends within a year, and which plans end."""
    words, tell = maker.words, maker.tell
    persons, share = scope.number("coverage", "expiring_persons"), scope.share("coverage", "expiring_share")
    title = Said(
        territory_sentences.expiring_sentence(words, scope.phrase, persons.value, share.value if share else None),
        told(persons, share) if persons.value else ())
    ending = tell.rows("plan_expiring")
    said = Said(words.plural("Within a year ends {n} plan.", "Within a year end {n} plans.", len(ending)),
                (tell.count("plan_expiring", ending),))
    plans = tell.grid(
        "coverage_ending", words("Plans ending within a year"), "plan_expiring",
        ("plan_title", "valid_from", "valid_until", "municipalities_in_area"),
        heads={"municipalities_in_area": words("Municipalities")})
    rows = scope.listed("coverage")
    twin = tell.grid(
        "coverage_ending_table", words("Plans ending within a year"), "coverage",
        ("orp_name", "expiring_persons", "expiring_share", "plans"), rows,
        heads={"expiring_persons": words("Inhabitants"), "expiring_share": words("Inhabitants (%)"),
               "plans": words("Valid plans")},
        emphasised=emphasised(maker, "coverage", rows))
    figures: tuple[Figure, ...] = (plans,)
    areas = scope.areas("coverage")
    if len(areas) > 1:
        name = words("Inhabitants whose last plan ends within a year")
        series = tell.series("coverage", areas, "expiring_persons", name, looks("light", "cover_status")["expiring"])
        figures = (Chart(
            "coverage_ending_chart", name, f"{name}. {title.text}", "coverage", "bars", words("inhabitants"), "#,##0",
            tuple(tell.printed("coverage", row, "orp_name") for row in areas), areas, (series,)), plans)
    return maker.slide(
        "coverage_ending", Section.COVERAGE, words("Plans ending within a year"), title, figures, (said,),
        ("coverage", "plan_expiring"), maker.query("pokryti", list="plany"), table=twin)
