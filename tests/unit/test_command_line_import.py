"""Data come in and go out on the command line: tried, drafted, published, refused, each with its exit code."""

import csv
import json
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

import openpyxl
import pytest

from lib.__main__ import main
from lib.commands import incoming as command
from lib.commands import sources
from lib.desk import drafts as desk
from lib.desk.sources import Asked
from lib.errors import Issue, NeedsConfirmation
from lib.importers.base import rejected
from lib.model.changes import differences
from lib.model.incoming import ImportKind, Incoming
from lib.model.schemas import TABLES
from lib.store.audit import entries
from lib.store.database import Database
from lib.store.drafts import DraftState, drafts
from lib.store.releases import releases
from lib.views.tables import VIEWS

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def store(sqlite: Database, monkeypatch: pytest.MonkeyPatch) -> Database:
    """The database the command line uses, with the made region as release 1."""
    monkeypatch.setenv("DATABASE_URL", sqlite.engine.url.render_as_string())
    monkeypatch.setattr(command, "operating_user", lambda: "novakova")
    return sqlite


def run(capsys: Capture, *arguments: str, lang: str = "en") -> tuple[int, list[str], list[str]]:
    """Exit code, lines of standard output, lines of standard error."""
    capsys.readouterr()
    code = main([*arguments, "--lang", lang])
    captured = capsys.readouterr()
    return code, captured.out.splitlines(), captured.err.splitlines()


def printed(capsys: Capture, name: str, *arguments: str) -> str:
    capsys.readouterr()
    assert main(["table", name, *arguments]) == 0
    return capsys.readouterr().out


def edited(capsys: Capture, folder: Path, name: str, old: str, new: str) -> str:
    """The printed table with one place changed, as a file."""
    text = printed(capsys, name, "--stored")
    assert text.count(old) == 1
    file = folder / f"{name}.csv"
    file.write_text(text.replace(old, new), encoding="utf-8")
    return str(file)


@pytest.mark.parametrize("name", ["orp", "activity", "orp_boundary", "named_state", "progress_report"])
def test_a_printed_table_comes_back_as_nothing_to_do(
    capsys: Capture, store: Database, tmp_path: Path, name: str,
) -> None:
    file = tmp_path / f"{name}.csv"
    file.write_text(printed(capsys, name, "--stored"), encoding="utf-8")

    code, out, err = run(capsys, "import", "table", str(file), "--publish", "--note", "nic")

    assert (code, out, err) == (0, ["What was sent in equals what is published. Nothing is to be done."], [])
    assert len(releases(store)) == 1
    assert [entry.act for entry in entries(store)] == ["nothing"]


def test_a_stored_table_is_printed_where_a_view_has_its_name(capsys: Capture, store: Database) -> None:
    assert "activity" in VIEWS
    assert printed(capsys, "activity", "--stored").splitlines()[0] == ",".join(TABLES["activity"].columns)
    assert printed(capsys, "activity").splitlines()[0] != ",".join(TABLES["activity"].columns)


def test_a_trial_says_what_would_change_and_writes_nothing(capsys: Capture, store: Database, tmp_path: Path) -> None:
    file = edited(capsys, tmp_path, "community_plan", "KPB,Plán Lipan,", "KPB,Plán Lipanska,")

    code, out, err = run(capsys, "import", "table", file, "--dry-run")

    assert (code, err) == (0, [])
    assert out == [
        "Community plans (community_plan): new 0, changed 1, ended 0, removed 0, unchanged 3",
        "This was a trial: nothing was written.",
    ]
    assert (drafts(store), entries(store), len(releases(store))) == ([], [], 1)


def test_without_publish_the_result_is_a_draft_with_a_number(capsys: Capture, store: Database, tmp_path: Path) -> None:
    file = edited(capsys, tmp_path, "community_plan", "KPB,Plán Lipan,", "KPB,Plán Lipanska,")

    code, out, _ = run(capsys, "import", "table", file, lang="cs")

    assert code == 0
    assert out == [
        "Komunitní plány (community_plan): nové 0, změněné 1, ukončené 0, odstraněné 0, beze změny 3",
        "Vznikl návrh 1 proti vydání 1.",
    ]
    [draft] = drafts(store)
    assert (draft.state, draft.kind, draft.by_role, draft.by_account, draft.source_name) == (
        DraftState.DRAFT, "table", "administrator", "command line novakova", "community_plan.csv")
    assert len(releases(store)) == 1


