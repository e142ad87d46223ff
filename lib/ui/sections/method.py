"""Blocks of the page on sources and methods: tables, sources, methods, glossary, accessibility, releases."""

from typing import Any

import pandas as pd
import streamlit as st

from lib.charts.facts import Fact
from lib.charts.plain import PlainCell, PlainTable
from lib.model.lookup import records
from lib.model.schemas import TABLES
from lib.model.territory import SourceKind
from lib.text import formats
from lib.text.glossary import glossary as terms
from lib.text.methods import MethodText, method_texts
from lib.ui import filters, widgets
from lib.ui.asked import Problem
from lib.ui.page import Here
from lib.ui.written import plain, web_address
from lib.views.method import MethodView

NAMED_SOURCES = 2
"""Sources of a table named in its row; the rest are counted and stand in the list of sources."""


def problems(here: Here) -> tuple[Problem, ...]:
    """Keys of this page whose value in the URL cannot be used."""
    return filters.local_problems({"metoda": tuple(text.key for text in method_texts(here.words))}, "–")


def contents(here: Here) -> None:
    """What stands on the page, as links."""
    words = here.words
    parts = (
        ("tabulky", words("Tables")),
        ("zdroje", words("Sources")),
        ("metody", words("Methods")),
        ("skupiny", words("Target groups of the plan and of the register")),
        ("slovnik", words("Glossary")),
        ("pristupnost", words("Accessibility")),
        ("vydani", words("Releases")),
    )
    st.markdown(" · ".join(f"[{plain(title)}](#{anchor})" for anchor, title in parts))


def tables(here: Here, view: MethodView) -> None:
    """Every table by whether its rows are real: rows, what is missing, release, sources with their licences."""
    widgets.drawn(here, "tables", lambda: _all_tables(here, view))


def _all_tables(here: Here, view: MethodView) -> None:
    words = here.words
    widgets.heading(here, words("Tables"), "tabulky")
    rows = records(view.tables)
    total, demo = sum(row["rows"] for row in rows), sum(row["demo_rows"] for row in rows)
    widgets.reading(
        words(
            "Every number on the screens comes from these tables. Tables: {tables}, rows: {rows}, of which "
            "illustrative: {demo}. A figure made from at least one illustrative row is marked UKÁZKA.",
            tables=len(rows),
            rows=total,
            demo=formats.percent(demo / total, words.lang),
        )
    )
    kinds = (
        (words("Real"), [row for row in rows if row["rows"] and not row["demo_rows"]]),
        (words("Partly illustrative"), [row for row in rows if 0 < row["demo_rows"] < row["rows"]]),
        (words("Illustrative"), [row for row in rows if row["rows"] and row["demo_rows"] == row["rows"]]),
        (words("Empty"), [row for row in rows if not row["rows"]]),
    )
    for title, listed in kinds:
        if listed:
            with st.expander(plain(f"{title} ({len(listed)})")):
                _tables(here, view, title, listed)


def _tables(here: Here, view: MethodView, title: str, listed: list[dict[str, Any]]) -> None:
    words, lang = here.words, here.words.lang
    published = {release.number: release.published_at.date() for release in view.releases}
    sources = {row["id"]: row for row in records(view.sources)}

    def row_of(row: dict[str, Any]) -> tuple[PlainCell, ...]:
        used = [sources[source] for source in row["source_ids"].split()]
        named = "; ".join(f"{source['publisher']}: {source['title']}" for source in used[:NAMED_SOURCES])
        rest = len(used) - NAMED_SOURCES
        more = " " + words.plural("and {n} more source", "and {n} more sources", rest) if rest > 0 else ""
        missing = (
            words.label("empty", "not_applicable")
            if pd.isna(row["missing_share"])
            else formats.percent(row["missing_share"], lang)
        )
        return (
            PlainCell(words.title(TABLES[row["table_name"]])),
            PlainCell(formats.number(row["rows"], lang), number=True),
            PlainCell(formats.percent(row["demo_rows"] / row["rows"], lang), number=True)
            if row["rows"]
            else PlainCell("–", number=True),
            PlainCell(missing, number=True),
            PlainCell(
                words("{number} of {day}", number=str(row["content_release"]), day=published[row["content_release"]])
            ),
            PlainCell(named + more),
            PlainCell("; ".join(dict.fromkeys(source["licence"] for source in used))),
        )

    widgets.table(
        here,
        PlainTable(
            title,
            (
                words("Table"),
                words("Rows"),
                words("Illustrative rows"),
                words("Missing values"),
                words("Release"),
                words("Sources"),
                words("Licence"),
            ),
            tuple(row_of(row) for row in listed),
            stacked=True,
        ),
    )


