"""Activity cards from PDF and text: every field of every card, whatever the order of the values under the labels."""

import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.errors import Issue, RejectedPackage
from lib.importers import card_lines, pdf_pages
from lib.importers.card_blocks import Part
from lib.importers.card_lines import document_lines
from lib.importers.card_tables import CARD_TABLES
from lib.importers.card_text import read_document
from lib.importers.card_values import GroupNames, read_goals, read_money, read_services
from lib.importers.cards import PlanOfCards, import_cards
from lib.importers.package import load_package
from lib.model.changes import differences
from lib.model.derived_rollup import Movement
from lib.model.incoming import ImportKind, Incoming
from lib.model.plan import ServiceScope
from lib.model.selection import AsOf
from lib.store.database import Database
from lib.store.releases import publish
from lib.text.messages import words_for
from lib.views.activities import activities_view, activity_detail
from lib.views.moved import moved_view
from tests.importers.made_cards import GLYPHS, Form, MadeCard, at, labelled, lines_of, pdf, pdf_of, rows_of, stream

PROJECT = Path(__file__).parents[2]
DOCUMENT = sorted((PROJECT.parent / "shared" / "seeds").glob("003_*.txt"))
Frames = dict[str, pd.DataFrame]

TOLD_BY_PLACE = ("A09-03", "A10-02")
"""Cards that say nothing of types and all of groups, or the other way round, which only their places tell."""

FURTHER_GOALS = ("Vazba na další", "strategické cíle:")
LIKE_THE_FIRST_CARD = Form(title_above=True, period_last=True, order=("told", "headed", "services", "groups", "goals"))
FILE_AT_THE_FOOT = Form(after=("023_P02_Priloha_c_1_Karty_rozvojovych_aktivit.PDF",), goals_label=FURTHER_GOALS)
FORMS = {
    "values after all labels": Form(),
    "the other label of goals, a file name at the foot, two spaces in the heading": replace(
        FILE_AT_THE_FOOT, heading="KARTA ROZVOJOVÉ  AKTIVITY"),
    "title above the heading, period last, types below": LIKE_THE_FIRST_CARD,
    "line breaks of Windows": Form(line_break="\r\n"),
}


@cache
def _embedded() -> Frames:
    return dict(load_package(PROJECT / "data").frames)


@pytest.fixture
def embedded() -> Frames:
    """The state that ships with the product, with the 46 cards of the document."""
    return dict(_embedded())


def refused(content: bytes | str, known: Frames, plan: PlanOfCards | None = None) -> list[Issue]:
    """The problems a document is refused for; every one has its Czech."""
    written = content.encode() if isinstance(content, str) else content
    with pytest.raises(RejectedPackage) as refusal:
        import_cards(written, "karty.txt", known, plan=plan)
    issues = list(refusal.value.issues)
    assert all(issue.blocking and in_czech(issue) for issue in issues)
    return issues


def in_czech(issue: Issue) -> bool:
    words = words_for("cs")
    return all(words(said, **issue.values) != said.format_map(issue.values) for said in (issue.rule, issue.remedy))


def imported(content: bytes | str, known: Frames, plan: PlanOfCards | None = None) -> Incoming:
    written = content.encode() if isinstance(content, str) else content
    found = import_cards(written, "karty.txt", known, plan=plan)
    assert not any(remark.blocking for remark in found.remarks)
    assert all(in_czech(remark) for remark in found.remarks)
    return found


def printed_again(known: Frames) -> list[MadeCard]:
    """The 46 cards written anew from the tables, with the words the document uses for what is no list."""
    types = known["service_type"].set_index("code")["name"]
    goals = known["goal"].set_index("code")["name"]
    said = {"all": "dopad na všechny druhy sociálních služeb", "none": "nerelevantní"}
    special = {
        "A01-03": "Zařízení sociálních služeb (§ 34)",
        "A09-02": "dopad na všechny druhy sociálních služeb a dále §94, §95. §96 zákona číslo 108/2006Sb. ve znění "
                  "pozdějších předpisů.",
        "A08-02": "služby sociální prevence: ",
    }

    def listed(name: str, column: str, code: str) -> list[str]:
        rows = known[name]
        return rows[rows["activity_code"] == code].sort_values("position")[column].tolist()

    cards = []
    for row in known["activity"].itertuples():
        paragraphs = listed("activity_service_type", "type_code", row.code)
        services = ", ".join(f"{types[one].capitalize()} (§{one})" for one in paragraphs) or said.get(row.service_scope)
        cards.append(MadeCard(
            row.code,
            row.title,
            tuple(f"{goal} {goals[goal]}" for goal in listed("activity_goal", "goal_code", row.code)),
            row.target_groups,
            f"{special.get(row.code, '')}{services}" if paragraphs else special.get(row.code, services),
            f"{row.start_year}-{row.end_year}", row.responsible, row.funding,
            ("Karta navazuje na A03-03 a na aktivity SC8. Podmínku stanovenou v § 58 splní nejpozději do konce období.",
             "zpět do plánu."),
        ))
    return cards


