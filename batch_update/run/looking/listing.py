"""Whether the account's list says as much of a campaign as reading it singly does. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from batch_update.kinds.ids import same_id
from batch_update.resource import Resource

Item = Mapping[str, object]
"""One campaign as the API gave it."""


def by_id(items: Iterable[Item], resource: Resource) -> dict[str, Item]:
    """Entries of the list by their ids, spelled as `same_id` does; those without one are left out."""
    found: dict[str, Item] = {}
    for item in items:
        if own := _id_of(item, resource):
            found.setdefault(same_id(own), item)
    return found


def count_without_id(items: Iterable[Item], resource: Resource) -> int:
    """How many entries of the list those are."""
    return sum(not _id_of(item, resource) for item in items)


def _id_of(item: Item, resource: Resource) -> str:
    value = next((value for key, value in item.items() if _same(key) == _same(resource.id_field.name)), None)
    return str(value).strip() if isinstance(value, int | str) and not isinstance(value, bool) else ""


def stands_for_all(items: Iterable[Item], single: Item, resource: Resource) -> dict[str, Item]:
    """The list's entries by id, if one campaign read singly shows no key that its entry lacks; else nothing."""
    entries = by_id(items, resource)
    (own,) = by_id([single], resource) or {"": single}
    entry = entries.get(own)
    return entries if entry is not None and _keys(single) <= _keys(entry) else {}


def _keys(item: Item) -> set[str]:
    return {_same(key) for key in item}


def _same(key: str) -> str:
    return key.replace("_", "").replace("-", "").casefold()
