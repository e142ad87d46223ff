"""A visitor looks for services, narrows them down and opens one."""

import re

import pandas as pd
import pytest

from lib.model.search import fold
from tests.pages.conftest import OpenPage
from tests.pages.facts import NBSP, day_in_words, html_of, rows_of, texts, valid

DAY = "2016-06-30"


def services(day: str = DAY) -> list[dict[str, str]]:
    return [row for row in rows_of("service") if valid(row, day)]


def listed(app: object) -> pd.DataFrame:
    (frame,) = app.dataframe  # type: ignore[attr-defined]
    return frame.value


def test_what_is_counted_is_said_in_words(open_page: OpenPage) -> None:
    working = services()
    facilities = [
        row
        for row in rows_of("facility")
        if valid(row, DAY) and row["service_id"] in {service["id"] for service in working}
    ]
    providers = {row["provider_ico"] for row in working}
    app = open_page("sit")
    assert (
        f"V Libereckém kraji působí {len(working)} sociálních služeb od {len(providers)} poskytovatelů "
        f"a má {len(facilities)}{NBSP}zařízení."
    ) in texts(app)
    assert len(listed(app)) == len(working)


def test_the_list_follows_the_act_and_the_czech_alphabet_with_names_in_words(open_page: OpenPage) -> None:
    frame = listed(open_page("sit"))
    types = {row["code"]: row["name"] for row in rows_of("service_type")}
    sections = [re.match(rf"§{NBSP}(\d+)(\w?) ", name).groups() for name in frame["type_name"]]  # type: ignore[union-attr]
    assert sections == sorted(sections, key=lambda section: (int(section[0]), section[1]))
    assert frame["type_name"].iat[0] == f"§{NBSP}37 {types['37']}"
    words = {word for forms in frame["forms"] for word in forms.split(", ")}
    assert words == {"pobytová", "ambulantní", "terénní"}
    first = [name for name, section in zip(frame["service_name"], sections, strict=True) if section[0] == "37"]
    assert first[:2] == ["Poradna Habřina – ukázka", "Poradna Jarní louka – ukázka"]


@pytest.mark.parametrize("written", ["Tkadlec", "tkadlec", "TKADLEC ukazka", "ukázka tkadlec"])
def test_a_search_needs_every_word_and_no_diacritics(open_page: OpenPage, written: str) -> None:
    places = {row["service_id"] for row in rows_of("facility") if valid(row, DAY) and "tkadlec" in fold(row["name"])}
    owners = {row["ico"] for row in rows_of("provider") if "tkadlec" in fold(row["name"])}
    expected = {
        row["name"]
        for row in services()
        if "tkadlec" in fold(row["name"]) or row["id"] in places or row["provider_ico"] in owners
    }
    assert 7 < len(expected) < 20
    assert set(listed(open_page("sit", hledat=written))["service_name"]) == expected


def test_a_search_finds_the_name_and_town_of_a_facility(open_page: OpenPage) -> None:
    assert list(listed(open_page("sit", hledat="tucnak chrastava"))["service_name"]) == [
        "Pečovatelská služba Pramínek – ukázka"
    ]


def test_a_search_gives_no_secret_address_away(open_page: OpenPage) -> None:
    secret = next(row for row in rows_of("facility") if row["secret_address"] == "true" and valid(row, DAY))
    name = next(row["name"] for row in rows_of("service") if row["id"] == secret["service_id"])
    town = next(row["name"] for row in rows_of("municipality") if row["code"] == secret["municipality_code"])
    served = listed(open_page("sit", hledat=secret["service_id"]))
    assert list(served["service_name"]) == [name]
    assert "Nic nebylo nalezeno" in texts(open_page("sit", hledat="utajené pracoviště"))
    both = open_page("sit", hledat=f"{secret['service_id']} {town}")
    assert len(both.dataframe) == int(town in served["orp_names"].iat[0])


def test_filters_meet_and_say_how_many_are_in_use(open_page: OpenPage) -> None:
    levels = {
        row["service_id"]: row["level"] for row in rows_of("network_membership") if row["version_code"] == "ZS2016"
    }
    expected = {row["name"] for row in services() if row["type_code"] == "49" and levels.get(row["id"]) == "Z2"}
    app = open_page("sit", sluzba="49", uroven="Z2", forma_sluzby="residential")
    assert expected
    assert set(listed(app)["service_name"]) == expected
    assert "Další filtry (použito: 2)" in [expander.label.replace("\\", "") for expander in app.expander]


def test_an_area_lists_services_that_serve_it(open_page: OpenPage) -> None:
    orps = {row["code"]: row["orp_code"] for row in rows_of("municipality")}
    served: dict[str, set[str]] = {}
    for row in rows_of("service_territory"):
        served.setdefault(row["service_id"], set()).add(
            row["area_code"] if row["level"] == "orp" else orps[row["area_code"]]
        )
    for row in sorted(rows_of("facility"), key=lambda row: row["id"]):
        if valid(row, DAY) and row["service_id"] not in served:
            served[row["service_id"]] = {orps[row["municipality_code"]]}
    expected = sum("5102" in served.get(row["id"], set()) for row in services())
    assert len(listed(open_page("sit", orp="5102"))) == expected


