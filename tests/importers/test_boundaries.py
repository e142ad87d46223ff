"""Official borders of the made region: nine municipalities in four squares, checked by hand, and 215 of real size."""

import io
import json
import resource
import sqlite3
import time
import zipfile
from collections.abc import Callable, Mapping
from datetime import date
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from urllib.error import URLError
from urllib.parse import parse_qs, urlparse
from urllib.request import urlopen

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
import shapely.affinity

from lib.errors import Issue, NeedsConfirmation, RejectedPackage
from lib.importers import boundary_shapes
from lib.importers.boundary_files import read_layers
from lib.importers.boundary_shapes import from_degrees
from lib.importers.official_boundaries import import_boundaries
from lib.importers.package import load_package
from lib.importers.ruian import official_boundaries
from lib.model.incoming import ImportKind, Incoming
from tests.importers.made_borders import as_geojson, winding_municipalities
from tests.made_region import made_frames, write_package

DAY = date(2017, 1, 1)
KNOWN = made_frames()


def polygon(*points: tuple[float, float]) -> shapely.Polygon:
    """In hundredths of a degree from 15° east, 50.6° north, as the made region is drawn."""
    return shapely.Polygon([(round(15 + x / 100, 3), round(50.6 + y / 100, 3)) for x, y in points])


TOWNS = {
    "990101": polygon((0, 0), (6, 0), (6, 6), (0, 6)),
    "990102": polygon((6, 0), (10, 0), (10, 6), (6, 6)),
    "990103": polygon((0, 6), (6, 6), (10, 6), (10, 10), (6, 10), (0, 10)),
    "990201": polygon((10, 0), (16, 0), (16, 6), (10, 6)),
    "990202": polygon((16, 0), (20, 0), (20, 6), (16, 6)),
    "990203": polygon((10, 6), (16, 6), (20, 6), (20, 10), (10, 10)),
    "990301": polygon((0, 10), (6, 10), (6, 20), (0, 20)),
    "990302": polygon((6, 10), (10, 10), (10, 20), (6, 20)),
    "990401": polygon((10, 10), (20, 10), (20, 20), (10, 20)),
}
ORPS = {
    "9901": polygon((0, 0), (10, 0), (10, 10), (0, 10)),
    "9902": polygon((10, 0), (20, 0), (20, 10), (10, 10)),
    "9903": polygon((0, 10), (10, 10), (10, 20), (0, 20)),
    "9904": polygon((10, 10), (20, 10), (20, 20), (10, 20)),
}
ORP_OF = dict(zip(KNOWN["municipality"]["code"], KNOWN["municipality"]["orp_code"], strict=True))
SEATS = dict(zip(KNOWN["orp"]["code"], KNOWN["orp"]["seat_municipality_code"], strict=True))


def metres(polygons: Mapping[str, shapely.Geometry]) -> dict[str, shapely.Geometry]:
    return dict(zip(polygons, from_degrees(np.array(list(polygons.values()), dtype=object)), strict=True))


def towns_file(changed: Mapping[str, shapely.Geometry | None] | None = None, **properties: Mapping[str, str]) -> bytes:
    """The nine municipalities in EPSG:5514; `changed` replaces, adds or (None) leaves out."""
    drawn = {code: shape for code, shape in (TOWNS | dict(changed or {})).items() if shape is not None}
    return as_geojson(metres(drawn), "kod", **properties)


def brought(content: bytes, known: Mapping[str, pd.DataFrame] = KNOWN, **asked: bool) -> Incoming:
    return import_boundaries(content, "hranice", known, vintage=DAY, **asked)


def refused(content: bytes, known: Mapping[str, pd.DataFrame] = KNOWN, **asked: bool) -> list[Issue]:
    with pytest.raises(RejectedPackage) as caught:
        brought(content, known, **asked)
    return list(caught.value.issues)


def said(issues: list[Issue]) -> list[tuple[int, str, str]]:
    return [(issue.row, issue.value, issue.rule.format_map(issue.values)) for issue in issues]


