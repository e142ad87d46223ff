"""Parts of a whole in whole per cent."""

from collections.abc import Sequence


def percentages(counts: Sequence[int]) -> list[int]:
    """Whole per cent of each count, summing to 100: largest remainder, ties to the earlier; all zeros stay zeros."""
    total = sum(counts)
    if not total:
        return [0] * len(counts)
    whole = [count * 100 // total for count in counts]
    by_remainder = sorted(range(len(counts)), key=lambda place: (-(counts[place] * 100 % total), place))
    for place in by_remainder[: 100 - sum(whole)]:
        whole[place] += 1
    return whole
