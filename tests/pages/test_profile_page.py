"""The page with the profile of an area: choosing one, the sheet with its links, the files, an unknown area."""

import re
from urllib.parse import parse_qs, urlsplit

from tests.pages.conftest import OpenPage
from tests.pages.facts import html_of, texts


def test_without_an_area_all_ten_are_offered(open_page: OpenPage) -> None:
    app = open_page("profil", k="2012-06-30")
    assert not app.exception
    assert "Profil patří jednomu ORP" in texts(app)
    offered = [parse_qs(urlsplit(address).query.replace("&amp;", "&")) for address in re.findall(
        r'<a href="([^"]+)" target="_self">', html_of(app))]
    assert sorted(query["orp"][0] for query in offered) == [str(code) for code in range(5101, 5111)]
    assert {query["k"][0] for query in offered} == {"2012-06-30"}


def test_the_sheet_leads_to_gaps_cards_and_plans_and_offers_its_files(open_page: OpenPage) -> None:
    app = open_page("profil", orp="5102")
    assert not app.exception
    sheet = next(body for body in (element.proto.body for element in app.get("html")) if "orp-profile" in body)
    assert "Profil ORP Frýdlant" in sheet
    assert sheet.count("data:image/svg+xml;base64,") == 1 + 17 + 6
    links = [address.replace("&amp;", "&") for address in re.findall(r'<a href="([^"]+)"', sheet)]
    assert links[0] == "mezery?orp=5102&sluzba=51&bunka=5102"
    assert {address.partition("?")[0] for address in links} == {"mezery", "pokryti", "aktivity"}
    assert "aktivity?orp=5102&karta=A03-01" in links
    files = [element.proto for element in app.get("download_button")]
    assert [file.label for file in files] == ["PDF tohoto ORP", "PDF všech ORP"]
    assert "Ukazatele tohoto ORP" in texts(app)


def test_an_unknown_area_is_told_and_the_choice_offered(open_page: OpenPage) -> None:
    app = open_page("profil", orp="9999", lang="en")
    assert not app.exception
    assert "The value “9999” of “orp”" in texts(app)
    assert "A profile is of one ORP." in texts(app)


def test_the_first_page_of_an_area_leads_to_its_profile(open_page: OpenPage) -> None:
    labels = [link.proto.label for link in open_page(orp="5102").get("page_link")]
    assert "Profil ORP Frýdlant" in labels
    assert not any(link.proto.label.startswith("Profil") for link in open_page().get("page_link"))
