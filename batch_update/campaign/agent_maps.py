"""The readers of what belongs to each agent, one by one.

Pure, like the other readers. The form is documented nowhere, so that two values are compared as texts, and, since a
server may write JSON with other spaces and another order of keys, as JSON if both of them are. What the account gives
as a JSON object or list itself can not be compared: which text an update would have to send for it, nobody knows.
"""

from __future__ import annotations

import json
import re

from batch_update.kinds.cleaning import Refused, clean_text, with_plain_digits
from batch_update.kinds.codes import code_text, refuse_if_not_plain, refuse_unseen
from batch_update.kinds.equality import same_text
from batch_update.kinds.forms import refuse_form
from batch_update.kinds.live import live_text
from batch_update.kinds.words import word_in
from batch_update.live import LiveValue
from batch_update.model import Scalar
from batch_update.resource import Field, JsonType, Kind

_SEVERAL_NUMBERS = frozenset(
    {"digits between spaces", "digits between commas", "decimal comma"}
)  # a comma may be between two of them


_PAIR_OF_IDS = re.compile(r"\d{3,15}:\d{3,15}", re.ASCII)  # so many digits are no time


def read_mapping(value: Scalar, _field: Field) -> str:
    """What belongs to each agent, in a form that is documented nowhere: sent as it is typed, but for lost numbers."""
    refuse_if_not_plain(value, "a text")
    text = with_plain_digits(clean_text(value)) if isinstance(value, str) else code_text(value, "a text")
    if _PAIR_OF_IDS.fullmatch(text):  # what most cells hold needs no closer look
        return text
    refuse_unseen(text)
    refuse_form(text, "not-a-mapping", besides=_SEVERAL_NUMBERS)
    if word_in(text):
        raise Refused("not-a-mapping", "What belongs to each agent is expected here.", "")
    return text


def same_mapping(one: LiveValue, other: LiveValue) -> bool:
    """Whether two of them are the same text, or the same JSON; `1` and `"1"` are two values in it."""
    if same_text(one, other):
        return True
    values = [_plain_json(str(text)) for text in (one, other)]
    return values[0] != "" and values[0] == values[1]


def _plain_json(text: str) -> str:
    """A JSON list or object in one spelling of it; "" for any other text."""
    if not text.lstrip().startswith(("[", "{")):
        return ""
    try:
        return json.dumps(json.loads(text), sort_keys=True)
    except (ValueError, RecursionError):
        return ""


MAPPING = Kind(name="text", json_type=JsonType.STRING, read=read_mapping, cleared="", live=live_text, same=same_mapping,
               may_hold="text in the form that the API expects")  # fmt: skip
