"""From a proposal to a release: each step checked, logged, and refused when the world moved on."""

from datetime import UTC, date, datetime, timedelta

import pandas as pd
import pytest

from lib.desk import drafts as desk
from lib.desk.preview import preview
from lib.errors import BadSelection, Forbidden, NothingChanged, RejectedPackage, StaleState
from lib.model.access import READER, Account, Role
from lib.model.changes import ChangeKind, FieldChange
from lib.model.incoming import ImportKind, Incoming
from lib.store.audit import entries
from lib.store.database import Database
from lib.store.drafts import Draft, DraftState, draft_tables, drafts, read_draft
from lib.store.reads import read_table
from lib.store.releases import Purpose, releases

Frames = dict[str, pd.DataFrame]
NOON = datetime(2016, 7, 1, 12, 0, tzinfo=UTC)
TODAY = date(2016, 7, 1)
ADMIN = Account(Role.ADMINISTRATOR, "admin@example.org")
OTHER = Account(Role.ADMINISTRATOR, "other@example.org")


SQLITE_FIRST = ["sqlite", pytest.param("postgresql", marks=[pytest.mark.postgres, pytest.mark.sweep])]
"""Nothing here depends on the kind of database: the stores have tests of their own, many reports at once too."""

pytestmark = pytest.mark.parametrize("published_database", SQLITE_FIRST, indirect=True)


@pytest.fixture
def store(published_database: Database) -> Database:
    """The made region as release 1, on SQLite; the sweep goes on to PostgreSQL."""
    return published_database


def sent(base: int | None = None, kind: ImportKind = ImportKind.WORKBOOK, **tables: pd.DataFrame) -> Incoming:
    return Incoming(kind, tables, "sešit.xlsx", "a" * 64, base_release=base)


def edited(frames: Frames, name: str, row: int, **values: object) -> pd.DataFrame:
    frame = frames[name].copy()
    for column, value in values.items():
        frame.loc[row, column] = value
    return frame


def brought(store: Database, incoming: Incoming, account: Account = ADMIN) -> Draft:
    return desk.propose(store, account, incoming, at=NOON)


def published(store: Database, incoming: Incoming, *, note: str = "nové názvy", account: Account = ADMIN) -> int:
    draft = brought(store, incoming, account)
    approved = desk.approve(store, account, draft.number, version=draft.version, note="", at=NOON)
    release = desk.publish(store, account, draft.number, version=approved.version, note=note, purpose=Purpose.UPDATE,
                           at=NOON + timedelta(hours=1))
    return release.number


def test_a_change_goes_from_draft_over_approval_to_a_release(store: Database, frames: Frames) -> None:
    plans = edited(frames, "community_plan", 0, title="Plán po změně")
    draft = brought(store, sent(community_plan=plans, orp=frames["orp"]))

    assert (draft.number, draft.version, draft.base_release, draft.state) == (1, 1, 1, DraftState.DRAFT)
    assert list(draft_tables(store, 1)) == ["community_plan"]  # a table that does not differ is not kept
    assert len(releases(store)) == 1

    approved = desk.approve(store, ADMIN, 1, version=1, note="souhlasí", at=NOON)
    assert (approved.state, approved.version) == (DraftState.APPROVED, 2)
    release = desk.publish(store, ADMIN, 1, version=2, note="Oprava názvu", purpose=Purpose.CORRECTION, at=NOON)

    assert (release.number, release.note, release.purpose) == (2, "Oprava názvu", "correction")
    titles = [read_table(store, "community_plan", known_at=number, valid_on=None).loc[0, "title"] for number in (1, 2)]
    assert titles == [frames["community_plan"].loc[0, "title"], "Plán po změně"]
    assert (read_draft(store, 1).state, read_draft(store, 1).release) == (DraftState.PUBLISHED, 2)
    assert draft_tables(store, 1) == {}
    assert [(entry.act, entry.subject, entry.note) for entry in entries(store)] == [
        ("publish", "draft 1, release 2", "Oprava názvu"), ("approve", "draft 1", "souhlasí"),
        ("propose", "draft 1", ""),
    ]
    assert {(entry.role, entry.account) for entry in entries(store)} == {("administrator", "admin@example.org")}
    assert {entry.source_checksum for entry in entries(store) if entry.act != "approve"} == {"a" * 64}


