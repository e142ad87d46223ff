"""Made-up names. Every provider and service says in its name that it is an illustration."""

MARK = " – ukázka"

MOTIFS = (
    "U Lípy", "Pod Jasanem", "Na Výsluní", "U Potoka", "Za Mostem", "Nad Údolím", "Modřín", "Borovice", "Jeřabina",
    "Kapradí", "Vřesoviště", "Na Mezi", "U Studánky", "Pod Skalou", "Zvonek", "Bílý kámen", "Kalina", "Oblázek",
    "Lávka", "Rozcestí", "U Mlýna", "Na Stráni", "Habřina", "Sojka", "Ledňáček", "Poledník", "Křišťál", "Sklářka",
    "Hrnčíř", "U Kovárny", "Přístaviště", "Kotva", "Maják na kopci", "Opora", "Souběh", "Přesah", "Vlna", "Zrnko",
    "Krůček", "Otevřená branka", "Zelená lavička", "Podzimní sad", "Jarní louka", "Hvězdička", "Severka",
    "Ještěrka", "Mlžný les", "Bystřina", "Kamenná stezka", "Pohorská", "Ozvěna", "Duha nad řekou", "Kolovrat",
    "Tkadlec", "Slunovrat", "Zápraží", "Na Návsi", "Březový háj", "Javorka", "Průhled", "Třešňovka", "Sedmikráska",
    "U Rybníka", "Včelín", "Pramínek",
)

