"""The figures of an area's profile: where they stand on a spine, and that they are those of the other pages."""

import csv
from base64 import b64decode
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.charts.location import location_svg
from lib.charts.spine import MARGIN, WIDTH, Spine, picture, spine_svg
from lib.errors import BadSelection
from lib.exports.profile_page import profile_html
from lib.importers.package import load_package
from lib.metrics.profile import beside, figure_spread, mean_of
from lib.model.catalogue import Polarity
from lib.model.derived_profile import Beside
from lib.model.network import NetworkState
from lib.model.schemas import DTYPES, TABLES
from lib.model.selection import AsOf, CapacityScope, Selection
from lib.store.database import Database, open_database
from lib.store.releases import publish
from lib.text.messages import words_for
from lib.views.profile import ProfileView, profile_view, profile_views
from tests.exports.released import RELEASED_AT, publish_package

DATA = Path(__file__).resolve().parents[2] / "data"
DAY = date(2016, 6, 30)
FRYDLANT, LIBEREC, SEMILY = "5102", "5105", "5107"


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """The shipped data as release 1; in release 2 the number of beds of every home for older people is doubled."""
    frames = load_package(DATA).frames
    opened = open_database(f"sqlite:///{tmp_path_factory.mktemp('profile') / 'shipped.sqlite'}")
    publish_package(opened, frames)
    services = frames["service"]
    homes = frames["service_capacity"]["service_id"].isin(services.loc[services["type_code"] == "49", "id"])
    beds = homes & (frames["service_capacity"]["unit"] == "beds")
    columns = ["registered", "in_network"]
    more = frames["service_capacity"].copy()
    more.loc[beds, columns] = more.loc[beds, columns] * 2
    publish(opened, {**frames, "service_capacity": more}, note="second", by_role="správce dat", source_name="made",
            source_checksum="second", published_at=RELEASED_AT)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def views(database: Database) -> dict[str, ProfileView]:
    return {view.orp_code: view for view in profile_views(database, Selection(AsOf(DAY, 2)))}


def figures(view: ProfileView) -> pd.DataFrame:
    return view.figures.frame.set_index("figure")


def test_the_worst_stands_on_the_left_and_the_mean_in_the_middle_whatever_is_better() -> None:
    more = Spine(20, 30, 10, 15, 35, 40, 25, Polarity.MORE_IS_BETTER, Beside.WORSE)
    assert [more.place(value) for value in (10, 20, 30, 40)] == [0, 0.25, 0.5, 0.75]
    assert more.ends == (10, 40)
    less = Spine(20, 30, 10, 15, 35, 40, 25, Polarity.LESS_IS_BETTER, Beside.BETTER)
    assert [less.place(value) for value in (10, 20, 30, 40)] == [1, 0.75, 0.5, 0.25]
    assert less.ends == (40, 10)
    assert Spine(5, 5, 5, 5, 5, 5, 5, Polarity.NEUTRAL, Beside.SAME).place(5) == 0.5
    # The end farther from the mean touches its side; the scale is even, so the other one does not.
    uneven = Spine(20, 20, 10, 15, 25, 60, None, Polarity.MORE_IS_BETTER, Beside.SAME)
    assert [uneven.place(value) for value in (10, 60)] == [0.375, 1]


@given(st.lists(st.floats(0, 1e4), min_size=2, max_size=10), st.floats(0, 1), st.sampled_from(list(Polarity)))
def test_every_area_stands_within_the_range_and_worse_never_right_of_better(
    values: list[float], weight: float, polarity: Polarity
) -> None:
    low, high = min(values), max(values)
    spine = Spine(None, low + weight * (high - low), low, low, high, high, None, polarity, Beside.UNKNOWN)
    ordered = sorted(values, reverse=polarity is Polarity.LESS_IS_BETTER)
    places = [spine.place(value) for value in ordered]
    assert places == sorted(places)
    assert all(-1e-9 <= place <= 1 + 1e-9 for place in places)


def test_what_is_not_known_is_not_drawn() -> None:
    names = {"rect": 0, "circle": 0, "path": 0}
    drawn = ElementTree.fromstring(spine_svg(Spine(None, None, None, None, None, None, None, Polarity.NEUTRAL,
                                                   Beside.UNKNOWN)))
    assert len(drawn) == 0
    without_own = Spine(None, 30, 10, 15, 35, 40, None, Polarity.MORE_IS_BETTER, Beside.UNKNOWN)
    for element in ElementTree.fromstring(spine_svg(without_own)):
        names[element.tag.rpartition("}")[2]] += 1
    assert names == {"rect": 2, "circle": 0, "path": 1}


