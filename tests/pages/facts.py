"""What the pages must show, counted from the CSV files of the data package and from nothing else."""

import csv
from datetime import date
from pathlib import Path

import streamlit.testing.v1 as testing

DATA = Path(__file__).resolve().parents[2] / "data"
NBSP = "\u00a0"
Rows = list[dict[str, str]]


def rows_of(table: str) -> Rows:
    """Rows of a table of the package, real and illustrative, as text."""
    rows: Rows = []
    for folder in ("reference", "demo"):
        path = DATA / folder / f"{table}.csv"
        if path.exists():
            with path.open(encoding="utf-8", newline="") as file:
                rows += csv.DictReader(file)
    return rows


def valid(row: dict[str, str], day: str) -> bool:
    """Whether a row with valid_from and valid_to holds on an ISO day, both ends included."""
    return row["valid_from"] <= day and (not row["valid_to"] or row["valid_to"] >= day)


def latest_reports(day: str) -> dict[str, dict[str, str]]:
    """The last report of each card up to the day."""
    past = sorted(
        (row for row in rows_of("progress_report") if row["date"] <= day), key=lambda row: (row["date"], row["id"])
    )
    return {row["activity_code"]: row for row in past}


def without_report_for_a_year(day: str) -> set[str]:
    """Cards that began, are neither done nor cancelled, and whose last report (or start) is over 12 months old."""
    year, rest = day.split("-", 1)
    limit, latest = f"{int(year) - 1}-{rest}", latest_reports(day)
    found = set()
    for card in rows_of("activity"):
        start = f"{card['start_year']}-01-01"
        report = latest.get(card["code"])
        if report and report["state"] in ("done", "cancelled"):
            continue
        if start <= day and (report["date"] if report else start) < limit:
            found.add(card["code"])
    return found


def day_in_words(day: str) -> str:
    written = date.fromisoformat(day)
    return f"{written.day}.{NBSP}{written.month}.{NBSP}{written.year}"


def html_of(app: testing.AppTest) -> str:
    """Every piece of HTML of the page, in order."""
    return "\n".join(element.proto.body for element in app.get("html"))


def texts(app: testing.AppTest) -> str:
    """Everything the page says in words outside tables, with Markdown's escapes taken out."""
    elements = (*app.subheader, *app.markdown, *app.warning, *app.info, *app.error)
    return "\n".join(element.value.replace("\\", "") for element in elements)
