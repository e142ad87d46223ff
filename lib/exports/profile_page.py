"""The profile of one area as HTML: what the page shows and what is printed is this one text."""

from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Any

from lib.charts.location import location_svg
from lib.charts.spine import Spine, known, mark_svg, picture, range_svg, similar_svg, spine_svg
from lib.exports import profile_blocks as blocks
from lib.exports.profile_blocks import Written
from lib.model.areas import EVERYBODY
from lib.model.derived_profile import Beside, FigureUnit, Indicator
from lib.model.lookup import records
from lib.model.selection import Norm
from lib.text import formats, sentences
from lib.text.messages import Words
from lib.views.profile import ProfileView

STYLE = (Path(__file__).parent / "profile.css").read_text(encoding="utf-8")

AMOUNT_UNITS = {FigureUnit.BEDS_RATE: "beds", FigureUnit.FTE_RATE: "fte", FigureUnit.PLACES_RATE: "places"}
"""The unit of the capacity behind a rate."""


def profile_html(view: ProfileView, words: Words, link: blocks.Link | None = None) -> str:
    """The sheet of one ORP with its style, every text of the data escaped.

    `link` gives the address of a page of ours with a query; on paper there is none.
    """
    page = Written(view, words, link)
    parts = (
        _head(page), _keys(page), _spines(page), blocks.strip(page),
        f'<div class="sides"><div>{blocks.gaps(page)}{blocks.plans(page)}{blocks.similar(page)}</div>'
        f"<div>{blocks.cards(page)}{blocks.stale(page)}</div></div>",
        blocks.about(page),
    )
    return (f'<style>{STYLE}</style><div class="orp-sheet"><article class="orp-profile" lang="{words.lang}">'
            f'{"".join(parts)}</article></div>')


def _head(page: Written) -> str:
    view, words = page.view, page.words
    lang, coverage = words.lang, view.coverage
    known_facts = [
        words("seat {town}", town=blocks.short(view.seat_name, 40)) if view.seat_name else "",
        formats.amount(int(coverage["municipalities"]), "municipalities", lang),
        words("{persons} ({day})", persons=formats.amount(known(coverage["population_persons"]) and int(
            coverage["population_persons"]), "persons", lang), day=view.population_date),
        f"{formats.number(view.area_km2, lang, significant=4)}{formats.NBSP}km²",
    ]
    release = view.provenance.release
    state = words("as of {day}", day=view.selection.at.valid_on)
    published = sentences.release_sentence(words, release.number, release.published_at.date())
    drawn = location_svg(view.boundaries, view.orp_code)
    alt = words("Map: where ORP {name} lies in the region", name=page.area_name)
    place = picture(drawn, alt, "map") if drawn else ""
    region = blocks.short(view.region_name_en if lang == "en" else view.region_name, 60)
    title = words("Profile of ORP {name}", name=page.area_name)
    demo = f'<span class="demo">{escape(words("DEMO"))}</span>' if view.provenance.demo else ""
    return (
        f'<div class="head"><div><h2>{escape(title)}{demo}</h2>'
        f'<p>{escape(" · ".join([region, *filter(None, known_facts)]))}</p>'
        f'<p><b>{escape(state)}</b> · {escape(published)} · {escape(words("What to ask about; not a ranking."))}</p>'
        f'</div><div class="place">{place}</div></div>'
    )


def _keys(page: Written) -> str:
    boxes = (_coverage_key(page), _worst_key(page), _cards_key(page), _age_key(page))
    return '<div class="keys">' + "".join(
        f'<div><h3>{escape(heading)}</h3><p class="big">{escape(number)} <small>{escape(unit)}</small></p>'
        f"<p>{escape(sentence)}</p></div>" for heading, number, unit, sentence in boxes
    ) + "</div>"


Key = tuple[str, str, str, str]
"""One of the four answers: heading, number, unit, sentence."""


def _coverage_key(page: Written) -> Key:
    words, coverage = page.words, page.view.coverage
    share = known(coverage["population_covered_share"])
    unknown = int(coverage["municipalities_unknown"])
    number = formats.percent(share, words.lang)
    return (
        words("Coverage by community plans"), f"≥{formats.NBSP}{number}" if unknown and share is not None else number,
        words("of inhabitants"),
        sentences.coverage_sentence(words, page.area_phrase, int(coverage["municipalities_covered"]),
                                    int(coverage["municipalities"]), None, unknown),
    )


