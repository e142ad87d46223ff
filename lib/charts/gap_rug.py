"""The tartan rug by target group: the same table as by service type, with groups as rows."""

from collections.abc import Mapping

import pandas as pd

from lib.charts.legend import domain_key
from lib.charts.rug import Row, Rug, gap_cell
from lib.charts.style import Theme
from lib.model.derived import GapClass
from lib.model.schemas import require
from lib.text.formats import czech_key
from lib.text.messages import Words


def group_rug(
    frame: pd.DataFrame, names: Mapping[str, str], words: Words, theme: Theme, *, caption: str,
    hrefs: Mapping[str, str] | None = None, selected_group: str | None = None, selected_orp: str | None = None,
) -> Rug:
    """Rug of the table `gap_by_target_group`: rows are groups and units, columns ORP areas, cells the index.

    `names`: the name of each group in the reader's language. `hrefs`: the address that opens a group.
    """
    require(frame, "orp_code", "orp_name", "group_code", "unit", "coverage_index", "class",
            key=("orp_code", "group_code", "unit"))
    areas = frame[["orp_code", "orp_name"]].drop_duplicates("orp_code")
    codes = [str(code) for code in areas["orp_code"]]
    cells = {
        (str(group), str(unit), str(orp)): gap_cell(str(word), index, words, theme)
        for group, unit, orp, index, word in zip(
            frame["group_code"], frame["unit"], frame["orp_code"], frame["coverage_index"], frame["class"], strict=True)
    }
    absent = gap_cell(GapClass.NOT_APPLICABLE.value, None, words, theme)
    keys = sorted({key[:2] for key in cells}, key=lambda key: (czech_key(names[key[0]]), key[1]))
    return Rug(
        caption=caption, corner=words("Target group"), columns=tuple(str(name) for name in areas["orp_name"]),
        rows=tuple(
            Row(names[group], tuple(cells.get((group, unit, code), absent) for code in codes),
                href=(hrefs or {}).get(group, ""), note=words.label("unit_short", unit),
                selected=group == selected_group)
            for group, unit in keys
        ),
        key=domain_key("gap_class", words, theme, frame["class"].astype(str)),
        key_title=words("Coverage index: capacity as a share of need"), note_title=words("Unit"),
        selected_column=codes.index(selected_orp) if selected_orp in codes else None,
    )
