"""Thirty faults seeded in one workbook: each is found with place and remedy, none is imported, and mending helps."""

import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from lib.errors import Issue, RejectedPackage
from lib.importers.sheets import MAX_ROWS
from lib.importers.workbook import import_workbook
from lib.model.changes import differences
from lib.model.workbook import FIRST_ROW, NAME_ROW, TITLE_ROW
from lib.text.messages import words_for
from tests.edited_workbook import SHEETS, Edited, day, filled, filled_to_the_end

Frames = dict[str, pd.DataFrame]
Told = tuple[str, int, str, str, str, str]
"""Sheet, row, column, value, rule and remedy in English."""

NOT_KNOWN = "Correct the code or add the row to {}"
LONG = "a" * 32_767
MISREAD = "Více lůžek.".encode().decode("cp1250")


def seeded(content: bytes) -> bytes:
    """The workbook of the made region with thirty faults, all but the sheet filled to its end."""
    book = Edited(content)
    book.put("service_target_group", ("1000001", "seniors"), "group_code", "nobody")
    book.put("service", ("1000005",), "type_code", "99")
    book.put("service_capacity", ("1000001", "residential", "beds", "2008-01-01"), "unit", "fte")
    book.put("facility", ("F1",), "valid_to", day("2007-06-30"))
    book.put("community_plan", ("KPB",), "title", "Plán Jedlovska")
    book.add("activity_goal", activity_code="A01-01", goal_code="SC1", position=3, source_id="register")
    book.book.remove(book.page("action_plan"))
    book.page("goal").cell(TITLE_ROW, book.column("goal", "name")).value = "Jméno"
    book.put("activity", ("A01-01",), "amount_czk", "=2*500000")
    book.put("population", ("9901", "total", "2010-12-31"), "persons", "asi 10 500")
    book.page("community_plan").merge_cells("I3:I4")
    book.page("service_territory").row_dimensions[4].hidden = True
    book.put("network_version", ("N2015",), "title", "Síť 2015 ")
    book.put("activity", ("A01-01",), "summary", MISREAD)
    book.put("service_territory", ("1000003", "9902"), "share", "0,75")
    book.put("meeting", ("J1",), "date", "10. 5. 2016")
    book.put("strategic_plan", ("P2014",), "approved_on", day("1900-01-05"))
    book.put("coordinator", ("9902", "2010-01-01"), "orp_code", "9999")
    book.put("municipality", ("990401",), "orp_code", "9901")
    book.put("service_capacity", ("1000004", "outpatient", "fte", "2012-07-01"), "in_network", -3)
    book.put("service_target_group", ("1000003", "seniors"), "share", 1.2)
    book.add("progress_report", id="R3", activity_code="A02-01", date=day("2016-06-01"), state="running", percent=150,
             reported_by="garant", source_id="demo")
    book.put("service", ("1000002",), "provider_ico", 19)
    book.put("facility", ("F2",), "name", "<img src=x onerror=alert(1)>")
    book.put("activity", ("A02-01",), "summary", LONG)
    book.put("capacity_target", ("49", "residential", "9901", "2017", "beds"), "target_units", "=F3+1")
    book.put("body", ("K10",), "parent_code", "UZ1")
    empty = book.page("agenda_item")
    empty.delete_rows(1, empty.max_row)
    book.book.create_sheet("Poznámky")["A1"] = "zavolat"
    twice = book.page("target_group")
    for row in (TITLE_ROW, NAME_ROW):
        twice.cell(row, 9).value = twice.cell(row, book.column("target_group", "name")).value
    return book.saved()


