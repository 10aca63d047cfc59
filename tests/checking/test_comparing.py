"""What a campaign that was read holds, beside what was asked for: same, different, or not comparable; never a guess."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from support.agents import AGENT

from batch_update.campaign import CAMPAIGN
from batch_update.checking import compare, compare_readings, live_body, take_snapshot
from batch_update.kinds.spelling import spell
from batch_update.live import Comparison, Difference, LiveValue, Snapshot
from batch_update.model import JsonValue
from batch_update.sandbox.refusals import find_faults

Item = Mapping[str, object]


def read(**item: object) -> Snapshot:
    return take_snapshot(CAMPAIGN, "281", item)


# --- what was read ----------------------------------------------------------------------------------------------------


def test_a_campaign_is_read_as_an_update_would_send_it() -> None:
    snapshot = read(
        id=281, name="Diwali", dialMethod=2, HIDE_LEAD_DETAILS=True, agent=[{"id": 4817, "name": "Asha"}],
        disposition_list={"id": 12, "name": "Standard"}, ring_timeout=None, dial_ratio={"x": 1}, created_at="2026-11",
    )  # fmt: skip
    values: dict[str, LiveValue] = {
        "name": "Diwali", "dial_method": "2", "hide_lead_details": 1, "agent": [4817], "disposition_list": "12",
        "ring_timeout": None,
    }  # fmt: skip
    labels = {"agent": {"4817": "Asha"}, "disposition_list": {"12": "Standard"}}
    assert snapshot == Snapshot(campaign_id="281", values=values, unclear=frozenset({"dial_ratio"}), labels=labels)


TWICE: dict[str, tuple[Item, dict[str, LiveValue], set[str]]] = {
    "two keys that agree": ({"dial_method": "2", "dialMethod": "Ratio"}, {"dial_method": "2"}, set()),
    "two keys that disagree": ({"dial_method": "2", "dialMethod": "1"}, {}, {"dial_method"}),
    "one that says nothing": ({"dial_method": "2", "dialMethod": None}, {}, {"dial_method"}),
    "one in no known form": ({"dialMethod": {"x": 1}, "dial_method": "2"}, {}, {"dial_method"}),
    "a third that agrees with the first": (
        {"agent": [1], "Agent": [2], "AGENT": [1]}, {}, {"agent"}
    ),
    "a flag that is 0 and nothing": ({"enable_inbound": 0, "enableInbound": None}, {"enable_inbound": 0}, set()),
    "a key that is nearly one": ({"dial_methods": "2", "dial method": "2", "method": "2"}, {}, set()),
}  # fmt: skip


@pytest.mark.parametrize(("item", "values", "unclear"), TWICE.values(), ids=TWICE)
def test_keys_count_whatever_their_case_and_underscores(
    item: Item, values: dict[str, LiveValue], unclear: set[str]
) -> None:
    snapshot = take_snapshot(CAMPAIGN, "281", item)
    assert (dict(snapshot.values), set(snapshot.unclear)) == (values, unclear)


LABELS: dict[str, tuple[str, object, dict[str, str]]] = {
    "of one id": ("time_group", {"ID": 21.0, "Name": " Office\n hours "}, {"21": "Office hours"}),
    "of some of a list": ("agent", [{"id": "4817", "name": "Asha"}, {"id": 4818}, 4819], {"4817": "Asha"}),
    "of lead lists": (
        "lead_list_map",
        [{"list_id": 1, "list_status": 1, "name": "North"}, {"listId": 2, "listStatus": 0, "listName": "South"},
         {"list_id": {"id": 3, "name": "East"}, "list_status": 0}, {"list_id": 4, "list_status": 0}],
        {"1": "North", "2": "South", "3": "East"},
    ),
    "none that can not be shown": ("time_group", {"id": 21, "name": "\ud800\x07"}, {}),
    "none that is no text": ("time_group", {"id": 21, "name": 5}, {}),
    "none of an id with two": ("agent", [{"id": 1, "name": "Asha"}, {"id": 1, "name": "Usha"}], {}),
    "none where the value is unclear": ("agent", [{"id": 1, "name": "Asha"}, None], {}),
}  # fmt: skip


@pytest.mark.parametrize(("field", "given_value", "names"), LABELS.values(), ids=LABELS)
def test_names_beside_ids_are_kept(field: str, given_value: object, names: dict[str, str]) -> None:
    assert read(**{field: given_value}).labels.get(field, {}) == names


def test_two_keys_that_disagree_leave_no_names_behind() -> None:
    snapshot = read(agent=[{"id": 1, "name": "Asha"}], Agent=[2])
    assert (snapshot.labels.get("agent"), set(snapshot.unclear)) == (None, {"agent"})


def test_another_resource_is_read_by_its_own_table() -> None:
    item = {"agent_id": 41, "fullName": "Asha Rao", "device": "Extension", "extension": {"id": 207}}
    snapshot = take_snapshot(AGENT, "41", item)
    assert snapshot.values == {"full_name": "Asha Rao", "device": "2", "extension": "207"}


LIKELY = st.sampled_from(
    (0, 1, 2, -5, 4817, 30.0, 1.5, True, None, "", "0", "1", "030", "-5", "1.50", "30.0", "1:2", "1:02", "02-Jan",
     "1-2", "1e5", "yes", "Ratio", "New", "Call Drop", "a-12", "4,817", "Diwali\r\noffers", "<clear>", "NULL", "1.000",
     "[1]")
)  # fmt: skip
SCALARS = LIKELY | st.none() | st.booleans() | st.integers() | st.floats() | st.text()
NAMED = st.fixed_dictionaries({"id": LIKELY}, optional={"name": SCALARS, "eid": SCALARS})
STATUSES = st.fixed_dictionaries({"list_id": LIKELY, "list_status": LIKELY}, optional={"name": SCALARS})
JSON = (
    LIKELY | NAMED | st.lists(LIKELY | NAMED, max_size=3) | st.lists(STATUSES, max_size=3)
    | st.recursive(
        SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3), max_leaves=5
    )
)  # fmt: skip
NAMES = [field.name for field in CAMPAIGN.fields]
FREELY = {field.name: replace(field, needed_when=None, limit=None) for field in CAMPAIGN.fields}
"""The fields without what holds between values: an account may hold what no update would be let through with."""


@given(JSON, st.dictionaries(st.text(), JSON, max_size=3))
@example("[" * 100_000, {})
@example(10**4000, {})
def test_whatever_json_is_in_a_field_its_value_is_one_that_can_be_sent(value: object, others: Item) -> None:
    held = take_snapshot(CAMPAIGN, "281", {**dict.fromkeys(NAMES, value), **others}).values
    assert find_faults(FREELY, {name: held[name] for name in held if held[name] is not None}) == {}


FREE_TEXTS = {
    "name",
    "description",
    "webform_url",
    "agent_dial_in_number",
    "map_agent_caller_id",
    "map_agent_lead_list",
}
"""What the account holds in them is taken as it is, also where typing it would be a problem."""


@given(JSON)
def test_whatever_json_is_in_a_field_a_cell_that_spells_its_value_is_read_as_it(value: object) -> None:
    held = take_snapshot(CAMPAIGN, "281", dict.fromkeys(set(NAMES) - FREE_TEXTS, value)).values
    known = {name: CAMPAIGN.field(name) for name in held if held[name] is not None}
    assert {name: f.kind.read(spell(f, held[name]), f) for name, f in known.items()} == {n: held[n] for n in known}


# --- what was sent, beside what was read ------------------------------------------------------------------------------


def test_what_is_emptied_on_purpose_is_nothing() -> None:
    body: dict[str, JsonValue] = {"description": "", "agent": [], "enable_inbound": 0, "dial_ratio": "2"}
    expected = {"description": None, "enable_inbound": 0, "dial_ratio": "2", "agent": None}
    assert live_body(CAMPAIGN, body) == expected


BODY: dict[str, JsonValue] = {"dial_ratio": "2"}
COMPARED: dict[str, tuple[dict[str, JsonValue], Item, Item | None, Comparison]] = {
    "there": (BODY, {"dial_ratio": 2.0}, None, Comparison(same=("dial_ratio",))),
    "another": (BODY, {"dial_ratio": "1.5"}, None, Comparison(different=(Difference("dial_ratio", "1.5", "2"),))),
    "empty": (BODY, {"dial_ratio": ""}, None, Comparison(different=(Difference("dial_ratio", None, "2"),))),
    "no key": (BODY, {}, None, Comparison(unknown=("dial_ratio",))),
    "no known form": (BODY, {"dial_ratio": {"of": 2}}, None, Comparison(unknown=("dial_ratio",))),
    "gone": (BODY, {}, {"dial_ratio": "1"}, Comparison(different=(Difference("dial_ratio", None, "2"),))),
    "never there": (BODY, {}, {"dial_ratio": None}, Comparison(unknown=("dial_ratio",))),
    "unreadable now": (
        BODY, {"dial_ratio": {"of": 2}}, {"dial_ratio": "1"},
        Comparison(different=(Difference("dial_ratio", None, "2"),)),
    ),
    "emptied": ({"agent": []}, {"agent": None}, None, Comparison(same=("agent",))),
    "emptied, and gone": ({"agent": []}, {}, {"agent": [1]}, Comparison(same=("agent",))),
    "to be emptied, and unreadable": ({"agent": []}, {"agent": "x"}, {"agent": [1]}, Comparison(unknown=("agent",))),
    "not emptied": ({"agent": []}, {"agent": [1]}, None, Comparison(different=(Difference("agent", [1], None),))),
    "a flag at 0, of which nothing is said": ({"enable_inbound": 0}, {}, None, Comparison(unknown=("enable_inbound",))),
    "a flag at 0, and nothing": ({"enable_inbound": 0}, {"enable_inbound": None}, None,
                                 Comparison(same=("enable_inbound",))),
}  # fmt: skip


@pytest.mark.parametrize(("body", "item", "before", "expected"), COMPARED.values(), ids=COMPARED)
def test_a_value_sent_is_there_is_not_or_nobody_knows(
    body: dict[str, JsonValue], item: Item, before: Item | None, expected: Comparison
) -> None:
    earlier = before if before is None else take_snapshot(CAMPAIGN, "281", before)
    assert compare(CAMPAIGN, body, take_snapshot(CAMPAIGN, "281", item), before=earlier) == expected


KEPT: dict[str, tuple[Item, Item, Comparison]] = {
    "kept": ({"name": "A"}, {"name": " A"}, Comparison(same=("name",))),
    "changed": ({"name": "A"}, {"name": "B"}, Comparison(different=(Difference("name", "B", "A"),))),
    "emptied": ({"name": "A"}, {"name": ""}, Comparison(different=(Difference("name", None, "A"),))),
    "gone": ({"name": "A"}, {}, Comparison(different=(Difference("name", None, "A"),))),
    "unreadable": ({"name": "A"}, {"name": {"x": 1}}, Comparison(different=(Difference("name", None, "A"),))),
    "filled": ({"name": ""}, {"name": "A"}, Comparison(different=(Difference("name", "A", None),))),
    "empty, then gone": ({"name": ""}, {}, Comparison(unknown=("name",))),
    "empty, then unreadable": ({"name": ""}, {"name": {"x": 1}}, Comparison(unknown=("name",))),
    "never comparable": ({"name": {"x": 1}}, {"name": {"x": 2}}, Comparison(unknown=("name",))),
    "comparable only after": ({"name": {"x": 1}}, {"name": "A"}, Comparison(unknown=("name",))),
    "there only after": ({}, {"name": "A"}, Comparison(unknown=("name",))),
}


@pytest.mark.parametrize(("before", "after", "expected"), KEPT.values(), ids=KEPT)
def test_a_field_that_was_not_sent_is_kept_is_not_or_nobody_knows(
    before: Item, after: Item, expected: Comparison
) -> None:
    others = {field.name for field in CAMPAIGN.fields} - {"name"}
    readings = (take_snapshot(CAMPAIGN, "281", before), take_snapshot(CAMPAIGN, "281", after))
    assert compare_readings(CAMPAIGN, *readings, besides=others) == expected


def test_a_flag_that_was_1_and_is_gone_counts_as_emptied_and_one_that_was_0_does_not() -> None:
    before, after = read(enable_inbound=1, enable_transfer=0), read()
    compared = compare_readings(CAMPAIGN, before, after, besides=())
    assert compared.different == (Difference("enable_inbound", None, 1),)
    assert (len(compared.unknown), "enable_transfer" in compared.unknown) == (50, True)


def test_the_fields_that_were_sent_are_not_looked_at() -> None:
    compared = compare_readings(CAMPAIGN, read(name="A"), read(name="B"), besides=MappingProxyType({"name": "B"}))
    assert (compared.different, "name" in compared.unknown, len(compared.unknown)) == ((), False, 50)
