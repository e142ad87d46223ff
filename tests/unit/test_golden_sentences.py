"""Sentences stay as somebody has read them, and their Czech keeps to the tables of declension."""

import re

import pytest

from tests.unit.declension import AREAS, NBSP, counted, misdeclined, uncounted
from tests.unit.golden_sentences import LANGUAGES, ORP_NAMES, golden_file, written

FOLLOWING = {
    "z", "ze", "zaostává", "zaostávají", "nemá", "nemají", "navíc", "a", "po", "proti", "na", "před", "do", "až", "ho",
    "beze", "s", "se", "poprvé", "postoupila", "postoupily", "postoupilo", "pozastavena", "pozastaveny", "pozastaveno",
    "splněna", "splněny", "splněno", "zrušena", "zrušeny", "zrušeno",
}
"""Words after a number that count nothing."""


def golden(lang: str) -> list[str]:
    return golden_file(lang).read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_sentence_is_as_it_was_read(lang: str) -> None:
    made, read = written(lang).splitlines(), golden(lang)
    differing = [f"{number}: {was!r} is now {now!r}"
                 for number, (was, now) in enumerate(zip(read, made, strict=False), start=1) if was != now]
    assert not differing[:5], "read the new ones, then: python -m tests.unit.golden_sentences"
    assert len(made) == len(read)
    assert len([line for line in read if line and not line.startswith("#")]) >= 200


def test_every_counted_noun_is_declined_and_every_predicate_agrees() -> None:
    lines = golden("cs")
    assert [(line, wrong) for line in lines for wrong in misdeclined(line)] == []
    assert sum(1 for line in lines for _ in counted(line)) > 300
    unknown = {word for line in lines for word in uncounted(line)} - FOLLOWING
    assert not unknown, "a counted noun the table does not decline, or a word to be listed in FOLLOWING"


def test_every_area_is_named_in_the_nominative_after_its_abbreviation() -> None:
    assert tuple(AREAS) == ORP_NAMES
    text = "\n".join(golden("cs"))
    for name in ORP_NAMES:
        assert f"V{NBSP}ORP{NBSP}{name} " in text, "at the beginning of a sentence"
        assert f" v{NBSP}ORP{NBSP}{name} " in text, "inside a sentence"
    named = re.findall(rf"ORP{NBSP}(?=[A-ZČŘŽŠ])(.*)", text)
    assert [rest for rest in named if not re.match(rf"(?:{'|'.join(ORP_NAMES)})(?!\w)", rest)] == []
    assert "V Libereckém kraji" in text and "v Libereckém kraji" in text


@pytest.mark.parametrize(("wrong", "right"), [
    ("chybí 2 lůžek", "chybí 2 lůžka"), ("chybí 5 lůžka", "chybí 5 lůžek"), ("chybí 21 lůžko", "chybí 21 lůžek"),
    ("1,5 úvazků navíc", "1,5 úvazku navíc"), ("1,0 úvazek navíc", "1,0 úvazku navíc"),
    ("3 z 18 obce", "3 z 18 obcí"), ("U 1 dalších obcí není", "U 1 další obce není"),
    ("U 3 další obce není", "U 3 dalších obcí není"), ("ve 3 obce", "ve 3 obcích"), ("o 2 bodů", "o 2 body"),
    ("Platí 2 komunitních plánů", "Platí 2 komunitní plány"), ("Platí 5 komunitní plánů", "Platí 5 komunitních plánů"),
    ("o 2,5 procentních bodu", "o 2,5 procentního bodu"), ("4 zaostává", "4 zaostávají"),
    ("5 zaostávají", "5 zaostává"),
    ("Splněno je 2 z 9 aktivit", "Splněny jsou 2 z 9 aktivit"), ("platily 5 plánů", "platilo 5 plánů"),
    ("přebývá 3 místa", "přebývají 3 místa"), (f"v ORP{NBSP}Frýdlantu", f"v ORP{NBSP}Frýdlant"),
    ("v Liberecký kraj", "v Libereckém kraji"), (f"1{NBSP}002 karty", f"1{NBSP}002 karet"),
])
def test_the_tables_tell_wrong_czech_from_right(wrong: str, right: str) -> None:
    assert len(misdeclined(wrong)) == 1
    assert misdeclined(right) == []
