"""What a person or a program gets from `python -m lib table …`: the product's contract, with numbers."""

import csv
import io
import json
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from lib.__main__ import main
from lib.model.derived import COVERAGE, GAP
from lib.model.derived_plan import ACTIVITY_CARD


@pytest.fixture(scope="module", autouse=True)
def own_database(tmp_path_factory: pytest.TempPathFactory) -> None:
    """A database of these tests alone."""
    patch = pytest.MonkeyPatch()
    patch.setenv("DASHBOARD_VAR", str(tmp_path_factory.mktemp("var")))
    patch.delenv("DATABASE_URL", raising=False)
    yield
    patch.undo()


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[dict[str, str]]:
    assert main(["table", *arguments]) == 0
    return list(csv.DictReader(io.StringIO(capsys.readouterr().out)))


def region(rows: list[dict[str, str]]) -> dict[str, str]:
    return next(row for row in rows if row["orp_code"] == "kraj")


def test_all_46_cards_are_printed_with_the_columns_of_the_contract(capsys: pytest.CaptureFixture[str]) -> None:
    rows = printed(capsys, "activity")
    assert list(rows[0]) == ["code", "title", "goals", "service_types", "target_groups", "start_year", "end_year",
                             "responsible", "funding"] == list(ACTIVITY_CARD.columns)
    assert len(rows) == 46
    assert Counter(row["code"][:3] for row in rows) == {
        "A01": 6, "A02": 7, "A03": 4, "A04": 5, "A05": 2, "A06": 4, "A07": 5, "A08": 4, "A09": 5, "A10": 4}
    by_code = {row["code"]: row for row in rows}
    assert by_code["A04-01"]["service_types"] == "37 44 46 54 57 58 60 60a 62 65 69 70"
    assert by_code["A04-01"]["goals"] == "SC5 SC6"
    assert by_code["A05-01"]["target_groups"] == (
        "rodina s dětmi; osoby ohrožené sociálním vyloučením; OZP; S; osoby ohrožené závislostí")
    assert by_code["A09-02"]["service_types"] == ""
    assert (by_code["A01-03"]["start_year"], by_code["A01-03"]["end_year"]) == ("2014", "2015")
    assert by_code["A02-01"]["funding"] == "ESF a SR v rámci OP LZZ (IOP) a LK ve výši 60,2 mil. Kč"


@pytest.mark.parametrize(("day", "plans"), [("2011-06-30", 15), ("2012-06-30", 20)])
def test_plans_valid_in_the_region_on_the_two_days_of_the_evaluation(
    capsys: pytest.CaptureFixture[str], day: str, plans: int
) -> None:
    assert region(printed(capsys, "coverage", "--k", day))["plans"] == str(plans)


def test_territory_has_ten_areas_and_215_municipalities(capsys: pytest.CaptureFixture[str]) -> None:
    rows = printed(capsys, "coverage")
    assert list(rows[0]) == list(COVERAGE.columns)
    municipalities = {row["orp_name"]: int(row["municipalities"]) for row in rows if row["orp_code"] != "kraj"}
    assert len(municipalities) == 10
    assert (municipalities["Jablonec nad Nisou"], municipalities["Turnov"]) == (12, 36)
    assert region(rows)["municipalities"] == "215" == str(sum(municipalities.values()))
    assert region(rows)["population_persons"] == "442356"
    assert len(printed(capsys, "municipality")) == 215
    assert len(printed(capsys, "orp")) == 10


def test_gaps_against_the_mean_of_the_region_sum_to_zero(capsys: pytest.CaptureFixture[str]) -> None:
    for scope in ("sit", "vse"):
        rows = printed(capsys, "gap", "--norma", "prumer_kraje", "--kapacita", scope)
        assert list(rows[0]) == list(GAP.columns)
        assert {row["orp_code"] for row in rows} == {str(code) for code in range(5101, 5111)}
        sums: dict[tuple[str, str, str], float] = defaultdict(float)
        for row in rows:
            if row["gap_units"]:
                sums[row["type_code"], row["form"], row["unit"]] += float(row["gap_units"])
        assert len(sums) > 30
        assert max(abs(total) for total in sums.values()) < 1e-6