def shape_of(incoming: Incoming, table: str, code: str) -> shapely.Geometry:
    frame = incoming.tables[table]
    return shapely.from_geojson(frame.loc[frame[frame.columns[0]] == code, "geometry"].iloc[0])


def test_municipal_borders_are_stored_in_degrees_and_areas_are_drawn_around_them() -> None:
    incoming = brought(towns_file())
    assert incoming.kind == ImportKind.BOUNDARIES
    assert list(incoming.tables) == ["source", "municipality_boundary", "orp_boundary"]
    assert incoming.tables["municipality_boundary"]["municipality_code"].tolist() == sorted(TOWNS)
    for code, shape in TOWNS.items():
        assert shape_of(incoming, "municipality_boundary", code).equals(shape)
    assert all(shape_of(incoming, "orp_boundary", code).equals(shape) for code, shape in ORPS.items())
    assert [remark.rule for remark in incoming.remarks] == [
        "the file has no ORP areas: their borders are drawn around their municipalities"]


def test_the_source_is_the_register_as_of_the_day_given() -> None:
    tables = brought(towns_file()).tables
    row = tables["source"].set_index("id").loc["cuzk_ruian_2017-01-01"]
    assert (row["publisher"], row["licence"], row["kind"], row["state_date"].date()) == (
        "Český úřad zeměměřický a katastrální", "CC BY 4.0", "official", DAY)
    assert set(tables["orp_boundary"]["source_id"]) == {"cuzk_ruian_2017-01-01"}
    assert set(tables["municipality_boundary"]["vintage"].dt.date) == {DAY}
    assert len(tables["source"]) == 3


def test_a_package_with_the_new_borders_can_be_read_back(tmp_path: Path) -> None:
    write_package({**KNOWN, **brought(towns_file()).tables}, tmp_path)
    assert len(load_package(tmp_path).frames["municipality_boundary"]) == 9


def as_file(tmp_path: Path, driver: str, ending: str, crs: str = "EPSG:5514") -> bytes:
    frame = gpd.GeoDataFrame({"KOD_OBEC": list(TOWNS)}, geometry=list(TOWNS.values()), crs="EPSG:4326")
    path = tmp_path / f"obce.{ending}"
    frame.to_crs(crs).to_file(path, driver=driver)
    return path.read_bytes() if path.is_file() else b""


def packed(members: Mapping[str, bytes]) -> bytes:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as opened:
        for path, body in members.items():
            opened.writestr(path, body)
    return archive.getvalue()


def shapefile(tmp_path: Path, name: str = "OBCE_P", crs: str = "EPSG:5514") -> dict[str, bytes]:
    as_file(tmp_path, "ESRI Shapefile", "shp", crs)
    return {f"data/{name}{path.suffix}": path.read_bytes() for path in tmp_path.glob("obce.*")}


@pytest.mark.parametrize(("driver", "ending"), [("GPKG", "gpkg"), ("GML", "gml"), ("GeoJSON", "geojson")])
@pytest.mark.parametrize("crs", ["EPSG:5514", "EPSG:4326"])
def test_the_formats_of_geographic_programs_give_the_same_borders(
    tmp_path: Path, driver: str, ending: str, crs: str,
) -> None:
    expected = brought(towns_file()).tables["municipality_boundary"]
    found = brought(as_file(tmp_path, driver, ending, crs)).tables["municipality_boundary"]
    pd.testing.assert_frame_equal(found, expected)


def test_a_shapefile_in_a_zip_gives_the_same_borders(tmp_path: Path) -> None:
    expected = brought(towns_file()).tables["municipality_boundary"]
    pd.testing.assert_frame_equal(brought(packed(shapefile(tmp_path))).tables["municipality_boundary"], expected)


def test_other_layers_of_the_registers_package_are_left_aside(tmp_path: Path) -> None:
    members = shapefile(tmp_path)
    districts = {path.replace("OBCE_P", "OKRESY_P"): body for path, body in members.items()}
    assert brought(packed({**members, **districts})).details["features"] == 9


