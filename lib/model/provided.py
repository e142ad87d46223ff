"""What each service provides on a day: its amounts by type, form and unit, and which of them nobody knows."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from lib.model import periods
from lib.model.catalogue import PLANNING_UNITS
from lib.model.lookup import Floats, Positions, numbered, numbers, positions, ratio, taken
from lib.model.network import SERVICE
from lib.model.selection import CapacityScope


@dataclass(frozen=True, slots=True)
class Stated:
    """What each valid service provides on a day: row of the services, number of its key, amount (NaN: not known)."""

    keys: pd.DataFrame
    service: Positions
    key: Positions
    amount: Floats

    @property
    def nothing_known(self) -> bool:
        return bool(np.isnan(self.amount).all())


def stated_on(
    services: pd.DataFrame, capacity: pd.DataFrame, valid_on: date, scope: CapacityScope, *, network_known: bool
) -> Stated:
    """Amounts by service and key (type_code, form, unit), ordered by service.

    Parameters
    ----------
    services, capacity : whole histories; only services valid on the day count, with their latest capacity up to it.
    scope : network capacity (planning units only) or all registered capacity.
    network_known : whether a version of the network holds on the day; without one its amounts are not known.

    A service that provides a form, but states nothing in a unit in which others state this form, has an unknown amount
    there; so has a service with nothing recorded up to the day, in every form and unit of its type.
    """
    n = len(services)
    of = positions(capacity["service_id"], services["id"])
    inside = of >= 0
    if scope == CapacityScope.NETWORK:
        inside &= capacity["unit"].isin(PLANNING_UNITS).to_numpy()
    rows, of = np.flatnonzero(inside), of[inside]
    key, keys = numbered(taken(services["type_code"], of).rename("type_code"),
                         *(taken(capacity[name], rows).rename(name) for name in ("form", "unit")))
    amounts = numbers(capacity["in_network" if scope == CapacityScope.NETWORK else "registered"])[rows]
    if scope == CapacityScope.NETWORK and not network_known:
        amounts[:] = np.nan
    dates = capacity["date"].to_numpy()[rows]
    valid = periods.valid_on(services, SERVICE, valid_on).to_numpy(dtype=bool)
    past = np.flatnonzero((dates <= np.datetime64(valid_on)) & valid[of])
    by_date = past[np.argsort(dates[past], kind="stable")]
    latest = np.full((n, len(keys)), -1)
    latest[of[by_date], key[by_date]] = by_date

    # Keys are sorted, so those of one form, and those of one type, stand side by side.
    form, _ = numbered(keys["type_code"], keys["form"])
    kind = positions(keys["type_code"], keys["type_code"].drop_duplicates())
    type_of = positions(services["type_code"], keys["type_code"].drop_duplicates())
    has_form = np.zeros((n, form.max(initial=-1) + 1), dtype=bool)
    has_form[of[past], form[key[past]]] = True
    silent = valid & ~has_form.any(axis=1)
    expected = has_form[:, form] | (silent[:, None] & (kind[None, :] == type_of[:, None]))
    service, key = np.nonzero(expected)
    return Stated(keys, service, key, np.append(amounts, np.nan)[latest[service, key]])


def group_links(links: pd.DataFrame, service_ids: pd.Series, groups: pd.Series) -> tuple[Positions, Positions, Floats]:
    """Service, group and share of the service's capacity given to the group, ordered by service.

    Parameters
    ----------
    links : the table service_target_group. Declared shares are brought to a sum of one among the groups asked for;
        where one is missing, the groups share equally.
    service_ids, groups : what positions are counted in.
    """
    service, group = positions(links["service_id"], service_ids), positions(links["group_code"], groups)
    kept = np.flatnonzero((service >= 0) & (group >= 0))
    kept = kept[np.argsort(service[kept], kind="stable")]
    service, group, declared = service[kept], group[kept], numbers(links["share"])[kept]
    total, count = np.bincount(service, declared), np.bincount(service)
    return service, group, np.where(total[service] > 0, ratio(declared, total[service]), 1 / count[service])
