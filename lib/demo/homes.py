"""Homes for older people (§ 49) and homes with a special regime (§ 50): their beds sum to the published figures."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from lib.demo.mix import (
    CESKA_LIPA,
    FRYDLANT,
    HOMES_FOR_SENIORS,
    HOMES_SPECIAL_REGIME,
    JABLONEC,
    JILEMNICE,
    LIBEREC,
    NOVY_BOR,
    SEMILY,
    TANVALD,
    TURNOV,
    ZELEZNY_BROD,
)


@dataclass(frozen=True, slots=True)
class Home:
    """One home and its beds by year.

    `network` are beds in the basic network of 2015, 2016 and 2017 (zeros: outside the network); `extra` are beds
    registered on top of them. `before` gives registered beds of years before 2015 where they differ from 2015.
    """

    type_code: str
    orp_code: str
    network: tuple[int, int, int]
    extra: int = 0
    before: Mapping[int, int] = field(default_factory=dict)
    valid_from: date = date(2007, 1, 1)
    valid_to: date | None = None

    def registered(self, year: int) -> int:
        """Beds registered in a year from 2010 to 2017."""
        if year < 2015:
            return self.before.get(year, self.network[0] + self.extra)
        return self.network[year - 2015] + self.extra


def _seniors(orp_code: str, *network: int, extra: int = 0, before: Mapping[int, int] | None = None) -> Home:
    first, second, third = network if len(network) == 3 else network * 3
    return Home(HOMES_FOR_SENIORS, orp_code, (first, second, third), extra, before or {})


def _special(orp_code: str, *network: int, extra: int = 0, before: Mapping[int, int] | None = None) -> Home:
    first, second, third = network if len(network) == 3 else network * 3
    return Home(HOMES_SPECIAL_REGIME, orp_code, (first, second, third), extra, before or {})


# In the network (2015, 2016, 2017): 890, 926 and 894 beds of § 49 in 19 homes; 372, 447 and 536 of § 50 in 16 homes.
# Registered before: 889, 1005, 1001, 1183, 968 beds of § 49 and 368, 446, 365, 563, 388 beds of § 50 (2010 to 2014).
HOMES = (
    _seniors(LIBEREC, 84, 96, 96, extra=10, before={2010: 70, 2011: 70, 2012: 70}),
    _seniors(LIBEREC, 78, 78, 62, before={2013: 118}),
    _seniors(LIBEREC, 64, before={2010: 68, 2011: 68}),
    _seniors(LIBEREC, 52),
    _seniors(LIBEREC, 40),
    _seniors(JABLONEC, 84, 84, 72, extra=6, before={2010: 60}),
    _seniors(JABLONEC, 52, before={2013: 72}),
    _seniors(CESKA_LIPA, 48, 58, 58),
    _seniors(CESKA_LIPA, 34, before={2013: 64}),
    _seniors(CESKA_LIPA, 20),
    _seniors(TURNOV, 68, 74, 74, extra=2, before={2010: 57, 2011: 57, 2012: 57}),
    _seniors(TURNOV, 46),
    _seniors(SEMILY, 36, 44, 44, before={2010: 20}),
    _seniors(SEMILY, 30),
    _seniors(JILEMNICE, 48, 48, 44),
    _seniors(TANVALD, 38),
    _seniors(NOVY_BOR, 36),
    _seniors(FRYDLANT, 24),
    _seniors(ZELEZNY_BROD, 8),
    _seniors(LIBEREC, 0, extra=38),
    _seniors(NOVY_BOR, 0, extra=22),
    Home(HOMES_FOR_SENIORS, LIBEREC, (0, 0, 0), before={2010: 40, 2011: 40, 2012: 40, 2013: 95},
         valid_from=date(2010, 7, 1), valid_to=date(2013, 12, 31)),
    Home(HOMES_FOR_SENIORS, FRYDLANT, (0, 0, 0), before={2011: 30, 2012: 30, 2013: 30},
         valid_from=date(2011, 1, 1), valid_to=date(2013, 12, 31)),
    _special(LIBEREC, 40, 60, 60, before={2011: 80, 2013: 90}),
    _special(LIBEREC, 42, 42, 60, before={2010: 22, 2011: 22, 2012: 22}),
    _special(LIBEREC, 18, 34, 34),
    _special(LIBEREC, 24, 24, 40),
    _special(LIBEREC, 18),
    _special(JABLONEC, 30, 46, 46),
    _special(JABLONEC, 28, 28, 44, before={2010: 17, 2011: 17, 2012: 17}),
    _special(JABLONEC, 16, extra=4),
    _special(CESKA_LIPA, 20, 32, 32),
    _special(CESKA_LIPA, 20, 20, 34, before={2013: 50}),
    _special(TURNOV, 33, 44, 44, before={2013: 53}),
    _special(SEMILY, 22, 22, 30, before={2010: 10, 2011: 10, 2012: 10}),
    _special(JILEMNICE, 20, 20, 30),
    _special(TANVALD, 16, 16, 23),
    _special(NOVY_BOR, 15),
    _special(FRYDLANT, 10),
    _special(LIBEREC, 0, extra=12),
    Home(HOMES_SPECIAL_REGIME, JABLONEC, (0, 0, 0), extra=40, valid_from=date(2016, 3, 1)),
    Home(HOMES_SPECIAL_REGIME, JABLONEC, (0, 0, 0), before={2010: 23, 2011: 61, 2012: 20, 2013: 75},
         valid_to=date(2013, 12, 31)),
)
