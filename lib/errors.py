"""The exception tree. Every error a user can meet says what is wrong, where, and what to do about it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

LISTED_ISSUES = 20
"""Problems of a refused package told one by one; the rest are counted."""


class DashboardError(Exception):
    """Base of all errors of ours: `code` names the message in the catalogues, `values` fill it.

    The text of the exception is English and complete, for logs and the command line; screens look the code up in
    `lib.text.messages` and show the user's language.
    """

    def __init__(self, code: str, text: str, **values: object) -> None:
        super().__init__(text.format(**values) if values else text)
        self.code = code
        self.template = text
        self.values = values

    def __reduce__(self) -> tuple[Any, ...]:
        # An error made in another process comes back as it was; Python would call the class with the text alone.
        return _restored, (type(self), self.args, self.__dict__)


class BadSelection(DashboardError):
    """A value asked for in the URL or on the command line does not exist (area, date, norm, release, table)."""


class SchemaMismatch(DashboardError):
    """A frame handed to a metric lacks a column or repeats a key."""


@dataclass(frozen=True, slots=True)
class Issue:
    """One thing wrong with incoming data: where it is, what rule it breaks and how to mend it.

    `row` is the number of the row as a spreadsheet shows it (the header is row 1); 0 means the file as a whole. `rule`
    and `remedy` are English templates, the messages of the catalogues; `values` fill both.
    """

    file: str
    row: int
    column: str
    value: str
    rule: str
    remedy: str
    blocking: bool = True
    values: Mapping[str, object] = field(default_factory=dict, hash=False)

    @property
    def place(self) -> str:
        """Where it is, the same in every language: file:row [column] 'value'."""
        place = f"{self.file}:{self.row}" if self.row else self.file
        column = f" [{self.column}]" if self.column else ""
        value = f" {self.value!r}" if self.value else ""
        return f"{place}{column}{value}"

    def __str__(self) -> str:
        return f"{self.place}: {self.rule.format_map(self.values)}. {self.remedy.format_map(self.values)}"


class RejectedPackage(DashboardError):
    """A data package is refused as a whole; `issues` list every reason found."""

    def __init__(self, issues: Sequence[Issue]) -> None:
        super().__init__(
            "rejected-package", "The data package was refused, nothing was changed. Problems found: {count}",
            count=len(issues),
        )
        self.issues = tuple(issues)

    @property
    def listed(self) -> tuple[Issue, ...]:
        """The first problems, as many as a person reads."""
        return self.issues[:LISTED_ISSUES]

    @property
    def unlisted(self) -> int:
        """How many problems `listed` leaves out."""
        return len(self.issues) - len(self.listed)

    def __str__(self) -> str:
        more = [f"… and {self.unlisted} more"] if self.unlisted else []
        return "\n  ".join([super().__str__(), *map(str, self.listed), *more])


class RejectedDeclaration(RejectedPackage):
    """What somebody filled in is refused as a whole; told to the person who sent a form, who knows of no package."""

    def __init__(self, issues: Sequence[Issue]) -> None:
        super().__init__(issues)
        self.code, self.template = "rejected-declaration", "Nothing was published. To be mended: {count}"


class NeedsConfirmation(RejectedPackage):
    """The data are sound but unusual: they are refused unless somebody confirms that they are right."""


class BadSettings(DashboardError):
    """A file of settings cannot be used; `issues` list every reason found."""

    def __init__(self, issues: Sequence[Issue]) -> None:
        super().__init__("bad-settings", "The settings cannot be used. Problems found: {count}", count=len(issues))
        self.issues = tuple(issues)

    def __str__(self) -> str:
        return "\n  ".join([super().__str__(), *map(str, self.issues)])


class StoreUnavailable(DashboardError):
    """The database cannot be reached or is not one this version understands."""


class Forbidden(DashboardError):
    """The account may not do what it asked for; nothing was done."""


class StaleState(DashboardError):
    """Somebody else changed what the act builds on; nothing was done, and what was sent in is kept."""


class NothingChanged(DashboardError):
    """What was sent in equals what is published; there is nothing to propose."""


def _restored(kind: type[DashboardError], args: tuple[Any, ...], state: dict[str, Any]) -> DashboardError:
    error = kind.__new__(kind, *args)
    error.__dict__.update(state)
    return error
