"""The register of providers comes in: every trap of the real file on small files whose answers are checked by hand."""

import io
import json
import random
from collections.abc import Mapping
from copy import deepcopy
from datetime import date
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lib.errors import Issue, NeedsConfirmation, RejectedPackage
from lib.importers import rpss_stream
from lib.importers.rpss import import_register
from lib.importers.rpss_codes import codes_of
from lib.importers.rpss_records import HomeRegion, read_service
from lib.importers.rpss_settled import LISTED, SECRET_NAME, Remarks, settled
from lib.importers.rpss_stream import RegisterStream
from lib.model.areas import placement
from lib.model.changes import differences
from lib.model.incoming import ImportKind, Incoming
from lib.model.schemas import TABLES
from tests import made_register
from tests.made_register import Place, write_register

Frames = dict[str, pd.DataFrame]
Record = dict[str, Any]
DAY = date(2016, 6, 30)
NAME = "rpss.json"


@pytest.fixture
def known(frames: Frames) -> Frames:
    """The made region (Kraj/99) whose § 37, 40, 49 and two groups have the codes of the real register."""
    frames["service_type"]["register_code"] = [f"DruhSocialniSluzby/{number}" for number in (1, 4, 13)]
    codes = {"seniors": "CilovaSkupinaOsoby/24", "families": "CilovaSkupinaOsoby/22"}
    frames["target_group"]["register_code"] = frames["target_group"]["code"].map(codes).astype("str")
    return frames


def address(town: str = "990101", region: str | None = "Kraj/99", code: int | None = 111) -> Record:
    return {"kodAdresnihoMista": code, "cisloDomovni": 1, "ulice": None, "okres": None, "psc": "46001",
            "kraj": None if region is None else {"id": region}, "obec": {"id": f"Obec/{town}"}}


ELSEWHERE = address("554782", "Kraj/19")


def facility(name: str = "Středisko", **changes: Any) -> Record:
    return {"nazev": name, "poskytujeOd": "2008-01-01", "poskytujeDo": None, "utajenaAdresa": False,
            "adresa": address()} | changes


def capacity(amount: Any, unit: str = "luzka", note: str | None = None) -> Record:
    return {"pocet": amount, "popis": note, "typ": {"id": f"TypKapacitySocialniSluzby/{unit}"}}


def form(code: str, *capacities: Record) -> Record:
    return {"forma": {"id": f"FormaSocialniSluzby/{code}"}, "nepretrzitePoskytovani": True, "casoveRozsahy": None,
            "kapacity": list(capacities)}


def service(number: int = 1, **changes: Any) -> Record:
    return {
        "portalId": 100 + number, "id": "x", "identifikator": f"{2_000_000 + number}",
        "datumPoskytovaniOd": "2008-01-01", "datumPoskytovaniDo": None,
        "druhSocialniSluzby": {"id": "DruhSocialniSluzby/13"}, "zarizeni": [facility()], "kontaktniAdresy": [],
        "poskytovatel": {"ico": "00000035", "nazev": "Domovy Jedlov, p. o."},
        "ciloveSkupiny": [{"cilovaSkupina": {"id": "CilovaSkupinaOsoby/24"}}],
        "formy": [form("pob", capacity(32))],
    } | changes


def content(*services: Any) -> bytes:
    return json.dumps({"polozky": list(services)}, ensure_ascii=False).encode()


def brought(known: Mapping[str, pd.DataFrame], *services: Any, day: date = DAY, **options: Any) -> Incoming:
    return import_register(io.BytesIO(content(*services)), NAME, known, state_day=day, **options)


def after(known: Mapping[str, pd.DataFrame], *services: Any, **options: Any) -> Frames:
    return {**known, **brought(known, *services, **options).tables}


def refusal(known: Frames, *services: Any, **options: Any) -> tuple[Issue, ...]:
    with pytest.raises(RejectedPackage) as refused:
        brought(known, *services, **options)
    return refused.value.issues


def rows(frame: pd.DataFrame, *columns: str) -> list[tuple[Any, ...]]:
    """Rows as plain values: days as ISO text, absent as None."""
    def plain(value: Any) -> Any:
        if pd.isna(value):
            return None
        return value.date().isoformat() if isinstance(value, pd.Timestamp) else value

    return [tuple(plain(value) for value in row) for row in frame[list(columns)].itertuples(index=False, name=None)]


def amounts(tables: Mapping[str, pd.DataFrame], *ids: str) -> list[tuple[Any, ...]]:
    frame = tables["service_capacity"]
    found = rows(frame, "service_id", "form", "unit", "date", "registered", "in_network")
    return [row for row in found if not ids or row[0] in ids]


def rules(incoming: Incoming) -> list[tuple[str, str]]:
    return [(issue.rule, issue.value) for issue in incoming.remarks]


def everything(incoming: Incoming) -> str:
    """All that is handed over, as one text."""
    tables = "".join(frame.to_csv() for frame in incoming.tables.values())
    return tables + "".join(map(str, incoming.remarks)) + str(dict(incoming.details))


def test_one_service_comes_in_with_all_that_hangs_on_it(known: Frames) -> None:
    incoming = brought(known, service())
    tables = incoming.tables
    assert incoming.kind is ImportKind.REGISTER
    assert rows(tables["provider"], *TABLES["provider"].columns) == [
        ("00000035", "Domovy Jedlov, p. o.", "other", "mpsv_rpss")]
    assert rows(tables["service"], *TABLES["service"].columns) == [
        ("2000001", "00000035", "49", "Středisko", "2008-01-01", None, "mpsv_rpss")]
    assert rows(tables["service_target_group"], "service_id", "group_code", "share") == [("2000001", "seniors", None)]
    assert rows(tables["facility"], "service_id", "name", "municipality_code", "lat", "lon", "secret_address",
                "valid_from", "valid_to") == [
        ("2000001", "Středisko", "990101", None, None, False, "2008-01-01", None)]
    assert amounts(tables) == [("2000001", "residential", "beds", "2016-06-30", 32.0, None)]
    source = tables["source"].set_index("id").loc["mpsv_rpss"]
    assert (source["publisher"], source["kind"], str(source["state_date"].date()), source["url"]) == (
        "Ministerstvo práce a sociálních věcí", "official", "2016-06-30",
        "https://data.mpsv.cz/od/soubory/rpss/rpss.json")
    assert dict(incoming.details) == {
        "records": 1, "services": 1, "services_before": 0, "ended": 0, "facilities": 1, "duplicates": 0, "secret": 0,
        "without_address_code": 0, "capacities": 1, "capacities_described": 0, "left_out": 0, "in_more_regions": 0,
        "network_only": 0, "register_only": 1,
    }


