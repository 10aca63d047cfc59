"""What an answer of the API means, from its status, headers and body alone. Pure: no network, no clock, no row."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import Enum, auto
from functools import lru_cache
from urllib.parse import urlsplit

from batch_update.sending.bodies import AnswerBody, FieldTexts, read_body
from batch_update.sending.claims import Claims
from batch_update.sending.echoes import NOTHING_SENT, Sent, Words, words_of
from batch_update.sending.foreign_text import shorten
from batch_update.sending.self_report import read_self_report

REMEMBERED = 500
"""Bytes of an answer whose meaning is kept for the next one that is the same; a longer one tells of its campaign."""

PANEL = "in the panel: API Connect > API Tokens"


class Action(Enum):
    """What an answer means for the row that got it."""

    YES = auto()
    NO = auto()
    STOP = auto()  # no, and every other row would get the same answer
    TRY_AGAIN = auto()
    BROKEN = auto()  # an error of the server that another try does not help
    NOT_AN_ANSWER = auto()  # a success, but not of this API: nobody knows what became of the row
    UNCLEAR = auto()  # a success by its status, and not by its words: likewise


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """An answer in the user's words.

    `said` is the API's own text, if it has one. `cause` is the outside cause of an answer that is not about the row,
    `code` the stable name of the problem. `retry_after` is what the body says under that name, as it stands.
    """

    action: Action
    message: str = ""
    said: str = ""
    fields: FieldTexts = ()
    code: str = ""
    cause: str = ""
    suggestion: str = ""
    retry_after: object = None
    may_have_been_applied: bool = False
    throttled: bool = False


def judge(  # noqa: PLR0913  (the parts of an answer, and what it answers)
    status: int,
    *,
    content_type: str = "",
    location: str = "",
    body: bytes = b"",
    truncated: bool = False,
    sent: Sent = NOTHING_SENT,
) -> Judgement:
    """What an answer means.

    `body` is decompressed, and `truncated` if it was longer than what was read; `sent` is the body that it answers. The
    shapes come from the API page and from its sister products: `Success`/`Message` in capitals or not, `ok`, `"false"`
    as a string, a bare map of field and text; 400 "where the success variable pops as True". With a status of success,
    the body must not speak against it; a status that it gives itself counts as if it were the answer's.
    """
    if len(body) > REMEMBERED or truncated:
        return _judge(status, location, read_body(body, content_type, truncated=truncated), sent)
    answer, words, alone = _read_and_judge(status, content_type, location, body)
    return _judge(status, location, answer, sent) if words.may_repeat(sent) else alone


@lru_cache(maxsize=1000)
def _read_and_judge(
    status: int, content_type: str, location: str, body: bytes, /
) -> tuple[AnswerBody, Words, Judgement]:
    """An answer, its words, and what it means by itself: a run gets the same few ten thousand times."""
    answer = read_body(body, content_type, truncated=False)
    return answer, words_of(answer.document), _judge(status, location, answer, NOTHING_SENT)


def _judge(status: int, location: str, answer: AnswerBody, sent: Sent) -> Judgement:
    if 200 <= status <= 299:
        return _judge_success(status, answer, sent)
    if 300 <= status <= 399:
        return _judge_redirect(location)
    return judge_failure(status, answer)


def judge_failure(status: int, answer: AnswerBody) -> Judgement:
    """What an answer means whose status is neither a success nor a redirect, or that gives itself such a one."""
    if status in _TRY_AGAIN:
        return _judge_again(status, answer)
    if status in (401, 403):
        return _judge_token(status, answer)
    if 400 <= status <= 499:
        return _judge_no(status, answer)
    if status >= 500:
        return Judgement(
            action=Action.BROKEN,
            message=f"The API answered with an error of its own ({status})." + quoted(answer.said),
            said=answer.said,
            code="api-error",
            cause="server error",
            suggestion="Run the sheet again later.",
        )
    return _NOT_AN_ANSWER


# --- a success, by its status -----------------------------------------------------------------------------------------

_YES = Judgement(action=Action.YES)

_NOT_AN_ANSWER = Judgement(
    action=Action.NOT_AN_ANSWER,
    message="Sent, but what came back is not an answer of this API.",
    code="api-not-an-answer",
    cause="not an answer of the API",
    suggestion="Check the base URL, and whether a log-in page of the network is in between.",
)


def _judge_success(status: int, answer: AnswerBody, sent: Sent) -> Judgement:
    if status == 204:
        return _YES
    if answer.document is None:
        shown = f' It begins: "{answer.said}"' if answer.said else " It was empty."
        return replace(_NOT_AN_ANSWER, message=_NOT_AN_ANSWER.message + shown, said=answer.said)
    try:
        claims = read_self_report(answer.document, sent, multi_status=status == 207)
    except RecursionError:  # nested almost as deep as Python reads
        return _NOT_AN_ANSWER
    if claims.status is not None:
        return judge_failure(claims.status, answer)
    if claims.says_no:
        return _judge_no(status, answer)
    if claims.against:
        return _judge_unclear(answer, claims)
    return Judgement(action=Action.YES, message=answer.said, said=answer.said) if answer.said else _YES


def _judge_unclear(answer: AnswerBody, claims: Claims) -> Judgement:
    others = (text for text in claims.against if text.partition(": ")[2] != answer.said)
    words = shorten("; ".join(dict.fromkeys(filter(None, (answer.said, *others)))))
    fields = tuple((key, text) for key, text in claims.fields if key)
    return Judgement(
        action=Action.UNCLEAR,
        message="Sent, but the API's answer is not a clear yes." + quoted(words),
        said=words,
        fields=fields,
        code="api-unclear",
        cause="" if fields else "no clear answer",  # what is said of a field is about this row
    )


# --- any other status -------------------------------------------------------------------------------------------------

_TRY_AGAIN = {
    408: "The API did not get the whole request in time (408).",
    425: "The API was not ready for the request (425).",
    429: "The account's limit of requests per second was reached (429).",
    500: "The API answered with an error of its own (500).",
    502: "Something in front of the API got no good answer from it (502).",
    503: "The API was too busy or switched off (503).",
    504: "Something in front of the API got no answer from it in time (504).",
}


def _judge_again(status: int, answer: AnswerBody) -> Judgement:
    return Judgement(
        action=Action.TRY_AGAIN,
        message=_TRY_AGAIN[status] + quoted(answer.said),
        said=answer.said,
        code="api-over-limit" if status == 429 else "api-error",
        cause="over the limit" if status == 429 else "server error",
        suggestion="Run the sheet again later.",
        retry_after=answer.retry_after,
        may_have_been_applied=status in (502, 504),
        throttled=status in (429, 503),
    )


def leads_on(location: str) -> str:
    """What is said of a redirect."""
    try:
        host = urlsplit(location).hostname or ""
    except ValueError:
        host = ""
    where = f" to {shorten(host)}" if host else ""
    return f"the address of the API leads on{where}, and that is never followed."


def _judge_redirect(location: str) -> Judgement:
    return Judgement(
        action=Action.NO,
        message=f"Not updated: {leads_on(location)}",
        code="api-redirect",
        suggestion=_NOT_AN_ANSWER.suggestion,
    )


_GATEWAY_WORDS = re.compile("signature|credential|authentication token", re.IGNORECASE)


def _judge_token(status: int, answer: AnswerBody) -> Judgement:
    if status == 401:
        message = "The API refused the token (401): it is wrong, or it has expired."
        suggestion = f"Make a new token {PANEL} > Generate Token, then run this again."
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
        action=Action.STOP,
        message=message + quoted(answer.said),
        said=answer.said,
        code=code,
        cause=code,
        suggestion=suggestion,
    )


def _judge_no(status: int, answer: AnswerBody) -> Judgement:
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
        action=Action.NO,
        message=message + quoted(answer.said),
        said=answer.said,
        fields=fields,
        code=code,
        suggestion=suggestion,
    )


def quoted(said: str) -> str:
    """The API's own words behind ours."""
    end = "" if said.endswith((".", "!", "?", "…")) else "."
    return f' Its words: "{said}"{end}' if said else ""