# --- the document itself ---------------------------------------------------------------------------------------------


@pytest.fixture
def document() -> str:
    if not DOCUMENT:
        pytest.skip("the source document lies beside the project only where it is developed")
    return DOCUMENT[0].read_text(encoding="utf-8")


def unchanged(found: Incoming, known: Frames) -> None:
    assert sorted(found.tables) == sorted(CARD_TABLES)
    assert "activity_evidence" not in CARD_TABLES  # what a need rests on is read by people, not by the importer
    for name in CARD_TABLES:
        pd.testing.assert_frame_equal(found.tables[name], known[name])
    assert not differences(known, found.tables)


def test_the_document_gives_the_46_cards_of_the_embedded_data_field_by_field(document: str, embedded: Frames) -> None:
    found = imported(document, embedded)
    unchanged(found, embedded)
    assert found.kind is ImportKind.CARDS
    assert found.details == {"cards": 46, "new": 0, "missing": 0, "plan": "SPRSS_2014_2017"}


def test_the_document_has_twenty_things_to_know_about(document: str, embedded: Frames) -> None:
    remarks = imported(document, embedded).remarks
    typing_errors = [(one.column[:6], one.value) for one in remarks if one.values.get("code") in ("43", "69")]
    assert typing_errors == [
        ("A03-01", "Podora samostatného bydlení"), ("A03-04", "Podpora samostaného bydlení"),
        ("A07-01", "Terenní programy"), ("A07-04", "Terenní programy"),
    ]
    assert [one.value for one in remarks if "kept as a note" in one.rule] == ["§ 34", "§ 94", "§ 95", "§ 96"]
    assert [one.column for one in remarks if one.rule.startswith("the goal")] == ["A03-02 SC3", "A03-04 SC3"]
    assert len([one for one in remarks if one.values.get("code") == "37"]) == 9
    assert len(remarks) == 20
    lines = document.split("\n")
    assert all("Sociální poradenství" in lines[one.row - 1] for one in remarks if one.values.get("code") == "37")


def test_the_document_as_a_pdf_gives_the_same_46_cards(document: str, embedded: Frames) -> None:
    pages, known_letters = [[]], set(GLYPHS) | {chr(code) for code in range(32, 127)}
    for line in document.split("\n"):
        if line.strip().startswith("Číslo aktivity"):
            pages.append([])
        pages[-1].append("".join(letter for letter in line if letter in known_letters))
    content = [b"".join(at(20, 5000 - 12 * place, line) for place, line in enumerate(page)) for page in pages]
    found = imported(pdf_of(content), embedded)
    unchanged(found, embedded)
    assert {remark.row for remark in found.remarks} <= set(range(1, 48))


# --- the same without the document -----------------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_46_cards_printed_again_change_nothing(form: Form, embedded: Frames) -> None:
    left_out = TOLD_BY_PLACE if form is LIKE_THE_FIRST_CARD else ()
    cards = [card for card in printed_again(embedded) if card.number not in left_out]
    found = imported(stream(cards, form), embedded)
    unchanged(found, embedded)
    assert (found.details["cards"], found.details["missing"]) == (46 - len(left_out), len(left_out))


def test_a_text_without_spaces_at_line_ends_is_read_where_its_lines_are_short(embedded: Frames) -> None:
    text = stream(printed_again(embedded), Form(tidy=True, line_break="\n"))
    unread = {issue.column for issue in refused(text, embedded)}
    long = {card.number for card in printed_again(embedded) if max(len(card.responsible), len(card.funding)) > 50}
    assert {column[:6] for column in unread} == long
    assert {column[7:] for column in unread} == {Part.RESPONSIBLE, Part.FUNDING}


@pytest.mark.parametrize("printed", [
    lambda cards: labelled(cards).encode(),
    lambda cards: labelled(cards).encode("cp1250"),
    lambda cards: labelled(cards, Form(line_break="\n")).encode("utf-8-sig"),
    pdf,
    lambda cards: stream(cards).encode(),
], ids=["labelled", "Windows-1250", "byte order mark", "ruled PDF", "values after all labels"])
def test_cards_of_every_kind_of_file_change_nothing(
    printed: Callable[[list[MadeCard]], bytes], embedded: Frames,
) -> None:
    found = imported(printed(printed_again(embedded)), embedded)
    unchanged(found, embedded)
    assert found.details == {"cards": 46, "new": 0, "missing": 0, "plan": "SPRSS_2014_2017"}


