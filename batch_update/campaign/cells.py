"""One reader for each kind of cell that holds one value: what was typed becomes what is sent, or is refused.

Pure: a cell's value goes in, a JSON value comes out. Whether the cell is blank, odd or cleared is settled before, in
`check`; whether values go together is settled after, in `rules`.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from difflib import get_close_matches
from typing import NoReturn

from batch_update.campaign.cleaning import Refused, clean_code, clean_text, letters_and_digits
from batch_update.model import LONGEST_EXACT, Field, Scalar

INT32_MAX = 2_147_483_647
LONGEST_ID = 64
LONGEST_NUMBER = 15  # digits; Excel itself keeps no more of a number
AS_TEXT = "Format the column as Text and type the value again."

# --- numbers in cells -------------------------------------------------------------------------------------------------


def refuse_if_not_plain(value: Scalar, wanted: str) -> None:
    """Refuse what no reader but that of flags and texts can take: yes/no cells and dates."""
    if isinstance(value, bool):
        raise Refused("true-or-false", f"The cell holds TRUE or FALSE where {wanted} is expected.", AS_TEXT)
    if isinstance(value, (date, time, timedelta)):
        refuse_date(value)


def refuse_date(value: date | time | timedelta) -> NoReturn:
    """Refuse a date or time, naming what was probably typed: Excel makes one of `1-2` and of `1:2`."""
    match value:
        case date(month=month, day=day) if not isinstance(value, datetime) or value.time() == time():
            typed = f"{month}-{day}" if month == day else f"{month}-{day} or {day}-{month}"
            suggestion = f"Did you mean {typed}? {AS_TEXT}"
        case time(hour=hour, minute=minute):
            suggestion = f"Did you mean {hour}:{minute}? {AS_TEXT}"
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


WHOLE_WITH_POINT = re.compile(r"(-?\d+)\.0+")
_SCIENTIFIC = re.compile(r"\d+(?:\.\d+)?E[+-]?\d+", re.IGNORECASE)


def _code_text(value: Scalar, wanted: str) -> str:
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


# --- texts and ids ----------------------------------------------------------------------------------------------------


def read_text(value: Scalar, _field: Field) -> str:
    """Free text: sent as it is seen."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (int, float)):
        return plain_number(value)
    if not isinstance(value, str):
        refuse_date(value)
    text = clean_text(value)
    if text.isprintable():
        return text
    for character in text:
        if unicodedata.category(character) in {"Cc", "Cs"} and character not in "\n\t":
            message = "The text holds a character that can not be shown or sent."
            raise Refused("unusual-character", message, "Type the text again instead of pasting it.")
    return text


_ID = re.compile(r"[A-Za-z0-9_+.-]*[0-9][A-Za-z0-9_+.-]*", re.ASCII)

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def read_id(value: Scalar, _field: Field) -> str:
    """The id of something in the account: every digit is kept, `1234.0` is `1234`."""
    text = _code_text(value, "an id")
    if text.isdigit() and len(text) <= LONGEST_NUMBER:
        return text
    if isinstance(value, (int, float)) and ("." in text or text.startswith("-")):
        raise Refused("not-an-id", "An id is a whole number.", AS_TEXT)
    if _SCIENTIFIC.fullmatch(text[:LONGEST_ID]):
        message = "The id is written as a power of ten (1E5), so its digits can not be told."
        raise Refused("digits-lost", message, AS_TEXT)
    if _DATE.fullmatch(text):  # what `To fix` shows of a date that Excel made
        raise Refused("date-in-cell", "This is a date; an id is expected here.", AS_TEXT)
    if len(text) > LONGEST_ID:
        raise Refused("too-long", f"An id has at most {LONGEST_ID} characters.", "Check what was pasted.")
    if not _ID.fullmatch(text):
        several = re.fullmatch(r"[\w\s]+([,;\n]\s*[\w\s]+)+", text)
        suggestion = "Keep one of them." if several else "Copy the id from the panel; a name will not do."
        raise Refused("not-an-id", "Exactly one id is expected here: digits, without spaces or commas.", suggestion)
    return text


_CAMPAIGN_ID = re.compile(r"[A-Za-z0-9_-]{1,64}", re.ASCII)


def read_campaign_id(value: Scalar, field: Field) -> str:
    """The campaign's id, which becomes part of the address: anything that could lead elsewhere is refused."""
    try:
        text = _code_text(value, "a campaign id")
        if is_campaign_id(text) and not re.search(r"\d", text):
            return text  # not a number, but nothing says that it must be one
        text = read_id(value, field)
    except Refused as refusal:
        if refusal.code == "not-an-id":
            refusal.message = "A campaign id is expected here: digits, without spaces, dots or slashes."
        raise
    if not is_campaign_id(text):
        message = "A campaign id is expected here: digits, without spaces, dots or slashes."
        raise Refused("not-an-id", message, "Copy the id from the panel.")
    return text


def is_campaign_id(text: str) -> bool:
    """Whether a text may stand in the address as an id."""
    return _CAMPAIGN_ID.fullmatch(text) is not None


_WEB_ADDRESS = re.compile(r"https?://(\[[0-9a-f:.]+\]|[^\s/?#\[\]]+)([/?#:]\S*)?", re.IGNORECASE)


def read_url(value: Scalar, field: Field) -> str:
    """A web address with its `https://`."""
    text = read_text(value, field)
    if _WEB_ADDRESS.fullmatch(text):
        return text
    looks_right = re.fullmatch(r"[\w-]+(\.[\w-]+)+(/\S*)?", text)
    suggestion = f"Did you mean https://{text}?" if looks_right else "Example: https://example.com/form"
    raise Refused("not-a-web-address", "A web address starting with https:// is expected here.", suggestion)


