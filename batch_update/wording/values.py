"""How a value of a field is told to a person, wherever it stands outside a cell that is to be sent. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from batch_update.kinds.spelling import spell
from batch_update.live import LiveValue
from batch_update.resource import Field

EMPTY = "(empty)"
"""What is told of a field that holds nothing."""

UNREADABLE = "(can not be read)"
"""What is told of a field that holds a value in no known form."""


def tell_value(field: Field, value: LiveValue, labels: Mapping[str, str] | None = None) -> str:
    """A value in the template's spelling, with the names of its ids; that it is empty is said."""
    return spell(field, value, labels) or EMPTY
