"""The pack an address asks for: defaults reckoned from the day, what cannot be used, saved addresses, repeating."""

from dataclasses import replace
from datetime import date

import pytest

from lib.errors import BadSelection
from lib.model.pack import USUAL, ChosenGap, Section, Shape
from lib.model.saved_pack import MAX_QUERY, query_of, written_query
from lib.model.selection import AsOf, CapacityScope, Norm, Selection
from lib.text.messages import words_for
from lib.ui.asked import Choices
from lib.ui.pack_asked import Offer, PackAsked, Planned, asked_pack, offer_of, repeated, written

JUNE_2015, DECEMBER_2015 = date(2015, 6, 9), date(2015, 12, 8)
JUNE_2016, DECEMBER_2016 = date(2016, 6, 14), date(2016, 12, 6)
DAY = date(2016, 6, 30)
OFFER = Offer({"K10": "Kolegium", "URS_1": "Skupina", "RLK": "Rada"}, (
    *(Planned(f"K{day:%y%m}", "K10", day, "Jednání") for day in (JUNE_2015, DECEMBER_2015, JUNE_2016, DECEMBER_2016)),
    Planned("U1", "URS_1", date(2017, 6, 30), "Skupina"), Planned("U2", "URS_1", date(2017, 7, 1), "Skupina"),
))
CHOICES = Choices({"5101": "Česká Lípa", "5102": "Frýdlant"}, {"49": "§ 49", "50": "§ 50"}, {}, {}, None,
                  {"zaklad": "Základ", "opatrna": "Opatrná"}, "zaklad")
SELECTION = Selection(AsOf(DAY, 1), orp="5102", service_type="49", target_group="1", assumptions="zaklad")


def asked(query: dict[str, str] | None = None, selection: Selection = SELECTION) -> PackAsked:
    return asked_pack(query or {}, selection, CHOICES, OFFER, words_for("cs"))


def on(day: date) -> Selection:
    return replace(SELECTION, at=AsOf(day, 1))


def test_a_bare_address_is_the_pack_of_the_top_body_for_its_next_meeting_and_the_area_of_other_pages() -> None:
    pack = asked().pack
    assert (pack.body, pack.meeting, pack.areas, pack.sections) == ("K10", "K1612", ("5102",), USUAL)
    assert pack.selection == Selection(AsOf(DAY, 1), compare_on=JUNE_2016, assumptions="zaklad")
    assert asked(selection=replace(SELECTION, orp=None)).pack.areas == ()
    assert asked({"uzemi": "kraj"}).pack.areas == ()
    assert asked({"uzemi": "5102,5101"}).pack.areas == ("5101", "5102")


@pytest.mark.parametrize(("day", "meeting", "compared"), [
    (date(2016, 6, 13), "K1606", DECEMBER_2015),
    (JUNE_2016, "K1612", DECEMBER_2015),  # the meeting on the day itself is neither the next nor the last one
    (date(2016, 6, 15), "K1612", JUNE_2016),
    (date(2015, 12, 5), "K1512", JUNE_2015),
    (JUNE_2015, "K1512", None),
    (DECEMBER_2016, None, JUNE_2016),
])
def test_the_next_meeting_and_the_last_one_are_reckoned_from_the_day(
    day: date, meeting: str | None, compared: date | None
) -> None:
    pack = asked(selection=on(day)).pack
    assert (pack.meeting, pack.selection.compare_on) == (meeting, compared)


def test_a_meeting_is_offered_up_to_twelve_months_ahead_and_only_of_its_own_body() -> None:
    assert [each.id for each in OFFER.of("URS_1", DAY)] == ["U1"]
    other = asked({"slozka": "URS_1", "jednani_id": "K1606"})
    assert (other.pack.meeting, [problem.key for problem in other.problems]) == ("U1", ["jednani_id"])
    assert asked({"jednani_id": "K1606"}).pack.meeting == "K1606"
    assert asked({"jednani_id": "zadne"}).pack.meeting is None


def test_gaps_are_chosen_of_types_and_areas_there_are_and_bring_their_part() -> None:
    found = asked({"vybrane": "49.5102,50"})
    assert found.pack.chosen == (ChosenGap("49", "5102"), ChosenGap("50"))
    assert found.pack.sections == tuple(part for part in Section if part is not Section.ANNEX)
    assert asked({"vybrane": "50", "casti": "plneni,prehled"}).pack.sections == (Section.PROGRESS, Section.OVERVIEW)


