"""The map of a slide: one freeform shape for every area, named and described, with the points of municipalities."""

from collections.abc import Sequence

from lib.charts.style import Look, contrast, palette
from lib.exports.document import MapArea, MapPoint, RegionMap, Ring
from lib.exports.pptx_canvas import PAGE, TEXT, Canvas, Para, look_fill, look_line, outline, solid
from lib.exports.pptx_text import POINT, Box, height_of, in_two_lines, width_of
from lib.text.messages import Words

LABEL, NAME = 12, 10
"""Type of the value and of the name of an area on the map, in points."""

POINT_SIZE = 7 * POINT
CHOSEN_LINE = 3.5
SEEN = 1.8
"""Contrast from which a line is told from the area."""

STEPS = "▁▂▄▆█"
"""Symbols of scales: beside a printed number they say nothing."""

FORMS = {"✕": "diamond", "▼": "flowChartMerge", "▲": "triangle", "◎": "octagon", "◐": "flowChartDelay", "?": "rect"}
"""Symbols of looks as shapes small enough for a point: form, not colour alone, tells classes apart."""


class Projection:
    """Metres of the figure as places in a box of the slide, in the same scale both ways, in the middle."""

    def __init__(self, figure: RegionMap, box: Box) -> None:
        left, bottom, right, top = figure.bounds
        self.scale = min(box.width / max(right - left, 1), box.height / max(top - bottom, 1))
        self.left = box.left + (box.width - (right - left) * self.scale) / 2 - left * self.scale
        self.top = box.top + (box.height - (top - bottom) * self.scale) / 2 + top * self.scale

    def __call__(self, at: tuple[float, float]) -> tuple[int, int]:
        """Where a place is on the slide, in whole EMU."""
        return round(self.left + at[0] * self.scale), round(self.top - at[1] * self.scale)


def draw_map(canvas: Canvas, figure: RegionMap, box: Box, words: Words) -> None:
    """Areas, points and labels, each in a group of its own; the key is the caller's."""
    projection = Projection(figure, box)
    if figure.around:
        around = canvas.group(box, words("Surroundings"), decorative=True)
        for rings in figure.around:
            _around(around, rings, projection, words)
    areas = canvas.group(box, figure.title, alt=figure.alt)
    for area in sorted(figure.areas, key=lambda one: one.code in figure.chosen):
        _area(areas, area, projection, chosen=area.code in figure.chosen)
    if figure.points:
        alt = "; ".join(f"{meaning}: {sum(point.meaning == meaning for point in figure.points)}"
                        for meaning in dict.fromkeys(point.meaning for point in figure.points))
        points = canvas.group(box, words("Municipalities"), alt=alt)
        for point in figure.points:
            _point(points, point, projection)
    labels = canvas.group(box, words("Labels of the map"), decorative=True)
    for place, paragraphs in placed_labels(figure.areas, projection, box):
        labels.text(place, words("Label"), paragraphs, decorative=True, anchor="ctr",
                    fill=solid(PAGE).replace("/></a:solidFill>", '><a:alpha val="80000"/></a:schemeClr></a:solidFill>'))


def form_of(look: Look) -> str:
    """The shape of a point of the class."""
    return FORMS.get(look.symbol, "ellipse")


Labels = list[tuple[Box, tuple[Para, ...]]]


def placed_labels(areas: Sequence[MapArea], projection: Projection, box: Box) -> Labels:
    """A label for every area that has room for one: name and value, where it collides the value alone, else none.

    Names are tried in one line and in two, whichever leaves more of them.
    """
    tries = [_placed(areas, projection, box, broken=broken) for broken in (False, True)]
    return max(tries, key=lambda labels: (sum(len(paragraphs) > 1 for _, paragraphs in labels), len(labels)))


def _placed(areas: Sequence[MapArea], projection: Projection, box: Box, *, broken: bool) -> Labels:
    placed: Labels = []
    for area in areas:
        for paragraphs, place in _candidates(area, projection, broken):
            inside = place.left >= box.left and place.right <= box.right and place.bottom <= box.bottom
            if inside and place.top >= box.top and not any(place.overlaps(other) for other, _ in placed):
                placed.append((place, paragraphs))
                break
    return placed


def _candidates(area: MapArea, projection: Projection, broken: bool) -> list[tuple[tuple[Para, ...], Box]]:
    x, y = projection(area.label_at)
    sign = "" if area.look.symbol in STEPS else f"{area.look.symbol} "
    value = Para(f"{sign}{area.text}", LABEL, bold=True, align="ctr")
    name = in_two_lines(area.name) if broken else area.name
    found = []
    for paragraphs in ((*(Para(line, NAME, align="ctr") for line in name.split("\n")), value), (value,)):
        width = max(width_of(para.text, para.size, bold=para.bold) for para in paragraphs) + 5 * POINT
        height = sum(height_of([para.text], width, para.size, bold=para.bold) for para in paragraphs)
        found += [(paragraphs, Box(x - width // 2 + round(width * aside), y - height // 2 + round(height * shift),
                                   width, height))
                  for aside in (0, -0.25, 0.25) for shift in (0, -0.3, 0.3, -0.6, 0.6)]
    return found


def _area(canvas: Canvas, area: MapArea, projection: Projection, *, chosen: bool) -> None:
    line = outline(TEXT, CHOSEN_LINE, dashed=area.look.dashed) if chosen else _border(area.look)
    box, geometry = _outlined(area.rings, projection)
    canvas.shape(box, area.name, alt=area.told, geometry=geometry, fill=look_fill(area.look), line=line)


def _around(canvas: Canvas, rings: Sequence[Ring], projection: Projection, words: Words) -> None:
    """An area the pack is not about: where the others lie."""
    box, geometry = _outlined(rings, projection)
    land = palette("light")
    canvas.shape(box, words("Surroundings"), decorative=True, geometry=geometry, fill=solid(land.land),
                 line=outline(land.border, 0.75))


def _outlined(borders: Sequence[Ring], projection: Projection) -> tuple[Box, str]:
    """The box of the rings and their geometry within it."""
    rings = [[projection(at) for at in ring] for ring in borders]
    xs, ys = [x for ring in rings for x, _ in ring], [y for ring in rings for _, y in ring]
    box = Box(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))
    paths = "".join(_path(ring, box) for ring in rings)
    return box, (f'<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/><a:rect l="0" t="0" r="r" b="b"/><a:pathLst>'
                 f'<a:path w="{box.width}" h="{box.height}">{paths}</a:path></a:pathLst></a:custGeom>')


def _border(look: Look) -> str:
    """The outline of the look; between dark areas, where it would not be seen, a light one."""
    seen = contrast(look.line, look.fill) >= SEEN
    return look_line(look, 1.25) if seen else outline(PAGE, 1.25, dashed=look.dashed)


def _path(ring: Sequence[tuple[int, int]], box: Box) -> str:
    places = [f'<a:pt x="{x - box.left}" y="{y - box.top}"/>' for x, y in dict.fromkeys(ring)]
    lines = "".join(f"<a:lnTo>{place}</a:lnTo>" for place in places[1:])
    return f"<a:moveTo>{places[0]}</a:moveTo>{lines}<a:close/>"


def _point(canvas: Canvas, point: MapPoint, projection: Projection) -> None:
    x, y = projection(point.at)
    box = Box(x - POINT_SIZE // 2, y - POINT_SIZE // 2, POINT_SIZE, POINT_SIZE)
    canvas.shape(box, point.name, alt=f"{point.name}: {point.meaning}", geometry=form_of(point.look),
                 fill=look_fill(point.look), line=outline(PAGE, 0.75))
