"""A pulled sheet that has lost what it held, or would go elsewhere, is not sent; nor is half a sort."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl import Workbook
from support.commands import run_exactly
from support.editing import change, edit, page_of
from support.libreoffice import AS_SHOWN, convert, needs_libreoffice
from support.pulled_account import Account, make_campaigns

SHEET = Path("campaigns.xlsx")
pytestmark = pytest.mark.usefixtures("token")


def drop_base(path: Path) -> Path:
    """Delete the hidden sheet."""
    return change(path, lambda workbook: workbook.remove(workbook["_base"]))


def damage_base(path: Path) -> Path:
    """Change a letter of what it keeps."""

    def act(workbook: Workbook) -> None:
        cell = page_of(workbook, "_base")["A2"]
        cell.value = str(cell.value)[:-9] + str(cell.value)[-9:].swapcase()

    return change(path, act)


def renew_base(path: Path) -> Path:
    """Let it be from a program that is newer than this one."""

    def act(workbook: Workbook) -> None:
        page_of(workbook, "_base")["A1"].value = "batch_update base 99"

    return change(path, act)


def paste_elsewhere(path: Path) -> Path:
    """Copy the rows into a blank workbook."""
    rows = openpyxl.load_workbook(path)["Campaigns"].iter_rows(values_only=True)
    workbook = Workbook()
    page = workbook.active
    assert page is not None
    page.title = "Campaigns"
    for row in rows:
        page.append(row)
    other = Path("other.xlsx")
    workbook.save(other)
    return other


def as_csv(path: Path) -> Path:
    """Save it as CSV."""
    return convert(path, "csv", Path().absolute(), by=f"{AS_SHOWN},false,false,false,-1").with_name(
        "campaigns-Campaigns.csv"
    )


@pytest.mark.parametrize("act", [
    pytest.param(drop_base, id="deleted"), pytest.param(damage_base, id="damaged"),
    pytest.param(renew_base, id="from a newer program"),
    pytest.param(paste_elsewhere, id="pasted elsewhere"), pytest.param(as_csv, id="CSV", marks=needs_libreoffice),
])  # fmt: skip
def test_a_row_without_its_base_is_not_sent(act: Callable[[Path], Path], capsys: pytest.CaptureFixture[str]) -> None:
    with Account(campaigns=make_campaigns(281, 282)) as account:
        account.pull(capsys, "--fields", "name,ring_timeout")
        sheet = act(edit(SHEET, {"281": {"name": "One"}}))
        account.forget_story()
        ran = account.run(capsys, sheet, "--json")
    assert (ran.code, ran.totals["invalid"], account.story) == (1, 2, [])
    assert {(error["Code"], error["Column"]) for error in ran.results["Errors"]} == {("base-missing", "_pulled")}


def test_rows_whose_mark_is_emptied_are_ordinary_rows(capsys: pytest.CaptureFixture[str]) -> None:
    with Account(campaigns=make_campaigns(281, 282)) as account:
        account.pull(capsys, "--fields", "name,ring_timeout")
        sheet = edit(paste_elsewhere(SHEET), {"281": {"_pulled": None}, "282": {"_pulled": None}})
        account.forget_story()
        assert account.run(capsys, sheet).code == 0
    assert account.bodies == [
        {"id": "281", "name": "Offer 281", "ring_timeout": "20"},
        {"id": "282", "name": "Offer 282", "ring_timeout": "20"},
    ]


def test_a_row_of_another_pull_has_no_base_here(capsys: pytest.CaptureFixture[str]) -> None:
    with Account(campaigns=make_campaigns(281, 282)) as account:
        account.pull(capsys, "--fields", "name")
        account.pull(capsys, "older.xlsx", "--fields", "name")
        older = [cell.value for cell in openpyxl.load_workbook("older.xlsx")["Campaigns"][2]]
        change(SHEET, lambda workbook: page_of(workbook).delete_rows(2))
        change(SHEET, lambda workbook: page_of(workbook).append(older))
        ran = account.run(capsys, SHEET, "--json")
    assert (ran.totals["unchanged"], ran.totals["invalid"]) == (1, 1)


# --- half a sort ------------------------------------------------------------------------------------------------------


def turn_names(path: Path, numbers: int) -> Path:
    """Sort the column of names alone, of so many rows."""

    def act(workbook: Workbook) -> None:
        page = page_of(workbook)
        names = [page.cell(number, 2).value for number in range(2, 2 + numbers)]
        for number, name in enumerate([*names[1:], names[0]], start=2):
            page.cell(number, 2).value = name

    return change(path, act)


def test_half_a_sort_is_refused_whole(capsys: pytest.CaptureFixture[str]) -> None:
    with Account(campaigns=make_campaigns(*range(1, 9))) as account:
        account.pull(capsys)
        turn_names(SHEET, 3)
        account.forget_story()
        ran = account.run(capsys, SHEET)
    assert (ran.code, account.story) == (2, [])
    assert "row 2 has the id 1 and the name of 2, “Offer 2”" in ran.err


def test_two_names_that_change_places_are_two_edits(capsys: pytest.CaptureFixture[str]) -> None:
    with Account(campaigns=make_campaigns(*range(1, 9))) as account:
        account.pull(capsys)
        turn_names(SHEET, 2)
        account.forget_story()
        assert account.run(capsys, SHEET).code == 0
    assert sorted(str(body["name"]) for body in account.bodies) == ["Offer 1", "Offer 2"]


# --- another account --------------------------------------------------------------------------------------------------


def test_a_sheet_goes_to_no_other_address_than_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    with Account(campaigns=make_campaigns(281)) as account, Account(campaigns=make_campaigns(281)) as other:
        account.pull(capsys)
        edit(SHEET, {"281": {"name": "One"}})
        ran = other.run(capsys, SHEET)
        planned = other.run(capsys, SHEET, "--plan")
    assert (ran.code, planned.code, other.story) == (2, 2, [])
    assert f"Send it with --base-url {account.url}" in ran.err


def test_a_sheet_goes_to_no_other_profile_than_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    Path("token.txt").write_text("a-secret-token", encoding="utf-8")
    with Account(campaigns=make_campaigns(281)) as account:
        for name in ("delhi", "pune"):
            run_exactly(capsys, "profile", "add", name, "--base-url", account.url, "--no-token")
        access = ["--token-file", "token.txt", "--rate", "0"]
        assert run_exactly(capsys, "pull", "--profile", "delhi", *access).code == 0
        edit(SHEET, {"281": {"name": "One"}})
        account.forget_story()
        wrong = run_exactly(capsys, SHEET, "--profile", "pune", "--yes", *access)
        none = account.run(capsys, SHEET)
        assert (wrong.code, none.code, account.story) == (2, 2, [])
        assert "(profile delhi)" in wrong.err
        assert run_exactly(capsys, SHEET, "--profile", "delhi", "--yes", *access).code == 0
        assert account.campaigns["281"]["name"] == "One"
        undone = run_exactly(capsys, "undo", "last", "--rate", "0", "--token-file", "token.txt")
        assert undone.code == 0
        assert "campaigns.undo.xlsx --profile delhi" in undone.out


def test_a_check_of_a_sheet_names_the_sheets_own_account_for_the_next_command(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with Account(campaigns=make_campaigns(281)) as account:
        account.pull(capsys)
        edit(SHEET, {"281": {"name": "One"}})
        unsaid = run_exactly(capsys, SHEET, "--check")
        said = run_exactly(capsys, SHEET, "--check", "--base-url", f"{account.url}/")
    for ran in (unsaid, said):
        assert (ran.code, ran.out.splitlines()[-1]) == (
            0, f"  python -m batch_update campaigns.xlsx --base-url {account.url}",
        )  # fmt: skip


def test_a_check_for_another_account_is_refused_as_its_run_would_be(capsys: pytest.CaptureFixture[str]) -> None:
    run_exactly(capsys, "profile", "add", "delhi", "--base-url", "https://api.example.com", "--no-token")
    with Account(campaigns=make_campaigns(281)) as account:
        account.pull(capsys)
        elsewhere = run_exactly(capsys, SHEET, "--check", "--base-url", "https://api.example.com")
        profile = run_exactly(capsys, SHEET, "--check", "--profile", "delhi")
    assert (elsewhere.code, profile.code) == (2, 2)
    assert "would go to api.example.com. Nothing was sent." in elsewhere.err


def test_a_check_of_a_sheet_from_the_stand_in_goes_on_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_exactly(capsys, "pull", "--sandbox", "--ids", "281").code == 0
    edit(SHEET, {"281": {"name": "One"}})
    ran = run_exactly(capsys, SHEET, "--check")
    assert ran.out.splitlines()[-1] == "  python -m batch_update campaigns.xlsx --sandbox"


def test_the_stand_in_takes_a_sheet_from_anywhere_and_holds_what_it_holds(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with Account(campaigns=make_campaigns(281, 282)) as account:
        account.pull(capsys)
        edit(SHEET, {"281": {"name": "One"}})
        account.forget_story()
    ran = run_exactly(capsys, SHEET, "--sandbox", "--json")
    assert (ran.code, ran.totals["updated"], ran.totals["unchanged"], account.story) == (0, 1, 1, [])
    (line,) = ran.results["Changes"]
    assert (line["Now"], line["New"], line["Read back"]) == ("Offer 281", "One", "One")


def test_practice_is_no_sending(capsys: pytest.CaptureFixture[str]) -> None:
    with Account(campaigns=make_campaigns(281)) as account:
        account.pull(capsys)
        edit(SHEET, {"281": {"name": "One"}})
        run_exactly(capsys, SHEET, "--sandbox")
        account.forget_story()
        assert account.run(capsys, SHEET).code == 0
    assert account.bodies == [{"id": "281", "name": "One"}]
