"""Blocks of the profile below its spines: classes of gaps, gaps, plans, cards, what is stale, sources."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any
from urllib.parse import urlencode

import pandas as pd

from lib.charts.legend import swatch_css
from lib.charts.style import gap_domain, looks
from lib.model.assumptions import written_overrides
from lib.model.cells import GapClass
from lib.model.community import CoordinatorStatus
from lib.model.derived import PlanState, Signal
from lib.model.lookup import records
from lib.model.plan import printed_code
from lib.model.territory import SourceKind
from lib.text import formats
from lib.text.arithmetic import index_percent
from lib.text.messages import Words
from lib.text.similar import similar_sentence
from lib.views.profile import ProfileView

Link = Callable[[str, Mapping[str, str]], str]
"""The address of a page of ours (coverage, gaps, activities) with the changes of its query."""

COVERAGE, GAPS, ACTIVITIES = "coverage", "gaps", "activities"


@dataclass(frozen=True, slots=True)
class Written:
    """A profile being written: the view, the words, and where links lead (None: there are none, as on paper)."""

    view: ProfileView
    words: Words
    link: Link | None

    @property
    def area_phrase(self) -> str:
        """The area in a sentence: "v ORP Frýdlant"."""
        return formats.area_phrase(self.area_name, "", self.words.lang)

    @property
    def area_name(self) -> str:
        """The name of the area."""
        return short(self.view.orp_name, 40)

    def type_name(self, code: str) -> str:
        """The name of a service type in the reader's language."""
        return short(self.view.type_names[self.words.lang][code])

    def linked(self, text: str, page: str, query: Mapping[str, str]) -> str:
        """Escaped text, as a link where there are links."""
        if self.link is None:
            return escape(text)
        return f'<a href="{escape(self.link(page, query))}" target="_self">{escape(text)}</a>'


