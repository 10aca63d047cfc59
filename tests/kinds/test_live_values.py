"""Every form in which the account may give a value comes out as an update would send it; anything else is refused."""

from __future__ import annotations

import math

import pytest

from batch_update.campaign import CAMPAIGN
from batch_update.live import LiveValue


def live(field: str, given: object) -> LiveValue:
    """A JSON value of a campaign, in the form that an update would send."""
    known = CAMPAIGN.field(field)
    return known.kind.live(given, known)


ASHA, RAVI = {"id": 4817, "name": "Asha"}, {"id": "4818", "name": "Ravi", "eid": "0502842370097"}
NORTH = {"list_id": 1234, "list_status": 1}
EMPTY: tuple[object, ...] = (None, "", [], " ", "\n")
TAKEN: dict[str, list[tuple[object, LiveValue]]] = {
    "name": [("Diwali", "Diwali"), (" Diwali\r\n2026 ", "Diwali\n2026"), ("007", "007"), (7, "7"), (7.0, "7"),
             ("null", "null"), ("A\u00a0B", "A B"), ("true", "true"), ("{}", "{}")],
    "webform_url": [("https://example.com/form", "https://example.com/form"), ("www.example.com", "www.example.com")],
    "agent_dial_in_number": [("+91 11 4000 1234", "+91 11 4000 1234"), (911140001234, "911140001234")],
    "ring_timeout": [("30", "30"), (30, "30"), (30.0, "30"), ("030", "030"), ("30.00", "30"), (" 30 ", "30"), (0, "0")],
    "number_of_retry": [("3", "3"), (3, "3"), ("3.0", "3")],
    "retry_after_minutes": [("60", "60"), (60, "60")],
    "dial_ratio": [("2", "2"), (2, "2"), (1.5, "1.5"), ("1.50", "1.50"), ("1:2", "1:2"), (2.0, "2")],
    "enforce_agent_pause_code": [(1, 1), ("1", 1), (1.0, 1), (-1, -1), ("02", 2)],
    "disposition_list": [(12, "12"), ("12", "12"), (12.0, "12"), ("012", "012"), ({"id": 12, "name": "Std"}, "12"),
                         ({"ID": "12"}, "12"), ("ab-12", "ab-12")],
    "hide_lead_details": [*[(yes, 1) for yes in (1, "1", 1.0, True, "true", "True", "yes", "Y", "on", "1.0")],
                          *[(no, 0) for no in (0, "0", 0.0, False, "false", "no", "OFF", *EMPTY)]],
    "dial_method": [("2", "2"), (2, "2"), (2.0, "2"), ("Ratio", "2"), ("ratio ", "2"), ("2 - Ratio", "2"),
                    ({"id": 2, "name": "Ratio"}, "2"), ({"Id": "2"}, "2"), ({"id": 2, "name": "Predictive"}, "2")],
    "connect_agent_through": [("Both", "3"), ("both (extension first, otherwise mobile)", "3")],
    "dial_status": [(["0", "-5"], ["0", "-5"]), ([0, -5], ["0", "-5"]), (["New", "call drop"], ["0", "-5"]),
                    ([{"id": 57, "name": "Not interested"}], ["57"]), ('["0", "-5"]', ["0", "-5"]), ([0, "0"], ["0"])],
    "manual_lead_list": [([1235], ["1235"]), (["1235", 1236.0], ["1235", "1236"]), ([{"id": 1235}], ["1235"])],
    "agent": [([4817, 4818], [4817, 4818]), (["4817"], [4817]), ([ASHA, RAVI], [4817, 4818]), ([4817, ASHA], [4817]),
              ("[4817]", [4817]), (" [] ", None)],
    "lead_list_map": [
        ([NORTH], [NORTH]), ([{"listId": "1234", "listStatus": True}], [NORTH]),
        ([{"LIST_ID": 1234.0, "List_Status": "1", "name": "North", "total": 5}], [NORTH]),
        ([{"list_id": {"id": 1234, "name": "North"}, "list_status": 1}], [NORTH]), ([NORTH, NORTH], [NORTH]),
        ('[{"list_id": 1234, "list_status": 1}]', [NORTH]),
    ],
    "map_agent_caller_id": [("4817:1759333", "4817:1759333"), ('{"4817": 1}', '{"4817": 1}'), (5, "5")],
}  # fmt: skip

