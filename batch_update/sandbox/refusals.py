"""What the stand-in refuses in a body, by the same table that the check goes by. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from batch_update.resource import Field, JsonType

INT32 = range(-(2**31), 2**31)
MOST_ACTIVE_LISTS = 3


def find_faults(fields: Mapping[str, Field], sent: Mapping[str, object]) -> dict[str, str]:
    """What the API would refuse in a body, as it says it: a map from field to sentence; empty if nothing is wrong."""
    wrong = {name: fault for name, value in sent.items() if (fault := _fault_of(fields.get(name), name, value))}
    for name, known in fields.items():
        condition = known.needed_when
        if condition is None or condition.field in wrong or str(sent.get(condition.field)) != condition.equals:
            continue
        if sent.get(name) in (None, "", []):
            wrong.setdefault(name, f"The {name} field is required when {condition.field} is {condition.equals}.")
    return wrong


def _fault_of(known: Field | None, name: str, value: object) -> str:
    """What is wrong with one field; "" if nothing is."""
    if known is None:
        return f"The {name} field is not known."
    if value is None:
        return f"The {name} field must not be null."
    if known.kind.cleared is not None and value == known.kind.cleared:
        return ""
    if value in ("", []):
        return f"The {name} field can not be empty."
    if known.kind.name == "flag":
        return "" if _is_flag(value) else f"The {name} must be 0 or 1."
    if not _HAS_TYPE[known.kind.json_type](value):
        return f"The {name} must be of type {known.kind.json_type}."
    # Only of a single value are the choices all there are: of the codes in a list, the account may have its own.
    if isinstance(value, str) and known.choices and value not in {choice.code for choice in known.choices}:
        return f"The selected {name} is invalid."
    if known.kind.json_type is JsonType.LEAD_LISTS and _count_active(value) > MOST_ACTIVE_LISTS:
        return f"The {name} may not have more than {MOST_ACTIVE_LISTS} active lists."
    return ""


def _is_integer(value: object) -> bool:
    return type(value) is int and value in INT32  # `true` is no integer here, though Python says it is


def _is_flag(value: object) -> bool:
    return type(value) is int and value in (0, 1)


def _is_lead_list(value: object) -> bool:
    return (
        isinstance(value, dict)
        and value.keys() == {"list_id", "list_status"}
        and _is_integer(value["list_id"])
        and _is_flag(value["list_status"])
    )


def _all(is_one: Callable[[object], bool]) -> Callable[[object], bool]:
    return lambda value: isinstance(value, list) and all(is_one(item) for item in value)


def _count_active(value: object) -> int:
    return sum(item["list_status"] for item in value) if isinstance(value, list) else 0


_HAS_TYPE: Mapping[JsonType, Callable[[object], bool]] = {
    JsonType.STRING: lambda value: isinstance(value, str),
    JsonType.INTEGER: _is_integer,
    JsonType.STRINGS: _all(lambda item: isinstance(item, str)),
    JsonType.INTEGERS: _all(_is_integer),
    JsonType.LEAD_LISTS: _all(_is_lead_list),
}
