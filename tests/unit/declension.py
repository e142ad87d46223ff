"""Tables of Czech forms and what a sentence breaks of them; knows nothing of the product's own words.

Counted nouns: 1 takes the nominative of the singular, 2–4 the nominative of the plural, a decimal number the genitive
of the singular, every other number (0, 5 and more, 21, 102) the genitive of the plural. After a preposition with the
genitive ("z 18 obcí", "u 1 obce") it is the genitive of the number the noun is in, after "v" the locative.

Names of areas stay in the nominative after the abbreviation ORP, which is what is declined by the preposition before
it: "v ORP Jablonec nad Nisou", never "v ORP Jablonci nad Nisou". Only the region is declined: "v Libereckém kraji".
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

NBSP = "\u00a0"


class Noun(NamedTuple):
    """Forms of one noun: nominative, genitive and locative of the singular, then of the plural."""

    gender: str
    one: str
    of_one: str
    in_one: str
    few: str
    of_many: str
    in_many: str


NOUNS = tuple(Noun(*line.split()) for line in """
    n lůžko lůžka lůžku lůžka lůžek lůžkách
    m úvazek úvazku úvazku úvazky úvazků úvazcích
    n místo místa místě místa míst místech
    m obyvatel obyvatele obyvateli obyvatelé obyvatel obyvatelích
    f osoba osoby osobě osoby osob osobách
    f obec obce obci obce obcí obcích
    m plán plánu plánu plány plánů plánech
    f aktivita aktivity aktivitě aktivity aktivit aktivitách
    f karta karty kartě karty karet kartách
    m signál signálu signálu signály signálů signálech
    f služba služby službě služby služeb službách
    m poskytovatel poskytovatele poskytovateli poskytovatelé poskytovatelů poskytovatelích
    n zařízení zařízení zařízení zařízení zařízení zařízeních
    m řádek řádku řádku řádky řádků řádcích
    m milník milníku milníku milníky milníků milnících
    f žádost žádosti žádosti žádosti žádostí žádostech
    m rok roku roce roky let letech
    m měsíc měsíce měsíci měsíce měsíců měsících
    m den dne dni dny dní dnech
    n území území území území území územích
    n ORP ORP ORP ORP ORP ORP
    f mezera mezery mezeře mezery mezer mezerách
    f skupina skupiny skupině skupiny skupin skupinách
    m druh druhu druhu druhy druhů druzích
    m cíl cíle cíli cíle cílů cílech
    f dvojice dvojice dvojici dvojice dvojic dvojicích
    m úkol úkolu úkolu úkoly úkolů úkolech
    n jednání jednání jednání jednání jednání jednáních
    n hlášení hlášení hlášení hlášení hlášení hlášeních
    n stanovisko stanoviska stanovisku stanoviska stanovisek stanoviscích
    n usnesení usnesení usnesení usnesení usnesení usneseních
    n opatření opatření opatření opatření opatření opatřeních
    n upozornění upozornění upozornění upozornění upozornění upozorněních
    n kritérium kritéria kritériu kritéria kritérií kritériích
    f míra míry míře míry měr mírách
    f připomínka připomínky připomínce připomínky připomínek připomínkách
    f složka složky složce složky složek složkách
    m posun posunu posunu posuny posunů posunech
    m záměr záměru záměru záměry záměrů záměrech
    m bod bodu bodu body bodů bodech
    f buňka buňky buňce buňky buněk buňkách
    n pole pole poli pole polí polích
