"""What if capacity changed: the scenario, gaps before and after, equity, target groups, and steps by a stated rule."""

from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from lib.charts.legend import legend_html
from lib.charts.plain import PlainCell, PlainTable
from lib.charts.style import gap_domain, looks
from lib.charts.whatif import before_and_after, before_and_after_key
from lib.errors import BadSelection
from lib.model.catalogue import Polarity, Unit
from lib.model.cells import GapClass
from lib.model.lookup import records
from lib.model.scenario import MOST_CHANGES, Known, parsed
from lib.text import formats, scenarios
from lib.ui import cached, filters, page, widgets
from lib.ui.page import Here
from lib.ui.sections import gap_parts, whatif_form
from lib.ui.written import plain
from lib.views.base import Sheet
from lib.views.whatif import FIXED, RECOMPUTED, WhatIfView, best_steps

NORM_KEY, LIMIT_KEY, STEP_KEY, FORM_KEY = "norma_scenare", "kroky", "krok", "forma"
WHOLE_STEPS = ("1", "5", "10")
STEPS = {Unit.FTE.value: ("0.5", *WHOLE_STEPS)}
"""What one step may add, by unit; beds and places are whole."""

ONE_STEP = "1"

HIGHEST_LIMIT = 10_000
SENTENCES = 4
"""Areas told in sentences; the rest are in the picture and in its table."""

Key = tuple[str, str, str]


def shown(here: Here) -> None:
    """The whole part."""
    words, known = here.words, cached.plannable(here.selection.at)
    found = parsed(st.query_params.get(whatif_form.KEY, ""), known)
    fixed = filters.local(NORM_KEY, (FIXED, RECOMPUTED), FIXED) == FIXED
    view = cached.whatif(here.selection, found.scenario, fixed)
    problems = filters.local_problems({NORM_KEY: (FIXED, RECOMPUTED)}, words.label("scenario_norm", FIXED))
    cell = _cell_asked(here, known)
    if cell is not None:
        problems += gap_parts.form_problems(here, _forms(here, known))
        problems += filters.local_problems({STEP_KEY: _steps(cell[2])}, ONE_STEP)
    page.title(here, words("What if capacity changed?"), demo=view.gap.provenance.demo, norm=True, problems=problems)
    gap_parts.choose(here)
    with st.container(key="scenario"):
        st.info(plain(words("SCENARIO: what you change here is tried out on this part of the page only. The data and "
                            "all other pages stay as they are.")), icon=":material/science:")
        _problems(here, found.refused, view)
        _controls(here)
        if cell is None:
            st.info(words("Choose a service type: then you can change its capacity area by area."),
                    icon=":material/touch_app:")
        else:
            _form(here, known, cell)
            whatif_form.change_form(here, known, found.scenario, cell)
        whatif_form.shift_form(here, known, found.scenario)
        whatif_form.listed(here, found.scenario)
        _results(here, view, cell)
        if view.groups is not None:
            _groups(here, view.groups)
        if cell is not None:
            _best_steps(here, view, cell)
        if found.scenario:
            whatif_form.lasting(here, found.scenario, {NORM_KEY: None if fixed else RECOMPUTED})


def _problems(here: Here, refused: tuple[BadSelection, ...], view: WhatIfView) -> None:
    """What of the link or of the form could not be used, and why."""
    words = here.words
    told = [words.error(error)[0] for error in refused]
    told += [words("{change}: less than nothing would be left, so it is not used.",
                   change=whatif_form.item_text(here, item)) for item in view.below_zero]
    told += [words("{change}: there is no such capacity, so it is not used.",
                   change=whatif_form.item_text(here, item)) for item in view.absent]
    for text in told:
        st.warning(plain(text), icon=":material/link_off:")


def _controls(here: Here) -> None:
    """What capacity is compared with, and what the norm does when capacity changes."""
    words, chosen = here.words, here.selection
    with st.container(width=520):
        filters.service_type(words, here.choices, chosen)
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom", key="gap_controls"):
        with st.container(width=250):
            filters.norm(words, chosen)
        filters.own_rate(words, chosen)
        filters.scope(words, chosen)
    options = {name: words.label("scenario_norm", name) for name in (FIXED, RECOMPUTED)}
    filters.segments(words("Norm in the scenario"), NORM_KEY, options, filters.local(NORM_KEY, tuple(options), FIXED),
                     default=FIXED)


def _forms(here: Here, known: Known) -> dict[str, Key]:
    """Type, form and planning unit of each form of the chosen type, by what stands in the link."""
    return {f"{form}-{unit}": (kind, form, unit) for (kind, form), unit in known.units.items()
            if kind == here.selection.service_type}


