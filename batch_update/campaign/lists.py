"""The readers of cells that hold several values: lists, the lead-list map, and JSON as people type it.

Pure, like `cells`, whose cleaning and number reading it shares.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, NoReturn, TypeVar

from batch_update.campaign.cells import (
    AS_TEXT,
    CODE_AND_NAME,
    LONGEST_ID,
    LONGEST_NUMBER,
    WHOLE_WITH_POINT,
    plain_number,
    refuse_if_not_plain,
    whole_number,
)
from batch_update.campaign.cleaning import Refused, clean_code, letters_and_digits
from batch_update.model import Choice, Field, Scalar

LONGEST_LIST = 32_767  # characters; Excel's own limit for a cell
DEEPEST_LIST = 4  # brackets inside brackets; an honest cell needs two

Item = TypeVar("Item", str, int)


_CODE, _DIGITS = re.compile(r"-?\d+", re.ASCII), re.compile(r"\d+", re.ASCII)


def read_strings(value: Scalar, field: Field) -> list[str]:
    """Whole numbers that are sent as a list of texts: `["0", "-5"]`. Known names are taken for their codes."""
    number = _CODE if field.choices else _DIGITS

    def read_item(item: object) -> str:
        text = _item_text(item)
        if number.fullmatch(text):
            return text
        labelled = CODE_AND_NAME.fullmatch(text)
        named = names_of(field.choices).get(letters_and_digits(labelled[2] if labelled else text))
        if named is None or (labelled and named != labelled[1]):
            _refuse_item(field)
        return named

    return _read_list(value, field, read_item)


@lru_cache
def names_of(choices: tuple[Choice, ...]) -> Mapping[str, str]:
    """Letters and digits of a choice's name -> its code."""
    return {letters_and_digits(choice.name): choice.code for choice in choices}


def read_integers(value: Scalar, field: Field) -> list[int]:
    """Whole numbers that are sent as a list of numbers: `[4817, 4818]`."""

    def read_item(item: object) -> int:
        text = _item_text(item)
        if len(text) > LONGEST_NUMBER or not _DIGITS.fullmatch(text):
            _refuse_item(field)
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
    text = clean_code(_checked_length(value))
    if text[:1] in "[{":
        data = parse_loosely(text)
        return data if isinstance(data, list) else [data]
    items = [item.strip().strip('"') for item in re.split(r"[,;\n]", _plain_quotes(text))]
    if items and not items[-1]:
        items.pop()  # a separator behind the last value
    if "" in items:
        raise Refused("not-a-list", "There is nothing between two separators of the list.", "Check for a lost value.")
    if any(_GAP.search(item) for item in items):
        suggestion = f"Did you mean {', '.join(text.split())}?" if len(text) <= LONGEST_ID else ""
        raise Refused("not-a-list", f"The values of {field.name} need a comma or semicolon between them.", suggestion)
    return list(items)


def _item_text(item: object) -> str:
    """The text of one item, from JSON or from a plain list; an item that is no number is left for the reader."""
    if isinstance(item, bool) or not isinstance(item, (str, int, float)):
        return ""
    if isinstance(item, float):
        return plain_number(item)
    text = str(item).strip() if not isinstance(item, int) or abs(item) < 10**LONGEST_ID else ""
    decimal = WHOLE_WITH_POINT.fullmatch(text) if len(text) <= LONGEST_ID else None
    return decimal[1] if decimal else text if len(text) <= LONGEST_ID else ""


def _refuse_item(field: Field) -> NoReturn:
    message = f"The list may hold {field.kind.may_hold}."
    raise Refused("not-a-list", message, f"Example: {field.example}")


def _checked_length(text: str) -> str:
    if len(text) > LONGEST_LIST:
        raise Refused("too-long", "The list is too long to be right.", "Check what was pasted.")
    return text


# --- the lead-list map ------------------------------------------------------------------------------------------------

_PAIR = re.compile(r"(\d{1,15})(?:\.0+)?\s*[:=]\s*([01])", re.ASCII)


