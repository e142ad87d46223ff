"""Comments of the public: when they are taken, what is refused, who lets them through, how they are settled."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pandas as pd
import pytest
import sqlalchemy as sa

from lib.desk import comments
from lib.desk.comments import HOUR, SENT_PER_HOUR, Settling
from lib.desk.personal import personal
from lib.errors import BadSelection, DashboardError, Forbidden, NothingChanged, RejectedPackage, StaleState
from lib.exports.csvw import csv_bytes
from lib.model.access import READER, Account, Role
from lib.model.consultation import Settlement
from lib.model.derived_comments import Window, window
from lib.model.limiter import HERE, Limiter, visitor
from lib.model.selection import AsOf
from lib.store import inbox
from lib.store.audit import entries
from lib.store.database import Database
from lib.store.inbox import InboxState, Sent, Waiting
from lib.store.releases import latest
from lib.store.tables import METADATA
from lib.text.messages import words_for
from lib.views.comments import consultation_view

AT = datetime(2016, 7, 1, 12, tzinfo=UTC)
OPENS, CLOSES = date(2013, 10, 1), date(2013, 10, 31)
"""When the draft C1 of the made region is open; it has one comment, of 5 October, accepted on 15 November."""

ADMINISTRATOR = Account(Role.ADMINISTRATOR, "správce")
SENT = Sent("C1", date(2013, 10, 10), "obec Háj", "A01-01", None, None, "Doplňte terénní službu.")


def limiter() -> Limiter:
    return Limiter(SENT_PER_HOUR, HOUR, salt=b"salt")


def send(database: Database, sent: Sent = SENT, guard: Limiter | None = None, at: datetime = AT) -> int:
    return comments.submit(database, sent, guard or limiter(), "192.0.2.1", at=at)


def let_through(database: Database, *numbers: int, account: Account = ADMINISTRATOR) -> None:
    comments.let_through(database, account, dict.fromkeys(numbers, 1), seen=1, note="", at=AT)


def settle(database: Database, *settlings: Settling, on: date = date(2013, 11, 20), seen: int = 2,
           account: Account = ADMINISTRATOR) -> None:
    comments.settle(database, account, settlings, on=on, settled_by="odbor", seen=seen, today=date(2013, 12, 1),
                    note="", at=AT)


def everything(database: Database) -> str:
    """Every text any table of the database holds."""
    with database.reading() as connection:
        return "\n".join(str(row) for table in METADATA.sorted_tables for row in connection.execute(sa.select(table)))


@pytest.mark.parametrize(("day", "state"), [
    (OPENS - timedelta(1), Window.AHEAD), (OPENS, Window.OPEN), (CLOSES, Window.OPEN),
    (CLOSES + timedelta(1), Window.CLOSED),
])
def test_comments_are_taken_on_the_first_and_last_day_and_on_no_other(
    sqlite: Database, day: date, state: Window,
) -> None:
    assert window(OPENS, CLOSES, day) is state
    sent = replace(SENT, received_on=day)
    if state is Window.OPEN:
        assert send(sqlite, sent) == 1
    else:
        with pytest.raises(BadSelection, match=r"from 2013-10-01 to 2013-10-31"):
            send(sqlite, sent)


def test_a_sixth_comment_within_an_hour_is_refused_and_taken_an_hour_after_the_first(sqlite: Database) -> None:
    guard = limiter()
    for minute in range(5):
        send(sqlite, replace(SENT, text=f"Bod {minute}."), guard, AT + timedelta(minutes=minute))
    sixth = replace(SENT, text="Bod 6.")
    with pytest.raises(BadSelection) as told:
        send(sqlite, sixth, guard, AT + HOUR - timedelta(seconds=1))
    assert told.value.code == "too-many-comments"
    assert comments.submit(sqlite, replace(SENT, text="Jiný."), guard, "192.0.2.2", at=AT + timedelta(minutes=5)) == 6
    assert send(sqlite, sixth, guard, AT + HOUR) == 7
    assert "192.0.2" not in everything(sqlite)


def test_visitors_are_told_apart_by_what_they_cannot_choose() -> None:
    forwarded = {"X-Forwarded-For": "198.51.100.9, 93.184.216.34"}
    assert visitor("93.184.216.34", {"X-Forwarded-For": "1.2.3.4"}) == "93.184.216.34"
    assert visitor("10.0.0.5", forwarded) == "93.184.216.34"
    assert visitor(None, {"x-forwarded-for": "nonsense"}) == HERE
    home = "2a00:1450:4001:82f::/64"
    assert [visitor(f"2a00:1450:4001:82f:{end}", {}) for end in (":1", "ffff::2")] == [home, home]
    small = Limiter(1, HOUR, salt=b"", visitors=2)
    assert [small.take(who, AT) for who in ("a", "a", "b", "c", "a")] == [True, False, True, True, True]


def test_the_same_comment_is_kept_once_and_only_its_day(published_database: Database) -> None:
    database = published_database
    assert [send(database), send(database), send(database, replace(SENT, organisation="obec Skalná"))] == [1, 1, 2]
    assert inbox.waiting(database, "C1", limit=1) == [Waiting(1, 1, SENT)]
    with database.reading() as connection:
        received = connection.execute(sa.text("SELECT received_at FROM inbox")).scalars().all()
    assert {str(moment)[:19] for moment in received} == {"2013-10-10 00:00:00"}


def test_a_full_inbox_is_told_kindly_and_takes_comments_again_when_one_is_looked_at(database: Database) -> None:
    def add(number: int) -> int:
        return inbox.add(database, replace(SENT, text=f"Bod {number}."), limit=3, above=40)

    assert comments.WAITING_LIMIT == 500
    assert [add(number) for number in range(3)] == [41, 42, 43]
    with pytest.raises(BadSelection) as told:
        add(3)
    assert words_for("cs").error(told.value)[0].startswith("Schránka je plná")
    inbox.show(database, {41: 1})
    assert add(3) == 44
    assert inbox.counts(database, "C1") == {InboxState.WAITING: 3, InboxState.SHOWN: 1, InboxState.REFUSED: 0}


PERSONAL = {
    "email": ("pište na jana.nova@obec.example", "jana (at) obec.example", "ｊana＠obec.example"),
    "phone": ("volejte 777 123 456", "777123456", "+420 485 226 111", "tel. 48 522 61 11", "00420 777123456"),
    "birth_number": ("r. č. 855101/1234", "8501011233", "535612/123"),
    "account": ("účet 19-2000145399/0800", "CZ65 0800 0000 1920 0014 5399"),
    "data_box": ("datová schránka abc12d3", "ID DS: x7bq8kz"),
}
HARMLESS = (
    "podle § 49 a § 50 zákona č. 108/2006 Sb.", "v letech 2014–2017, od 1. 11. do 14. 11. 2023", "IČO 12345678",
    "1 250 000 Kč", "234 567 890 Kč", "234567890,50 korun", "+3 000 000 Kč", "12 345 678 901 Kč", "125 000 000",
    "usnesení č. 259/15/ZK, č. j. 120512/2013 a 54321/2023", "442 356 obyvatel, z toho 87 998", "služba 1234567",
    "datová schránka je zřízena", "PSČ 460 01 a 463 31",
)


def test_personal_data_are_found_and_numbers_of_documents_and_amounts_are_not() -> None:
    for kind, texts in PERSONAL.items():
        assert [(text, *personal(text)) for text in texts] == [(text, kind) for text in texts]
    assert [text for text in HARMLESS if personal(text)] == []


REFUSED = {
    "an e-mail": ({"text": "Pište na a@b.example"}, "text", "the text holds an e-mail address"),
    "a phone in the name": ({"organisation": "obec, tel. 777 123 456"}, "organisation",
                            "the text holds a telephone number"),
    "HTML": ({"text": "<img src=x onerror=alert(1)>"}, "text", "the text holds HTML"),
    "turned direction": ({"text": "text \u202egnp.exe"}, "text", "the text holds signs that nobody sees"),
    "a null": ({"section": "s\x00"}, "section", "the text holds signs that nobody sees"),
    "a hundred kilobytes": ({"text": "a@" * 50_000}, "text", "the text has {size} characters, the limit is {limit}"),
    "a long name": ({"organisation": "o" * 201}, "organisation",
                    "the text has {size} characters, the limit is {limit}"),
    "no organisation": ({"organisation": " \u00a0"}, "organisation", "a value is required"),
    "no text": ({"text": "\r\n"}, "text", "a value is required"),
    "a card of no plan": ({"activity_code": "A99-01"}, "activity_code", "the draft has no such card or goal"),
    "a goal that is a formula": ({"goal_code": "=1+1"}, "goal_code", "the draft has no such card or goal"),
}


def test_what_cannot_be_shown_is_refused_with_its_reason_and_not_repeated(sqlite: Database) -> None:
    for case, (typed, column, rule) in REFUSED.items():
        with pytest.raises(RejectedPackage) as told:
            send(sqlite, replace(SENT, **typed))
        assert [(issue.column, issue.rule, issue.value) for issue in told.value.issues] == [(column, rule, "")], case
    assert inbox.counts(sqlite, "C1")[InboxState.WAITING] == 0
    longest = replace(SENT, organisation="o" * 200, text="a" * 4_000, section="s" * 200, activity_code=None)
    assert send(sqlite, longest) == 1


def test_a_comment_let_through_is_published_in_one_step_and_only_once(published_database: Database) -> None:
    database = published_database
    send(database)
    let_through(database, 1)
    with pytest.raises(NothingChanged):
        let_through(database, 1)
    with pytest.raises(StaleState) as told:
        comments.refuse(database, ADMINISTRATOR, {1: 1}, reason="osobní údaje", at=AT)
    assert told.value.code == "inbox-moved"
    assert latest(database).number == 2  # type: ignore[union-attr]
    shown = consultation_view(database, AsOf(date(2013, 10, 10), 2), "C1")
    columns = ["number", "comment_id", "organisation", "activity_title", "settlement"]
    assert shown.settled.frame[columns].to_numpy().tolist() == [
        [1, "C1-1", "Město Jedlov", "Domovy", "unsettled"], [2, "P00001", "obec Háj", "Domovy", "unsettled"]]
    day_before = consultation_view(database, AsOf(date(2013, 10, 9), 2), "C1")
    assert (len(day_before.settled.frame), day_before.later) == (1, 1)
    assert [entry.account for entry in entries(database, 1)] == ["správce"]


def test_what_stops_the_declaration_leaves_the_comment_waiting(sqlite: Database) -> None:
    send(sqlite)
    inbox.add(sqlite, replace(SENT, activity_code="A99-01"), limit=9)  # its card is in no release
    with pytest.raises(RejectedPackage):
        let_through(sqlite, 1, 2)
    assert inbox.counts(sqlite, "C1")[InboxState.WAITING] == 2


def test_a_refused_comment_is_gone_from_the_database_and_its_reason_is_in_the_log(sqlite: Database) -> None:
    send(sqlite, replace(SENT, organisation="spolek Tajemství", text="Text se jménem."))
    with pytest.raises(BadSelection, match="Write why"):
        comments.refuse(sqlite, ADMINISTRATOR, {1: 1}, reason=" ", at=AT)
    comments.refuse(sqlite, ADMINISTRATOR, {1: 1}, reason="jméno", at=AT)
    assert [word for word in ("Tajemství", "se jménem") if word in everything(sqlite)] == []
    assert inbox.counts(sqlite, "C1") == {InboxState.WAITING: 0, InboxState.SHOWN: 0, InboxState.REFUSED: 1}
    entry = entries(sqlite, 1)[0]
    assert (entry.act, entry.subject, entry.note) == ("refuse_comment", "inbox 1", "jméno")
    with pytest.raises(StaleState):
        let_through(sqlite, 1)


def test_nobody_but_the_administrator_moderates_or_settles(sqlite: Database) -> None:
    send(sqlite)
    others = (READER, Account(Role.COORDINATOR, "k", orp_codes=frozenset({"9901"})),
              Account(Role.GUARANTOR, "g", activities=frozenset({"A01-01"})))
    for account in others:
        with pytest.raises(Forbidden):
            let_through(sqlite, 1, account=account)
        with pytest.raises(Forbidden):
            comments.refuse(sqlite, account, {1: 1}, reason="x", at=AT)
    let_through(sqlite, 1)
    for account in others:
        with pytest.raises(Forbidden):
            settle(sqlite, Settling("P00001", Settlement.ACCEPTED), account=account)


def test_settlements_are_added_with_their_reasons_and_the_latest_holds(sqlite: Database) -> None:
    for number in range(3):
        send(sqlite, replace(SENT, text=f"=1+{number}"))
    let_through(sqlite, 1, 2, 3)

    def refused(*settlings: Settling, on: date = date(2013, 11, 20)) -> list[tuple[str, str]]:
        with pytest.raises(RejectedPackage) as told:
            settle(sqlite, *settlings, on=on)
        return [(issue.column, issue.value) for issue in told.value.issues]

    first = Settling("P00001", Settlement.NOT_ACCEPTED, "Není v působnosti kraje.")
    assert refused(first, Settling("P00002", Settlement.PARTLY, " ")) == [("reason", "P00002")]
    assert refused(first, on=date(2013, 10, 9)) == refused(first, on=date(2013, 12, 2)) == [("date", "P00001")]
    assert refused(replace(first, reason="Volejte 777 123 456")) == [("reason", "P00001")]
    settle(sqlite, first, Settling("P00002", Settlement.ACCEPTED))
    with pytest.raises(NothingChanged):
        settle(sqlite, first)
    assert refused(Settling("P00001", Settlement.ACCEPTED)) == [("date", "P00001")]
    with pytest.raises(StaleState):  # seen before the first settlement
        settle(sqlite, Settling("P00001", Settlement.ACCEPTED), on=date(2013, 11, 25))
    settle(sqlite, Settling("P00001", Settlement.PARTLY, "Zčásti ano."), on=date(2013, 11, 25), seen=3)

    def held(day: int) -> dict[str, tuple[int, float | None]]:
        view = consultation_view(sqlite, AsOf(date(2013, 11, day), 4), "C1")
        frame = view.counts.frame
        assert view.settled.frame["settlement"].value_counts().to_dict() == {
            way: n for way, n in zip(frame["settlement"], frame["comments"], strict=True) if n}
        return {way: (int(n), None if pd.isna(share) else round(share, 4))
                for way, n, share in zip(frame["settlement"], frame["comments"], frame["settled_share"], strict=True)}

    assert held(14) == {"accepted": (0, None), "partly": (0, None), "not_accepted": (0, None), "unsettled": (4, None)}
    assert held(24) == {"accepted": (2, 0.6667), "partly": (0, 0), "not_accepted": (1, 0.3333), "unsettled": (1, None)}
    assert held(25) == {"accepted": (2, 0.6667), "partly": (1, 0.3333), "not_accepted": (0, 0), "unsettled": (1, None)}
    view = consultation_view(sqlite, AsOf(date(2013, 11, 25), 4), "C1")
    assert view.narrowed(goal="SC1", settlement="partly")["comment_id"].tolist() == ["P00001"]
    lines = csv_bytes(view.settled, words_for("cs")).decode("utf-8-sig").splitlines()
    assert [",'=1+" in line for line in lines] == [False, False, True, True, True]  # what looks like a formula is text


def test_errors_are_said_in_czech(sqlite: Database) -> None:
    with pytest.raises(DashboardError) as told:
        send(sqlite, replace(SENT, consultation_code="<b>"))
    assert words_for("cs").error(told.value) == ["Připomínkování <b> neexistuje."]