def test_the_tables_have_the_declared_columns_and_types(known: Frames) -> None:
    for name, frame in brought(known, service()).tables.items():
        assert list(frame.columns) == list(TABLES[name].columns)
        assert frame.dtypes.astype(str).tolist() == known[name].dtypes.astype(str).tolist(), name


# ---- closed services, starts in the future


def test_an_ended_service_stays_and_both_ends_are_kept_as_written(known: Frames) -> None:
    tables = after(known, service(
        datumPoskytovaniDo="2012-12-31",
        zarizeni=[facility("A"), facility("B", poskytujeDo="2010-06-30"), facility("C", poskytujeDo="2015-01-31")]))
    assert rows(tables["service"], "id", "valid_to") == [("2000001", "2012-12-31")]
    assert sorted(rows(tables["facility"], "name", "valid_to")) == [
        ("A", None), ("B", "2010-06-30"), ("C", "2015-01-31")]
    assert brought(known, service(datumPoskytovaniDo="2012-12-31")).details["ended"] == 1


@pytest.mark.parametrize(("end", "ended"), [("2016-06-29", 1), ("2016-06-30", 0), ("2016-07-01", 0)])
def test_the_last_day_of_a_service_belongs_to_it(known: Frames, end: str, ended: int) -> None:
    assert brought(known, service(datumPoskytovaniDo=end)).details["ended"] == ended


def test_an_open_facility_of_an_ended_service_places_no_capacity(known: Frames) -> None:
    tables = after(known, service(datumPoskytovaniDo="2012-12-31"))
    parts = (tables[name] for name in ("service", "service_territory", "facility", "municipality", "population"))
    frames = list(parts)
    assert placement(*frames, valid_on=date(2012, 12, 31)).service.tolist() == [0]
    assert placement(*frames, valid_on=date(2013, 1, 1)).service.tolist() == []


def test_a_facility_that_ended_before_its_service_no_longer_places_it(known: Frames) -> None:
    tables = after(known, service(zarizeni=[facility(poskytujeDo="2012-12-31")]))
    frames = [tables[name] for name in ("service", "service_territory", "facility", "municipality", "population")]
    placed = [placement(*frames, valid_on=day) for day in (date(2012, 12, 31), date(2013, 1, 1))]
    assert [each.orp.tolist() for each in placed] == [[0], [-1]]


def test_a_start_in_the_future_is_kept(known: Frames) -> None:
    tables = after(known, service(datumPoskytovaniOd="2017-01-01", zarizeni=[facility(poskytujeOd="2017-02-01")]))
    assert rows(tables["service"], "valid_from") == [("2017-01-01",)]
    assert rows(tables["facility"], "valid_from") == [("2017-02-01",)]


def test_a_facility_without_a_start_begins_with_its_service(known: Frames) -> None:
    tables = after(known, service(datumPoskytovaniOd="2011-05-01", zarizeni=[facility(poskytujeOd=None)]))
    assert rows(tables["facility"], "valid_from") == [("2011-05-01",)]


@pytest.mark.parametrize(("changes", "rule"), [
    ({"datumPoskytovaniOd": None}, "the service has no start, or not a plausible one; it is left out"),
    ({"datumPoskytovaniOd": "1900-01-01"}, "the service has no start, or not a plausible one; it is left out"),
    ({"datumPoskytovaniDo": "2007-12-31"}, "the period ends before it begins; the row is left out"),
    ({"poskytovatel": {"ico": "12", "nazev": None}}, "the provider has no name; the service is left out"),
    ({"poskytovatel": None}, "the company number is not eight digits; the service is left out"),
    ({"poskytovatel": {"ico": "123456789", "nazev": "N"}},
     "the company number is not eight digits; the service is left out"),
    ({"druhSocialniSluzby": {"id": "DruhSocialniSluzby/99"}},
     "no service type has this code of the register; the service is left out"),
    ({"druhSocialniSluzby": None}, "no service type has this code of the register; the service is left out"),
])
def test_one_wrong_entry_is_left_out_and_told_and_stops_nobody(known: Frames, changes: Record, rule: str) -> None:
    incoming = brought(known, service(1), service(2, **changes))
    assert rows(incoming.tables["service"], "id") == [("2000001",)]
    told = [issue for issue in incoming.remarks if issue.rule == rule]
    assert [(issue.row, issue.column.split(":")[0], issue.blocking) for issue in told] == [(2, "portalId 102", False)]
    assert incoming.details["left_out"] == 1


def test_a_far_end_is_no_end_and_a_facility_the_wrong_way_round_is_left_out(known: Frames) -> None:
    incoming = brought(known, service(datumPoskytovaniDo="9999-12-31", zarizeni=[
        facility("A"), facility("B", poskytujeDo="2007-12-31"), facility("C", poskytujeOd="1900-01-01")]))
    assert rows(incoming.tables["service"], "valid_to") == [(None,)]
    assert rows(incoming.tables["facility"], "name") == [("A",)]
    assert [(issue.column, issue.value) for issue in incoming.remarks][:3] == [
        ("portalId 101: datumPoskytovaniDo", "9999-12-31"),
        ("portalId 101: zarizeni[1].poskytujeDo", "2007-12-31"),
        ("portalId 101: zarizeni[2].poskytujeOd", "1900-01-01"),
    ]


# ---- capacity


def test_capacity_counts_once_however_many_facilities_there_are(known: Frames) -> None:
    towns = {"A": "990101", "B": "990201", "C": "990301"}
    places = [facility(name, adresa=address(town)) for name, town in towns.items()]
    tables = after(known, service(zarizeni=places, formy=[form("pob", capacity(120))]))
    assert len(tables["facility"]) == 3
    assert amounts(tables) == [("2000001", "residential", "beds", "2016-06-30", 120.0, None)]


def test_repeated_amounts_of_a_form_are_added_and_forms_and_units_stay_apart(known: Frames) -> None:
    tables = after(known, service(formy=[
        form("pob", capacity(20), capacity(12), capacity(3, "klient")), form("ter", capacity(7, "klient"))]))
    assert [(row[1], row[2], row[4]) for row in amounts(tables)] == [
        ("field", "clients", 7.0), ("residential", "beds", 32.0), ("residential", "clients", 3.0)]


@pytest.mark.parametrize(("unit", "ours"), [
    ("luzka", "beds"), ("klient", "clients"), ("interv", "interventions"), ("kontakt", "contacts"), ("hovor", "calls")])
