"""One service of the register: its JSON read into typed values, or every place where it is not as described."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeGuard

from lib.errors import Issue
from lib.importers.base import DATE, UNSAFE
from lib.model.rules import MAX_TEXT

MAX_AMOUNT = 1_000_000
"""More places, clients or calls than any service can have; a larger number is a mistake."""

REPORT = "Check that the file is the register of providers; if it is, tell its publisher"
MUNICIPALITY = re.compile(r"Obec/([0-9]{6})")


@dataclass(frozen=True, slots=True)
class HomeRegion:
    """The region looked for: its code in the register (Kraj/78) and the codes of its municipalities."""

    register_code: str
    municipalities: Collection[str]


@dataclass(frozen=True, slots=True)
class RegisterCapacity:
    """One amount of one form, codes as in the register; None: not stated, or not a usable amount."""

    form: str | None
    unit: str | None
    amount: int | None
    described: bool
    path: str


@dataclass(frozen=True, slots=True)
class RegisterFacility:
    """One facility in the region. `municipality` is None where it is secret, not stated or not written as a code.

    `declared_secret`: the register says so. `without_address`: there is no address, whatever the register says.
    """

    name: str
    municipality: str | None
    address_code: int | None
    declared_secret: bool
    without_address: bool
    begins: date | None
    ends: date | None
    path: str

    @property
    def secret(self) -> bool:
        """Treated as secret: declared so, or without an address, which is how the register keeps one secret."""
        return self.declared_secret or self.without_address


@dataclass(frozen=True, slots=True)
class RegisterService:
    """One service of the region as the register has it.

    `row` counts services of the file from 1. `contacts` are the codes of municipalities of contact addresses in the
    region, `elsewhere`: a facility lies in another region too.
    """

    row: int
    portal_id: int
    identifier: str | None
    begins: date | None
    ends: date | None
    type_code: str | None
    groups: tuple[str, ...]
    capacities: tuple[RegisterCapacity, ...]
    facilities: tuple[RegisterFacility, ...]
    contacts: tuple[str, ...]
    elsewhere: bool
    ico: str | None
    provider_name: str | None

    def column(self, path: str) -> str:
        """Where in the record something stands, with the number the register is searched by."""
        return f"portalId {self.portal_id}: {path}" if path else f"portalId {self.portal_id}"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one record says: the service when it belongs to the region, and what in it cannot be read.

    `placed`: the record has an address, so that it can be told where it belongs.
    """

    service: RegisterService | None
    issues: tuple[Issue, ...]
    placed: bool = True


def read_service(item: Any, row: int, file: str, home: HomeRegion) -> Outcome:
    """One element of `polozky`.

    A service belongs to the region by the address of a facility, open or not; one that has no facility with an address
    belongs by its contact addresses. The address decides by its region, where that is absent by its municipality.
    Records of other regions are not looked at further and have no issues; one of which it cannot be told has them.
    """
    reading = _Reading(file, row, item)
    if not isinstance(item, dict):
        _misread(reading, "", item, "an object is expected here")
        return Outcome(None, tuple(reading.issues))
    places = [(_address(reading, place, f"zarizeni[{position}].adresa", home), place, f"zarizeni[{position}]")
              for position, place in reading.objects(item.get("zarizeni"), "zarizeni")]
    contacts = [_address(reading, place, f"kontaktniAdresy[{position}].adresa", home)
                for position, place in reading.objects(item.get("kontaktniAdresy"), "kontaktniAdresy")]
    addressed = [address for address, _, _ in places if address.present]
    deciding = addressed or [address for address in contacts if address.present]
    if not any(address.within for address in deciding):
        return Outcome(None, tuple(reading.issues), placed=bool(deciding))
    facilities = tuple(
        _facility(reading, place, path, address) for address, place, path in places
        if address.within or not address.present
    )
    provider = reading.branch(item.get("poskytovatel"), "poskytovatel")
    service = RegisterService(
        row=row,
        portal_id=reading.portal_id(),
        identifier=reading.text(item.get("identifikator"), "identifikator"),
        begins=reading.day(item.get("datumPoskytovaniOd"), "datumPoskytovaniOd"),
        ends=reading.day(item.get("datumPoskytovaniDo"), "datumPoskytovaniDo"),
        type_code=reading.reference(item.get("druhSocialniSluzby"), "druhSocialniSluzby"),
        groups=_groups(reading, item.get("ciloveSkupiny")),
        capacities=_capacities(reading, item.get("formy")),
        facilities=facilities,
        contacts=tuple(sorted({address.municipality for address in contacts
                               if address.municipality in home.municipalities and address.municipality})),
        elsewhere=any(not address.within for address in addressed),
        ico=reading.text(provider.get("ico"), "poskytovatel.ico"),
        provider_name=reading.text(provider.get("nazev"), "poskytovatel.nazev"),
    )
    return Outcome(service, tuple(reading.issues))


@dataclass(frozen=True, slots=True)
class _Address:
    """An address; outside the region it is not read further than to know that."""

    present: bool
    within: bool
    municipality: str | None = None
    code: int | None = None


