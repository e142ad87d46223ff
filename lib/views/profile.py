"""The profile of one ORP: what its page and its sheet of paper show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pandas as pd

from lib.errors import BadSelection
from lib.metrics import coverage as coverage_metrics
from lib.metrics.progress import has_signal
from lib.model.catalogue import Polarity
from lib.model.cells import SHORT_CLASSES
from lib.model.derived import PLAN_ON_DAY, PlanState, Signal
from lib.model.lookup import records
from lib.model.network import NetworkState
from lib.model.periods import months_later
from lib.model.plan import ActivityState
from lib.model.selection import CapacityScope, Selection
from lib.store.database import Database
from lib.store.releases import Release
from lib.views.activities import activity_progress, plan_period
from lib.views.assumptions import set_code
from lib.views.base import Provenance, Reader, Sheet
from lib.views.coverage import Boundaries, area_row, boundaries, expiring, population_date
from lib.views.gaps import worst_rows
from lib.views.norms import denominator_notes
from lib.views.profile_figures import Figures, Moment, figures
from lib.views.similar import SimilarAreas, similar_view

GAPS_AT_MOST, CARDS_AT_MOST, PLANS_AT_MOST = 5, 6, 5
"""Gaps, cards and plans that stand on the page; the rest are counted."""

STALE_MONTHS = 12
"""A number of requests exactly so many months old is still fresh."""


@dataclass(frozen=True, slots=True)
class CardsHere:
    """Cards of the plan that list a type with a gap in the ORP; `started`: the plan has begun by the day.

    `rows` are the first of them, those of the largest gaps before the others: activity_code, activity_title, guarantor,
    state, declared_pct, last_report_date, signals, type_codes (of the gaps here, separated by spaces).
    """

    started: bool
    total: int
    done: int
    lagging: int
    silent: int
    unreported: int
    rows: pd.DataFrame


@dataclass(frozen=True, slots=True)
class Stale:
    """What waits for an update in the ORP.

    Titles of plans that end within 12 months and of valid plans whose quality nobody has assessed; cards that concern
    the ORP without a report in time; service types whose number of requests is older than 12 months, or not
    reported; and the coordinator's status (None: not reported).
    """

    expiring: tuple[str, ...]
    unassessed: tuple[str, ...]
    silent_cards: int
    old_requests: int
    unknown_requests: int
    coordinator: str | None


@dataclass(frozen=True, slots=True)
class ProfileView:
    """Everything the profile of one ORP shows.

    `figures` are the ORP's rows of profile_figure, `classes` its gaps in planning units with polarity. `worst` is the
    gap of the first page (one row or none), `gaps` the worst of those below the norm (of `gaps_total`; `gaps_small`
    more have a need too small to be called one). `plans` are those that hold before the others. `year_before` and
    `release_before` say what the columns of the past are of. `age_groups` are the denominators as ages from and to
    (None: no limit). `set_titles` name the set of assumptions by language where the reader must know of it: it is not
    the default one, or changes denominators; else there are none.
    """

    selection: Selection
    orp_code: str
    orp_name: str
    region_name: str
    region_name_en: str
    seat_name: str | None
    area_km2: float | None
    population_date: date
    ages_date: date | None
    scope: CapacityScope
    network_state: NetworkState
    coverage: Mapping[str, Any]
    figures: Sheet
    classes: pd.DataFrame
    worst: pd.DataFrame
    gaps: pd.DataFrame
    gaps_total: int
    gaps_small: int
    plans: pd.DataFrame
    plans_left_out: int
    cards: CardsHere
    stale: Stale
    similar: SimilarAreas | None
    type_names: Mapping[str, Mapping[str, str]]
    age_groups: Mapping[str, tuple[int, int | None]]
    set_titles: Mapping[str, str]
    boundaries: Boundaries
    year_before: date
    release_before: Release | None

    @property
    def provenance(self) -> Provenance:
        """Where everything on the page comes from."""
        return self.figures.provenance


def profile_view(database: Database, selection: Selection) -> ProfileView:
    """The profile of the selected ORP.

    Raises
    ------
    BadSelection : no ORP is selected.
    """
    if selection.orp is None:
        raise BadSelection("area-needed", "A profile is of one ORP: choose one.")
    return profile_views(database, selection, (selection.orp,))[0]


def profile_views(
    database: Database, selection: Selection, orps: Sequence[str] | None = None
) -> tuple[ProfileView, ...]:
    """Profiles of several ORP areas (None: of all, by code) from one computation of what they share."""
    reader = Reader(database, selection.at)
    every = reader.table("orp").sort_values("code")
    chosen = every if orps is None else every[every["code"].isin(list(orps))]
    similar = similar_view(database, selection).areas
    computed = figures(database, selection, {code: similar[code] for code in chosen["code"]})
    shared = _Shared(
        computed, activity_progress(computed.now.reader), plan_period(computed.now.reader)[0],
        boundaries(database, selection.at.known_at), similar, _set_titles(computed.now.reader, selection),
    )
    return tuple(_profile(selection, row, shared) for row in records(chosen))


def figures_sheet(reader: Reader, selection: Selection) -> Sheet:
    """The table profile_figure of every ORP."""
    return figures(reader.database, selection, similar_view(reader.database, selection).areas).sheet


@dataclass(frozen=True, slots=True)
class _Shared:
    """What the profiles of all ORP areas have in common."""

    figures: Figures
    progress: pd.DataFrame
    begins: date
    boundaries: Boundaries
    similar: Mapping[str, SimilarAreas | None]
    set_titles: Mapping[str, str]


def _set_titles(reader: Reader, selection: Selection) -> dict[str, str]:
    """The titles of the set of assumptions, unless it is the default one and changes no denominator."""
    chosen = reader.table("assumption_set", code=set_code(reader, selection))
    if chosen.empty or (chosen["is_default"].iloc[0] and not denominator_notes(reader, selection)):
        return {}
    return {"cs": str(chosen["title"].iloc[0]), "en": str(chosen["title_en"].iloc[0])}


def _profile(selection: Selection, orp: Mapping[str, Any], shared: _Shared) -> ProfileView:
    now, code, sheet = shared.figures.now, str(orp["code"]), shared.figures.sheet
    reader, day = now.reader, now.reader.at.valid_on
    region, types = reader.table("region").iloc[0], reader.table("service_type")
    towns = reader.table("municipality")
    seat = towns.loc[towns["code"] == orp["seat_municipality_code"], "name"]
    own = now.planning[now.planning["orp_code"] == code]
    own = own.assign(polarity=own["type_code"].map(now.polarity)).reset_index(drop=True)
    short = own[own["class"].isin(SHORT_CLASSES) & (own["polarity"] == Polarity.MORE_IS_BETTER)]
    worst = worst_rows(short, now.polarity, code)
    plans = coverage_metrics.plans_on(
        reader.table("community_plan"), reader.table("community_plan_municipality"), valid_on=day,
        municipality_codes=set(towns.loc[towns["orp_code"] == code, "code"]),
    )
    shown = _plans_in_order(plans)
    cards = _cards(reader, short, worst, shared)
    counted = now.ages["date"].max()
    return ProfileView(
        selection=selection,
        orp_code=code,
        orp_name=str(orp["name"]),
        region_name=str(region["name"]),
        region_name_en=str(region["name_en"]),
        seat_name=None if seat.empty else str(seat.iloc[0]),
        area_km2=None if pd.isna(orp["area_km2"]) else float(orp["area_km2"]),
        population_date=population_date(reader),
        ages_date=None if pd.isna(counted) else counted.date(),
        scope=now.scope,
        network_state=shared.figures.state,
        coverage=area_row(now.coverage, code),
        figures=replace(sheet, frame=sheet.frame[sheet.frame["orp_code"] == code].reset_index(drop=True)),
        classes=own,
        worst=worst_rows(own, now.polarity, code).head(1).reset_index(drop=True),
        gaps=worst.head(GAPS_AT_MOST).reset_index(drop=True),
        gaps_total=len(worst),
        gaps_small=len(short) - len(worst),
        plans=shown.head(PLANS_AT_MOST).reset_index(drop=True),
        plans_left_out=max(0, len(shown) - PLANS_AT_MOST),
        cards=cards,
        stale=_stale(now, plans, cards, code),
        similar=shared.similar[code],
        type_names={lang: dict(zip(types["code"], types[name], strict=True))
                    for lang, name in (("cs", "name"), ("en", "name_en"))},
        age_groups={row["code"]: (int(row["age_from"]), None if pd.isna(row["age_to"]) else int(row["age_to"]))
                    for row in records(reader.table("age_group"))},
        set_titles=shared.set_titles,
        boundaries=shared.boundaries,
        year_before=shared.figures.year_before,
        release_before=shared.figures.release_before,
    )


def _plans_in_order(plans: pd.DataFrame) -> pd.DataFrame:
    """Plans that hold, then those to come, of unknown validity and ended, in each the last to end first."""
    order = {state.value: place for place, state in enumerate(
        (PlanState.VALID, PlanState.NOT_YET, PlanState.UNKNOWN, PlanState.ENDED))}
    ranked = plans.assign(rank=plans["state"].map(order))
    ranked = ranked.sort_values(["rank", "valid_until", "plan_code"], ascending=[True, False, True])
    return ranked[[*PLAN_ON_DAY.columns]]


def _cards(reader: Reader, short: pd.DataFrame, worst: pd.DataFrame, shared: _Shared) -> CardsHere:
    """Cards of the plan that list a type with a gap here; those of the worst gaps come first."""
    ranked = pd.unique(pd.concat([worst["type_code"], short["type_code"]]))
    rank = {code: place for place, code in enumerate(ranked)}
    links = reader.table("activity_service_type", activity_code=shared.progress["activity_code"])
    links = links[links["type_code"].isin(set(short["type_code"]))]
    links = links.assign(rank=links["type_code"].map(rank)).sort_values(["activity_code", "rank"])
    listed = links.groupby("activity_code").agg(type_codes=("type_code", " ".join), rank=("rank", "min"))
    rows = shared.progress.merge(listed, left_on="activity_code", right_index=True)
    return CardsHere(
        started=shared.begins <= reader.at.valid_on,
        total=len(rows),
        done=int((rows["state"] == ActivityState.DONE).sum()),
        lagging=int(has_signal(rows, Signal.LAGGING).sum()),
        silent=int(has_signal(rows, Signal.NO_REPORT).sum()),
        unreported=int((rows["reports"] == 0).sum()),
        rows=rows.sort_values(["rank", "activity_code"]).head(CARDS_AT_MOST).reset_index(drop=True),
    )


def _stale(now: Moment, plans: pd.DataFrame, cards: CardsHere, orp: str) -> Stale:
    """What waits for an update, as the pages on coverage and activities say it."""
    reader, day = now.reader, now.reader.at.valid_on
    quality = coverage_metrics.quality_matrix(
        reader.table("community_plan"), reader.table("community_plan_quality"), valid_on=day)
    quality = quality[quality["plan_code"].isin(plans["plan_code"]) & quality["assessed_on"].isna()]
    requests = reader.on("unmet_request", orp_code=orp)
    old = requests["date"] < pd.Timestamp(months_later(day, -STALE_MONTHS))
    coordinator = area_row(now.coverage, orp)["coordinator"]
    return Stale(
        expiring=tuple(expiring(plans, day)["plan_title"]),
        unassessed=tuple(quality["plan_title"]),
        silent_cards=cards.silent,
        old_requests=int((old & requests["requests"].notna()).sum()),
        unknown_requests=int(requests["requests"].isna().sum()),
        coordinator=None if pd.isna(coordinator) else str(coordinator),
    )
