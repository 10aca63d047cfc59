"""A value is spelled as the template's drop-downs and examples are, so that its own reader takes the text back."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from batch_update.campaign import CAMPAIGN
from batch_update.kinds.spelling import label_of, spell
from batch_update.live import LiveValue, NamedId

PLAIN: list[tuple[str, LiveValue, str]] = [
    ("name", "Diwali offers", "Diwali offers"),
    ("ring_timeout", "030", "030"),
    ("dial_method", "1", "1 - Preview"),
    ("hide_lead_details", 1, "1 - Yes"),
    ("hide_lead_details", 0, "0 - No"),
    ("enforce_agent_pause_code", 1, "1"),
    ("disposition_list", "12", "12"),
    ("agent", [4817, 4818], "4817; 4818"),
    ("dial_status", ["0", "-5", "57"], "0 - New; -5 - Call Drop; 57"),
    ("dial_status", ["-2"], "-2 - Number in Account DND List"),
    ("lead_list_map", [{"list_id": 1234, "list_status": 1}, {"list_id": 1235, "list_status": 0}], "1234:1; 1235:0"),
    ("connect_agent_through", "3", "3 - Both (Extension first, otherwise mobile)"),
]
NORTH = [{"list_id": 1234, "list_status": 1}]
LABELLED: list[tuple[str, LiveValue, Mapping[str, str], str]] = [
    ("disposition_list", "12", {"12": "Diwali offers"}, "12 - Diwali offers"),
    ("disposition_list", "012", {"12": "Diwali offers"}, "12 - Diwali offers"),
    ("disposition_list", "12", {"120": "Diwali offers"}, "12"),
    ("disposition_list", "12", {"12": "Sales, north"}, "12 - Sales, north"),  # one value: nothing is split
    ("agent", [4817, 4818], {"4817": "Asha"}, "4817 - Asha; 4818"),
    ("agent", [4817, 4818], {"4817": "Asha", "4818": "Rao, Ravi"}, "4817 - Asha; 4818"),
    ("lead_list_map", NORTH, {"1234": "North leads"}, "1234 - North leads:1"),
    ("lead_list_map", NORTH, {"1234": "North: leads"}, "1234:1"),
    ("dial_status", ["57", "3"], {"57": "Sold", "3": "Interested"}, "57 - Sold; 3 - Not reachable"),
    ("dial_method", "1", {"1": "Predictive"}, "1 - Preview"),
]


@pytest.mark.parametrize(("field", "value", "text"), PLAIN)
def test_a_value_is_spelled_as_the_template_does(field: str, value: LiveValue, text: str) -> None:
    known = CAMPAIGN.field(field)
    assert (spell(known, value), known.kind.read(text, known)) == (text, value)


@pytest.mark.parametrize("field", ["name", "agent", "dial_method"])
def test_what_is_empty_is_a_blank_cell(field: str) -> None:
    assert spell(CAMPAIGN.field(field), None, {"": "x"}) == ""


@pytest.mark.parametrize(("field", "value", "labels", "text"), LABELLED)
def test_an_id_is_spelled_with_its_name(field: str, value: LiveValue, labels: Mapping[str, str], text: str) -> None:
    assert spell(CAMPAIGN.field(field), value, labels) == text


def test_a_caller_id_is_known_by_its_number_first() -> None:
    assert label_of(NamedId("1759333", "Delhi desk", "+911140001234")) == "+911140001234 Delhi desk"
    assert label_of(NamedId("12", "Diwali offers")) == "Diwali offers"
