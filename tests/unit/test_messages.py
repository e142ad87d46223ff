"""Every word on screen has its Czech, every code of the model has a label in both languages, and none is left over."""

import ast
import importlib
import inspect
import pkgutil
import string
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path

import pandas as pd
import pytest
from babel.messages.pofile import read_po

import lib.errors
import lib.model
from lib.errors import BadSelection, DashboardError, Issue, RejectedPackage
from lib.model.catalogue import Unit
from lib.model.derived import DERIVED, GapClass
from lib.model.schemas import TABLES
from lib.store.releases import EMBEDDED_CHANGED_NOTE, EMBEDDED_NOTE, EMBEDDED_ROLE
from lib.text.catalogues import FOLDER, LOCALES, PLURALS, catalogue_of, read_catalogue
from lib.text.messages import words_for

ROOT = Path(__file__).parents[2]
HEADER = (
    'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
    '"Plural-Forms: nplurals=4; plural=(n == 1 ? 0 : n >= 2 && n <= 4 ? 1 : n % 1 != 0 ? 2 : 3);\\n"\n\n'
)
ERRORS = {
    name for name, found in vars(lib.errors).items() if inspect.isclass(found) and issubclass(found, DashboardError)
}
DOMAINS = {
    "CoverStatus": "cover_status", "PlanChange": "plan_change", "CoverChange": "cover_change", "GapClass": "gap_class",
    "Signal": "signal", "ToDo": "to_do", "Category": "category", "Form": "form", "Unit": "unit", "Polarity": "polarity",
    "NetworkLevel": "network_level", "NetworkState": "network_state", "ProviderKind": "provider_kind",
    "ActivityState": "activity_state",
    "ServiceScope": "service_scope", "PlanStatus": "plan_status", "PlanEvidence": "plan_evidence",
    "Criterion": "criterion", "CriterionChange": "criterion_change",
    "Answer": "answer", "CoordinatorStatus": "coordinator", "OpinionState": "opinion",
    "SourceKind": "source_kind", "Level": "level", "BodyLevel": "body_level", "GroupRole": "group_role",
    "GroupScheme": "group_scheme", "Match": "match", "Norm": "norm", "CapacityScope": "scope",
    "PlanState": "plan_validity", "SplitBy": "split_by",
    "Role": "role", "Standing": "standing", "Act": "act", "ChangeKind": "change_kind", "ImportKind": "import_kind",
    "Moment": "moment", "Parameter": "parameter", "Feature": "feature", "Evidence": "evidence",
    "Meeting": "meeting", "Unmatched": "unmatched",
    "Indicator": "indicator", "FigureUnit": "figure_unit", "Beside": "beside",
    "ReachClass": "reach_class", "Catchment": "catchment",
    "EntryFault": "entry_fault", "MediaType": "media_type", "Visibility": "visibility",
    "ReportingRule": "reporting_rule", "MeasureState": "measure_state", "TriadPart": "triad_part",
    "Presence": "presence", "LinkKind": "link_kind", "DecisionKind": "decision_kind",
    "TaskState": "task_state", "Settlement": "settlement",
    "Settled": "settled", "Window": "window",
    "Reported": "reported", "Robust": "robust", "Below": "below", "Tried": "tried",
    "Fulfilment": "fulfilment", "Movement": "movement", "Rollup": "rollup",
    "TaskStanding": "task_standing", "Stage": "stage",
    "PackStanding": "pack_standing", "Section": "section", "Shape": "shape", "PackFile": "pack_file",
    "AreaChange": "area_change",
}
WITHOUT_ENUM = {
    "unit", "unit_short", "unit_abbr", "gap_class_neutral", "amount", "empty", "norm_short", "norm_against", "note",
    "error",
    "release_note", "role", "purpose", "draft_state", "desk_act", "headline", "workbook_group", "change_kind",
    "scenario_norm",
}


@dataclass(frozen=True)
class Use:
    """One message in the code: its context, its English, the placeholders it will get (None: not known)."""

    place: str
    context: str
    message: str
    plural: str | None = None
    given: frozenset[str] | None = None


@cache
def sources() -> tuple[tuple[Path, ast.Module], ...]:
    files = [ROOT / "app.py", *sorted((ROOT / "pages").rglob("*.py")), *sorted((ROOT / "lib").rglob("*.py"))]
    return tuple((path.relative_to(ROOT), ast.parse(path.read_text(encoding="utf-8"))) for path in files)


