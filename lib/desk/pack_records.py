"""A pack saved under a name, as a row to be declared."""

from lib.desk.declare import Declaration
from lib.model.pack import Pack


def saved(
    code: str, pack: Pack, query: str, role: str, previous: str | None, *, seen: int, note: str,
) -> Declaration:
    """What was chosen, with the title of the pack and the release it was made from; sent twice it is stored once.

    Parameters
    ----------
    pack : for a body; its title is the name it gets.
    query : its address as `lib.model.saved_pack.written_query` writes it. `previous`: the pack it repeats.
    """
    at = pack.selection.at
    return Declaration({"pack": [{
        "code": code, "title": pack.title, "body_code": pack.body, "meeting_id": pack.meeting, "date": at.valid_on,
        "known_at": at.known_at, "query": query, "reported_by": role, "previous_code": previous,
    }]}, seen, note)
