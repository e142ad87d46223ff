"""The tables of the database, built from the declarations of `lib.model`: there is no second list of columns."""

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from lib.model.fields import Table
from lib.model.schemas import TABLES

METADATA = sa.MetaData(naming_convention={
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(referred_table_name)s",
})


class Moment(sa.types.TypeDecorator[datetime]):
    """A moment with its time zone, kept in UTC; SQLite alone would forget the zone."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


COLUMN_TYPES: dict[str, type[sa.types.TypeEngine[Any]]] = {
    "code": sa.Text, "text": sa.Text, "geometry": sa.Text, "integer": sa.BigInteger, "number": sa.Double,
    "boolean": sa.Boolean, "date": sa.Date,
}
"""Column type of each kind of field. Integers are 64 bits wide, as in the frames."""

RELEASE = sa.Table(
    "release", METADATA,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("published_at", Moment, nullable=False),
    sa.Column("by_role", sa.Text, nullable=False),
    sa.Column("note", sa.Text, nullable=False),
    sa.Column("source_name", sa.Text, nullable=False),
    sa.Column("source_checksum", sa.Text, nullable=False),
    sa.Column("default_valid_on", sa.Date, nullable=True),
    sa.Column("embedded", sa.Boolean, nullable=False),
    sa.Column("purpose", sa.Text, nullable=False, server_default="update"),
)
"""One published release. Its row is written last, and from then on nothing of the release may change."""

RELEASE_TABLE = sa.Table(
    "release_table", METADATA,
    sa.Column("release", sa.Integer, sa.ForeignKey("release.number", deferrable=True, initially="DEFERRED"),
              primary_key=True),
    sa.Column("table_name", sa.Text, primary_key=True),
    sa.Column("content_release", sa.Integer, nullable=False),
    sa.Column("rows", sa.BigInteger, nullable=False),
    sa.Column("checksum", sa.Text, nullable=False),
)
"""What each table was in a release: `content_release` is the release that brought this content."""

DRAFT = sa.Table(
    "draft", METADATA,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("base_release", sa.Integer, sa.ForeignKey("release.number"), nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("by_role", sa.Text, nullable=False),
    sa.Column("by_account", sa.Text, nullable=False),
    sa.Column("source_name", sa.Text, nullable=False),
    sa.Column("source_checksum", sa.Text, nullable=False),
    sa.Column("remarks", sa.Text, nullable=False),
    sa.Column("release", sa.Integer, sa.ForeignKey("release.number"), nullable=True),
)
"""A proposed state. `version` grows with every step, so that a step on an older version is refused."""

DRAFT_TABLE = sa.Table(
    "draft_table", METADATA,
    sa.Column("draft", sa.Integer, sa.ForeignKey("draft.number"), primary_key=True),
    sa.Column("table_name", sa.Text, primary_key=True),
    sa.Column("content", sa.LargeBinary, nullable=False),
)
"""The whole new content of a table a draft touches: CSV as in the data package, compressed."""

AUDIT = sa.Table(
    "audit", METADATA,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("at", Moment, nullable=False),
    sa.Column("role", sa.Text, nullable=False),
    sa.Column("account", sa.Text, nullable=False),
    sa.Column("act", sa.Text, nullable=False),
    sa.Column("subject", sa.Text, nullable=False),
    sa.Column("note", sa.Text, nullable=False),
    sa.Column("source_name", sa.Text, nullable=False),
    sa.Column("source_checksum", sa.Text, nullable=False),
    sa.Column("details", sa.Text, nullable=False),
)
"""The log of acts. Triggers refuse to change or delete a line."""


EVIDENCE_CONTENT = sa.Table(
    "evidence_content", METADATA,
    sa.Column("checksum", sa.Text, primary_key=True),
    sa.Column("content", sa.LargeBinary, nullable=False),
)
"""Files that prove progress, by the sha256 of their content. They lie here, so that no address leads to them."""

INBOX = sa.Table(
    "inbox", METADATA,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("consultation_code", sa.Text, nullable=False),
    sa.Column("received_at", Moment, nullable=False),
    sa.Column("organisation", sa.Text, nullable=False),
    sa.Column("activity_code", sa.Text, nullable=True),
    sa.Column("goal_code", sa.Text, nullable=True),
    sa.Column("section", sa.Text, nullable=True),
    sa.Column("text", sa.Text, nullable=False),
)
"""Comments from the public that nobody has looked at yet; what is let through becomes a row of `comment`."""


def _content_table(table: Table) -> sa.Table:
    columns = [
        sa.Column(field.name, COLUMN_TYPES[field.kind], primary_key=field.name in table.key,
                  nullable=not field.required)
        for field in table.fields
    ]
    return sa.Table(table.name, METADATA, sa.Column("content_release", sa.Integer, primary_key=True), *columns)


CONTENT: dict[str, sa.Table] = {name: _content_table(table) for name, table in TABLES.items()}
"""The stored tables by name: the declared columns and `content_release`, which opens the primary key."""
