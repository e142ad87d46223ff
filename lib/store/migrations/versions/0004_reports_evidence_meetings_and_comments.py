"""What lives between two plans: milestones that move, evidence, meetings, measures of plans, comments. Frozen."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

REFUSAL = "a published release is never changed"


def text(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=nullable)


def day(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.Date(), nullable=nullable)


def whole(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=False)


def content() -> dict[str, tuple[tuple[str, ...], tuple[sa.Column[Any], ...]]]:
    """Key and columns of each new content table, without `content_release`, which opens the key."""
    return {
        "activity_area": (("activity_code", "orp_code"), (
            text("activity_code"), text("orp_code"), text("as_written"), text("source_id"),
        )),
        "milestone_move": (("milestone_id", "date"), (
            text("milestone_id"), day("date"), day("planned_date"), text("reason"), text("reported_by"),
            text("source_id"),
        )),
        "evidence_file": (("checksum",), (
            text("checksum"), text("name"), text("media_type"), whole("size_bytes"), text("visibility"), day("date"),
            text("source_id"),
        )),
        "reporting_rule": (("rule",), (
            text("rule"), sa.Column("value", sa.Double(), nullable=False), text("source_id"),
        )),
        "plan_evaluation": (("plan_code", "date"), (
            text("plan_code"), day("date"), text("evaluator"), text("note", nullable=True), text("source_id"),
        )),
        "plan_extension": (("plan_code", "decided_on"), (
            text("plan_code"), day("decided_on"), day("extended_to"), text("resolution"), text("decided_by"),
            text("source_id"),
        )),
        "plan_measure": (("code",), (
            text("code"), text("plan_code"), whole("position"), text("title"), text("responsible", nullable=True),
            text("source_id"),
        )),
        "measure_report": (("measure_code", "year", "date"), (
            text("measure_code"), whole("year"), day("date"), text("state"), text("comment", nullable=True),
            text("reported_by"), text("source_id"),
        )),
        "body_representation": (("body_code", "part", "date"), (
            text("body_code"), text("part"), day("date"), text("presence"), text("note", nullable=True),
            text("source_id"),
        )),
        "agenda_link": (("agenda_item_id", "position"), (
            text("agenda_item_id"), whole("position"), text("kind"), text("activity_code", nullable=True),
            text("orp_code", nullable=True), text("type_code", nullable=True), text("plan_code", nullable=True),
            text("title", nullable=True), text("url", nullable=True), text("source_id"),
        )),
        "decision": (("id",), (
            text("id"), text("agenda_item_id"), text("body_code"), day("date"), text("kind"), text("text"),
            text("responsible", nullable=True), day("due_date", nullable=True), text("source_id"),
        )),
        "task_report": (("decision_id", "date"), (
            text("decision_id"), day("date"), text("state"), text("note", nullable=True), text("reported_by"),
            text("source_id"),
        )),
        "consultation": (("code",), (
            text("code"), text("plan_code"), text("title"), day("opens_on"), day("closes_on"),
            text("note", nullable=True), text("source_id"),
        )),
        "comment": (("id",), (
            text("id"), text("consultation_code"), day("date"), text("organisation"),
            text("activity_code", nullable=True), text("goal_code", nullable=True), text("section", nullable=True),
            text("text"), text("source_id"),
        )),
        "comment_settlement": (("comment_id", "date"), (
            text("comment_id"), day("date"), text("settlement"), text("reason", nullable=True), text("settled_by"),
            text("source_id"),
        )),
    }


def upgrade() -> None:
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    op.add_column("progress_report", text("reason", nullable=True))
    op.add_column("progress_report", text("evidence_file", nullable=True))
    for name, (key, columns) in content().items():
        op.create_table(
            name, sa.Column("content_release", sa.Integer(), nullable=False), *columns,
            sa.PrimaryKeyConstraint("content_release", *key, name=f"pk_{name}"),
        )
        (_guard_postgresql if on_postgresql else _guard_sqlite)(name)
    op.create_table(
        "evidence_content",
        text("checksum"), sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("checksum", name="pk_evidence_content"),
    )
    op.create_table(
        "inbox",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        text("state"), text("consultation_code"), sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        text("organisation"), text("activity_code", nullable=True), text("goal_code", nullable=True),
        text("section", nullable=True), text("text"),
        sa.PrimaryKeyConstraint("number", name="pk_inbox"),
    )


def downgrade() -> None:
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    op.drop_table("inbox")
    op.drop_table("evidence_content")
    for name in reversed(content()):
        op.drop_table(name)
        if on_postgresql:
            op.execute(f"DROP FUNCTION refuse_insert_{name}()")
    op.drop_column("progress_report", "evidence_file")
    op.drop_column("progress_report", "reason")


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
