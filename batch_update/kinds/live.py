"""A value as the account gave it, brought to the form that an update would send: one function for each kind of cell.

Pure: the counterpart of the readers of cells, and like them it never guesses. What is empty comes out as None, for a
flag as 0; what is in no known form raises a ValueError. Texts are taken more freely than a cell is, since what the
account holds was accepted once; numbers, ids and choices are read by the readers of cells themselves.
"""

from __future__ import annotations

import re

from batch_update.kinds.choices import FLAG_WORDS, names_of, read_choice, spelled
from batch_update.kinds.cleaning import clean_text
from batch_update.kinds.codes import LONGEST_NUMBER, code_text, is_plain_number, refuse_unseen
from batch_update.kinds.ids import read_id
from batch_update.kinds.json_forms import id_in, is_empty, items_in, key_of, part_in, scalar_in
from batch_update.kinds.numbers import read_digits, read_integer, read_ratio
from batch_update.resource import INT32, Field

_CODE = re.compile(rf"-?\d{{1,{LONGEST_NUMBER}}}", re.ASCII)

# --- one value --------------------------------------------------------------------------------------------------------


def live_text(value: object, _field: Field) -> str | None:
    """Free text, or a text in no form of its own; a whole number stands for its digits."""
    if not isinstance(value, str):
        return None if is_empty(value) else _digits_in(value)
    text = clean_text(value)
    refuse_unseen(text)
    return text or None


def _digits_in(value: object) -> str:
    text = code_text(scalar_in(value), "a text")
    if not _CODE.fullmatch(text):
        raise ValueError("a number with a fraction, whose digits nobody knows")
    return text


def live_digits(value: object, field: Field) -> str | None:
    """A count or a duration."""
    if is_plain_number(value):
        return value
    return None if is_empty(value) else read_digits(scalar_in(value), field)


def live_ratio(value: object, field: Field) -> str | None:
    """A number that may have a fraction, or a ratio such as `1:2`."""
    return None if is_empty(value) else read_ratio(scalar_in(value), field)


def live_integer(value: object, field: Field) -> int | None:
    """A whole number that is sent as one."""
    return None if is_empty(value) else read_integer(scalar_in(value), field)


def live_id(value: object, field: Field) -> str | None:
    """One id, which may stand in an object with its name."""
    if is_plain_number(value):
        return value
    return None if is_empty(value) else read_id(id_in(value), field)


def live_flag(value: object, _field: Field) -> int:
    """Yes or no; nothing is no."""
    if type(value) in {bool, int, float} and value in {0, 1}:
        return 1 if value else 0
    if is_empty(value):
        return 0
    return flag_in(value)


def flag_in(value: object) -> int:
    """Yes or no where something is said: `true`, `1`, `"1"`, `"yes"`.

    Raises:
        ValueError: for any other word or number.
    """
    text = str(int(value)) if isinstance(value, bool) else spelled(code_text(scalar_in(value), "yes or no"))
    if text not in FLAG_WORDS:
        raise ValueError("neither yes nor no")
    return FLAG_WORDS[text]


def live_choice(value: object, field: Field) -> str | None:
    """One of the field's choices, by its code or its name, or as an object with both."""
    if isinstance(value, str) and any(choice.code == value for choice in field.choices):
        return value
    if is_empty(value):
        return None
    code = read_choice(id_in(value), field)
    if isinstance(value, dict) and any(key_of(key) == "name" for key in value):
        name = part_in(value, "name")
        named = names_of(field.choices).get(spelled(name)) if isinstance(name, str) else None
        if named not in {None, code}:
            raise ValueError("a code and the name of another choice")
    return code


# --- several values ---------------------------------------------------------------------------------------------------


def live_strings(value: object, field: Field) -> list[str] | None:
    """Whole numbers or ids, sent as texts; known names are taken for their codes. What is there twice, is once."""
    if is_empty(value):
        return None
    return [*dict.fromkeys(_code_in(item, field) for item in items_in(value))] or None


def live_integers(value: object, _field: Field) -> list[int] | None:
    """Ids that are sent as numbers; one that is too long for it is none (the long id of an agent)."""
    if is_empty(value):
        return None
    return [*dict.fromkeys(number_in(item) for item in items_in(value))] or None


def _code_in(item: object, field: Field) -> str:
    text = code_text(id_in(item), "a list of numbers")
    if field.choices:
        text = text if _CODE.fullmatch(text) else names_of(field.choices).get(spelled(text), "")
    if not _CODE.fullmatch(text) or (text.startswith("-") and not field.choices):
        raise ValueError("not a whole number")
    return text


def number_in(item: object) -> int:
    """The id that an item of a list is, as a number that the API takes.

    Raises:
        ValueError: for anything else.
    """
    text = code_text(id_in(item), "a list of numbers")
    if not (text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER) or int(text) not in INT32:
        raise ValueError("no id that can be sent as a number")
    return int(text)