NOWHERE: tuple[object, ...] = (
    {},
    {"x": 1},
    [[1]],
    [None],
    [True],
    [{"id": None}],
    math.nan,
    math.inf,
    10**400,
    "\ud800",
)
"""What is in no form of any field."""

UNCLEAR: dict[str, list[object]] = {
    "name": [True, 1.5, ["Diwali"], {"id": 1, "name": "Diwali"}, "Diwali\x07"],
    "webform_url": [{"url": "https://example.com"}, False],
    "agent_dial_in_number": [["911140001234"], {"id": 911140001234}],
    "ring_timeout": [30.5, "30.5", "30 s", "-1", True, ["30"], {"id": 30}, "00:30", 10**15, "1e3"],
    "number_of_retry": ["three", -3, False],
    "retry_after_minutes": ["1 h", {"value": 60}],
    "dial_ratio": ["1 to 2", "2x", True, [2], {"id": 2}, "1:02"],
    "enforce_agent_pause_code": [True, 1.5, "yes", [1], 2**31],
    "disposition_list": ["Standard", True, 1.5, [12], {"name": "Std"}, {"id": {"id": 12}}, {"id": 1, "ID": 2}, "1, 2"],
    "hide_lead_details": [2, "2", -1, 0.5, "enabled", [1], {"id": 1}],
    "dial_method": ["3", 0, "Predictive", True, {"id": 2, "name": "Preview"}, ["2"], {"name": "Ratio"}],
    "connect_agent_through": ["Mobile", "1 - Agent Extension"],
    "dial_status": ["0", 0, ["Fresh"], [0.5], [True], ["0", None], {"0": "New"}, ["0,-5"]],
    "manual_lead_list": ["1235", 1235, ["-1"], ["North"], [{"name": "North"}]],
    "agent": [4817, "4817", "4817,4818", [-1], ["Asha"], ["0502842370097"], [2**31], [{"name": "Asha"}], [ASHA, None]],
    "lead_list_map": [
        [1234], ["1234:1"], [{"list_id": 1234}], [{"id": 1234, "list_status": 1}], {"1234": 1}, "1234:1",
        [{"list_id": 1234, "list_status": 2}], [{"list_id": 1234, "list_status": None}],
        [NORTH, {"list_id": 1234, "list_status": 0}], [{"list_id": 1, "listId": 2, "list_status": 1}],
    ],
    "map_agent_caller_id": [{"4817": 1}, [{"id": 4817}], [4817], True],
}  # fmt: skip


def lines(table: dict[str, list[tuple[object, LiveValue]]]) -> list[tuple[str, object, LiveValue]]:
    return [(field, given, value) for field, pairs in table.items() for given, value in pairs]


@pytest.mark.parametrize(("field", "given", "value"), lines(TAKEN), ids=repr)
def test_a_value_comes_out_as_an_update_would_send_it(field: str, given: object, value: LiveValue) -> None:
    assert (live(field, given), type(live(field, given))) == (value, type(value))


@pytest.mark.parametrize("field", TAKEN.keys() - {"hide_lead_details"})
@pytest.mark.parametrize("given", EMPTY, ids=repr)
def test_nothing_is_empty_in_each_of_its_forms(field: str, given: object) -> None:
    assert live(field, given) is None


@pytest.mark.parametrize(
    ("field", "given"), [(field, given) for field, values in UNCLEAR.items() for given in values], ids=repr
)
def test_a_value_in_no_known_form_is_refused(field: str, given: object) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - each reader has its own words, which nobody is told
        live(field, given)


@pytest.mark.parametrize("field", UNCLEAR)
@pytest.mark.parametrize("given", NOWHERE, ids=range(len(NOWHERE)))
def test_what_is_in_no_form_of_any_field_is_refused_by_each(field: str, given: object) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - likewise
        live(field, given)
