"""The checks a set of tables must pass before anything is done with it."""

from collections.abc import Collection, Mapping
from datetime import date
from functools import cache
from typing import Any

import pandas as pd
import pandera.pandas as pa

from lib.errors import Issue
from lib.model.changes import plain
from lib.model.fields import CODE, Field, Table
from lib.model.plan import CARD_CODE
from lib.model.rules import subject_issues
from lib.model.schemas import DTYPES, TABLES

OWN_CHECKS = ("allowed", "minimum", "maximum", "pattern")
"""What `pandera_schema` calls the checks of values made from a declaration."""

EXAMPLES = {r"\d{2}[a-z]?": "60a", r"\d{6}": "990101", r"\d{7}": "1000001", r"\d{8}": "00000019", CARD_CODE: "A02-01",
            r"[0-9a-f]{64}": "0" * 64}
"""A value of each form that declarations ask for, to show how it is written."""

COMPANY_NUMBER, COMPANY_DIGITS = r"\d{8}", 8
"""The form of an IČO. Spreadsheets take it for a number and drop the zeros it begins with."""


@cache
def pandera_schema(table: Table) -> pa.DataFrameSchema:
    """The table's rules on its own columns and key, for frames whose dtypes are those of `DTYPES`."""
    return pa.DataFrameSchema(
        {field.name: pa.Column(DTYPES[field.kind], _checks(field), nullable=not field.required, name=field.name)
         for field in table.fields},
        unique=list(table.key),
        strict=True,
        name=table.name,
    )


def _checks(field: Field) -> list[pa.Check]:
    checks: list[pa.Check] = []
    if field.allowed:
        checks.append(pa.Check.isin(list(field.allowed), error="allowed"))
    if field.minimum is not None:
        checks.append(pa.Check.ge(field.minimum, error="minimum"))
    if field.maximum is not None:
        checks.append(pa.Check.le(field.maximum, error="maximum"))
    if field.pattern is not None:
        checks.append(pa.Check.str_matches(rf"^(?:{field.pattern})$", error="pattern"))
    return checks


def table_issues(table: Table, frame: pd.DataFrame, file: str) -> list[Issue]:
    """Problems of one table taken alone: missing columns, types, allowed values, ranges, repeated keys.

    Row numbers count the header as row 1, so the first data row is 2.
    """
    missing = [name for name in table.columns if name not in frame.columns]
    if missing:
        return [Issue(file, 1, name, "", "the column is missing", "Add the column") for name in missing]
    try:
        pandera_schema(table).validate(frame[list(table.columns)].reset_index(drop=True), lazy=True)
    except pa.errors.SchemaErrors as errors:
        cases: Any = errors.failure_cases
        issues: dict[tuple[int, str, str], Issue] = {}
        for case in cases.itertuples():
            if pd.isna(case.index) and case.check in OWN_CHECKS:
                continue  # a check that could not be tried on values of another type; the type is an issue of its own
            row = 0 if pd.isna(case.index) else int(case.index) + 2
            field = table.field(str(case.column)) if case.schema_context == "Column" else None
            value = "" if case.failure_case is None or pd.isna(case.failure_case) else str(case.failure_case)
            rule, remedy, values = _explained(str(case.check), field, value)
            column = field.name if field else ", ".join(table.key)
            issue = Issue(file, row, column, value, rule, remedy, values=values)
            issues.setdefault((row, issue.column, issue.rule), issue)
        return sorted(issues.values(), key=lambda issue: (issue.row, issue.column))
    return []


def _explained(check: str, field: Field | None, value: str) -> tuple[str, str, dict[str, object]]:
    """Rule, remedy and their values for a check that failed on a column, or on no single column: the key."""
    values: dict[str, object] = {}
    remedy = "Correct the value"
    match check:
        case _ if field is None:
            rule, remedy = "the key is repeated", "Keep one row for the key"
        case "not_nullable":
            rule, remedy = "a value is required", "Fill in the value"
        case "allowed":
            rule, values = "allowed values: {allowed}", {"allowed": ", ".join(field.allowed)}
        case "minimum":
            rule, values = "must be at least {minimum}", {"minimum": f"{field.minimum:g}"}
        case "maximum":
            rule, values = "must be at most {maximum}", {"maximum": f"{field.maximum:g}"}
        case "pattern" if field.pattern == CODE:
            rule, remedy = "a code has only letters without accents, digits and the signs . _ + -", "Correct the code"
        case "pattern" if field.pattern == COMPANY_NUMBER and value.isdecimal() and len(value) < COMPANY_DIGITS:
            rule, remedy = "the company number has lost its leading zero", "Write it as text: {written}"
            values = {"written": value.zfill(COMPANY_DIGITS)}
        case "pattern":
            rule, remedy = "the value is not written as the column asks", "Write it like {example}"
            values = {"example": EXAMPLES[str(field.pattern)]}
        case _:
            rule, remedy = "the value has another type than its column", "Write the value in the type of the column"
    return rule, remedy, values


