"""What a pulled workbook keeps of the account, as rows of texts: the hidden sheet `_base`, and the visible `Lists`.

Both must come back whole after Excel, LibreOffice and their like have saved them anew, so no cell looks like a number,
a date or a formula, none is longer than Excel's limit, and each page has a checksum over what it says. `_base` is read
by no person: its values are packed into letters that no program changes. `Lists` is read, sorted and filtered by
people; its checksum does not depend on the order. Pure: knows no file and no library of spreadsheets.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import re
import unicodedata
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from batch_update.live import Base, NamedId, NameLists, Snapshot

VERSION = 1
"""Of the form of both pages; a page with a higher one is from a newer program and is not read."""

DAMAGED = "was changed or is damaged"
NEWER = "is from a newer version of this program"

_CHUNK = 30_000  # letters of a cell, of Excel's 32,767
_MOST_UNPACKED = 200 << 20
_BASE_MARK = re.compile(r"batch_update base ([0-9]{1,6})")
_PART = re.compile(r"part ([0-9]{1,6}) of ([0-9]{1,6}): ([A-Za-z0-9+/=]*)")
_DIGEST = "sha256 "
_HANDS_OFF = "Keeps what was pulled. Without it the rows of this workbook are not sent, so please leave it as it is."

Rows = Iterable[Sequence[str]]

# --- _base ------------------------------------------------------------------------------------------------------------


def write_base(base: Base) -> Iterator[tuple[str, ...]]:
    """The rows of `_base`."""
    plain = json.dumps(_base_facts(base), separators=(",", ":")).encode("ascii")
    packed = base64.b64encode(zlib.compress(plain)).decode("ascii")
    parts = [packed[start : start + _CHUNK] for start in range(0, len(packed), _CHUNK)]
    yield f"batch_update base {VERSION}", f"{_DIGEST}{hashlib.sha256(plain).hexdigest()}", _HANDS_OFF
    for number, part in enumerate(parts, start=1):
        yield (f"part {number} of {len(parts)}: {part}",)


def read_base(rows: Rows) -> Base:
    """What the rows of `_base` keep; blank cells and rows are passed over.

    Raises ValueError, with the end of a sentence about the page, if it is damaged or from a newer version.
    """
    cells = [cell.strip() for row in rows for cell in row if cell.strip()]
    versions = [int(mark[1]) for cell in cells if (mark := _BASE_MARK.fullmatch(cell))]
    if any(version > VERSION for version in versions):
        raise ValueError(NEWER)
    digests = [cell.removeprefix(_DIGEST) for cell in cells if cell.startswith(_DIGEST)]
    plain = _unpack([part for cell in cells if (part := _PART.fullmatch(cell))])
    if len(versions) != 1 or digests != [hashlib.sha256(plain).hexdigest()]:
        raise ValueError(DAMAGED)
    try:
        return _take_base(json.loads(plain))
    except (KeyError, TypeError, AttributeError, ValueError, RecursionError) as error:
        raise ValueError(DAMAGED) from error


def _unpack(parts: Sequence[re.Match[str]]) -> bytes:
    """The bytes behind the parts, whatever their order. Raises ValueError if they are not whole."""
    by_number = {int(part[1]): part[3] for part in parts}
    if len(by_number) != len(parts) or {len(parts)} != {int(part[2]) for part in parts}:
        raise ValueError(DAMAGED)
    try:
        packed = base64.b64decode("".join(by_number[number] for number in sorted(by_number)), validate=True)
        unpacking = zlib.decompressobj()
        plain = unpacking.decompress(packed, _MOST_UNPACKED)
    except (binascii.Error, zlib.error) as error:
        raise ValueError(DAMAGED) from error
    if not unpacking.eof:
        raise ValueError(DAMAGED)
    return plain


def _base_facts(base: Base) -> dict[str, object]:
    return {
        "stamp": base.stamp,
        "pulled": base.pulled.isoformat(),
        "target": base.target,
        "profile": base.profile,
        "partial": base.is_partial,
        "snapshots": {
            key: [
                snapshot.campaign_id,
                dict(snapshot.values),
                sorted(snapshot.unclear),
                {field: dict(labels) for field, labels in snapshot.labels.items()},
            ]
            for key, snapshot in base.snapshots.items()
        },
    }


def _take_base(facts: Mapping[str, Any]) -> Base:
    return Base(
        stamp=facts["stamp"],
        pulled=datetime.fromisoformat(facts["pulled"]),
        target=facts["target"],
        profile=facts["profile"],
        is_partial=facts.get("partial", False),
        snapshots={
            key: Snapshot(campaign_id=campaign_id, values=values, unclear=frozenset(unclear), labels=labels)
            for key, (campaign_id, values, unclear, labels) in facts["snapshots"].items()
        },
    )


# --- Lists ------------------------------------------------------------------------------------------------------------

LABEL, ID, NAME, NUMBER = "label", "id", "name", "number"
LIST_COLUMNS = (LABEL, ID, NAME, NUMBER)
"""The columns of each list; a drop-down offers the labels."""

TITLES_LINE, HEADS_LINE, FIRST_LINE = 3, 4, 5
"""Where the titles of the lists stand, the heads of their columns, and the first entries; lines are counted from 0."""

_LISTS_MARK = re.compile(r"batch_update lists ([0-9]{1,6}) (\{.*\})", re.DOTALL)
_MARKED_ROWS = 20  # at the top, where the mark is looked for
_LONGEST_WORDS = 1_000  # characters of a name or number
_TITLE = "Names of the account's own ids"
_ADVICE = (
    "As they were when pulled. Where a column holds such an id, the id, the label or a name that is here once will do."
)


def write_lists(lists: NameLists, titles: Mapping[str, str]) -> Iterator[tuple[str, ...]]:
    """The rows of `Lists`: some words, the mark by which it is known again, and the lists side by side.

    `titles` are what people call the lists, by key. Names stand on one line.
    """
    entries = {key: tuple(map(_on_one_line, found)) for key, found in lists.entries.items()}
    facts = {"target": lists.target, "profile": lists.profile, "lists": list(entries)}
    mark = json.dumps({**facts, "sha256": _digest_lists(facts, entries)}, separators=(",", ":"))
    yield (_TITLE,)
    yield (_ADVICE,)
    yield (f"batch_update lists {VERSION} {mark}",)
    blocks = [_block(titles.get(key, key), found) for key, found in entries.items()]
    for line in range(max(map(len, blocks), default=0)):
        yield tuple(cell for block in blocks for cell in (block[line] if line < len(block) else [""] * len(block[0])))


def place_labels(lists: NameLists) -> Mapping[str, tuple[int, int, int]]:
    """Where the labels of each list with entries stand on `Lists`: column, first and last line, counted from 0."""
    places, column = {}, 0
    for key, found in lists.entries.items():
        if found:
            places[key] = (column, FIRST_LINE, FIRST_LINE + len(found) - 1)
        column += _width(tuple(map(_on_one_line, found))) + 1
    return places


def _block(title: str, entries: Sequence[NamedId]) -> list[list[str]]:
    """The lines of one list, from its title on, with a blank column behind it."""
    lines = [(title, "", "", ""), LIST_COLUMNS, *((item.label, item.id, item.name, item.number) for item in entries)]
    width = _width(entries)
    return [[*line[:width], ""] for line in lines]


def _width(entries: Sequence[NamedId]) -> int:
    """How many columns a list has: a list without numbers has none for them."""
    return len(LIST_COLUMNS) if any(entry.number for entry in entries) else len(LIST_COLUMNS) - 1


def is_lists(rows: Rows) -> bool:
    """Whether a page called `Lists` is the program's own, in whatever state."""
    return _find_mark(rows) is not None


