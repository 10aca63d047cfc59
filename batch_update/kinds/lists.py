"""The readers of cells that hold several values: between commas, semicolons or new lines, or as JSON.

Pure, like the other readers of cells.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NoReturn, TypeVar

from batch_update.kinds.choices import CODE_AND_NAME, names_of, nearest_choice, spelled
from batch_update.kinds.cleaning import AS_TEXT, Refused, clean_code
from batch_update.kinds.codes import LONGEST_ID, LONGEST_NUMBER, WHOLE_WITH_POINT, refuse_if_not_plain, whole_number
from batch_update.kinds.forms import refuse_form
from batch_update.kinds.loose_json import parse_loosely, plain_quotes
from batch_update.model import Scalar
from batch_update.resource import Field

LONGEST_LIST = 32_767  # characters; Excel's own limit for a cell

Item = TypeVar("Item", str, int)


_CODE, _DIGITS = re.compile(r"-?\d+", re.ASCII), re.compile(r"\d+", re.ASCII)


def read_strings(value: Scalar, field: Field) -> list[str]:
    """Whole numbers that are sent as a list of texts: `["0", "-5"]`. Known names are taken for their codes."""
    number = _CODE if field.choices else _DIGITS

    def read_item(item: object) -> str:
        text = item_text(item)
        if number.fullmatch(text):
            return text
        labelled = CODE_AND_NAME.fullmatch(text)
        named = names_of(field.choices).get(spelled(labelled[2] if labelled else text))
        if named is None or (labelled and named != labelled[1]):
            _refuse_item(item, field)
        return named

    return _read_list(value, field, read_item)


def read_integers(value: Scalar, field: Field) -> list[int]:
    """Whole numbers that are sent as a list of numbers: `[4817, 4818]`."""

    def read_item(item: object) -> int:
        text = item_text(item)
        if len(text) > LONGEST_NUMBER or not _DIGITS.fullmatch(text):
            _refuse_item(item, field)
        return int(text)

    return _read_list(value, field, read_item)


def _read_list(value: Scalar, field: Field, read_item: Callable[[object], Item]) -> list[Item]:
    items = [read_item(item) for item in _split_list(value, field)]
    if not items:
        raise Refused("empty-list", "The list is empty.", "Write <clear> to empty the list on purpose.")
    if len(set(items)) < len(items):
        raise Refused("twice-in-list", "The same value is in the list more than once.", "Keep it once.")
    return items


_PLAIN_LIST = re.compile(r"-?\d{1,15}(?:[,;\n] ?-?\d{1,15})*", re.ASCII)  # what most cells hold
_GROUPED_WITH_POINT = re.compile(r"-?\d{1,3}(,\d{2,3})+\.\d+", re.ASCII)
_GAP = re.compile(r"\d\s+\d")  # a lost separator


def _split_list(value: Scalar, field: Field) -> list[object]:
    """The items of a list cell: JSON, or values between commas, semicolons or new lines."""
    if isinstance(value, str) and _PLAIN_LIST.fullmatch(value):
        return [*_CODE.findall(value)]
    refuse_if_not_plain(value, "a list of numbers")
    if isinstance(value, (int, float)):
        whole = whole_number(value)
        if whole is None:
            message = "The cell holds one number with a fraction; Excel makes one of entries such as 1,5."
            raise Refused("not-a-list", message, f"Separate the values with semicolons. {AS_TEXT}")
        return [str(whole)]
    assert isinstance(value, str)  # noqa: S101 - numbers, dates and yes/no were dealt with above
    text = clean_code(check_length(value))
    if text[:1] in "[{":
        data = parse_loosely(text)
        return data if isinstance(data, list) else [data]
    if _GROUPED_WITH_POINT.fullmatch(text):
        digits = text.partition(".")[0]
        message = "The digits are in groups; plain digits with semicolons between them are expected here."
        raise Refused("not-a-list", message, f"Did you mean {digits.replace(',', '')}, or {digits.replace(',', '; ')}?")
    items = [item.strip().strip('"') for item in re.split(r"[,;\n]", plain_quotes(text))]
    if items and not items[-1]:
        items.pop()  # a separator behind the last value
    if "" in items:
        raise Refused("not-a-list", "There is nothing between two separators of the list.", "Check for a lost value.")
    if any(_GAP.search(item) for item in items):
        suggestion = f"Did you mean {', '.join(text.split())}?" if len(text) <= LONGEST_ID else ""
        raise Refused("not-a-list", f"The values of {field.name} need a comma or semicolon between them.", suggestion)
    return list(items)


def item_text(item: object) -> str:
    """The text of one item, from JSON or from a plain list; an item that is no number is left for the reader."""
    if isinstance(item, bool) or not isinstance(item, (str, int)):
        return ""
    text = str(item).strip() if not isinstance(item, int) or abs(item) < 10**LONGEST_ID else ""
    if len(text) > LONGEST_ID:
        return ""
    decimal = WHOLE_WITH_POINT.fullmatch(text)
    return decimal[1] if decimal else text


def _refuse_item(item: object, field: Field) -> NoReturn:
    text = str(item)[:LONGEST_ID].strip()
    if isinstance(item, str):
        refuse_form(text)
    message = f"The list may hold {field.kind.may_hold}."
    nearest = nearest_choice(text, field.choices) if field.choices else ""
    raise Refused("not-a-list", message, nearest or f"Example: {field.example}")


def check_length(text: str) -> str:
    """The text, if a cell may be so long."""
    if len(text) > LONGEST_LIST:
        raise Refused("too-long", "The list is too long to be right.", "Check what was pasted.")
    return text