@pytest.mark.parametrize(("key", "value"), [
    ("slozka", "NIC"), ("jednani_id", "<img src=x>"), ("uzemi", ""), ("uzemi", "5101,5101"), ("uzemi", "5101,9999"),
    ("casti", "prehled,prehled"), ("casti", ""), ("casti", "vse"), ("vybrane", "49.9999"), ("vybrane", "77"),
    ("vybrane", "49,49"), ("pomer", "1x1"),
])
def test_what_cannot_be_used_falls_back_and_is_told(key: str, value: str) -> None:
    found = asked({key: value})
    assert [(problem.key, problem.value) for problem in found.problems] == [(key, value)]
    assert replace(found, problems=()) == asked()


def test_an_own_value_belongs_to_one_type_so_a_pack_is_compared_with_the_mean_of_the_region_and_says_so() -> None:
    own = asked(selection=replace(SELECTION, norm=Norm.OWN, own_rate=12.5))
    assert [(problem.key, problem.value) for problem in own.problems] == [("norma", "vlastni")]
    assert replace(own, problems=()) == asked()
    assert {"norma", "cil"}.isdisjoint(written(own, CHOICES))


def test_a_pack_written_down_is_read_back_the_same_and_leaves_nothing_to_defaults() -> None:
    selection = Selection(AsOf(DAY, 1), compare_on=JUNE_2015, norm=Norm.NATIONAL, scope=CapacityScope.ALL,
                          assumptions="opatrna")
    asked_for = asked({"slozka": "URS_1", "uzemi": "5101", "casti": "vybrane,prehled", "vybrane": "49.5101",
                       "pomer": "4x3"}, selection)
    told = written(asked_for, CHOICES)
    assert written_query(told) == (
        "slozka=URS_1&jednani_id=U1&k=2016-06-30&srovnani=2015-06-09&norma=cr&kapacita=vse"
        "&predpoklady=opatrna&uzemi=5101&casti=vybrane,prehled&vybrane=49.5101&pomer=4x3")
    assert asked_pack(query_of(written_query(told)), selection, CHOICES, OFFER, words_for("cs")) == asked_for
    assert asked_for.shape is Shape.STANDARD
    region = replace(SELECTION, orp=None)
    assert written(asked({}, region), CHOICES)["uzemi"] == "kraj"
    assert written(asked({"jednani_id": "zadne"}, region), CHOICES)["jednani_id"] == "zadne"


@pytest.mark.parametrize("query", [
    "", "slozka", "slozka=K10&slozka=K10", "slozka=K10&lang=en", "slozka=%FF", "znamo=1",
    f"slozka={'K' * (MAX_QUERY - 6)}", "&".join(f"k{n}=1" for n in range(40)),
])
def test_a_saved_address_that_is_none_is_refused(query: str) -> None:
    with pytest.raises(BadSelection) as told:
        query_of(query)
    assert told.value.code == "bad-saved-query"


def test_a_saved_address_of_the_longest_length_is_read() -> None:
    assert len(query_of(f"slozka={'K' * (MAX_QUERY - 7)}")["slozka"]) == MAX_QUERY - 7


def test_a_pack_is_repeated_for_the_next_meeting_and_compared_with_the_day_it_was_saved_of() -> None:
    saved = {"slozka": "K10", "jednani_id": "K1606", "k": "2016-06-14", "srovnani": "2015-12-08", "casti": "prehled",
             "uzemi": "5101", "norma": "cr"}
    kept = {"slozka": "K10", "casti": "prehled", "uzemi": "5101", "norma": "cr"}
    later = repeated(saved, OFFER, saved_on=JUNE_2016, meeting_date=JUNE_2016, day=DAY)
    assert later == {**kept, "jednani_id": "K1612", "k": "2016-06-30", "srovnani": "2016-06-14"}
    same_day = repeated(saved, OFFER, saved_on=JUNE_2016, meeting_date=JUNE_2016, day=JUNE_2016)
    assert same_day == {**kept, "jednani_id": "K1612", "k": "2016-12-06", "srovnani": "2016-06-14"}
    nothing_ahead = repeated(saved, OFFER, saved_on=DAY, meeting_date=DECEMBER_2016, day=DAY)
    assert nothing_ahead == {**kept, "jednani_id": "zadne", "k": "2016-06-30"}


def test_the_body_at_the_top_is_offered_first_and_organs_last() -> None:
    def body(code: str, parent: str | None = None, level: str = "region") -> dict[str, object]:
        return {"code": code, "name": code, "name_en": code, "parent_code": parent, "level": level}

    organ = body("R", None, "regional_organ")
    offer = offer_of([body("A", "Z"), organ, body("B"), body("Z"), body("C", "A")], [], "cs")
    assert list(offer.bodies) == ["Z", "A", "C", "B", "R"]
