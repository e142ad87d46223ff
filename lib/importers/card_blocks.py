"""Lines of a printed card as pieces of text: labels, the heading and margins taken out, broken lines joined."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from lib.importers.card_lines import Line

FULL_LINE_SHARE = 0.8
"""A line is broken by the margin when it would fill so much of the widest line with the next word on it."""


class Part(StrEnum):
    """What a card says, in the words of its labels."""

    TITLE = "Název aktivity"
    GOALS = "Vazba na strategický cíl"
    GROUPS = "Cílové skupiny"
    SERVICES = "Dotčené druhy sociálních služeb"
    PERIOD = "Doba realizace"
    RESPONSIBLE = "Odpovědnost za realizaci"
    FUNDING = "Financování"
    DESCRIPTION = "Popis aktivity"


class Kind(StrEnum):
    """What a piece of text is by its look. Whole: "nerelevantní" or "všechny", said of types as well as of groups."""

    PERIOD = "period"
    GOALS = "goals"
    SERVICES = "services"
    GROUPS = "groups"
    WHOLE = "whole"
    FREE = "free"


WHOLE_LABELS: tuple[tuple[str, Part], ...] = (
    (r"Název aktivity", Part.TITLE),
    (r"Vazba na strategický cíl", Part.GOALS),
    (r"Vazba na další strategické cíle", Part.GOALS),
    (r"Cílové skupiny uživatelů", Part.GROUPS),
    (r"Dotčené druhy sociálních služeb \(§\)", Part.SERVICES),
    (r"Doba realizace", Part.PERIOD),
    (r"Odpovědnost za realizaci", Part.RESPONSIBLE),
    (r"Financování", Part.FUNDING),
    (r"Popis aktivity", Part.DESCRIPTION),
)
HALF_LABELS: tuple[tuple[str, str, Part], ...] = (
    (r"Vazba na strategický", r"cíl", Part.GOALS),
    (r"Vazba na další", r"strategické cíle", Part.GOALS),
    (r"Cílové skupiny", r"uživatelů", Part.GROUPS),
    (r"Dotčené druhy", r"sociálních služeb \(§\)", Part.SERVICES),
    (r"Odpovědnost za", r"realizaci", Part.RESPONSIBLE),
)
"""Labels that the page breaks over two lines; the second half closes the first within `HALVES_APART` lines."""

HALVES_APART = 4

YEARS = r"(20\d\d)\s*[-–—]\s*(20\d\d)"
HEADING = re.compile(r"KARTA\s+ROZVOJOVÉ\s+AKTIVITY")
FOOT = re.compile(r"Středněd\w+ plán\w* rozvoje sociálních služeb\b.*", re.IGNORECASE)
MONTHS = "leden|únor|březen|duben|květen|červen|červenec|srpen|září|říjen|listopad|prosinec"
MARGINS = re.compile(
    rf"\S+\.(?:pdf|docx?|xlsx?)|(?:{MONTHS})\s+\d{{4}}|Příloha\s+č\.\s*\d+"
    r"|(?:strana\s*|str\.\s*|-\s*)?\d{1,3}(?:\s*(?:/|z)\s*\d{1,3}|\s*-)?", re.IGNORECASE,
)
"""Lines that pages repeat above and below the card: the name of a file, the month, the number of the page."""

PERIOD = re.compile(rf"{YEARS}\.?")
GOAL = re.compile(r"SC\s?\d{1,2}[\s:–-]+(?=[A-ZÁČĎÉĚÍŇÓŘŠŤÚŮÝŽ])")
PARAGRAPH = re.compile(
    r"\(?\s?§\s?(\d{1,3}[a-z]?)(?![\da-z])(?:\s?[–-]\s?(\d{1,3}[a-z]?)(?![\da-z]))?\s?\)?"
)
"""A paragraph of the Act or a range of them, in brackets or without."""

MAX_SERVICE_NAME = 160
ALL_SERVICES = re.compile(r"(?:dopad na )?všechny druhy (?:sociálních )?služeb\b.*", re.IGNORECASE)
WHOLES = ("nerelevantní", "všechny")
DANGLING = re.compile(
    r"(?:^|\s)(?:a|i|s|v|z|o|u|k|na|pro|od|do|ve|ze|ke|se|při|nebo|či)$|[§(]$|\bSC\s?\d{1,2}[\s:–-]*$")


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of text that belongs together, lines joined; `part` is the label it stands under.

    `sure`: no line was joined only because the one before was full, in a text that does not keep spaces at line ends.
    """

    text: str
    place: int
    kind: Kind
    part: Part | None = None
    sure: bool = True


@dataclass(slots=True)
class Reading:
    """A card on the way: pieces in their order, None where a label, the heading or a margin stands between them."""

    pieces: list[Block | None] = field(default_factory=list)
    headings: list[int] = field(default_factory=list)
    feet: list[int] = field(default_factory=list)
    labels: set[Part] = field(default_factory=set)


def squeezed(text: str) -> str:
    """The text with every run of spaces and line breaks as one space."""
    return " ".join(text.split())


def _label(lines: Sequence[Line], index: int, seen: set[Part], current: Part | None) -> tuple[Part, str] | None:
    """The label a line begins with and the value that follows it on the line."""
    text = lines[index].text.strip()
    for phrase, part in WHOLE_LABELS:
        found = _begins(phrase, text)
        if found is not None and part not in seen:
            return part, found
    for first, second, part in HALF_LABELS:
        if part not in seen:
            found = _first_half(first, text)
            near = lines[index + 1:index + 1 + HALVES_APART]
            if found is not None and any(_begins(second, other.text.strip()) is not None for other in near):
                return part, found
        elif part is current:
            found = _begins(second, text)
            if found is not None:
                return part, found
    return None