def read_lists(rows: Rows) -> NameLists | None:
    """The lists that the rows of `Lists` hold, in whatever order their entries are; None if the page is not ours.

    Raises ValueError as `read_base` does.
    """
    rows = list(rows)
    mark = _find_mark(rows)
    if mark is None:
        return None
    if int(mark[1]) > VERSION:
        raise ValueError(NEWER)
    try:
        facts = json.loads(mark[2])
        digest = facts.pop("sha256")
        entries = dict(zip(facts["lists"], _take_blocks(rows), strict=True))
        lists = NameLists(target=facts["target"], profile=facts["profile"], entries=entries)
    except (KeyError, TypeError, AttributeError, ValueError, RecursionError) as error:
        raise ValueError(DAMAGED) from error
    if digest != _digest_lists(facts, entries):
        raise ValueError(DAMAGED)
    return lists


def _find_mark(rows: Rows) -> re.Match[str] | None:
    for _, row in zip(range(_MARKED_ROWS), rows, strict=False):
        for cell in row:
            if mark := _LISTS_MARK.fullmatch(cell.strip()):
                return mark
    return None


def _take_blocks(rows: Sequence[Sequence[str]]) -> Iterator[tuple[NamedId, ...]]:
    """The entries of each list, found by the heads of its columns. Raises ValueError if there are no heads."""
    heads = next((place for place, row in enumerate(rows) if tuple(row[:3]) == LIST_COLUMNS[:3]), None)
    if heads is None:
        if any(LABEL in row for row in rows):
            raise ValueError(DAMAGED)
        return
    for first in (place for place, head in enumerate(rows[heads]) if head == LABEL):
        width = 4 if NUMBER in rows[heads][first + 3 : first + 4] else 3
        block = ((*row[first : first + width], "", "", "", "")[:4] for row in rows[heads + 1 :])
        yield tuple(NamedId(id_, name, number) for label, id_, name, number in block if label or id_ or name or number)


def _digest_lists(facts: Mapping[str, object], entries: Mapping[str, Sequence[NamedId]]) -> str:
    """The checksum of the lists, whatever the order of their entries."""
    plain = {key: sorted([entry.id, entry.name, entry.number] for entry in found) for key, found in entries.items()}
    return hashlib.sha256(json.dumps([facts, plain], sort_keys=True).encode("ascii")).hexdigest()


def _on_one_line(entry: NamedId) -> NamedId:
    return NamedId(_plain(entry.id), _plain(entry.name), _plain(entry.number))


def _plain(text: str) -> str:
    """The words of a text, without what a cell can not hold or a program would change."""
    words = " ".join(text[: 2 * _LONGEST_WORDS].split())[:_LONGEST_WORDS]
    return "".join("\ufffd" if _is_unwritable(sign) else sign for sign in words)


def _is_unwritable(sign: str) -> bool:
    return unicodedata.category(sign) in {"Cc", "Cs"} or sign in "\ufffe\uffff"
