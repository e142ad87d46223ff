"""The meeting pack: what goes in, how the slides look, files to take away, packs saved before."""

from collections import Counter
from dataclasses import replace
from functools import partial
from urllib.parse import urlencode

import streamlit as st

from lib.exports.document import Document, Slide
from lib.exports.slide_page import slide_html, slide_style
from lib.exports.workshop import require_writer
from lib.model.pack import Pack, PackFile, Shape
from lib.settings import read_pack_template
from lib.text import formats
from lib.ui import cached, citation, filters, moved_on, page, slide_preview, widgets
from lib.ui.asked import Problem
from lib.ui.pack_asked import PackAsked, asked_pack, written
from lib.ui.page import Here
from lib.ui.sections import meeting_parts, pack_choice, pack_presentation, pack_saved
from lib.ui.sections.pack_presentation import SLIDE
from lib.ui.sections.pack_saved import Opened
from lib.ui.written import plain
from lib.views.moved_on import moved_on as moved_on_between

MIME = {
    PackFile.SLIDES: "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    PackFile.ANNEX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    PackFile.HANDOUT: "application/pdf",
    PackFile.REPORT: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
ICONS = {PackFile.SLIDES: ":material/slideshow:", PackFile.ANNEX: ":material/table_view:",
         PackFile.HANDOUT: ":material/picture_as_pdf:", PackFile.REPORT: ":material/description:"}


def shown(here: Here) -> None:
    """The whole part."""
    saved = cached.packs_saved(replace(here.selection.at, known_at=here.releases[-1].number))
    opened, unknown = pack_saved.opened(here, saved)
    offer = cached.pack_offer(here.selection.at.known_at, here.words.lang)
    asked = asked_pack(st.query_params.to_dict(), here.selection, here.choices, offer, here.words)
    if opened is not None:
        filters.write_missing(written(asked, here.choices))
        opened = pack_saved.compared(here, opened, asked)
        asked = replace(asked, pack=replace(asked.pack, title="" if opened.differs else opened.saved.title))
    made = Made(here, asked, opened)
    _title(here, made, unknown)
    citation.drop()  # the pack has one of its own
    meeting_parts.choose(here)
    if opened is not None:
        pack_saved.banner(here, opened)
    with page.part(here):
        _difference(here, made.pack)
    choice, preview = st.columns([2, 3], gap="large")
    with choice, st.container(key="pack_choice"):
        pack_choice.shown(here, asked, offer)
    with preview, page.part(here):
        if made.document is not None:
            _preview(here, made.document, asked.shape)
            pack_presentation.shown(here, made.document, asked.pack.meeting)
            _files(here, made)
            _lasting(here, made)
    pack_saved.save(here, asked, made.document)
    pack_saved.listed(here, saved)


class Made:
    """The document of a run with the key it is kept under; None where it cannot be made, which is told at once."""

    def __init__(self, here: Here, asked: PackAsked, opened: Opened | None) -> None:
        self.asked = asked
        self.lang = here.words.lang
        self.base_url, _, _ = (st.context.url or "").partition("?")[0].rpartition("/")
        self.query = _address(here, asked, opened)
        self.document: Document | None = None
        with page.part(here):
            self.document = cached.pack_document(asked.pack, self.lang, self.base_url, self.query)

    @property
    def pack(self) -> Pack:
        return self.asked.pack

    def file(self, kind: PackFile) -> bytes:
        """The pack as a file; the shape matters to slides only."""
        shape = self.asked.shape if kind is PackFile.SLIDES else Shape.WIDE
        return cached.pack_file(self.pack, self.lang, self.base_url, self.query, kind, shape)


def _address(here: Here, asked: PackAsked, opened: Opened | None) -> str:
    """The address that shows the same numbers in a year; a pack that is as it was saved has a short one."""
    lang = {} if here.words.lang == "cs" else {"lang": here.words.lang}
    if opened is not None and not opened.differs:
        return pack_saved.address(opened.saved.code, here.words.lang)
    pinned = {**written(asked, here.choices), "znamo": str(here.selection.at.known_at)}
    return f"{pack_saved.PAGE}?{urlencode({**pack_saved.PART, **pinned, **lang}, safe=',:')}"


def _title(here: Here, made: Made, unknown: tuple[Problem, ...]) -> None:
    pack, document = made.pack, made.document
    areas = [formats.area_name(here.choices.areas[code], here.region_name) for code in pack.areas]
    slides = () if document is None else filters.local_problems(
        pack_presentation.allowed(document), _names(document.slides)[0])
    page.title(replace(here, selection=pack.selection), here.words("What do we take to the meeting?"),
               demo=document is not None and document.demo, norm=True,
               problems=(*unknown, *made.asked.problems, *slides), area=formats.listed(areas, here.words.lang))


def _preview(here: Here, document: Document, shape: Shape) -> None:
    """One slide at a time, as it will be in every file."""
    words, slides = here.words, document.slides
    keys, names = [slide.key for slide in slides], _names(slides)
    place = keys.index(filters.local(SLIDE, keys, keys[0]))
    widgets.heading(here, words("Preview"), "nahled", demo=slides[place].demo,
                    unit=words("slide {n} of {total}", n=place + 1, total=len(slides)))
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="pack_walk"):
        _step(words("Show the previous slide"), "chevron_left", keys[place - 1] if place else None)
        filters.select(words("Slide"), SLIDE, dict(zip(keys, names, strict=True)), keys[place], default=keys[0])
        _step(words("Show the next slide"), "chevron_right", next(iter(keys[place + 1:]), None))
    html = cached.made("pack_slide", here.state, lambda: slide_html(document, slides[place], words, here.theme))
    slide_preview.shown(words("Preview of the slide"), html, slide_style(here.theme), shape)


