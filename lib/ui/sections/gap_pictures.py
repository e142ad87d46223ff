"""What the pictures of gaps by service type and by target group have in common."""

import pandas as pd

from lib.charts import figures, gap_rug
from lib.model.norms import SMALL_PERSONS, SMALL_UNITS
from lib.model.territory import REGION_AREA
from lib.text import arithmetic
from lib.text.gap_sentences import small_numbers_sentence
from lib.ui import cached, filters, widgets
from lib.ui.page import Here
from lib.ui.sections import gap_reasons


def caption(here: Here) -> str:
    """How a rug is used."""
    return here.words("A name opens its row, a cell its arithmetic. By keyboard: arrows move, Enter opens.")


def rug_rows(here: Here, frame: pd.DataFrame, opened_area: str | None) -> pd.DataFrame:
    """Rows of the areas a rug has room for, the region under its name in the reader's language."""
    keep = [code for code in (here.selection.orp, opened_area) if code is not None]
    rows = frame[frame["orp_code"].isin(gap_rug.widest(frame, keep))]
    return rows.assign(orp_name=rows["orp_name"].mask(rows["orp_code"] == REGION_AREA, here.region_name))


def remarks(here: Here, frame: pd.DataFrame) -> list[str]:
    """What a dot in a cell means, and which areas the rug has no room for."""
    words, areas = here.words, frame["orp_code"].nunique()
    lines = []
    if frame["small_number"].any():
        lines.append(words("· marks a small number (under {persons} people or {units} units): the capacity is printed "
                           "instead of the index.", persons=SMALL_PERSONS, units=SMALL_UNITS))
    if areas > gap_rug.MOST_COLUMNS:
        lines.append(words("The table has room for {n} of {total} areas: the whole region, the chosen one, then those "
                           "with the most severe cells. The downloads hold all of them.",
                           n=gap_rug.MOST_COLUMNS, total=areas))
    return lines


def bars(here: Here, key: str, cells: pd.DataFrame, alt: str, domain: str = "gap_class") -> None:
    """The gap of every area as a bar; a click on one takes it apart."""
    figure = cached.made(key, here.state, lambda: figures.gap_bars(
        cells, here.words, here.theme, selected=here.selection.orp, domain=domain))
    widgets.chart(figure, key, alt, pick=lambda code: filters.write_query(gap_reasons.CELL, code))
    widgets.drawn(here, f"{key}_small", lambda: widgets.reading(_counts(here, cells)))


def _counts(here: Here, cells: pd.DataFrame) -> str:
    """Small capacities with their intervals; of very many only what the dot means."""
    words, small = here.words, cells[cells["small_number"]]
    if small.empty or len(small) > gap_rug.MOST_COLUMNS:
        return " ".join(remarks(here, small)[:1])
    return small_numbers_sentence(words, [
        f"{name} {arithmetic.counted(words, capacity, low, high, unit)}" for name, capacity, low, high, unit in zip(*(
            small[column] for column in ("orp_name", "capacity_units", "capacity_low_units", "capacity_high_units",
                                         "unit")), strict=True)])
