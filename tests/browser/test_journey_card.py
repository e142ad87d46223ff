"""Journey 4, the reading half: a member finds a card and sees its state, history and evidence."""

import re
from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import assert_accessible
from tests.browser.conftest import PageAt
from tests.browser.steps import IN_WINDOWS, Size, open_page, screenshot, wait_until_still
from tests.browser.watch import assert_quiet


def cards(page: Page) -> list[str]:
    """Codes of the cards in the list on the screen."""
    names = page.get_by_role("region", name="Karty aktivit").get_by_role("rowheader").all_inner_texts()
    return [name.split()[0] for name in names]


def choose(page: Page, label: str, written: str) -> None:
    """Write into a list of choices and take the first that is offered."""
    box = page.get_by_role("combobox", name=re.compile(label))
    box.click()
    box.fill(written)
    page.get_by_role("option").first.click()
    wait_until_still(page)


def fits(page: Page) -> bool:
    """Nothing on the page is wider than the window."""
    return bool(page.evaluate("document.scrollingElement.scrollWidth <= window.innerWidth"))


@pytest.mark.parametrize("size", IN_WINDOWS)
def test_a_member_finds_a_card_and_sees_state_history_and_evidence(page_at: PageAt, size: Size) -> None:
    page = open_page(page_at(size), "/aktivity")
    choose(page, "Otevřít kartu", "A02-05")
    assert "karta=A02-05" in page.url
    card = page.locator(".st-key-card")
    expect(card.get_by_role("heading", name=re.compile("A02-05 Transformace"))).to_be_visible()
    standing = card.get_by_role("region", name="Jak na tom karta je")
    expect(standing).to_contain_text(re.compile(r"probíhá.*Ohlášeno je 50\s%.*12 procentních bodů pozadu", re.S))
    history = card.get_by_role("region", name="Dosavadní hlášení")
    expect(history.get_by_role("rowheader")).to_have_text(
        [re.compile(r"30\.\s11\.\s2015"), re.compile(r"17\.\s2\.\s2015"), re.compile(r"13\.\s5\.\s2014")]
    )
    evidence = history.get_by_role("link", name="otevřít doklad")
    expect(evidence).to_have_count(2)
    expect(evidence.first).to_have_attribute("href", "https://example.org/doklady/a02-05-2015-11-30")
    assert fits(page)
    screenshot(page, f"card_{size}", whole=True)
    page.get_by_role("button", name="Zavřít kartu").click()
    wait_until_still(page)
    assert "karta=" not in page.url
    expect(card).to_have_count(0)
    assert_quiet(page)


def test_a_card_without_a_report_for_a_year_is_listed_as_such_and_unknown_stays_unknown(page_at: PageAt) -> None:
    page = open_page(page_at(), "/aktivity")
    page.get_by_role("radio", name=re.compile("bez hlášení ve lhůtě")).click()
    wait_until_still(page)
    assert "signal=no_report" in page.url
    page.get_by_role("button", name="Zobrazit všech 24 karet").click()
    wait_until_still(page)
    listed = cards(page)
    assert len(listed) == 24
    assert "A03-02" in listed
    row = page.get_by_role("region", name="Karty aktivit").get_by_role("row").filter(has_text="A03-02")
    assert row.get_by_role("cell").all_inner_texts()[1] == "neuvedeno"
    row.get_by_role("link").click()
    wait_until_still(page)
    expect(page.locator(".st-key-card")).to_contain_text("K této kartě zatím nikdo nic neohlásil.")
    expect(page.locator(".st-key-card")).to_contain_text(re.compile(r"To je neuvedeno, nikoli 0\s%"))
    assert "signal=no_report" in page.url
    assert_quiet(page)


@pytest.mark.parametrize(("size", "scheme"), [
    ("phone", "dark"), pytest.param("desktop", "light", marks=pytest.mark.sweep),
    pytest.param("desktop", "dark", marks=pytest.mark.sweep),
])
@pytest.mark.parametrize(
    "path",
    [
        "/aktivity?karta=A02-05",
        pytest.param("/aktivity?zobrazeni=cas", marks=pytest.mark.sweep),
        pytest.param("/aktivity?pohled=souhrny&rozpad=uzemi", marks=pytest.mark.sweep),
        pytest.param("/aktivity?pohled=zmeny&srovnani=2015-12-08", marks=pytest.mark.sweep),
        "/sit?sluzba_id=9000196",
        pytest.param("/sit?zobrazeni=matice", marks=pytest.mark.sweep),
        "/metodika?metoda=gap",
    ],
)
def test_the_pages_are_accessible_fit_the_window_and_ask_nobody_else(
    page_at: PageAt,
    path: str,
    size: Size,
    scheme: Literal["light", "dark"],
) -> None:
    page = open_page(page_at(size, scheme), path)
    assert_accessible(page)
    assert fits(page)
    assert_quiet(page)


def test_a_service_opens_from_its_name_and_hostile_names_stay_text(page_at: PageAt) -> None:
    page = open_page(page_at(), "/sit")
    choose(page, "Otevřít službu", "Pramínek – ukázka · Obecní péče Na Návsi")
    assert "sluzba_id=" in page.url
    open_page(page, "/sit?sluzba_id=9000196")
    places = page.locator(".st-key-service").get_by_role("region", name="Zařízení")
    expect(places).to_contain_text("Klub <b>Tučňák</b>")
    assert places.locator("b").count() == 0
    open_page(page, "/sit?sluzba_id=9000227")
    expect(page.locator(".st-key-service")).to_contain_text("=SOUČET(A1:A9) středisko")
    assert_quiet(page)


@pytest.mark.parametrize(
    "path",
    ["/sit?hledat={0}&sluzba_id={0}&uroven={0}", "/aktivity?karta={0}&stav={0}&odpovida={0}", "/metodika?metoda={0}"],
)
def test_markup_in_the_address_makes_no_element(page_at: PageAt, path: str) -> None:
    markup = "%3Cimg%20src%3Dx%20onerror%3D%22window.injected%3D1%22%3E%5Bx%5D(javascript%3Aalert(1))"
    page = open_page(page_at(), path.format(markup))
    assert page.evaluate("window.injected") is None
    assert page.locator("img[src='x']").count() == 0
    assert page.locator("a[href^='javascript']").count() == 0
    expect(page.get_by_role("alert").first).to_contain_text("<img")
    assert_quiet(page)
