"""A sceptic asks where the numbers come from."""

import re

from tests.pages.conftest import OpenPage
from tests.pages.facts import NBSP, html_of, rows_of, texts


def test_rows_are_counted_and_the_illustrative_share_is_said(open_page: OpenPage) -> None:
    app = open_page("metodika")
    said = texts(app).replace(NBSP, " ")
    found = re.search(r"Tabulek: (\d+), řádků: ([\d ]+), z toho ukázkových: (\d+) %", said)
    assert found is not None
    assert found[1] == "63"
    labels = [expander.label.replace("\\", "") for expander in app.expander]
    kinds = {kind: sum(row["kind"] == kind for row in rows_of("source")) for kind in ("demo", "derived", "official")}
    for name, kind in (("Ukázkové", "demo"), ("Odvozené", "derived"), ("Úřední", "official")):
        assert f"{name} zdroje ({kinds[kind]})" in labels


def test_a_table_tells_its_rows_what_is_missing_and_its_licence(open_page: OpenPage) -> None:
    html = html_of(open_page("metodika"))
    rows = rows_of("age_group")
    missing = sum(not row["age_to"] for row in rows)
    row = re.search(r"<tr[^>]*><th[^>]*>Věkové skupiny</th>(.*?)</tr>", html)
    assert row is not None
    cells = [re.sub(r"<[^>]*>", "", cell) for cell in re.findall(r"<td.*?</td>", row[1])]
    assert cells[:3] == [str(len(rows)), f"0{NBSP}%", f"{round(100 * missing / len(rows))}{NBSP}%"]
    assert "CC BY 4.0" in cells[-1]


def test_a_table_with_nothing_that_may_be_missing_does_not_say_zero(open_page: OpenPage) -> None:
    html = html_of(open_page("metodika"))
    row = re.search(r"<tr[^>]*><th[^>]*>Obce</th>(.*?)</tr>", html)
    assert row is not None
    assert "netýká se" in row[1]


def test_every_method_has_a_place_and_one_can_be_linked_to(open_page: OpenPage) -> None:
    app = open_page("metodika", metoda="gap")
    opened = [expander.label for expander in app.expander if expander.proto.expanded]
    assert "Kapacitní mezera podle druhu služby" in [label.replace("\\", "") for label in opened]
    assert "Plnění plánu" not in opened
    assert "60 a 15" in html_of(app).replace(NBSP, " ")


def test_an_unknown_method_is_told(open_page: OpenPage) -> None:
    app = open_page("metodika", metoda="kouzlo")
    assert not app.exception
    assert any("„metoda“" in warning.value for warning in app.warning)


def test_addresses_of_sources_are_links_only_when_they_are_https(open_page: OpenPage) -> None:
    html = html_of(open_page("metodika"))
    addresses = {row["url"] for row in rows_of("source") if row["url"].startswith("https://")}
    assert addresses
    assert set(re.findall(r'href="([^"]*)"', html)) == addresses


def test_the_release_says_when_and_from_what_it_came(open_page: OpenPage) -> None:
    html = html_of(open_page("metodika"))
    assert "Data dodaná s aplikací" in html
    assert ">aplikace<" in html


def test_english_readers_get_the_page_in_english(open_page: OpenPage) -> None:
    app = open_page("metodika", lang="en")
    labels = [expander.label.replace("\\", "") for expander in app.expander]
    assert any(label.startswith("Official sources") for label in labels)
    assert "Age groups" in html_of(app)


def test_an_abbreviation_of_the_cards_is_explained_by_groups_of_the_register(open_page: OpenPage) -> None:
    app = open_page("metodika")
    assert "Skupin v plánu: 13, vazeb na registr: 27." in texts(app).replace(NBSP, " ")
    rows = {
        code: [re.sub(r"<[^>]*>", "", cell) for cell in re.findall(r"<td.*?</td>", cells)]
        for code, cells in re.findall(r"<tr[^>]*><th[^>]*>(S|OZP|VSE|PSS)</th>(.*?)</tr>", html_of(app))
    }
    assert rows["S"] == ["senioři", "S", "přesná: senioři; přibližná: osoby s potřebou paliativní péče, osoby žijící s "
                         "demencí, pečující osoby", "cílová skupina"]
    assert rows["OZP"][2].startswith("přesná: osoby se zdravotním postižením; částečná: ")
    assert rows["VSE"][2:] == ["žádná: nerozpočítává se", "průřezová skupina"]
    assert rows["PSS"][2:] == ["žádná: nerozpočítává se", "pracovníci ve službách"]
