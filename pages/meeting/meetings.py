"""What do the bodies of the coordination structure deal with, what did they say, and what is to be done?"""

from lib.ui import page
from lib.ui.sections import meetings

with page.opened() as here:
    meetings.shown(here)
