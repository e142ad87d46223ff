"""A pack as a document: which slides its parts have, in the order they were asked for."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping

from lib.exports import slides_meeting, slides_need, slides_plan, slides_territory, slides_territory_change
from lib.exports.document import Document, Slide
from lib.exports.slide_maker import SlideMaker
from lib.model.pack import Section
from lib.text.messages import Words
from lib.views.pack import PackView

BUILDERS: Mapping[Section, Callable[[SlideMaker], Iterator[Slide]]] = {
    Section.OVERVIEW: slides_territory.overview,
    Section.COVERAGE: slides_territory.coverage,
    Section.COVERAGE_CHANGE: slides_territory_change.coverage_change,
    Section.GAPS: slides_need.gaps,
    Section.GROUPS: slides_need.groups,
    Section.CHOSEN: slides_need.chosen,
    Section.PROGRESS: slides_plan.progress,
    Section.MOVED: slides_plan.moved,
    Section.SIGNALS: slides_plan.signals,
    Section.DECISIONS: slides_meeting.decisions,
}
"""The slides of each part but the annex, which is made of the others."""


def build_document(view: PackView, words: Words, *, base_url: str = "", query: str = "") -> Document:
    """The whole pack in one language.

    Parameters
    ----------
    base_url : the address of the dashboard ("https://…"), empty where it is not known.
    query : the address of the pack on it, without the host; where it is not known, of the page where packs are put
        together on the same day and release.
    """
    maker = SlideMaker(view, words, query)
    query = slides_meeting.pack_query(maker)
    parts = _parts(maker)
    opening = slides_meeting.opening(maker, [section for section, made in parts.items() if made])
    slides = (opening, *(slide for made in parts.values() for slide in made), *slides_meeting.closing(maker))
    subtitle = f"{slides_meeting.area_names(maker)} · {maker.state}"
    title, meeting = opening.title.text, view.meeting.meeting if view.meeting else None
    return Document(
        lang=words.lang, title=title, subtitle=subtitle, slides=slides, sheets=maker.sheets,
        provenance=view.provenance, made_at=view.provenance.release.published_at, base_url=base_url, query=query,
        citation=slides_meeting.citation(maker, title, base_url, query), file_stem=_stem(view, words),
        body=slides_meeting.body_name(maker) or "", meeting_on=meeting.day if meeting else None,
    )


def _parts(maker: SlideMaker) -> Mapping[Section, tuple[Slide, ...]]:
    """The slides of each part in the order asked for; the annex has the tables of all others, wherever it stands."""
    made = {section: tuple(BUILDERS[section](maker)) for section in maker.pack.sections if section in BUILDERS}
    before = tuple(slide for slides in made.values() for slide in slides)
    return {section: made[section] if section in made else tuple(slides_meeting.annex(maker, before))
            for section in maker.pack.sections}


def _stem(view: PackView, words: Words) -> str:
    """A name of the files that any system takes: body, day, release, and UKAZKA where it applies."""
    at, body = view.pack.selection.at, view.pack.body or "kraj"
    bare = unicodedata.normalize("NFKD", body).encode("ascii", "ignore").decode()
    named = "_".join(re.findall("[A-Za-z0-9]+", bare))[:40]
    demo = any(sheet.provenance.demo for sheet in view.sheets.values())
    parts = ("podklady" if words.lang == "cs" else "pack", named, at.valid_on.isoformat(), f"v{at.known_at}",
             "UKAZKA" if demo else "")
    return "_".join(filter(None, parts))