def test_a_draft_keeps_every_type_and_absence(store: Database, frames: Frames) -> None:
    capacity = edited(frames, "service_capacity", 0, registered=97.5)
    plans = edited(frames, "community_plan", 0, valid_to=pd.NaT)
    population = edited(frames, "population", 0, persons=pd.NA)
    brought(store, sent(service_capacity=capacity, community_plan=plans, population=population))

    for name, frame in draft_tables(store, 1).items():
        pd.testing.assert_frame_equal(frame, {"service_capacity": capacity, "community_plan": plans,
                                              "population": population}[name])


def test_a_file_is_read_against_the_release_it_was_filled_from(store: Database, frames: Frames) -> None:
    published(store, sent(community_plan=edited(frames, "community_plan", 0, title="Plán po změně")))
    seen: list[str] = []

    def read(known: Frames) -> Incoming:
        seen.append(known["community_plan"].loc[0, "title"])
        return sent(orp=known["orp"])

    file = desk.Sent(ImportKind.WORKBOOK, "sešit.xlsx", "b" * 64)
    for filled_from in (1, 2, 77, None):
        with pytest.raises(NothingChanged):
            desk.bring_in(store, ADMIN, file, read, at=NOON, filled_from=iter([filled_from]).__next__)
    assert seen == [frames["community_plan"].loc[0, "title"], *["Plán po změně"] * 3]


def test_what_is_weighed_is_not_written(store: Database, frames: Frames) -> None:
    plans = edited(frames, "community_plan", 0, title="Plán po změně")
    proposal = desk.weigh(store, ADMIN, sent(community_plan=plans, orp=frames["orp"]), at=NOON)
    assert (proposal.base_release, list(proposal.tables), len(proposal.changes.rows)) == (1, ["community_plan"], 1)
    assert (drafts(store), entries(store)) == ([], [])


def test_what_equals_the_published_state_is_no_draft(store: Database, frames: Frames) -> None:
    with pytest.raises(NothingChanged):
        brought(store, sent(orp=frames["orp"].iloc[::-1]))
    assert drafts(store) == []
    assert [entry.act for entry in entries(store)] == ["nothing"]


def test_a_state_that_breaks_a_rule_leaves_nothing_behind(store: Database, frames: Frames) -> None:
    orp = frames["orp"][frames["orp"]["code"] != "9904"]
    with pytest.raises(RejectedPackage) as refused:
        brought(store, sent(orp=orp))
    assert any("9904" in issue.value for issue in refused.value.issues)
    assert (drafts(store), len(releases(store)), entries(store)) == ([], 1, [])


def test_a_refused_import_is_logged_with_its_file_and_number_of_problems(store: Database, frames: Frames) -> None:
    file = desk.Sent(ImportKind.WORKBOOK, "sešit.xlsx", "b" * 64)
    orp = frames["orp"][frames["orp"]["code"] != "9904"]
    with pytest.raises(RejectedPackage) as refused:
        desk.bring_in(store, ADMIN, file, lambda known: sent(orp=orp), at=NOON)
    [entry] = entries(store)
    assert (entry.act, entry.subject, entry.source_name, entry.source_checksum) == (
        "refuse", "workbook", "sešit.xlsx", "b" * 64)
    assert entry.details == {"problems": len(refused.value.issues)}
    assert drafts(store) == []


def test_a_report_may_be_added_but_never_changed_or_left_out_by_hand(store: Database, frames: Frames) -> None:
    for reports in (edited(frames, "progress_report", 0, comment="přepsáno"), frames["progress_report"].iloc[1:]):
        with pytest.raises(RejectedPackage, match="a row that was published is changed or left out"):
            brought(store, sent(progress_report=reports))
    assert drafts(store) == []


