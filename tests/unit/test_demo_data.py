"""What the illustrative network must keep to: published totals, real age totals, and the same bytes for a seed."""

from pathlib import Path

import pandas as pd
import pytest

from lib.demo import DEFAULT_SEED, generate, write_demo
from lib.demo.write import csv_text
from lib.errors import SchemaMismatch
from lib.model.checks import package_issues
from lib.model.schemas import TABLES, empty_frame
from tests.demo_tables import (
    DATA,
    DEFAULT_DAY,
    Frames,
    all_tables,
    capacity_on,
    demo_tables,
    real_tables,
    valid_on,
)

INSIDE = {"Z1", "Z2", "Z1v", "Z2v"}


@pytest.fixture
def real() -> Frames:
    return real_tables()


@pytest.fixture
def demo() -> Frames:
    return demo_tables()


@pytest.fixture
def both() -> Frames:
    return all_tables()


# --- the files -------------------------------------------------------------------------------------------------------


def test_the_same_seed_writes_the_committed_bytes(real: Frames, tmp_path: Path) -> None:
    paths = write_demo(real, tmp_path)
    assert sorted(path.name for path in paths.values()) == sorted(path.name for path in (DATA / "demo").glob("*.csv"))
    differing = [path.name for path in paths.values() if path.read_bytes() != (DATA / "demo" / path.name).read_bytes()]
    assert differing == []


def test_another_seed_tells_another_story_with_the_same_published_beds(real: Frames) -> None:
    made = generate(real, DEFAULT_SEED + 1)
    assert csv_text("facility", made["facility"]) != (DATA / "demo" / "facility.csv").read_text(encoding="utf-8")
    beds = capacity_on(made, DEFAULT_DAY, "beds").groupby("type_code")["in_network"].sum()
    assert (beds["49"], beds["50"]) == (926, 447)


def test_a_missing_real_table_is_named(real: Frames) -> None:
    with pytest.raises(SchemaMismatch, match="real tables are missing: body"):
        generate({name: frame for name, frame in real.items() if name != "body"}, DEFAULT_SEED)


def test_real_and_illustrative_rows_make_a_sound_package(both: Frames) -> None:
    frames = {name: empty_frame(table) for name, table in TABLES.items()} | both
    assert package_issues(frames, {name: f"{name}.csv" for name in frames}) == []


def test_every_illustrative_row_is_marked_and_its_source_is_declared_as_made_up(demo: Frames) -> None:
    marks = {name: set(frame["source_id"]) for name, frame in demo.items() if name != "source"}
    assert marks == {name: {"demo"} for name in marks}
    assert demo["source"][["id", "kind", "title"]].values.tolist() == [["demo", "demo", "Ukázková data"]]


def test_rows_are_sorted_by_key_and_numbers_are_plain(demo: Frames) -> None:
    for name, frame in demo.items():
        key = list(TABLES[name].key)
        assert frame[key].values.tolist() == frame.sort_values(key, kind="stable")[key].values.tolist(), name
    text = (DATA / "demo" / "service_capacity.csv").read_text(encoding="utf-8")
    assert "\r" not in text
    assert ".0," not in text


# --- population ------------------------------------------------------------------------------------------------------


@pytest.fixture
def people(both: Frames) -> pd.DataFrame:
    """Persons on 31 December 2018 by area (rows) and age group (columns)."""
    rows = both["population"]
    rows = rows[rows["date"] == pd.Timestamp("2018-12-31")]
    return rows.pivot(index=["level", "area_code"], columns="age_group", values="persons").astype("int64")


def test_age_groups_of_each_municipality_add_up_to_the_real_total(people: pd.DataFrame) -> None:
    towns = people.loc["municipality"]
    assert len(towns) == 215
    assert (towns["0_17"] + towns["18_64"] + towns["65plus"]).tolist() == towns["total"].tolist()
    assert (towns["0_7"] <= towns["0_17"]).all()
    assert (towns["80plus"] <= towns["75plus"]).all()
    assert (towns["75plus"] <= towns["65plus"]).all()
    assert (towns["80plus"] > 0).all()


