"""What was reported on cards: every report with what it changed, its evidence, and when it came in."""

from dataclasses import dataclass

import pandas as pd

from lib.errors import BadSelection
from lib.model.derived_history import REPORT_HISTORY
from lib.model.lookup import positions, taken
from lib.model.plan import Visibility
from lib.model.selection import AsOf
from lib.store.database import Database
from lib.store.evidence import evidence_held
from lib.store.reads import first_releases
from lib.store.releases import releases
from lib.views.activities import plan_cards
from lib.views.base import Reader, Sheet
from lib.views.reporting import MilestoneOnDay, milestones_of


@dataclass(frozen=True, slots=True)
class CardHistory:
    """The history of one card up to the day.

    `reports` has the columns of `derived_history.REPORT_HISTORY`, the latest first. `files` are rows of evidence_file
    its reports point at, in their order, with `held`: whether this installation has the content. `began` is the number
    of the first release: what came in with it was not recorded in the application.
    """

    reports: Sheet
    milestones: tuple[MilestoneOnDay, ...]
    files: pd.DataFrame
    began: int


def card_history(database: Database, at: AsOf, code: str) -> CardHistory:
    """Reports, milestones and files of one card of whichever plan.

    Raises
    ------
    BadSelection : no plan has a card of this code.
    """
    reader = Reader(database, at)
    cards = reader.table("activity", code=code)
    if cards.empty:
        raise BadSelection("unknown-activity", "There is no activity card {value}.", value=code)
    reports = _reports(reader, cards["code"])
    frame = report_history(reader, cards["code"])
    files = reader.table("evidence_file", checksum=reports["evidence_file"].dropna())
    order = positions(files["checksum"], reports["evidence_file"].drop_duplicates().reset_index(drop=True))
    files = files.assign(
        held=files["checksum"].isin(evidence_held(database, files["checksum"])), order=order
    ).sort_values("order", ignore_index=True).drop(columns="order")
    return CardHistory(
        Sheet(REPORT_HISTORY, frame, reader.provenance(), "progress"),
        milestones_of(database, at, code),
        files,
        releases(database)[0].number,
    )


def report_history_sheet(reader: Reader) -> Sheet:
    """Reports on every card of the plan of the day; see `report_history`."""
    frame = report_history(reader, plan_cards(reader)["code"])
    return Sheet(REPORT_HISTORY, frame, reader.provenance(), "progress")


def report_history(reader: Reader, codes: pd.Series) -> pd.DataFrame:
    """Reports on some cards up to the day, by card, the latest first; columns of `derived_history.REPORT_HISTORY`.

    Returns
    -------
    One row per report. state_before and percent_change compare with the report before it by day, then by identifier;
    NA for the first one, percent_change also where either of the two gives no percent. release, recorded_on: the
    release a report first came in with and the day of that release, which may be long after the day of the report.
    file_name: NA where the file is not public.
    """
    reports = _reports(reader, codes)
    before = reports.groupby("activity_code").shift(-1)
    files = reader.table("evidence_file", checksum=reports["evidence_file"].dropna())
    which = positions(reports["evidence_file"], files["checksum"])
    visibility = taken(files["visibility"], which)
    came = first_releases(reader.database, "progress_report", reader.at.known_at, reports["id"])
    number = pd.Series([came.get((key,), reader.at.known_at) for key in reports["id"]], dtype="Int64")
    days = {each.number: pd.Timestamp(each.published_at.date()) for each in releases(reader.database)}
    frame = reports.assign(
        state_before=before["state"],
        percent_change=reports["percent"] - before["percent"],
        file_name=taken(files["name"], which).where(visibility == Visibility.PUBLIC),
        media_type=taken(files["media_type"], which),
        visibility=visibility,
        release=number,
        recorded_on=pd.Series(number.map(days), dtype="datetime64[s]"),
    )
    return frame[list(REPORT_HISTORY.columns)]


def _reports(reader: Reader, codes: pd.Series) -> pd.DataFrame:
    reports = reader.table("progress_report", activity_code=codes)
    reports = reports[reports["date"] <= pd.Timestamp(reader.at.valid_on)]
    return reports.sort_values(["activity_code", "date", "id"], ascending=[True, False, False], ignore_index=True)
