"""Assumptions behind figures: the named set as published, its range and source, and the reader's own values."""

from typing import Any

import streamlit as st

from lib.charts.plain import PlainCell, PlainTable
from lib.model.assumptions import ALL_TYPES, Parameter
from lib.model.lookup import records
from lib.text import formats, sentences
from lib.ui import cached, filters, navigation, widgets
from lib.ui.page import Here
from lib.ui.written import plain
from lib.views.assumptions import SetInUse


def shown(here: Here, *parameters: Parameter) -> None:
    """The set of assumptions with `parameters` alone (none named: all of them), to look at, to change and to take."""
    words, chosen = here.words, here.selection
    used = cached.assumptions(chosen)
    wanted = parameters or tuple(Parameter)
    widgets.heading(here, words("Assumptions"), "predpoklady", demo=used.values.provenance.demo)
    if not here.choices.assumptions:
        widgets.reading(words("The data hold no set of assumptions, so what depends on one is unknown."))
        return
    with st.container(width=420):
        filters.assumption_set(words, here.choices, chosen)
    widgets.drawn(here, "assumed", lambda: _values(here, used, wanted))
    _own_values(here, used, wanted)
    widgets.twin(here, used.values, "assumed")


def _values(here: Here, used: SetInUse, wanted: tuple[Parameter, ...]) -> None:
    words = here.words
    if used.note:
        widgets.reading(used.note)
    rows = used.values.frame[used.values.frame["parameter"].isin(wanted)]
    sources = {source.id: source for source in used.values.provenance.sources}
    widgets.table(here, PlainTable(
        words("Values of the set"),
        (words("Assumption"), words("Service type"), words("Low"), words("Base"), words("High"), words("Used"),
         words("Source")),
        tuple(_row(here, used, row, sources[row["source_id"]].kind.value) for row in records(rows)), stacked=True))
    lines = [_norms(here, used), _denominators(here, used)]
    release = sentences.release_sentence(words, here.release.number, here.release.published_at.date())
    lines.append(words("The set stands as in this state of the data: {release}. It is changed by the administrator at "
                       "the data desk, in the workbook “{workbook}”, with a note; older releases keep the old values.",
                       release=release, workbook=words.label("workbook_group", "need")))
    st.markdown("\n".join(f"- {plain(line)}" for line in lines if line))
    st.page_link(navigation.DESK, label=words("Data desk"), icon=":material/edit_note:",
                 query_params=filters.carried({}))


def _row(here: Here, used: SetInUse, row: dict[str, Any], kind: str) -> tuple[PlainCell, ...]:
    words = here.words
    parameter, type_code = Parameter(str(row["parameter"])), str(row["type_code"])
    label = words.label("parameter", parameter.value)
    value = used.used.of(parameter, type_code)
    own = parameter in used.used.changed

    def number(figure: object) -> PlainCell:
        none = words.label("empty", "none")
        return PlainCell(none if formats.is_missing(figure) else formats.number(figure, words.lang), number=True)

    return (
        PlainCell(label[:1].upper() + label[1:], note="" if formats.is_missing(row["note"]) else str(row["note"])),
        PlainCell(words("all types") if type_code == ALL_TYPES else formats.paragraph(type_code)),
        number(row["low"]), number(row["base"]), number(row["high"]),
        PlainCell(formats.number(None if value is None else value.base, words.lang), number=True, chosen=own,
                  note=words("your own value") if own else ""),
        PlainCell(words("DEMO") if kind == "demo" else words.label("source_kind", kind)),
    )


def _norms(here: Here, used: SetInUse) -> str:
    """Own norms of the set in a sentence; empty where it has none."""
    words, rows = here.words, records(used.norms.frame)
    listed = [
        f"{formats.paragraph(row['type_code'])} {words.label('form', row['form'])} "
        f"{formats.amount(row['per_1000'], row['unit'], words.lang)}" for row in rows]
    return words("Own norms of the set per 1,000 persons, used with the norm “{norm}”: {norms}.",
                 norm=words.label("norm", "vlastni"), norms=formats.listed(listed, words.lang)) if rows else ""


def _denominators(here: Here, used: SetInUse) -> str:
    words, rows = here.words, records(used.denominators.frame)
    listed = [f"{formats.paragraph(row['type_code'])} {words.label('form', row['form'])}: "
              f"{here.age_group(row['age_group'])}" for row in rows]
    return words("Denominators of the set in place of the usual ones: {denominators}.",
                 denominators=formats.listed(listed, words.lang)) if rows else words(
        "The set keeps the usual denominators.")


def _own_values(here: Here, used: SetInUse, wanted: tuple[Parameter, ...]) -> None:
    """Fields for the reader's own base values; they stand in the address and in every file, and change no data."""
    words, chosen = here.words, here.selection
    title = words("Try your own values ({n} in use)", n=len(chosen.overrides)) if chosen.overrides else words(
        "Try your own values")
    refused = next((problem.value.rpartition(":")[2] for problem in here.problems if problem.key == "upravy"), "")
    with st.expander(plain(title), expanded=bool(chosen.overrides or refused), icon=":material/tune:"):
        if refused:
            st.warning(plain(words("An own value must be a number the assumption can have (a share from 0 to 1), not "
                                   "“{value}”. The values of the set are used.", value=refused)),
                       icon=":material/link_off:")
        st.markdown(plain(words("An own value counts for every service type in place of the base value; the range is "
                                "widened to hold it. It stands in the address of the page and in downloaded files, and "
                                "changes no data. An empty field means the value of the set.")))
        with st.container(horizontal=True, gap="medium", vertical_alignment="bottom", key="own_assumptions"):
            for parameter in wanted:
                with st.container(width=230):
                    filters.assumption(words, chosen, parameter, _usual(here, used, parameter))
        if chosen.overrides:
            st.button(words("Back to the values of the set"), on_click=filters.write_query, args=("upravy", None),
                      icon=":material/undo:")


def _usual(here: Here, used: SetInUse, parameter: Parameter) -> str:
    """The set's base value for all types, as the field shows it while it is empty."""
    rows = used.values.frame
    found = rows[(rows["parameter"] == parameter) & (rows["type_code"] == ALL_TYPES)]
    return "" if found.empty else formats.number(float(found["base"].iloc[0]), here.words.lang)
