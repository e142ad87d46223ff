"""Drawings of both themes in one text: colours become variables, so a picture sent once follows the theme."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from lib.charts.style import Theme

VARYING = re.compile(r"#[0-9a-f]{6}(?:[0-9a-f]{2})?\b|\bpack-(?:light|dark)\b|\b[ld]-[\w-]+-[0-9a-f]{12}-\d+")
"""What differs between the two themes of one drawing: colours, marks of the theme, names of hatches."""

COLOUR = re.compile("#[0-9a-f]{6}(?:[0-9a-f]{2})?")
ONE_THEME = re.compile(r"\bpack-(?:light|dark)\b")


@dataclass(slots=True)
class Themes:
    """Collects pairs of colours over many drawings; `style` gives them to both themes at the end."""

    pairs: dict[tuple[str, str], str] = field(default_factory=dict)

    def joined(self, drawn: Mapping[Theme, str]) -> str:
        """One text for both themes; where they differ in more than colours, both, of which one is shown.

        Names of hatches are those of the light theme: only one picture is on the page at a time.
        """
        light, dark = drawn["light"], drawn["dark"]
        if VARYING.split(light) != VARYING.split(dark):
            return "".join(f'<div class="only-{theme}">{text}</div>' for theme, text in drawn.items())
        others = iter(VARYING.findall(dark))
        return ONE_THEME.sub("pack-themed", VARYING.sub(lambda found: self._both(found[0], next(others)), light))

    def style(self) -> str:
        """The colours of both themes, and which text is shown where there are two."""
        listed: tuple[Theme, Theme] = ("light", "dark")
        written = [
            f".slide-{theme}{{{''.join(f'{name}:{pair[place]};' for pair, name in self.pairs.items())}}}"
            for place, theme in enumerate(listed)
        ]
        hidden = ".slide-light .only-dark,.slide-dark .only-light{display:none}.only-light,.only-dark{height:100%}"
        return "\n".join([*written, hidden])

    def _both(self, light: str, dark: str) -> str:
        if light == dark or not COLOUR.fullmatch(light):
            return light
        return f"var({self.pairs.setdefault((light, dark), f'--two-{len(self.pairs)}')})"
