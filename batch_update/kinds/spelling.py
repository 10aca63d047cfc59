"""A value as a cell of the template spells it: `1 - Preview`, `4817; 4818`, `1234:1; 1235:0`, `12 - Diwali offers`.

Pure: the way back from what the readers of cells give; each of these spellings is one that they take.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from batch_update.kinds.ids import same_id
from batch_update.live import LiveValue, NamedId
from batch_update.resource import Choice, Field

_YES_NO = (Choice("1", "Yes"), Choice("0", "No"))
"""How a flag is spelled."""

_SEPARATES = re.compile(r"[,;:=\n\"“”„‟«»]")
"""What would split a name that stands in a list; such an id stands without its name."""


def choices_of(field: Field) -> tuple[Choice, ...]:
    """What a cell of a field may be chosen from: the field's choices, yes and no for a flag, nothing for others."""
    return _YES_NO if field.kind.is_flag else field.choices


def spell(field: Field, value: LiveValue, labels: Mapping[str, str] | None = None) -> str:
    """The text of the cell that holds a value; "" if it is empty. `labels` are the names of ids.

    The field's own choices have their names already, and keep them. A name that would split a list is left out there.
    """
    match value:
        case None:
            return ""
        case [*items]:
            return "; ".join(_spell_item(field, item, labels or {}) for item in items)
        case _:
            return _labelled(*_named(field, str(value), labels or {}))


def label_of(entry: NamedId) -> str:
    """How a person knows an entry of one of the account's lists: by its name, a caller ID by its number first."""
    return f"{entry.number} {entry.name}".strip()


def _spell_item(field: Field, item: str | int | dict[str, int], labels: Mapping[str, str]) -> str:
    """One item of a list; of an object its parts, the first of which is its id: `1234:1`, `1234 - North leads:1`."""
    first, *others = (str(item[part]) for part in field.kind.parts or item) if isinstance(item, dict) else (str(item),)
    found, name = _named(field, first, labels)
    return ":".join((_labelled(found, "" if _SEPARATES.search(name) else name), *others))


def _named(field: Field, text: str, labels: Mapping[str, str]) -> tuple[str, str]:
    """A code or an id as its names know it (`5` for `0005`), and its name; "" if it has none."""
    for choice in choices_of(field):
        if choice.code == text:
            return text, choice.name
    if not labels:
        return text, ""
    if name := labels.get(text):
        return text, name
    name = labels.get(same_id(text), "")
    return same_id(text) if name else text, name


def _labelled(text: str, name: str) -> str:
    return f"{text} - {name}" if name else text
