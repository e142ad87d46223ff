"""Services of the register as our tables can hold them, and remarks on what they cannot hold."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import sha256

from lib.errors import Issue
from lib.importers.rpss_codes import FORMS, UNITS, Codes
from lib.importers.rpss_records import MAX_AMOUNT, RegisterFacility, RegisterService
from lib.model.catalogue import Form, Unit
from lib.model.rules import FIRST_DAY, LAST_DAY

IDENTIFIER = re.compile(r"[0-9]{7}")
COMPANY_NUMBER = re.compile(r"[0-9]{1,8}")
LISTED = 100
"""Remarks of one rule told one by one; the rest are counted."""

SECRET_NAME = "zařízení s utajenou adresou"
"""What a facility at a secret address is called: its own name may give the place away."""

PROVIDER_COMPLETES = "The provider must correct its entry in the register"
NOTHING_TO_DO = "Nothing has to be done"


@dataclass(slots=True)
class Remarks:
    """What stops nobody, by rule; of each rule the first `LISTED` and the number of the others."""

    file: str
    _by_rule: dict[str, list[Issue]] = field(default_factory=dict)
    _counts: Counter[str] = field(default_factory=Counter)

    def add(self, issue: Issue) -> None:
        self._counts[issue.rule] += 1
        told = self._by_rule.setdefault(issue.rule, [])
        if len(told) < LISTED:
            told.append(issue)

    def all(self) -> tuple[Issue, ...]:
        """The remarks by rule; a last one without a row says how many more there are."""
        told: list[Issue] = []
        for rule, issues in self._by_rule.items():
            told += issues
            more = self._counts[rule] - len(issues)
            if more:
                told.append(replace(issues[-1], row=0, column="", value=f"… + {more}"))
        return tuple(told)


def remark_on(  # noqa: PLR0917
    remarks: Remarks, row: int, column: str, value: str, rule: str, remedy: str, **values: object,
) -> None:
    """Add a remark on a place of the register's file; the arguments are those of `Issue`."""
    remarks.add(Issue(remarks.file, row, column, value, rule, remedy, blocking=False, values=values))


@dataclass(frozen=True, slots=True)
class ListedFacility:
    """A facility for the table: of a secret one neither the name nor the municipality the register hides."""

    id: str
    name: str
    municipality: str
    secret: bool
    begins: date
    ends: date | None


@dataclass(frozen=True, slots=True)
class ListedService:
    """A service for the tables, with our codes. `read`: what it comes from; amounts by form and unit, None: unknown."""

    id: str
    read: RegisterService
    type_code: str
    ico: str
    provider_name: str
    begins: date
    ends: date | None
    groups: tuple[str, ...]
    amounts: Mapping[tuple[Form, Unit], int | None]
    facilities: tuple[ListedFacility, ...]
    secret: bool
    """Some facility of it is secret, whether or not it is among `facilities`."""

    facility_names: frozenset[str]


@dataclass(slots=True)
class Settled:
    """The services of the region, by identifier, and figures of the run."""

    services: list[ListedService] = field(default_factory=list)
    left_out: set[str] = field(default_factory=set)
    """Identifiers of services the register lists but our tables cannot hold."""

    figures: Counter[str] = field(default_factory=Counter)


def settled(
    read: Iterable[RegisterService], codes: Codes, municipalities: Collection[str], remarks: Remarks,
) -> Settled:
    """Every service that our tables can hold, in the order of identifiers; what they cannot hold is remarked on.

    The order of `read` does not matter. A service is left out when it has no start, no provider with name and number,
    or no type we know.
    """
    result = Settled()
    services = sorted(read, key=lambda service: service.portal_id)
    ids = _identifiers(services, remarks)
    unknown_groups: Counter[str] = Counter()
    for service in services:
        identifier = ids.get(service.portal_id)
        listed = None
        if identifier is not None:
            listed = _settled_service(service, identifier, codes=codes, municipalities=municipalities, remarks=remarks,
                                      figures=result.figures)
        if listed is None:
            result.figures["left_out"] += 1
            result.left_out |= {identifier} if identifier else set()
            continue
        unknown_groups.update(code for code in service.groups if code not in codes.groups)
        result.services.append(listed)
    for code, count in sorted(unknown_groups.items()):
        remark_on(remarks, 0, "ciloveSkupiny", _named(code, codes),
                  "no target group has this code of the register; services without it: {services}",
                  "Add the code to the table target_group, or import with the register's list of target groups",
                  services=count)
    result.services.sort(key=lambda service: service.id)
    return result


