"""Cards and gaps: a small plan done by hand, the plan that ships, and what the need for its cards rests on."""

import re
from collections.abc import Iterator
from datetime import date

import pandas as pd
import pytest

from lib.importers.package import load_package
from lib.metrics import answers as metrics
from lib.model.catalogue import GroupRole
from lib.model.cells import SHORT_CLASSES
from lib.model.selection import AsOf, CapacityScope, Norm, Selection
from lib.settings import ROOT
from lib.store.database import Database, open_database
from lib.store.releases import ensure_embedded
from lib.views.answers import AnswersView, answers_view, asked_of_region
from tests.unit.made_region import DAY, MUNICIPALITIES, POPULATION, serves, service, table

SHARED = ROOT.parent / "shared"
CARDS_DOCUMENT = sorted((SHARED / "seeds").glob("003_*.txt"))
CODES = SHARED / "reference" / "domain" / "codebook_seed003_targets.csv"

GROUPS = table("target_group", [
    {"code": code, "name": code, "scheme": scheme, "role": role} for code, scheme, role in (
        ("SEN", "register", "group"), ("PEC", "register", "group"), ("DIS", "register", "umbrella"),
        ("STAFF", "register", "staff"), ("S", "plan", "group"), ("P", "plan", "group"), ("OZP", "plan", "umbrella"),
        ("VSE", "plan", "cross_cutting"), ("NR", "plan", "none"), ("PSS", "plan", "staff"))
])
MAPPING = table("target_group_mapping", [
    {"plan_group_code": plan, "register_group_code": register, "match": "exact"} for plan, register in (
        ("S", "SEN"), ("P", "PEC"), ("OZP", "DIS"),
        # Nothing may be spread over services by these, even when a mapping says so.
        ("VSE", "SEN"), ("NR", "SEN"), ("PSS", "SEN"), ("S", "STAFF"))
])
TYPES = table("service_type", [
    {"code": code, "name": f"druh {code}", "category": "care",
     "polarity": "less_is_better" if code == "48" else "more_is_better"} for code in ("37", "40", "48", "49", "50")
])
CARDS = {
    "seniors": ("49", "S"), "carers": ("49", "P"), "disabled": ("49", "OZP"), "everybody": ("49", "VSE"),
    "not_relevant": ("49", "NR"), "staff": ("40", "PSS"), "home_care": ("40", "S"), "fewer_beds": ("48", "S"),
    "unknown": ("37", "S"), "enough": ("50", "S"), "all_types": ("all", "S"), "no_type": ("none", "S"),
}
"""Cards of the small plan: the type each lists (or its scope) and the group it names."""
SCOPES = {"all": "all", "none": "none"}
PLAN = table("activity", [{"code": code, "service_scope": SCOPES.get(listed, "listed")}
                          for code, (listed, _) in CARDS.items()])
LISTED = table("activity_service_type", [{"activity_code": code, "type_code": listed}
                                         for code, (listed, _) in CARDS.items() if listed not in SCOPES])
NAMED = table("activity_target_group", [{"activity_code": code, "group_code": group}
                                        for code, (_, group) in CARDS.items()])
GAPS = pd.DataFrame(
    [("49", "A", "low"), ("49", "B", "severe"), ("49", "C", "white_spot"), ("49", "D", "in_line"),
     ("40", "A", "slightly_low"), ("48", "A", "severe"), ("37", "A", "unknown"), ("50", "A", "above"),
     ("50", "B", "unknown"), ("40", "D", "not_applicable")],
    columns=["type_code", "orp_code", "class"], dtype="str").assign(form="field", unit="fte", gap_units=-1.0)
"""Homes (49) serve older people in A and carers in B; nobody says whom home care (40) serves."""


def served() -> pd.DataFrame:
    services = [service("1"), service("2"), service("3", "40"), service("4", end="2016-06-29"), service("5")]
    links = [{"service_id": code, "group_code": group} for code, group in
             (("1", "SEN"), ("2", "PEC"), ("2", "STAFF"), ("4", "DIS"), ("5", "DIS"))]
    territory = [*serves("1", "A"), *serves("2", "B"), *serves("3", "A"), *serves("4", "A")]  # 5 is placed nowhere
    return metrics.served_groups(
        table("service", services), table("service_target_group", links), GROUPS, table("service_territory", territory),
        table("facility"), MUNICIPALITIES, POPULATION, valid_on=DAY)


