"""Declaring on screen: one way to send a declaration, to tell what came of it, and not to send it twice."""

from secrets import token_hex

import streamlit as st

from lib.desk.declare import Declaration, declare
from lib.errors import DashboardError, NothingChanged
from lib.model.access import ACTS, Act
from lib.settings import now
from lib.ui import auth, cached
from lib.ui.page import Here, told
from lib.ui.written import plain

TOLD = "declared"
"""Where the session keeps what is to be said after the next run."""


def token(form: str) -> str:
    """What makes the keys of one filled form its own: the same until the form is sent, so a second click changes
    nothing."""
    return str(st.session_state.setdefault(f"token_{form}", token_hex(4)))


def may_declare() -> bool:
    """Whether to offer forms at all; what the rows may be is decided when they are sent."""
    return Act.DECLARE in ACTS[auth.account(now()).role]


def send(here: Here, form: str, said: Declaration, done: str) -> None:
    """Publish the declaration; then everything is drawn anew, with the sentence `done` on top.

    What is refused is told in its place, and what was typed stays in the form.
    """
    try:
        declare(cached.database(), auth.account(now()), said, at=now())
    except NothingChanged:
        _sent(form, here.words("It is published already; nothing was stored twice."))
    except DashboardError as error:
        cached.all_releases.clear()
        told(here.words, error)
    else:
        _sent(form, done)


def _sent(form: str, sentence: str) -> None:
    st.session_state.pop(f"token_{form}", None)
    st.session_state[TOLD] = sentence
    cached.all_releases.clear()
    st.rerun()


def outcome() -> None:
    """What came of the last declaration, said once."""
    sentence: str | None = st.session_state.pop(TOLD, None)
    if sentence is not None:
        st.success(plain(sentence), icon=":material/check:")
