"""Facts about one thing as a definition list: label above value, two columns where the screen allows, all escaped."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from lib.charts.style import FONT_FAMILY, Theme, palette


@dataclass(frozen=True, slots=True)
class Fact:
    """One label with its values, each on a line of its own."""

    label: str
    values: tuple[str, ...]


def facts_html(facts: Sequence[Fact], theme: Theme) -> str:
    """The list for `st.html`."""
    colours = palette(theme)
    at = f"dl.facts-{theme}.facts-{theme}"  # twice, to outweigh the styles Streamlit gives to lists
    items = "".join(
        f"<div><dt>{escape(fact.label)}</dt>{''.join(f'<dd>{escape(value)}</dd>' for value in fact.values)}</div>"
        for fact in facts
    )
    return f"""<style>
        {at} {{ display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 17rem), 1fr));
            gap: .7rem 1.6rem;
            margin: 0; padding: .2rem .55rem; font-family: {FONT_FAMILY}; color: {colours.text}; }}
        {at} dt {{ font-size: .85rem; color: {colours.muted}; font-weight: 400; }}
        {at} dd {{ margin: 0; line-height: 1.4; overflow-wrap: anywhere; }}
        </style><dl class="facts-{theme}">{items}</dl>"""