@pytest.mark.parametrize(("type_code", "beds"), [("49", (890, 926, 894)), ("50", (372, 447, 536))])
def test_beds_in_the_network_are_the_published_ones(
    capsys: pytest.CaptureFixture[str], type_code: str, beds: tuple[int, int, int]
) -> None:
    found = []
    for year in (2015, 2016, 2017):
        rows = printed(capsys, "gap", "--k", f"{year}-06-30", "--sluzba", type_code)
        found.append(round(sum(float(row["capacity_units"]) for row in rows if row["unit"] == "beds"), 6))
    assert tuple(found) == beds


def test_json_says_what_csv_says(capsys: pytest.CaptureFixture[str]) -> None:
    rows = printed(capsys, "progress")
    assert main(["table", "progress", "--format", "json"]) == 0
    again = json.loads(capsys.readouterr().out)
    assert [row["goal_code"] for row in again] == [row["goal_code"] for row in rows]
    assert again[-1]["goal_code"] == "all"
    assert again[-1]["activities"] == 46
    assert [str(row["done"]) for row in again] == [row["done"] for row in rows]


def test_every_table_it_names_can_be_printed(capsys: pytest.CaptureFixture[str]) -> None:
    from lib.views.tables import names

    for name in names():
        of_one_type = ["--sluzba", "49"] if name == "gap_by_norm" else []
        assert main(["table", name, "--srovnani", "2012-06-30", *of_one_type]) == 0, name
        assert "," in capsys.readouterr().out.splitlines()[0], name


@pytest.mark.parametrize(
    ("arguments", "czech", "english"),
    [
        (("nothing",), "Tabulka nothing neexistuje", "There is no table nothing"),
        (("gap", "--norma", "moje"), "Norma moje neexistuje", "There is no norm moje"),
        (("coverage", "--k", "2012-13-01"), "není datum", "is not a date"),
        (("coverage", "--orp", "9999"), "Území 9999 neexistuje", "There is no 9999"),
        (("coverage", "--znamo", "77"), "Vydání 77 neexistuje", "There is no release 77"),
        (("coverage", "--znamo", "²"), "Vydání ² neexistuje", "There is no release ²"),
        (("coverage", "--k", "9999-06-30"), "mimo rozsah", "9999-06-30"),
        (("gap", "--norma", "vlastni", "--cil", "60"), "zadejte obojí", "give both"),
        (("provider", "--orp", "5102"), "nemá území", "has no areas"),
        (("coverage", "--sluzba", "49"), "nemá druhy služeb", "has no service types"),
        (("gap", "--norma", "vlastni", "--cil", "-3"), "Vlastní hodnota musí být", "The own value must be"),
        (("plan_change",), "srovnává dva různé dny", "compares two different days"),
    ],
)
def test_what_does_not_exist_is_said_in_the_chosen_language(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], czech: str, english: str
) -> None:
    for lang, expected in (("cs", czech), ("en", english)):
        assert main(["table", *arguments, "--lang", lang]) == 2
        captured = capsys.readouterr()
        assert captured.out == ""
        assert expected in captured.err


def test_one_area_and_one_type_narrow_every_table_that_tells_them(capsys: pytest.CaptureFixture[str]) -> None:
    assert [row["code"] for row in printed(capsys, "orp", "--orp", "5102")] == ["5102"]
    assert [row["code"] for row in printed(capsys, "service_type", "--sluzba", "60a")] == ["60a"]
    assert {row["area_code"] for row in printed(capsys, "population", "--orp", "5102")} == {"5102"}

    services = printed(capsys, "service_catalogue")
    expected = [row["service_id"] for row in services if "5102" in row["orp_codes"].split()]
    assert 0 < len(expected) < len(services)
    assert [row["service_id"] for row in printed(capsys, "service_catalogue", "--orp", "5102")] == expected

    cards = printed(capsys, "activity", "--sluzba", "60")
    assert cards
    assert all("60" in row["service_types"].split() for row in cards)
    assert len(cards) == sum("60" in row["service_types"].split() for row in printed(capsys, "activity"))

    plans = len(printed(capsys, "plan_on_day"))
    assert 0 < len(printed(capsys, "plan_on_day", "--orp", "5102")) < plans
    places = len(printed(capsys, "facility_place"))
    assert 0 < len(printed(capsys, "facility_place", "--sluzba", "49")) < places