@pytest.mark.parametrize(("code", "our_form"), [("pob", "residential"), ("amb", "outpatient"), ("ter", "field")])
def test_every_unit_and_form_has_its_own_word(known: Frames, unit: str, ours: str, code: str, our_form: str) -> None:
    codes = codes_of(known, {})
    found = read_service(service(formy=[form(code, capacity(5, unit))]), 1, NAME, HomeRegion("Kraj/99", {"990101"}))
    assert found.service is not None
    listed = settled([found.service], codes, {"990101"}, Remarks(NAME)).services[0]
    assert dict(listed.amounts) == {(our_form, ours): 5}


def test_descriptions_are_counted_and_not_read(known: Frames) -> None:
    incoming = brought(known, service(formy=[form("pob", capacity(32, note="Kapacita 45 lůžek do 31.08.2016."))]))
    assert amounts(incoming.tables)[0][4] == 32.0
    assert incoming.details["capacities_described"] == 1


@pytest.mark.parametrize(("written", "stored"), [
    ([None], []), ([10, None], []), ([0], [0.0]), ([-1], []), ([1_000_001], []), ([2**62], []),
    ([1_000_000], [1_000_000.0]),
])
def test_an_unknown_amount_is_not_zero(known: Frames, written: list[int | None], stored: list[float]) -> None:
    tables = after(known, service(formy=[form("pob", *(capacity(amount) for amount in written))]))
    assert [row[4] for row in amounts(tables)] == stored


def test_a_form_or_unit_nobody_knows_is_left_out_and_told(known: Frames) -> None:
    incoming = brought(known, service(formy=[form("vir", capacity(1)), form("pob", capacity(2, "den"), capacity(9))]))
    assert [row[4] for row in amounts(incoming.tables)] == [9.0]
    assert [(issue.column, issue.value) for issue in incoming.remarks if "form or the unit" in issue.rule] == [
        ("portalId 101: formy[0].kapacity[0]", "FormaSocialniSluzby/vir"),
        ("portalId 101: formy[1].kapacity[0]", "TypKapacitySocialniSluzby/den"),
    ]


def test_an_amount_holds_from_the_day_of_the_file_and_an_unchanged_one_adds_no_row(known: Frames) -> None:
    first = after(known, service())
    second = after(first, service(), day=date(2017, 1, 31))
    assert amounts(second) == [("2000001", "residential", "beds", "2016-06-30", 32.0, None)]
    third = after(second, service(formy=[form("pob", capacity(30))]), day=date(2017, 2, 28))
    assert amounts(third) == [("2000001", "residential", "beds", "2016-06-30", 32.0, None),
                              ("2000001", "residential", "beds", "2017-02-28", 30.0, None)]


def test_a_form_the_register_no_longer_has_is_unknown_from_then_on(known: Frames) -> None:
    first = after(known, service(formy=[form("pob", capacity(32)), form("ter", capacity(5, "klient"))]))
    second = after(first, service(), day=date(2017, 1, 31))
    assert amounts(second) == [("2000001", "field", "clients", "2016-06-30", 5.0, None),
                               ("2000001", "field", "clients", "2017-01-31", None, None),
                               ("2000001", "residential", "beds", "2016-06-30", 32.0, None)]


# ---- the region


def test_a_service_belongs_to_the_region_by_its_facilities_and_not_by_its_office(known: Frames) -> None:
    here = service(1, kontaktniAdresy=[{"adresa": ELSEWHERE}])
    there = service(2, zarizeni=[facility(adresa=ELSEWHERE)], kontaktniAdresy=[{"adresa": address()}])
    without_facility = service(3, zarizeni=None, kontaktniAdresy=[{"adresa": address()}])
    neither = service(4, zarizeni=[], kontaktniAdresy=[{"adresa": ELSEWHERE}])
    nowhere = service(5, zarizeni=[facility(adresa=None, utajenaAdresa=True)])
    incoming = brought(known, here, there, without_facility, neither, nowhere)
    assert rows(incoming.tables["service"], "id") == [("2000001",), ("2000003",)]
    assert rows(incoming.tables["facility"], "service_id") == [("2000001",)]
    assert [issue.values["services"] for issue in incoming.remarks if "without any address" in issue.rule] == [1]


def test_an_address_without_a_region_is_placed_by_its_municipality(known: Frames) -> None:
    tables = after(known, service(1, zarizeni=[facility(adresa=address("990201", None))]),
                   service(2, zarizeni=[facility(adresa=address("554782", None))]))
    assert rows(tables["facility"], "service_id", "municipality_code") == [("2000001", "990201")]


def test_of_a_service_in_two_regions_only_our_facilities_come_in(known: Frames) -> None:
    incoming = brought(known, service(zarizeni=[facility("Tady"), facility("Jinde", adresa=ELSEWHERE)]))
    assert rows(incoming.tables["facility"], "name") == [("Tady",)]
    assert incoming.details["in_more_regions"] == 1


def test_another_region_needs_only_its_own_code(known: Frames) -> None:
    known["region"]["register_code"] = "Kraj/19"
    assert rows(after(known, service(1), service(2, zarizeni=[facility(adresa=ELSEWHERE)]))["service"], "id") == [
        ("2000002",)]


def test_a_facility_in_an_unknown_municipality_is_left_out_and_its_service_stays(known: Frames) -> None:
    incoming = brought(known, service(zarizeni=[facility(adresa=address("999999"))]))
    assert (len(incoming.tables["service"]), len(incoming.tables["facility"])) == (1, 0)
    told = [issue for issue in incoming.remarks if issue.rule.startswith("the municipality is none")]
    assert [(issue.row, issue.column, issue.value) for issue in told] == [
        (1, "portalId 101: zarizeni[0].adresa.obec", "999999")]


# ---- secret addresses and persons


def secret(**changes: Any) -> Record:
    return facility("Úkryt Lípa", adresa=None, utajenaAdresa=True) | changes


def test_a_secret_facility_keeps_its_service_and_gives_no_place_away(known: Frames) -> None:
    incoming = brought(known, service(zarizeni=[secret()], kontaktniAdresy=[{"adresa": address()}]))
    assert rows(incoming.tables["service"], "id", "name") == [("2000001", "domovy pro seniory – Domovy Jedlov, p. o.")]
    assert amounts(incoming.tables) == [("2000001", "residential", "beds", "2016-06-30", 32.0, None)]
    assert len(incoming.tables["facility"]) == 0
    assert (incoming.details["secret"], incoming.details["without_address_code"]) == (1, 0)
    assert "Úkryt" not in everything(incoming)


def test_an_address_given_in_spite_of_secrecy_is_not_used(known: Frames) -> None:
    incoming = brought(known, service(zarizeni=[secret(adresa=address("990302", code=4711))]))
    assert len(incoming.tables["service"]) == 1
    assert len(incoming.tables["facility"]) == 0
    assert "990302" not in everything(incoming)
    assert "4711" not in everything(incoming)


