"""One meeting: what was left to do, the agenda with its links, the way of opinions, what was resolved."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from lib.charts.legend import legend_html
from lib.charts.meeting_looks import SILENT, opinion_key, opinion_looks, opinion_word
from lib.charts.plain import PlainCell, PlainTable
from lib.charts.rug import Cell, Row, Rug, column_of
from lib.model.bodies import LinkKind, OpinionState
from lib.model.derived_meetings import Stage
from lib.model.lookup import records
from lib.model.plan import printed_code
from lib.text import formats
from lib.text.plan_sentences import spoken_sentence
from lib.ui import cached, filters, page, rugs, widgets
from lib.ui.page import Here
from lib.ui.sections import answering, decided, meeting_parts, meetings_forms, opinions_form
from lib.ui.written import plain, web_address
from lib.views.meetings import MeetingDetail, MeetingsView


def shown(here: Here, view: MeetingsView, meeting_id: str) -> None:
    """The meeting the address names, above the list of meetings."""
    words = here.words
    with page.part(here), st.container(border=True, key="meeting"):
        detail = cached.meeting(here.selection.at, meeting_id)
        item = filters.local(meeting_parts.ITEM, tuple(detail.items.frame["item_id"]), "") or None
        widgets.heading(here, f"{detail.meeting['title']} – {here.day(detail.meeting['date'].date())}", "jednani",
                        demo=detail.provenance.demo)
        _head(here, view, detail)
        _opening(here, view, detail)
        _agenda(here, detail)
        meetings_forms.agenda_item(here, view, detail)
        _way(here, view, detail)
        _decided(here, detail)
        if item is not None:
            _item(here, view, detail, item)
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            st.button(words("Close the meeting"), on_click=_close, icon=":material/close:", key="close_meeting")
        widgets.used_sources(here, detail.provenance, "meeting")


def _close() -> None:
    for key in (meeting_parts.MEETING, meeting_parts.ITEM):
        filters.write_query(key, None)


def _head(here: Here, view: MeetingsView, detail: MeetingDetail) -> None:
    words, body = here.words, str(detail.meeting["body_code"])
    state = words("planned") if detail.meeting["planned"] else words("held")
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        meeting_parts.to_body(here, view, body)
        st.markdown(plain(f"· {state}"), width="content")
        meeting_parts.to_pack(here, body, str(detail.meeting["meeting_id"]))


def _opening(here: Here, view: MeetingsView, detail: MeetingDetail) -> None:
    """What the body gave to do at its earlier meetings, as it stood on the day of this one."""
    words, rows = here.words, detail.opening.frame
    widgets.heading(here, words("What we left to be done"), "ulozeno", demo=detail.opening.provenance.demo,
                    unit=words("tasks"))
    widgets.drawn(here, "opening", lambda: _opening_list(here, detail))
    if not rows.empty:
        widgets.foot(here, detail.opening, "opening")
        meetings_forms.task_state(here, view, rows, "opening")


def _opening_list(here: Here, detail: MeetingDetail) -> None:
    words, rows = here.words, detail.opening.frame
    if detail.previous is None:
        widgets.reading(words("No earlier meeting of the body is known, so it left no tasks."))
        return
    since = words("Last meeting {previous}; state on {day}.", previous=detail.previous, day=detail.reckoned_on)
    closed = "" if not detail.closed_before else " " + words.plural(
        "{n} task closed by the last meeting is not listed.", "{n} tasks closed by the last meeting are not listed.",
        detail.closed_before)
    widgets.reading(f"{since} {decided.sentence(here, rows)}{closed}")
    if not rows.empty:
        decided.tasks(here, words("What we left to be done"), records(rows))


def _agenda(here: Here, detail: MeetingDetail) -> None:
    words = here.words
    widgets.heading(here, words("Agenda"), "program", demo=detail.items.provenance.demo, unit=words("items"))
    if detail.items.frame.empty:
        widgets.reading(words("The meeting has no item yet."))
        return
    widgets.drawn(here, "agenda", lambda: _agenda_table(here, detail))
    widgets.foot(here, detail.items, "agenda")


def _agenda_table(here: Here, detail: MeetingDetail) -> None:
    words = here.words
    cards = cached.linkable(here.selection.at).cards
    widgets.table(here, PlainTable(
        words("Agenda"), (words("Item"), words("What it is about"), words("Steering groups"), words("Decided")),
        tuple((
            PlainCell(f"{row['position']}. {row['title']}", href=meeting_parts.item_link(row["item_id"]),
                      chosen=row["item_id"] == st.query_params.get(meeting_parts.ITEM)),
            PlainCell("", links=item_links(here, row, detail.links, cards)),
            PlainCell(_spoken(here, row)), PlainCell(_outcome(here, row)),
        ) for row in records(detail.items.frame)), stacked=True,
    ))


def item_links(
    here: Here, item: Mapping[str, Any], links: pd.DataFrame, cards: Mapping[str, str]
) -> tuple[tuple[str, str], ...]:
    """What an item is about, as lines with addresses: the main card first, then its links in order.

    Only a plain https address of a document is a link; any other is shown as it is written.
    """
    words, found = here.words, []
    if pd.notna(item["activity_code"]):
        code = str(item["activity_code"])
        found.append((f"{printed_code(code)} {cards.get(code, '')}", answering.card_address(code)))
    for row in records(links[links["agenda_item_id"] == item["item_id"]]):
        found.append(_link(here, row))
    return tuple(found) or ((words("named nowhere"), ""),)


def _link(here: Here, row: Mapping[str, Any]) -> tuple[str, str]:
    words, kind = here.words, LinkKind(row["kind"])
    if kind is LinkKind.ACTIVITY:
        return f"{printed_code(row['activity_code'])} {row['activity_title']}", answering.card_address(
            row["activity_code"])
    if kind is LinkKind.GAP:
        named = here.choices.service_types.get(row["type_code"], formats.paragraph(str(row["type_code"])))
        address = filters.link({"sluzba": str(row["type_code"]), "orp": str(row["orp_code"])})
        return (words("Gap: {type}, ORP {name}", type=named, name=row["orp_name"]),
                f"{answering.GAPS_PAGE}{address}#druh")
    if kind is LinkKind.COMMUNITY_PLAN:
        address = filters.link({"pohled": "sledovani", "plan_kp": str(row["plan_code"])})
        return words("Plan: {title}", title=row["plan_title"]), f"pokryti{address}"
    safe, named = web_address(row["url"]) or "", words("Document: {title}", title=row["title"])
    return (named, safe) if safe or pd.isna(row["url"]) else (f"{named} ({row['url']})", "")


def _spoken(here: Here, row: Mapping[str, Any]) -> str:
    """Counts of the groups that have spoken, and how; what does not apply says so."""
    words = here.words
    if pd.isna(row["silent"]):
        return words.label("empty", "not_applicable")
    return spoken_sentence(words, {state.value: int(row[state]) for state in OpinionState}, int(row["silent"]))


def _outcome(here: Here, row: Mapping[str, Any]) -> str:
    words, parts = here.words, []
    if row["resolutions"]:
        parts.append(words.plural("{n} resolution", "{n} resolutions", int(row["resolutions"])))
    if row["tasks"]:
        parts.append(words.plural("{n} task", "{n} tasks", int(row["tasks"])))
    return ", ".join(parts) or words("nothing so far")


def _way(here: Here, view: MeetingsView, detail: MeetingDetail) -> None:
    """Opinions on every item: steering groups, then the college, then organs of the region."""
    words, rows = here.words, detail.opinions.frame
    if rows.empty:
        return
    widgets.heading(here, words("Opinions: steering groups → K10 → organs of the region"), "stanoviska",
                    demo=detail.opinions.provenance.demo, unit=words("opinions"))
    widgets.drawn(here, "way_reading", lambda: widgets.reading(_way_sentence(here, rows)))
    rugs.shown(here, "opinions", lambda: _way_rug(here, view, detail), {
        meeting_parts.ITEM: set(rows["item_id"])})
    widgets.drawn(here, "remarks", lambda: _remarks(here, view, rows))
    widgets.foot(here, detail.opinions, "opinions")


def _way_sentence(here: Here, rows: pd.DataFrame) -> str:
    words, spoken = here.words, rows[rows["opinion"].notna()]
    against = spoken[spoken["opinion"] == "disagrees"]
    return words.plural("{n} opinion {of_total} is known on {day}", "{n} opinions {of_total} are known on {day}",
                        len(spoken), of_total=formats.out_of(len(rows), words.lang),
                        day=here.selection.at.valid_on) + ". " + words.plural(
        "{n} of them disagrees.", "{n} of them disagree.", len(against))


def short_name(here: Here, view: MeetingsView, stage: str, code: str, orp: Any) -> str:
    """A body as the head of a column: its ORP, its code, or the first word of its name."""
    if stage == Stage.GROUP and pd.notna(orp):
        return here.choices.areas[str(orp)]
    return code if stage == Stage.COLLEGE else view.name(code, here.words.lang).split(" ", 1)[0]


def _way_rug(here: Here, view: MeetingsView, detail: MeetingDetail) -> Rug:
    words, drawn = here.words, opinion_looks(here.theme)
    rows, opened = detail.opinions.frame, st.query_params.get(meeting_parts.ITEM)
    bodies = records(rows.drop_duplicates("body_code"))
    given = {(row["item_id"], row["body_code"]): row for row in records(rows)}

    def cell(item: str, body: str) -> Cell:
        row = given.get((item, body))
        if row is None or pd.isna(row["opinion"]):
            return Cell(drawn[SILENT], "", opinion_word(words, SILENT), hint=opinion_word(words, SILENT))
        said, day = words.label("opinion", row["opinion"]), here.day(row["date"].date())
        note = "" if pd.isna(row["note"]) else f": {row['note']}"
        return Cell(drawn[row["opinion"]], day.removesuffix(str(row["date"].year)).strip(), f"{said}, {day}",
                    hint=f"{view.name(body, words.lang)}: {said}, {day}{note}")

    def cells(item: str) -> tuple[Cell, ...]:
        return tuple(cell(item, body["body_code"]) for body in bodies)

    items = [row for row in records(detail.items.frame) if row["item_id"] in set(rows["item_id"])]
    return Rug(
        words("Opinions on the items, with the day they were given"), words("Item"),
        tuple(short_name(here, view, row["stage"], row["body_code"], row["orp_code"]) for row in bodies),
        tuple(Row(f"{row['position']}. {row['title']}", cells(row["item_id"]),
                  href=meeting_parts.item_link(row["item_id"]), selected=row["item_id"] == opened) for row in items),
        opinion_key(words, here.theme), words("Opinion"),
        selected_column=column_of([str(body["orp_code"]) for body in bodies], here.selection.orp),
    )


def _remarks(here: Here, view: MeetingsView, rows: pd.DataFrame) -> None:
    """What the bodies added to their opinions."""
    words, said = here.words, rows[rows["note"].notna()]
    if said.empty:
        return
    widgets.table(here, PlainTable(
        words("Comments and objections"), (words("Item"), words("Body"), words("Opinion"), words("Day"), words("Note")),
        tuple((PlainCell(str(row["title"])), PlainCell(view.name(row["body_code"], words.lang)),
               *opinion_cells(here, row)) for row in records(said)),
        show_caption=True, stacked=True,
    ))


def opinion_cells(here: Here, row: Mapping[str, Any]) -> tuple[PlainCell, ...]:
    """An opinion by sign and word, its day and its note."""
    state = SILENT if pd.isna(row["opinion"]) else str(row["opinion"])
    return (PlainCell(opinion_word(here.words, state), look=opinion_looks(here.theme)[state]),
            widgets.day_cell(here, row["date"], "–"), PlainCell("" if pd.isna(row["note"]) else str(row["note"])))


def _decided(here: Here, detail: MeetingDetail) -> None:
    words = here.words
    widgets.heading(here, words("Resolutions and tasks"), "usneseni", demo=detail.decisions.provenance.demo)
    if detail.decisions.frame.empty:
        widgets.reading(words("Nothing is recorded as resolved or given to be done up to {day}.",
                              day=here.selection.at.valid_on))
        return
    states = {row["decision_id"]: row for row in records(detail.tasks)}
    widgets.drawn(here, "decided", lambda: decided.of_item(
        here, words("Resolutions and tasks"), records(detail.decisions.frame), states))
    widgets.foot(here, detail.decisions, "decisions")


def _item(here: Here, view: MeetingsView, detail: MeetingDetail, item: str) -> None:
    """One item opened: every body in the way of opinions with its day and note, and the forms."""
    words = here.words
    row = next(each for each in records(detail.items.frame) if each["item_id"] == item)
    widgets.heading(here, f"{row['position']}. {row['title']}", "bod", demo=detail.provenance.demo)
    rows = detail.opinions.frame[detail.opinions.frame["item_id"] == item]
    if not rows.empty:
        widgets.drawn(here, "item_opinions", lambda: _item_opinions(here, view, rows))
    opinions_form.shown(here, view, row, rows)
    meetings_forms.of_item(here, view, detail, row)
    st.button(words("Close the item"), on_click=filters.write_query, args=(meeting_parts.ITEM, None),
              icon=":material/close:", key="close_item")


def _item_opinions(here: Here, view: MeetingsView, rows: pd.DataFrame) -> None:
    words = here.words
    st.html(legend_html(opinion_key(words, here.theme), words("Opinion"), here.theme))
    widgets.table(here, PlainTable(
        words("Opinions on the item"), (words("Body"), words("Opinion"), words("Day"), words("Note")),
        tuple((PlainCell(view.name(row["body_code"], words.lang)), *opinion_cells(here, row)) for row in records(rows)),
        stacked=True,
    ))
