"""What stands in the body of an answer: its JSON object, its message, its texts about single fields. Judges nothing."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeAlias

from batch_update.sending.foreign_text import decode, shorten, without_tags

FieldTexts: TypeAlias = "tuple[tuple[str, str], ...]"
"""What the API says of single fields: its own key (`lead_list_map.0.list_id`) and its text."""

MESSAGE_KEYS = ("message", "msg", "detail", "error", "errors", "title")
"""Where an answer's own words stand, the most telling first."""

_WRAPPERS = ("data", "status", "result", "response")
"""Where they stand otherwise, one level down."""

ENVELOPE_KEYS = frozenset((
    "success", "ok", *MESSAGE_KEYS, "type", "status", "statuscode", "code", "data", "path", "instance", "timestamp",
    "time", "requestid", "traceid", "exception", "retryafter",
))  # fmt: skip
"""Keys of an answer that are never fields, in letters and digits alone."""


class JsonObject(dict[str, Any]):
    """A JSON object that remembers all its pairs: of two equal keys a dict keeps the last, and one may say no."""

    pairs: list[tuple[str, Any]]

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        self.pairs = pairs


_DECODER = json.JSONDecoder(object_pairs_hook=JsonObject)


@dataclass(frozen=True, slots=True)
class AnswerBody:
    """A body that was read. `document` is None if it is no JSON object; `said` is then the text itself, shortened."""

    document: JsonObject | None
    said: str = ""

    @property
    def fields(self) -> FieldTexts:
        """Every text in the answer that may be about a field."""
        return field_texts(self.document or {})

    @property
    def retry_after(self) -> object:
        """What the body says under `retry_after`, as it stands; None if it does not."""
        return next((value for key, value in (self.document or {}).items() if plain(key) == "retryafter"), None)


def read_body(body: bytes, content_type: str, *, truncated: bool) -> AnswerBody:
    """Read a decompressed body; one that was cut is no JSON, whatever it looks like."""
    text = decode(body, content_type)
    try:
        document = None if truncated else _DECODER.decode(text)
    except (ValueError, RecursionError):  # 64 KB of "[" are enough for the second
        document = None
    if not isinstance(document, JsonObject):
        return AnswerBody(None, said=shorten(without_tags(text)))
    return AnswerBody(document, said=message_of(document))


@lru_cache(maxsize=1000)
def plain(key: str) -> str:
    """A key in letters and digits alone, so that `Retry-After` and `retry_after` are one."""
    return re.sub(r"[\W_]", "", key).casefold()


def message_of(document: Mapping[str, Any]) -> str:
    """The text under the message key that tells most, whatever its case; "" if there is none."""
    by_key = {plain(key): value for key, value in document.items()}
    for key in (*MESSAGE_KEYS, *_WRAPPERS):
        value = by_key.get(key)
        text = message_of(value) if isinstance(value, dict) else text_of(value) if key in MESSAGE_KEYS else ""
        if text:
            return shorten(text)
    return ""


def text_of(value: object) -> str:
    """A text, or a list of texts as one; "" for anything else."""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return "; ".join(filter(None, (text_of(item) for item in value[:10] if isinstance(item, str))))
    return ""


def field_texts(document: Mapping[str, Any]) -> FieldTexts:
    """The texts about fields in every shape that is known: a bare map, lists of texts, all of it under `errors`."""
    return tuple(_field_texts(document))


def _field_texts(document: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for key, value in document.items():
        match plain(key), value:
            case "errors" | "error" | "message", dict():
                yield from _flat({name: text for name, text in value.items() if plain(name) not in ENVELOPE_KEYS}, "")
            case "errors", list():
                yield from _listed(value)
            case "data", dict():  # texts in lists are complaints, single ones may be what was sent
                yield from _flat({name: texts for name, texts in value.items() if isinstance(texts, list)}, "")
            case plain_key, _ if plain_key not in ENVELOPE_KEYS:
                yield from _flat({key: value}, "")


def _flat(document: Mapping[str, Any], path: str, depth: int = 0) -> Iterator[tuple[str, str]]:
    """Each text of nested maps and lists with the keys that lead to it: `lead_list_map.0.list_id`."""
    for key, value in list(document.items())[:100]:
        here = f"{path}.{key}" if path else str(key)
        if text := text_of(value):
            yield here, shorten(text)
        elif depth < 4 and isinstance(value, list):
            yield from _flat({str(place): item for place, item in enumerate(value)}, here, depth + 1)
        elif depth < 4 and isinstance(value, dict):
            yield from _flat(value, here, depth + 1)


def _listed(errors: list[Any]) -> Iterator[tuple[str, str]]:
    """`[{"field": "dial_ratio", "message": "…"}]`, as some frameworks have it."""
    for error in errors[:100]:
        if isinstance(error, dict):
            by_key = {plain(key): value for key, value in error.items()}
            field = next((by_key[key] for key in ("field", "param", "path", "name") if by_key.get(key)), "")
            if text := message_of(error):
                yield field if isinstance(field, str) else "", text
        elif isinstance(error, str):
            yield "", shorten(error)
