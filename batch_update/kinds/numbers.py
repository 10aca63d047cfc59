"""The readers of cells with a number, whether it is sent as a text or as a number.

Pure: a cell's value goes in, a JSON value comes out, or `Refused` says what would be right.
"""

from __future__ import annotations

import re
from typing import NoReturn

from batch_update.kinds.cleaning import Refused
from batch_update.kinds.codes import LONGEST_ID, LONGEST_NUMBER, code_text
from batch_update.kinds.forms import form_of
from batch_update.model import Scalar
from batch_update.resource import INT32, Field

_DIGITS = re.compile(rf"\d{{1,{LONGEST_NUMBER}}}", re.ASCII)


def read_digits(value: Scalar, field: Field) -> str:
    """A count or a duration: digits only, sent as text."""
    text = code_text(value, "a whole number")
    if not _DIGITS.fullmatch(text):
        _refuse_number(text, f"A whole number{_unit(field)} is expected here: digits only.", whole=True)
    return text


_MINUTES = re.compile(r"\d{1,2}:0\d|\d\d:[0-5]\d", re.ASCII)  # `1:02` and `12:30` are times; `1:10` is a ratio too


def read_ratio(value: Scalar, _field: Field) -> str:
    """A number that may have a fraction (`1.5`), or a ratio written as one (`1:2`)."""
    text = code_text(value, "a number")
    if _MINUTES.fullmatch(text):
        message = "This is a time, as a spreadsheet writes it of entries such as 1:2."
        ratio = ":".join(str(int(part)) for part in text.split(":"))
        raise Refused(
            "date-in-cell", message, f"Did you mean {ratio}?" if ratio != text else "Type a number such as 2."
        )
    if len(text) > LONGEST_NUMBER + 2 or not re.fullmatch(r"\d+(\.\d+)?|\d+:\d+", text, re.ASCII):
        _refuse_number(text, "A number such as 2 or 1.5 is expected here.", whole=False)
    return text


def _unit(field: Field) -> str:
    return f" of {field.kind.name}" if field.kind.name in {"seconds", "minutes"} else ""


def _refuse_number(text: str, message: str, *, whole: bool) -> NoReturn:
    """Refuse with the suggestion that fits how the number was written; it is never guessed."""
    short = text[:LONGEST_ID]
    form = form_of(text)
    if form and form.code:
        raise Refused(form.code, form.message, form.suggest(text))
    suggestion = form.suggest(text) if form else "Type the number without units, signs or separators."
    if re.fullmatch(r"\d{1,3}(,\d{3})+", short):
        suggestion = f"Did you mean {short.replace(',', '')}? Leave out the comma."
    elif not whole and re.fullmatch(r"\d+,\d+", short):
        suggestion = f"Did you mean {short.replace(',', '.')}? Write the decimal sign as a point."
    elif unit := re.fullmatch(r"(\d+)\s*(s|secs?|seconds?|m|mins?|minutes?)\.?", short, re.IGNORECASE):
        suggestion = f"Did you mean {unit[1]}? Leave out the unit."
    elif len(text) > LONGEST_NUMBER and text.isdigit():
        suggestion = "Check what was pasted: the number is far too long."
    raise Refused("not-a-number", message, suggestion)


def read_integer(value: Scalar, _field: Field) -> int:
    """A whole number that is sent as a number; the API takes 32 bits."""
    text = code_text(value, "a whole number")
    if not re.fullmatch(r"-?\d{1,10}", text, re.ASCII) or not -INT32.stop < int(text) < INT32.stop:
        _refuse_number(text, "A whole number is expected here: digits only.", whole=True)
    return int(text)
