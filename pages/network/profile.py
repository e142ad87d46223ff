"""How does one area stand: coverage, gaps, plans, cards, beside the region and the areas like it?"""

from lib.ui import cached, page
from lib.ui.sections import profile

with page.opened() as here:
    if here.selection.orp is None:
        page.title(here, here.words("What is the area like?"), demo=False)
        profile.choose(here)
    else:
        view = cached.profile(here.selection)
        profile.tools(here, view)
        profile.sheet(here, view)
        profile.figures(here, view)
