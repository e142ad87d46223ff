"""Release 1 made of a package's tables."""

from collections.abc import Mapping
from datetime import UTC, datetime

import pandas as pd

from lib.store.database import Database
from lib.store.releases import publish

RELEASED_AT = datetime(2016, 7, 1, 12, 0, tzinfo=UTC)


def publish_package(database: Database, frames: Mapping[str, pd.DataFrame]) -> None:
    """Publish the tables as the first release of a database."""
    publish(database, frames, note="first", by_role="správce dat", source_name="made", source_checksum="first",
            published_at=RELEASED_AT)
