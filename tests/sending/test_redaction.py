"""A token is taken out of an answer however it is spelled there, and an answer without it stays as it is."""

from __future__ import annotations

import pytest

from batch_update.sending.redaction import Redaction
from batch_update.settings import Token

TOKEN = "aB3.dEfGh+7="
SPELLED = {
    "as it is": b"aB3.dEfGh+7=",
    "in capitals": b"AB3.DEFGH+7=",
    "in small letters": b"ab3.defgh+7=",
    "escaped for JSON": rb"aB3\u002edEfGh\u002b7\u003d",
    "escaped for HTML": b"aB3&#46;dEfGh&#x2b;7&#61;",
    "escaped for a URL": b"aB3.dEfGh%2B7%3D",
    "in UTF-16": TOKEN.encode("utf-16-le"),
}


@pytest.mark.parametrize("spelled", SPELLED.values(), ids=SPELLED)
def test_every_spelling_is_taken_out(spelled: bytes) -> None:
    assert Redaction(Token(TOKEN)).apply(b"no: " + spelled + b" is wrong") == b"no: *** is wrong"


@pytest.mark.parametrize("answer", [b'{"success": true}', b"dEfGh", "ठीक है".encode("utf-16"), b""])
def test_other_answers_stay_as_they_are(answer: bytes) -> None:
    assert Redaction(Token(TOKEN)).apply(answer) == answer


def test_an_answer_that_breaks_off_within_the_token_keeps_none_of_it() -> None:
    assert Redaction(Token(TOKEN)).apply(b"no: aB3.dEfGh+7", cut=True) == b"no: ***"


def test_a_token_without_a_letter_or_digit_is_found_too() -> None:
    assert Redaction(Token("+/=.-_+/=.")).apply(b"no: +/=.-_+/=.") == b"no: ***"
