"""Slides on the meeting itself: the opening, what is in the pack, decisions to take, tables of the annex, sources."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from lib.charts.meeting_looks import task_looks
from lib.exports.document import Bound, Chart, Lines, Said, Slide
from lib.exports.slide_maker import SlideMaker
from lib.exports.slides_plan import plain_heads, rest, stated, whole
from lib.model.bodies import LinkKind, OpinionState
from lib.model.derived_meetings import Stage, TaskStanding
from lib.model.pack import Section
from lib.model.plan import printed_code
from lib.text import citation as citations
from lib.text import formats, plan_sentences, sentences
from lib.views.pack_meeting import MeetingHead

PAGE = "jednani"
NAMED = 3
"""Areas named under the title; more are counted there and named on the opening slide."""

OPEN_LINES = 6
"""Lines to write a decision on."""

LISTED = 12
"""Tasks listed on a slide."""

ANNEX_ROWS = 24
"""Rows of the longest table that is printed in full; longer ones are in the workbook."""

FEW_ITEMS = 3
"""So many items need no slide that lists them: each has its own."""


def area_names(maker: SlideMaker, most: int = NAMED) -> str:
    """What the pack is about, as under a title: the region, its areas by name, or how many they are if above `most`."""
    chosen = maker.pack.areas
    if len(chosen) > most:
        return maker.words.plural("{n} ORP area", "{n} ORP areas", len(chosen))
    return formats.listed((maker.area_name(code) for code in chosen or (None,)), maker.lang)


def pack_query(maker: SlideMaker) -> str:
    """The address of this very pack, of the page where packs are put together where it is not known."""
    return maker.own_query or maker.query(PAGE, pohled="podklady")


def body_name(maker: SlideMaker) -> str | None:
    """The body the pack is for."""
    part = maker.view.meeting
    if part is None:
        return None
    return maker.view.english["body"].get(part.body, part.name) if maker.lang == "en" else part.name


def opening(maker: SlideMaker, sections: Sequence[Section]) -> Slide:
    """The title slide: for whom, what is in it, the day compared with, what the mark of illustrative data means.

    `sections` are the parts that have slides.
    """
    words, compare_on = maker.words, maker.pack.selection.compare_on
    parts = formats.listed((words.label("section", section.value) for section in sections), maker.lang)
    said = [f"{_usual_title(maker)}."] if maker.pack.title else []
    said += [words("Contents: {parts}.", parts=parts)] if sections else []
    if len(maker.pack.areas) > NAMED:
        said.append(words("Areas: {areas}.", areas=formats.listed(
            (maker.view.areas[code] for code in maker.pack.areas), maker.lang)))
    if compare_on is not None:
        told = words("compared with {day}", day=compare_on)
        said.append(f"{told[:1].upper()}{told[1:]}.")
    demo = any(sheet.provenance.demo for sheet in maker.sheets.values())
    if demo:
        said.append(words("UKÁZKA (demo): slides with this mark hold illustrative data, not data from a real source."))
    slide = maker.slide("opening", None, "", Said(_title(maker)), (), [Said(text) for text in said], (),
                        pack_query(maker))
    return replace(slide, demo=demo)


def _title(maker: SlideMaker) -> str:
    return maker.pack.title or _usual_title(maker)


def _usual_title(maker: SlideMaker) -> str:
    """For whom and when; a pack with a name of its own says it under the name."""
    words, part, body = maker.words, maker.view.meeting, body_name(maker)
    if body is None or part is None:
        return words("Documents for the meeting")
    if part.meeting is None:
        return words("Documents for the meeting: {body}", body=body)
    return words("Documents for the meeting: {body}, {day}", body=body, day=part.meeting.day)


def decisions(maker: SlideMaker) -> Iterator[Slide]:
    """The agenda, every item with room for its decision, and what the body left to be done."""
    words, part = maker.words, maker.view.meeting
    heading = words.label("section", Section.DECISIONS.value)
    heading = f"{heading[:1].upper()}{heading[1:]}"
    if part is None:
        yield maker.slide(
            "decisions", Section.DECISIONS, heading,
            Said(words("No body is chosen, so it is not known what is to be decided.")), (),
            (Said(words("Choose the body and its meeting where the documents are put together.")),), (),
            pack_query(maker))
        return
    if part.meeting is None:
        none = words("{body}: no meeting is recorded or planned", body=body_name(maker))
        unknown = words("What is to be decided is not known; the lines are for what will be agreed.")
        yield maker.slide("decisions", Section.DECISIONS, heading, Said(none), (_to_write(maker, "decisions"),),
                          (Said(unknown),), (), maker.query(PAGE, slozka=part.body))
    else:
        items = maker.tell.rows("meeting_item")
        if not 0 < len(items) <= FEW_ITEMS:
            yield _agenda(maker, heading, part.meeting)
        for row in items:
            yield _item(maker, heading, row)
    yield _tasks(maker, part.body)


def _agenda(maker: SlideMaker, heading: str, meeting: MeetingHead) -> Slide:
    words, tell = maker.words, maker.tell
    rows = tell.rows("meeting_item")
    query = maker.query(PAGE, jednani_id=meeting.id)
    named = {"body": body_name(maker), "day": meeting.day}
    state = Said(words("The meeting is planned.") if meeting.planned else words("The meeting was held."))
    if not rows:
        title = Said(words("{body}, {day}: the meeting has no item yet.", **named))
        return maker.slide("decisions", Section.DECISIONS, heading, title, (_to_write(maker, "decisions"),), (state,),
                           ("meeting_item",), query)
    count = tell.count("meeting_item", rows)
    title = stated(words.plural("{body}, {day}: {n} item on the agenda", "{body}, {day}: {n} items on the agenda",
                                len(rows), **named), count)
    grid = tell.grid(
        "agenda", words("Agenda"), "meeting_item",
        ("position", "title", "activity_code", "agrees", "agrees_with_comments", "disagrees", "silent"), rows,
        heads=plain_heads(maker, "meeting_item", ("agrees", "agrees_with_comments", "disagrees", "silent")))
    return maker.slide("decisions", Section.DECISIONS, heading, title, (grid,), (state,), ("meeting_item",), query)


def _to_write(maker: SlideMaker, key: str) -> Lines:
    return Lines(f"{key}_open", maker.words("What we decided"), (), OPEN_LINES)


def _item(maker: SlideMaker, heading: str, row: int) -> Slide:
    words, tell = maker.words, maker.tell
    item = str(tell.exact("meeting_item", row, "item_id"))
    position, name = (tell.cell("meeting_item", row, column) for column in ("position", "title"))
    title = stated(words("Item {position}: {title}", position=position.shown, title=name.shown), name, position)
    about = tuple(_topic(maker, each) for each in tell.rows("agenda_topic", item_id=item))
    lines = (*(about or (Said(words("What the item is about is not stated.")),)), *_spoken(maker, row),
             *_decided(maker, item))
    sheets = ["meeting_item", "agenda_topic", "meeting_opinion", *(("decision",) if "decision" in maker.sheets else ())]
    return maker.slide(
        f"item_{item}", Section.DECISIONS, heading, title,
        (Lines(f"item_{item}_about", words("What it is about and what the bodies said"), lines),
         _to_write(maker, f"item_{item}")), (), sheets,
        maker.query(PAGE, jednani_id=str(tell.exact("meeting_item", row, "meeting_id")), bod=item))


def _topic(maker: SlideMaker, row: int) -> Said:
    """One thing an item is about: a card, a gap, a community plan or a document."""
    words, tell = maker.words, maker.tell

    def cell(column: str) -> Bound:
        return tell.cell("agenda_topic", row, column)

    match LinkKind(str(tell.exact("agenda_topic", row, "kind"))):
        case LinkKind.ACTIVITY:
            name = cell("activity_title")
            code = printed_code(str(tell.exact("agenda_topic", row, "activity_code")))
            return stated(words("Card: {code} {title}", code=code, title=name.shown), name)
        case LinkKind.GAP:
            kind, area = cell("type_name"), cell("orp_name")
            named = f"{formats.paragraph(str(tell.exact('agenda_topic', row, 'type_code')))} {kind.shown}"
            return stated(words("Gap: {type}, ORP {name}", type=named, name=area.shown), kind, area)
        case LinkKind.COMMUNITY_PLAN:
            name = cell("plan_title")
            return stated(words("Plan: {title}", title=name.shown), name)
        case LinkKind.DOCUMENT:
            name = cell("title")
            return stated(words("Document: {title}", title=name.shown), name)


def _spoken(maker: SlideMaker, row: int) -> Iterator[Said]:
    """What steering groups and the college said; nothing where an item goes no such way."""
    words, tell = maker.words, maker.tell
    silent = tell.cell("meeting_item", row, "silent")
    if silent.value is None:
        return
    given = {state.value: tell.cell("meeting_item", row, state.value) for state in OpinionState}
    text = plan_sentences.spoken_sentence(words, {code: whole(n) for code, n in given.items()}, whole(silent))
    groups = tell.rows("meeting_opinion", item_id=tell.exact("meeting_item", row, "item_id"), stage=Stage.GROUP.value)
    heard = [each for each in groups if tell.exact("meeting_opinion", each, "opinion") is not None]
    yield stated(f"{text}.", tell.count("meeting_opinion", groups, "body_code"),
                 tell.count("meeting_opinion", heard, "body_code"), *(n for n in given.values() if whole(n)))
    opinion = tell.cell("meeting_item", row, "college_opinion")
    if opinion.value is not None:
        title = words.title(tell.sheets["meeting_item"].table.field("college_opinion"))
        yield stated(f"{title}: {opinion.shown}.", opinion)


def _decided(maker: SlideMaker, item: str) -> Iterator[Said]:
    """Resolutions and tasks that are recorded on the item already."""
    if "decision" not in maker.sheets:
        return
    words, tell = maker.words, maker.tell
    for row in tell.rows("decision", agenda_item_id=item):
        kind, text = (tell.cell("decision", row, column) for column in ("kind", "text"))
        named = f"{kind.shown[:1].upper()}{kind.shown[1:]}"
        due = tell.cell("decision", row, "due_date")
        if due.value is None:
            yield stated(f"{named}: {text.shown}", text)
        else:
            yield stated(words("{Kind} (due {day}): {text}", Kind=named, text=text.shown, day=due.shown), text, due)


def _tasks(maker: SlideMaker, body: str) -> Slide:
    words, tell = maker.words, maker.tell
    not_closed = (TaskStanding.OPEN, TaskStanding.OVERDUE)
    by_state = {state: tell.rows("task_state", state=state.value) for state in not_closed}
    rows = sorted(row for found in by_state.values() for row in found)
    heading, query = words("Tasks not closed"), maker.query(PAGE, slozka=body)
    if not rows:
        title = words("{body}: no task is left to be done.", body=body_name(maker))
        return maker.slide("tasks", Section.DECISIONS, heading, Said(title), (), (), ("task_state",), query)
    counts = [tell.count("task_state", found, "decision_id") for found in (rows, *by_state.values()) if found]
    title_text = plan_sentences.tasks_sentence(words, {state.value: len(found) for state, found in by_state.items()})
    drawn = task_looks("light")
    shown = rows[:LISTED]
    grid = tell.grid(
        "tasks", heading, "task_state", ("text", "responsible", "due_date", "state", "days_overdue"), shown,
        heads=plain_heads(maker, "task_state", ("days_overdue",)),
        looks={(place, 3): drawn[str(tell.exact("task_state", row, "state"))] for place, row in enumerate(shown)})
    return maker.slide("tasks", Section.DECISIONS, heading, stated(title_text, *counts), (grid,),
                       rest(maker, "task_state", rows[LISTED:]), ("task_state",), query)


def annex(maker: SlideMaker, slides: Sequence[Slide]) -> Iterator[Slide]:
    """What tables there are, then those behind maps; long ones are in the workbook only.

    Numbers of a chart stand at its bars; a map prints one of many, so its table is here, each once. A form that cannot
    hold a table on one page splits it itself, because only it knows what fits.
    """
    words = maker.words
    heading = words("Annex")
    lines = []
    for key, sheet in maker.sheets.items():
        n = maker.tell.count(key, range(len(sheet.frame)))
        lines.append(stated(words.plural("{title}: {n} row", "{title}: {n} rows", len(sheet.frame),
                                         title=words.title(sheet.table)), n))
    towns = any("municipality_code" in sheet.table.columns for sheet in maker.sheets.values())
    title = (words("All tables are whole in the annex (XLSX); municipalities are listed one by one only there")
             if towns else words("All tables are whole in the annex (XLSX)"))
    yield maker.slide("annex", Section.ANNEX, heading, Said(title),
                      (Lines("annex_tables", words("Tables behind the slides"), tuple(lines)),), (), (),
                      pack_query(maker))
    printed = set()
    for slide in slides:
        grid = slide.table
        if grid is None or grid.table in printed or any(isinstance(figure, Chart) for figure in slide.figures):
            continue
        printed.add(grid.table)
        if len(grid.rows) <= ANNEX_ROWS:
            named = Said(words("Annex: {title}", title=grid.title))
            whole_grid = replace(grid, key=f"annex_{grid.key}")
            yield maker.slide(f"annex_{grid.key}", Section.ANNEX, heading, named, (whole_grid,), (), (grid.table,),
                              slide.query)


def closing(maker: SlideMaker) -> Iterator[Slide]:
    """Sources of everything, and what the documents are good for."""
    words = maker.words
    heading = words("Sources")
    grid = maker.tell.grid("sources", heading, "source", ("kind", "publisher", "title", "state_date"))
    yield maker.slide("sources", None, heading, Said(words("Where the data come from")), (grid,), (), ("source",),
                      maker.query("metodika"))
    said = [
        words("This dashboard is a can opener: it shows where to ask. It does not rank areas or people, and a gap is a "
              "question for the area, not a verdict."),
        words("Every number here is in the tables of the annex (XLSX). The address opens the same view with the same "
              "day and the same release of the data."),
    ]
    yield maker.slide("closing", None, "", Said(words("Where to ask further")), (), [Said(text) for text in said], (),
                      pack_query(maker))


def citation(maker: SlideMaker, title: str, base_url: str, query: str) -> str:
    """How to cite the pack: publisher, title, areas and day, release, whether it is illustrative, address."""
    selection, release = maker.pack.selection, maker.view.provenance.release
    shown = sentences.selection_sentence(
        maker.words, area=area_names(maker, len(maker.pack.areas)), valid_on=selection.at.valid_on,
        compare_on=selection.compare_on)
    return citations.citation(
        maker.words, maker.area_name(None), title, shown, release.number, release.published_at.date(),
        demo=any(sheet.provenance.demo for sheet in maker.sheets.values()),
        address=f"{base_url.rstrip('/')}/{query.lstrip('/')}" if base_url else "")
