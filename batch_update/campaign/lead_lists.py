"""The readers of the lead-list map, of a cell and of the account: each list's id with its status.

Pure, like the other readers.
"""

from __future__ import annotations

import re
from typing import NoReturn

from batch_update.kinds.cleaning import AS_TEXT, Refused, clean_code, letters_and_digits
from batch_update.kinds.codes import LONGEST_ID, plain_number, refuse_if_not_plain
from batch_update.kinds.forms import refuse_form
from batch_update.kinds.json_forms import is_empty, items_in, part_in
from batch_update.kinds.lists import check_length, item_text
from batch_update.kinds.live import flag_in, number_in
from batch_update.kinds.loose_json import parse_loosely
from batch_update.live import LiveValue
from batch_update.model import Scalar
from batch_update.resource import INT32, Field, JsonType, Kind

_PAIR = re.compile(r"(\d{1,15})(?:\.0+)?\s*[:=]\s*([01])", re.ASCII)
_MADE_A_TIME = re.compile(r"(\d{1,15}):0([01])(?::00)?", re.ASCII)  # `1234:01:00` was `1234:1`
_GROUPED_ID = re.compile(r"(\d{1,3}(?:,\d{3})+|\d{1,2}(?:,\d{2})+,\d{3})\s*([:=]\s*[01])", re.ASCII)


def read_lead_lists(value: Scalar, field: Field) -> list[dict[str, int]]:
    """Lead lists with their status, as `1234:1; 1235:0`, as JSON, or as the API page spells it, without quotes.

    Gives `[{"list_id": 1234, "list_status": 1}, …]`. Source of the spelling: the API page's own format text.
    """
    refuse_if_not_plain(value, "lead lists with their status")
    if isinstance(value, (int, float)):
        _refuse_without_status(plain_number(value))
    assert isinstance(value, str)  # noqa: S101 - numbers, dates and yes/no were dealt with above
    text = clean_code(check_length(value))
    if text[:1] in "[{":
        data = parse_loosely(text)
        lists = [_lead_list(item, field) for item in (data if isinstance(data, list) else [data])]
    else:
        if ":" not in text:
            refuse_form(text)
        if grouped := _GROUPED_ID.match(text):
            message = "The digits of a lead list's id are in groups; plain digits are expected here."
            raise Refused("not-a-lead-list", message, f"Did you mean {grouped[1].replace(',', '')}{grouped[2]}?")
        lists = [_pair(item.strip(), field) for item in re.split(r"[,;\n]", text.rstrip(",; \n"))]
    if not lists:
        raise Refused("empty-list", "The list is empty.", "Write <clear> to empty the list on purpose.")
    if len({entry["list_id"] for entry in lists}) < len(lists):
        raise Refused("twice-in-list", "The same lead list is in the cell more than once.", "Keep it once.")
    return lists


def _pair(text: str, field: Field) -> dict[str, int]:
    pair = _PAIR.fullmatch(text)
    if pair:
        return {"list_id": int(pair[1]), "list_status": int(pair[2])}
    if re.fullmatch(r"\d{1,15}", text, re.ASCII):
        _refuse_without_status(text)
    if made := _MADE_A_TIME.fullmatch(text):
        message = "This is a time, as a spreadsheet writes it of an entry such as 1234:1."
        raise Refused("date-in-cell", message, f"Did you mean {int(made[1])}:{made[2]}? {AS_TEXT}")
    refuse_form(text)
    return _refuse_lead_list(field)


def _refuse_without_status(list_id: str) -> NoReturn:
    message = "Each lead list needs its status behind a colon: 1 for active, 0 for inactive."
    raise Refused("lead-list-without-status", message, f"Did you mean {list_id}:1?")


def _refuse_lead_list(field: Field) -> NoReturn:
    message = "Lead lists are written as id:status, with semicolons between them; the status is 1 (active) or 0."
    raise Refused("not-a-lead-list", message, f"Example: {field.example}")


def _lead_list(item: object, field: Field) -> dict[str, int]:
    """One object of the map: exactly a list's id and its status, as numbers."""
    if isinstance(item, (str, int)) and not isinstance(item, bool):
        return _pair(str(item)[:LONGEST_ID], field)
    if not isinstance(item, dict):
        _refuse_lead_list(field)
    entry = {letters_and_digits(str(key)): part for key, part in item.items()}
    if set(entry) == {"listid"}:
        _refuse_without_status(item_text(entry["listid"]))
    if len(entry) != len(item) or set(entry) != {"listid", "liststatus"}:
        message = "Each lead list has a list_id and a list_status, and nothing else."
        raise Refused("not-a-lead-list", message, f"Example: {field.example}")
    status = entry["liststatus"]
    return _pair(
        f"{item_text(entry['listid'])}:{int(status) if isinstance(status, bool) else item_text(status)}", field
    )


def live_lead_lists(value: object, _field: Field) -> list[dict[str, int]] | None:
    """The lead lists of a campaign that was read. Keys may be in another case, and others may stand beside them."""
    if is_empty(value):
        return None
    statuses: dict[int, int] = {}
    for item in items_in(value):
        if not isinstance(item, dict):
            raise ValueError("not a lead list with its status")  # noqa: TRY004 - a value, not a slip of the program
        list_id, status = number_in(part_in(item, "list_id")), flag_in(part_in(item, "list_status"))
        if statuses.setdefault(list_id, status) != status:
            raise ValueError("one lead list with two statuses")
    return [{"list_id": list_id, "list_status": status} for list_id, status in statuses.items()] or None


def same_lead_lists(one: LiveValue, other: LiveValue) -> bool:
    """Whether the same lists have the same status, in whatever order."""
    return one == other or _statuses(one) == _statuses(other)


def _statuses(value: LiveValue) -> dict[int, int]:
    items = value if isinstance(value, list) else []
    return {item["list_id"]: item["list_status"] for item in items if isinstance(item, dict)}


LEAD_LISTS = Kind(
    name="lead-list map",
    json_type=JsonType.OBJECTS,
    parts={"list_id": INT32, "list_status": range(2)},
    read=read_lead_lists,
    cleared=[],
    live=live_lead_lists,
    same=same_lead_lists,
    may_hold="lead lists as id:status, with semicolons between them; status 1 is active, 0 is not",
)
