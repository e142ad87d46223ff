"""The region's borders from the register's own map service, asked for piece by piece.

The package ruian-import knows the service: its layers are used here. It downloads whole layers of the country, though,
and has the service simplify each area alone, after which neighbours no longer meet; so the region's areas are asked
for by code, as they are. What comes back is one GeoJSON for `import_boundaries`, so that data from the service pass the
same checks as a file.
"""

import json
from collections.abc import Callable, Collection, Iterator
from typing import Any
from urllib.parse import urlencode

import pandas as pd

from lib.importers.base import decode, read_json, rejected

SERVICE = "https://ags.cuzk.cz/arcgis/rest/services/RUIAN/MapServer"
PAGE = 50
"""Features asked for at once; the service cuts an answer that grows too long."""

MAX_PAGES = 200
AGAIN = "Try again later, or send the borders in a file"


def official_boundaries(get: Callable[[str], bytes], orp: pd.DataFrame, *, service: str = SERVICE) -> bytes:
    """Borders of the ORP areas of the table `orp`, found by their seats, and of all municipalities in them.

    Parameters
    ----------
    get : answers an address with the content found there; its own errors pass through.
    orp : the published table of ORP areas.
    service : address of the map service.

    Returns
    -------
    A GeoJSON collection in WGS 84 at full detail. Areas have kod_orp (the register's number) and spravniobeckod,
    municipalities kod_obce and kod_orp.

    Raises
    ------
    RejectedPackage : an answer is no list of features, or the service says that something is wrong.
    """
    from ruian_import._arcgis import LAYER_MUNICIPALITY, LAYER_ORP, LAYER_POU

    def asked(layer: int, fields: str, among: str, values: Collection[str], *, borders: bool) -> list[dict[str, Any]]:
        where = f"platido IS NULL AND {among} IN ({','.join(sorted(values))})"
        return list(_features(get, f"{service}/{layer}/query", fields, where, borders=borders)) if values else []

    seats = set(orp["seat_municipality_code"])
    areas = asked(LAYER_ORP, "kod,spravniobeckod", "spravniobeckod", seats, borders=True)
    numbers = {str(area["properties"]["kod"]) for area in areas}
    authorised = {str(one["properties"]["kod"]): str(one["properties"]["orp"])
                  for one in asked(LAYER_POU, "kod,orp", "orp", numbers, borders=False)}
    towns = asked(LAYER_MUNICIPALITY, "kod,pou", "pou", set(authorised), borders=True)
    features = [
        {"type": "Feature", "geometry": area.get("geometry"), "properties": {
            "kod_orp": str(area["properties"]["kod"]), "spravniobeckod": str(area["properties"]["spravniobeckod"])}}
        for area in areas
    ] + [
        {"type": "Feature", "geometry": town.get("geometry"), "properties": {
            "kod_obce": str(town["properties"]["kod"]), "kod_orp": authorised[str(town["properties"]["pou"])]}}
        for town in towns
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def _features(
    get: Callable[[str], bytes], address: str, fields: str, where: str, *, borders: bool,
) -> Iterator[dict[str, Any]]:
    """Features of a layer, page after page, in the order of their codes."""
    offset = 0
    for _ in range(MAX_PAGES):
        answer = _answer(get, f"{address}?" + urlencode({
            "where": where, "outFields": fields, "returnGeometry": str(borders).lower(), "orderByFields": "kod",
            "resultOffset": offset, "resultRecordCount": PAGE, "outSR": 4326, "f": "geojson",
        }), address, fields)
        features = answer["features"]
        yield from features
        more = answer.get("exceededTransferLimit") or (answer.get("properties") or {}).get("exceededTransferLimit")
        if not features or (len(features) < PAGE and not more):
            return
        offset += len(features)
    raise rejected(address, 0, "", "", "the service sends more than {limit} pages", AGAIN, limit=MAX_PAGES)


def _answer(get: Callable[[str], bytes], url: str, address: str, fields: str) -> dict[str, Any]:
    answer = read_json(decode(get(url), address), address, AGAIN)
    problem = answer.get("error") if isinstance(answer, dict) else None
    if problem is not None:
        raise rejected(address, 0, "", str(problem)[:80], "the service reports an error", AGAIN)
    features = answer.get("features") if isinstance(answer, dict) else None
    if not isinstance(features, list) or not all(
        isinstance(one, dict) and isinstance(one.get("properties"), dict)
        and all(str(one["properties"].get(field, "")).isdigit() for field in fields.split(",")) for one in features
    ):
        raise rejected(address, 0, fields, str(answer)[:80], "the answer of the service is not what it promises", AGAIN)
    return answer  # type: ignore[no-any-return]
