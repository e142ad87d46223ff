"""What a browser sends of a capture is believed in nothing: every field is checked before a declaration is made."""

from datetime import date

import pytest

from lib.desk.captured import CaptureFault, Item, Offered, captured, entries
from lib.desk.declare import Declaration

TODAY = date(2016, 6, 30)
OFFERED = Offered("K10", {"I-1": Item("Síť na příští rok", ("RS-5101", "K10"), task=True),
                          "I-2": Item("Různé", ("K10",), task=False)}, date(1990, 1, 1), date(2100, 12, 31))
TOKEN = "0123456789abcdef"
SAID = {"token": TOKEN, "kind": "opinion", "item": "I-1", "body": "RS-5101", "opinion": "agrees_with_comments",
        "note": "Doplnit náklady.", "day": "2016-06-30", "seen": 3}
TASK = {"token": TOKEN, "kind": "task", "item": "I-1", "text": "Předložit\nnávrh.", "responsible": " vedoucí odboru ",
        "due": "2016-09-30", "day": "2016-06-30", "seen": 3}


def read(entry: dict[str, object]) -> Declaration | CaptureFault:
    return captured(entry, OFFERED, newest=3, today=TODAY)


def test_an_opinion_and_a_task_become_the_rows_that_forms_of_pages_send() -> None:
    assert read(SAID) == Declaration({"opinion": [{
        "agenda_item_id": "I-1", "body_code": "RS-5101", "date": TODAY, "opinion": "agrees_with_comments",
        "note": "Doplnit náklady."}]}, 3, "Síť na příští rok")
    assert read(TASK) == Declaration({"decision": [{
        "id": f"U-{TOKEN}", "agenda_item_id": "I-1", "body_code": "K10", "date": TODAY, "kind": "task",
        "text": "Předložit\nnávrh.", "responsible": "vedoucí odboru", "due_date": date(2016, 9, 30)}]},
        3, "Síť na příští rok")
    assert read({**TASK, "due": ""}).rows["decision"][0]["due_date"] is None  # type: ignore[union-attr]
    assert read({**SAID, "opinion": "agrees", "note": ""}).rows["opinion"][0]["note"] is None  # type: ignore[union-attr]


@pytest.mark.parametrize(("field", "value", "fault"), [
    ("kind", "resolution", CaptureFault.MALFORMED), ("kind", ["opinion"], CaptureFault.MALFORMED),
    ("seen", 4, CaptureFault.MALFORMED), ("seen", 0, CaptureFault.MALFORMED), ("seen", True, CaptureFault.MALFORMED),
    ("item", "I-3", CaptureFault.UNKNOWN), ("item", {"id": "I-1"}, CaptureFault.UNKNOWN),
    ("body", "RS-5102", CaptureFault.UNKNOWN), ("opinion", "abstains", CaptureFault.UNKNOWN),
    ("opinion", None, CaptureFault.MALFORMED), ("note", "a" * 501, CaptureFault.MALFORMED),
    ("note", "a\x00b", CaptureFault.MALFORMED), ("note", "a\ud800b", CaptureFault.MALFORMED),
    ("note", "  ", CaptureFault.NOTE_MISSING),
    ("day", "2016-07-01", CaptureFault.DAY_TO_COME), ("day", "1989-12-31", CaptureFault.MALFORMED),
    ("day", "30. 6. 2016", CaptureFault.MALFORMED), ("day", "", CaptureFault.MALFORMED),
    ("day", 20160630, CaptureFault.MALFORMED),
])
def test_an_opinion_with_one_bad_field_is_refused(field: str, value: object, fault: CaptureFault) -> None:
    assert read({**SAID, field: value}) is fault


@pytest.mark.parametrize(("field", "value", "fault"), [
    ("item", "I-2", CaptureFault.UNKNOWN), ("text", " ", CaptureFault.MISSING),
    ("text", "a" * 1_001, CaptureFault.MALFORMED), ("responsible", "", CaptureFault.MISSING),
    ("responsible", "a" * 121, CaptureFault.MALFORMED), ("due", "2101-01-01", CaptureFault.MALFORMED),
    ("due", None, CaptureFault.MALFORMED),
])
def test_a_task_with_one_bad_field_is_refused(field: str, value: object, fault: CaptureFault) -> None:
    assert read({**TASK, field: value}) is fault


def test_only_entries_with_a_token_are_looked_at_and_at_most_fifty_of_them() -> None:
    assert entries([SAID, {**SAID, "token": "x"}, {**SAID, "token": TOKEN.upper()}, "text", None, {}]) == [SAID]
    assert len(entries([SAID] * 60)) == 50
    assert entries({"token": TOKEN}) == entries("x") == entries(None) == []


def test_the_longest_texts_and_the_very_day_are_still_taken() -> None:
    said, task = read({**SAID, "note": "a" * 500}), read({**TASK, "text": "a" * 1_000, "responsible": "r" * 120})
    assert isinstance(said, Declaration) and isinstance(task, Declaration)
