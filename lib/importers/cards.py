"""Cards of development activities of a medium-term plan, from the PDF or the text of their document."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256

import pandas as pd

from lib.errors import Issue, RejectedPackage
from lib.importers.base import MAX_ISSUES, rejected
from lib.importers.card_blocks import Block, Part
from lib.importers.card_goals import GoalNames
from lib.importers.card_lines import document_lines
from lib.importers.card_tables import Card, PlanCodes, card_tables, extended, plan_codes, source_row
from lib.importers.card_text import PrintedCard, PrintedDocument, read_document
from lib.importers.card_values import GroupNames, NamedServices, list_items, read_goals, read_money, read_services
from lib.model.incoming import ImportKind, Incoming
from lib.model.lookup import records
from lib.model.plan import printed_code

Frames = Mapping[str, pd.DataFrame]

CARD_NUMBER = re.compile(r"A\d{2}-\d{2}")
DASHES = str.maketrans("–—‐", "---")
KEEP_OR_CORRECT = "The paragraph decides; correct the name in the document if it is wrong"


@dataclass(frozen=True, slots=True)
class PlanOfCards:
    """The medium-term plan the cards of a document belong to.

    `goals`: names of its goals by code as printed (SC1), for those the document does not name. A plan that is known
    under the code stays as it is.
    """

    code: str
    title: str
    valid_from: date
    valid_to: date
    approved_on: date | None = None
    resolution: str | None = None
    goals: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class _Report:
    """What is found wrong on the way, and what is only worth knowing."""

    file: str
    issues: list[Issue] = field(default_factory=list)
    remarks: list[Issue] = field(default_factory=list)

    def unreadable(self, place: int, column: str, value: str, rule: str, remedy: str, **values: object) -> None:
        self.issues.append(Issue(self.file, place, column, value[:80], rule, remedy, values=values))

    def remark(self, place: int, column: str, value: str, rule: str, remedy: str, **values: object) -> None:
        self.remarks.append(Issue(self.file, place, column, value[:80], rule, remedy, blocking=False, values=values))


def import_cards(content: bytes, name: str, known: Frames, *, plan: PlanOfCards | None = None) -> Incoming:
    """The tables of the plan with the cards of a document in them.

    Parameters
    ----------
    content : a PDF with text, or a text in UTF-8 or Windows-1250. name : what the file is called.
    known : the published state, every table of `lib.model.schemas.TABLES`.
    plan : the plan the cards belong to; without it the plan with cards whose period the document names.

    Returns
    -------
    Tables activity, activity_goal, activity_service_type and activity_target_group whole, and strategic_plan, goal and
    source where rows were added. Cards of a plan other than the first get the code of their plan behind their number.
    Nothing is deleted: a card the document lacks stays and is remarked on. `details`: numbers of cards, of new ones and
    of those missing in the document, and the code of the plan.

    Raises
    ------
    RejectedPackage : with every problem found. `row` of an issue is the line of the text or the page of the PDF,
        `column` the card and the label.
    """
    # pandera takes about a second to import; a start that imports nothing does not need it.
    from lib.importers.card_checks import table_problems

    report = _Report(name)
    groups = GroupNames(known["target_group"])
    document = read_document(document_lines(content, name), groups.is_list)
    if not document.cards:
        raise rejected(name, 0, "", "", "the file holds no card: no line begins with {words}",
                       "Send the document with the cards", words="Číslo aktivity")
    types = dict(zip(known["service_type"]["code"], known["service_type"]["name"], strict=True))
    cards = _cards(document, groups, types, report)
    target = _target(document, cards, known, plan, report)
    if target is None:
        raise RejectedPackage(report.issues[:MAX_ISSUES])
    codes, title, added_plan = target
    goals = GoalNames(known["goal"], codes, {} if plan is None else plan.goals, document.preamble)
    goals.read([(card.number, card.values[Part.GOALS].place, card.values[Part.GOALS].text)
                for card in document.cards if Part.GOALS in card.values], report.unreadable, report.remark)
    checksum = sha256(content).hexdigest()
    source = source_row(checksum, name, title, known)
    added_goals = goals.added(cards, str(source["id"]), report.unreadable, report.remark)
    if report.issues:
        raise RejectedPackage(report.issues[:MAX_ISSUES])
    tables = card_tables(cards, codes, known, str(source["id"]))
    if added_goals:
        tables["goal"] = extended("goal", known["goal"], added_goals)
    if added_plan is not None:
        row = {**added_plan, "source_id": source["id"]}
        tables["strategic_plan"] = extended("strategic_plan", known["strategic_plan"], [row])
    if any((frame["source_id"] == source["id"]).any() for frame in tables.values()):
        others = known["source"][known["source"]["id"] != source["id"]]
        tables["source"] = extended("source", others, [source])
    places = {codes.of(card.number): card.place for card in cards}
    report.issues += table_problems(tables, known, places, name)
    if report.issues:
        raise RejectedPackage(report.issues[:MAX_ISSUES])
    missing = _missing(cards, codes, known, report)
    details = {"cards": len(cards), "new": len(set(places) - set(known["activity"]["code"])), "missing": missing,
               "plan": codes.plan_code}
    return Incoming(ImportKind.CARDS, tables, name, checksum, tuple(report.remarks), details=details)


def _cards(
    document: PrintedDocument, groups: GroupNames, types: Mapping[str, str], report: _Report,
) -> list[Card]:
    """The cards that can be read whole; what cannot is reported."""
    read: list[Card] = []
    numbers = Counter(card.number.translate(DASHES) for card in document.cards)
    for printed in document.cards:
        number = printed.number.translate(DASHES)
        if not CARD_NUMBER.fullmatch(number):
            report.unreadable(printed.place, "Číslo aktivity", printed.number, "the number of the card cannot be read",
                         "Write it like {example}", example="A02-01")
            continue
        if numbers[number] > 1:
            report.unreadable(printed.place, "Číslo aktivity", number, "the document has the card twice",
                         "Keep one card of the number")
        for trouble in printed.troubles:
            rule, remedy = trouble.reason
            report.unreadable(trouble.place, f"{number} {trouble.part}", trouble.text, rule, remedy)
        wanted = {part for part in Part if part not in (Part.GOALS, Part.DESCRIPTION)}
        if wanted <= set(printed.values) and not printed.troubles:
            read.append(_card(number, printed, groups, types, report))
    return read


def _card(
    number: str, printed: PrintedCard, groups: GroupNames, types: Mapping[str, str], report: _Report,
) -> Card:
    values = printed.values
    start, end = _period(number, values[Part.PERIOD], report)
    services = _services(number, values[Part.SERVICES], types, report)
    named, unknown = groups.read(values[Part.GROUPS].text)
    for item in unknown:
        report.remark(values[Part.GROUPS].place, f"{number} {Part.GROUPS}", item,
                      "the plan has no such target group; the text is kept and linked to none",
                      "Add the group to the target groups of the plan, or correct the text")
    goals = read_goals(values[Part.GOALS].text) if Part.GOALS in values else {}
    if not goals:
        report.remark(printed.place, f"{number} {Part.GOALS}", "", "the card names no goal",
                      "Check that the document names none")
    responsible, funding = values[Part.RESPONSIBLE].text, values[Part.FUNDING].text
    money = read_money(funding, responsible)
    if money.amount_czk is None and money.written:
        report.remark(values[Part.FUNDING].place, f"{number} {Part.FUNDING}", "; ".join(money.written),
                      "it is not told which amount is the card's own; the amount stays unknown",
                      "Fill in the amount by hand when it is known")
    return Card(
        number=number, place=printed.place, title=values[Part.TITLE].text, goals=tuple(goals),
        services=services, services_text=values[Part.SERVICES].text, groups=named,
        groups_text=", ".join(list_items(values[Part.GROUPS].text)), start_year=start, end_year=end,
        responsible=responsible, funding=funding, money=money,
    )


def _period(number: str, value: Block, report: _Report) -> tuple[int, int]:
    start, end = (int(year) for year in re.findall(r"20\d\d", value.text))
    if end < start:
        report.unreadable(value.place, f"{number} {Part.PERIOD}", value.text, "the period ends before it begins",
                     "Correct one of the two years")
    return start, end


def _services(number: str, value: Block, types: Mapping[str, str], report: _Report) -> NamedServices:
    column = f"{number} {Part.SERVICES}"
    services = read_services(value.text, types)
    if services.unclear is not None:
        rule, remedy = services.unclear
        report.issues.append(Issue(report.file, value.place, column, value.text[:80], rule, remedy))
    for code, written in services.names.items():
        if written and written.lower() != types[code].lower():
            report.remark(value.place, column, written, "§ {code} is called otherwise: {name}", KEEP_OR_CORRECT,
                          code=code, name=types[code])
    for code in services.others:
        report.remark(value.place, column, f"§ {code}",
                      "the paragraph is no type of social service; it is kept as a note",
                      "Check the paragraph in the document")
    return services


def _target(
    document: PrintedDocument, cards: Sequence[Card], known: Frames, plan: PlanOfCards | None, report: _Report,
) -> tuple[PlanCodes, str, dict[str, object] | None] | None:
    """Codes in the plan of the cards, its title, and its row when it is new; None when it cannot be told."""
    plans = {str(row["code"]): row for row in records(known["strategic_plan"])}
    if plan is None:
        return _told_by_document(document, cards, plans, known, report)
    years = (plan.valid_from.year, plan.valid_to.year)
    if not any(first <= years[0] and years[1] <= last for first, last in document.years or {years}):
        report.unreadable(0, "", _range(*min(document.years)), "the document is of another period than the plan {plan}",
                     "Choose the plan of the document, or correct its period", plan=plan.code)
    row = plans.get(plan.code)
    if row is None:
        added: dict[str, object] = {
            "code": plan.code, "title": plan.title, "valid_from": plan.valid_from, "valid_to": plan.valid_to,
            "approved_on": plan.approved_on, "resolution": plan.resolution,
        }
        return plan_codes(plan.code, known), plan.title, added
    if (row["valid_from"].date(), row["valid_to"].date()) != (plan.valid_from, plan.valid_to):
        report.unreadable(0, "", plan.code, "the plan is known with another period: {begins} to {ends}",
                     "Give the period that is known, or another code",
                     begins=row["valid_from"].date(), ends=row["valid_to"].date())
    if row["title"] != plan.title:
        report.remark(0, "", plan.title, "the plan is known under another title: {title}",
                      "Change the title in the table of plans when it is wrong", title=row["title"])
    return plan_codes(plan.code, known), str(row["title"]), None


def _told_by_document(
    document: PrintedDocument, cards: Sequence[Card], plans: Mapping[str, dict[str, object]], known: Frames,
    report: _Report,
) -> tuple[PlanCodes, str, None] | None:
    """The plan with cards whose years the document names; where it names none, that all the cards lie within."""
    periods = {code: (_year(plans[code]["valid_from"]), _year(plans[code]["valid_to"]))
               for code in known["activity"]["plan_code"].unique()}
    if document.years:
        fitting = [code for code, years in periods.items() if {years} == document.years]
    else:
        fitting = [code for code, (first, last) in periods.items()
                   if cards and all(first <= card.start_year and card.end_year <= last for card in cards)]
    if len(fitting) != 1:
        report.unreadable(0, "", ", ".join(_range(*years) for years in sorted(document.years)),
                     "it is not told which plan the cards belong to",
                     "Give the plan of the cards: its code, title and period")
        return None
    return plan_codes(fitting[0], known), str(plans[fitting[0]]["title"]), None


def _year(value: object) -> int:
    return pd.Timestamp(str(value)).year


def _range(first: int, last: int) -> str:
    return f"{first}–{last}"


def _missing(cards: Sequence[Card], codes: PlanCodes, known: Frames, report: _Report) -> int:
    """How many cards of the plan the document lacks; each is remarked on."""
    own = known["activity"].loc[known["activity"]["plan_code"] == codes.plan_code, "code"]
    missing = sorted(set(own) - {codes.of(card.number) for card in cards})
    for code in missing:
        report.remark(0, "", printed_code(code), "the document lacks a card the plan has; the card stays",
                      "Delete the card by hand when the plan has dropped it")
    return len(missing)