def test_better_and_worse_differ_by_shape_and_filling_and_a_small_number_shows_its_interval() -> None:
    def last(spine: Spine) -> ElementTree.Element:
        return list(ElementTree.fromstring(spine_svg(spine)))[-1]

    better = last(Spine(40, 30, 10, 15, 35, 40, None, Polarity.MORE_IS_BETTER, Beside.BETTER))
    assert (better.tag.rpartition("}")[2], float(better.get("cx") or 0)) == (
        "circle", MARGIN + 0.75 * (WIDTH - 2 * MARGIN))
    worse = last(Spine(10, 30, 10, 15, 35, 40, None, Polarity.MORE_IS_BETTER, Beside.WORSE))
    assert (worse.tag.rpartition("}")[2], worse.get("fill")) == ("path", "#ffffff")
    assert better.get("fill") != "#ffffff"
    small = Spine(20, 30, 10, 15, 35, 40, None, Polarity.MORE_IS_BETTER, Beside.UNCLEAR, 10, 400)
    assert "M7.0 6.5H199.0" in spine_svg(small)


def test_the_description_of_a_picture_is_text() -> None:
    shown = picture("<svg/>", '"><script>alert(1)</script>', "line")
    assert "<script>" not in shown
    assert b64decode(shown.partition("base64,")[2].rstrip('">')) == b"<svg/>"


def test_the_range_is_that_of_known_areas_and_its_middle_half_linear_between_them() -> None:
    table = pd.DataFrame({"orp_code": list("abcde"), "figure": "x", "value": [60.0, 10, 30, 20, float("nan")]})
    assert figure_spread(table).to_dict("records") == [
        {"figure": "x", "minimum": 10, "q25": 17.5, "q75": 37.5, "maximum": 60}]
    assert mean_of(table, ("a", "c", "e"))["x"] == 45
    assert pd.isna(mean_of(table, ("e",))["x"])


@pytest.mark.parametrize(("value", "region", "polarity", "interval", "expected"), [
    (2.0, 1.0, Polarity.MORE_IS_BETTER, None, Beside.BETTER),
    (2.0, 1.0, Polarity.LESS_IS_BETTER, None, Beside.WORSE),
    (2.0, 1.0, Polarity.NEUTRAL, None, Beside.OTHER),
    (0.1 + 0.2, 0.3, Polarity.MORE_IS_BETTER, None, Beside.SAME),
    (2.0, 1.0, Polarity.MORE_IS_BETTER, (1.0, 9.0), Beside.UNCLEAR),
    (2.0, 1.0, Polarity.MORE_IS_BETTER, (1.1, 9.0), Beside.BETTER),
    (float("nan"), 1.0, Polarity.MORE_IS_BETTER, None, Beside.UNKNOWN),
    (1.0, float("nan"), Polarity.LESS_IS_BETTER, None, Beside.UNKNOWN),
])
def test_a_figure_is_better_or_worse_by_what_the_plan_wants_unless_it_is_too_small_to_tell(
    value: float, region: float, polarity: Polarity, interval: tuple[float, float] | None, expected: Beside
) -> None:
    low, high = interval or (float("nan"), float("nan"))
    row = pd.DataFrame({"value": [value], "region": [region], "polarity": [polarity.value],
                        "small_number": [interval is not None], "value_low": [low], "value_high": [high]})
    assert list(beside(row)) == [expected]


def persons(age_group: str, code: str) -> int:
    """Persons of an ORP as the package's own file has them on 31. 12. 2018."""
    found = []
    for folder in ("reference", "demo"):
        with (DATA / folder / "population.csv").open(encoding="utf-8", newline="") as file:
            found += [row for row in csv.DictReader(file) if row["area_code"] == code
                      and row["age_group"] == age_group and row["date"] == "2018-12-31"]
    return int(found[0]["persons"])


