"""What an importer hands over: whole new tables, remarks that stop nobody, and where it all comes from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

import pandas as pd

from lib.errors import Issue


class ImportKind(StrEnum):
    """How a proposed state came about."""

    WORKBOOK = "workbook"
    TABLE = "table"
    PACKAGE = "package"
    REGISTER = "register"
    CARDS = "cards"
    BOUNDARIES = "boundaries"
    POPULATION = "population"
    RESTORATION = "restoration"
    WITHOUT_DEMO = "without_demo"
    RECORD = "record"
    """Written down in the application, and of a kind that somebody else has to approve."""


@dataclass(frozen=True, slots=True, eq=False)
class Incoming:
    """Tables read from one source, checked together with the published state they are meant for.

    `tables` hold the whole new content of every table the source touches, with the columns of its declaration and the
    types of `DTYPES`; tables that are not named stay as they are. `remarks` are issues with `blocking=False`. `name`
    and `checksum` (sha256, hex) are those of the file. `base_release` is the release the file was filled from, None
    when the source does not say.
    """

    kind: ImportKind
    tables: Mapping[str, pd.DataFrame]
    name: str
    checksum: str
    remarks: tuple[Issue, ...] = ()
    base_release: int | None = None
    details: Mapping[str, object] = field(default_factory=dict)
    """Figures of the run for the log (services read, peak of objects …), by a short English key."""