def test_closed_services_come_only_on_request_and_are_counted_apart(open_page: OpenPage) -> None:
    closed = [row for row in rows_of("service") if row["valid_to"] and row["valid_to"] < DAY]
    assert len(closed) == 16
    app = open_page("sit", skoncene="ano")
    assert len(listed(app)) == len(services()) + 16
    assert f"působí {len(services())} sociálních služeb" in texts(app)
    assert "16 dalších už skončilo." in texts(app)
    assert "valid_to" in listed(app).columns
    assert "valid_to" not in listed(open_page("sit")).columns


def test_secret_addresses_are_counted_and_not_drawn(open_page: OpenPage) -> None:
    working = {row["id"] for row in services()}
    facilities = [row for row in rows_of("facility") if valid(row, DAY) and row["service_id"] in working]
    open_ones = [row for row in facilities if row["secret_address"] == "false"]
    app = open_page("sit", zobrazeni="mapa")
    assert (
        f"Zařízení na mapě: {len(open_ones)}. Obcí: {len({row['municipality_code'] for row in open_ones})}."
        in texts(app)
    )
    assert f"Zařízení s utajenou adresou: {len(facilities) - len(open_ones)}." in texts(app)


def test_the_matrix_counts_each_type_in_each_area_and_leads_to_the_list(open_page: OpenPage) -> None:
    html = html_of(open_page("sit", zobrazeni="matice"))
    row = re.search(
        rf"<tr[^>]*><th[^>]*><a href=\"([^\"]*)\"[^>]*>§{NBSP}49 domovy pro seniory</a></th>(.*?)</tr>", html
    )
    assert row is not None
    assert "sluzba=49" in row[1]
    assert "zobrazeni" not in row[1]
    homes = sum(service["type_code"] == "49" for service in services())
    assert re.findall(r"</span>\s*(\d+)<", row[2])[0] == str(homes)


def test_a_service_opens_with_capacities_levels_territory_and_facilities(open_page: OpenPage) -> None:
    app = open_page("sit", sluzba_id="9000196")
    html, said = html_of(app), texts(app)
    assert "Pečovatelská služba Pramínek – ukázka" in said
    assert f"Kapacita k{NBSP}{day_in_words(DAY)}".replace(NBSP, " ") in said.replace(NBSP, " ")
    assert '<td>úvazky v přímé péči</td><td class="plain-number">8,7</td><td class="plain-number">10,9</td>' in html
    assert '<td>klienti</td><td class="plain-number">neuvedeno</td><td class="plain-number">58</td>' in html
    assert "Základní síť 2016" in html
    assert f"80{NBSP}%" in html
    assert "Klub &lt;b&gt;Tučňák&lt;/b&gt;" in html
    assert "<b>Tučňák" not in html


def test_a_secret_facility_has_no_municipality_in_the_detail(open_page: OpenPage) -> None:
    secret = next(row for row in rows_of("facility") if row["secret_address"] == "true" and valid(row, DAY))
    towns = {row["code"]: row["name"] for row in rows_of("municipality")}
    html = html_of(open_page("sit", sluzba_id=secret["service_id"]))
    assert "utajená adresa" in html
    facilities = html[html.index('<caption class="plain-hidden">Zařízení</caption>') :]
    assert f"<td>{towns[secret['municipality_code']]}</td>" not in facilities.split("</table>")[0]


def test_an_ended_service_says_when_it_ended(open_page: OpenPage) -> None:
    app = open_page("sit", sluzba_id="9000122")
    assert f"Služba skončila {day_in_words('2013-12-31')}" in texts(app)


def test_an_unknown_service_is_told_and_the_page_works(open_page: OpenPage) -> None:
    app = open_page("sit", sluzba_id="<b>1</b>", forma_sluzby="vzduchem", uroven="Z9", zobrazeni="graf", skoncene="1")
    assert not app.exception
    (told,) = app.error
    assert "<b>" not in told.value
    assert len(listed(app)) == len(services())
    for key in ("forma_sluzby", "uroven", "zobrazeni", "skoncene"):
        assert any(f"„{key}“" in warning.value for warning in app.warning), key


def test_nothing_found_offers_a_way_on(open_page: OpenPage) -> None:
    app = open_page("sit", hledat="<script>alert(1)</script>")
    assert not app.exception
    assert not app.dataframe
    assert "Nic nebylo nalezeno" in texts(app)


def test_english_readers_get_english_types_and_sentences(open_page: OpenPage) -> None:
    app = open_page("sit", lang="en", hledat="respite")
    types = {row["code"]: row["name_en"] for row in rows_of("service_type")}
    expected = [row for row in services() if row["type_code"] == "44"]
    assert set(listed(app)["type_name"]) == {f"§{NBSP}44 {types['44']}"}
    assert len(listed(app)) == len(expected)
    assert f"In the Liberec Region, {len(expected)} social services" in texts(app)
