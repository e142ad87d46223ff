"""The message catalogues: every .po file of a language, read once and merged into look-ups."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from babel import Locale
from babel.messages.pofile import read_po

from lib.errors import BadSelection, DashboardError

FOLDER = Path(__file__).parent / "locale"

LOCALES = {"cs": "cs_CZ", "en": "en_GB"}
"""Languages of the product and the locale whose habits each of them keeps."""

PLURALS = {"cs": ("one", "few", "many", "other"), "en": ("one", "other")}
"""Plural categories in the order of msgstr[0], msgstr[1] … Czech "many" is the one for decimal numbers."""

Key = tuple[str, str]


@dataclass(frozen=True, slots=True, eq=False)
class Catalogue:
    """Translations of one language.

    `texts` go by message, `labels` by (context, code), `plurals` by (context, singular message); the forms of a
    plural stand in the order of `PLURALS`. The context of a plain sentence is "".
    """

    texts: Mapping[str, str]
    labels: Mapping[Key, str]
    plurals: Mapping[Key, tuple[str, ...]]


def read_catalogue(folder: Path, lang: str) -> Catalogue:
    """Merge every .po file of a folder. Plurals are looked up here and not by gettext, which counts whole numbers only.

    Raises
    ------
    DashboardError : two files translate one message differently, or a message has not every plural form.
    """
    texts: dict[str, str] = {}
    labels: dict[Key, str] = {}
    plurals: dict[Key, tuple[str, ...]] = {}
    origin: dict[Key, tuple[str, object]] = {}
    for path in sorted(folder.glob("*.po")):
        with path.open("rb") as file:
            catalogue = read_po(file, locale=LOCALES[lang], abort_invalid=True)
        for message in catalogue:
            translation = message.string
            if not message.id or not translation or not any(translation):
                continue
            singular = message.id if isinstance(message.id, str) else message.id[0]
            key = (message.context or "", singular)
            known_in, known = origin.setdefault(key, (path.name, translation))
            if known != translation:
                raise DashboardError("two-translations", "{message!r} is translated differently in {one} and {two}",
                                     message=singular, one=known_in, two=path.name)
            if not isinstance(translation, str):
                if len(translation) != len(PLURALS[lang]) or not all(translation):
                    raise DashboardError("plural-forms", "{message!r} in {file} needs the plural forms {forms}",
                                         message=singular, file=path.name, forms=", ".join(PLURALS[lang]))
                plurals[key] = tuple(translation)
            elif message.context:
                labels[key] = translation
            else:
                texts[singular] = translation
    return Catalogue(texts, labels, plurals)


@cache
def catalogue_of(lang: str) -> Catalogue:
    """The merged catalogue of a language of the product, read at first use.

    Raises
    ------
    BadSelection : the product does not speak the language.
    """
    if lang not in LOCALES:
        raise BadSelection("unknown-language", "There is no language {lang}; use one of: {known}",
                           lang=lang, known=", ".join(LOCALES))
    return read_catalogue(FOLDER / lang, lang)


@cache
def locale_of(lang: str) -> Locale:
    return Locale.parse(LOCALES[lang])


def label(domain: str, code: str, lang: str) -> str:
    """The label of a code, or the code itself when the catalogue has none."""
    return catalogue_of(lang).labels.get((domain, code), code)