def test_publish_makes_a_release_with_note_and_purpose(capsys: Capture, store: Database, tmp_path: Path) -> None:
    file = edited(capsys, tmp_path, "community_plan", "KPB,Plán Lipan,", "KPB,Plán Lipanska,")

    code, out, _ = run(capsys, "import", "table", file, "--publish", "--note", "Oprava názvu",
                       "--purpose", "correction")

    assert (code, out[-1]) == (0, "Release 2 was published.")
    release = releases(store)[-1]
    assert (release.number, release.note, release.purpose, release.by_role, release.embedded) == (
        2, "Oprava názvu", "correction", "administrator", False)
    assert [entry.act for entry in entries(store)] == ["publish", "approve", "propose"]
    assert {entry.account for entry in entries(store)} == {"command line novakova"}


def test_publishing_needs_a_note_before_anything_is_read(capsys: Capture, store: Database) -> None:
    code, out, err = run(capsys, "import", "table", "nothing.csv", "--publish", "--note", "  ")

    assert (code, out, err) == (2, [], ["Write a note: what this release brings and why."])


def test_all_problems_of_a_file_are_told_and_logged(capsys: Capture, store: Database, tmp_path: Path) -> None:
    rows = "".join(f"49,9901,x{number},5,demo\n" for number in range(30))
    file = tmp_path / "unmet_request.csv"
    file.write_text(",".join(TABLES["unmet_request"].columns) + "\n" + rows, encoding="utf-8")

    code, out, err = run(capsys, "import", "table", str(file))
    tried = run(capsys, "import", "table", str(file), "--dry-run")

    assert (code, out, len(err)) == (1, [], 31)
    assert err[1] == "  unmet_request.csv:2 [date] 'x0': not a date. Write the date as YYYY-MM-DD"
    assert tried == (1, [], err)
    [entry] = entries(store)
    assert (entry.act, entry.subject, entry.source_name, entry.details) == (
        "refuse", "table", "unmet_request.csv", {"problems": 30})
    assert drafts(store) == []


def test_a_published_report_may_not_be_rewritten_not_even_in_a_trial(
    capsys: Capture, store: Database, tmp_path: Path,
) -> None:
    file = edited(capsys, tmp_path, "progress_report", "preparing,10", "preparing,20")

    code, out, err = run(capsys, "import", "table", file, "--dry-run")

    assert (code, out) == (1, [])
    assert err[1].startswith("  progress_report [id] 'R1': a row that was published is changed or left out.")


@pytest.mark.parametrize(("arguments", "message"), [
    (("table", "nowhere.csv"), "There is no file nowhere.csv."),
    (("table", "."), "There is no file .."),
    (("rpss", "{file}"), "The file does not say of which day it is: give the day."),
    (("rpss", "{file}", "--k", "2016-13-01"), "'2016-13-01' is not a date"),
    (("rpss", "{file}", "--k", "2016-06-30", "--code-list", "nowhere.json"), "There is no file nowhere.json."),
    (("cards", "{file}", "--plan", "P2018"), "There is no plan P2018. Known: P2014."),
    (("table", "{file}", "--table", "towns"), "There is no table towns."),
    (("cards", "official"), "There is no official address for cards: give a file or an address."),
])
def test_what_does_not_exist_ends_with_code_2(
    capsys: Capture, store: Database, tmp_path: Path, arguments: tuple[str, ...], message: str,
) -> None:
    file = tmp_path / "file.csv"
    file.write_text("a,b\n1,2\n", encoding="utf-8")

    code, out, err = run(capsys, "import", *(word.format(file=file) for word in arguments))

    assert (code, out) == (2, [])
    assert err[0].startswith(message)
    assert entries(store) == []


