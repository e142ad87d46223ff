"""What the made-up network consists of: how many services of each type, how big, for whom, and where few."""

from collections.abc import Mapping
from dataclasses import dataclass

CESKA_LIPA, FRYDLANT, JABLONEC, JILEMNICE, LIBEREC = "5101", "5102", "5103", "5104", "5105"
NOVY_BOR, SEMILY, TANVALD, TURNOV, ZELEZNY_BROD = "5106", "5107", "5108", "5109", "5110"

PROVISION = {
    CESKA_LIPA: 0.9, FRYDLANT: 0.5, JABLONEC: 1.0, JILEMNICE: 0.95, LIBEREC: 1.2, NOVY_BOR: 0.55, SEMILY: 1.05,
    TANVALD: 0.85, TURNOV: 1.3, ZELEZNY_BROD: 0.45,
}
"""How well each ORP is served compared with its population: the shape behind the gaps."""

HOMES_FOR_SENIORS, HOMES_SPECIAL_REGIME = "49", "50"


@dataclass(frozen=True, slots=True)
class TypeMix:
    """One service type in the made-up network.

    `local` services serve an ORP or a few, `regional` ones the whole region. `fte` and `beds` are medians of one
    service in one form; `word` begins the names of services. `groups` are codes of the register's target groups, of
    which the first is always named. `forms` says how often a service has each form; the first one is the usual form.
    `absent` lists ORP areas with no service of the type (white spots).
    """

    code: str
    local: int
    regional: int
    fte: float
    beds: int
    word: str
    groups: tuple[str, ...]
    forms: Mapping[str, float]
    absent: tuple[str, ...] = ()


FIELD = {"field": 1.0}
OUTPATIENT = {"outpatient": 1.0}
RESIDENTIAL = {"residential": 1.0}

SENIORS = ("R_SENIOR", "R_CHRONIC_ILLNESS", "R_PHYSICAL_DISABILITY", "R_DEMENTIA", "R_CARERS", "R_PALLIATIVE")
DISABLED = ("R_INTELLECTUAL_DISABILITY", "R_COMBINED_DISABILITY", "R_PHYSICAL_DISABILITY", "R_DISABILITY",
            "R_MENTAL_ILLNESS", "R_OTHER_DISABILITY", "R_VISUAL", "R_HEARING")
MENTAL = ("R_MENTAL_ILLNESS", "R_INTELLECTUAL_DISABILITY", "R_DISABILITY", "R_CHRONIC_ILLNESS", "R_PHYSICAL_DISABILITY")
CRISIS = ("R_CRISIS", "R_DOMESTIC_VIOLENCE", "R_CRIME_VICTIMS", "R_FAMILY", "R_TRAFFICKING", "R_SEXUALLY_EXPLOITED")
HOMELESS = ("R_HOMELESS", "R_CRISIS", "R_RISK_LIFESTYLE", "R_OFFENDERS", "R_FAMILY", "R_DOMESTIC_VIOLENCE")
DRUGS = ("R_ADDICTION", "R_RISK_LIFESTYLE", "R_MENTAL_ILLNESS", "R_OFFENDERS")
EXCLUDED = ("R_EXCLUDED", "R_ETHNIC", "R_FAMILY", "R_RISK_LIFESTYLE", "R_HOMELESS", "R_IMMIGRANTS", "R_OFFENDERS")
YOUTH = ("R_YOUTH", "R_CARE_LEAVERS", "R_ETHNIC", "R_EXCLUDED", "R_RISK_LIFESTYLE")
FAMILIES = ("R_FAMILY", "R_EXCLUDED", "R_CRISIS", "R_ETHNIC", "R_IMMIGRANTS")
ANYONE = ("R_CRISIS", "R_SENIOR", "R_FAMILY", "R_DISABILITY", "R_CRIME_VICTIMS", "R_IMMIGRANTS", "R_EXCLUDED",
          "R_CARERS")

SMALL_AREAS = (FRYDLANT, JILEMNICE, NOVY_BOR, SEMILY, TANVALD, ZELEZNY_BROD)

