"""The history of a card: what each report changed, when it was recorded, what it rests on."""

from datetime import UTC, date, datetime

import pandas as pd
import pytest

from lib.desk.declare import Declaration, declare
from lib.errors import BadSelection
from lib.model.access import Account, Role
from lib.model.selection import AsOf
from lib.store.database import Database
from lib.store.reads import first_releases
from lib.views.card_history import card_history

AT = datetime(2016, 7, 12, 12, tzinfo=UTC)
ADMINISTRATOR = Account(Role.ADMINISTRATOR, "správce")


def test_every_report_says_what_it_changed_and_when_it_was_recorded(published_database: Database) -> None:
    database = published_database
    checksum = "a" * 64
    file = {"checksum": checksum, "name": "mzdy.pdf", "media_type": "pdf", "size_bytes": 9, "visibility": "internal",
            "date": date(2016, 7, 1)}
    row = {"id": "h1", "activity_code": "A01-01", "date": date(2016, 7, 1), "state": "preparing", "percent": None,
           "reason": "Chybí projekt.", "evidence_file": checksum, "reported_by": "garant"}
    late = {"id": "h2", "activity_code": "A01-01", "date": date(2015, 6, 30), "state": "running", "percent": 25,
            "reported_by": "garant"}
    declare(database, ADMINISTRATOR, Declaration({"progress_report": [row], "evidence_file": [file]}, 1, "1"), at=AT)
    declare(database, ADMINISTRATOR, Declaration({"progress_report": [late]}, 2, "2"), at=AT.replace(day=13))

    found = card_history(database, AsOf(valid_on=date(2016, 7, 1), known_at=3), "A01-01")
    frame = found.reports.frame
    assert frame["id"].tolist() == ["h1", "R2", "h2", "R1"]
    assert frame["state_before"].fillna("–").tolist() == ["running", "running", "preparing", "–"]
    assert frame["percent_change"].fillna(-999).tolist() == [-999, 15, 15, -999]
    assert list(zip(frame["release"], frame["recorded_on"].dt.day, strict=True)) == [(2, 12), (1, 1), (3, 13), (1, 1)]
    assert frame["visibility"].fillna("–").tolist() == ["internal", "–", "–", "–"]
    assert frame["file_name"].isna().all()  # the name of a file that is not public is not told
    assert (found.files["checksum"].tolist(), found.files["held"].tolist(), found.began) == ([checksum], [False], 1)

    before = card_history(database, AsOf(valid_on=date(2016, 6, 30), known_at=2), "A01-01")
    assert before.reports.frame["id"].tolist() == ["R2", "R1"]
    assert before.files.empty
    with pytest.raises(BadSelection):
        card_history(database, AsOf(valid_on=date(2016, 6, 30), known_at=2), "A99-01")


def test_a_row_keeps_the_release_it_first_came_in_with(published_database: Database) -> None:
    database = published_database
    row = {"id": "M9", "activity_code": "A01-01", "title": "Milník", "planned_date": date(2017, 5, 5)}
    declare(database, ADMINISTRATOR, Declaration({"milestone": [row]}, 1, "1"), at=AT)
    declare(database, ADMINISTRATOR, Declaration({"milestone": [{**row, "title": "Jinak"}]}, 2, "2"), at=AT)
    assert first_releases(database, "milestone", 3) == {("M1",): 1, ("M9",): 2}
    assert first_releases(database, "milestone", 3, pd.Series(["M9"])) == {("M9",): 2}
    assert first_releases(database, "milestone", 1, ["M9"]) == {}
    assert first_releases(database, "milestone_move", 1) == {("M1", "2015-05-01"): 1}
