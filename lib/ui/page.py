"""The frame of every page: title, selection in words, problems told in words, and the one place that catches errors."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

import streamlit as st

from lib.charts.style import Theme
from lib.errors import DashboardError, RejectedPackage
from lib.model.schemas import TABLES
from lib.model.selection import Selection
from lib.settings import today
from lib.store.releases import Purpose, Release
from lib.text import formats, sentences
from lib.text.messages import Words, words_for
from lib.ui import asked, cached, filters
from lib.ui.written import plain, web_address
from lib.views.base import Note, Provenance


@dataclass(frozen=True, slots=True)
class Here:
    """One run of one page: who asks for what, in which language and theme.

    `state` names everything the page depends on (selection, language, theme, the rest of the URL) in one text.
    """

    words: Words
    theme: Theme
    choices: asked.Choices
    selection: Selection
    problems: tuple[asked.Problem, ...]
    rejected: RejectedPackage | None
    releases: tuple[Release, ...]
    state: str

    @property
    def release(self) -> Release:
        """The release that is looked at."""
        return next(release for release in self.releases if release.number == self.selection.at.known_at)

    @property
    def area_name(self) -> str:
        """The chosen area in a heading: "ORP Frýdlant" or the region's name."""
        return formats.area_name(self._orp_name, self._region("name_en", "name"))

    @property
    def area_phrase(self) -> str:
        """The chosen area in a sentence: "v ORP Frýdlant", "in the Liberec Region"."""
        return formats.area_phrase(self._orp_name, self._region("name_en", "name_locative"), self.words.lang)

    @property
    def region_name(self) -> str:
        """The name of the whole region in the user's language."""
        return self._region("name_en", "name")

    @property
    def _orp_name(self) -> str | None:
        return None if self.selection.orp is None else self.choices.areas[self.selection.orp]

    def _region(self, english: str, czech: str) -> str:
        return str(cached.region(self.selection.at.known_at)[english if self.words.lang == "en" else czech])

    def age_group(self, code: str) -> str:
        """The name of a denominator group."""
        return cached.age_groups(self.selection.at.known_at, self.words.lang)[code]

    def day(self, value: date | None = None) -> str:
        return formats.date(value or self.selection.at.valid_on, self.words.lang)


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page said of itself in its title: the question, the selection in words, whether it is illustrative."""

    title: str
    selection: str
    demo: bool


def words_of_query() -> Words:
    """The words of the language asked for: in the URL, else remembered from the page before, else Czech."""
    remembered: dict[str, str] = st.session_state.get("shared", {})
    return words_for("en" if st.query_params.get("lang", remembered.get("lang")) == "en" else "cs")


def begin(page_key: str) -> Here:
    """Everything a run needs before anything is drawn: language, data, selection."""
    words = words_of_query()
    query = filters.shared_query(page_key)
    try:
        rejected = cached.opened()[1]
        releases = cached.all_releases()
        known_at, unknown_release = asked.release_asked(query, releases)
        choices = cached.choices(known_at, words.lang)
    except DashboardError as error:  # nothing can be shown without data: say why, and nothing else
        st.title(words("The data cannot be opened"), anchor=False)
        told(words, error)
        st.stop()
    selection, problems = asked.selection(query, choices, known_at, today(), words)
    problems = (*unknown_release, *problems)
    if query.get("lang") not in (None, "cs", "en"):
        problems = (*problems, asked.Problem("lang", query["lang"][:20], "čeština"))
    theme: Theme = "dark" if st.context.theme.type == "dark" else "light"
    state = f"{page_key}|{words.lang}|{theme}|{releases[-1].number}|{selection}|{filters.query_state()}"
    here = Here(words, theme, choices, selection, problems, rejected, releases, state)
    st.session_state["here"] = here
    return here


def told(words: Words, error: DashboardError) -> None:
    """An error of ours in the user's language."""
    st.error(_error(words, error), icon=":material/error:")


def _error(words: Words, error: DashboardError) -> str:
    """An error as Markdown: its sentence, and the problems of a refused package as a list."""
    table = TABLES.get(str(error.values.get("table")))
    sentence, *problems = words.error(error, **({} if table is None else {"table": words.title(table)}))
    return "\n- ".join([plain(sentence) + ("\n" if problems else ""), *map(plain, problems)])


@contextmanager
def opened() -> Iterator[Here]:
    """The page's own part. An error of ours inside it becomes a message in the user's language."""
    here: Here = st.session_state["here"]
    with part(here):
        yield here


