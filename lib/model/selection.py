"""What a user asked to see: one frozen value that is the key of every cached result."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Norm(StrEnum):
    """The norm capacity is compared with; the words are those of the URL."""

    REGION_MEAN = "prumer_kraje"
    ORP_MEDIAN = "median_orp"
    BEST_THIRD = "nejlepsi_tretina"
    NATIONAL = "cr"
    SIMILAR = "podobne_orp"
    OWN = "vlastni"


class CapacityScope(StrEnum):
    """Capacity in the basic network only, or everything registered."""

    NETWORK = "sit"
    ALL = "vse"


@dataclass(frozen=True, slots=True)
class AsOf:
    """The two dates of every question: the day the facts held, and the release they are read from."""

    valid_on: date
    known_at: int


@dataclass(frozen=True, slots=True)
class Selection:
    """The whole state of a view.

    `orp` None means the whole region; `service_type` and `target_group` None mean no choice. `own_rate` is the
    user's own norm per 1,000 persons of the denominator group; it is used only with `Norm.OWN`. `assumptions` is the
    code of a set of assumptions, None the data's own default, and `overrides` the reader's own base values by parameter.
    """

    at: AsOf
    orp: str | None = None
    service_type: str | None = None
    target_group: str | None = None
    compare_on: date | None = None
    norm: Norm = Norm.REGION_MEAN
    own_rate: float | None = None
    scope: CapacityScope = CapacityScope.NETWORK
    assumptions: str | None = None
    overrides: tuple[tuple[str, float], ...] = ()
