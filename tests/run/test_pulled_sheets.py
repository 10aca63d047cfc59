"""The loop of a pulled sheet: pull, edit some cells, run; exactly those cells are sent, wherever the rows went."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl import Workbook
from support.commands import run_exactly
from support.editing import Edits, change, edit, page_of
from support.libreoffice import convert, needs_libreoffice, resave
from support.pulled_account import Account, make_campaigns

SHEET = Path("campaigns.xlsx")
EDITS: Edits = {
    "5": {"dial_ratio": "2", "name": "Offer five"},
    "150": {"disposition_list": "13"},
    "299": {"hide_lead_details": "yes"},
}
BODIES = [
    {"id": "5", "name": "Offer five", "dial_ratio": "2"},
    {"id": "150", "disposition_list": "13"},
    {"id": "299", "hide_lead_details": 1},
]
pytestmark = pytest.mark.usefixtures("token")


def by_campaign(bodies: list[dict[str, object]]) -> list[dict[str, object]]:
    """Updates in the order of their campaigns."""
    return sorted(bodies, key=lambda body: int(str(body["id"])))


@needs_libreoffice
def test_three_edits_among_three_hundred_campaigns_are_three_rows_read_and_sent(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with Account(campaigns=make_campaigns(*range(1, 301))) as account:
        account.pull(capsys)
        resave(edit(SHEET, EDITS))
        account.forget_story()
        ran = account.run(capsys, SHEET, "--json")
    assert (ran.code, ran.totals["rows"], ran.totals["updated"], ran.totals["unchanged"]) == (0, 300, 3, 297)
    assert (ran.totals["verified"], ran.totals["requests"]) == (3, 9)
    assert by_campaign(account.bodies) == BODIES


# --- what people do to a sheet ----------------------------------------------------------------------------------------


def shuffle(path: Path) -> Path:
    """Sort whole rows in some other order."""

    def act(workbook: Workbook) -> None:
        page = page_of(workbook)
        rows = [[cell.value for cell in line] for line in page.iter_rows(min_row=2)]
        random.Random(1).shuffle(rows)
        for number, row in enumerate(rows, start=2):
            for place, value in enumerate(row, start=1):
                page.cell(number, place).value = value

    return change(path, act)


def cut(path: Path) -> Path:
    """Delete all rows but some, and columns."""

    def act(workbook: Workbook) -> None:
        page = page_of(workbook)
        for number in range(page.max_row, 1, -1):
            if str(page.cell(number, 1).value) not in {"4", *EDITS}:
                page.delete_rows(number)
        page.delete_cols(3)

    return change(path, act)


def hide(path: Path) -> Path:
    """Filter rows away; they count all the same."""

    def act(workbook: Workbook) -> None:
        for number in range(2, 40):
            page_of(workbook).row_dimensions[number].hidden = True

    return change(path, act)


def rename(path: Path) -> Path:
    """Save it under another name, and elsewhere."""
    Path("elsewhere").mkdir()
    return Path(shutil.move(path, "elsewhere/june.xlsx"))


def as_ods(path: Path) -> Path:
    """Save it in LibreOffice's own form."""
    return convert(path, "ods", Path("elsewhere").absolute())


def respell(path: Path) -> Path:
    """Write what is there in other words."""
    return edit(path, {
        "4": {"dial_ratio": "1.50", "ring_timeout": 20, "hide_lead_details": "No", "dial_method": "Ratio",
              "agent": "4818, 4817", "lead_list_map": '[{"list_id": 1234, "list_status": 1}]', "time_group": "21"},
        "6": {"outbound_caller_id": "+91 11 4000 1234", "disposition_list": "SALES CALLS", "name": " Offer 6 "},
    })  # fmt: skip


def move_columns(path: Path) -> Path:
    """Put the last columns first, and one of one's own between."""

    def act(workbook: Workbook) -> None:
        page = page_of(workbook)
        rows = [[cell.value for cell in line] for line in page.iter_rows()]
        for number, row in enumerate(rows, start=1):
            for place, value in enumerate([*row[::-1], "Team lead" if number == 1 else "Asha"], start=1):
                page.cell(number, place).value = value

    return change(path, act)


@pytest.mark.parametrize("act", [
    pytest.param(shuffle, id="sorted"), pytest.param(cut, id="cut"), pytest.param(hide, id="filtered"),
    pytest.param(rename, id="moved"), pytest.param(respell, id="spelled otherwise"),
    pytest.param(move_columns, id="columns moved"), pytest.param(as_ods, id="ods", marks=needs_libreoffice),
])  # fmt: skip
def test_whatever_is_done_to_a_sheet_the_edited_cells_are_sent_and_no_others(
    act: Callable[[Path], Path], capsys: pytest.CaptureFixture[str]
) -> None:
    with Account(campaigns=make_campaigns(4, 5, 6, *range(140, 151), 299)) as account:
        account.pull(capsys)
        sheet = act(edit(SHEET, EDITS))
        account.forget_story()
        ran = account.run(capsys, sheet, "--json")
    assert ran.code == 0
    assert by_campaign(account.bodies) == BODIES
    assert account.count("GET") == 6


