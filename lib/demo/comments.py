"""Comments on the draft of the plan 2014–2017 and their settlement; the organisations are made up and say so."""

from datetime import date

from lib.demo.frames import Row
from lib.model.consultation import Settlement

PLAN = "SPRSS_2014_2017"
CONSULTATION = "SPRSS_2014_2017_PRIPOMINKY"
OPENS, CLOSES = date(2013, 10, 1), date(2013, 10, 25)
SETTLED, AGAIN, LATE = date(2013, 11, 14), date(2013, 12, 5), date(2016, 9, 15)
SETTLED_BY = "odbor sociálních věcí"

ACCEPTED, PARTLY, NOT_ACCEPTED = Settlement

Settled = tuple[date, Settlement, str | None]
Comment = tuple[int, str, str | None, str | None, str, tuple[Settled, ...]]
"""Day of October, organisation, card or goal, part of the plan, text, settlements from the first to the last."""

COMMENTS: tuple[Comment, ...] = (
    (2, "obec Vzorová Lhota", "A01-02", None,
     "Žádáme doplnit, že pečovatelská služba má být dostupná i večer a o víkendu.",
     ((SETTLED, ACCEPTED, "Doplněno do popisu karty."),)),
    (3, "obec Horní Vzorov", "A01-01", None,
     "Odlehčovací služba na Vzorovsku úplně chybí. Prosíme uvést ji mezi místy, kde se s rozvojem počítá.",
     ((SETTLED, PARTLY, "Karta místa nevyjmenovává. O rozsahu rozhodne poptávka doložená v komunitním plánu; "
                        "podnět je předán koordinátorovi."),)),
    (4, "sdružení pečujících rodin", "A01-01", None,
     "V kartě chybí terénní forma odlehčovací služby, počítá se jen s pobytovou.",
     ((SETTLED, ACCEPTED, None),)),
    (7, "poskytovatel pečovatelské služby", "SC1", None,
     "Cíl zní obecně. Navrhujeme uvést, o kolik úvazků má terénní péče do roku 2017 vzrůst.",
     ((SETTLED, NOT_ACCEPTED, "Počty úvazků stanoví základní síť, nikoli plán."),
      (AGAIN, PARTLY, "Počty stanoví základní síť. Do karty A08-04 je doplněno, že se rozvoj terénní péče bude "
                      "každý rok vyhodnocovat."))),
    (7, "město Vzorov", "A02-04", None,
     "Přeměna domova nesmí začít dříve, než bude v území dost terénních služeb.",
     ((SETTLED, ACCEPTED, "Doplněna podmínka návaznosti na terénní služby."),)),
    (8, "rada uživatelů domova", "A02-05", None,
     "Chceme být u rozhodování o tom, kde budeme bydlet. V kartě o tom nic není.",
     ((SETTLED, ACCEPTED, "Doplněno zapojení uživatelů do přípravy plánu přeměny."),)),
    (9, "poskytovatel chráněného bydlení", "SC2", None,
     "Prosíme doplnit odhad nákladů na přeměnu a zdroje, ze kterých se bude platit.",
     ((SETTLED, NOT_ACCEPTED, "Náklady budou součástí plánů přeměny jednotlivých zařízení."),)),
    (10, "sdružení na podporu zaměstnávání", "A03-02", None,
     "Mezi spolupracujícími chybí zaměstnavatelé.",
     ((SETTLED, ACCEPTED, None),)),
    (11, "psychiatrická ambulance", "A03-03", None,
     "Mapování poptávky navrhujeme rozšířit z jednoho území na celý kraj a dokončit do konce roku 2014.",
     ((SETTLED, PARTLY, "Rozsah je rozšířen na celý kraj. Termín zůstává, protože závisí na financování."),
      (AGAIN, ACCEPTED, "Financování je zajištěno, termín je upraven podle připomínky."))),
    (14, "azylový dům", "A04-03", None,
     "Bez dostupných bytů služba ztrátě bydlení nezabrání. Doplňte spolupráci s obcemi při přidělování bytů.",
     ((SETTLED, PARTLY, "Spolupráce s obcemi je doplněna. Přidělování bytů je v samostatné působnosti obcí."),)),
    (15, "obec Dolní Vzorov", "A04-05", None,
     "Nesouhlasíme s tím, aby nové nízkoprahové zařízení vzniklo jen tam, kde se obec podílí na platbě. "
     "Malé obce na to nemají.",
     ((SETTLED, NOT_ACCEPTED, "Podíl obce je podmínkou udržitelnosti služby; lze jej sdružit s dalšími obcemi."),)),
    (16, "občanská poradna", "A05-02", None,
     "U dluhového poradenství prosíme uvést i výjezdy do menších obcí.",
     ((SETTLED, ACCEPTED, None),)),
    (17, "terénní program", "A06-01", None,
     "Pravidlo jednoho poskytovatele v lokalitě by se nemělo týkat programů s různou cílovou skupinou.",
     ((SETTLED, PARTLY, "Pravidlo platí pro stejnou cílovou skupinu; text je upřesněn, výjimky schvaluje kraj."),)),
    (18, "město Vzorov", "A07-01", None,
     "Navrhujeme výslovně uvést ambulantní léčbu na východě kraje.",
     ((SETTLED, NOT_ACCEPTED, "Dostupnost ambulantní léčby se teprve zjistí; karta to ukládá."),)),
    (21, "svazek obcí Vzorovsko", "A08-02", None,
     "Podíl obcí na financování má být dohodnut předem, ne po schválení plánu.",
     ((SETTLED, ACCEPTED, "Doplněno projednání podílu v územních řídicích skupinách."),)),
    (22, "poskytovatel sociálně aktivizační služby", "A08-04", None,
     "Prosíme zveřejnit, podle čeho se služby do základní sítě zařazují.",
     ((SETTLED, PARTLY, "Parametry budou zveřejněny po ověření v praxi."),)),
    (23, "obec Horní Vzorov", "A09-03", None,
     "Metodická pomoc má zahrnovat i obce, které plán teprve zpracovávají.",
     ()),
    (24, "poskytovatel odborného sociálního poradenství", "A09-05", None,
     "Klíč financování by měl zohlednit dojíždění pracovníků v řídce osídleném území.",
     ((LATE, PARTLY, "Dojíždění bude zohledněno při příští úpravě klíče."),)),
    (25, "vzdělávací ústav", "SC10", "Doba platnosti plánu",
     "Období čtyř let je pro plán vzdělávání dlouhé; navrhujeme jej každý rok zpřesnit.",
     ()),
    (25, "sdružení seniorů", None, "Úvodní slovo",
     "Text je příliš odborný. Prosíme připojit stručné shrnutí pro veřejnost.",
     ((SETTLED, ACCEPTED, "Shrnutí bude zveřejněno spolu s plánem."),)),
)


