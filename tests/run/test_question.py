"""The question before a run, and the one after a first campaign that differs, asked of a person at a terminal."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from support.commands import run_exactly, write_csv
from support.live_account import LiveAccount, ignores
from support.served_account import FORBIDDEN, NO_ANSWER, NOT_THERE, forgets
from support.terminal_programs import Terminal, open_terminal
from support.verified_runs import PUTS, ROWS, make_account

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no terminals of this kind")

Capture = pytest.CaptureFixture[str]
SEND, ON, WITHOUT = (
    "Send them now?",
    "Send the other 5 campaigns all the same?",
    "Send the others without trying one first?",
)


def start(folder: Path, account: LiveAccount, *words: str) -> Terminal:
    write_csv(folder / "sheet.csv", *ROWS)
    return open_terminal(folder, "sheet.csv", "--base-url", account.url, "--rate", "0", *words)


def answer(terminal: Terminal, question: str, keys: str) -> None:
    """Type something when the question stands there."""
    words = question.encode() + b" [y/N]"
    terminal.read_until(lambda raw: words in re.sub(rb"\s+", b" ", raw))
    terminal.type(keys.encode())


def text_of(terminal: Terminal) -> str:
    """All that stands there, without the breaks of its lines."""
    return " ".join(" ".join(terminal.lines).split())


def test_it_says_where_to_what_how_much_and_which_is_the_first(tmp_path: Path) -> None:
    with make_account() as account:
        terminal = start(tmp_path, account)
        answer(terminal, SEND, "n\n")
        terminal.end()
    assert terminal.lines[:8] == [
        "sheet.csv: 6 rows, 6 valid, 0 invalid.",
        "6 updates will be sent to 127.0.0.1, as fast as the API answers, in about 0 s:",
        "  dial_method 6: 2",
        "  dial_ratio 6: 2",
        "The first is campaign 281 (row 2), which is “Offer 281” now.",
        "The first is tried and read back before the others are sent, and it alone could",
        "  be undone; with --verify all every one.",
        "Send them now? [y/N] n",
    ]
    assert (terminal.code, account.story) == (2, ["GET 281"])


def test_what_was_read_before_the_question_is_not_read_again_after_it(tmp_path: Path) -> None:
    with make_account() as account:
        terminal = start(tmp_path, account)
        answer(terminal, SEND, "y\n")
        terminal.end()
    assert account.story[:3] == ["GET 281", "PUT 281", "GET 281"]
    assert sorted(account.story[3:]) == PUTS[1:]
    assert terminal.code == 0


ANSWERS = {"yes": ("y\n", 1, 6), "no": ("n\n", 3, 1), "nothing": ("\n", 3, 1), "Ctrl-C": ("\x03", 130, 1)}


@pytest.mark.parametrize(("keys", "code", "puts"), ANSWERS.values(), ids=ANSWERS)
def test_a_first_campaign_that_differs_asks_whether_to_go_on_and_the_default_is_no(
    keys: str, code: int, puts: int, tmp_path: Path
) -> None:
    with make_account(takes=forgets) as account:
        terminal = start(tmp_path, account)
        answer(terminal, SEND, "y\n")
        answer(terminal, ON, keys)
        terminal.end()
    assert (terminal.code, account.count("PUT")) == (code, puts)
    assert "name: not sent; it was Offer 281, and is (empty)" in text_of(terminal)


def test_after_ctrl_c_at_that_question_nobody_is_told_to_resume(tmp_path: Path, capsys: Capture) -> None:
    with make_account(takes=forgets) as account:
        terminal = start(tmp_path, account)
        answer(terminal, SEND, "y\n")
        answer(terminal, ON, "\x03")
        terminal.end()
        resumed = run_exactly(capsys, "sheet.csv", "--base-url", account.url, "--yes", "--resume")
    assert "--resume" not in text_of(terminal)
    assert "batch_update undo " in terminal.lines[-2]
    assert (resumed.code, account.count("PUT")) == (2, 1)


def test_all_that_is_asked_stands_on_a_small_terminal(tmp_path: Path) -> None:
    with make_account(takes=forgets) as account:
        account.campaigns["281"] |= {f"{name}_list": "7" for name in ("break", "disposition", "quick_transfer")}
        terminal = start(tmp_path, account)
        answer(terminal, SEND, "y\n")
        answer(terminal, ON, "n\n")
        terminal.end()
    place = next(place for place, line in enumerate(terminal.lines) if line.startswith(ON))
    assert place < 24
    assert max(map(len, terminal.lines)) <= 80


def test_a_yes_for_the_run_is_none_for_a_first_campaign_that_differs(tmp_path: Path) -> None:
    with make_account(takes=ignores("dial_ratio")) as account:
        terminal = start(tmp_path, account, "--yes").end()
    assert (terminal.code, account.count("PUT")) == (3, 1)
    assert ON not in text_of(terminal)


def test_of_an_account_that_can_not_be_read_the_question_says_so_and_asks_no_second_time(tmp_path: Path) -> None:
    with make_account(for_ever={"GET": FORBIDDEN}) as account:
        terminal = start(tmp_path, account)
        answer(terminal, SEND, "y\n")
        terminal.end()
    assert account.story[:3] == ["GET 281", "GET 282", "GET 283"]
    assert sorted(account.story[3:]) == PUTS
    said = text_of(terminal)
    assert "None of the first campaigns could be read, so none is tried before the others." in said
    assert (terminal.code, WITHOUT in said) == (0, False)


def test_where_every_row_must_be_read_there_is_nothing_to_ask(tmp_path: Path) -> None:
    with make_account(for_ever={"GET": FORBIDDEN}) as account:
        terminal = start(tmp_path, account, "--verify", "all").end()
    assert (account.story, terminal.code) == (["GET 281", "GET 282", "GET 283"], 3)
    assert SEND not in text_of(terminal)


@pytest.mark.parametrize(("keys", "code", "puts"), [("y\n", 1, 3), ("\n", 3, 0)], ids=["yes", "nothing"])
def test_first_campaigns_that_are_refused_ask_whether_to_send_the_others(
    keys: str, code: int, puts: int, tmp_path: Path
) -> None:
    with make_account(for_ever=dict.fromkeys(PUTS[:3], NOT_THERE)) as account:
        terminal = start(tmp_path, account)
        answer(terminal, SEND, "y\n")
        answer(terminal, WITHOUT, keys)
        terminal.end()
    assert (terminal.code, account.count("PUT") - 3) == (code, puts)


def test_where_nobody_answers_one_campaign_tells_enough(tmp_path: Path) -> None:
    with make_account(for_ever={"GET": NO_ANSWER}) as account:
        terminal = start(tmp_path, account, "--attempts", "2")
        answer(terminal, SEND, "y\n")
        terminal.end()
    assert "none is tried before the others" in text_of(terminal)
    assert [told for told in account.story if told.startswith("GET")] == ["GET 281", "GET 281"]
