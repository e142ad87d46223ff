"""Views of gaps on the shipped data and on the made region: sums, published beds, and every cell done again by hand."""

from collections.abc import Callable, Iterator
from datetime import date
from math import isnan
from pathlib import Path

import pandas as pd
import pytest

from lib.__main__ import main
from lib.model.areas import placement
from lib.model.catalogue import PLANNING_UNITS
from lib.model.selection import AsOf, CapacityScope, Norm, Selection
from lib.settings import read_settings
from lib.store.database import Database, open_database
from lib.views.base import Reader
from lib.views.gaps import COMPARABLE_NORMS, GapsView, gaps_view, next_class, with_types_nobody_provides, worst_rows
from lib.views.network import catalogue, service_detail
from lib.views.overview import overview_view

DAY = date(2016, 6, 30)

Printed = Callable[..., pd.DataFrame]
View = Callable[..., GapsView]


@pytest.fixture
def database(shipped: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[Database]:
    assert main(["table", "region"]) == 0
    capsys.readouterr()
    opened = open_database(read_settings().database_url)
    yield opened
    opened.close()


@pytest.fixture
def view(database: Database) -> View:
    def seen(day: date = DAY, **choices: object) -> GapsView:
        return gaps_view(database, Selection(AsOf(day, 1), **choices))  # type: ignore[arg-type]

    return seen


def test_against_the_region_mean_gaps_of_each_type_form_and_unit_sum_to_zero(printed: Printed) -> None:
    for scope in ("sit", "vse"):
        gaps = printed("gap", "--norma", "prumer_kraje", "--kapacita", scope)
        assert gaps["orp_code"].nunique() == 10
        sums = gaps.groupby(["type_code", "form", "unit"])["gap_units"].sum()
        assert sums.abs().max() < 1e-6


@pytest.mark.parametrize(("day", "homes", "special"), [
    ("2015-06-30", 890, 372), ("2016-06-30", 926, 447), ("2017-06-30", 894, 536),
])
def test_beds_in_the_network_are_those_published(printed: Printed, day: str, homes: int, special: int) -> None:
    for code, beds in (("49", homes), ("50", special)):
        gaps = printed("gap", "--k", day, "--sluzba", code)
        assert set(gaps["unit"]) == {"beds"}
        assert gaps["capacity_units"].sum() == pytest.approx(beds, abs=1e-6)


LIMITS = ((0.5, "severe"), (0.75, "low"), (0.9, "slightly_low"))


def class_by_hand(persons: float, capacity: float, norm: float) -> str:
    """The class of one cell from what is printed (nine decimals), by the words of the method."""
    if persons > 0 and (isnan(capacity) or isnan(norm)):
        return "unknown"
    if persons == 0 or norm == 0:
        return "not_applicable"
    if capacity == 0 and persons >= 200:
        return "white_spot"
    index = round(capacity / (norm * persons / 1000), 8)
    return next((word for limit, word in LIMITS if index < limit), "in_line" if index <= 1.1 else "above")


@pytest.mark.parametrize("norm", COMPARABLE_NORMS)
def test_every_coloured_cell_follows_from_its_printed_inputs(printed: Printed, norm: Norm) -> None:
    gaps = printed("gap", "--norma", norm.value)
    assert len(gaps) == 370
    for row in gaps.to_dict("records"):
        need = row["norm_per_1000"] * row["population_persons"] / 1000
        by_hand = class_by_hand(row["population_persons"], row["capacity_units"], row["norm_per_1000"])
        assert row["class"] == by_hand, row
        assert row["need_units"] == pytest.approx(need, abs=1e-6, nan_ok=True)
        assert row["gap_units"] == pytest.approx(row["capacity_units"] - need, abs=1e-6, nan_ok=True)


def test_the_norm_of_the_region_is_all_known_capacity_over_its_people(printed: Printed) -> None:
    gaps = printed("gap")
    for _, rows in gaps.groupby(["type_code", "form", "unit"]):
        known = rows[rows["capacity_units"].notna()]
        mean = 1000 * known["capacity_units"].sum() / known["population_persons"].sum()
        assert rows["norm_per_1000"].tolist() == pytest.approx([mean] * 10, abs=1e-6)


def test_the_rug_shows_exactly_the_cells_of_the_table_and_the_region_first(view: View) -> None:
    seen = view()
    areas = seen.planning[seen.planning["orp_code"] != "kraj"]
    key = ["orp_code", "type_code", "form", "unit"]
    merged = areas.merge(seen.gap.frame, on=key, suffixes=("", "_table"))
    assert len(areas) == len(merged) == 370
    assert merged["class"].tolist() == merged["class_table"].tolist()
    assert seen.planning["orp_code"].iloc[0] == "kraj"
    wanted = areas["type_code"].map(seen.polarity) == "more_is_better"
    assert sum(seen.counts.values()) == wanted.sum() == 340
    assert sum(view(orp="5102").counts.values()) == 34


def test_units_of_the_register_stay_in_the_table_only(view: View) -> None:
    seen = view(scope=CapacityScope.ALL)
    assert set(seen.gap.frame["unit"]) > set(seen.planning["unit"])
    assert set(seen.planning["unit"]) <= {unit.value for unit in PLANNING_UNITS}


def test_an_own_value_counts_for_the_chosen_type_only(view: View, printed: Printed) -> None:
    seen = view(norm=Norm.OWN, own_rate=60.0, service_type="49").gap.frame
    own = seen[seen["type_code"] == "49"]
    assert own["norm_per_1000"].tolist() == [60.0] * 10
    assert own["need_units"].sum() == pytest.approx(60 * 17.743)
    others = seen[seen["type_code"] != "49"].dropna(subset="norm_per_1000")
    assert others.groupby("type_code")["norm_per_1000"].unique().map(list).to_dict() == {"40": [6.0], "50": [32.0]}
    table = printed("gap", "--norma", "vlastni", "--cil", "60", "--sluzba", "49")
    assert table["gap_units"].sum() == pytest.approx(926 - 60 * 17.743, abs=1e-6)


def test_own_norms_are_those_of_the_set_and_a_set_without_them_leaves_everything_unknown(view: View) -> None:
    for choices in ({}, {"own_rate": 80.0}, {"service_type": "49"}):
        frame = view(norm=Norm.OWN, **choices).gap.frame
        assert set(frame.loc[frame["norm_per_1000"].notna(), "type_code"]) == {"40", "49", "50"}
        assert set(frame.loc[frame["type_code"] == "49", "norm_per_1000"]) == {60.0}
    seen = view(norm=Norm.OWN)
    assert next((note.code, note.values) for note in seen.gap.notes) == ("norms-of-set", {"types": "40, 49, 50"})
    assert seen.gap.asked == (("norma", "vlastni"), ("kapacita", "sit"), ("predpoklady", "zakladni"))
    careful = view(norm=Norm.OWN, assumptions="opatrna").gap.frame
    assert set(careful["class"]) == {"unknown"}
    assert careful["capacity_units"].notna().any()


def test_a_set_may_count_homes_per_people_of_65_and_more(view: View) -> None:
    """The cautious set: § 49 and § 50 per 65+; the region's mean is then 926 beds over all of 65 and more."""
    usual, careful = view(service_type="49"), view(service_type="49", assumptions="opatrna")
    assert usual.gap.asked == (("norma", "prumer_kraje"), ("kapacita", "sit"))
    assert careful.gap.asked == (*usual.gap.asked, ("predpoklady", "opatrna"))
    told, usually = ({note.code for note in each.gap.notes} for each in (careful, usual))
    assert told - usually == {"denominators-of-set"}
    key = ["type_code", "age_group"]
    moved = careful.gap.frame[key].compare(usual.gap.frame[key])
    assert set(careful.gap.frame.loc[moved.index, "type_code"]) == {"49", "50"}
    assert set(moved["age_group"]["self"]) == {"65plus"}
    homes = careful.gap.frame[careful.gap.frame["type_code"] == "49"]
    assert homes["norm_per_1000"].tolist() == pytest.approx([1000 * 926 / homes["population_persons"].sum()] * 10)
    assert homes["population_persons"].sum() > 80_000
    assert homes["gap_units"].sum() == pytest.approx(0, abs=1e-6)


def test_each_area_is_compared_with_the_three_most_like_it(view: View, printed: Printed) -> None:
    """Frýdlant with Tanvald, Nový Bor and Semily: their beds over their people, its own not among them."""
    seen = view(norm=Norm.SIMILAR, service_type="49", scope=CapacityScope.ALL)
    rows = seen.gap.frame[seen.gap.frame["type_code"] == "49"].set_index("orp_code")
    alike = printed("similar_area", "--orp", "5102")["similar_code"].astype("str").tolist()
    assert alike == ["5108", "5106", "5107"]
    beds, people = rows.loc[alike, "capacity_units"].sum(), rows.loc[alike, "population_persons"].sum()
    assert rows.loc["5102", "norm_per_1000"] == pytest.approx(1000 * beds / people)
    assert rows["norm_per_1000"].nunique() > 5
    region = seen.planning[(seen.planning["orp_code"] == "kraj") & (seen.planning["type_code"] == "49")].iloc[0]
    assert region["need_units"] == pytest.approx(rows["need_units"].sum())
    assert dict(seen.gap.asked)["predpoklady"] == "zakladni"


@pytest.mark.parametrize(("day", "state"), [
    (date(2014, 12, 31), "not_yet"), (date(2018, 1, 1), "no_longer"), (date(2019, 6, 30), "no_longer"),
])
def test_outside_the_versions_of_the_network_everything_is_unknown_and_registered_capacity_is_not(
    view: View, day: date, state: str
) -> None:
    seen = view(day)
    assert seen.network is None
    assert seen.network_state == state
    assert seen.network_unknown
    assert seen.counts == {"unknown": 340}
    assert seen.groups.frame[["capacity_units", "allocated_units"]].isna().all(axis=None)
    everything = view(day, scope=CapacityScope.ALL)
    assert not everything.network_unknown
    assert everything.counts["in_line"] > 0


@pytest.mark.parametrize(("day", "state", "scope"), [
    (date(2014, 12, 31), "not_yet", CapacityScope.ALL), (date(2015, 1, 1), "holds", CapacityScope.NETWORK),
    (date(2017, 12, 31), "holds", CapacityScope.NETWORK), (date(2018, 1, 1), "no_longer", CapacityScope.ALL),
])
def test_the_overview_and_the_gaps_agree_on_which_days_have_a_network(
    view: View, database: Database, day: date, state: str, scope: CapacityScope
) -> None:
    overview = overview_view(database, Selection(AsOf(day, 1)))
    assert (overview.network_state, overview.scope) == (state, scope)
    seen = view(day)
    assert seen.network_state == state
    assert seen.network_unknown == (state != "holds")
    worst = worst_rows(view(day, scope=scope).planning, seen.polarity).iloc[0]
    assert (overview.worst[0].orp_code, overview.worst[0].type_code, overview.worst[0].gap_units) == (
        worst["orp_code"], worst["type_code"], worst["gap_units"])


@pytest.mark.parametrize(("day", "known"), [
    (date(2014, 12, 31), False), (date(2015, 1, 1), True), (date(2017, 12, 31), True), (date(2018, 1, 1), False),
])
def test_the_catalogue_and_a_service_have_network_amounts_only_while_a_version_holds(
    database: Database, day: date, known: bool
) -> None:
    at = AsOf(day, 1)
    services = catalogue(Reader(database, at), day)
    assert services["beds_registered"].notna().any()
    assert services["beds_in_network"].notna().any() == known
    assert services["fte_in_network"].notna().any() == known
    service_id = services.loc[services["beds_registered"].notna(), "service_id"].iloc[0]
    amounts = service_detail(database, at, service_id).capacities
    assert amounts["registered"].notna().any()
    assert amounts["in_network"].notna().any() == known


@pytest.mark.parametrize(("day", "title"), [
    (date(2015, 1, 1), "Základní síť 2015"), (date(2015, 12, 31), "Základní síť 2015"),
    (date(2016, 1, 1), "Základní síť 2016"), (date(2017, 12, 31), "Základní síť 2017"),
])
def test_the_version_of_the_network_holds_from_its_first_to_its_last_day(view: View, day: date, title: str) -> None:
    network = view(day).network
    assert network is not None
    assert network.title == title


def test_national_norms_stand_among_the_sources_only_when_they_are_the_norm(view: View) -> None:
    assert not view().national_is_demo
    assert view(norm=Norm.NATIONAL).national_is_demo
    detail = view(service_type="49").detail
    assert detail is not None
    assert detail.norms_provenance.demo


def test_classes_under_each_norm_are_those_of_its_table(view: View) -> None:
    detail = view(service_type="49").detail
    assert detail is not None
    for norm in COMPARABLE_NORMS:
        frame = view(norm=norm).gap.frame
        assert detail.classes[norm.value].tolist() == frame.loc[frame["type_code"] == "49", "class"].tolist()
    words = detail.classes[[norm.value for norm in COMPARABLE_NORMS]]
    changing = detail.classes.loc[words.nunique(axis=1) > 1, "orp_code"]
    assert detail.changes["orp_code"].tolist() == changing.tolist()
    assert 0 < len(changing) < 10


def test_the_largest_gap_is_wanted_capacity_missing_where_need_is_not_tiny(view: View) -> None:
    seen = view()
    rows = worst_rows(seen.planning, seen.polarity)
    assert (rows["gap_units"] < 0).all()
    assert rows["need_units"].min() >= 5
    assert not set(rows["type_code"]) & {"48", "52", "63"}
    assert rows["coverage_index"].is_monotonic_increasing
    assert set(worst_rows(seen.planning, seen.polarity, "5102")["orp_code"]) == {"5102"}


@pytest.mark.parametrize(("index", "expected"), [
    (0.0, ("low", 50.0)), (0.49, ("low", 50.0)), (0.5, ("slightly_low", 75.0)), (0.75, ("in_line", 90.0)),
    (0.9, None), (1.5, None),
])
def test_the_next_better_class_begins_at_its_lower_limit(index: float, expected: tuple[str, float] | None) -> None:
    assert next_class(index, 100.0) == expected


def test_a_type_nobody_provides_has_a_row_of_zeros_and_an_unknown_one_where_nothing_is_known() -> None:
    forms = pd.DataFrame({"type_code": ["49", "68", "68"], "form": ["residential", "residential", "field"],
                          "unit": ["beds", "beds", "fte"], "is_main": [True, True, False]})
    orps = pd.Series(["A", "B"])
    known = pd.DataFrame({"orp_code": ["A"], "type_code": ["49"], "form": ["residential"], "unit": ["beds"],
                          "capacity_units": [60.0], "services": pd.array([1], dtype="Int64"),
                          "split_by": ["declared"], "shares_normalised": [False]})
    added = with_types_nobody_provides(known, forms, orps).iloc[1:]
    assert added[["type_code", "form", "orp_code", "capacity_units"]].values.tolist() == [
        ["68", "residential", "A", 0.0], ["68", "residential", "B", 0.0]]
    silent = with_types_nobody_provides(known.assign(capacity_units=float("nan")), forms, orps)
    assert silent["capacity_units"].isna().all()


def test_capacity_divided_among_groups_never_exceeds_what_is_available(view: View) -> None:
    seen = view()
    allocated, available = seen.allocated, seen.groups.frame
    assert allocated[["orp_code", "group_code", "unit"]].equals(available[["orp_code", "group_code", "unit"]])
    known = allocated["capacity_units"].notna()
    assert (allocated.loc[known, "capacity_units"] <= available.loc[known, "capacity_units"] + 1e-9).all()
    sums = allocated[known].groupby(["group_code", "unit"])["gap_units"].sum()
    assert sums.abs().max() < 1e-6


@pytest.mark.parametrize("day", [date(2011, 6, 30), DAY, date(2019, 6, 30)])
def test_the_catalogue_names_the_areas_among_which_capacity_is_divided(database: Database, day: date) -> None:
    reader = Reader(database, AsOf(day, 1))
    services = reader.table("service")
    others = (reader.table(name) for name in ("service_territory", "facility", "municipality", "population"))
    placed = placement(services, *others, valid_on=day)
    somewhere = placed.orp >= 0
    expected = {(services["id"].iloc[row], placed.orps.iloc[orp])
                for row, orp in zip(placed.service[somewhere], placed.orp[somewhere], strict=True)}
    listed = catalogue(reader, day)[["service_id", "orp_codes"]].dropna()
    found = {(code, orp) for code, orps in listed.itertuples(index=False) for orp in orps.split()}
    assert len(found) > 300
    assert found == expected