def sources(here: Here, view: MethodView) -> None:
    """Where data come from, by kind: publisher, title with its address, dates, licence, note."""
    widgets.drawn(here, "sources", lambda: _all_sources(here, view))


def _all_sources(here: Here, view: MethodView) -> None:
    words = here.words
    widgets.heading(here, words("Sources"), "zdroje")
    unknown = words.label("empty", "unknown")
    titles = {
        SourceKind.DEMO: words("Illustrative sources"),
        SourceKind.DERIVED: words("Derived sources"),
        SourceKind.OFFICIAL: words("Official sources"),
    }
    for kind, title in titles.items():
        rows = records(view.sources[view.sources["kind"] == kind.value].sort_values(["publisher", "title"]))
        if not rows:
            continue
        with st.expander(
            plain(f"{title} ({len(rows)})"), expanded=kind is SourceKind.DEMO, key=f"sources_{kind.value}"
        ):
            widgets.table(
                here,
                PlainTable(
                    title,
                    (
                        words("Title"),
                        words("Publisher"),
                        words("As of"),
                        words("Accessed"),
                        words("Licence"),
                        words("Note"),
                    ),
                    tuple(
                        (
                            _source(row),
                            PlainCell(row["publisher"]),
                            widgets.day_cell(here, row["state_date"], unknown),
                            widgets.day_cell(here, row["accessed"], unknown),
                            PlainCell(row["licence"]),
                            PlainCell("" if pd.isna(row["note"]) else row["note"]),
                        )
                        for row in rows
                    ),
                    stacked=True,
                ),
            )


def _source(row: dict[str, Any]) -> PlainCell:
    return PlainCell(row["title"], href=web_address(row["url"]) or "")


def methods(here: Here) -> None:
    """Every method with definition, formula, worked example and limits; `metoda` in the address opens one."""
    words = here.words
    widgets.heading(here, words("Methods"), "metody")
    widgets.reading(
        words("What each figure means, how it is computed, an example you can redo, and what it cannot say.")
    )
    widgets.drawn(here, "methods", lambda: _all_methods(here))


def _all_methods(here: Here) -> None:
    opened = st.query_params.get("metoda")
    for method in method_texts(here.words):
        with st.expander(plain(method.title), expanded=method.key == opened):
            _method(here, method)


def _method(here: Here, method: MethodText) -> None:
    words = here.words
    st.markdown(plain(method.definition))
    parts = (
        (words("Formula"), method.formula),
        (words("Example"), method.example),
        (words("Caveats"), method.caveats),
        (words("Numerator"), method.numerator),
        (words("Denominator"), method.denominator),
        (words("Unit"), method.unit),
        (words("Method taken from"), method.source),
    )
    widgets.facts(here, [Fact(label, (text,)) for label, text in parts if text])


def groups(here: Here, view: MethodView) -> None:
    """Abbreviations of target groups in the plan, and the groups of the register they stand for."""
    widgets.drawn(here, "groups", lambda: _groups(here, view))


