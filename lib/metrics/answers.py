"""Which activity cards answer which capacity gaps, by service type and target group.

A gap is a cell (ORP area, service type, form, planning unit) below the norm, of a type of which the plan wants more.

A card answers a gap when the service type and the target group meet:

* Type: the card lists the type. A card for all types, or for none, lists nothing.
* Group: a group of the card is among the groups of the gap. Groups of a card are groups of people in the register to
  which the plan's own groups map; cross-cutting groups ("all"), staff and "not relevant" map to nothing, whatever a
  mapping says. Groups of a gap are the chosen group, else those the type's services valid on the day serve in the area,
  else (no service there, or none that says whom it serves) those they serve in the whole region.
* By type only: where no service of the type anywhere says whom it serves, the gap has no group to meet. It is then
  answered by a card that lists the type and names at least one group of people.
"""

from collections.abc import Collection
from datetime import date

import numpy as np
import pandas as pd

from lib.model.areas import placement
from lib.model.catalogue import GroupRole, GroupScheme, Polarity
from lib.model.cells import GapClass
from lib.model.derived_answer import ANSWERING, UNMEASURABLE, Meeting, Unmatched
from lib.model.lookup import joined, positions, taken, whole
from lib.model.plan import ServiceScope
from lib.model.schemas import require
from lib.model.territory import REGION_AREA

_CELL = ("orp_code", "type_code", "form", "unit")
_PEOPLE = (GroupRole.GROUP, GroupRole.UMBRELLA)
"""Groups of people; the others are never spread over services."""


def served_groups(  # noqa: PLR0917
    services: pd.DataFrame, service_groups: pd.DataFrame, target_groups: pd.DataFrame, territory: pd.DataFrame,
    facilities: pd.DataFrame, municipalities: pd.DataFrame, population: pd.DataFrame, *, valid_on: date,
) -> pd.DataFrame:
    """Groups of the register that services of each type, valid on the day, serve in every ORP area.

    Parameters
    ----------
    services, territory, facilities, municipalities, population : whole histories, as `lib.model.areas.placement` takes.
    service_groups : the table service_target_group; groups that are not groups of people of the register are left out.

    Returns
    -------
    One row per orp_code, type_code, group_code; area `kraj` is the whole region, with services placed nowhere left out.
    """
    people = target_groups[(target_groups["scheme"] == GroupScheme.REGISTER) & target_groups["role"].isin(_PEOPLE)]
    placed = placement(services, territory, facilities, municipalities, population, valid_on=valid_on)
    somewhere = placed.orp >= 0
    rows = pd.DataFrame({
        "service_id": taken(services["id"], placed.service[somewhere]),
        "orp_code": taken(placed.orps, placed.orp[somewhere]),
        "type_code": taken(services["type_code"], placed.service[somewhere]),
    })
    links = service_groups.loc[service_groups["group_code"].isin(people["code"]), ["service_id", "group_code"]]
    rows = rows.merge(links, on="service_id")[["orp_code", "type_code", "group_code"]]
    everywhere = pd.concat([rows, rows.assign(orp_code=REGION_AREA)])
    return everywhere.drop_duplicates().sort_values(["orp_code", "type_code", "group_code"], ignore_index=True)


def card_groups(named: pd.DataFrame, target_groups: pd.DataFrame, mapping: pd.DataFrame) -> pd.DataFrame:
    """Groups of people of the register that each card is for.

    Parameters
    ----------
    named : the table activity_target_group, with groups of the plan.
    mapping : the table target_group_mapping; what it says of groups that are no groups of people is not used.

    Returns
    -------
    One row per activity_code, group_code.
    """
    people = target_groups.loc[target_groups["role"].isin(_PEOPLE), "code"]
    usable = mapping[mapping["plan_group_code"].isin(people) & mapping["register_group_code"].isin(people)]
    rows = named.merge(usable, left_on="group_code", right_on="plan_group_code")
    pairs = pd.DataFrame({"activity_code": rows["activity_code"], "group_code": rows["register_group_code"]})
    return pairs.drop_duplicates().sort_values(["activity_code", "group_code"], ignore_index=True)