def _address(reading: "_Reading", place: dict[str, Any], path: str, home: HomeRegion) -> _Address:
    address = reading.branch(place.get("adresa"), path)
    region = reading.reference(address.get("kraj"), f"{path}.kraj")
    if region is not None and region != home.register_code:
        return _Address(present=True, within=False)
    found = MUNICIPALITY.fullmatch(reading.reference(address.get("obec"), f"{path}.obec") or "")
    municipality = found[1] if found else None
    return _Address(
        present=place.get("adresa") is not None,
        within=region is not None or municipality in home.municipalities,
        municipality=municipality,
        code=reading.whole(address.get("kodAdresnihoMista"), f"{path}.kodAdresnihoMista"),
    )


def _facility(reading: "_Reading", place: dict[str, Any], path: str, address: _Address) -> RegisterFacility:
    secret = reading.flag(place.get("utajenaAdresa"), f"{path}.utajenaAdresa")
    return RegisterFacility(
        name=reading.text(place.get("nazev"), f"{path}.nazev") or "",
        municipality=None if secret else address.municipality,
        address_code=None if secret else address.code,
        declared_secret=secret,
        without_address=not address.present,
        begins=reading.day(place.get("poskytujeOd"), f"{path}.poskytujeOd"),
        ends=reading.day(place.get("poskytujeDo"), f"{path}.poskytujeDo"),
        path=path,
    )


def _groups(reading: "_Reading", value: Any) -> tuple[str, ...]:
    codes = [reading.reference(group.get("cilovaSkupina"), f"ciloveSkupiny[{position}].cilovaSkupina")
             for position, group in reading.objects(value, "ciloveSkupiny")]
    return tuple(sorted({code for code in codes if code is not None}))


def _capacities(reading: "_Reading", value: Any) -> tuple[RegisterCapacity, ...]:
    found = []
    for position, form in reading.objects(value, "formy"):
        within = f"formy[{position}]"
        code = reading.reference(form.get("forma"), f"{within}.forma")
        for number, capacity in reading.objects(form.get("kapacity"), f"{within}.kapacity"):
            path = f"{within}.kapacity[{number}]"
            found.append(RegisterCapacity(
                form=code,
                unit=reading.reference(capacity.get("typ"), f"{path}.typ"),
                amount=reading.whole(capacity.get("pocet"), f"{path}.pocet"),
                described=bool(reading.text(capacity.get("popis"), f"{path}.popis", limit=None)),
                path=path,
            ))
    return tuple(found)


class _Reading:
    """Values of one record, each of the kind it must be; another kind is an issue and reads as absent."""

    def __init__(self, file: str, row: int, item: Any) -> None:
        self.file = file
        self.row = row
        self.issues: list[Issue] = []
        self.written = item.get("portalId") if isinstance(item, dict) else None

    def portal_id(self) -> int:
        """The number of the record; 0 beside an issue."""
        if _is_whole(self.written) and self.written > 0:
            return self.written
        _misread(self, "portalId", self.written, "a whole number above zero is expected here")
        return 0

    def objects(self, value: Any, path: str) -> Sequence[tuple[int, dict[str, Any]]]:
        if value is None:
            return ()
        if not isinstance(value, list):
            _misread(self, path, value, "a list is expected here")
            return ()
        found = []
        for position, each in enumerate(value):
            if isinstance(each, dict):
                found.append((position, each))
            elif each is not None:
                _misread(self, f"{path}[{position}]", each, "an object is expected here")
        return found

    def branch(self, value: Any, path: str) -> dict[str, Any]:
        if isinstance(value, dict):
            return value
        if value is not None:
            _misread(self, path, value, "an object is expected here")
        return {}

    def reference(self, value: Any, path: str) -> str | None:
        return self.text(self.branch(value, path).get("id"), f"{path}.id")

    def text(self, value: Any, path: str, limit: int | None = MAX_TEXT) -> str | None:
        """Without control characters and with single spaces; an empty text is an absent one."""
        if value is None:
            return None
        if not isinstance(value, str):
            _misread(self, path, value, "a text is expected here")
            return None
        if limit is not None and len(value) > limit:
            _misread(self, path, value, "the text has {size} characters, the limit is {limit}", size=len(value),
                     limit=limit)
            return None
        return " ".join(UNSAFE.sub(" ", value).split()) or None

    def day(self, value: Any, path: str) -> date | None:
        if value is None:
            return None
        try:
            if isinstance(value, str) and DATE.fullmatch(value):
                return date.fromisoformat(value)
        except ValueError:
            pass  # such as 2012-06-31; answered below, as anything else that is no date
        _misread(self, path, value, "not a date")
        return None

    def whole(self, value: Any, path: str) -> int | None:
        if value is None or _is_whole(value):
            return value
        _misread(self, path, value, "a whole number is expected here")
        return None

    def flag(self, value: Any, path: str) -> bool:
        if value is None or isinstance(value, bool):
            return bool(value)
        _misread(self, path, value, "true or false is expected here")
        return True  # what cannot be read is kept secret


def _misread(
    reading: _Reading, path: str, value: Any, rule: str, remedy: str = REPORT, **values: object,
) -> None:
    known = f"portalId {reading.written}: " if _is_whole(reading.written) else ""
    reading.issues.append(
        Issue(reading.file, reading.row, f"{known}{path}", _shown(value), rule, remedy, values=values))


def _is_whole(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool)


def _shown(value: Any) -> str:
    text = "" if value is None else str(value)
    return UNSAFE.sub(" ", text[:80])