def _begins(phrase: str, text: str) -> str | None:
    """What follows a whole label on its line: after a colon, after a wide gap, or nothing."""
    pattern = phrase.replace(" ", r"\s+")
    found = re.match(rf"{pattern}(?:\s*:\s*|\s{{2,}}|$)(.*)", text)
    return found[1] if found else None


def _first_half(phrase: str, text: str) -> str | None:
    pattern = phrase.replace(" ", r"\s+")
    found = re.match(rf"{pattern}(?:\s+|$)(.*)", text)
    return found[1] if found else None


def pieces_of(lines: Sequence[Line], is_groups: Callable[[str], bool], spaced: bool) -> Reading:
    """Lines as pieces of text, labels, the heading and margins taken out."""
    reading = Reading()
    run: list[Line] = []
    part: Part | None = None
    width = max((len(squeezed(line.text)) for line in lines), default=0)

    def close() -> None:
        reading.pieces.extend(_blocks(run, part, width, spaced, is_groups))
        run.clear()
        if reading.pieces and reading.pieces[-1] is not None:
            reading.pieces.append(None)

    skip_years = False
    for index, line in enumerate(lines):
        text = squeezed(line.text)
        label = _label(lines, index, reading.labels, part)
        if label is not None:
            if label[0] is not part:
                close()
                part = label[0]
                reading.labels.add(part)
            if label[1].strip():
                run.append(Line(label[1], line.place, line.alone))
        elif HEADING.fullmatch(text):
            close()
            reading.headings.append(len(reading.pieces))
        elif FOOT.fullmatch(text):
            close()
            reading.feet.append(len(reading.pieces))
            skip_years = re.search(YEARS, text) is None
            continue
        elif MARGINS.fullmatch(text) or (skip_years and PERIOD.fullmatch(text)):
            close()
        else:
            run.append(line)
        skip_years = False
    close()
    return reading


def _blocks(
    lines: Sequence[Line], part: Part | None, width: int, spaced: bool, is_groups: Callable[[str], bool],
) -> list[Block]:
    """Lines of one run joined where the margin broke them, and pieces of one kind that follow each other."""
    texts: list[tuple[str, int, bool]] = []
    for before, line in zip([None, *lines], lines, strict=False):
        text = squeezed(line.text)
        joined = texts[-1][0] if texts else ""
        if before is None or _starts(joined, text, is_groups):
            texts.append((text, line.place, True))
        elif not before.alone and _broken(joined, text):
            texts[-1] = (f"{joined} {text}", *texts[-1][1:])
        elif not before.alone and _full(before, text, width, spaced):
            texts[-1] = (f"{joined} {text}", texts[-1][1], texts[-1][2] and spaced)
        else:
            texts.append((text, line.place, True))
    blocks: list[Block] = []
    for text, place, sure in texts:
        kind = _kind(text, is_groups)
        if blocks and kind is blocks[-1].kind and kind in (Kind.GOALS, Kind.SERVICES, Kind.GROUPS):
            blocks[-1] = Block(f"{blocks[-1].text} {text}", blocks[-1].place, kind, part)
        else:
            blocks.append(Block(text, place, kind, part, sure))
    return blocks


def _starts(joined: str, text: str, is_groups: Callable[[str], bool]) -> bool:
    """Whether a line can only be the beginning of a value, whatever the text before it.

    A period, a goal; after a sentence or a value of another kind a list of groups or one of `WHOLES`; after something
    that has ended a name of a service with its paragraph.
    """
    if PERIOD.fullmatch(text) or GOAL.match(text):
        return True
    if (text.lower() in WHOLES or is_groups(text)) and (
        joined.endswith(".") or _kind(joined, is_groups) is not Kind.FREE
    ):
        return True
    paragraph = PARAGRAPH.search(text)
    name = text if paragraph is None else text[:paragraph.start()]
    return joined.endswith((".", ",", ";", ")")) and text[0].isupper() and name != text and "." not in name


def _broken(joined: str, text: str) -> bool:
    """Whether the text before ends in the middle of something, or the next line cannot begin anything."""
    open_bracket = joined.count("(") > joined.count(")")
    return DANGLING.search(joined) is not None or open_bracket or text.startswith(("(§", "( §", ")"))


def _full(before: Line, text: str, width: int, spaced: bool) -> bool:
    """Whether the margin broke the line before: the next word had no place on it, and it ends with a space."""
    if spaced and not before.text.endswith(" "):
        return False
    return len(squeezed(before.text)) + 1 + len(text.split(maxsplit=1)[0]) > FULL_LINE_SHARE * width


def _kind(text: str, is_groups: Callable[[str], bool]) -> Kind:
    if PERIOD.fullmatch(text):
        return Kind.PERIOD
    if GOAL.match(text):
        return Kind.GOALS
    if text.lower().rstrip(" .,") in WHOLES:
        return Kind.WHOLE
    if ALL_SERVICES.fullmatch(text) or _is_services(text):
        return Kind.SERVICES
    return Kind.GROUPS if is_groups(text) else Kind.FREE



def _is_services(text: str) -> bool:
    """Whether a text is a list of names of services, each with its paragraph, and nothing else."""
    paragraphs = list(PARAGRAPH.finditer(text))
    starts = [0, *(found.end() for found in paragraphs)]
    ends = [*(found.start() for found in paragraphs), len(text)]
    *names, rest = (text[start:end] for start, end in zip(starts, ends, strict=True))
    return bool(names) and not rest.strip(" ,;.") and all(
        2 <= len(name) <= MAX_SERVICE_NAME and "." not in name.strip(" ,;.") for name in names
    )
