"""The feed of signals: valid Atom, one entry for each signal, the same bytes each time, nothing in it is markup."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from xml.etree.ElementTree import Element

import pytest
from defusedxml import ElementTree

from lib.__main__ import main
from lib.errors import BadSelection
from lib.exports.atom import atom_bytes, checked_base
from lib.model.selection import AsOf
from lib.store.database import Database
from lib.text.messages import words_for
from lib.views.signals import SignalsView, signals_view
from tests.exports.released import publish_package
from tests.hostile_region import Frames

ATOM = "{http://www.w3.org/2005/Atom}"
BASE = "https://kraj.example.org/dashboard/"
HOSTILE = '<script>alert(1)</script> & "]]>\x0b'


@pytest.fixture
def view(sqlite: Database) -> SignalsView:
    """On 30. 6. 2016 card A02-01 (2015–2016) was never reported and has no guarantor; A01-01 raises nothing."""
    found = signals_view(sqlite, AsOf(date(2016, 6, 30), 1))
    return replace(found, signals=replace(found.signals, frame=found.signals.frame.assign(activity_title=HOSTILE)))


def text(node: Element, name: str) -> str:
    (found,) = node.findall(ATOM + name)
    return found.text


def test_a_reader_of_news_gets_a_valid_feed_with_an_entry_for_each_signal(view: SignalsView) -> None:
    content = atom_bytes(view, words_for("cs"), BASE)
    assert content == atom_bytes(view, words_for("cs"), BASE)
    assert content.startswith(b'<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom"')
    feed = ElementTree.fromstring(content)
    assert feed.tag == f"{ATOM}feed"
    assert (text(feed, "id"), text(feed, "updated")) == (
        "tag:kraj.example.org,2014-01-01:signals", "2016-01-02T00:00:00Z")
    assert text(feed, "title").replace("\xa0", " ") == "UKÁZKA: Signály karet k 30. 6. 2016"
    assert feed.find(f"{ATOM}author/{ATOM}name").text == "Dashboard plánování sociálních služeb"
    entries = feed.findall(f"{ATOM}entry")
    assert [(text(entry, "id"), text(entry, "updated")) for entry in entries] == [
        ("tag:kraj.example.org,2016-01-02:signal/A02-01/no_report", "2016-01-02T00:00:00Z"),
        ("tag:kraj.example.org,2015-01-01:signal/A02-01/no_guarantor", "2015-01-01T00:00:00Z"),
    ]
    first = entries[0]
    # Markup of the card is text here, and what XML cannot carry is left out.
    assert text(first, "title") == 'UKÁZKA: A02-01 <script>alert(1)</script> & "]]>: bez hlášení ve lhůtě'
    assert "starší než 12 měsíců" in text(first, "summary")
    assert text(first, "summary").endswith("Garant (role): bez garanta.")
    links = {link.get("rel"): urlsplit(link.get("href")) for link in first.findall(f"{ATOM}link")}
    assert {rel: (link.netloc, link.path, parse_qs(link.query)) for rel, link in links.items()} == {
        "alternate": ("kraj.example.org", "/dashboard/aktivity", {"pohled": ["signaly"], "signal": ["no_report"]}),
        "related": ("kraj.example.org", "/dashboard/aktivity", {"karta": ["A02-01"]}),
    }
    assert [category.get("term") for category in first.findall(f"{ATOM}category")] == ["no_report", "demo"]


def test_real_data_carry_no_mark_and_a_day_without_signals_gives_an_empty_feed(view: SignalsView) -> None:
    provenance = replace(view.signals.provenance, sources=())
    quiet = replace(view, signals=replace(view.signals, provenance=provenance, frame=view.signals.frame.head(0)))
    feed = ElementTree.fromstring(atom_bytes(quiet, words_for("en")))
    assert text(feed, "title").replace("\xa0", " ") == "Signals of cards on 30 Jun 2016"
    assert (text(feed, "updated"), feed.findall(f"{ATOM}entry"), feed.findall(f"{ATOM}category")) == (
        "2016-06-30T00:00:00Z", [], [])
    assert text(feed, "id") == "tag:dashboard.invalid,2014-01-01:signals"


def test_a_rule_of_six_months_moves_the_signal_and_is_said(sqlite: Database, frames: Frames) -> None:
    frames["reporting_rule"].loc[frames["reporting_rule"]["rule"] == "report_months", "value"] = 6
    publish_package(sqlite, frames)
    view = signals_view(sqlite, AsOf(date(2016, 6, 30), 2))
    rows = view.signals.frame.set_index("signal")
    assert (str(rows.loc["no_report", "since"].date()), rows.loc["no_report", "days"]) == ("2015-07-02", 365)
    assert [(note.code, dict(note.values)) for note in view.signals.notes] == [
        ("reporting-rules", {"months": 6, "points": 25})]
    assert "starší než 6 měsíců." in atom_bytes(view, words_for("cs")).decode()


@pytest.mark.parametrize("url", [
    "", "kraj.example.org", "ftp://kraj.example.org", "javascript:alert(1)", "https://", "https://kraj.example.org/?a=1",
    "https://user:word@kraj.example.org/", "https://kraj.example.org/\x0b", "https://kraj example.org", "https://[",
])
def test_what_is_no_address_of_a_dashboard_is_refused(url: str) -> None:
    with pytest.raises(BadSelection, match="is not an address of the dashboard"):
        checked_base(url)


def test_the_command_writes_the_feed_of_the_shipped_data_or_prints_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    monkeypatch.setenv("DASHBOARD_VAR", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    asked = ["export", "signals", "--k", "2016-06-30", "--base-url", "https://kraj.example.org"]
    file = tmp_path / "signaly.atom"
    assert main([*asked, "--out", str(file)]) == 0
    assert capfdbinary.readouterr().out == b""
    assert main(asked) == 0
    assert capfdbinary.readouterr().out == file.read_bytes()
    feed = ElementTree.fromstring(file.read_bytes())
    keys = [text(entry, "id") for entry in feed.findall(f"{ATOM}entry")]
    assert len(set(keys)) == len(keys) > 20
    assert {key.rsplit("/", 1)[-1] for key in keys} == {
        "no_report", "no_guarantor", "overdue", "lagging", "milestone_passed", "no_evidence"}
    assert main(["export", "signals", "--base-url", "kraj"]) == 2
