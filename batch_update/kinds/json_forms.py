"""The forms that one thing may have in the JSON of the account: an id as a number, a text or an object with its name.

Pure: plain JSON values in, ids and names out. It knows no kind of cell; the kinds ask it. A value in no known form is
refused with a ValueError and never guessed at.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import TypeGuard

from batch_update.kinds.cleaning import clean_text
from batch_update.kinds.loose_json import parse_loosely

_TOO_LARGE = 10**18
LONGEST_LABEL = 200  # characters of a name that stands beside an id


def is_empty(value: object) -> bool:
    """Whether the account says that there is nothing: `null`, a text of spaces at most, or an empty list."""
    if isinstance(value, str):
        return not value or value.isspace()
    return value is None or value == []


def scalar_in(value: object) -> str | int | float:
    """A text or a number, as it is.

    Raises:
        ValueError: for anything else, and for a number that is too large for any field; `true` is no number.
    """
    if isinstance(value, str):
        return value
    if isinstance(value, (int, float)) and not isinstance(value, bool) and -_TOO_LARGE < value < _TOO_LARGE:
        return value
    raise ValueError("neither a text nor a number")


@lru_cache(maxsize=2048)
def key_of(name: str) -> str:
    """What is equal for two spellings of one key: `dialMethod` and `Dial_Method` are `dialmethod`."""
    return name.replace("_", "").lower()


def part_in(value: Mapping[str, object], name: str) -> object:
    """What an object holds under a key, whatever the key's case and underscores.

    Raises:
        ValueError: if there is no such key, or more than one.
    """
    wanted = key_of(name)
    found = [part for key, part in value.items() if key_of(key) == wanted]
    if len(found) != 1:
        raise ValueError(f"not exactly one {name}")
    return found[0]


def id_in(value: object) -> str | int | float:
    """The id that a value gives: itself, or that of an object such as `{"id": 12, "name": "Diwali offers"}`.

    Raises:
        ValueError: for anything else, such as a list or an object without an id.
    """
    return scalar_in(part_in(value, "id") if isinstance(value, dict) else value)


def items_in(value: object) -> list[object]:
    """The items of a list, which may be the JSON text of one.

    Raises:
        ValueError: for anything else. Of a single number nobody can tell whether it is an item or how many there are.
    """
    if isinstance(value, str) and value.lstrip().startswith("["):
        value = parse_loosely(value)
    if isinstance(value, list):
        return value
    raise ValueError("not a list")


def names_beside(value: object, id_key: str = "id") -> dict[str, str]:
    """The names that stand beside ids, in one object or in those of a list, by id.

    `id_key` is the key of the id in such an object; the name's is `name`, or begins as the id's does: `list_name`
    beside `list_id`. An id that stands there with two names has none.
    """
    names: dict[str, str] = {}
    doubtful = set()
    for item in value if isinstance(value, list) else [value]:
        if _is_object(item) and (found := _named(item, id_key)):
            text, name = found
            if names.setdefault(text, name) != name:
                doubtful.add(text)
    return {text: name for text, name in names.items() if text not in doubtful}


def _is_object(value: object) -> TypeGuard[dict[str, object]]:
    return isinstance(value, dict)


_WHOLE = re.compile(r"(\d+)(\.0+)?", re.ASCII)


def _named(item: dict[str, object], id_key: str) -> tuple[str, str] | None:
    """The id and the name of an object, if it has both."""
    parts = {key_of(key): part for key, part in item.items()}
    own = parts.get(key_of(id_key))
    text = _id_text(own)
    if not text or len(parts) < len(item):
        return None
    inner = own.get("name") if _is_object(own) else None
    names = (inner, parts.get("name"), parts.get(key_of(f"{id_key.removesuffix('id')}name")))
    name = next(filter(None, map(_label, names)), "")
    return (text, name) if name else None


def _id_text(value: object) -> str:
    try:
        text = str(id_in(value)).strip()
    except ValueError:
        return ""
    whole = None if text.isdigit() else _WHOLE.fullmatch(text)
    return whole[1] if whole else text


def _label(name: object) -> str:
    """A name on one line, as it can be shown; "" if there is none, or none that can be."""
    if not isinstance(name, str) or len(name) > LONGEST_LABEL:
        return ""
    text = " ".join(clean_text(name).split())
    return text if text.isprintable() else ""
