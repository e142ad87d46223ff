"""Assumptions nobody has measured: two illustrative sets, so that their effect can be seen."""

from lib.demo.frames import Row
from lib.model.assumptions import ALL_TYPES, Parameter

SETS: tuple[Row, ...] = (
    {"code": "zakladni", "title": "Základní předpoklady", "title_en": "Basic assumptions", "is_default": True,
     "note": "Ilustrativní hodnoty bez opory v datech; rozpětí ukazuje, nakolik na nich výsledek závisí."},
    {"code": "opatrna", "title": "Opatrné předpoklady", "title_en": "Cautious assumptions", "is_default": False,
     "note": "Ilustrativní hodnoty: více opakovaných žádostí, méně oprávněných žadatelů, kratší dojezd."},
)

TURNOVER = {"49": (0.25, 0.3, 0.4), "50": (0.2, 0.3, 0.4), "48": (0.04, 0.06, 0.1), "51": (0.08, 0.12, 0.2)}
"""Share of places that become free in a year where people stay long; elsewhere places turn over faster."""

SHARED: dict[Parameter, dict[str, tuple[float, float, float]]] = {
    Parameter.DUPLICATE_SHARE: {"zakladni": (0.3, 0.5, 0.7), "opatrna": (0.5, 0.6, 0.8)},
    Parameter.ELIGIBLE_SHARE: {"zakladni": (0.4, 0.6, 0.8), "opatrna": (0.3, 0.5, 0.7)},
    Parameter.TURNOVER: {"zakladni": (0.5, 0.8, 1.2), "opatrna": (0.5, 0.8, 1.2)},
    Parameter.TARGET_WAIT: {"zakladni": (0.5, 1.0, 1.5), "opatrna": (0.5, 1.0, 1.5)},
}

SINGLE: dict[Parameter, dict[str, float]] = {
    Parameter.REACH_RESIDENTIAL: {"zakladni": 25, "opatrna": 20},
    Parameter.REACH_OUTPATIENT: {"zakladni": 15, "opatrna": 10},
    Parameter.WEIGHT_POPULATION: {"zakladni": 1, "opatrna": 1},
    Parameter.WEIGHT_AGE: {"zakladni": 1, "opatrna": 1},
    Parameter.WEIGHT_DENSITY: {"zakladni": 1, "opatrna": 1},
    Parameter.WEIGHT_SETTLEMENT: {"zakladni": 1, "opatrna": 1},
    Parameter.SIMILAR_AREAS: {"zakladni": 3, "opatrna": 3},
}

NORMS = (("49", "residential", "beds", 60.0), ("50", "residential", "beds", 32.0), ("40", "field", "fte", 6.0))


def assumption_rows() -> list[Row]:
    """Every parameter of both sets, with the range where one is assumed."""
    rows = [
        _row(set_code, parameter, ALL_TYPES, *values)
        for parameter, by_set in SHARED.items() for set_code, values in by_set.items()
    ]
    rows += [
        _row(set_code, Parameter.TURNOVER, type_code, *values)
        for set_code in ("zakladni", "opatrna") for type_code, values in TURNOVER.items()
    ]
    rows += [
        _row(set_code, parameter, ALL_TYPES, None, value, None)
        for parameter, by_set in SINGLE.items() for set_code, value in by_set.items()
    ]
    return rows


def norm_rows() -> list[Row]:
    """Own norms of the basic set for the three types people ask about most."""
    return [{"set_code": "zakladni", "type_code": type_code, "form": form, "unit": unit, "per_1000": rate,
             "note": "Ilustrativní hodnota, nikoli úřední norma."} for type_code, form, unit, rate in NORMS]


def denominator_rows() -> list[Row]:
    """The cautious set compares homes for seniors with everybody aged 65 and over."""
    return [{"set_code": "opatrna", "type_code": type_code, "form": "residential", "age_group": "65plus"}
            for type_code in ("49", "50")]


def _row(  # noqa: PLR0917
    set_code: str, parameter: Parameter, type_code: str, low: float | None, base: float, high: float | None
) -> Row:
    return {"set_code": set_code, "parameter": parameter.value, "type_code": type_code, "low": low, "base": base,
            "high": high}