def test_values_of_a_new_card_are_read_to_the_letter(frames: Frames) -> None:
    card = MadeCard(
        title="Rozvoj lůžek v domovech pro seniory tam, kde jich je v poměru k počtu starších lidí nejméně",
        services="Domovy pro senory (§\n49), Odborné sociální poradenství (§37)".replace("\n", " "),
        responsible="LK (ve spolupráci s obcemi a s poskytovateli sociálních služeb v celém kraji)",
        funding="EU a kraj ve výši 4,5 mil. Kč", period="2015 – 2016", groups="senioři v plánu, ",
        goals=("SC2 Poradenství", "SC1 Pobytové služby"),
    )
    found = imported(stream([card]), frames)
    row = found.tables["activity"].set_index("code").loc["A01-02"]
    assert row.drop(["source_id"]).dropna().to_dict() == {
        "plan_code": "P2014", "goal_code": "SC1",
        "title": "Rozvoj lůžek v domovech pro seniory tam, kde jich je v poměru k počtu starších lidí nejméně",
        "service_scope": "listed", "target_groups": "senioři v plánu", "start_year": 2015, "end_year": 2016,
        "responsible": "LK (ve spolupráci s obcemi a s poskytovateli sociálních služeb v celém kraji)",
        "funding": "EU a kraj ve výši 4,5 mil. Kč", "amount_czk": 4_500_000.0,
    }
    links = {name: found.tables[name].query("activity_code == 'A01-02'").drop(columns="source_id").values.tolist()
             for name in CARD_TABLES[1:]}
    assert links == {
        "activity_goal": [["A01-02", "SC1", 2], ["A01-02", "SC2", 1]],
        "activity_service_type": [["A01-02", "37", 2], ["A01-02", "49", 1]],
        "activity_target_group": [["A01-02", "plan_seniors", 1, "senioři v plánu"]],
    }
    [misspelt] = [one for one in found.remarks if one.value == "Domovy pro senory"]
    assert misspelt.values == {"code": "49", "name": "domovy pro seniory"}


def test_a_changed_card_keeps_its_summary_and_tells_its_new_source(frames: Frames) -> None:
    card = MadeCard("A01-01", "Domovy", ("SC1 Pobytové služby", "SC2 Poradenství"), "senioři v plánu",
                    "Domovy pro seniory (§ 49)", responsible="kraj", funding="kraj ve výši 2 mil. Kč")
    found = imported(stream([card]), frames)
    row = found.tables["activity"].set_index("code").loc["A01-01"]
    assert (row["summary"], row["summary_en"], row["amount_czk"]) == ("Více lůžek.", "More beds.", 2_000_000)
    assert row["source_id"] == f"cards_{found.checksum[:12]}"
    source = found.tables["source"].set_index("id").loc[row["source_id"]]
    assert source[["publisher", "title", "licence", "kind", "note"]].tolist() == [
        "Zkušební kraj", "Karty rozvojových aktivit: Střednědobý plán 2014–2017", "CC BY 4.0", "official",
        "Soubor karty.txt"]
    assert found.tables["activity_goal"].query("activity_code == 'A01-01'")["source_id"].tolist() == ["register"] * 2


def test_a_card_the_document_lacks_stays_and_is_told(frames: Frames) -> None:
    found = imported(stream([MadeCard()]), frames)
    assert found.tables["activity"]["code"].tolist() == ["A01-01", "A01-02", "A02-01"]
    stays = found.tables["activity"][found.tables["activity"]["code"] != "A01-02"].reset_index(drop=True)
    pd.testing.assert_frame_equal(stays, frames["activity"])
    assert [one.value for one in found.remarks if "the card stays" in one.rule] == ["A01-01", "A02-01"]
    assert found.details == {"cards": 1, "new": 1, "missing": 2, "plan": "P2014"}


# --- order does not matter -------------------------------------------------------------------------------------------


IS_GROUPS = GroupNames(pd.DataFrame({
    "code": ["S", "OZP", "VSE", "NR"], "name": ["senioři", "osoby se zdravotním postižením", "všechny cílové skupiny",
                                               "nerelevantní"],
    "scheme": "plan", "role": ["group", "umbrella", "cross_cutting", "none"],
})).is_list

AWKWARD = MadeCard(
    number="A03-04",
    title="Podpora spolupráce zařízení, v jejichž péči je člověk dlouhodobě nemocný, a jejich návazné plánování",
    goals=("SC1 Rozvoj služeb pro seniory, kteří mohou s pomocí zůstat doma a nepotřebují pobytové služby",
           "SC3 Podpora začlenění do běžného života (terénní a ambulantní služby)"),
    groups="S, OZP, osoby se zdravotním postižením",
    services="Odlehčovací služby (§ 44), Krizová pomoc (§ 60), Intervenční centra (§ 60a), Sociální služby "
             "poskytované ve zdravotnických zařízeních (§ 52)",
    responsible="LK (resorty sociálních věcí a zdravotnictví, ve spolupráci s obcemi a s poskytovateli)",
    description=("Výstupem je spolupráce obou resortů. Nutno provázat s A03-03 a s aktivitami SC8.",
                 "1) zmapování potřeb v obcích,", "2) společné plánování."),
)


