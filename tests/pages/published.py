"""The published files read without the product's code, so that a number on a page is checked against a second sum."""

import csv
import re
from dataclasses import dataclass
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

DATA = Path(__file__).resolve().parents[2] / "data"


def rows_of(table: str) -> list[dict[str, str]]:
    """Rows of a table from the real and the illustrative folder, as text."""
    found = []
    for folder in ("reference", "demo"):
        file = DATA / folder / f"{table}.csv"
        if file.exists():
            with file.open(encoding="utf-8", newline="") as opened:
                found += list(csv.DictReader(opened))
    return found


@dataclass(frozen=True)
class Published:
    """What the pages on coverage are computed from."""

    orps: dict[str, str]
    names: dict[str, str]
    orp_of: dict[str, str]
    persons: dict[str, int]
    plans: list[dict[str, str]]
    members: dict[str, set[str]]
    reports: list[dict[str, str]]

    @property
    def municipalities(self) -> set[str]:
        return set(self.names)

    def inside(self, orp: str) -> set[str]:
        return {code for code, of in self.orp_of.items() if of == orp}

    def people(self, codes: set[str]) -> int:
        return sum(self.persons[code] for code in codes)

    def plans_on(self, day: date) -> set[str]:
        """Approved plans whose both ends are known and hold the day; an extension counts."""
        at = day.isoformat()
        return {
            plan["code"] for plan in self.plans
            if plan["status"] == "approved" and plan["valid_from"] and plan["valid_to"]
            and plan["valid_from"] <= at <= max(plan["valid_to"], plan["extended_to"])
        }

    def covered_on(self, day: date) -> set[str]:
        return {code for plan in self.plans_on(day) for code in self.members.get(plan, set())}

    def cards_in_state(self, day: date, state: str) -> int:
        """Cards whose last report up to the day declares the state."""
        last: dict[str, dict[str, str]] = {}
        for report in sorted(self.reports, key=lambda report: (report["date"], report["id"])):
            if report["date"] <= day.isoformat():
                last[report["activity_code"]] = report
        return sum(report["state"] == state for report in last.values())


def read_published() -> Published:
    municipalities = rows_of("municipality")
    members: dict[str, set[str]] = {}
    for row in rows_of("community_plan_municipality"):
        members.setdefault(row["plan_code"], set()).add(row["municipality_code"])
    return Published(
        orps={row["code"]: row["name"] for row in rows_of("orp")},
        names={row["code"]: row["name"] for row in municipalities},
        orp_of={row["code"]: row["orp_code"] for row in municipalities},
        persons={row["area_code"]: int(row["persons"]) for row in rows_of("population")
                 if row["level"] == "municipality" and row["age_group"] == "total"},
        plans=rows_of("community_plan"),
        members=members,
        reports=rows_of("progress_report"),
    )


def screen(shown: Any) -> str:
    """Text as a reader sees it: no tags, no escapes, every space a plain one."""
    text = shown if isinstance(shown, str) else shown.proto.body
    text = re.sub(r"<style>.*?</style>", " ", text, flags=re.S)
    text = unescape(re.sub(r"<[^>]+>", " ", text)).replace("\\", "")
    return re.sub(r"\s+([.,;)])", r"\1", " ".join(text.split()))
