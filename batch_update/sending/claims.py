"""What single pairs of an answer claim: `"success": "false"`, `"status": 401`, `"error": "Invalid token"`. Pure.

Each claim is taken down in `Claims`; which pairs are looked at, and as what, is decided by `self_report`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from batch_update.sending.answer_words import (
    FAILURE_WORDS,
    HARMLESS_STATES,
    OTHER_STATES,
    Family,
    Meaning,
    complains,
    hedges,
    holds_something,
    meaning_of,
    normalize,
    status_in,
)
from batch_update.sending.bodies import FieldTexts, field_texts, plain, text_of

STATUSES = range(400, 1000)
"""What an answer may give as a status of its own; a longer number is some code that nobody here knows."""


@dataclass(slots=True)
class Claims:
    """What an answer says of itself. The texts are as they are shown: `status: pending`.

    `yes`: a flag says so, or the message. `doubts` keep it from being one; `mild` ones do so only if nothing says yes,
    since they may be about the campaign.
    """

    yes: bool = False
    no: bool = False
    status: int | None = None  # of the answer's own, from 400 on
    doubts: list[str] = field(default_factory=list)
    mild: list[str] = field(default_factory=list)
    weak_no: list[str] = field(default_factory=list)  # a no, such as `status: 0`; beside a yes it is only a doubt
    fields: FieldTexts = ()

    @property
    def says_no(self) -> bool:
        """Whether a flag is a plain no, or one that nothing else gainsays."""
        return self.no or (bool(self.weak_no) and not self.yes)

    @property
    def against(self) -> list[str]:
        """What keeps an answer that does not say no from being a yes."""
        return [*self.doubts, *(self.weak_no if self.yes else self.mild)]


def take_down(claims: Claims, key: str, value: Any, family: Family) -> None:
    """What a pair claims where an answer speaks of itself."""
    match family:
        case Family.FLAG | Family.STATE | Family.CODE if (status := status_in(value) or 0) >= 300:
            if status in STATUSES:
                claims.status = claims.status or status
            else:
                claims.doubts.append(shown(key, value))
        case Family.DONE if _is_false(value):
            claims.weak_no.append(shown(key, value))
        case Family.DENIAL if _is_true(value):
            claims.no = True
        case Family.KIND if _is_failure(value):
            claims.doubts.append(shown(key, value))
        case Family.DATA if value is False:
            claims.mild.append(shown(key, value))
        case _ if family in _TAKE:
            _TAKE[family](claims, key, value)


def take_down_of_record(claims: Claims, key: str, value: Any, family: Family, *, at_top: bool) -> None:
    """What a pair claims within a campaign that came back, where it may be the campaign's own: `"status": "paused"`.

    `at_top`: the campaign is the whole answer, so that a flag may stand among its fields.
    """
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    match family:
        case Family.STATE | Family.KIND if _is_failure(value) or (status_in(value) or 0) in STATUSES:
            claims.doubts.append(shown(key, value))
        case Family.STATE if at_top and is_number and value == 0:
            claims.doubts.append(shown(key, value))
        case Family.STATE if at_top and not is_number and normalize(str(value)) not in OTHER_STATES:
            take_down(claims, key, value, family)
        case Family.STATE | Family.DONE if _is_false(value):
            claims.mild.append(shown(key, value))
        case Family.STATE | Family.DONE | Family.KIND:
            pass
        case Family.CODE if not at_top:
            pass
        case Family.FLAG if is_number and value not in (0, 1):
            pass  # how often it succeeded
        case Family.DENIAL if is_number:
            pass  # how often it failed
        case _:
            take_down(claims, key, value, family)


def _take_flag(claims: Claims, key: str, value: object) -> None:
    match meaning_of(value):
        case Meaning.YES:
            claims.yes = True
        case Meaning.NO:
            claims.no = True
        case Meaning.UNCLEAR:
            claims.doubts.append(shown(key, value))


def _take_state(claims: Claims, key: str, value: object) -> None:
    word = normalize(value) if isinstance(value, str) else ""
    meaning = Meaning.NOTHING if word in HARMLESS_STATES else meaning_of(value)
    if meaning is Meaning.YES:
        claims.yes |= plain(key) != "state"
    elif meaning is Meaning.NO:
        if not isinstance(value, bool) and word in {"", "0"}:
            claims.weak_no.append(shown(key, value))
        else:
            claims.no = True
    elif meaning is Meaning.UNCLEAR:
        # A result may be anything, such as the campaign's id; a number may be a state.
        is_payload = plain(key) == "result" and not hedges(word) and not complains(word)
        is_mild = not word or word in OTHER_STATES or is_payload
        (claims.mild if is_mild else claims.doubts).append(shown(key, value))


def _take_code(claims: Claims, key: str, value: object) -> None:
    text = value.replace("-", " ") if isinstance(value, str) else ""
    if normalize(text) in FAILURE_WORDS or value is False:
        claims.no = True
    elif (isinstance(value, int | float) and value < 0) or complains(text):
        claims.doubts.append(shown(key, value))


def _take_message(claims: Claims, key: str, value: object) -> None:
    text = text_of(value)
    if complains(text):
        claims.doubts.append(shown(key, value))
    elif text:
        claims.yes |= meaning_of(text) is Meaning.YES


def _take_error(claims: Claims, key: str, value: Any) -> None:
    if not holds_something(value):
        return
    claims.doubts.append(shown(key, value))
    if "error" not in plain(key):
        return
    claims.fields += field_texts({"errors": value})
    for name, inner in value.items() if isinstance(value, dict) else ():  # {"error": {"code": 401, "message": …}}
        if plain(name) in _CODES and (code := status_in(inner) or 0) in STATUSES:
            claims.status = claims.status or code


_TAKE: Mapping[Family, Callable[[Claims, str, Any], None]] = {
    Family.FLAG: _take_flag,
    Family.STATE: _take_state,
    Family.CODE: _take_code,
    Family.DENIAL: _take_error,
    Family.ERROR: _take_error,
    Family.MESSAGE: _take_message,
    Family.DATA: _take_message,
}

_CODES = ("status", "code", "statuscode", "httpstatus")


def _is_false(value: object) -> bool:
    return value is False or (isinstance(value, str) and normalize(value) in {"false", "no"})


def _is_true(value: object) -> bool:
    return value is True or (isinstance(value, str) and normalize(value) in {"true", "yes"})


def _is_failure(value: object) -> bool:
    return isinstance(value, str) and normalize(value) in FAILURE_WORDS


def shown(key: str, value: object) -> str:
    """A pair as it is quoted to the user."""
    return f"{key}: {text_of(value) or json.dumps(value, ensure_ascii=False)}"[:1000]
