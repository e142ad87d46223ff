"""Who somebody is taken for: every row of the table of decisions, and rules that are read strictly or not at all."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from lib.errors import BadSettings
from lib.model.access import READER, Account, Role
from lib.model.accounts import (
    CLOCK_LEEWAY,
    Asking,
    Request,
    Rule,
    Rules,
    Standing,
    account_name,
    decide,
    read_rules,
)
from lib.settings import local_editing, read_access
from tests.unit.test_access import code_of, rows_of_docs

NOW = datetime(2016, 6, 30, 12, 0, tzinfo=UTC)
RULES = Rules(
    (
        Rule("groups", "spravci", Role.ADMINISTRATOR, frozenset()),
        Rule("groups", "frydlant", Role.COORDINATOR, frozenset({"5102"})),
        Rule("groups", "turnov", Role.COORDINATOR, frozenset({"5109"})),
        Rule("groups", "garanti", Role.GUARANTOR, frozenset({"A01-01"})),
        Rule("email", "garant@example.org", Role.GUARANTOR, frozenset({"A02-01"})),
    ),
    timedelta(hours=8),
)
CLAIMS: Mapping[str, object] = {
    "sub": "s1", "email": "jana@example.org", "groups": ["frydlant"],
    "iat": int((NOW - timedelta(hours=1)).timestamp()),
}
DIRECT = Request("127.0.0.1", True, {"Host": "127.0.0.1:8501", "Origin": "http://127.0.0.1:8501"})
ASKING = Asking("on", CLAIMS, False, False, DIRECT)
LOCAL = Asking("off", None, False, True, DIRECT)
LOCAL_USER = Account(Role.ADMINISTRATOR, "local user")


def refused() -> Rules | None:
    raise BadSettings([])


def with_rules() -> Rules | None:
    return RULES


def without_rules() -> Rules | None:
    return None


def reader(name: str = "jana@example.org") -> Account:
    return Account(Role.READER, name)


DECISIONS = {
    Standing.SIGN_IN_BROKEN: (replace(ASKING, sign_in="broken"), with_rules, READER),
    Standing.SIGNED_OUT: (replace(ASKING, claims=None), with_rules, READER),
    Standing.READ_ONLY: (Asking("off", None, False, False, DIRECT), with_rules, READER),
    Standing.RULES_BROKEN: (ASKING, refused, reader()),
    Standing.LOCAL_NOT_LOOPBACK: (replace(LOCAL, request=replace(DIRECT, listens_on="")), without_rules, READER),
    Standing.LOCAL_NOT_DIRECT: (
        replace(LOCAL, request=replace(DIRECT, from_this_machine=False)), without_rules, READER),
    Standing.LOCAL: (LOCAL, without_rules, LOCAL_USER),
    Standing.RULES_MISSING: (ASKING, without_rules, reader()),
    Standing.EXPIRED: (replace(ASKING, ended=True), with_rules, reader()),
    Standing.NO_ROLE: (replace(ASKING, claims={**CLAIMS, "groups": ["vsichni"]}), with_rules, reader()),
    Standing.SIGNED_IN: (ASKING, with_rules, Account(Role.COORDINATOR, "jana@example.org", frozenset({"5102"}))),
}


@pytest.mark.parametrize("standing", list(Standing))
def test_each_row_of_the_table_of_decisions(standing: Standing) -> None:
    asking, rules, account = DECISIONS[standing]
    assert decide(asking, rules, NOW) == (account, standing)


def test_the_table_of_decisions_in_the_docs_has_these_rows_in_the_order_they_are_asked() -> None:
    rows = [code_of(row[0]) for row in rows_of_docs("Decisions in one table")[1:]]
    assert rows == [standing.value for standing in DECISIONS]


def test_only_somebody_signed_in_with_a_role_and_the_local_user_are_more_than_readers() -> None:
    more = {standing for standing, (_, _, account) in DECISIONS.items() if account.role is not Role.READER}
    assert more == {Standing.SIGNED_IN, Standing.LOCAL}


@pytest.mark.parametrize("sign_in", ["on", "broken"])
def test_the_local_switch_counts_for_nothing_where_a_sign_in_is_set_up(sign_in: Any) -> None:
    account, standing = decide(replace(LOCAL, sign_in=sign_in), without_rules, NOW)
    assert account == READER
    assert standing is {"on": Standing.SIGNED_OUT, "broken": Standing.SIGN_IN_BROKEN}[sign_in]


def test_a_broken_file_of_rules_closes_local_editing_too() -> None:
    assert decide(LOCAL, refused, NOW) == (READER, Standing.RULES_BROKEN)


def test_rules_are_not_read_for_a_visitor_who_is_not_signed_in() -> None:
    def unread() -> Rules | None:
        raise AssertionError("read")

    assert decide(replace(ASKING, claims=None), unread, NOW)[1] is Standing.SIGNED_OUT
    assert decide(Asking("off", None, False, False, DIRECT), unread, NOW)[1] is Standing.READ_ONLY


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "localhost"])
def test_local_editing_on_each_loopback_address(address: str) -> None:
    assert decide(replace(LOCAL, request=replace(DIRECT, listens_on=address)), without_rules, NOW)[0] == LOCAL_USER


@pytest.mark.parametrize("address", ["", "0.0.0.0", "::", "192.168.1.5", "127.0.0.1.example.org", "LOCALHOST.", "None"])
def test_local_editing_is_refused_where_others_can_connect(address: str) -> None:
    asking = replace(LOCAL, request=replace(DIRECT, listens_on=address))
    assert decide(asking, without_rules, NOW) == (READER, Standing.LOCAL_NOT_LOOPBACK)


def at(host: str, origin: str | None = None, **more: str) -> dict[str, str]:
    headers = {"Host": host, "Origin": f"http://{host}" if origin is None else origin}
    return headers | {name.replace("_", "-"): value for name, value in more.items()}


@pytest.mark.parametrize("headers", [
    at("127.0.0.1:8501"), at("localhost:8501"), at("[::1]:8501"), at("localhost"),
    at("localhost:8501", "https://localhost:8501"),
])
def test_a_request_of_a_browser_on_this_machine_is_local(headers: dict[str, str]) -> None:
    assert decide(replace(LOCAL, request=replace(DIRECT, headers=headers)), without_rules, NOW)[1] is Standing.LOCAL


@pytest.mark.parametrize("headers", [
    {}, {"Host": "127.0.0.1:8501"}, {"Origin": "http://127.0.0.1:8501"},
    at("evil.example:8501"), at("127.0.0.1.evil.example"), at("localhost.evil.example"), at("localhost@evil.example"),
    at("evil.example@localhost"), at("localhost/evil.example"), at("[::1"), at("10.0.0.5"),
    at("127.0.0.1:8501", "http://evil.example"), at("127.0.0.1:8501", "http://127.0.0.1:3000"),
    at("127.0.0.1:8501", "null"), at("127.0.0.1:8501", ""), at("127.0.0.1:8501", "file://"),
    at("127.0.0.1:8501", X_Forwarded_For="10.0.0.1"), at("127.0.0.1:8501", x_forwarded_proto="https"),
    at("127.0.0.1:8501", X_Forwarded_Host="localhost"), at("127.0.0.1:8501", Forwarded="for=10.0.0.1"),
    at("127.0.0.1:8501", Via="1.1 proxy"), at("127.0.0.1:8501", X_Real_IP="127.0.0.1"),
])
def test_a_request_through_a_proxy_or_from_a_page_elsewhere_is_not_local(headers: dict[str, str]) -> None:
    asking = replace(LOCAL, request=replace(DIRECT, headers=headers))
    assert decide(asking, without_rules, NOW) == (READER, Standing.LOCAL_NOT_DIRECT)


def signed_in(**claims: object) -> tuple[Account, Standing]:
    return decide(replace(ASKING, claims={**CLAIMS, **claims}), with_rules, NOW)


def test_rules_of_one_role_unite_their_scopes() -> None:
    assert signed_in(groups=["turnov", "frydlant", "vsichni"])[0].orp_codes == {"5102", "5109"}
    account, _ = signed_in(groups=["garanti"], email="garant@example.org")
    assert (account.role, account.activities) == (Role.GUARANTOR, {"A01-01", "A02-01"})


def test_of_several_roles_the_strongest_counts_with_its_own_scopes_only() -> None:
    assert signed_in(groups=["garanti", "frydlant"])[0] == Account(
        Role.COORDINATOR, "jana@example.org", orp_codes=frozenset({"5102"}))
    assert signed_in(groups=["garanti", "frydlant", "spravci"])[0] == Account(Role.ADMINISTRATOR, "jana@example.org")


@pytest.mark.parametrize("groups", [
    None, "", [], {}, 5, True, "Spravci", "spravci,frydlant", ["SPRAVCI"], [" spravci"], [["spravci"]],
    {"spravci": 1}, [None],
])
def test_a_claim_that_does_not_hold_the_very_value_gives_no_role(groups: object) -> None:
    assert signed_in(groups=groups) == (reader(), Standing.NO_ROLE)


def test_a_claim_may_be_one_value_instead_of_a_list() -> None:
    assert signed_in(groups="spravci")[0].role is Role.ADMINISTRATOR


@pytest.mark.parametrize("verified", [False, "false", "true", 0, None])
def test_an_address_the_sign_in_doubts_is_neither_a_role_nor_a_name(verified: object) -> None:
    account, standing = signed_in(groups=[], email="garant@example.org", email_verified=verified)
    assert (account, standing) == (reader("s1"), Standing.NO_ROLE)
    assert signed_in(groups=[], email="garant@example.org", email_verified=True)[0].role is Role.GUARANTOR


def test_somebody_without_any_name_gets_no_role() -> None:
    assert signed_in(groups=["spravci"], email="", sub=" ") == (reader(""), Standing.NO_ROLE)


@pytest.mark.parametrize(("claims", "name"), [
    ({"email": "a@example.org", "sub": "1"}, "a@example.org"), ({"sub": "1"}, "1"), ({"email": 5, "sub": "1"}, "1"),
    ({}, ""), ({"email": " a\n@\u202eexample.org\x00 "}, "a@example.org"), ({"sub": "x" * 500}, "x" * 120),
])
def test_an_account_is_named_by_address_or_subject_on_one_short_line(claims: dict[str, object], name: str) -> None:
    assert account_name(claims) == name


@pytest.mark.parametrize(("age", "standing"), [
    (timedelta(0), Standing.SIGNED_IN),
    (timedelta(hours=8) - timedelta(seconds=1), Standing.SIGNED_IN),
    (timedelta(hours=8), Standing.EXPIRED),
    (timedelta(days=29), Standing.EXPIRED),
    (-CLOCK_LEEWAY, Standing.SIGNED_IN),
    (-CLOCK_LEEWAY - timedelta(seconds=1), Standing.EXPIRED),
])
def test_a_sign_in_counts_for_the_hours_of_a_session_from_the_moment_it_was_issued(
    age: timedelta, standing: Standing
) -> None:
    assert signed_in(iat=(NOW - age).timestamp(), exp=0, auth_time=0)[1] is standing


@pytest.mark.parametrize("issued", [
    None, "1467280800", True, float("nan"), float("inf"), 1e30, -1e30, pytest.param(10**400, id="huge"), [], {},
])
def test_a_sign_in_of_an_unknown_time_has_ended(issued: object) -> None:
    assert signed_in(iat=issued) == (reader(), Standing.EXPIRED)


DOCUMENT: dict[str, Any] = {
    "claim": "groups", "session_hours": 4,
    "rule": [
        {"value": "spravci", "role": "administrator"},
        {"value": "frydlant", "role": "coordinator", "orp_codes": ["5102", "5109"]},
        {"claim": "email", "value": "g@example.org", "role": "guarantor", "activities": ["A01-01"]},
    ],
}


def test_the_rules_of_the_docs_are_read() -> None:
    assert read_rules(DOCUMENT, "access.toml") == Rules((
        Rule("groups", "spravci", Role.ADMINISTRATOR, frozenset()),
        Rule("groups", "frydlant", Role.COORDINATOR, frozenset({"5102", "5109"})),
        Rule("email", "g@example.org", Role.GUARANTOR, frozenset({"A01-01"})),
    ), timedelta(hours=4))
    assert read_rules({key: DOCUMENT[key] for key in ("claim", "rule")}, "x").session == timedelta(hours=8)


def rule(number: int, **values: object) -> dict[str, Any]:
    rules = [dict(each) for each in DOCUMENT["rule"]]
    rules[number] = {key: value for key, value in {**rules[number], **values}.items() if value is not None}
    return {**DOCUMENT, "rule": rules}


@pytest.mark.parametrize(("document", "place"), [
    ({}, "claim"), ({**DOCUMENT, "claim": 5}, "claim"), ({**DOCUMENT, "claim": " groups"}, "claim"),
    ({**DOCUMENT, "rule": []}, "rule"), ({**DOCUMENT, "rule": "x"}, "rule"), ({**DOCUMENT, "rule": ["x"]}, "rule"),
    ({**DOCUMENT, "rules": []}, "rules"), ({**DOCUMENT, "session_hours": 0}, "session_hours"),
    ({**DOCUMENT, "session_hours": -1}, "session_hours"), ({**DOCUMENT, "session_hours": True}, "session_hours"),
    ({**DOCUMENT, "session_hours": "8"}, "session_hours"), ({**DOCUMENT, "session_hours": 721}, "session_hours"),
    ({**DOCUMENT, "session_hours": float("nan")}, "session_hours"),
    ({**DOCUMENT, "session_hours": float("inf")}, "session_hours"),
    (rule(0, role="admin"), "rule 1 role"), (rule(0, role="reader"), "rule 1 role"),
    (rule(0, role=None), "rule 1 role"),
    (rule(0, value=""), "rule 1 value"), (rule(0, value=None), "rule 1 value"), (rule(0, value=["x"]), "rule 1 value"),
    (rule(0, orp_codes=["5102"]), "rule 1 orp_codes"), (rule(0, orp=["5102"]), "rule 1 orp"),
    (rule(1, orp_codes=None), "rule 2 orp_codes"), (rule(1, orp_codes=[]), "rule 2 orp_codes"),
    (rule(1, orp_codes=[5102]), "rule 2 orp_codes"), (rule(1, orp_codes="5102"), "rule 2 orp_codes"),
    (rule(1, orp_codes=["5102", ""]), "rule 2 orp_codes"), (rule(1, activities=["A01-01"]), "rule 2 activities"),
    (rule(2, activities=None), "rule 3 activities"), (rule(2, claim=""), "rule 3 claim"),
])
def test_rules_with_a_fault_are_refused_as_a_whole_with_its_place(document: dict[str, Any], place: str) -> None:
    with pytest.raises(BadSettings) as refusal:
        read_rules(document, "access.toml")
    assert place in [issue.column for issue in refusal.value.issues]
    assert f"access.toml [{place}]" in str(refusal.value)


def test_all_faults_are_told_in_one_go() -> None:
    faulty = {"claim": "groups", "session_hour": 8, "rule": [{"value": "a", "role": "boss"}, {"role": "coordinator"}]}
    with pytest.raises(BadSettings) as refusal:
        read_rules(faulty, "access.toml")
    assert [issue.column for issue in refusal.value.issues] == [
        "session_hour", "rule 1 role", "rule 2 value", "rule 2 orp_codes"]


def test_the_file_is_found_by_the_environment_and_read_each_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DASHBOARD_ACCESS", raising=False)
    assert read_access() is None
    file = tmp_path / "pravidla.toml"
    monkeypatch.setenv("DASHBOARD_ACCESS", str(file))
    for claim in ("groups", "roles"):
        file.write_text(f'\ufeffclaim = "{claim}"', encoding="utf-8")
        found = read_access()
        assert found is not None
        assert (found.name, found.document) == ("pravidla.toml", {"claim": claim})


@pytest.mark.parametrize("content", [None, b"claim = ", b'claim = "a"\nclaim = "b"', b'claim = "\xff"'])
def test_a_file_that_is_missing_or_no_toml_is_refused_without_telling_its_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes | None
) -> None:
    file = tmp_path / "pravidla.toml"
    if content is not None:
        file.write_bytes(content)
    monkeypatch.setenv("DASHBOARD_ACCESS", str(file))
    with pytest.raises(BadSettings, match=r"pravidla\.toml") as refusal:
        read_access()
    assert str(tmp_path) not in str(refusal.value)


@pytest.mark.parametrize(("written", "on"), [("1", True), ("", False), ("0", False), ("true", False), (None, False)])
def test_local_editing_is_switched_on_by_a_one_only(
    monkeypatch: pytest.MonkeyPatch, written: str | None, on: bool
) -> None:
    monkeypatch.delenv("DASHBOARD_LOCAL_EDITING", raising=False)
    if written is not None:
        monkeypatch.setenv("DASHBOARD_LOCAL_EDITING", written)
    assert local_editing() is on
