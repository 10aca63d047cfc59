"""Names for ids in a pulled sheet: typed in cells, in lists and in lead lists, and never guessed."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.editing import edit
from support.pulled_account import Account, make_campaigns

SHEET = Path("campaigns.xlsx")
pytestmark = pytest.mark.usefixtures("token")

TAKEN = {
    "an id": ("disposition_list", "13", "13"),
    "a label": ("disposition_list", "13 - =cmd()", "13"),
    "a name": ("time_group", "Night 🌙", "22"),
    "a name in other case and spacing": ("manual_lead_list", "  north   LEADS ", ["1234"]),
    "a number": ("outbound_caller_id", "+91 11 4000 1235", "1759334"),
    "a number without its country": ("outbound_caller_id", "1140001235", "1759334"),
    "names in a list": ("manual_lead_list", "North leads; South leads", ["1234", "1235"]),
    "a name with a separator, by its id": ("manual_lead_list", "1238", ["1238"]),
    "names of lead lists": (
        "lead_list_map", "North leads:0; south leads:1",
        [{"list_id": 1234, "list_status": 0}, {"list_id": 1235, "list_status": 1}],
    ),
    "agents": ("agent", "Ravi", [4818]),
}  # fmt: skip


@pytest.mark.parametrize(("field", "typed", "sent"), TAKEN.values(), ids=TAKEN)
def test_what_means_one_entry_is_sent_as_its_id(
    field: str, typed: str, sent: object, capsys: pytest.CaptureFixture[str]
) -> None:
    with Account(campaigns=make_campaigns(281)) as account:
        account.pull(capsys)
        edit(SHEET, {"281": {field: typed}})
        ran = account.run(capsys, SHEET, "--verify", "none", "--json")
    assert ran.code == 0
    assert [body[field] for body in account.bodies] == [sent]


REFUSED = {
    "a name that is there twice": ("manual_lead_list", "Festival", ["1236", "1237"]),
    "a name that is not there": ("time_group", "Nihgt", []),
    "a name that is nearly there": ("disposition_list", "Sale calls", ["12 - Sales calls"]),
    "an id with another one's name": ("time_group", "22 - Day", []),
    "a lead list that is not there": ("lead_list_map", "Notrh leads:1", ["North leads"]),
    "half of a list": ("manual_lead_list", "North leads; West leads", []),
}


@pytest.mark.parametrize(("field", "typed", "meant"), REFUSED.values(), ids=REFUSED)
def test_what_does_not_is_a_problem_at_its_cell(
    field: str, typed: str, meant: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with Account(campaigns=make_campaigns(281)) as account:
        account.pull(capsys)
        edit(SHEET, {"281": {field: typed}})
        account.forget_story()
        ran = account.run(capsys, SHEET, "--json")
    assert (ran.code, ran.totals["invalid"], account.story) == (1, 1, [])
    (error,) = ran.results["Errors"]
    assert (error["Column"], error["Value"], error["Severity"]) == (field, typed, "error")
    assert [name for name in meant if name not in f"{error['Problem']} {error['Suggestion']}"] == []


def test_the_name_of_what_is_there_is_no_edit(capsys: pytest.CaptureFixture[str]) -> None:
    with Account(campaigns=make_campaigns(281)) as account:
        account.pull(capsys)
        edit(SHEET, {"281": {"time_group": '  day "LONG"', "manual_lead_list": "south leads"}})
        account.forget_story()
        assert (account.run(capsys, SHEET).code, account.story) == (0, [])


def test_an_id_that_no_list_has_is_sent_with_a_warning(capsys: pytest.CaptureFixture[str]) -> None:
    with Account(campaigns=make_campaigns(281)) as account:
        account.pull(capsys)
        edit(SHEET, {"281": {"time_group": "77"}})
        ran = account.run(capsys, SHEET, "--verify", "none", "--json")
    assert [body["time_group"] for body in account.bodies] == ["77"]
    assert [error["Severity"] for error in ran.results["Errors"]] == ["warning"]


def test_a_number_that_is_the_name_of_an_entry_is_a_problem(capsys: pytest.CaptureFixture[str]) -> None:
    with Account(campaigns=make_campaigns(281)) as account:
        account.lists["/v1/timegroups"] = [{"id": 21, "name": "2024"}, {"id": 22, "name": "Night"}]
        account.pull(capsys)
        edit(SHEET, {"281": {"time_group": "2024"}})
        assert account.run(capsys, SHEET, "--json").totals["invalid"] == 1


def test_names_work_in_rows_added_by_hand_and_in_the_results(capsys: pytest.CaptureFixture[str]) -> None:
    with Account(campaigns=make_campaigns(281, 282)) as account:
        account.pull(capsys, "--ids", "281")
        edit(SHEET, {"281": {"time_group": "Nihgt", "id": "281"}})
        results = Path(account.run(capsys, SHEET, "--json").totals["results"])
        edit(results, {"281": {"time_group": "night 🌙", "manual_lead_list": "1236; north leads"}}, worksheet="To fix")
        ran = account.run(capsys, results, "--json")
    assert (ran.code, ran.totals["updated"]) == (0, 1)
    assert account.bodies == [{"id": "281", "time_group": "22", "manual_lead_list": ["1236", "1234"]}]


def test_without_its_list_a_name_is_no_id(capsys: pytest.CaptureFixture[str]) -> None:
    with Account(campaigns=make_campaigns(281), answers={"/v1/timegroups": (403, {})}) as account:
        account.pull(capsys)
        edit(SHEET, {"281": {"time_group": "Night"}})
        assert account.run(capsys, SHEET, "--json").totals["invalid"] == 1
