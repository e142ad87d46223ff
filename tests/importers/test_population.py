"""Population of the made region from the statistical office's form; every sum is checked by hand."""

from collections.abc import Iterable, Mapping
from datetime import date

import pandas as pd
import pytest

from lib.errors import Issue, RejectedPackage
from lib.importers.ages import composed, read_ages
from lib.importers.population import import_population
from lib.model.incoming import ImportKind, Incoming
from tests.made_region import made_frames

KNOWN = made_frames()
HEADER = ("idhod,hodnota,stapro_kod,pohlavi_cis,pohlavi_kod,vek_cis,vek_kod,vuzemi_cis,vuzemi_kod,casref_do,"
          "pohlavi_txt,vek_txt,vuzemi_txt")
CHILDREN, ADULTS, OLD = (
    "0 až 15 (více nebo rovno 0 a méně než 15)", "15 až 65 (více nebo rovno 15 a méně než 65)",
    "Od 65 (více nebo rovno 65)")
Row = tuple[str, str, str, str, str]
"""Area, sex, age, day, persons."""

ORPS = {"9901": (1000, 7000, 2100), "9902": (3000, 14000, 3200), "9903": (5000, 19000, 6300),
        "9904": (6000, 25000, 9400)}
"""Children, adults and old people of each area at the end of 2016; men are a half and, of the odd, one fewer."""


