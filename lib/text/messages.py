"""The words of the product in one language: sentences, labels of codes, notes and errors.

A message is the English sentence as it stands in the code. Czech comes from `locale/cs/*.po`, one file per area of the
product; words for codes of the model come from both languages. A message without a translation is shown in English; a
test finds it before a user does.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date as Date
from decimal import Decimal
from functools import cache
from numbers import Real
from typing import Protocol, TypeVar

from lib.errors import BadSettings, DashboardError, Issue, RejectedPackage
from lib.text.catalogues import Catalogue, catalogue_of, label
from lib.text.formats import date, is_missing, number, plural_index, rounded

Chosen = TypeVar("Chosen")


class Titled(Protocol):
    """Anything with a Czech and an English title: a table or a column of the model."""

    @property
    def cs(self) -> str: ...

    @property
    def en(self) -> str: ...


def shown(value: object, lang: str) -> str:
    """A value inside a sentence: text as it is, numbers and days in the language, absent values as unknown."""
    if isinstance(value, str):
        return value
    if is_missing(value):
        return label("empty", "unknown", lang)
    if isinstance(value, Date):
        return date(value, lang)
    if isinstance(value, (Real, Decimal)):
        return number(value, lang)
    return str(value)


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """The words of one language; take it from `words_for`."""

    lang: str
    catalogue: Catalogue

    def __call__(self, message: str, /, **values: object) -> str:
        """The sentence in the language with its placeholders filled."""
        text = self.catalogue.texts.get(message, message)
        return self._filled(text, values) if values else text

    def plural(self, singular: str, plural: str, n: object, /, **values: object) -> str:
        """The sentence in the form that goes with `n` as it is shown; `{n}` in it is the number in the language."""
        if is_missing(n):
            text = self.catalogue.plurals.get(("", singular), (singular, plural))[-1]
        else:
            forms = self.catalogue.plurals.get(("", singular))
            # A message without a translation is English, and English has one form for 1 and one for all the rest.
            place = plural_index(rounded(n), self.lang if forms else "en")
            text = (forms or (singular, plural))[place]
        return self._filled(text, {"n": n, **values})

    def _filled(self, text: str, values: Mapping[str, object]) -> str:
        return text.format_map({name: shown(value, self.lang) for name, value in values.items()})

    def label(self, domain: str, code: object) -> str:
        """The word for a code of the model; an absent code is unknown, a code without a word is shown as it is."""
        if is_missing(code):
            return label("empty", "unknown", self.lang)
        return self.catalogue.labels.get((domain, str(code)), str(code))

    def note(self, code: str, **values: object) -> str:
        """The sentence of a note that a view attaches to its figures."""
        return self._filled(self.catalogue.labels.get(("note", code), code), values)

    def error(self, error: DashboardError, **named: str) -> list[str]:
        """What went wrong, in lines: the sentence of the error, then each problem of a refused package or setting.

        The sentence is that of the error's code, or the error's own English text when there is none. A value that is a
        code is shown in words when it is named after the domain of its labels (role, act, draft_state …); `named` are
        words for values that have no labels here.
        """
        template = self.catalogue.labels.get(("error", error.code), error.template)
        values = {name: self.catalogue.labels.get((name, str(value)), value) for name, value in error.values.items()}
        values |= {name: word for name, word in named.items() if name in values}
        lines = [self._filled(template, values) if values else template]
        if isinstance(error, BadSettings):
            lines += map(self.issue, error.issues)
        if isinstance(error, RejectedPackage):
            lines += map(self.issue, error.listed)
            if error.unlisted:
                lines.append(self.plural("… and {n} more problem", "… and {n} more problems", error.unlisted))
        return lines

    def issue(self, issue: Issue) -> str:
        """One thing wrong with incoming data: where it is, the rule it breaks and the remedy."""
        return f"{issue.place}: {self(issue.rule, **issue.values)}. {self(issue.remedy, **issue.values)}"

    def title(self, titled: Titled) -> str:
        """The title of a table or a column."""
        return titled.cs if self.lang == "cs" else titled.en

    def pick(self, cs: Chosen, en: Chosen) -> Chosen:
        """The one of two values that belongs to the language."""
        return cs if self.lang == "cs" else en


@cache
def words_for(lang: str) -> Words:
    """The words of "cs" or "en".

    Raises
    ------
    BadSelection : the product does not speak the language.
    """
    return Words(lang, catalogue_of(lang))