@pytest.mark.parametrize("order", ["south first", "west first"])
def test_coordinates_without_minus_signs_are_read_in_either_order(order: str) -> None:
    turned = shapely.transform(list(metres(TOWNS).values()),
                               lambda points: -points[:, ::-1] if order == "south first" else -points)
    content = as_geojson(dict(zip(TOWNS, turned, strict=True)), "kod", crs="urn:ogc:def:crs:EPSG::5513")
    assert shape_of(brought(content), "municipality_boundary", "990401").equals(TOWNS["990401"])


@pytest.mark.parametrize("in_metres", [True, False])
def test_a_file_that_names_no_system_is_read_when_the_numbers_leave_no_doubt(in_metres: bool) -> None:
    content = as_geojson(metres(TOWNS) if in_metres else TOWNS, "kod", crs=None)
    assert shape_of(brought(content), "municipality_boundary", "990101").equals(TOWNS["990101"])


def test_swapped_longitude_and_latitude_are_told() -> None:
    content = as_geojson({code: shapely.transform(shape, lambda points: points[:, ::-1])
                          for code, shape in TOWNS.items()}, "kod", crs=None)
    assert said(refused(content)) == [(0, "50.6, 15, 50.8, 15.2", "latitude stands before longitude")]


@pytest.mark.parametrize(("polygons", "crs", "rule"), [
    (TOWNS, "EPSG:5514", "the coordinates are not in the system the file names"),
    (TOWNS, "EPSG:3857", "the coordinate system is not read here"),
    (TOWNS, "EPSG:999999", "the coordinate system cannot be recognised"),
    ({"990101": shapely.box(1, 1, 2, 2)}, None, "the coordinates lie outside the Czech Republic"),
])
def test_coordinates_that_are_not_certain_are_refused(
    polygons: dict[str, shapely.Geometry], crs: str | None, rule: str,
) -> None:
    assert [issue.rule for issue in refused(as_geojson(polygons, "kod", crs=crs))] == [rule]


@pytest.mark.parametrize("geometry", [
    "null", "{}", '{"type": "Polygon", "coordinates": [[[15, 50], [NaN, 50], [16, 51], [15, 50]]]}',
    '{"type": "Polygon", "coordinates": [[[15, 50], [16, 50], [16, 51]]]}', '{"type": "Polygon", "coordinates": []}',
])
def test_a_border_that_cannot_be_read_is_told_at_its_feature(geometry: str) -> None:
    content = json.loads(towns_file())
    content["features"][3]["geometry"] = json.loads(geometry)
    issue, = refused(json.dumps(content).encode())
    assert (issue.row, issue.value, issue.rule) == (4, "990201", "the feature has no border that can be read")


def test_a_point_is_no_border() -> None:
    content = json.loads(towns_file())
    content["features"][3]["geometry"] = {"type": "Point", "coordinates": [-690000, -970000]}
    assert said(refused(json.dumps(content).encode())) == [(4, "990201", "the feature is no polygon")]


def test_a_border_that_crosses_itself_is_told_with_its_place() -> None:
    bow = polygon((10, 10), (20, 20), (20, 10), (10, 20))
    issue, = refused(as_geojson(TOWNS | {"990401": bow}, "kod", crs=None))
    assert (issue.row, issue.column, issue.rule) == (9, "geometry", "the border crosses or touches itself")
    assert issue.value.startswith("990401: 50.750")
    assert issue.value.endswith(", 15.15000")


def test_an_overlap_is_told_once_with_its_size() -> None:
    wider = polygon((0, 0), (6.5, 0), (6.5, 6), (6, 6), (0, 6))
    issue, = (issue for issue in refused(towns_file({"990101": wider})) if "overlaps" in issue.rule)
    # Half a hundredth of a degree by six: about 354 m by 6,675 m.
    assert (issue.row, issue.value, issue.values["code"]) == (2, "990102", "990101")
    assert issue.values["area"] == pytest.approx(354 * 6675, rel=0.01)


