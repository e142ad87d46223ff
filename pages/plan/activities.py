"""What did the medium-term plan promise, who answers for it, and how far is it?"""

from lib.ui import cached, page
from lib.ui.sections import activities, answering, card

with page.opened() as here:
    view = cached.activities(here.selection.at)
    page.title(here, here.words("How is the plan being fulfilled?"), demo=view.progress.provenance.demo,
               problems=(*activities.problems(here, view), *answering.problems(here)))
    card.card(here)
    activities.states(here, view)
    activities.cards(here, view)
    activities.breakdown(here, view)