def read_lead_lists(value: Scalar, field: Field) -> list[dict[str, int]]:
    """Lead lists with their status, as `1234:1; 1235:0`, as JSON, or as the API page spells it, without quotes.

    Gives `[{"list_id": 1234, "list_status": 1}, …]`. Source of the spelling: the API page's own format text.
    """
    refuse_if_not_plain(value, "lead lists with their status")
    if isinstance(value, (int, float)):
        _refuse_without_status(plain_number(value))
    assert isinstance(value, str)  # noqa: S101 - numbers, dates and yes/no were dealt with above
    text = clean_code(_checked_length(value))
    if text[:1] in "[{":
        data = parse_loosely(text)
        lists = [_lead_list(item, field) for item in (data if isinstance(data, list) else [data])]
    else:
        lists = [_pair(item.strip(), field) for item in re.split(r"[,;\n]", text.rstrip(",; \n"))]
    if not lists:
        raise Refused("empty-list", "The list is empty.", "Write <clear> to empty the list on purpose.")
    if len({entry["list_id"] for entry in lists}) < len(lists):
        raise Refused("twice-in-list", "The same lead list is in the cell more than once.", "Keep it once.")
    return lists


def _pair(text: str, field: Field) -> dict[str, int]:
    pair = _PAIR.fullmatch(text)
    if pair:
        return {"list_id": int(pair[1]), "list_status": int(pair[2])}
    if re.fullmatch(r"\d{1,15}", text, re.ASCII):
        return _refuse_without_status(text)
    return _refuse_lead_list(field)


def _refuse_without_status(list_id: str) -> NoReturn:
    message = "Each lead list needs its status behind a colon: 1 for active, 0 for inactive."
    raise Refused("lead-list-without-status", message, f"Did you mean {list_id}:1?")


def _refuse_lead_list(field: Field) -> NoReturn:
    message = "Lead lists are written as id:status, with semicolons between them; the status is 1 (active) or 0."
    raise Refused("not-a-lead-list", message, f"Example: {field.example}")


def _lead_list(item: object, field: Field) -> dict[str, int]:
    """One object of the map: exactly a list's id and its status, as numbers."""
    if isinstance(item, (str, int)) and not isinstance(item, bool):
        return _pair(str(item)[:LONGEST_ID], field)
    if not isinstance(item, dict):
        _refuse_lead_list(field)
    entry = {letters_and_digits(str(key)): part for key, part in item.items()}
    if set(entry) == {"listid"}:
        _refuse_without_status(_item_text(entry["listid"]))
    if len(entry) != len(item) or set(entry) != {"listid", "liststatus"}:
        message = "Each lead list has a list_id and a list_status, and nothing else."
        raise Refused("not-a-lead-list", message, f"Example: {field.example}")
    status = entry["liststatus"]
    return _pair(
        f"{_item_text(entry['listid'])}:{int(status) if isinstance(status, bool) else _item_text(status)}", field
    )


# --- JSON as people type it -------------------------------------------------------------------------------------------

_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»‘’‚‛`´'", '"'))
_BARE_KEY = re.compile(r'([{,]\s*)"?([A-Za-z_][A-Za-z0-9_ ]*?)"?\s*:')
_LAST_COMMA = re.compile(r",\s*([\]}])")


def _plain_quotes(text: str) -> str:
    return text.translate(_QUOTES)


def parse_loosely(text: str) -> Any:
    """JSON as people type it: curly and single quotes, keys without quotes, a comma too many.

    Raises:
        Refused: for what is still not JSON then, for a key given twice, and for brackets too deep to be meant.
    """
    depth = deepest = 0
    for character in text:
        depth += (character in "[{") - (character in "]}")
        deepest = max(deepest, depth)
    if deepest <= DEEPEST_LIST:
        for attempt in (text, _LAST_COMMA.sub(r"\1", _BARE_KEY.sub(r'\1"\2":', _plain_quotes(text)))):
            try:
                return json.loads(attempt, object_pairs_hook=_refuse_twins, parse_constant=_refuse_constant)
            except Refused:
                raise
            except ValueError:
                continue
    message = "The brackets, quotes or commas of this cell do not fit together."
    raise Refused("not-a-list", message, "Write plain values with semicolons between them instead.")


def _refuse_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({key for key, _ in pairs}) < len(pairs):
        raise Refused("twice-in-list", "A name is given twice within one pair of braces.", "Keep it once.")
    return dict(pairs)


def _refuse_constant(_name: str) -> NoReturn:
    raise ValueError