def test_a_hole_between_areas_is_told_with_its_place_and_size() -> None:
    dented = polygon((6, 0), (10, 0), (10, 6), (6, 6), (6, 4), (7, 3), (6, 2))
    issue, = refused(towns_file({"990102": dented}))
    assert issue.rule == "there is a hole of {area} m² between the areas"
    # A triangle of two hundredths of a degree of latitude by one of longitude.
    assert issue.values["area"] == pytest.approx(2224 * 708 / 2, rel=0.01)
    lat, lon = (float(part) for part in issue.value.split(", "))
    assert polygon((6, 2), (7, 3), (6, 4)).contains(shapely.Point(lon, lat))


def test_a_hole_in_one_area_counts_unless_it_is_not_of_the_region() -> None:
    ring = shapely.difference(TOWNS["990401"], polygon((14, 16), (16, 16), (16, 18), (14, 18)))
    assert [issue.rule for issue in refused(towns_file({"990401": ring}))] == [
        "there is a hole of {area} m² between the areas"]
    published = brought(towns_file()).tables["orp_boundary"].copy()
    published.loc[3, "geometry"] = json.dumps(shapely.geometry.mapping(ring))
    around_a_city = brought(towns_file({"990401": ring}), {**KNOWN, "orp_boundary": published})
    assert shape_of(around_a_city, "orp_boundary", "9904").equals(ring)


def test_slivers_of_rounding_are_mended() -> None:
    shifted = metres(TOWNS)
    shifted["990202"] = shapely.affinity.translate(shifted["990202"], 0.05, 0.05)
    incoming = brought(as_geojson(shifted, "kod"))
    assert shape_of(incoming, "municipality_boundary", "990202").hausdorff_distance(TOWNS["990202"]) < 2e-5
    drawn = shapely.from_geojson(incoming.tables["municipality_boundary"]["geometry"].to_numpy(dtype=object))
    assert shapely.coverage_is_valid(drawn)


def test_a_missing_municipality_is_named() -> None:
    issue, = refused(towns_file({"990302": None}))
    assert (issue.value, issue.values) == ("990302 Háj", {"count": 1})


def test_a_municipality_that_is_in_the_file_twice_is_told_at_the_second() -> None:
    content = json.loads(towns_file())
    content["features"].append(content["features"][0])
    issues = refused(json.dumps(content).encode())
    assert (10, "990101", "the area is in the file twice") in said(issues)


def test_a_wrong_code_is_told_as_new_and_as_missing() -> None:
    issues = refused(towns_file({"990302": None, "990309": TOWNS["990302"]}))
    assert said(issues) == [
        (9, "990309", "a municipality of the region is not in the table of municipalities"),
        (0, "990302 Háj", "areas of the region are missing: 1"),
    ]


def test_municipalities_of_other_regions_are_left_aside_by_code() -> None:
    elsewhere = {"500011": polygon((20, 0), (30, 0), (30, 10), (20, 10), (20, 6)),
                 "500012": polygon((0, 20), (6, 20), (6, 30), (0, 30))}
    incoming = brought(towns_file(elsewhere))
    assert incoming.details["features"] == 11
    assert incoming.tables["municipality_boundary"]["municipality_code"].tolist() == sorted(TOWNS)


def test_a_point_far_from_its_border_stops_the_import_and_one_nearby_is_a_remark() -> None:
    near = KNOWN["municipality"].copy()
    near.loc[near["code"] == "990401", "lat"] = 50.805
    remark = brought(towns_file(), {**KNOWN, "municipality": near}).remarks[0]
    assert (remark.value, remark.values["distance"], remark.blocking) == ("990401", 555, False)
    near.loc[near["code"] == "990401", "lat"] = 50.81
    issue, = refused(towns_file(), {**KNOWN, "municipality": near})
    assert (issue.value, issue.values["distance"]) == ("990401", 1111)


NUMBERS = {"9901": "17", "9902": "23", "9903": "5", "9904": "9903"}
"""How a register numbers areas: no number is ours, but one that belongs to another area."""


def both_levels(orps: Mapping[str, shapely.Geometry] = ORPS, *, orp_of: Mapping[str, str] = ORP_OF) -> bytes:
    towns = json.loads(as_geojson(metres(TOWNS), "kod_obce",
                                  kod_orp={code: NUMBERS[orp] for code, orp in orp_of.items()}))
    areas = json.loads(as_geojson(metres({NUMBERS[code]: shape for code, shape in orps.items()}), "kod_orp",
                                  spravniobeckod={NUMBERS[code]: SEATS[code] for code in orps}))
    return json.dumps({**towns, "features": towns["features"] + areas["features"]}).encode()


