"""The harness notices what it promises to notice; without this, quiet and accessible pages would prove nothing."""

from pathlib import Path

import pytest

from tests.browser.axe import KNOWN, Known, assert_accessible, violations
from tests.browser.conftest import PageAt
from tests.browser.watch import assert_quiet, watch_of
from tests.needs import chromium_path

NOWHERE = "http://127.0.0.1"
ACCESSIBILITY = Path(__file__).resolve().parents[2] / "docs" / "accessibility.md"
CLEAN = '<!doctype html><html lang="en"><title>t</title><main><h1>Title</h1></main></html>'


def test_a_page_that_asks_for_a_foreign_picture_is_noticed_and_gets_none(page_at: PageAt) -> None:
    page = page_at(base_url=NOWHERE)
    with page.expect_event("requestfailed"):
        page.set_content(CLEAN.replace("<h1>", '<img src="https://tiles.example/1.png" alt="map"><h1>'))
    assert watch_of(page).foreign_requests == ["https://tiles.example/1.png"]
    assert [entry.split()[-1] for entry in watch_of(page).failed_requests] == ["https://tiles.example/1.png"]
    with pytest.raises(AssertionError, match="tiles"):
        assert_quiet(page)


def test_a_page_that_opens_a_foreign_socket_is_noticed(page_at: PageAt) -> None:
    page = page_at(base_url=NOWHERE)
    page.set_content(CLEAN)
    page.evaluate("() => new Promise(done => { new WebSocket('wss://live.example/feed').onerror = () => done() })")
    assert watch_of(page).foreign_requests == ["wss://live.example/feed"]


def test_a_console_error_and_an_uncaught_error_are_noticed_and_a_clean_page_is_quiet(page_at: PageAt) -> None:
    page = page_at(base_url=NOWHERE)
    page.set_content(CLEAN)
    assert_quiet(page)
    with page.expect_event("pageerror"):
        page.evaluate("() => { console.error('broken'); setTimeout(() => { throw new Error('thrown') }) }")
    assert watch_of(page).console_errors == ["broken"]
    assert watch_of(page).page_errors == ["thrown"]


def test_axe_finds_a_picture_without_a_text_also_inside_a_frame_and_nothing_on_a_clean_page(page_at: PageAt) -> None:
    page = page_at(base_url=NOWHERE)
    page.set_content(CLEAN)
    assert_accessible(page)
    inner = "<!doctype html><html lang=en><title>t</title><img id=inner src=data:,></html>"
    frame = f'<iframe title="map" srcdoc="{inner}"></iframe>'
    page.set_content(CLEAN.replace("<h1>", f'{frame}<img id="outer" src="data:,"><h1>'))
    page.frame_locator("iframe").locator("#inner").wait_for(state="attached")
    assert sorted((one.rule, one.target) for one in violations(page, known=())) == [
        ("image-alt", "#outer"),
        ("image-alt", "iframe[title='map'] >> #inner"),
    ]


def test_a_known_violation_hides_only_its_own_rule_and_place(page_at: PageAt) -> None:
    page = page_at(base_url=NOWHERE)
    page.set_content(CLEAN.replace("<h1>", '<img id="theirs" src="data:,"><img id="ours" src="data:,"><h1>'))
    known = (Known("image-alt", "#theirs", "made for this test"),)
    assert [one.target for one in violations(page, known=known)] == ["#ours"]


def test_every_known_violation_is_explained_to_the_reader() -> None:
    told = ACCESSIBILITY.read_text(encoding="utf-8")
    assert [known.rule for known in KNOWN if f"`{known.rule}`" not in told or not known.why] == []


def test_a_missing_program_fails_where_everything_must_run_and_is_skipped_elsewhere(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match=r"Chromium is missing\. Install it"):
        chromium_path()
    monkeypatch.delenv("CI")
    with pytest.raises(pytest.skip.Exception, match=r"Chromium is missing\. Install it"):
        chromium_path()
