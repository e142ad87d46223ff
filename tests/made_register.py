"""A register of providers in the real form and of any size, made of nothing real: python -m tests.made_register FILE.

It is written as a stream, the same arguments give the same bytes, and it holds every trap of the real one: ended
services with open facilities and the other way round, starts in the future, several facilities for one capacity, five
units, descriptions with other amounts, providers that sit elsewhere, services without a facility, secret addresses,
addresses without a code, names with spaces at the end, facilities written twice, no order, numbers with leading zeros,
absent objects, and persons.
"""

import argparse
import csv
import json
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
STATE_DAY = date(2026, 11, 20)
REGION_SHARE = 0.036
PERSON = "Smyšlená-Osobová"
"""Surname of every person in the file; nothing the importer hands over may hold it, nor `HEAD`, `MAIL` or `PHONE`."""

HEAD, MAIL, PHONE = "Vymyšlený Vedoucí", "@osoba.example", "+420 700 "
SECRET_WORD = "Úkryt"
"""Every facility at a secret address has this word in its name."""

TYPES_WITH_FORMS: dict[int, tuple[tuple[str, str], ...]] = {
    1: (("amb", "interv"), ("ter", "interv")), 3: (("ter", "klient"),), 4: (("ter", "klient"), ("amb", "klient")),
    8: (("pob", "luzka"), ("ter", "klient")), 10: (("amb", "klient"),), 12: (("pob", "luzka"),),
    13: (("pob", "luzka"),), 14: (("pob", "luzka"),), 18: (("ter", "hovor"),), 20: (("pob", "luzka"),),
    22: (("amb", "kontakt"),), 28: (("ter", "klient"), ("amb", "klient")),
    32: (("ter", "kontakt"), ("ter", "interv")), 33: (("amb", "klient"),),
}
"""Number of a type in the register and the (form, unit) pairs it is counted in."""


@dataclass(frozen=True, slots=True)
class Place:
    """The region the file is made for: its code in the register and the codes of its municipalities."""

    region: str
    municipalities: Sequence[str]


@dataclass(slots=True)
class Tally:
    """What the file holds, counted as it is made and not as an importer would."""

    records: int = 0
    services: int = 0
    ended: int = 0
    facilities: int = 0
    duplicates: int = 0
    secret: int = 0
    secret_unplaced: int = 0
    without_code: int = 0
    amounts: Counter[str] = field(default_factory=Counter)
    """Registered amounts of the region by unit of the register."""


