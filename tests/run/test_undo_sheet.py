"""The sheet that puts a run back is run as any other: only what goes back is sent, and nobody's work is overwritten."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path

import pytest
from support.commands import run_exactly, write_csv
from support.editing import cells_of, change, edit, page_of, table_of
from support.libreoffice import needs_libreoffice, resave
from support.live_account import LiveAccount
from support.pulled_account import Account, make_campaigns
from support.served_account import Campaign
from support.undoing import put_back, send, undo

UNDO = Path("campaigns.undo.xlsx")
pytestmark = pytest.mark.usefixtures("token")
ONE, TWO = {"id": "281", "name": "One", "dial_ratio": "2"}, {"id": "282", "name": "Two", "dial_ratio": "1.5"}


def test_only_the_cells_that_go_back_are_sent(capsys: pytest.CaptureFixture[str]) -> None:
    with Account(campaigns=make_campaigns(281, 282)) as account:
        send(account, capsys, ONE, TWO)
        undo(capsys, "last")
        account.forget_story()
        put_back(account, capsys)
    assert account.bodies == [
        {"id": "281", "name": "Offer 281", "dial_ratio": "1.5"},
        {"id": "282", "name": "Offer 282"},
    ]
    assert account.story == ["GET 281", "PUT 281", "GET 281", "GET 282", "PUT 282", "GET 282"]


def test_its_rows_are_in_the_order_of_the_sheet_whichever_was_sent_first(capsys: pytest.CaptureFixture[str]) -> None:
    def lets_the_others_go_on(held: Campaign, sent: Campaign) -> Campaign:
        {"284": live.go_on}.get(str(held["id"]), lambda: None)()
        return {**held, **sent}

    rows = [{"id": name, "name": "New"} for name in ("281", "282", "283", "284")]
    with LiveAccount(
        campaigns=make_campaigns(281, 282, 283, 284), takes=lets_the_others_go_on, held={"GET 282"}
    ) as live:
        sheet = write_csv(Path("campaigns.csv"), *rows)
        run_exactly(capsys, sheet, "--base-url", live.url, "--rate", "0", "--yes", "--verify", "all")
        undo(capsys, "last")
    assert list(cells_of(UNDO)) == ["281", "282", "283", "284"]


def test_what_a_field_needs_is_sent_with_it(capsys: pytest.CaptureFixture[str]) -> None:
    campaigns = make_campaigns(281)
    campaigns["281"] |= {"dial_method": "1", "auto_dial_duration": "45"}
    with Account(campaigns=campaigns) as account:
        before = deepcopy(account.campaigns)
        send(account, capsys, {"id": "281", "dial_method": "2", "dial_ratio": "1.5"})
        undo(capsys, "last")
        account.forget_story()
        put_back(account, capsys)
        assert account.bodies == [{"id": "281", "dial_method": "1", "auto_dial_duration": "45"}]
        assert account.campaigns == before


def test_a_cell_that_is_emptied_and_a_row_that_is_deleted_stay_as_they_are_now(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with Account(campaigns=make_campaigns(281, 282)) as account:
        send(account, capsys, ONE, TWO)
        undo(capsys, "last")
        edit(UNDO, {"281": {"name": None}})
        change(UNDO, lambda workbook: page_of(workbook).delete_rows(3))
        account.forget_story()
        ran = put_back(account, capsys)
    assert (ran.code, account.bodies) == (0, [{"id": "281", "dial_ratio": "1.5"}])
    assert "emptied" not in ran.err


@needs_libreoffice
def test_libreoffice_may_save_it_in_between(capsys: pytest.CaptureFixture[str]) -> None:
    with Account(campaigns=make_campaigns(281, 282)) as account:
        before = deepcopy(account.campaigns)
        send(account, capsys, ONE, TWO)
        undo(capsys, "last")
        resave(UNDO)
        assert put_back(account, capsys).code == 0
        assert account.campaigns == before


def test_what_somebody_changed_after_it_was_written_is_not_overwritten(capsys: pytest.CaptureFixture[str]) -> None:
    with Account(campaigns=make_campaigns(281, 282)) as account:
        send(account, capsys, ONE, TWO)
        undo(capsys, "last")
        account.campaigns["281"]["dial_ratio"] = "3"
        ran = put_back(account, capsys)
        assert (ran.code, ran.totals["invalid"], ran.totals["updated"]) == (1, 1, 1)
        (error,) = ran.results["Errors"]
        assert [error[name] for name in ("Row", "Column", "Cell", "Code", "Source")] == [
            2, "dial_ratio", "C2", "changed-since-pull", "account",
        ]  # fmt: skip
        assert [account.campaigns[number]["name"] for number in ("281", "282")] == ["One", "Offer 282"]
        edit(Path(ran.totals["results"]), {"281": {"dial_ratio": None}}, worksheet="To fix")
        again = account.run(capsys, ran.totals["results"], "--json")
        assert (again.code, again.totals["updated"]) == (0, 1)
        assert [account.campaigns["281"][name] for name in ("name", "dial_ratio")] == ["Offer 281", "3"]


def test_its_plan_and_its_question_say_what_it_does(capsys: pytest.CaptureFixture[str]) -> None:
    with Account(campaigns=make_campaigns(281)) as account:
        send(account, capsys, ONE)
        undo(capsys, "last")
        planned = account.run(capsys, UNDO, "--plan", "--json", yes=False)
        assert planned.code == 0
        changes = [(line["Column"], line["Now"], line["New"]) for line in planned.results["Changes"]]
        assert changes == [("name", "One", "Offer 281"), ("dial_ratio", "2", "1.5")]
        ran = put_back(account, capsys)
    assert "The sheet that puts a run back was written today" in ran.err
    assert table_of(Path(ran.totals["results"]), "To fix") == []
