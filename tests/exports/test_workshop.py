"""Files are made in a process beside the server: what goes wrong there is told here, and the next file is made."""

import os
import pickle
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from io import BytesIO
from zipfile import ZipFile

import pytest

from lib.errors import BadSelection, DashboardError
from lib.exports import workshop as made_in
from lib.exports.document import Document, Said, Slide
from lib.exports.workshop import Workshop, written
from lib.model.pack import PackFile, Shape
from lib.model.selection import AsOf
from lib.store.releases import Release
from lib.views.base import Provenance

SLIDE = Slide("opening", None, "", Said("Jednání"), (), (), None, (), False, (), (), "jednani")


PUBLISHED = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
RELEASE = Release(1, PUBLISHED, "správce dat", "první", "made", "first", date(2016, 6, 30), embedded=False)


def made() -> Document:
    return Document("cs", "Jednání", "", (SLIDE,), {}, Provenance(AsOf(date(2016, 6, 30), 1), RELEASE, ()),
                    PUBLISHED, "", "jednani", "", "podklady")


@pytest.fixture(scope="module")
def workshop() -> Iterator[Workshop]:
    opened = Workshop()
    yield opened
    opened.close()


def test_a_file_made_beside_the_server_is_the_file_made_here(workshop: Workshop) -> None:
    made_there = workshop.make(PackFile.ANNEX, made())
    assert made_there == written(PackFile.ANNEX, made(), Shape.WIDE, None)
    assert "xl/workbook.xml" in ZipFile(BytesIO(made_there)).namelist()


def test_an_error_of_ours_comes_back_with_its_words(workshop: Workshop) -> None:
    with pytest.raises(DashboardError) as told:
        workshop.make(PackFile.SLIDES, made(), template=b"no presentation")
    assert (type(told.value).__name__, told.value.code) == ("BadSettings", "bad-settings")
    assert [issue.rule for issue in told.value.issues] == ["the template is no presentation that can be read"]


def test_a_process_that_was_lost_is_told_and_replaced(workshop: Workshop) -> None:
    first = workshop.make(PackFile.ANNEX, made())
    (lost,) = workshop._pool._processes  # the number of the one process
    os.kill(lost, signal.SIGKILL)
    with pytest.raises(DashboardError) as told:
        workshop.make(PackFile.ANNEX, made())
    assert told.value.code == "pack-not-made"
    assert workshop.make(PackFile.ANNEX, made()) == first
    (replaced,) = workshop._pool._processes
    assert replaced != lost


def test_files_that_wait_while_the_process_is_replaced_are_made_by_the_next_one(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(made_in, "FILES_PER_PROCESS", 2)
    monkeypatch.setattr(made_in, "WAIT_SECONDS", 30)
    workshop.close()
    with ThreadPoolExecutor(5) as visitors:
        files = list(visitors.map(lambda _: workshop.make(PackFile.ANNEX, made()), range(5)))
    assert files == [written(PackFile.ANNEX, made(), Shape.WIDE, None)] * 5


def test_who_waits_too_long_behind_others_is_told_and_leaves_their_files_alone(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    workshop.make(PackFile.ANNEX, made())
    pool = workshop._pool
    before = [pool.submit(time.sleep, 0.4) for _ in range(3)]
    monkeypatch.setattr(made_in, "WAIT_SECONDS", 0.2)
    with pytest.raises(DashboardError) as told:
        workshop.make(PackFile.ANNEX, made())
    assert told.value.code == "pack-not-made"
    assert [each.result(30) for each in before] == [None, None, None]
    assert workshop._pool is pool


def test_errors_keep_their_kind_code_and_values_on_the_way() -> None:
    back = pickle.loads(pickle.dumps(BadSelection("bad-date", "{value} is no date", value="x")))
    assert (type(back), back.code, back.values, str(back)) == (BadSelection, "bad-date", {"value": "x"}, "x is no date")
