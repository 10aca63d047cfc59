"""Two values of a field are the same whatever their spelling, and not the same for being nearly alike."""

from __future__ import annotations

import pytest

from batch_update.campaign import CAMPAIGN
from batch_update.checking import is_same
from batch_update.live import LiveValue


def lists(*pairs: tuple[int, int]) -> list[dict[str, int]]:
    return [{"list_id": number, "list_status": status} for number, status in pairs]


SAME: list[tuple[str, LiveValue, LiveValue]] = [
    ("name", "Diwali", " Diwali "), ("description", "one\r\ntwo", "one\ntwo"), ("name", None, None),
    ("ring_timeout", "30", "030"), ("ring_timeout", "30", "30.0"), ("dial_ratio", "1.5", "1.50"),
    ("dial_ratio", "2", "2.0"), ("dial_ratio", "1:2", " 1:2"), ("number_of_retry", "0", "00"),
    ("disposition_list", "12", "012"), ("disposition_list", "ab-1", "ab-1"),
    ("dial_method", "2", "2"), ("enforce_agent_pause_code", 0, 0),
    ("hide_lead_details", 0, None), ("hide_lead_details", None, 0), ("hide_lead_details", 1, 1),
    ("agent", [4817, 4818], [4818, 4817]), ("dial_status", ["0", "-5"], ["-5", "0"]),
    ("dial_status", ["03", "9"], ["9", "3"]), ("manual_lead_list", ["1235"], ["01235"]),
    ("lead_list_map", lists((1, 1), (2, 0)), lists((2, 0), (1, 1))),
    ("map_agent_lead_list", "4817:1", " 4817:1"), ("map_agent_lead_list", '{"1": 2, "3": 4}', '{"3":4,"1":2}'),
    ("map_agent_lead_list", '[{"a": 1}]', '[ { "a" : 1 } ]'),
]  # fmt: skip
OTHER: list[tuple[str, LiveValue, LiveValue]] = [
    ("name", "007", "7"), ("name", "Diwali", "diwali"), ("name", "A B", "A  B"), ("name", "1.5", "1.50"),
    ("name", "x", None), ("description", "one\ntwo", "one two"), ("webform_url", "http://a.in", "https://a.in"),
    ("ring_timeout", "30", "300"), ("ring_timeout", "0", None), ("dial_ratio", "1:2", "2"),
    ("dial_ratio", "1:2", "2:1"), ("dial_ratio", "1.5", "1.05"), ("agent_dial_in_number", "011400", "11400"),
    ("disposition_list", "12", "120"), ("disposition_list", "ab-1", "AB-1"), ("disposition_list", "a012", "a12"),
    ("dial_method", "1", "2"), ("dial_method", "1", None),
    ("hide_lead_details", 1, None), ("hide_lead_details", 1, 0), ("enforce_agent_pause_code", 0, None),
    ("agent", [4817], [4817, 4818]), ("agent", [4817], None), ("dial_status", ["5"], ["-5"]),
    ("dial_status", ["0"], None), ("lead_list_map", lists((1, 1)), lists((1, 0))),
    ("lead_list_map", lists((1, 1)), lists((1, 1), (2, 0))),
    ("map_agent_lead_list", "4817:1", "4817:01"), ("map_agent_lead_list", "[1, 2]", "[2, 1]"),
    ("map_agent_lead_list", '{"1": 2}', '{"1": "2"}'), ("map_agent_lead_list", "[1", "[2"),
    ("map_agent_lead_list", "1", "1.0"), ("map_agent_lead_list", "[" * 100_000, "[" * 99_999),
]  # fmt: skip


@pytest.mark.parametrize(("field", "one", "other"), SAME)
def test_two_spellings_of_one_value_are_the_same(field: str, one: LiveValue, other: LiveValue) -> None:
    known = CAMPAIGN.field(field)
    assert (is_same(known, one, other), is_same(known, other, one)) == (True, True)


@pytest.mark.parametrize(("field", "one", "other"), OTHER, ids=range(len(OTHER)))
def test_two_values_that_look_alike_are_not_the_same(field: str, one: LiveValue, other: LiveValue) -> None:
    known = CAMPAIGN.field(field)
    assert (is_same(known, one, other), is_same(known, other, one)) == (False, False)
