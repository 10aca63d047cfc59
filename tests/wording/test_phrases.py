"""Values in sentences: cut where they are long, and never so that two that differ look alike."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from batch_update.wording.phrases import cut, cut_both, cut_line

AGENTS = "4817; 4818; 4819; 4820; 4821; 4822; 4823; 48"


def test_a_value_keeps_its_spaces_which_may_be_what_is_wrong() -> None:
    assert cut("  12 ") == "  12 "
    assert cut_line("  two\n words ") == "two words"


def test_a_long_value_has_an_ellipsis_for_its_end() -> None:
    assert cut("x" * 40) == "x" * 40
    assert cut("x" * 41) == "x" * 39 + "…"


@pytest.mark.parametrize(
    ("one", "other", "told"),
    [
        ("1", "2", ("1", "2")),
        (f"{AGENTS}24", f"{AGENTS}25", ("… 4823; 4824", "… 4823; 4825")),
        (AGENTS, f"{AGENTS}24; 4825; 4826", ("…; 4823; 48", "…; 4823; 4824; 4825; 4826")),
        ("x" * 50 + "y" * 50, "x" * 50 + "z" * 50, (f"…{'x' * 10}{'y' * 28}…", f"…{'x' * 10}{'z' * 28}…")),
    ],
)
def test_two_long_values_are_shown_from_shortly_before_they_differ(one: str, other: str, told: tuple[str, str]) -> None:
    assert cut_both(one, other) == told


@given(st.text("ab", max_size=60), st.text("ab", max_size=9), st.text("ab", max_size=9))
def test_two_that_differ_never_look_alike(alike: str, one: str, other: str) -> None:
    shown = cut_both(alike + one, alike + other)

    assert (shown[0] != shown[1]) == (one != other)
    assert max(map(len, shown)) <= 40