def values_of(text: str) -> dict[Part, str]:
    [card] = read_document(document_lines(text.encode(), "karty.txt"), IS_GROUPS).cards
    assert card.troubles == ()
    return {part: " ".join(block.text.split()) for part, block in card.values.items() if part is not Part.DESCRIPTION}


EXPECTED = {
    Part.TITLE: AWKWARD.title, Part.GOALS: " ".join(AWKWARD.goals), Part.GROUPS: AWKWARD.groups,
    Part.SERVICES: AWKWARD.services, Part.PERIOD: AWKWARD.period, Part.RESPONSIBLE: AWKWARD.responsible,
    Part.FUNDING: AWKWARD.funding,
}


@settings(max_examples=120, deadline=None)
@given(st.permutations(("told", "services", "headed", "goals", "groups")), st.booleans(),
       st.sampled_from((Form().goals_label, FURTHER_GOALS)), st.sampled_from(("\n", "\n\n", "\r\n\r\n")))
def test_the_order_of_values_below_the_labels_does_not_matter(
    order: list[str], title_above: bool, label: tuple[str, str], line_break: str,
) -> None:
    form = Form(order=tuple(order), title_above=title_above, goals_label=label, line_break=line_break)
    assert values_of(stream([AWKWARD], form)) == EXPECTED


@settings(max_examples=60, deadline=None)
@given(st.permutations(rows_of(AWKWARD)))
def test_the_order_of_labelled_values_does_not_matter(rows: list[tuple[str, str]]) -> None:
    lines = ["Číslo aktivity: A03-04"]
    for label, value in rows:
        first, *rest = lines_of(value)
        lines += [f"{label} {first}", *rest] if label.endswith(":") else [label, first, *rest]
    assert values_of("\n".join(lines)) == EXPECTED


def test_halves_of_labels_with_values_beside_them_are_read() -> None:
    text = """Číslo aktivity: A01-02
Název aktivity:        Podpora terénních služeb
Vazba na strategický   SC2 Humanizace a transformace pobytových
cíl:                   služeb
Cílové skupiny         S, OZP
uživatelů:
Dotčené druhy          Osobní asistence (§ 39), Pečovatelská služba (§
sociálních služeb (§): 40)
Doba realizace:        2014-2017
Odpovědnost za         LK, obce
realizaci
Financování:           bez finanční zátěže
Popis aktivity:        Podpora se odvíjí od poptávky v obcích."""
    assert values_of(text) == {
        Part.TITLE: "Podpora terénních služeb", Part.GOALS: "SC2 Humanizace a transformace pobytových služeb",
        Part.GROUPS: "S, OZP", Part.SERVICES: "Osobní asistence (§ 39), Pečovatelská služba (§ 40)",
        Part.PERIOD: "2014-2017", Part.RESPONSIBLE: "LK, obce", Part.FUNDING: "bez finanční zátěže",
    }


def test_nothing_and_all_are_told_apart_by_where_they_stand() -> None:
    card = replace(AWKWARD, services="nerelevantní", groups="všechny")
    order = ("told", "services", "headed", "goals", "groups")
    found = values_of(stream([card], Form(order=order)))
    assert (found[Part.SERVICES], found[Part.GROUPS]) == ("nerelevantní", "všechny")
    same = replace(AWKWARD, services="všechny", groups="všechny")
    found = values_of(stream([same], Form(order=("groups", "headed", "services", "told", "goals"))))
    assert (found[Part.SERVICES], found[Part.GROUPS]) == ("všechny", "všechny")


def troubles_of(card: MadeCard, form: Form | None = None) -> dict[Part, str]:
    [read] = read_document(document_lines(stream([card], form).encode(), "karty.txt"), IS_GROUPS).cards
    return {trouble.part: trouble.reason[0] for trouble in read.troubles}


BESIDE = (Part.RESPONSIBLE, Part.FUNDING)


