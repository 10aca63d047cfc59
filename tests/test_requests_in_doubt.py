"""A row that an earlier run sent a moment ago, unanswered: a changed one waits until that request can not arrive."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest
from support.commands import run, write_csv
from support.journals import begin, make_update, record
from support.programs import start_program
from support.raw_server import RawServer, yes

from batch_update.journal import Journal

TIMEOUT = 1.5  # seconds; as long as the program may take from the request in doubt to its own


def leave_in_doubt(url: str, name: str, sheet: str = "sheet.csv") -> None:
    """A run that was killed a moment ago, after it had sent campaign 1 with that name."""
    with Journal(Path(os.environ["BATCH_UPDATE_STATE"])) as journal:
        record(journal, begin(journal, Path(sheet), target=url), [make_update("1", name)])


@pytest.mark.usefixtures("token")
@pytest.mark.parametrize("sheet", ["sheet.csv", "to fix.csv"], ids=["the same sheet", "another sheet"])
def test_a_fresh_run_of_a_changed_row_waits_until_the_request_in_doubt_can_not_arrive_any_more(
    sheet: str, capsys: pytest.CaptureFixture[str]
) -> None:
    write_csv(Path(sheet), {"id": "1", "name": "after"})
    started = time.monotonic()
    with RawServer([yes()]) as server:
        leave_in_doubt(server.url, "before")
        ran = run(capsys, sheet, "--base-url", server.url, "--timeout", str(TIMEOUT), "--json")
    assert "Waiting" in ran.err
    assert (ran.code, server.count) == (0, 1)
    assert time.monotonic() - started >= TIMEOUT


@pytest.mark.usefixtures("token")
def test_an_unchanged_row_in_doubt_and_other_rows_do_not_wait(capsys: pytest.CaptureFixture[str]) -> None:
    write_csv(Path("sheet.csv"), {"id": "1", "name": "before"}, {"id": "2", "name": "new"})
    with RawServer([yes()]) as server:
        leave_in_doubt(server.url, "before")
        ran = run(capsys, "sheet.csv", "--base-url", server.url, "--json")
    assert "Waiting" not in ran.err
    assert (ran.code, server.count) == (0, 2)


@pytest.mark.usefixtures("token")
def test_a_changed_row_that_is_not_sent_now_is_not_waited_for(capsys: pytest.CaptureFixture[str]) -> None:
    write_csv(Path("sheet.csv"), {"id": "2", "name": "new"}, {"id": "1", "name": "after"})
    with RawServer([yes()]) as server:
        leave_in_doubt(server.url, "before")
        ran = run(capsys, "sheet.csv", "--base-url", server.url, "--limit", "1", "--json")
    assert "Waiting" not in ran.err
    assert (ran.totals["updated"], ran.totals["not_sent"]) == (1, 1)


def test_the_stand_in_is_never_waited_for(capsys: pytest.CaptureFixture[str]) -> None:
    write_csv(Path("sheet.csv"), {"id": "1", "name": "after"})
    leave_in_doubt("sandbox", "before")
    ran = run(capsys, "sheet.csv", "--sandbox", "--json")
    assert "Waiting" not in ran.err
    assert ran.totals["requests"] == 1


@pytest.mark.usefixtures("token")
def test_a_row_in_doubt_that_is_held_back_stays_in_doubt(capsys: pytest.CaptureFixture[str]) -> None:
    write_csv(Path("sheet.csv"), {"id": "2", "name": "new"}, {"id": "1", "name": "before"})
    with RawServer([yes()]) as server:
        leave_in_doubt(server.url, "before")
        ran = run(capsys, "sheet.csv", "--base-url", server.url, "--resume", "--limit", "1", "--json")
    assert (ran.totals["updated"], ran.totals["unknown"], ran.totals["not_sent"]) == (1, 1, 0)


@pytest.mark.skipif(os.name != "posix", reason="signals as on Linux and macOS")
def test_ctrl_c_while_it_waits_sends_nothing_and_writes_the_results(tmp_path: Path) -> None:
    write_csv(tmp_path / "sheet.csv", {"id": "1", "name": "after"}, {"id": "2", "name": "new"})
    with RawServer([yes()]) as server:
        leave_in_doubt(server.url, "before")
        program = start_program(tmp_path, "second", "sheet.csv", "--json", server=server)
        program.wait_until(lambda: program.has_said("Waiting"))
        program.tell(signal.SIGINT)
        ended = program.wait()
    assert (ended.code, server.count) == (130, 0)
    assert ended.statuses == {"1": "NOT SENT", "2": "NOT SENT"}