def _groups(here: Here, view: MethodView) -> None:
    words, rows = here.words, view.groups
    widgets.heading(here, words("Target groups of the plan and of the register"), "skupiny")
    linked = rows[rows["match"].notna()]
    widgets.reading(words(
        "Cards of the plan write target groups in their own way; services are registered under the groups of the "
        "register. Groups of the plan: {plan}, links: {links}. Groups without a link are never spread over services.",
        plan=rows["code"].nunique(), links=len(linked)))
    table = PlainTable(
        words("Target groups of the plan and of the register"),
        (words("Code"), words("Meaning"), words("As written in the cards"), words("Groups of the register (match)"),
         words("Use")),
        tuple(_group(here, records(part)) for _, part in rows.groupby("code", sort=False)), stacked=True)
    with st.expander(words("Table of target groups")):
        widgets.table(here, table)


def _group(here: Here, rows: list[dict[str, Any]]) -> tuple[PlainCell, ...]:
    """One group of the plan; its groups of the register by how well they match."""
    words, first = here.words, rows[0]
    name = words.pick("name", "name_en")
    by_match: dict[str, list[str]] = {}
    for row in rows:
        if not pd.isna(row["match"]):
            by_match.setdefault(row["match"], []).append(row[f"register_{name}"])
    linked = "; ".join(f"{words.label('match', match)}: {', '.join(named)}" for match, named in by_match.items())
    return (
        PlainCell(first["code"]), PlainCell(first[name]),
        PlainCell(words("in no card") if pd.isna(first["as_written"]) else first["as_written"]),
        PlainCell(linked or words("none: never spread over services")),
        PlainCell(words.label("group_role", first["role"])),
    )


def glossary(here: Here) -> None:
    """Words of the field in plain language."""
    widgets.heading(here, here.words("Glossary"), "slovnik")
    with st.expander(here.words("Words of the field")):
        widgets.drawn(here, "glossary", lambda: widgets.facts(
            here, [Fact(term, (meaning,)) for term, meaning in terms(here.words)]))


def accessibility(here: Here) -> None:
    """The draft accessibility statement."""
    widgets.drawn(here, "accessibility", lambda: _accessibility(here))


def _accessibility(here: Here) -> None:
    words = here.words
    widgets.heading(here, words("Accessibility statement (draft)"), "pristupnost")
    for text in (
        words(
            "We want everyone to be able to use this dashboard. It is built to meet WCAG 2.2 at level AA and checked "
            "by an automatic tool on every page in the light and the dark theme."
        ),
        words(
            "Every map and chart has a table with the same data; maps can be used from the keyboard and are doubled by "
            "the choice of area in the side panel; no meaning is carried by colour alone."
        ),
        words(
            "Known limits: the interactive tables are drawn on a canvas, and a screen reader gets their content from "
            "the downloaded file; some parts of the frame come from the library the app is built on. The list is kept "
            "in the project's documentation."
        ),
        words("This statement is a draft: the operator adds a contact and the result of a check by people."),
    ):
        st.markdown(plain(text))


def releases(here: Here, view: MethodView) -> None:
    """Every published release of the data, the newest first: what is new is what its note says."""
    widgets.drawn(here, "releases", lambda: _all_releases(here, view))


def _all_releases(here: Here, view: MethodView) -> None:
    words = here.words
    widgets.heading(here, words("Releases of the data"), "vydani")
    widgets.reading(words("A release is never changed; a link with its number shows the same figures years later."))
    widgets.table(
        here,
        PlainTable(
            words("Releases of the data"),
            (words("Release"), words("Published"), words("What is new"), words("Published by"), words("Source")),
            tuple(
                (
                    PlainCell(str(release.number)),
                    PlainCell(here.day(release.published_at.date())),
                    PlainCell(words.label("release_note", release.note)),
                    PlainCell(words.label("role", release.by_role)),
                    PlainCell(release.source_name),
                )
                for release in reversed(view.releases)
            ),
            stacked=True,
        ),
    )
