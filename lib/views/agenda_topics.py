"""What agenda items are about: cards, gaps, community plans, documents."""

import pandas as pd

from lib.model.bodies import LinkKind
from lib.model.derived_pack import AGENDA_TOPIC
from lib.views import meetings
from lib.views.base import Reader, Sheet


def topics_sheet(reader: Reader) -> Sheet:
    """What every item of every meeting is about; columns of `derived_pack.AGENDA_TOPIC`."""
    items = meetings.items_sheet(reader).frame
    cards, types = (reader.table(name).set_index("code") for name in ("activity", "service_type"))
    main = items[items["activity_code"].notna()][["item_id", "activity_code"]].assign(
        kind=LinkKind.ACTIVITY.value, position=0, activity_title=lambda rows: rows["activity_code"].map(cards["title"]))
    links = meetings.links_of(reader, items["item_id"]).rename(columns={"agenda_item_id": "item_id"})
    rows = pd.concat([main, links], ignore_index=True)
    order = {item: place for place, item in enumerate(items["item_id"])}
    rows = rows.assign(
        order=rows["item_id"].map(order), meeting_id=rows["item_id"].map(items.set_index("item_id")["meeting_id"]),
        type_name=rows["type_code"].map(types["name"]),
    ).sort_values(["order", "position"])
    return Sheet(AGENDA_TOPIC, meetings.shaped(AGENDA_TOPIC, rows), reader.provenance(), meetings.METHOD)
