"""What is said of the plan and of meetings: fulfilment, what moved, signals, opinions on an item, tasks.

Counts are given by codes of the model; the same sentences stand on the screen and on slides.
"""

from collections.abc import Mapping
from datetime import date

from lib.text import formats
from lib.text.messages import Words


def fulfilment_sentence(words: Words, counts: Mapping[str, int], shares: Mapping[str, int], cancelled: int) -> str:
    """Cards in the region's words with whole per cent that add up to 100, and how many are left out.

    `counts` and `shares` by words of `Fulfilment`, in their order.
    """
    parts = formats.listed(
        (f"{words.label('fulfilment', code)} {formats.number(n, words.lang)} "
         f"({formats.amount(shares[code], 'pct', words.lang)})" for code, n in counts.items()), words.lang)
    told = words("In the words of the region's reports, {of_total} cards: {parts}.", parts=parts,
                 of_total=formats.out_of(sum(counts.values()), words.lang))
    left_out = words.plural("{n} card cancelled or replaced is left out.",
                            "{n} cards cancelled or replaced are left out.", cancelled) if cancelled else ""
    return f"{told} {left_out}".strip()


def changed_sentence(  # noqa: PLR0917
    words: Words, changed: int, total: int, earlier: date, later: date, body: str | None
) -> str:
    """How many cards are not as they were. `body` met on the earlier day; None: that is no day of a meeting."""
    values = {"earlier": earlier, "later": later, "of_total": formats.out_of(total, words.lang), "body": body or ""}
    if body is not None:
        if not changed:
            return words("Since the meeting of {body} on {earlier}, none {of_total} cards has changed.", **values)
        return words.plural("Since the meeting of {body} on {earlier}, {n} {of_total} cards has changed.",
                            "Since the meeting of {body} on {earlier}, {n} {of_total} cards have changed.", changed,
                            **values)
    if not changed:
        return words("From {earlier} to {later}, none {of_total} cards changed.", **values)
    return words.plural("From {earlier} to {later}, {n} {of_total} cards changed.",
                        "From {earlier} to {later}, {n} {of_total} cards changed.", changed, **values)


def moved_sentence(
    words: Words, counts: Mapping[str, int], earlier: date, later: date, body: str | None
) -> str:
    """What became of the cards between two days; the numbers add up to all cards.

    Parameters
    ----------
    counts : by words of `Movement`, in their order; what became of no card is left out, but "without a change" is said.
    body : the one that met on the earlier day, None where that is no day of a meeting.
    """
    said = {
        "done": words.plural("{n} done", "{n} done", counts["done"]),
        "forward": words.plural("{n} moved forward", "{n} moved forward", counts["forward"]),
        "first_report": words.plural("{n} reported for the first time", "{n} reported for the first time",
                                     counts["first_report"]),
        "back": words.plural("{n} went back", "{n} went back", counts["back"]),
        "suspended": words.plural("{n} suspended", "{n} suspended", counts["suspended"]),
        "cancelled": words.plural("{n} cancelled or replaced", "{n} cancelled or replaced", counts["cancelled"]),
        "other": words.plural("{n} with another change", "{n} with another change", counts["other"]),
        "unchanged": words.plural("{n} without a change", "{n} without a change", counts["unchanged"]),
    }
    pieces = ", ".join(said[code] for code, n in counts.items() if n or code == "unchanged")
    of_total = formats.out_of(sum(counts.values()), words.lang)
    if body is not None:
        return words("Since the meeting of {body} on {earlier}, {of_total} cards: {pieces}.", body=body,
                     earlier=earlier, of_total=of_total, pieces=pieces)
    return words("From {earlier} to {later}, {of_total} cards: {pieces}.", earlier=earlier, later=later,
                 of_total=of_total, pieces=pieces)


def signals_sentence(words: Words, signals: int, cards: int, total: int) -> str:
    """How many signals there are and how many cards of the plan raise them."""
    return words("Signals: {signals}; cards they concern: {cards} {of_total}.", signals=signals, cards=cards,
                 of_total=formats.out_of(total, words.lang))


def spoken_sentence(words: Words, counts: Mapping[str, int], silent: int) -> str:
    """How many steering groups have spoken on an item, and how. `counts` by words of `OpinionState`, in their order."""
    said = sum(counts.values())
    if not said:
        return words("None {of_total} groups has spoken yet", of_total=formats.out_of(silent, words.lang))
    head = words.plural("{n} {of_total} groups has spoken", "{n} {of_total} groups have spoken", said,
                        of_total=formats.out_of(said + silent, words.lang))
    parts = ", ".join(f"{words.label('opinion', code)} {formats.number(n, words.lang)}"
                      for code, n in counts.items() if n)
    return f"{head}: {parts}" if parts else head


def tasks_sentence(words: Words, counts: Mapping[str, int]) -> str:
    """How many tasks there are by state. `counts` by words of `TaskStanding`, in order; states of none are left out."""
    if not sum(counts.values()):
        return words("There is no task.")
    parts = [f"{words.label('task_standing', code)} {formats.number(n, words.lang)}" for code, n in counts.items() if n]
    return words.plural("{n} task: {states}.", "{n} tasks: {states}.", sum(counts.values()),
                        states=formats.listed(parts, words.lang))
