"""Files of areas with borders, read from memory: GeoJSON, GeoPackage, Shapefile in a zip, GML and RÚIAN's VFR.

The kind of a file is told by its first bytes and nothing else is handed to GDAL: some of its drivers would follow a
file to other files or addresses. Shapely, pyogrio and pyproj are imported where they are used; only an import needs
them.
"""

import io
import json
import warnings
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Any
from xml.etree.ElementTree import ParseError
from zipfile import ZipFile

import numpy as np
import numpy.typing as npt
import pandas as pd

from lib.errors import RejectedPackage
from lib.importers.base import MAX_FILE_BYTES, MAX_PACKAGE_BYTES, decode, read_json, rejected
from lib.model.archives import DAMAGED, archive_issues

Polygons = npt.NDArray[np.object_]
"""Shapely geometries; None where a feature has none that can be read."""

MAX_FEATURES = 20_000
"""The country has 6,258 municipalities and 206 areas."""

SHAPEFILE = (".shp", ".shx", ".dbf", ".prj", ".cpg")
SHAPEFILE_MAGIC = bytes.fromhex("0000270a")
RUIAN_SHAPEFILES = ("orp_p", "pou_p", "obce_p")
"""Names of the layers that count in the register's own packages."""

OTHER_FORMATS = (".geojson", ".json", ".gpkg", ".gml", ".xml")
REMEDY = "Export the borders as GeoJSON, GeoPackage, GML or a Shapefile in a zip"

VFR_LAYERS = ("Orp", "Pou", "Obce")
VFR_BORDERS = ("OriginalniHranice", "GeneralizovaneHranice")
"""Columns of borders in VFR, the exact one first; the first column of all is a point."""


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """One layer of a file: `attributes` (all text, "" for absent, names as written) beside `polygons`, row by row.

    `crs` is what the file says of its coordinates, None when it says nothing. `file` is how issues name the layer.
    """

    name: str
    file: str
    attributes: pd.DataFrame
    polygons: Polygons
    crs: Any


def read_layers(content: bytes, name: str) -> list[Layer]:
    """Every layer of the file, as it stands in it.

    Raises
    ------
    RejectedPackage : the file is empty, too large, of a kind that is not read, damaged, or unsafe (a zip that leaves
        its folder or grows beyond measure, XML with entities, a database with tables that lead elsewhere).
    """
    if len(content) > MAX_FILE_BYTES:
        raise rejected(name, 0, "", "", "the file has {size} bytes, the limit is {limit}",
                       "Check that this is the right file; send less data at once",
                       size=len(content), limit=MAX_FILE_BYTES)
    layers = _read_zip(content, name) if content.startswith(b"PK\x03\x04") else _read_plain(content, name)
    if sum(len(layer.attributes) for layer in layers) > MAX_FEATURES:
        raise rejected(name, 0, "", "", "the file has more than {limit} features",
                       "Send only the borders of ORP areas and municipalities", limit=MAX_FEATURES)
    return layers


def _read_plain(content: bytes, name: str) -> list[Layer]:
    start = content[:200].removeprefix(b"\xef\xbb\xbf").lstrip()
    if not start:
        raise rejected(name, 0, "", "", "the file is empty", REMEDY)
    if start[:1] in b"{[":
        return [_read_geojson(content, name)]
    if start.startswith(b"SQLite format 3\x00"):
        return _read_by_gdal(content, name)
    if start[:1] == b"<" or content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return _read_vfr(content, name) if _check_xml(content, name) else _read_by_gdal(content, name)
    raise rejected(name, 0, "", "", "the file is of a kind that is not read here", REMEDY)


def _read_geojson(content: bytes, name: str) -> Layer:
    import shapely

    collection = read_json(decode(content, name), name, "Export the borders as GeoJSON")
    if isinstance(collection, dict) and collection and "type" not in collection and all(
        isinstance(geometry, dict) and "coordinates" in geometry for geometry in collection.values()
    ):  # what `ruian-import orp-geometries` writes: the geometry by code
        collection = {"features": [{"properties": {"kod": code}, "geometry": geometry}
                                   for code, geometry in collection.items()]}
    features = collection.get("features") if isinstance(collection, dict) else None
    if not isinstance(features, list) or not features or any(
        not isinstance(one, dict) or not isinstance(one.get("properties"), dict) for one in features
    ):
        raise rejected(name, 0, "", "", "the file is no collection of features with properties",
                       "Export the borders as a GeoJSON FeatureCollection")
    written = [json.dumps(feature.get("geometry")) for feature in features]
    return Layer("", name, _texts(pd.DataFrame([feature["properties"] for feature in features])),
                 shapely.from_geojson(written, on_invalid="ignore"), _named_crs(collection.get("crs"), name))


def _named_crs(member: Any, name: str) -> Any:
    """The system the old member `crs` of GeoJSON names; None where there is none, which means WGS 84."""
    if member is None:
        return None
    from pyproj import CRS
    from pyproj.exceptions import CRSError

    properties = member.get("properties") if isinstance(member, dict) else None
    written = properties.get("name") if isinstance(properties, dict) else None
    try:
        return CRS.from_user_input(str(written))
    except CRSError as error:
        raise rejected(name, 0, "crs", str(member)[:80], "the coordinate system cannot be recognised",
                       "Export in EPSG:5514 or WGS 84") from error


