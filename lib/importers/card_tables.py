"""Cards put into the tables of the plan: what is known of a card and did not change stays as it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from lib.importers.card_values import (
    NamedGroup,
    NamedMoney,
    NamedServices,
    money_note,
    noted_paragraphs,
    service_note,
)
from lib.model.changes import plain
from lib.model.lookup import records
from lib.model.plan import code_in_plan, printed_code
from lib.model.schemas import DTYPES, TABLES
from lib.model.territory import SourceKind

Frames = Mapping[str, pd.DataFrame]
Row = dict[str, Any]

CARD_TABLES = ("activity", "activity_goal", "activity_service_type", "activity_target_group")
UNKNOWN_LICENCE = "neuvedena"


@dataclass(frozen=True, slots=True)
class Card:
    """A card as read. `number`: the code as printed; `goals`: numbers of the goals in the order of the card."""

    number: str
    place: int
    title: str
    goals: tuple[int, ...]
    services: NamedServices
    services_text: str
    groups: tuple[NamedGroup, ...]
    groups_text: str
    start_year: int
    end_year: int
    responsible: str
    funding: str
    money: NamedMoney

    @property
    def main_goal(self) -> str:
        """The goal the card belongs to, by its number: SC3 of A03-01."""
        return f"SC{int(self.number[1:3])}"


@dataclass(frozen=True, slots=True)
class PlanCodes:
    """The plan the cards belong to: its code, and the codes its cards and goals have already, as printed.

    `qualified`: new cards and goals get the code of the plan with theirs, because another plan numbers its own alike.
    """

    plan_code: str
    known: Mapping[str, str]
    qualified: bool

    def of(self, printed: str) -> str:
        """The code of a card or goal of this plan."""
        if printed in self.known:
            return self.known[printed]
        return code_in_plan(printed, self.plan_code) if self.qualified else printed


def plan_codes(plan_code: str, known: Frames) -> PlanCodes:
    """Codes in a plan. The first plan ever has its cards under their printed codes, every later one under longer."""
    own = [str(code) for name in ("activity", "goal")
           for code in known[name].loc[known[name]["plan_code"] == plan_code, "code"]]
    qualified = any(code != printed_code(code) for code in own) if own else not known["activity"].empty
    return PlanCodes(plan_code, {printed_code(code): code for code in own}, qualified)


def source_row(checksum: str, name: str, plan_title: str, known: Frames) -> Row:
    """The source that rows new or changed by a document come from."""
    earlier = known["source"][known["source"]["id"].isin(known["activity"]["source_id"])]
    return {
        "id": f"cards_{checksum[:12]}",
        "publisher": str(known["region"]["name"].iloc[0]),
        "title": f"Karty rozvojových aktivit: {plan_title}",
        "licence": UNKNOWN_LICENCE if earlier.empty else str(earlier["licence"].iloc[0]),
        "kind": SourceKind.OFFICIAL.value,
        "note": f"Soubor {name}",
    }


def card_tables(cards: Sequence[Card], codes: PlanCodes, known: Frames, source_id: str) -> dict[str, pd.DataFrame]:
    """The whole new content of the four tables of cards.

    Cards of other plans and cards the document lacks stay. Summaries are ours, so they stay with a known card and are
    absent of a new one. A row that says the same as before stays with its source.
    """
    found = {codes.of(card.number): card for card in cards}
    old = {str(row["code"]): row for row in records(known["activity"])}
    rows = {"activity": [_activity(code, card, codes, old.get(code), source_id) for code, card in found.items()]}
    rows["activity_goal"] = [
        {"activity_code": code, "goal_code": codes.of(f"SC{number}"), "position": position}
        for code, card in found.items() for position, number in enumerate(card.goals, 1)
    ]
    rows["activity_service_type"] = [
        {"activity_code": code, "type_code": type_code, "position": position}
        for code, card in found.items() for position, type_code in enumerate(card.services.names, 1)
    ]
    rows["activity_target_group"] = [
        {"activity_code": code, "group_code": group.code, "position": position, "as_written": group.as_written}
        for code, card in found.items() for position, group in enumerate(card.groups, 1)
    ]
    tables: dict[str, pd.DataFrame] = {}
    for name in CARD_TABLES:
        column = "code" if name == "activity" else "activity_code"
        stays = known[name][~known[name][column].isin(list(found))]
        tables[name] = extended(name, stays, _with_sources(name, rows[name], known, source_id))
    return tables


def extended(name: str, frame: pd.DataFrame, rows: Sequence[Row]) -> pd.DataFrame:
    """A table with rows added, in the order of its key; columns a row does not name are absent."""
    table = TABLES[name]
    added = pd.DataFrame({
        field.name: pd.Series([row.get(field.name) for row in rows], dtype=DTYPES[field.kind])
        for field in table.fields
    })
    parts = [part for part in (frame[list(table.columns)], added) if len(part)]
    whole = pd.concat(parts, ignore_index=True) if parts else added
    return whole.sort_values(list(table.key), ignore_index=True)


def _activity(code: str, card: Card, codes: PlanCodes, old: Row | None, source_id: str) -> Row:
    before = {} if old is None else {column: plain(value) for column, value in old.items()}
    row: Row = {
        **before,
        "code": code,
        "plan_code": codes.plan_code,
        "goal_code": codes.of(card.main_goal),
        "title": card.title,
        "service_scope": card.services.scope.value,
        "target_groups": card.groups_text,
        "start_year": card.start_year,
        "end_year": card.end_year,
        "responsible": card.responsible,
        "funding": card.funding,
        "amount_czk": card.money.amount_czk,
    }
    others = card.services.others
    if noted_paragraphs(str(before.get("service_note") or "")) != set(others):
        row["service_note"] = service_note(card.services_text, others) if others else None
    several = len(card.money.written) > 1
    if old is None or before["amount_czk"] != row["amount_czk"]:
        row["amount_note"] = money_note(card.money.written) if several else None
    row["source_id"] = source_id if row != before else before["source_id"]
    return row


def _with_sources(name: str, rows: Sequence[Row], known: Frames, source_id: str) -> list[Row]:
    """Rows of lists with the source they had when they said the same before."""
    if name == "activity":
        return list(rows)
    said = {tuple(row[column] for column in row if column != "source_id"): row["source_id"]
            for row in records(known[name])}
    columns = [column for column in TABLES[name].columns if column != "source_id"]
    return [{**row, "source_id": said.get(tuple(row[column] for column in columns), source_id)} for row in rows]
