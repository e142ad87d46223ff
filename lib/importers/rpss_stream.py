"""The file of the register of providers as a stream: one service at a time, of each only what is asked for."""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, BinaryIO

import ijson

from lib.errors import RejectedPackage
from lib.importers.base import rejected

MAX_REGISTER_BYTES = 300 * 1024 * 1024
"""Three times the register of September 2026."""

MAX_RECORD_BYTES = 4 * 1024 * 1024
"""The most that may lie between the ends of two services. A service has 15 kB on average."""

MAX_DEPTH = 64
CHUNK_BYTES = 64 * 1024
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
AGAIN = "Download the file again; if it stays so, tell the publisher of the register"

_REFERENCE: dict[str, Any] = {"id": None}
_ADDRESS: dict[str, Any] = {"kodAdresnihoMista": None, "kraj": _REFERENCE, "obec": _REFERENCE}
_WANTED: dict[str, Any] = {
    "polozky": [{
        "portalId": None, "identifikator": None, "datumPoskytovaniOd": None, "datumPoskytovaniDo": None,
        "druhSocialniSluzby": _REFERENCE,
        "ciloveSkupiny": [{"cilovaSkupina": _REFERENCE}],
        "formy": [{"forma": _REFERENCE, "kapacity": [{"pocet": None, "popis": None, "typ": _REFERENCE}]}],
        "zarizeni": [{"nazev": None, "poskytujeOd": None, "poskytujeDo": None, "utajenaAdresa": None,
                      "adresa": _ADDRESS}],
        "kontaktniAdresy": [{"adresa": _ADDRESS}],
        "poskytovatel": {"ico": None, "nazev": None},
    }],
}
"""What is read of the file: objects by their keys, lists by their element, None: a plain value.

All else is passed over as it is parsed and never becomes an object of ours: statutory persons, heads of facilities,
e-mails, telephones.
"""

_STEPS = {"start_map": 1, "start_array": 1, "end_map": -1, "end_array": -1}
_CLOSING = ("end_map", "end_array")
_SERVICES_DEPTH = 3
"""Open containers when the next value is a service: the document, its object, the list of services."""


@dataclass(frozen=True, slots=True)
class Structure:
    """What stands where the register should have something else: an object or a list, not kept."""

    written: str

    def __str__(self) -> str:
        return self.written


_EMPTY = {"start_map": (dict, Structure("{…}")), "start_array": (list, Structure("[…]"))}


class RegisterStream:
    """One pass over the file.

    `services()` is read once to its end; then `checksum` is the sha256 (hex) of all bytes.
    """

    def __init__(self, source: BinaryIO, name: str) -> None:
        self._source = source
        self.name = name
        self._digest = sha256()
        self._stack: list[tuple[Any, Any]] = [([], [_WANTED])]
        self._skipped = 0
        self._key = ""
        self.read = 0
        """Services read so far."""

    @property
    def checksum(self) -> str:
        return self._digest.hexdigest()

    def services(self) -> Iterator[Any]:
        """Every element of `polozky`, cut down to what is wanted; one that is no object comes as it is.

        Where the file has an object or a list instead of what the register has there, a `Structure` stands.

        Raises
        ------
        RejectedPackage : the bytes are no JSON, end too early, are too many, hold a number beyond 64 bits, are nested
            too deep, or there is no list `polozky`.
        """
        events = ijson.sendable_list()
        parser = ijson.basic_parse_coro(events, use_float=True)
        silent = 0
        document = self._stack[0][0]
        for chunk in self._chunks():
            try:
                parser.send(chunk)
            except ijson.JSONError as error:
                self.read += sum(1 for _ in self._built(events))
                raise _refused_stream(self, "the file is no JSON from here on", AGAIN) from error
            before = self.read
            for item in self._built(events):
                self.read += 1
                yield item
            events.clear()
            silent = 0 if self.read > before else silent + len(chunk)
            if silent > MAX_RECORD_BYTES:
                raise _refused_stream(self, "a service takes more than {limit} bytes", AGAIN, limit=MAX_RECORD_BYTES)
            if self._skipped > MAX_DEPTH:
                raise _refused_stream(self, "the JSON is nested too deep", AGAIN)
        try:
            parser.close()
        except ijson.JSONError as error:
            raise _refused_stream(self, "the file ends too early", AGAIN) from error
        if not (document and isinstance(document[0], dict) and isinstance(document[0].get("polozky"), list)):
            raise rejected(self.name, 0, "polozky", "", "the file has no list of services",
                           "Check that the file is the register of providers (rpss.json)")

    def _chunks(self) -> Iterator[bytes]:
        size = 0
        while chunk := self._source.read(CHUNK_BYTES):
            self._digest.update(chunk)
            first, size = not size, size + len(chunk)
            if size > MAX_REGISTER_BYTES:
                raise rejected(self.name, 0, "", "", "the file has more than {limit} bytes",
                               "Check that the file is the register of providers (rpss.json)", limit=MAX_REGISTER_BYTES)
            yield chunk.removeprefix(BYTE_ORDER_MARK) if first else chunk

    def _built(self, events: list[tuple[str, Any]]) -> Iterator[Any]:
        """Services that the events complete. Most events lie in what is passed over, so that comes first."""
        stack, skipped, key = self._stack, self._skipped, self._key
        for event, value in events:
            if skipped:
                skipped += _STEPS.get(event, 0)
            elif event == "map_key":
                key = value
            elif event in _CLOSING:
                container, _ = stack.pop()
                if len(stack) == _SERVICES_DEPTH:
                    yield container
            else:
                container, wanted = stack[-1]
                in_object = type(container) is dict
                if in_object and key not in wanted:
                    skipped = _STEPS.get(event, 0)
                    continue
                made, opened = _value(event, value, wanted[key if in_object else 0])
                if in_object:
                    container[key] = made
                elif len(stack) != _SERVICES_DEPTH:
                    container.append(made)
                elif not opened:
                    yield made
                if opened:
                    stack.append((made, wanted[key if in_object else 0]))
                elif event in _EMPTY:
                    skipped = 1
        self._skipped, self._key = skipped, key


def _value(event: str, value: Any, wanted: Any) -> tuple[Any, bool]:
    """What begins with the event, and whether it is a container to be filled."""
    if event not in _EMPTY:
        return value, False
    empty, misplaced = _EMPTY[event]
    return (empty(), True) if isinstance(wanted, empty) else (misplaced, False)


def _refused_stream(stream: RegisterStream, rule: str, remedy: str, **values: object) -> RejectedPackage:
    return rejected(stream.name, stream.read + 1, "", "", rule, remedy, **values)
