"""The set of assumptions a selection names, ready to be used."""

from lib.model.assumptions import Assumptions, assumed
from lib.model.selection import Selection
from lib.views.base import Reader


def assumptions_of(reader: Reader, selection: Selection) -> Assumptions:
    """The chosen set, else the data's default one, with the reader's own values; a set without values is empty."""
    sets = reader.table("assumption_set")
    code = selection.assumptions
    if code is None:
        default = sets.loc[sets["is_default"].astype(bool), "code"]
        code = "" if default.empty else str(default.iloc[0])
    return assumed(reader.table("assumption", set_code=code), code, dict(selection.overrides))
