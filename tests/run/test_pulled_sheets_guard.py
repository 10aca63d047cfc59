"""A pulled sheet where somebody else was at work meanwhile: caught before it is sent, with two ways on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from support.commands import run_exactly
from support.editing import edit
from support.pulled_account import Account, make_campaigns
from support.served_account import forgets, takes_all

SHEET = Path("campaigns.xlsx")
pytestmark = pytest.mark.usefixtures("token")


def pull_and_edit(account: Account, capsys: pytest.CaptureFixture[str], **typed: str) -> None:
    """Pull two campaigns, and edit the first and the second alike."""
    account.pull(capsys)
    edit(SHEET, {"281": typed, "282": typed})
    account.forget_story()


@pytest.mark.parametrize("verify", ["all", "first"])
def test_a_field_that_somebody_changed_is_not_overwritten(verify: str, capsys: pytest.CaptureFixture[str]) -> None:
    with Account(campaigns=make_campaigns(281, 282)) as account:
        pull_and_edit(account, capsys, dial_ratio="2", ring_timeout="30")
        account.campaigns["281"]["dial_ratio"] = "3"
        ran = account.run(capsys, SHEET, "--verify", verify, "--json")
    assert (ran.code, ran.totals["invalid"], ran.totals["updated"]) == (1, 1, 1)
    assert [body["id"] for body in account.bodies] == ["282"]
    (error,) = ran.results["Errors"]
    assert [error[name] for name in ("Row", "Column", "Value", "Severity", "Code", "Source")] == [
        2, "dial_ratio", "2", "error", "changed-since-pull", "account",
    ]  # fmt: skip
    told = f"{error['Problem']} {error['Suggestion']}"
    assert [word for word in ("1.5", "3", "--keep-mine", "pulled") if word not in told] == []
    assert "dial_ratio" in str(ran.results["To fix"][0]["_problem"])


def test_the_comment_at_the_cell_tells_both_ways(capsys: pytest.CaptureFixture[str]) -> None:
    with Account(campaigns=make_campaigns(281, 282)) as account:
        pull_and_edit(account, capsys, dial_ratio="2")
        account.campaigns["281"]["dial_ratio"] = "3"
        results = account.run(capsys, SHEET, "--json").totals["results"]
    page = openpyxl.load_workbook(results)["To fix"]
    (comment,) = [cell.comment.text for line in page.iter_rows(min_row=2) for cell in line if cell.comment]
    assert "--keep-mine" in comment
    assert "mpty the cell" in comment


@pytest.mark.parametrize(
    "theirs",
    [
        pytest.param({"dial_ratio": "2"}, id="the same value as wanted"),
        pytest.param({"dial_ratio": "1.50"}, id="the value of the pull in other words"),
        pytest.param({"description": "x"}, id="a field that nobody edited here"),
    ],
)
def test_what_is_no_conflict_is_sent(theirs: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    with Account(campaigns=make_campaigns(281, 282)) as account:
        pull_and_edit(account, capsys, dial_ratio="2", ring_timeout="30")
        account.campaigns["281"].update(theirs)
        ran = account.run(capsys, SHEET, "--json")
        assert (ran.code, ran.totals["updated"]) == (0, 2)
        kept = {name: value for name, value in theirs.items() if name == "description"}
        assert account.campaigns["281"].items() >= {"dial_ratio": "2", "ring_timeout": "30", **kept}.items()


@pytest.mark.parametrize(
    ("name", "code"),
    [pytest.param("Another account's", 1, id="another name"), pytest.param("Offer 281 ", 0, id="the same name")],
)
def test_a_campaign_of_another_name_may_be_another_accounts(
    name: str, code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    with Account(campaigns=make_campaigns(281, 282)) as account:
        pull_and_edit(account, capsys, dial_ratio="2")
        account.campaigns["281"]["name"] = name
        ran = account.run(capsys, SHEET, "--json")
    assert (ran.code, ran.totals["invalid"]) == (code, code)


def test_theirs_is_kept_by_emptying_the_cell_in_the_results(capsys: pytest.CaptureFixture[str]) -> None:
    with Account(campaigns=make_campaigns(281, 282)) as account:
        pull_and_edit(account, capsys, dial_ratio="2", ring_timeout="30")
        account.campaigns["281"]["dial_ratio"] = "3"
        results = Path(account.run(capsys, SHEET, "--json").totals["results"])
        edit(results, {"281": {"dial_ratio": None}}, worksheet="To fix")
        again = account.run(capsys, results, "--json")
        assert (again.code, again.totals["rows"], again.totals["updated"]) == (0, 1, 1)
        assert "emptied" not in again.err
        assert account.campaigns["281"].items() >= {"dial_ratio": "3", "ring_timeout": "30"}.items()


@pytest.mark.parametrize("results_too", [True, False], ids=["the results workbook", "the sheet itself"])
def test_mine_is_sent_with_keep_mine_and_that_is_said(results_too: bool, capsys: pytest.CaptureFixture[str]) -> None:
    with Account(campaigns=make_campaigns(281, 282)) as account:
        pull_and_edit(account, capsys, dial_ratio="2", ring_timeout="30")
        account.campaigns["281"]["dial_ratio"] = "3"
        first = account.run(capsys, SHEET, "--json")
        sheet = {True: Path(first.totals["results"]), False: SHEET}[results_too]
        again = account.run(capsys, sheet, "--keep-mine", "--json")
        assert (again.code, again.totals["updated"]) == (0, 1)
        assert account.campaigns["281"].items() >= {"dial_ratio": "2", "ring_timeout": "30"}.items()
        warnings = [error for error in again.results["Errors"] if error["Code"] == "changed-since-pull"]
        assert [(error["Severity"], error["Column"]) for error in warnings] == [("warning", "dial_ratio")]


def test_a_plan_shows_the_conflict(capsys: pytest.CaptureFixture[str]) -> None:
    with Account(campaigns=make_campaigns(281, 282)) as account:
        pull_and_edit(account, capsys, dial_ratio="2")
        account.campaigns["281"]["dial_ratio"] = "3"
        planned = account.run(capsys, SHEET, "--plan", "--json", yes=False)
    assert (planned.code, planned.totals["invalid"], planned.totals["valid"]) == (1, 1, 1)
    notes = [(line["id"], line["Now"], line["New"], line["Note"]) for line in planned.results["Changes"]]
    assert notes == [("281", "3", "2", "changed by somebody else since the pull"), ("282", "1.5", "2", None)]
    assert account.count("PUT") == 0


def test_nothing_is_guarded_that_is_not_read(capsys: pytest.CaptureFixture[str]) -> None:
    with Account(campaigns=make_campaigns(281, 282)) as account:
        pull_and_edit(account, capsys, dial_ratio="2")
        account.campaigns["281"]["dial_ratio"] = "3"
        assert account.run(capsys, SHEET, "--verify", "none").code == 0
        assert account.campaigns["281"]["dial_ratio"] == "2"


# --- every cell -------------------------------------------------------------------------------------------------------


def test_every_cell_is_the_way_on_with_an_api_that_forgets(capsys: pytest.CaptureFixture[str]) -> None:
    with Account(campaigns=make_campaigns(281, 282), takes=forgets) as account:
        pull_and_edit(account, capsys, dial_ratio="2")
        ran = account.run(capsys, SHEET, "--json")
        assert (ran.code, account.count("PUT")) == (3, 1)
        assert "--every-cell" in ran.err
        assert run_exactly(capsys, "undo", "last", "--rate", "0").code == 0
        assert account.run(capsys, "campaigns.undo.xlsx", "--every-cell").code == 0
        assert account.campaigns == make_campaigns(281, 282)
        again = account.run(capsys, SHEET, "--every-cell", "--json")
        assert (again.code, again.totals["updated"], again.totals["verified"]) == (0, 2, 2)
        wanted = {number: {**held, "dial_ratio": "2"} for number, held in make_campaigns(281, 282).items()}
        assert account.campaigns == wanted


def test_every_cell_sends_rows_that_nobody_edited_and_names_what_stays_out(capsys: pytest.CaptureFixture[str]) -> None:
    campaigns = make_campaigns(281)
    campaigns["281"]["ring_timeout"] = {"no": "known form"}
    with Account(campaigns=campaigns) as account:
        account.pull(capsys, "--fields", "name,ring_timeout,dial_ratio")
        account.forget_story()
        ran = account.run(capsys, SHEET, "--every-cell", "--verify", "none")
    assert account.bodies == [{"id": "281", "name": "Offer 281", "dial_ratio": "1.5"}]
    assert "These fields could not be read and stay out" in ran.err
    assert "ring_timeout" in ran.err.partition("These fields")[2].splitlines()[0]


def changes(**theirs: str) -> Callable[[Account], None]:
    """Somebody else at work."""
    return lambda account: account.campaigns["281"].update(theirs)


@pytest.mark.parametrize(
    ("words", "invalid"),
    [pytest.param(["--every-cell"], 1, id="every cell"), pytest.param([], 0, id="only what was edited")],
)
def test_with_every_cell_every_cell_is_guarded(
    words: list[str], invalid: int, capsys: pytest.CaptureFixture[str]
) -> None:
    with Account(campaigns=make_campaigns(281, 282), takes=takes_all) as account:
        pull_and_edit(account, capsys, dial_ratio="2")
        changes(description="Theirs")(account)
        ran = account.run(capsys, SHEET, *words, "--json")
        assert ran.totals["invalid"] == invalid
        assert account.campaigns["281"]["description"] == "Theirs"
