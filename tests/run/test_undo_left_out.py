"""`undo`: what can not go back is left out of its sheet, and said with the reason."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from support.editing import cells_of, table_of
from support.pulled_account import Account, make_campaigns
from support.served_account import FORBIDDEN, Campaign
from support.undoing import put_back, send, undo

UNDO = Path("campaigns.undo.xlsx")
pytestmark = pytest.mark.usefixtures("token")


def changes(campaign_id: str, **values: object) -> Callable[[Account], None]:
    """Somebody else at work."""
    return lambda account: account.campaigns[campaign_id].update(values)


def removes(campaign_id: str) -> Callable[[Account], None]:
    """Somebody else, too."""

    def act(account: Account) -> None:
        del account.campaigns[campaign_id]

    return act


def hides(campaign_id: str) -> Callable[[Account], None]:
    """The token may not see it any more."""
    return lambda account: account.answers.update({f"GET {campaign_id}": FORBIDDEN})


ONE = {"id": "281", "name": "One", "dial_ratio": "2"}
TWO = {"id": "282", "name": "Two", "dial_ratio": "2"}

LEFT_OUT = {
    "changed by somebody else": (
        changes("281", name="Theirs"),
        {"id": "281", "name": "Offer 281", "field": "name", "before": "Offer 281", "now": "Theirs"},
        "Somebody has changed it since",
        {"281": ["id", "dial_ratio"], "282": ["id", "name", "dial_ratio"]},
    ),
    "gone": (
        removes("281"),
        {"id": "281", "name": "Offer 281", "field": None, "before": None, "now": None},
        "The campaign can not be found any more.",
        {"282": ["id", "name", "dial_ratio"]},
    ),
    "could not be read": (
        hides("281"),
        {"id": "281", "name": "Offer 281", "field": None, "before": None, "now": None},
        "The campaign could not be read now.",
        {"282": ["id", "name", "dial_ratio"]},
    ),
    "a value in no known form": (
        changes("281", dial_ratio={"from": 1, "to": 2}),
        {"id": "281", "name": "Offer 281", "field": "dial_ratio", "before": "1.5", "now": None},
        "can not be compared",
        {"281": ["id", "name"], "282": ["id", "name", "dial_ratio"]},
    ),
}


@pytest.mark.parametrize(("meddle", "line", "why", "left"), LEFT_OUT.values(), ids=LEFT_OUT)
def test_what_can_not_go_back_is_listed_with_why(
    meddle: Callable[[Account], None],
    line: dict[str, str],
    why: str,
    left: dict[str, list[str]],
    capsys: pytest.CaptureFixture[str],
) -> None:
    with Account(campaigns=make_campaigns(281, 282)) as account:
        send(account, capsys, ONE, TWO)
        meddle(account)
        undone = undo(capsys, "last")
    assert undone.code == 1
    assert "1 value can not be put back: its sheet “Left out” says which, and why." in undone.out
    (told,) = table_of(UNDO, "Left out")
    assert why in str(told.pop("Why"))
    assert list(told.values()) == list(line.values())
    cells = cells_of(UNDO)
    assert {number: [name for name in row if name != "_pulled"] for number, row in cells.items()} == left


@pytest.mark.parametrize(
    ("meddle", "left"),
    [
        pytest.param(changes("281", name="Offer 281"), ["id", "dial_ratio"], id="a field that is back already"),
        pytest.param(changes("281", name=" Offer 281 "), ["id", "dial_ratio"], id="in other words"),
        pytest.param(changes("281", dial_ratio="1.50"), ["id", "name"], id="a number in other words"),
        pytest.param(changes("281", description="x"), ["id", "name", "dial_ratio"], id="a field of no concern"),
    ],
)
def test_what_has_its_former_value_is_passed_over(
    meddle: Callable[[Account], None], left: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with Account(campaigns=make_campaigns(281)) as account:
        send(account, capsys, ONE)
        meddle(account)
        undone = undo(capsys, "last")
    assert undone.code == 0
    assert [name for name in cells_of(UNDO)["281"] if name != "_pulled"] == left
    assert "Left out" not in openpyxl.load_workbook(UNDO).sheetnames


def test_a_choice_that_was_empty_can_not_be_emptied(capsys: pytest.CaptureFixture[str]) -> None:
    campaigns = make_campaigns(281)
    campaigns["281"] |= {"ring_strategy": "", "dial_ratio": "1.5"}
    with Account(campaigns=campaigns) as account:
        send(account, capsys, {"id": "281", "ring_strategy": "1", "dial_ratio": "2"})
        undone = undo(capsys, "last", "--json")
        assert (undone.code, undone.totals["left_out"]) == (1, 1)
        (told,) = table_of(UNDO, "Left out")
        assert list(told.values()) == [
            "281", "Offer 281", "ring_strategy", "(empty)", "1 - Random",
            "It was empty before, and this field can not be emptied.",
        ]  # fmt: skip
        put_back(account, capsys)
        assert (account.campaigns["281"]["ring_strategy"], account.campaigns["281"]["dial_ratio"]) == ("1", "1.5")


def test_a_row_in_doubt_that_nobody_read_again_is_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    def hides_itself(held: Campaign, sent: Campaign) -> Campaign:
        account.answers["GET 281"] = FORBIDDEN
        return {**held, **sent}

    with Account(campaigns=make_campaigns(281), takes=hides_itself) as account:
        send(account, capsys, ONE)
        account.answers = {}
        undone = undo(capsys, "last", "--json")
    assert (undone.code, undone.totals["campaigns"], undone.totals["left_out"]) == (1, 0, 1)
    assert "It was not read after its update" in str(table_of(UNDO, "Left out")[0]["Why"])


def test_the_json_object_counts_what_goes_back_and_what_does_not(capsys: pytest.CaptureFixture[str]) -> None:
    with Account(campaigns=make_campaigns(281, 282)) as account:
        run = send(account, capsys, ONE, TWO).totals["run"]
        changes("281", name="Theirs")(account)
        undone = json.loads(undo(capsys, run, "--json").out)
    assert undone.pop("seconds") >= 0
    assert undone == {
        "run": run, "file": str(UNDO), "campaigns": 2, "fields": 3, "left_out": 1, "not_read": 0,
        "requests": 2, "exit_code": 1,
    }  # fmt: skip
