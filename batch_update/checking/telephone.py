"""Telephone numbers as they are compared: with or without `+` and country code. Pure text.

Country codes: ITU-T E.164, list of assigned codes; none of them is the beginning of another.
"""

from __future__ import annotations

import re

_COUNTRY = re.compile(r"1|7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|[2-9]\d\d")
_MARKS = re.compile(r"[\s().\-/\u00a0\u2010-\u2014]")
_NUMBER = re.compile(r"(\+|00)?(\d{7,15})", re.ASCII)
_LONGEST_NATIONAL = 10  # digits; more have a country code before them, even without a sign


def number_forms(text: str) -> tuple[str, ...]:
    """The digits of a telephone number, whole and without its country code; none if it is no such number."""
    number = _NUMBER.fullmatch(_MARKS.sub("", text))
    if number is None:
        return ()
    international, digits = number.groups()
    if not international and digits.startswith("0"):
        return (digits, digits[1:])  # what is dialled within a country
    country = _COUNTRY.match(digits) if international or len(digits) > _LONGEST_NATIONAL else None
    return (digits, digits[country.end() :]) if country else (digits,)
