"""What a signal of a card means, with the limit in force."""

from lib.text.messages import Words


def meaning(words: Words, signal: str, months: float, points: float) -> str:
    """When the signal is raised, in one sentence.

    Parameters
    ----------
    signal : a code of `lib.model.derived_signal.Signal`. months : limit of a report. points : limit of a lag.
    """
    match signal:
        case "no_report":
            return words.plural(
                "The last report, or the beginning of a card never reported, is more than {n} month old.",
                "The last report, or the beginning of a card never reported, is more than {n} months old.", months)
        case "no_guarantor":
            return words("Nobody is guarantor of the card on the day.")
        case "overdue":
            return words("The planned period of the card has ended and its last state does not close it.")
        case "lagging":
            return words.plural(
                "Time elapsed exceeds declared progress by more than {n} percentage point.",
                "Time elapsed exceeds declared progress by more than {n} percentage points.", points)
        case "milestone_passed":
            return words("The day a milestone is planned for, moves counted, has passed and it was not reached.")
        case _:
            return words("The last report claims work (running, done or continuous) with neither a link nor a file.")
