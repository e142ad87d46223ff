"""The map of a pack as a drawing: a path for every area, points of municipalities, labels with room between them."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

from lib.charts.style import Look
from lib.exports.document import MapArea, MapPoint, RegionMap, Ring
from lib.exports.drawn_ink import Ink, lines_of, picture, safe, sign_of, width_of
from lib.text.formats import NBSP

WIDTH = 640
"""Width of the map in its own units."""

LETTER, LINE, ROOM = 13.5, 15.5, 112
"""Size and line of labels, and the room in which names are broken."""

EDGE = 8
STEPS_ACROSS = (0, -22, 22, -44, 44, -70, 70, -100, 100)
STEPS_DOWN = (0, -14, 14, -28, 28, -46, 46, -70, 70)
"""How far a label may be moved from its place."""

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class _Label:
    """A label in its place. `lines` are the name, then the value."""

    area: MapArea
    lines: tuple[str, ...]
    box: Box
    anchor: tuple[float, float]


class _Frame:
    """From metres to units of the drawing."""

    def __init__(self, drawn: RegionMap) -> None:
        left, bottom, right, top = drawn.bounds
        self.left, self.top = left, top
        self.scale = (WIDTH - 2 * EDGE) / max(right - left, 1)
        self.height = (top - bottom) * self.scale + 2 * EDGE

    def at(self, place: tuple[float, float]) -> tuple[float, float]:
        return (place[0] - self.left) * self.scale + EDGE, (self.top - place[1]) * self.scale + EDGE

    def path(self, rings: Sequence[Ring]) -> str:
        written = []
        for ring in rings:
            # Points that fall on the same unit of the drawing are one.
            seen = dict.fromkeys(f"{x:.1f} {y:.1f}" for x, y in map(self.at, ring))
            written.append(f"M{'L'.join(seen)}Z")
        return "".join(written)


def map_svg(drawn: RegionMap, ink: Ink) -> str:
    """The drawing of a map: areas by class, the outline of the chosen ones, points, names with printed values."""
    frame, colours = _Frame(drawn), ink.colours
    chosen = set(drawn.chosen)
    parts = [_around(drawn, frame, ink), *(_area(area, frame, ink) for area in drawn.areas)]
    # A light line within the dark one: borders show on pale fills and on dark ones.
    borders = "".join(frame.path(area.rings) for area in drawn.areas)
    parts.append(f'<path class="borders" d="{borders}" fill="none" stroke="{ink.tone(colours.background)}" '
                 'stroke-width="1" stroke-linejoin="round"/>')
    parts += [f'<path class="chosen" d="{frame.path(area.rings)}" fill="none" stroke="{ink.tone(colours.text)}" '
              'stroke-width="3.2" stroke-linejoin="round"/>' for area in drawn.areas if area.code in chosen]
    dots = [(*frame.at(point.at), point) for point in drawn.points]
    parts.append(_points(dots, ink))
    labels = _labels(drawn, frame, [(x, y) for x, y, _ in dots])
    parts += [_label(label, ink) for label in labels]
    used = [*(area.look for area in drawn.areas), *(point.look for point in drawn.points)]
    return picture(ink, drawn.alt, (WIDTH, frame.height), used, "".join(parts))


def _around(drawn: RegionMap, frame: _Frame, ink: Ink) -> str:
    """The rest of the region, pale: where the areas lie."""
    if not drawn.around:
        return ""
    borders = "".join(frame.path(rings) for rings in drawn.around)
    return (f'<path class="around" aria-hidden="true" d="{borders}" fill="{ink.tone(ink.colours.land)}" '
            f'fill-rule="evenodd" stroke="{ink.tone(ink.colours.border)}" stroke-width=".8" stroke-linejoin="round"/>')


def _area(area: MapArea, frame: _Frame, ink: Ink) -> str:
    return (f'<path class="area" data-code="{safe(area.code)}" d="{frame.path(area.rings)}" fill-rule="evenodd" '
            f'stroke-linejoin="round" {ink.shape(area.look, 2.8)}><title>{safe(area.told)}</title></path>')


def _points(dots: Sequence[tuple[float, float, MapPoint]], ink: Ink) -> str:
    """Municipalities class by class: the shape tells the class as well as the colour does.

    All points of a class are a few paths, which is read and drawn ten times as fast as a circle for each.
    """
    classes: dict[tuple[Look, str], list[tuple[float, float]]] = {}
    for x, y, point in dots:
        classes.setdefault((point.look, point.meaning), []).append((x, y))
    return "".join(f'<g class="points"><title>{safe(meaning)}</title>{_marks(look, places, ink)}</g>'
                   for (look, meaning), places in classes.items())


def _marks(look: Look, places: Sequence[tuple[float, float]], ink: Ink) -> str:
    """The marks of one class."""
    drawn, page = ink.look(look), ink.tone(ink.colours.background)
    rim = f'fill="{drawn.fill}" stroke="{page}" stroke-width=".8"'
    hollow = f'fill="{page}" stroke="{drawn.line}" stroke-width="1.1"'
    cross = f'fill="none" stroke="{drawn.ink if drawn.fill != page else drawn.line}" stroke-width="1.3"'
    shapes = {
        "✕": ((_circle(4.6), rim), ("m-2.6 -2.6l5.2 5.2m0 -5.2l-5.2 5.2", cross)),
        "◎": ((_circle(4), f'fill="{page}" stroke="{drawn.fill}" stroke-width="1.6"'),
              (_circle(1.6), f'fill="{drawn.fill}"')),
        "◐": ((_circle(3.6), hollow), ("m0 -3.6a3.6 3.6 0 0 0 0 7.2z", f'fill="{drawn.line}"')),
        "▲": (("m0 -5l4.6 8h-9.2z", rim),),
        "▼": (("m0 5l4.6 -8h-9.2z", rim),),
        "?": ((_circle(3.4), f'{hollow} stroke-dasharray="2 1.4"'),),
        "○": ((_circle(3.2), hollow),),
    }
    starts = [f"M{x:.1f} {y:.1f}" for x, y in places]
    return "".join(f'<path d="{"".join(start + shape for start in starts)}" {attributes}/>'
                   for shape, attributes in shapes.get(look.symbol, ((_circle(3), rim),)))


def _circle(radius: float) -> str:
    return f"m{-radius:g} 0a{radius:g} {radius:g} 0 1 0 {2 * radius:g} 0a{radius:g} {radius:g} 0 1 0 {-2 * radius:g} 0z"


def _labels(drawn: RegionMap, frame: _Frame, dots: Sequence[tuple[float, float]]) -> list[_Label]:
    """Places of the labels: the nearest ones that neither meet another label nor hide points."""
    placed: list[_Label] = []
    # From the top down, so that what is moved is moved in a steady order.
    for area in sorted(drawn.areas, key=lambda area: (-area.label_at[1], area.code)):
        lines = [*lines_of(area.name, LETTER, ROOM, 2)]
        if area.text:
            lines.append(f"{sign_of(area.look)}{NBSP}{area.text}".strip())
        wide = max(width_of(line, LETTER * 1.04) for line in lines) + 8
        high = len(lines) * LINE + 4
        x, y = frame.at(area.label_at)
        boxes = [_kept((x + across - wide / 2, y + down - high / 2, x + across + wide / 2, y + down + high / 2), frame)
                 for across, down in product(STEPS_ACROSS, STEPS_DOWN)]
        taken = [label.box for label in placed]
        box = min(boxes, key=lambda box: _cost(box, (x, y), taken, dots))
        placed.append(_Label(area, tuple(lines), box, (x, y)))
    return placed


def _kept(box: Box, frame: _Frame) -> Box:
    """The box moved into the picture."""
    left, top, right, bottom = box
    across = max(2 - left, 0) - max(right - WIDTH + 2, 0)
    down = max(2 - top, 0) - max(bottom - frame.height + 2, 0)
    return left + across, top + down, right + across, bottom + down


def _cost(box: Box, at: tuple[float, float], taken: Sequence[Box], dots: Sequence[tuple[float, float]]) -> float:
    left, top, right, bottom = box
    moved = abs((left + right) / 2 - at[0]) + abs((top + bottom) / 2 - at[1])
    hidden = sum(left - 3 < x < right + 3 and top - 3 < y < bottom + 3 for x, y in dots)
    met = sum(max(min(right, other[2]) - max(left, other[0]) + 3, 0) * max(min(bottom, other[3]) - max(top, other[1])
                                                                          + 3, 0) for other in taken)
    return moved + hidden * 9 + met * 50


def _label(label: _Label, ink: Ink) -> str:
    """The label on a plate of the page's colour; a line leads to the area from which it had to be moved."""
    left, top, right, bottom = label.box
    middle, page = (left + right) / 2, ink.tone(ink.colours.background)
    x, y = label.anchor
    leader = "" if left <= x <= right and top <= y <= bottom else (
        f'<path d="M{middle:.1f} {(top + bottom) / 2:.1f}L{x:.1f} {y:.1f}" stroke="{ink.tone(ink.colours.text)}" '
        f'stroke-width="1"/><circle cx="{x:.1f}" cy="{y:.1f}" r="2" fill="{ink.tone(ink.colours.text)}"/>')
    plate = (f'<rect x="{left:.1f}" y="{top:.1f}" width="{right - left:.1f}" height="{bottom - top:.1f}" rx="3" '
             f'fill="{page}" fill-opacity=".92"/>')
    value = bool(label.area.text)
    texts = "".join(
        ink.text(middle, top + 2 + (number + 0.78) * LINE, line, LETTER, anchor="middle",
                 bold=value and number == len(label.lines) - 1)
        for number, line in enumerate(label.lines))
    return f'<g class="label">{leader}{plate}{texts}</g>'

