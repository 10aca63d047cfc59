"""Which run `--resume` goes on with, what it takes over from it, and what is said of it where it is not given."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from support.commands import Ran, run_exactly
from support.editing import edit
from support.live_account import LiveAccount
from support.pulled_account import Account, make_campaigns
from support.served_account import NO_TOKEN, forgets
from support.verified_runs import PUTS, SIX, make_account, send

Capture = pytest.CaptureFixture[str]
BOOK, PULLED = Path("two.xlsx"), Path("campaigns.xlsx")


def write_book() -> None:
    """The same six rows on two worksheets."""
    book = openpyxl.Workbook()
    for page in (book.worksheets[0], book.create_sheet("Delhi")):
        page.append(["id", "dial_ratio"])
        for name in SIX:
            page.append([name, "2"])
    book.worksheets[0].title = "Campaigns"
    book.save(BOOK)


def run_book(capsys: Capture, account: LiveAccount, *words: str) -> Ran:
    how = ("--base-url", account.url, "--rate", "0", "--yes", "--concurrency", "1", "--attempts", "1", "--json")
    return run_exactly(capsys, BOOK, *how, *words)


OTHER: dict[str, list[str]] = {"the usual one": [], "the usual one by its name": ["--sheet", "Campaigns"]}
SAME: dict[str, list[str]] = {"its name": ["--sheet", "Delhi"], "its name in small letters": ["--sheet", "delhi"]}


@pytest.mark.parametrize("words", OTHER.values(), ids=OTHER)
def test_a_run_of_another_worksheet_is_not_gone_on_with_or_spoken_of(words: list[str], capsys: Capture) -> None:
    write_book()
    with make_account(answers={"PUT 283": [NO_TOKEN]}) as account:
        run_book(capsys, account, "--sheet", "Delhi", "--verify", "none")
        before = len(account.seen)
        ran = run_book(capsys, account, *words, "--resume", "--verify", "none")
        assert account.story[before:] == PUTS
        assert "There is no earlier run of this sheet to go on with" in ran.err
        assert "did not finish" not in run_book(capsys, account, *words).err


@pytest.mark.parametrize("words", SAME.values(), ids=SAME)
def test_a_run_of_the_same_worksheet_is(words: list[str], capsys: Capture) -> None:
    write_book()
    with make_account(answers={"PUT 283": [NO_TOKEN]}) as account:
        run_book(capsys, account, "--sheet", "Delhi", "--verify", "none")
        before = len(account.seen)
        run_book(capsys, account, *words, "--resume", "--verify", "none")
    assert account.story[before:] == PUTS[2:]


def test_the_first_campaign_of_another_worksheet_refuses_nothing(capsys: Capture) -> None:
    write_book()
    with make_account(takes=forgets) as account:
        assert run_book(capsys, account, "--sheet", "Delhi").code == 3
        assert run_book(capsys, account, "--resume", "--verify", "none", "--limit", "1").code == 0
        assert run_book(capsys, account, "--sheet", "Delhi", "--resume").code == 2


# --- of a pulled sheet ------------------------------------------------------------------------------------------------


def pull_and_edit(account: Account, capsys: Capture) -> None:
    account.pull(capsys)
    edit(PULLED, {name: {"name": f"New {name}"} for name in ("281", "282", "283")})
    account.forget_story()


def test_every_cell_is_sent_again_as_in_the_run_before_and_it_is_said(capsys: Capture) -> None:
    with Account(campaigns=make_campaigns(281, 282, 283)) as account:
        pull_and_edit(account, capsys)
        account.run(capsys, PULLED, "--every-cell", "--limit", "1")
        ran = account.run(capsys, PULLED, "--resume")
    assert (ran.code, len(account.bodies)) == (0, 3)
    assert [len(body) > 5 for body in account.bodies] == [True, True, True]
    assert "As then, every filled cell is sent (--every-cell)." in ran.err.splitlines()


CANARIES: dict[str, tuple[list[str], list[str], bool]] = {
    "edits, then edits": ([], [], False),
    "edits, then every cell": ([], ["--every-cell"], True),
    "every cell, then the same by itself": (["--every-cell"], [], False),
}


@pytest.mark.parametrize(("first", "then", "tries"), CANARIES.values(), ids=CANARIES)
def test_a_first_campaign_counts_only_where_as_much_is_sent(
    first: list[str], then: list[str], tries: bool, capsys: Capture
) -> None:
    with Account(campaigns=make_campaigns(281, 282, 283)) as account:
        pull_and_edit(account, capsys)
        account.run(capsys, PULLED, *first, "--limit", "1")
        ran = account.run(capsys, PULLED, "--resume", *then)
    assert ("Trying the first one" in ran.err) is tries


# --- what is said without it ------------------------------------------------------------------------------------------

SAID: dict[str, tuple[list[str], list[str], str]] = {
    "nothing chosen": ([], [], "To send only what it left, add --resume; without it every row is sent."),
    "a limit": (
        [], ["--limit", "5"],
        "To send only what it left, add --resume; without it the rows of --limit are sent, answered then or not.",
    ),
    "the rows of that run": (
        ["--rows", "2-6"], ["--rows", "2-6"],
        "To send only what it left, add --resume; without it the rows of --rows 2-6 are sent, answered then or not.",
    ),
    "other rows": (
        [], ["--rows", "2-6"],
        ("To send only what it left, put --resume in the place of --rows 2-6; without it the rows of --rows 2-6 are"
        " sent, answered then or not."),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("first", "then", "said"), SAID.values(), ids=SAID)
def test_the_hint_says_what_is_sent_without_it(first: list[str], then: list[str], said: str, capsys: Capture) -> None:
    with make_account(answers={"PUT 283": [NO_TOKEN]}) as account:
        send(capsys, account, "--concurrency", "1", "--verify", "none", *first)
        ran = send(capsys, account, "--verify", "none", *then)
    (line,) = [line for line in ran.err.splitlines() if "did not finish" in line]
    assert line.partition(" did not finish. ")[2] == said


HERE: dict[str, tuple[list[str], str]] = {
    "one": (["--every-cell"], "--every-cell has no effect"),
    "both": (["--every-cell", "--keep-mine"], "--every-cell and --keep-mine have no effect"),
}


@pytest.mark.parametrize(("words", "told"), HERE.values(), ids=HERE)
def test_options_of_pulled_sheets_have_no_effect_on_another_and_it_is_said(
    words: list[str], told: str, capsys: Capture
) -> None:
    with make_account() as account:
        ran = send(capsys, account, *words)
    line = f"{told}: sheet.csv was not pulled, so all its filled cells are sent anyway."
    assert (ran.code, ran.err.splitlines().count(line)) == (0, 1)
