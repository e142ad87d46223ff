"""The palette of both themes and the base of every figure: colour, symbol and outline are decided here only.

Colours run orange – grey – blue, so that readers who confuse red and green lose nothing. Colour is never the only
sign: every class also has a symbol, and classes without a value are drawn dashed or hatched. Pale fills are carried by
their outline, whose contrast with the page is at least 3; text on a fill has at least 4.5.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import Any, Literal

from lib.model.catalogue import Polarity
from lib.model.community import Answer
from lib.model.derived import CoverChange, CoverStatus, GapClass
from lib.model.derived_rollup import Fulfilment
from lib.model.plan import ActivityState

Theme = Literal["light", "dark"]

FONT_FAMILY = '"Source Sans", "Source Sans 3", "Source Sans Pro", sans-serif'
NBSP = "\u00a0"
UNREPORTED = "unreported"
"""Key of cards that have no report at all; stands beside the words of `ActivityState`."""

PLOTLY_CONFIG: Mapping[str, Any] = MappingProxyType(
    {"displayModeBar": False, "responsive": True, "scrollZoom": False, "doubleClick": False, "showTips": False}
)
"""What every figure is shown with: no tool bar, the page scrolls under the finger."""


@dataclass(frozen=True, slots=True)
class Look:
    """How one class is drawn.

    `ink` is readable on `fill`; `line` is visible on the page. `pattern` is a plotly pattern shape ("" for plain);
    `dashed` outlines mean that there is no value.
    """

    fill: str
    ink: str
    line: str
    symbol: str
    pattern: str = ""
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Palette:
    """Every colour of one theme. `ramp` runs from the least to the most."""

    theme: Theme
    background: str
    surface: str
    text: str
    muted: str
    grid: str
    accent: str
    focus: str
    land: str
    border: str
    gap: Mapping[GapClass, Look]
    cover: Mapping[CoverStatus, Look]
    cover_change: Mapping[CoverChange, Look]
    activity: Mapping[str, Look]
    answer: Mapping[Answer, Look]
    ramp: tuple[Look, ...]
    unknown: Look


@dataclass(frozen=True, slots=True)
class _Inks:
    """The few colours a theme is mixed from; looks of all domains share them."""

    dark: str
    light: str
    page: str
    grey_line: str
    orange_line: str
    blue_line: str
    orange: tuple[str, str, str]
    grey: str
    grey_deep: str
    blues: tuple[str, str, str, str, str]
    teal: str


_LIGHT = _Inks(
    dark="#111111", light="#ffffff", page="#ffffff",
    grey_line="#66737a", orange_line="#8a3400", blue_line="#2a6496",
    orange=("#a13d00", "#e8833a", "#f9d2ae"), grey="#d9dfe2", grey_deep="#59656b",
    blues=("#eef5fa", "#acd0e8", "#70a8d0", "#3f86b8", "#0f4f80"), teal="#4f9a94",
)
_DARK = _Inks(
    dark="#0c1418", light="#ffffff", page="#10191e",
    grey_line="#8b9aa2", orange_line="#ffb27a", blue_line="#7cc0ea",
    orange=("#ff9a4d", "#c9702a", "#6b452a"), grey="#3a474e", grey_deep="#a9b4b9",
    blues=("#1d3442", "#24526f", "#2f78a5", "#5ca9d6", "#b4dcf3"), teal="#2f7d76",
)


def channel(value: int) -> float:
    """One 8-bit sRGB channel as linear light, 0–1."""
    share = value / 255
    return share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)


def luminance(colour: str) -> float:
    """Relative luminance of `#rrggbb` as WCAG 2 defines it, 0–1."""
    red, green, blue = (channel(int(colour[start:start + 2], 16)) for start in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    """Contrast ratio of two colours `#rrggbb`, 1–21 (WCAG 2)."""
    darker, lighter = sorted((luminance(first), luminance(second)))
    return (lighter + 0.05) / (darker + 0.05)


def _look(
    inks: _Inks, fill: str, line: str, symbol: str, pattern: str = "", *, dashed: bool = False,
) -> Look:
    ink = max((inks.dark, inks.light), key=lambda colour: contrast(colour, fill))
    return Look(fill, ink, line, symbol, pattern, dashed)


def _mix(theme: Theme, inks: _Inks, **plain: str) -> Palette:
    def blank(symbol: str, line: str = inks.grey_line, pattern: str = "", dashed: bool = True) -> Look:
        return _look(inks, inks.page, line, symbol, pattern, dashed=dashed)

    severe, low, slight = inks.orange
    pale, middle, deep = inks.blues[1], inks.blues[2], inks.blues[4]
    unknown = blank("?", pattern="/")
    covered = _look(inks, middle, inks.blue_line, "●")
    return Palette(
        theme=theme,
        background=inks.page,
        **plain,
        gap=MappingProxyType({
            GapClass.SEVERE: _look(inks, severe, inks.orange_line, "▼▼"),
            GapClass.LOW: _look(inks, low, inks.orange_line, "▼"),
            GapClass.SLIGHTLY_LOW: _look(inks, slight, inks.orange_line, "▽"),
            GapClass.IN_LINE: _look(inks, inks.grey, inks.grey_line, "■"),
            GapClass.ABOVE: _look(inks, middle, inks.blue_line, "▲"),
            GapClass.WHITE_SPOT: blank("○", inks.orange_line, ".", dashed=False),
            GapClass.UNKNOWN: unknown,
            GapClass.NOT_APPLICABLE: blank("–", dashed=False),
        }),
        cover=MappingProxyType({
            CoverStatus.COVERED: covered,
            CoverStatus.EXPIRING: _look(inks, pale, inks.blue_line, "◐", "/"),
            CoverStatus.OVERLAP: _look(inks, deep, inks.blue_line, "◎"),
            CoverStatus.NOT_COVERED: _look(inks, low, inks.orange_line, "✕"),
            CoverStatus.UNKNOWN: unknown,
        }),
        cover_change=MappingProxyType({
            CoverChange.GAINED: _look(inks, deep, inks.blue_line, "▲"),
            CoverChange.LOST: _look(inks, low, inks.orange_line, "▼"),
            CoverChange.STILL_COVERED: _look(inks, pale, inks.blue_line, "●"),
            CoverChange.STILL_NOT_COVERED: blank("○", inks.orange_line, dashed=False),
            CoverChange.UNKNOWN: unknown,
        }),
        activity=MappingProxyType({
            ActivityState.DONE: _look(inks, deep, inks.blue_line, "●"),
            ActivityState.RUNNING: _look(inks, middle, inks.blue_line, "◑"),
            ActivityState.CONTINUOUS: _look(inks, inks.teal, inks.blue_line, "∞", "-"),
            ActivityState.PREPARING: _look(inks, pale, inks.blue_line, "◔"),
            ActivityState.NOT_STARTED: _look(inks, inks.grey, inks.grey_line, "○"),
            ActivityState.SUSPENDED: _look(inks, low, inks.orange_line, "‖", "|"),
            ActivityState.CANCELLED: _look(inks, inks.grey_deep, inks.grey_line, "✕", "x"),
            UNREPORTED: unknown,
        }),
        answer=MappingProxyType({
            Answer.YES: _look(inks, middle, inks.blue_line, "✓"),
            Answer.NO: _look(inks, low, inks.orange_line, "✕"),
            Answer.UNKNOWN: unknown,
        }),
        ramp=tuple(
            _look(inks, fill, inks.blue_line, symbol)
            for fill, symbol in zip(inks.blues, ("▁", "▂", "▄", "▆", "█"), strict=True)
        ),
        unknown=unknown,
    )


_PALETTES: Mapping[Theme, Palette] = MappingProxyType({
    "light": _mix(
        "light", _LIGHT, surface="#eef3f4", text="#111111", muted="#4a565c", grid="#dce3e6", accent="#0b5566",
        focus="#111111", land="#f4f7f8", border="#66737a",
    ),
    "dark": _mix(
        "dark", _DARK, surface="#1a262c", text="#f1f5f6", muted="#b3bfc4", grid="#2b3940", accent="#8fd0df",
        focus="#ffffff", land="#18242a", border="#8b9aa2",
    ),
})


def palette(theme: Theme) -> Palette:
    """The colours of a theme."""
    return _PALETTES[theme]


@cache
def gap_domain(polarity: str) -> str:
    """Looks and words of classes: where more is not what is wanted, less must not look like a shortage."""
    return "gap_class" if polarity == Polarity.MORE_IS_BETTER else "gap_class_neutral"


def looks(theme: Theme, domain: str) -> Mapping[str, Look]:
    """Looks of one code list by its word, for tables and legends that show any of them.

    `domain` is the name the labels have in the catalogues: gap_class, gap_class_neutral, cover_status, cover_change,
    activity_state, fulfilment, answer.
    """
    colours = palette(theme)
    domains: dict[str, Mapping[Any, Look]] = {
        "gap_class": colours.gap, "gap_class_neutral": _neutral(colours),
        "cover_status": colours.cover, "cover_change": colours.cover_change,
        "activity_state": colours.activity, "fulfilment": _fulfilment(colours), "answer": colours.answer,
    }
    return MappingProxyType({_word(key): look for key, look in domains[domain].items()})


def _neutral(colours: Palette) -> Mapping[GapClass, Look]:
    """Classes of services whose growth nobody wants: the same symbols, but no colour that calls less a shortage."""
    without_value = (GapClass.UNKNOWN, GapClass.NOT_APPLICABLE)
    plain = {word: Look(colours.surface, colours.text, colours.border, look.symbol)
             for word, look in colours.gap.items()}
    return {**plain, **{word: colours.gap[word] for word in without_value}}


def _fulfilment(colours: Palette) -> Mapping[Fulfilment, Look]:
    """The region's words look as the states that are nearest to them."""
    return {
        Fulfilment.FULFILLED: colours.activity[ActivityState.DONE],
        Fulfilment.IN_PROGRESS: colours.activity[ActivityState.RUNNING],
        Fulfilment.NOT_FULFILLED: colours.activity[ActivityState.NOT_STARTED],
        Fulfilment.NOT_STATED: colours.unknown,
    }