def test_a_broken_package_is_refused_and_the_last_good_state_stays(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import shutil

    from lib.settings import ROOT

    package = tmp_path / "data"
    shutil.copytree(ROOT / "data", package)
    monkeypatch.setenv("DASHBOARD_DATA", str(package))
    monkeypatch.setenv("DASHBOARD_VAR", str(tmp_path / "var"))
    before = printed(capsys, "coverage")
    path = package / "reference" / "municipality.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    lines[3] = lines[3].replace(",5101,", ",9999,", 1)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert main(["table", "coverage"]) == 0
    captured = capsys.readouterr()
    assert list(csv.DictReader(io.StringIO(captured.out))) == before
    assert captured.err.splitlines() == [
        "Datový balíček byl odmítnut, nic se nezměnilo. Počet problémů: 1",
        "  reference/municipality.csv:4 [orp_code] '9999': v tabulce orp není ve sloupci code taková hodnota. "
        "Opravte kód, nebo doplňte řádek do tabulky orp",
    ]
    assert main(["table", "coverage", "--lang", "en"]) == 0
    assert "[orp_code] '9999': orp has no such code. Correct the code" in capsys.readouterr().err


def test_a_broken_package_without_an_earlier_state_is_an_error(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DASHBOARD_DATA", str(tmp_path))
    monkeypatch.setenv("DASHBOARD_VAR", str(tmp_path / "var"))
    assert main(["table", "coverage"]) == 1
    assert "datapackage.json" in capsys.readouterr().err


def test_the_contract_is_written_down_column_by_column() -> None:
    from lib.model.derived import DERIVED
    from lib.settings import ROOT

    written = (ROOT / "docs" / "command-line.md").read_text(encoding="utf-8")
    sections = {part.split("`", 1)[0]: part for part in written.split("### `")[1:]}
    assert sorted(sections) == sorted(DERIVED)
    for name, table in DERIVED.items():
        listed = [line.split("`")[1] for line in sections[name].splitlines() if line.startswith("| `")]
        assert listed == list(table.columns), name


def test_meetings_are_printed_as_known_on_the_day(capsys: pytest.CaptureFixture[str]) -> None:
    opinions = {(row["item_id"], row["body_code"]): row["opinion"] for row in printed(capsys, "meeting_opinion")}
    assert opinions["K10-2016-06-14-1", "RLK"] == "agrees"
    assert not opinions["K10-2016-06-14-1", "ZLK"]  # given on 30 August
    items = {row["item_id"]: row for row in printed(capsys, "meeting_item")}
    assert [items["K10-2016-06-14-1"][name] for name in ("agrees", "agrees_with_comments", "disagrees", "silent")] == [
        "4", "0", "1", "5"]
    assert not items["URS_5102-2016-06-06-1"]["silent"]  # an item of one ORP is not for ten groups
    tasks = printed(capsys, "task_state")
    assert Counter(row["state"] for row in tasks) == {"open": 3, "overdue": 2, "done": 3, "cancelled": 1}
    assert [row["days_overdue"] for row in tasks if row["state"] == "overdue"] == ["91", "61"]
    for day, known in (("2015-12-05", False), ("2015-12-06", True)):  # a meeting of 6 December 2016 is a year ahead
        listed = {row["meeting_id"] for row in printed(capsys, "meeting_overview", "--k", day)}
        assert ("K10-2016-12-06" in listed) is known