@pytest.mark.parametrize(("card", "form", "expected"), [
    (replace(AWKWARD, services="nerelevantní", groups="všechny"),
     Form(order=("groups", "services", "told", "headed", "goals")),
     dict.fromkeys((Part.SERVICES, Part.GROUPS), "it is not told which text is this value")),
    (replace(AWKWARD, period="od jara"), None,
     {Part.PERIOD: "the card does not say it", **dict.fromkeys(BESIDE, "it is not told which text is this value")}),
    (replace(AWKWARD, description=()), None,
     dict.fromkeys(BESIDE, "it is not told which text is this value")),
    (replace(AWKWARD, funding="Zaplatí se to z výnosu sbírky. Kraj přispěje."), None,
     {Part.FUNDING: "it is not told which text is this value"}),
    (replace(AWKWARD, groups="lidé v tísni"), None, {Part.GROUPS: "the card does not say it"}),
    (replace(AWKWARD, groups="S", description=(*AWKWARD.description, "2015-2016")), None,
     {Part.PERIOD: "the card has the value twice",
      **dict.fromkeys(BESIDE, "it is not told which text is this value")}),
    (AWKWARD, Form(heading="KARTA"), {Part.TITLE: "the card does not say it"}),
], ids=["nothing and all away from their places", "no period", "no description", "a sentence instead of a payer",
        "groups nobody knows", "two periods", "no heading"])
def test_what_cannot_be_told_is_reported_and_never_guessed(
    card: MadeCard, form: Form | None, expected: dict[Part, str],
) -> None:
    assert troubles_of(card, form) == expected


# --- values ----------------------------------------------------------------------------------------------------------


TYPES = ("37", "40", "49", "60", "60a")


@pytest.mark.parametrize(("text", "scope", "names", "others"), [
    ("Krizová pomoc (§ 60), Intervenční centra (§60a)", "listed",
     {"60": "Krizová pomoc", "60a": "Intervenční centra"}, ()),
    ("Péče ( § 40 ) ,Domovy (§49 )", "listed", {"40": "Péče", "49": "Domovy"}, ()),
    ("služby péče: Pečovatelská služba § 40", "listed", {"40": "Pečovatelská služba"}, ()),
    ("Zařízení sociálních služeb (§ 34)", "none", {}, ("34",)),
    ("dopad na všechny druhy sociálních služeb a dále §94, §95. §96 zákona číslo 108/2006Sb.", "all", {},
     ("94", "95", "96")),
    ("dopad na všechny druhy služeb a dále § 94–96 zákona", "all", {}, ("94–96",)),
    ("všechny", "all", {}, ()), ("nerelevantní", "none", {}, ()),
    ("Domovy (§ 49), zařízení (§ 34)", "listed", {"49": "Domovy"}, ("34",)),
])
def test_types_of_services_are_read_by_their_paragraph(
    text: str, scope: str, names: dict[str, str], others: tuple[str, ...],
) -> None:
    found = read_services(text, TYPES)
    assert (found.scope, dict(found.names), found.others, found.unclear) == (ServiceScope(scope), names, others, None)


@pytest.mark.parametrize(("text", "rule"), [
    ("Služby (§ 37–40)", "paragraphs of services are written as a range"),
    ("dopad na všechny druhy služeb a Domovy (§ 49)", "the card says all types of services and lists some of them"),
    ("Pečovatelská služba (§ 40), Domovy (49), Poradna (§ 37)", "a number stands without the sign §"),
    ("podle potřeby", "it is not told which types of services the card touches"),
])
def test_types_of_services_that_cannot_be_told_are_reported(text: str, rule: str) -> None:
    assert (read_services(text, TYPES).unclear or ("",))[0] == rule


@pytest.mark.parametrize(("item", "codes"), [
    ("S", ("S",)), ("s", ()), ("osoby ohrožené sociálních vyloučením", ("SV",)), ("rodina s dětmi", ("RD",)),
    ("včetně národnostních menšin a cizinců", ("NM", "CIZ")), ("osoby ohrožení závislostí", ("ZAV",)),
    ("děti a mládež od 6 do 26 let", ("DM626",)), ("děti a mládež do 26 let", ("DM26",)),
    ("děti a mládež od 15 do 26 let", ()), ("dopad na všechny cílové skupiny", ("VSE",)), ("všechny", ("VSE",)),
    ("nerelevantní", ("NR",)), ("oběti násilí", ()), ("cizinci a nikdo", ()),
])
def test_target_groups_are_known_in_any_case_and_with_a_wrong_ending(
    item: str, codes: tuple[str, ...], embedded: Frames,
) -> None:
    assert GroupNames(embedded["target_group"]).codes(item) == codes


@pytest.mark.parametrize(("funding", "amount", "written"), [
    ("ESF a LK ve výši 60,2 mil. Kč", 60_200_000, 1), ("LK 84 mil. Kč", 84_000_000, 1), ("450 tis. Kč", 450_000, 1),
    ("1 250 000 Kč", 1_250_000, 1), ("LK, obce", None, 0), ("4,6 mil. Kč a 450 tis. Kč", None, 2),
    ("celkem 4,6 mil. Kč (dotace pro Domov, p. o. činí 450 tis. Kč)", 450_000, 2), ("9" * 5000 + " Kč", None, 0),
])
def test_money_is_taken_only_where_it_is_told_whose_it_is(funding: str, amount: float | None, written: int) -> None:
    found = read_money(funding, "Domov, p. o.")
    assert (found.amount_czk, len(found.written)) == (amount, written)