def expected() -> list[Told]:
    """Every problem of the seeded workbook and no other, in the order of the sheets."""
    sheet = SHEETS
    return [
        (sheet["action_plan"], 0, "", "", "the sheet is missing",
         "Put the sheet back under its name, or take a fresh workbook"),
        (sheet["municipality"], 11, "Kód ORP (orp_code)", "9901", "the municipality lies 5.3 km outside this ORP",
         "Correct the code of the ORP or the point"),
        (sheet["population"], 4, "Obyvatel (persons)", "asi 10 500", "not a number",
         "Write a number; leave the cell empty when it is not known"),
        (sheet["target_group"], 1, "Cílová skupina (name)", "I", "the column is there twice",
         "Delete one of the two columns"),
        (sheet["service"], 4, "IČO (provider_ico)", "19", "the company number has lost its leading zero",
         "Write it as text: 00000019"),
        (sheet["service"], 7, "§ (type_code)", "99", "service_type has no such code",
         NOT_KNOWN.format("service_type")),
        (sheet["network_version"], 3, "Název (title)", "Síť 2015 ", "the value begins or ends with a space",
         "Delete the spaces at its ends"),
        (sheet["service_capacity"], 3, "Jednotka (unit)", "fte",
         "§ 49 in the form residential is not counted in this unit", "Use one of: beds"),
        (sheet["service_capacity"], 7, "Kapacita v síti (in_network)", "-3.0", "must be at least 0",
         "Correct the value"),
        (sheet["service_target_group"], 3, "Cílová skupina (group_code)", "nobody", "target_group has no such code",
         NOT_KNOWN.format("target_group")),
        (sheet["service_target_group"], 6, "Podíl kapacity (share)", "1.2", "must be at most 1", "Correct the value"),
        (sheet["service_territory"], 4, "", "4", "hidden rows hold data",
         "Show the rows, or clear the filter; delete them when they should not be there"),
        (sheet["service_territory"], 6, "Podíl kapacity (share)", "0,75",
         "the number is written as text with a decimal comma",
         "Set the format of the cell to a number and write it again"),
        (sheet["facility"], 3, "Do (valid_to)", "2007-06-30", "the period ends before it begins",
         "Correct one of the two dates"),
        (sheet["facility"], 4, "Zařízení (name)", "<img src=x onerror=alert(1)>", "the text holds HTML",
         "Delete the marks in angle brackets"),
        (sheet["capacity_target"], 3, "Cílová kapacita (target_units)", "", "the cell holds a formula",
         "Copy the cell and paste only its value"),
        (sheet["strategic_plan"], 3, "Schváleno (approved_on)", "1900-01-05",
         "the date is before 1. 1. 1990 or after 31. 12. 2100", "Write the date with the right year"),
        (sheet["goal"], 1, "Název (name)", "Jméno", "the column was renamed", "Write its title again: Název"),
        (sheet["activity"], 3, "Částka (amount_czk)", "", "the cell holds a formula",
         "Copy the cell and paste only its value"),
        (sheet["activity"], 3, "Shrnutí (summary)", MISREAD, "the letters were read in a wrong encoding",
         "Write Více lůžek."),
        (sheet["activity"], 4, "Shrnutí (summary)", "a" * 80, "the text has 32767 characters, the limit is 4000",
         "Shorten the text"),
        *((sheet["activity_goal"], row, "Aktivita (activity_code), Cíl (goal_code)", "A01-01", "the key is repeated",
           "Keep one row for the key") for row in (3, 6)),
        (sheet["progress_report"], 5, "Plnění (percent)", "150.0", "must be at most 100", "Correct the value"),
        (sheet["community_plan"], 3, "Poznámka (note)", "I3:I4", "cells are merged",
         "Unmerge the cells and fill in each of them"),
        (sheet["community_plan"], 4, "Platí od (valid_from)", "2015-07-01",
         "the period begins before an earlier one of the same title ends: Plán Jedlovska",
         "Correct one of the two dates"),
        (sheet["coordinator"], 4, "Kód ORP (orp_code)", "9999", "orp has no such code", NOT_KNOWN.format("orp")),
        *((sheet["body"], row, "Nadřazená složka (parent_code)", parent, f"the body is above itself: {chain}",
           "Correct the code of the parent")
          for row, parent, chain in ((3, "UZ1", "K10 → UZ1 → K10"), (4, "K10", "UZ1 → K10 → UZ1"))),
        (sheet["meeting"], 3, "Datum (date)", "10. 5. 2016", "the date is written as text",
         "Set the format of the cell to a date and write it again"),
        (sheet["agenda_item"], 0, "", "", "the sheet is empty", "Take a fresh workbook and copy your data into it"),
        ("Poznámky", 0, "", "", "the sheet does not belong to the workbook",
         "Delete the sheet or move it to another file"),
    ]


TOO_LONG = (SHEETS["unmet_request"], MAX_ROWS + 1, "", "", "the sheet is longer than 50000 rows or has too many cells",
            "Delete the rows below the data, also empty ones")


