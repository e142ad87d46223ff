"""Who somebody is taken for: from what the sign-in says and the rules of the installation to an account.

Nothing here is remembered: the account is worked out anew on every run.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Literal
from urllib.parse import urlsplit

from lib.errors import BadSettings, Issue
from lib.model.access import READER, Account, Role

STRONGEST_FIRST = (Role.ADMINISTRATOR, Role.COORDINATOR, Role.GUARANTOR)
"""An account that rules give several roles has the first of these and the scopes of that role only."""

SCOPES: Mapping[Role, str] = {Role.COORDINATOR: "orp_codes", Role.GUARANTOR: "activities"}
"""What limits a role, by its key in the rules. A role that is not here is not limited."""

LOCAL_USER = "local user"
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
PROXY_HEADERS = frozenset({"forwarded", "via", "x-real-ip"})
PROXY_PREFIX = "x-forwarded"

SESSION_HOURS = 8.0
LONGEST_SESSION_HOURS = 30 * 24.0
"""The sign-in's own cookie lives thirty days; a longer session could not be kept."""

CLOCK_LEEWAY = timedelta(minutes=5)
"""How far ahead the clock of the sign-in server may be."""

LONGEST_NAME = 120


class Standing(StrEnum):
    """Why somebody has the account they have. Only `SIGNED_IN` and `LOCAL` may edit."""

    SIGNED_IN = "signed_in"
    LOCAL = "local"
    READ_ONLY = "read_only"
    SIGN_IN_BROKEN = "sign_in_broken"
    SIGNED_OUT = "signed_out"
    EXPIRED = "expired"
    RULES_MISSING = "rules_missing"
    RULES_BROKEN = "rules_broken"
    NO_ROLE = "no_role"
    LOCAL_NOT_LOOPBACK = "local_not_loopback"
    LOCAL_NOT_DIRECT = "local_not_direct"