def gap_cells(
    gaps: pd.DataFrame, service_types: pd.DataFrame, served: pd.DataFrame, *, short: Collection[str],
    group: str | None = None,
) -> pd.DataFrame:
    """The cells that are gaps.

    Parameters
    ----------
    gaps : rows of the table gap in planning units.
    served : result of `served_groups`.
    short : the classes below the norm.
    group : only gaps whose services serve this group of the register; None: all.

    Returns
    -------
    The rows of gaps that are gaps, in their order, with place: the area whose services tell the groups of the gap, the
    area itself, else `kraj`, else NA (nobody recorded whom the type is for). With a group, cells of NA are left out.
    """
    require(gaps, *_CELL, "class", key=_CELL)
    wanted = service_types.loc[service_types["polarity"] == Polarity.MORE_IS_BETTER, "code"]
    cells = gaps[gaps["class"].isin(list(short)) & gaps["type_code"].isin(wanted)].reset_index(drop=True)
    told = joined(served[["orp_code", "type_code"]].drop_duplicates(), ("orp_code", "type_code"))
    here = positions(joined(cells, ("orp_code", "type_code")), told) >= 0
    anywhere = positions(REGION_AREA + " " + cells["type_code"], told) >= 0
    region = pd.Series(REGION_AREA, cells.index).where(anywhere)
    cells = cells.assign(place=cells["orp_code"].where(here).fillna(region))
    if group is None:
        return cells
    serving = joined(served[served["group_code"] == group], ("orp_code", "type_code"))
    key = cells["place"].fillna("") + " " + cells["type_code"]
    return cells[positions(key, serving) >= 0].reset_index(drop=True)


def gap_answers(
    cells: pd.DataFrame, listed: pd.DataFrame, groups: pd.DataFrame, served: pd.DataFrame, *, group: str | None = None,
) -> pd.DataFrame:
    """Every gap with every card that lists its type, and how they meet.

    Parameters
    ----------
    cells : result of `gap_cells`.
    listed : activity_code and type_code of the cards that count (those whose service scope is "listed").
    groups : result of `card_groups`.
    group : the chosen group of the register, the only one to meet; None: any of those served.

    Returns
    -------
    The columns of cells but place, then activity_code and meeting: both, by_type or type_only. Ordered as cells, then
    by card.
    """
    offered = served if group is None else served[served["group_code"] == group]
    met = listed[["activity_code", "type_code"]].merge(groups, on="activity_code").merge(
        offered, on=["type_code", "group_code"])
    met = met[["orp_code", "type_code", "activity_code"]].drop_duplicates()
    pairs = cells.assign(order=np.arange(len(cells))).merge(listed[["activity_code", "type_code"]], on="type_code")
    pairs = pairs.sort_values(["order", "activity_code"], ignore_index=True)
    place = pairs["place"].fillna("")
    both = positions(place + " " + pairs["type_code"] + " " + pairs["activity_code"],
                     joined(met, ("orp_code", "type_code", "activity_code"))) >= 0
    by_type = pairs["place"].isna() & pairs["activity_code"].isin(groups["activity_code"])
    meeting = np.select([both, by_type], [Meeting.BOTH.value, Meeting.BY_TYPE.value], Meeting.TYPE_ONLY.value)
    return pairs.drop(columns=["place", "order"]).assign(meeting=pd.Series(meeting, dtype="str"))


