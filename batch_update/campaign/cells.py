"""The readers of cells that hold a text, an id, a telephone number or a web address.

Pure: a cell's value goes in, a JSON value comes out. Whether the cell is blank, odd or cleared is settled before, in
`reading`; whether values go together is settled after, in `rules`.
"""

from __future__ import annotations

import re

from batch_update.campaign.cleaning import Refused, clean_text, with_plain_digits
from batch_update.campaign.codes import (
    LONGEST_ID,
    LONGEST_NUMBER,
    code_text,
    plain_number,
    refuse_date,
    refuse_if_not_plain,
    refuse_unseen,
)
from batch_update.campaign.forms import form_of
from batch_update.campaign.words import word_in
from batch_update.model import Field, Scalar

# --- texts ------------------------------------------------------------------------------------------------------------


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
_SEVERAL_NUMBERS = frozenset(
    {"digits between spaces", "digits between commas", "decimal comma"}
)  # a comma may be between two of them


def read_mapping(value: Scalar, _field: Field) -> str:
    """What belongs to each agent, in a form that is documented nowhere: sent as it is typed, but for lost numbers."""
    refuse_if_not_plain(value, "a text")
    text = with_plain_digits(clean_text(value)) if isinstance(value, str) else code_text(value, "a text")
    refuse_unseen(text)
    _refuse_form(text, "not-a-mapping", besides=_SEVERAL_NUMBERS)
    if word_in(text):
        raise Refused("not-a-mapping", "What belongs to each agent is expected here.", "")
    return text


def read_phone_number(value: Scalar, _field: Field) -> str:
    """A telephone number as it is typed, with its `+`, spaces, brackets and dashes."""
    text = code_text(value, "a telephone number")
    if text.isdigit():
        return text
    refuse_unseen(text)
    if not re.fullmatch(r"\+\s?\d+", text):
        _refuse_form(text, "not-a-phone-number", besides=_SPACED)
    if not re.search(r"\d", text):
        raise Refused("not-a-phone-number", "A telephone number is expected here.", "Example: 911140001234")
    return text


def _refuse_form(text: str, code: str, *, besides: frozenset[str] = frozenset()) -> None:
    """Refuse a text that is a date, a time or another number than was meant, as a cell with that value is refused."""
    form = form_of(text, besides=besides)
    if form:
        raise Refused(form.code or code, form.message, form.suggest(text))


# --- ids --------------------------------------------------------------------------------------------------------------

_ID = re.compile(r"[A-Za-z0-9_-]*[0-9][A-Za-z0-9_-]*", re.ASCII)
_PHONE_NUMBER = re.compile(r"\+\d{10,12}", re.ASCII)  # said by a rule; the field for caller ids may get one
_SEVERAL = re.compile(r"[\w\s]+([,;|/\n]\s*[\w\s]+)+")


def read_id(value: Scalar, _field: Field) -> str:
    """The id of something in the account: every digit is kept, `1234.0` is `1234`."""
    text = code_text(value, "an id")
    if (text.isdigit() and len(text) <= LONGEST_NUMBER) or _PHONE_NUMBER.fullmatch(text):
        return text
    _refuse_form(text, "not-an-id")
    if len(text) > LONGEST_ID:
        raise Refused("too-long", f"An id has at most {LONGEST_ID} characters.", "Check what was pasted.")
    if not _ID.fullmatch(text):
        several = _SEVERAL.fullmatch(text)
        suggestion = "Keep one of them." if several else "Copy the id from the panel; a name will not do."
        raise Refused("not-an-id", "Exactly one id is expected here: digits, without spaces or commas.", suggestion)
    return text


_CAMPAIGN_ID = re.compile(r"[A-Za-z0-9_-]{1,64}", re.ASCII)


def read_campaign_id(value: Scalar, _field: Field) -> str:
    """The campaign's id, which becomes part of the address: anything that could lead elsewhere is refused."""
    text = code_text(value, "a campaign id")
    if text.isdigit() and len(text) <= LONGEST_NUMBER:
        return text
    _refuse_form(text, "not-an-id")
    if len(text) > LONGEST_ID:
        raise Refused("too-long", f"An id has at most {LONGEST_ID} characters.", "Check what was pasted.")
    if not is_campaign_id(text) or not _ID.fullmatch(text):
        message = "A campaign id is expected here: digits, without spaces, dots or slashes."
        suggestion = "Copy the id from the panel; the name of a campaign or a line of totals will not do."
        raise Refused("not-an-id", message, suggestion)
    return text


def is_campaign_id(text: str) -> bool:
    """Whether a text may stand in the address as an id."""
    return _CAMPAIGN_ID.fullmatch(text) is not None


def same_campaign(campaign_id: str) -> str:
    """What is equal for two ids of one campaign: `0123` is `123`. Letters count as they are."""
    return campaign_id.lstrip("0") or "0" if campaign_id.isdigit() else campaign_id


# --- web addresses ----------------------------------------------------------------------------------------------------

_WEB_ADDRESS = re.compile(r"https?://(\[[0-9a-f:.]+\]|[^\s/?#\[\]]+)([/?#:]\S*)?", re.IGNORECASE)


def read_url(value: Scalar, field: Field) -> str:
    """A web address with its `https://`."""
    text = read_text(value, field)
    if _WEB_ADDRESS.fullmatch(text):
        return text
    _refuse_form(text, "not-a-web-address")
    looks_right = re.fullmatch(r"[\w-]+(\.[\w-]+)+(/\S*)?", text)
    suggestion = f"Did you mean https://{text}?" if looks_right else "Example: https://example.com/form"
    raise Refused("not-a-web-address", "A web address starting with https:// is expected here.", suggestion)
