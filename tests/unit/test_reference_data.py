"""The real rows that ship with the product: counts, codes, borders, and the 46 cards against their document."""

import json
import re
from functools import cache
from pathlib import Path

import pandas as pd
import pytest
import shapely
from shapely.geometry import shape

from lib.model.checks import reference_issues, table_issues
from lib.model.schemas import DTYPES, TABLES

PROJECT = Path(__file__).parents[2]
REFERENCE = PROJECT / "data" / "reference"
CARDS_DOCUMENT = sorted((PROJECT.parent / "shared" / "seeds").glob("003_*.txt"))
FOOT = "Střednědobý plán rozvoje sociálních služeb v Libereckém kraji 2014-2017"

REFERENCE_TABLES = (
    "source", "region", "named_state", "orp", "municipality", "orp_boundary", "age_group", "population",
    "service_type", "service_type_form", "target_group", "target_group_mapping", "network_version",
    "strategic_plan", "goal", "activity", "activity_goal", "activity_service_type", "activity_target_group",
    "activity_area", "community_plan", "community_plan_municipality", "action_plan", "body", "body_representation",
    "consultation",
)  # fmt: skip


@cache
def table(name: str) -> pd.DataFrame:
    """One reference table with the dtypes of its declaration."""
    if name == "orp_boundary":
        features = json.loads((REFERENCE / "orp.geojson").read_text(encoding="utf-8"))["features"]
        frame = pd.DataFrame([{**one["properties"], "geometry": json.dumps(one["geometry"])} for one in features])
    else:
        frame = pd.read_csv(REFERENCE / f"{name}.csv", dtype="str", keep_default_na=False, na_values=[""])
    for field in TABLES[name].fields:
        column = frame[field.name]
        if field.kind == "boolean":
            column = column.map({"true": True, "false": False})
        frame[field.name] = pd.to_datetime(column) if field.kind == "date" else column
        frame[field.name] = frame[field.name].astype(DTYPES[field.kind])
    return frame


def links(name: str, column: str, activity_code: str) -> list[str]:
    """Codes a card is linked to, in the order of the document."""
    rows = table(name)
    return rows[rows["activity_code"] == activity_code].sort_values("position")[column].tolist()


def card(activity_code: str) -> pd.Series:
    rows = table("activity")
    return rows[rows["code"] == activity_code].iloc[0]


@pytest.mark.parametrize("name", REFERENCE_TABLES)
def test_reference_table_passes_its_declaration(name: str) -> None:
    assert table_issues(TABLES[name], table(name), f"{name}.csv") == []


@pytest.mark.parametrize("name", [name for name in REFERENCE_TABLES if name != "orp_boundary"])
def test_reference_file_has_the_declared_header_and_rows_sorted_by_key(name: str) -> None:
    content = (REFERENCE / f"{name}.csv").read_bytes()
    assert content.split(b"\n", 1)[0].decode("utf-8") == ",".join(TABLES[name].columns)
    assert b"\r" not in content
    key = list(TABLES[name].key)
    assert table(name)[key].equals(table(name).sort_values(key, ignore_index=True)[key])


def test_every_code_points_at_a_row_that_exists() -> None:
    frames = {name: table(name) for name in REFERENCE_TABLES}
    assert reference_issues(frames, {name: f"{name}.csv" for name in REFERENCE_TABLES}) == []


def test_reference_rows_are_real_and_every_source_is_used() -> None:
    sources = table("source")
    assert set(sources["kind"]) == {"official", "derived"}
    used = {code for name in REFERENCE_TABLES if name != "source" for code in table(name)["source_id"]}
    assert used == set(sources["id"])
    borders = sources[sources["id"].isin(table("orp_boundary")["source_id"])]
    assert borders["kind"].tolist() == ["derived"]
    assert "generalizováno" in borders["note"].iloc[0]


def test_region_has_ten_areas_and_215_municipalities() -> None:
    counts = table("municipality").groupby("orp_code").size().to_dict()
    names = table("orp").set_index("code")["name"].to_dict()
    assert {names[code]: n for code, n in counts.items()} == {
        "Česká Lípa": 41, "Frýdlant": 18, "Jablonec nad Nisou": 12, "Jilemnice": 21, "Liberec": 28, "Nový Bor": 16,
        "Semily": 22, "Tanvald": 10, "Turnov": 36, "Železný Brod": 11,
    }  # fmt: skip
    assert len(table("municipality")) == 215
    assert table("municipality")["status"].isin(["město", "statutární město"]).sum() == 39