def reference_issues(frames: Mapping[str, pd.DataFrame], files: Mapping[str, str]) -> list[Issue]:
    """Codes that point at no row of the table they refer to. An absent value points nowhere and is no issue.

    Only tables named in `files` are judged; `frames` has those they point at too.
    """
    issues: list[Issue] = []
    for name, table in TABLES.items():
        if name not in frames or name not in files:
            continue
        for field in table.fields:
            if field.references is None:
                continue
            target, column = field.references.split(".")
            values = frames[name][field.name].reset_index(drop=True)
            unknown = values[values.notna() & ~values.isin(frames[target][column])]
            issues += [
                Issue(files[name], row + 2, field.name, str(value), "{target} has no such {column}",
                      "Correct the code or add the row to {target}", values={"target": target, "column": column})
                for row, value in zip(unknown.index.tolist(), unknown, strict=True)
            ]
    return issues


NEEDED = (
    "region", "named_state", "orp", "municipality", "population", "service_type", "strategic_plan", "goal", "activity",
)
"""Tables no page can do without: the area, the day to begin with, people, types of services, the plan and its cards."""


def _row_count_issues(
    frames: Mapping[str, pd.DataFrame], files: Mapping[str, str], among: Collection[str]
) -> list[Issue]:
    issues = [Issue(files[name], 0, "", "", "the table has no row", "Add the rows of the table")
              for name in NEEDED if name in among and frames[name].empty]
    if "region" in among and len(frames["region"]) > 1:
        issues.append(Issue(files["region"], 0, "", "", "the table has {rows} rows", "Keep one region",
                            values={"rows": len(frames["region"])}))
    return issues


def _network_issues(versions: pd.DataFrame, file: str) -> list[Issue]:
    """Versions of the network that hold on the same day as one that began before them (or with them)."""
    periods = sorted(
        (begin.date(), date.max if pd.isna(end) else end.date(), row)
        for row, (begin, end) in enumerate(zip(versions["valid_from"], versions["valid_to"], strict=True))
        if not pd.isna(begin)
    )
    issues, taken_until = [], date.min
    for begin, end, row in periods:
        if begin <= taken_until:
            issues.append(Issue(file, row + 2, "valid_from", begin.isoformat(),
                                "the version begins before an earlier one ends", "Correct one of the two dates"))
        taken_until = max(taken_until, end)
    return issues


def rule_issues(
    frames: Mapping[str, pd.DataFrame], files: Mapping[str, str], among: Collection[str] = tuple(TABLES)
) -> list[Issue]:
    """Rules that reach across rows, columns and tables.

    Tables that must not be empty, one region, periods the right way round, versions of the network one after another,
    areas that exist, secret addresses, one default day, and the rules of the subject (`lib.model.rules`). Values may be
    absent where they must not be: nothing is said of those. `among` are the tables somebody asks about: rules that can
    find nothing in any of them are not tried.
    """
    issues = _row_count_issues(frames, files, among) + subject_issues(frames, files, among)
    if "network_version" in among:
        issues += _network_issues(frames["network_version"], files["network_version"])

    def report(name: str, mask: pd.Series, column: str, rule: str, remedy: str) -> None:
        frame = frames[name].reset_index(drop=True)
        for row in frame.index[mask.reset_index(drop=True).fillna(False).astype(bool)]:
            issues.append(Issue(files[name], int(row) + 2, column, str(plain(frame.at[row, column])), rule,
                                remedy))

    for name in among:
        table = TABLES[name]
        for later in table.validity[1:]:
            frame = frames[name]
            report(name, frame[later] < frame[table.validity[0]], later, "the period ends before it begins",
                   "Correct one of the two dates")
    for name in {"population", "service_territory"}.intersection(among):
        known = {"orp": set(frames["orp"]["code"]), "municipality": set(frames["municipality"]["code"])}
        frame = frames[name]
        report(name, pd.Series([not pd.isna(a) and a not in known.get(level, (a,)) for a, level in zip(frame["area_code"], frame["level"], strict=True)], dtype=bool),
               "area_code", "no such area at this level", "Use a code of the table orp or municipality")
    if "facility" in among:
        facility = frames["facility"]
        report("facility", facility["secret_address"] & (facility["lat"].notna() | facility["lon"].notna()), "lat",
               "a secret address must have no point", "Delete lat and lon")
    if "activity" in among:
        activity = frames["activity"]
        report("activity", activity["end_year"] < activity["start_year"], "end_year",
               "the period ends before it begins", "Correct one of the two years")
    if "service_capacity" in among:
        capacity = frames["service_capacity"]
        report("service_capacity", capacity["in_network"] > capacity["registered"], "in_network",
               "more capacity in the network than registered", "Correct one of the two amounts")
    if "named_state" in among:
        chosen = frames["named_state"]["is_default"].fillna(False)
        report("named_state", chosen & (chosen.sum() > 1), "is_default", "more than one state is the default",
               "Mark one state as the default, or none: then it is today")
    return issues


def package_issues(
    frames: Mapping[str, pd.DataFrame], files: Mapping[str, str], touched: Collection[str] | None = None
) -> list[Issue]:
    """Everything wrong with a whole set of tables. References are checked only when each table is sound by itself.

    `touched` are the tables that can have become wrong by themselves; None: any. How tables agree is always checked.
    """
    issues = [Issue(f"{name}.csv", 0, "", "", "the table is missing", "Add the file to the package")
              for name, table in TABLES.items() if name not in frames and not table.optional]
    for name, table in TABLES.items():
        if name in frames and (touched is None or name in touched):
            issues += table_issues(table, frames[name], files[name])
    if not issues:
        issues = reference_issues(frames, files) + rule_issues(frames, files)
    return issues
