"""The only caches: results keyed by the selection, whose release number makes them valid for ever.

A process has one database and a release never changes, so a selection (which names its release) is the whole key.
View objects are frozen and their frames are never written to: one copy serves every session.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from secrets import token_bytes
from typing import Any

import streamlit as st
from streamlit.components import v1 as components

from lib.charts.maps import LEAFLET_COMPONENT, leaflet_folder
from lib.desk.comments import HOUR, SENT_PER_HOUR
from lib.desk.preview import Preview, preview
from lib.errors import RejectedPackage
from lib.exports.document import Document
from lib.exports.pack_document import build_document
from lib.exports.workshop import Workshop
from lib.importers.package import load_package, package_checksum
from lib.model.derived_reach import Catchment
from lib.model.derived_rollup import Rollup
from lib.model.derived_saved import PackStanding
from lib.model.limiter import Limiter
from lib.model.lookup import records
from lib.model.pack import Pack, PackFile, Shape
from lib.model.scenario import Known, Scenario
from lib.model.selection import AsOf, CapacityScope, Selection
from lib.settings import now, read_pack_template, read_settings
from lib.store.database import Database, open_database
from lib.store.reads import read_table
from lib.store.releases import Release, ensure_embedded, releases
from lib.text.messages import words_for
from lib.ui.asked import Choices, choices_of
from lib.ui.pack_asked import Offer, offer_of
from lib.views import activities as activity_views
from lib.views import answers as answer_views
from lib.views import assumptions as assumption_views
from lib.views import card_history as card_history_views
from lib.views import comments as comment_views
from lib.views import coverage as coverage_views
from lib.views import gap_reasons as gap_reason_views
from lib.views import gaps as gap_views
from lib.views import lenses as lens_views
from lib.views import meetings as meeting_views
from lib.views import method as method_views
from lib.views import monitoring as monitoring_views
from lib.views import moved as moved_views
from lib.views import network as network_views
from lib.views import overview as overview_views
from lib.views import profile as profile_views
from lib.views import reach as reach_views
from lib.views import reporting as reporting_views
from lib.views import rollups as rollup_views
from lib.views import saved_packs, tables
from lib.views import signals as signal_views
from lib.views import similar as similar_views
from lib.views import whatif as whatif_views
from lib.views.base import Reader, Sheet
from lib.views.moved_on import MovedOn
from lib.views.pack import PackView, pack_view

ENTRIES = 256
"""Selections kept per view."""


@st.cache_resource(show_spinner=False)
def opened() -> tuple[Database, RejectedPackage | None]:
    """The database of this process with the embedded package loaded; a broken package is refused and reported."""
    settings = read_settings()
    database = open_database(settings.database_url)
    outcome = ensure_embedded(database, lambda: load_package(settings.package_root),
                              checksum=lambda: package_checksum(settings.package_root), published_at=now())
    return database, outcome.rejected


def database() -> Database:
    return opened()[0]


def _records(name: str, known_at: int) -> list[dict[str, Any]]:
    return records(read_table(database(), name, known_at=known_at, valid_on=None))


@st.cache_resource(show_spinner=False)
def ended_sign_ins() -> dict[str, datetime]:
    """Sign-ins that were ended by signing out, and when. Kept by `lib.ui.auth`, lost when the server is restarted."""
    return {}


@st.cache_resource(max_entries=16, show_spinner=False)
def choices(known_at: int, lang: str) -> Choices:
    """What a release allows the filters to be."""
    return choices_of(lambda name: _records(name, known_at), lang)


@st.cache_resource(ttl=2, show_spinner=False)
def all_releases() -> tuple[Release, ...]:
    """Every published release, oldest first; there is always one, because the embedded package is release 1.

    Asked of the database at most every two seconds: a click must not pay for a question whose answer changes monthly.
    """
    return tuple(releases(database()))


@st.cache_resource(max_entries=16, show_spinner=False)
def region(known_at: int) -> dict[str, Any]:
    """The one row of the table region."""
    return _records("region", known_at)[0]


@st.cache_resource(show_spinner=False)
def leaflet() -> str:
    """Serve the installed Leaflet from our own server, once per process; the name its address ends with."""
    return str(components.declare_component(LEAFLET_COMPONENT, path=leaflet_folder()).name)


@st.cache_resource(max_entries=8, show_spinner=False)
def age_groups(known_at: int, lang: str) -> dict[str, str]:
    """Names of the denominators by code."""
    return {row["code"]: row["name_en" if lang == "en" else "name"] for row in _records("age_group", known_at)}


@st.cache_resource(max_entries=8, show_spinner=False)
def boundaries(known_at: int) -> coverage_views.Boundaries:
    return coverage_views.boundaries(database(), known_at)


@st.cache_resource(max_entries=2 * ENTRIES, show_spinner=False)
def made(block: str, state: str, _make: Callable[[], Any]) -> Any:
    """What a block needs, made once for a state of the page (`Here.state`, the whole key). `_make` is code."""
    return _make()


@st.cache_resource(max_entries=16, show_spinner=False)
def made_large(block: str, state: str, _make: Callable[[], Any]) -> Any:
    """As `made`, for what takes hundreds of kB: fewer are kept."""
    return _make()


@st.cache_resource(max_entries=8 * ENTRIES, show_spinner=False)
def drawn(block: str, state: str, _draw: Callable[[], None]) -> None:
    """Draw a block that holds no widget, and the next time replay what was sent instead of making it again.

    `state` is `Here.state`: everything a page shows is a function of it, so it is the whole key. `_draw` is code.
    """
    _draw()


@st.cache_resource(max_entries=ENTRIES, show_spinner=False)
def overview(selection: Selection) -> overview_views.OverviewView:
    return overview_views.overview_view(database(), selection)


@st.cache_resource(max_entries=ENTRIES, show_spinner=False)
def similar(selection: Selection) -> similar_views.SimilarView:
    return similar_views.similar_view(database(), selection)


@st.cache_resource(max_entries=ENTRIES, show_spinner=False)
def coverage(selection: Selection) -> coverage_views.CoverageView:
    return coverage_views.coverage_view(database(), selection)


@st.cache_resource(max_entries=ENTRIES, show_spinner=False)
def monitoring(selection: Selection, year: int | None) -> monitoring_views.MonitoringView:
    return monitoring_views.monitoring_view(database(), selection, year)


@st.cache_resource(max_entries=ENTRIES, show_spinner=False)
def community_plan(at: AsOf, code: str) -> monitoring_views.PlanDetail:
    return monitoring_views.plan_detail(database(), at, code)


@st.cache_resource(max_entries=ENTRIES, show_spinner=False)
def network(selection: Selection, wanted: network_views.Wanted) -> network_views.NetworkView:
    return network_views.network_view(database(), selection, wanted)


@st.cache_resource(max_entries=ENTRIES, show_spinner=False)
def service(at: AsOf, service_id: str) -> network_views.ServiceDetail:
    return network_views.service_detail(database(), at, service_id)


def gaps(selection: Selection) -> gap_views.GapsView:
    """Every area is in it, whichever is chosen: one result serves them all."""
    return replace(_gaps(replace(selection, orp=None)), selection=selection)


@st.cache_resource(max_entries=ENTRIES, show_spinner=False)
def _gaps(selection: Selection) -> gap_views.GapsView:
    return gap_views.gaps_view(database(), selection)


@st.cache_resource(max_entries=8, show_spinner=False)
def plannable(at: AsOf) -> Known:
    """What a scenario may name."""
    return whatif_views.plannable(Reader(database(), at))


def whatif(selection: Selection, scenario: Scenario, fixed_norm: bool) -> whatif_views.WhatIfView:
    """A scenario is a part of this key and of no other: nothing else can show it. Every area is in it."""
    return replace(_whatif(replace(selection, orp=None), scenario, fixed_norm), selection=selection)


@st.cache_resource(max_entries=ENTRIES, show_spinner=False)
def _whatif(selection: Selection, scenario: Scenario, fixed_norm: bool) -> whatif_views.WhatIfView:
    return whatif_views.whatif_view(database(), selection, scenario, fixed_norm)


@st.cache_resource(max_entries=16, show_spinner=False)
def behind(at: AsOf, scope: CapacityScope) -> gap_reason_views.Behind:
    """What every service gives to areas and groups: one for all cells of a day."""
    return gap_reason_views.behind(database(), at, scope)


@st.cache_resource(max_entries=ENTRIES, show_spinner=False)
def profile(selection: Selection) -> profile_views.ProfileView:
    return profile_views.profile_view(database(), selection)


@st.cache_resource(max_entries=ENTRIES, show_spinner=False)
def answers(selection: Selection) -> answer_views.AnswersView:
    return answer_views.answers_view(database(), selection)


def reach(chosen: Selection, limit: float | None, way: Catchment) -> reach_views.ReachView:
    """The area, norm and group chosen change nothing in it: one result serves them all."""
    key = Selection(chosen.at, service_type=chosen.service_type, scope=chosen.scope, assumptions=chosen.assumptions,
                    overrides=chosen.overrides)
    return _reach(key, limit, way)


@st.cache_resource(max_entries=64, show_spinner=False)
def _reach(selection: Selection, limit: float | None, way: Catchment) -> reach_views.ReachView:
    return reach_views.reach_view(database(), selection, limit, way)


def lenses(selection: Selection) -> lens_views.LensesView:
    """Every area is in it, whichever is chosen: one result serves them all."""
    return replace(_lenses(replace(selection, orp=None)), selection=selection)


@st.cache_resource(max_entries=ENTRIES, show_spinner=False)
def _lenses(selection: Selection) -> lens_views.LensesView:
    return lens_views.lenses_view(database(), selection)


@st.cache_resource(max_entries=ENTRIES, show_spinner=False)
def assumptions(selection: Selection) -> assumption_views.SetInUse:
    return assumption_views.set_in_use(database(), selection)


@st.cache_resource(max_entries=ENTRIES, show_spinner=False)
def activities(at: AsOf) -> activity_views.ActivitiesView:
    return activity_views.activities_view(database(), at)


@st.cache_resource(max_entries=ENTRIES, show_spinner=False)
def rollup(at: AsOf, kind: Rollup) -> rollup_views.RollupView:
    return rollup_views.rollup_view(database(), at, kind)


@st.cache_resource(max_entries=ENTRIES, show_spinner=False)
def goal_links(at: AsOf) -> rollup_views.LinksView:
    return rollup_views.links_view(database(), at)


@st.cache_resource(max_entries=ENTRIES, show_spinner=False)
def moved(at: AsOf, compare_on: date | None) -> moved_views.MovedView:
    return moved_views.moved_view(database(), at, compare_on)


@st.cache_resource(max_entries=ENTRIES, show_spinner=False)
def activity(at: AsOf, code: str) -> activity_views.ActivityDetail:
    return activity_views.activity_detail(database(), at, code)


@st.cache_resource(max_entries=ENTRIES, show_spinner=False)
def signals(at: AsOf) -> signal_views.SignalsView:
    return signal_views.signals_view(database(), at)


@st.cache_resource(max_entries=8, show_spinner=False)
def evidence_checksums(known_at: int) -> frozenset[str]:
    """Files of evidence that a release knows."""
    return frozenset(read_table(database(), "evidence_file", known_at=known_at, valid_on=None)["checksum"])


@st.cache_resource(max_entries=32, show_spinner=False)
def reporting(at: AsOf) -> reporting_views.ReportingView:
    return reporting_views.reporting_view(database(), at)


@st.cache_resource(max_entries=ENTRIES, show_spinner=False)
def card_history(at: AsOf, code: str) -> card_history_views.CardHistory:
    return card_history_views.card_history(database(), at, code)


@st.cache_resource(max_entries=ENTRIES, show_spinner=False)
def meetings(at: AsOf) -> meeting_views.MeetingsView:
    return meeting_views.meetings_view(database(), at)


@st.cache_resource(max_entries=ENTRIES, show_spinner=False)
def meeting(at: AsOf, meeting_id: str) -> meeting_views.MeetingDetail:
    return meeting_views.meeting_detail(database(), at, meeting_id)


@st.cache_resource(max_entries=ENTRIES, show_spinner=False)
def body(at: AsOf, code: str) -> meeting_views.BodyDetail:
    return meeting_views.body_detail(database(), at, code)


@st.cache_resource(max_entries=32, show_spinner=False)
def linkable(at: AsOf) -> meeting_views.Linkable:
    """What an item of a meeting may be linked to."""
    return meeting_views.linkable(database(), at)


@st.cache_resource(show_spinner=False)
def comment_limiter() -> Limiter:
    """How often visitors send comments; known to this process only, lost when the server is restarted."""
    return Limiter(SENT_PER_HOUR, HOUR, salt=token_bytes(16))


@st.cache_resource(max_entries=ENTRIES, show_spinner=False)
def consultations(at: AsOf) -> comment_views.ConsultationsView:
    return comment_views.consultations_view(database(), at)


@st.cache_resource(max_entries=ENTRIES, show_spinner=False)
def consultation(at: AsOf, code: str) -> comment_views.ConsultationView:
    return comment_views.consultation_view(database(), at, code)


@st.cache_resource(max_entries=32, show_spinner=False)
def previewed(number: int, version: int, newest: int, today: date) -> Preview:
    """What a draft would change; `version` and the number of the last release say when it must be worked out again."""
    return preview(database(), number, today=today)


@st.cache_resource(max_entries=32, show_spinner=False)
def moved_since(selection: Selection, newest: int, views: tuple[str, ...]) -> MovedOn:
    """How views differ between the release of the selection and release `newest`, the last there is."""
    return tables.moved_since(database(), selection, views)


@st.cache_resource(max_entries=32, show_spinner=False)
def standing(known_at: int, newest: int) -> PackStanding:
    """Whether the data of a release still hold; `newest` is the number of the last release."""
    return saved_packs.standing(Reader(database(), AsOf(date.min, known_at)), all_releases(), known_at)


@st.cache_resource(max_entries=8, show_spinner=False)
def method(at: AsOf, newest: int) -> method_views.MethodView:
    """`newest` is the number of the last release: the page lists them all."""
    return method_views.method_view(database(), at)


@st.cache_resource(show_spinner=False)
def workshop() -> Workshop:
    """Where files of meeting packs are made, one for the whole server."""
    return Workshop()


@st.cache_resource(max_entries=16, show_spinner=False)
def pack_offer(known_at: int, lang: str) -> Offer:
    """Bodies and meetings a pack can be for."""
    return offer_of(_records("body", known_at), _records("meeting", known_at), lang)


@st.cache_resource(max_entries=16, show_spinner=False)
def packs_saved(at: AsOf) -> Sheet:
    """Packs saved up to a release; `at` names the newest, against which their standing is reckoned."""
    return saved_packs.saved_packs_sheet(Reader(database(), at))


@st.cache_resource(max_entries=16, show_spinner=False)
def pack(asked: Pack) -> PackView:
    return pack_view(database(), asked)


@st.cache_resource(max_entries=32, show_spinner=False)
def pack_document(asked: Pack, lang: str, base_url: str, query: str) -> Document:
    return build_document(pack(asked), words_for(lang), base_url=base_url, query=query)


def pack_file(asked: Pack, lang: str, base_url: str, query: str, kind: PackFile, shape: Shape) -> bytes:  # noqa: PLR0917
    """A pack as a file, made when somebody takes it; the shape and the region's template are those of slides."""
    template = read_pack_template() if kind is PackFile.SLIDES else None
    return _pack_file((asked, lang, base_url, query), kind, shape, template)


@st.cache_resource(max_entries=16, show_spinner=False)
def _pack_file(of: tuple[Pack, str, str, str], kind: PackFile, shape: Shape, template: bytes | None) -> bytes:
    return workshop().make(kind, pack_document(*of), shape=shape, template=template)
