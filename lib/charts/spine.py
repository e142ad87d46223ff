"""The spine of the area profile: one figure of one area against the region's mean and the range of all areas."""

from base64 import b64encode
from dataclasses import dataclass
from html import escape
from math import isnan

from lib.charts.style import palette
from lib.model.catalogue import Polarity
from lib.model.derived_profile import Beside

WIDTH, HEIGHT = 200, 13
"""Size of the drawing in its own units; the mean stands in the middle of the width."""

MARGIN = 7
"""Room at both ends, so that no mark is cut."""

MIDDLE = HEIGHT / 2
THICK = 7
MIDDLE_HALF = "#a9b6bc"
"""Fill of the middle half of the areas, darker than the rest of the range in greyscale as well."""


@dataclass(frozen=True, slots=True)
class Spine:
    """What one spine shows; every number in the figure's own unit, None: not known.

    `low` and `high` bound the interval of a small number.
    """

    value: float | None
    region: float | None
    minimum: float | None
    q25: float | None
    q75: float | None
    maximum: float | None
    similar: float | None
    polarity: str
    beside: str
    low: float | None = None
    high: float | None = None

    @property
    def ends(self) -> tuple[float | None, float | None]:
        """The values of the range on the left and on the right: the worst first, of neutral figures the least."""
        both = (self.minimum, self.maximum)
        return both[::-1] if self.polarity == Polarity.LESS_IS_BETTER else both

    def place(self, value: float | None) -> float | None:
        """Where a value stands, between 0 (left) and 1 (right); the region's mean is at 0.5 and the scale is even.

        The end that is farther from the mean touches its side. None: the value, the mean or the range is not known.
        Without any difference everything stands in the middle.
        """
        if value is None or self.region is None or self.minimum is None or self.maximum is None:
            return None
        half = max(self.region - self.minimum, self.maximum - self.region)
        step = 0.0 if half <= 0 else (value - self.region) / half / 2
        return 0.5 + (-step if self.polarity == Polarity.LESS_IS_BETTER else step)


def known(value: object) -> float | None:
    """A number of a frame, None where it is not known."""
    number = float("nan") if value is None or type(value).__name__ == "NAType" else float(value)  # type: ignore[arg-type]
    return None if isnan(number) else number


def spine_svg(spine: Spine) -> str:
    """The drawing: the range with its middle half, the mean as a line, the mean of similar areas, the area's own mark.

    The mark differs by shape and by filling: a full circle is better than the mean, an empty diamond worse, a square
    neither, an empty circle with its interval a small number that cannot be told from the mean.
    """
    colours = palette("light")
    parts = [_range(spine, spine.minimum, spine.maximum, colours.surface),
             _range(spine, spine.q25, spine.q75, MIDDLE_HALF)]
    if spine.place(spine.region) is not None:
        parts.append(f'<path d="M{WIDTH / 2} 1V{HEIGHT - 1}" stroke="{colours.text}" stroke-width="1.4"/>')
    similar = spine.place(spine.similar)
    if similar is not None:
        at = _across(similar)
        parts.append(f'<path d="M{at:.1f} {HEIGHT - 5}l-3 4.5h6z" fill="{colours.background}" stroke="{colours.text}" '
                     'stroke-width="1"/>')
    own = spine.place(spine.value)
    if own is not None:
        low, high = spine.place(spine.low), spine.place(spine.high)
        if low is not None and high is not None:
            left, right = sorted((_across(low), _across(high)))
            parts.append(f'<path d="M{left:.1f} {MIDDLE}H{right:.1f}" stroke="{colours.text}" stroke-width="1.2" '
                         'stroke-dasharray="3 2"/>')
        parts.append(mark(spine.beside, _across(own)))
    return _drawing("".join(parts), WIDTH, HEIGHT)


def mark_svg(beside: str) -> str:
    """A mark alone, for the key."""
    return _drawing(mark(beside, 10), 20, HEIGHT)


def similar_svg() -> str:
    """The mark of the mean of similar areas alone, for the key."""
    text = palette("light").text
    return _drawing(f'<path d="M10 3l-4 7h8z" fill="#ffffff" stroke="{text}" stroke-width="1.2"/>', 20, HEIGHT)


def range_svg() -> str:
    """A range with its middle half and the mean alone, for the key."""
    colours = palette("light")
    return _drawing(
        f'<rect x="1" y="3" width="58" height="{THICK}" fill="{colours.surface}" stroke="{colours.border}"/>'
        f'<rect x="18" y="3" width="22" height="{THICK}" fill="{MIDDLE_HALF}" stroke="{colours.border}"/>'
        f'<path d="M30 0V{HEIGHT}" stroke="{colours.text}" stroke-width="1.4"/>', 60, HEIGHT)


def mark(beside: str, at: float) -> str:
    """The shape that stands for an area's own value, centred on `at`."""
    colours = palette("light")
    better, worse = "#0f4f80", "#8a3400"
    if beside == Beside.BETTER:
        return f'<circle cx="{at:.1f}" cy="{MIDDLE}" r="5" fill="{better}" stroke="{colours.background}"/>'
    if beside == Beside.WORSE:
        return (f'<path d="M{at:.1f} {MIDDLE - 5}l5 5l-5 5l-5 -5z" fill="{colours.background}" stroke="{worse}" '
                'stroke-width="2.2"/>')
    if beside == Beside.UNCLEAR:
        return (f'<circle cx="{at:.1f}" cy="{MIDDLE}" r="4.2" fill="{colours.background}" stroke="{colours.text}" '
                'stroke-width="1.4"/>')
    return (f'<rect x="{at - 4:.1f}" y="{MIDDLE - 4}" width="8" height="8" fill="{colours.muted}" '
            f'stroke="{colours.background}"/>')


def picture(svg: str, alt: str, css_class: str) -> str:
    """A drawing of ours as a picture: `st.html` takes drawings out of what it shows, pictures stay."""
    drawn = b64encode(svg.encode()).decode()
    return f'<img class="{css_class}" alt="{escape(alt)}" src="data:image/svg+xml;base64,{drawn}">'


def _across(place: float) -> float:
    """A place between 0 and 1 in units of the drawing; what lies outside the range stays within the picture."""
    return min(max(MARGIN + place * (WIDTH - 2 * MARGIN), 1), WIDTH - 1)


def _range(spine: Spine, first: float | None, last: float | None, fill: str) -> str:
    ends = [spine.place(first), spine.place(last)]
    if ends[0] is None or ends[1] is None:
        return ""
    left, right = sorted((_across(ends[0]), _across(ends[1])))
    return (f'<rect x="{left:.1f}" y="{MIDDLE - THICK / 2}" width="{max(right - left, 1):.1f}" height="{THICK}" '
            f'fill="{fill}" stroke="{palette("light").border}" stroke-width=".8"/>')


def _drawing(content: str, width: float, height: float) -> str:
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" '
            f'height="{height}">{content}</svg>')
