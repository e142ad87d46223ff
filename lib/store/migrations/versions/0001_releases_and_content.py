"""The first tables: releases, and one content table for each declared table, guarded against change.

Frozen: the columns stand here as they were, whatever the declarations in `lib.model` become later. Rows of content are
inserted before the row of their release; once that row exists, triggers refuse every change.
"""

from datetime import date as date_type
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

REFUSAL = "a published release is never changed"


def text(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=nullable)


def integer(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=nullable)


def number(name: str, *, nullable: bool = False) -> sa.Column[float]:
    return sa.Column(name, sa.Double(), nullable=nullable)


def boolean(name: str, *, nullable: bool = False) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean(), nullable=nullable)


def date(name: str, *, nullable: bool = False) -> sa.Column[date_type]:
    return sa.Column(name, sa.Date(), nullable=nullable)


def content() -> dict[str, tuple[tuple[str, ...], tuple[sa.Column[Any], ...]]]:
    """Key and columns of each content table, without `content_release`, which opens the key."""
    return {
        "source": (("id",), (
            text("id"), text("publisher"), text("title"), text("url", nullable=True),
            date("accessed", nullable=True), date("state_date", nullable=True), text("licence"), text("kind"),
            text("note", nullable=True),
        )),
        "region": (("code",), (
            text("code"), text("name"), text("name_en"), text("name_locative"), text("source_id"),
        )),
        "named_state": (("valid_on",), (
            date("valid_on"), text("title"), text("title_en"), boolean("is_default"), text("source_id"),
        )),
        "orp": (("code",), (
            text("code"), text("name"), text("seat_municipality_code"), number("area_km2"), text("source_id"),
        )),
        "municipality": (("code",), (
            text("code"), text("name"), text("status"), text("orp_code"), text("district_code"),
            text("district_name"), number("lat"), number("lon"), text("source_id"),
        )),
        "orp_boundary": (("orp_code",), (
            text("orp_code"), text("geometry"), date("vintage"), text("source_id"),
        )),
        "age_group": (("code",), (
            text("code"), text("name"), text("name_en"), integer("age_from"), integer("age_to", nullable=True),
            text("source_id"),
        )),
        "population": (("area_code", "age_group", "date"), (
            text("area_code"), text("level"), text("age_group"), date("date"), integer("persons", nullable=True),
            text("source_id"),
        )),
        "service_type": (("code",), (
            text("code"), text("name"), text("name_en"), text("category"), text("polarity"), text("register_code"),
            boolean("register_code_inferred"), text("source_id"),
        )),
        "service_type_form": (("type_code", "form"), (
            text("type_code"), text("form"), text("unit"), text("register_unit"), text("age_group"),
            boolean("is_main"), text("source_id"),
        )),
        "target_group": (("code",), (
            text("code"), text("name"), text("name_en"), text("scheme"), text("role"),
            text("age_group", nullable=True), text("register_code", nullable=True), text("source_id"),
        )),
        "target_group_mapping": (("plan_group_code", "register_group_code"), (
            text("plan_group_code"), text("register_group_code"), text("match"), text("source_id"),
        )),
        "provider": (("ico",), (
            text("ico"), text("name"), text("kind"), text("source_id"),
        )),
        "service": (("id",), (
            text("id"), text("provider_ico"), text("type_code"), text("name"), date("valid_from"),
            date("valid_to", nullable=True), text("source_id"),
        )),
        "network_version": (("code",), (
            text("code"), text("title"), date("valid_from"), date("valid_to", nullable=True),
            text("resolution", nullable=True), text("source_id"),
        )),
        "network_membership": (("version_code", "service_id"), (
            text("version_code"), text("service_id"), text("level"), text("source_id"),
        )),
        "service_capacity": (("service_id", "form", "unit", "date"), (
            text("service_id"), text("form"), text("unit"), date("date"), number("registered", nullable=True),
            number("in_network", nullable=True), text("source_id"),
        )),
        "service_target_group": (("service_id", "group_code"), (
            text("service_id"), text("group_code"), number("share", nullable=True), text("source_id"),
        )),
        "service_territory": (("service_id", "area_code"), (
            text("service_id"), text("area_code"), text("level"), number("share", nullable=True), text("source_id"),
        )),
        "facility": (("id",), (
            text("id"), text("service_id"), text("name"), text("municipality_code"), number("lat", nullable=True),
            number("lon", nullable=True), boolean("secret_address"), date("valid_from"),
            date("valid_to", nullable=True), text("source_id"),
        )),
        "reference_rate": (("type_code", "form", "unit", "age_group"), (
            text("type_code"), text("form"), text("unit"), text("age_group"), number("per_1000"),
            text("note", nullable=True), text("source_id"),
        )),
        "unmet_request": (("type_code", "orp_code", "date"), (
            text("type_code"), text("orp_code"), date("date"), integer("requests", nullable=True), text("source_id"),
        )),
        "capacity_target": (("type_code", "form", "orp_code", "year", "unit"), (
            text("type_code"), text("form"), text("orp_code"), integer("year"), text("unit"),
            number("target_units", nullable=True), text("source_id"),
        )),
        "strategic_plan": (("code",), (
            text("code"), text("title"), date("valid_from"), date("valid_to"), date("approved_on", nullable=True),
            text("resolution", nullable=True), text("note", nullable=True), text("source_id"),
        )),
        "goal": (("code",), (
            text("code"), text("plan_code"), integer("position"), text("name"), text("name_en"), text("source_id"),
        )),
        "activity": (("code",), (
            text("code"), text("plan_code"), text("goal_code"), text("title"), text("summary"), text("summary_en"),
            text("service_scope"), text("service_note", nullable=True), text("target_groups"), integer("start_year"),
            integer("end_year"), text("responsible"), text("funding"), number("amount_czk", nullable=True),
            text("amount_note", nullable=True), text("source_id"),
        )),
        "activity_goal": (("activity_code", "goal_code"), (
            text("activity_code"), text("goal_code"), integer("position"), text("source_id"),
        )),
        "activity_service_type": (("activity_code", "type_code"), (
            text("activity_code"), text("type_code"), integer("position"), text("source_id"),
        )),
        "activity_target_group": (("activity_code", "group_code"), (
            text("activity_code"), text("group_code"), integer("position"), text("as_written"), text("source_id"),
        )),
        "activity_guarantor": (("activity_code", "valid_from"), (
            text("activity_code"), text("role"), date("valid_from"), date("valid_to", nullable=True),
            text("source_id"),
        )),
        "milestone": (("id",), (
            text("id"), text("activity_code"), text("title"), date("planned_date"),
            date("reached_date", nullable=True), text("source_id"),
        )),
        "progress_report": (("id",), (
            text("id"), text("activity_code"), date("date"), text("state"), number("percent", nullable=True),
            text("comment", nullable=True), text("evidence_url", nullable=True), text("reported_by"),
            text("source_id"),
        )),
        "community_plan": (("code",), (
            text("code"), text("title"), text("territory_note", nullable=True), date("valid_from", nullable=True),
            date("valid_to", nullable=True), date("extended_to", nullable=True), text("status"), text("evidence"),
            text("note", nullable=True), text("source_id"),
        )),
        "community_plan_municipality": (("plan_code", "municipality_code"), (
            text("plan_code"), text("municipality_code"), text("source_id"),
        )),
        "community_plan_quality": (("plan_code", "date", "criterion"), (
            text("plan_code"), date("date"), text("criterion"), text("answer"), text("source_id"),
        )),
        "action_plan": (("plan_code", "year"), (
            text("plan_code"), integer("year"), text("source_id"),
        )),
        "coordinator": (("orp_code", "valid_from"), (
            text("orp_code"), text("status"), text("organisation", nullable=True), date("valid_from"),
            date("valid_to", nullable=True), text("source_id"),
        )),
        "body": (("code",), (
            text("code"), text("name"), text("name_en"), text("level"), text("parent_code", nullable=True),
            text("orp_code", nullable=True), text("source_id"),
        )),
        "meeting": (("id",), (
            text("id"), text("body_code"), date("date"), text("title"), text("source_id"),
        )),
        "agenda_item": (("id",), (
            text("id"), text("meeting_id"), integer("position"), text("title"), text("activity_code", nullable=True),
            text("source_id"),
        )),
        "opinion": (("agenda_item_id", "body_code"), (
            text("agenda_item_id"), text("body_code"), date("date"), text("opinion"), text("note", nullable=True),
            text("source_id"),
        )),
    }