def test_an_address_is_fetched_read_and_forgotten(
    capsys: Capture, store: Database, monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[tuple[str, int]] = []
    files: list[BinaryIO] = []

    def answer(address: str, into: BinaryIO, *, limit: int) -> str:
        asked.append((address, limit))
        files.append(into)
        into.write(printed(capsys, "unmet_request").replace(",30", ",31").encode())
        return "unmet_request.csv"

    monkeypatch.setattr(sources, "fetch", answer)

    code, out, _ = run(capsys, "import", "table", "https://example.org/unmet_request.csv")

    assert (code, out[-1]) == (0, "Draft 1 was made from release 1.")
    assert asked == [("https://example.org/unmet_request.csv", 100 * 1024 * 1024)]
    assert [file.closed for file in files] == [True]
    assert drafts(store)[0].source_name == "unmet_request.csv"


def test_an_address_nobody_answers_at_is_a_refusal_in_the_log(
    capsys: Capture, store: Database, monkeypatch: pytest.MonkeyPatch,
) -> None:
    def unreachable(address: str, into: BinaryIO, *, limit: int) -> str:
        raise rejected(address, 0, "", "ConnectionError", "the address cannot be reached",
                       "Check the address, or try again later")

    monkeypatch.setattr(sources, "fetch", unreachable)

    code, out, err = run(capsys, "import", "rpss", "official", "--lang", "en")

    assert (code, out) == (1, [])
    assert "https://data.mpsv.cz/od/soubory/rpss/rpss.json 'ConnectionError': the address cannot be reached" in err[1]
    assert [(entry.act, entry.subject, entry.source_name) for entry in entries(store)] == [
        ("refuse", "register", "official")]


def test_an_unusual_register_must_be_confirmed_and_ends_with_code_3(
    capsys: Capture, store: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:
    def importer(kind: ImportKind, name: str, source: BinaryIO, asked: Asked) -> desk.Importer:
        def read(known: desk.Frames) -> Incoming:
            if not asked.confirmed:
                raise NeedsConfirmation([Issue(name, 0, "", "", "not a number", "Correct the value")])
            return Incoming(kind, {"orp": known["orp"].assign(area_km2=1.5)}, name, "c" * 64)

        return read

    monkeypatch.setattr(command.sources, "importer", importer)
    file = tmp_path / "rpss.json"
    file.write_text("{}", encoding="utf-8")
    arguments = ("import", "rpss", str(file), "--k", "2016-06-30")

    assert run(capsys, *arguments)[0] == 3
    assert run(capsys, *arguments, "--confirm", "territory")[0] == 3
    code, out, _ = run(capsys, *arguments, "--confirm", "services")
    assert (code, out[-1]) == (0, "Draft 1 was made from release 1.")
    assert [entry.act for entry in entries(store)] == ["propose", "refuse", "refuse"]


def test_rows_somebody_changed_meanwhile_end_with_code_4_and_stay_a_draft(
    capsys: Capture, store: Database, tmp_path: Path,
) -> None:
    mine, theirs = tmp_path / "community_plan_1.csv", tmp_path / "community_plan_2.csv"
    text = printed(capsys, "community_plan")
    of_release_1 = text.replace("\n", ",1\n").replace("source_id,1", "source_id,release")
    mine.write_text(of_release_1.replace("Plán Lipan,", "Plán můj,"), encoding="utf-8")
    theirs.write_text(text.replace("Plán Lipan,", "Plán jejich,"), encoding="utf-8")
    assert run(capsys, "import", "table", str(theirs), "--publish", "--note", "jejich")[0] == 0

    code, out, err = run(capsys, "import", "table", str(mine), "--publish", "--note", "moje")

    assert code == 4
    assert out[-1] == "Draft 2 was made from release 1."
    assert err[0].startswith("Release 2 was published meanwhile (jejich).")
    assert (len(releases(store)), drafts(store)[0].state) == (2, DraftState.APPROVED)


def test_releases_are_listed_for_people_and_programs(capsys: Capture, store: Database, tmp_path: Path) -> None:
    file = edited(capsys, tmp_path, "community_plan", "KPB,Plán Lipan,", "KPB,Plán Lipanska,")
    assert run(capsys, "import", "table", file, "--publish", "--note", "nový název, opraven")[0] == 0

    rows = list(csv.DictReader(run(capsys, "releases")[1]))
    again = json.loads("\n".join(run(capsys, "releases", "--format", "json")[1]))

    assert list(rows[0]) == [
        "number", "published_at", "purpose", "by_role", "note", "source_name", "source_checksum", "default_valid_on",
        "embedded",
    ]
    assert [(row["number"], row["purpose"], row["by_role"], row["note"], row["source_name"], row["default_valid_on"],
             row["embedded"]) for row in rows] == [
        ("1", "update", "administrator", "first", "made", "2016-06-30", "false"),
        ("2", "update", "administrator", "nový název, opraven", "community_plan.csv", "2016-06-30", "false"),
    ]
    assert all(datetime.fromisoformat(row["published_at"]).tzinfo is not None for row in rows)
    assert rows[0]["source_checksum"] == "first"
    assert rows[1]["source_checksum"] == sha256(Path(file).read_bytes()).hexdigest()
    assert [(row["number"], row["embedded"]) for row in again] == [(1, False), (2, False)]


def test_an_exported_package_comes_back_and_brings_an_older_state_with_it(
    capsys: Capture, store: Database, tmp_path: Path,
) -> None:
    first, second = tmp_path / "first.zip", tmp_path / "second.zip"
    file = edited(capsys, tmp_path, "community_plan", "KPB,Plán Lipan,", "KPB,Plán Lipanska,")
    assert run(capsys, "import", "table", file, "--publish", "--note", "nový název")[0] == 0
    assert run(capsys, "export", "package", str(first), "--znamo", "1") == (0, [], [])
    assert run(capsys, "export", "package", str(second)) == (0, [], [])
    assert {path.name for path in tmp_path.glob("*.zip")} == {"first.zip", "second.zip"}
    assert not list(tmp_path.glob(".*.part"))

    assert run(capsys, "import", "package", str(second))[1] == [
        "What was sent in equals what is published. Nothing is to be done."]
    code, out, _ = run(capsys, "import", "package", str(first), "--publish", "--note", "zpět")

    assert (code, out[0], out[-1]) == (
        0, "Community plans (community_plan): new 0, changed 1, ended 0, removed 0, unchanged 3",
        "Release 3 was published.")
    before, after = (desk.published_frames(store, number) for number in (1, 3))
    assert not differences(before, after)


def test_an_exported_workbook_holds_the_tables_asked_for_and_comes_back(
    capsys: Capture, store: Database, tmp_path: Path,
) -> None:
    file = tmp_path / "plány.xlsx"

    assert run(capsys, "export", "workbook", str(file), "--tables", "community_plan, coordinator") == (0, [], [])

    visible = [sheet.title for sheet in openpyxl.load_workbook(file).worksheets if sheet.sheet_state == "visible"]
    assert [title for title in visible if title in {TABLES[name].en for name in TABLES}] == [
        TABLES["community_plan"].en, TABLES["coordinator"].en]
    assert run(capsys, "import", "workbook", str(file))[1] == [
        "What was sent in equals what is published. Nothing is to be done."]


@pytest.mark.parametrize(("arguments", "outcome"), [
    (("workbook", "{folder}/a.xlsx", "--tables", "towns"), (2, "There is no table towns.")),
    (("workbook", "{folder}/a.xlsx", "--tables", "orp_boundary"), (2, "There is no table orp_boundary.")),
    (("package", "{folder}/a.zip", "--znamo", "9"), (2, "There is no release 9. Known: 1.")),
    (("package", "{folder}/nowhere/a.zip"), (1, "The file a.zip cannot be written: No such file or directory.")),
])
def test_an_export_that_cannot_be_says_why(
    capsys: Capture, store: Database, tmp_path: Path, arguments: tuple[str, ...], outcome: tuple[int, str],
) -> None:
    code, out, err = run(capsys, "export", *(word.format(folder=tmp_path) for word in arguments))

    assert (code, out, err[0][:len(outcome[1])]) == (outcome[0], [], outcome[1])
