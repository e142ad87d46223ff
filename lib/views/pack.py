"""Everything a meeting pack shows: the same tables as the pages show, narrowed to the areas of the pack."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import pandas as pd

from lib.model.lookup import records
from lib.model.pack import Pack, Section
from lib.store.database import Database
from lib.views import pack_meeting, pack_need, pack_plan, pack_territory
from lib.views.base import Provenance, Reader, Sheet
from lib.views.coverage import Boundaries, boundaries
from lib.views.names import english_names


@dataclass(frozen=True, slots=True)
class PackView:
    """The tables of a pack by key (the name of the table, with a word after it where a pack has the table twice).

    `areas` are names of all ORP of the region by code, `region` the names of the region (name, name_en, name_locative).
    `places` has a row per municipality with municipality_code, lat and lon. `english` are English names by table and
    code. `gaps` is what chosen gaps are taken apart with, `plan` what moved in which plan, `meeting` what the meeting
    of the pack deals with; None where the pack has none.
    """

    pack: Pack
    sheets: Mapping[str, Sheet]
    areas: Mapping[str, str]
    region: Mapping[str, str]
    boundaries: Boundaries
    places: pd.DataFrame
    english: Mapping[str, Mapping[str, str]]
    gaps: pack_need.TakenApart | None
    plan: pack_plan.PlanPart | None
    meeting: pack_meeting.MeetingPart | None
    provenance: Provenance


def pack_view(database: Database, pack: Pack) -> PackView:
    """Read what the parts of the pack need, and nothing else."""
    reader = Reader(database, pack.selection.at)
    region = records(reader.table("region"))[0]
    areas = {str(row["code"]): str(row["name"]) for row in records(reader.table("orp"))}
    places = reader.table("municipality").rename(columns={"code": "municipality_code"})
    sheets: dict[str, Sheet] = {}
    for collect in (pack_territory.sheets, pack_need.sheets):
        sheets |= collect(database, pack)
    plan, meeting = pack_plan.plan_part(database, pack), pack_meeting.meeting_part(database, pack)
    for part in (plan, meeting):
        sheets |= part.sheets if part is not None else {}
    sheets["source"] = pack_meeting.sources_sheet(database, pack, sheets)
    return PackView(
        pack=pack,
        sheets={key: replace(sheet, frame=sheet.frame.reset_index(drop=True)) for key, sheet in sheets.items()},
        areas=areas,
        region={name: str(region[name]) for name in ("name", "name_en", "name_locative")},
        boundaries=boundaries(database, pack.selection.at.known_at),
        places=places[["municipality_code", "lat", "lon"]],
        english=english_names(database, pack.selection.at.known_at),
        gaps=pack_need.taken_apart(database, pack) if Section.CHOSEN in pack.sections else None,
        plan=plan,
        meeting=meeting,
        provenance=reader.provenance(),
    )
