"""What do the bodies of the coordination structure deal with, what did they say, and what is to be done?"""

from lib.ui import page
from lib.ui.sections import bodies, meeting_parts, meetings, pack

with page.opened() as here:
    match meeting_parts.chosen():
        case meeting_parts.BODIES:
            bodies.shown(here)
        case meeting_parts.PACK:
            pack.shown(here)
        case _:
            meetings.shown(here)
