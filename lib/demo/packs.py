"""The pack that was taken to the meeting of the college in June 2016, as it was saved."""

from datetime import date

from lib.demo.frames import Row
from lib.model.saved_pack import written_query

MEETING_DAY, DAY_BEFORE = date(2016, 6, 14), date(2015, 12, 8)
"""The day of the meeting, and of the one before it, with which the state is compared."""


def pack_rows() -> list[Row]:
    """One saved pack: the whole region, without the annex, two gaps taken apart."""
    meeting = f"K10-{MEETING_DAY.isoformat()}"
    return [{
        "code": f"{meeting}-podklady", "title": "Podklady pro jednání K10 14. 6. 2016 (ukázka)", "body_code": "K10",
        "meeting_id": meeting, "date": MEETING_DAY, "known_at": 1, "reported_by": "krajský koordinátor",
        "query": written_query({
            "slozka": "K10", "jednani_id": meeting, "k": MEETING_DAY.isoformat(), "srovnani": DAY_BEFORE.isoformat(),
            "uzemi": "kraj", "casti": "prehled,pokryti,mezery,vybrane,plneni,posun,signaly,rozhodnuti",
            "vybrane": "49.5101,49.5109",
        }),
    }]
