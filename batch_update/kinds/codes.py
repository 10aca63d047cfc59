"""What a cell with a code, an id or a number holds, as text: one way for numbers that were typed and for texts.

Pure. What Excel made of an entry on the way (a date, a lost digit) is refused here, before any kind of cell reads it.
"""

from __future__ import annotations

import math
import re
import unicodedata
from datetime import date, datetime, time, timedelta
from typing import NoReturn, TypeGuard

from batch_update.kinds.cleaning import AS_TEXT, Refused, clean_code
from batch_update.kinds.dates import suggest_entry
from batch_update.model import LONGEST_EXACT, Scalar

LONGEST_ID = 64
LONGEST_NUMBER = 15  # digits; Excel itself keeps no more of a number


def refuse_if_not_plain(value: Scalar, wanted: str) -> None:
    """Refuse what no reader but that of flags and texts can take: yes/no cells and dates."""
    if isinstance(value, bool):
        raise Refused("true-or-false", f"The cell holds TRUE or FALSE where {wanted} is expected.", AS_TEXT)
    if isinstance(value, (date, time, timedelta)):
        refuse_date(value)


def refuse_date(value: date | time | timedelta) -> NoReturn:
    """Refuse a date or time, naming what was probably typed: Excel makes one of `1-2`, of `1:2` and of `1234:1`."""
    match value:
        case date(month=month, day=day) if not isinstance(value, datetime) or value.time() == time():
            suggestion = suggest_entry(month, day)
        case time(hour=hour, minute=minute):
            suggestion = f"Did you mean {hour}:{minute}? {AS_TEXT}"
        case timedelta() if value.total_seconds() % 60 == 0 and value >= timedelta():
            hours, minutes = divmod(int(value.total_seconds()) // 60, 60)
            suggestion = f"Did you mean {hours}:{minutes}? {AS_TEXT}"
        case _:
            suggestion = AS_TEXT
    raise Refused(
        "date-in-cell", "The cell holds a date or a time; Excel makes one of entries such as 1-2.", suggestion
    )


def whole_number(value: float) -> int | None:
    """The whole number that a number cell means, or None if it has a fraction.

    A sum may leave 29.999999999999996 where 30 is shown, so a hair's breadth counts as nothing.

    Raises:
        Refused: for a number so long that Excel has already replaced its last digits, and for what is no number.
    """
    if not math.isfinite(value):
        raise Refused("not-a-number", "The cell holds a number that is too large or is none.", "Type the value again.")
    if abs(value) >= 10**LONGEST_NUMBER:
        message = "The number has more than 15 digits; Excel keeps 15 and makes the rest zeros, so digits may be lost."
        raise Refused("digits-lost", message, AS_TEXT)
    nearest = round(value)
    return nearest if abs(value - nearest) < 1e-9 else None


def plain_number(value: float) -> str:
    """A number as Excel shows it: at most 15 digits, no exponent, no `.0`."""
    whole = whole_number(value)
    if whole is not None:
        return str(whole)
    text = format(value, ".15g")
    return text if "e" not in text else f"{value:.15f}".rstrip("0")


WHOLE_WITH_POINT = re.compile(r"(?!-?[1-9]\d{0,2}\.000$)(-?\d+)\.0+")
"""A whole number with a fraction of zeros; `1.000` is a thousand to half the world, so it is none."""


def is_plain_number(value: object) -> TypeGuard[str]:
    """Whether this is a text of digits alone that every kind of number and id takes as it is: most of them are."""
    return type(value) is str and len(value) <= LONGEST_NUMBER and value.isdigit() and value.isascii()


def code_text(value: Scalar, wanted: str) -> str:
    """The text of a cell that holds a code, an id or a number, cleaned and without `.0`."""
    if type(value) is int and 0 <= value < LONGEST_EXACT:  # what most cells hold is taken as it is
        return str(value)
    refuse_if_not_plain(value, wanted)
    if isinstance(value, str):
        if value.isascii() and value.isdigit():
            return value
        text = clean_code(value)
        decimal = WHOLE_WITH_POINT.fullmatch(text) if len(text) <= LONGEST_ID else None
        return decimal[1] if decimal else text
    assert isinstance(value, (int, float))  # noqa: S101 - bools, dates and texts were dealt with above
    return plain_number(value)


def refuse_unseen(text: str) -> None:
    """Refuse a text with a character that can be neither shown nor sent (a bell, half of an emoji)."""
    if text.isprintable():
        return
    for character in text:
        if unicodedata.category(character) in {"Cc", "Cs"} and character not in "\n\t":
            message = "The text holds a character that can not be shown or sent."
            raise Refused("unusual-character", message, "Type the text again instead of pasting it.")
