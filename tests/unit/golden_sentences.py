"""Sentences of the product on made figures, in both languages, as a reviewer reads them: the golden file.

`python -m tests.unit.golden_sentences` writes tests/unit/golden/sentences.<language>.txt anew. Read what differs, line
by line, before you commit it: the test only holds the product to what somebody has read.

A new kind of sentence is a new function that yields cases, listed in `GROUPS`: `yield said(sentence_function, …)` with
the figures it takes after `words`. A figure that is itself a function is asked with the words first: `WHERE` has every
area as a phrase for that, `pick(cs, en)` a text that differs between languages. A counted noun that is new has to be
declined in tests/unit/declension.py.
"""

import csv
from collections.abc import Callable, Iterator
from datetime import date
from itertools import cycle
from pathlib import Path

from lib.model.derived_rollup import Movement
from lib.model.selection import Norm
from lib.text import (
    arithmetic,
    formats,
    gap_sentences,
    plan_sentences,
    scenarios,
    sentences,
    signals,
    similar,
    territory_sentences,
)
from lib.text.messages import Words, words_for

ROOT = Path(__file__).parents[2]
FOLDER = Path(__file__).parent / "golden"
LANGUAGES = ("cs", "en")

Case = Callable[[Words], str]
EARLIER, LATER = date(2011, 6, 30), date(2012, 6, 30)
MOVEMENTS = tuple(movement.value for movement in Movement)


