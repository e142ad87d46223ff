"""Scenarios: what a link says, gaps before and after by hand, equity, steps by the rule, shifts between groups."""

from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from lib.metrics.whatif import KEY, applied, best_steps, cells_of, equity, gini, held, paired, shifted
from lib.model.norms import compared
from lib.model.scenario import (
    LONGEST_LINK,
    MOST_CHANGES,
    Change,
    Known,
    Parsed,
    Scenario,
    Shift,
    extended,
    item_of,
    parsed,
    scenario_of,
)

KNOWN = Known(
    ("5101", "5103", "5105"),
    {("49", "residential"): "beds", ("40", "field"): "fte", ("33", "outpatient"): "fte"},
    ("R_SENIOR", "R_FAMILY", "R_ADDICTION"),
)
BEDS = ("49", "residential", "beds")


def beds(orp: str, units: float | None) -> Change:
    return Change(orp, *BEDS, units)


def refusals(written: str) -> list[str]:
    return [error.code for error in parsed(written, KNOWN).refused]


def test_a_link_says_what_changes() -> None:
    found = parsed("5103~49~pob~luz~20;5101~40~ter~uv~-2,5; 5105~49~residential~beds~zavrit;"
                   "5105~vse~uv~R_ADDICTION~R_SENIOR~1.25", KNOWN)
    assert found.refused == ()
    assert found.scenario == Scenario(
        (Change("5101", "40", "field", "fte", -2.5), beds("5103", 20.0), beds("5105", None)),
        (Shift("5105", None, "fte", "R_ADDICTION", "R_SENIOR", 1.25),),
    )
    assert found.scenario.link == ("5101~40~ter~uv~-2.5;5103~49~pob~luz~20;5105~49~pob~luz~zavrit;"
                                   "5105~vse~uv~R_ADDICTION~R_SENIOR~1.25")


@pytest.mark.parametrize(("item", "code"), [
    ("5103", "scenario-item"), ("5103~49~pob~luz~1~2~3", "scenario-item"), ("<b>;", "scenario-item"),
    ("9999~49~pob~luz~1", "scenario-area"), ("5103~99~pob~luz~1", "scenario-type"),
    ("5103~49~ter~luz~1", "scenario-form"), ("5103~49~vse~luz~1", "scenario-form"),
    ("5103~49~pob~uv~1", "scenario-unit"), ("5103~40~ter~luz~1", "scenario-unit"),
    ("5103~49~pob~clients~1", "scenario-unit"),
    *((f"5103~49~pob~luz~{amount}", "scenario-amount") for amount in ("", "x", "0", "0.004", "nan", "inf", "100001")),
    ("5103~vse~uv~R_SENIOR~R_NOBODY~1", "scenario-group"), ("5103~vse~uv~R_SENIOR~R_SENIOR~1", "scenario-same-group"),
    ("5103~49~uv~R_SENIOR~R_FAMILY~1", "scenario-shift-unit"), ("5103~49~luz~R_SENIOR~R_FAMILY~-1", "scenario-amount"),
])
def test_an_item_that_cannot_be_used_is_left_out_and_told_and_the_rest_counts(item: str, code: str) -> None:
    found = parsed(f"{item};5101~49~pob~luz~7", KNOWN)
    assert [error.code for error in found.refused] == [code]
    assert found.scenario == Scenario((beds("5101", 7.0),))


def test_a_link_holds_thirty_changes_and_eight_hundred_signs() -> None:
    assert refusals(";".join(["5103~49~pob~luz~1"] * MOST_CHANGES)) == []
    assert refusals(";".join(["5103~49~pob~luz~1"] * (MOST_CHANGES + 1))) == ["scenario-too-many"]
    whole = "5103~49~pob~luz~1;" + " " * (LONGEST_LINK - 36) + "5101~49~pob~luz~12"
    assert len(whole) == LONGEST_LINK
    assert refusals(whole) == []
    longer = parsed(f"{whole}3", KNOWN)
    assert [error.code for error in longer.refused] == ["scenario-too-long"]
    assert longer.scenario == Scenario((beds("5103", 1.0),)), "half an item is no item: 12 is not 123"