def test_municipalities_of_one_name_are_told_apart_by_code() -> None:
    rows = table("municipality")
    assert sorted(rows[rows["name"] == "Pěnčín"]["code"]) == ["563749", "564303"]


def test_population_adds_up_to_the_published_totals() -> None:
    rows = table("population")
    total = rows.groupby(["level", "age_group", "date"])["persons"].sum().to_dict()
    assert {(level, group, day.date().isoformat()): int(n) for (level, group, day), n in total.items()} == {
        ("municipality", "total", "2018-12-31"): 442_356,
        ("orp", "total", "2018-12-31"): 442_356,
        ("orp", "total", "2020-12-31"): 442_476,
        ("orp", "total", "2021-12-31"): 437_570,
        ("orp", "65plus", "2018-12-31"): 87_998,
    }
    by_area = rows[(rows["level"] == "orp") & (rows["age_group"] == "total")].groupby("date").size()
    assert by_area.tolist() == [10, 10, 10]


def test_area_population_of_2018_is_the_sum_of_its_municipalities() -> None:
    rows = table("population")
    rows = rows[(rows["date"] == "2018-12-31") & (rows["age_group"] == "total")].set_index("area_code")["persons"]
    municipalities = table("municipality")
    summed = municipalities["code"].map(rows).groupby(municipalities["orp_code"]).sum()
    assert summed.to_dict() == rows[summed.index].to_dict()


def test_borders_are_one_valid_coverage_of_the_right_size() -> None:
    assert (REFERENCE / "orp.geojson").stat().st_size <= 60_000
    shapes = [shape(json.loads(text)) for text in table("orp_boundary")["geometry"]]
    assert shapely.is_valid(shapes).all()
    assert shapely.coverage_is_valid(shapes)
    whole = shapely.union_all(shapes)
    assert whole.geom_type == "Polygon"
    assert len(whole.interiors) == 0


def test_every_municipality_lies_inside_the_border_of_its_area() -> None:
    borders = {row.orp_code: shape(json.loads(row.geometry)) for row in table("orp_boundary").itertuples()}
    outside = [
        row.name
        for row in table("municipality").itertuples()
        if not borders[row.orp_code].contains(shapely.Point(row.lon, row.lat))
    ]
    assert outside == []


def test_service_types_are_the_33_of_the_act() -> None:
    types = table("service_type")
    assert types["category"].value_counts().to_dict() == {"counselling": 1, "care": 14, "prevention": 18}
    assert types["register_code"].is_unique
    assert int(types["register_code_inferred"].sum()) == 12
    assert set(types[types["polarity"] == "less_is_better"]["code"]) == {"48"}


def test_residential_forms_are_planned_in_beds_and_the_others_in_staff_except_overnight_shelters() -> None:
    forms = table("service_type_form")
    in_beds = forms[forms["unit"] == "beds"]
    assert set(forms["unit"]) == {"beds", "fte"}
    assert in_beds[in_beds["form"] != "residential"][["type_code", "form"]].values.tolist() == [["63", "outpatient"]]
    assert set(forms[forms["form"] == "residential"]["unit"]) == {"beds"}
    assert set(forms[forms["is_main"]]["type_code"]) == set(table("service_type")["code"])
    assert set(forms[forms["type_code"].isin(["49", "50"])]["age_group"]) == {"80plus"}


def test_target_groups_are_28_of_the_register_and_13_of_the_plan() -> None:
    groups = table("target_group")
    assert groups["scheme"].value_counts().to_dict() == {"register": 28, "plan": 13}
    special = groups[groups["role"].isin(["staff", "cross_cutting", "none"])]
    assert set(special["code"]) == {"PSS", "VSE", "NR"}
    assert special["age_group"].isna().all()
    mapped = set(table("target_group_mapping")["plan_group_code"])
    assert mapped == set(groups[groups["scheme"] == "plan"]["code"]) - {"PSS", "VSE", "NR"}


def test_default_state_is_the_middle_of_the_plan() -> None:
    states = table("named_state")
    assert states["valid_on"].dt.date.astype("str").tolist() == ["2011-06-30", "2012-06-30", "2016-06-30"]
    assert states["is_default"].tolist() == [False, False, True]