def _word(key: StrEnum | str) -> str:
    return key.value if isinstance(key, StrEnum) else key


def base_layout(theme: Theme, lang: str, *, height: int, hover: bool = True) -> dict[str, Any]:
    """Layout every figure starts from: transparent, our font, separators of the language, nothing to drag.

    `height` is in pixels; the width is the container's.
    """
    colours = palette(theme)
    return {
        # plotly's default template costs more to check than the figure and 6 kB to send; all it says is said here.
        "template": {},
        "height": height,
        "autosize": True,
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": FONT_FAMILY, "size": 14, "color": colours.text},
        "separators": f",{NBSP}" if lang == "cs" else ".,",
        "margin": {"l": 4, "r": 8, "t": 8, "b": 8, "pad": 4},
        "dragmode": False,
        "hovermode": "closest" if hover else False,
        "hoverlabel": {
            "bgcolor": colours.surface, "bordercolor": colours.border, "align": "left",
            "font": {"family": FONT_FAMILY, "size": 13, "color": colours.text},
        },
        "showlegend": False,
        "bargap": 0.25,
    }


def axis(theme: Theme, title: str | None = None, **more: Any) -> dict[str, Any]:
    """A quiet axis that makes room for its own labels and does not zoom; `title` carries the unit."""
    colours = palette(theme)
    result: dict[str, Any] = {
        "automargin": True, "fixedrange": True, "gridcolor": colours.grid, "zeroline": False,
        "linecolor": colours.border, "tickfont": {"size": 13, "color": colours.text},
    }
    if title is not None:
        result["title"] = {"text": title, "font": {"size": 13, "color": colours.muted}, "standoff": 8}
    return result | more


def marker(look: Look, width: float | list[float] = 1) -> dict[str, Any]:
    """Plotly marker of bars of one look: fill, outline and hatch. `width` is that of the outline, in pixels."""
    return {
        "color": look.fill,
        "line": {"color": look.line, "width": width},
        "pattern": {"shape": look.pattern, "fgcolor": look.line, "bgcolor": look.fill, "size": 8, "solidity": 0.15},
    }
