"""Names of the goals that cards name: the known ones compared, those of a new plan learnt from the document."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import pandas as pd

from lib.importers.card_blocks import GOAL, squeezed
from lib.importers.card_lines import Line
from lib.importers.card_tables import Card, PlanCodes
from lib.importers.card_values import read_goals


class Tell(Protocol):
    """Takes one problem: place, column, value, rule, remedy and their values."""

    def __call__(self, place: int, column: str, value: str, rule: str, remedy: str, **values: object) -> None: ...


class GoalNames:
    """Goals of one plan by number.

    Known goals keep their names. Names of others are those given, else those of a list before the first card, else the
    one most cards write; none is made up.
    """

    def __init__(
        self, goals: pd.DataFrame, codes: PlanCodes, given: Mapping[str, str], preamble: Sequence[Line],
    ) -> None:
        """`goals`: the table goal. `given`: names by printed code. `preamble`: the lines before the first card."""
        self._codes = codes
        own = goals[goals["plan_code"] == codes.plan_code]
        self._known = dict(zip(own["code"], own["name"], strict=True))
        self._given = {code: squeezed(name) for code, name in given.items()}
        self._listed = self._list(preamble)
        self._written: Counter[tuple[int, str]] = Counter()

    @staticmethod
    def _list(preamble: Sequence[Line]) -> dict[str, str]:
        """Goals listed before the first card, one a line; of a repeated one the first counts."""
        found: dict[str, str] = {}
        for line in preamble:
            text = squeezed(line.text)
            if GOAL.match(text):
                for number, name in read_goals(text).items():
                    found.setdefault(f"SC{number}", name)
        return found

    def name(self, number: int) -> str | None:
        """The name of a goal, None when nobody says it or cards write two names equally often."""
        printed = f"SC{number}"
        known = self._known.get(self._codes.of(printed)) or self._given.get(printed) or self._listed.get(printed)
        if known:
            return str(known)
        written = {name: count for (goal, name), count in self._written.items() if goal == number}
        ranked = Counter(written).most_common(2)
        if not ranked or (len(ranked) == 2 and ranked[0][1] == ranked[1][1]):
            return None
        return ranked[0][0]

    def read(self, texts: Sequence[tuple[str, int, str]], unreadable: Tell, remark: Tell) -> None:
        """Compare what cards write with the names. `texts`: number of the card, its place, its text on goals."""
        named = [(card, place, number, name) for card, place, text in texts
                 for number, name in read_goals(text).items() if name]
        self._written = Counter((number, name) for _, _, number, name in named)
        for card, place, number, name in named:
            right = self.name(number)
            if right is None or name.lower() == right.lower():
                continue
            if name.lower().startswith(right.lower() + " "):
                unreadable(place, f"{card} SC{number}", name[len(right):].strip(),
                           "it is not told where this text belongs", "Put the value under its label")
            else:
                remark(place, f"{card} SC{number}", name, "the goal {goal} is called otherwise: {name}",
                       "The code decides; correct the name in the document if it is wrong",
                       goal=f"SC{number}", name=right)

    def added(self, cards: Sequence[Card], source_id: str, unreadable: Tell, remark: Tell) -> list[dict[str, Any]]:
        """Rows of goals that cards belong to or name and the plan does not have yet, in the order of their numbers."""
        numbers = {int(card.main_goal[2:]) for card in cards} | {number for card in cards for number in card.goals}
        rows: list[dict[str, Any]] = []
        for number in sorted(numbers):
            code, name = self._codes.of(f"SC{number}"), self.name(number)
            if code in self._known:
                continue
            if name is None:
                unreadable(0, f"SC{number}", "", "nobody names the goal, or cards call it by two names equally often",
                           "Give the name of the goal with the plan")
                continue
            if f"SC{number}" not in self._given:
                remark(0, f"SC{number}", name, "the goal is new; its name is the one in the document",
                       "Check the name and fill in the English one")
            rows.append({"code": code, "plan_code": self._codes.plan_code, "position": number, "name": name,
                         "source_id": source_id})
        return rows