""".strip().splitlines())
"""Gender, then the six forms."""

ADJECTIVES = {"komunitní": "", "sociální": "", "další": "", "procentní": "", "akční": "", "nový": "é", "platný": "é",
              "závažný": "é", "seřazený": "é", "skončený": "é", "nesplněný": "é", "otevřený": "é"}
"""Adjectives that may stand between a number and its noun; soft ones decline otherwise than hard ones."""

AGREEING = (
    ("Splněna je", "Splněny jsou", "Splněno je"), ("platil", "platily", "platilo"),
    ("zaostává", "zaostávají", "zaostává"), ("má", "mají", "má"), ("nemá", "nemají", "nemá"),
    ("přebývá", "přebývají", "přebývá"), ("získala", "získaly", "získalo"), ("ztratila", "ztratily", "ztratilo"),
)
"""Predicates with one, with 2–4 and with other numbers."""

BETWEEN = ("", "jich ", "platný komunitní plán ")
"""What may stand between a predicate and its number."""

GENITIVE = ("u", "z", "ze", "od", "do", "bez", "kromě", "podle")
LOCATIVE = ("v", "ve")

AREAS = {
    "Česká Lípa": ("České Lípy", "České Lípě"),
    "Frýdlant": ("Frýdlantu",),
    "Jablonec nad Nisou": ("Jablonce nad Nisou", "Jablonci nad Nisou"),
    "Jilemnice": ("Jilemnici",),
    "Liberec": ("Liberce", "Liberci"),
    "Nový Bor": ("Nového Boru", "Novém Boru"),
    "Semily": ("Semil", "Semilech"),
    "Tanvald": ("Tanvaldu", "Tanvaldě"),
    "Turnov": ("Turnova", "Turnově"),
    "Železný Brod": ("Železného Brodu", "Železném Brodě"),
}
"""Names of areas with the forms of genitive and locative that are not the nominative."""

REGION = {"": "Liberecký kraj", "v": "Libereckém kraji", "do": "Libereckého kraje", "k": "Libereckému kraji"}
"""The region by the preposition before it; without one in the nominative or in the genitive of an attribute."""

DAY = re.compile(rf"\d{{1,2}}\.{NBSP}\d{{1,2}}\.{NBSP}\d{{4}}")
COUNTED = re.compile(
    rf"(?:(?P<before>\b[^\W\d_]+)[ {NBSP}])?(?<![\w.,–×÷/§])(?<![§\d]{NBSP})"
    rf"(?P<number>[−+]?\d{{1,3}}(?:{NBSP}\d{{3}})*(?:,\d+)?)(?![\d%.–/]|{NBSP}%)"
    rf"(?=(?P<after>(?:[ {NBSP}][^\W\d_]+){{0,3}}))")


def _class(number: str) -> str:
    if "," in number:
        return "decimal"
    value = abs(Decimal(number.replace(NBSP, "").replace("−", "-")))
    return "one" if value == 1 else "few" if value in (2, 3, 4) else "many"


def _right(noun: Noun, kind: str, before: str) -> str:
    """The form of a noun after a number of a class."""
    if before in LOCATIVE:
        return noun.in_one if kind == "one" else noun.in_many
    if before in GENITIVE:
        return noun.of_one if kind in ("one", "decimal") else noun.of_many
    return {"one": noun.one, "few": noun.few, "decimal": noun.of_one, "many": noun.of_many}[kind]


def _right_adjective(stem: str, noun: Noun, form: str) -> tuple[str, ...]:
    """Forms of an adjective beside a form of the noun."""
    soft, masculine = not ADJECTIVES[stem], noun.gender == "m"
    hard = stem[:-1]
    allowed = {
        noun.one: (stem if soft or masculine else hard + {"f": "á", "n": "é"}[noun.gender],),
        noun.in_many: (f"{stem}ch" if soft else f"{hard}ých",),
    }
    endings = {
        noun.of_one: stem + ("" if noun.gender == "f" else "ho") if soft else hard + (
            "é" if noun.gender == "f" else "ého"),
        noun.few: stem if soft else hard + ("á" if noun.gender == "n" else "é"),
        noun.of_many: f"{stem}ch" if soft else f"{hard}ých",
    }
    return (*allowed.get(form, ()), *(ending for known, ending in endings.items() if known == form))


def _adjective(word: str) -> str | None:
    return next((stem for stem in ADJECTIVES if word.startswith(stem if not ADJECTIVES[stem] else stem[:-1])), None)


def counted(text: str) -> Iterator[tuple[str, str, list[str], str]]:
    """Every number a noun of the table goes with: word before, number, adjectives, form of the noun."""
    for found in COUNTED.finditer(DAY.sub("¤", text)):
        passed: list[str] = []
        for word in found["after"].split():
            if any(word in noun for noun in NOUNS):
                yield (found["before"] or "").lower(), found["number"], passed, word
                break
            if _adjective(word) is None:
                break
            passed.append(word)


def uncounted(text: str) -> Iterator[str]:
    """The word after every number that goes with no noun of the table."""
    known = {(number, word) for _, number, _, word in counted(text)}
    for found in COUNTED.finditer(DAY.sub("¤", text)):
        following = found["after"].split()
        if following and not any((found["number"], word) in known for word in following):
            yield following[0]


def misdeclined(text: str) -> list[str]:
    """What is wrong with a sentence; empty where nothing is."""
    wrong = []
    for before, number, adjectives, word in counted(text):
        kind, nouns = _class(number), [noun for noun in NOUNS if word in noun]
        right = {_right(noun, kind, before) for noun in nouns}
        if word not in right:
            wrong.append(f"{before} {number} {word}: {' or '.join(sorted(right))}")
        for adjective in adjectives:
            stem = _adjective(adjective)
            if stem and not any(adjective in _right_adjective(stem, noun, word) for noun in nouns):
                wrong.append(f"{number} {adjective} {word}")
    return [*wrong, *_disagreeing(text), *_misnamed(text)]


def _disagreeing(text: str) -> Iterator[str]:
    number, bare = rf"(?P<number>\d{{1,3}}(?:{NBSP}\d{{3}})*(?:,\d+)?)", DAY.sub("¤", text)
    for forms in AGREEING:
        verb = rf"(?P<verb>{'|'.join(sorted(set(forms), key=len, reverse=True))})"
        before = rf"(?<!\w)(?<!\ba ){verb} (?:{'|'.join(BETWEEN)}){number}(?![\d,.]*{NBSP}%)"
        after = rf"(?<![\d,{NBSP}]){number} {verb}\b"
        for found in (*re.finditer(before, bare), *re.finditer(after, bare)):
            one, few, many = forms
            kind = _class(found["number"])
            if found["verb"] != {"one": one, "few": few}.get(kind, many):
                yield found[0]


def _misnamed(text: str) -> Iterator[str]:
    for name, declined in AREAS.items():
        for form in declined:
            yield from (found[0] for found in re.finditer(rf"ORP[ {NBSP}]{form}\b", text) if form != name)
    for found in re.finditer(rf"(?:\b(?P<before>v|do|k)[ {NBSP}])?Libereck\w+ kraj\w*", text, re.IGNORECASE):
        right = (REGION[(found["before"] or "").lower()],) if found["before"] else (REGION[""], REGION["do"])
        if not found[0].endswith(right):
            yield found[0]
