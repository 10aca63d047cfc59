"""Ctrl-C and SIGTERM, once and again, at the question and at any moment: the end is told truly."""

from __future__ import annotations

import os
import shlex
import signal
import threading
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from support.commands import run, write_csv
from support.programs import start_program
from support.raw_server import STALL, RawServer, yes
from support.stopped_runs import TWENTY, assert_stopped_truly, press_at_random
from support.terminals import open_terminal

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals as on Linux and macOS")

TRIALS = 32


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)], ids=["Ctrl-C", "SIGTERM"])
def test_one_signal_lets_what_is_in_flight_finish(number: signal.Signals, code: int, tmp_path: Path) -> None:
    write_csv(tmp_path / "sheet.csv", *TWENTY)
    stopping = threading.Event()
    with RawServer([yes(), yes(), replace(yes(), until=stopping)]) as server:
        program = start_program(tmp_path, "first", "sheet.csv", "--json", "--concurrency", "4", server=server)
        program.wait_until(lambda: server.count >= 6)
        program.tell(number)
        program.wait_until(lambda: program.has_said("Stopping: rows under way are finished first."))
        stopping.set()
        ended = program.wait()
    assert ended.code == ended.totals["exit_code"] == code
    assert assert_stopped_truly(ended, server, "first") == {"UPDATED": 6, "NOT SENT": 14}
    assert server.count == 6
    assert "Stopping: rows under way are finished first." in ended.err


def test_a_stopped_run_is_gone_on_with(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_csv(tmp_path / "sheet.csv", *TWENTY)
    stopping = threading.Event()
    with RawServer([yes(), yes(), replace(yes(), until=stopping)]) as server:
        program = start_program(tmp_path, "first", "sheet.csv", "--concurrency", "4", server=server)
        program.wait_until(lambda: server.count >= 6)
        program.tell(signal.SIGINT)
        program.wait_until(lambda: program.has_said("Stopping"))
        stopping.set()
        last = program.wait().out.splitlines()[-1]
        assert server.count < len(TWENTY)
        rest = run(capsys, *shlex.split(last.removeprefix("  python -m batch_update ")), "--json", "--rate", "0")
    assert (rest.code, rest.totals["updated"], server.count) == (0, len(TWENTY), len(TWENTY))


@pytest.mark.parametrize(
    ("signals", "code"),
    [((signal.SIGINT, signal.SIGINT), 130),
    ((signal.SIGTERM, signal.SIGINT), 143)],
    ids=["Ctrl-C twice", "SIGTERM, then Ctrl-C"],
)  # fmt: skip
def test_a_second_signal_breaks_off_what_is_in_flight(
    signals: tuple[signal.Signals, signal.Signals], code: int, tmp_path: Path
) -> None:
    write_csv(tmp_path / "sheet.csv", *TWENTY)
    with RawServer([yes(), yes(), STALL]) as server:
        program = start_program(tmp_path, "first", "sheet.csv", "--json", "--concurrency", "4", server=server)
        program.wait_until(lambda: server.count >= 6)
        program.tell(signals[0])
        program.wait_until(lambda: program.has_said("Stopping"))
        program.tell(signals[1])
        ended = program.wait()
    assert ended.code == ended.totals["exit_code"] == code
    counts = assert_stopped_truly(ended, server, "first")
    assert counts == {"UPDATED": 2, "UNKNOWN": 4, "NOT SENT": 14}
    unknown = [str(row["Message"]) for row in ended.results["Results"] if row["Status"] == "UNKNOWN"]
    assert all("may have been applied" in message for message in unknown)


def test_ctrl_c_at_the_question_sends_nothing(tmp_path: Path) -> None:
    """A yes is typed behind it: a signal just before the program begins to read is heard when something is read."""
    write_csv(tmp_path / "sheet.csv", *TWENTY)
    with RawServer([yes()]) as server, open_terminal() as terminal:
        program = start_program(tmp_path, "first", "sheet.csv", server=server, terminal=terminal.screen)
        program.wait_until(lambda: "[y/N]" in terminal.shown)
        program.tell(signal.SIGINT)
        terminal.type("yes\n")
        code = program.wait().code
        shown = terminal.shown
    assert (code, server.count) == (130, 0)
    assert "Stopped; nothing was sent." in shown
    assert not list(tmp_path.glob("*.results.xlsx"))


@pytest.mark.slow
def test_ctrl_c_at_random_moments_ends_with_the_truth(tmp_path: Path) -> None:
    trials = [press_at_random(seed, tmp_path / str(seed)) for seed in range(TRIALS)]
    codes = Counter(trial.ended.code for trial in trials)
    print(f"Ctrl-C at random moments, seeds 0 to {TRIALS - 1}: exit codes {dict(codes)}")

    told = [trial for trial in trials if trial.told]
    for trial in told:
        assert_stopped_truly(trial.ended, trial.server, "first")
        assert "nothing was sent" not in trial.ended.err

    stopped = [trial for trial in told if not trial.complete]
    assert {trial.ended.code for trial in stopped} == {130}, "none was stopped between two rows, or not truly"

    complete = [trial for trial in told if trial.complete]  # -2: all was told, and Python was ending
    assert {trial.ended.code for trial in complete} <= {0, 130, -signal.SIGINT}

    silent = [trial for trial in trials if not trial.told]
    assert [trial.server.count for trial in silent] == [0] * len(silent)
    assert {trial.ended.code for trial in silent if trial.in_main} <= {130}