def embedded_place() -> Place:
    """The region of the package that comes with the application."""
    def column(name: str, of: str) -> list[str]:
        with (ROOT / "data" / "reference" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            return [row[of] for row in csv.DictReader(file)]

    return Place(column("region", "register_code")[0], column("municipality", "code"))


def write_register(
    path: Path, place: Place, *, services: int | None = None, megabytes: float | None = None, seed: int = 7,
    types: Sequence[int] = tuple(TYPES_WITH_FORMS),
) -> Tally:
    """Write a file of so many services, or of at least so many megabytes (10^6 bytes)."""
    tally = Tally()
    written = 0
    with path.open("w", encoding="utf-8", newline="\n") as file:
        written += file.write('{"polozky":[')
        for index, record in enumerate(records(place, tally, seed, types)):
            text = ("," if index else "") + json.dumps(record, ensure_ascii=False, separators=(",", ":"))
            file.write(text)
            written += len(text.encode())
            enough = index + 1 >= services if services is not None else written >= (megabytes or 0) * 1_000_000
            if enough:
                break
        file.write("]}\n")
    return tally


def records(place: Place, tally: Tally, seed: int, types: Sequence[int]) -> Iterator[dict[str, Any]]:
    """Services without end, counted into the tally as they are handed out."""
    rng = random.Random(seed)
    index = 0
    while True:
        record = _Maker(rng, place, index, types, inside=rng.random() < REGION_SHARE, tally=tally).record()
        tally.records += 1
        index += 1
        yield record


@dataclass(slots=True)
class _Maker:
    rng: random.Random
    place: Place
    index: int
    types: Sequence[int]
    inside: bool
    tally: Tally

    def chance(self, share: float) -> bool:
        return self.rng.random() < share

    def day(self, first: int, last: int) -> str:
        return (date(first, 1, 1) + timedelta(days=self.rng.randrange((last - first) * 365))).isoformat()

    def record(self) -> dict[str, Any]:
        begins = self.day(2007, 2025)
        ends = self.day(2025, 2026) if self.chance(0.15) else None
        without_facility = self.chance(0.03)
        facilities = [] if without_facility else self.facilities(begins)
        number = self.rng.choice(self.types)
        forms = self.forms(number)
        contacts = [{"adresa": self.address()}] if without_facility or self.chance(0.6) else []
        if self.inside:
            self.tally.services += 1
            self.tally.ended += ends is not None and ends < STATE_DAY.isoformat()
        return {
            "portalId": (self.index * 7919 + 1234) % 999_983 + 1,
            "id": f"SocialniSluzba/{self.index}",
            "identifikator": f"{1_000_000 + self.index * 3571 % 8_999_993}",
            "datumPoskytovaniOd": begins,
            "datumPoskytovaniDo": ends,
            "kontaktniAdresy": contacts,
            "druhSocialniSluzby": {"id": f"DruhSocialniSluzby/{number}"},
            "zarizeni": facilities or None,
            "poskytovatel": self.provider(),
            "emaily": [{"email": f"sluzba{self.index}{MAIL}", "poznamka": None}],
            "telefony": [{"telefon": f"{PHONE}{self.index:06d}", "poznamka": "vedoucí služby"}],
            "faxy": [],
            "weby": [{"web": "www.example.org", "poznamka": None}],
            "ciloveSkupiny": [{"cilovaSkupina": {"id": f"CilovaSkupinaOsoby/{code}"}}
                              for code in self.rng.sample((21, 22, 24, 26), self.rng.randint(1, 2))],
            "vekoveSkupiny": [{"vekovaSkupina": {"id": f"VekovaSkupinaOsoby/{self.rng.randint(1, 9)}"}}],
            "doplnujiciInformaceVekoveSkupiny": "Věk se posuzuje jednotlivě. " * self.rng.randint(0, 6) or None,
            "formy": forms,
            "rozsirenePusobnostiVKraji": [{"kraj": {"id": "Kraj/19"}}] if self.chance(0.24) else None,
            "doplnkoveUdaje": self.documents(),
        }

    def facilities(self, begins: str) -> list[dict[str, Any]]:
        found = []
        if self.chance(0.04):
            found.append(self.secret(begins))
        # A secret facility alone belongs to no region, so every service has another one.
        for number in range(min(1 + int(self.rng.expovariate(0.5)), 40)):
            code = None if self.chance(0.036) else 20_000_000 + self.index * 50 + number
            later = self.chance(0.02)
            facility = {
                "nazev": f"Středisko {self.index}-{number}" + ("  " if self.chance(0.1) else ""),
                "poskytujeOd": "2027-03-01" if later else begins,
                "poskytujeDo": self.day(2026, 2027) if self.chance(0.1) and not later else None,
                "utajenaAdresa": False,
                "adresa": self.address(code),
                "vedouci": {"jmeno": HEAD, "titulPred": "Mgr."},
                "provozniDoba": [{"den": day, "od": "07:00", "do": "15:30", "poznamka": "dle dohody s uživatelem"}
                                 for day in ("po", "ut", "st", "ct", "pa")],
            }
            found.append(facility)
            twice = self.chance(0.03)
            if twice:
                found.append({**facility, "nazev": facility["nazev"].strip() + " "})
            if self.inside:
                self.tally.facilities += 1
                self.tally.duplicates += twice
                self.tally.without_code += code is None
        self.rng.shuffle(found)
        return found

    def secret(self, begins: str) -> dict[str, Any]:
        self.tally.secret += self.inside
        self.tally.secret_unplaced += self.inside
        return {"nazev": f"{SECRET_WORD} {self.index}", "poskytujeOd": begins, "poskytujeDo": None,
                "utajenaAdresa": True, "adresa": None, "vedouci": {"jmeno": HEAD}}

    def address(self, code: int | None = None) -> dict[str, Any]:
        home = self.place
        region = home.region if self.inside else f"Kraj/{self.rng.choice([9, 19, 27, 35, 43, 51])}"
        town = self.rng.choice(home.municipalities) if self.inside else f"{self.rng.randrange(500000, 599999)}"
        return {
            "kodAdresnihoMista": code, "cisloDomovni": self.rng.randint(1, 2999), "cisloOrientacni": None,
            "typCislaDomovniho": {"id": "TypStavebnihoObjektu/1"}, "psc": f"{self.rng.randint(10000, 79999)}",
            "dodatekAdresy": None, "kraj": {"id": region}, "okres": {"id": "Okres/3402"} if self.chance(0.9) else None,
            "obec": {"id": f"Obec/{town}"}, "castObce": None,
            "ulice": {"nazev": "Dlouhá"} if self.chance(0.8) else None,
            "mestskyObvodMestskaCast": None, "mestskyObvodVPraze": None,
        }

    def forms(self, number: int) -> list[dict[str, Any]] | None:
        if self.chance(0.02):
            return None
        forms: dict[str, list[dict[str, Any]]] = {}
        for form, unit in TYPES_WITH_FORMS[number]:
            capacities = forms.setdefault(form, [])
            for _ in range(2 if self.chance(0.05) else 1):
                amount = self.rng.randint(0, 120)
                capacities.append({
                    "pocet": amount, "typ": {"id": f"TypKapacitySocialniSluzby/{unit}"},
                    "popis": f"Původní kapacita {amount + 5} do 31.12.2015." if self.chance(0.3) else None,
                })
                if self.inside:
                    self.tally.amounts[unit] += amount
        return [{"forma": {"id": f"FormaSocialniSluzby/{form}"}, "nepretrzitePoskytovani": form == "pob",
                 "casoveRozsahy": None, "kapacity": capacities} for form, capacities in forms.items()]

    def provider(self) -> dict[str, Any]:
        number = self.index // 3 % 2000
        return {
            "ico": f"{number * 4567 % 9_999_991 + 19:08d}", "nazev": f"Poskytovatel {number}, z. ú.", "dic": None,
            "adresa": {"psc": "11000", "kraj": {"id": "Kraj/19"}, "okres": None, "obec": {"id": "Obec/554782"}},
            "emaily": [{"email": f"reditel{number}{MAIL}", "poznamka": None}], "telefony": [], "weby": [],
            "statutarniOrgany": [{"jmeno": f"Osoba{self.index}", "prijmeni": PERSON, "titulPred": "Ing.",
                                  "funkce": "předseda"} for _ in range(self.rng.randint(1, 5))],
        }

    def documents(self) -> dict[str, Any]:
        def attached(kind: str) -> list[dict[str, Any]]:
            return [{"priloha": {"nazev": f"{kind} {year}", "popis": "Příloha k žádosti o registraci služby. " * 4,
                                 "url": f"https://example.org/prilohy/{self.index}/{kind}/{year}.pdf"}}
                    for year in range(2015, 2015 + self.rng.randint(6, 14))]

        return {"realizacePoskytovani": attached("realizace"), "planyFinancnihoZajisteni": attached("plan"),
                "personalniZajisteni": attached("personal")}


def main() -> None:
    """Write a file for the region of the embedded package and say what it holds."""
    parser = argparse.ArgumentParser(prog="python -m tests.made_register", description=main.__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--megabytes", type=float, default=1)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    print(write_register(options.file, embedded_place(), megabytes=options.megabytes, seed=options.seed))


if __name__ == "__main__":
    main()