def short(text: str, letters: int = 100) -> str:
    """A text of the data as long as the sheet has room for; what is cut ends with an ellipsis."""
    if len(text) <= letters:
        return text
    cut = text[:letters - 1]
    words = cut.rsplit(" ", 1)[0]
    return (words if len(words) > letters // 2 else cut).rstrip(" ,–-") + "…"


def _heading(text: str, unit: str = "") -> str:
    return f"<h3>{escape(text)}{f' <small>({escape(unit)})</small>' if unit else ''}</h3>"


def _table(caption: str, head: Sequence[tuple[str, str]], rows: Sequence[Sequence[tuple[str, str]]]) -> str:
    """A table of cells that are HTML already, each with its class."""
    def cell(tag: str, scope: str, css_class: str, content: str) -> str:
        return f"<{tag}{scope}{f' class={chr(34)}{css_class}{chr(34)}' if css_class else ''}>{content}</{tag}>"

    heads = "".join(cell("th", ' scope="col"', css_class, escape(title)) for title, css_class in head)
    body = "".join(
        "<tr>" + "".join(cell("td", "", css_class, content) for content, css_class in row) + "</tr>" for row in rows)
    return (f'<div class="scroll" role="region" aria-label="{escape(caption)}" tabindex="0">'
            f'<table class="fixed"><caption>{escape(caption)}</caption><thead><tr>{heads}</tr></thead>'
            f"<tbody>{body}</tbody></table></div>")


def _day(words: Words, value: Any, missing: str) -> str:
    return missing if pd.isna(value) else formats.date(value.date(), words.lang).replace(" ", formats.NBSP)


def strip(page: Written) -> str:
    """The class of every type and form in planning units, one cell each, with its key."""
    words, rows = page.words, records(page.view.classes)
    title = words("Provision by service type and form against the region's mean")
    cells = "".join(_strip_cell(page, row) for row in rows)
    present = {row["class"] for row in rows}
    key = "".join(
        f'<span><b style="{swatch_css(look)};padding:0 .3em">{escape(look.symbol)}</b> '
        f'{escape(words.label("gap_class", word))}</span> '
        for word, look in looks("light", "gap_class").items() if word in present
    )
    forms = ", ".join(f"{_letter(words, form)} = {words.label('form', form)}"
                      for form in dict.fromkeys(row["form"] for row in rows))
    about = words("{forms}. Per cent: capacity as a share of need; a number with * is a small number: capacity in "
                  "units. Without colour: types of which the plan does not want more.", forms=forms)
    return (f'{_heading(title, words("coverage index"))}<ul class="strip">{cells}</ul>'
            f'<p class="key">{key}<span class="quiet long">{escape(about)}</span></p>')


def _letter(words: Words, form: str) -> str:
    return words.label("form", form)[:1].upper()


def _strip_cell(page: Written, row: Mapping[str, Any]) -> str:
    words = page.words
    domain = gap_domain(row["polarity"])
    look = looks("light", domain)[row["class"]]
    silent = pd.isna(row["coverage_index"]) or row["class"] == GapClass.WHITE_SPOT
    if row["small_number"]:
        text = f"{formats.number(row['capacity_units'], words.lang, significant=2)}*"
    else:
        text = "" if silent else index_percent(row["coverage_index"], words.lang)
    name = f"{formats.paragraph(row['type_code'])} {page.type_name(row['type_code'])}"
    spoken = f"{name} ({words.label('form', row['form'])}): {words.label(domain, row['class'])}"
    head = f"{formats.paragraph(row['type_code'])}{formats.NBSP}{_letter(words, row['form'])}"
    return (f'<li style="{swatch_css(look)}" title="{escape(spoken)}"><b>{escape(head)}</b>'
            f"{escape(f'{look.symbol} {text}'.strip().replace(' ', formats.NBSP))}</li>")


def gaps(page: Written) -> str:
    """The worst gaps, small numbers as counts with their interval."""
    view, words = page.view, page.words
    title = words("Gaps worth talking about")
    rows = [_gap_row(page, row) for row in records(view.gaps)]
    parts = [_heading(title, words("against the region's mean"))]
    if rows:
        parts.append(_table(title, (
            (words("Service type"), ""), (words("Capacity"), "number w4"), (words("Need"), "number w1"),
            (words("Missing"), "number own w2")), rows))
    else:
        parts.append(f"<p>{escape(words('No gap of at least 5 units of need is known here.'))}</p>")
    more = []
    if view.gaps_total > len(rows):
        more.append(words("Further gaps: {n}.", n=view.gaps_total - len(rows)))
    if view.gaps_small:
        more.append(words("Below the norm with a need under 5 units: {n} (see the strip above).", n=view.gaps_small))
    if more:
        parts.append(f'<p class="quiet">{escape(" ".join(more))}</p>')
    return "".join(parts)


def _gap_row(page: Written, row: Mapping[str, Any]) -> list[tuple[str, str]]:
    words, lang = page.words, page.words.lang
    name = (f"{formats.paragraph(row['type_code'])} {page.type_name(row['type_code'])} "
            f"({words.label('form', row['form'])})")
    look = looks("light", "gap_class")[row["class"]]
    sign = f'<b style="{swatch_css(look)};padding:0 .2em">{escape(look.symbol)}</b> '
    capacity = formats.number(row["capacity_units"], lang, significant=3)
    if row["small_number"]:
        capacity = words("{n} (95% interval {low}–{high})", n=capacity,
                         low=formats.number(row["capacity_low_units"], lang, significant=2),
                         high=formats.number(row["capacity_high_units"], lang, significant=2))
    elif row["class"] != GapClass.WHITE_SPOT and not pd.isna(row["coverage_index"]):
        capacity = f"{capacity} ({index_percent(row['coverage_index'], lang)})"
    missing = formats.amount(row["gap_units"], row["unit"], lang, significant=3)
    query = {"sluzba": row["type_code"], "orp": page.view.orp_code, "bunka": page.view.orp_code}
    return [(sign + page.linked(name, GAPS, query), ""), (escape(capacity), "number"),
            (escape(formats.number(row["need_units"], lang, significant=3)), "number"), (escape(missing), "number own")]


def plans(page: Written) -> str:
    """Community plans of the area with their validity."""
    view, words = page.view, page.words
    title = words("Community plans and their validity")
    if view.plans.empty:
        return _heading(title) + f"<p>{escape(words('No community plan is known for this area.'))}</p>"
    rows = []
    for row in records(view.plans):
        until = _day(words, row["valid_until"], words.label("empty", "unknown"))
        if not pd.isna(row["extended_to"]):
            until = f"{until} {words('(extended)')}"
        valid = row["state"] == PlanState.VALID
        rows.append([
            (f"{'<b>' if valid else ''}{escape(short(row['plan_title']))}{'</b>' if valid else ''}", ""),
            (escape(words.label("plan_validity", row["state"])), ""), (escape(until), ""),
            (escape(formats.number(int(row["municipalities_in_area"]), words.lang)), "number"),
        ])
    more = ""
    if view.plans_left_out:
        more = f'<p class="quiet">{escape(words("Further plans: {n}.", n=view.plans_left_out))}</p>'
    link = f"<p>{page.linked(words('Which municipalities'), COVERAGE, {'orp': view.orp_code})}</p>" if page.link else ""
    return _heading(title) + _table(title, (
        (words("Plan"), ""), (words("Validity"), "w2"), (words("Until"), "w2"),
        (words("Municipalities here"), "number w1")),
        rows) + more + link


def cards(page: Written) -> str:
    """Cards that list a type with a gap here, those of the largest gaps first."""
    view, words = page.view, page.words
    title = words("Activity cards that concern the area")
    if view.cards.rows.empty:
        return _heading(title) + f"<p>{escape(words('No card lists a service type that is below the norm here.'))}</p>"
    rows = []
    for row in records(view.cards.rows):
        state = words("not started yet") if not view.cards.started else words("never reported") if pd.isna(
            row["state"]) else words.label("activity_state", row["state"])
        reported = _day(words, row["last_report_date"], "")
        types = ", ".join(formats.paragraph(code) for code in row["type_codes"].split())
        named = page.linked(short(f"{printed_code(row['activity_code'])} {row['activity_title']}"), ACTIVITIES,
                            {"karta": row["activity_code"]})
        guarantor = (words.label("signal", Signal.NO_GUARANTOR.value) if pd.isna(row["guarantor"]) else
                     short(str(row["guarantor"]), 60))
        rows.append([
            (f'{named} <span class="quiet">({escape(types)})</span>', ""), (escape(guarantor), ""),
            (escape(" ".join(filter(None, (state, reported)))), ""),
        ])
    more = ""
    if view.cards.total > len(rows):
        more = f'<p class="quiet">{escape(words("Further cards: {n}.", n=view.cards.total - len(rows)))}</p>'
    head = ((words("Card"), ""), (words("Guarantor (role)"), "w3"), (words("State and last report"), "w2"))
    return _heading(title, words("types below the norm here")) + _table(title, head, rows) + more


def stale(page: Written) -> str:
    """What waits for an update, as a list; a sentence where nothing does."""
    words, found = page.words, page.view.stale
    lang = words.lang
    items = []
    if found.expiring:
        items.append(words("Plans that end within a year: {plans}.", plans=_named(found.expiring, lang)))
    if found.unassessed:
        items.append(words("Plans nobody has assessed: {plans}.", plans=_named(found.unassessed, lang)))
    if found.coordinator is None:
        items.append(words("Whether the area has a coordinator of planning is not reported."))
    elif found.coordinator == CoordinatorStatus.NONE:
        items.append(words("The area has no coordinator of planning."))
    if found.silent_cards:
        items.append(words("Cards above without a report in time: {n}.", n=found.silent_cards))
    if found.old_requests:
        items.append(words("Service types whose number of unmet requests is older than 12 months: {n}.",
                           n=found.old_requests))
    if found.unknown_requests:
        items.append(words("Service types whose number of unmet requests is not reported: {n}.",
                           n=found.unknown_requests))
    title = _heading(words("What is stale"))
    if not items:
        return title + f"<p>{escape(words('Nothing waits for an update.'))}</p>"
    return title + "<ul>" + "".join(f"<li>{escape(item)}</li>" for item in items) + "</ul>"


def _named(titles: Sequence[str], lang: str) -> str:
    return formats.listed([short(title, 60) for title in titles], lang)


def similar(page: Written) -> str:
    """The areas like this one and why."""
    words, found = page.words, page.view.similar
    title = _heading(words("Similar areas"))
    if found is None:
        return title + f"<p>{escape(words('Which areas are similar is not known.'))}</p>"
    sentence = similar_sentence(
        words, page.area_name, [short(name, 40) for name in found.names],
        [feature.value for feature in found.features], own=found.own, nearest=found.nearest)
    return title + f"<p>{escape(sentence)}</p>"


def about(page: Written) -> str:
    """Sources, method in short, and the query of the lasting link."""
    view, words = page.view, page.words
    named: dict[str, list[str]] = {}
    for source in view.provenance.sources:
        if source.kind is not SourceKind.DEMO:
            day = f" ({formats.date(source.state_date, words.lang)})" if source.state_date else ""
            named.setdefault(short(source.publisher, 60), []).append(short(source.title, 80) + day)
    listed = "; ".join(f"{publisher}: {', '.join(titles)}" for publisher, titles in named.items())
    demo = words("DEMO: at least one figure is made from illustrative data, not from a real source.")
    scope = words.label("scope", view.scope.value)
    method = words(
        "Region: coverage of all its people, provision of all capacity over all people of the denominator, otherwise "
        "the plain mean. Similar areas: plain mean of those known. Gaps: capacity ({scope}) less need by the region's "
        "mean; for types of which the plan wants more. Unknown is not zero.", scope=scope)
    parts = [f"<p><b>{escape(demo)}</b></p>"] if view.provenance.demo else []
    if view.scope is not view.selection.scope:
        fallback = words("Gaps are computed from all registered capacity, because the data hold no version of the "
                         "region's basic network for this day.")
        parts.append(f"<p><b>{escape(fallback)}</b></p>")
    if view.set_titles:
        titled = short(view.set_titles[words.lang], 80)
        parts.append(f"<p><b>{escape(words('Set of assumptions'))}:</b> {escape(titled)}.</p>")
    parts += [
        f"<p><b>{escape(words('Method'))}:</b> {escape(method)}</p>",
        f"<p><b>{escape(words('Sources'))}:</b> {escape(listed)}.</p>",
        f"<p><b>{escape(words('Lasting link to this state'))}:</b> /profil?{escape(urlencode(query(view, words)))}</p>",
    ]
    return f'<div class="about">{"".join(parts)}</div>'


def query(view: ProfileView, words: Words) -> dict[str, str]:
    """The query under which the page shows this profile of this release in this language.

    Assumptions are a part of it: they make areas similar and may change denominators.
    """
    at = view.selection.at
    shown = {"orp": view.orp_code, "k": at.valid_on.isoformat(), "znamo": str(at.known_at),
             "kapacita": view.selection.scope.value}
    if view.selection.assumptions is not None:
        shown["predpoklady"] = view.selection.assumptions
    if view.selection.overrides:
        shown["upravy"] = written_overrides(dict(view.selection.overrides))
    return {**shown, "lang": "en"} if words.lang == "en" else shown