def test_areas_under_the_registers_numbers_are_known_by_their_seats() -> None:
    incoming = brought(both_levels())
    assert all(shape_of(incoming, "orp_boundary", code).equals(shape) for code, shape in ORPS.items())
    assert (incoming.remarks, incoming.details["moved"]) == ((), 0)


def test_areas_that_are_not_their_municipalities_together_are_told_with_the_difference() -> None:
    shifted = ORPS | {"9903": polygon((0, 10), (10, 10), (10, 21), (0, 21))}
    issue, = refused(both_levels(shifted))
    assert (issue.row, issue.value) == (12, "9903")
    assert issue.values["area"] == pytest.approx(7060 * 1112, rel=0.01)


def test_areas_alone_are_stored_and_municipal_borders_stay() -> None:
    content = as_geojson(metres(ORPS), "kod")
    incoming = brought(content)
    assert list(incoming.tables) == ["source", "orp_boundary"]
    assert incoming.remarks == ()
    published = {**KNOWN, **brought(towns_file()).tables}
    assert [remark.rule for remark in brought(content, published).remarks] == [
        "the file has no municipalities: their borders stay as published"]


def test_areas_under_numbers_nobody_explains_are_refused_with_the_list() -> None:
    content = as_geojson(metres({NUMBERS[code]: shape for code, shape in ORPS.items() if code != "9904"}), "kod")
    assert said(refused(content)) == [
        (0, "17, 23, 5", "the numbers of the areas belong to none of our ORP areas")]


def test_names_alone_are_no_codes() -> None:
    content = as_geojson(metres(TOWNS), "nazev")
    assert said(refused(content)) == [(0, "nazev", "no feature carries a code of a municipality or area")]


def test_a_municipality_that_moved_is_refused_until_somebody_confirms_it() -> None:
    content = towns_file(kod_orp=ORP_OF | {"990203": "9904"})
    with pytest.raises(NeedsConfirmation) as caught:
        brought(content)
    assert said(list(caught.value.issues)) == [
        (6, "990203", "the municipality moved from ORP 9902 to ORP 9904")]
    incoming = brought(content, territory_changes=True)
    moved = incoming.tables["municipality"].set_index("code")["orp_code"]
    assert moved["990203"] == "9904"
    assert moved.drop("990203").to_dict() == {code: orp for code, orp in ORP_OF.items() if code != "990203"}
    assert shape_of(incoming, "orp_boundary", "9904").equals(shapely.union(TOWNS["990203"], TOWNS["990401"]))
    assert [(remark.value, remark.blocking) for remark in incoming.remarks] == [("990203", False), ("", False)]


def test_a_move_is_seen_in_the_ground_when_the_file_does_not_say_it() -> None:
    orps = ORPS | {"9902": polygon((10, 0), (20, 0), (20, 6), (16, 6), (10, 6)),
                   "9904": polygon((10, 6), (16, 6), (20, 6), (20, 20), (10, 20))}
    towns = json.loads(as_geojson(metres(TOWNS), "kod_obce"))
    areas = json.loads(as_geojson(metres(orps), "kod_orp"))
    content = json.dumps({**towns, "features": towns["features"] + areas["features"]}).encode()
    moved = brought(content, territory_changes=True).tables["municipality"].set_index("code")["orp_code"]
    assert moved["990203"] == "9904"
    only_areas = json.dumps(areas).encode()
    assert [issue.value for issue in refused(only_areas)] == ["990203"]


def test_a_municipality_that_left_the_region_or_joined_it_is_refused_even_when_confirmed() -> None:
    content = towns_file({"990999": polygon((20, 0), (30, 0), (30, 6), (20, 6))},
                         kod_orp=ORP_OF | {"990203": "4201", "990999": "9902"})
    assert said(refused(content, territory_changes=True)) == [
        (10, "990999", "a municipality of the region is not in the table of municipalities"),
        (6, "990203", "the municipality left the region: it was in ORP 9902"),
    ]


