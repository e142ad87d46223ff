"""Four answers to one question side by side as HTML: what each says, how it is worked out, and what it cannot say."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from lib.charts.legend import swatch_css
from lib.charts.style import FONT_FAMILY, Look, Theme, palette


@dataclass(frozen=True, slots=True)
class LensCard:
    """One lens of one cell, in words.

    `figure` is the number with its unit, or the word for its absence; `under` what stands under it. `look` with its
    meaning `klass` marks a class. `sum` is the arithmetic a reader can redo, `facts` dates and sources, `silence` what
    the lens cannot say, `mark` the word for illustrative data (empty: it is not).
    """

    title: str
    figure: str
    under: str
    sentence: str
    sum: str
    facts: tuple[str, ...]
    silence: str
    mark: str = ""
    look: Look | None = None
    klass: str = ""


def lens_cards_html(cards: Sequence[LensCard], silence: str, label: str, theme: Theme) -> str:
    """The cards for `st.html`; `silence` is the word before what a lens cannot say, `label` names the whole.

    `style.css` lays them out by the room there is.
    """
    items = "".join(_card(card, silence) for card in cards)
    return (f"<style>{_css(theme)}</style>"
            f'<div class="lens-place"><ul class="lens-cards lens-{theme}" aria-label="{escape(label)}">'
            f"{items}</ul></div>")


def _card(card: LensCard, silence: str) -> str:
    look = "" if card.look is None else (
        f'<p class="lens-class"><span style="{swatch_css(card.look)}"><span aria-hidden="true">'
        f"{escape(card.look.symbol)}</span> {escape(card.klass)}</span></p>")
    mark = f'<span class="lens-mark">{escape(card.mark)}</span>' if card.mark else ""
    total = f'<p class="lens-sum">{escape(card.sum)}</p>' if card.sum else ""
    facts = "".join(f"<li>{escape(fact)}</li>" for fact in card.facts)
    return (
        f"<li><h3>{escape(card.title)}{mark}</h3>"
        f'<p class="lens-figure">{escape(card.figure)}</p><p class="lens-under">{escape(card.under)}</p>{look}'
        f'<p>{escape(card.sentence)}</p>{total}<ul class="lens-facts">{facts}</ul>'
        f'<p class="lens-silence"><strong>{escape(silence)}</strong> {escape(card.silence)}</p></li>'
    )


def _css(theme: Theme) -> str:
    colours = palette(theme)
    at = f".lens-{theme}"
    return f"""
        {at} {{ font-family: {FONT_FAMILY}; color: {colours.text}; }}
        {at} > li {{ border: 1px solid {colours.border}; border-radius: 8px; padding: .8rem .9rem; }}
        {at} .lens-under, {at} .lens-facts, {at} .lens-sum {{ color: {colours.muted}; }}
        {at} .lens-silence {{ border-top: 1px solid {colours.grid}; }}
        {at} .lens-class span span {{ padding-right: .2rem; }}
        {at} .lens-class > span {{ border-radius: 3px; padding: 0 .4rem; }}
    """