def made(group: str | None = None) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Pairs of gap and card, gaps without answer, cards without gap."""
    groups, offered = metrics.card_groups(NAMED, GROUPS, MAPPING), served()
    cells = metrics.gap_cells(GAPS, TYPES, offered, short=SHORT_CLASSES, group=group)
    pairs = metrics.gap_answers(cells, LISTED, groups, offered, group=group)
    answered = metrics.answers(LISTED, pairs, cells, GAPS, TYPES)
    return pairs, metrics.unanswered(cells, pairs), metrics.unmatched(PLAN, groups, answered)


def meetings(pairs: pd.DataFrame, type_code: str, orp: str) -> dict[str, str]:
    rows = pairs[(pairs["type_code"] == type_code) & (pairs["orp_code"] == orp)]
    return dict(zip(rows["activity_code"], rows["meeting"], strict=True))


def test_groups_served_are_those_of_valid_placed_services_and_people_only() -> None:
    assert served().to_numpy().tolist() == [
        ["A", "49", "SEN"], ["B", "49", "PEC"], ["kraj", "49", "PEC"], ["kraj", "49", "SEN"]]


def test_cross_cutting_staff_and_not_relevant_groups_are_never_spread() -> None:
    found = metrics.card_groups(NAMED, GROUPS, MAPPING)
    assert set(found.loc[found["group_code"] == "SEN", "activity_code"]) == {
        code for code, (_, group) in CARDS.items() if group == "S"}
    assert not set(found["activity_code"]) & {"everybody", "not_relevant", "staff"}
    assert set(found["group_code"]) == {"SEN", "PEC", "DIS"}


def test_a_card_answers_a_gap_when_both_type_and_group_meet() -> None:
    pairs, unanswered, _ = made()
    others = {"disabled": "type_only", "everybody": "type_only", "not_relevant": "type_only"}
    assert meetings(pairs, "49", "A") == {"seniors": "both", "carers": "type_only", **others}
    assert meetings(pairs, "49", "B") == {"seniors": "type_only", "carers": "both", **others}
    # Without a service in the area, the groups are those of the type in the region.
    assert meetings(pairs, "49", "C") == {"seniors": "both", "carers": "both", **others}
    assert unanswered.empty


def test_where_nobody_says_whom_a_type_serves_a_card_of_people_that_lists_it_answers() -> None:
    pairs, _, unmatched = made()
    assert meetings(pairs, "40", "A") == {"home_care": "by_type", "staff": "type_only"}
    assert "home_care" not in set(unmatched["activity_code"])


def test_only_cells_below_the_norm_of_types_wanted_more_are_gaps() -> None:
    pairs, _, _ = made()
    assert set(zip(pairs["type_code"], pairs["orp_code"], strict=True)) == {
        ("49", "A"), ("49", "B"), ("49", "C"), ("40", "A")}


def test_every_card_without_a_gap_says_why() -> None:
    _, _, unmatched = made()
    assert dict(zip(unmatched["activity_code"], unmatched["reason"], strict=True)) == {
        "all_types": "all_types", "no_type": "no_type", "everybody": "no_people", "not_relevant": "no_people",
        "staff": "no_people", "disabled": "other_groups", "unknown": "unknown", "enough": "no_gap",
        "fewer_beds": "not_measured"}
    assert set(unmatched.loc[~unmatched["measurable"], "reason"]) == {"all_types", "no_type", "no_people"}


def test_a_chosen_group_keeps_only_gaps_of_services_for_it_and_cards_that_name_it() -> None:
    pairs, unanswered, _ = made("PEC")
    assert set(pairs["orp_code"]) == {"B", "C"}
    assert {code for code, word in meetings(pairs, "49", "C").items() if word == "both"} == {"carers"}
    assert unanswered.empty
    without, left, _ = made("DIS")
    assert (len(without), len(left)) == (0, 0)  # no valid placed service says it is for them


def test_a_gap_whose_cards_are_for_other_groups_stands_among_those_without_answer() -> None:
    offered = served().assign(group_code=lambda rows: rows["group_code"].replace("SEN", "DIS"))
    cells = metrics.gap_cells(GAPS, TYPES, offered, short=SHORT_CLASSES)
    listed = LISTED[LISTED["activity_code"] != "disabled"]
    pairs = metrics.gap_answers(cells, listed, metrics.card_groups(NAMED, GROUPS, MAPPING), offered)
    left = metrics.unanswered(cells, pairs)
    assert left[["type_code", "orp_code", "cards_type_only"]].to_numpy().tolist() == [["49", "A", 4]]


# The package that ships


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    opened = open_database(f"sqlite:///{tmp_path_factory.mktemp('answers') / 'd.sqlite'}")
    ensure_embedded(opened, lambda: load_package(ROOT / "data"), checksum=lambda: "answers",
                    published_at=pd.Timestamp("2026-01-01T12:00:00Z").to_pydatetime())
    yield opened
    opened.close()


def seen(database: Database, day: date = DAY, **choices: object) -> AnswersView:
    return answers_view(database, Selection(AsOf(day, 1), **choices))  # type: ignore[arg-type]


def test_the_three_lists_of_the_default_day(database: Database) -> None:
    view = seen(database)
    assert (len(view.gaps), view.answered, len(view.unanswered.frame)) == (158, 128, 30)
    assert (view.answering, len(view.without_gap()), len(view.unmeasurable())) == (24, 8, 14)
    assert view.unanswered.frame["type_code"].value_counts().to_dict() == {
        "42": 8, "58": 8, "45": 6, "61": 5, "66": 2, "60": 1}
    assert view.unmatched.frame["reason"].value_counts().to_dict() == {
        "all_types": 10, "no_type": 3, "no_people": 1, "not_measured": 7, "other_groups": 1}
    homes = view.answer.frame.query("type_code == '49'").iloc[0]
    assert homes[["activity_code", "meeting", "short_orps", "answered_cells"]].tolist() == ["A03-01", "both", 6, 6]


@pytest.mark.parametrize("choices", [
    {}, {"orp": "5102"}, {"norm": Norm.NATIONAL}, {"scope": CapacityScope.ALL}, {"target_group": "R_ADDICTION"},
    {"norm": Norm.BEST_THIRD, "orp": "5105", "target_group": "R_SENIOR"}, {"day": date(2012, 6, 30)},
])
def test_every_card_stands_in_exactly_one_list_and_every_gap_is_answered_or_listed(
    database: Database, choices: dict[str, object],
) -> None:
    view = seen(database, **choices)  # type: ignore[arg-type]
    pairs = view.gap_answer.frame
    answering = set(pairs.loc[pairs["meeting"].isin(["both", "by_type"]), "activity_code"])
    without, nothing = set(view.without_gap()["activity_code"]), set(view.unmeasurable()["activity_code"])
    assert len(answering) + len(without) + len(nothing) == len(answering | without | nothing) == 46
    assert len(answering) == view.answering
    key = ["orp_code", "type_code", "form", "unit"]
    answered = pairs.loc[pairs["meeting"].isin(["both", "by_type"]), key].drop_duplicates()
    assert len(answered) + len(view.unanswered.frame) == len(view.gaps)
    assert len(view.unanswered.frame.merge(answered, on=key)) == 0


def test_on_a_day_without_a_network_no_gap_is_known_and_no_card_is_said_to_have_none(database: Database) -> None:
    view = seen(database, date(2012, 6, 30))
    assert view.nothing_known
    assert set(view.without_gap()["reason"]) == {"unknown", "not_measured"}


def test_what_only_narrows_is_dropped_for_one_card_but_the_type_of_an_own_norm_is_kept() -> None:
    at = AsOf(DAY, 1)
    asked = asked_of_region(Selection(at, orp="5102", service_type="49", compare_on=DAY))
    assert asked == Selection(at)
    own = Selection(at, service_type="49", norm=Norm.OWN, own_rate=60)
    assert asked_of_region(own) == own


# Evidence and codes as data


EVIDENCE = {
    "A01-01": "community_plan", "A01-02": "community_plan", "A01-03": "analysis", "A01-05": "neither",
    "A04-04": "analysis", "A04-05": "analysis community_plan", "A05-01": "analysis community_plan",
    "A05-02": "analysis", "A06-01": "analysis", "A06-02": "analysis", "A07-02": "analysis", "A07-03": "analysis",
}
"""What the document says the need for a card rests on; of the other 34 cards it says nothing."""

SAID = {"analysis": r"[Aa]nalýz", "community_plan": r"komunitní\w* plán|\bKP\b",
        "neither": r"nevyplynula z žádných analýz ani komunitních plánů"}


def texts_of_cards() -> dict[str, str]:
    """What the document says card by card; empty where the document is not at hand."""
    text = CARDS_DOCUMENT[0].read_text(encoding="utf-8") if CARDS_DOCUMENT else ""
    parts = re.split(r"Číslo aktivity:\s*(A\d\d-\d\d)", text)[1:]
    return {code: re.sub(r"\s+", " ", said) for code, said in zip(parts[::2], parts[1::2], strict=True)}


def test_the_need_for_twelve_cards_rests_on_what_the_document_says(database: Database) -> None:
    evidence, cards = seen(database).evidence, texts_of_cards()
    assert evidence.groupby("activity_code")["evidence"].agg(" ".join).to_dict() == EVIDENCE
    assert set(evidence["source_id"]) == {"sprss_cards_2013"}
    assert evidence["reference"].notna().all()
    assert len(cards) == (46 if CARDS_DOCUMENT else 0)
    unsaid = [code for code, said in cards.items() for word in EVIDENCE.get(code, "").split()
              if not re.search(SAID[word], said)]
    assert unsaid == []


def test_groups_of_the_plan_map_to_the_register_and_those_of_no_people_to_nothing() -> None:
    frames = {name: pd.read_csv(ROOT / "data" / "reference" / f"{name}.csv") for name in
              ("target_group", "target_group_mapping")}
    mapping, groups = frames["target_group_mapping"], frames["target_group"].set_index("code")
    assert len(mapping) == 27
    roles = groups.loc[groups["scheme"] == "plan", "role"]
    assert len(roles) == 13
    people = {code for code, role in roles.items() if role in (GroupRole.GROUP, GroupRole.UMBRELLA)}
    assert set(roles.index) - people == {"VSE", "NR", "PSS"}
    assert set(mapping["plan_group_code"]) == people
    assert mapping["register_group_code"].map(groups["scheme"]).eq("register").all()
    assert mapping["register_group_code"].map(groups["role"]).isin(["group", "umbrella"]).all()


MATCHES = {
    "S": {"exact", "approximate"}, "OZP": {"exact", "part"}, "RD": {"exact"}, "DM626": {"exact"},
    "DM26": {"approximate"}, "SV": {"part"}, "NM": {"exact"}, "CIZ": {"approximate"}, "ZAV": {"exact"},
    "NL": {"approximate"}, "PSS": set(), "VSE": set(), "NR": set(),
}
"""How each group named in the cards meets groups of the register; one umbrella has a counterpart beside its parts."""

KINDS = (("1:1 jádro", {"exact", "approximate"}), ("1:1", {"exact"}), ("1:N", {"part"}),
         ("přibližné", {"approximate"}), ("sloučit", {"approximate"}))
"""The same in words of the list of codes; other words mean that a group is none of people."""


def test_codes_and_kinds_of_groups_are_those_of_the_document() -> None:
    folder = ROOT / "data" / "reference"
    groups, mapping = (pd.read_csv(folder / f"{name}.csv") for name in ("target_group", "target_group_mapping"))
    codes = groups.loc[groups["scheme"] == "plan", "code"]
    assert {code: set(mapping.loc[mapping["plan_group_code"] == code, "match"]) for code in codes} == MATCHES
    listed = pd.read_csv(CODES).set_index("kod_navrzeny")["typ_vazby"].to_dict() if CODES.exists() else {}
    assert set(listed) == (set(MATCHES) if CODES.exists() else set())
    for code, kind in listed.items():
        wanted: set[str] = next((words for start, words in KINDS if kind.startswith(start)), set())
        assert MATCHES[code] - ({"exact"} if kind.startswith("1:N") else set()) == wanted, code
