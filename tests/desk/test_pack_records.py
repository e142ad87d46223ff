"""Packs saved under a name: by whoever may declare, once, as what was chosen; whether they still hold is told."""

from datetime import UTC, date, datetime

import pytest

from lib.desk import pack_records
from lib.desk.declare import Declaration, declare
from lib.errors import Forbidden, NothingChanged, RejectedPackage
from lib.model.access import READER, Account, Role
from lib.model.derived_saved import PackStanding
from lib.model.pack import Pack
from lib.model.selection import AsOf, Selection
from lib.store.database import Database
from lib.views.base import Reader
from lib.views.saved_packs import saved_packs, saved_packs_sheet

AT = datetime(2016, 7, 1, 12, tzinfo=UTC)
DAY = date(2016, 6, 30)
GUARANTOR = Account(Role.GUARANTOR, "garant", activities=frozenset({"A01-01"}))
JEDLOV = Account(Role.COORDINATOR, "jedlov", orp_codes=frozenset({"9901"}))


def a_pack(code: str = "P2", title: str = "Podklady", query: str = "slozka=K10", seen: int = 1) -> Declaration:
    pack = Pack(Selection(AsOf(DAY, 1)), body="K10", title=title)
    return pack_records.saved(code, pack, query, "garant", "P1", seen=seen, note="podklady")


def standings(database: Database, known_at: int) -> dict[str, PackStanding]:
    listed = saved_packs(saved_packs_sheet(Reader(database, AsOf(DAY, known_at))))
    return {each.code: each.standing for each in listed}


def test_whoever_may_declare_saves_a_pack_of_any_body_once_and_nobody_is_in_the_way(
    published_database: Database
) -> None:
    declare(published_database, GUARANTOR, a_pack(), at=AT)
    with pytest.raises(NothingChanged):
        declare(published_database, GUARANTOR, a_pack(), at=AT)
    assert declare(published_database, JEDLOV, a_pack("P3"), at=AT).number == 3  # on the screen was release 1
    with pytest.raises(Forbidden):
        declare(published_database, READER, a_pack("P4"), at=AT)
    with pytest.raises(Forbidden) as told:  # a correction is a new pack
        declare(published_database, JEDLOV, a_pack("P3", title="Jinak", seen=3), at=AT)
    assert told.value.code == "needs-approval"
    assert standings(published_database, 3) == dict.fromkeys(("P1", "P2", "P3"), PackStanding.VALID)


@pytest.mark.parametrize(("title", "query", "column"), [
    ("<b>Podklady</b>", "slozka=K10", "title"), ("P" * 121, "slozka=K10", "title"),
    ("Podklady", "pohled=podklady", "query"), ("Podklady", "slozka=K10&k=2016&k=2017", "query"),
])
def test_markup_long_titles_and_foreign_addresses_are_refused(
    published_database: Database, title: str, query: str, column: str
) -> None:
    with pytest.raises(RejectedPackage) as told:
        declare(published_database, JEDLOV, a_pack(title=title, query=query), at=AT)
    assert [issue.column for issue in told.value.issues] == [column]


def test_a_pack_is_replaced_once_a_table_with_figures_has_changed(published_database: Database) -> None:
    declare(published_database, JEDLOV, a_pack(title="P" * 120), at=AT)
    meeting = {"id": "J2", "body_code": "UZ1", "date": date(2016, 6, 20), "title": "Jednání"}
    declare(published_database, JEDLOV, Declaration({"meeting": [meeting]}, 2, "jednání"), at=AT)
    assert standings(published_database, 3) == {"P1": PackStanding.REPLACED, "P2": PackStanding.REPLACED}
    assert standings(published_database, 2)["P2"] is PackStanding.REPLACED  # the list of an older release too