def test_rows_copied_into_another_pulled_workbook_of_the_same_pull_keep_their_base(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with Account(campaigns=make_campaigns(4, 5, 150, 299)) as account:
        account.pull(capsys)
        copy = Path(shutil.copy(SHEET, "copy.xlsx"))
        edit(copy, {"5": {"name": "Copied"}})
        rows = [[cell.value for cell in line] for line in openpyxl.load_workbook(copy)["Campaigns"].iter_rows()]

        def paste(workbook: Workbook) -> None:
            page = page_of(workbook)
            page.delete_rows(2, 10)
            for row in rows[1:3]:
                page.append(row)

        change(SHEET, paste)
        account.forget_story()
        assert account.run(capsys, SHEET).code == 0
    assert account.bodies == [{"id": "5", "name": "Copied"}]


# --- run twice, typed back, another computer --------------------------------------------------------------------------


def test_a_sheet_that_is_run_twice_sends_nothing_the_second_time(capsys: pytest.CaptureFixture[str]) -> None:
    with Account(campaigns=make_campaigns(5, 150, 299)) as account:
        account.pull(capsys)
        edit(SHEET, EDITS)
        account.run(capsys, SHEET)
        account.forget_story()
        again = account.run(capsys, SHEET, "--json")
    assert (again.code, again.totals["unchanged"], account.story) == (0, 3, [])


@pytest.mark.parametrize("verify", ["all", "first", "none"])
def test_what_is_typed_back_is_an_edit_again(verify: str, capsys: pytest.CaptureFixture[str]) -> None:
    with Account(campaigns=make_campaigns(5, 6)) as account:
        account.pull(capsys)
        edit(SHEET, {"5": {"name": "New"}})
        account.run(capsys, SHEET, "--verify", verify)
        edit(SHEET, {"5": {"name": "Offer 5"}})
        account.forget_story()
        assert account.run(capsys, SHEET, "--verify", verify).code == 0
        assert account.bodies == [{"id": "5", "name": "Offer 5"}]
        assert account.campaigns["5"]["name"] == "Offer 5"


def test_what_an_undo_put_back_is_an_edit_again(capsys: pytest.CaptureFixture[str]) -> None:
    with Account(campaigns=make_campaigns(5, 6)) as account:
        account.pull(capsys)
        edit(SHEET, {"5": {"name": "New"}})
        account.run(capsys, SHEET)
        run_exactly(capsys, "undo", "last", "--rate", "0")
        put_back = account.run(capsys, "campaigns.undo.xlsx", "--json")
        assert (put_back.code, account.campaigns) == (0, make_campaigns(5, 6))
        again = account.run(capsys, SHEET, "--json")
        assert (again.code, again.totals["updated"], account.campaigns["5"]["name"]) == (0, 1, "New")
        assert account.run(capsys, "campaigns.undo.xlsx", "--json").totals["updated"] == 1
        assert account.campaigns == make_campaigns(5, 6)


def test_what_was_refused_is_not_taken_for_sent(capsys: pytest.CaptureFixture[str]) -> None:
    with Account(campaigns=make_campaigns(5, 6), answers={"PUT 5": (422, {"name": "Taken."})}) as account:
        account.pull(capsys)
        edit(SHEET, {"5": {"name": "New"}})
        assert account.run(capsys, SHEET).code == 1
        account.answers = {}
        assert account.run(capsys, SHEET, "--json").totals["updated"] == 1
        assert account.campaigns["5"]["name"] == "New"


def test_on_another_computer_what_is_there_already_is_not_sent_again(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with Account(campaigns=make_campaigns(5, 150, 299)) as account:
        account.pull(capsys)
        edit(SHEET, EDITS)
        account.run(capsys, SHEET)
        monkeypatch.setenv("BATCH_UPDATE_STATE", str(tmp_path / "another-computer"))
        account.forget_story()
        again = account.run(capsys, SHEET, "--results", "again.xlsx", "--json")
    assert (again.code, again.totals["unchanged"], again.totals["updated"]) == (0, 2, 1)  # the canary is always sent
    assert account.bodies == BODIES[:1]


def test_without_reading_a_pulled_sheet_still_sends_its_edits_alone(capsys: pytest.CaptureFixture[str]) -> None:
    with Account(campaigns=make_campaigns(4, 5, 150, 299)) as account:
        account.pull(capsys)
        edit(SHEET, EDITS)
        account.forget_story()
        assert account.run(capsys, SHEET, "--verify", "none").code == 0
    assert by_campaign(account.bodies) == BODIES
    assert account.count("GET") == 0
