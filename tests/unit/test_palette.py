"""The palette keeps its promises in both themes: readable, safe for colour-blind readers, never colour alone."""

from itertools import combinations, pairwise

import pytest

from lib.charts.style import Look, Palette, Theme, channel, contrast, looks, palette
from lib.model.community import Answer
from lib.model.derived import CoverChange, CoverStatus, GapClass
from lib.model.derived_rollup import Fulfilment
from lib.model.plan import ActivityState

THEMES: tuple[Theme, ...] = ("light", "dark")
DOMAINS = ("gap_class", "cover_status", "cover_change", "activity_state", "fulfilment", "answer")
VISION = {
    "full": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881),
    ),
    "protanopia": (
        (0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998),
    ),
}
"""Linear RGB as seen with full severity of the two common deficiencies (Machado, Oliveira and Fernandes 2009)."""
NOTICEABLE = 12.0
"""Distance in CIE L*a*b* that two neighbouring areas need to be told apart at a glance; 2.3 is just noticeable."""


def seen(colour: str, vision: str) -> tuple[float, float, float]:
    linear = [channel(int(colour[start:start + 2], 16)) for start in (1, 3, 5)]
    red, green, blue = (
        min(1.0, max(0.0, sum(weight * part for weight, part in zip(row, linear, strict=True))))
        for row in VISION[vision]
    )

    def root(value: float) -> float:
        return value ** (1 / 3) if value > 0.008856 else 7.787 * value + 16 / 116

    x = root((0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047)
    y = root(0.2126 * red + 0.7152 * green + 0.0722 * blue)
    z = root((0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def distance(first: str, second: str, vision: str) -> float:
    return sum((a - b) ** 2 for a, b in zip(seen(first, vision), seen(second, vision), strict=True)) ** 0.5


def all_looks(colours: Palette) -> dict[str, Look]:
    listed = {f"{domain} {word}": look for domain in DOMAINS for word, look in looks(colours.theme, domain).items()}
    return listed | {f"ramp {step}": look for step, look in enumerate(colours.ramp)}


def test_black_on_white_has_the_greatest_contrast() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21.0)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("theme", THEMES)
def test_text_on_every_fill_reads_at_four_and_a_half(theme: Theme) -> None:
    assert {name: contrast(look.ink, look.fill) for name, look in all_looks(palette(theme)).items()
            if contrast(look.ink, look.fill) < 4.5} == {}


@pytest.mark.parametrize("theme", THEMES)
def test_text_reads_on_page_surface_and_land(theme: Theme) -> None:
    colours = palette(theme)
    grounds = (colours.background, colours.surface, colours.land)
    faint = [(ink, ground) for ink in (colours.text, colours.muted, colours.accent) for ground in grounds
             if contrast(ink, ground) < 4.5]
    assert faint == []


@pytest.mark.parametrize("theme", THEMES)
def test_the_outline_of_every_class_is_visible_on_page_surface_and_land(theme: Theme) -> None:
    colours = palette(theme)
    lines = {name: look.line for name, look in all_looks(colours).items()}
    lines |= {"border": colours.border, "focus": colours.focus}
    faint = {name: line for name, line in lines.items()
             if min(contrast(line, ground) for ground in (colours.background, colours.surface, colours.land)) < 3}
    assert faint == {}


@pytest.mark.parametrize("vision", VISION)
@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("domain", DOMAINS)
def test_plain_classes_stay_apart_for_colour_blind_readers(domain: str, theme: Theme, vision: str) -> None:
    plain = {word: look.fill for word, look in looks(theme, domain).items()
             if not (look.pattern or look.dashed) and look.fill != palette(theme).background}
    close = {(first, second): round(distance(plain[first], plain[second], vision), 1)
             for first, second in combinations(plain, 2)
             if distance(plain[first], plain[second], vision) < NOTICEABLE}
    assert close == {}


@pytest.mark.parametrize("vision", VISION)
@pytest.mark.parametrize("theme", THEMES)
def test_steps_of_the_blue_ramp_stay_apart_and_in_order(theme: Theme, vision: str) -> None:
    fills = [look.fill for look in palette(theme).ramp]
    lightness = [seen(fill, vision)[0] for fill in fills]
    assert lightness == sorted(lightness, reverse=theme == "light")
    assert min(distance(a, b, vision) for a, b in pairwise(fills)) >= NOTICEABLE


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("domain", DOMAINS)
def test_every_class_has_a_symbol_of_its_own(domain: str, theme: Theme) -> None:
    symbols = [look.symbol for look in looks(theme, domain).values()]
    assert all(symbols)
    assert len(set(symbols)) == len(symbols)


@pytest.mark.parametrize("theme", THEMES)
def test_unknown_zero_and_not_applicable_do_not_look_alike(theme: Theme) -> None:
    gap = palette(theme).gap
    unknown, blank, nothing = gap[GapClass.UNKNOWN], gap[GapClass.WHITE_SPOT], gap[GapClass.NOT_APPLICABLE]
    assert (unknown.dashed, blank.dashed, nothing.dashed) == (True, False, False)
    assert len({(look.pattern, look.symbol, look.line) for look in (unknown, blank, nothing)}) == 3


@pytest.mark.parametrize("theme", THEMES)
def test_every_word_of_the_code_lists_has_a_look(theme: Theme) -> None:
    assert set(looks(theme, "gap_class")) == set(GapClass)
    assert set(looks(theme, "cover_status")) == set(CoverStatus)
    assert set(looks(theme, "cover_change")) == set(CoverChange)
    assert set(looks(theme, "answer")) == set(Answer)
    assert set(looks(theme, "fulfilment")) == set(Fulfilment)
    assert set(looks(theme, "activity_state")) == {*ActivityState, "unreported"}
