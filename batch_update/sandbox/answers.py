"""The stand-in's answers, in the shapes that the API's pages and public notes show. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus

from batch_update.live import LiveValue, NamedId
from batch_update.resource import Field, JsonType, Lookup, Resource

UPDATED = b'{"Success": true, "Message": "Campaign updated successfully."}'
TOO_MANY = b'{ "success": "false", "message": "Too many requests." }'
NO_SUCH_ROUTE = b'{"message":"Missing Authentication Token"}'  # an API gateway's answer to a route it does not have


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer as it goes over the wire."""

    status: int
    body: bytes = b""
    content_type: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)


def as_json(status: int, value: object) -> Answer:
    """An answer that says something."""
    return Answer(status, json.dumps(value).encode())


def refusal(status: int, message: str, **headers: str) -> Answer:
    """An answer that says no."""
    return Answer(status, json.dumps({"success": False, "message": message}).encode(), headers=headers)


def as_read(field: Field, value: LiveValue, names: Mapping[str, str]) -> object:
    """A value as a reading shows it, which for lists of integers (the agents) is not what an update sends.

    `names` are those behind the ids. What is empty has the form in which it would be emptied; a flag is never empty.
    """
    if value is None:
        return 0 if field.kind.is_flag else field.kind.cleared
    if field.kind.json_type is JsonType.INTEGERS and isinstance(value, list):
        noun = field.name.capitalize()
        return [{"id": number, "name": names.get(str(number), f"{noun} {number}")} for number in value]
    return value


def as_list(lookup: Lookup, entries: Iterable[NamedId]) -> Answer:
    """One of the account's own lists: a bare array. Ids of what has a telephone number are strings, others numbers."""
    if lookup.number:
        return as_json(200, [{"id": entry.id, "name": entry.name, lookup.number: entry.number} for entry in entries])
    return as_json(200, [{"id": int(entry.id), "name": entry.name} for entry in entries])


STATUSES = {status.value for status in HTTPStatus if status >= HTTPStatus.OK}


def as_told(status: HTTPStatus, resource: Resource) -> Answer:
    """The answer of an id that asks for a status, each in the shape in which that status is likely to come."""
    match status.value:
        case 204 | 205 | 304:
            return Answer(status)  # these have no body
        case 300 | 301 | 302 | 303 | 307 | 308:
            return Answer(status, headers={"Location": "https://portal.example/login"})
        case 400:
            return as_json(400, {"Success": True, "Message": "Bad request."})  # the page says that it pops as True
        case 422:
            name = resource.fields[0].name
            return as_json(422, {name: f"Provide a valid {name}."})
        case 429:
            return Answer(429, TOO_MANY)
        case 502 | 503 | 504:  # from a gateway in between, which does not speak JSON
            page = f"<html><head><title>{status.value} {status.phrase}</title></head></html>"
            return Answer(status, page.encode(), "text/html")
        case code if code < 300:
            return Answer(status, UPDATED)
        case _:
            return refusal(status, f"{status.phrase}.")
