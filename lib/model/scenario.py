"""Scenarios: changes of capacity that somebody wants to try out. They are written in a link and never enter the data."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from math import isfinite

from lib.errors import BadSelection
from lib.model.catalogue import PLANNING_UNITS, Form, Unit

MOST_CHANGES = 30
"""Changes and shifts one scenario may hold."""

LONGEST_LINK = 800
"""Signs one scenario may take in a link."""

LARGEST = 100_000.0
"""The largest amount one change may have, itself allowed."""

ALL_TYPES = "vse"
"""In place of the service type of a shift: capacity of every type."""

CLOSED = "zavrit"
"""In place of an amount: all capacity of the cell is gone."""

FORM_SIGNS: Mapping[Form, str] = {Form.RESIDENTIAL: "pob", Form.OUTPATIENT: "amb", Form.FIELD: "ter"}
UNIT_SIGNS: Mapping[Unit, str] = {Unit.BEDS: "luz", Unit.FTE: "uv", Unit.PLACES: "mis"}
"""Words of a link, short enough for thirty changes; words of the model are understood as well."""

_FORMS: Mapping[str, Form] = {sign: form for form, short in FORM_SIGNS.items() for sign in (short, form.value)}
_UNITS: Mapping[str, Unit] = {sign: unit for unit, short in UNIT_SIGNS.items() for sign in (short, unit.value)}

_BETWEEN, _WITHIN = ";", "~"
"""Between items and within one: neither can stand in a code, an amount or a word of the link."""

_DIGITS = 2

EXAMPLE = "5103~49~pob~luz~20"


@dataclass(frozen=True, slots=True, order=True)
class Change:
    """Capacity of one type, form and unit of an ORP that is added (above zero) or taken away.

    `delta_units` is in `unit`; None closes the cell: its capacity is zero afterwards, however much it was.
    """

    orp_code: str
    type_code: str
    form: str
    unit: str
    delta_units: float | None

    @property
    def cell(self) -> tuple[str, str, str, str]:
        return self.orp_code, self.type_code, self.form, self.unit


@dataclass(frozen=True, slots=True, order=True)
class Shift:
    """Allocated capacity of an ORP that goes to another target group; `units` is above zero, in `unit`.

    `type_code` None means capacity of any type. What the types have together does not change.
    """

    orp_code: str
    type_code: str | None
    unit: str
    from_group: str
    to_group: str
    units: float


@dataclass(frozen=True, slots=True)
class Scenario:
    """Changes and shifts that are tried out together; make it by `scenario_of`, so that equal ones are equal."""

    changes: tuple[Change, ...] = ()
    shifts: tuple[Shift, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.changes or self.shifts)

    def __len__(self) -> int:
        return len(self.items)

    @property
    def items(self) -> tuple[Change | Shift, ...]:
        return (*self.changes, *self.shifts)

    @property
    def link(self) -> str:
        """The scenario as it stands in a link; "" for none. Equal scenarios have equal links."""
        return _BETWEEN.join(map(link_of, self.items))

    @property
    def full(self) -> bool:
        """Whether nothing more can be added."""
        return len(self) >= MOST_CHANGES


@dataclass(frozen=True, slots=True)
class Known:
    """What a scenario may name: codes of ORP areas, the planning unit of each type and form, codes of target groups."""

    areas: Collection[str]
    units: Mapping[tuple[str, str], str]
    groups: Collection[str]

    @property
    def types(self) -> frozenset[str]:
        return frozenset(type_code for type_code, _ in self.units)


@dataclass(frozen=True, slots=True)
class Parsed:
    """A scenario read from a link, and why items of the link were left out."""

    scenario: Scenario
    refused: tuple[BadSelection, ...]


def link_of(one: Change | Shift) -> str:
    """A change or a shift as it stands in a link."""
    unit = UNIT_SIGNS[Unit(one.unit)]
    if isinstance(one, Shift):
        kind = one.type_code or ALL_TYPES
        return _WITHIN.join((one.orp_code, kind, unit, one.from_group, one.to_group, written_amount(one.units)))
    amount = CLOSED if one.delta_units is None else written_amount(one.delta_units)
    return _WITHIN.join((one.orp_code, one.type_code, FORM_SIGNS[Form(one.form)], unit, amount))


def written_amount(units: float) -> str:
    """An amount as it stands in a link: decimal point, at most two decimals, no plus."""
    return f"{units:.{_DIGITS}f}".rstrip("0").rstrip(".")


def scenario_of(changes: Iterable[Change], shifts: Iterable[Shift] = ()) -> Scenario:
    """A scenario in its canonical form.

    Changes of one cell are summed, and closing outweighs the rest; shifts between two groups are set off against each
    other; a sum beyond `LARGEST` is `LARGEST`; what comes to nothing is left out; the order is that of the codes.
    """
    cells: dict[tuple[str, str, str, str], float | None] = {}
    for change in changes:
        known = cells.get(change.cell, 0.0)
        closed = known is None or change.delta_units is None
        cells[change.cell] = None if closed else known + change.delta_units  # type: ignore[operator]
    between: dict[tuple[str, str | None, str, str, str], float] = {}
    for shift in shifts:
        first, second = sorted((shift.from_group, shift.to_group))
        key = (shift.orp_code, shift.type_code, shift.unit, first, second)
        between[key] = between.get(key, 0.0) + (shift.units if shift.from_group == first else -shift.units)
    summed = [(cell, None if units is None else _bounded(units)) for cell, units in cells.items()]
    moved = [(key, _bounded(units)) for key, units in between.items()]
    return Scenario(
        tuple(sorted(Change(*cell, units) for cell, units in summed if units != 0)),
        tuple(sorted(
            (Shift(orp, kind, unit, *((first, second) if units > 0 else (second, first)), abs(units))
             for (orp, kind, unit, first, second), units in moved if units != 0),
            key=lambda one: (one.orp_code, one.type_code or "", one.unit, one.from_group, one.to_group),
        )),
    )


def _bounded(units: float) -> float:
    return round(max(-LARGEST, min(LARGEST, units)), _DIGITS)


def item_of(change: Change, typed: str | None) -> str:
    """A change as an item of a link with its amount as somebody typed it; None closes the cell."""
    amount = CLOSED if typed is None else _typed(typed)
    return _WITHIN.join((change.orp_code, change.type_code, change.form, change.unit, amount))


def shift_item(shift: Shift, typed: str) -> str:
    """A shift as an item of a link with its amount as somebody typed it."""
    return _WITHIN.join((shift.orp_code, shift.type_code or ALL_TYPES, shift.unit, shift.from_group, shift.to_group,
                         _typed(typed)))


def _typed(amount: str) -> str:
    """What somebody typed as an amount, harmless between the signs of a link; it is judged when the link is read."""
    return amount.replace(_BETWEEN, " ").replace(_WITHIN, " ").strip()[:12]


def extended(scenario: Scenario, item: str) -> str:
    """The link of a scenario with one more item at its end."""
    return _BETWEEN.join(part for part in (scenario.link, item) if part)


def parsed(written: str, known: Known) -> Parsed:
    """A scenario as a link has it; an item that cannot be used is left out and told, never raised.

    Of a link longer than `LONGEST_LINK` only whole items within it count, and of more than `MOST_CHANGES` the first.
    """
    refused: list[BadSelection] = []
    if len(written) > LONGEST_LINK:
        written = written[:LONGEST_LINK].rpartition(_BETWEEN)[0]
        refused.append(BadSelection("scenario-too-long", "The scenario is longer than {n} signs; its end is left out.",
                                    n=LONGEST_LINK))
    items = [item.strip() for item in written.split(_BETWEEN) if item.strip()]
    if len(items) > MOST_CHANGES:
        refused.append(BadSelection("scenario-too-many", "A scenario holds at most {n} changes; the rest is left out.",
                                    n=MOST_CHANGES))
    changes: list[Change] = []
    shifts: list[Shift] = []
    for item in items[:MOST_CHANGES]:
        try:
            one = _item(item, known)
        except BadSelection as error:
            refused.append(error)
        else:
            (changes if isinstance(one, Change) else shifts).append(one)  # type: ignore[arg-type]
    return Parsed(scenario_of(changes, shifts), tuple(refused))


def _item(item: str, known: Known) -> Change | Shift:
    """One item of a link.

    Raises
    ------
    BadSelection : it is not written as a change or a shift, names what does not exist, or has no usable amount.
    """
    match [part.strip() for part in item.split(_WITHIN)]:
        case [orp, kind, form, unit, amount]:
            return _change(orp, kind, form, unit, amount, known)
        case [orp, kind, unit, from_group, to_group, amount]:
            return _shift(orp, kind, unit, (from_group, to_group), amount, known)
    raise BadSelection("scenario-item", "“{item}” is no change; write it like {example}.", item=item[:40],
                       example=EXAMPLE)


def _change(  # noqa: PLR0917
    orp: str, kind: str, form: str, unit: str, amount: str, known: Known
) -> Change:
    _area_and_type(orp, kind, known)
    found = _FORMS.get(form)
    if found is None or (kind, found.value) not in known.units:
        raise BadSelection("scenario-form", "§ {type} is not planned in the form “{form}”; the change is left out.",
                           type=kind, form=(found or form[:20]))
    planned = known.units[kind, found.value]
    if _UNITS.get(unit) != planned:
        raise BadSelection("scenario-unit", "§ {type} is planned in {unit}, not in “{typed}”; the change is left out.",
                           type=kind, unit=planned, typed=unit[:20])
    return Change(orp, kind, found.value, planned, None if amount == CLOSED else _amount(amount, -LARGEST))


def _shift(  # noqa: PLR0917
    orp: str, kind: str, unit: str, groups: tuple[str, str], amount: str, known: Known
) -> Shift:
    _area_and_type(orp, None if kind == ALL_TYPES else kind, known)
    units = PLANNING_UNITS if kind == ALL_TYPES else [each for (of, _), each in known.units.items() if of == kind]
    found = _UNITS.get(unit)
    if found is None or found not in units:
        raise BadSelection("scenario-shift-unit", "This capacity is not planned in “{typed}”; the shift is left out.",
                           typed=unit[:20])
    for group in groups:
        if group not in known.groups:
            raise BadSelection("scenario-group", "There is no target group “{group}”; the shift is left out.",
                               group=group[:40])
    if groups[0] == groups[1]:
        raise BadSelection("scenario-same-group", "A shift needs two different target groups; it is left out.")
    return Shift(orp, None if kind == ALL_TYPES else kind, found.value, *groups, _amount(amount, 0.0))


def _area_and_type(orp: str, kind: str | None, known: Known) -> None:
    if orp not in known.areas:
        raise BadSelection("scenario-area", "There is no area “{area}”; the change is left out.", area=orp[:20])
    if kind is not None and kind not in known.types:
        raise BadSelection("scenario-type", "There is no service type “{type}”; the change is left out.",
                           type=kind[:20])


def _amount(written: str, above: float) -> float:
    """The amount, rounded to two decimals; `above` is the limit it must not fall under, itself allowed unless zero."""
    try:
        units = round(float(written.replace(",", ".").replace("\u2212", "-")), _DIGITS)
    except ValueError:
        units = float("nan")
    if not isfinite(units) or units == 0 or not above <= units <= LARGEST:
        raise BadSelection("scenario-amount", "“{amount}” is no amount that can be used; the change is left out.",
                           amount=written[:20])
    return units
