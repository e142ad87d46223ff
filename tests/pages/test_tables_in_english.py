"""A reader of English meets no Czech name of a service type, target group, goal or the region in any table."""

from datetime import date
from io import BytesIO

import openpyxl
import pytest

from lib.exports.labels import in_language
from lib.exports.xlsx import xlsx_bytes
from lib.model.selection import AsOf, Selection
from lib.text.messages import words_for
from lib.ui import cached
from lib.views import tables
from lib.views.names import english_names
from tests.pages.conftest import OpenPage
from tests.pages.facts import rows_of

AS_WRITTEN = "activity"
"""The cards as the document has them, in the language of the document."""
OF_TWO_RELEASES = "moved_on"
"""What differs between releases: the supplied data are one."""
ASKED = Selection(AsOf(date(2016, 6, 30), 1), service_type="49", compare_on=date(2012, 6, 30),
                  overrides=(("reach_residential_km", 5.0),))
"""With a reach so short that some municipalities are white spots."""


def czech_names() -> set[str]:
    return {
        row["name"]
        for table in ("service_type", "target_group", "goal", "region")
        for row in rows_of(table)
        if row["name"] != row["name_en"]
    }


@pytest.mark.parametrize("name", sorted({*tables.VIEWS} - {AS_WRITTEN, OF_TWO_RELEASES}))
def test_a_workbook_in_english_has_no_czech_name(name: str) -> None:
    database, words = cached.database(), words_for("en")
    sheet = in_language(tables.sheet(database, name, ASKED), words, english_names(database, 1))
    page = openpyxl.load_workbook(BytesIO(xlsx_bytes(sheet, words))).worksheets[0]
    cells = {cell for row in page.iter_rows(values_only=True) for cell in row if isinstance(cell, str)}
    assert len(sheet.frame) > 0
    assert cells & czech_names() == set()


def test_the_whole_plan_and_the_whole_region_have_a_name_in_both_languages() -> None:
    database = cached.database()
    for lang, plan, region in (("cs", "Celý plán", "Liberecký kraj"), ("en", "Whole plan", "Liberec Region")):
        names = english_names(database, 1) if lang == "en" else {}
        progress = in_language(tables.sheet(database, "progress", ASKED), words_for(lang), names).frame
        coverage = in_language(tables.sheet(database, "coverage", ASKED), words_for(lang), names).frame
        assert progress.set_index("goal_code")["goal_name"]["all"] == plan
        assert coverage.set_index("orp_code")["orp_name"]["kraj"] == region


def test_a_table_opened_in_english_has_no_czech_name(open_page: OpenPage) -> None:
    app = open_page("mezery", lang="en", sluzba="49")
    app.session_state["table_gap"] = True
    app.run()
    shown = [frame.value for frame in app.dataframe]
    assert [len(frame) for frame in shown] != []
    names = czech_names()
    assert [column for frame in shown for column in frame if set(frame[column].astype(str)) & names] == []
