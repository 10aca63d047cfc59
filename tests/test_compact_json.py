"""What is sent and what is kept is just what Python's own `json` would write, whoever wrote it."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from batch_update.texts.compact_json import canonical_json, kept_json, wire_json

TEXTS = st.text(st.characters())  # half characters are among them
WHOLE = st.integers(-(2**70), 2**70)
VALUES = TEXTS | WHOLE | st.none() | st.lists(TEXTS | WHOLE | st.dictionaries(TEXTS, WHOLE, max_size=3), max_size=4)
BODIES = st.dictionaries(TEXTS, VALUES, max_size=8)


def encodable(value: object) -> bool:
    """Whether UTF-8 has a form for every character."""
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    return True


@given(BODIES)
def test_the_wire_has_what_json_writes_letter_by_letter(body: dict[str, object]) -> None:
    if encodable(body):
        assert wire_json(body) == json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()


@given(BODIES)
def test_what_is_hashed_is_what_json_writes_in_ascii_with_sorted_keys(body: dict[str, object]) -> None:
    assert canonical_json(["281", body]) == json.dumps(["281", body], separators=(",", ":"), sort_keys=True)


@given(BODIES)
def test_what_is_kept_comes_back_whatever_it_holds(body: dict[str, object]) -> None:
    kept = kept_json(body)
    assert json.loads(kept) == json.loads(json.dumps(body))
    assert kept.encode()  # SQLite takes no half characters


@pytest.mark.parametrize("text", ["\x7f", "\x00\x1f\t", "\u2028", '"\\/', "ऑफ़र 🪔", "\ud83d", "null", ""])
def test_odd_characters_are_hashed_as_json_writes_them(text: str) -> None:
    assert canonical_json({text: text}) == json.dumps({text: text}, separators=(",", ":"))


@pytest.mark.parametrize("number", [float("nan"), float("inf"), float("-inf")])
def test_a_number_that_is_none_is_never_sent_as_null(number: float) -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        wire_json({"name": "Diwali", "timeout": number})


def test_half_a_character_is_not_sent() -> None:
    with pytest.raises(ValueError, match="surrogates"):
        wire_json({"name": "\ud83d"})