def _identifiers(services: Sequence[RegisterService], remarks: Remarks) -> dict[int, str]:
    """Our identifier by portalId: the register's of seven digits, else the portalId in seven digits.

    Of services with one identifier the one that began last keeps it.
    """
    owners: dict[str, RegisterService] = {}
    for service in services:
        if service.identifier and IDENTIFIER.fullmatch(service.identifier):
            other = owners.get(service.identifier)
            if other is None or _age(other) < _age(service):
                owners[service.identifier] = service
    ids = {service.portal_id: identifier for identifier, service in owners.items()}
    for service in services:
        if service.portal_id in ids:
            continue
        column, written = service.column("identifikator"), service.identifier or ""
        instead = f"{service.portal_id:07d}"
        if len(instead) > 7 or instead in owners:
            remark_on(remarks, service.row, column, written,
                      "no identifier can be given to the service; it is left out", PROVIDER_COMPLETES)
            continue
        ids[service.portal_id] = instead
        if written in owners:
            remark_on(remarks, service.row, column, written,
                      "another service has this identifier; this one is kept under its portalId", PROVIDER_COMPLETES)
        else:
            remark_on(remarks, service.row, column, written,
                      "the identifier is not seven digits; the service is kept under its portalId",
                      PROVIDER_COMPLETES)
    return ids


def _age(service: RegisterService) -> tuple[date, int]:
    return service.begins or date.min, service.portal_id


def _settled_service(
    service: RegisterService, identifier: str, *, codes: Codes, municipalities: Collection[str], remarks: Remarks,
    figures: Counter[str],
) -> ListedService | None:
    ends = _end(service, "datumPoskytovaniDo", service.ends, remarks)
    type_code = codes.types.get(service.type_code or "")
    ico = service.ico or ""
    begins, provider_name = service.begins, service.provider_name
    if begins is None or not FIRST_DAY <= begins <= LAST_DAY:
        remark_on(remarks, service.row, service.column("datumPoskytovaniOd"), str(begins or ""),
                  "the service has no start, or not a plausible one; it is left out", PROVIDER_COMPLETES)
    elif ends is not None and ends < begins:
        remark_on(remarks, service.row, service.column("datumPoskytovaniDo"), ends.isoformat(),
                  "the period ends before it begins; the row is left out", PROVIDER_COMPLETES)
    elif type_code is None:
        remark_on(remarks, service.row, service.column("druhSocialniSluzby.id"), _named(service.type_code or "", codes),
                  "no service type has this code of the register; the service is left out",
                  "Add the type with this code to the table service_type")
    elif not COMPANY_NUMBER.fullmatch(ico):
        remark_on(remarks, service.row, service.column("poskytovatel.ico"), ico,
                  "the company number is not eight digits; the service is left out", PROVIDER_COMPLETES)
    elif provider_name is None:
        remark_on(remarks, service.row, service.column("poskytovatel.nazev"), "",
                  "the provider has no name; the service is left out", PROVIDER_COMPLETES)
    else:
        distinct = _distinct(service.facilities)
        figures["duplicates"] += len(service.facilities) - len(distinct)
        figures["secret"] += sum(place.secret for place in distinct)
        figures["without_address_code"] += sum(not place.secret and place.address_code is None for place in distinct)
        return ListedService(
            id=identifier, read=service, type_code=type_code, ico=ico.zfill(8), provider_name=provider_name,
            begins=begins, ends=ends,
            groups=tuple(sorted({codes.groups[code] for code in service.groups if code in codes.groups})),
            amounts=_amounts(service, remarks, figures),
            facilities=_facilities(service, identifier, distinct, municipalities, remarks),
            secret=any(place.secret for place in distinct),
            facility_names=frozenset(place.name for place in distinct if not place.secret and place.name),
        )
    return None


def _named(code: str, codes: Codes) -> str:
    name = codes.names.get(code)
    return f"{code} ({name})" if name else code


def _distinct(facilities: Sequence[RegisterFacility]) -> list[RegisterFacility]:
    """Each facility once: by name, code of the address (without one by municipality), and period."""
    found = {
        (place.name, place.address_code, place.municipality if place.address_code is None else "", place.begins,
         place.ends, place.secret): place
        for place in sorted(facilities, key=lambda place: (place.municipality or "", place.path))
    }
    return list(found.values())


