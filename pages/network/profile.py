"""How does one area stand: coverage, gaps, plans, cards, beside the region and the areas like it?"""

from lib.ui import page
from lib.ui.sections import profile

with page.opened() as here:
    profile.shown(here)