def called(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")


def literals(argument: ast.expr) -> list[str]:
    """The strings an argument can be: a literal, or either side of a condition."""
    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        return [argument.value]
    if isinstance(argument, ast.IfExp):
        return literals(argument.body) + literals(argument.orelse)
    return []


def uses_in(path: Path, tree: ast.Module) -> Iterator[Use]:
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        name, place = called(call), f"{path}:{call.lineno}"
        arguments = [literals(argument) for argument in call.args]
        named = {keyword.arg for keyword in call.keywords}
        given = None if None in named else frozenset(word for word in named if word is not None)
        if name == "words" and arguments:
            for message in arguments[0]:
                yield Use(place, "", message, given=given)
        elif name == "plural" and len(arguments) > 2 and arguments[0] and arguments[1]:
            yield Use(place, "", arguments[0][0], arguments[1][0], None if given is None else given | {"n"})
        elif name in ("note", "Note"):
            codes = arguments[0] if arguments else []
            for keyword in call.keywords:
                if name == "Note" and keyword.arg == "code":
                    codes = literals(keyword.value)
            for code in codes:
                yield Use(place, "note", code)
        elif (name in ERRORS or name == "__init__") and len(arguments) > 1 and arguments[0] and arguments[1]:
            yield Use(place, "error", arguments[0][0], arguments[1][0])


ISSUE_TEXTS = ("rule", "remedy")
PASSED_ON = {"rule", "remedy", "error.rule", "error.remedy"}
"""What may stand for a rule or a remedy beside a text: what the caller handed over, where its text is looked at."""


def issue_places(trees: Iterable[ast.Module]) -> dict[str, tuple[int, ...]]:
    """Where rule and remedy stand among the arguments of `Issue` and of every function of ours that takes both."""
    places = {"Issue": tuple([*Issue.__dataclass_fields__].index(name) for name in ISSUE_TEXTS)}
    for tree in trees:
        owners = {method: owner.name
                  for owner in ast.walk(tree) if isinstance(owner, ast.ClassDef) for method in owner.body}
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef):
                names = [argument.arg for argument in node.args.args if argument.arg != "self"]
                if set(ISSUE_TEXTS) <= set(names):
                    places[owners.get(node, node.name)] = tuple(names.index(name) for name in ISSUE_TEXTS)
    return places


