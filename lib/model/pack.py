"""A meeting pack as it is asked for: for whom, of which day and areas, with which parts. It holds no data."""

from dataclasses import dataclass
from enum import StrEnum

from lib.errors import BadSelection
from lib.model.selection import Selection


class Section(StrEnum):
    """What can go into a pack; the words are those of the URL, the order is the usual one."""

    OVERVIEW = "prehled"
    COVERAGE = "pokryti"
    COVERAGE_CHANGE = "zmeny"
    GAPS = "mezery"
    GROUPS = "skupiny"
    CHOSEN = "vybrane"
    PROGRESS = "plneni"
    MOVED = "posun"
    SIGNALS = "signaly"
    DECISIONS = "rozhodnuti"
    ANNEX = "prilohy"


class Shape(StrEnum):
    """Proportions of slides; the words are those of the URL."""

    WIDE = "16x9"
    STANDARD = "4x3"


class PackFile(StrEnum):
    """What a pack can be taken away as."""

    SLIDES = "pptx"
    ANNEX = "xlsx"
    HANDOUT = "pdf"
    REPORT = "docx"


USUAL = tuple(section for section in Section if section not in (Section.CHOSEN, Section.ANNEX))
"""Parts of a pack nobody has composed: gaps have to be chosen first, and the workbook has every table anyway."""

MOST_CHOSEN = 8
"""Gaps that can be chosen for one pack."""


@dataclass(frozen=True, slots=True)
class ChosenGap:
    """A gap to be taken apart: a service type and the area whose sum is shown, None for the whole region."""

    type_code: str
    orp: str | None = None

    def written(self) -> str:
        """As in the URL: "49" or "49.5102"."""
        return self.type_code if self.orp is None else f"{self.type_code}.{self.orp}"


@dataclass(frozen=True, slots=True)
class Pack:
    """One pack as it is asked for; with the release in `selection` it is the whole key of the document.

    `selection` carries both dates, the second day, norm, scope and assumptions; its `orp`, `service_type` and
    `target_group` are None. `areas` are codes of ORP in their order, empty for the whole region. `body` and `meeting`
    are codes, None where the pack is for no body in particular. `title` is the name it was saved under, empty when it
    has none.
    """

    selection: Selection
    areas: tuple[str, ...] = ()
    sections: tuple[Section, ...] = USUAL
    chosen: tuple[ChosenGap, ...] = ()
    body: str | None = None
    meeting: str | None = None
    title: str = ""


def sections_of(written: str) -> tuple[Section, ...]:
    """Parts as the URL has them: words with commas between, in the order they shall have.

    Raises
    ------
    BadSelection : a word is unknown or repeated, or there is none.
    """
    try:
        found = tuple(Section(word) for word in written.split(","))
    except ValueError as error:
        raise BadSelection("bad-sections", "{value} names a part that no pack has; known: {known}", value=written[:60],
                           known=", ".join(Section)) from error
    if len(set(found)) != len(found):
        raise BadSelection("repeated-section", "{value} names a part of the pack twice", value=written[:60])
    return found


def chosen_of(written: str) -> tuple[ChosenGap, ...]:
    """Chosen gaps as the URL has them: "49.5102,50"; whether there are such types and areas is not known here.

    Raises
    ------
    BadSelection : there are too many, or one is repeated or empty.
    """
    words = written.split(",")
    found = tuple(ChosenGap(type_code, orp or None) for type_code, _, orp in (word.partition(".") for word in words))
    if len(found) > MOST_CHOSEN or len(set(found)) != len(found) or not all(gap.type_code for gap in found):
        raise BadSelection("bad-chosen", "{value} is no list of at most {most} different gaps (like 49.5102,50)",
                           value=written[:60], most=str(MOST_CHOSEN))
    return found