def upgrade() -> None:
    op.create_table(
        "release",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        text("by_role"), text("note"), text("source_name"), text("source_checksum"),
        date("default_valid_on", nullable=True),
        boolean("embedded"),
        sa.PrimaryKeyConstraint("number", name="pk_release"),
    )
    op.create_table(
        "release_table",
        sa.Column("release", sa.Integer(), nullable=False),
        text("table_name"),
        sa.Column("content_release", sa.Integer(), nullable=False),
        integer("rows"), text("checksum"),
        sa.PrimaryKeyConstraint("release", "table_name", name="pk_release_table"),
        sa.ForeignKeyConstraint(["release"], ["release.number"], name="fk_release_table_release",
                                deferrable=True, initially="DEFERRED"),
    )
    for name, (key, columns) in content().items():
        op.create_table(
            name,
            sa.Column("content_release", sa.Integer(), nullable=False),
            *columns,
            sa.PrimaryKeyConstraint("content_release", *key, name=f"pk_{name}"),
        )
    guard = _guard_postgresql if op.get_bind().dialect.name == "postgresql" else _guard_sqlite
    guard("release", 'NEW.number <> (SELECT coalesce(max(number), 0) + 1 FROM "release")')
    guard("release_table", 'EXISTS (SELECT 1 FROM "release" WHERE number >= NEW.release)')
    for name in content():
        guard(name, 'EXISTS (SELECT 1 FROM "release" WHERE number >= NEW.content_release)')


def downgrade() -> None:
    for name in (*content(), "release_table", "release"):
        op.drop_table(name)
        if op.get_bind().dialect.name == "postgresql":
            op.execute(f"DROP FUNCTION refuse_insert_{name}()")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_change()")


def _guard_sqlite(name: str, late: str) -> None:
    for verb in ("UPDATE", "DELETE"):
        op.execute(f"""CREATE TRIGGER "{name}_no_{verb.lower()}" BEFORE {verb} ON "{name}"
                       BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END""")
    op.execute(f"""CREATE TRIGGER "{name}_no_late_insert" BEFORE INSERT ON "{name}" WHEN {late}
                   BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END""")


def _guard_postgresql(name: str, late: str) -> None:
    refuse = f"RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation';"
    op.execute(f"""CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql
                   AS $$ BEGIN {refuse} END $$""")
    op.execute(f"""CREATE FUNCTION refuse_insert_{name}() RETURNS trigger LANGUAGE plpgsql
                   AS $$ BEGIN IF {late} THEN {refuse} END IF; RETURN NEW; END $$""")
    op.execute(f"""CREATE TRIGGER {name}_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON "{name}"
                   FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()""")
    op.execute(f"""CREATE TRIGGER {name}_no_late_insert BEFORE INSERT ON "{name}"
                   FOR EACH ROW EXECUTE FUNCTION refuse_insert_{name}()""")
