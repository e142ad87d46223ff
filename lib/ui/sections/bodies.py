"""Bodies of the coordination structure: the tree with who sits in them, one body, and where opinions go."""

from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from lib.charts.legend import KeyEntry, legend_html
from lib.charts.meeting_looks import opinion_looks, presence_looks
from lib.charts.plain import PlainCell, PlainTable
from lib.model.bodies import BodyLevel, Presence, TriadPart
from lib.model.lookup import records
from lib.text import formats
from lib.ui import cached, filters, page, widgets
from lib.ui.page import Here
from lib.ui.sections import decided, meeting_parts, meetings, meetings_forms
from lib.ui.written import plain
from lib.views.meetings import BodyDetail, MeetingsView


def shown(here: Here) -> None:
    """The whole part."""
    view = cached.meetings(here.selection.at)
    page.title(here, here.words("Who sits in the bodies and where do opinions go?"), demo=view.bodies.provenance.demo,
               problems=meeting_parts.problems(here, view))
    meeting_parts.choose(here)
    opened = meeting_parts.body(view)
    if opened is not None:
        _body(here, view, opened)
    _tree(here, view)
    _organs(here, view)


def _of_area(here: Here, rows: pd.DataFrame) -> pd.DataFrame:
    """Bodies of the chosen ORP and of the whole region."""
    orp = here.selection.orp
    return rows if orp is None else rows[rows["orp_code"].isna() | (rows["orp_code"] == orp)]


def _tree(here: Here, view: MeetingsView) -> None:
    words = here.words
    rows = view.bodies.frame
    rows = _of_area(here, rows[rows["level"] != BodyLevel.REGIONAL_ORGAN])
    found = view.triad.frame[view.triad.frame["body_code"].isin(rows["body_code"])]
    widgets.heading(here, words("Bodies and the triad in them"), "slozky", demo=view.triad.provenance.demo)
    widgets.drawn(here, "tree", lambda: _tree_table(here, view, rows, found))
    widgets.foot(here, replace(view.triad, frame=found), "triad")


def _tree_table(here: Here, view: MeetingsView, rows: pd.DataFrame, found: pd.DataFrame) -> None:
    words = here.words
    widgets.reading(_sentence(here, len(rows), found))
    st.html(legend_html(
        tuple(KeyEntry(look, words.label("presence", state)) for state, look in presence_looks(here.theme).items()),
        words("On {day}", day=here.selection.at.valid_on), here.theme))
    by_part = {(row["body_code"], row["part"]): row for row in records(found)}

    def row_of(row: dict[str, Any]) -> tuple[PlainCell, ...]:
        code, depth = str(row["body_code"]), view.depth[row["body_code"]]
        above = words("under: {name}", name=view.name(row["parent_code"], words.lang)) if depth else words("at the top")
        return (
            PlainCell(view.name(code, words.lang), href=meeting_parts.body_link(code), indent=depth,
                      chosen=code == meeting_parts.body(view)),
            PlainCell(words.label("body_level", row["level"]), note=above),
            *(_presence_cell(here, by_part[code, part.value]) for part in TriadPart),
        )

    widgets.table(here, PlainTable(
        words("Bodies and the triad in them"),
        (words("Body"), words("Level"), *(words.label("triad_part", part.value).capitalize() for part in TriadPart)),
        tuple(map(row_of, records(rows))), stacked=True,
    ))


def _sentence(here: Here, bodies: int, found: pd.DataFrame) -> str:
    """In how many bodies all three parts are known to sit, where one is missing, and what was found only later."""
    words = here.words
    present = found[found["presence"] == Presence.PRESENT].groupby("body_code").size()
    told = words.plural("{n} body;", "{n} bodies;", bodies) + " " + words(
        "on {day} all three parts of the triad are evidenced in {n} of them.",
        n=int((present == len(TriadPart)).sum()), day=here.selection.at.valid_on)
    later = found.loc[found["later_presence"].notna(), "body_code"].nunique()
    if later:
        told += " " + words.plural(
            "{n} body is described only later: what was found stands under the sign, with its day.",
            "{n} bodies are described only later: what was found stands under the sign, with its day.", later)
    return told


def _presence_cell(here: Here, row: dict[str, Any]) -> PlainCell:
    """Presence on the day by sign and word; what was found only later is a note with its day."""
    words = here.words
    state = Presence.UNKNOWN.value if pd.isna(row["presence"]) else str(row["presence"])
    later = "" if pd.isna(row["later_presence"]) else words(
        "found on {day}: {state}", day=row["later_on"].date(), state=words.label("presence", row["later_presence"]))
    return PlainCell(words.label("presence", state), look=presence_looks(here.theme)[state], note=later)