def _names(slides: tuple[Slide, ...]) -> list[str]:
    """Slides in a list: by what they are about, by the whole sentence where several are about the same."""
    headings = Counter(slide.heading for slide in slides)
    return [f"{n}. {slide.heading if headings[slide.heading] == 1 and slide.heading else slide.title.text}"
            for n, slide in enumerate(slides, 1)]


def _step(label: str, icon: str, to: str | None) -> None:
    st.button(label, icon=f":material/{icon}:", key=f"pack_icon_{icon}", disabled=to is None, help=label,
              on_click=filters.write_query, args=(SLIDE, to))


def _files(here: Here, made: Made) -> None:
    words, document = here.words, made.document
    if document is None:
        return
    widgets.heading(here, words("Files"), "soubory", demo=document.demo)
    row = st.container(horizontal=True, gap="small", key="pack_files")
    for kind in PackFile:
        with page.part(here):  # after the click only the browser's own words could tell why there is no file
            require_writer(kind, read_pack_template() if kind is PackFile.SLIDES else None)
            name = words.label("pack_file", kind.value)
            row.download_button(
                f"{name[:1].upper()}{name[1:]} ({kind.value.upper()})", partial(made.file, kind),
                f"{document.file_stem}.{kind.value}", MIME[kind], key=f"pack_{kind.value}", on_click="ignore",
                icon=ICONS[kind])


def _lasting(here: Here, made: Made) -> None:
    """The address for others and what to write under a number taken from the pack, on request."""
    words, document = here.words, made.document
    if document is None:
        return
    block = st.expander(words("Link and citation"), icon=":material/link:", key="pack_lasting", on_change="rerun")
    if not block.open:
        return
    with block:
        st.markdown(f"**{plain(words('Link to this pack'))}**")
        citation.to_copy(document.link() or document.query)
        st.markdown(f"**{plain(words('How to cite'))}**")
        citation.to_copy(document.citation)


def _difference(here: Here, pack: Pack) -> None:
    """What the pack would say otherwise with the newest release; nothing where it is the one looked at."""
    newest = replace(pack.selection.at, known_at=here.releases[-1].number)
    if newest == pack.selection.at:
        return
    renewed = replace(pack, selection=replace(pack.selection, at=newest))
    moved_on.offer(here, "pack", lambda: moved_on_between(cached.pack(pack).sheets, cached.pack(renewed).sheets))