def _facilities(
    service: RegisterService, identifier: str, places: Sequence[RegisterFacility], municipalities: Collection[str],
    remarks: Remarks,
) -> tuple[ListedFacility, ...]:
    assert service.begins is not None
    contact = service.contacts[0] if len(service.contacts) == 1 else None
    alike: dict[str, list[tuple[RegisterFacility, str, date, date | None]]] = defaultdict(list)
    for place in places:
        begins = place.begins or service.begins
        ends = _end(service, f"{place.path}.poskytujeDo", place.ends, remarks)
        municipality = contact if place.without_address and not place.declared_secret else place.municipality
        if not FIRST_DAY <= begins <= LAST_DAY:
            remark_on(remarks, service.row, service.column(f"{place.path}.poskytujeOd"), begins.isoformat(),
                      "the start is not plausible; the facility is left out", PROVIDER_COMPLETES)
        elif ends is not None and ends < begins:
            remark_on(remarks, service.row, service.column(f"{place.path}.poskytujeDo"), ends.isoformat(),
                      "the period ends before it begins; the row is left out", PROVIDER_COMPLETES)
        elif place.secret and municipality is None:
            remark_on(remarks, service.row, service.column(place.path), "",
                      "a secret facility without a municipality is not listed; its service stays", NOTHING_TO_DO)
        elif municipality not in municipalities or municipality is None:
            remark_on(remarks, service.row, service.column(f"{place.path}.adresa.obec"), municipality or "",
                      "the municipality is none of the region's; the facility is left out",
                      "Check the table municipality; if it is right, the provider must correct its entry")
        else:
            alike[_facility_key(place, municipality, begins)].append((place, municipality, begins, ends))
    listed = []
    for key, group in alike.items():
        # The one that lasts longest has the plain mark, so that a facility keeps it when its end is written.
        group.sort(key=lambda each: each[3] or date.max, reverse=True)
        for number, (place, municipality, begins, ends) in enumerate(group, 1):
            listed.append(ListedFacility(
                id=f"{identifier}-{key}" + (f".{number}" if number > 1 else ""),
                name=SECRET_NAME if place.secret else place.name or service.provider_name or SECRET_NAME,
                municipality=municipality, secret=place.secret, begins=begins, ends=ends,
            ))
    return tuple(sorted(listed, key=lambda place: place.id))


def _end(service: RegisterService, path: str, ends: date | None, remarks: Remarks) -> date | None:
    """The end as written; one in a far future, such as 9999-12-31, says that there is none."""
    if ends is None or ends <= LAST_DAY:
        return ends
    remark_on(remarks, service.row, service.column(path), ends.isoformat(),
              "an end after {last} is taken for none", PROVIDER_COMPLETES, last=LAST_DAY)
    return None


def _facility_key(place: RegisterFacility, municipality: str, begins: date) -> str:
    where = municipality if place.address_code is None else str(place.address_code)
    name = "" if place.secret else place.name  # a name one could guess and try must not be in what is shown
    return sha256(f"{name}\n{where}\n{begins}".encode()).hexdigest()[:10]


def _amounts(
    service: RegisterService, remarks: Remarks, figures: Counter[str],
) -> dict[tuple[Form, Unit], int | None]:
    """Amounts of the service by form and unit; repeated ones of a form are added, one unknown makes the sum unknown."""
    amounts: dict[tuple[Form, Unit], int | None] = {}
    for capacity in service.capacities:
        figures["capacities_described"] += capacity.described
        form, unit = FORMS.get(capacity.form or ""), UNITS.get(capacity.unit or "")
        if form is None or unit is None:
            written = capacity.form if form is None else capacity.unit
            remark_on(remarks, service.row, service.column(capacity.path), written or "",
                      "the form or the unit of the capacity is not known; the capacity is left out",
                      "Tell who looks after the dashboard that the register has a new code")
            continue
        amount = capacity.amount
        if amount is not None and not 0 <= amount <= MAX_AMOUNT:
            remark_on(remarks, service.row, service.column(f"{capacity.path}.pocet"), str(amount),
                      "the amount is not between 0 and {limit}; the capacity counts as unknown", PROVIDER_COMPLETES,
                      limit=MAX_AMOUNT)
            amount = None
        before = amounts.get((form, unit), 0)
        amounts[form, unit] = None if amount is None or before is None else before + amount
    figures["capacities"] += len(amounts)
    return amounts