def test_borders_older_than_the_published_ones_are_a_remark() -> None:
    incoming = import_boundaries(towns_file(), "hranice", KNOWN, vintage=date(2015, 1, 1))
    assert [(remark.value, remark.values) for remark in incoming.remarks[1:]] == [
        ("2015-01-01", {"published": date(2016, 1, 1)})]


def test_what_ended_in_the_register_does_not_count() -> None:
    content = json.loads(towns_file())
    old = json.loads(json.dumps(content["features"][0]))
    old["properties"]["platido"] = "2015-12-31"
    content["features"].append(old)
    assert brought(json.dumps(content).encode()).details["features"] == 9


def vfr(borders: str = "OriginalniHranice", head: str = "") -> bytes:
    """The exchange file of the state as GDAL knows it, with points before borders."""
    def surface(shape: shapely.Geometry) -> str:
        places = " ".join(f"{x:.2f} {y:.2f}" for x, y in shapely.get_coordinates(shape))
        return ('<gml:MultiSurface srsName="urn:ogc:def:crs:EPSG::5514"><gml:surfaceMember><gml:Polygon><gml:exterior>'
                f"<gml:LinearRing><gml:posList>{places}</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon>"
                "</gml:surfaceMember></gml:MultiSurface>")

    point = ('<gml:MultiPoint srsName="urn:ogc:def:crs:EPSG::5514"><gml:pointMember><gml:Point><gml:pos>-690000 -970000'
             "</gml:pos></gml:Point></gml:pointMember></gml:MultiPoint>")
    towns = "".join(
        f'<vf:Obec gml:id="OB.{code}"><obi:Kod>{code}</obi:Kod>'
        f"<obi:Pou><pui:Kod>{ORP_OF[code][::-1]}</pui:Kod></obi:Pou>"
        f"<obi:Geometrie><obi:DefinicniBod>{point}</obi:DefinicniBod><obi:{borders}>{surface(shape)}</obi:{borders}>"
        "</obi:Geometrie></vf:Obec>" for code, shape in metres(TOWNS).items())
    pous = "".join(f'<vf:Pou gml:id="PU.{code}"><pui:Kod>{code[::-1]}</pui:Kod>'
                   f"<pui:Orp><opi:Kod>{NUMBERS[code]}</opi:Kod></pui:Orp></vf:Pou>" for code in ORPS)
    orps = "".join(f'<vf:Orp gml:id="OP.{code}"><opi:Kod>{NUMBERS[code]}</opi:Kod><opi:SpravniObecKod>{SEATS[code]}'
                   "</opi:SpravniObecKod></vf:Orp>" for code in ORPS)
    types = "urn:cz:isvs:ruian:schemas:"
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{head}<vf:VymennyFormat xmlns:gml="http://www.opengis.net/gml/3.2" '
        f'xmlns:vf="{types}VymennyFormatTypy:v1" xmlns:obi="{types}ObecIntTypy:v1" xmlns:opi="{types}OrpIntTypy:v1" '
        f'xmlns:pui="{types}PouIntTypy:v1" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
        f'xsi:schemaLocation="{types}VymennyFormatTypy:v1 ../ruian/xsd/vymenny_format/VymennyFormatTypy.xsd">'
        "<vf:Hlavicka><vf:TypSouboru>ST</vf:TypSouboru></vf:Hlavicka><vf:Data>"
        f"<vf:Orp>{orps}</vf:Orp><vf:Pou>{pous}</vf:Pou><vf:Obce>{towns}</vf:Obce></vf:Data></vf:VymennyFormat>"
    ).encode()


@pytest.mark.parametrize("borders", ["OriginalniHranice", "GeneralizovaneHranice3"])
def test_the_registers_exchange_file_is_read_with_what_belongs_where(borders: str) -> None:
    incoming = brought(packed({"20170101_ST_UKSH.xml": vfr(borders)}))
    assert shape_of(incoming, "orp_boundary", "9902").equals(ORPS["9902"])
    assert incoming.details["moved"] == 0
    assert brought(vfr(borders)).details["features"] == 13