MIX = (
    TypeMix("37", 20, 1, 2.6, 0, "Poradna", ANYONE, OUTPATIENT),
    TypeMix("39", 13, 0, 8.5, 0, "Osobní asistence", SENIORS + DISABLED[:3], FIELD, (ZELEZNY_BROD,)),
    TypeMix("40", 32, 0, 7.5, 0, "Pečovatelská služba", SENIORS, FIELD),
    TypeMix("41", 0, 2, 4.0, 0, "Tísňová péče", SENIORS, FIELD),
    TypeMix("42", 2, 0, 1.2, 0, "Průvodci", ("R_VISUAL", "R_HEARING", "R_COMBINED_DISABILITY"), FIELD, SMALL_AREAS),
    TypeMix("43", 5, 0, 3.5, 0, "Samostatné bydlení", MENTAL, FIELD, (FRYDLANT, NOVY_BOR, ZELEZNY_BROD)),
    TypeMix("44", 18, 0, 2.8, 9, "Odlehčovací služba", SENIORS + DISABLED[:2],
            {"field": 0.75, "residential": 0.55}),
    TypeMix("45", 6, 0, 3.0, 0, "Centrum denních služeb", SENIORS + MENTAL[:1], OUTPATIENT, (TANVALD, ZELEZNY_BROD)),
    TypeMix("46", 15, 0, 5.0, 0, "Denní stacionář", SENIORS[:4] + DISABLED[:2], OUTPATIENT),
    TypeMix("47", 4, 0, 0, 11, "Týdenní stacionář", DISABLED[:3], RESIDENTIAL,
            (FRYDLANT, NOVY_BOR, TANVALD, ZELEZNY_BROD)),
    TypeMix("48", 12, 0, 0, 44, "Domov", DISABLED[:4], RESIDENTIAL, (ZELEZNY_BROD,)),
    TypeMix("51", 13, 0, 0, 12, "Chráněné bydlení", MENTAL, RESIDENTIAL),
    TypeMix("52", 6, 0, 0, 14, "Sociální lůžka", SENIORS[:2], RESIDENTIAL, (FRYDLANT, NOVY_BOR, ZELEZNY_BROD)),
    TypeMix("54", 0, 3, 5.0, 0, "Raná péče", ("R_FAMILY", "R_COMBINED_DISABILITY", "R_VISUAL", "R_HEARING"),
            FIELD | {"outpatient": 0.4}),
    TypeMix("55", 0, 1, 4.5, 0, "Linka pomoci", CRISIS, FIELD),
    TypeMix("56", 1, 1, 2.0, 0, "Tlumočení", ("R_HEARING", "R_COMBINED_DISABILITY"), FIELD),
    TypeMix("57", 11, 0, 0, 24, "Azylový dům", HOMELESS, RESIDENTIAL, (JILEMNICE, ZELEZNY_BROD)),
    TypeMix("58", 2, 0, 0, 8, "Dům na půl cesty", YOUTH[:2], RESIDENTIAL, SMALL_AREAS),
    TypeMix("59", 4, 0, 4.0, 0, "Kontaktní centrum", DRUGS, OUTPATIENT, SMALL_AREAS),
    TypeMix("60", 4, 0, 2.5, 0, "Krizová pomoc", CRISIS, OUTPATIENT | {"field": 0.5}, SMALL_AREAS),
    TypeMix("60a", 0, 1, 3.0, 0, "Intervenční centrum", ("R_DOMESTIC_VIOLENCE", "R_CRIME_VICTIMS"), OUTPATIENT),
    TypeMix("61", 5, 0, 3.0, 0, "Denní centrum", HOMELESS, OUTPATIENT, (FRYDLANT, JILEMNICE, TANVALD, ZELEZNY_BROD)),
    TypeMix("62", 16, 0, 3.2, 0, "Klub", YOUTH, OUTPATIENT, (JILEMNICE,)),
    TypeMix("63", 6, 0, 0, 14, "Noclehárna", HOMELESS[:3], OUTPATIENT, (FRYDLANT, JILEMNICE, TANVALD, ZELEZNY_BROD)),
    TypeMix("64", 4, 0, 3.5, 8, "Následná péče", DRUGS[:3], OUTPATIENT | {"residential": 0.4},
            (FRYDLANT, JILEMNICE, TANVALD, ZELEZNY_BROD)),
    TypeMix("65", 14, 0, 4.4, 0, "Podpora rodin", FAMILIES, FIELD),
    TypeMix("66", 15, 0, 2.4, 0, "Aktivizační služba", ("R_SENIOR", "R_DISABILITY", *DISABLED[:3], "R_MENTAL_ILLNESS"),
            OUTPATIENT),
    TypeMix("67", 12, 0, 4.5, 0, "Sociální dílna", MENTAL, OUTPATIENT),
    TypeMix("68", 0, 1, 0, 15, "Terapeutická komunita", DRUGS[:1], RESIDENTIAL),
    TypeMix("69", 12, 0, 4.2, 0, "Terénní program", EXCLUDED + DRUGS[:1], FIELD),
    TypeMix("70", 16, 0, 4.2, 0, "Sociální rehabilitace", (*MENTAL, "R_CRISIS", "R_HOMELESS"),
            OUTPATIENT | {"field": 0.6}),
)
"""Every type but the two kinds of homes whose beds are published; those are in `homes`."""

HOME_GROUPS = {
    HOMES_FOR_SENIORS: ("R_SENIOR", "R_CHRONIC_ILLNESS", "R_PHYSICAL_DISABILITY"),
    HOMES_SPECIAL_REGIME: ("R_DEMENTIA", "R_SENIOR", "R_MENTAL_ILLNESS", "R_ADDICTION"),
}

UNKNOWN_AMOUNT_TYPES = ("42", "56", "58", "61", "64")
"""Types of small weight in which a few amounts are left unknown."""
