"""Codes of the register against our code lists, and the register's own lists that name codes we do not know yet."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from lib.errors import Issue, RejectedPackage
from lib.importers.base import decode, read_json
from lib.model.catalogue import Form, GroupScheme, Unit
from lib.model.search import fold

FORMS = {
    "FormaSocialniSluzby/pob": Form.RESIDENTIAL,
    "FormaSocialniSluzby/amb": Form.OUTPATIENT,
    "FormaSocialniSluzby/ter": Form.FIELD,
}
UNITS = {
    "TypKapacitySocialniSluzby/luzka": Unit.BEDS,
    "TypKapacitySocialniSluzby/klient": Unit.CLIENTS,
    "TypKapacitySocialniSluzby/interv": Unit.INTERVENTIONS,
    "TypKapacitySocialniSluzby/kontakt": Unit.CONTACTS,
    "TypKapacitySocialniSluzby/hovor": Unit.CALLS,
}
TYPE_LIST, GROUP_LIST = "DruhSocialniSluzby/", "CilovaSkupinaOsoby/"
ANOTHER_LIST = "Check that the file is a code list of the register, or import without it"


@dataclass(frozen=True, slots=True)
class Codes:
    """Our codes by those of the register, names of codes of the register, and the code lists completed by them.

    `tables` has service_type and target_group when a list of the register completed them.
    """

    types: Mapping[str, str]
    groups: Mapping[str, str]
    names: Mapping[str, str]
    tables: Mapping[str, pd.DataFrame]


def read_code_lists(files: Mapping[str, bytes]) -> dict[str, str]:
    """Names by the register's code, of every list given: `{"polozky": [{"id": …, "nazev": {"cs": …}}]}`.

    Raises
    ------
    RejectedPackage : a file is no such list; all of them are told.
    """
    names: dict[str, str] = {}
    issues: list[Issue] = []
    for file, content in files.items():
        try:
            written = read_json(decode(content, file), file, ANOTHER_LIST)
        except RejectedPackage as refusal:
            issues += refusal.issues
            continue
        items = written.get("polozky") if isinstance(written, dict) else None
        if not isinstance(items, list):
            issues.append(Issue(file, 0, "polozky", "", "the file has no list of codes", ANOTHER_LIST))
            continue
        for row, item in enumerate(items, 1):
            code, name = _named(item)
            if code is None or name is None:
                issues.append(Issue(file, row, "", "", "a code and its Czech name are expected here", ANOTHER_LIST))
            else:
                names[code] = name
    if issues:
        raise RejectedPackage(issues)
    return names


def _named(item: Any) -> tuple[str | None, str | None]:
    if not isinstance(item, dict):
        return None, None
    code, titles = item.get("id"), item.get("nazev")
    name = titles.get("cs") if isinstance(titles, dict) else None
    return (code if isinstance(code, str) else None), (name if isinstance(name, str) else None)


def codes_of(known: Mapping[str, pd.DataFrame], names: Mapping[str, str]) -> Codes:
    """Our codes by those of the register.

    A list of the register that names a type or a group exactly as we do (letters, not case and accents) gives our row
    its code when ours is absent or was only inferred. Codes that are stated win over inferred ones.
    """
    types, groups = known["service_type"], known["target_group"]
    tables = {}
    stated = _coded(names, TYPE_LIST)
    if stated:
        found = types["name"].map(fold).map(stated)
        taken = found.notna() & types["register_code_inferred"]
        types = types.assign(
            register_code=types["register_code"].mask(taken, found),
            register_code_inferred=types["register_code_inferred"].mask(taken, False),
        ).astype(types.dtypes.to_dict())
        tables["service_type"] = types
    stated = _coded(names, GROUP_LIST)
    if stated:
        found = groups["name"].map(fold).map(stated)
        taken = found.notna() & groups["register_code"].isna() & (groups["scheme"] == GroupScheme.REGISTER)
        groups = groups.assign(register_code=groups["register_code"].mask(taken, found)).astype(groups.dtypes.to_dict())
        tables["target_group"] = groups
    inferred_first = types.sort_values("register_code_inferred", ascending=False, kind="stable")
    with_code = groups[groups["register_code"].notna()]
    return Codes(
        types=dict(zip(inferred_first["register_code"], inferred_first["code"], strict=True)),
        groups=dict(zip(with_code["register_code"], with_code["code"], strict=True)),
        names=names,
        tables=tables,
    )


def _coded(names: Mapping[str, str], prefix: str) -> dict[str, str]:
    return {fold(name): code for code, name in names.items() if code.startswith(prefix)}
