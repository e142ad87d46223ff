"""What of a draft can be commented on, and the form of the public; it is there only while the draft is open."""

from datetime import date

import streamlit as st

from lib.charts.plain import PlainCell, PlainTable
from lib.desk import comments
from lib.errors import DashboardError, RejectedPackage
from lib.model.consultation import COMMENT
from lib.model.derived_comments import Window, window
from lib.model.limiter import visitor
from lib.model.lookup import records
from lib.model.plan import printed_code
from lib.settings import now
from lib.store import inbox
from lib.store.inbox import InboxState, Sent
from lib.text import formats
from lib.ui import cached, filters, parts, widgets
from lib.ui.page import Here, told
from lib.ui.written import plain
from lib.views.comments import ConsultationView

KEYS = (parts.KEY, "pripominkovani", "karta", "cil_sc", "vyporadani", "cele")
"""Keys of this part of the page beside the shared ones."""

SENT = "comment_sent"
"""Where the session keeps that a comment was sent, and how many: fields of the next one are new."""


def draft(here: Here, view: ConsultationView, today: date) -> None:
    """The draft, what of it can be commented on, and the form while it is open."""
    words = here.words
    widgets.heading(here, words("Comment on the draft"), "navrh")
    widgets.reading(words("{title}: the period for comments is from {opens} to {closes}, both days included.",
                          title=view.title, opens=view.opens_on, closes=view.closes_on))
    if view.note is not None:
        st.markdown(plain(view.note))
    _parts(here, view)
    match window(view.opens_on, view.closes_on, today):
        case Window.AHEAD:
            st.info(plain(words("The form will be here from {day}.", day=view.opens_on)),
                    icon=":material/event_upcoming:")
        case Window.CLOSED:
            st.info(plain(words("Comments were taken until {day}; none can be sent any more.", day=view.closes_on)),
                    icon=":material/event_busy:")
        case Window.OPEN:
            _form(here, view, today)
    _in_inbox(here, view)


def places(here: Here, view: ConsultationView) -> dict[str, str]:
    """What a comment can be about, by code: the plan as a whole (empty), goals, cards."""
    goals, cards = view.goal_names(here.words.lang), view.card_titles()
    return {"": here.words("the plan as a whole"),
            **{code: f"{printed_code(code)} {name}" for code, name in (*goals.items(), *cards.items())}}


def _parts(here: Here, view: ConsultationView) -> None:
    """Goals and cards of the draft, each a link that chooses it here, with comments made so far."""
    words = here.words
    if view.cards.empty and view.goals.empty:
        st.markdown(plain(words("Goals and cards of this draft are not in the data; a comment can name its part.")))
        return
    block = st.expander(
        f"{words('Goals and cards of the draft')} ({len(view.goals)} + {len(view.cards)})", key="draft_parts",
        icon=":material/checklist:", on_change="rerun",
    )
    if not block.open:
        return
    goals, rows = view.goal_names(words.lang), view.settled.frame
    listed: list[tuple[PlainCell, ...]] = []
    for goal, name in goals.items():
        listed.append(_part(here, "cil_sc", goal, name, int((rows["goal_code"] == goal).sum())))
        listed += [_part(here, "karta", row["code"], row["title"], int((rows["activity_code"] == row["code"]).sum()))
                   for row in records(view.cards[view.cards["goal_code"] == goal])]
    with block:
        st.markdown(plain(words("A link chooses the goal or card in the form, when it is open, and in the table.")))
        widgets.table(here, PlainTable(
            words("Goals and cards of the draft"), (words("Goal or card"), words("Comments")), tuple(listed)))


def _part(here: Here, key: str, code: str, name: str, made: int) -> tuple[PlainCell, ...]:
    """A goal or card as a link that chooses it and nothing else."""
    query = {"cil_sc": None, "karta": None, key: code}
    return (
        PlainCell(f"{printed_code(code)} {name}", href=f"{filters.local_link(query, KEYS)}#navrh",
                  chosen=st.query_params.get(key) == code),
        PlainCell(formats.number(made, here.words.lang), number=True),
    )


def _form(here: Here, view: ConsultationView, today: date) -> None:
    words, turn = here.words, int(st.session_state.get(SENT, 0))
    if st.session_state.pop(f"{SENT}_told", False):
        st.success(plain(words(
            "Thank you, the comment was received. Once the region has checked that it holds no personal data, it will "
            "be shown in the table below; how it was settled will be added there.",
        )), icon=":material/check:")
    st.markdown(plain(words(
        "Comments are made by organisations. Shown will be the organisation, the day, the place and the text, after "
        "somebody has looked at them. Do not write names, contacts or other personal data.",
    )))
    named = places(here, view)
    asked = st.query_params.get("karta") or st.query_params.get("cil_sc") or ""
    key = f"{view.code}_{turn}"
    with st.form("comment", border=True):
        organisation = st.text_input(
            words.title(COMMENT.field("organisation")), max_chars=comments.MAX_LENGTH["organisation"],
            key=f"comment_organisation_{key}")
        place = st.selectbox(words("What the comment is about"), list(named), format_func=lambda code: named[code],
                             index=list(named).index(asked) if asked in named else 0,
                             key=f"comment_place_{key}_{asked if asked in named else ''}")
        section = st.text_input(words("Part of the text (page, chapter); need not be filled in"),
                                max_chars=comments.MAX_LENGTH["section"], key=f"comment_section_{key}")
        text = st.text_area(words.title(COMMENT.field("text")), max_chars=comments.MAX_LENGTH["text"], height=160,
                            key=f"comment_text_{key}")
        sent = st.form_submit_button(words("Send the comment"), type="primary", icon=":material/send:")
    if sent:
        _send(here, Sent(
            view.code, today, organisation or "", place if place in view.card_titles() else None,
            place if place in view.goal_names(words.lang) else None, section or None, text or "",
        ))


def _send(here: Here, sent: Sent) -> None:
    """What is refused is told in words of the form, and what was typed stays in it."""
    words = here.words
    try:
        comments.submit(cached.database(), sent, cached.comment_limiter(),
                        visitor(st.context.ip_address, st.context.headers.to_dict()), at=now())
    except RejectedPackage as error:
        faults = [f"{words.title(COMMENT.field(issue.column))}: {words(issue.rule, **issue.values)}. "
                  f"{words(issue.remedy, **issue.values)}." for issue in error.issues]
        st.error("\n- ".join([plain(words("The comment was not sent. Please mend:")) + "\n", *map(plain, faults)]),
                 icon=":material/error:")
    except DashboardError as error:
        told(words, error)
    else:
        st.session_state[SENT] = int(st.session_state.get(SENT, 0)) + 1
        st.session_state[f"{SENT}_told"] = True
        st.rerun()


def _in_inbox(here: Here, view: ConsultationView) -> None:
    """How many comments nobody has looked at, and how many were not shown: nothing disappears without a trace."""
    words, found = here.words, inbox.counts(cached.database(), view.code)
    waiting, refused = found[InboxState.WAITING], found[InboxState.REFUSED]
    told_of = [
        words.plural("{n} comment is waiting to be looked at.", "{n} comments are waiting to be looked at.", waiting),
        words.plural("{n} comment was not shown.", "{n} comments were not shown.", refused),
    ]
    listed = [sentence for sentence, count in zip(told_of, (waiting, refused), strict=True) if count]
    if listed:
        st.caption(plain(" ".join(listed)))
