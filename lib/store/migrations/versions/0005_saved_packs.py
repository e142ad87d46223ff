"""Packs for meetings saved under a name. Frozen."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

REFUSAL = "a published release is never changed"
LATE = 'EXISTS (SELECT 1 FROM "release" WHERE number >= NEW.content_release)'


def upgrade() -> None:
    op.create_table(
        "pack",
        sa.Column("content_release", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("body_code", sa.Text(), nullable=False),
        sa.Column("meeting_id", sa.Text(), nullable=True),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("known_at", sa.BigInteger(), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("reported_by", sa.Text(), nullable=False),
        sa.Column("previous_code", sa.Text(), nullable=True),
        sa.Column("source_id", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("content_release", "code", name="pk_pack"),
    )
    if op.get_bind().dialect.name == "postgresql":
        _guard_postgresql()
    else:
        _guard_sqlite()


def downgrade() -> None:
    op.drop_table("pack")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_insert_pack()")


def _guard_sqlite() -> None:
    for verb in ("UPDATE", "DELETE"):
        op.execute(f"""CREATE TRIGGER "pack_no_{verb.lower()}" BEFORE {verb} ON "pack"
                       BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END""")
    op.execute(f"""CREATE TRIGGER "pack_no_late_insert" BEFORE INSERT ON "pack" WHEN {LATE}
                   BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END""")


def _guard_postgresql() -> None:
    refuse = f"RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation';"
    op.execute(f"""CREATE FUNCTION refuse_insert_pack() RETURNS trigger LANGUAGE plpgsql
                   AS $$ BEGIN IF {LATE} THEN {refuse} END IF; RETURN NEW; END $$""")
    op.execute("""CREATE TRIGGER pack_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON "pack"
                   FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()""")
    op.execute("""CREATE TRIGGER pack_no_late_insert BEFORE INSERT ON "pack"
                   FOR EACH ROW EXECUTE FUNCTION refuse_insert_pack()""")