def area_rows(area: str, persons: tuple[int, ...], day: str = "2016-12-31", *, totals: bool = True) -> list[Row]:
    rows: list[Row] = []
    sexes = {"muž": [count // 2 for count in persons], "žena": [count - count // 2 for count in persons]}
    if totals:
        sexes[""] = list(persons)
    for sex, counts in sexes.items():
        rows += [(area, sex, age, day, str(count)) for age, count in zip((CHILDREN, ADULTS, OLD), counts, strict=True)]
        if totals:
            rows.append((area, sex, "", day, str(sum(counts))))
    return rows


def region(**changed: tuple[int, ...]) -> list[Row]:
    return [row for area, persons in (ORPS | changed).items() for row in area_rows(area, persons)]


def written(rows: Iterable[Row], header: str = HEADER, separator: str = ",") -> str:
    lines = []
    for area, sex, age, day, persons in rows:
        cells = {"idhod": "1", "hodnota": persons, "stapro_kod": "2406", "vuzemi_kod": area, "casref_do": day,
                 "vuzemi_cis": {4: "65", 6: "43"}.get(len(area), "100"), "pohlavi_txt": sex, "vek_txt": age,
                 "vuzemi_txt": "Kdesi", "rok": day[:4]}
        names = [name.removeprefix("v") if name.startswith("uzemi") else name for name in header.split(",")]
        lines.append(separator.join(f'"{cells.get(name, cells.get("v" + name, ""))}"' for name in names))
    return "\n".join([header.replace(",", separator), *lines]) + "\n"


def brought(rows: Iterable[Row], known: Mapping[str, pd.DataFrame] = KNOWN) -> Incoming:
    return import_population(written(rows).encode(), "obyvatelstvo.csv", known)


def refused(content: bytes) -> list[Issue]:
    with pytest.raises(RejectedPackage) as caught:
        import_population(content, "obyvatelstvo.csv", KNOWN)
    return list(caught.value.issues)


def said(issues: Iterable[Issue]) -> list[tuple[int, str, str, str]]:
    return [(issue.row, issue.column, issue.value, issue.rule.format_map(issue.values)) for issue in issues]


def persons(incoming: Incoming, day: date = date(2016, 12, 31)) -> dict[tuple[str, str], int]:
    frame = incoming.tables["population"]
    rows = frame[frame["date"] == pd.Timestamp(day)]
    return {(area, group): int(count) for area, group, count in
            zip(rows["area_code"], rows["age_group"], rows["persons"], strict=True)}


def test_totals_are_never_added_to_their_parts() -> None:
    incoming = brought(region())
    assert incoming.kind == ImportKind.POPULATION
    assert persons(incoming) == {
        ("9901", "total"): 10100, ("9901", "65plus"): 2100, ("9902", "total"): 20200, ("9902", "65plus"): 3200,
        ("9903", "total"): 30300, ("9903", "65plus"): 6300, ("9904", "total"): 40400, ("9904", "65plus"): 9400}
    assert incoming.remarks == ()
    assert incoming.details == {"rows": 48, "areas": 4, "days": 1, "numbers": 8}


def test_without_totals_the_parts_make_them() -> None:
    rows = [row for area, counts in ORPS.items() for row in area_rows(area, counts, totals=False)]
    assert persons(brought(rows)) == persons(brought(region()))


@pytest.mark.parametrize("header", [HEADER.replace("vuzemi", "uzemi"), HEADER.replace("casref_do", "rok")])
@pytest.mark.parametrize("separator", [",", ";"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1250"])
def test_both_forms_of_the_file_and_its_encodings_are_read(header: str, separator: str, encoding: str) -> None:
    content = written(region(), header, separator).encode(encoding)
    assert persons(import_population(content, "obyvatelstvo.csv", KNOWN)) == persons(brought(region()))


def test_the_source_of_a_day_is_the_data_set() -> None:
    tables = brought(region()).tables
    row = tables["source"].set_index("id").loc["czso_130181_2016-12-31"]
    assert (row["publisher"], row["licence"], row["kind"], row["state_date"].date()) == (
        "Český statistický úřad", "CC BY 4.0", "official", date(2016, 12, 31))
    assert len(tables["source"]) == 3


def test_several_years_in_one_file_are_several_days() -> None:
    later = [row for area, counts in ORPS.items() for row in area_rows(area, counts, "2017-12-31")]
    incoming = brought(region() + later)
    assert persons(incoming, date(2017, 12, 31)) == persons(incoming)
    assert len(incoming.tables["population"]) == len(KNOWN["population"]) + 16


def test_numbers_of_the_same_day_are_replaced_and_other_days_stay() -> None:
    rows = [row for area, counts in ORPS.items() for row in area_rows(area, counts, "2015-12-31")]
    incoming = brought(rows)
    assert persons(incoming, date(2015, 12, 31))["9901", "total"] == 10100
    after, before = incoming.tables["population"], KNOWN["population"]
    pd.testing.assert_frame_equal(after[after["source_id"] == "register"].reset_index(drop=True),
                                  before[~(before["level"].eq("orp") & before["date"].eq("2015-12-31"))]
                                  .reset_index(drop=True))
    assert len(after) == len(before)


def test_illustrative_numbers_of_the_same_area_and_group_go_whatever_their_day() -> None:
    population = KNOWN["population"].copy()
    population.loc[population["age_group"] == "65plus", "source_id"] = "demo"
    towns = population["level"] == "municipality"
    population.loc[towns, "source_id"] = "demo"
    after = brought(region(), {**KNOWN, "population": population}).tables["population"]
    assert after[(after["source_id"] == "demo") & (after["level"] == "orp")].empty
    assert (after["source_id"] == "demo").sum() == 9
    assert after[after["age_group"] == "65plus"]["date"].dt.date.unique().tolist() == [date(2016, 12, 31)]


def test_areas_of_other_regions_and_other_levels_are_left_aside() -> None:
    foreign = [*area_rows("5101", (1, 2, 3)), *area_rows("3018", (10, 20, 30)), *area_rows("CZ051", (7, 8, 9))]
    assert persons(brought(region() + foreign)) == persons(brought(region()))


def test_a_file_without_our_areas_is_refused() -> None:
    assert said(refused(written(area_rows("5101", (1, 2, 3))).encode())) == [
        (0, "vuzemi_kod", "", "the file has no area of the region")]


def towns(**changed: int) -> list[Row]:
    counts = {"990101": 7100, "990102": 2000, "990103": 1000, "990201": 15200, "990202": 4000, "990203": 1000,
              "990301": 25300, "990302": 5000, "990401": 40400}
    return [(code, "", "", "2016-12-31", str(count)) for code, count in (counts | changed).items()]


def test_municipalities_are_held_against_their_area() -> None:
    incoming = brought(region() + towns())
    assert persons(incoming)["990302", "total"] == 5000
    assert said(refused(written(region() + towns(**{"990302": 5001})).encode())) == [
        (0, "hodnota", "9903: 30300",
         "municipalities of the area have 30301 persons of the age group total together on 2016-12-31")]


def test_a_file_of_municipalities_alone_needs_no_ages() -> None:
    incoming = brought(towns())
    assert persons(incoming)["990101", "total"] == 7100
    assert said(incoming.remarks) == [(0, "vek_txt", "65plus", "the age group cannot be put together from the ages of "
                                       "the file; its published numbers stay")]


def test_an_age_group_the_bands_cannot_make_is_left_unknown_and_said() -> None:
    groups = pd.concat([KNOWN["age_group"], pd.DataFrame({
        "code": ["0_17", "0_14"], "name": ["a", "b"], "name_en": ["a", "b"],
        "age_from": pd.array([0, 0], dtype="Int64"), "age_to": pd.array([17, 14], dtype="Int64"),
        "source_id": ["register"] * 2})], ignore_index=True)
    incoming = brought(region(), {**KNOWN, "age_group": groups})
    assert persons(incoming)["9904", "0_14"] == 6000
    assert {group for _, group in persons(incoming)} == {"total", "65plus", "0_14"}
    assert [(remark.value, remark.blocking) for remark in incoming.remarks] == [("0_17", False)]


def test_numbers_from_before_the_published_territory_are_remarked() -> None:
    rows = [row for area, counts in ORPS.items() for row in area_rows(area, counts, "2014-12-31")]
    assert [(remark.value, remark.values) for remark in brought(rows).remarks] == [
        ("2014-12-31", {"day": date(2016, 1, 1)})]


def test_a_total_that_is_not_the_sum_of_its_parts_is_told_for_sex_and_for_age() -> None:
    rows = region()
    rows[11] = (*rows[11][:4], "10101")  # everybody in area 9901: its ages and its sexes make 10,100
    assert said(refused(written(rows).encode())) == [
        (13, "hodnota", "10101", "the total differs from the sum of its parts, 10100")] * 2


@pytest.mark.parametrize(("value", "rule"), [
    ("-5", "a number of persons cannot be negative"), ("12.5", "not a whole number"), ("1 000", "not a whole number"),
    ("=1+1", "not a whole number"), ("9" * 40, "not a whole number"), ("", "a value is required"),
    ("NaN", "not a whole number"),
])
def test_a_value_that_is_no_count_is_told_at_its_row(value: str, rule: str) -> None:
    rows = region()
    rows[0] = (*rows[0][:4], value)
    assert said(refused(written(rows).encode())) == [(2, "hodnota", value, rule)]


@pytest.mark.parametrize("day", ["2016-13-31", "31. 12. 2016", "", "0000"])
def test_a_day_that_is_none_is_told_at_its_row(day: str) -> None:
    rows = region()
    rows[3] = (*rows[3][:3], day, rows[3][4])
    assert said(refused(written(rows).encode())) == [(5, "casref_do", day, "not a date")]


def test_an_age_that_cannot_be_read_is_told_at_its_row() -> None:
    rows = region()
    rows[1] = (*rows[1][:2], "důchodci", *rows[1][3:])
    assert said(refused(written(rows).encode())) == [(3, "vek_txt", "důchodci", "the age cannot be read")]


def test_a_repeated_row_is_told_with_the_first() -> None:
    assert said(refused(written([*region(), region()[5]]).encode())) == [
        (50, "", "9901", "the number is in the file twice, first in row 7")]


def test_a_missing_area_is_named_for_its_day() -> None:
    rows = [row for row in region() if row[0] != "9903"]
    assert said(refused(written(rows).encode())) == [
        (0, "", "9903 Skalná", "areas of the region are missing on 2016-12-31: 1")]


def test_one_sex_alone_is_not_everybody() -> None:
    rows = [row for row in region() if row[1] == "muž"]
    assert said(refused(written(rows).encode())) == [
        (0, "", "", "no age group can be put together from the rows of the file")]


def test_an_area_that_lacks_an_age_others_have_is_told() -> None:
    rows = [row for row in region() if not (row[0] == "9902" and row[2] == OLD)]
    assert said(refused(written(rows).encode())) == [
        (0, "vek_txt", "9902", "numbers of the age group 65plus are missing on 2016-12-31")]


@pytest.mark.parametrize("name", ["hodnota", "vuzemi_kod", "vuzemi_cis", "casref_do"])
def test_a_renamed_column_is_missing(name: str) -> None:
    assert said(refused(written(region()).replace(name, "jinak", 1).encode())) == [
        (1, name, "", "the column is missing")]


def test_a_renamed_column_of_ages_makes_rows_repeat() -> None:
    issues = refused(written(region()).replace("vek_txt", "jinak", 1).encode())
    assert {issue.rule for issue in issues} == {"the number is in the file twice, first in row {first}"}
    assert len(issues) == 36


@pytest.mark.parametrize(("texts", "bands"), [
    (["0 až 5 (více nebo rovno 0 a méně než 5)"], {(0, 4)}),
    (["0 až 5", "5 až 10", "85 a více"], {(0, 4), (5, 9), (85, None)}),
    (["0 až 4", "5 až 9", "10-14"], {(0, 4), (5, 9), (10, 14)}),
    (["0", "1 rok", "2 roky", "17 let", "100+"], {(0, 0), (1, 1), (2, 2), (17, 17), (100, None)}),
    (["Od 85 (více nebo rovno 85)", "od 95", "90 let a více", "65\u00a0a více let"],
     {(85, None), (95, None), (90, None), (65, None)}),
])
def test_ages_are_read_as_the_office_writes_them(texts: list[str], bands: set[tuple[int, int | None]]) -> None:
    ages = read_ages(texts)
    assert (set(ages.bands.values()), ages.unread) == (bands, frozenset())


@pytest.mark.parametrize("texts", [
    ["0 až 5"], ["0 až 5", "5 až 10", "6 až 12"], ["děti"], ["9999"], ["5 až 3", "3 až 4"],
])
def test_an_age_that_may_mean_two_things_is_not_read(texts: list[str]) -> None:
    assert read_ages(texts).unread >= {texts[0]}


@pytest.mark.parametrize(("group", "bands", "chain"), [
    ((65, None), [(60, 64), (65, 69), (70, None)], ((65, 69), (70, None))),
    ((65, None), [(60, 64), (65, 69)], None),
    ((0, 17), [(0, 4), (5, 9), (10, 14), (15, 19)], None),
    ((0, 17), [(0, 14), *((age, age) for age in range(18))], ((0, 14), (15, 15), (16, 16), (17, 17))),
    ((0, None), [(0, 64), (65, None), (0, None)], ((0, None),)),
    ((6, 26), [(6, None)], None),
])
def test_a_group_is_made_of_the_fewest_bands_or_not_at_all(
    group: tuple[int, int | None], bands: list[tuple[int, int | None]], chain: object,
) -> None:
    assert composed(group, bands) == chain