def test_cards_by_goal() -> None:
    activities = table("activity")
    assert len(activities) == 46
    by_goal = activities.groupby("goal_code").size()
    assert [int(by_goal[f"SC{n}"]) for n in range(1, 11)] == [6, 7, 4, 5, 2, 4, 5, 4, 5, 4]
    assert (activities["goal_code"] == "SC" + activities["code"].str[1:3].astype(int).astype("str")).all()
    assert activities["summary"].is_unique
    assert activities["summary_en"].is_unique


def test_service_types_are_listed_exactly_for_the_cards_whose_scope_says_so() -> None:
    activities = table("activity")
    listed = set(activities[activities["service_scope"] == "listed"]["code"])
    assert set(table("activity_service_type")["activity_code"]) == listed
    assert set(activities[activities["service_scope"] == "none"]["code"]) == {"A01-03", "A09-01", "A09-03"}
    assert activities["service_scope"].value_counts().to_dict() == {"listed": 33, "all": 10, "none": 3}


def test_money_is_recorded_only_where_a_card_names_it() -> None:
    named = table("activity").dropna(subset=["amount_czk"]).set_index("code")
    assert named["amount_czk"].to_dict() == {
        "A02-01": 60_200_000, "A02-02": 84_000_000, "A02-03": 32_600_000,
        "A02-05": 450_000, "A02-06": 450_000, "A02-07": 450_000,
    }  # fmt: skip
    assert named.index[named["amount_note"].notna()].tolist() == ["A02-05", "A02-06", "A02-07"]


def test_card_a01_01_is_told_from_its_values_printed_out_of_order() -> None:
    row = card("A01-01")
    assert row["title"] == "Podpora a rozvoj odlehčovacích služeb"
    assert (row["responsible"], row["funding"], row["target_groups"]) == ("LK, obce", "LK, obce", "S, OZP")
    assert links("activity_service_type", "type_code", "A01-01") == ["44"]
    assert links("activity_goal", "goal_code", "A01-01") == ["SC2", "SC3"]


def test_card_a01_03_cites_facilities_and_touches_no_service_type() -> None:
    row = card("A01-03")
    assert (row["service_scope"], "§\u00a034" in row["service_note"]) == ("none", True)
    assert (row["start_year"], row["end_year"]) == (2014, 2015)
    assert (row["responsible"], row["funding"]) == ("LK", "LK, OP LZZ")
    assert links("activity_goal", "goal_code", "A01-03") == ["SC2", "SC3"]
    assert links("activity_service_type", "type_code", "A01-03") == []


def test_card_a02_06_keeps_the_shared_grant_as_written() -> None:
    row = card("A02-06")
    assert row["title"] == "Transformace - APOSS Liberec, příspěvková organizace"
    assert row["responsible"] == "APOSS Liberec, příspěvková organizace"
    assert row["funding"] == (
        "ESF a SR v rámci OP LZZ výzva č. 87 - celkové dotace projektu 4,6 mil. Kč "
        "(dotace pro APOSS Liberec, příspěvková organizace činí 450 tis. Kč)"
    )
    assert "počítá se jen jednou" in row["amount_note"]


def test_card_a03_01_keeps_the_order_of_service_types() -> None:
    assert links("activity_service_type", "type_code", "A03-01") == ["47", "48", "49", "50", "51", "43"]
    assert links("activity_goal", "goal_code", "A03-01") == ["SC1", "SC2", "SC5"]
    assert links("activity_target_group", "group_code", "A03-01") == ["S", "OZP"]
    assert (card("A03-01")["responsible"], card("A03-01")["funding"]) == ("LK (ve spolupráci s obcemi)", "LK")


def test_card_a03_02_repeats_its_own_goal_and_keeps_the_typing_error() -> None:
    assert links("activity_goal", "goal_code", "A03-02") == ["SC3", "SC4", "SC5"]
    assert links("activity_service_type", "type_code", "A03-02") == ["37", "70", "66", "67"]
    assert card("A03-02")["target_groups"] == "OZP, osoby ohrožené sociálních vyloučením"
    assert card("A03-02")["funding"] == "LK, ÚP, zaměstnavatelé"


def test_card_a04_01_reads_a_paragraph_broken_over_two_lines() -> None:
    assert links("activity_service_type", "type_code", "A04-01") == [
        "37", "44", "46", "54", "57", "58", "60", "60a", "62", "65", "69", "70",
    ]  # fmt: skip
    assert links("activity_target_group", "as_written", "A04-01") == ["rodina s dětmi"]