def told(issue: Issue) -> Told:
    days = {name: f"{value.day}. {value.month}. {value.year}" if hasattr(value, "day") else value
            for name, value in issue.values.items()}
    return (issue.file, issue.row, issue.column, issue.value, issue.rule.format_map(days),
            issue.remedy.format_map(days))


def refused(content: bytes, frames: Frames) -> list[Issue]:
    with pytest.raises(RejectedPackage) as refusal:
        import_workbook(content, "sešit.xlsx", frames)
    assert all(issue.blocking for issue in refusal.value.issues)
    return list(refusal.value.issues)


def test_thirty_faults_in_one_workbook_are_all_found_with_place_rule_and_remedy(frames: Frames) -> None:
    content = filled_to_the_end(seeded(filled(frames)), "unmet_request")
    before = {name: frame.copy() for name, frame in frames.items()}

    issues = refused(content, frames)

    assert sorted(map(told, issues)) == sorted([*expected(), TOO_LONG])
    assert not differences(before, frames), "the published tables are untouched"
    czech = words_for("cs").catalogue.texts
    assert [text for issue in issues for text in (issue.rule, issue.remedy) if text not in czech] == []


def test_the_same_faults_mended_leave_a_workbook_that_is_taken(frames: Frames) -> None:
    pristine, book = Edited(filled(frames)), Edited(seeded(filled(frames)))
    for sheet, row, column, *_ in expected():
        if row >= FIRST_ROW and "(" in column and sheet in book.book.sheetnames:
            for place in range(1, 17):  # every cell of a named row, as the fresh workbook has it
                cell = pristine.book[sheet].cell(row, place)
                if cell.coordinate != "I4":  # inside the merged cells until they are taken apart
                    book.book[sheet].cell(row, place).value = cell.value
    book.page("community_plan").unmerge_cells("I3:I4")
    book.page("service_territory").row_dimensions[4].hidden = False
    book.page("goal").cell(TITLE_ROW, book.column("goal", "name")).value = "Název"
    book.page("target_group").delete_cols(9)
    del book.book["Poznámky"]
    for table in ("agenda_item", "action_plan"):
        if SHEETS[table] not in book.book.sheetnames:
            book.book.create_sheet(SHEETS[table])
        for line in pristine.page(table).iter_rows():
            for cell in line:
                copied = book.page(table).cell(cell.row, cell.column)
                copied.value, copied.number_format = cell.value, cell.number_format

    incoming = import_workbook(book.saved(), "sešit.xlsx", frames)

    assert not differences(frames, incoming.tables)
    assert len(incoming.tables) == 62


MEASURED = """
import pickle, sys, time
import lib.importers.workbook as workbook
from lib.errors import RejectedPackage
frames, content = pickle.load(open(sys.argv[1], "rb")), open(sys.argv[2], "rb").read()
peak = lambda: next(int(line.split()[1]) // 1024 for line in open("/proc/self/status") if line.startswith("VmHWM"))
before = peak()
started = time.process_time()
try:
    workbook.import_workbook(content, "x", frames)
    found = 0
except RejectedPackage as refusal:
    found = len(refusal.issues)
print(found, time.process_time() - started, peak(), peak() - before)
"""
"""The highest memory is that of the program itself: what `resource` tells begins with the memory of who started it."""


def test_thirty_faults_with_a_sheet_of_a_million_rows_take_seconds_and_little_memory(
    frames: Frames, tmp_path: Path, capsys: pytest.CaptureFixture[str],
) -> None:
    """Time of the processor, not of the wall: other tests run beside this one."""
    content = filled_to_the_end(seeded(filled(frames)), "unmet_request")
    (tmp_path / "book.xlsx").write_bytes(content)
    pd.to_pickle(frames, tmp_path / "frames.pickle")

    run = subprocess.run(
        [sys.executable, "-c", MEASURED, str(tmp_path / "frames.pickle"), str(tmp_path / "book.xlsx")],
        capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2],
    )

    found, seconds, peak_mb, more_mb = run.stdout.split()
    with capsys.disabled():
        print(f"\n{len(content):,} bytes, {found} problems: {float(seconds):.1f} s, peak {peak_mb} MB (+{more_mb} MB)")
    assert int(found) == len(expected()) + 1
    assert float(seconds) < 10
    assert int(peak_mb) < 400
