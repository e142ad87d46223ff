"""Norms and denominators as the chosen set of assumptions has them."""

from dataclasses import replace

import pandas as pd

from lib.model.areas import EVERYBODY
from lib.model.assumptions import Parameter
from lib.model.lookup import joined, positions, taken
from lib.model.need import REFERENCE_RATE
from lib.model.schemas import empty_frame
from lib.model.selection import CapacityScope, Norm, Selection
from lib.views.assumptions import assumptions_of, set_code
from lib.views.base import Note, Reader, assumptions_asked, comparison
from lib.views.similar import WEIGHTS, similar_frame, wanted_areas

_FORM = ("type_code", "form")
_KEY = ("type_code", "form", "unit")


def _set_code(reader: Reader, selection: Selection) -> str:
    """The code of the chosen set, read aside: a set that changes nothing in a figure is no source of it."""
    return set_code(Reader(reader.database, reader.at), selection)


def _denominators(reader: Reader, selection: Selection) -> pd.DataFrame:
    return reader.table("assumption_denominator", set_code=_set_code(reader, selection))


def _set_norms(reader: Reader, selection: Selection) -> pd.DataFrame:
    """Own norms of the chosen set for the types that the reader's own value does not stand for."""
    norms = reader.table("assumption_norm", set_code=_set_code(reader, selection))
    return norms[norms["type_code"] != selection.service_type] if _own_value(selection) else norms


def _own_value(selection: Selection) -> bool:
    return selection.own_rate is not None and selection.service_type is not None


def forms_of(reader: Reader, selection: Selection) -> pd.DataFrame:
    """The table service_type_form with the denominators of the chosen set in place of the usual ones."""
    forms, own = reader.table("service_type_form"), _denominators(reader, selection)
    if own.empty:
        return forms
    forms = forms.reset_index(drop=True)
    chosen = taken(own["age_group"], positions(joined(forms, _FORM), joined(own, _FORM)))
    return forms.assign(age_group=chosen.fillna(forms["age_group"]))


def given_norms(
    reader: Reader, selection: Selection, norm: Norm, forms: pd.DataFrame, amounts: pd.DataFrame
) -> pd.DataFrame:
    """Norms that are given and not made of areas, columns of reference_rate; none where the norm is another.

    National norms, or own ones: those of the chosen set, and the reader's own value for every form and unit of the type
    chosen. An own norm is per 1,000 persons of the denominator in `forms`.
    """
    if norm is Norm.NATIONAL:
        return reader.table("reference_rate")
    if norm is not Norm.OWN:
        return empty_frame(REFERENCE_RATE)
    own = _set_norms(reader, selection)[[*_KEY, "per_1000"]]
    if _own_value(selection):
        keys = amounts.loc[amounts["type_code"] == selection.service_type, list(_KEY)].drop_duplicates()
        own = pd.concat([own, keys.assign(per_1000=selection.own_rate)], ignore_index=True)
    own = own.reset_index(drop=True)
    age_group = taken(forms["age_group"], positions(joined(own, _FORM), joined(forms, _FORM)))
    return own.assign(age_group=age_group.fillna(EVERYBODY))


def similar_pairs(reader: Reader, selection: Selection, norm: Norm) -> pd.DataFrame | None:
    """The areas that make the norm of each, for the norm of similar areas alone."""
    return similar_frame(reader, selection) if norm is Norm.SIMILAR else None


def norm_notes(reader: Reader, selection: Selection) -> tuple[Note, ...]:
    """What must be known about norm and denominators of gaps by service type."""
    notes = []
    if selection.norm is Norm.REGION_MEAN:
        notes.append(Note("gaps-sum-to-zero"))
    if selection.norm is Norm.SIMILAR:
        notes.append(Note("norm-of-similar", {"n": wanted_areas(assumptions_of(reader, selection))}))
    if selection.norm is Norm.OWN and (types := _types(_set_norms(reader, selection))):
        notes.append(Note("norms-of-set", {"types": types}))
    return (*notes, *denominator_notes(reader, selection))


def denominator_notes(reader: Reader, selection: Selection) -> tuple[Note, ...]:
    """Of which types the chosen set changes the denominator; nothing where it changes none."""
    types = _types(_denominators(reader, selection))
    return (Note("denominators-of-set", {"types": types}),) if types else ()


def _types(rows: pd.DataFrame) -> str:
    return ", ".join(sorted(set(rows["type_code"])))


def norm_asked(
    reader: Reader, selection: Selection, *, norm: Norm | None = None, scope: CapacityScope | None = None,
) -> tuple[tuple[str, str], ...]:
    """What gaps by service type are compared with, as `Sheet.asked`; norm and scope in place of the selection's.

    The set of assumptions is named where it had a part in them: it makes areas similar, or gives norms or denominators.
    """
    norm, scope = norm or selection.norm, scope or selection.scope
    aside = Reader(reader.database, reader.at)
    if norm is Norm.SIMILAR:
        return comparison(norm, scope, None, assumptions_of(aside, selection), *WEIGHTS, Parameter.SIMILAR_AREAS)
    if _denominators(reader, selection).empty and (norm is not Norm.OWN or _set_norms(reader, selection).empty):
        return comparison(norm, scope, selection.own_rate)
    return comparison(norm, scope, selection.own_rate, replace(assumptions_of(aside, selection), changed=()))


def denominators_asked(reader: Reader, selection: Selection) -> tuple[tuple[str, str], ...]:
    """The set of assumptions, as `Sheet.asked`, where it has denominators of its own; nothing where it has none."""
    if _denominators(reader, selection).empty:
        return ()
    return assumptions_asked(replace(assumptions_of(Reader(reader.database, reader.at), selection), changed=()))
