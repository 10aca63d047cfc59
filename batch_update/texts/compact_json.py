"""Values as compact JSON, in two spellings: as it goes over the wire, and as it is kept. Alone knows orjson.

orjson writes the very text that `json` writes, in a tenth of the time; what it has no form for, or another one, is left
to `json`. A test compares the two.
"""

from __future__ import annotations

import json

import orjson

_WIRE = json.JSONEncoder(allow_nan=False, ensure_ascii=False, separators=(",", ":"))
_KEPT = json.JSONEncoder(separators=(",", ":"))
_SORTED = json.JSONEncoder(separators=(",", ":"), sort_keys=True)


def wire_json(value: object) -> bytes:
    """In UTF-8, letters as they are. Raises ValueError for a number that JSON has no form for, or half a character."""
    try:
        written = orjson.dumps(value)
    except TypeError:  # half a character, a number of more than 64 bits
        return _WIRE.encode(value).encode()
    # Where `json` refuses a number that is none, orjson writes null: such a field would be emptied.
    return _WIRE.encode(value).encode() if b"null" in written else written


def kept_json(value: object, *, sort_keys: bool = False) -> str:
    """In ASCII alone, so that any text survives; with `sort_keys` alike whatever the order of the keys."""
    try:
        written = orjson.dumps(value, option=orjson.OPT_SORT_KEYS if sort_keys else None)
    except TypeError:
        written = b"\x7f"
    if written.isascii() and b"\x7f" not in written:
        return written.decode("ascii")
    return (_SORTED if sort_keys else _KEPT).encode(value)