@dataclass(frozen=True, slots=True)
class Rule:
    """Whoever has `value` in the claim has the role, within the scopes (codes of ORP or of activities)."""

    claim: str
    value: str
    role: Role
    scopes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of one installation and how long a sign-in counts."""

    rules: tuple[Rule, ...]
    session: timedelta


@dataclass(frozen=True, slots=True)
class Request:
    """Where a request came from: the address the server listens on, whether the other end is this machine, headers."""

    listens_on: str
    from_this_machine: bool
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Asking:
    """What is known of somebody who asks for a page.

    `claims` are what the sign-in says about them, None: nobody is signed in. `ended` : they have signed out meanwhile.
    `local_editing` : the switch of a local single user is on.
    """

    sign_in: Literal["off", "on", "broken"]
    claims: Mapping[str, object] | None
    ended: bool
    local_editing: bool
    request: Request


def decide(asking: Asking, rules: Callable[[], Rules | None], now: datetime) -> tuple[Account, Standing]:
    """The account somebody acts under, and why; the table of decisions is in docs/access.md.

    `rules` reads the rules of the installation (None: there are none) and raises BadSettings; it is called only when
    they matter.
    """
    closed = _closed(asking)
    if closed is not None:
        return READER, closed
    try:
        found = rules()
    except BadSettings:
        return _reader(asking.claims), Standing.RULES_BROKEN
    return _local_user(asking.request) if asking.claims is None else _signed_in(asking.claims, asking.ended, found, now)


def _closed(asking: Asking) -> Standing | None:
    """Why nobody could edit here, whatever the rules say; None when somebody may."""
    if asking.sign_in == "broken":
        return Standing.SIGN_IN_BROKEN
    if asking.sign_in == "on":
        return Standing.SIGNED_OUT if asking.claims is None else None
    return None if asking.local_editing else Standing.READ_ONLY


def _reader(claims: Mapping[str, object] | None) -> Account:
    return Account(Role.READER, "" if claims is None else account_name(claims))


def _signed_in(
    claims: Mapping[str, object], ended: bool, rules: Rules | None, now: datetime
) -> tuple[Account, Standing]:
    if rules is None:
        return _reader(claims), Standing.RULES_MISSING
    if ended or not _lasts(claims, rules.session, now):
        return _reader(claims), Standing.EXPIRED
    account = _by_rules(claims, rules.rules)
    return account, Standing.NO_ROLE if account.role is Role.READER else Standing.SIGNED_IN


def account_name(claims: Mapping[str, object]) -> str:
    """The e-mail address, unless the sign-in says it is not verified, else the subject; empty when there is neither."""
    verified = claims.get("email") if claims.get("email_verified", True) is True else None
    written = next((value for value in (verified, claims.get("sub")) if isinstance(value, str) and value.strip()), "")
    return "".join(letter for letter in written.strip() if letter.isprintable())[:LONGEST_NAME]


def _lasts(claims: Mapping[str, object], session: timedelta, now: datetime) -> bool:
    """Whether the sign-in still counts, from `iat`: when the sign-in server said who it is.

    Not `exp`: it says how long that statement may be handed over, about an hour. Not `auth_time`: with a single
    sign-on it may lie days back, and signing in again would not change it.
    """
    issued = claims.get("iat")
    if isinstance(issued, bool) or not isinstance(issued, int | float):
        return False
    try:
        since = datetime.fromtimestamp(issued, UTC)
    except (OverflowError, ValueError, OSError):
        return False
    return since <= now + CLOCK_LEEWAY and now < since + session


def _by_rules(claims: Mapping[str, object], rules: tuple[Rule, ...]) -> Account:
    """The strongest role of the rules that match; somebody without a name gets none, for nobody could be logged."""
    name = account_name(claims)
    matching = [rule for rule in rules if name and rule.value in _values(claims, rule.claim)]
    role = next((role for role in STRONGEST_FIRST if any(rule.role is role for rule in matching)), Role.READER)
    scopes = frozenset[str]().union(*(rule.scopes for rule in matching if rule.role is role))
    return Account(
        role, name,
        orp_codes=scopes if role is Role.COORDINATOR else frozenset(),
        activities=scopes if role is Role.GUARANTOR else frozenset(),
    )


def _values(claims: Mapping[str, object], claim: str) -> frozenset[str]:
    """The values of a claim, one or a list; an e-mail address counts only if the sign-in does not doubt it."""
    if claim == "email" and claims.get("email_verified", True) is not True:
        return frozenset()
    value = claims.get(claim)
    listed = value if isinstance(value, list | tuple) else [value]
    return frozenset(each for each in listed if isinstance(each, str))


def _local_user(request: Request) -> tuple[Account, Standing]:
    if request.listens_on not in LOOPBACK:
        return READER, Standing.LOCAL_NOT_LOOPBACK
    if not (request.from_this_machine and _is_direct(request.headers)):
        return READER, Standing.LOCAL_NOT_DIRECT
    return Account(Role.ADMINISTRATOR, LOCAL_USER), Standing.LOCAL


def _is_direct(headers: Mapping[str, str]) -> bool:
    """Whether a browser on this machine asked the server itself: its page lies on loopback and no proxy stands between.

    A page elsewhere whose name was made to lead to this machine (DNS rebinding) has that name in Host and in Origin.
    """
    named = {name.lower(): value for name, value in headers.items()}
    if any(name in PROXY_HEADERS or name.startswith(PROXY_PREFIX) for name in named):
        return False
    host, origin = named.get("host", ""), named.get("origin", "")
    return origin in (f"http://{host}", f"https://{host}") and _host_name(host) in LOOPBACK


def _host_name(host: str) -> str:
    try:
        parts = urlsplit(f"//{host}")
    except ValueError:
        return ""
    return (parts.hostname or "") if parts.netloc == host and "@" not in host else ""


def read_rules(document: Mapping[str, object], file: str) -> Rules:
    """The rules as the TOML file says them.

    Parameters
    ----------
    document : the file as it was read. `file` : its name, for the messages.

    Raises
    ------
    BadSettings : with every key and value that cannot be used; none of the rules holds then.
    """
    reader = _RulesReader(file)
    rules = reader.rules(document)
    if reader.issues:
        raise BadSettings(reader.issues)
    return rules


class _RulesReader:
    """Reads the rules and notes everything that is wrong with them."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.issues: list[Issue] = []

    def rules(self, document: Mapping[str, object]) -> Rules:
        self._only({"claim", "session_hours", "rule"}, document, "")
        claim = self._text(document, "claim", "")
        listed = document.get("rule")
        if not isinstance(listed, list) or not listed or not all(isinstance(each, dict) for each in listed):
            self._wrong("rule", listed, "there is no list of rules", "Write at least one [[rule]]")
            listed = []
        rules = tuple(self._rule(each, claim, f"rule {number} ") for number, each in enumerate(listed, start=1))
        return Rules(rules, timedelta(hours=self._hours(document)))

    def _rule(self, written: Mapping[str, object], claim: str, place: str) -> Rule:
        known = {role.value: role for role in STRONGEST_FIRST}
        self._only({"claim", "value", "role", *SCOPES.values()}, written, place)
        role = known.get(str(written.get("role")))
        if role is None:
            self._wrong(f"{place}role", written.get("role"), "there is no such role", "Write one of: {roles}",
                        roles=", ".join(known))
        needed = SCOPES.get(role) if role else None
        for key in SCOPES.values():
            if role and key != needed and key in written:
                self._wrong(f"{place}{key}", written[key], "the role is not limited by this", "Leave the key out")
        own = self._text(written, "claim", place) if "claim" in written else claim
        return Rule(own, self._text(written, "value", place), role or Role.READER,
                    self._codes(written, needed, place) if needed else frozenset())

    def _only(self, known: set[str], written: Mapping[str, object], place: str) -> None:
        for key in sorted(set(written) - known):
            self._wrong(f"{place}{key}", written[key], "there is no such key", "Write one of: {keys}",
                        keys=", ".join(sorted(known)))

    def _text(self, written: Mapping[str, object], key: str, place: str) -> str:
        value = written.get(key)
        if isinstance(value, str) and value and value == value.strip():
            return value
        self._wrong(f"{place}{key}", value, "there is no text here", "Write a text in quotes, with no space around it")
        return ""

    def _codes(self, written: Mapping[str, object], key: str, place: str) -> frozenset[str]:
        value = written.get(key)
        if isinstance(value, list) and value and all(isinstance(code, str) and code.strip() for code in value):
            return frozenset(value)
        self._wrong(f"{place}{key}", value, "the codes the role is limited to are missing",
                    'Write a list of codes in quotes, such as ["5102"]')
        return frozenset()

    def _hours(self, document: Mapping[str, object]) -> float:
        value = document.get("session_hours", SESSION_HOURS)
        if isinstance(value, int | float) and not isinstance(value, bool) and 0 < value <= LONGEST_SESSION_HOURS:
            return float(value)
        self._wrong("session_hours", value, "this is no length of a session",
                    "Write a number of hours over 0 and up to {hours}", hours=int(LONGEST_SESSION_HOURS))
        return SESSION_HOURS

    def _wrong(self, place: str, value: object, rule: str, remedy: str, **values: object) -> None:
        self.issues.append(Issue(self.file, 0, place, "" if value is None else str(value)[:60], rule, remedy,
                                 values=values))
