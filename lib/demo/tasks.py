"""What the bodies of the story resolved, what they gave to do and how far it got by the middle of 2016."""

from datetime import date

from lib.model.bodies import DecisionKind, TaskState

RESOLUTION, TASK = DecisionKind.RESOLUTION, DecisionKind.TASK
OPEN, DONE, CANCELLED = TaskState.OPEN, TaskState.DONE, TaskState.CANCELLED

DECISIONS: tuple[tuple[str, DecisionKind, str, str | None, date | None], ...] = (
    ("K10-2015-06-09-1", RESOLUTION,
     "K10 bere aktualizaci plánu na vědomí a doporučuje ji orgánům kraje.", None, None),
    ("K10-2015-06-09-2", TASK,
     "Doplnit do postupu lhůty pro vyjádření obcí.", "metodik odboru", date(2015, 9, 30)),
    ("K10-2015-06-09-3", TASK,
     "Zmapovat komunitní plány, kterým do roka končí platnost.", "koordinační skupina", date(2015, 12, 31)),
    ("K10-2015-12-08-1", RESOLUTION,
     "K10 souhlasí se základní sítí na rok 2016 a postupuje ji orgánům kraje.", None, None),
    ("K10-2015-12-08-2", TASK,
     "Ověřit klíč financování na datech za rok 2015.", "manažer financování sítě", date(2016, 4, 30)),
    ("K10-2015-12-08-2", TASK,
     "Připravit pro obce školení ke klíči financování.", "metodik odboru", date(2016, 5, 31)),
    ("K10-2015-12-08-3", TASK,
     "Předložit přehled obcí bez terénní služby pro seniory.", "územní koordinátoři", date(2016, 6, 30)),
    ("K10-2016-06-14-1", RESOLUTION,
     "K10 bere zprávu o plnění plánu v polovině období na vědomí.", None, None),
    ("K10-2016-06-14-1", TASK,
     "Doplnit hlášení u karet, u kterých chybí déle než 12 měsíců.", "garanti aktivit", date(2016, 9, 30)),
    ("K10-2016-06-14-2", TASK,
     "Předložit harmonogram přeměny pobytových služeb.", "manažer přeměny služeb", date(2016, 10, 31)),
    ("K10-2016-06-14-3", RESOLUTION,
     "K10 doporučuje obcím předložit rozvojové záměry do konce října 2016.", None, None),
    ("URS_5102-2015-12-01-1", TASK,
     "Oslovit obce bez pečovatelské služby s nabídkou společného provozu.", "koordinátor ORP", date(2016, 3, 31)),
    ("URS_5105-2015-11-27-2", TASK,
     "Doplnit do akčního plánu odhad nákladů.", "koordinátor ORP", date(2016, 1, 31)),
)
"""Item, kind, wording, who answers for it (a role) and by when. One task is due on the default day itself."""

REPORTS: tuple[tuple[int, date, TaskState, str | None, str], ...] = (
    (2, date(2015, 9, 22), DONE, None, "metodik odboru"),
    (3, date(2015, 12, 4), OPEN, "Chybí údaje ze tří území.", "koordinační skupina"),
    (3, date(2016, 2, 15), DONE, "Přehled předán odboru.", "koordinační skupina"),
    (5, date(2016, 4, 20), OPEN, "Čeká se na účetní závěrky poskytovatelů.", "manažer financování sítě"),
    (6, date(2016, 3, 10), CANCELLED, "Školení nahradí krajská metodická příručka.", "metodik odboru"),
    (12, date(2016, 5, 2), OPEN, "Odpověděly dvě obce.", "koordinátor ORP"),
    (13, date(2016, 1, 28), DONE, None, "koordinátor ORP"),
)
"""The task by its place in `DECISIONS`, from 1; day, state, note and the role that declared it."""
