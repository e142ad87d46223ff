"""A made region small enough to be checked by hand: four areas, nine municipalities, five services, three facilities.

Areas (65+ of all inhabitants, 31. 12. 2015): 1 Jedlov 2 000 of 10 000, 2 Lipany 3 000 of 20 000, 3 Skalná 6 000 of
30 000, 4 Potoky 9 000 of 40 000; together 20 000 of 100 000. The borders are four squares of a tenth of a degree.
Municipalities: 3 in area 1, 3 in area 2, 2 in area 3, 1 in area 4. Every table has at least one row, but borders
of municipalities, travel times, evidence for cards and assumptions.
"""

import csv
import json
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from lib.importers.base import typed
from lib.importers.descriptor import write_descriptor
from lib.model.datapackage import FILE_NAMES
from lib.model.schemas import TABLES

WEST, SOUTH, STEP = 15.0, 50.6, 0.1


def _square(column: int, row: int) -> str:
    west, south = round(WEST + column * STEP, 2), round(SOUTH + row * STEP, 2)
    east, north = round(west + STEP, 2), round(south + STEP, 2)
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return json.dumps({"coordinates": [ring], "type": "Polygon"}, separators=(",", ":"))


ROWS: dict[str, str] = {
    "source": """
        register;Úřad;Registr;https://example.org;2016-07-01;2016-06-30;CC BY 4.0;official;
        demo;Ukázková data;Ukázka;;;;CC0-1.0;demo;vymyšleno pro zkoušky
    """,
    "region": "CZ099;Zkušební kraj;Trial Region;ve Zkušebním kraji;Kraj/99;register",
    "named_state": """
        2011-06-30;minulý stav;the past state;false;register
        2016-06-30;výchozí stav;the default state;true;register
    """,
    "orp": """
        9901;Jedlov;990101;78.5;register
        9902;Lipany;990201;78.5;register
        9903;Skalná;990301;78.4;register
        9904;Potoky;990401;78.4;register
    """,
    "municipality": """
        990101;Jedlov;město;9901;CZ0991;Horní;50.64;15.04;register
        990102;Pěnčín;obec;9901;CZ0991;Horní;50.62;15.08;register
        990103;Chrast;obec;9901;CZ0991;Horní;50.68;15.02;register
        990201;Lipany;město;9902;CZ0991;Horní;50.64;15.14;register
        990202;Pěnčín;obec;9902;CZ0991;Horní;50.62;15.18;register
        990203;Čermná;obec;9902;CZ0991;Horní;50.68;15.12;register
        990301;Skalná;město;9903;CZ0992;Dolní;50.74;15.04;register
        990302;Háj;obec;9903;CZ0992;Dolní;50.72;15.08;register
        990401;Potoky;město;9904;CZ0992;Dolní;50.74;15.14;register
    """,
    "orp_boundary": f"""
        9901;{_square(0, 0)};2016-01-01;register
        9902;{_square(1, 0)};2016-01-01;register
        9903;{_square(0, 1)};2016-01-01;register
        9904;{_square(1, 1)};2016-01-01;register
    """,
    "age_group": """
        total;všichni;everybody;0;;register
        65plus;65 a více let;aged 65 and over;65;;register
    """,
    "population": """
        9901;orp;total;2015-12-31;10000;register
        9902;orp;total;2015-12-31;20000;register
        9903;orp;total;2015-12-31;30000;register
        9904;orp;total;2015-12-31;40000;register
        9901;orp;65plus;2015-12-31;2000;register
        9902;orp;65plus;2015-12-31;3000;register
        9903;orp;65plus;2015-12-31;6000;register
        9904;orp;65plus;2015-12-31;9000;register
        990101;municipality;total;2015-12-31;7000;register
        990102;municipality;total;2015-12-31;2000;register
        990103;municipality;total;2015-12-31;1000;register
        990201;municipality;total;2015-12-31;15000;register
        990202;municipality;total;2015-12-31;4000;register
        990203;municipality;total;2015-12-31;1000;register
        990301;municipality;total;2015-12-31;25000;register
        990302;municipality;total;2015-12-31;5000;register
        990401;municipality;total;2015-12-31;40000;register
        9901;orp;total;2010-12-31;10500;register
        9902;orp;total;2010-12-31;19500;register
        9903;orp;total;2010-12-31;30000;register
        9904;orp;total;2010-12-31;;register
    """,
    "service_type": """
        37;odborné sociální poradenství;expert social counselling;counselling;more_is_better;101;false;register
        40;pečovatelská služba;home care;care;more_is_better;104;false;register
        49;domovy pro seniory;homes for the elderly;care;more_is_better;113;true;register
    """,
    "service_type_form": """
        37;outpatient;fte;interventions;total;true;register
        40;field;fte;clients;65plus;true;register
        49;residential;beds;beds;65plus;true;register
    """,
    "target_group": """
        seniors;senioři;elderly people;register;group;65plus;21;register
        families;rodiny s dětmi;families with children;register;group;total;22;register
        plan_seniors;senioři v plánu;elderly people of the plan;plan;group;65plus;;register
    """,
    "target_group_mapping": "plan_seniors;seniors;exact;register",
    "provider": """
        00000019;Domov Jedlov;municipality;demo
        00000027;"Péče; Lipany";ngo;demo
    """,
    "service": """
        1000001;00000019;49;Domov Jedlov;2008-01-01;;demo
        1000002;00000019;49;Domov Potoky;2010-01-01;;demo
        1000003;00000027;40;Pečovatelská služba Lipany;2009-01-01;;demo
        1000004;00000027;37;Poradna Skalná;2012-07-01;2016-06-30;demo
        1000005;00000027;37;Poradna Potoky;2010-01-01;2014-12-31;demo
    """,
    "network_version": """
        N2015;Síť 2015;2015-01-01;2015-12-31;;demo
        N2016;Síť 2016;2016-01-01;2016-12-31;;demo
    """,
    "network_membership": """
        N2015;1000001;Z1;demo
        N2015;1000003;Z2;demo
        N2016;1000001;Z1;demo
        N2016;1000002;Z2v;demo
        N2016;1000003;P;demo
        N2016;1000004;outside;demo
    """,
    "service_capacity": """
        1000001;residential;beds;2008-01-01;40;40;demo
        1000001;residential;beds;2015-01-01;60;50;demo
        1000002;residential;beds;2010-01-01;300;270;demo
        1000003;field;fte;2009-01-01;8.5;;demo
        1000004;outpatient;fte;2012-07-01;2.5;0;demo
        1000005;outpatient;fte;2010-01-01;1;1;demo
    """,
    "service_target_group": """
        1000001;seniors;1;demo
        1000002;seniors;1;demo
        1000003;seniors;0.8;demo
        1000003;families;0.2;demo
        1000004;families;;demo
    """,
    "service_territory": """
        1000001;9901;orp;1;demo
        1000002;9904;orp;1;demo
        1000003;9902;orp;0.75;demo
        1000003;990101;municipality;0.25;demo
        1000004;9903;orp;;demo
    """,
    "facility": """
        F1;1000001;Domov Jedlov;990101;50.641;15.041;false;2008-01-01;;demo
        F2;1000002;Domov Potoky;990401;50.741;15.141;false;2010-01-01;;demo
        F3;1000004;Poradna Skalná;990301;;;true;2012-07-01;2016-06-30;demo
    """,
    "reference_rate": "49;residential;beds;65plus;18.5;celostátní hodnota;demo",
    "unmet_request": """
        49;9901;2015-12-31;30;demo
        49;9904;2015-12-31;120;demo
        49;9902;2015-12-31;;demo
        49;9901;2010-12-31;20;demo
    """,
    "capacity_target": """
        49;residential;9901;2017;beds;70;demo
        49;residential;9904;2017;beds;;demo
    """,
    "strategic_plan": "P2014;Střednědobý plán 2014–2017;2014-01-01;2017-12-31;2013-12-17;;;register",
    "goal": """
        SC1;P2014;1;Pobytové služby;Residential services;register
        SC2;P2014;2;Poradenství;Counselling;register
    """,
    "activity": """
        A01-01;P2014;SC1;Domovy;Více lůžek.;More beds.;listed;;senioři;2014;2017;kraj;kraj;1000000;;register
        A02-01;P2014;SC2;Poradny;Nové poradny.;New centres.;none;;všichni;2015;2016;obce;obce;;není uvedena;register
    """,
    "activity_goal": """
        A01-01;SC1;1;register
        A01-01;SC2;2;register
        A02-01;SC2;1;register
    """,
    "activity_service_type": "A01-01;49;1;register",
    "activity_target_group": "A01-01;plan_seniors;1;senioři;register",
    "activity_guarantor": """
        A01-01;odbor sociálních věcí;2014-01-01;2015-12-31;demo
        A01-01;odbor rozvoje;2016-01-01;;demo
    """,
    "milestone": "M1;A01-01;Projekt hotov;2015-06-30;2015-09-30;demo",
    "progress_report": """
        R1;A01-01;2014-12-31;preparing;10;;;;;garant;demo
        R2;A01-01;2016-06-30;running;40;=1+1;;https://example.org/doklad;;garant;demo
    """,
    "community_plan": """
        KPA;Plán Jedlovska;;2010-01-01;2013-12-31;2016-06-30;approved;document;;demo
        KPB;Plán Lipan;;2015-07-01;2018-12-31;;approved;document;;demo
        KPC;Plán Skalné;;2011-01-01;2014-12-31;;approved;inferred;;demo
        KPD;Plán Potok;;;;;approved;name_only;;demo
    """,
    "community_plan_municipality": """
        KPA;990101;demo
        KPA;990102;demo
        KPB;990201;demo
        KPB;990102;demo
        KPC;990301;demo
        KPD;990401;demo
    """,
    "community_plan_quality": """
        KPA;2012-06-30;analysis_swot;no;demo
        KPA;2015-06-30;analysis_swot;yes;demo
        KPA;2015-06-30;action_plan;unknown;demo
    """,
    "action_plan": "KPA;2016;demo",
    "coordinator": """
        9901;named;Město Jedlov;2010-01-01;;demo
        9902;none;;2010-01-01;;demo
    """,
    "body": """
        K10;Komise K10;K10 committee;region;;;register
        UZ1;Územní skupina Jedlov;Area group of Jedlov;orp;K10;9901;register
    """,
    "meeting": "J1;K10;2016-05-10;Květnové jednání;demo",
    "agenda_item": "B1;J1;1;Stav karet;A01-01;demo",
    "opinion": "B1;K10;2016-05-10;agrees;;demo",
    "body_representation": "K10;commissioners;2012-06-30;present;;demo",
    "agenda_link": "B1;1;gap;;9902;49;;;;demo",
    "decision": "U1;B1;K10;2016-05-10;task;Doplnit údaje o lůžkách.;odbor;2016-06-30;demo",
    "task_report": "U1;2016-06-20;open;;garant;demo",
    "pack": "P1;Podklady na květen;K10;J1;2016-06-30;1;slozka=K10&jednani_id=J1&k=2016-06-30&uzemi=kraj;odbor;;demo",
    "activity_area": "A01-01;9901;Jedlov;register",
    "milestone_move": "M1;2015-05-01;2015-09-30;Chybí projekt.;garant;demo",
    "evidence_file": f"{'0' * 64};doklad.pdf;pdf;1200;public;2016-06-30;demo",
    "reporting_rule": "report_months;12;demo",
    "plan_evaluation": "KPA;2012-06-30;územní koordinátor;;demo",
    "plan_extension": "KPA;2013-12-01;2016-06-30;12/2013;zastupitelstvo;demo",
    "plan_measure": "KPA-1;KPA;1;Více pečovatelské služby;obec;demo",
    "measure_report": "KPA-1;2014;2015-01-31;running;;koordinátor;demo",
    "consultation": "C1;P2014;Návrh plánu;2013-10-01;2013-10-31;;demo",
    "comment": "C1-1;C1;2013-10-05;Město Jedlov;A01-01;;;Chybí termín.;demo",
    "comment_settlement": "C1-1;2013-11-15;accepted;;odbor;demo",
}
"""The cells of every table, in the order of its columns; the separator is a semicolon."""