def test_goals_keep_the_order_of_the_card_and_count_once() -> None:
    assert read_goals("SC2 Poradny SC10: Vzdělávání, SC2 Poradny") == {2: "Poradny", 10: "Vzdělávání"}


# --- another plan ----------------------------------------------------------------------------------------------------


NEXT = PlanOfCards("P2018", "Střednědobý plán 2018–2020", date(2018, 1, 1), date(2020, 12, 31))
NEXT_CARDS = (
    MadeCard("A01-01", "Dostupné domovy", ("SC2 Poradny pro každého",), period="2018-2020", responsible="kraj"),
    MadeCard("A02-01", "Poradny v obcích", ("SC1 Bydlení ve stáří",), period="2018-2019",
             services="Odborné sociální poradenství (§ 37)"),
)
NEXT_FORM = Form(years="2018-2020")


def test_cards_of_the_next_period_come_as_a_new_plan_and_the_old_one_stays(frames: Frames) -> None:
    found = imported(stream(NEXT_CARDS, NEXT_FORM), frames, NEXT)
    rows = differences(frames, found.tables)
    assert {(row.table, row.kind.value) for row in rows.rows} == {
        (name, "new") for name in (*CARD_TABLES, "strategic_plan", "goal", "source")}
    assert [row.key for row in rows.of("activity")] == [("A01-01.P2018",), ("A02-01.P2018",)]
    goals = found.tables["goal"].query("plan_code == 'P2018'")
    assert goals[["code", "position", "name"]].values.tolist() == [
        ["SC1.P2018", 1, "Bydlení ve stáří"], ["SC2.P2018", 2, "Poradny pro každého"]]
    assert goals["name_en"].isna().all()
    assert found.tables["activity"].query("plan_code == 'P2018'")["goal_code"].tolist() == ["SC1.P2018", "SC2.P2018"]
    assert [(one.column, one.value) for one in found.remarks] == [
        ("SC1", "Bydlení ve stáří"), ("SC2", "Poradny pro každého")]
    plan = found.tables["strategic_plan"].set_index("code").loc["P2018"]
    assert (plan["title"], plan["valid_from"].date(), plan["valid_to"].date()) == (
        NEXT.title, NEXT.valid_from, NEXT.valid_to)
    assert found.details == {"cards": 2, "new": 2, "missing": 0, "plan": "P2018"}


def test_cards_of_the_next_period_sent_again_change_nothing(frames: Frames) -> None:
    text = stream(NEXT_CARDS, NEXT_FORM)
    state = {**frames, **imported(text, frames, NEXT).tables}
    again = imported(text, state)
    assert not differences(state, again.tables)
    assert again.details == {"cards": 2, "new": 0, "missing": 0, "plan": "P2018"}
    longer = imported(stream([*NEXT_CARDS, replace(NEXT_CARDS[0], number="A01-02")], NEXT_FORM), state)
    assert [row.key for row in differences(state, longer.tables).of("activity")] == [("A01-02.P2018",)]


def test_a_goal_nobody_names_must_be_supplied(frames: Frames) -> None:
    text = stream(NEXT_CARDS[:1], NEXT_FORM)
    [issue] = refused(text, frames, NEXT)
    assert (issue.column, issue.remedy) == ("SC1", "Give the name of the goal with the plan")
    named = imported(text, frames, replace(NEXT, goals={"SC1": "Bydlení"}))
    assert named.tables["goal"].set_index("code").at["SC1.P2018", "name"] == "Bydlení"
    listed = imported(f"Cíle plánu\nSC1 Domácí péče\nSC2 Poradny pro každého\n{text}", frames, NEXT)
    goals = listed.tables["goal"].query("plan_code == 'P2018'")
    assert goals["name"].tolist() == ["Domácí péče", "Poradny pro každého"]


def test_a_goal_called_by_two_names_equally_often_is_not_chosen_for(frames: Frames) -> None:
    cards = [*NEXT_CARDS, replace(NEXT_CARDS[0], number="A01-02", goals=("SC2 Poradny pro všechny",))]
    [issue] = refused(stream(cards, NEXT_FORM), frames, NEXT)
    assert issue.column == "SC2"
    third = imported(stream([*cards, replace(cards[2], number="A01-03")], NEXT_FORM), frames, NEXT)
    assert third.tables["goal"].set_index("code").at["SC2.P2018", "name"] == "Poradny pro všechny"
    [other] = [one for one in third.remarks if one.rule.startswith("the goal {goal}")]
    assert (other.column, other.value) == ("A01-01 SC2", "Poradny pro každého")