def answers(
    listed: pd.DataFrame, pairs: pd.DataFrame, cells: pd.DataFrame, gaps: pd.DataFrame, service_types: pd.DataFrame,
) -> pd.DataFrame:
    """Every card with every type it lists: whether the type has gaps in the selection, and how many the card answers.

    Parameters
    ----------
    listed, cells : as in `gap_answers`, whose result pairs is.
    gaps : all rows of the selection in planning units, gaps or not.

    Returns
    -------
    One row per row of listed, ordered by type_code and activity_code: these two, meeting (the best one of the type's
    gaps; where it has none, why), short_orps (ORP areas with a gap of the type), short_cells, answered_cells.
    """
    frame = listed[["type_code", "activity_code"]].sort_values(["type_code", "activity_code"], ignore_index=True)
    key = ("type_code", "activity_code")
    row = positions(joined(pairs, key), joined(frame, key))
    count = {word: np.bincount(row, pairs["meeting"] == word, len(frame)) for word in ANSWERING}
    short_cells = frame["type_code"].map(cells["type_code"].value_counts()).fillna(0)
    short_orps = frame["type_code"].map(cells.groupby("type_code")["orp_code"].nunique()).fillna(0)
    known = gaps.loc[gaps["class"] != GapClass.UNKNOWN, "type_code"]
    wanted = service_types.loc[service_types["polarity"] == Polarity.MORE_IS_BETTER, "code"]
    meeting = np.select(
        [count[Meeting.BOTH] > 0, count[Meeting.BY_TYPE] > 0, short_cells > 0,
         ~frame["type_code"].isin(wanted), ~frame["type_code"].isin(known)],
        [Meeting.BOTH.value, Meeting.BY_TYPE.value, Meeting.TYPE_ONLY.value, Meeting.NOT_MEASURED.value,
         Meeting.UNKNOWN.value],
        Meeting.NO_GAP.value,
    )
    return frame.assign(meeting=pd.Series(meeting, dtype="str"), short_orps=whole(short_orps),
                        short_cells=whole(short_cells), answered_cells=whole(sum(count.values())))


def unanswered(cells: pd.DataFrame, pairs: pd.DataFrame) -> pd.DataFrame:
    """The gaps no card answers: their rows of cells without place, in their order, with cards_type_only, the number of
    cards that list the type but are for other groups. `pairs` is the result of `gap_answers`."""
    cell = positions(joined(pairs, _CELL), joined(cells, _CELL))
    answers_it = np.bincount(cell, pairs["meeting"].isin(ANSWERING), len(cells)) > 0
    rows = cells[~answers_it].drop(columns="place").reset_index(drop=True)
    return rows.assign(cards_type_only=whole(np.bincount(cell, minlength=len(cells))[~answers_it]))


def unmatched(cards: pd.DataFrame, groups: pd.DataFrame, answered: pd.DataFrame) -> pd.DataFrame:
    """The cards that answer no gap, and why.

    Parameters
    ----------
    cards : rows of the table activity that count.
    groups, answered : results of `card_groups` and `answers`.

    Returns
    -------
    One row per card, by code: activity_code, reason and measurable. Every card either answers a gap or stands here
    once. The reason is the first that holds of: all_types, no_type (none listed), no_people (no group of people named);
    other_groups (a type has a gap, but none of a group the card is for), unknown (no cell of the types that are
    measured is known), no_gap, not_measured (the plan wants more of none of its types).
    """
    rows = cards[["code", "service_scope"]].rename(columns={"code": "activity_code"})
    rows = rows[~rows["activity_code"].isin(answered.loc[answered["meeting"].isin(ANSWERING), "activity_code"])]
    rows = rows.sort_values("activity_code", ignore_index=True)

    def has(*words: Meeting) -> pd.Series:
        return rows["activity_code"].isin(answered.loc[answered["meeting"].isin(words), "activity_code"])

    for_nobody = ~rows["activity_code"].isin(groups["activity_code"])
    reason = pd.Series(np.select(
        [rows["service_scope"] == ServiceScope.ALL, ~has(*Meeting), for_nobody,
         has(Meeting.TYPE_ONLY), has(Meeting.UNKNOWN) & ~has(Meeting.NO_GAP), has(Meeting.NO_GAP)],
        [Unmatched.ALL_TYPES.value, Unmatched.NO_TYPE.value, Unmatched.NO_PEOPLE.value, Unmatched.OTHER_GROUPS.value,
         Unmatched.UNKNOWN.value, Unmatched.NO_GAP.value], Unmatched.NOT_MEASURED.value), dtype="str")
    return pd.DataFrame({"activity_code": rows["activity_code"], "reason": reason,
                         "measurable": ~reason.isin(UNMEASURABLE)})
