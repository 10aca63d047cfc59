"""A list that may be one number whose digits stand in groups is sent as a list, and that is said."""

from __future__ import annotations

import pytest
from support.rows import accept, make_row, refuse

from batch_update.campaign import CAMPAIGN
from batch_update.checking import check_rows
from batch_update.model import JsonValue, Update

DOUBTFUL: list[tuple[str, str, JsonValue, str]] = [
    ("agent", "4,817", [4, 817], "4817"),
    ("agent", "12,345", [12, 345], "12345"),
    ("agent", "281,282", [281, 282], "281282"),
    ("agent", "1,234,567", [1, 234, 567], "1234567"),
    ("agent", "12,34,567", [12, 34, 567], "1234567"),
    ("agent", "1,23,45,678", [1, 23, 45, 678], "12345678"),
    ("agent", "४,८१७", [4, 817], "4817"),
    ("agent", "4817,050", [4817, 50], "4817050"),
    ("agent", " 4,817 ", [4, 817], "4817"),
    ("dial_status", "1,00", ["1", "00"], "100"),
    ("dial_status", "-1,234", ["-1", "234"], "-1234"),
    ("manual_lead_list", "1,235", ["1", "235"], "1235"),
    ("agent", "1,234; 5,678", [1, 234, 5, 678], "1234; 5678"),
    ("agent", "4,817, 5,818", [4, 817, 5, 818], "4817; 5818"),
    ("agent", "4817\n4,819", [4817, 4, 819], "4817; 4819"),
]


@pytest.mark.parametrize(("field", "seen", "sent", "other"), DOUBTFUL)
def test_it_is_sent_as_a_list_and_both_readings_are_told(field: str, seen: str, sent: JsonValue, other: str) -> None:
    update = accept(**{field: seen})
    assert update.body == {field: sent}
    (warning,) = update.warnings
    assert (warning.code, warning.cell) == ("list-or-number", "B2")
    assert warning.suggestion.endswith(f"if not, write {other}.")


@pytest.mark.parametrize(
    ("field", "seen"),
    [("agent", "281,282,283"), ("agent", "281,282,283,284"), ("agent", "4817,4818"), ("agent", "4, 817"),
     ("agent", "4;817"), ("agent", "4\n817"), ("agent", "[4,817]"), ("agent", "1,2,3"), ("agent", "4817"),
     ("agent", "28,29"), ("agent", "4817,818"), ("dial_status", "0,3"), ("dial_status", "0,-5"), ("dial_status", "3,9"),
     ("dial_status", "New,417"), ("manual_lead_list", '["1","235"]'), ("lead_list_map", "1234:1,235:0"),
     ("map_agent_caller_id", "4817,1759333"), ("map_agent_caller_id", "4,817"), ("agent", "1; 05")],
)  # fmt: skip
def test_a_list_that_nobody_takes_for_one_number_is_sent_without_a_word(field: str, seen: str) -> None:
    assert accept(**{field: seen}).warnings == ()


@pytest.mark.parametrize(
    ("field", "seen", "suggestion"),
    [
        ("agent", "4,817.00", "Did you mean 4817, or 4; 817?"),
        ("dial_status", "1,234.5", "Did you mean 1234, or 1; 234?"),
        ("lead_list_map", "4,817:1", "Did you mean 4817:1?"),
        ("lead_list_map", "1,23,456:0; 5:1", "Did you mean 123456:0?"),
    ],
)
def test_what_can_be_no_list_is_refused_with_the_number(field: str, seen: str, suggestion: str) -> None:
    assert refuse(**{field: seen})[0].suggestion == suggestion


def test_every_row_with_such_a_list_is_warned_of() -> None:

    verdicts = check_rows(CAMPAIGN, [make_row(n, id=str(n), agent="4,817") for n in (2, 3, 4)])
    assert [len(v.warnings) for v in verdicts if isinstance(v, Update)] == [1, 1, 1]