def test_a_known_plan_is_not_overwritten(frames: Frames) -> None:
    text = stream(NEXT_CARDS, NEXT_FORM)
    state = {**frames, **imported(text, frames, NEXT).tables}
    renamed = imported(text, state, replace(NEXT, title="Jiný název"))
    assert "strategic_plan" not in renamed.tables
    assert [one.rule for one in renamed.remarks] == ["the plan is known under another title: {title}"]
    other = refused(text, state, replace(NEXT, valid_to=date(2021, 12, 31)))
    assert [issue.rule for issue in other] == [
        "the document is of another period than the plan {plan}",
        "the plan is known with another period: {begins} to {ends}",
    ]
    [issue] = refused(text, state, replace(NEXT, valid_to=date(2020, 6, 30)))
    assert issue.values == {"begins": date(2018, 1, 1), "ends": date(2020, 12, 31)}


def test_a_document_of_a_period_no_plan_has_asks_for_the_plan(frames: Frames) -> None:
    [issue] = refused(stream(NEXT_CARDS, NEXT_FORM), frames)
    assert (issue.value, issue.rule) == ("2018–2020", "it is not told which plan the cards belong to")


@pytest.fixture
def two_plans(sqlite: Database, frames: Frames) -> Iterator[Database]:
    tables = imported(stream(NEXT_CARDS, NEXT_FORM), frames, NEXT).tables
    publish(sqlite, {**frames, **tables}, note="next", by_role="správce dat", source_name="karty",
            source_checksum="next", published_at=datetime(2018, 7, 1, 12, 0, tzinfo=UTC))
    yield sqlite


@pytest.mark.parametrize(("day", "codes", "begins"), [
    (date(2010, 1, 1), ["A01-01", "A02-01"], date(2014, 1, 1)),
    (date(2017, 12, 31), ["A01-01", "A02-01"], date(2014, 1, 1)),
    (date(2018, 1, 1), ["A01-01.P2018", "A02-01.P2018"], date(2018, 1, 1)),
    (date(2030, 1, 1), ["A01-01.P2018", "A02-01.P2018"], date(2018, 1, 1)),
])
def test_a_day_shows_the_cards_of_the_last_plan_begun(
    day: date, codes: list[str], begins: date, two_plans: Database,
) -> None:
    view = activities_view(two_plans, AsOf(valid_on=day, known_at=2))
    assert view.cards.frame["code"].tolist() == codes
    assert view.progress.frame["activity_code"].tolist() == codes
    assert view.begins == begins
    assert list(view.goal_names("en").values()) == (
        ["Residential services", "Counselling"] if begins.year == 2014 else ["Bydlení ve stáří", "Poradny pro každého"])


def test_a_card_of_the_old_plan_opens_on_a_day_of_the_new_one_and_plans_are_not_compared(two_plans: Database) -> None:
    at = AsOf(valid_on=date(2019, 1, 1), known_at=2)
    old, new = activity_detail(two_plans, at, "A01-01"), activity_detail(two_plans, at, "A01-01.P2018")
    assert (old.facts["title"], old.progress["declared_pct"], old.progress["reports"]) == ("Domovy", 40, 2)
    assert (new.facts["title"], new.progress["reports"]) == ("Dostupné domovy", 0)
    assert new.main_goal["name_en"] == "Bydlení ve stáří"
    # The limits of reporting, by which signals are raised, are illustrative in the made region.
    assert {source.id for source in new.provenance.sources} == {
        f"cards_{new.facts['source_id'][6:]}", "register", "demo"}
    view = moved_view(two_plans, AsOf(valid_on=date(2018, 1, 1), known_at=2), date(2017, 12, 31))
    assert (view.moved, view.flow) == (None, None)
    assert view.plans == ("Střednědobý plán 2014–2017", NEXT.title)
    same = moved_view(two_plans, AsOf(valid_on=date(2017, 12, 31), known_at=2), date(2014, 12, 30))
    assert (same.counts()[Movement.FIRST_REPORT], sum(same.counts().values())) == (1, 2)


# --- files nobody vouches for ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("content", "rule"), [
    (b"", "the file holds no card: no line begins with {words}"),
    ("Usnesení zastupitelstva".encode(), "the file holds no card: no line begins with {words}"),
    (stream([MadeCard()]).encode("utf-16"), "the text holds a control character"),
    (b"\x81\x83" + "Číslo aktivity: A01-01".encode(), "the file is neither in UTF-8 nor in Windows-1250"),
    (stream([MadeCard()]).encode() + b"\x00", "the text holds a control character"),
    (b"a" * (5 * 1024 * 1024 + 1), "the file has {size} bytes, the limit is {limit}"),
    (b"%PDF-1.4" + b" " * (30 * 1024 * 1024), "the file has {size} bytes, the limit is {limit}"),
    (b"a\n" * 200_001, "the document has more than {limit} lines"),
    (b"%PDF-1.7\nnothing of a PDF", "the PDF cannot be read"),
    (pdf([MadeCard()])[:700], "the PDF cannot be read"),
    (pdf_of([b"100 100 50 50 re S"]), "the PDF holds no text, only pictures of pages"),
    (pdf_of([b""] * 301), "the document has more than {limit} pages"),
    (pdf([MadeCard()], extra=b"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s> >> /ID [<00> <00>]"
         % (b"11" * 32, b"22" * 32)), "the PDF is locked by a password"),
], ids=["empty", "no card", "UTF-16", "no encoding", "control character", "large text", "large PDF", "many lines",
        "no PDF", "half a PDF", "scan", "many pages", "password"])