def test_a_facility_without_an_address_is_held_in_the_municipality_of_the_contact_and_as_a_secret_one(
    known: Frames,
) -> None:
    incoming = brought(known, service(zarizeni=[secret(utajenaAdresa=False), secret(utajenaAdresa=None)],
                                      kontaktniAdresy=[{"adresa": address("990201")}]))
    assert rows(incoming.tables["facility"], "name", "municipality_code", "lat", "lon", "secret_address") == [
        (SECRET_NAME, "990201", None, None, True)]
    assert "Úkryt" not in everything(incoming)


def test_two_contacts_in_two_municipalities_decide_nothing(known: Frames) -> None:
    contacts = [{"adresa": address("990201")}, {"adresa": address("990202")}]
    tables = after(known, service(zarizeni=[secret(utajenaAdresa=False)], kontaktniAdresy=contacts))
    assert (len(tables["service"]), len(tables["facility"])) == (1, 0)


def test_a_service_that_becomes_secret_loses_a_name_that_gives_it_away(known: Frames) -> None:
    first = after(known, service(zarizeni=[facility("Azyl Pod Lípou 5")]))
    second = brought(first, service(zarizeni=[facility("Azyl Pod Lípou 5"), secret()]), day=date(2017, 1, 31))
    assert rows(second.tables["service"], "name") == [("domovy pro seniory – Domovy Jedlov, p. o.",)]


def test_persons_mails_and_telephones_are_never_read(known: Frames) -> None:
    person = [{"jmeno": "Osoba", "prijmeni": made_register.PERSON}]
    record = service(
        emaily=[{"email": f"a{made_register.MAIL}", "poznamka": made_register.PERSON}],
        telefony=[{"telefon": made_register.PHONE, "poznamka": None}],
        zarizeni=[facility() | {"vedouci": {"jmeno": made_register.HEAD}}],
        poskytovatel={"ico": "00000035", "nazev": "Domovy Jedlov, p. o.", "statutarniOrgany": person,
                      "emaily": [{"email": f"b{made_register.MAIL}"}]},
    )
    read = next(RegisterStream(io.BytesIO(content(record)), NAME).services())
    handed_over = everything(brought(known, record))
    for word in (made_register.PERSON, made_register.HEAD, made_register.MAIL, made_register.PHONE.strip()):
        assert word in content(record).decode()
        assert word not in str(read)
        assert word not in handed_over


# ---- facilities


def test_a_facility_written_twice_counts_once(known: Frames) -> None:
    incoming = brought(known, service(zarizeni=[
        facility("A"), facility("A  "), facility(" A"), facility("A", poskytujeDo="2010-12-31"),
        facility("A", adresa=address(code=222)), facility("A", poskytujeOd="2009-01-01")]))
    assert len(incoming.tables["facility"]) == 4
    assert incoming.details["duplicates"] == 2
    assert set(incoming.tables["facility"]["name"]) == {"A"}


def test_facilities_without_a_code_are_told_apart_by_their_municipality(known: Frames) -> None:
    incoming = brought(known, service(zarizeni=[
        facility("A", adresa=address("990101", code=None)), facility("A", adresa=address("990201", code=None)),
        facility("A", adresa=address("990101", code=None))]))
    assert sorted(rows(incoming.tables["facility"], "municipality_code")) == [("990101",), ("990201",)]
    assert (incoming.details["without_address_code"], incoming.details["duplicates"]) == (2, 1)


def test_a_facility_keeps_its_mark_when_its_end_is_written_and_is_then_shown_as_ended(known: Frames) -> None:
    first = after(known, service(zarizeni=[facility("A"), facility("B")]))
    second = after(first, service(zarizeni=[facility("B"), facility("A", poskytujeDo="2016-12-31")]),
                   day=date(2017, 1, 31))
    changes = differences(first, second)
    assert [(row.table, row.kind.value) for row in changes.rows if row.table != "source"] == [("facility", "ended")]


def test_points_on_the_map_that_the_region_gave_stay(known: Frames) -> None:
    first = after(known, service())
    first["facility"] = first["facility"].assign(lat=50.641, lon=15.041)
    second = after(first, service(), day=date(2017, 1, 31))
    assert rows(second["facility"], "lat", "lon") == [(50.641, 15.041)]


# ---- identifiers, providers


def test_a_number_keeps_its_zeros(known: Frames) -> None:
    tables = after(known, service(poskytovatel={"ico": "27", "nazev": "Péče"}))
    assert rows(tables["provider"], "ico") == [("00000027",)]
    assert rows(tables["service"], "provider_ico") == [("00000027",)]


def test_the_kind_of_a_provider_is_the_regions_own_and_its_name_that_of_the_newest_entry(known: Frames) -> None:
    known["provider"]["source_id"] = "register"
    tables = after(known, service(1, poskytovatel={"ico": "00000019", "nazev": "Starý název"}),
                   service(2, poskytovatel={"ico": "00000019", "nazev": " Nový\tnázev "}))
    assert rows(tables["provider"], "ico", "name", "kind") == [
        ("00000019", "Nový název", "municipality"), ("00000027", "Péče; Lipany", "ngo")]


@pytest.mark.parametrize("written", [None, "", "12345", "12345678", "1234x67", "__NEOVERENO__"])
def test_a_service_without_a_usable_identifier_is_kept_under_its_portal_id(known: Frames, written: str | None) -> None:
    incoming = brought(known, service(identifikator=written))
    assert rows(incoming.tables["service"], "id") == [("0000101",)]
    rule = "the identifier is not seven digits; the service is kept under its portalId"
    assert (rule, written or "") in rules(incoming)


def test_of_two_services_with_one_identifier_the_newer_keeps_it(known: Frames) -> None:
    old, new = service(1), service(2, identifikator="2000001", datumPoskytovaniOd="2012-01-01")
    for order in ((old, new), (new, old)):
        incoming = brought(known, *order)
        assert rows(incoming.tables["service"], "id", "valid_from") == [
            ("0000101", "2008-01-01"), ("2000001", "2012-01-01")]
        assert [issue.column for issue in incoming.remarks if "another service has" in issue.rule] == [
            "portalId 101: identifikator"]


def test_a_service_that_can_have_no_identifier_is_left_out(known: Frames) -> None:
    incoming = brought(known, service(1), service(portalId=12_345_678, identifikator="?"),
                       service(portalId=2_000_001, identifikator=None))
    assert rows(incoming.tables["service"], "id") == [("2000001",)]
    assert incoming.details["left_out"] == 2


