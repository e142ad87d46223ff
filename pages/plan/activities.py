"""What did the medium-term plan promise, who answers for it, and how far is it?"""

from lib.ui import cached, page
from lib.ui.sections import (
    activities,
    activity_parts,
    answering,
    card,
    comments,
    moved,
    reporting,
    rollups,
    signals,
)

with page.opened() as here:
    match activity_parts.chosen():
        case activity_parts.ROLLUPS:
            rollups.shown(here)
        case activity_parts.MOVED:
            moved.shown(here)
        case activity_parts.SIGNALS:
            signals.shown(here)
        case activity_parts.REPORTING:
            reporting.shown(here)
        case activity_parts.COMMENTS:
            comments.shown(here)
        case _:
            view = cached.activities(here.selection.at)
            page.title(here, here.words("How is the plan being fulfilled?"), demo=view.progress.provenance.demo,
                       problems=(*activities.problems(here, view), *activity_parts.problems(here),
                                 *answering.problems(here)))
            activity_parts.choose(here)
            card.card(here)
            activities.states(here, view)
            activities.cards(here, view)