def test_the_second_of_two_people_is_told_and_nothing_is_lost(store: Database, frames: Frames) -> None:
    mine = brought(store, sent(1, community_plan=edited(frames, "community_plan", 0, title="Moje")))
    theirs = sent(1, community_plan=edited(frames, "community_plan", 1, title="Cizí"))
    assert published(store, theirs, account=OTHER) == 2

    desk.approve(store, ADMIN, mine.number, version=1, note="", at=NOON)
    with pytest.raises(StaleState, match="Release 2 was published meanwhile"):
        desk.publish(store, ADMIN, mine.number, version=2, note="moje", purpose=Purpose.UPDATE, at=NOON)
    assert len(releases(store)) == 2

    seen = preview(store, mine.number, today=TODAY)
    assert [release.number for release in seen.since] == [2]
    assert [change.fields for change in seen.meanwhile.rows] == [
        (FieldChange("title", frames["community_plan"].loc[1, "title"], "Cizí"),)]
    assert seen.clashes == ()

    moved = desk.rebase(store, ADMIN, mine.number, version=2, keep=None, at=NOON)
    assert (moved.base_release, moved.state) == (2, DraftState.DRAFT)
    desk.approve(store, ADMIN, mine.number, version=3, note="", at=NOON)
    desk.publish(store, ADMIN, mine.number, version=4, note="moje", purpose=Purpose.UPDATE, at=NOON)
    assert read_table(store, "community_plan", known_at=3, valid_on=None)["title"].tolist()[:2] == ["Moje", "Cizí"]


@pytest.mark.parametrize(("keep", "title"), [("mine", "Moje"), ("theirs", "Cizí")])
def test_of_a_row_both_changed_somebody_says_whose_change_holds(
    store: Database, frames: Frames, keep: desk.Keep, title: str
) -> None:
    mine = brought(store, sent(1, community_plan=edited(frames, "community_plan", 0, title="Moje")))
    published(store, sent(1, community_plan=edited(frames, "community_plan", 0, title="Cizí")), account=OTHER)

    seen = preview(store, mine.number, today=TODAY)
    assert [(clash.mine.fields[0].after, clash.theirs.fields[0].after) for clash in seen.clashes] == [("Moje", "Cizí")]
    with pytest.raises(StaleState, match="Choose whose change holds"):
        desk.rebase(store, ADMIN, mine.number, version=1, keep=None, at=NOON)
    desk.rebase(store, ADMIN, mine.number, version=1, keep=keep, at=NOON)
    assert desk.candidate(store, mine.number)[1]["community_plan"].loc[0, "title"] == title


def test_a_workbook_of_an_older_release_is_put_together_with_what_came_since(store: Database, frames: Frames) -> None:
    published(store, sent(1, community_plan=edited(frames, "community_plan", 1, title="Cizí")))
    late = brought(store, sent(1, community_plan=edited(frames, "community_plan", 0, title="Moje")))
    assert late.base_release == 2
    assert draft_tables(store, late.number)["community_plan"]["title"].tolist()[:2] == ["Moje", "Cizí"]


def test_a_step_on_a_draft_somebody_moved_is_refused(store: Database, frames: Frames) -> None:
    draft = brought(store, sent(community_plan=edited(frames, "community_plan", 0, title="Moje")))
    desk.approve(store, OTHER, draft.number, version=1, note="", at=NOON)
    with pytest.raises(StaleState, match="Somebody else has moved the draft 1 on"):
        desk.withdraw(store, ADMIN, draft.number, version=1, note="", at=NOON)
    desk.withdraw(store, ADMIN, draft.number, version=2, note="omyl", at=NOON)
    with pytest.raises(StaleState):
        desk.approve(store, ADMIN, draft.number, version=3, note="", at=NOON)


def test_a_release_needs_an_approved_draft_and_a_note(store: Database, frames: Frames) -> None:
    draft = brought(store, sent(community_plan=edited(frames, "community_plan", 0, title="Moje")))
    with pytest.raises(StaleState, match="not approved"):
        desk.publish(store, ADMIN, draft.number, version=1, note="x", purpose=Purpose.UPDATE, at=NOON)
    desk.approve(store, ADMIN, draft.number, version=1, note="", at=NOON)
    with pytest.raises(BadSelection, match="Write a note"):
        desk.publish(store, ADMIN, draft.number, version=2, note="  ", purpose=Purpose.UPDATE, at=NOON)
    with pytest.raises(BadSelection, match="no draft 9"):
        desk.publish(store, ADMIN, 9, version=2, note="x", purpose=Purpose.UPDATE, at=NOON)
    assert len(releases(store)) == 1