def test_municipalities_add_up_to_their_orp_but_for_older_people_on_the_older_border(
    both: Frames, people: pd.DataFrame,
) -> None:
    orp_of = both["municipality"].set_index("code")["orp_code"]
    sums = people.loc["municipality"].groupby(orp_of).sum()
    same = ["total", "0_17", "0_7", "6_26", "18_64", "75plus", "80plus"]
    assert sums[same].values.tolist() == people.loc["orp"][same].values.tolist()
    moved = int(people.loc[("municipality", "563579"), "65plus"])
    difference = sums["65plus"] - people.loc["orp"]["65plus"]
    assert difference[difference != 0].to_dict() == {"5103": moved, "5109": -moved}
    assert sums["65plus"].sum() == 87998


def test_the_region_has_a_realistic_age_structure(people: pd.DataFrame) -> None:
    shares = (people.loc["orp"].sum() / 442356 * 100).round(1)
    assert shares.to_dict() == {"0_17": 19.4, "0_7": 9.1, "18_64": 60.7, "65plus": 19.9, "6_26": 21.5, "75plus": 7.5,
                                "80plus": 4.0, "total": 100.0}
    oldest = (people.loc["orp"]["80plus"] / people.loc["orp"]["total"]).sort_values(ascending=False)
    assert list(oldest.index[:2]) == ["5110", "5107"]


# --- the network -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "seniors", "special"),
    [("2015-06-30", 890, 372), ("2016-06-30", 926, 447), ("2017-06-30", 894, 536)],
)
def test_beds_of_homes_in_the_network_are_those_published(both: Frames, day: str, seniors: int, special: int) -> None:
    beds = capacity_on(both, day, "beds")
    beds = beds[beds["in_network"] > 0].groupby("type_code")["in_network"].agg(["sum", "size"])
    assert beds.loc["49"].tolist() == [seniors, 19]
    assert beds.loc["50"].tolist() == [special, 16]


def test_registered_beds_of_homes_before_the_network_follow_the_series_of_the_ministry(both: Frames) -> None:
    totals = {year: capacity_on(both, f"{year}-06-30", "beds").groupby("type_code")["registered"].sum()
              for year in range(2010, 2015)}
    assert [totals[year]["49"] for year in totals] == [889, 1005, 1001, 1183, 968]
    assert [totals[year]["50"] for year in totals] == [368, 446, 365, 563, 388]


def test_homes_have_no_unknown_amount(both: Frames) -> None:
    beds = capacity_on(both, DEFAULT_DAY, "beds")
    homes = beds[beds["type_code"].isin(["49", "50"])]
    assert int(homes["registered"].isna().sum() + homes["in_network"].isna().sum()) == 0


def test_about_three_hundred_services_of_all_33_types_are_open_on_the_default_day(both: Frames) -> None:
    services = valid_on(both["service"], DEFAULT_DAY)
    assert (len(both["service"]), len(services)) == (320, 296)
    assert set(services["type_code"]) == set(both["service_type"]["code"])
    assert len(set(services["type_code"])) == 33
    days = both["service"]
    assert int((days["valid_to"] == pd.Timestamp("2016-06-30")).sum()) == 1
    assert int((days["valid_to"] == pd.Timestamp("2016-06-29")).sum()) == 1
    assert int((days["valid_from"] > pd.Timestamp(DEFAULT_DAY)).sum()) == 8
    assert int((days["valid_to"] < pd.Timestamp(DEFAULT_DAY)).sum()) == 16


def test_identifiers_cannot_be_taken_for_real_ones(demo: Frames) -> None:
    assert demo["provider"]["ico"].str.startswith("99").all()
    assert demo["provider"]["name"].str.endswith(" – ukázka").all()
    assert demo["service"]["id"].str.fullmatch(r"9\d{6}").all()
    assert demo["service"]["name"].str.endswith(" – ukázka").all()
    assert demo["community_plan"]["title"].str.endswith("(ukázka)").all()
    assert len(demo["provider"]) == 70


