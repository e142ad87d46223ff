"""Cards and gaps: from a red cell to its card and back, the three lists, and what the address may carry."""

import html
import re
from urllib.parse import parse_qsl, urlsplit

from streamlit.testing.v1 import AppTest

from tests.pages.conftest import OpenPage
from tests.pages.facts import NBSP, html_of, texts

CELL = {"sluzba": "50", "forma": "residential-beds", "bunka": "5101"}
"""Homes with a special regime in Česká Lípa, a gap on the default day."""


def said(app: AppTest) -> str:
    return texts(app).replace(NBSP, " ")


def links(app: AppTest) -> list[tuple[str, str]]:
    """Text and address of every link in HTML."""
    found = re.findall(r'<a [^>]*?href="([^"]*)"[^>]*>(.*?)</a>', html_of(app))
    return [(html.unescape(re.sub(r"<[^>]*>", "", text)).replace(NBSP, " "), html.unescape(href))
            for href, text in found]


def followed(open_page: OpenPage, href: str) -> AppTest:
    """The page a link leads to, opened as a browser would."""
    parts = urlsplit(href)
    app = open_page(parts.path, **dict(parse_qsl(parts.query)))
    assert not app.exception
    return app


def test_a_red_cell_leads_to_its_card_and_the_card_back_to_the_cell(open_page: OpenPage) -> None:
    app = open_page("mezery", norma="median_orp", **CELL)
    assert "Proč? ORP Česká Lípa" in said(app)
    found = dict(links(app))
    (card,) = [href for text, href in found.items() if text.startswith("A03-01 ")]
    row = re.search(r"<tr[^>]*><th[^>]*>(?:(?!</th>).)*A07-03.*?</tr>", html_of(app))
    assert row is not None
    cells = [re.sub(r"<[^>]*>", "", cell).replace(NBSP, " ") for cell in re.findall(r"<td.*?</td>", row[0])]
    assert cells[0].startswith("jen druh služby")
    assert (cells[2], cells[4]) == ("neuvedeno", "analýza")

    opened = followed(open_page, card)
    assert "A03-01" in said(opened)
    back = dict(links(opened))["← Zpět k mezeře: § 50 domovy se zvláštním režimem, ORP Česká Lípa"]
    (gap,) = [href for text, href in links(opened) if text.startswith("Česká Lípa") and "sluzba=50" in href]
    assert gap == back
    assert back.endswith("#proc")
    assert "Norma: medián ORP" in said(opened)
    again = followed(open_page, back)
    assert "Proč? ORP Česká Lípa" in said(again)
    assert dict(links(again)) == found


def test_the_three_lists_say_how_many_and_why(open_page: OpenPage) -> None:
    app = open_page("mezery", pohled="karty")
    assert ("Liberecký kraj: mezer 158, z toho bez karty 30. Karet 46: na aspoň jednu mezeru jich odpovídá 24, bez "
            "měřené mezery je 8 a ničeho měřeného se nedotýká 14.") in said(app)
    body = html_of(app).replace(NBSP, " ")
    assert body.count('class="am-card"') == 25  # 24 that answer, and A07-05, which is for other groups
    assert body.count("bílé místo</span>") == 12
    app.button(key="unanswered_length").click().run()
    assert not app.exception
    assert html_of(app).count("bílé místo</span>") == 28
    reasons = re.findall(r"<th[^>]*>(?:<a[^>]*>)?(A\d\d-\d\d) .*?</th><td[^>]*>(.*?)</td>", body)
    why = dict(reasons)
    assert why["A07-05"] == "mezera je, ale u jiných cílových skupin"
    assert why["A02-01"] == "u jejích druhů služeb plán nechce víc kapacity, mezera se neměří"
    assert why["A08-01"] == "týká se všech druhů služeb"
    assert why["A08-02"].startswith("nejmenuje žádnou skupinu lidí")
    assert why["A01-03"] == "nejmenuje žádný druh služby"


def test_the_matrix_follows_the_area_and_the_group(open_page: OpenPage) -> None:
    app = open_page("mezery", pohled="karty", orp="5102")
    assert "ORP Frýdlant: mezer 22, z toho bez karty 4." in said(app)
    app.selectbox(key="filter_skupina_cs").set_value("R_SENIOR").run()
    assert not app.exception
    found = re.search(r"ORP Frýdlant: mezer (\d+), z toho", said(app))
    assert found is not None
    assert 0 < int(found[1]) < 22


def test_a_card_that_answers_nothing_says_why_and_what_its_need_rests_on(open_page: OpenPage) -> None:
    app = open_page("aktivity", karta="A02-01")
    assert ("Karta neodpovídá na žádnou mezeru: u jejích druhů služeb plán nechce víc kapacity, mezera se neměří."
            in said(app))
    assert ("§ 48 domovy pro osoby se zdravotním postižením", "mezery?sluzba=48#druh") in [
        (text, href.replace("lang=cs&", "")) for text, href in links(app)]
    needed = html_of(open_page("aktivity", karta="A01-05"))
    assert "ani analýza, ani komunitní plán: karta uvádí, že potřeba nevyplynula" in needed


def test_a_gap_to_go_back_to_that_cannot_be_is_told(open_page: OpenPage) -> None:
    for value in ("50:residential-beds:9999", "x", "50:residential:5101", "<b>:beds:5101"):
        app = open_page("aktivity", karta="A03-01", z=value)
        assert not app.exception
        (warning,) = [warning.value for warning in app.warning]
        assert "„z“" in warning
        assert "Zpět k mezeře" not in html_of(app)


def test_before_the_network_no_card_is_said_to_have_no_gap(open_page: OpenPage) -> None:
    app = open_page("mezery", pohled="karty", k="2012-06-30")
    assert "není známa žádná mezera" in said(app)
    assert "mezer 0" not in said(app)


def test_the_part_is_english_in_english(open_page: OpenPage) -> None:
    app = open_page("mezery", pohled="karty", lang="en")
    assert not app.exception
    assert "Liberec Region: gaps 158, of them without any card 30." in said(app)
    assert "no card lists the type" in html_of(app)
    assert "domovy" not in html_of(app).split("</table>")[0]
