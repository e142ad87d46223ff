"""The parts of the page on community plans: whom they cover, and how they are fulfilled."""

import streamlit as st

from lib.ui import parts
from lib.ui.asked import Problem
from lib.ui.page import Here

COVERAGE, MONITORING = "pokryti", "sledovani"
PARTS = (COVERAGE, MONITORING)


def chosen() -> str:
    """The part that is open."""
    return parts.chosen(PARTS)


def _names(here: Here) -> dict[str, str]:
    words = here.words
    return {COVERAGE: words("Coverage"), MONITORING: words("Monitoring of plans")}


def choose(here: Here) -> None:
    """The way from one part to another."""
    parts.choose(here, _names(here))


def problems(here: Here) -> tuple[Problem, ...]:
    """A part in the address that the page does not have."""
    return parts.problems(here, _names(here)) if "pohled" in st.query_params else ()
