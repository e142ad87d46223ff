"""Drafts, the log of acts, why a release came, borders of municipalities, the region's code in the register.

Frozen, as every migration. A card's summary and a goal's English name may be absent from now on: cards that come in
from a document have none.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

REFUSAL = "a published release is never changed"
LOG_REFUSAL = "the log is never changed"


def upgrade() -> None:
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    op.add_column("release", sa.Column("purpose", sa.Text(), nullable=False, server_default="update"))
    op.add_column("region", sa.Column("register_code", sa.Text(), nullable=True))
    if on_postgresql:
        op.alter_column("activity", "summary", nullable=True)
        op.alter_column("activity", "summary_en", nullable=True)
        op.alter_column("goal", "name_en", nullable=True)
    else:  # the table is made anew and loses its triggers
        with op.batch_alter_table("activity") as activity:
            activity.alter_column("summary", existing_type=sa.Text(), nullable=True)
            activity.alter_column("summary_en", existing_type=sa.Text(), nullable=True)
        with op.batch_alter_table("goal") as goal:
            goal.alter_column("name_en", existing_type=sa.Text(), nullable=True)
        _guard_sqlite("activity")
        _guard_sqlite("goal")
    op.create_table(
        "municipality_boundary",
        sa.Column("content_release", sa.Integer(), nullable=False),
        sa.Column("municipality_code", sa.Text(), nullable=False),
        sa.Column("geometry", sa.Text(), nullable=False),
        sa.Column("vintage", sa.Date(), nullable=False),
        sa.Column("source_id", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("content_release", "municipality_code", name="pk_municipality_boundary"),
    )
    (_guard_postgresql if on_postgresql else _guard_sqlite)("municipality_boundary")
    op.create_table(
        "draft",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("base_release", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_role", sa.Text(), nullable=False),
        sa.Column("by_account", sa.Text(), nullable=False),
        sa.Column("source_name", sa.Text(), nullable=False),
        sa.Column("source_checksum", sa.Text(), nullable=False),
        sa.Column("remarks", sa.Text(), nullable=False),
        sa.Column("release", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("number", name="pk_draft"),
        sa.ForeignKeyConstraint(["base_release"], ["release.number"], name="fk_draft_base_release"),
        sa.ForeignKeyConstraint(["release"], ["release.number"], name="fk_draft_release"),
    )
    op.create_table(
        "draft_table",
        sa.Column("draft", sa.Integer(), nullable=False),
        sa.Column("table_name", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("draft", "table_name", name="pk_draft_table"),
        sa.ForeignKeyConstraint(["draft"], ["draft.number"], name="fk_draft_table_draft"),
    )
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False)
          for name in ("role", "account", "act", "subject", "note", "source_name", "source_checksum", "details")),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
    )
    if on_postgresql:
        op.execute(f"""CREATE FUNCTION refuse_log_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                       RAISE EXCEPTION '{LOG_REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$""")
        op.execute("""CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON "audit"
                      FOR EACH STATEMENT EXECUTE FUNCTION refuse_log_change()""")
    else:
        for verb in ("UPDATE", "DELETE"):
            op.execute(f"""CREATE TRIGGER "audit_no_{verb.lower()}" BEFORE {verb} ON "audit"
                           BEGIN SELECT RAISE(ABORT, '{LOG_REFUSAL}'); END""")


def downgrade() -> None:
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    for name in ("audit", "draft_table", "draft", "municipality_boundary"):
        op.drop_table(name)
    if on_postgresql:
        op.execute("DROP FUNCTION refuse_log_change()")
        op.execute("DROP FUNCTION refuse_insert_municipality_boundary()")
    op.drop_column("region", "register_code")
    op.drop_column("release", "purpose")


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
