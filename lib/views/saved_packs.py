"""Saved packs and whether what they show is still what is published."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from lib.model.derived_saved import SAVED_PACK, PackStanding
from lib.model.lookup import positions, records, taken
from lib.model.schemas import DTYPES
from lib.store.reads import contents
from lib.store.releases import Purpose, Release, releases
from lib.views.base import Reader, Sheet

METHOD = "saved_packs"

NO_FACTS = frozenset({"pack", "source"})
"""Tables that change when a pack is saved; no figure of a pack is made of them."""


@dataclass(frozen=True, slots=True)
class SavedPack:
    """One row of the list. `known_at` None: the release it was saved over is not here."""

    code: str
    title: str
    body: str
    day: date
    known_at: int | None
    meeting_date: date | None
    standing: PackStanding
    query: str


def saved_packs_sheet(reader: Reader) -> Sheet:
    """One row per saved pack, the latest day first; columns of `SAVED_PACK`.

    The standing is reckoned against the newest release there is, whichever release the list is read from.
    """
    packs, bodies, meetings = (reader.table(name) for name in ("pack", "body", "meeting"))
    published = releases(reader.database)
    standings = {number: standing(reader, published, number) for number in packs["known_at"].unique().tolist()}
    frame = packs.rename(columns={"code": "pack_code"}).assign(
        body_name=taken(bodies["name"], positions(packs["body_code"], bodies["code"])),
        meeting_date=taken(meetings["date"], positions(packs["meeting_id"], meetings["id"])),
        standing=[standings[number].value for number in packs["known_at"]],
    ).sort_values(["date", "pack_code"], ascending=[False, True])
    types = {field.name: DTYPES[field.kind] for field in SAVED_PACK.fields}
    frame = frame[list(SAVED_PACK.columns)].astype(types).reset_index(drop=True)
    return Sheet(SAVED_PACK, frame, reader.provenance(), METHOD)


def standing(reader: Reader, published: Sequence[Release], known_at: int) -> PackStanding:
    """How release `known_at` stands to the newest: saving packs alone changes nothing."""
    if known_at not in {release.number for release in published}:
        return PackStanding.MISSING
    if any(release.number > known_at and release.purpose == Purpose.CORRECTION for release in published):
        return PackStanding.CORRECTED
    then, now = (_facts(contents(reader.database, number)) for number in (known_at, published[-1].number))
    return PackStanding.VALID if then == now else PackStanding.REPLACED


def _facts(brought: Mapping[str, int]) -> dict[str, int]:
    return {name: number for name, number in brought.items() if name not in NO_FACTS}


def saved_packs(sheet: Sheet) -> tuple[SavedPack, ...]:
    """The rows of the list as values."""
    return tuple(
        SavedPack(
            code=row["pack_code"], title=row["title"], body=row["body_code"], day=row["date"].date(),
            known_at=None if row["standing"] == PackStanding.MISSING else int(row["known_at"]),
            meeting_date=None if pd.isna(row["meeting_date"]) else row["meeting_date"].date(),
            standing=PackStanding(row["standing"]), query=row["query"],
        ) for row in records(sheet.frame))