PROVIDERS: tuple[tuple[str, str, str], ...] = (
    # name without the mark, kind, ORP code of the seat
    ("Domov U Lípy, příspěvková organizace", "region", "5105"),
    ("Domov Pod Jasanem, příspěvková organizace", "region", "5101"),
    ("Domov Na Výsluní, příspěvková organizace", "region", "5103"),
    ("Domov Bystřina, příspěvková organizace", "region", "5109"),
    ("Domov Javorka, příspěvková organizace", "region", "5104"),
    ("Domov Vřesoviště, příspěvková organizace", "region", "5102"),
    ("Domov Křišťál, příspěvková organizace", "region", "5106"),
    ("Domov Kolovrat, příspěvková organizace", "region", "5107"),
    ("Domov Ozvěna, příspěvková organizace", "region", "5108"),
    ("Středisko Souběh, příspěvková organizace", "region", "5105"),
    ("Městské centrum Zvonek", "municipality", "5105"),
    ("Městské centrum Lávka", "municipality", "5101"),
    ("Městské centrum Kalina", "municipality", "5102"),
    ("Městské centrum Oblázek", "municipality", "5103"),
    ("Městské centrum Sojka", "municipality", "5104"),
    ("Městské centrum Sklářka", "municipality", "5106"),
    ("Městské centrum Hrnčíř", "municipality", "5107"),
    ("Městské centrum Tkadlec", "municipality", "5108"),
    ("Městské centrum Pramínek", "municipality", "5109"),
    ("Městské centrum Zápraží", "municipality", "5110"),
    ("Obecní péče Na Návsi", "municipality", "5105"),
    ("Obecní péče U Mlýna", "municipality", "5101"),
    ("Obecní péče Třešňovka", "municipality", "5109"),
    ("Obecní péče Na Mezi", "municipality", "5107"),
    ("Obecní péče U Rybníka", "municipality", "5101"),
    ("Kapradí, z. s.", "ngo", "5105"),
    ("Ledňáček, z. ú.", "ngo", "5105"),
    ("Rozcestí, o. p. s.", "ngo", "5105"),
    ("Severka pro region, z. s.", "ngo", "5105"),
    ("Opora a krok, z. ú.", "ngo", "5105"),
    ("Kotva nad řekou, o. p. s.", "ngo", "5105"),
    ("Otevřená branka, z. s.", "ngo", "5105"),
    ("Duha nad řekou, z. ú.", "ngo", "5105"),
    ("Modřín, z. s.", "ngo", "5101"),
    ("Borovice, o. p. s.", "ngo", "5101"),
    ("Bílý kámen, z. ú.", "ngo", "5101"),
    ("Průhled, z. s.", "ngo", "5101"),
    ("Jeřabina, z. s.", "ngo", "5102"),
    ("Mlžný les, o. p. s.", "ngo", "5102"),
    ("Poledník, z. ú.", "ngo", "5103"),
    ("Zelená lavička, z. s.", "ngo", "5103"),
    ("Krůček, o. p. s.", "ngo", "5103"),
    ("Kamenná stezka, z. s.", "ngo", "5104"),
    ("Zrnko, z. ú.", "ngo", "5104"),
    ("Skleněná lávka, z. s.", "ngo", "5106"),
    ("Vlna, o. p. s.", "ngo", "5107"),
    ("Slunovrat, z. s.", "ngo", "5107"),
    ("Ještěrka, z. ú.", "ngo", "5108"),
    ("Habřina, z. s.", "ngo", "5109"),
    ("Přesah, o. p. s.", "ngo", "5109"),
    ("Včelín, z. s.", "ngo", "5109"),
    ("Sedmikráska, z. s.", "ngo", "5110"),
    ("Společně \"Za mostem\", z. s.", "ngo", "5101"),
    ("Pomoc & podpora Podhůří, z. ú.", "ngo", "5103"),
    ("Farní pomoc Dobrá cesta", "church", "5105"),
    ("Farní pomoc Jarní louka", "church", "5101"),
    ("Farní pomoc U Studánky", "church", "5109"),
    ("Farní pomoc Nad Údolím", "church", "5103"),
    ("Sborová služba Hvězdička", "church", "5105"),
    ("Sborová služba Pod Skalou", "church", "5104"),
    ("Sborová služba Podzimní sad", "church", "5107"),
    ("Sborová služba Přístaviště", "church", "5102"),
    ("Péče Březový háj, s. r. o.", "other", "5105"),
    ("Péče Pohorská, s. r. o.", "other", "5103"),
    ("Péče Na Stráni, s. r. o.", "other", "5106"),
    ("Péče U Kovárny, s. r. o.", "other", "5101"),
    ("Sanatorium Zlatý list, a. s.", "other", "5109"),
    ("Nemocniční lůžka Sever, a. s.", "other", "5105"),
    ("Nemocniční lůžka Jih, a. s.", "other", "5107"),
    ("Společnost s velmi dlouhým názvem pro všestrannou podporu, doprovázení a rozvoj služeb v horských i podhorských "
     "obcích, z. ú.", "ngo", "5108"),
)

FIRST_ICO = 99_000_101
ICO_STEP = 37

KIND_WEIGHTS = {
    "home": {"region": 6.0, "municipality": 3.0, "church": 1.0, "ngo": 0.3, "other": 1.5},
    "care": {"region": 0.7, "municipality": 4.0, "church": 2.0, "ngo": 2.0, "other": 0.5},
    "prevention": {"region": 0.2, "municipality": 0.7, "church": 1.5, "ngo": 4.0, "other": 0.0},
    "counselling": {"region": 0.3, "municipality": 1.0, "church": 2.0, "ngo": 4.0, "other": 0.0},
}
"""Which kinds of providers run which services."""

AWKWARD_FACILITIES = (
    "Středisko „Pod Lipami“",
    "Dům \"U Dvou klíčů\"",
    "Péče & pomoc",
    "Klub <b>Tučňák</b>",
    "=SOUČET(A1:A9) středisko",
    "+420 středisko",
    "Středisko, budova C; vchod 2",
    "O'Dům",
    "Pracoviště s mimořádně dlouhým názvem, který se nevejde do žádného sloupce tabulky ani do popisku na mapě a "
    "přesto je potřeba ho celý ukázat, protože tak je zapsán",
)
"""Names real registers contain and careless programs break on."""
