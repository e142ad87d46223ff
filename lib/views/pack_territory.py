"""Tables of a pack on territory: the areas side by side, coverage on the day, coverage on two days."""

from collections.abc import Mapping

from lib.model import derived
from lib.model.pack import Pack, Section
from lib.store.database import Database
from lib.views.base import Reader, Sheet, in_areas
from lib.views.coverage import coverage_table, municipality_coverage


def sheets(database: Database, pack: Pack) -> Mapping[str, Sheet]:
    """Tables by key."""
    found: dict[str, Sheet] = {}
    if Section.COVERAGE in pack.sections:
        found |= _coverage(database, pack)
    return found


def _coverage(database: Database, pack: Pack) -> Mapping[str, Sheet]:
    reader, day = Reader(database, pack.selection.at), pack.selection.at.valid_on
    municipalities = municipality_coverage(reader, day)
    coverage = Sheet(derived.COVERAGE, coverage_table(reader, day, municipalities), reader.provenance(), "coverage")
    towns = Sheet(derived.MUNICIPALITY_COVERAGE, municipalities, reader.provenance(), "coverage")
    return {"coverage": in_areas(coverage, pack.areas), "municipality_coverage": in_areas(towns, pack.areas)}