def test_levels_and_capacity_in_the_network_agree(both: Frames) -> None:
    rows = both["service_capacity"]
    rows = rows[rows["unit"].isin(["beds", "fte"])]
    before = rows[rows["date"] < pd.Timestamp("2015-01-01")]
    assert before["in_network"].isna().all()
    after = rows[rows["date"] >= pd.Timestamp("2015-01-01")]
    version = "ZS" + after["date"].dt.year.astype("str")
    level = both["network_membership"].set_index(["version_code", "service_id"])["level"]
    levels = pd.Series([level[key] for key in zip(version, after["service_id"], strict=True)], index=after.index)
    inside = levels.isin(INSIDE)
    assert bool((after["in_network"][~inside] == 0).all())
    assert bool((after["in_network"][inside].isna() | (after["in_network"][inside] > 0)).all())
    assert set(level) == {"Z1", "Z2", "Z1v", "Z2v", "P", "outside"}
    assert set(both["network_membership"]["version_code"]) == {"ZS2015", "ZS2016", "ZS2017"}


def test_a_service_that_changes_level_between_versions_changes_its_capacity_in_the_network_too(both: Frames) -> None:
    membership = both["network_membership"].pivot(index="service_id", columns="version_code", values="level")
    for year in (2015, 2016, 2017):
        level = membership[f"ZS{year}"].dropna()
        rows = pd.concat([capacity_on(both, f"{year}-12-31", unit) for unit in ("beds", "fte")])
        known = rows[rows["in_network"].notna()]
        contradicting = known[(known["in_network"] > 0) != known["service_id"].map(level).isin(INSIDE)]
        assert contradicting["service_id"].tolist() == []


def test_unknown_amounts_occur_only_in_types_of_small_weight(both: Frames) -> None:
    unknown = pd.concat([capacity_on(both, DEFAULT_DAY, unit) for unit in ("beds", "fte")])
    unknown = unknown[unknown["registered"].isna()]
    assert sorted(unknown["type_code"]) == ["42", "56", "58", "61", "64"]


def test_units_of_the_register_carry_no_capacity_in_the_network(both: Frames) -> None:
    rows = both["service_capacity"]
    other = rows[~rows["unit"].isin(["beds", "fte"])]
    assert set(other["unit"]) == {"clients", "contacts", "interventions", "calls"}
    assert other["in_network"].isna().all()


def test_forms_and_units_are_those_declared_for_the_type(both: Frames) -> None:
    declared = both["service_type_form"]
    allowed = {*zip(declared["type_code"], declared["form"], declared["unit"], strict=True),
               *zip(declared["type_code"], declared["form"], declared["register_unit"], strict=True)}
    rows = both["service_capacity"].merge(both["service"][["id", "type_code"]], left_on="service_id", right_on="id")
    assert set(zip(rows["type_code"], rows["form"], rows["unit"], strict=True)) <= allowed


def test_some_orp_have_no_service_of_a_type_and_poor_ones_more_often(both: Frames) -> None:
    orp_of = both["municipality"].set_index("code")["orp_code"]
    declared = both["service_territory"]
    areas = declared["area_code"].where(declared["level"] == "orp", declared["area_code"].map(orp_of))
    seats = both["facility"].assign(orp=both["facility"]["municipality_code"].map(orp_of))
    reach = pd.concat([pd.DataFrame({"service_id": declared["service_id"], "orp": areas}),
                       seats.loc[~seats["service_id"].isin(declared["service_id"]), ["service_id", "orp"]]])
    services = valid_on(both["service"], DEFAULT_DAY).set_index("id")["type_code"]
    reach = reach[reach["service_id"].isin(services.index)]
    types = reach.assign(type_code=reach["service_id"].map(services)).groupby("orp")["type_code"].nunique()
    white_spots = (33 - types).to_dict()
    assert white_spots == {"5101": 2, "5102": 11, "5103": 0, "5104": 13, "5105": 0, "5106": 9, "5107": 10, "5108": 11,
                           "5109": 3, "5110": 15}
    assert white_spots["5110"] > white_spots["5102"] > white_spots["5105"]


