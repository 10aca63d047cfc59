"""The readers of cells that hold an id: of something in the account, or of what a row updates.

Pure, like the other readers of cells.
"""

from __future__ import annotations

import re

from batch_update.kinds.cleaning import Refused
from batch_update.kinds.codes import LONGEST_ID, LONGEST_NUMBER, code_text
from batch_update.kinds.forms import refuse_form
from batch_update.kinds.json_forms import id_in, is_empty
from batch_update.model import Scalar
from batch_update.resource import Field, JsonType, Kind

_ID = re.compile(r"[A-Za-z0-9_-]*[0-9][A-Za-z0-9_-]*", re.ASCII)
_PHONE_NUMBER = re.compile(r"\+\d{10,12}", re.ASCII)  # said by a rule; the field for caller ids may get one
_SEVERAL = re.compile(r"[\w\s]+([,;|/\n]\s*[\w\s]+)+")


def read_id(value: Scalar, _field: Field) -> str:
    """The id of something in the account: every digit is kept, `1234.0` is `1234`."""
    text = code_text(value, "an id")
    if (text.isdigit() and len(text) <= LONGEST_NUMBER) or _PHONE_NUMBER.fullmatch(text):
        return text
    refuse_form(text, "not-an-id")
    if len(text) > LONGEST_ID:
        raise Refused("too-long", f"An id has at most {LONGEST_ID} characters.", "Check what was pasted.")
    if not _ID.fullmatch(text):
        several = _SEVERAL.fullmatch(text)
        suggestion = "Keep one of them." if several else "Copy the id from the panel; a name will not do."
        raise Refused("not-an-id", "Exactly one id is expected here: digits, without spaces or commas.", suggestion)
    return text


_SAFE_IN_ADDRESS = re.compile(r"[A-Za-z0-9_-]{1,64}", re.ASCII)


def make_row_id(noun: str) -> Kind:
    """The kind of the ids that say what each row updates: `noun` is what one of these is called, "campaign".

    An id becomes part of the address, so that anything that could lead elsewhere is refused.
    """
    one = f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"
    wanted = f"{one} id"

    def read_row_id(value: Scalar, _field: Field) -> str:
        text = code_text(value, wanted)
        if text.isdigit() and len(text) <= LONGEST_NUMBER:
            return text
        refuse_form(text, "not-an-id")
        if len(text) > LONGEST_ID:
            raise Refused("too-long", f"An id has at most {LONGEST_ID} characters.", "Check what was pasted.")
        if not is_row_id(text) or not _ID.fullmatch(text):
            message = f"{wanted[0].upper()}{wanted[1:]} is expected here: digits, without spaces, dots or slashes."
            suggestion = f"Copy the id from the panel; the name of {one} or a line of totals will not do."
            raise Refused("not-an-id", message, suggestion)
        return text

    def live_row_id(value: object, field: Field) -> str | None:
        return None if is_empty(value) else read_row_id(id_in(value), field)

    return Kind(
        name=f"{noun} id",
        json_type=JsonType.STRING,
        read=read_row_id,
        cleared=None,
        live=live_row_id,
        same=lambda one, other: same_id(str(one)) == same_id(str(other)),
        may_hold=f"the id of the {noun}, as the panel shows it; needed in every row",
    )


def is_row_id(text: str) -> bool:
    """Whether a text may stand in the address as an id."""
    return _SAFE_IN_ADDRESS.fullmatch(text) is not None


def same_id(text: str) -> str:
    """What is equal for two spellings of one id: `0123` is `123`. Letters count as they are."""
    return text.lstrip("0") or "0" if text.isdigit() else text
