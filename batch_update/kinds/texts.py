"""The readers of cells that hold a text, a telephone number or a web address.

Pure: a cell's value goes in, a JSON value comes out. Whether the cell is blank, odd or cleared is settled before, and
whether values go together is settled after, both in `checking`.
"""

from __future__ import annotations

import re

from batch_update.kinds.cleaning import Refused, clean_text
from batch_update.kinds.codes import code_text, plain_number, refuse_date, refuse_unseen
from batch_update.kinds.forms import refuse_form
from batch_update.model import Scalar
from batch_update.resource import Field


def read_text(value: Scalar, _field: Field) -> str:
    """Free text: sent as it is seen."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (int, float)):
        return plain_number(value)
    if not isinstance(value, str):
        refuse_date(value)
    text = clean_text(value)
    refuse_unseen(text)
    return text


_SPACED = frozenset({"digits between spaces"})


def read_phone_number(value: Scalar, _field: Field) -> str:
    """A telephone number as it is typed, with its `+`, spaces, brackets and dashes."""
    text = code_text(value, "a telephone number")
    if text.isdigit():
        return text
    refuse_unseen(text)
    if not re.fullmatch(r"\+\s?\d+", text):
        refuse_form(text, "not-a-phone-number", besides=_SPACED)
    if not re.search(r"\d", text):
        raise Refused("not-a-phone-number", "A telephone number is expected here.", "Example: 911140001234")
    return text


_WEB_ADDRESS = re.compile(r"https?://(\[[0-9a-f:.]+\]|[^\s/?#\[\]]+)([/?#:]\S*)?", re.IGNORECASE)


def read_url(value: Scalar, field: Field) -> str:
    """A web address with its `https://`."""
    text = read_text(value, field)
    if _WEB_ADDRESS.fullmatch(text):
        return text
    refuse_form(text, "not-a-web-address")
    looks_right = re.fullmatch(r"[\w-]+(\.[\w-]+)+(/\S*)?", text)
    suggestion = f"Did you mean https://{text}?" if looks_right else "Example: https://example.com/form"
    raise Refused("not-a-web-address", "A web address starting with https:// is expected here.", suggestion)
