"""The reader of what belongs to each agent, one by one.

Pure, like the other readers of cells.
"""

from __future__ import annotations

from batch_update.kinds.cleaning import Refused, clean_text, with_plain_digits
from batch_update.kinds.codes import code_text, refuse_if_not_plain, refuse_unseen
from batch_update.kinds.forms import refuse_form
from batch_update.kinds.words import word_in
from batch_update.model import Scalar
from batch_update.resource import Field, JsonType, Kind

_SEVERAL_NUMBERS = frozenset(
    {"digits between spaces", "digits between commas", "decimal comma"}
)  # a comma may be between two of them


def read_mapping(value: Scalar, _field: Field) -> str:
    """What belongs to each agent, in a form that is documented nowhere: sent as it is typed, but for lost numbers."""
    refuse_if_not_plain(value, "a text")
    text = with_plain_digits(clean_text(value)) if isinstance(value, str) else code_text(value, "a text")
    refuse_unseen(text)
    refuse_form(text, "not-a-mapping", besides=_SEVERAL_NUMBERS)
    if word_in(text):
        raise Refused("not-a-mapping", "What belongs to each agent is expected here.", "")
    return text


MAPPING = Kind(name="text", json_type=JsonType.STRING, read=read_mapping, cleared="",
               may_hold="text in the form that the API expects")  # fmt: skip
