"""Packs saved under a name: the table of them, and the address a saved pack is kept as. The address is never trusted."""

from collections.abc import Iterator, Mapping
from urllib.parse import parse_qsl, urlencode

import pandas as pd

from lib.errors import BadSelection, Issue
from lib.model.assumptions import written_overrides
from lib.model.fields import SOURCE, Field, Table, absent_is, code, day, text
from lib.model.pack import Pack, Shape
from lib.model.selection import CapacityScope, Norm

KEYS = ("slozka", "jednani_id", "k", "srovnani", "norma", "cil", "kapacita", "predpoklady", "upravy", "uzemi", "casti",
        "vybrane", "pomer")
"""Keys of the URL a pack may be made of, in the order they are written; `cil` is read and no longer written, because a
value of one's own belongs to one service type. The release stands in a column of its own."""

REGION = "kraj"
"""As a value of `uzemi`: no area is chosen, whichever is chosen for other pages."""

NO_MEETING = "zadne"
"""As a value of `jednani_id`: the pack is for no meeting in particular."""

MAX_TITLE = 120
MAX_QUERY = 2_000

PACK = Table(
    "pack", "Uložené podklady", "Saved packs", "one pack for a meeting as it was saved, append only", ("code",),
    (
        code("code", "Označení", "Identifier"),
        text("title", "Název", "Title"),
        code("body_code", "Složka", "Body", "body.code"),
        absent_is(code("meeting_id", "Jednání", "Meeting", "meeting.id", required=False), "none"),
        day("date", "Stav ke dni", "State on"),
        Field("known_at", "integer", "Známé k (vydání)", "Known at (release)", minimum=1),
        text("query", "Volba v adrese", "Choice in the address"),
        text("reported_by", "Uložil (role)", "Saved by (role)"),
        absent_is(code("previous_code", "Opakuje podklady", "Repeats the pack", "pack.code", required=False), "none"),
        SOURCE,
    ),
    optional=True,
)

TABLES = (PACK,)


def keys_of(pack: Pack, shape: Shape, default_assumptions: str | None) -> dict[str, str]:
    """The pack as keys of the URL, without the release: nothing is left to defaults that may change one day."""
    selection = pack.selection
    told: dict[str, str | None] = {
        "slozka": pack.body,
        "jednani_id": pack.meeting or NO_MEETING,
        "k": selection.at.valid_on.isoformat(),
        "srovnani": None if selection.compare_on is None else selection.compare_on.isoformat(),
        "norma": None if selection.norm is Norm.REGION_MEAN else selection.norm.value,
        "kapacita": None if selection.scope is CapacityScope.NETWORK else selection.scope.value,
        "predpoklady": None if selection.assumptions == default_assumptions else selection.assumptions,
        "upravy": written_overrides(dict(selection.overrides)) if selection.overrides else None,
        "uzemi": ",".join(pack.areas) or REGION,
        "casti": ",".join(pack.sections),
        "vybrane": ",".join(gap.written() for gap in pack.chosen) or None,
        "pomer": None if shape is Shape.WIDE else shape.value,
    }
    return {key: text for key, text in told.items() if text is not None}


def query_of(written: str) -> dict[str, str]:
    """The keys of a saved address with their values; what the values mean is not looked at.

    Raises
    ------
    BadSelection : it is too long, is no query, or has a key that no pack has or has it twice.
    """
    pairs: list[tuple[str, str]] = []
    if len(written) <= MAX_QUERY:
        try:
            pairs = parse_qsl(written, strict_parsing=True, max_num_fields=len(KEYS), errors="strict")
        except ValueError:  # also a field too many and bytes that are no text
            pairs = []
    found = dict(pairs)
    if not pairs or len(found) != len(pairs) or not set(found) <= set(KEYS):
        raise BadSelection("bad-saved-query", "The saved address of the pack cannot be used: {value}",
                           value=written[:60])
    return found


def written_query(values: Mapping[str, str]) -> str:
    """The address a pack is saved as: its own keys in their order, the rest left out."""
    return urlencode({key: values[key] for key in KEYS if key in values}, safe=",:")


def saved_pack_issues(frames: Mapping[str, pd.DataFrame], files: Mapping[str, str]) -> Iterator[Issue]:
    """Titles too long for a list, and addresses no pack can be opened from; absent values are not judged."""
    packs, file = frames["pack"], files["pack"]
    for row, (title, query) in enumerate(zip(packs["title"], packs["query"], strict=True), 2):
        if isinstance(title, str) and len(title) > MAX_TITLE:
            yield Issue(file, row, "title", title[:80], "the text has {size} characters, the limit is {limit}",
                        "Shorten the text", values={"size": len(title), "limit": MAX_TITLE})
        if isinstance(query, str):
            try:
                query_of(query)
            except BadSelection:
                yield Issue(file, row, "query", query[:80], "no pack can be opened from this address",
                            "Save the pack again from its page")
