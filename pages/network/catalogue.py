"""Which services are where, for whom, with what capacity?"""

from lib.ui import cached, page
from lib.ui.sections import network, service

with page.opened() as here:
    wanted = network.wanted()
    view = cached.network(here.selection, wanted)
    page.title(here, here.words("Which services are where?"), demo=view.catalogue.provenance.demo,
               problems=network.problems(here))
    service.detail(here)
    network.controls(here, wanted)
    network.found(here, view)