def test_frydlant_in_the_middle_of_the_plan(views: dict[str, ProfileView]) -> None:
    view = views[FRYDLANT]
    assert (view.orp_name, view.seat_name, view.area_km2) == ("Frýdlant", "Frýdlant", 349.36)
    rows = figures(view)
    covered = rows.loc["population_covered"]
    assert covered["value"] == 22769 / 24496
    assert covered["region"] == 432679 / 442356
    assert (covered["minimum"], covered["maximum"], covered["beside"]) == (22769 / 24496, 1, "worse")
    assert rows.loc["municipalities_covered", "value"] == 14 / 18
    assert rows.loc["quality", "value"] == 5 / 7
    assert (rows.loc["severe_cells", "value"], rows.loc["severe_cells", "region"]) == (16, 10.9)
    assert rows.loc["aged_65", "value"] == pytest.approx(persons("65plus", FRYDLANT) / 24496)
    assert rows.loc["aged_80", "value"] == pytest.approx(persons("80plus", FRYDLANT) / 24496)
    special = rows.loc["provision_50_residential_beds"]
    assert special["value"] == pytest.approx(1000 * 25 / persons("80plus", FRYDLANT))
    assert (special["beside"], special["small_number"]) == ("better", False)
    respite = rows.loc["provision_44_residential_beds"]
    assert (respite["capacity_units"], respite["small_number"], respite["beside"]) == (4, True, "unclear")
    assert list(view.gaps["type_code"]) == ["51", "39", "49"]
    assert list(view.plans["plan_code"]) == ["D_FRYDLANTSKO_2014", "KP_FRYDLANTSKO", "D_NOVOMESTSKO_2012"]
    assert (view.stale.coordinator, view.stale.expiring, view.stale.unassessed) == ("none", (), ())
    assert view.similar is not None
    assert view.similar.names[0] == "Tanvald"


def test_the_past_is_a_year_earlier_in_the_same_release_and_the_same_day_in_the_release_before(
    views: dict[str, ProfileView], database: Database
) -> None:
    view = views[FRYDLANT]
    assert view.release_before is not None
    assert (view.year_before, view.release_before.number) == (date(2015, 6, 30), 1)
    rows = figures(view)
    homes = rows.loc["provision_49_residential_beds"]
    assert homes["value"] == pytest.approx(2 * homes["release_before"])
    assert homes["year_before"] == pytest.approx(homes["value"])
    before = figures(profile_view(database, Selection(AsOf(date(2015, 6, 30), 2), orp=FRYDLANT)))
    shared = [name for name in rows.index if name in before.index and not name.startswith("aged")]
    assert len(shared) > 10
    for name in shared:
        assert rows.loc[name, "year_before"] == pytest.approx(before.loc[name, "value"], nan_ok=True)
    # Both years have people of the same count: that would be no trend.
    assert rows.loc[["aged_65", "aged_80"], "year_before"].isna().all()
    oldest = profile_view(database, Selection(AsOf(DAY, 1), orp=FRYDLANT))
    assert oldest.release_before is None
    assert oldest.figures.frame["release_before"].isna().all()


def test_a_small_number_of_the_past_keeps_its_capacity_so_that_it_is_shown_as_a_count(
    views: dict[str, ProfileView], database: Database
) -> None:
    respite = figures(views[FRYDLANT]).loc["provision_44_residential_beds"]
    assert tuple(respite[["year_before_units", "release_before_units"]]) == (4, 4)
    assert respite["release_before"] == respite["value"]
    counted = 0
    for earlier in profile_views(database, Selection(AsOf(date(2015, 6, 30), 2))):
        before = figures(earlier)
        rows = figures(views[earlier.orp_code])
        rows = rows[rows.index.isin(before.index)]
        before = before.loc[rows.index]
        expected = before["capacity_units"].where(before["small_number"])
        pd.testing.assert_series_equal(rows["year_before_units"], expected, check_names=False)
        counted += int(expected.notna().sum())
    assert counted > 10