@contextmanager
def part(here: Here) -> Iterator[None]:
    """A part of a page that may fail by itself: its error becomes a message and the rest of the page is drawn."""
    try:
        yield
    except DashboardError as error:
        told(here.words, error)


def title(
    here: Here, question: str, *, demo: bool, norm: bool = False, problems: tuple[asked.Problem, ...] = (),
    area: str | None = None,
) -> None:
    """The question the page answers, the selection in words under it, and what could not be used.

    `problems` are those of keys that belong to this page only; see `filters.local_problems`. `area` is the name of
    what the page is about where it has a choice of areas of its own.
    """
    words, selection = here.words, here.selection
    st.title(plain(question), anchor=False)
    parts = sentences.selection_sentence(
        words,
        area=area or here.area_name,
        valid_on=selection.at.valid_on,
        compare_on=selection.compare_on,
        norm=words.label("norm", selection.norm.value) if norm else None,
        scope=words.label("scope", selection.scope.value) if norm else None,
    )
    st.session_state["shown"] = Shown(question, parts, demo)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if demo:
            demo_badge(here)
        st.markdown(plain(parts), width="content")
    if here.rejected is not None:
        st.warning(_error(here.words, here.rejected), icon=":material/report:")
    for problem in (*here.problems, *problems):
        st.warning(
            words(
                "The value “{value}” of “{key}” in the address is not known; “{used}” is shown instead.",
                value=plain(problem.value),
                key=problem.key,
                used=plain(problem.used),
            ),
            icon=":material/link_off:",
        )


def old_release(here: Here) -> None:
    """A banner when the data looked at are not the newest: whether later releases corrected them, and the way there."""
    newer = [release for release in here.releases if release.number > here.release.number]
    if not newer:
        return
    words, newest = here.words, newer[-1]
    if all(release.purpose == Purpose.DECLARATION for release in newer):
        st.info(plain(words.plural(
            "You see release {old}. Since then {n} report or record was added; nothing else changed.",
            "You see release {old}. Since then {n} reports or records were added; nothing else changed.",
            len(newer), old=str(here.release.number),
        )), icon=":material/history:")
        _newest_button(here)
        return
    corrections = [release for release in newer if release.purpose == Purpose.CORRECTION]
    if corrections:
        first = corrections[0]
        sentence = words(
            "Corrected: you see release {old}. Release {number} of {day} corrected it ({note}). "
            "The newest is release {newest}.",
            old=str(here.release.number), number=str(first.number), day=here.day(first.published_at.date()),
            note=words.label("release_note", first.note), newest=str(newest.number),
        )
    else:
        sentence = words(
            "Replaced: you see release {old}, as it was published on {day}. The newest is release {newest} ({note}).",
            old=str(here.release.number), day=here.day(here.release.published_at.date()), newest=str(newest.number),
            note=words.label("release_note", newest.note),
        )
    (st.error if corrections else st.warning)(
        plain(sentence), icon=":material/report:" if corrections else ":material/history:"
    )
    _newest_button(here)


def _newest_button(here: Here) -> None:
    st.button(here.words("Show the newest release"), on_click=filters.write_query, args=("znamo", None))


def demo_badge(here: Here) -> None:
    """The mark of illustrative data."""
    st.badge(
        here.words("DEMO"),
        color="orange",
        help=here.words("At least one figure here is made from illustrative data, not from a real source."),
    )


def scenario_badge(here: Here) -> None:
    """The mark of a computation over changed capacities."""
    st.badge(
        here.words("SCENARIO"),
        color="violet",
        help=here.words("A computation over capacities that somebody changed to try something out. Not data."),
    )


def notes(here: Here, listed: tuple[Note, ...]) -> None:
    """What a reader must know about the figures, in words."""
    for note in listed:
        st.markdown(f"*{plain(here.words.note(note.code, **note.values))}*")


def sources(here: Here, provenance: Provenance) -> None:
    """The sources behind a view with their dates, licence and kind."""
    for source in provenance.sources:
        kind = here.words.label("source_kind", source.kind.value)
        day = f", {here.words('as of')} {here.day(source.state_date)}" if source.state_date else ""
        address = web_address(source.url)
        link = f" [{plain(here.words('open'))}](<{address}>)" if address else ""
        st.markdown(
            f"- **{kind}** · {plain(source.publisher)}: {plain(source.title)}{day} · {plain(source.licence)}{link}"
        )