def test_a_file_that_is_no_document_of_cards_is_refused(content: bytes, rule: str, frames: Frames) -> None:
    [issue] = refused(content, frames)
    assert issue.rule == rule


def test_a_pdf_that_swells_in_memory_is_refused_without_harm(frames: Frames) -> None:
    packer = zlib.compressobj(1)
    packed = b"".join(packer.compress(bytes(16 * 1024 * 1024)) for _ in range(52)) + packer.flush()
    bomb = pdf_of([b"x"]).replace(
        b"<< /Length 1 >>\nstream\nx\n", b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\n" % (len(packed), packed))
    assert len(bomb) < 7 * 1024 * 1024
    [issue] = refused(bomb, frames)
    assert issue.rule == "the PDF cannot be read"


def test_a_pdf_that_takes_too_long_is_refused(frames: Frames, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(card_lines, "PDF_SECONDS", 0.05)
    [issue] = refused(pdf([MadeCard()]), frames)
    assert issue.rule == "the PDF cannot be read"


def test_a_pdf_with_too_many_letters_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_pages, "MAX_CHARACTERS", 100)
    assert pdf_pages.pages(pdf([MadeCard()])) == {"problem": "text"}


def test_every_problem_of_a_document_is_told_at_once_with_its_place(frames: Frames) -> None:
    cards = [
        MadeCard("A1-1"), MadeCard("A01-02", period="2017-2014"), MadeCard("A01-03"), MadeCard("A01–03"),
        MadeCard("A01-04", services="Služby (§ 37–40)"), MadeCard("A01-05", goals=("SC2 Poradenství a něco navíc",)),
        MadeCard("A01-06", groups="lidé v tísni"), MadeCard("A09-01"),
    ]
    text = stream(cards)
    found = [(issue.column, issue.value) for issue in refused(text, frames)]
    assert sorted(found) == sorted([
        ("Číslo aktivity", "A1-1"), ("A01-02 Doba realizace", "2017-2014"), ("Číslo aktivity", "A01-03"),
        ("Číslo aktivity", "A01-03"), ("A01-04 Dotčené druhy sociálních služeb", "Služby (§ 37–40)"),
        ("A01-05 SC2", "a něco navíc"), ("A01-06 Cílové skupiny", ""), ("SC9", ""),
    ])
    lines = text.split("\n")
    [period] = [issue for issue in refused(text, frames) if issue.column == "A01-02 Doba realizace"]
    assert lines[period.row - 1] == "2017-2014"


def test_html_in_a_card_is_refused_with_its_place(frames: Frames) -> None:
    text = stream([MadeCard(title="Domovy <script>alert(1)</script>")])
    [issue] = refused(text, frames)
    assert (issue.column, issue.rule) == ("A01-02 title", "the text holds HTML")
    assert text.split("\n")[issue.row - 1] == "Číslo aktivity: A01-02"


def test_a_target_group_the_plan_does_not_know_is_kept_as_written_and_told(frames: Frames) -> None:
    found = imported(labelled([MadeCard(groups="senioři v plánu, lidé v tísni")]), frames)
    assert found.tables["activity"].set_index("code").at["A01-02", "target_groups"] == "senioři v plánu, lidé v tísni"
    assert found.tables["activity_target_group"].query("activity_code == 'A01-02'")["group_code"].tolist() == [
        "plan_seniors"]
    assert "lidé v tísni" in [one.value for one in found.remarks]


def test_paragraphs_that_are_no_type_make_the_note_of_a_new_card(frames: Frames) -> None:
    found = imported(stream([MadeCard(services="Zařízení sociálních služeb (§ 34)")]), frames)
    row = found.tables["activity"].set_index("code").loc["A01-02"]
    assert (row["service_scope"], row["service_note"]) == (
        "none", "Karta uvádí „Zařízení sociálních služeb (§ 34)“. Druhem sociální služby není: §\u00a034.")


def test_a_card_longer_than_any_card_is_not_read(frames: Frames) -> None:
    [issue] = refused(stream([MadeCard(description=("Popis " * 10_000,))]), frames)
    assert issue.rule == "the text of the card is too long"
