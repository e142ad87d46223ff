"""How do new data get in?"""

from lib.ui import page
from lib.ui.sections import desk, desk_drafts, desk_history

with page.opened() as here:
    page.title(here, here.words("How do new data get in?"), demo=False)
    desk.standing(here)
    desk_drafts.chosen(here)
    desk.state(here)
    desk.bring_in(here)
    desk_drafts.listed(here)
    desk_history.releases(here)
    desk_history.log(here)
