"""What is taken of a list of the account, and of the campaigns read: read leniently, never a guess."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from batch_update.campaign import CAMPAIGN
from batch_update.campaign.lookups import CALLER_IDS, LEAD_LISTS
from batch_update.checking import NameBook, take_named, take_seen
from batch_update.live import NamedId, NameLists, Snapshot

TAKEN: list[tuple[Mapping[str, object], NamedId]] = [
    ({"id": 1234, "name": "North leads"}, NamedId("1234", "North leads")),
    ({"id": "1234", "name": "North leads"}, NamedId("1234", "North leads")),
    ({"id": 1234.0, "name": "North leads"}, NamedId("1234", "North leads")),
    ({"ID": 1234, "Name": " North\n leads "}, NamedId("1234", "North leads")),
    ({"id": 7, "name": 2026}, NamedId("7", "2026")),
    ({"id": 7, "name": "=cmd()"}, NamedId("7", "=cmd()")),
    ({"id": 7, "name": "Pune, “big” 🎉"}, NamedId("7", "Pune, “big” 🎉")),
]
SKIPPED: list[Mapping[str, object]] = [
    {}, {"id": 1}, {"name": "North leads"}, {"id": None, "name": "x"}, {"id": 1, "name": None}, {"id": "", "name": "x"},
    {"id": 1, "name": " "}, {"id": True, "name": "x"}, {"id": 1.5, "name": "x"}, {"id": [1], "name": "x"},
    {"id": 1, "name": {"en": "x"}}, {"id": 1, "name": False},
]  # fmt: skip


@pytest.mark.parametrize(("item", "entry"), TAKEN, ids=str)
def test_an_entry_has_an_id_and_a_name(item: Mapping[str, object], entry: NamedId) -> None:
    assert take_named(LEAD_LISTS, [item]) == (entry,)


@pytest.mark.parametrize("item", SKIPPED, ids=str)
def test_an_entry_without_both_is_passed_over_and_the_others_are_taken(item: Mapping[str, object]) -> None:
    assert take_named(LEAD_LISTS, [item, {"id": 9, "name": "South"}]) == (NamedId("9", "South"),)


def test_an_id_that_comes_twice_is_taken_once() -> None:
    items: list[Mapping[str, object]] = [{"id": 12, "name": "a"}, {"id": "12", "name": "b"}, {"id": "012", "name": "c"}]
    assert take_named(LEAD_LISTS, items) == (NamedId("12", "a"),)


def test_a_caller_id_has_a_number_and_needs_no_name() -> None:
    items: list[Mapping[str, object]] = [
        {"id": "1759333", "did": "+911140001234", "alias": "911140001234", "name": "Delhi desk"},
        {"id": "1759334", "did": "+911140001235", "name": None},
    ]
    assert take_named(CALLER_IDS, items) == (
        NamedId("1759333", "Delhi desk", "+911140001234"),
        NamedId("1759334", "", "+911140001235"),
    )


# --- names that stood in campaigns ------------------------------------------------------------------------------------

ASHA, RAVI = {"4817": "Asha"}, {"4818": "Ravi", "4817": "Asha R."}
READ = (
    Snapshot(campaign_id="281", values={}, labels={"agent": ASHA, "name": {"1": "of no list"}}),
    Snapshot(campaign_id="282", values={}, labels={"agent": RAVI}),
)


def test_the_agents_are_those_seen_in_the_campaigns() -> None:
    assert take_seen(CAMPAIGN, READ) == {"agents": (NamedId("4817", "Asha"), NamedId("4818", "Ravi"))}


def test_a_cell_shows_the_lists_name_before_the_campaigns_own() -> None:
    lists = NameLists(target="x", entries={"agents": (NamedId("4817", "Asha Rao"),)})
    labels = NameBook(CAMPAIGN, lists).labels(CAMPAIGN.field("agent"), READ[1])
    assert dict(labels) == {"4817": "Asha Rao", "4818": "Ravi"}
