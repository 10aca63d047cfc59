"""`undo`: what a run changed goes back, field by field, to what the account held before."""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path

import pytest
from support.commands import run_exactly, write_csv
from support.editing import cells_of
from support.pulled_account import Account, make_campaigns
from support.served_account import Campaign, forgets, takes_all
from support.undoing import put_back, send, undo

UNDO = Path("campaigns.undo.xlsx")
pytestmark = pytest.mark.usefixtures("token")


@pytest.mark.parametrize(
    ("typed", "goes_back"),
    [
        pytest.param({"name": "New name"}, {"name": "Offer 281"}, id="a text"),
        pytest.param({"hide_lead_details": "yes"}, {"hide_lead_details": "0 - No"}, id="a flag"),
        pytest.param({"dial_ratio": "2"}, {"dial_ratio": "1.5"}, id="a number"),
        pytest.param({"outbound_caller_id": "1759334"}, {"outbound_caller_id": "1759333"}, id="an id"),
        pytest.param({"agent": "4819"}, {"agent": "4817; 4818"}, id="agents"),
        pytest.param({"dial_status": "9"}, {"dial_status": "0 - New; 3 - Not reachable"}, id="statuses"),
        pytest.param({"lead_list_map": "1234:0; 1235:1"}, {"lead_list_map": "1234:1"}, id="lead lists"),
        pytest.param({"description": "<clear>"}, {"description": "Calls of the morning"}, id="what was emptied"),
        pytest.param({"webform_url": "https://example.com"}, {"webform_url": "<clear>"}, id="what was empty"),
        pytest.param({"dial_method": "1", "auto_dial_duration": "30"},
                     {"dial_method": "2 - Ratio", "auto_dial_duration": "<clear>"}, id="what belongs together"),
    ],
)  # fmt: skip
def test_what_was_changed_goes_back(
    typed: dict[str, str], goes_back: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    with Account(campaigns=make_campaigns(281, 282)) as account:
        before = deepcopy(account.campaigns)
        assert send(account, capsys, {"id": "281", **typed}).code == 0
        assert account.campaigns != before
        assert undo(capsys, "last").code == 0
        cells = cells_of(UNDO)["281"]
        assert cells.pop("_pulled")
        assert cells == {"id": "281", **goes_back}
        ran = put_back(account, capsys)
        assert (ran.code, ran.totals["updated"], ran.totals["verified"]) == (0, 1, 1)
        assert account.campaigns == before


def test_a_second_undo_puts_the_change_back(capsys: pytest.CaptureFixture[str]) -> None:
    with Account(campaigns=make_campaigns(281, 282)) as account:
        rows = {"id": "281", "name": "One", "webform_url": "https://example.com"}, {"id": "282", "name": "Two"}
        send(account, capsys, *rows)
        changed = deepcopy(account.campaigns)
        undo(capsys, "last")
        put_back(account, capsys)
        assert account.campaigns == make_campaigns(281, 282)
        again = undo(capsys, "last", "--json")
        file = json.loads(again.out)["file"]
        assert (again.code, Path(file).name) == (0, "campaigns.undo-2.xlsx")
        assert account.run(capsys, file).code == 0
        assert account.campaigns == changed


def test_after_an_api_that_forgets_every_field_comes_back(capsys: pytest.CaptureFixture[str]) -> None:
    with Account(campaigns=make_campaigns(281, 282), takes=forgets) as account:
        before = deepcopy(account.campaigns)
        ran = send(account, capsys, {"id": "281", "name": "One"}, {"id": "282", "name": "Two"}, verify="first")
        assert (ran.code, account.count("PUT")) == (3, 1)
        undone = undo(capsys, "last")
        assert undone.code == 0
        assert "campaigns.undo.xlsx --base-url" in undone.out
        assert undone.out.rstrip().endswith("--every-cell")
        ran = put_back(account, capsys, "--every-cell")
        assert (ran.code, ran.totals["updated"]) == (0, 1)
        assert account.campaigns == before


@pytest.mark.parametrize("otherwise", [
    pytest.param({"ring_timeout": "20"}, id="one field was not taken"),
    pytest.param({"number_of_retry": "9"}, id="another field was changed"),
])  # fmt: skip
def test_rows_that_differ_go_back_as_far_as_they_changed(
    otherwise: Campaign, capsys: pytest.CaptureFixture[str]
) -> None:
    def takes(held: Campaign, sent: Campaign) -> Campaign:
        return {**held, **sent, **otherwise}

    with Account(campaigns=make_campaigns(281), takes=takes) as account:
        before = deepcopy(account.campaigns)
        ran = send(account, capsys, {"id": "281", "name": "One", "ring_timeout": "30"})
        assert ran.totals["differs"] == 1
        undo(capsys, "last")
        account.takes = takes_all
        assert put_back(account, capsys).code == 0
        assert account.campaigns == before


def test_rows_in_doubt_go_back_too(capsys: pytest.CaptureFixture[str]) -> None:
    def takes_half(held: Campaign, sent: Campaign) -> Campaign:
        return {**held, **sent, "ring_timeout": "20"}

    with Account(campaigns=make_campaigns(281), takes=takes_half, unclear={"281"}) as account:
        before = deepcopy(account.campaigns)
        ran = send(account, capsys, {"id": "281", "name": "One", "ring_timeout": "30"})
        assert ran.totals["unknown"] == 1
        undo(capsys, "last")
        account.takes, account.unclear = takes_all, set()
        assert put_back(account, capsys).code == 0
        assert account.campaigns == before


def test_the_runs_that_a_run_resumed_go_back_with_it(capsys: pytest.CaptureFixture[str]) -> None:
    with Account(campaigns=make_campaigns(281, 282, 283)) as account:
        before = deepcopy(account.campaigns)
        sheet = write_csv(Path("campaigns.csv"), *({"id": str(number), "name": "x"} for number in (281, 282, 283)))
        account.run(capsys, sheet, "--verify", "all", "--limit", "1")
        account.run(capsys, sheet, "--verify", "all", "--limit", "1", "--resume")
        account.run(capsys, sheet, "--verify", "all", "--resume")
        undo(capsys, "last")
        assert list(cells_of(UNDO)) == ["281", "282", "283"]
        put_back(account, capsys)
        assert account.campaigns == before


def test_a_run_is_named_by_the_beginning_of_its_id_and_others_stay(capsys: pytest.CaptureFixture[str]) -> None:
    with Account(campaigns=make_campaigns(281, 282)) as account:
        first = send(account, capsys, {"id": "281", "name": "One"}).totals["run"]
        send(account, capsys, {"id": "282", "name": "Two"})
        assert undo(capsys, first[:-1]).code == 0
        put_back(account, capsys)
        assert [account.campaigns[number]["name"] for number in ("281", "282")] == ["Offer 281", "Two"]


def test_a_run_that_read_its_first_campaign_alone_puts_that_alone_back_and_says_so(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with Account(campaigns=make_campaigns(281, 282, 283)) as account:
        rows = [{"id": str(number), "name": "x"} for number in (281, 282, 283)]
        send(account, capsys, *rows, verify="first")
        undone = undo(capsys, "last")
        assert (undone.code, list(cells_of(UNDO))) == (1, ["281"])  # the others are left out
        assert "2 campaigns were not read before they were sent, so nobody knows what they held" in undone.out


def test_an_id_in_another_spelling_is_the_same_campaign(capsys: pytest.CaptureFixture[str]) -> None:
    with Account(campaigns=make_campaigns(281)) as account:
        account.campaigns["0281"] = account.campaigns["281"]
        send(account, capsys, {"id": "0281", "name": "One"})
        undo(capsys, "last")
        assert put_back(account, capsys).code == 0
        assert [body["name"] for body in account.bodies] == ["One", "Offer 281"]


def test_a_run_against_the_stand_in_is_put_back_there(capsys: pytest.CaptureFixture[str]) -> None:
    sheet = write_csv(Path("campaigns.csv"), {"id": "281", "name": "One"})
    run_exactly(capsys, sheet, "--sandbox", "--verify", "all")
    undone = undo(capsys, "last")
    assert (undone.code, cells_of(UNDO)["281"]["name"]) == (0, "Diwali offers")
    assert undone.out.rstrip().endswith("campaigns.undo.xlsx --sandbox")
    ran = run_exactly(capsys, UNDO, "--sandbox", "--json")
    assert (ran.code, ran.totals["updated"], ran.totals["verified"]) == (0, 1, 1)