def _worst_key(page: Written) -> Key:
    words, gaps = page.words, records(page.view.worst)
    heading = words("Least covered need")
    if not gaps:
        return heading, "–", words("none is known"), words(
            "No service type falls short of the region's mean here, or the capacity is not known.")
    row = gaps[0]
    number = formats.signed(row["gap_units"], words.lang, significant=3)
    unit = formats.amount(row["gap_units"], row["unit"], words.lang, significant=3).removeprefix(number).strip()
    return heading, number, unit, sentences.worst_gap_sentence(
        words, page.type_name(row["type_code"]), row["form"], page.area_phrase, row["gap_units"], row["unit"],
        Norm.REGION_MEAN.value)


def _cards_key(page: Written) -> Key:
    words, cards = page.words, page.view.cards
    heading = words("Cards that concern the area")
    if not cards.started:
        return heading, "–", words("not started yet"), words("The plan of these cards had not begun on this day.")
    return (
        heading, formats.number(cards.done, words.lang),
        words("{of_total} cards done", of_total=formats.out_of(cards.total, words.lang)),
        words("Lagging behind: {lagging}, without a report in time: {silent}, never reported: {unreported}. "
              "Cards name service types, not an ORP.",
              lagging=cards.lagging, silent=cards.silent, unreported=cards.unreported),
    )


def _age_key(page: Written) -> Key:
    words = page.words
    shares = {row["indicator"]: row for row in records(page.view.figures.frame)}
    older, oldest = shares[Indicator.AGED_65], shares[Indicator.AGED_80]

    def written(value: object) -> str:
        return formats.percent(value, words.lang, 1)

    return (
        words("People of 65 and more"), written(older["value"]), words("of inhabitants"),
        words("Of all inhabitants {oldest} are 80 or more. In the region: {older} and {region_oldest} "
              "(count of {day}).", oldest=written(oldest["value"]), older=written(older["region"]),
              region_oldest=written(oldest["region"]), day=page.view.ages_date),
    )


def _spines(page: Written) -> str:
    view, words = page.view, page.words
    rows = records(view.figures.frame)
    count = {word: sum(row["beside"] == word for row in rows) for word in Beside}
    reading = words(
        "Beside the region's mean: better {better}, worse {worse}, the same {same}, too small to tell {unclear}, "
        "unknown {unknown}.", better=count[Beside.BETTER], worse=count[Beside.WORSE], same=count[Beside.SAME],
        unclear=count[Beside.UNCLEAR], unknown=count[Beside.UNKNOWN])
    past = [(words("as of {day}", day=view.year_before), "year_before")]
    before = view.release_before
    if before is not None:
        published = sentences.release_sentence(words, before.number, before.published_at.date())
        past.append((published, "release_before"))
    heads = "".join(f'<th scope="col" class="number">{escape(title)}</th>' for title, _ in past)
    own = escape(page.area_name)
    head = (
        f'<tr><th scope="col" class="name">{escape(words("Figure"))}</th>{heads}'
        f'<th scope="col" class="number own">{own}</th>'
        f'<th scope="col" class="number">{escape(words("worst ORP"))}</th><th scope="col" class="drawn">'
        f'{escape(words("← worse · region’s mean · better →"))}</th><th scope="col">{escape(words("best ORP"))}</th>'
        f'<th scope="col" class="number">{escape(words("Region"))}</th>'
        f'<th scope="col" class="number">{escape(words("Similar ORP"))}</th></tr>'
    )
    body = "".join(_spine_row(page, row, tuple(name for _, name in past)) for row in rows)
    title = words("Beside the region and similar areas")
    return (
        f'<h3>{escape(title)}</h3><p>{escape(reading)}</p>'
        f'<div class="scroll" role="region" aria-label="{escape(title)}" tabindex="0">'
        f'<table class="spine{" wider" if before else ""}"><caption>{escape(title)}</caption>'
        f"<thead>{head}</thead><tbody>{body}</tbody></table>"
        f"</div>{_spine_key(words)}"
    )