def consultation_rows() -> list[Row]:
    """The one period of comments that is made up."""
    return [{"code": CONSULTATION, "plan_code": PLAN, "opens_on": OPENS, "closes_on": CLOSES,
             "title": "Připomínkování návrhu střednědobého plánu 2014–2017 (ukázka)",
             "note": "Smyšlené připomínky smyšlených organizací; skutečné nejsou k dispozici."}]


def _id(number: int) -> str:
    return f"U2013-{number:02d}"


def comment_rows() -> list[Row]:
    """Comments on cards, goals and parts of the plan, numbered in the order they came in."""
    return [
        {"id": _id(number), "consultation_code": CONSULTATION, "date": OPENS.replace(day=day),
         "organisation": f"{organisation} (ukázka)", "text": text, "section": section,
         "goal_code" if (place or "").startswith("SC") else "activity_code": place}
        for number, (day, organisation, place, section, text, _) in enumerate(COMMENTS, start=1)
    ]


def settlement_rows() -> list[Row]:
    """Every settlement of every comment; two were settled again, one only after the default day, two not at all."""
    return [
        {"comment_id": _id(number), "date": day, "settlement": settlement.value, "reason": reason,
         "settled_by": SETTLED_BY}
        for number, (*_, settled) in enumerate(COMMENTS, start=1) for day, settlement, reason in settled
    ]
