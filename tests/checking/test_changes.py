"""The lines of `Changes`: what a row changes in its campaign, what came of it, and what else changed there."""

from __future__ import annotations

from dataclasses import replace

import pytest
from support.agents import AGENT
from support.rows import accept

from batch_update.campaign import CAMPAIGN
from batch_update.checking import HeaderMatcher, check_rows, list_changes, take_snapshot
from batch_update.live import Change, NamedId, NameLists, Readings, Remark, Snapshot
from batch_update.model import CellValue, Column, Row, Update
from batch_update.resource import Lookup, Resource

Cells = dict[str, CellValue]
Line = tuple[str, str, str, str, str, Remark]


def read(item: dict[str, object] | None) -> Snapshot | None:
    return item if item is None else take_snapshot(CAMPAIGN, "281", item)


def tell(cells: Cells, before: dict[str, object] | None, after: dict[str, object] | None = None) -> list[Line]:
    """Column, cell, now, new, read back and remark of each line."""
    changes = list_changes(CAMPAIGN, accept(**cells), Readings(before=read(before), after=read(after)))
    return [(line.column, line.cell, line.now, line.new, line.read_back, line.remark) for line in changes]


RATIO: Cells = {"dial_ratio": "2"}
PLANNED: dict[str, tuple[Cells, dict[str, object] | None, list[Line]]] = {
    "another value": (RATIO, {"dial_ratio": "1.5"}, [("dial_ratio", "B2", "1.5", "2", "", Remark.PLAIN)]),
    "the value that is there": (RATIO, {"dial_ratio": 2.0}, []),
    "a field that is empty": (RATIO, {"dial_ratio": None}, [("dial_ratio", "B2", "(empty)", "2", "", Remark.PLAIN)]),
    "no key for it": (RATIO, {}, [("dial_ratio", "B2", "", "2", "", Remark.NOT_COMPARABLE)]),
    "no known form of it": (
        RATIO, {"dial_ratio": {"a": 1}}, [("dial_ratio", "B2", "(can not be read)", "2", "", Remark.NOT_COMPARABLE)],
    ),
    "nothing was read": (RATIO, None, []),
    "a field that is not sent": ({"name": "A"}, {"name": "A", "dial_ratio": "2"}, []),
    "a field that is emptied": (
        {"description": "<clear>"}, {"description": "Old"},
        [("description", "B2", "Old", "(empty)", "", Remark.PLAIN)],
    ),
    "a choice, a flag and ids with their names": (
        {"list_traversal_order": "Random", "hide_lead_details": "yes", "agent": "4817; 4819", "time_group": "21"},
        {"list_traversal_order": 1, "hide_lead_details": False, "time_group": {"id": 20, "name": "Office hours"},
         "agent": [{"id": 4817, "name": "Asha"}, {"id": 4818, "name": "Ravi"}]},
        [("list_traversal_order", "B2", "1 - Oldest First", "3 - Random", "", Remark.PLAIN),
         ("hide_lead_details", "C2", "0 - No", "1 - Yes", "", Remark.PLAIN),
         ("agent", "D2", "4817 - Asha; 4818 - Ravi", "4817 - Asha; 4819", "", Remark.PLAIN),
         ("time_group", "E2", "20 - Office hours", "21", "", Remark.PLAIN)],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("cells", "before", "lines"), PLANNED.values(), ids=PLANNED)
def test_a_plan_tells_each_field_that_would_change(
    cells: Cells, before: dict[str, object] | None, lines: list[Line]
) -> None:
    assert tell(cells, before) == lines


SENT: dict[str, tuple[dict[str, object] | None, dict[str, object], list[Line]]] = {
    "applied": ({"dial_ratio": "1"}, {"dial_ratio": 2}, [("dial_ratio", "B2", "1", "2", "2", Remark.PLAIN)]),
    "there before and after": ({"dial_ratio": "2"}, {"dial_ratio": "2"}, []),
    "not applied": (
        {"dial_ratio": "1"}, {"dial_ratio": 1}, [("dial_ratio", "B2", "1", "2", "1", Remark.NOT_APPLIED)],
    ),
    "there before, and no more": (
        {"dial_ratio": "2"}, {"dial_ratio": ""}, [("dial_ratio", "B2", "2", "2", "(empty)", Remark.NOT_APPLIED)],
    ),
    "there before, and gone": (
        {"dial_ratio": "2"}, {}, [("dial_ratio", "B2", "2", "2", "(empty)", Remark.NOT_APPLIED)],
    ),
    "there before, and unreadable": (
        {"dial_ratio": "2"}, {"dial_ratio": {"a": 1}},
        [("dial_ratio", "B2", "2", "2", "(can not be read)", Remark.NOT_APPLIED)],
    ),
    "another one unreadable": (
        {"dial_ratio": "1", "agent": [1]}, {"dial_ratio": "2", "agent": "x"},
        [("dial_ratio", "B2", "1", "2", "2", Remark.PLAIN),
         ("agent", "", "1", "", "(can not be read)", Remark.CHANGED_UNASKED)],
    ),
    "never comparable": ({}, {}, [("dial_ratio", "B2", "", "2", "", Remark.NOT_COMPARABLE)]),
    "not comparable after": (
        {"dial_ratio": ""}, {}, [("dial_ratio", "B2", "(empty)", "2", "", Remark.NOT_COMPARABLE)],
    ),
    "comparable only after": ({}, {"dial_ratio": "2"}, [("dial_ratio", "B2", "", "2", "2", Remark.PLAIN)]),
    "read only after": (None, {"dial_ratio": "2"}, [("dial_ratio", "B2", "", "2", "2", Remark.PLAIN)]),
    "read only after, and not applied": (
        None, {"dial_ratio": "1", "name": "A"}, [("dial_ratio", "B2", "", "2", "1", Remark.NOT_APPLIED)],
    ),
    "others changed unasked": (
        {"dial_ratio": "1", "time_group": "21", "agent": [1], "name": "A"},
        {"dial_ratio": "2", "agent": [{"id": 2, "name": "Ravi"}], "name": "A"},
        [("dial_ratio", "B2", "1", "2", "2", Remark.PLAIN),
         ("time_group", "", "21", "", "(empty)", Remark.CHANGED_UNASKED),
         ("agent", "", "1", "", "2 - Ravi", Remark.CHANGED_UNASKED)],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("before", "after", "lines"), SENT.values(), ids=SENT)
def test_a_row_that_was_read_back_tells_what_is_there(
    before: dict[str, object] | None, after: dict[str, object], lines: list[Line]
) -> None:
    assert tell(RATIO, before, after) == lines


def test_lines_stand_in_the_order_of_the_sheet_and_then_of_the_table() -> None:
    cells: Cells = {"ring_timeout": "30", "description": None, "name": "New"}
    before: dict[str, object] = {"name": "Old", "description": "x", "ring_timeout": 20, "agent": [1], "time_group": 5}
    after: dict[str, object] = {"name": "New", "description": "y", "ring_timeout": 30, "agent": [2], "time_group": 6}
    lines = [line[:2] for line in tell(cells, before, after)]
    assert lines == [("ring_timeout", "B2"), ("description", "C2"), ("name", "D2"), ("time_group", ""), ("agent", "")]


def test_a_line_names_the_campaign_and_the_sheets_own_header() -> None:
    before = take_snapshot(CAMPAIGN, "281", {"name": "Diwali", "number_of_retry": "2"})
    assert list_changes(CAMPAIGN, accept(Retries="3"), Readings(before=before)) == (
        Change(
            row=2, campaign_id="281", title="Diwali", field="number_of_retry", column="Retries", letter="B",
            now="2", new="3",
        ),
    )  # fmt: skip


TITLES: dict[str, tuple[dict[str, object], dict[str, object] | None, str]] = {
    "as it was read before": ({"name": "Old", "dial_ratio": 1}, None, "Old"),
    "as it is now": ({"name": "Old", "dial_ratio": 1}, {"name": "New", "dial_ratio": 1}, "New"),
    "as it was, if it has none now": ({"name": "Old", "dial_ratio": 1}, {"dial_ratio": 1}, "Old"),
    "nowhere": ({"dial_ratio": 1}, None, ""),
}


@pytest.mark.parametrize(("before", "after", "title"), TITLES.values(), ids=TITLES)
def test_a_line_has_the_campaigns_present_name(
    before: dict[str, object], after: dict[str, object] | None, title: str
) -> None:
    changes = list_changes(CAMPAIGN, accept(**RATIO), Readings(before=read(before), after=read(after)))
    assert changes[0].title == title


# --- another resource, and the account's own lists --------------------------------------------------------------------

PHONES = Lookup(key="phones", title="Phones", path="/v1/phones", number="did")
OFFICE: Resource = replace(
    AGENT, fields=tuple(replace(field, lookup=PHONES if field.name == "extension" else None) for field in AGENT.fields)
)
"""Agents whose extensions are from a list."""


def extend(extension: str) -> Update:
    match_header = HeaderMatcher(OFFICE)
    columns = tuple(
        Column(letter, name, match_header(name).field)
        for letter, name in zip("AB", ("Agent No", "extension"), strict=True)
    )
    (verdict,) = check_rows(OFFICE, [Row(2, ("41", extension), columns)])
    assert isinstance(verdict, Update)
    return verdict


def test_names_of_the_accounts_lists_win_over_those_in_what_was_read() -> None:
    lists = NameLists(
        target="x", entries={"phones": (NamedId("0207", "Front desk", "+9111207"), NamedId("208", "Back office"))}
    )
    before = take_snapshot(OFFICE, "41", {"full_name": "Asha", "extension": {"id": 208, "name": "Old name"}})
    (change,) = list_changes(OFFICE, extend("207"), Readings(before=before), lists)
    assert (change.title, change.now, change.new) == ("Asha", "208 - Back office", "207 - +9111207 Front desk")


def test_names_that_no_list_has_are_those_of_what_was_read() -> None:
    lists = NameLists(target="x", entries={"others": (NamedId("208", "Another thing"),)})
    before = take_snapshot(OFFICE, "41", {"extension": {"id": 208, "name": "Old name"}})
    (change,) = list_changes(OFFICE, extend("207"), Readings(before=before), lists)
    assert (change.now, change.new) == ("208 - Old name", "207")
