"""The made-up community plans. With the evidenced ones they make 15 plans valid on 30 June 2011 and 20 a year later."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class MadePlan:
    """One made-up plan. Its municipalities are `codes`, or all of ORP `orp_code` but those in `without`."""

    code: str
    title: str
    territory: str
    valid_from: date
    valid_to: date
    orp_code: str | None = None
    without: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    extended_to: date | None = None
    status: str = "approved"
    note: str | None = None
    action_years: tuple[int, ...] = ()


CESKODUBSKO = ("563960", "563901", "563943", "564052", "546658", "564290", "544345", "564427", "564532", "564184",
               "564541")
CHRASTAVSKO = ("564095", "564109", "564397", "564117", "563919", "564176", "564231", "546593", "564281")
LOMNICKO = ("577308", "576972", "577014", "577235", "577294", "577341", "577545", "577570")
ROKYTNICKO = ("577456", "547476", "577162", "577669")
VYSOCKO = ("577693", "577006", "577421", "577464", "577171", "577073")
SEMILSKO = ("576964", "576999", "577154", "577529", "577707")
PODRALSKO = ("562092", "544337", "561851", "562017", "561444", "561541", "562203", "514276")
DOKSKO = ("561495", "561401", "561886", "514161", "513890", "514195", "553638", "562238")
CVIKOVSKO = ("561479", "561738", "561746", "561827", "562131")
NOVOMESTSKO = ("564265", "564133", "564206", "564079")

TURNOVSKO_WITHOUT_2012 = ("544582", "544604", "545937", "545953", "564141", "564401", "564435", "564516", "577111",
                          "577227", "577367", "577600")
TURNOVSKO_WITHOUT_2016 = ("544582", "544604", "545937", "564141", "564401", "564516", "577111", "577448", "577600")

EARLIER = (
    MadePlan("D_LIBEREC_2008", "KP služeb v sociální oblasti města Liberec 2008–2013 (ukázka)", "město Liberec",
             date(2008, 1, 1), date(2013, 12, 31), codes=("563889",), action_years=(2010, 2011, 2012, 2013)),
    MadePlan("D_CHRASTAVSKO_2010", "KP Hrádecka a Chrastavska 2010–2013 (ukázka)", "Hrádecko a Chrastavsko",
             date(2010, 1, 1), date(2013, 12, 31), codes=CHRASTAVSKO, action_years=(2010, 2013)),
    MadePlan("D_CESKODUBSKO_2009", "KP Českodubska 2009–2011 (ukázka)", "Českodubsko a okolí Ještědu",
             date(2009, 1, 1), date(2011, 12, 31), codes=CESKODUBSKO, extended_to=date(2012, 12, 31),
             note="Prodloužen o rok, než vznikne nový plán.", action_years=(2010, 2011, 2012)),
    MadePlan("D_JABLONNE_2009", "KP Jablonného v Podještědí 2009–2011 (ukázka)", "Jablonné v Podještědí a Janovice",
             date(2009, 1, 1), date(2011, 12, 31), codes=("561631", "561657"), action_years=(2009, 2010)),
    MadePlan("D_CESKA_LIPA_2009", "KP města Česká Lípa 2009–2013 (ukázka)", "město Česká Lípa",
             date(2009, 1, 1), date(2013, 12, 31), codes=("561380",), action_years=(2010, 2011, 2012, 2013)),
    MadePlan("D_DOKSKO_2010", "KP Dokska 2010–2014 (ukázka)", "Doksy a okolní obce",
             date(2010, 7, 1), date(2014, 6, 30), codes=DOKSKO, action_years=(2011, 2013)),
    MadePlan("D_NOVY_BOR_2008", "KP města Nový Bor 2008–2012 (ukázka)", "město Nový Bor",
             date(2008, 7, 1), date(2012, 12, 31), codes=("561860",), action_years=(2009, 2010, 2011, 2012)),
    MadePlan("D_CVIKOVSKO_2010", "KP Cvikovska 2010–2013 (ukázka)", "Cvikov a okolní obce",
             date(2010, 1, 1), date(2013, 12, 31), codes=CVIKOVSKO, action_years=(2011,)),
    MadePlan("D_JILEMNICKO_2010", "KP Jilemnicka 2010–2013 (ukázka)", "Jilemnicko bez Rokytnicka",
             date(2010, 1, 1), date(2013, 12, 31), orp_code="5104",
             without=(*ROKYTNICKO, "577031", "577375", "577561"), action_years=(2010, 2011, 2012, 2013)),
    MadePlan("D_SEMILSKO_2009", "KP Semilska 2009–2013 (ukázka)", "Semily a okolní obce",
             date(2009, 1, 1), date(2013, 12, 31), codes=SEMILSKO, action_years=(2009, 2010)),
    MadePlan("D_LOMNICKO_2008", "KP Lomnicka 2008–2012 (ukázka)", "Lomnice nad Popelkou a okolní obce",
             date(2008, 7, 1), date(2012, 6, 29), codes=LOMNICKO, action_years=(2009, 2010, 2011)),
    MadePlan("D_TURNOVSKO_2009", "KP Turnovska 2009–2012 (ukázka)", "Turnov a část okolních obcí",
             date(2009, 1, 1), date(2012, 6, 30), orp_code="5109", without=TURNOVSKO_WITHOUT_2012,
             action_years=(2009, 2010, 2011, 2012)),
    MadePlan("D_ZELEZNOBRODSKO_2010", "KP Železnobrodska 2010–2014 (ukázka)", "Železnobrodsko",
             date(2010, 1, 1), date(2014, 12, 31), orp_code="5110", without=("563617", "563684", "563846"),
             action_years=(2011,)),
)
"""Valid on 30 June 2011 (13). Two of them end before 30 June 2012, one lives on by its extension."""

SECOND_WAVE = (
    MadePlan("D_VYSOCKO_2011", "KP Vysocka 2011–2014 (ukázka)", "Vysoké nad Jizerou a okolní obce",
             date(2011, 7, 1), date(2014, 12, 31), codes=VYSOCKO, action_years=(2014,)),
    MadePlan("D_NOVOMESTSKO_2012", "KP Novoměstska 2012–2015 (ukázka)", "Nové Město pod Smrkem a okolní obce",
             date(2012, 1, 1), date(2015, 12, 31), codes=NOVOMESTSKO, action_years=(2012, 2013)),
    MadePlan("D_ROKYTNICKO_2012", "KP Rokytnicka 2012–2015 (ukázka)", "Rokytnice nad Jizerou a okolní obce",
             date(2012, 1, 1), date(2015, 12, 31), codes=ROKYTNICKO, action_years=(2012, 2013, 2014, 2015)),
    MadePlan("D_PODRALSKO_2012", "KP Podralska 2012–2015 (ukázka)", "Stráž pod Ralskem, Ralsko a okolní obce",
             date(2012, 1, 1), date(2015, 12, 31), codes=PODRALSKO, action_years=(2013, 2015)),
    MadePlan("D_HODKOVICKO_2012", "KP Hodkovicka 2012–2015 (ukázka)", "Hodkovice nad Mohelkou a okolní obce",
             date(2012, 3, 1), date(2015, 2, 28), codes=("564061", "530484", "530468", "564460"),
             action_years=(2012, 2014)),
)
"""New between the two days (5)."""

LATER = (
    MadePlan("D_LOMNICKO_2012", "KP Lomnicka 2012–2015 (ukázka)", "Lomnice nad Popelkou a okolní obce",
             date(2012, 7, 1), date(2015, 12, 31), codes=LOMNICKO, extended_to=date(2016, 12, 31),
             note="Prodloužen, nový plán se připravuje společně se Semilskem.", action_years=(2013, 2014, 2016)),
    MadePlan("D_TURNOVSKO_2013", "KP Turnovska 2013–2017 (ukázka)", "Turnov a část okolních obcí",
             date(2013, 1, 1), date(2017, 12, 31), orp_code="5109", without=TURNOVSKO_WITHOUT_2016,
             action_years=(2013, 2015, 2017)),
    MadePlan("D_LIBEREC_2014", "KP služeb v sociální oblasti města Liberec 2014–2018 (ukázka)",
             "Liberec a čtyři sousední obce", date(2014, 1, 1), date(2018, 12, 31),
             codes=("563889", "530468", "530484", "544477", "564460"), action_years=(2014, 2015, 2016, 2017)),
    MadePlan("D_FRYDLANTSKO_2014", "KP Frýdlantska 2014–2018 (ukázka)", "Frýdlantsko bez čtyř obcí",
             date(2014, 1, 1), date(2018, 12, 31), orp_code="5102", without=("563994", "564079", "564036", "564168"),
             action_years=(2014, 2016)),
    MadePlan("D_JILEMNICKO_2014", "KP Jilemnicka 2014–2016 (ukázka)", "Jilemnicko bez Rokytnicka",
             date(2014, 1, 1), date(2016, 12, 31), orp_code="5104",
             without=(*ROKYTNICKO, "577031", "577375", "577561", "574201"), action_years=(2014, 2015, 2016)),
    MadePlan("D_SEMILSKO_2014", "KP Semilska 2014–2018 (ukázka)", "Semily, Vysoké nad Jizerou a okolní obce",
             date(2014, 1, 1), date(2018, 12, 31), codes=(*SEMILSKO, *VYSOCKO), action_years=(2014, 2015, 2016, 2017)),
    MadePlan("D_PODJESTEDI_2014", "KP Podještědí 2014–2017 (ukázka)", "Českodubsko a okolí Ještědu",
             date(2014, 7, 1), date(2017, 6, 30), codes=CESKODUBSKO, action_years=(2015, 2016)),
    MadePlan("D_CHRASTAVSKO_2014", "KP Hrádecka a Chrastavska 2014–2017 (ukázka)", "Hrádecko a Chrastavsko",
             date(2014, 7, 1), date(2017, 7, 1), codes=CHRASTAVSKO, action_years=(2014, 2015, 2017)),
    MadePlan("D_HODKOVICKO_2015", "KP Hodkovicka 2015–2019 (ukázka)", "Hodkovice nad Mohelkou a dvě sousední obce",
             date(2015, 3, 1), date(2019, 2, 28), codes=("564061", "530484", "530468"), action_years=(2015, 2016)),
    MadePlan("D_ZELEZNOBRODSKO_2015", "KP Železnobrodska 2015–2018 (ukázka)", "Železnobrodsko bez jedné obce",
             date(2015, 1, 1), date(2018, 12, 31), orp_code="5110", without=("563846",), action_years=(2016,)),
    MadePlan("D_TANVALDSKO_2016", "KP Tanvaldska 2016–2020 (ukázka)", "celé ORP Tanvald",
             date(2016, 1, 1), date(2020, 12, 31), orp_code="5108", action_years=(2016, 2017)),
    MadePlan("D_ROKYTNICKO_2016", "KP Rokytnicka 2016–2019 (ukázka)", "Rokytnice nad Jizerou a okolní obce",
             date(2016, 1, 1), date(2019, 12, 31), codes=ROKYTNICKO, action_years=(2017,)),
    MadePlan("D_TURNOV_2016", "KP města Turnov 2016–2019 (ukázka)", "město Turnov a Ohrazenice",
             date(2016, 4, 1), date(2019, 3, 31), codes=("577626", "577359"), action_years=(2016, 2017)),
    MadePlan("D_JILEMNICKO_2017", "KP Jilemnicka 2017–2020 (ukázka)", "celé ORP Jilemnice",
             date(2017, 1, 1), date(2020, 12, 31), orp_code="5104", action_years=(2017,)),
    MadePlan("D_SEMILSKO_LOMNICKO_2017", "KP Semilska a Lomnicka 2017–2021 (ukázka)", "celé ORP Semily",
             date(2017, 7, 1), date(2021, 6, 30), orp_code="5107", status="draft",
             note="Návrh, schválení se čeká v roce 2017."),
)
"""Valid on the default day or later. Two end within and at the very edge of the next twelve months."""

MADE_PLANS = (*EARLIER, *SECOND_WAVE, *LATER)

ACTION_YEARS_OF_EVIDENCED = {
    "KP_CESKA_LIPA_2016": (2016, 2017), "KP_CESKOLIPSKO": (2013, 2014, 2016), "KP_JABLONEC_2": (2012, 2013, 2015),
    "KP_JABLONEC_3": (2017,), "KP_MIMON_1": (2009, 2010, 2012), "KP_TANVALDSKO": (2011, 2012, 2013, 2014),
}
"""Made-up action plans of evidenced community plans, for years that are not evidenced."""
