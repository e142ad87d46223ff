"""Twenty guarantors report at once, in threads of several processes: no report is lost, none is stored twice."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, date, datetime
from multiprocessing import get_context

import pandas as pd
import pytest

from lib.desk.declare import Declaration, declare
from lib.errors import NothingChanged, StaleState
from lib.model.access import Account, Role
from lib.store.audit import entries
from lib.store.database import Database, open_database
from lib.store.reads import read_table
from lib.store.releases import Purpose, latest, publish, releases

AT = datetime(2016, 7, 12, 12, tzinfo=UTC)
GUARANTORS, PROCESSES, OWN_REPORTS = 20, 4, 3
SHARING = range(6)
REPEATING = range(4, 9)
SHARED_CARD = "A09-01"
SEEN = 2


@dataclass
class Told:
    """What one guarantor met: numbers of the releases its reports became, conflicts, requests sent again."""

    numbers: list[int]
    conflicts: int = 0
    repeated: int = 0


def own_card(guarantor: int) -> str:
    return f"A08-{guarantor:02d}"


def said(key: str, card: str, percent: int, seen: int) -> Declaration:
    row = {"id": key, "activity_code": card, "date": date(2016, 6, 30), "state": "running", "percent": percent,
           "reported_by": "garant"}
    return Declaration({"progress_report": [row]}, seen, "hlášení", {"progress_report": "activity_code"})


def wanted(guarantor: int) -> Iterator[tuple[str, str, int]]:
    """Key, card and percent of every report the guarantor has to make."""
    if guarantor in SHARING:
        yield f"S-{guarantor:02d}", SHARED_CARD, guarantor
    for turn in range(1, OWN_REPORTS + 1):
        yield f"G-{guarantor:02d}-{turn}", own_card(guarantor), 10 * turn


def one(url: str, guarantor: int) -> Told:
    """One guarantor at work: a conflict is looked at and sent again, some requests are sent twice."""
    database, told, seen = open_database(url), Told([]), SEEN
    account = Account(Role.GUARANTOR, f"garant {guarantor}", activities=frozenset({own_card(guarantor), SHARED_CARD}))
    for key, card, percent in wanted(guarantor):
        stored = False
        while not stored:
            try:
                seen = declare(database, account, said(key, card, percent, seen), at=AT).number
                told.numbers.append(seen)
                stored = True
            except StaleState:
                told.conflicts += 1
                newest = latest(database)
                assert newest is not None
                seen = newest.number
        if guarantor in REPEATING:
            with pytest.raises(NothingChanged):
                declare(database, account, said(key, card, percent, SEEN), at=AT)
            told.repeated += 1
    database.close()
    return told


def several(url: str, guarantors: range) -> list[Told]:
    """Some guarantors at once in threads of one process, each with a database opened for itself."""
    with ThreadPoolExecutor(len(guarantors)) as threads:
        return list(threads.map(lambda guarantor: one(url, guarantor), guarantors))


def with_cards(frames: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    activity = frames["activity"]
    added = pd.concat([activity.iloc[:1].assign(code=code)
                       for code in (SHARED_CARD, *map(own_card, range(GUARANTORS)))])
    return {**frames, "activity": pd.concat([activity, added], ignore_index=True).astype(activity.dtypes.to_dict())}


def test_twenty_guarantors_reporting_at_once_lose_nothing_and_double_nothing(
    published_database: Database, frames: dict[str, pd.DataFrame],
) -> None:
    database = published_database
    publish(database, with_cards(frames), note="karty", by_role="administrator", source_name="made",
            source_checksum="second", published_at=AT)
    before = read_table(database, "progress_report", known_at=SEEN, valid_on=None)
    url = database.engine.url.render_as_string(hide_password=False)

    share, context = GUARANTORS // PROCESSES, get_context("forkserver")
    context.set_forkserver_preload([__name__, "lib.model.checks"])
    with ProcessPoolExecutor(PROCESSES, mp_context=context) as processes:
        told = [each for group in processes.map(
            several, [url] * PROCESSES, [range(first, first + share) for first in range(0, GUARANTORS, share)]
        ) for each in group]

    reports = {key: (card, percent) for guarantor in range(GUARANTORS) for key, card, percent in wanted(guarantor)}
    assert len(reports) == GUARANTORS * OWN_REPORTS + len(SHARING) == 66
    last = SEEN + len(reports)
    assert [release.number for release in releases(database)] == list(range(1, last + 1))
    assert sorted(number for each in told for number in each.numbers) == list(range(SEEN + 1, last + 1))
    after = read_table(database, "progress_report", known_at=last, valid_on=None)
    added = after[~after["id"].isin(before["id"])]
    assert len(after) == len(before) + len(reports)
    assert {row["id"]: (row["activity_code"], row["percent"]) for _, row in added.iterrows()} == reports
    rows = [len(read_table(database, "progress_report", known_at=number, valid_on=None))
            for number in range(SEEN, last + 1)]
    assert rows == list(range(len(before), len(after) + 1))
    lines = [entry for entry in entries(database, 200) if entry.act == "declare"]
    assert Counter(line.subject for line in lines) == {f"release {number}": 1 for number in range(SEEN + 1, last + 1)}
    assert Counter(line.account for line in lines) == {
        f"garant {guarantor}": OWN_REPORTS + (guarantor in SHARING) for guarantor in range(GUARANTORS)}
    assert {release.purpose for release in releases(database)[SEEN:]} == {Purpose.DECLARATION.value}

    assert sum(each.conflicts for each in told) >= len(SHARING) - 1
    assert all(each.conflicts == 0 for guarantor, each in enumerate(told) if guarantor not in SHARING)
    assert [each.repeated for each in told] == [
        len(list(wanted(guarantor))) if guarantor in REPEATING else 0 for guarantor in range(GUARANTORS)]


def test_writers_that_wait_keep_no_connection_from_readers(sqlite: Database) -> None:
    def write() -> None:
        with sqlite.writing():
            pass

    with ThreadPoolExecutor(40) as threads:
        with sqlite.writing():
            waiting = [threads.submit(write) for _ in range(40)]
            assert latest(sqlite) is not None
            assert not any(each.done() for each in waiting)
        for each in waiting:
            each.result(timeout=20)