def _check_xml(content: bytes, name: str) -> bool:
    """Whether a sound XML is a VFR. Document types stand before the first element, so nothing more need be read."""
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import iterparse

    try:
        _, root = next(iterparse(io.BytesIO(content), events=("start",), forbid_dtd=True))
    except DefusedXmlException as error:
        raise rejected(name, 0, "", "", "the XML declares a document type or entities",
                       "Export the file without them") from error
    except (ParseError, StopIteration, ValueError) as error:  # ValueError: an encoding nobody knows
        raise rejected(name, 0, "", "", "the file is damaged", REMEDY) from error
    kind = str(root.tag).rpartition("}")[2]
    if kind not in ("FeatureCollection", "VymennyFormat"):
        raise rejected(name, 0, "", kind[:80], "the file is of a kind that is not read here", REMEDY)
    return kind == "VymennyFormat"


def _read_vfr(content: bytes, name: str) -> list[Layer]:
    """ORP areas, areas of authorised municipalities (for what belongs where) and municipalities of a VFR."""
    present = set(_layer_names(content, name))
    if not present.issuperset(VFR_LAYERS[2:]):
        raise rejected(name, 0, "", "", "the file holds no municipalities", "Use the exchange file of the whole state")
    layers = []
    for layer in (layer for layer in VFR_LAYERS if layer in present):
        read = [_gdal(content, name, f"{name} ({layer})", layer, sql=f"SELECT {border}, * FROM {layer}")
                for border in VFR_BORDERS]
        has_exact = any(polygon is not None for polygon in read[0].polygons)
        layers.append(read[0] if has_exact else read[1])
    return layers


def _read_by_gdal(content: bytes, name: str) -> list[Layer]:
    names = _layer_names(content, name)
    return [_gdal(content, name, f"{name} ({layer})" if len(names) > 1 else name, layer, layer=layer)
            for layer in names]


def _layer_names(content: bytes, name: str) -> list[str]:
    import pyogrio

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # of the missing extension of a file in memory
        try:
            return [str(layer) for layer, kind in pyogrio.list_layers(content) if kind is not None]
        except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError) as error:
            raise rejected(name, 0, "", "", "the file is damaged", REMEDY) from error


def _gdal(content: bytes, name: str, file: str, title: str, **asked: str) -> Layer:
    import pyogrio
    import shapely

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        try:
            read = pyogrio.read_dataframe(content, on_invalid="ignore", datetime_as_string=True,
                                          max_features=MAX_FEATURES + 1, **asked)
        except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, pyogrio.errors.CRSError,
                pyogrio.errors.FeatureError, pyogrio.errors.GeometryError, shapely.GEOSException,
                UnicodeDecodeError) as error:
            raise rejected(name, 0, "", str(error)[:80], "the file is damaged", REMEDY) from error
    polygons = np.array(read.geometry, dtype=object)
    return Layer(title, file, _texts(pd.DataFrame(read.drop(columns=read.geometry.name))), polygons, read.crs)


def _texts(attributes: pd.DataFrame) -> pd.DataFrame:
    """Attributes as texts; a whole number that a file stores with a decimal point (5101.0) is written without."""
    def text(value: Any) -> str:
        if value is None or value is pd.NA or value is pd.NaT or (isinstance(value, float) and np.isnan(value)):
            return ""
        if isinstance(value, float) and value.is_integer():
            return str(int(value))
        return str(value).strip()

    cells = {str(column): [text(value) for value in attributes[column]] for column in attributes}
    return pd.DataFrame(cells, index=range(len(attributes)), dtype=object)


def _read_zip(content: bytes, name: str) -> list[Layer]:
    issues = archive_issues(content, name, MAX_PACKAGE_BYTES)
    if issues:
        raise RejectedPackage(issues)
    try:
        with ZipFile(io.BytesIO(content)) as archive:
            members = {path: archive.read(path) for path in archive.namelist()
                       if path.lower().endswith((*SHAPEFILE, *OTHER_FORMATS)) and not path.lower().endswith(".shp.xml")}
    except DAMAGED as error:
        raise rejected(name, 0, "", "", "the file is damaged", REMEDY) from error
    shapes = [path for path in members if path.lower().endswith(".shp")]
    # RÚIAN packs all its layers together; most have nothing to do with ORP areas and municipalities.
    shapes = [path for path in shapes if PurePosixPath(path).stem.lower() in RUIAN_SHAPEFILES] or shapes
    if shapes:
        return [layer for path in shapes for layer in _read_shapefile(members, path, name)]
    others = [path for path in members if path.lower().endswith(OTHER_FORMATS)]
    if len(others) != 1:
        raise rejected(name, 0, "", "", "the zip holds no single file of borders",
                       "Pack one GeoJSON, GeoPackage, GML or Shapefile")
    return _read_plain(members[others[0]], name)


def _read_shapefile(members: Mapping[str, bytes], path: str, name: str) -> list[Layer]:
    """One Shapefile, packed again by us so that GDAL sees its parts and nothing else."""
    stem = path[:-4].lower()
    parts = {other.lower()[len(stem):]: body for other, body in members.items()
             if other.lower().startswith(stem) and other.lower()[len(stem):] in SHAPEFILE}
    if not parts.keys() >= {".shx", ".dbf"} or not parts[".shp"].startswith(SHAPEFILE_MAGIC):
        raise rejected(name, 0, "", path[:80], "the Shapefile is not whole", "Pack .shp, .shx, .dbf and .prj together")
    packed = io.BytesIO()
    with ZipFile(packed, "w") as archive:
        for suffix, body in parts.items():
            archive.writestr(f"areas{suffix}", body)
    title = PurePosixPath(path).stem
    return [replace(layer, name=title, file=f"{name} ({title})") for layer in _read_by_gdal(packed.getvalue(), name)]
