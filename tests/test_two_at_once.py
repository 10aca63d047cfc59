"""Two processes on one sheet: the second is told who is running, and sends nothing."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

from support.commands import write_csv
from support.programs import campaigns_of, read_puts, run_program, start_program
from support.raw_server import RawServer, yes
from support.stopped_runs import TWENTY


def test_a_second_run_of_a_sheet_is_told_who_is_running_and_sends_nothing(tmp_path: Path) -> None:
    write_csv(tmp_path / "sheet.csv", *TWENTY)
    refused = threading.Event()
    with RawServer([replace(yes(), until=refused)]) as server:
        first = start_program(tmp_path, "first", "sheet.csv", "--json", server=server)
        first.wait_until(lambda: server.count > 0)
        second = run_program(tmp_path, "second", "sheet.csv", "--json", server=server)
        refused.set()
        ended = first.wait()
    assert (second.code, second.out) == (2, "")
    assert f"process {first.process.pid}, started 2" in second.err
    assert (ended.code, ended.totals["updated"]) == (0, len(TWENTY))
    assert campaigns_of(read_puts(server), "first") == {row["id"]: 1 for row in TWENTY}
    assert not campaigns_of(read_puts(server), "second")