def reference(name: str) -> list[dict[str, str]]:
    """Rows of a table of the region."""
    with (ROOT / "data" / "reference" / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


ORP_NAMES = tuple(row["name"] for row in reference("orp.csv"))
[REGION] = reference("region.csv")


def said(sentence: Callable[..., str | tuple[str, ...]], *figures: object, **named: object) -> Case:
    """The sentence of these figures; several sentences are read one after another."""

    def case(words: Words) -> str:
        def told(figure: object) -> object:
            return figure(words) if callable(figure) else figure

        text = sentence(words, *map(told, figures), **{name: told(figure) for name, figure in named.items()})
        return text if isinstance(text, str) else " ".join(text)

    return case


def pick(cs: str, en: str) -> Case:
    """A text that differs between the languages."""
    return lambda words: words.pick(cs, en)


def where(name: str | None) -> Case:
    """Where, as sentences have it: the ORP of the name, the region for None."""
    return lambda words: formats.area_phrase(name, REGION[words.pick("name_locative", "name_en")], words.lang)


def label(domain: str, code: str) -> Case:
    """The word of a code."""
    return lambda words: words.label(domain, code)


WHERE = tuple(where(name) for name in (*ORP_NAMES, None))
"""Every ORP of the region, then the region itself."""


def coverage() -> Iterator[Case]:
    """Every area with every plural class; the share known and not, other plans unknown and not."""
    shares = cycle((0.874, None, 0.4251, 1.0, 0.062))
    for place, area in enumerate(WHERE):
        for covered, total in ((0, 18), (1, 21), (3, 46), (14, 215)):
            share, unknown = next(shares), (0, 0, 1, 3, 0, 7)[(place + covered) % 6]
            yield said(sentences.coverage_sentence, area, covered, total, share if covered else None, unknown)


def plans() -> Iterator[Case]:
    """Plans with those that end and those with an action plan."""
    for figures in ((0, 0, 0), (1, 0, 0), (1, 1, 1), (2, 1, 0), (3, 2, 2), (4, 0, 4), (5, 5, 1), (20, 3, 12),
                    (21, 1, 5)):
        yield said(sentences.plans_sentence, *figures)


def gaps() -> Iterator[Case]:
    """Missing, more, no difference, unknown; whole amounts of every class and decimals; every form, unit and norm."""
    types = cycle(((pick("domovy pro seniory", "homes for seniors"), "residential", "beds"),
                   (pick("pečovatelská služba", "care service"), "field", "fte"),
                   (pick("denní stacionáře", "day care centres"), "outpatient", "places")))
    norms = cycle(norm.value for norm in Norm)
    for area in WHERE:
        for gap in (-41.24, -1, -2, -1234.5, 3, 1.5, 0, None):
            name, form, unit = next(types)
            yield said(sentences.worst_gap_sentence, name, form, area, gap, unit, next(norms))


def progress() -> Iterator[Case]:
    """Activities done, lagging and never reported."""
    for figures in ((0, 46, 0, 0), (1, 46, 1, 1), (2, 46, 3, 4), (12, 46, 5, 9), (21, 46, 0, 2), (3, 7, 2, 0),
                    (46, 46, 0, 0), (1, 2, 22, 11), (4, 100, 4, 0)):
        yield said(sentences.progress_sentence, *figures)


def changes() -> Iterator[Case]:
    """Plans and municipalities on two days."""
    for new, ended, extended, unchanged in ((7, 2, 3, 10), (1, 0, 0, 1), (0, 1, 0, 0), (2, 3, 0, 1), (4, 4, 1, 0),
                                            (5, 0, 0, 0), (0, 0, 0, 0)):
        stayed = extended + unchanged
        yield said(sentences.change_sentence, new, ended, extended, unchanged, ended + stayed, new + stayed, EARLIER,
                   LATER)
    for figures in ((12, 3, 170, 30), (0, 1, 0, 2, 5), (1, 0, 214, 0)):
        yield said(sentences.coverage_change_sentence, *figures)


def services() -> Iterator[Case]:
    """Every area with services, providers and facilities of every class."""
    figures = cycle(((0, 0, 0), (1, 1, 1), (3, 2, 4), (23, 12, 30), (2, 1, 5)))
    for area in WHERE:
        for _ in range(2):
            yield said(sentences.service_count_sentence, *next(figures), area)


def amounts() -> Iterator[Case]:
    """Every counted thing with every class of numbers."""
    for unit in ("beds", "fte", "places", "persons", "municipalities", "plans", "activities", "cards", "services",
                 "milestones", "requests", "months", "days"):
        for value in (0, 1, 2, 4, 5, 21, 1234, 3.5, 1.25, -2):
            yield said(lambda words, value=value, unit=unit: formats.amount(value, unit, words.lang))
    yield said(lambda words: formats.amount(None, "beds", words.lang))


def wholes() -> Iterator[Case]:
    """The whole a part is taken from: "z" or "ze" as the number is read."""
    for total in (1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 14, 16, 17, 20, 33, 42, 46, 65, 71, 100, 111, 215, 305, 404, 720,
                  1000, 1500, 2000, 3300):
        yield said(lambda words, total=total: formats.out_of(total, words.lang))


def _printed(persons: int, rate: float | None, capacity: float | None) -> arithmetic.Printed:
    need = None if rate is None else persons * rate / 1000
    known = need is not None and capacity is not None
    return arithmetic.printed(persons=persons, norm_per_1000=rate, need=need, capacity=capacity,
                              gap=capacity - need if known else None, index=capacity / need if known and need else None)


def sums() -> Iterator[Case]:
    """The sum behind a gap, a small number, a norm."""
    for persons, rate, capacity, gap_class, unit in (
        (500, 50.0, 15.0, "low", "beds"), (4816, 0.0231234, 0.1, "slightly_low", "fte"),
        (2, 500.0, 3.0, "above", "fte"), (500, 50.0, None, "unknown", "beds"), (500, None, 15.0, "unknown", "beds"),
        (500, 0.0, 3.0, "not_applicable", "places")):
        yield said(arithmetic.arithmetic_sentences, _printed(persons, rate, capacity), persons=persons,
                   norm_per_1000=rate, gap_class=gap_class, unit=unit, norm=Norm.REGION_MEAN.value)
    for capacity in (1, 2.5, 4):
        yield said(arithmetic.small_number_sentence, capacity, 0.4, 8.1, "fte")
    known, unknown = _printed(500, 50.0, 15.0), _printed(500, None, 15.0)
    for shown in (known, unknown):
        yield said(arithmetic.mean_sentence, shown, norm="prumer_kraje", capacity=1250.0, persons=25000, unit="beds",
                   whose=pick("kapacita všech ORP", "capacity of all ORP"),
                   age_group=pick("65 a více let", "65 and over"))
        yield said(arithmetic.given_sentence, shown, norm="vlastni",
                   given_by=pick("zadáno v odkazu", "given in the link"))
    low, high = arithmetic.Taken(5, "Semily", 48.0), arithmetic.Taken(6, "Turnov", 52.0)
    yield said(arithmetic.quantile_sentence, known, norm="median_orp", rates=10, low=low, high=high, part=(1, 2))
    yield said(arithmetic.quantile_sentence, known, norm="median_orp", rates=9, low=low, high=low, part=(0, 1))


def clause(sentence: Callable[..., str], *figures: object, **named: object) -> Case:
    """A clause with the full stop its slide puts after it."""
    read = said(sentence, *figures, **named)
    return lambda words: f"{read(words)}."


def territory() -> Iterator[Case]:
    """Slides on territory: every area and several together, shares and counts of every class, known and not."""
    several = [lambda words, n=n: territory_sentences.areas_phrase(words, ORP_NAMES[:n]) for n in (2, 4, 5)]
    areas = cycle((*WHERE, *several))
    for share in (1, 0.98, 0.014, 0.02, 0.034, 0.0, None):
        for at_least in (False, True):
            yield clause(territory_sentences.covered_clause, next(areas), share, at_least=at_least)
    for covered, total in ((0, 18), (1, 21), (4, 46), (28, 54)):
        yield clause(territory_sentences.municipalities_clause, next(areas), covered, total)
    for done, total in ((None, 46), (0, 46), (1, 7), (4, 46), (12, 215)):
        yield clause(territory_sentences.done_clause, done, total)
    for plans_valid, covered in ((0, 0), (1, 1), (2, 4), (4, 23), (17, 191)):
        yield said(territory_sentences.plans_and_cover_sentence, next(areas), plans_valid, covered)
    for overlaps in (0, 1, 3, 18):
        yield said(territory_sentences.overlap_sentence, overlaps)
    for persons, share in ((None, None), (0, 0.0), (1, 0.0), (3, 0.01), (18590, 0.042), (29608, None)):
        yield said(territory_sentences.expiring_sentence, next(areas), persons, share)
    for low, high, unknown in ((None, None, 10), (0.2, 1, 0), (0.5, 0.5, 0), (0.7, 0.7, 1), (0.931, 1, 2),
                               (0.1, 0.9, 5)):
        yield said(territory_sentences.cover_range_sentence, low, high, unknown)
    for low, high, unknown in ((None, None, 2), (2, 20, 0), (3, 3, 0), (4, 4, 1)):
        yield said(territory_sentences.severe_range_sentence, low, high, unknown)


def two_days() -> Iterator[Case]:
    """Slides on two days: none, one, few and many on either of them."""
    areas = cycle(WHERE)
    for before, after in ((0, 0), (0, 1), (1, 0), (1, 3), (4, 5), (108, 157)):
        yield said(territory_sentences.two_days_sentence, next(areas), before, after, 215, EARLIER, LATER)
    for gained, lost, unknown in ((0, 0, 0), (1, 0, 1), (2, 1, 3), (55, 2, 0), (0, 10, 23)):
        yield said(territory_sentences.gains_sentence, gained, lost, unknown)
    for new, ended in ((0, 0), (1, 0), (2, 1), (7, 2), (0, 5)):
        yield said(territory_sentences.new_and_ended_sentence, new, ended, EARLIER, LATER)
    for before, after, share_before, share_after in (
        (304745, 392005, 0.689, 0.886), (1, 2, 0.01, 0.02), (2, 1, None, None), (0, 5, 0.0, 0.1), (None, 5, None, 0.1)):
        yield said(territory_sentences.people_on_two_days_sentence, before, after, share_before, share_after, EARLIER,
                   LATER)
    yield said(territory_sentences.people_on_two_days_sentence, 1, 392005, 0.001, 0.886, EARLIER, LATER,
               at_least=(True, True))


def scenario() -> Iterator[Case]:
    """What a changed capacity does."""
    classes = cycle(("severe", "low", "in_line", "above"))
    for name, before, after in zip(ORP_NAMES, (-41.0, -1, -2, -5.5, 0, 3, 1, None, -10, -1234.5),
                                   (-1.0, 0, 3, -4, 0, 22, 2.5, None, 4, -21), strict=True):
        first, second = next(classes), next(classes)
        yield said(scenarios.gap_sentence, {
            "orp_name": name, "unit": "beds", "gap_before_units": before, "gap_after_units": after,
            "class_before": first, "class_after": first if before == after else second,
            "class_changes": before != after})
    yield said(scenarios.total_sentence, [10.0, 4.0], [11.0, 4.0], "places")
    yield said(scenarios.total_sentence, [1.0, None, None], [2.0, None, None], "fte")
    yield said(scenarios.total_sentence, [None], [None], "beds")
    yield said(scenarios.gini_sentence, {"gini": 0.3214}, {"gini": 0.3011})
    yield said(scenarios.gini_sentence, {"gini": None}, {"gini": 0.3})
    yield said(scenarios.white_spot_sentence, {"white_spot_share": 0.012, "white_spot_persons": 2},
               {"white_spot_share": 0.0, "white_spot_persons": 0})


def beside() -> Iterator[Case]:
    """What is said beside figures: signals, similar areas, the selection, the release."""
    for signal in ("no_report", "no_guarantor", "overdue", "lagging", "milestone_passed", "no_evidence"):
        yield said(signals.meaning, signal, 12, 25)
    for months, points in ((1, 1), (3, 2.5)):
        yield said(signals.meaning, "no_report", months, points)
        yield said(signals.meaning, "lagging", months, points)
    for place, name in enumerate(ORP_NAMES):
        near = [ORP_NAMES[(place + step) % len(ORP_NAMES)] for step in (1, 2, 3)]
        yield said(similar.similar_sentence, name, near, ["share_65plus", "population_persons", "share_in_seat"],
                   own=0.2, nearest=0.184)
        yield said(sentences.selection_sentence, area=formats.area_name(name, ""), valid_on=LATER, compare_on=EARLIER,
                   norm=label("norm", "prumer_kraje"), scope=label("scope", "sit"))
    yield said(sentences.release_sentence, 12, date(2026, 11, 22))
    yield said(sentences.zero_sum_sentence)


def needs() -> Iterator[Case]:
    """Gaps of several areas, groups and chosen types: every area with every class of numbers."""
    homes, groups = pick("domovy pro seniory", "homes for seniors"), pick("senioři", "older people")
    figures = cycle(((1, 1.0, "beds"), (3, 2.0, "fte"), (6, 15.43, "beds"), (10, 5.0, "fte"), (4, 21.0, "beds")))
    norms = cycle(norm.value for norm in Norm)
    for area in WHERE:
        (below, missing, unit), norm = next(figures), next(norms)
        yield said(gap_sentences.worst_group_sentence, groups, area, missing, unit, norm)
        yield said(gap_sentences.type_areas_sentence, homes, "residential", below, 10, area, missing, unit, norm)
        for gap in (-missing, missing, 0, None):
            yield said(gap_sentences.difference_sentence, homes, "field", area, gap, unit, norm)
        yield said(gap_sentences.capacity_sentence, homes, "outpatient", area, 100 * missing, unit)
    yield said(gap_sentences.type_areas_sentence, homes, "residential", 0, 10, "", None, "beds", "prumer_kraje")
    counts = gap_sentences.ClassCounts(340, 158, 93, 89, 86, 7, 0)
    for sentence in (gap_sentences.type_counts_sentence, gap_sentences.group_counts_sentence):
        yield said(sentence, pick("Liberecký kraj", "Liberec Region"), counts)
    yield said(gap_sentences.type_counts_sentence, "ORP Tanvald", gap_sentences.ClassCounts(4, 0, 0, 0, 0, 4, 0))
    for n in (1, 2, 5):
        codes = [f"A03-0{place}" for place in range(1, n + 1)]
        yield said(gap_sentences.cards_sentence, codes)
        yield said(gap_sentences.white_spots_sentence, n, [f"§ 4{place}" for place in range(n)])
        yield said(gap_sentences.shown_sentence, 12, 30 + n)
    yield said(gap_sentences.cards_sentence, [])
    yield said(gap_sentences.white_spots_sentence, 9, [])
    for wants_less in (True, False):
        yield said(gap_sentences.polarity_sentence, homes, wants_less=wants_less)
    yield said(gap_sentences.other_forms_sentence, [("field", "–"), ("outpatient", "–")])
    yield said(gap_sentences.small_numbers_sentence, ["Frýdlant 4", "Tanvald 2"])


def plan() -> Iterator[Case]:
    """Fulfilment in the region's words, what moved, signals, opinions on an item, tasks."""
    words = ("fulfilled", "in_progress", "not_fulfilled", "not_stated")
    for counts, shares, cancelled in (((4, 23, 2, 15), (9, 52, 5, 34), 2), ((1, 0, 0, 2), (33, 0, 0, 67), 1),
                                      ((0, 0, 0, 46), (0, 0, 0, 100), 0), ((10, 20, 5, 3), (26, 53, 13, 8), 8)):
        yield said(plan_sentences.fulfilment_sentence, dict(zip(words, counts, strict=True)),
                   dict(zip(words, shares, strict=True)), cancelled)
    for body in ("K10", None):
        for changed in (0, 1, 3, 6):
            yield said(plan_sentences.changed_sentence, changed, 46, EARLIER, LATER, body)
        for n in (1, 2, 5):
            for kind in MOVEMENTS:
                moved = dict.fromkeys(MOVEMENTS, 0) | {"unchanged": 40}
                yield said(plan_sentences.moved_sentence, moved | {kind: moved[kind] + n}, EARLIER, LATER, body)
    yield said(plan_sentences.moved_sentence, dict.fromkeys(MOVEMENTS, 5), EARLIER, LATER, "K10")
    for raised, cards in ((80, 40), (1, 1), (3, 2)):
        yield said(plan_sentences.signals_sentence, raised, cards, 46)
    for agrees, comments, disagrees in ((0, 0, 0), (1, 0, 0), (2, 1, 0), (4, 2, 3), (10, 0, 0)):
        yield said(plan_sentences.spoken_sentence, {
            "agrees": agrees, "agrees_with_comments": comments, "disagrees": disagrees},
            10 - agrees - comments - disagrees)
    for left, late, done in ((0, 0, 0), (1, 0, 0), (3, 1, 0), (2, 5, 4)):
        yield said(plan_sentences.tasks_sentence, {"open": left, "overdue": late, "done": done, "cancelled": 0})


GROUPS: dict[str, Callable[[], Iterator[Case]]] = {
    "coverage": coverage, "plans": plans, "gaps": gaps, "progress": progress, "changes": changes, "services": services,
    "amounts": amounts, "wholes": wholes, "sums": sums, "needs": needs, "plan": plan, "scenario": scenario,
    "beside": beside, "territory": territory, "two days": two_days,
}
"""Sentences by the heading they stand under in the file."""


def written(lang: str) -> str:
    """The golden file of a language."""
    words = words_for(lang)
    return "\n".join(f"# {heading}\n" + "".join(f"{case(words)}\n" for case in cases())
                     for heading, cases in GROUPS.items())


def golden_file(lang: str) -> Path:
    """Where the golden file of a language lies."""
    return FOLDER / f"sentences.{lang}.txt"


if __name__ == "__main__":
    for language in LANGUAGES:
        golden_file(language).write_text(written(language), encoding="utf-8")
