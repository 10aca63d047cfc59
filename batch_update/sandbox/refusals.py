"""What the stand-in refuses in a body, by the same table that the check goes by. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from batch_update.resource import INT32, Field, JsonType, Kind


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
    if known.kind.is_flag:
        return "" if _is_number(value, range(2)) else f"The {name} must be 0 or 1."
    if not _has_type(value, known.kind):
        return f"The {name} must be of type {known.kind.json_type}."
    # Only of a single value are the choices all there are: of the codes in a list, the account may have its own.
    if isinstance(value, str) and known.choices and value not in {choice.code for choice in known.choices}:
        return f"The selected {name} is invalid."
    if known.limit is not None and known.limit.is_passed_by(value):
        return f"The {name} may not have more than {known.limit.most} {known.limit.counted}."
    return ""


def _has_type(value: object, kind: Kind) -> bool:
    match kind.json_type:
        case JsonType.STRING:
            return isinstance(value, str)
        case JsonType.INTEGER:
            return _is_number(value, INT32)
        case JsonType.STRINGS:
            return isinstance(value, list) and all(isinstance(item, str) for item in value)
        case JsonType.INTEGERS:
            return isinstance(value, list) and all(_is_number(item, INT32) for item in value)
        case JsonType.OBJECTS:
            return isinstance(value, list) and all(_is_object(item, kind.parts or {}) for item in value)


def _is_object(value: object, parts: Mapping[str, range]) -> bool:
    return (
        isinstance(value, dict)
        and value.keys() == parts.keys()
        and all(_is_number(value[name], numbers) for name, numbers in parts.items())
    )


def _is_number(value: object, numbers: range) -> bool:
    return type(value) is int and value in numbers  # `true` is no integer here, though Python says it is
