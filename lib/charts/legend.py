"""The key of a picture as HTML: always visible, symbol and word beside the colour, nothing to click."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from lib.charts.style import Look, Theme, looks, palette
from lib.text.messages import Words


@dataclass(frozen=True, slots=True)
class KeyEntry:
    """One line of a key: how it looks and what it means."""

    look: Look
    meaning: str


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
        ground += f";background-image:repeating-linear-gradient(135deg,{look.line}33 0 2px,transparent 2px 7px)"
    style = "dashed" if look.dashed else "solid"
    return f"{ground};color:{look.ink};border:1px {style} {look.line}"


def legend_html(entries: Sequence[KeyEntry], title: str, theme: Theme) -> str:
    """The key as a list for `st.html`: title first (with the unit), then swatches with symbol and meaning."""
    colours = palette(theme)
    items = "".join(
        f'<li style="display:flex;align-items:center;gap:.4rem;margin:0">'
        f'<span aria-hidden="true" style="{swatch_css(entry.look)};display:inline-block;min-width:1.9rem;'
        f'text-align:center;border-radius:3px;line-height:1.35rem;font-size:.85rem">{escape(entry.look.symbol)}</span>'
        f"{escape(entry.meaning)}</li>"
        for entry in entries
    )
    return (
        f'<div style="color:{colours.text};font-size:.9rem"><span style="font-weight:600">{escape(title)}</span>'
        f'<ul style="list-style:none;display:flex;flex-wrap:wrap;gap:.3rem 1rem;padding:0;margin:.3rem 0">{items}</ul>'
        f"</div>"
    )
