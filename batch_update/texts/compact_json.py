"""Values as compact JSON, as it goes over the wire, as it is kept, and as it is hashed. Alone knows orjson.

orjson writes the very text that `json` writes, in a tenth of the time; what it has no form for, or another one, is left
to `json`. A test compares the two.
"""

from __future__ import annotations

import json

import orjson

_WIRE = json.JSONEncoder(allow_nan=False, ensure_ascii=False, separators=(",", ":"))
_ASCII = json.JSONEncoder(separators=(",", ":"))
_SORTED = json.JSONEncoder(separators=(",", ":"), sort_keys=True)


def wire_json(value: object) -> bytes:
    """In UTF-8, letters as they are. Raises ValueError for a number that JSON has no form for, or half a character."""
    try:
        written = orjson.dumps(value)
    except TypeError:  # half a character, a number of more than 64 bits
        return _WIRE.encode(value).encode()
    # Where `json` refuses a number that is none, orjson writes null: such a field would be emptied.
    return _WIRE.encode(value).encode() if b"null" in written else written


def kept_json(value: object) -> str:
    """As it is kept: letters as they are, half characters escaped, so that any text survives."""
    try:
        return orjson.dumps(value).decode()
    except TypeError:
        return _ASCII.encode(value)


def canonical_json(value: object) -> str:
    """In ASCII and with sorted keys, to be hashed: the same today as in the journals of earlier versions."""
    try:
        written = orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
    except TypeError:
        return _SORTED.encode(value)
    is_plain = written.isascii() and b"\x7f" not in written  # `json` escapes that one too
    return written.decode("ascii") if is_plain else _SORTED.encode(value)
