"""Comments on the draft of a plan: when it is open, what was said, how it was settled."""

from enum import StrEnum

from lib.model.fields import SOURCE, Table, absent_is, code, day, text, word


class Settlement(StrEnum):
    ACCEPTED = "accepted"
    PARTLY = "partly"
    NOT_ACCEPTED = "not_accepted"


CONSULTATION = Table(
    "consultation", "Připomínkování", "Consultations", "one period in which the draft of a plan is open for comments",
    ("code",),
    (
        code("code", "Označení", "Identifier"),
        code("plan_code", "Plán", "Plan", "strategic_plan.code"),
        text("title", "Název", "Title"),
        day("opens_on", "Otevřeno od", "Opens on"),
        day("closes_on", "Otevřeno do", "Closes on"),
        text("note", "Poznámka", "Note", required=False),
        SOURCE,
    ),
    validity=("opens_on", "closes_on"), optional=True,
)

COMMENT = Table(
    "comment", "Připomínky", "Comments", "one comment on the draft of a plan, append only", ("id",),
    (
        code("id", "Označení", "Identifier"),
        code("consultation_code", "Připomínkování", "Consultation", "consultation.code"),
        day("date", "Podáno", "Submitted on"),
        text("organisation", "Organizace", "Organisation"),
        absent_is(code("activity_code", "Karta", "Card", "activity.code", required=False), "none"),
        absent_is(code("goal_code", "Cíl", "Goal", "goal.code", required=False), "none"),
        absent_is(text("section", "Část", "Section", required=False), "none"),
        text("text", "Připomínka", "Comment"),
        SOURCE,
    ),
    optional=True,
)

COMMENT_SETTLEMENT = Table(
    "comment_settlement", "Vypořádání připomínek", "Settlement of comments",
    "how a comment was settled on a day, append only", ("comment_id", "date"),
    (
        code("comment_id", "Připomínka", "Comment", "comment.id"),
        day("date", "Vypořádáno", "Settled on"),
        word("settlement", "Vypořádání", "Settlement", Settlement),
        absent_is(text("reason", "Odůvodnění", "Reason", required=False), "none"),
        text("settled_by", "Vypořádal (role)", "Settled by (role)"),
        SOURCE,
    ),
    as_of="date", optional=True,
)

TABLES = (CONSULTATION, COMMENT, COMMENT_SETTLEMENT)