def test_a_record_that_is_twice_in_the_file_counts_once_and_two_different_ones_refuse_it(known: Frames) -> None:
    incoming = brought(known, service(), service())
    assert (len(incoming.tables["service"]), incoming.details["duplicates"]) == (1, 1)
    issues = refusal(known, service(), service(2), service(1, datumPoskytovaniDo="2012-01-01"))
    assert [(issue.row, issue.column, issue.values) for issue in issues] == [(3, "portalId 101", {"row": 1})]


# ---- the same twice, in any order


def mixed(size: int = 12) -> list[Record]:
    return [
        service(number, zarizeni=[facility(f"Z{number}"), facility(f"Z{number} "), secret()],
                poskytovatel={"ico": f"{number // 3}", "nazev": f"P{number}"},
                formy=[form("pob", capacity(number), capacity(2)), form("ter", capacity(1, "klient"))],
                identifikator="2000004" if number in (3, 4, 5) else f"{2_000_000 + number}")
        for number in range(size)
    ]


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(mixed()), mirrored=st.booleans())
def test_the_order_of_the_file_changes_nothing(known: Frames, order: list[Record], mirrored: bool) -> None:
    expected = brought(known, *mixed()).tables
    if mirrored:
        order = [{**record, "zarizeni": record["zarizeni"][::-1]} for record in order]
    for name, frame in brought(known, *order).tables.items():
        pd.testing.assert_frame_equal(frame, expected[name])


def test_the_same_file_twice_changes_nothing(known: Frames) -> None:
    first = after(known, *mixed())
    second = after(first, *mixed())
    assert not differences(first, second)


def test_the_same_register_on_a_later_day_changes_only_the_day_of_its_source(known: Frames) -> None:
    first = after(known, *mixed())
    changes = differences(first, after(first, *mixed(), day=date(2017, 1, 31)))
    assert [(row.table, row.key, [field.column for field in row.fields]) for row in changes.rows] == [
        ("source", ("mpsv_rpss",), ["accessed", "state_date"])]


# ---- what the region owns


def own_network(known: Frames) -> Frames:
    """The made region as if every demo row were the region's own."""
    known["source"].loc[known["source"]["id"] == "demo", "kind"] = "official"
    return known


def test_no_illustrative_row_stays_beside_real_ones(known: Frames) -> None:
    incoming = brought(known, service())
    for name in ("provider", "service", "facility", "service_target_group", "service_capacity", "service_territory",
                 "network_membership"):
        assert "demo" not in set(incoming.tables[name]["source_id"]), name
    assert rows(incoming.tables["service"], "id") == [("2000001",)]
    assert "demo" in set(incoming.tables["source"]["id"]), "other tables still have illustrative rows"


def test_rows_of_the_region_that_refer_to_an_illustrative_service_are_told(known: Frames) -> None:
    known["network_membership"].loc[0, "source_id"] = "register"
    incoming = brought(known, service())
    assert ("rows of the region refer to an illustrative service and go with it", "1000001") in rules(incoming)
    assert len(incoming.tables["network_membership"]) == 0


def test_capacity_in_the_network_is_carried_into_the_new_row(known: Frames) -> None:
    tables = after(own_network(known), service(identifikator="1000001", formy=[form("pob", capacity(70))]))
    assert amounts(tables, "1000001") == [("1000001", "residential", "beds", "2008-01-01", 40.0, 40.0),
                                          ("1000001", "residential", "beds", "2015-01-01", 60.0, 50.0),
                                          ("1000001", "residential", "beds", "2016-06-30", 70.0, 50.0)]


def test_planning_units_and_declared_areas_stay_the_regions_own(known: Frames) -> None:
    record = service(identifikator="1000003", druhSocialniSluzby={"id": "DruhSocialniSluzby/4"},
                     formy=[form("ter", capacity(40, "klient"))])
    tables = after(own_network(known), record)
    assert amounts(tables, "1000003") == [("1000003", "field", "clients", "2016-06-30", 40.0, None),
                                          ("1000003", "field", "fte", "2009-01-01", 8.5, None)]
    assert tables["service_territory"].equals(known["service_territory"])
    assert tables["network_membership"].equals(known["network_membership"])


def test_more_in_the_network_than_registered_now_is_told_and_not_carried(known: Frames) -> None:
    incoming = brought(own_network(known), service(identifikator="1000001", formy=[form("pob", capacity(49))]))
    assert amounts(incoming.tables, "1000001")[-1] == ("1000001", "residential", "beds", "2016-06-30", 49.0, None)
    told = [issue for issue in incoming.remarks if issue.rule.startswith("the network has")]
    assert [(issue.value, issue.values) for issue in told] == [("1000001", {"in_network": 50.0, "registered": 49})]


def test_exactly_what_is_registered_may_be_in_the_network(known: Frames) -> None:
    tables = after(own_network(known), service(identifikator="1000001", formy=[form("pob", capacity(50))]))
    assert amounts(tables, "1000001")[-1] == ("1000001", "residential", "beds", "2016-06-30", 50.0, 50.0)


def test_a_known_service_keeps_its_name_and_the_shares_of_its_groups(known: Frames) -> None:
    groups = [{"cilovaSkupina": {"id": f"CilovaSkupinaOsoby/{code}"}} for code in (24, 22)]
    tables = after(own_network(known), service(identifikator="1000001", ciloveSkupiny=groups),
                   service(2, identifikator="1000003"))
    assert rows(tables["service"], "id", "name")[0] == ("1000001", "Domov Jedlov")
    found = [row for row in rows(tables["service_target_group"], "service_id", "group_code", "share")
             if row[0] in ("1000001", "1000003")]
    assert found == [("1000001", "families", None), ("1000001", "seniors", 1.0), ("1000003", "seniors", 0.8)]


def test_groups_the_register_cannot_name_stay_as_the_region_wrote_them(known: Frames) -> None:
    known["target_group"].loc[known["target_group"]["code"] == "families", "register_code"] = pd.NA
    tables = after(own_network(known), service(identifikator="1000003", ciloveSkupiny=None))
    found = rows(tables["service_target_group"], "service_id", "group_code", "share")
    assert [row for row in found if row[0] == "1000003"] == [("1000003", "families", 0.2)]


def test_services_of_the_network_and_of_the_register_are_matched_both_ways(known: Frames) -> None:
    incoming = brought(own_network(known), service(1), service(2, identifikator="1000001", formy=None),
                       service(3, identifikator="1000002", formy=None, datumPoskytovaniDo="2016-06-29"),
                       service(4, datumPoskytovaniDo="2016-06-29"))
    told = [(issue.rule, issue.value) for issue in incoming.remarks if "network" in issue.rule]
    assert told == [
        ("the service is in the network and not in the register", "1000003"),
        ("the service is in the network and ended in the register on {day}", "1000002"),
        ("the service is in the register and not in the network", "2000001"),
    ], "1000004 is outside the network, 2000004 has ended"
    assert (incoming.details["network_only"], incoming.details["register_only"]) == (1, 1)