def issue_texts(tree: ast.Module, places: Mapping[str, tuple[int, ...]]) -> Iterator[ast.expr]:
    """Every expression that becomes a rule or a remedy: an argument, or what a variable of that name is given."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and called(node) in places:
            yield from (node.args[place] for place in places[called(node)] if place < len(node.args))
            yield from (keyword.value for keyword in node.keywords if keyword.arg in ISSUE_TEXTS)
        elif isinstance(node, ast.Assign):
            for target in node.targets:
                pairs = (zip(target.elts, node.value.elts, strict=True)
                         if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple)
                         else [(target, node.value)])
                yield from (value for name, value in pairs if isinstance(name, ast.Name) and name.id in ISSUE_TEXTS)


def issue_uses(path: Path, tree: ast.Module, places: Mapping[str, tuple[int, ...]]) -> Iterator[Use]:
    """Rules and remedies of one module. One that is no text is told as it is written: no catalogue can have it."""
    constants = {
        target.id: node.value for node in tree.body if isinstance(node, ast.Assign) for target in node.targets
        if isinstance(target, ast.Name)
    }
    for text in issue_texts(tree, places):
        written = ast.unparse(text)
        found = literals(constants.get(written, text))
        for message in found or ([] if written in PASSED_ON else [written]):
            yield Use(f"{path}:{text.lineno}", "", message)


@cache
def all_uses() -> list[Use]:
    modules = sources()
    places = issue_places(tree for _, tree in modules)
    return [use for path, tree in modules for use in [*uses_in(path, tree), *issue_uses(path, tree, places)]]


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def czech(use: Use) -> tuple[str, ...]:
    """The Czech of a use, every plural form; empty when there is none."""
    catalogue = catalogue_of("cs")
    if use.context == "" and use.plural is not None:
        return catalogue.plurals.get(("", use.message), ())
    found = catalogue.labels.get((use.context, use.message)) if use.context else catalogue.texts.get(use.message)
    return () if found is None else (found,)


def model_enums() -> dict[str, type[StrEnum]]:
    found: dict[str, type[StrEnum]] = {}
    for module in pkgutil.iter_modules(lib.model.__path__):
        for name, value in vars(importlib.import_module(f"lib.model.{module.name}")).items():
            if inspect.isclass(value) and issubclass(value, StrEnum) and value is not StrEnum:
                found[name] = value
    return found


def test_every_message_in_the_code_has_a_czech_translation() -> None:
    missing = [f"{use.place}: {use.context or 'text'} {use.message!r}" for use in all_uses() if not czech(use)]
    assert not missing, "no Czech translation:\n" + "\n".join(missing)


def test_notes_are_written_in_english_too() -> None:
    labels = catalogue_of("en").labels
    missing = [f"{use.place}: note {use.message!r}" for use in all_uses()
               if use.context == "note" and ("note", use.message) not in labels]
    assert not missing, "no English sentence (locale/en/*.po, msgctxt note):\n" + "\n".join(missing)


def test_translations_have_the_placeholders_of_the_message() -> None:
    wrong = []
    for use in all_uses():
        if use.context == "note":
            expected = placeholders(catalogue_of("en").labels.get(("note", use.message), ""))
        elif use.context == "error":
            expected = placeholders(use.plural or "")
        else:
            expected = placeholders(use.message) | placeholders(use.plural or "")
        wrong += [f"{use.place}: {use.message!r} has {sorted(expected)}, Czech {text!r}"
                  for text in czech(use) if placeholders(text) != expected]
    assert not wrong, "\n".join(wrong)


def test_messages_get_the_values_they_ask_for() -> None:
    wrong = [
        f"{use.place}: {use.message!r} needs {sorted(needed)}, gets {sorted(use.given)}"
        for use in all_uses()
        for needed in [placeholders(use.message) | placeholders(use.plural or "")]
        if use.context == "" and use.given is not None and not needed <= use.given
    ]
    assert not wrong, "\n".join(wrong)


def test_no_czech_message_is_left_without_use() -> None:
    constants = {
        node.value for _, tree in sources() for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    unused = []
    for path in sorted((FOLDER / "cs").glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale="cs"):
                singular = message.id if isinstance(message.id, str) else message.id[0]
                checked = message.id and (message.context or "note") in ("note", "error")
                if checked and singular not in constants:
                    unused.append(f"{path.relative_to(ROOT)}: {singular!r}")
    assert not unused, "no code uses:\n" + "\n".join(unused)


def test_no_translation_is_marked_as_unsure() -> None:
    for lang in LOCALES:
        for path in (FOLDER / lang).glob("*.po"):
            with path.open("rb") as file:
                assert [str(message.id) for message in read_po(file) if message.fuzzy] == [], path.name


def test_every_code_of_the_model_has_a_label_in_both_languages() -> None:
    enums = model_enums()
    assert sorted(set(enums) - set(DOMAINS)) == [], "enumerations without a domain in this test"
    missing = [f"{lang}: {DOMAINS[name]} {value.value}" for lang in LOCALES for name, enum in sorted(enums.items())
               for value in enum if (DOMAINS[name], value.value) not in catalogue_of(lang).labels]
    assert missing == []


def test_labels_name_only_codes_that_exist() -> None:
    known = {(DOMAINS[name], value.value) for name, enum in model_enums().items() for value in enum}
    for lang in LOCALES:
        labels = catalogue_of(lang).labels
        assert sorted(key for key in labels if key[0] not in WITHOUT_ENUM and key not in known) == []


def test_both_languages_have_the_same_labels() -> None:
    def keys(lang: str) -> set[tuple[str, str]]:
        return {key for key in catalogue_of(lang).labels if key[0] != "error"}

    assert keys("cs") == keys("en")


def test_every_unit_of_a_column_has_a_name_and_counted_units_have_plurals() -> None:
    units = {field.unit for table in [*TABLES.values(), *DERIVED.values()] for field in table.fields if field.unit}
    counted = {unit.value for unit in Unit} | {"persons", "municipalities", "plans", "activities", "services", "orps"}
    for lang in LOCALES:
        catalogue = catalogue_of(lang)
        assert sorted(unit for unit in units if ("unit", unit) not in catalogue.labels) == []
        assert sorted(unit for unit in counted if ("amount", unit) not in catalogue.plurals) == []
        assert {len(forms) for forms in catalogue.plurals.values()} == {len(PLURALS[lang])}


def test_two_files_may_not_translate_one_message_differently(tmp_path: Path) -> None:
    (tmp_path / "a.po").write_text(HEADER + 'msgid "Plan"\nmsgstr "Plán"\n', encoding="utf-8")
    (tmp_path / "b.po").write_text(HEADER + 'msgid "Plan"\nmsgstr "Plán"\n', encoding="utf-8")
    assert read_catalogue(tmp_path, "cs").texts == {"Plan": "Plán"}
    (tmp_path / "b.po").write_text(HEADER + 'msgid "Plan"\nmsgstr "Záměr"\n', encoding="utf-8")
    with pytest.raises(DashboardError, match=r"'Plan' is translated differently in a\.po and b\.po"):
        read_catalogue(tmp_path, "cs")


def test_a_plural_without_all_four_czech_forms_is_refused(tmp_path: Path) -> None:
    text = 'msgid "{n} plan"\nmsgid_plural "{n} plans"\nmsgstr[0] "{n} plán"\nmsgstr[1] "{n} plány"\n'
    (tmp_path / "a.po").write_text(HEADER + text, encoding="utf-8")
    with pytest.raises(DashboardError, match="needs the plural forms one, few, many, other"):
        read_catalogue(tmp_path, "cs")


def test_a_czech_reader_gets_czech_and_an_english_reader_english() -> None:
    assert words_for("cs")("Target group") == "Cílová skupina"
    assert words_for("en")("Target group") == "Target group"
    assert words_for("cs").pick("ano", "yes") == "ano"
    assert words_for("en").pick("ano", "yes") == "yes"
    assert words_for("cs").title(TABLES["orp"]) == "Správní obvody ORP"
    assert words_for("en").title(TABLES["orp"].field("area_km2")) == "Area"


def test_words_of_a_language_are_made_once() -> None:
    assert words_for("cs") is words_for("cs")


def test_a_language_the_product_does_not_speak_is_refused() -> None:
    with pytest.raises(BadSelection, match="There is no language de"):
        words_for("de")


def test_a_message_without_translation_is_shown_in_english() -> None:
    words = words_for("cs")
    assert words("Nobody translated {n} of this", n=1234.5) == "Nobody translated 1\u00a0234,5 of this"
    assert words.plural("{n} unheard thing", "{n} unheard things", 2) == "2 unheard things"
    assert words.plural("{n} unheard thing", "{n} unheard things", 1) == "1 unheard thing"


def test_values_in_a_sentence_are_written_in_the_language() -> None:
    words = words_for("cs")
    day = pd.Timestamp("2012-06-30")
    assert words("{a} {b} {c} {d} {e}", a="x", b=-2.5, c=day, d=None, e=pd.NA) == (
        "x \u22122,5 30.\u00a06.\u00a02012 neuvedeno neuvedeno"
    )
    assert words_for("en")("{a} {b}", a=date(2012, 6, 30), b=pd.NaT) == "30 Jun 2012 unknown"


@pytest.mark.parametrize(("n", "cs", "en"), [
    (0, "Platí 0 komunitních plánů", "0 community plans are valid"),
    (1, "Platí 1 komunitní plán", "1 community plan is valid"),
    (2, "Platí 2 komunitní plány", "2 community plans are valid"),
    (4, "Platí 4 komunitní plány", "4 community plans are valid"),
    (5, "Platí 5 komunitních plánů", "5 community plans are valid"),
    (1.5, "Platí 1,5 komunitního plánu", "1.5 community plans are valid"),
    (21, "Platí 21 komunitních plánů", "21 community plans are valid"),
    (22, "Platí 22 komunitních plánů", "22 community plans are valid"),
    (None, "Platí neuvedeno komunitních plánů", "unknown community plans are valid"),
])
def test_counted_things_take_the_form_of_their_number(n: float | None, cs: str, en: str) -> None:
    message = ("{n} community plan is valid", "{n} community plans are valid")
    assert words_for("cs").plural(*message, n) == cs
    assert words_for("en").plural(*message, n) == en


def test_codes_have_words_and_an_absent_code_is_unknown() -> None:
    words = words_for("cs")
    assert words.label("gap_class", GapClass.WHITE_SPOT) == "bílé místo"
    assert words.label("gap_class", "white_spot") == "bílé místo"
    assert words_for("en").label("category", "prevention") == "social prevention services"
    assert words.label("coordinator", pd.NA) == "neuvedeno"
    assert words.label("coordinator", "new_code") == "new_code"


def test_releases_of_the_supplied_data_are_told_in_words_and_a_typed_note_as_it_was_typed() -> None:
    notes = (EMBEDDED_NOTE, EMBEDDED_CHANGED_NOTE, "Měření v červnu")
    assert [words_for("cs").label("release_note", note) for note in notes] == [
        "Data dodaná s aplikací", "Data dodaná s aplikací se změnila", "Měření v červnu"]
    assert [words_for("en").label("release_note", note) for note in notes] == [
        "The data supplied with the application", "The data supplied with the application have changed",
        "Měření v červnu"]
    assert [words_for("cs").label("role", role) for role in (EMBEDDED_ROLE, "správce dat")] == [
        "aplikace", "správce dat"]
    assert words_for("en").label("role", EMBEDDED_ROLE) == "application"


def test_the_four_empty_states_are_four_words() -> None:
    states = ("unknown", "zero", "not_applicable", "suppressed")
    assert [words_for("cs").label("empty", state) for state in states] == [
        "neuvedeno", "nula", "netýká se", "potlačeno"]
    assert [words_for("en").label("empty", state) for state in states] == [
        "unknown", "zero", "not applicable", "suppressed"]


def test_an_error_is_told_in_the_language_of_the_reader() -> None:
    error = BadSelection("bad-date", "{value!r} is not a date; write it like 2012-06-30", value="31. 2.")
    assert words_for("cs").error(error) == ["'31. 2.' není datum; zapište je jako 2012-06-30"]
    assert words_for("en").error(error) == [str(error)]


UNKNOWN_AREA = Issue("reference/municipality.csv", 4, "orp_code", "9999", "{target} has no such {column}",
                     "Correct the code or add the row to {target}", values={"target": "orp", "column": "code"})
LARGE = Issue("reference/orp.csv", 0, "", "", "the file has {size} bytes, the limit is {limit}",
              "Check that this is the right file; send less data at once",
              values={"size": 105906176, "limit": 104857600})


def test_problems_of_a_refused_package_are_told_in_the_language_of_the_reader() -> None:
    refusal = RejectedPackage([UNKNOWN_AREA, LARGE])
    assert words_for("cs").error(refusal) == [
        "Datový balíček byl odmítnut, nic se nezměnilo. Počet problémů: 2",
        "reference/municipality.csv:4 [orp_code] '9999': v tabulce orp není ve sloupci code taková hodnota. "
        "Opravte kód, nebo doplňte řádek do tabulky orp",
        "reference/orp.csv: soubor má 105\u00a0906\u00a0176 bajtů, povoleno je nejvýše 104\u00a0857\u00a0600. "
        "Ověřte, že jde o správný soubor, nebo pošlete méně dat najednou",
    ]
    assert words_for("en").error(refusal)[1:] == [
        "reference/municipality.csv:4 [orp_code] '9999': orp has no such code. Correct the code or add the row to orp",
        "reference/orp.csv: the file has 105,906,176 bytes, the limit is 104,857,600. "
        "Check that this is the right file; send less data at once",
    ]
    assert str(refusal) == (
        "The data package was refused, nothing was changed. Problems found: 2\n"
        "  reference/municipality.csv:4 [orp_code] '9999': orp has no such code. "
        "Correct the code or add the row to orp\n"
        "  reference/orp.csv: the file has 105906176 bytes, the limit is 104857600. "
        "Check that this is the right file; send less data at once")


@pytest.mark.parametrize(("problems", "lines", "last"), [
    (20, 21, "[orp_code] '9999'"), (21, 22, "… a ještě 1 problém"), (23, 22, "… a ještě 3 problémy"),
    (40, 22, "… a ještě 20 problémů"),
])
def test_twenty_problems_are_told_and_the_rest_counted(problems: int, lines: int, last: str) -> None:
    told = words_for("cs").error(RejectedPackage([UNKNOWN_AREA] * problems))
    assert len(told) == lines
    assert last in told[-1]


def scanned(code: str) -> list[str]:
    tree = ast.parse(code)
    return [use.message for use in issue_uses(Path("made.py"), tree, issue_places([tree]))]


@pytest.mark.parametrize(("code", "messages"), [
    ('Issue(file, 1, "", "", "a rule", "a remedy")', ["a rule", "a remedy"]),
    ('Issue(file, 1, "", "", remedy="a remedy", rule="a rule")', ["a remedy", "a rule"]),
    ('AGAIN = "Again"\nIssue(file, 1, "", "", "one" if few else "more", AGAIN)', ["one", "more", "Again"]),
    ('def refuse(file, rule, remedy): pass\nrefuse(f, "a rule", "a remedy")', ["a rule", "a remedy"]),
    ('class Bad:\n    def __init__(self, rule, remedy): pass\nBad("a rule", "a remedy")', ["a rule", "a remedy"]),
    ('rule, remedy = "a rule", "a remedy"\nIssue(f, 1, "", "", rule, remedy)', ["a rule", "a remedy"]),
    ('Issue(f, 1, "", "", f"rule {x}", SAID[key])', ["f'rule {x}'", "SAID[key]"]),
])
def test_rules_and_remedies_are_found_wherever_they_are_written(code: str, messages: list[str]) -> None:
    assert sorted(scanned(code)) == sorted(messages)
