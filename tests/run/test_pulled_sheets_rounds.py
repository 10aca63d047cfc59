"""The fix loop of a pulled sheet: its results and check workbooks carry what it held, and behave as it does."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from support.editing import edit
from support.libreoffice import needs_libreoffice, resave
from support.pulled_account import Account, make_campaigns

SHEET = Path("campaigns.xlsx")
pytestmark = pytest.mark.usefixtures("token")


def test_a_check_workbook_carries_what_was_pulled_and_sends_only_its_edits(capsys: pytest.CaptureFixture[str]) -> None:
    with Account(campaigns=make_campaigns(281, 282, 283)) as account:
        account.pull(capsys)
        edit(SHEET, {"281": {"ring_timeout": "soon", "name": "One"}, "282": {"name": "Two"}})
        account.forget_story()
        checked = account.run(capsys, SHEET, "--check", "--json", yes=False)
        assert (checked.code, checked.totals["invalid"], checked.totals["valid"], account.story) == (1, 1, 1, [])
        assert "1 row is valid" in account.run(capsys, SHEET, "--check", yes=False).out
        check = Path(checked.totals["results"])
        assert {"_base", "Lists"} <= set(openpyxl.load_workbook(check).sheetnames)
        edit(check, {"281": {"ring_timeout": "45"}}, worksheet="To fix")
        ran = account.run(capsys, check, "--json")
    assert (ran.code, ran.totals["rows"], ran.totals["updated"]) == (0, 1, 1)
    assert account.bodies == [{"id": "281", "name": "One", "ring_timeout": "45"}]


@needs_libreoffice
def test_rounds_go_on_through_libreoffice_with_names(capsys: pytest.CaptureFixture[str]) -> None:
    with Account(campaigns=make_campaigns(281, 282, 283)) as account:
        account.pull(capsys)
        edit(SHEET, {"281": {"time_group": "Nihgt"}, "282": {"ring_timeout": "soon"}})
        first = Path(account.run(capsys, SHEET, "--json").totals["results"])
        resave(edit(first, {"281": {"time_group": "night 🌙"}}, worksheet="To fix"))
        second = account.run(capsys, first, "--json")
        assert (second.totals["updated"], second.totals["invalid"]) == (1, 1)
        last = resave(edit(Path(second.totals["results"]), {"282": {"ring_timeout": "45"}}, worksheet="To fix"))
        assert account.run(capsys, last).code == 0
    assert account.bodies == [{"id": "281", "time_group": "22"}, {"id": "282", "ring_timeout": "45"}]


def test_the_sheet_itself_run_again_sends_what_is_left(capsys: pytest.CaptureFixture[str]) -> None:
    with Account(campaigns=make_campaigns(281, 282, 283)) as account:
        account.pull(capsys)
        edit(SHEET, {"281": {"ring_timeout": "soon"}, "282": {"name": "Two"}})
        results = Path(account.run(capsys, SHEET, "--json").totals["results"])
        edit(results, {"281": {"ring_timeout": "45"}}, worksheet="To fix")
        account.run(capsys, results)
        edit(SHEET, {"281": {"ring_timeout": "45"}, "283": {"name": "Three"}})
        account.forget_story()
        assert account.run(capsys, SHEET, "--json").totals["unchanged"] == 2
    assert account.bodies == [{"id": "283", "name": "Three"}]


def test_a_row_that_is_put_as_it_was_on_to_fix_is_not_sent(capsys: pytest.CaptureFixture[str]) -> None:
    with Account(campaigns=make_campaigns(281, 282)) as account:
        account.pull(capsys)
        edit(SHEET, {"281": {"ring_timeout": "soon"}})
        results = Path(account.run(capsys, SHEET, "--json").totals["results"])
        edit(results, {"281": {"ring_timeout": "20"}}, worksheet="To fix")
        account.forget_story()
        again = account.run(capsys, results, "--json")
    assert (again.code, again.totals["unchanged"], account.story) == (0, 1, [])


def test_a_stopped_run_is_gone_on_with(capsys: pytest.CaptureFixture[str]) -> None:
    with Account(campaigns=make_campaigns(281, 282, 283)) as account:
        account.pull(capsys)
        edit(SHEET, {number: {"name": f"New {number}"} for number in ("281", "282", "283")})
        account.run(capsys, SHEET, "--limit", "1")
        again = account.run(capsys, SHEET, "--resume", "--json")
        assert (again.code, again.totals["updated"]) == (0, 3)
    assert sorted(body["id"] for body in account.bodies) == ["281", "282", "283"]
