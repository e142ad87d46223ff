"""Blocks of the page on sources and methods: tables, sources, methods with formula, glossary, accessibility, releases."""

import pandas as pd
import streamlit as st

from lib.charts.plain import PlainCell, PlainTable
from lib.model.lookup import records
from lib.model.schemas import TABLES
from lib.text import formats
from lib.text.glossary import glossary as terms
from lib.text.methods import method_texts
from lib.ui import widgets
from lib.ui.page import Here, plain
from lib.views.method import MethodView


def tables(here: Here, view: MethodView) -> None:
    """Every table: rows, how many are illustrative, share of missing values, the release its content comes from."""
    words, lang = here.words, here.words.lang
    widgets.heading(here, words("Tables"), "tabulky")
    widgets.reading(words("Every number on the screens comes from these tables. Illustrative rows are marked UKÁZKA wherever they enter a figure."))
    rows = []
    for row in records(view.tables):
        kind = words("illustrative") if row["demo_rows"] == row["rows"] else words("real") if not row["demo_rows"] else words("partly illustrative")
        rows.append((
            PlainCell(words.title(TABLES[row["table_name"]])), PlainCell(row["table_name"]), PlainCell(formats.number(row["rows"], lang), number=True),
            PlainCell(kind if row["rows"] else words("empty")), PlainCell(formats.percent(row["missing_share"], lang), number=True),
            PlainCell(str(row["content_release"]), number=True), PlainCell(str(row["source_ids"]).replace(" ", ", ")),
        ))
    widgets.table(here, PlainTable(
        words("Tables of the data package"),
        (words("Table"), words("Name"), words("Rows"), words("Kind"), words("Missing values"), words("Release"), words("Sources")),
        tuple(rows),
    ))


def sources(here: Here, view: MethodView) -> None:
    """Where data come from: publisher, title, date, licence, kind."""
    words = here.words
    widgets.heading(here, words("Sources"), "zdroje")
    rows = []
    for row in records(view.sources):
        day = here.day(row["state_date"].date()) if pd.notna(row["state_date"]) else words.label("empty", "unknown")
        rows.append((
            PlainCell(row["id"]), PlainCell(words.label("source_kind", row["kind"])), PlainCell(row["publisher"]), PlainCell(row["title"]),
            PlainCell(day), PlainCell(row["licence"]), PlainCell("" if pd.isna(row["note"]) else row["note"]),
        ))
    widgets.table(here, PlainTable(
        words("Sources of the data"),
        (words("Identifier"), words("Kind"), words("Publisher"), words("Title"), words("As of"), words("Licence"), words("Note")),
        tuple(rows),
    ))


def methods(here: Here) -> None:
    """Every method with definition, formula, worked example and limits."""
    words = here.words
    widgets.heading(here, words("Methods"), "metody")
    for method in method_texts(words):
        with st.expander(plain(method.title), key=f"method_{method.key}"):
            for label, text in (
                (words("What it is"), method.definition), (words("Formula"), method.formula), (words("Numerator"), method.numerator),
                (words("Denominator"), method.denominator), (words("Unit"), method.unit), (words("Example"), method.example),
                (words("Caveats"), method.caveats), (words("Method taken from"), method.source),
            ):
                if text:
                    st.markdown(f"**{plain(label)}:** {plain(text)}")


def glossary(here: Here) -> None:
    """Words of the field in plain language."""
    widgets.heading(here, here.words("Glossary"), "slovnik")
    with st.expander(here.words("Words of the field"), key="glossary"):
        for term, meaning in terms(here.words):
            st.markdown(f"**{plain(term)}**: {plain(meaning)}")


def accessibility(here: Here) -> None:
    """The draft accessibility statement."""
    words = here.words
    widgets.heading(here, words("Accessibility statement (draft)"), "pristupnost")
    for text in (
        words("We want everyone to be able to use this dashboard. It is built to meet WCAG 2.2 at level AA and checked by an automatic tool on every page in the light and the dark theme."),
        words("Every map and chart has a table with the same data; maps can be used from the keyboard and are doubled by the choice of area in the side panel; no meaning is carried by colour alone."),
        words("Known limits: the interactive tables are drawn on a canvas, and a screen reader gets their content from the downloaded file; some parts of the frame come from the library the app is built on. The list is kept in the project's documentation."),
        words("This statement is a draft: the operator adds a contact and the result of a check by people."),
    ):
        st.markdown(plain(text))


def releases(here: Here, view: MethodView) -> None:
    """Every published release of the data."""
    words = here.words
    widgets.heading(here, words("Releases of the data"), "vydani")
    for release in reversed(view.releases):
        st.markdown(f"- **{release.number}** · {plain(here.day(release.published_at.date()))} · {plain(release.note)} · "
                    f"{plain(release.by_role)} · {plain(release.source_name)}")
