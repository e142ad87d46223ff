"""The key of a picture as HTML: always visible, symbol and word beside the colour, nothing to click."""

from base64 import b64encode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from math import floor, log10

from lib.charts.style import Look, Palette, Theme, looks, palette
from lib.text.formats import number, percent
from lib.text.messages import Words

STEPS = 5
"""Steps of the blue ramp."""


@dataclass(frozen=True, slots=True)
class KeyEntry:
    """One line of a key: how it looks and what it means.

    `glyph` is a drawing of ours (SVG) shown instead of the swatch; `step` is the short label of a step of a ramp, whose
    steps are drawn as one bar.
    """

    look: Look
    meaning: str
    glyph: str = ""
    step: str = ""


def domain_key(domain: str, words: Words, theme: Theme, present: Iterable[str] | None = None) -> tuple[KeyEntry, ...]:
    """Key of a code list (see `style.looks`), in its own order; `present` leaves out what the picture does not show."""
    shown = None if present is None else set(present)
    return tuple(
        KeyEntry(look, words.label(domain, word)) for word, look in looks(theme, domain).items()
        if shown is None or word in shown
    )


def swatch_css(look: Look) -> str:
    """Inline style of a cell or swatch: fill, ink, outline, hatch where the class has one."""
    ground = f"background-color:{look.fill}"
    if look.pattern == "/":
        ground += (f";background-image:repeating-linear-gradient(135deg,{look.line}33 0,{look.line}33 2px,"
                   "transparent 2px,transparent 7px)")  # each stop by itself: what lays out paper knows no pairs
    style = "dashed" if look.dashed else "solid"
    return f"{ground};color:{look.ink};border:1px {style} {look.line}"


def legend_html(entries: Sequence[KeyEntry], title: str, theme: Theme) -> str:
    """The key as a list for `st.html`: title first (with the unit), then swatches with symbol and meaning.

    Steps of a ramp stand side by side as one bar, each with its limits below; the numbers themselves are on the map.
    """
    colours = palette(theme)
    bar = "".join(_step(entry) for entry in entries if entry.step)
    items = "".join(
        f'<li style="display:flex;align-items:center;gap:.4rem;margin:0">{_sign(entry)}{escape(entry.meaning)}</li>'
        for entry in entries if not entry.step
    )
    flat = "list-style:none;display:flex;padding:0;margin:.25rem 0"
    return (
        f'<div style="color:{colours.text};font-size:.9rem;display:flex;flex-wrap:wrap;align-items:center;gap:0 1rem">'
        f'<span style="font-weight:600">{escape(title)}</span>'
        + (f'<ul style="{flat}">{bar}</ul>' if bar else "")
        + (f'<ul style="{flat};flex-wrap:wrap;gap:.2rem 1rem">{items}</ul>' if items else "")
        + "</div>"
    )


def _sign(entry: KeyEntry) -> str:
    if entry.glyph:
        # As a picture, because `st.html` takes drawings out of what it shows.
        drawn = b64encode(entry.glyph.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1).encode()).decode()
        return f'<img alt="" src="data:image/svg+xml;base64,{drawn}" style="width:1.1rem;height:1.1rem;margin:0">'
    return (
        f'<span aria-hidden="true" style="{swatch_css(entry.look)};display:inline-block;min-width:1.9rem;'
        f'text-align:center;border-radius:3px;line-height:1.35rem;font-size:.85rem">{escape(entry.look.symbol)}</span>'
    )


def _step(entry: KeyEntry) -> str:
    return (
        f'<li title="{escape(entry.meaning)}" style="margin:0 0 0 -1px;min-width:3.6rem;text-align:center;'
        f'font-size:.8rem;line-height:1.3">'
        f'<span aria-hidden="true" style="{swatch_css(entry.look)};display:block;height:.9rem"></span>'
        f'<span style="padding:0 .3rem;white-space:nowrap">{escape(entry.step)}</span></li>'
    )


@dataclass(frozen=True, slots=True)
class Ramp:
    """Five equal steps of one blue ramp, each `width` wide in `unit`; take it from `ramp_for`.

    Whole numbers start at 1, because a real zero has a look of its own; shares start at 0. Between steps of numbers
    that are not whole the limit belongs to the higher step.
    """

    unit: str
    width: float
    whole: bool

    def look(self, value: float | None, theme: Theme) -> Look:
        """How a value is drawn; None is unknown."""
        colours = palette(theme)
        if value is None:
            return colours.unknown
        if self.whole and value == 0:
            return _zero(colours)
        place = (value - 1) // self.width if self.whole else floor(value / self.width + 1e-9)
        return colours.ramp[int(min(STEPS - 1, max(0, place)))]

    def key(self, values: Iterable[float | None], words: Words, theme: Theme) -> tuple[KeyEntry, ...]:
        """Key of the steps, with lines for zero and for unknown when the picture has such values."""
        colours = palette(theme)
        shown = list(values)
        entries = [
            KeyEntry(look, self._meaning(place, words), step=self._step(place, words))
            for place, look in enumerate(colours.ramp)
        ]
        if self.whole and any(value == 0 for value in shown):
            entries.insert(0, KeyEntry(_zero(colours), number(0, words.lang)))
        if any(value is None for value in shown):
            entries.append(KeyEntry(colours.unknown, words.label("empty", "unknown")))
        return tuple(entries)

    def _meaning(self, place: int, words: Words) -> str:
        last = place == STEPS - 1
        if self.whole:
            low, high = round(place * self.width) + 1, round((place + 1) * self.width)
            if last:
                return words("{low} or more", low=low)
            return number(low, words.lang) if low == high else f"{number(low, words.lang)}–{number(high, words.lang)}"
        low_share, high_share = place * self.width, (place + 1) * self.width
        if self.unit != "share":
            if last:
                return words("{low} or more", low=low_share)
            return words("{low} to less than {high}", low=low_share, high=high_share)
        start = number(round(low_share * 100), words.lang)
        if last:
            return f"{start}–{percent(high_share, words.lang)}"
        return words("{low} to less than {high}", low=start, high=percent(high_share, words.lang))

    def _step(self, place: int, words: Words) -> str:
        """Limits of a step as short as they can be said."""
        low, high = place * self.width, (place + 1) * self.width
        if self.unit == "share":
            return f"{number(round(low * 100), words.lang)}–{percent(high, words.lang)}"
        if self.whole:
            return f"{number(round(low) + 1, words.lang)}+" if place == STEPS - 1 else self._meaning(place, words)
        if place == STEPS - 1:
            return f"{number(low, words.lang)}+"
        return f"{number(low, words.lang)}–{number(high, words.lang)}"


def _zero(colours: Palette) -> Look:
    return Look(colours.background, colours.text, colours.border, "·")


def ramp_for(values: Iterable[float | None], unit: str) -> Ramp:
    """Steps that reach the greatest value: 20 % each for shares, otherwise 1, 2, 2.5 or 5 times a power of ten.

    Whole numbers get whole steps of at least 1.
    """
    known = [value for value in values if value is not None]
    if unit == "share":
        return Ramp(unit, 1 / STEPS, whole=False)
    whole = all(value == int(value) for value in known)
    exact = max(known, default=0.0) / STEPS
    if exact <= 0 or (whole and exact <= 1):
        return Ramp(unit, 1.0, whole)
    power = 10.0 ** floor(log10(exact))
    steps = (times * power for times in (1, 2, 2.5, 5, 10))
    return Ramp(unit, next(step for step in steps if step >= exact and not (whole and step % 1)), whole)
