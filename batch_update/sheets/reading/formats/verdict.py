"""Puts what a cell shows beside the number it holds: whether a person would read the same of both.

Works on the text alone, so that it judges what a format was found to show and what an .ods file says is shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from batch_update.model import Oddity, show
from batch_update.sheets.reading.formats.display import exact

_PLAIN = re.compile(r"-?(\d+([.,]\d*)?|[.,]\d+)")
_PADDED = re.compile(r"-?0\d")
_POWER = re.compile(r"(-?(?:\d+(?:[.,]\d*)?|[.,]\d+)) ?E ?([+-]?\d{1,3})", re.IGNORECASE)
_FRACTION = re.compile(r"(-?)(?:(\d{1,18}) +)?(\d{1,18}) ?/ ?(\d{1,18})")
_GROUPS = re.compile(r"\d{1,3}([.,]\d{3})+")
_LONGEST = 400  # characters: a number of 309 digits, with its separators
_FOR_GENERAL = 10  # digits: so many are left where General has no room for all of a number
_HAIR = Decimal("1e-9")  # what a sum leaves over: 29.999999999999996 is 30


def judge(shown: str, value: float, *, is_general: bool = False) -> Oddity | None:
    """What is odd about a number in a cell that shows this text; None if a person reads the number itself.

    With `is_general` the text may have been cut as General cuts it, after ten digits or more.
    """
    text = re.sub(r"^-\s+", "-", shown.strip().replace("\u2212", "-"))  # an accounting format sets the sign apart
    if not text:
        return Oddity.HIDDEN
    if text == show(value):
        return None
    if len(text) > _LONGEST:
        return Oddity.SHOWN_OTHERWISE
    number = exact(value)
    if "%" in text:
        return Oddity.PERCENT
    if _PLAIN.fullmatch(text):
        return _judge_plain(text, number, is_general=is_general)
    if power := _POWER.fullmatch(text):
        found = _read(power[1]).scaleb(int(power[2]))
        return Oddity.UNCLEAR if _is_same(found, number) else Oddity.SHOWN_OTHERWISE
    if fraction := _FRACTION.fullmatch(text):
        return Oddity.UNCLEAR if _is_fraction(fraction, number) else Oddity.SHOWN_OTHERWISE
    return Oddity.GROUPED if any(_is_same(found, number) for found in _among_words(text)) else Oddity.SHOWN_OTHERWISE


def judge_text(shown: str, text: str) -> Oddity | None:
    """What is odd about a text in a cell that shows this."""
    if shown.strip() == text.strip():
        return None
    return Oddity.SHOWN_OTHERWISE if shown.strip() else Oddity.HIDDEN


def _judge_plain(text: str, number: Decimal, *, is_general: bool) -> Oddity | None:
    found = _read(text)
    if _is_same(found, number) or (is_general and _is_cut(text, found, number)):
        return Oddity.PADDED if _PADDED.match(text) else None
    grouped = _GROUPS.fullmatch(text.lstrip("-")) and _is_same(_read(re.sub("[.,]", "", text)), number)
    return Oddity.GROUPED if grouped else Oddity.SHOWN_OTHERWISE


def _read(text: str) -> Decimal:
    """A number as it is shown, its decimal sign a point or a comma."""
    try:
        return Decimal(text.replace(",", "."))
    except InvalidOperation:
        return Decimal("NaN")


def _is_same(found: Decimal, number: Decimal) -> bool:
    return not found.is_nan() and abs(found - number) <= max(_HAIR, abs(number) * Decimal("1e-14"))


def _is_cut(text: str, found: Decimal, number: Decimal) -> bool:
    """Whether this is the number with digits left out at its end for want of room."""
    digits = re.sub(r"\D", "", text).lstrip("0")
    places = len(re.split("[.,]", text)[1]) if re.search("[.,]", text) else 0
    return len(digits) >= _FOR_GENERAL and places > 0 and abs(found - number) <= Decimal(1).scaleb(-places)


def _is_fraction(found: re.Match[str], number: Decimal) -> bool:
    if not int(found[4]):
        return False
    value = int(found[2] or 0) + Decimal(int(found[3])) / int(found[4])
    return _is_same(-value if found[1] else value, number)


def _among_words(text: str) -> Iterator[Decimal]:
    """The numbers that a person may read in a text with words, currency signs and separators."""
    sign = "-" if re.match(r"\D*?-\s*[^\d(]*\d", text) and "(" not in text else ""
    joined = re.sub(r"\D", "", text)
    if joined:
        yield _read(sign + joined)
    runs = re.findall(r"\d(?:[\d.,'’\s]*\d)?", text)
    if len(runs) == 1:
        run = re.sub(r"['’\s]", "", runs[0])
        yield _read(sign + run.replace(",", ""))
        yield _read(sign + run.replace(".", "").replace(",", "."))
