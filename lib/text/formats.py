"""Numbers, dates, amounts and names as they are written in Czech and English, and Czech alphabetical order.

Spaces that must not break (in numbers, before units, after §) are U+00A0. An absent value is always the word for
unknown, never a zero or an empty string.
"""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date as Date
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import cache, lru_cache
from numbers import Integral

from babel.dates import get_month_names
from babel.lists import format_list
from babel.numbers import get_decimal_symbol, get_group_symbol

from lib.errors import BadSelection
from lib.text.catalogues import PLURALS, catalogue_of, label, locale_of

NBSP = "\u00a0"
MINUS = "\u2212"
DEFAULT_DIGITS = 2
LAST = "\uffff"


FIRST_DAY, LAST_DAY = Date(1990, 1, 1), Date(2100, 12, 31)
"""Days that can be asked for, both included: far from the limits of calendars, so that a year more or less exists."""


def is_missing(value: object) -> bool:
    """True for None, NaN, NaT and the NA of pandas, which is told by its type because it answers no comparison."""
    return value is None or type(value).__name__ == "NAType" or bool(value != value)  # noqa: PLR0124


@cache
def _signs(lang: str) -> dict[int, str]:
    locale = locale_of(lang)
    return str.maketrans({",": get_group_symbol(locale), ".": get_decimal_symbol(locale), "-": MINUS})


def _trimmed(value: Decimal) -> Decimal:
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


def rounded(value: object, digits: int | None = None, significant: int | None = None) -> Decimal:
    """The number as it will be shown; halves go away from zero.

    `digits` keeps exactly so many decimals, `significant` at most so many significant digits. With neither, whole
    numbers stay whole and others keep at most two decimals, without trailing zeros.
    """
    exact = Decimal(int(value)) if isinstance(value, Integral) else Decimal(str(float(value)))  # type: ignore[arg-type]
    if significant is not None:
        step = exact.adjusted() - significant + 1 if exact else 0
        result = _trimmed(exact.quantize(Decimal((0, (1,), step)), ROUND_HALF_UP))
    elif digits is not None:
        result = exact.quantize(Decimal((0, (1,), -digits)), ROUND_HALF_UP)
    elif isinstance(value, Integral):
        result = exact
    else:
        result = _trimmed(exact.quantize(Decimal((0, (1,), -DEFAULT_DIGITS)), ROUND_HALF_UP))
    return result if result else abs(result)


def _written(shown: Decimal, lang: str) -> str:
    return f"{shown:,f}".translate(_signs(lang))


def number(value: object, lang: str, *, digits: int | None = None, significant: int | None = None) -> str:
    """A number in the language: "1 234,5" or "1,234.5", with a true minus; see `rounded` for the decimals."""
    if is_missing(value):
        return label("empty", "unknown", lang)
    if type(value) is int and digits is None and significant is None:
        return f"{value:,d}".translate(_signs(lang))
    return _written(rounded(value, digits, significant), lang)


def signed(value: object, lang: str, *, digits: int | None = None, significant: int | None = None) -> str:
    """A difference: a plus before what is above zero, a true minus below, nothing before zero."""
    if is_missing(value):
        return label("empty", "unknown", lang)
    shown = rounded(value, digits, significant)
    return ("+" if shown > 0 else "") + _written(shown, lang)


def percent(share: object, lang: str, digits: int = 0) -> str:
    """A share 0–1 as per cent: "94 %" or "94%"."""
    if is_missing(share):
        return label("empty", "unknown", lang)
    return _percent_sign(_written(rounded(Decimal(str(float(share))) * 100, digits), lang), lang)  # type: ignore[arg-type]


def _percent_sign(text: str, lang: str) -> str:
    return f"{text}{NBSP}%" if lang == "cs" else f"{text}%"


@lru_cache(maxsize=4096)
def _category(shown: str, lang: str) -> int:
    # The key is the text, because the numbers 1 and 1.0 are equal but take different words in Czech.
    return PLURALS[lang].index(locale_of(lang).plural_form(Decimal(shown)))


def plural_index(shown: Decimal, lang: str) -> int:
    """Which plural form goes with a number as it is shown: the place in `PLURALS`. Czech 1,0 is a decimal number."""
    return _category(f"{shown:f}", lang)


def date(value: Date | datetime | None, lang: str) -> str:
    """A day: "30. 6. 2012" with unbreakable spaces, or "30 Jun 2012"."""
    if value is None or is_missing(value):
        return label("empty", "unknown", lang)
    if lang == "cs":
        return f"{value.day}.{NBSP}{value.month}.{NBSP}{value.year}"
    return f"{value.day} {_months(lang)[value.month - 1]} {value.year}"


@cache
def _months(lang: str) -> tuple[str, ...]:
    # Three letters each, as in tables: British English alone would write Sept.
    names = get_month_names("abbreviated", locale=locale_of(lang))
    return tuple(names[month][:3] for month in range(1, 13))


ISO_DATE = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})")
CZECH_DATE = re.compile(r"(?P<day>\d{1,2})\.\s*(?P<month>\d{1,2})\.\s*(?P<year>\d{4})")


