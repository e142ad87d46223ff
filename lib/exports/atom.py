"""A feed of signals (Atom, RFC 4287): one entry for each signal a card raises on the day."""

import re
from datetime import date
from typing import Any
from urllib.parse import quote, urlencode, urlsplit
from xml.etree import ElementTree as ET

import pandas as pd

from lib.errors import BadSelection
from lib.exports.csvw import printable
from lib.model.lookup import records
from lib.model.plan import ReportingRule, printed_code
from lib.text.messages import Words
from lib.text.signals import meaning
from lib.views.signals import SignalsView

ATOM = "http://www.w3.org/2005/Atom"
PAGE, PART = "aktivity", "signaly"
"""Address of the page on activities, and of its part on signals."""

_BASE = re.compile(r"https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?(/[A-Za-z0-9._~/-]*)?")

NOWHERE = "https://dashboard.invalid/"
"""The address in a feed made without one: it says by its name that there is none (RFC 2606)."""


def checked_base(url: str) -> str:
    """The address of the dashboard, ending with a slash.

    Raises
    ------
    BadSelection : it is no address of a web page, or it has more than a host (in ASCII), a port and a path.
    """
    if not _BASE.fullmatch(url):
        raise BadSelection("bad-base-url", "{value} is not an address of the dashboard (https://…).", value=url)
    return url.rstrip("/") + "/"


def atom_bytes(view: SignalsView, words: Words, base_url: str = NOWHERE) -> bytes:
    """The feed of a day; the same signals give the same bytes.

    An entry has the same identifier as long as the signal lasts: host of the dashboard, first day of the signal, card
    and signal (tag URI, RFC 4151). `updated` is that first day; of the feed the last of them, else the day itself.
    Illustrative data are told in the title and as a category. Days are written as midnight in UTC.
    """
    host = str(urlsplit(base_url).hostname)
    demo = view.signals.provenance.demo
    rows = view.signals.frame.sort_values(["since", "activity_code", "signal"], ascending=[False, True, True])
    day = view.at.valid_on
    mark = f"{words('DEMO')}: " if demo else ""
    feed = ET.Element("feed", {"xmlns": ATOM, "xml:lang": words.lang})
    _text(feed, "id", f"tag:{host},{view.begins.isoformat()}:signals")
    _text(feed, "title", mark + words("Signals of cards on {day}", day=day))
    _text(feed, "updated", _moment(day if rows.empty else rows["since"].max().date()))
    _text(ET.SubElement(feed, "author"), "name", words("Dashboard of social services planning"))
    ET.SubElement(feed, "link", {"rel": "alternate", "type": "text/html",
                                 "href": _address(base_url, {"pohled": PART, "k": day.isoformat()})})
    if demo:
        _category(feed, words)
    for row in records(rows):
        _entry(feed, view, words, base_url, host, row, mark)
    ET.indent(feed)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ET.tostring(feed, encoding="unicode")}\n'.encode()


def _entry(  # noqa: PLR0917
    feed: ET.Element, view: SignalsView, words: Words, base_url: str, host: str, row: dict[str, Any], mark: str
) -> None:
    card, signal, since = row["activity_code"], row["signal"], row["since"].date()
    entry = ET.SubElement(feed, "entry")
    _text(entry, "id", f"tag:{host},{since.isoformat()}:signal/{quote(card, safe='')}/{signal}")
    title = f"{printed_code(card)} {row['activity_title']}: {words.label('signal', signal)}"
    _text(entry, "title", mark + title)
    _text(entry, "updated", _moment(since))
    ET.SubElement(entry, "link", {"rel": "alternate", "type": "text/html", "href": _address(
        base_url, {"pohled": PART, "signal": signal})})
    ET.SubElement(entry, "link", {"rel": "related", "type": "text/html", "title": words("Card"),
                                  "href": _address(base_url, {"karta": card})})
    ET.SubElement(entry, "category", {"term": signal, "label": words.label("signal", signal)})
    if view.signals.provenance.demo:
        _category(entry, words)
    guarantor = words("no guarantor") if pd.isna(row["guarantor"]) else row["guarantor"]
    _text(entry, "summary", " ".join((
        meaning(words, signal, view.rules[ReportingRule.REPORT_MONTHS], view.rules[ReportingRule.LAG_LIMIT_PCT]),
        words("Raised since {day}.", day=since),
        words("What to do: {to_do}.", to_do=words.label("to_do", row["to_do"])),
        words("Guarantor (role): {role}.", role=guarantor),
    )))


def _category(parent: ET.Element, words: Words) -> None:
    ET.SubElement(parent, "category", {"term": "demo", "label": words("DEMO")})


def _text(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, name).text = printable(text)


def _moment(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def _address(base_url: str, query: dict[str, str]) -> str:
    return f"{base_url}{PAGE}?{urlencode(query)}"
