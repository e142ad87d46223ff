"""Tables behind two pictures of the page on gaps: one type under other norms, groups with their capacity divided."""

from lib.model import derived
from lib.views.base import Sheet
from lib.views.gaps import COMPARABLE_NORMS, GapsView, TypeDetail


def norms_sheet(detail: TypeDetail) -> Sheet:
    """Class of every area, form and unit of a type under each norm, and whether it changes with the norm."""
    key = ["orp_code", "form", "unit"]
    named = detail.gap.frame[[*key, "orp_name", "type_code", "type_name"]]
    changed = detail.changes[key].drop_duplicates().assign(class_changes=True)
    frame = detail.classes.merge(named, on=key).merge(changed, on=key, how="left")
    frame = frame.rename(columns={norm.value: norm.name.lower() for norm in COMPARABLE_NORMS})
    frame = frame.assign(class_changes=frame["class_changes"].notna())
    return Sheet(derived.GAP_BY_NORM, frame[list(derived.GAP_BY_NORM.columns)], detail.norms_provenance, "gap",
                 asked=detail.norms_asked)


def allocated_sheet(view: GapsView) -> Sheet:
    """Gaps by target group with the capacity of each service divided among its groups."""
    table = derived.GROUP_GAP_ALLOCATED
    return Sheet(table, view.allocated[list(table.columns)], view.groups.provenance, view.groups.method,
                 asked=view.groups.asked)
