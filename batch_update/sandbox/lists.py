"""The account's own lists in the stand-in: the ids that its items hold, each with a name. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

from batch_update.live import NamedId
from batch_update.resource import Field, Lookup

MANY = 6
"""Entries of a list, at least."""

PLACES = ("Delhi", "Mumbai", "Pune", "Jaipur", "Kochi", "Chennai", "Indore", "Surat", "Nagpur", "Bhopal", "Patna")
FIRST_ID = 101  # where no example shows one
FIRST_NUMBER = 911140001200  # of a block that the field table's own example is from


def make_lists(fields: Iterable[Field]) -> dict[str, tuple[NamedId, ...]]:
    """The entries of every list that a field's ids are from, by the lookup's key.

    The examples of its fields are in it, so that whoever types an example types an id that exists.
    """
    fields = [field for field in fields if field.lookup is not None]
    lookups = {field.lookup.key: field.lookup for field in fields if field.lookup is not None}
    return {
        key: _name_entries(lookup, make_ids(field for field in fields if field.lookup == lookup))
        for key, lookup in lookups.items()
    }


def make_ids(fields: Iterable[Field]) -> list[str]:
    """Ids that fields may hold: those of their examples, and some that follow on the first."""
    shown = [found for field in fields for found in re.findall(r"\d{2,}", field.example)]  # one digit is a status
    first = int(shown[0]) if shown else FIRST_ID
    return list(dict.fromkeys([*shown, *(str(first + step) for step in range(MANY))]))[: max(MANY, len(shown))]


def _name_entries(lookup: Lookup, ids: Iterable[str]) -> tuple[NamedId, ...]:
    return tuple(
        NamedId(
            id=id_,
            name=_name_entry(lookup, id_, place),
            number=f"+{FIRST_NUMBER + place}" if lookup.number else "",
        )
        for place, id_ in enumerate(ids)
    )


def _name_entry(lookup: Lookup, id_: str, place: int) -> str:
    """Such as `Delhi lead list`; what no list tells is named after its id wherever it is seen: `Agent 4817`."""
    noun = lookup.title.removesuffix("s")
    if not lookup.path:
        return f"{noun} {id_}"
    noun = noun if noun[1:2].isupper() else noun[:1].lower() + noun[1:]  # `DND list` stays
    return f"{PLACES[place % len(PLACES)]} {noun}" + (f" {place}" if place >= len(PLACES) else "")