def spine_of(row: Mapping[str, Any]) -> Spine:
    """The spine of one row of profile_figure."""
    return Spine(
        polarity=row["polarity"], beside=row["beside"], value=known(row["value"]), region=known(row["region"]),
        minimum=known(row["minimum"]), q25=known(row["q25"]), q75=known(row["q75"]), maximum=known(row["maximum"]),
        similar=known(row["similar"]), low=known(row["value_low"]), high=known(row["value_high"]),
    )


def figure_name(page: Written, row: Mapping[str, Any]) -> tuple[str, str]:
    """The name of a figure and its unit with the denominator; the unit is empty where the value itself says it."""
    words = page.words
    if row["indicator"] != Indicator.PROVISION:
        return words.label("indicator", row["indicator"]), ""
    name = (f"{formats.paragraph(row['type_code'])} {page.type_name(row['type_code'])} "
            f"({words.label('form', row['form'])})")
    rate, group = words.label("figure_unit", row["unit"]), row["age_group"]
    if group == EVERYBODY:
        return name, words("{rate} inhabitants", rate=rate)
    return name, f"{rate} ({formats.ages(*page.view.age_groups[group])})"


def figure_value(words: Words, unit: str, value: object) -> str:
    """A value of profile_figure as it is written everywhere in the profile."""
    if unit == FigureUnit.SHARE:
        return formats.percent(value, words.lang, 1)
    return formats.number(value, words.lang, significant=3)


def _spine_row(page: Written, row: Mapping[str, Any], past: tuple[str, ...]) -> str:
    words, spine = page.words, spine_of(row)
    name, unit = figure_name(page, row)
    left, right = spine.ends

    def written(value: object) -> str:
        return figure_value(words, row["unit"], value)

    def counted(capacity: object) -> str:
        return f"{formats.amount(capacity, AMOUNT_UNITS[row['unit']], words.lang, significant=3)}*"

    def then(column: str) -> str:
        capacity = known(row[f"{column}_units"])
        if capacity is None:
            return f'<td class="number quiet">{escape(written(row[column]))}</td>'
        return f'<td class="number quiet count">{escape(counted(capacity).replace(formats.NBSP, " "))}</td>'

    own = counted(row["capacity_units"]) if row["small_number"] else written(row["value"])
    reading = words(
        "{name}: {value}, {beside}. Region {region}; ORP areas from {left} to {right}; similar ORP areas {similar}.",
        name=f"{name}, {unit}" if unit else name, value=own, beside=words.label("beside", row["beside"]),
        region=written(row["region"]), left=written(left), right=written(right), similar=written(row["similar"]))
    cells = "".join(then(column) for column in past)
    named = escape(name) + (f' <span class="quiet unit">{escape(unit)}</span>' if unit else "")
    return (
        f'<tr><th scope="row" class="name">{named}</th>{cells}<td class="number own">{escape(own)}</td>'
        f'<td class="number end">{escape(written(left))}</td>'
        f'<td class="drawn">{picture(spine_svg(spine), reading, "line")}</td>'
        f'<td class="end">{escape(written(right))}</td><td class="number">{escape(written(row["region"]))}</td>'
        f'<td class="number">{escape(written(row["similar"]))}</td></tr>'
    )


def _spine_key(words: Words) -> str:
    entries = (
        (range_svg(), words("range of ORP areas, its middle half darker; line: region's mean")),
        *((mark_svg(word), words.label("beside", word)) for word in (Beside.BETTER, Beside.WORSE, Beside.UNCLEAR)),
        (mark_svg(Beside.OTHER), words("the same, or not judged")),
        (similar_svg(), words("mean of similar ORP areas")),
    )
    listed = "".join(f'<span>{picture(svg, meaning, "sign")} {escape(meaning)}</span> ' for svg, meaning in entries)
    star = words("* Small number (below 5 units or 200 persons): the count instead of the rate, values without * in "
                 "the row are rates; the dashed line is its 95% interval. Squares have the least on the left.")
    return f'<p class="key">{listed}<span class="quiet long">{escape(star)}</span></p>'
