"""What an answer to a reading means, from its status, headers and body alone. Pure: no network, no clock, no row.

The flag rules are those of an update's answer, with two differences: what is read is judged by its shape, and a word in
it that nobody knows is no reason against it, since a campaign has fields of any name. 403 is no refused token here: a
gateway answers so to an address that it does not know, and a token's access control may leave out reading alone.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace

from batch_update.sending.answer_words import Family, Meaning, family_of, holds_something, meaning_of
from batch_update.sending.answers import Action, Judgement, judge_failure, leads_on, quoted
from batch_update.sending.bodies import AnswerBody, JsonObject, message_of, plain, read_body
from batch_update.sending.claims import Claims
from batch_update.sending.client import Answer
from batch_update.sending.foreign_text import decode, shorten, without_tags
from batch_update.sending.self_report import read_self_report
from batch_update.sending.shapes import Asked, FoundItem, Item, Page, Pairs, ShapeError, find_item, find_page


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemRead(Judgement):
    """A campaign came back."""

    item: Item


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRead(Judgement):
    """A page of a list came back."""

    page: Page


def judge_item(answer: Answer, asked: Asked) -> Judgement:
    """What an answer to the reading of one campaign means: YES is always an `ItemRead`, NO that there is none."""

    def read(document: object) -> Judgement:
        found = find_item(document, asked)
        return _against(found) or ItemRead(action=Action.YES, item=found.item)

    return _judge(answer, read)


def judge_page(answer: Answer) -> Judgement:
    """What an answer to the reading of a list means: YES is always a `PageRead`, NO that there is no such list."""

    def read(document: object) -> Judgement:
        page = find_page(document)
        return _against_payload(page.around) or PageRead(action=Action.YES, page=page)

    judgement = _judge(answer, read)
    if judgement.action is Action.NO:
        return replace(judgement, message="The API knows no such list (404)." + quoted(judgement.said))
    return judgement


def _judge(answer: Answer, read: Callable[[object], Judgement]) -> Judgement:
    if not 200 <= answer.status <= 299:
        body = read_body(answer.body, answer.content_type, truncated=answer.truncated)
        return _judge_status(answer.status, body, answer.location)
    if answer.truncated:
        return _no_answer("It is too long or was cut short, so nothing of it was used.", code="api-too-long")
    text = decode(answer.body, answer.content_type)
    try:
        document = _DECODER.decode(text)
    except (ValueError, RecursionError):
        said = shorten(without_tags(text))
        return _no_answer(f'It begins: "{said}"' if said else "It was empty.")
    try:
        return _judge_document(document, read)
    except RecursionError:  # nested almost as deep as Python reads
        return _no_answer("Its parts lie too deep in each other.")


def _judge_document(document: object, read: Callable[[object], Judgement]) -> Judgement:
    try:
        return read(document)
    except ShapeError as error:
        if not isinstance(document, JsonObject):
            return _no_answer(str(error))
        claims, said = read_self_report(document), message_of(document)
        words = said or shorten("; ".join(claims.against))
        return _refused(claims, said, is_no=claims.says_no) or _no_answer(str(error) + quoted(words))


_DECODER = json.JSONDecoder(object_pairs_hook=JsonObject)

# --- a success that speaks against itself -----------------------------------------------------------------------------


def _against(found: FoundItem) -> Judgement | None:
    """What an answer with a campaign says against it."""
    if not found.is_sure:
        return _against_payload(found.around) or _against_fields(found)
    if found.around:
        return _against_payload(found.around)
    # A campaign that is the whole answer has fields of any name: only a plain no counts.
    says_no = any(plain(key) in ("success", "ok") and _is_no(value) for key, value in found.item.items())
    return _refused(Claims(), message_of(found.item), is_no=True) if says_no else None


def _is_no(value: object) -> bool:
    return value is False or (isinstance(value, str) and meaning_of(value) is Meaning.NO)


def _against_payload(around: Pairs) -> Judgement | None:
    """What is said around a campaign or a list: a plain no, a status of its own, an error."""
    envelope = JsonObject(list(around))
    claims = read_self_report(envelope)
    has_error = any(family_of(key) is Family.ERROR and holds_something(value) for key, value in around)
    return _refused(claims, message_of(envelope), is_no=claims.no or has_error)


def _against_fields(found: FoundItem) -> Judgement | None:
    """An object without an id is a campaign only if nothing in it speaks like an answer: no complaint, no message."""
    document = JsonObject([*found.item.items(), *found.around])
    claims, said = read_self_report(document), message_of(document)
    if refused := _refused(claims, said, is_no=claims.says_no):
        return refused
    if claims.against or (said and not claims.yes):
        words = said or shorten("; ".join(claims.against))
        return _no_answer("It bears no id." + quoted(words))
    return None


def _refused(claims: Claims, said: str, *, is_no: bool) -> Judgement | None:
    if claims.status is not None:
        return _judge_status(claims.status, AnswerBody(None, said=said))
    return (
        Judgement(action=Action.BROKEN, message=_SAID_NO + quoted(said), said=said, code="api-refused")
        if is_no
        else None
    )


# --- any other status -------------------------------------------------------------------------------------------------

_SAID_NO = "The API said no to the reading."

_NOT_READABLE = {
    403: "The API does not let this be read (403): no such reading is known, or the token may not read.",
    405: "The API knows no way to read this (405).",
}
"""What is so for the whole account, by its status."""


def _judge_status(status: int, body: AnswerBody, location: str = "") -> Judgement:
    if 300 <= status <= 399:
        message, code = f"Not read: {leads_on(location)}", "api-redirect"
        return Judgement(action=Action.NOT_AN_ANSWER, message=message, code=code, cause=code)
    judgement = judge_failure(status, body)
    if status in _NOT_READABLE:
        message = _NOT_READABLE[status] + quoted(body.said)
        return replace(judgement, action=Action.NOT_AN_ANSWER, message=message, suggestion="")
    if judgement.action is Action.NO and status != 404:
        words = body.said or shorten("; ".join(f"{key}: {text}" for key, text in judgement.fields))
        return replace(judgement, action=Action.BROKEN, message=f"{_SAID_NO[:-1]} ({status})." + quoted(words))
    return _no_answer("") if judgement.action is Action.NOT_AN_ANSWER else judgement


def _no_answer(why: str, *, code: str = "api-not-an-answer") -> Judgement:
    message = f"What came back is not an answer of this API. {why}".rstrip()
    return Judgement(action=Action.NOT_AN_ANSWER, message=message, code=code, cause="not an answer of the API")
