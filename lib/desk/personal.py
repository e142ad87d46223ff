"""What in a text of the public tells of one person, or cannot be seen: neither may be published."""

import re
import unicodedata
from collections.abc import Iterator
from enum import StrEnum


class Personal(StrEnum):
    """What a text may not hold. Names are no pattern: a person looks at every text before it is shown."""

    EMAIL = "email"
    PHONE = "phone"
    BIRTH_NUMBER = "birth_number"
    ACCOUNT = "account"
    DATA_BOX = "data_box"


EMAIL = re.compile(r"\w\s?(?:@|\(at\)|\[at\]|\(zavináč\))\s?[\w-]+\s?\.\s?\w", re.IGNORECASE)
CALLED = re.compile(r"\b(?:tel|telefon\w*|mobil\w*|phone)\b[.:\s]{0,3}(?:č(?:íslo|\.)?[.:\s]{0,3})?\+?\d[\d\s]{4,}\d",
                    re.IGNORECASE)
ABROAD = r"(?<![\w+])(?:\+|00)[1-9]\d{0,2}(?:[\s.\-]?\d{2,4}){3,4}"
NINE_DIGITS = (
    r"(?<!\w)(?<!\d[\s.,–/-])(?:420[\s.\-]?)?"
    r"[2-9]\d{2}(?:(?P<gap>[\s.\-]?)\d{3}(?P=gap)\d{3}|(?P<sep>[\s.\-])\d{2}(?P=sep)\d{2}(?P=sep)\d{2})"
)
NUMBER_ENDS = r"(?![\w–/-]|,\d|\s\d{3}\b)"
PHONE = re.compile(f"(?:{ABROAD}|{NINE_DIGITS}){NUMBER_ENDS}")
COUNTED = re.compile(
    r",?[-–]*\s?(?:Kč|CZK|korun|tis|mil|mld|EUR|€|USD|\$|%|obyv|osob|lid|lůž|úvaz|míst|hodin|m2|m²)", re.IGNORECASE)
"""What follows an amount: then its nine digits are no telephone number."""

BIRTH_NUMBER = re.compile(r"(?<![\w/])(\d{2})(\d{2})(\d{2})(\s?/\s?|)(\d{3,4})(?![\w/])")
BANK_CODES = (
    "0100|0300|0600|0710|0800|2010|2060|2070|2100|2200|2250|2600|2700|3030|3050|3060|3500|4000|4300|5500|5800|6000|"
    "6100|6200|6210|6300|6700|6800|7910|7950|7960|7970|7990|8030|8040|8060|8090|8150|8190|8198|8200|8220|8250|8255|8265"
)
ACCOUNT = re.compile(rf"(?<![\w/-])(?:\d{{1,6}}-\d{{2,10}}|\d{{6,10}})\s?/\s?(?:{BANK_CODES})(?![\w/])")
IBAN = re.compile(r"\bCZ\d{2}(?:\s?\d{4}){5}(?!\w)", re.IGNORECASE)
DATA_BOX = re.compile(
    r"\b(?:datov\w+\s+schránk\w+|ISDS|ID\s?DS|DS)\b[\s:(]{1,4}(?:ID[\s:]{1,3})?(?=[a-z0-9]*\d)[a-z0-9]{7}\b",
    re.IGNORECASE,
)

ROUND = "000"
"""Amounts are round, telephone numbers hardly ever."""

UNSEEN = frozenset({"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"})
"""Kinds of signs nobody sees: controls, turns of direction, joiners, halves of signs, signs nobody assigned."""


def personal(text: str) -> tuple[Personal, ...]:
    """What in the text tells of one person, each kind once; IČO, §, years, amounts and numbers of documents do not."""
    plain = unicodedata.normalize("NFKC", text)
    return tuple(dict.fromkeys(_found(plain)))


def _found(text: str) -> Iterator[Personal]:
    if EMAIL.search(text):
        yield Personal.EMAIL
    if any(_of_a_person(*found.groups()) for found in BIRTH_NUMBER.finditer(text)):
        yield Personal.BIRTH_NUMBER
    if ACCOUNT.search(text) or IBAN.search(text):
        yield Personal.ACCOUNT
    if CALLED.search(text) or any(
        not found[0].endswith(ROUND) and not COUNTED.match(text, found.end()) for found in PHONE.finditer(text)
    ):
        yield Personal.PHONE
    if DATA_BOX.search(text):
        yield Personal.DATA_BOX


def _of_a_person(year: str, month: str, day: str, stroke: str, rest: str) -> bool:
    """Whether digits begin with a day of birth as birth numbers write it, and are not the number of a document.

    Without a stroke, or where what follows the stroke reads as a year, ten digits must also divide by eleven.
    """
    if not (int(month) % 50 in (*range(1, 13), *range(21, 33)) and 1 <= int(day) <= 31):
        return False
    divides = len(rest) == 4 and int(year + month + day + rest) % 11 == 0
    return divides or (bool(stroke) and not (len(rest) == 4 and rest.startswith(("19", "20"))))


def unseen(text: str) -> bool:
    """Whether the text holds signs that nobody sees; ends of lines and tabulators are none."""
    return any(unicodedata.category(sign) in UNSEEN for sign in text if sign not in "\t\r\n")