def _cells(written: str) -> list[list[str]]:
    lines = [line.strip() for line in written.strip().splitlines()]
    quoting = csv.QUOTE_NONE if "{" in written else csv.QUOTE_MINIMAL  # quotation marks of JSON are text
    return list(csv.reader(lines, delimiter=";", quoting=quoting))


def made_frames() -> dict[str, pd.DataFrame]:
    """Every stored table of the made region, with the types of `DTYPES`, in the order of the key."""
    frames = {}
    for name, table in TABLES.items():
        rows = _cells(ROWS.get(name, ""))
        columns = list(zip(*rows, strict=True)) if rows else [()] * len(table.fields)
        frame, issues = typed(table, columns, name)
        assert not issues, issues
        frames[name] = frame.sort_values(list(table.key), ignore_index=True)
    return frames


def write_package(frames: Mapping[str, pd.DataFrame], folder: Path) -> Path:
    """Write tables as a data package: real rows to reference/, rows of demo sources to demo/, and the descriptor."""
    for name, frame in frames.items():
        demo = frame["id" if name == "source" else "source_id"] == "demo"
        for part, rows in (("reference", frame[~demo]), ("demo", frame[demo])):
            if not rows.empty:
                (folder / part).mkdir(parents=True, exist_ok=True)
                _write_table(name, rows, folder / part / FILE_NAMES.get(name, f"{name}.csv"))
    write_descriptor(folder)
    return folder


def _write_table(name: str, rows: pd.DataFrame, path: Path) -> None:
    if name in FILE_NAMES:
        area = TABLES[name].key[0]
        features = [
            {"type": "Feature",
             "properties": {area: getattr(row, area), "vintage": row.vintage.date().isoformat(),
                            "source_id": row.source_id},
             "geometry": json.loads(row.geometry)}
            for row in rows.itertuples()
        ]
        path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
        return
    written = rows.copy()
    for field in TABLES[name].fields:
        if field.kind == "boolean":
            written[field.name] = written[field.name].map({True: "true", False: "false"})
        if field.kind == "number":
            written[field.name] = written[field.name].map(lambda value: f"{value:.15g}", na_action="ignore")
    written.to_csv(path, index=False, lineterminator="\n", date_format="%Y-%m-%d", encoding="utf-8")