def test_what_ruian_import_writes_is_read() -> None:
    written = {code: json.loads(shapely.to_geojson(shape)) for code, shape in TOWNS.items()}
    assert brought(json.dumps(written).encode()).details["municipalities"] == 9


ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(("content", "rule"), [
    (b"", "the file is empty"),
    (b" \n", "the file is empty"),
    (b"kod;nazev\n1;a\n", "the file is of a kind that is not read here"),
    (b'<OGRVRTDataSource><OGRVRTLayer name="x"/></OGRVRTDataSource>', "the file is of a kind that is not read here"),
    (vfr(head=ENTITIES), "the XML declares a document type or entities"),
    (vfr(head=ENTITIES).decode().replace("UTF-8", "UTF-16").encode("utf-16"),
     "the XML declares a document type or entities"),
    (b"<FeatureCollection", "the file is damaged"),
    (b"SQLite format 3\x00" + bytes(100), "the file is damaged"),
    (b"{}", "the file is no collection of features with properties"),
    (b"[" * 100_000, "the JSON is nested too deep"),
    (b"PK\x03\x04" + bytes(50), "the file is no zip archive or is damaged"),
    (packed({"../hranice.geojson": b"{}"}), "the name of a member leads out of the archive"),
    (packed({"hranice.geojson": b" " * 3_000_000}), "the archive grows more than {limit} times by unpacking"),
    (packed({"cti.txt": b"x"}), "the zip holds no single file of borders"),
    (packed({"obce.shp": b"x", "obce.dbf": b"x"}), "the Shapefile is not whole"),
])
def test_a_file_that_cannot_be_trusted_is_refused_with_the_reason(content: bytes, rule: str) -> None:
    assert [issue.rule for issue in refused(content)] == [rule]


def test_a_database_that_leads_to_other_files_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "other.geojson"
    other.write_bytes(towns_file())
    path = tmp_path / "obce.gpkg"
    path.write_bytes(as_file(tmp_path, "GPKG", "gpkg"))
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute("INSERT INTO sqlite_master VALUES ('table', 'x', 'x', 0, ?)",
                           (f"CREATE VIRTUAL TABLE x USING VirtualOGR('{other}')",))
        connection.execute("INSERT INTO gpkg_contents (table_name, data_type, identifier) "
                           "VALUES ('x', 'features', 'x')")
        connection.execute("INSERT INTO gpkg_geometry_columns "
                           "SELECT 'x', column_name, geometry_type_name, srs_id, z, m FROM gpkg_geometry_columns")
    assert [issue.rule for issue in refused(path.read_bytes())] == ["the file is damaged"]


Answer = Callable[[str], tuple[int, bytes]]