def test_without_a_network_on_the_day_nothing_is_compared_with_it(known: Frames) -> None:
    incoming = brought(known, service(), day=date(2026, 11, 20))
    assert [issue.rule for issue in incoming.remarks] == [
        "no version of the network holds on {day}; services were not compared with it"]
    assert (incoming.details["network_only"], incoming.details["register_only"]) == (None, None)


def test_many_remarks_of_one_rule_are_counted(known: Frames) -> None:
    incoming = brought(known, *(service(number) for number in range(LISTED + 5)))
    assert len(incoming.remarks) == LISTED + 1
    assert (incoming.remarks[-1].row, incoming.remarks[-1].value) == (0, "… + 5")


def test_a_service_the_register_no_longer_lists_stays_when_others_refer_to_it(known: Frames) -> None:
    incoming = brought(own_network(known), service(identifikator="1000001"), day=date(2016, 6, 30))
    assert rows(incoming.tables["service"], "id") == [(f"100000{number}",) for number in range(1, 6)]
    assert [issue.value for issue in incoming.remarks if "it stays" in issue.rule] == [
        "1000002", "1000003", "1000004", "1000005"]
    assert len(incoming.tables["facility"]) == 3, "one of the register, two of services that stay"


def test_a_service_nothing_refers_to_goes_with_all_it_has(known: Frames) -> None:
    first = after(known, service(1), service(2, formy=None), confirmed=True)
    incoming = brought(first, service(1), confirmed=True, day=date(2017, 1, 31))
    assert rows(incoming.tables["service"], "id") == [("2000001",)]
    assert rows(incoming.tables["facility"], "service_id") == [("2000001",)]
    assert [issue.value for issue in incoming.remarks if "it goes" in issue.rule] == ["2000002"]


def test_what_the_register_no_longer_lists_names_the_day_it_last_did(known: Frames) -> None:
    first = after(known, service(1), service(2))
    second = after(first, service(1), confirmed=True, day=date(2017, 1, 31))
    assert rows(second["service"], "id", "source_id") == [
        ("2000001", "mpsv_rpss"), ("2000002", "mpsv_rpss_2016-06-30")]
    days = second["source"].set_index("id")["state_date"].dt.strftime("%Y-%m-%d")
    assert (days["mpsv_rpss"], days["mpsv_rpss_2016-06-30"]) == ("2017-01-31", "2016-06-30")
    third = after(second, service(1), service(2), confirmed=True, day=date(2017, 2, 28))
    assert "mpsv_rpss_2016-06-30" not in set(third["source"]["id"]), "listed again, so nothing names that day"


# ---- an unusual number of services


@pytest.mark.parametrize(("now", "refused"), [(19, False), (20, False), (21, False), (18, True), (22, True)])
def test_five_per_cent_more_or_fewer_services_pass_and_one_more_needs_confirmation(
    known: Frames, now: int, refused: bool,
) -> None:
    published = after(known, *(service(number) for number in range(20)))
    sent = [service(number) for number in range(now)]
    if not refused:
        assert brought(published, *sent, day=date(2016, 7, 31)).details["services_before"] == 20
        return
    with pytest.raises(NeedsConfirmation) as error:
        brought(published, *sent, day=date(2016, 7, 31))
    assert [(issue.value, issue.values) for issue in error.value.issues] == [
        (str(now), {"before": 20, "now": now, "percent": 5})]
    assert brought(published, *sent, day=date(2016, 7, 31), confirmed=True).details["services"] == now


def test_services_the_register_stopped_listing_are_not_compared_again(known: Frames) -> None:
    twenty = after(known, *(service(number) for number in range(20)))
    nineteen = after(twenty, *(service(number) for number in range(19)), day=date(2016, 7, 31))
    assert len(nineteen["service"]) == 20
    assert brought(nineteen, *(service(number) for number in range(19)), day=date(2016, 8, 31)).details[
        "services_before"] == 19


def test_with_other_problems_it_is_a_plain_refusal_that_tells_both(known: Frames) -> None:
    published = after(known, *(service(number) for number in range(20)))
    with pytest.raises(RejectedPackage) as error:
        brought(published, service(1, zarizeni=[facility("<b>tučné</b>")]), day=date(2016, 7, 31))
    assert not isinstance(error.value, NeedsConfirmation)
    assert {issue.rule for issue in error.value.issues} == {
        "the number of the region's services moved from {before} to {now}, by more than {percent} %",
        "the text holds HTML",
    }


def test_an_older_file_than_the_published_one_is_refused(known: Frames) -> None:
    published = after(known, service())
    issues = refusal(published, service(), day=date(2016, 6, 29))
    assert [(issue.value, issue.values) for issue in issues] == [("2016-06-29", {"day": DAY})]


def test_a_file_without_a_service_of_the_region_is_refused(known: Frames) -> None:
    issues = refusal(known, service(zarizeni=[facility(adresa=ELSEWHERE)]))
    assert [(issue.rule, issue.value) for issue in issues] == [("the file has no service of the region", "Kraj/99")]


def test_a_region_without_a_code_in_the_register_is_told(known: Frames) -> None:
    known["region"]["register_code"] = pd.Series([None], dtype="str")
    assert [issue.rule for issue in refusal(known, service())] == ["the region has no code in the register"]


# ---- code lists


def code_list(**names: str) -> bytes:
    items = [{"id": code.replace("_", "/"), "nazev": {"cs": name}} for code, name in names.items()]
    return json.dumps({"polozky": items}).encode()


def test_unknown_codes_are_told_once_with_the_name_of_the_registers_list(known: Frames) -> None:
    unknown = [{"cilovaSkupina": {"id": "CilovaSkupinaOsoby/7"}}, {"cilovaSkupina": {"id": "CilovaSkupinaOsoby/24"}}]
    lists = {"cilove-skupiny-osoby.json": code_list(CilovaSkupinaOsoby_7="oběti trestné činnosti"),
             "druhy.json": code_list(DruhSocialniSluzby_35="centrum duševního zdraví")}
    incoming = brought(known, service(1, ciloveSkupiny=unknown), service(2, ciloveSkupiny=unknown),
                       service(3, druhSocialniSluzby={"id": "DruhSocialniSluzby/35"}), code_lists=lists)
    told = [(issue.value, issue.values) for issue in incoming.remarks if " code of the register" in issue.rule]
    assert told == [("DruhSocialniSluzby/35 (centrum duševního zdraví)", {}),
                    ("CilovaSkupinaOsoby/7 (oběti trestné činnosti)", {"services": 2})]
    assert rows(incoming.tables["service_target_group"], "service_id", "group_code") == [
        ("2000001", "seniors"), ("2000002", "seniors")]