def test_territories_have_all_the_shapes_real_ones_have(both: Frames) -> None:
    types = both["service"][["id", "type_code"]]
    territory = both["service_territory"].merge(types, left_on="service_id", right_on="id")
    shares = territory.groupby("service_id")["share"]
    stated = shares.sum()[shares.count() > 0]
    assert bool(((stated - 1).abs() < 1e-9).all())
    areas = territory.groupby("service_id")["area_code"].nunique()
    assert set(territory.loc[territory["service_id"].isin(areas[areas == 10].index), "type_code"]) == {
        "37", "41", "54", "55", "56", "60a", "68"}
    assert set(both["service"]["id"]) - set(territory["service_id"]) != set()
    several = territory[territory["service_id"].isin(areas[areas > 1].index) & (territory["level"] == "orp")]
    assert several["share"].isna().any()
    assert several["share"].notna().any()
    assert set(territory["level"]) == {"orp", "municipality"}


def test_secret_addresses_have_no_point_and_belong_to_shelters(both: Frames) -> None:
    secret = both["facility"][both["facility"]["secret_address"]]
    assert secret[["lat", "lon"]].isna().all().all()
    types = secret.merge(both["service"], left_on="service_id", right_on="id")["type_code"]
    assert types.value_counts().to_dict() == {"57": 6, "60a": 2}
    assert both["facility"].loc[~both["facility"]["secret_address"], ["lat", "lon"]].notna().all().all()


def test_ends_of_services_and_of_their_facilities_disagree_both_ways(both: Frames) -> None:
    places = both["facility"].merge(both["service"], left_on="service_id", right_on="id", suffixes=("", "_service"))
    day = pd.Timestamp(DEFAULT_DAY)
    place_ended = places["valid_to"] < day
    service_ended = places["valid_to_service"] < day
    assert int((place_ended & ~service_ended).sum()) == 16
    assert int((service_ended & places["valid_to"].isna()).sum()) == 10


def test_awkward_names_occur(both: Frames) -> None:
    names = both["facility"]["name"]
    assert names.str.startswith("=").sum() == 1
    assert names.str.contains("<b>", regex=False).sum() == 1
    assert names.str.contains("&", regex=False).sum() == 1
    assert names.str.contains('"', regex=False).sum() >= 1
    assert names.str.len().max() > 130


# --- need ------------------------------------------------------------------------------------------------------------


def test_unmet_requests_keep_zero_and_not_reported_apart(both: Frames) -> None:
    requests = both["unmet_request"]
    assert len(requests) == 12 * 10 * 2
    assert int(requests["requests"].isna().sum()) == 16
    assert int((requests["requests"] == 0).sum()) == 23
    homes = requests[(requests["type_code"] == "49") & (requests["date"] == pd.Timestamp("2016-12-31"))]
    assert int(homes["requests"].sum()) == 1583


def test_reference_rates_fit_the_declared_forms_and_denominators(both: Frames) -> None:
    key = ["type_code", "form", "unit", "age_group"]
    declared = set(both["service_type_form"][key].itertuples(index=False, name=None))
    rates = both["reference_rate"]
    assert set(rates[key].itertuples(index=False, name=None)) <= declared
    assert set(rates["type_code"]) == set(both["service_type"]["code"])
    assert (rates["per_1000"] > 0).all()


def test_capacity_targets_are_set_for_ten_types_and_every_orp(both: Frames) -> None:
    targets = both["capacity_target"]
    assert (targets["type_code"].nunique(), targets["orp_code"].nunique(), len(targets)) == (10, 10, 100)
    assert set(targets["year"]) == {2017}
    assert 0 < int(targets["target_units"].isna().sum()) < 15