def parse_date(text: str) -> Date:
    """A day written as 2012-06-30 or 30. 6. 2012, between `FIRST_DAY` and `LAST_DAY`.

    Raises
    ------
    BadSelection : the text is no such date, or the day lies outside what can be asked for.
    """
    found = ISO_DATE.fullmatch(text.strip()) or CZECH_DATE.fullmatch(text.strip())
    try:
        day = Date(int(found["year"]), int(found["month"]), int(found["day"])) if found else None
    except ValueError as error:
        raise _bad_date(text) from error
    if day is None:
        raise _bad_date(text)
    if not FIRST_DAY <= day <= LAST_DAY:
        raise BadSelection(
            "date-range", "{value} is out of range; the day must lie between {first} and {last}",
            value=text, first=FIRST_DAY.isoformat(), last=LAST_DAY.isoformat())
    return day


def _bad_date(text: str) -> BadSelection:
    return BadSelection("bad-date", "{value!r} is not a date; write it like 2012-06-30", value=text)


def amount(value: object, unit: str, lang: str, *, digits: int | None = None, significant: int | None = None) -> str:
    """A number with its unit in the right plural: "41 lůžek", "3,5 úvazku", "1 lůžko", "12 municipalities".

    `unit` is a unit of the model (beds, fte, municipalities, persons …); "share" is 0–1 and is shown as per cent,
    "pct" is 0–100. Units without words of their own (index, unit) give the number alone.
    """
    if is_missing(value):
        return label("empty", "unknown", lang)
    if unit == "share":
        return percent(value, lang, digits or 0)
    shown = rounded(value, digits, significant)
    text = _written(shown, lang)
    if unit == "pct":
        return _percent_sign(text, lang)
    word = unit_word(value, unit, lang, digits=digits, significant=significant)
    return f"{text}{NBSP}{word}" if word else text


def unit_word(value: object, unit: str, lang: str, *, digits: int | None = None, significant: int | None = None) -> str:
    """The unit alone in the form that goes with a number: "−41" takes "lůžek", "−15,4" takes "lůžka".

    Empty where the number is not known or the unit has no words of its own.
    """
    forms = None if is_missing(value) else catalogue_of(lang).plurals.get(("amount", unit))
    return forms[plural_index(rounded(value, digits, significant), lang)] if forms else ""


def unit_name(unit: str, lang: str) -> str:
    """The unit by itself, as in a heading: "lůžka", "úvazky v přímé péči", "FTE in direct care"."""
    return label("unit", unit, lang)


def ages(age_from: int, age_to: int | None) -> str:
    """An age group in short: "0–17", "80+"."""
    return f"{age_from}+" if age_to is None else f"{age_from}–{age_to}"


def paragraph(type_code: str) -> str:
    """A service type by its section of the Act: "§ 49"."""
    return f"§{NBSP}{type_code}"


def paragraph_key(type_code: str) -> tuple[int, str]:
    """Sort key that keeps the order of the Act: 60 before 60a before 61."""
    digits = type_code.rstrip("abcdefghijklmnopqrstuvwxyz")
    return int(digits), type_code[len(digits):]


def listed(names: Iterable[str], lang: str) -> str:
    """Names in a row: "A, B a C", "A, B and C"."""
    return format_list(list(names), locale=locale_of(lang))


def out_of(total: int, lang: str) -> str:
    """The whole a part is taken from: "z 215", "ze 46", "of 46". Czech adds a vowel as the number is read aloud."""
    if lang != "cs":
        return f"of{NBSP}{number(total, lang)}"
    leading = total
    while leading >= 1000:
        leading //= 1000
    if 1000 <= total < 2000:
        first = 1  # "tisíce" is read before the rest
    elif leading == 2 or 100 <= leading < 200:
        first = 3  # "dvou" and "sta" take the vowel as "tří" does
    elif leading >= 20:
        first = int(str(leading)[0])
    else:
        first = leading % 10
    return f"{'ze' if first in (3, 4, 6, 7) else 'z'}{NBSP}{number(total, lang)}"


def area_name(orp_name: str | None, region: str) -> str:
    """The area as a title: "ORP Frýdlant", or the name of the region when no ORP is chosen."""
    return region if orp_name is None else f"ORP{NBSP}{orp_name}"


def area_phrase(orp_name: str | None, region: str, lang: str) -> str:
    """Where: "v ORP Jablonec nad Nisou", "in the Liberec Region".

    `orp_name` stays in the nominative after the word ORP; None means the region. `region` is, in Czech, the locative
    with its preposition ("v Libereckém kraji"), in English the plain name.
    """
    if lang == "cs":
        return region if orp_name is None else f"v{NBSP}{area_name(orp_name, region)}"
    return f"in the {region}" if orp_name is None else f"in {area_name(orp_name, region)}"


def czech_key(text: str) -> str:
    """Sort key of the Czech alphabet: č after c, ch after h, ř, š and ž after their letters; other marks and then
    capitals only break ties."""
    plain = unicodedata.normalize("NFC", text).replace(NBSP, " ")
    lower = plain.lower()
    primary = lower.replace("ch", f"h{LAST}")
    for marked, bare in (("č", "c"), ("ř", "r"), ("š", "s"), ("ž", "z")):
        primary = primary.replace(marked, f"{bare}{LAST}")
    primary = "".join(sign for sign in unicodedata.normalize("NFD", primary) if not unicodedata.combining(sign))
    return f"{primary}\0{lower}\0{plain.swapcase()}"