def test_a_list_of_the_register_gives_our_codes_what_they_lack(known: Frames) -> None:
    known["target_group"].loc[known["target_group"]["code"] == "families", "register_code"] = pd.NA
    lists = {"skupiny.json": code_list(CilovaSkupinaOsoby_9="Rodiny s dětmi", CilovaSkupinaOsoby_8="senioři"),
             "druhy.json": code_list(DruhSocialniSluzby_20="domovy pro seniory",
                                     DruhSocialniSluzby_21="pečovatelská služba")}
    record = service(ciloveSkupiny=[{"cilovaSkupina": {"id": "CilovaSkupinaOsoby/9"}}],
                     druhSocialniSluzby={"id": "DruhSocialniSluzby/20"})
    tables = after(known, record, code_lists=lists)
    assert rows(tables["service_target_group"], "group_code") == [("families",)]
    assert rows(tables["service_type"], "code", "register_code", "register_code_inferred") == [
        ("37", "DruhSocialniSluzby/1", False), ("40", "DruhSocialniSluzby/4", False),
        ("49", "DruhSocialniSluzby/20", False),
    ], "only § 49 was inferred"
    assert dict(rows(tables["target_group"], "code", "register_code")) == {
        "families": "CilovaSkupinaOsoby/9", "plan_seniors": None, "seniors": "CilovaSkupinaOsoby/24"}


@pytest.mark.parametrize(("written", "row"), [
    (b"[]", 0), (b"{", 1), (b'{"polozky": 1}', 0), (b'{"polozky": [1]}', 1), (b'{"polozky": [{"id": 1}]}', 1),
    (b'{"polozky": [{"id": "X/1", "nazev": {"cs": "a"}}, {"id": "X/2", "nazev": "b"}]}', 2), (b"\xff", 1),
])
def test_a_file_that_is_no_code_list_is_refused_with_its_place(known: Frames, written: bytes, row: int) -> None:
    issues = refusal(known, service(), code_lists={"ciselnik.json": written})
    assert [(issue.file, issue.row) for issue in issues] == [("ciselnik.json", row)]


# ---- wrong shapes


WRONG: list[tuple[str, Any, str, str]] = [
    ("portalId", "101", "portalId", "101"),
    ("portalId", 0, "portalId 0: portalId", "0"),
    ("portalId", True, "portalId", "True"),
    ("identifikator", 2000001, "portalId 101: identifikator", "2000001"),
    ("datumPoskytovaniOd", "1. 1. 2008", "portalId 101: datumPoskytovaniOd", "1. 1. 2008"),
    ("datumPoskytovaniOd", "2008-13-01", "portalId 101: datumPoskytovaniOd", "2008-13-01"),
    ("datumPoskytovaniDo", [2012], "portalId 101: datumPoskytovaniDo", "[…]"),
    ("druhSocialniSluzby", "DruhSocialniSluzby/13", "portalId 101: druhSocialniSluzby", "DruhSocialniSluzby/13"),
    ("druhSocialniSluzby", {"id": 13}, "portalId 101: druhSocialniSluzby.id", "13"),
    ("ciloveSkupiny", {"id": 1}, "portalId 101: ciloveSkupiny", "{…}"),
    ("ciloveSkupiny", ["x"], "portalId 101: ciloveSkupiny[0]", "x"),
    ("formy", [form("pob", capacity("32"))], "portalId 101: formy[0].kapacity[0].pocet", "32"),
    ("formy", [form("pob", capacity(32.5))], "portalId 101: formy[0].kapacity[0].pocet", "32.5"),
    ("formy", [form("pob", capacity({"a": 1}))], "portalId 101: formy[0].kapacity[0].pocet", "{…}"),
    ("zarizeni", "nic", "portalId 101: zarizeni", "nic"),
    ("zarizeni", [facility(utajenaAdresa="ne")], "portalId 101: zarizeni[0].utajenaAdresa", "ne"),
    ("zarizeni", [facility(nazev=[[[]]])], "portalId 101: zarizeni[0].nazev", "[…]"),
    ("zarizeni", [facility(adresa=address(code="111"))], "portalId 101: zarizeni[0].adresa.kodAdresnihoMista", "111"),
    ("poskytovatel", {"ico": 35, "nazev": "N"}, "portalId 101: poskytovatel.ico", "35"),
    ("poskytovatel", {"ico": "35", "nazev": "N" * 4001}, "portalId 101: poskytovatel.nazev", "N" * 80),
]


@pytest.mark.parametrize(("key", "value", "column", "shown"), WRONG)
def test_a_value_of_another_kind_refuses_the_file_and_says_where(
    known: Frames, key: str, value: Any, column: str, shown: str,
) -> None:
    contacts = [{"adresa": address()}]
    issues = refusal(known, service(2), service(**{"kontaktniAdresy": contacts, key: value}))
    assert [(issue.row, issue.column, issue.value) for issue in issues] == [(2, column, shown)]


@pytest.mark.parametrize("item", [1, "x", None, True, [], [[1]]])
def test_a_service_that_is_no_object_refuses_the_file(known: Frames, item: Any) -> None:
    issues = refusal(known, service(), item)
    assert [(issue.row, issue.rule) for issue in issues] == [(2, "an object is expected here")]


def test_every_problem_of_the_file_is_told_at_once(known: Frames) -> None:
    issues = refusal(known, service(1, formy=3, identifikator=4), service(2, zarizeni=[facility(poskytujeOd="x")]), 5)
    assert [(issue.row, issue.column) for issue in issues] == [
        (1, "portalId 101: identifikator"), (1, "portalId 101: formy"),
        (2, "portalId 102: zarizeni[0].poskytujeOd"), (3, "")]


def test_mistakes_of_other_regions_do_not_concern_ours(known: Frames) -> None:
    foreign = service(2, zarizeni=[facility(adresa={**ELSEWHERE, "obec": 5}, nazev=7)], formy="x", identifikator=3)
    assert rows(after(known, service(1), foreign)["service"], "id") == [("2000001",)]


