"""How our CSV for people differs from a bare table: what an export adds, and an import takes off again."""

FORMULA_MARKS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a spreadsheet, after trimming, takes for the beginning of a formula."""

LABEL = "_label"
"""Ending of the name of a column that says the codes of another column in words."""

PROVENANCE = ("valid_on", "release", "data")
"""Columns that say of each row when it held, which release it is from and whether illustrative rows enter."""


def looks_like_formula(text: str) -> bool:
    """Whether a spreadsheet would run the text, also after somebody has taken apostrophes off its beginning."""
    return text.lstrip(" \u00a0'").startswith(FORMULA_MARKS)


def with_apostrophe(text: str) -> str:
    """The text with an apostrophe before it when it looks like a formula."""
    return f"'{text}" if looks_like_formula(text) else text


def without_apostrophe(text: str) -> str:
    """The text before `with_apostrophe`."""
    return text[1:] if text.startswith("'") and looks_like_formula(text[1:]) else text
