"""What is sent although it may be a slip: the doubts about a cell that its reader takes.

Pure: the cleaned text of a cell goes in, a doubt or nothing comes out. A doubt becomes a warning of the row.
"""

from __future__ import annotations

import re

from batch_update.kinds.cleaning import AS_TEXT, clean_code
from batch_update.kinds.dates import is_written_by_spreadsheet
from batch_update.kinds.forms import form_of
from batch_update.kinds.words import Word, may_be_word, word_in
from batch_update.resource import Doubt

_LONGEST_LOST = 32  # characters of a lost date or number
_MAY_BE_LOST = re.compile(r"[^\w(]*[^\W\d_]{0,12}[\W_]{0,3}\d")  # begins with digits, or with a month before them
_MEANS_NOTHING = Doubt(
    "word-for-nothing",
    "In other programs this word or sign means that there is no value, or that it should go; here it is sent as text.",
    "Leave the cell blank to change nothing, or write <clear> to empty the field.",
)
_LOST_DATE = Doubt(
    "lost-date", "This looks like a date or time that a spreadsheet made of another entry.", f"If so: {AS_TEXT}"
)
_LOST_NUMBER = Doubt(
    "lost-number", "This looks like a long number whose digits a spreadsheet has shortened.", f"If so: {AS_TEXT}"
)


def doubt_text(text: str) -> Doubt | None:
    """A free text that as a whole is a lost number, a lost date, or another program's word for nothing."""
    if len(text) > _LONGEST_LOST:
        return None
    if text[0].isdigit() or text[-1].isdigit():  # a date begins with its day, or ends in its year
        return _doubt_number(_plain(text))
    return _MEANS_NOTHING if may_be_word(text) and word_in(text) is Word.NOTHING else None


def _doubt_number(text: str) -> Doubt | None:
    if not _MAY_BE_LOST.match(text):
        return None
    if is_written_by_spreadsheet(text):
        return _LOST_DATE
    form = form_of(text)
    return _LOST_NUMBER if form and form.code == "digits-lost" else None


_GROUPED = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+|\d{1,2}(?:,\d{2})+,\d{3})", re.ASCII)
_WITH_ZERO = re.compile(r"-?\d+(?:,-?\d+)*,0\d+(?:,-?\d+)*", re.ASCII)
_THREE_OR_MORE_OF_THREE = re.compile(r"\d{3}(?:,\d{3}){2,}", re.ASCII)
_SURE_SEPARATOR = re.compile(r"[;\n]|,\s")


def doubt_list(text: str) -> Doubt | None:
    """A list that reads like numbers in groups: `4,817`, `12,34,567`, `1,00`, `1,234; 5,678`.

    Three or more items of three digits (`281,282,283`) are a list to everybody: as one number they would have nine
    digits, more than any id has. Only commas without a space are doubted; who writes a list in brackets means one.
    """
    if "," not in text:
        return None
    parts = [part.strip() for part in _SURE_SEPARATOR.split(_plain(text))]
    if not any(map(_may_be_one_number, parts)):
        return None
    items = [item for part in parts for item in part.split(",") if item]
    numbers = [part.replace(",", "") if _may_be_one_number(part) else part for part in parts if part]
    return Doubt(
        "list-or-number",
        "This is read as a list of several numbers, and may be meant as numbers whose digits are in groups.",
        f"It is sent as {'; '.join(items)}. If that is right, write it so; if not, write {'; '.join(numbers)}.",
    )


def _may_be_one_number(text: str) -> bool:
    if _THREE_OR_MORE_OF_THREE.fullmatch(text):
        return False
    return bool(_GROUPED.fullmatch(text) or _WITH_ZERO.fullmatch(text))


def _plain(text: str) -> str:
    try:
        return clean_code(text)
    except ValueError:
        return text