def test_equal_scenarios_have_equal_links() -> None:
    several = scenario_of([beds("5103", 12.5), beds("5101", 3.0), beds("5103", 7.5), beds("5105", 1.0),
                           beds("5105", None), Change("5101", "40", "field", "fte", 1.0),
                           Change("5101", "40", "field", "fte", -1.0)])
    assert several.link == "5101~49~pob~luz~3;5103~49~pob~luz~20;5105~49~pob~luz~zavrit"
    there, back = (Shift("5105", None, "fte", "R_SENIOR", "R_FAMILY", 3.0),
                   Shift("5105", None, "fte", "R_FAMILY", "R_SENIOR", 1.0))
    assert scenario_of([], [there, back]).link == "5105~vse~uv~R_SENIOR~R_FAMILY~2"
    assert scenario_of([], [there, *[back] * 3]) == Scenario()
    assert scenario_of([beds("5103", 100_000.0)] * 2).link == "5103~49~pob~luz~100000"


def test_what_is_typed_cannot_break_out_of_its_item() -> None:
    for typed in ("5;5101~49~pob~luz~9", "1~2", ""):
        found = parsed(extended(Scenario((beds("5101", 7.0),)), item_of(beds("5103", None), typed)), KNOWN)
        assert [error.code for error in found.refused] == ["scenario-amount"]
        assert found.scenario == Scenario((beds("5101", 7.0),))


AMOUNTS = st.integers(-10_000_000, 10_000_000).filter(bool).map(lambda hundredths: hundredths / 100)
CHANGES = st.builds(
    lambda orp, key, units: Change(orp, *key, units), st.sampled_from(KNOWN.areas),
    st.sampled_from([(*pair, unit) for pair, unit in KNOWN.units.items()]), st.none() | AMOUNTS)
SHIFTS = st.builds(
    lambda orp, kind, pair, units: Shift(orp, kind[0], kind[1], *pair, abs(units)), st.sampled_from(KNOWN.areas),
    st.sampled_from([(None, "beds"), (None, "fte"), ("49", "beds"), ("40", "fte")]),
    st.permutations(KNOWN.groups).map(lambda groups: groups[:2]), AMOUNTS)


@settings(max_examples=50)
@given(st.lists(CHANGES, max_size=20), st.lists(SHIFTS, max_size=8), st.randoms())
def test_a_scenario_read_from_its_link_is_the_same_in_any_order(
    changes: list[Change], shifts: list[Shift], random: object
) -> None:
    scenario = scenario_of(changes, shifts)
    assume(len(scenario.link) <= LONGEST_LINK)
    assert parsed(scenario.link, KNOWN) == Parsed(scenario, ())
    items = scenario.link.split(";")
    random.shuffle(items)  # type: ignore[attr-defined]
    assert parsed(";".join(items), KNOWN).scenario.link == scenario.link


def gap_rows(capacity: dict[str, float | None], persons: dict[str, float], norm: float,
             key: tuple[str, str, str] = BEDS) -> pd.DataFrame:
    """Rows of a gap table against a given norm."""
    units = np.array([np.nan if each is None else each for each in capacity.values()])
    people = np.array([persons[orp] for orp in capacity], dtype=float)
    frame = pd.DataFrame({"orp_code": list(capacity)}).assign(**dict(zip(KEY, key, strict=True)))
    return frame.assign(**compared(people, units, np.full(len(frame), norm), norm * people / 1000))


def after(rows: pd.DataFrame, *changes: Change) -> pd.DataFrame:
    result = applied(rows, changes)
    return paired(rows, held(rows, result.units), ("orp_code", *KEY)).set_index("orp_code")


def test_five_beds_more_against_the_norm_of_today_by_hand() -> None:
    """The worked check of the method: 1,000 and 500 persons, 60 and 15 beds, norm 50."""
    frame = after(gap_rows({"A": 60, "B": 15}, {"A": 1000, "B": 500}, 50), beds("B", 5.0))
    assert frame.loc["B", ["capacity_before_units", "capacity_after_units", "capacity_change_units"]].tolist() == [
        15, 20, 5]
    assert frame.loc["B", ["gap_before_units", "gap_after_units", "gap_change_units"]].tolist() == [-10, -5, 5]
    assert frame.loc["B", ["index_before", "index_after"]].tolist() == [0.6, 0.8]
    assert frame.loc["B", ["class_before", "class_after"]].tolist() == ["low", "slightly_low"]
    assert frame["class_changes"].tolist() == [False, True]
    assert frame["need_after_units"].tolist() == frame["need_before_units"].tolist() == [50, 25]
    assert frame.loc["A", "gap_change_units"] == 0


