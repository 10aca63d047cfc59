"""A short answer is judged once and remembered; what it answers still decides where it may be an echo of that."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from batch_update.model import JsonValue
from batch_update.sending.answers import REMEMBERED, Action, judge

TEXTS = st.sampled_from(
    (
        "",
        "paused",
        "Payment failed",
        "success",
        "Updated",
        "Payment  failed",
        "1; Updated",
        "Invalid",
        "name is invalid",
        "1",
        "false",
        "Done, no errors",
    )
)
KEYS = st.sampled_from(("success", "Message", "status", "data", "name", "errors", "id", "dial_ratio", "list"))
VALUES = st.recursive(
    TEXTS | st.booleans() | st.none() | st.sampled_from((0, 1, 200, 404)),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=6,
)
ANSWERS = st.dictionaries(KEYS, VALUES, max_size=4)
BODIES = st.dictionaries(KEYS, TEXTS | st.integers(0, 3) | st.lists(TEXTS, max_size=2), max_size=4)


@settings(max_examples=500)
@given(st.sampled_from((200, 207, 400, 429)), ANSWERS, BODIES)
def test_a_remembered_answer_means_what_it_means_when_it_is_read_anew(
    status: int, answer: object, body: dict[str, JsonValue]
) -> None:
    short = json.dumps(answer).encode()
    judge(status, body=short)  # as the row before it had it
    remembered, anew = judge(status, body=short, sent=body), judge(status, body=short + b" " * REMEMBERED, sent=body)
    assert remembered == anew


MESSAGE, FIELD = b'{"success": true, "message": "Payment failed"}', b'{"success": true, "name": "Payment failed"}'
SPACED = b'{"success": true, "name": "Payment  failed: name"}'  # spaces, and the parts of a list, are joined
LISTED = b'{"success": true, "message": ["Payment", "failed"]}'


@pytest.mark.parametrize(
    ("answer", "sent", "action"),
    [
        (MESSAGE, {"name": "Payment failed"}, Action.YES),
        (MESSAGE, {"name": "Diwali offers"}, Action.UNCLEAR),
        (FIELD, {"name": "Payment failed"}, Action.YES),
        (FIELD, {"name": "Diwali offers"}, Action.UNCLEAR),
        (FIELD, {"dial_ratio": 2}, Action.YES),
        (SPACED, {"note": "Payment failed: name"}, Action.YES),
        (LISTED, {"note": "Payment; failed"}, Action.YES),
    ],
)
def test_the_same_words_are_an_echo_to_one_row_and_a_complaint_to_another(
    answer: bytes, sent: dict[str, str | int], action: Action
) -> None:
    assert judge(200, body=answer, sent=sent).action is action
