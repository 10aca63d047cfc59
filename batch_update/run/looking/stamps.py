"""The mark of one pull, which ties a row to what was read of it."""

from __future__ import annotations

import secrets
from datetime import datetime


def make_stamp(now: datetime) -> str:
    """A mark that no other pull has."""
    return f"{now:%y%m%d}-{secrets.token_hex(5)}"


def spell_stamp(now: datetime, stamp: str) -> str:
    """What a cell of `_pulled` says: the time, for people, and the mark."""
    return f"{now:%Y-%m-%d %H:%M} {stamp}"
