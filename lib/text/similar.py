"""Why ORP areas are alike, in sentences; names of areas stay in the nominative, so that none has to be declined."""

from collections.abc import Sequence

from lib.text.formats import listed, number, percent
from lib.text.messages import Words


def similar_sentence(
    words: Words, area: str, names: Sequence[str], features: Sequence[str], *, own: float | None, nearest: float | None,
) -> str:
    """Which areas are most like one, and why the first of them.

    Parameters
    ----------
    names : the similar areas, nearest first.
    features : codes of what was compared, the most alike first.
    own, nearest : the values of the last feature in the area and in the first of the others; None: no difference.
    """
    labels = [words.label("feature", feature) for feature in features]
    said = words("Most like the ORP area of {area}: {names}.", area=area, names=listed(names, words.lang))
    if own is None or nearest is None:
        return said
    if len(labels) < 3:
        return f"{said} " + words("Compared by: {features}.", features=listed(labels, words.lang))
    return f"{said} " + words(
        "Nearest is {first}: the most alike are {alike}, the most different is {different} ({own} against {nearest}).",
        first=names[0], alike=listed(labels[:2], words.lang), different=labels[-1],
        own=feature_value(features[-1], own, words.lang), nearest=feature_value(features[-1], nearest, words.lang))


def feature_value(feature: str, value: float, lang: str) -> str:
    """The value of a feature as people read it."""
    if feature.startswith("share_"):
        return percent(value, lang, 1)
    return number(value, lang, digits=0)
