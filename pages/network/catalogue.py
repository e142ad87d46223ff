"""Which services are where, for whom, with what capacity?"""

from lib.ui import cached, page
from lib.ui.sections import network

with page.opened() as here:
    wanted = network.wanted(here)
    view = cached.network(here.selection, wanted)
    page.title(here, here.words("Which services are where?"), demo=view.catalogue.provenance.demo)
    network.controls(here, wanted)
    network.detail(here)
    network.catalogue(here, view)
    network.map_of_facilities(here, view)
    network.counts(here, view)
