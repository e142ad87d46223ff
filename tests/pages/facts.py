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


def asked_about(day: str) -> dict[str, str]:
    """The last state (empty: none) of every card that has begun and is neither done nor cancelled."""
    latest = latest_reports(day)
    states = {row["code"]: latest[row["code"]]["state"] if row["code"] in latest else "" for row in rows_of("activity")
              if f"{row['start_year']}-01-01" <= day}
    return {code: state for code, state in states.items() if state not in ("done", "cancelled")}


def with_a_milestone_passed(day: str) -> set[str]:
    """Open cards with a milestone whose day, as last moved, is over and which was not reached by then."""
    planned = {row["id"]: row["planned_date"] for row in rows_of("milestone")}
    for move in sorted(rows_of("milestone_move"), key=lambda row: row["date"]):
        if move["date"] <= day:
            planned[move["milestone_id"]] = move["planned_date"]
    return {
        row["activity_code"] for row in rows_of("milestone")
        if planned[row["id"]] < day and not (row["reached_date"] and row["reached_date"] <= day)
    } & set(asked_about(day))


def without_evidence(day: str) -> set[str]:
    """Cards whose last report claims work and shows neither a link nor a file."""
    return {code for code, row in latest_reports(day).items() if row["state"] in ("running", "done", "continuous")
            and not row["evidence_url"] and not row["evidence_file"]}


def without_guarantor(day: str) -> set[str]:
    held = {row["activity_code"] for row in rows_of("activity_guarantor") if valid(row, day)}
    return set(asked_about(day)) - held


def past_their_period(day: str) -> set[str]:
    ended = {row["code"] for row in rows_of("activity") if f"{row['end_year']}-12-31" < day}
    return {code for code, state in asked_about(day).items() if code in ended and state != "continuous"}
