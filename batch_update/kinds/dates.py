"""Texts that are a date or a time, as spreadsheets write them and as people type them.

What counts is what Excel would take for one: `12-34` (December 1934) is a date, `45-67` is none. Names of months are
known in many languages, since Excel writes them in the user's (`02-janv`).
"""

from __future__ import annotations

import re

from batch_update.kinds.cleaning import AS_TEXT
from batch_update.kinds.months import ALSO_WORDS, MONTHS

_CLOCK = r"\d{1,5}:[0-5]?\d(:[0-5]?\d([.,]\d+)?)?"
_THREE_NUMBERS = re.compile(r"(\d{1,4})([-/.]|\s)(\d{1,2})\2(\d{1,4})")
_TWO_NUMBERS = re.compile(r"(\d{1,4})\s?[-/]\s?(\d{1,4})")
_WEEKDAY = r"(?:[^\W\d_]{2,12}[.,]*\s)?"
_GAP = r"[-/.,\s]\s?"
_DAY_MONTH = re.compile(
    rf"{_WEEKDAY}(\d{{1,2}})(?:st|nd|rd|th|\.)?{_GAP}([^\W\d_][^\d\s/.,-]*)\.?(?:{_GAP}'?(\d{{4}}|\d{{1,2}}))?"
)
_MONTH_DAY = re.compile(rf"{_WEEKDAY}([^\W\d_][^\d\s/.,-]*)\.?{_GAP}'?(\d{{1,4}})(?:,?{_GAP}(\d{{4}}))?")
_YEAR_MONTH_DAY = re.compile(rf"(\d{{4}}){_GAP}([^\W\d_][^\d\s/.,-]*)\.?(?:{_GAP}(\d{{1,2}}))?")
_IN_ONE = re.compile(r"(\d{1,2})([^\W\d_]+)(\d{4})")  # 02Jan2026
_CHINESE = re.compile(r"(\d{2,4}[年년]\s?)?\d{1,2}[月월](\s?\d{1,2}[日일])?")
_WITH_CLOCK = re.compile(rf"(.*\d)(?:[T,]\s?|\s){_CLOCK}(?:\s?[ap]\.?m\.?)?(?:Z|[-+]\d\d:?\d\d)?", re.IGNORECASE)
_HEXADECIMAL = frozenset({"dec", "feb"})  # `05dec2026` may be an id


def is_date(text: str) -> bool:
    """Whether a text is a date, with or without a time of day behind it."""
    with_clock = _WITH_CLOCK.fullmatch(text)
    return _is_day((with_clock[1] if with_clock else text).casefold())


def _is_day(text: str) -> bool:
    if three := _THREE_NUMBERS.fullmatch(text):
        return _are_day_month_year(three[1], three[3], three[4], separator=three[2])
    if two := _TWO_NUMBERS.fullmatch(text):
        return _are_two_of_a_date(two[1], two[2])
    return bool(_CHINESE.fullmatch(text)) or _names_a_month(text)


def _are_day_month_year(first: str, second: str, third: str, *, separator: str) -> bool:
    if separator in ". " and 4 not in (len(first), len(third)):  # 1.2.3 is a version, 98 76 54 a telephone number
        return len(third) == 2 and separator == "." and _is_day_and_month(first, second)
    if len(first) == 4:
        return _is_year(first) and len(third) <= 2 and _is_day_and_month(second, third)
    return _is_year(third) and len(first) <= 2 and _is_day_and_month(first, second)


def _are_two_of_a_date(first: str, second: str) -> bool:
    if len(first) <= 2 and len(second) <= 2:
        return _is_day_and_month(first, second) or (1 <= int(first) <= 12 and len(second) == 2)
    year, month = (first, second) if len(first) == 4 else (second, first)
    return len(year) == 4 and len(month) <= 2 and _is_year(year) and 1 <= int(month) <= 12


def _is_day_and_month(one: str, other: str) -> bool:
    low, high = sorted((int(one), int(other)))
    return 1 <= low <= 12 and high <= 31


def _is_year(text: str) -> bool:
    return len(text) <= 2 or (len(text) == 4 and 1900 <= int(text) < 2200)


def _names_a_month(text: str) -> bool:
    if found := _DAY_MONTH.fullmatch(text):
        return found[2] in MONTHS and 1 <= int(found[1]) <= 31 and _is_year(found[3] or "")
    if found := _YEAR_MONTH_DAY.fullmatch(text):
        return found[2] in MONTHS and _is_year(found[1])
    if found := _IN_ONE.fullmatch(text):
        return found[2] in MONTHS and found[2] not in _HEXADECIMAL and _is_year(found[3])
    found = _MONTH_DAY.fullmatch(text)
    if found is None or found[1] not in MONTHS or found[1] in ALSO_WORDS:
        return False
    return _is_year(found[3] or "") and _is_year(found[2])


_TIMES = re.compile(
    rf"{_CLOCK}(\s?[ap]\.?m\.?)?|\d{{1,2}}\s?[ap]\.?m\.?|\d+ days?,? {_CLOCK}|PT(?=\d)(\d+H)?(\d+M)?(\d+([.,]\d+)?S)?",
    re.IGNORECASE,
)
_HOURS_AND_MINUTES = re.compile(r"(\d+):(\d+)")


def is_time(text: str) -> bool:
    """Whether a text is a time or a duration. `12:30` is one, `4817:1` is not: no day has so many hours."""
    if two := _HOURS_AND_MINUTES.fullmatch(text):
        return int(two[1][:6]) < 24 and len(two[2]) == 2 and int(two[2]) < 60
    return _TIMES.fullmatch(text) is not None


_WRITTEN = re.compile(r"(\d{1,2})[-.]([^\W\d_]+)\.?(?:[-.](?:\d{2}|\d{4}))?|([^\W\d_]+)\.?-\d{2}")


def is_written_by_spreadsheet(text: str) -> bool:
    """Whether a text is a date or time as a spreadsheet writes one: `02-Jan`, `Jan-26`, `02/01/2026`, `12:30:00`.

    `24/7` and `May 2026` are dates for Excel as well, but it would show others of them.
    """
    plain = text.casefold()
    if written := _WRITTEN.fullmatch(plain):
        return is_date(plain) and (written[2] or written[3]) in MONTHS
    return is_time(text) or (_TWO_NUMBERS.fullmatch(plain) is None and not _names_a_month(plain) and is_date(text))


def suggest_for_date(text: str) -> str:
    """What was probably typed: Excel makes `02-Jan` of `1-2` and of `2-1`."""
    found = _DAY_MONTH.fullmatch(text.casefold())
    return suggest_entry(MONTHS[found[2]], int(found[1])) if found and not found[3] else AS_TEXT


def suggest_entry(month: int, day: int) -> str:
    """The entries of which Excel makes the date of this month and day."""
    typed = f"{month}-{day}" if month == day else f"{month}-{day} or {day}-{month}"
    return f"Did you mean {typed}? {AS_TEXT}"
