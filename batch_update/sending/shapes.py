"""Where in the JSON of an answer a campaign stands, or a page of a list, in the shapes that are known. Pure.

One campaign comes bare, under `data`, or under the only key that is not about the answer itself
(`{"success": true, "campaign": {…}}`). It must be the one that was asked for: by its id, or it has no id key at all and
fields of its own. A list in its place is taken only if it holds exactly that one. A list comes bare, under `data`, or
under the only key that holds one. Keys match whatever their case. What of this the answer itself says is not judged.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypeAlias

from batch_update.kinds.ids import same_id
from batch_update.sending.answer_words import Family, Meaning, family_of, holds_something, meaning_of
from batch_update.sending.bodies import ENVELOPE_KEYS, plain
from batch_update.sending.foreign_text import shorten

Item: TypeAlias = Mapping[str, object]
Pairs: TypeAlias = "tuple[tuple[str, Any], ...]"

DEEPEST = 3
"""How many keys deep a campaign or a list may stand."""

_MARKS = ("lastseenid", "cursor")
_TOTALS = ("total", "totalcount", "count")
_NEXTS = ("next", "nextpage", "nextpageurl", "nextcursor", "nexttoken", "nextpagetoken")
"""What other APIs write where there is more; it is not followed, but such a list is not called whole."""
_PAGING_KEYS = frozenset(("hasmore", "limit", "page", "perpage", *_MARKS, *_TOTALS, *_NEXTS))
_OF_THE_ANSWER = frozenset(
    (Family.FLAG, Family.STATE, Family.CODE, Family.DONE, Family.DENIAL, Family.ERROR, Family.KIND, Family.MESSAGE)
)
_OF_ONE = ("id", "name")
_LONGEST_MARK = 2_000


class ShapeError(ValueError):
    """An answer has no shape that is known; its text says so to a person."""


# --- one campaign -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Asked:
    """The campaign that was asked for, and the keys that its id may stand under, in letters and digits alone."""

    id: str
    keys: tuple[str, ...] = ("id",)

    def shown_id(self, found: Mapping[str, Any]) -> str | None:
        """The id of an object as a text; None if it has no such key."""
        for key in self.keys:
            for name, value in found.items():
                if plain(name) == key:
                    return _text_of_id(value)
        return None

    def fits(self, found: object) -> bool:
        """Whether this is an object with the id that was asked for."""
        shown = self.shown_id(found) if isinstance(found, Mapping) else None
        return shown is not None and same_id(shown) == same_id(self.id)


@dataclass(frozen=True, slots=True)
class FoundItem:
    """A campaign, and what stands `around` it. `is_sure`: it bears the id that was asked for."""

    item: Item
    around: Pairs
    is_sure: bool


def find_item(document: object, asked: Asked) -> FoundItem:
    """The campaign in an answer. Raises ShapeError."""
    return _find_item(document, asked, (), DEEPEST)


def _find_item(document: object, asked: Asked, around: Pairs, depth: int) -> FoundItem:
    if isinstance(document, list):
        if len(document) != 1 or not asked.fits(document[0]):
            raise ShapeError("It holds a list where one campaign was asked for.")
        return FoundItem(document[0], around, is_sure=True)
    if not isinstance(document, dict):
        raise ShapeError("It holds no campaign.")
    key = _wrapping_key(document)
    if asked.fits(document) and (key is None or not asked.fits(document[key])):
        return FoundItem(document, around, is_sure=True)
    if key is not None and depth:
        others = tuple((name, value) for name, value in document.items() if name != key)
        return _find_item(document[key], asked, (*around, *others), depth - 1)
    if (shown := asked.shown_id(document)) is not None:
        raise ShapeError(f"It is about {shorten(shown, 60)}, and {asked.id} was asked for.")
    if all(_is_of_the_answer(name) for name in document):
        raise ShapeError("It holds no campaign.")
    return FoundItem(document, around, is_sure=False)


def _wrapping_key(document: Mapping[str, Any]) -> str | None:
    """The key of what an answer is about: `data`, or the only one that is not about the answer, and holds an object."""
    for key, value in document.items():
        if plain(key) == "data" and isinstance(value, dict | list):
            return key
    rest = list(islice((key for key in document if not _is_of_the_answer(key)), 2))  # a campaign has many
    return rest[0] if len(rest) == 1 and isinstance(document[rest[0]], dict) else None


def _is_of_the_answer(key: str) -> bool:
    """Whether a key is about the answer, and no field: `success`, `message`, `has_more`."""
    bare = plain(key)
    return bare in _PAGING_KEYS or bare in ENVELOPE_KEYS or family_of(key) in _OF_THE_ANSWER


def _text_of_id(value: object) -> str:
    match value:
        case str():
            return value.strip()
        case float() if value.is_integer():
            return str(int(value))
        case _:
            return json.dumps(value)


# --- a page of a list -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a page ended: what is sent back, as a parameter of the same name, to be given the next."""

    name: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page of a list. `keys` tell its entries apart; `more`: whether it says that others follow; None: not a word.

    `total` is how many entries the whole list has, if the answer says so.
    """

    entries: tuple[Item, ...]
    keys: tuple[str, ...]
    around: Pairs
    more: bool | None = None
    mark: Mark | None = None
    total: int | None = None


def find_page(document: object) -> Page:
    """The page in an answer. Raises ShapeError."""
    entries, around = _find_entries(document, (), DEEPEST)
    if entries and not any(isinstance(entry, dict) for entry in entries):
        raise ShapeError("Its list holds something else than entries with names and values.")
    entries = [entry if isinstance(entry, dict) else {"": entry} for entry in entries]  # odd, and counted like the rest
    paging = _paging_of(around)
    told = {plain(name): value for name, value in reversed(paging)}  # the outermost counts
    return Page(
        entries=tuple(entries),
        keys=tuple(map(_key_of, entries)),
        around=around,
        more=_says_more(told),
        mark=_mark_of(paging),
        total=next((told[key] for key in _TOTALS if type(told.get(key)) is int), None),
    )


def _find_entries(document: object, around: Pairs, depth: int) -> tuple[list[Any], Pairs]:
    if isinstance(document, list):
        return document, around
    if not isinstance(document, dict) or not depth:
        raise ShapeError("It holds no list.")
    key = _holding_key(document)
    if key is None:
        raise ShapeError("It holds no list.")
    others = tuple((name, value) for name, value in document.items() if name != key)
    return _find_entries(document[key], (*around, *others), depth - 1)


def _holding_key(document: Mapping[str, Any]) -> str | None:
    """`data`, or else the only key with a list (with objects in it, if there are several), or the only one at all."""
    for key, value in document.items():
        if plain(key) == "data" and isinstance(value, dict | list):
            return key
    if any(plain(key) in _OF_ONE for key in document):
        return None  # the lists of one campaign, as of its agents, are not the list
    rest = {key: value for key, value in document.items() if not _is_of_the_answer(key)}
    lists = [key for key, value in rest.items() if isinstance(value, list)]
    if len(lists) > 1:
        lists = [key for key in lists if any(isinstance(entry, dict) for entry in rest[key])]
    if lists:
        return lists[0] if len(lists) == 1 else None
    return next(iter(rest)) if len(rest) == 1 else None


def _paging_of(around: Pairs) -> Pairs:
    """What is said around a list, and one level down as well: `{"meta": {"has_more": true}}`."""
    inner = (pair for _, value in around if isinstance(value, dict) for pair in value.items())
    return (*around, *inner)


def _mark_of(paging: Pairs) -> Mark | None:
    for wanted in _MARKS:
        for name, value in paging:
            if plain(name) == wanted and type(value) in (str, int) and 0 < len(str(value)) <= _LONGEST_MARK:
                return Mark(name, str(value))
    return None


def _says_more(told: Mapping[str, Any]) -> bool | None:
    """Whether others follow. A word that nobody knows is a yes, since a list is never called whole on a guess."""
    if "hasmore" in told:
        return meaning_of(told["hasmore"]) not in (Meaning.NO, Meaning.NOTHING)
    return True if any(holds_something(told.get(key)) for key in _NEXTS) else None


def _key_of(entry: Mapping[str, Any]) -> str:
    shown = Asked("").shown_id(entry)
    return json.dumps(entry, sort_keys=True) if shown is None else f"id {shown}"