def _cell_asked(here: Here, known: Known) -> Key | None:
    """The chosen type with its form and planning unit; None when no type is chosen."""
    options = _forms(here, known)
    return options[filters.local(FORM_KEY, tuple(options), next(iter(options)))] if options else None


def _form(here: Here, known: Known, cell: Key) -> None:
    """The choice of the form where the type has several."""
    words, options = here.words, _forms(here, known)
    if len(options) > 1:
        names = {code: f"{words.label('form', form)} ({formats.unit_name(unit, words.lang)})"
                 for code, (_, form, unit) in options.items()}
        filters.segments(words("Form and unit"), FORM_KEY, names, f"{cell[1]}-{cell[2]}", default=next(iter(names)))


def _steps(unit: str) -> tuple[str, ...]:
    return STEPS.get(unit, WHOLE_STEPS)


def _of(sheet: Sheet, key: Key) -> Sheet:
    """Rows of one type, form and unit."""
    frame = sheet.frame
    rows = frame[(frame["type_code"] == key[0]) & (frame["form"] == key[1]) & (frame["unit"] == key[2])]
    return replace(sheet, frame=rows.reset_index(drop=True))


def _results(here: Here, view: WhatIfView, cell: Key | None) -> None:
    """Before and after: the chosen type and form when the scenario changes it, else the first one that it changes."""
    used = (change for change in view.scenario.changes if change not in view.below_zero)
    touched = list(dict.fromkeys(change.cell[1:] for change in used))
    if not touched:
        return
    key = cell if cell in touched else touched[0]
    others = [each for each in touched if each != key]
    words, sheet = here.words, _of(view.gap, key)
    name, domain = here.choices.service_types[key[0]], gap_domain(view.polarity[key[0]])
    widgets.heading(here, words("Before and after: {type}, {form}", type=name, form=words.label("form", key[1])),
                    "pred-a-po", demo=sheet.provenance.demo, unit=formats.unit_name(key[2], words.lang), scenario=True)
    rows = records(sheet.frame[sheet.frame["touched"].astype(bool)])
    for row in rows[:SENTENCES]:
        widgets.reading(scenarios.gap_sentence(words, row, domain))
    if len(rows) > SENTENCES:
        widgets.reading(words.plural("{n} more changed area is in the picture and the table.",
                                     "{n} more changed areas are in the picture and the table.", len(rows) - SENTENCES))
    before, after = (sheet.frame[f"capacity_{moment}_units"].tolist() for moment in ("before", "after"))
    widgets.reading(scenarios.total_sentence(words, before, after, key[2]))
    widgets.drawn(here, "whatif_gap", lambda: _picture(here, sheet.frame, name, domain, "whatif_gap"))
    widgets.foot(here, sheet, "whatif_gap")
    _equity(here, view, key, domain)
    for place, (kind, form, unit) in enumerate(others):
        label = words("Show also: {type}, {form}", type=here.choices.service_types[kind],
                      form=words.label("form", form))
        st.button(plain(label), on_click=_open, args=(kind, f"{form}-{unit}"), type="tertiary",
                  icon=":material/arrow_forward:", key=f"whatif_other_{place}")


def _open(kind: str, form: str) -> None:
    filters.write_query("sluzba", kind)
    filters.write_query(FORM_KEY, form)


def _picture(here: Here, frame: pd.DataFrame, name: str, domain: str, key: str) -> None:
    words = here.words
    key_of_marks = before_and_after_key(words, here.theme, set(frame["class_after"]), domain)
    st.html(legend_html(key_of_marks, words("Gap by area"), here.theme))
    widgets.chart(before_and_after(frame, words, here.theme, domain=domain), key,
                  words("Scenario: gap of {type} by area before and after", type=name))


def _equity(here: Here, view: WhatIfView, key: Key, domain: str) -> None:
    """How evenly the type is spread over people, before and after, in words and numbers of areas."""
    words, sheet = here.words, _of(view.equity, key)
    widgets.heading(here, words("How evenly it is spread"), "rovnost", demo=sheet.provenance.demo, scenario=True)
    before, after = records(sheet.frame)
    widgets.reading(scenarios.gini_sentence(words, before, after))
    widgets.reading(scenarios.white_spot_sentence(words, before, after))
    drawn = looks(here.theme, domain)
    present = [word.value for word in GapClass if before[f"orps_{word.value}"] or after[f"orps_{word.value}"]]
    widgets.table(here, PlainTable(
        words("ORP areas by class before and after"),
        (words("Class"), words("before the change"), words("after the change")),
        tuple((PlainCell(words.label(domain, word), look=drawn[word]),
               *(PlainCell(formats.number(int(state[f"orps_{word}"]), words.lang), number=True)
                 for state in (before, after))) for word in present),
    ))
    widgets.twin(here, sheet, "whatif_equity")