def test_card_a06_01_names_three_groups_in_one_phrase() -> None:
    assert card("A06-01")["target_groups"] == (
        "osoby ohrožené sociálním vyloučením, včetně národnostních menšin a cizinců"
    )
    assert links("activity_target_group", "group_code", "A06-01") == ["SV", "NM", "CIZ"]


def test_card_a09_02_touches_all_types_and_its_powers_are_not_types() -> None:
    row = card("A09-02")
    assert row["service_scope"] == "all"
    assert all(paragraph in row["service_note"] for paragraph in ("§\u00a094", "§\u00a095", "§\u00a096"))
    assert links("activity_target_group", "group_code", "A09-02") == ["NR"]
    assert links("activity_goal", "goal_code", "A09-02") == ["SC8"]


def test_evidenced_plans_valid_on_the_two_days_of_2011_and_2012() -> None:
    plans = table("community_plan")
    assert len(plans) == 18
    approved = plans[(plans["status"] == "approved") & plans["valid_from"].notna()].copy()
    approved["until"] = approved[["valid_to", "extended_to"]].max(axis=1)

    def valid(day: str) -> list[str]:
        return approved[(approved["valid_from"] <= day) & (approved["until"] >= day)]["code"].tolist()

    assert valid("2011-06-30") == ["KP_MIMON_1", "KP_TANVALDSKO"]
    assert valid("2012-06-30") == ["KP_CESKOLIPSKO", "KP_JABLONEC_2", "KP_MIMON_1", "KP_TANVALDSKO"]
    assert "KP_JABLONEC_4" in valid("2024-12-31")
    assert "KP_JABLONEC_4" not in valid("2025-01-01")


def test_territories_of_plans_follow_the_documents_not_the_areas() -> None:
    rows = table("community_plan_municipality").merge(
        table("municipality")[["code", "name"]], left_on="municipality_code", right_on="code"
    )
    names = rows.groupby("plan_code")["name"].agg(set).to_dict()
    assert names["KP_LIBEREC_2023"] == {"Liberec", "Dlouhý Most", "Jeřmanice", "Stráž nad Nisou", "Šimonovice"}
    assert len(names["KP_JABLONEC_2"]) == 10
    assert "Maršovice" not in names["KP_JABLONEC_2"]
    assert len(names["KP_FRYDLANTSKO"]) == 11
    assert "Nový Oldřichov" in names["KP_NOVOBORSKO_3"]
    assert "Česká Lípa" not in names["KP_NOVOBORSKO_3"]
    assert "KP_TURNOVSKO" not in names


def test_bodies_form_one_tree_under_k10() -> None:
    bodies = table("body")
    organs = bodies["level"] == "regional_organ"
    assert bodies[organs]["code"].tolist() == ["RLK", "ZLK"]
    bodies = bodies[~organs]
    assert len(bodies) == 24
    assert bodies[bodies["parent_code"].isna()]["code"].tolist() == ["K10"]
    steering = bodies[bodies["code"].str.startswith("URS_")]
    assert sorted(steering["orp_code"]) == sorted(table("orp")["code"])


def test_the_triad_is_what_the_two_documents_say_and_no_more() -> None:
    found = table("body_representation")
    assert found["presence"].value_counts().to_dict() == {"present": 34, "missing": 6}
    assert (found["date"] == "2012-06-30").all()
    territories = found[found["source_id"] == "ip3_slides_2012"]
    assert (len(territories), set(territories["body_code"].str[:4])) == (30, {"OPS_"})
    assert set(territories["presence"]) == {"present"}
    assert not found["body_code"].str.startswith("URS_").any()
    assert found[found["body_code"] == "FS"]["part"].tolist() == ["providers"]


@pytest.fixture(scope="module")
def document_cards() -> dict[str, str]:
    """Text of each card in the document, white space normalised, without the line the cards repeat at their foot."""
    if not CARDS_DOCUMENT:
        pytest.skip("the source document lies beside the project only where it is developed")
    text = CARDS_DOCUMENT[0].read_text(encoding="utf-8").replace(FOOT, "")
    pieces = re.split(r"Číslo aktivity:\s*(A\d{2}-\d{2})", text)[1:]
    return {code: " ".join(body.split()) for code, body in zip(pieces[::2], pieces[1::2], strict=True)}


