"""When two values of one kind are the same, however each is written: `030` is `30`, `007` is no name for `7`.

Pure. Both values are in the form that an update would send, and neither is empty.
"""

from __future__ import annotations

import re
from collections.abc import Hashable
from decimal import Decimal

from batch_update.kinds.cleaning import clean_text
from batch_update.kinds.ids import same_id
from batch_update.live import LiveValue

_NUMBER = re.compile(r"-?\d+(\.\d+)?", re.ASCII)


def same_text(one: LiveValue, other: LiveValue) -> bool:
    """Whether two texts are the same, apart from spaces at their ends and the kind of line break."""
    return one == other or clean_text(str(one)) == clean_text(str(other))


def same_number(one: LiveValue, other: LiveValue) -> bool:
    """Whether two texts are one number, or the same text if either is none (`1:2`)."""
    return one == other or _number(one) == _number(other)


def same_one_id(one: LiveValue, other: LiveValue) -> bool:
    """Whether two ids are one: digits as a number, letters as they are."""
    return one == other or same_id(clean_text(str(one))) == same_id(clean_text(str(other)))


def same_items(one: LiveValue, other: LiveValue) -> bool:
    """Whether two lists hold the same numbers, in whatever order and however often."""
    return one == other or _numbers(one) == _numbers(other)


def _numbers(value: LiveValue) -> frozenset[Hashable]:
    return frozenset(_number(item) for item in value) if isinstance(value, list) else frozenset({_number(value)})


def _number(value: object) -> Decimal | str:
    text = clean_text(str(value))
    return Decimal(text) if _NUMBER.fullmatch(text) else text
