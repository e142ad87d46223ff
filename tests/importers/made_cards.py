"""Documents of activity cards made for tests: text and PDF, with values in the orders in which real ones print them.

A card is written down once, as `MadeCard`; `stream` prints it as the text of a PDF has it (all labels, then the values
in another order), `labelled` with each value under its label, `pdf` as a PDF whose page shows the same as a table.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from textwrap import wrap

HEADING = "KARTA ROZVOJOVÉ AKTIVITY"
WIDTH = 72
"""Letters on a line of a value."""


@dataclass(frozen=True)
class MadeCard:
    """What one card says. `goals`: each with its code; `description`: paragraphs."""

    number: str = "A01-02"
    title: str = "Rozvoj lůžek v domovech"
    goals: tuple[str, ...] = ("SC2 Poradenství",)
    groups: str = "senioři v plánu"
    services: str = "Domovy pro seniory (§ 49)"
    period: str = "2014-2017"
    responsible: str = "LK, obce"
    funding: str = "LK, obce"
    description: tuple[str, ...] = (
        "Lůžka přibudou tam, kde jich je nejméně, a to po dohodě s obcemi, které je budou spoluplatit.",
    )


@dataclass(frozen=True)
class Form:
    """How a document prints its cards: which label of goals, what the foot and the margins say, how lines break."""

    goals_label: tuple[str, str] = ("Vazba na strategický", "cíl:")
    years: str = "2014-2017"
    heading: str = HEADING
    margins: tuple[str, ...] = (" srpen 2013",)
    after: tuple[str, ...] = ()
    line_break: str = "\n\n"
    order: tuple[str, ...] = ("told", "services", "headed", "goals", "groups")
    title_above: bool = False
    period_last: bool = False
    tidy: bool = field(default=False)

    @property
    def foot(self) -> str:
        return f"Střednědobý plán rozvoje sociálních služeb v Libereckém kraji {self.years}"

    @property
    def labels(self) -> list[str]:
        return [
            "Název aktivity:", f"{self.goals_label[0]} ", self.goals_label[1], "Cílové skupiny ", "uživatelů:",
            "Dotčené druhy ", "sociálních služeb (§):", "Doba realizace:", "Odpovědnost za ", "realizaci",
            "Financování:", "Popis aktivity:",
        ]


def lines_of(text: str) -> list[str]:
    """A value broken by the margin: every line but the last ends with a space, as in the text of a PDF."""
    lines = wrap(text, WIDTH, break_long_words=False, break_on_hyphens=False)
    return [*(f"{line} " for line in lines[:-1]), *lines[-1:]]


def blocks_of(card: MadeCard, form: Form) -> dict[str, list[str]]:
    """Lines of the card by the pieces that keep together."""
    told = [lines_of(card.period), lines_of(card.responsible), lines_of(card.funding)]
    described = [lines_of(paragraph) for paragraph in card.description]
    told = [*described, *told[1:], told[0]] if form.period_last else [*told, *described]
    headed = [form.foot, *lines_of(card.title), form.heading] if form.title_above else [
        form.foot, form.heading, *lines_of(card.title)]
    return {
        "told": [line for lines in told for line in lines],
        "services": lines_of(card.services),
        "headed": headed,
        "goals": [line for goal in card.goals for line in lines_of(goal)],
        "groups": lines_of(card.groups),
    }


def stream(cards: Sequence[MadeCard], form: Form | None = None) -> str:
    """A document as the text of a PDF has it: all labels of a card, then all its values in the order of the form."""
    form = form or Form()
    lines = ["Příloha č. 1", "KARTY ROZVOJOVÝCH AKTIVIT", *form.margins]
    for card in cards:
        blocks = blocks_of(card, form)
        lines += [*form.margins, f"Číslo aktivity: {card.number}", *form.labels]
        lines += [line for name in form.order for line in blocks[name]]
        lines += form.after
    if form.tidy:
        lines = [line.rstrip() for line in lines]
    return form.line_break.join(lines) + "\n"


def rows_of(card: MadeCard) -> list[tuple[str, str]]:
    """Labels and values as the form shows them side by side."""
    return [
        ("Název aktivity:", card.title),
        ("Vazba na další strategické cíle:", " ".join(card.goals)),
        ("Cílové skupiny uživatelů:", card.groups),
        ("Dotčené druhy sociálních služeb (§):", card.services),
        ("Doba realizace:", card.period),
        ("Odpovědnost za realizaci", card.responsible),
        ("Financování:", card.funding),
        ("Popis aktivity:", " ".join(card.description)),
    ]


def labelled(cards: Sequence[MadeCard], form: Form | None = None) -> str:
    """A document with every value on the line of its label and below."""
    form = form or Form()
    lines: list[str] = []
    for card in cards:
        lines += [form.heading, f"Číslo aktivity: {card.number}"]
        for label, value in rows_of(card):
            first, *rest = lines_of(value) or [""]
            lines += [f"{label}  {first}", *rest]
        lines.append(form.foot)
    return form.line_break.join(lines) + "\n"


GLYPHS = {
    "á": "aacute", "č": "ccaron", "ď": "dcaron", "é": "eacute", "ě": "ecaron", "í": "iacute", "ň": "ncaron",
    "ó": "oacute", "ř": "rcaron", "š": "scaron", "ť": "tcaron", "ú": "uacute", "ů": "uring", "ý": "yacute",
    "ž": "zcaron", "Á": "Aacute", "Č": "Ccaron", "Ď": "Dcaron", "É": "Eacute", "Í": "Iacute", "Ř": "Rcaron",
    "Š": "Scaron", "Ú": "Uacute", "Ž": "Zcaron", "Ý": "Yacute", "§": "section", "–": "endash",
}
CODES = {letter: 128 + place for place, letter in enumerate(GLYPHS)}
LETTER = 5.0
"""Width of a letter at ten points."""


def _shown(text: str) -> bytes:
    codes = bytes(CODES.get(letter, ord(letter)) for letter in text)
    return b"<" + codes.hex().encode() + b">"


def at(x: float, y: float, text: str) -> bytes:
    return b"BT /F 10 Tf %.1f %.1f Td %s Tj ET\n" % (x, y, _shown(text))


def _table_page(card: MadeCard, form: Form) -> bytes:
    """The card as a ruled table of two columns, values written before labels and the lowest row first."""
    drawn = at(50, 800, form.margins[0].strip()) + at(50, 780, f"Číslo aktivity: {card.number}")
    y = 760.0
    rows: list[bytes] = []
    for label, value in rows_of(card):
        values, labels = wrap(value, 60) or [""], wrap(label, 24)
        height = 14 * max(len(values), len(labels)) + 6
        row = b"".join(at(205, y - 14 * (place + 1), line) for place, line in enumerate(values))
        row += b"".join(at(55, y - 14 * (place + 1), line) for place, line in enumerate(labels))
        row += b"50 %.1f 150 %.1f re S 200 %.1f 350 %.1f re S\n" % (y - height, height, y - height, height)
        rows.append(row)
        y -= height
    return drawn + b"".join(reversed(rows)) + at(50, 30, form.foot)


def _stream_page(card: MadeCard, form: Form) -> bytes:
    """The lines of `stream` written in their order, one below the other."""
    blocks = blocks_of(card, form)
    lines = [*form.margins, f"Číslo aktivity: {card.number}", *form.labels]
    lines += [line for name in form.order for line in blocks[name]]
    return b"".join(at(50, 800 - 12 * place, line) for place, line in enumerate([*lines, *form.after]))


def pdf(cards: Sequence[MadeCard], form: Form | None = None, *, ruled: bool = True, extra: bytes = b"") -> bytes:
    """A PDF with a page for every card, as a ruled table or as bare lines. `extra`: entries of the trailer."""
    form = form or Form()
    pages = [(_table_page if ruled else _stream_page)(card, form) for card in cards]
    return pdf_of(pages, extra)


def pdf_of(pages: Sequence[bytes], extra: bytes = b"") -> bytes:
    """A PDF with these contents of pages."""
    differences = " ".join(f"{code} /{GLYPHS[letter]}" for letter, code in CODES.items())
    font = (f"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /FirstChar 0 /LastChar 255 "
            f"/Widths [{' '.join(['500'] * 256)}] "
            f"/Encoding << /Type /Encoding /BaseEncoding /WinAnsiEncoding /Differences [{differences}] >> >>").encode()
    kids = b" ".join(b"%d 0 R" % (4 + 2 * place) for place in range(len(pages)))
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>",
               b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(pages)), font]
    for place, content in enumerate(pages):
        objects.append(b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
                       b"/Resources << /Font << /F 3 0 R >> >> >>" % (5 + 2 * place))
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
    body, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    trailer = b"trailer\n<< /Size %d /Root 1 0 R %s >>\n" % (len(objects) + 1, extra)
    return body + head + table + trailer + b"startxref\n%d\n%%%%EOF\n" % len(body)
