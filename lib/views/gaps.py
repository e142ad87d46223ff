"""Capacity gaps by service type and by target group, the arithmetic of one type, and the cards that answer it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from lib.metrics import gaps as metrics
from lib.model import derived
from lib.model.areas import population_on
from lib.model.catalogue import PLANNING_UNITS, Polarity
from lib.model.derived import GapClass
from lib.model.lookup import numbered, numbers, whole
from lib.model.need import REFERENCE_RATE
from lib.model.network import NetworkState
from lib.model.norms import CLASS_LIMITS, compared, norm_rate
from lib.model.schemas import empty_frame
from lib.model.selection import CapacityScope, Norm, Selection
from lib.model.territory import REGION_AREA, Level, SourceKind
from lib.store.database import Database
from lib.views.activities import plan_cards
from lib.views.base import Note, Provenance, Reader, Sheet, comparison
from lib.views.network import Network, network_on, network_state

COMPARABLE_NORMS = (Norm.REGION_MEAN, Norm.ORP_MEDIAN, Norm.BEST_THIRD, Norm.NATIONAL)
"""Norms whose classes are compared with each other; the own value belongs to the user."""

SMALL_NEED = 5
"""Cells whose need is below this many units are too small to be called the largest gap."""

SHORT_CLASSES = (GapClass.SEVERE, GapClass.LOW, GapClass.SLIGHTLY_LOW, GapClass.WHITE_SPOT)
"""Classes below the norm."""

CAPACITY_TABLES = ("service", "service_capacity", "service_territory", "facility", "municipality", "population")


@dataclass(frozen=True, slots=True)
class TypeDetail:
    """One service type: its gap per ORP in every form and unit, and what hangs on it.

    `made_of` has a row per ORP, form and unit with services (how many provide the capacity), split_by and
    shares_normalised. `classes` has a row per ORP, form and unit with a column per norm of `COMPARABLE_NORMS`, and
    `changes` those of its rows whose class is not the same under all norms; `norms_provenance` is theirs;
    `needs_provenance` is that of everything in the detail, planned capacities and requests included. `cards` are
    the activity cards that list the type (cards for "all types" are no answer to one gap), with meets_group: whether
    they also name the chosen target group (true when none is chosen). `targets` are planned capacities and `requests`
    pending requests of the type. `capacity_date` is the day of the newest capacity that counts, None without any.
    """

    type_code: str
    polarity: str
    gap: Sheet
    region: pd.DataFrame
    made_of: pd.DataFrame
    classes: pd.DataFrame
    changes: pd.DataFrame
    norms_provenance: Provenance
    needs_provenance: Provenance
    cards: pd.DataFrame
    targets: pd.DataFrame
    requests: pd.DataFrame
    capacity_date: date | None


@dataclass(frozen=True, slots=True)
class GapsView:
    """Gaps on the selected day against the selected norm.

    `gap` holds every type, form and unit per ORP; `planning` only the unit the network is planned in, with the rows
    of the whole region added first (area kraj). `groups` is the same by target group, `allocated` compares the
    capacity divided among groups with its own norm. `polarity` is a word of `Polarity` by type. `population_date` is
    the day of the denominators, `network` the version that holds on the day, None when there is none;
    `network_state` then says whether there is not one yet or no longer.
    `national_is_demo` says that the national norm is chosen and illustrative.
    """

    selection: Selection
    gap: Sheet
    planning: pd.DataFrame
    groups: Sheet
    allocated: pd.DataFrame
    polarity: Mapping[str, str]
    detail: TypeDetail | None
    population_date: date
    network: Network | None
    network_state: NetworkState
    national_is_demo: bool

    @property
    def counts(self) -> dict[str, int]:
        """Cells in planning units by class: of the selected area, else of all ORP areas together."""
        rows = self.planning[self.planning["orp_code"] != REGION_AREA]
        if self.selection.orp is not None:
            rows = rows[rows["orp_code"] == self.selection.orp]
        return {str(word): int(n) for word, n in rows["class"].value_counts().items()}

    @property
    def network_unknown(self) -> bool:
        """Whether everything is unknown only because no network is known on the day."""
        return self.network is None and self.selection.scope is CapacityScope.NETWORK


def capacity(reader: Reader, scope: CapacityScope) -> pd.DataFrame:
    """Capacity per ORP, type, form and unit on the day, in the scope asked for."""
    return metrics.capacity_by_orp(
        *(reader.table(name) for name in CAPACITY_TABLES), valid_on=reader.at.valid_on, scope=scope,
        network_known=network_on(reader) is not None,
    )


def with_types_nobody_provides(amounts: pd.DataFrame, forms: pd.DataFrame, orps: pd.Series) -> pd.DataFrame:
    """Capacities with a row in every ORP for the main forms of types that no capacity mentions.

    The register is complete, so such a type has capacity 0; on a day for which nothing is known it is unknown too.
    """
    absent = forms[forms["is_main"].astype(bool) & ~forms["type_code"].isin(amounts["type_code"].unique())]
    if absent.empty:
        return amounts
    added = absent[["type_code", "form", "unit"]].merge(orps.rename("orp_code"), how="cross")
    nothing = 0.0 if amounts["capacity_units"].notna().any() else float("nan")
    return pd.concat([amounts, added.assign(
        capacity_units=nothing, services=whole([0.0] * len(added)), shares_normalised=False,
    )], ignore_index=True)


def gap_table(reader: Reader, norm: Norm, scope: CapacityScope, *, own_rate: float | None = None,
              own_type: str | None = None, capacities: pd.DataFrame | None = None) -> pd.DataFrame:
    """Gaps against a norm; columns of `derived.GAP`. An own value counts for `own_type` alone: no value fits all types.

    National norms are read only when they are the norm, so that they stand among the sources only then.
    """
    forms, types, orps = (reader.table(name) for name in ("service_type_form", "service_type", "orp"))
    amounts = capacity(reader, scope) if capacities is None else capacities
    amounts = with_types_nobody_provides(amounts, forms, orps["code"]) if capacities is None else amounts
    people = population_on(reader.table("population"), reader.at.valid_on, Level.ORP)
    rates = reader.table("reference_rate") if norm is Norm.NATIONAL else empty_frame(REFERENCE_RATE)
    frame = metrics.capacity_gap(amounts, people, forms, types, orps, rates, norm=norm)
    if norm is Norm.OWN and own_type is not None:
        chosen = frame["type_code"] == own_type
        own = against(frame[chosen], ("form", "unit"), frame.loc[chosen, "capacity_units"], norm, own_rate=own_rate)
        frame = pd.concat([frame[~chosen], own]).sort_index()
    return frame


def against(frame: pd.DataFrame, key: tuple[str, ...], amounts: pd.Series, norm: Norm, *,
            own_rate: float | None = None) -> pd.DataFrame:
    """Rows of a gap table compared anew: another amount, or any norm but the national one.

    Parameters
    ----------
    frame : rows with population_persons and the columns of `key`, which tell one norm from another.
    amounts : the capacity of each row, NA: not known.
    """
    number, keys = numbered(*(frame[name] for name in key))
    persons, units = numbers(frame["population_persons"]), numbers(amounts)
    rates = norm_rate(number, persons, units, numbers(pd.Series([None] * len(keys), dtype="float64")), norm=norm,
                      own_rate=own_rate)[number]
    values = compared(persons, units, rates, rates * persons / 1000)
    return frame.assign(**{name: column.set_axis(frame.index) for name, column in values.items()})


def _asked(selection: Selection) -> tuple[tuple[str, str], ...]:
    return comparison(selection.norm, selection.scope, selection.own_rate)


def gap_sheet(reader: Reader, selection: Selection) -> Sheet:
    """Every type, form and unit in every ORP."""
    frame = gap_table(reader, selection.norm, selection.scope, own_rate=selection.own_rate,
                      own_type=selection.service_type)
    return Sheet(derived.GAP, frame, reader.provenance(), "gap", _notes(selection, frame), _asked(selection))


def group_gap_sheet(reader: Reader, selection: Selection) -> Sheet:
    """Every target group and unit in every ORP; an own value belongs to a service type, so it is no norm here."""
    frame = metrics.gap_by_target_group(
        *(reader.table(name) for name in (*CAPACITY_TABLES, "service_target_group", "target_group", "orp")),
        valid_on=selection.at.valid_on, scope=selection.scope, network_known=network_on(reader) is not None,
        norm=selection.norm, own_rate=None,
    )
    return Sheet(derived.GAP_BY_TARGET_GROUP, frame, reader.provenance(), "gap_by_target_group",
                 asked=_asked(selection))


def _notes(selection: Selection, frame: pd.DataFrame) -> tuple[Note, ...]:
    notes = []
    if selection.norm is Norm.REGION_MEAN:
        notes.append(Note("gaps-sum-to-zero"))
    unknown = int((frame["class"] == GapClass.UNKNOWN).sum())
    if unknown:
        notes.append(Note("cells-unknown", {"n": unknown, "total": len(frame)}))
    return tuple(notes)


arithmetic = metrics.gap_arithmetic


def next_class(index: float, need: float) -> tuple[GapClass, float] | None:
    """The better class above an index and the capacity from which it begins; None from in line on."""
    better = (GapClass.LOW, GapClass.SLIGHTLY_LOW, GapClass.IN_LINE)
    return next(((word, limit * need) for limit, word in zip(CLASS_LIMITS, better, strict=True)
                 if round(index, 9) < limit), None)


def planning_rows(frame: pd.DataFrame, forms: pd.DataFrame) -> pd.DataFrame:
    """Rows of a gap table in the unit the network is planned in."""
    return frame.merge(forms[["type_code", "form", "unit"]], on=["type_code", "form", "unit"])


def worst_rows(planning: pd.DataFrame, polarity: Mapping[str, str], orp: str | None = None) -> pd.DataFrame:
    """Rows of planning units that miss capacity where more of it is wanted: the largest gap in relation to need first.

    The region's own row and needs too small to be called a gap are left out; `orp` narrows to one area.
    """
    wanted = [code for code, word in polarity.items() if word == Polarity.MORE_IS_BETTER]
    rows = planning[(planning["gap_units"] < 0) & (planning["need_units"] >= SMALL_NEED)
                    & planning["type_code"].isin(wanted)
                    & (planning["orp_code"] != REGION_AREA if orp is None else planning["orp_code"] == orp)]
    return rows.sort_values(["coverage_index", "gap_units", "orp_code", "type_code"])


def population_date(reader: Reader) -> date:
    """The day of the denominators used on the selected day."""
    used = population_on(reader.table("population"), reader.at.valid_on, Level.ORP)
    return used["date"].max().date()  # type: ignore[no-any-return]


def gaps_view(database: Database, selection: Selection) -> GapsView:
    """Everything the page on gaps shows."""
    reader = Reader(database, selection.at)
    forms = reader.table("service_type_form")
    amounts = with_types_nobody_provides(capacity(reader, selection.scope), forms, reader.table("orp")["code"])
    frame = gap_table(reader, selection.norm, selection.scope, own_rate=selection.own_rate,
                      own_type=selection.service_type, capacities=amounts)
    region = metrics.region_gap(frame, region_name=str(reader.table("region")["name"].iloc[0]))
    types = reader.table("service_type")
    polarity = dict(zip(types["code"], types["polarity"], strict=True))
    network, people_counted = network_on(reader), population_date(reader)
    gap = Sheet(derived.GAP, frame, reader.provenance(), "gap", _notes(selection, frame), _asked(selection))
    groups = group_gap_sheet(reader, selection)
    return GapsView(
        selection=selection,
        gap=gap,
        planning=planning_rows(pd.concat([region[frame.columns], frame], ignore_index=True), forms),
        groups=groups,
        allocated=against(groups.frame, ("group_code", "unit"), groups.frame["allocated_units"], selection.norm),
        polarity=polarity,
        detail=None if selection.service_type is None else _detail(
            reader, selection, gap, region, amounts, polarity[selection.service_type]),
        population_date=people_counted,
        network=network,
        network_state=network_state(reader),
        national_is_demo=selection.norm is Norm.NATIONAL and _demo_rates(reader),
    )


def _demo_rates(reader: Reader) -> bool:
    """Whether one of the national norms is illustrative."""
    sources = reader.table("source")
    illustrative = sources.loc[sources["kind"] == SourceKind.DEMO, "id"]
    return bool(reader.table("reference_rate")["source_id"].isin(illustrative).any())


def _detail(  # noqa: PLR0917
    reader: Reader, selection: Selection, gap: Sheet, region: pd.DataFrame, amounts: pd.DataFrame, polarity: str,
) -> TypeDetail:
    code = selection.service_type
    assert code is not None
    rows = gap.frame[gap.frame["type_code"] == code].reset_index(drop=True)
    only = amounts[amounts["type_code"] == code]
    by_norm = {
        norm.value: gap_table(reader, norm, selection.scope, capacities=only) if norm is Norm.NATIONAL
        else against(rows, ("form", "unit"), rows["capacity_units"], norm)
        for norm in COMPARABLE_NORMS
    }
    return TypeDetail(
        type_code=code,
        polarity=polarity,
        gap=Sheet(derived.GAP, rows, gap.provenance, "gap", _notes(selection, rows), _asked(selection)),
        region=region[region["type_code"] == code].reset_index(drop=True),
        made_of=only.drop(columns=["capacity_units", "type_code"]).reset_index(drop=True),
        classes=rows[["orp_code", "form", "unit"]].assign(**{norm: table["class"] for norm, table in by_norm.items()}),
        changes=metrics.class_changes(by_norm),
        norms_provenance=reader.provenance(),
        cards=answering_cards(reader, code, selection.target_group),
        targets=reader.table("capacity_target", type_code=code),
        requests=reader.on("unmet_request", type_code=code),
        capacity_date=_capacity_date(reader, code),
        needs_provenance=reader.provenance(),
    )


def _capacity_date(reader: Reader, type_code: str) -> date | None:
    """The day of the newest capacity, up to the selected day, of the type's services valid on it."""
    services = reader.on("service", type_code=type_code)["id"]
    stated = reader.on("service_capacity")
    newest = stated.loc[stated["service_id"].isin(services) & stated["unit"].isin(PLANNING_UNITS), "date"].max()
    return None if pd.isna(newest) else newest.date()


def answering_cards(reader: Reader, type_code: str, group_code: str | None) -> pd.DataFrame:
    """Cards of the plan of the day that list a service type: columns of the table activity and meets_group.

    A card names groups of the plan; it meets a group of the register when one of them maps to it. Without a group
    every card meets it. Cards that meet come first.
    """
    listed = reader.table("activity_service_type", type_code=type_code)["activity_code"]
    activities = plan_cards(reader)
    cards = activities[activities["code"].isin(listed)].sort_values("code")
    if group_code is None:
        return cards.assign(meets_group=True).reset_index(drop=True)
    mapping = reader.table("target_group_mapping", register_group_code=group_code)
    named = reader.table("activity_target_group")
    meeting = named.loc[named["group_code"].isin(mapping["plan_group_code"]), "activity_code"]
    cards = cards.assign(meets_group=cards["code"].isin(meeting))
    return cards.sort_values(["meets_group", "code"], ascending=[False, True]).reset_index(drop=True)