def test_all_46_cards_have_the_codes_and_period_of_the_document(document_cards: dict[str, str]) -> None:
    periods = {code: re.findall(r"(20\d\d)-(20\d\d)(?![.\d])", text) for code, text in document_cards.items()}
    assert periods == {row.code: [(str(row.start_year), str(row.end_year))] for row in table("activity").itertuples()}


def test_all_46_cards_link_the_goals_of_the_document_in_its_order(document_cards: dict[str, str]) -> None:
    for code, text in document_cards.items():
        below_heading = text.split("KARTA ROZVOJOVÉ AKTIVITY")[1]
        assert links("activity_goal", "goal_code", code) == re.findall(r"\b(SC\d+) ", below_heading), code


def test_all_46_cards_list_the_service_types_of_the_document_in_its_order(document_cards: dict[str, str]) -> None:
    known = set(table("service_type")["code"])
    for code, text in document_cards.items():
        paragraphs = [one for one in re.findall(r"\( ?§ ?(\d+a?) ?\)", text) if one in known]
        assert links("activity_service_type", "type_code", code) == paragraphs, code
        touches_all = "dopad na všechny druhy" in text or "všechny KARTA" in text
        scope = "listed" if paragraphs else "all" if touches_all else "none"
        assert card(code)["service_scope"] == scope, code
        assert scope != "none" or "nerelevantní KARTA" in text or code == "A01-03", code


def test_all_46_cards_have_the_title_of_the_document(document_cards: dict[str, str]) -> None:
    for code, text in document_cards.items():
        title = card(code)["title"]
        above_heading = code == "A01-01"
        expected = f"{title} KARTA ROZVOJOVÉ AKTIVITY" if above_heading else f"KARTA ROZVOJOVÉ AKTIVITY {title} SC"
        assert expected in text, code


def test_all_46_cards_have_the_responsibility_and_funding_of_the_document(document_cards: dict[str, str]) -> None:
    for code, text in document_cards.items():
        row = card(code)
        period, values = f"{row['start_year']}-{row['end_year']}", f"{row['responsible']} {row['funding']}"
        if code == "A01-01":
            assert f" {values} {period} " in text, code
        else:
            assert re.search(rf"{period} {re.escape(values)} [A-ZÁČÍŘŠÚŽ]", text), code


def test_all_46_cards_have_the_target_groups_of_the_document(document_cards: dict[str, str]) -> None:
    names = [*table("goal")["name"], "(terénní a ambulatní služby)", "(§ 44)"]
    for code, text in document_cards.items():
        groups = re.escape(card(code)["target_groups"])
        ending = r",?(?: 023_\S+)?(?: srpen 2013| SC2 .*| 20\d\d-20\d\d .*)?$"
        found = re.search(rf"(.*) {groups}{ending}", text)
        assert found, code
        assert found[1].endswith(tuple(names)), code
    for row in table("activity_target_group").itertuples():
        assert row.as_written in card(row.activity_code)["target_groups"], row.activity_code


def test_areas_of_cards_are_where_the_places_they_are_about_lie() -> None:
    """Places told only as a source, or as where a service already is, do not count: Fokus Liberec, Frýdlant, Jičín."""
    towns = table("municipality").set_index("name")["orp_code"]
    towns = towns[~towns.index.duplicated(keep=False)]
    named = {(row.activity_code, row.orp_code): {towns[town] for town in towns.index if town in row.as_written}
             for row in table("activity_area").itertuples()}
    assert named.pop(("A03-03", "5109")) == {"5109"}  # Turnovsko, the land around Turnov
    assert named == {(code, area): {area} for code, area in (
        ("A02-01", "5106"), ("A02-02", "5101"), ("A02-03", "5103"), ("A02-04", "5102"), ("A02-06", "5105"),
        ("A07-01", "5101"), ("A07-01", "5106"), ("A07-01", "5107"), ("A07-01", "5108"), ("A07-01", "5110"))}


def test_areas_of_cards_are_written_as_in_the_document(document_cards: dict[str, str]) -> None:
    for row in table("activity_area").itertuples():
        for place in row.as_written.split("; "):
            assert place in document_cards[row.activity_code], row.activity_code


def test_names_of_goals_are_those_of_the_document(document_cards: dict[str, str]) -> None:
    text = " ".join(document_cards.values())
    for row in table("goal").itertuples():
        assert f"{row.code} {row.name}" in text, row.code