KEYS = ("id", "adresa", "kraj", "obec", "nazev", "pocet", "typ", "forma", "kapacity", "x")
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 2**60) | st.text(max_size=5)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.sampled_from(["2008-01-01", "Kraj/99", "Obec/990101", "FormaSocialniSluzby/pob"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_stands_in_a_record_is_read_or_told_and_never_crashes(known: Frames, data: st.DataObject) -> None:
    record = deepcopy(service(kontaktniAdresy=[{"adresa": address()}]))
    for key in data.draw(st.lists(st.sampled_from(sorted(record)), min_size=1, max_size=3)):
        record[key] = data.draw(JSON)
    home = HomeRegion("Kraj/99", {"990101"})
    for item in RegisterStream(io.BytesIO(content(record)), NAME).services():
        outcome = read_service(item, 1, NAME, home)
        if outcome.service is not None and not outcome.issues:
            found = settled([outcome.service], codes_of(known, {}), home.municipalities, Remarks(NAME))
            assert len(found.services) + found.figures["left_out"] == 1


# ---- hostile files


@pytest.mark.parametrize(("written", "rule", "row"), [
    (b"", "the file ends too early", 1),
    (content(service())[:-30], "the file ends too early", 1),
    (content(service()) + b"x", "the file is no JSON from here on", 2),
    (content(service()) * 2, "the file is no JSON from here on", 2),
    (content(service()).replace(b"32", b"NaN"), "the file is no JSON from here on", 1),
    (content(service()).replace(b"32", b"9" * 5000), "the file is no JSON from here on", 1),
    (content(service()).replace(b"32", b"1e999"), "the file is no JSON from here on", 1),
    (content(service()).replace(b"32", b"\xff"), "the file is no JSON from here on", 1),
    ("{'polozky': []}".encode("utf-16"), "the file is no JSON from here on", 1),
    (b"PK\x03\x04", "the file is no JSON from here on", 1),
    (b"[" * 1_000_000, "the JSON is nested too deep", 1),
    (b'{"x":' * 200_000, "the JSON is nested too deep", 1),
    (b'{"polozky":[{"zarizeni":' + b"[" * 200_000, "the JSON is nested too deep", 1),
    (b'{"polozky":[{"portalId":"' + b"9" * 5_000_000, "a service takes more than {limit} bytes", 1),
    (b" " * 5_000_000 + b"{}", "a service takes more than {limit} bytes", 1),
    (b"{}", "the file has no list of services", 0),
    (b"[]", "the file has no list of services", 0),
    (b'{"polozky":{"a":1}}', "the file has no list of services", 0),
    (b'{"polozky":null}', "the file has no list of services", 0),
    (b'{"polozky":[]}', "the file has no service of the region", 0),
], ids=str)
def test_a_hostile_or_broken_file_is_refused_with_its_place(known: Frames, written: bytes, rule: str, row: int) -> None:
    with pytest.raises(RejectedPackage) as refused:
        import_register(io.BytesIO(written), NAME, known, state_day=DAY)
    assert [(issue.rule, issue.row) for issue in refused.value.issues] == [(rule, row)]


def test_problems_read_before_the_file_breaks_are_told_too(known: Frames) -> None:
    written = content(service(formy=1), service(2))[:-20]
    with pytest.raises(RejectedPackage) as refused:
        import_register(io.BytesIO(written), NAME, known, state_day=DAY)
    assert [issue.rule for issue in refused.value.issues] == ["a list is expected here", "the file ends too early"]


def test_a_byte_order_mark_is_passed_over(known: Frames) -> None:
    written = b"\xef\xbb\xbf" + content(service())
    assert len(import_register(io.BytesIO(written), NAME, known, state_day=DAY).tables["service"]) == 1


def test_a_file_beyond_the_limit_is_refused_before_it_is_read_whole(
    known: Frames, monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(rpss_stream, "MAX_REGISTER_BYTES", 100_000)
    source = io.BytesIO(content(*(service(number) for number in range(1000))))
    with pytest.raises(RejectedPackage, match="the file has more than 100000 bytes"):
        import_register(source, NAME, known, state_day=DAY)
    assert source.tell() < 200_000


def test_markup_in_a_name_is_refused_and_the_record_named(known: Frames) -> None:
    issues = refusal(known, service(1), service(2, zarizeni=[facility("<script>alert(1)</script>")]))
    assert {(issue.file, issue.row) for issue in issues} == {(NAME, 2)}
    assert {issue.column for issue in issues} == {"portalId 102: facility.name", "portalId 102: service.name"}


def test_control_characters_are_taken_out_of_names(known: Frames) -> None:
    tables = after(known, service(zarizeni=[facility("Dům\x00 na\r\n  kopci\x1f")]))
    assert rows(tables["facility"], "name") == [("Dům na kopci",)]


def test_a_missing_file_is_told(known: Frames, tmp_path: Any) -> None:
    with pytest.raises(RejectedPackage, match="the system does not let the file be read"):
        import_register(tmp_path / "chybí.json", NAME, known, state_day=DAY)


# ---- a made register


def test_a_made_register_comes_in_as_it_was_counted_when_it_was_made(known: Frames, tmp_path: Any) -> None:
    place = Place("Kraj/99", known["municipality"]["code"].tolist())
    tally = write_register(tmp_path / NAME, place, services=1500, seed=3, types=(1, 4, 13))
    incoming = import_register(tmp_path / NAME, NAME, known, state_day=made_register.STATE_DAY)
    figures = incoming.details
    assert (tally.services, tally.facilities, tally.secret, tally.duplicates) == (46, 129, 2, 4)
    assert (figures["records"], figures["services"], figures["ended"]) == (1500, tally.services, tally.ended)
    assert (figures["facilities"], figures["duplicates"], figures["secret"], figures["without_address_code"]) == (
        tally.facilities, tally.duplicates, tally.secret, tally.without_code)
    units = {"luzka": "beds", "klient": "clients", "interv": "interventions"}
    sums = incoming.tables["service_capacity"].groupby("unit")["registered"].sum()
    assert sums.to_dict() == {units[unit]: amount for unit, amount in tally.amounts.items()}
    handed_over = everything(incoming)
    for word in (made_register.PERSON, made_register.HEAD, made_register.MAIL, made_register.PHONE.strip(),
                 made_register.SECRET_WORD):
        assert word not in handed_over


def test_a_made_register_shuffled_gives_the_same_tables(known: Frames, tmp_path: Any) -> None:
    place = Place("Kraj/99", known["municipality"]["code"].tolist())
    write_register(tmp_path / NAME, place, services=1000, seed=5, types=(1, 4, 13))
    services = json.loads((tmp_path / NAME).read_text(encoding="utf-8"))["polozky"]
    first = brought(known, *services, day=made_register.STATE_DAY)
    random.Random(1).shuffle(services)
    second = brought(known, *services, day=made_register.STATE_DAY)
    assert first.checksum != second.checksum
    for name, frame in first.tables.items():
        pd.testing.assert_frame_equal(frame, second.tables[name])