def _groups(here: Here, sheet: Sheet) -> None:
    """Target groups whose capacity is shifted: the chosen unit and group by area."""
    words, rows = here.words, sheet.frame
    changed = records(rows[rows["touched"].astype(bool)])
    widgets.heading(here, words("Target groups before and after"), "skupiny-pred-a-po", demo=sheet.provenance.demo,
                    scenario=True)
    for row in changed[:2 * SENTENCES]:
        widgets.reading(scenarios.group_sentence(words, row, here.choices.target_groups[row["group_code"]]))
    widgets.foot(here, sheet, "whatif_groups")


def _limit(written: str) -> float | None:
    """How many units may be added in all; None: not said, or nothing that can be used."""
    try:
        limit = float(written.replace(",", "."))
    except ValueError:
        return None
    return limit if 0 < limit <= HIGHEST_LIMIT else None


def _best_steps(here: Here, view: WhatIfView, cell: Key) -> None:
    """Steps by the rule under a limit, from the state without the scenario; using them replaces the scenario."""
    words, (kind, form, unit) = here.words, cell
    sheet = _of(view.gap, cell)
    widgets.heading(here, words("Best n steps by a rule"), "kroky", demo=sheet.provenance.demo,
                    unit=formats.unit_name(unit, words.lang), scenario=True)
    widgets.reading(words(
        "The rule: each step goes to the ORP with the lowest coverage index against today's norm (of equal ones to "
        "that with the larger need), until the limit is used or nobody is below the norm. It is a computation by this "
        "rule, not a recommendation: it knows nothing of money, sites, staff or reach."))
    if view.polarity[kind] != Polarity.MORE_IS_BETTER:
        st.info(words("The plan does not aim at more of this capacity, so steps towards the norm are not offered."))
        return
    steps, written = _steps(unit), st.query_params.get(LIMIT_KEY, "")
    step = filters.local(STEP_KEY, steps, ONE_STEP)
    limit = _limit(written)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        with st.container(width=260):
            filters.number(words("Limit in all"), LIMIT_KEY,
                           written[:12] if limit is None else formats.number(limit, words.lang))
        sizes = {each: formats.amount(float(each), unit, words.lang) for each in steps}
        filters.segments(words("One step adds"), STEP_KEY, sizes, step, default=ONE_STEP)
    if view.scenario.items:
        st.markdown(plain(words("Steps begin from the state without a scenario; using them replaces your changes.")))
    if limit is None:
        if written:
            st.warning(plain(words("The limit must be a number above 0 and at most {n}, not “{value}”.",
                                   n=HIGHEST_LIMIT, value=written[:20])), icon=":material/link_off:")
        return
    if sheet.frame["need_before_units"].isna().all():
        st.info(words("The norm is not known, so no steps can be computed."))
        return
    proposal = cached.made("whatif_steps", here.state, lambda: best_steps(view, form, limit, float(step)))
    if proposal is None:
        st.info(words("The steps would change more than {n} areas, which is more than one scenario holds; set a lower "
                      "limit or a larger step.", n=MOST_CHANGES))
    elif not proposal:
        st.info(words("No step is needed or possible: no area of known capacity is below the norm, or the limit is "
                      "less than one step."))
    else:
        _proposal(here, sheet.frame, {change.orp_code: change.delta_units or 0.0 for change in proposal.changes}, unit)
        st.button(words("Use as the scenario"), on_click=filters.write_query, args=(whatif_form.KEY, proposal.link),
                  icon=":material/science:", key="whatif_use", disabled=proposal == view.scenario,
                  help=words("Replaces what the scenario holds now."))


def _proposal(here: Here, frame: pd.DataFrame, added: dict[str, float], unit: str) -> None:
    """What the steps add where, and what it does to the lowest index."""
    words, rows = here.words, records(frame[frame["need_before_units"] > 0])

    def index(row: dict[str, Any]) -> float:
        return float((row["capacity_before_units"] + added.get(row["orp_code"], 0.0)) / row["need_before_units"])

    known = [row for row in rows if not pd.isna(row["capacity_before_units"])]
    widgets.reading(words(
        "{amount} are added; the lowest coverage index rises from {before} to {after}.",
        amount=formats.amount(sum(added.values()), unit, words.lang),
        before=min(float(row["index_before"]) for row in known), after=min(index(row) for row in known)))
    widgets.table(here, PlainTable(
        words("Steps by area"), (words("ORP"), words("Added"), words("Index before"), words("Index after")),
        tuple((PlainCell(str(row["orp_name"])),
               PlainCell(formats.signed(added[row["orp_code"]], words.lang), number=True),
               PlainCell(formats.number(row["index_before"], words.lang, digits=2), number=True),
               PlainCell(formats.number(index(row), words.lang, digits=2), number=True))
              for row in known if row["orp_code"] in added),
    ))
