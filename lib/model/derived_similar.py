"""Areas that are alike: what is compared, the tables of it, and which assumption weighs what."""

from enum import StrEnum

from lib.model.assumptions import Parameter
from lib.model.fields import Field, Table, absent_is, amount, code, count, share, text


class Feature(StrEnum):
    """What ORP areas are compared by."""

    POPULATION = "population_persons"
    SENIORS = "share_65plus"
    OLDEST = "share_80plus"
    DENSITY = "density_per_km2"
    SEAT = "share_in_seat"
    SMALL = "share_in_small"


WEIGHT_OF = {
    Feature.POPULATION: Parameter.WEIGHT_POPULATION,
    Feature.SENIORS: Parameter.WEIGHT_AGE,
    Feature.OLDEST: Parameter.WEIGHT_AGE,
    Feature.DENSITY: Parameter.WEIGHT_DENSITY,
    Feature.SEAT: Parameter.WEIGHT_SETTLEMENT,
    Feature.SMALL: Parameter.WEIGHT_SETTLEMENT,
}
"""The weight each feature belongs to; features of one weight share it evenly."""

SMALL_MUNICIPALITY = 2000
"""A municipality with fewer inhabitants is small."""

_ORP = (code("orp_code", "Kód ORP", "ORP code"), text("orp_name", "ORP", "ORP"))

AREA_FEATURES = Table(
    "area_features", "Znaky území ORP", "Features of ORP areas", "one ORP on one day", ("orp_code",),
    (
        *_ORP,
        count("population_persons", "Obyvatel", "Population", "persons", required=False),
        share("share_65plus", "Podíl lidí ve věku 65+", "Share of people aged 65+"),
        share("share_80plus", "Podíl lidí ve věku 80+", "Share of people aged 80+"),
        amount("density_per_km2", "Obyvatel na km²", "Persons per km²", "per_km2", required=False),
        share("share_in_seat", "Podíl lidí v sídle ORP", "Share of people in the seat of the ORP"),
        share("share_in_small", "Podíl lidí v obcích do 2 000 obyvatel", "Share of people in municipalities under 2,000"),
    ),
    derived=True,
)

SIMILAR_AREA = Table(
    "similar_area", "Podobná území ORP", "Similar ORP areas", "one ORP and one of those most like it",
    ("orp_code", "similar_code"),
    (
        *_ORP,
        code("similar_code", "Kód podobného ORP", "Code of the similar ORP"),
        text("similar_name", "Podobné ORP", "Similar ORP"),
        Field("rank", "integer", "Pořadí", "Rank", minimum=1),
        Field("distance", "number", "Vzdálenost ve směrodatných odchylkách", "Distance in standard deviations", minimum=0),
        *(absent_is(share(f"{feature.value}_part", cs, en), "not_applicable") for feature, cs, en in (
            (Feature.POPULATION, "Část vzdálenosti: obyvatel", "Part of the distance: population"),
            (Feature.SENIORS, "Část vzdálenosti: podíl 65+", "Part of the distance: share aged 65+"),
            (Feature.OLDEST, "Část vzdálenosti: podíl 80+", "Part of the distance: share aged 80+"),
            (Feature.DENSITY, "Část vzdálenosti: hustota", "Part of the distance: density"),
            (Feature.SEAT, "Část vzdálenosti: podíl v sídle", "Part of the distance: share in the seat"),
            (Feature.SMALL, "Část vzdálenosti: podíl v malých obcích", "Part of the distance: share in small municipalities"),
        )),
    ),
    derived=True,
)

TABLES: tuple[Table, ...] = (AREA_FEATURES, SIMILAR_AREA)