def test_a_change_touches_its_own_unit_and_nothing_else() -> None:
    cells = pd.DataFrame({"orp_code": ["A", "A", "B"], "type_code": "50", "form": "residential",
                          "unit": ["beds", "fte", "beds"], "capacity_units": [10.0, 4.0, 8.0]})
    result = applied(cells, [Change("A", "50", "residential", "beds", 3.0)])
    assert result.units.tolist() == [13.0, 4.0, 8.0]
    assert cells["capacity_units"].tolist() == [10.0, 4.0, 8.0], "what is known does not change"
    missing = Change("A", "50", "residential", "places", 3.0)
    assert applied(cells, [missing]).absent == (missing,)


def test_unknown_plus_twenty_is_unknown_and_less_than_nothing_is_refused() -> None:
    rows = gap_rows({"A": None, "B": 15, "C": 15, "D": None}, dict.fromkeys("ABCD", 500), 50)
    changes = [beds("A", 20.0), beds("B", -15.0), beds("C", -15.01), beds("D", None)]
    result = applied(rows, changes)
    assert np.isnan(result.units[0])
    assert result.units[1:].tolist() == [0.0, 15.0, 0.0]
    assert (result.unknown, result.below_zero, result.absent) == ((changes[0],), (changes[2],), ())
    frame = after(rows, *changes)
    assert frame["class_after"].tolist() == ["unknown", "white_spot", "low", "white_spot"]
    assert frame["gap_change_units"].isna().tolist() == [True, False, False, True]


def test_a_cell_nobody_mentions_is_zero_unless_nothing_at_all_is_known() -> None:
    capacity = pd.DataFrame({"orp_code": ["A"], "type_code": "49", "form": "residential", "unit": "beds",
                             "capacity_units": [15.0], "services": [1]})
    orps = pd.Series(["A", "B"])
    keys = [BEDS, ("33", "outpatient", "fte")]
    assert cells_of(capacity, keys, orps)["capacity_units"].tolist() == [0.0, 15.0, 0.0, 0.0]
    nothing = cells_of(capacity.assign(capacity_units=np.nan), keys, orps)
    assert nothing["capacity_units"].isna().tolist() == [True] * 4


@pytest.mark.parametrize(("rates", "people", "expected"), [
    ((30, 30, 30), (100, 900, 5), 0.0),
    ((0, 60), (500, 500), 0.5),
    ((0, 60), (900, 100), 0.9),
    ((60, 30), (1000, 500), 2 * 1000 * 500 * 30 / (2 * 1500**2 * 50)),
    ((0, 0), (10, 20), 0.0),
    ((np.nan, 60, 0, 7), (1000, 500, 500, 0), 0.5),
    ((np.nan,), (10,), np.nan),
])
def test_gini_of_known_cases(rates: tuple[float, ...], people: tuple[float, ...], expected: float) -> None:
    assert gini(np.array(rates, dtype=float), np.array(people, dtype=float)) == pytest.approx(expected, nan_ok=True)


@given(st.lists(st.tuples(st.floats(0, 1000), st.integers(1, 100_000)), min_size=1, max_size=12))
def test_gini_is_what_its_formula_says(areas: list[tuple[float, int]]) -> None:
    rates, people = (np.array(column, dtype=float) for column in zip(*areas, strict=True))
    assume(rates.max() == 0 or rates.max() > 1e-6)
    mean = (rates * people).sum() / people.sum()
    spread = (people[:, None] * people[None, :] * np.abs(rates[:, None] - rates[None, :])).sum()
    expected = 0.0 if mean == 0 else spread / (2 * people.sum() ** 2 * mean)
    assert gini(rates, people) == pytest.approx(expected, abs=1e-8)
    assert gini(rates[::-1], people[::-1]) == pytest.approx(gini(rates, people), abs=1e-8)


def test_equity_counts_people_of_white_spots_and_areas_by_class() -> None:
    rows = gap_rows({"A": 60, "B": 0, "C": None, "D": 0}, {"A": 1000, "B": 500, "C": 400, "D": 0}, 50)
    (row,) = equity(rows).to_dict("records")
    assert (row["type_code"], row["form"], row["unit"]) == BEDS
    assert (row["population_persons"], row["white_spot_persons"]) == (1500, 500)
    assert row["white_spot_share"] == pytest.approx(1 / 3)
    assert row["gini"] == pytest.approx(1 / 3), "a third of people has nothing, the others the same"
    assert (row["orps_rate_known"], row["orps_rate_unknown"]) == (2, 2)
    assert {name[5:]: n for name, n in row.items() if name.startswith("orps_") and "rate" not in name and n} == {
        "above": 1, "white_spot": 1, "unknown": 1, "not_applicable": 1}


