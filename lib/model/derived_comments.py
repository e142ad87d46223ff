"""Comments on drafts of plans as people read them: with place and settlement, and counted."""

from datetime import date
from enum import StrEnum

from lib.model.fields import Field, Table, absent_is, code, count, day, share, text, word


class Settled(StrEnum):
    """How a comment stands on a day: as it was settled last, or not yet."""

    ACCEPTED = "accepted"
    PARTLY = "partly"
    NOT_ACCEPTED = "not_accepted"
    UNSETTLED = "unsettled"


class Window(StrEnum):
    """Where a day lies to the period in which comments are taken; its first and last day belong to it."""

    AHEAD = "ahead"
    OPEN = "open"
    CLOSED = "closed"


def window(opens_on: date, closes_on: date, today: date) -> Window:
    """Whether comments are taken on a day."""
    if today < opens_on:
        return Window.AHEAD
    return Window.OPEN if today <= closes_on else Window.CLOSED


COMMENT_SETTLED = Table(
    "comment_settled", "Připomínky a jejich vypořádání", "Comments and their settlement",
    "one comment made up to the day, as it was settled last up to the day", ("comment_id",),
    (
        Field("number", "integer", "Č.", "No.", minimum=1),
        code("comment_id", "Označení", "Identifier"),
        code("consultation_code", "Připomínkování", "Consultation"),
        day("date", "Podáno", "Submitted on"),
        text("organisation", "Organizace", "Organisation"),
        absent_is(code("activity_code", "Karta", "Card", required=False), "none"),
        absent_is(text("activity_title", "Název karty", "Title of the card", required=False), "none"),
        absent_is(code("goal_code", "Cíl", "Goal", required=False), "none"),
        absent_is(text("goal_name", "Název cíle", "Name of the goal", required=False), "none"),
        absent_is(text("section", "Část", "Section", required=False), "none"),
        text("text", "Připomínka", "Comment"),
        word("settlement", "Vypořádání", "Settlement", Settled),
        absent_is(text("reason", "Odůvodnění", "Reason", required=False), "none"),
        absent_is(day("settled_on", "Vypořádáno", "Settled on", required=False), "none"),
        absent_is(text("settled_by", "Vypořádal (role)", "Settled by (role)", required=False), "none"),
    ),
    derived=True,
)

COMMENT_COUNT = Table(
    "comment_count", "Připomínky podle vypořádání", "Comments by settlement",
    "one way of settlement in one consultation; unsettled comments stand apart", ("consultation_code", "settlement"),
    (
        code("consultation_code", "Připomínkování", "Consultation"),
        word("settlement", "Vypořádání", "Settlement", Settled),
        count("comments", "Připomínek", "Comments", "comments"),
        absent_is(share("settled_share", "Podíl z vypořádaných", "Share of those settled"), "not_applicable"),
    ),
    derived=True,
)

TABLES: tuple[Table, ...] = (COMMENT_SETTLED, COMMENT_COUNT)