# --- numbers that are sent as text ------------------------------------------------------------------------------------


_DIGITS = re.compile(rf"\d{{1,{LONGEST_NUMBER}}}", re.ASCII)


def read_digits(value: Scalar, field: Field) -> str:
    """A count or a duration: digits only, sent as text."""
    text = _code_text(value, "a whole number")
    if not _DIGITS.fullmatch(text):
        _refuse_number(text, f"A whole number{_unit(field)} is expected here: digits only.", whole=True)
    return text


def read_ratio(value: Scalar, _field: Field) -> str:
    """A number that may have a fraction (`1.5`), or a ratio written as one (`1:2`)."""
    text = _code_text(value, "a number")
    if len(text) > LONGEST_NUMBER + 2 or not re.fullmatch(r"\d+(\.\d+)?|\d+:\d+", text, re.ASCII):
        _refuse_number(text, "A number such as 2 or 1.5 is expected here.", whole=False)
    return text


def _unit(field: Field) -> str:
    return f" of {field.kind.name}" if field.kind.name in {"seconds", "minutes"} else ""


def _refuse_number(text: str, message: str, *, whole: bool) -> NoReturn:
    """Refuse with the suggestion that fits how the number was written; it is never guessed."""
    short = text[:LONGEST_ID]
    suggestion = "Type the number without units, signs or separators."
    if re.fullmatch(r"\d{1,3}(,\d{3})+", short):
        suggestion = f"Did you mean {short.replace(',', '')}? Leave out the comma."
    elif not whole and re.fullmatch(r"\d+,\d+", short):
        suggestion = f"Did you mean {short.replace(',', '.')}? Write the decimal sign as a point."
    elif short.endswith("%"):
        suggestion = "Type a plain number; a percentage is not understood."
    elif unit := re.fullmatch(r"(\d+)\s*(s|secs?|seconds?|m|mins?|minutes?)\.?", short, re.IGNORECASE):
        suggestion = f"Did you mean {unit[1]}? Leave out the unit."
    elif len(text) > LONGEST_NUMBER and text.isdigit():
        suggestion = "Check what was pasted: the number is far too long."
    raise Refused("not-a-number", message, suggestion)


def read_integer(value: Scalar, _field: Field) -> int:
    """A whole number that is sent as a number; the API takes 32 bits."""
    text = _code_text(value, "a whole number")
    if not re.fullmatch(r"-?\d{1,10}", text, re.ASCII) or not -INT32_MAX <= int(text) <= INT32_MAX:
        _refuse_number(text, "A whole number is expected here: digits only.", whole=True)
    return int(text)


# --- flags and choices ------------------------------------------------------------------------------------------------

_FLAG_WORDS = {"1": 1, "yes": 1, "true": 1, "on": 1, "y": 1, "0": 0, "no": 0, "false": 0, "off": 0, "n": 0}
CODE_AND_NAME = re.compile(r"(-?\d+)\s*[-–—:=.)]\s*(\S.*)", re.DOTALL)


def read_flag(value: Scalar, _field: Field) -> int:
    """Yes or no, sent as 1 or 0. A 0 or 1 in a cell formatted as a date is shown as one, and is taken back."""
    match value:
        case bool():
            return int(value)
        case time() if value == time():
            return 0
        case date() if (value.year, value.month, value.day) == (1900, 1, 1):
            return 1
    text = _code_text(value, "yes or no").casefold()
    both = CODE_AND_NAME.fullmatch(text) if len(text) <= LONGEST_ID else None
    answers = {_FLAG_WORDS.get(word) for word in (both.groups() if both else (text,))}
    if None in answers:
        raise Refused("not-yes-or-no", "Yes or no is expected here: 1 or 0, yes or no.", _nearest(text, _FLAG_WORDS))
    if len(answers) > 1:
        raise Refused("choice-disagrees", "The number and the word of this cell say different things.", "Keep one.")
    (answer,) = answers
    assert answer is not None  # noqa: S101 - None was refused above
    return answer


def _nearest(text: str, known: Iterable[str]) -> str:
    close = get_close_matches(text[:LONGEST_ID].casefold(), list(known), n=1, cutoff=0.6)
    return f"Did you mean {close[0]}?" if close else ""


def read_choice(value: Scalar, field: Field) -> str:
    """One of the field's choices, by its code, its name or both; the code is sent."""
    text = _code_text(value, "a choice")
    codes = {choice.code for choice in field.choices}
    if text in codes:
        return text
    names = _choice_names(field)
    found = names.get(letters_and_digits(text[:200]))
    if found:
        return found
    options = ", ".join(choice.label for choice in field.choices)
    both = CODE_AND_NAME.fullmatch(text[:200])
    if both and both[1] in codes:
        named = names.get(letters_and_digits(both[2]))
        if named and named == both[1]:
            return named
        if named:
            message = f"The number and the name of this cell are two different choices. The choices are: {options}."
            raise Refused("choice-disagrees", message, "Keep one of them.")
    labels = {choice.name.casefold(): choice.label for choice in field.choices}
    close = get_close_matches(re.sub(r"^\W*\d*\W*", "", text[:200]).casefold(), labels, n=1, cutoff=0.6)
    suggestion = f"Did you mean {labels[close[0]]}?" if close else ""
    raise Refused("not-a-choice", f"This is not one of the choices: {options}.", suggestion)


def _choice_names(field: Field) -> dict[str, str]:
    """Name -> code, with the names also without their bracket where that leaves no doubt (`Both (Extension…)`)."""
    names = {letters_and_digits(choice.name): choice.code for choice in field.choices}
    short = [letters_and_digits(choice.name.split("(")[0]) for choice in field.choices]
    for choice, name in zip(field.choices, short, strict=True):
        if short.count(name) == 1:
            names.setdefault(name, choice.code)
    return names
