"""Which ORP areas make the norm of similar areas, what they are compared by, and how much each of it weighs."""

import streamlit as st

from lib.charts.plain import PlainCell, PlainTable
from lib.model.derived_similar import Feature
from lib.model.lookup import records
from lib.model.selection import Norm
from lib.text import formats
from lib.text.similar import feature_value, similar_sentence
from lib.ui import cached, widgets
from lib.ui.page import Here
from lib.ui.written import plain
from lib.views.similar import SimilarView


def shown(here: Here) -> None:
    """The areas that are compared: of the chosen area with what they are alike in, else of every area."""
    if here.selection.norm is not Norm.SIMILAR:
        return
    view = cached.similar(here.selection)
    widgets.drawn(here, "similar", lambda: _drawn(here, view))
    for sheet in (view.similar, view.features):
        st.markdown(f"**{plain(here.words.title(sheet.table))}**")
        widgets.foot(here, sheet, sheet.table.name)


def _drawn(here: Here, view: SimilarView) -> None:
    words, orp = here.words, here.selection.orp
    widgets.heading(here, words("Similar ORP areas"), "podobna", demo=view.similar.provenance.demo)
    widgets.reading(_every_reading(here, view) if orp is None else _one_reading(here, view, orp))
    if orp is None:
        widgets.table(here, _every(here, view))
    elif view.areas[orp] is not None:
        widgets.table(here, _beside(here, view, orp))
    widgets.reading(_weights(here, view))


def _every_reading(here: Here, view: SimilarView) -> str:
    if not view.wanted or not any(view.areas.values()):
        return here.words("No ORP has similar ones: the set of assumptions says nothing of weights or of their number, "
                          "or a feature is not known.")
    return here.words.plural(
        "The capacity of each ORP is compared with the {n} ORP most like it. Choose an area to see why.",
        "The capacity of each ORP is compared with the {n} ORP areas most like it. Choose an area to see why.",
        view.wanted)


def _one_reading(here: Here, view: SimilarView, orp: str) -> str:
    words, found, area = here.words, view.areas[orp], here.choices.areas[orp]
    if found is None:
        return words("No similar areas can be found for the ORP area of {area}: a feature is not known or nothing "
                     "weighs anything. Its need is unknown.", area=area)
    return similar_sentence(words, area, found.names, found.features, own=found.own, nearest=found.nearest)


def _every(here: Here, view: SimilarView) -> PlainTable:
    words = here.words
    rows = tuple(
        (PlainCell(here.choices.areas[code]),
         PlainCell(words("not known") if found is None else formats.listed(found.names, words.lang)))
        for code, found in view.areas.items()
    )
    return PlainTable(words("Similar ORP areas"), (words("ORP"), words("Most like it, nearest first")), rows)


def _beside(here: Here, view: SimilarView, orp: str) -> PlainTable:
    """The chosen area and those like it side by side in what they are compared by."""
    words = here.words
    near = view.similar.frame[view.similar.frame["orp_code"] == orp]
    distances = dict(zip(near["similar_code"], near["distance"], strict=True))
    values = {row["orp_code"]: {feature: row[feature.value] for feature in Feature}
              for row in records(view.features.frame)}
    rows = tuple(
        (PlainCell(here.choices.areas[code].replace(" ", formats.NBSP), chosen=code == orp),
         *(PlainCell(feature_value(name, value, words.lang), number=True) for name, value in values[code].items()),
         PlainCell("–" if code == orp else formats.number(distances[code], words.lang, digits=2), number=True))
        for code in (orp, *distances)
    )
    head = tuple(_opening(words.label("feature", feature.value)) for feature in Feature)
    return PlainTable(words("Similar ORP areas"), (words("ORP"), *head, words("Distance (standard deviations)")), rows,
                      stacked=True)


def _opening(label: str) -> str:
    return label[:1].upper() + label[1:]


def _weights(here: Here, view: SimilarView) -> str:
    words = here.words
    weights = [f"{words.label('parameter', weight.value)} {formats.number(value, words.lang)}"
               for weight, value in view.weights.items()]
    return words("Assumptions: {weights}, {number} {n}.", weights=", ".join(weights),
                 number=words.label("parameter", "similar_areas"), n=view.wanted)
