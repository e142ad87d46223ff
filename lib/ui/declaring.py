"""Declaring on screen: one way to send a declaration, to tell what came of it, and not to send it twice."""

from collections.abc import Callable
from dataclasses import replace
from secrets import token_hex

import streamlit as st

from lib.desk.declare import Declaration, declare
from lib.errors import DashboardError, Issue, NothingChanged, RejectedDeclaration, RejectedPackage, StaleState
from lib.model.access import ACTS, Act
from lib.model.schemas import TABLES
from lib.settings import now
from lib.text.messages import Words
from lib.ui import auth, cached
from lib.ui.page import Here, told
from lib.ui.written import plain

TOLD = "declared"
"""Where the session keeps what is to be said after the next run."""


def token(form: str) -> str:
    """What makes the keys of one filled form its own: the same until the form is sent, so a second click changes
    nothing."""
    return str(st.session_state.setdefault(f"token_{form}", token_hex(4)))


def seen(here: Here, form: str, *, typed: bool) -> int:
    """The release that was on the screen when somebody began to fill a form in, for `Declaration.seen`.

    The run that sends a form already knows the newest release, so the number has to be kept from before: as long as
    nothing is `typed` it follows what is shown, then it stays until the form is sent or a conflict was told.
    """
    key = f"seen_{form}"
    if not typed or key not in st.session_state:
        st.session_state[key] = here.release.number
    return int(st.session_state[key])


def may_declare() -> bool:
    """Whether to offer forms at all; what the rows may be is decided when they are sent."""
    return Act.DECLARE in ACTS[auth.account(now()).role]


def send(here: Here, form: str, said: Declaration, done: str) -> DashboardError | None:
    """Publish the declaration; then everything is drawn anew, with the sentence `done` on top.

    What is refused is told in its place and given back, and what was typed stays in the form. After a conflict the
    next sending counts as made in the knowledge of what is published now.
    """
    return carry_out(here, form, lambda: declare(cached.database(), auth.account(now()), said, at=now()), done)


def carry_out(here: Here, form: str, act: Callable[[], object], done: str) -> DashboardError | None:
    """As `send`, for an act that declares something and does more beside it."""
    try:
        act()
    except NothingChanged:
        _sent(form, here.words("It is published already; nothing was stored twice."))
    except DashboardError as error:
        cached.all_releases.clear()
        if isinstance(error, StaleState):
            st.session_state.pop(f"seen_{form}", None)
        told(here.words, of_a_form(here.words, error) if isinstance(error, RejectedPackage) else error)
        return error
    _sent(form, done)
    return None


def attempt(said: Declaration) -> DashboardError | None:
    """Publish the declaration while nothing may be drawn; what stood in its way is given back, never raised.

    Sent twice, it is stored once, and the second time is as good as the first.
    """
    try:
        declare(cached.database(), auth.account(now()), said, at=now())
    except NothingChanged:
        return None
    except DashboardError as error:
        return error
    finally:
        cached.all_releases.clear()
    return None


def refusal(words: Words, error: DashboardError) -> list[str]:
    """Why nothing was stored, in lines of plain text: for a place that is no page of Streamlit's."""
    if isinstance(error, RejectedPackage):
        error = of_a_form(words, error)
    table = TABLES.get(str(error.values.get("table")))
    return words.error(error, **({} if table is None else {"table": words.title(table)}))


def of_a_form(words: Words, error: RejectedPackage) -> RejectedDeclaration:
    """The refusal in words of a form: who filled it in knows no codes of tables and no numbers of their rows."""
    return RejectedDeclaration([_titled(words, issue) for issue in error.issues if issue.blocking])


def _titled(words: Words, issue: Issue) -> Issue:
    table = TABLES.get(issue.file)
    if table is None:
        return issue
    column = words.title(table.field(issue.column)) if issue.column in table.columns else issue.column
    return replace(issue, file=words.title(table), row=0, column=column)


def forget(form: str) -> None:
    """Begin the form anew: its next widgets and keys are others."""
    for kept in ("token", "seen"):
        st.session_state.pop(f"{kept}_{form}", None)


def _sent(form: str, sentence: str) -> None:
    forget(form)
    st.session_state[TOLD] = sentence
    cached.all_releases.clear()
    st.rerun()


def outcome() -> None:
    """What came of the last declaration, said once."""
    sentence: str | None = st.session_state.pop(TOLD, None)
    if sentence is not None:
        st.success(plain(sentence), icon=":material/check:")