def test_going_back_publishes_the_older_state_as_a_new_release(store: Database, frames: Frames) -> None:
    published(store, sent(community_plan=edited(frames, "community_plan", 0, title="Omyl")))
    draft = desk.restore(store, ADMIN, 1, at=NOON)
    assert (draft.kind, draft.source_name) == ("restoration", "release 1")
    desk.approve(store, ADMIN, draft.number, version=1, note="", at=NOON)
    desk.publish(store, ADMIN, draft.number, version=2, note="zpět", purpose=Purpose.RESTORATION, at=NOON)
    for name in frames:
        pd.testing.assert_frame_equal(read_table(store, name, known_at=3, valid_on=None), frames[name])
    assert read_table(store, "community_plan", known_at=2, valid_on=None).loc[0, "title"] == "Omyl"


def test_readers_change_nothing_and_coordinators_and_guarantors_only_what_is_theirs(
    store: Database, frames: Frames
) -> None:
    change = sent(community_plan=edited(frames, "community_plan", 0, title="Moje"))
    with pytest.raises(Forbidden):
        brought(store, change, READER)
    for account in (Account(Role.COORDINATOR, "k", frozenset({"9904"})), Account(Role.GUARANTOR, "g")):
        with pytest.raises(Forbidden, match="not yours to change"):
            brought(store, change, account)
    draft = brought(store, change)
    coordinator = Account(Role.COORDINATOR, "k", frozenset({"9901"}))
    for act in (
        lambda: desk.approve(store, coordinator, draft.number, version=1, note="", at=NOON),
        lambda: desk.publish(store, coordinator, draft.number, version=1, note="x", purpose=Purpose.UPDATE, at=NOON),
        lambda: desk.withdraw(store, coordinator, draft.number, version=1, note="", at=NOON),
        lambda: desk.restore(store, coordinator, 1, at=NOON),
        lambda: desk.leave_out_demo(store, coordinator, at=NOON),
    ):
        with pytest.raises(Forbidden):
            act()
    assert read_draft(store, draft.number).version == 1


def test_a_preview_says_which_rows_and_figures_change(store: Database, frames: Frames) -> None:
    plans = edited(frames, "community_plan", 1, valid_to=pd.Timestamp(2010, 1, 1), valid_from=pd.Timestamp(2009, 1, 1))
    draft = brought(store, sent(community_plan=plans))
    seen = preview(store, draft.number, today=TODAY)
    assert seen.valid_on == date(2016, 6, 30)
    assert seen.changes.counts().to_dict("records") == [
        {"table": "community_plan", "new": 0, "changed": 1, "ended": 0, "removed": 0, "unchanged": len(plans) - 1}]
    figures = {headline.code: (headline.before, headline.after) for headline in seen.headlines}
    assert figures["plans"][1] == figures["plans"][0] - 1
    assert figures["cards"] == (len(frames["activity"]), len(frames["activity"]))
    assert seen.demo_rows[0] == seen.demo_rows[1] > 0


def test_a_plan_whose_end_moves_forward_is_ended_and_one_extended_is_changed(store: Database, frames: Frames) -> None:
    ended = brought(store, sent(service=edited(frames, "service", 0, valid_to=pd.Timestamp(2016, 5, 31))))
    assert [change.kind for change in preview(store, ended.number, today=TODAY).changes.rows] == [ChangeKind.ENDED]


def test_leaving_out_illustrative_rows_leaves_no_row_of_a_demo_source(store: Database) -> None:
    draft = desk.leave_out_demo(store, ADMIN, at=NOON)
    seen = preview(store, draft.number, today=TODAY)
    assert seen.demo_rows[0] > 0
    assert seen.demo_rows[1] == 0


def test_markup_in_a_new_text_is_refused_whatever_it_came_in(store: Database, frames: Frames) -> None:
    hostile = edited(frames, "community_plan", 0, title="Plán <img src=x onerror=alert(1)>")
    for kind in (ImportKind.TABLE, ImportKind.PACKAGE, ImportKind.POPULATION):
        with pytest.raises(RejectedPackage) as refused:
            brought(store, sent(kind=kind, community_plan=hostile))
        assert [(issue.file, issue.row, issue.column) for issue in refused.value.issues] == [
            ("community_plan", 2, "title")]
    assert drafts(store) == []
