"""Runs that read the account and are stopped, or whose journal fails: each row is told truly, and nothing is lost."""

from __future__ import annotations

import os
import signal
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from support.commands import write_csv
from support.journals import failing_at
from support.live_account import LiveAccount
from support.programs import Program, start_program
from support.served_account import forgets
from support.verified_runs import COUNTED, ROWS, SIX, make_account, send, statuses_of

from batch_update import journal
from batch_update.journal import Journal

Capture = pytest.CaptureFixture[str]
unix = pytest.mark.skipif(os.name == "nt", reason="signals as on Linux and macOS")


def start(folder: Path, account: LiveAccount, *words: str) -> Program:
    write_csv(folder / "sheet.csv", *ROWS)
    return start_program(
        folder, "run", "sheet.csv", "--base-url", account.url, "--token-file", "run.token", "--rate", "0", "--json",
        "--concurrency", "1", *words,
    )  # fmt: skip


HELD: dict[str, tuple[tuple[str, ...], str, list[str], str]] = {
    "while the first is read": (("--verify", "first"), "GET 281", ["GET 281"], "NOT SENT"),
    "while the first is sent": (("--verify", "first"), "PUT 281", ["GET 281", "PUT 281"], "UPDATED"),
    "while a plan is read": (("--plan",), "GET 281", ["GET 281"], "VALID"),
}


@unix
@pytest.mark.parametrize(("words", "held", "story", "status"), HELD.values(), ids=HELD)
def test_ctrl_c_lets_what_is_under_way_finish_and_begins_nothing(
    words: tuple[str, ...], held: str, story: list[str], status: str, tmp_path: Path
) -> None:
    with make_account(held={held}) as account:
        program = start(tmp_path, account, *words)
        program.wait_until(lambda: held in account.story)
        program.tell(signal.SIGINT)
        program.wait_until(lambda: program.has_said("Stopping"))
        account.go_on()
        ended = program.wait()
    assert (ended.code, account.story) == (130, story)
    assert ended.statuses == dict.fromkeys(SIX, "NOT SENT") | {"281": status}
    assert sum(ended.totals[name] for name in [*COUNTED, *(["valid"] if "--plan" in words else [])]) == 6
    assert ended.totals["verified"] == 0


@unix
def test_ctrl_c_before_a_campaign_that_differed_is_read_again_calls_it_neither_right_nor_wrong(tmp_path: Path) -> None:
    with make_account(takes=forgets) as account:
        program = start(tmp_path, account, "--verify", "first")
        program.wait_until(lambda: program.has_said("It is not as it should be yet"))
        program.tell(signal.SIGINT)
        ended = program.wait()
    assert ended.code == 130
    assert ended.statuses == dict.fromkeys(SIX, "NOT SENT") | {"281": "UPDATED"}
    (warning,) = ended.results["Errors"]
    assert (warning["Code"], warning["Severity"], ended.totals["verified"]) == ("not-verified", "warning", 0)
    assert "Read back at once, the campaign was not as it should be yet" in ended.results["Results"][0]["Message"]


@contextmanager
def journal_on(connection: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A journal on a disk that fails."""
    with monkeypatch.context() as failing:
        failing.setattr(journal, "Journal", lambda folder: Journal(folder, connection=connection))
        yield


@pytest.mark.parametrize("step", [29, pytest.param(5, marks=pytest.mark.slow)], ids=["every 29th", "every fifth"])
@pytest.mark.parametrize("verify", ["first", "all"])
def test_the_nth_write_of_the_journal_fails_and_nothing_is_lost(
    verify: str, step: int, capsys: Capture, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    codes = Counter[int]()
    for number in range(1, 300, step):
        monkeypatch.setenv("BATCH_UPDATE_STATE", str(tmp_path / f"state-{number}"))
        words = ("--verify", verify, "--concurrency", "2")
        with make_account() as account:
            with journal_on(failing_at(number), monkeypatch):
                ran = send(capsys, account, *words)
            codes[ran.code] += 1
            sent = {seen.campaign for seen in account.seen if seen.method == "PUT"}
            told = statuses_of(ran) if ran.out else dict.fromkeys(SIX, "NOT SENT")
            assert {name for name, status in told.items() if status == "UPDATED"} == sent, number
            again = send(capsys, account, *words, "--resume")
            assert statuses_of(again) == dict.fromkeys(SIX, "UPDATED"), number
            assert account.count("PUT") <= len(SIX) + 2, number
    assert set(codes) == {0, 2, 3}