def _organs(here: Here, view: MeetingsView) -> None:
    """Organs of the region: no part of the structure, but where its opinions go."""
    words, rows = here.words, view.bodies.frame
    organs = rows[rows["level"] == BodyLevel.REGIONAL_ORGAN]
    widgets.heading(here, words("Where opinions go"), "organy", demo=view.bodies.provenance.demo)
    widgets.reading(words(
        "Steering groups give their opinions to the college of municipalities (K10), and the college to the organs of "
        "the region, which decide. The organs are no part of the structure."))
    if not organs.empty:
        widgets.table(here, PlainTable(
            words("Organs of the region"), (words("Organ"), words("Opinions up to {day}",
                                                                  day=here.selection.at.valid_on)),
            tuple((PlainCell(view.name(row["body_code"], words.lang), href=meeting_parts.body_link(row["body_code"]),
                             chosen=row["body_code"] == meeting_parts.body(view)),
                   PlainCell(formats.number(row["opinions"], words.lang), number=True)) for row in records(organs)),
        ))
    widgets.foot(here, replace(view.bodies, frame=_of_area(here, rows)), "bodies")


def _body(here: Here, view: MeetingsView, code: str) -> None:
    """One body: who sits in it, its meetings, opinions and tasks."""
    words = here.words
    with page.part(here), st.container(border=True, key="body"):
        detail = cached.body(here.selection.at, code)
        widgets.heading(here, view.name(code, words.lang), "slozka", demo=detail.provenance.demo)
        _head(here, view, detail)
        meetings_forms.representation(here, view, code)
        widgets.drawn(here, "body_meetings", lambda: _meetings(here, view, code))
        widgets.drawn(here, "body_opinions", lambda: _opinions(here, detail))
        if not detail.opinions.frame.empty:
            widgets.foot(here, detail.opinions, "body_opinions")
        st.button(words("Close the body"), on_click=filters.write_query, args=(meeting_parts.BODY, None),
                  icon=":material/close:", key="close_body")
        widgets.used_sources(here, detail.provenance, "body")


def _head(here: Here, view: MeetingsView, detail: BodyDetail) -> None:
    words, body = here.words, detail.body
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.markdown(plain(words("Level: {level}.", level=words.label("body_level", body["level"]))), width="content")
        if pd.notna(body["parent_code"]):
            st.markdown(plain(words("Under:")), width="content")
            meeting_parts.to_body(here, view, str(body["parent_code"]))
    if not detail.triad.empty:
        widgets.table(here, PlainTable(
            words("Representation of the triad"), (words("Part of the triad"), words("Representation"),
                                                   words("Found on"), words("Note")),
            tuple((PlainCell(words.label("triad_part", row["part"])), _presence_cell(here, row),
                   widgets.day_cell(here, row["found_on"], words.label("empty", "unknown")),
                   PlainCell("" if pd.isna(row["note"]) else str(row["note"]))) for row in records(detail.triad)),
            stacked=True,
        ))


def _meetings(here: Here, view: MeetingsView, code: str) -> None:
    words, rows = here.words, view.meetings.frame
    widgets.listed(
        here, words("Meetings of the body"), words("No meeting of the body is known up to {day}.",
                                                   day=here.selection.at.valid_on),
        (words("Meeting"), words("State"), words("Items")),
        [meetings.meeting_cells(here, view, row) for row in records(rows[rows["body_code"] == code])])
    tasks = view.tasks.frame[view.tasks.frame["body_code"] == code]
    st.markdown(f"**{plain(words('Tasks of the body'))}**")
    st.markdown(plain(decided.sentence(here, tasks)))
    if not tasks.empty:
        decided.tasks(here, words("Tasks of the body"), records(tasks))


def _opinions(here: Here, detail: BodyDetail) -> None:
    words, drawn = here.words, opinion_looks(here.theme)
    widgets.listed(
        here, words("Opinions of the body"), words("The body has given no opinion up to {day}.",
                                                   day=here.selection.at.valid_on),
        (words("Item"), words("Opinion"), words("Day"), words("Note")),
        [(PlainCell(str(row["title"]), href=meeting_parts.meeting_link(row["meeting_id"])),
          PlainCell(words.label("opinion", row["opinion"]), look=drawn[row["opinion"]]),
          widgets.day_cell(here, row["date"], ""), PlainCell("" if pd.isna(row["note"]) else str(row["note"])))
         for row in records(detail.opinions.frame)])