def test_denominators_of_a_set_stand_with_the_figures_and_what_had_another_one_is_not_compared(
    sqlite: Database, frames: dict[str, pd.DataFrame]
) -> None:
    """The made region counts § 49 per 65+; from release 2 on its default set counts everybody."""
    def rows(name: str, row: dict[str, object]) -> pd.DataFrame:
        typed = {field.name: DTYPES[field.kind] for field in TABLES[name].fields}
        return pd.DataFrame([row], columns=list(TABLES[name].columns)).astype(typed)

    publish(sqlite, {
        **frames,
        "assumption_set": rows("assumption_set", {"code": "s", "title": "Sada", "title_en": "Set", "is_default": True,
                                                  "source_id": "demo"}),
        "assumption_denominator": rows("assumption_denominator", {
            "set_code": "s", "type_code": "49", "form": "residential", "age_group": "total", "source_id": "demo"}),
    }, note="set", by_role="správce dat", source_name="made", source_checksum="set", published_at=RELEASED_AT)
    usual, counted = (profile_view(sqlite, Selection(AsOf(DAY, release), orp="9901")) for release in (1, 2))
    homes, care = "provision_49_residential_beds", "provision_40_field_fte"
    assert figures(usual).loc[[homes, care], "age_group"].tolist() == ["65plus", "65plus"]
    now = figures(counted)
    assert now.loc[[homes, care], "age_group"].tolist() == ["total", "65plus"]
    assert pd.isna(now.loc["severe_cells", "age_group"])
    assert pd.notna(now.loc[homes, ["value", "year_before"]]).all()
    assert pd.isna(now.loc[homes, "release_before"])
    assert now.loc["population_covered", "release_before"] == now.loc["population_covered", "value"] > 0
    assert {note.code: dict(note.values) for note in counted.figures.notes}["denominators-of-set"] == {"types": "49"}
    assert "denominators-of-set" not in {note.code for note in usual.figures.notes}
    assert (usual.set_titles, counted.set_titles) == ({}, {"cs": "Sada", "en": "Set"})
    words = words_for("cs")
    sheets = [profile_html(view, words) for view in (usual, counted)]
    assert ["lůžek na 1 000 (65+)" in sheet for sheet in sheets] == [True, False]
    assert ["lůžek na 1 000 obyvatel" in sheet for sheet in sheets] == [False, True]
    assert ["Sada předpokladů:</b> Sada." in sheet for sheet in sheets] == [False, True]


def test_the_mean_of_similar_areas_is_plain_and_theirs(views: dict[str, ProfileView]) -> None:
    view = views[LIBEREC]
    assert view.similar is not None
    assert LIBEREC not in view.similar.codes
    for name in ("population_covered", "severe_cells", "provision_49_residential_beds"):
        others = [figures(views[code]).loc[name, "value"] for code in view.similar.codes]
        assert figures(view).loc[name, "similar"] == pytest.approx(sum(others) / len(others))


def test_what_nobody_knows_stays_unknown_and_is_no_zero(database: Database) -> None:
    view = profile_view(database, Selection(AsOf(date(2010, 3, 1), 2), orp=SEMILY))
    rows = figures(view)
    assert (view.scope, view.network_state) == (CapacityScope.ALL, NetworkState.NOT_YET)
    assert rows.loc["quality", ["value", "region", "minimum", "year_before"]].isna().all()
    assert rows.loc["quality", "beside"] == "unknown"
    assert not view.cards.started
    assert view.stale.coordinator is None


def test_cards_that_concern_an_area_list_a_type_below_the_norm_there_the_worst_gap_first(
    views: dict[str, ProfileView]
) -> None:
    view = views[FRYDLANT]
    with (DATA / "reference" / "activity_service_type.csv").open(encoding="utf-8", newline="") as file:
        links = [(row["activity_code"], row["type_code"]) for row in csv.DictReader(file)]
    below = view.classes[view.classes["class"].isin(("severe", "low", "slightly_low", "white_spot"))
                         & (view.classes["polarity"] == "more_is_better")]
    concerned = {card for card, code in links if code in set(below["type_code"])}
    assert view.cards.total == len(concerned)
    assert len(view.cards.rows) == 6
    assert set(view.cards.rows["activity_code"]) <= concerned
    answering = {card for card, code in links if code == view.gaps["type_code"].iloc[0]}
    assert set(view.cards.rows["activity_code"].head(len(answering))) == answering


def test_plans_that_end_within_a_year_are_stale(views: dict[str, ProfileView]) -> None:
    stale = views[SEMILY].stale.expiring
    shown = views[SEMILY].plans
    soon = shown[(shown["state"] == "valid") & (shown["valid_until"] <= pd.Timestamp("2017-06-30"))]
    assert list(stale) == list(soon.sort_values(["valid_from", "plan_code"])["plan_title"])
    assert len(stale) == 1


def test_a_profile_needs_an_area(database: Database) -> None:
    with pytest.raises(BadSelection, match="choose one"):
        profile_view(database, Selection(AsOf(DAY, 1)))


def test_the_small_map_fills_the_area_and_draws_all_others(views: dict[str, ProfileView]) -> None:
    drawn = ElementTree.fromstring(location_svg(views[FRYDLANT].boundaries, FRYDLANT))
    fills = [path.get("fill") for path in drawn]
    assert (len(fills), len(set(fills[:-1])), fills[-1] in fills[:-1]) == (10, 1, False)
    assert location_svg({}, FRYDLANT) == ""
