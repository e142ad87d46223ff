"""Sign-in on screen: the account of this run, the block in the sidebar, and why somebody may not edit."""

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Literal
from urllib.parse import urlsplit

import streamlit as st
from streamlit import config
from streamlit.auth_util import get_secrets_auth_section

from lib.errors import BadSettings
from lib.model import accounts
from lib.model.access import Account
from lib.model.accounts import Asking, Request, Rules, Standing
from lib.settings import local_editing, now, read_access
from lib.text.messages import Words
from lib.ui import cached
from lib.ui.written import plain

REQUIRED_SECRETS = ("redirect_uri", "cookie_secret", "client_id", "client_secret", "server_metadata_url")
CALLBACK = "/oauth2callback"
SHORTEST_SECRET = 32
"""Characters of the secret that signs the cookie; a short one could be guessed, and with it any account forged."""

NOT_ASKED = Request("", from_this_machine=False, headers={})
"""Where a request came from when it does not matter: only a local single user is asked."""

COOKIE_LIFE = timedelta(days=30)
"""How long Streamlit's cookie of a signed-in account lives."""


def standing(at: datetime) -> tuple[Account, Standing]:
    """The account of this run and why it is so, worked out from what the sign-in said, the rules and the clock."""
    configured = sign_in_configured()
    signed_in = configured == "on" and st.user.is_logged_in is True
    claims: Mapping[str, Any] | None = st.user.to_dict() if signed_in else None
    local = local_editing()
    return accounts.decide(
        Asking(configured, claims, claims is not None and _mark(claims) in cached.ended_sign_ins(), local,
               _request() if local else NOT_ASKED),
        _rules, at,
    )


def account(at: datetime) -> Account:
    """The account of this run; a reader's when nobody may be trusted with more."""
    return standing(at)[0]


def why_read_only(words: Words, why: Standing) -> str | None:
    """Why this visitor may not edit and what would help, in a sentence; None for somebody who may."""
    return None if why in (Standing.SIGNED_IN, Standing.LOCAL) else words.label("standing", why.value)


def sign_in_block(words: Words) -> None:
    """Who is signed in, with the way in and out; nothing where there is no sign-in.

    A sign-in that has ended is told above the page, where it is seen on a phone too.
    """
    if sign_in_configured() != "on":
        return
    who, why = standing(now())
    with st.sidebar, st.container(gap="small", key="sign_in"):
        if st.user.is_logged_in is True and why is not Standing.EXPIRED:
            st.caption(plain(words("Signed in: {name}", name=who.name)))
            st.caption(words("Role: {role}", role=words.label("role", who.role.value)))
            st.button(words("Sign out"), key="sign_out", on_click=_sign_out)
        else:
            st.button(words("Sign in"), key="sign_in_here", on_click=st.login)
    if why is Standing.EXPIRED:
        st.warning(words.label("standing", why.value), icon=":material/lock_clock:")
        st.button(words("Sign in again"), key="sign_in_again", on_click=st.login)


def sign_in_configured() -> Literal["off", "on", "broken"]:
    """Whether `[auth]` in the secrets is absent, complete, or there but not fit to be relied on."""
    section: object = get_secrets_auth_section()
    if not section:
        return "off"
    return "broken" if sign_in_faults(section) else "on"


def sign_in_faults(section: object) -> list[str]:
    """What is wrong with `[auth]` in the secrets, in English for the log; names of keys only, never values."""
    if not isinstance(section, Mapping):
        return ["it is no section"]
    texts = {key: value for key in REQUIRED_SECRETS for value in [section.get(key)] if isinstance(value, str)}
    faults = [f"{key} is missing" for key in REQUIRED_SECRETS if not texts.get(key)]
    if 0 < len(texts.get("cookie_secret", "")) < SHORTEST_SECRET:
        faults.append(f"cookie_secret is shorter than {SHORTEST_SECRET} characters")
    address = urlsplit(texts.get("redirect_uri", ""))
    if address.path and not address.path.endswith(CALLBACK):
        faults.append(f"redirect_uri does not end with {CALLBACK}")
    if address.scheme == "http" and address.hostname not in accounts.LOOPBACK:
        faults.append("redirect_uri is not https")
    return faults


def report_at_start() -> None:
    """Say in the log of the server what is wrong with the settings of access. Nobody can edit until it is mended."""
    log = logging.getLogger(__name__)
    section: object = get_secrets_auth_section()
    if section:
        for fault in sign_in_faults(section):
            log.error("Sign-in is off, nobody can edit: [auth] in secrets.toml: %s", fault)
    try:
        _rules()
    except BadSettings as error:
        log.error("Nobody can edit: %s", error)


def _rules() -> Rules | None:
    found = read_access()
    return None if found is None else accounts.read_rules(found.document, found.name)


def _request() -> Request:
    return Request(str(config.get_option("server.address") or ""), st.context.ip_address is None,
                   st.context.headers.to_dict())


def _mark(claims: Mapping[str, object]) -> str:
    """What tells one signing-in from every other."""
    return repr([claims.get(name) for name in ("iss", "sub", "iat", "nonce")])


def _sign_out() -> None:
    """End the sign-in here and at the sign-in server, and for the other windows of this browser too.

    Streamlit looks at the cookie only when a window connects, so a window left open would stay signed in.
    """
    ended, at = cached.ended_sign_ins(), now()
    for mark in [mark for mark, since in list(ended.items()) if at - since > COOKIE_LIFE]:
        ended.pop(mark, None)
    ended[_mark(st.user.to_dict())] = at
    st.logout()
