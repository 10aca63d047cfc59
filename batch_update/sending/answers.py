"""What an answer of the API means, from its status, headers and body alone. Pure: no network, no clock, no row."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache
from typing import Any, TypeAlias
from urllib.parse import urlsplit

FieldTexts: TypeAlias = "tuple[tuple[str, str], ...]"
"""What the API says of single fields: its own key (`lead_list_map.0.list_id`) and its text."""

PANEL = "in the panel: API Connect > API Tokens"

LONGEST_TEXT = 300
"""Characters of a foreign text that are shown."""


class Verdict(Enum):
    """What an answer means for the row that got it."""

    YES = auto()
    NO = auto()
    STOP = auto()  # no, and every other row would get the same answer
    TRY_AGAIN = auto()
    BROKEN = auto()  # an error of the server that another try does not help
    NOT_AN_ANSWER = auto()  # a success, but not of this API: nobody knows what became of the row


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """An answer in the user's words.

    `said` is the API's own text, if it has one. `cause` is the outside cause of an answer that is not about the row,
    `code` the stable name of the problem. `retry_after` is what the body says under that name, as it stands.
    """

    verdict: Verdict
    message: str = ""
    said: str = ""
    fields: FieldTexts = ()
    code: str = ""
    cause: str = ""
    suggestion: str = ""
    retry_after: object = None
    may_have_been_applied: bool = False
    throttled: bool = False


def judge(
    status: int, *, content_type: str = "", location: str = "", body: bytes = b"", truncated: bool = False
) -> Judgement:
    """What an answer means.

    `body` is decompressed, and `truncated` if it was longer than what was read. The shapes come from the API page and
    from its sister products: `Success`/`Message` in capitals or not, `ok`, `"false"` as a string, a bare map of field
    and text; 400 "where the success variable pops as True".
    """
    answer = _read(body, content_type, truncated=truncated)
    if 200 <= status <= 299:
        return _judge_success(status, answer)
    if 300 <= status <= 399:
        return _judge_redirect(location)
    if status in _TRY_AGAIN:
        said = _quoted(answer.said)
        return Judgement(
            verdict=Verdict.TRY_AGAIN,
            message=_TRY_AGAIN[status] + said,
            said=answer.said,
            code="api-over-limit" if status == 429 else "api-error",
            cause="over the limit" if status == 429 else "server error",
            suggestion="Run the sheet again later.",
            retry_after=answer.retry_after,
            may_have_been_applied=status in (502, 504),
            throttled=status in (429, 503),
        )
    if status in (401, 403):
        return _judge_token(status, answer)
    if 400 <= status <= 499:
        return _judge_no(status, answer)
    if status >= 500:
        return Judgement(
            verdict=Verdict.BROKEN,
            message=f"The API answered with an error of its own ({status})." + _quoted(answer.said),
            said=answer.said,
            code="api-error",
            cause="server error",
            suggestion="Run the sheet again later.",
        )
    return _NOT_AN_ANSWER


_TRY_AGAIN = {
    408: "The API did not get the whole request in time (408).",
    425: "The API was not ready for the request (425).",
    429: "The account's limit of requests per second was reached (429).",
    500: "The API answered with an error of its own (500).",
    502: "Something in front of the API got no good answer from it (502).",
    503: "The API was too busy or switched off (503).",
    504: "Something in front of the API got no answer from it in time (504).",
}

_NOT_AN_ANSWER = Judgement(
    verdict=Verdict.NOT_AN_ANSWER,
    message="Sent, but what came back is not an answer of this API.",
    code="api-not-an-answer",
    cause="not an answer of the API",
    suggestion="Check the base URL, and whether a log-in page of the network is in between.",
)


_YES = Judgement(verdict=Verdict.YES)


def _judge_success(status: int, answer: _Answer) -> Judgement:
    if status == 204:
        return _YES
    if answer.document is None:
        shown = f' It begins: "{answer.said}"' if answer.said else " It was empty."
        return Judgement(
            verdict=Verdict.NOT_AN_ANSWER,
            message=_NOT_AN_ANSWER.message + shown,
            said=answer.said,
            code=_NOT_AN_ANSWER.code,
            cause=_NOT_AN_ANSWER.cause,
            suggestion=_NOT_AN_ANSWER.suggestion,
        )
    if answer.says_no:
        return _judge_no(status, answer)
    return Judgement(verdict=Verdict.YES, message=answer.said, said=answer.said) if answer.said else _YES


def _judge_redirect(location: str) -> Judgement:
    try:
        host = urlsplit(location).hostname or ""
    except ValueError:
        host = ""
    where = f" to {shorten(host)}" if host else ""
    return Judgement(
        verdict=Verdict.NO,
        message=f"Not updated: the address of the API leads on{where}, and that is never followed.",
        code="api-redirect",
        suggestion=_NOT_AN_ANSWER.suggestion,
    )


_GATEWAY_WORDS = re.compile("signature|credential|authentication token", re.IGNORECASE)


def _judge_token(status: int, answer: _Answer) -> Judgement:
    if status == 401:
        message = "The API refused the token (401): it is wrong, or it has expired."
        suggestion = f"Make a new token {PANEL} > Generate Token, then go on with --resume."
        code = "api-token-refused"
    elif _GATEWAY_WORDS.search(answer.said):
        # An Amazon gateway answers so to an address that it does not know, whatever the token.
        message = "The API's address does not know this request (403): most likely the base URL is wrong."
        suggestion = "Check the base URL."
        code = "api-wrong-address"
    else:
        message = "The token is known, but it may not update campaigns (403)."
        suggestion = f"Look at its access control, and whether it is blacklisted, {PANEL}."
        code = "api-access-refused"
    return Judgement(
        verdict=Verdict.STOP,
        message=message + _quoted(answer.said),
        said=answer.said,
        code=code,
        cause=code,
        suggestion=suggestion,
    )


def _judge_no(status: int, answer: _Answer) -> Judgement:
    fields, suggestion = answer.fields, ""
    if status == 404:
        message, code = "The API knows no campaign with this id (404).", "api-not-found"
        suggestion = "Look the id up in the panel."
        if answer.document is None:
            suggestion += " If every row says so, check the base URL."
    elif fields or answer.said:
        message, code = "The API said no.", "api-refused"
    else:
        message, code = f"The API said no ({status}) and gave no reason.", "api-refused"
    return Judgement(
        verdict=Verdict.NO,
        message=message + _quoted(answer.said),
        said=answer.said,
        fields=fields,
        code=code,
        suggestion=suggestion,
    )


def _quoted(said: str) -> str:
    return f' Its words: "{said}"' if said else ""


# --- reading a body ---------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Answer:
    document: Mapping[str, Any] | None  # None: the body is not a JSON object
    said: str = ""
    says_no: bool = False

    @property
    def fields(self) -> FieldTexts:
        return tuple(_field_texts(self.document or {}))

    @property
    def retry_after(self) -> object:
        return next((value for key, value in (self.document or {}).items() if _plain(key) == "retryafter"), None)


_FLAGS = ("success", "ok")
_MESSAGES = ("message", "msg", "detail", "error", "errors", "title")
_NO_WORDS = ("", "0", "false", "no", "off", "n", "f", "fail", "failed", "failure", "error")
_FAILED_WORDS = ("fail", "failed", "failure", "error")
_ENVELOPE = {
    *_FLAGS, "message", "msg", "detail", "error", "errors", "title", "type", "status", "statuscode", "code", "data",
    "path", "instance", "timestamp", "time", "requestid", "traceid", "exception", "retryafter",
}  # fmt: skip
"""Keys of an answer that are never fields, in letters and digits alone."""


def _read(body: bytes, content_type: str, *, truncated: bool) -> _Answer:
    text = _decode(body, content_type)
    try:
        document = None if truncated else json.loads(text)
    except (ValueError, RecursionError):  # 64 KB of "[" are enough for the second
        document = None
    if not isinstance(document, dict):
        return _Answer(None, said=shorten(_without_tags(text)))
    return _Answer(document, said=_message(document), says_no=_says_no(document))


_CHARSET = re.compile(r"charset=\"?([\w.:-]+)")


def _decode(body: bytes, content_type: str) -> str:
    charset = _CHARSET.search(content_type)
    try:
        text = body.decode(charset[1] if charset else "utf-8", "replace")
    except (LookupError, ValueError):
        text = body.decode("utf-8", "replace")
    return text.removeprefix("\ufeff")


@lru_cache(maxsize=1000)
def _plain(key: str) -> str:
    return re.sub(r"[\W_]", "", key).casefold()


def _says_no(document: Mapping[str, Any]) -> bool:
    for key, value in document.items():
        if _plain(key) in _FLAGS and value is not None:
            if isinstance(value, str) and value.strip().casefold() in _NO_WORDS:
                return True
            if not value:
                return True
        # Not documented here; a plain "error" must not pass for a yes all the same.
        failed = value is False or (isinstance(value, str) and value.strip().casefold() in _FAILED_WORDS)
        if failed and _plain(key) == "status":
            return True
    return False


def _message(document: Mapping[str, Any]) -> str:
    """The text under the message key that tells most, whatever its case; "" if there is none."""
    by_key = {_plain(key): value for key, value in document.items()}
    for key in _MESSAGES:
        value = by_key.get(key)
        text = _text_of(value.get("message")) if isinstance(value, dict) else _text_of(value)
        if text:
            return shorten(text)
    return ""


def _text_of(value: object) -> str:
    """A text, or a list of texts as one; "" for anything else."""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return "; ".join(filter(None, (_text_of(item) for item in value[:10] if isinstance(item, str))))
    return ""


def _field_texts(document: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for key, value in document.items():
        match _plain(key), value:
            case "errors" | "error" | "message", dict():
                yield from _flat({name: text for name, text in value.items() if _plain(name) not in _ENVELOPE}, "")
            case "errors", list():
                yield from _listed(value)
            case "data", dict():  # texts in lists are complaints, single ones may be what was sent
                yield from _flat({name: texts for name, texts in value.items() if isinstance(texts, list)}, "")
            case plain, _ if plain not in _ENVELOPE:
                yield from _flat({key: value}, "")


def _flat(document: Mapping[str, Any], path: str, depth: int = 0) -> Iterator[tuple[str, str]]:
    """Each text of nested maps and lists with the keys that lead to it: `lead_list_map.0.list_id`."""
    for key, value in list(document.items())[:100]:
        here = f"{path}.{key}" if path else str(key)
        if text := _text_of(value):
            yield here, shorten(text)
        elif depth < 4 and isinstance(value, list):
            yield from _flat({str(place): item for place, item in enumerate(value)}, here, depth + 1)
        elif depth < 4 and isinstance(value, dict):
            yield from _flat(value, here, depth + 1)


def _listed(errors: list[Any]) -> Iterator[tuple[str, str]]:
    """`[{"field": "dial_ratio", "message": "…"}]`, as some frameworks have it."""
    for error in errors[:100]:
        if isinstance(error, dict):
            by_key = {_plain(key): value for key, value in error.items()}
            field = next((by_key[key] for key in ("field", "param", "path", "name") if by_key.get(key)), "")
            if text := _message(error):
                yield str(field), text
        elif isinstance(error, str):
            yield "", shorten(error)


# --- foreign text -----------------------------------------------------------------------------------------------------

_UNSEEN = re.compile(r"<!--.*?-->|<(script|style|head)\b.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<[/!]?[a-zA-Z][^<>]*>")


def _without_tags(text: str) -> str:
    if "<" not in text:
        return text
    return html.unescape(_TAG.sub(" ", _UNSEEN.sub(" ", text[:8000])))  # the patterns take long over 64 KB of "<script"


def shorten(text: str, most: int = LONGEST_TEXT) -> str:
    """A foreign text on one line, without control characters, cut with a mark."""
    # Enough for what is shown, before the costlier steps: a body may be 64 KB of anything.
    line = text[: most * 20]
    if not line.isprintable():
        line = "".join(letter if letter.isprintable() else " " for letter in line)
    line = " ".join(line.split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"
