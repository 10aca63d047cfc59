"""The names that one workbook knows: where they are from, and what a cell shows beside an id.

Pure. What a cell means by a name, `names` says.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterable, Mapping

from batch_update.checking.names import Names
from batch_update.kinds.cleaning import clean_text
from batch_update.kinds.ids import same_id
from batch_update.live import NamedId, NameLists, Snapshot
from batch_update.resource import Field, Lookup, Resource


class NameBook:
    """The names that one workbook knows: those of its lists, and those that stood beside ids in the campaigns read."""

    def __init__(self, resource: Resource, lists: NameLists | None, snapshots: Iterable[Snapshot] = ()) -> None:
        listed = lists.entries if lists else {}
        seen = take_seen(resource, snapshots)
        lookups = {known.lookup.key: known.lookup for known in resource.fields if known.lookup}
        self._names = {
            key: _join(lookup, listed.get(key), seen.get(key, ()))
            for key, lookup in lookups.items()
            if key in listed or key in seen
        }

    def names(self, known: Field) -> Names | None:
        """What is known of the ids of a field, if anything is."""
        return self._names.get(known.lookup.key) if known.lookup else None

    def labels(self, known: Field, snapshot: Snapshot | None = None) -> Mapping[str, str]:
        """What a cell of a field shows beside ids, by id: the list's names, then those in the campaign itself."""
        return labels_of(known, self.names(known), snapshot)


def labels_of(known: Field, names: Names | None, snapshot: Snapshot | None) -> Mapping[str, str]:
    """What a cell of a field shows beside ids, by id."""
    listed = names.labels if names else {}
    own = snapshot.labels.get(known.name) if snapshot else None
    if not own:
        return listed
    named = {each: name for found, name in own.items() for each in (same_id(found), found)}
    unknown = {found: name for found, name in named.items() if same_id(found) not in listed}
    return ChainMap(listed, unknown) if unknown else listed  # else `0005` would keep a spelling of its own


def _join(lookup: Lookup, listed: tuple[NamedId, ...] | None, seen: Iterable[NamedId]) -> Names:
    """The list's entries, and those that only campaigns have: the list's name of an id wins."""
    ids = {same_id(entry.id) for entry in listed or ()}
    return Names(lookup, listed, tuple(entry for entry in seen if same_id(entry.id) not in ids))


def take_seen(resource: Resource, snapshots: Iterable[Snapshot]) -> Mapping[str, tuple[NamedId, ...]]:
    """The names that stood beside ids in campaigns, by the key of the list that the ids are from."""
    keys = {known.name: known.lookup.key for known in resource.fields if known.lookup}
    seen: dict[str, dict[str, NamedId]] = {}
    for snapshot in snapshots:
        for name, labels in snapshot.labels.items():
            if key := keys.get(name):
                entries = seen.setdefault(key, {})
                for found, label in labels.items():
                    entries.setdefault(same_id(found), NamedId(found, label))
    return {key: tuple(entries.values()) for key, entries in seen.items()}


# --- what the account answers -----------------------------------------------------------------------------------------


def take_named(lookup: Lookup, items: Iterable[Mapping[str, object]]) -> tuple[NamedId, ...]:
    """The entries of a list of the account as it was answered; what has no id or no name is passed over."""
    taken: dict[str, NamedId] = {}
    for item in items:
        parts = {str(key).casefold(): part for key, part in item.items()}
        found = _text_of(parts.get("id"))
        number = _text_of(parts.get(lookup.number)) if lookup.number else ""
        name = _text_of(parts.get("name"))
        if found and (name or number):
            taken.setdefault(same_id(found), NamedId(found, name, number))
    return tuple(taken.values())


def _text_of(part: object) -> str:
    """A text or a whole number as one line of text; nothing for anything else."""
    if isinstance(part, float) and part.is_integer():
        part = int(part)
    if isinstance(part, bool) or not isinstance(part, (str, int)):
        return ""
    return " ".join(clean_text(str(part)).split())
