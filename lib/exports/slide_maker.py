"""What all slides of a pack share: words, numbers bound to cells, the map of the areas, sources and notes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

import shapely

from lib.charts.legend import KeyEntry
from lib.charts.location import in_metres, points_in_metres
from lib.charts.style import Look
from lib.exports.document import Figure, Grid, KeyLine, MapArea, MapPoint, RegionMap, Said, Slide
from lib.exports.labels import in_language
from lib.exports.teller import Teller
from lib.exports.xlsx import asked_in_words
from lib.model.lookup import records
from lib.model.pack import Section
from lib.model.territory import REGION_AREA
from lib.text import formats, sentences
from lib.text.messages import Words
from lib.views.base import Sheet
from lib.views.pack import PackView

MAP_TOLERANCE_M = 400
"""Detail a map on a slide cannot show."""


class SlideMaker:
    """Makes slides of one pack in one language; the builders of each part get it and ask it for what they need.

    `own_query` is the address of the pack itself, without the host.
    """

    def __init__(self, view: PackView, words: Words, own_query: str = "") -> None:
        self.view = view
        self.own_query = own_query
        self.pack = view.pack
        self.words = words
        self.lang = words.lang
        english = view.english if words.lang == "en" else {}
        self.sheets: Mapping[str, Sheet] = {key: in_language(sheet, words, english)
                                            for key, sheet in view.sheets.items()}
        self.tell = Teller(words, self.sheets)

    @property
    def one_area(self) -> str | None:
        """The ORP where the pack is about just one."""
        return self.pack.areas[0] if len(self.pack.areas) == 1 else None

    @property
    def area_rows(self) -> str:
        """The code under which tables of areas have the row the pack speaks of: its one ORP, else the region."""
        return self.one_area or REGION_AREA

    def area_phrase(self, code: str | None) -> str:
        """Where, in a sentence: "v ORP Frýdlant", "v Libereckém kraji"; None is the region."""
        whole = code is None or code == REGION_AREA
        region = self.view.region["name_en" if self.lang == "en" else "name_locative"]
        return formats.area_phrase(None if whole else self.view.areas[str(code)], region, self.lang)

    def area_name(self, code: str | None) -> str:
        """The name of an area as a title; None is the region."""
        whole = code is None or code == REGION_AREA
        region = self.view.region["name_en" if self.lang == "en" else "name"]
        return formats.area_name(None if whole else self.view.areas[str(code)], region)

    def query(self, page: str, **changes: str | None) -> str:
        """The address of a view on the screen with the dates of the pack pinned: "pokryti?k=…&znamo=…"."""
        selection = self.pack.selection
        wanted: dict[str, str | None] = {
            "k": selection.at.valid_on.isoformat(), "znamo": str(selection.at.known_at), "orp": self.one_area,
            "lang": "en" if self.lang == "en" else None, **changes,
        }
        return f"{page}?{urlencode({key: value for key, value in wanted.items() if value is not None})}"

    def slide(  # noqa: PLR0917
        self, key: str, section: Section | None, heading: str, title: Said, figures: Sequence[Figure],
        sentences_said: Sequence[Said], sheets: Sequence[str], query: str, *, table: Grid | None = None,
    ) -> Slide:
        """A slide with its marks, sources and speaker notes; `sheets` are keys of the tables its figures are from."""
        used = [self.sheets[name] for name in sheets]
        sources = tuple(dict.fromkeys(line for sheet in used for line in self._sources(sheet)))
        asked = tuple(dict.fromkeys(f"{label}: {value}" for sheet in used
                                    for label, value in asked_in_words(sheet, self.words)))
        remarks = tuple(dict.fromkeys(self.words.note(note.code, **note.values) for sheet in used
                                      for note in sheet.notes))
        made = Slide(key, section, heading, title, tuple(figures), tuple(sentences_said), table, tuple(sheets),
                     False, (), sources, query)
        # A number counted from illustrative rows is illustrative, whatever the slide is about.
        counted = {bound.table for said in made.said() for bound in said.bound}
        demo = any(self.sheets[name].provenance.demo for name in {*sheets, *counted})
        notes = (
            title.text, *(said.text for said in sentences_said), *remarks, self.state, *asked,
            *((self.words("DEMO: made from illustrative data, not from a real source."),) if demo else ()),
            *(f"{self.words('Source')}: {line}" for line in sources),
        )
        return replace(made, demo=demo, notes=notes)

    @property
    def state(self) -> str:
        """The two dates in words: "Stav k 30. 6. 2016 · Vydání 1 ze dne …"."""
        release = self.view.provenance.release
        day = self.words("as of {day}", day=self.pack.selection.at.valid_on)
        told = sentences.release_sentence(self.words, release.number, release.published_at.date())
        return f"{day[:1].upper()}{day[1:]} · {told}"

    def _sources(self, sheet: Sheet) -> list[str]:
        words = self.words
        lines = []
        for source in sheet.provenance.sources:
            day = f", {words('as of')} {formats.date(source.state_date, self.lang)}" if source.state_date else ""
            kind = words.label("source_kind", source.kind.value)
            lines.append(f"{kind} · {source.publisher}: {source.title}{day}")
        return lines

    def region_map(  # noqa: PLR0917
        self, key: str, title: str, alt: str, table: str, column: str,
        drawn: Callable[[Any], tuple[Look, str, str]], legend: Sequence[KeyLine], points: Sequence[MapPoint] = (),
    ) -> RegionMap | None:
        """The areas of the region filled by class; None where no border is known.

        `drawn` tells of a value of the column (None: unknown) its look, the text on the map and what it means. Areas
        the table has no row of are drawn around, without a value; the pack is not about them.
        """
        shapes = in_metres(self.view.boundaries, MAP_TOLERANCE_M)
        if not shapes:
            return None
        areas, around = [], []
        for code, shape in shapes.items():
            rows = self.tell.rows(table, orp_code=code)
            if not rows:
                around.append(_rings(shape))
                continue
            look, text, meaning = drawn(self.tell.exact(table, rows[0], column))
            inside = shape.representative_point()
            areas.append(MapArea(code, self.view.areas[code], rows[0], text, meaning, look, _rings(shape),
                                 (inside.x, inside.y)))
        left, bottom, right, top = (float(edge) for edge in shapely.total_bounds(list(shapes.values())))
        return RegionMap(
            key, title, alt, table, column, tuple(areas), tuple(points), tuple(legend), (left, bottom, right, top),
            self.words("Borders: ČÚZK, generalised"), self.pack.areas, tuple(around))

    def municipality_points(
        self, table: str, column: str, looks: Mapping[str, Look], domain: str
    ) -> tuple[MapPoint, ...]:
        """A point for every municipality of the table, by the class in a column of it."""
        towns = self.sheets[table].frame.merge(self.view.places, on="municipality_code", how="inner")
        at = points_in_metres(list(towns["lon"]), list(towns["lat"]))
        return tuple(
            MapPoint(str(row["municipality_name"]), self.words.label(domain, row[column]), looks[row[column]], place)
            for row, place in zip(records(towns), at, strict=True)
        )


def key_lines(entries: Sequence[KeyEntry]) -> tuple[KeyLine, ...]:
    """The key of a picture of the screen as that of a slide."""
    return tuple(KeyLine(entry.look, entry.meaning) for entry in entries)


def _rings(shape: shapely.Geometry) -> tuple[tuple[tuple[float, float], ...], ...]:
    return tuple(
        tuple((float(x), float(y)) for x, y in ring.coords)
        for polygon in getattr(shape, "geoms", [shape]) for ring in (polygon.exterior, *polygon.interiors)
    )
