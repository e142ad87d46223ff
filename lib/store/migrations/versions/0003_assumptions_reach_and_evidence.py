"""Sets of assumptions, travel times, evidence for activities. Frozen, as every migration."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

REFUSAL = "a published release is never changed"


def text(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=nullable)


def number(name: str, *, nullable: bool = False) -> sa.Column[float]:
    return sa.Column(name, sa.Double(), nullable=nullable)


def content() -> dict[str, tuple[tuple[str, ...], tuple[sa.Column[Any], ...]]]:
    """Key and columns of each new content table, without `content_release`, which opens the key."""
    return {
        "travel_time": (("from_code", "to_code"), (
            text("from_code"), text("to_code"), number("minutes"), text("source_id"),
        )),
        "assumption_set": (("code",), (
            text("code"), text("title"), text("title_en"), sa.Column("is_default", sa.Boolean(), nullable=False),
            text("note", nullable=True), text("source_id"),
        )),
        "assumption": (("set_code", "parameter", "type_code"), (
            text("set_code"), text("parameter"), text("type_code"), number("low", nullable=True), number("base"),
            number("high", nullable=True), text("note", nullable=True), text("source_id"),
        )),
        "assumption_norm": (("set_code", "type_code", "form", "unit"), (
            text("set_code"), text("type_code"), text("form"), text("unit"), number("per_1000"),
            text("note", nullable=True), text("source_id"),
        )),
        "assumption_denominator": (("set_code", "type_code", "form"), (
            text("set_code"), text("type_code"), text("form"), text("age_group"), text("source_id"),
        )),
        "activity_evidence": (("activity_code", "evidence"), (
            text("activity_code"), text("evidence"), text("reference", nullable=True), text("source_id"),
        )),
    }


def upgrade() -> None:
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    for name, (key, columns) in content().items():
        op.create_table(
            name, sa.Column("content_release", sa.Integer(), nullable=False), *columns,
            sa.PrimaryKeyConstraint("content_release", *key, name=f"pk_{name}"),
        )
        (_guard_postgresql if on_postgresql else _guard_sqlite)(name)


def downgrade() -> None:
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    for name in reversed(content()):
        op.drop_table(name)
        if on_postgresql:
            op.execute(f"DROP FUNCTION refuse_insert_{name}()")


def _guard_sqlite(name: str) -> None:
    late = 'EXISTS (SELECT 1 FROM "release" WHERE number >= NEW.content_release)'
    for verb in ("UPDATE", "DELETE"):
        op.execute(f"""CREATE TRIGGER "{name}_no_{verb.lower()}" BEFORE {verb} ON "{name}"
                       BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END""")
    op.execute(f"""CREATE TRIGGER "{name}_no_late_insert" BEFORE INSERT ON "{name}" WHEN {late}
                   BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END""")


def _guard_postgresql(name: str) -> None:
    late = 'EXISTS (SELECT 1 FROM "release" WHERE number >= NEW.content_release)'
    refuse = f"RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation';"
    op.execute(f"""CREATE FUNCTION refuse_insert_{name}() RETURNS trigger LANGUAGE plpgsql
                   AS $$ BEGIN IF {late} THEN {refuse} END IF; RETURN NEW; END $$""")
    op.execute(f"""CREATE TRIGGER {name}_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON "{name}"
                   FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()""")
    op.execute(f"""CREATE TRIGGER {name}_no_late_insert BEFORE INSERT ON "{name}"
                   FOR EACH ROW EXECUTE FUNCTION refuse_insert_{name}()""")