def test_steps_go_to_the_lowest_index_and_end_with_the_limit_or_the_norm() -> None:
    rows = gap_rows({"A": 60, "B": 15, "C": 10, "D": None}, {"A": 1000, "B": 500, "C": 400, "D": 900}, 50)
    # Needs 50, 25, 20: indices 1.2, 0.60, 0.50. Two steps to C (0.55, 0.60), then B and C are equal: B needs more.
    assert best_steps(rows, 2, 1).tolist() == [0, 0, 2, 0]
    assert best_steps(rows, 3, 1).tolist() == [0, 1, 2, 0]
    assert best_steps(rows, 3, 2).tolist() == [0, 0, 2, 0], "one step of two units; a half of a step is none"
    assert best_steps(rows, 1000, 1).tolist() == [0, 10, 10, 0], "nobody is below the norm: the rest stays unused"
    assert best_steps(rows.sample(frac=1, random_state=1), 3, 1).sum() == 3
    assert best_steps(rows, 0.5, 1).tolist() == [0, 0, 0, 0]


CELLS = st.lists(st.tuples(st.integers(0, 12), st.integers(1, 12)), min_size=1, max_size=3)


@settings(max_examples=60)
@given(CELLS, st.integers(1, 5), st.sampled_from([0.5, 1.0, 2.0]))
def test_steps_raise_the_lowest_index_as_high_as_any_other_use_of_the_limit(
    cells: list[tuple[int, int]], steps: int, size: float
) -> None:
    """Against every way to divide the steps. Needs are 1 to 12 units, capacities 0 to 12."""
    orps = [f"O{place}" for place in range(len(cells))]
    rows = gap_rows({orp: capacity for orp, (capacity, _) in zip(orps, cells, strict=True)},
                    {orp: 1000 * need for orp, (_, need) in zip(orps, cells, strict=True)}, 1)
    added = best_steps(rows, steps * size, size)
    capacity, need = (np.array(column, dtype=float) for column in zip(*cells, strict=True))
    lowest = ((capacity + added) / need).min()
    others = (np.array(way) * size for way in product(range(steps + 1), repeat=len(cells)) if sum(way) <= steps)
    best = max(min(1.0, ((capacity + other) / need).min()) for other in others)
    assert min(1.0, lowest) == pytest.approx(best)
    assert lowest >= (capacity / need).min()
    assert added.sum() <= steps * size
    assert (added == best_steps(rows, steps * size, size)).all()


def allocations() -> pd.DataFrame:
    """Ten FTE of seniors and four of families in A, six and one of them in type 40; seniors of B are unknown."""
    rows = [("A", None, "R_SENIOR", 10.0), ("A", None, "R_FAMILY", 4.0), ("A", "40", "R_SENIOR", 6.0),
            ("A", "40", "R_FAMILY", 1.0), ("B", None, "R_SENIOR", None), ("B", None, "R_FAMILY", 2.0)]
    frame = pd.DataFrame(rows, columns=["orp_code", "type_code", "group_code", "allocated_units"])
    return frame.assign(unit="fte", type_code=frame["type_code"].astype("str").where(frame["type_code"].notna()))


def test_a_shift_moves_capacity_between_groups_and_keeps_the_total() -> None:
    frame = allocations()
    result = shifted(frame, [Shift("A", "40", "fte", "R_SENIOR", "R_FAMILY", 6.0)])
    assert result.units[:4].tolist() == [4.0, 10.0, 0.0, 7.0]
    assert result.units[:2].sum() == 14
    assert result.units[2:4].sum() == 7
    whole = shifted(frame, [Shift("A", None, "fte", "R_SENIOR", "R_FAMILY", 6.5)])
    assert whole.units[:4].tolist() == [3.5, 10.5, 6.0, 1.0], "a shift of any type says nothing of one"


def test_a_group_cannot_give_more_than_it_has_of_the_type_and_an_unknown_one_stays_unknown() -> None:
    too_much = Shift("A", "40", "fte", "R_SENIOR", "R_FAMILY", 6.01)
    unknown = Shift("B", None, "fte", "R_SENIOR", "R_FAMILY", 5.0)
    nobody = Shift("A", "49", "fte", "R_SENIOR", "R_FAMILY", 1.0)
    result = shifted(allocations(), [too_much, unknown, nobody])
    assert (result.below_zero, result.unknown, result.absent) == ((too_much,), (unknown,), (nobody,))
    assert result.units[:4].tolist() == [10.0, 4.0, 6.0, 1.0]
    assert np.isnan(result.units[4])
    assert result.units[5] == 7.0
