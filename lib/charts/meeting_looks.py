"""How presence in a body, opinions and tasks look: looks of other code lists, lent to these words."""

from collections.abc import Mapping
from dataclasses import replace

from lib.charts.legend import KeyEntry
from lib.charts.style import Look, Theme, looks
from lib.model.bodies import OpinionState, Presence
from lib.model.community import Answer
from lib.model.derived import CoverStatus
from lib.model.derived_meetings import TaskStanding
from lib.model.plan import ActivityState
from lib.text.messages import Words

SILENT = "silent"
"""Key of a body that has not spoken yet; stands beside the words of `OpinionState`."""


def presence_looks(theme: Theme) -> Mapping[str, Look]:
    """By words of `Presence`."""
    answers = looks(theme, "answer")
    return {Presence.PRESENT.value: answers[Answer.YES], Presence.MISSING.value: answers[Answer.NO],
            Presence.UNKNOWN.value: answers[Answer.UNKNOWN]}


def opinion_looks(theme: Theme) -> Mapping[str, Look]:
    """By words of `OpinionState` and `SILENT`."""
    answers = looks(theme, "answer")
    return {
        OpinionState.AGREES.value: answers[Answer.YES],
        OpinionState.AGREES_WITH_COMMENTS.value: looks(theme, "cover_status")[CoverStatus.EXPIRING],
        OpinionState.DISAGREES.value: answers[Answer.NO],
        SILENT: looks(theme, "activity_state")[ActivityState.NOT_STARTED],
    }


def opinion_key(words: Words, theme: Theme) -> tuple[KeyEntry, ...]:
    """The key of a matrix of opinions."""
    return tuple(KeyEntry(look, opinion_word(words, state)) for state, look in opinion_looks(theme).items())


def opinion_word(words: Words, state: str) -> str:
    """An opinion in words, or that there is none yet."""
    return words("not yet") if state == SILENT else words.label("opinion", state)


def task_looks(theme: Theme) -> Mapping[str, Look]:
    """By words of `TaskStanding`."""
    states = looks(theme, "activity_state")
    return {
        TaskStanding.OPEN.value: states[ActivityState.RUNNING],
        TaskStanding.OVERDUE.value: replace(looks(theme, "answer")[Answer.NO], symbol="!"),
        TaskStanding.DONE.value: states[ActivityState.DONE],
        TaskStanding.CANCELLED.value: states[ActivityState.CANCELLED],
    }