@pytest.fixture
def serve() -> object:
    """A server on loopback; `serve(answer)` gives its address and the list of what was asked of it."""
    servers: list[HTTPServer] = []

    def start(answer: Answer) -> tuple[str, list[str]]:
        asked: list[str] = []

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                asked.append(self.path)
                status, body = answer(self.path)
                self.send_response(status)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        server = HTTPServer(("127.0.0.1", 0), Handler)
        servers.append(server)
        Thread(target=server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{server.server_port}", asked

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def test_a_schema_a_file_names_is_not_fetched(tmp_path: Path, serve: Callable[[Answer], tuple[str, list[str]]]) -> None:
    address, asked = serve(lambda _: (200, b"<schema/>"))
    content = as_file(tmp_path, "GML", "gml").replace(
        b"http://ogr.maptools.org/ obce.xsd",
        f"http://ogr.maptools.org/ {address}/wfs?SERVICE=WFS&amp;REQUEST=DescribeFeatureType".encode())
    assert address.encode() in content
    assert read_layers(content, "obce.gml")[0].attributes["KOD_OBEC"].tolist() == list(TOWNS)
    assert asked == []


def service(shapes: Mapping[str, shapely.Geometry]) -> Answer:
    """The register's map service with a foreign area beside ours; pages are cut after two features."""
    def feature(properties: dict[str, int], shape: shapely.Geometry | None) -> dict[str, object]:
        return {"type": "Feature", "properties": properties,
                "geometry": None if shape is None else json.loads(shapely.to_geojson(shape))}

    layers = {
        "14": [feature({"kod": int(NUMBERS[code]), "spravniobeckod": int(SEATS[code])}, shape)
               for code, shape in ORPS.items()],
        "13": [feature({"kod": int(code[::-1]), "orp": int(NUMBERS[code])}, None) for code in ORPS],
        "12": [feature({"kod": int(code), "pou": int(ORP_OF[code][::-1])}, shape) for code, shape in shapes.items()],
    }

    def answer(path: str) -> tuple[int, bytes]:
        url = urlparse(path)
        asked = {name: values[0] for name, values in parse_qs(url.query).items()}
        column, _, values = asked["where"].removeprefix("platido IS NULL AND ").partition(" IN ")
        wanted = {int(value) for value in values.strip("()").split(",")}
        rows = [row for row in layers[url.path.split("/")[-2]] if row["properties"][column] in wanted]
        begin = int(asked["resultOffset"])
        return 200, json.dumps({"type": "FeatureCollection", "features": rows[begin:begin + 2],
                                "exceededTransferLimit": begin + 2 < len(rows)}).encode()

    return answer


def fetched(url: str) -> bytes:
    with urlopen(url, timeout=5) as response:
        return bytes(response.read())


def test_borders_come_from_the_registers_service_page_by_page(serve: Callable[[Answer], tuple[str, list[str]]]) -> None:
    address, asked = serve(service(TOWNS))
    incoming = brought(official_boundaries(fetched, KNOWN["orp"], service=address))
    assert shape_of(incoming, "orp_boundary", "9903").equals(ORPS["9903"])
    assert [path.split("/")[1] for path in asked] == ["14", "14", "13", "13", "12", "12", "12", "12", "12"]


@pytest.mark.parametrize(("body", "rule"), [
    (b'{"error": {"code": 400, "message": "Invalid query"}}', "the service reports an error"),
    (b"<html>", "the file is no JSON from here on"),
    (b'{"features": [{"properties": {"kod": "1 OR 1=1", "spravniobeckod": 990101}}]}',
     "the answer of the service is not what it promises"),
    (b'{"features": [{"properties": {"kod": 1, "spravniobeckod": 990101}}], "exceededTransferLimit": true}',
     "the service sends more than {limit} pages"),
])
def test_a_service_that_answers_otherwise_is_refused(body: bytes, rule: str) -> None:
    with pytest.raises(RejectedPackage) as caught:
        official_boundaries(lambda _: body, KNOWN["orp"], service="https://example.org")
    assert [issue.rule for issue in caught.value.issues] == [rule]


def test_a_service_that_is_not_there_is_the_callers_error() -> None:
    with pytest.raises(URLError):
        official_boundaries(fetched, KNOWN["orp"], service="http://127.0.0.1:9")


def test_borders_that_no_tolerance_makes_small_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(boundary_shapes, "BYTES_PER_MUNICIPALITY", 10)
    assert [issue.rule for issue in refused(towns_file())] == ["the borders cannot be simplified into a sound map"]


def test_all_municipalities_of_the_region_come_in_within_seconds_and_stay_small() -> None:
    known = load_package(Path(__file__).parents[2] / "data").frames
    content = as_geojson(winding_municipalities(known), "kod")
    before, begun = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.perf_counter()
    incoming = brought(content, known)
    seconds = time.perf_counter() - begun
    grown_mb = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    sizes = [int(incoming.tables[table]["geometry"].str.len().sum())
             for table in ("orp_boundary", "municipality_boundary")]
    print(f"{len(content)} bytes in {seconds:.1f} s, {grown_mb:.0f} MB more, {sizes} bytes of borders, "
          f"tolerance {incoming.details['tolerance_m']} m")
    assert [len(incoming.tables[table]) for table in ("orp_boundary", "municipality_boundary")] == [10, 215]
    assert sizes[0] <= 100_000
    assert sizes[1] <= 300_000
    assert seconds < 60
    assert grown_mb < 300
