"""Names in English of what has one: service types, target groups, goals, bodies and the region."""

from collections.abc import Mapping

from lib.model.lookup import records
from lib.model.territory import REGION_AREA
from lib.store.database import Database
from lib.store.reads import read_table

TRANSLATED = ("service_type", "target_group", "goal", "body")


def english_names(database: Database, known_at: int) -> Mapping[str, Mapping[str, str]]:
    """English names by table and code; the region has the code of its row in tables of areas."""
    names = {
        table: {
            row["code"]: row["name_en"]
            for row in records(read_table(database, table, known_at=known_at, valid_on=None))
        }
        for table in TRANSLATED
    }
    region = records(read_table(database, "region", known_at=known_at, valid_on=None))[0]
    return {**names, "region": {REGION_AREA: region["name_en"]}}
