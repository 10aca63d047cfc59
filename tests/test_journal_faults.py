"""A journal whose disk fails or whose run is killed: nothing that was promised is lost."""

from __future__ import annotations

import asyncio
import os
import random
import sqlite3
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest
from support.journals import (
    begin,
    failing_at,
    finish,
    keep_statuses,
    limited_to,
    make_outcome,
    make_snapshot,
    make_update,
    record,
)

from batch_update.errors import BatchUpdateError, JournalError
from batch_update.journal import Journal, RunRecorder
from batch_update.model import Status

RECORDING = Path(__file__).parent / "support" / "recording.py"


# --- when it fails ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Promised:
    """The rows that are known to be begun, done and read back, and what was said at the failure."""

    begun: list[str]
    done: list[str]
    read: list[str]
    said: str


def run_until_failure(folder: Path, kind: type[sqlite3.Connection], rows: int) -> Promised:
    """A small run that reads its campaigns."""
    begun: list[str] = []
    done: list[str] = []
    read: list[str] = []
    said = ""

    async def write(journal: Journal) -> None:
        async with RunRecorder(journal, begin(journal)) as recorder:
            for campaign in map(str, range(rows)):
                await recorder.starting(make_update(campaign), before=make_snapshot(campaign, name="old"))
                begun.append(campaign)
                outcome = make_outcome(make_update(campaign), message="m" * 500)
                await recorder.finished(outcome)
                done.append(campaign)
                await recorder.finished(outcome, after=make_snapshot(campaign, name="new"))
                read.append(campaign)

    try:
        with Journal(folder, connection=kind) as journal:
            asyncio.run(write(journal))
            finish(journal, journal.runs()[0].id, UPDATED=rows)
    except BatchUpdateError as error:
        said = f"{type(error).__name__}: {error}"
    return Promised(begun, done, read, said)


def assert_nothing_lost(folder: Path, promised: Promised) -> None:
    with Journal(folder) as journal:
        runs = journal.runs()
        kept = keep_statuses(journal, runs[0].id) if runs else {}
        readings = journal.readings(runs[0].id) if runs else {}
    assert [campaign for campaign in promised.done if kept.get(campaign) is not Status.UPDATED] == []
    assert [campaign for campaign in promised.begun if campaign not in kept] == []
    assert [campaign for campaign in promised.begun if readings[campaign].before is None] == []
    assert [campaign for campaign in promised.read if readings[campaign].after is None] == []
    assert [campaign for campaign in readings if campaign not in kept] == []


def test_whichever_write_fails_nothing_that_was_promised_is_lost(tmp_path: Path) -> None:
    said = ""
    for number in range(1, 1000):
        folder = tmp_path / str(number)
        promised = run_until_failure(folder, failing_at(number), rows=4)
        said = promised.said
        assert_nothing_lost(folder, promised)
        if not said:
            break
        assert said.startswith("JournalError: ")
        assert "the disk is full" in said
    assert number > 30
    assert not said


def test_a_full_disk_loses_nothing_that_was_promised(tmp_path: Path) -> None:
    reached = []
    for pages in range(12, 32, 4):
        folder = tmp_path / str(pages)
        promised = run_until_failure(folder, limited_to(pages), rows=100)
        assert "the disk is full" in promised.said
        assert_nothing_lost(folder, promised)
        reached.append(len(promised.done))
    assert reached == sorted(set(reached))


def test_after_a_failed_write_every_worker_hears_of_it(tmp_path: Path) -> None:
    async def write(journal: Journal, run_id: str) -> list[BaseException | None]:
        async with RunRecorder(journal, run_id) as recorder:
            rows = [recorder.starting(make_update(str(number))) for number in range(20)]
            first = await asyncio.gather(*rows, return_exceptions=True)
            later = await asyncio.gather(recorder.starting(make_update("99")), return_exceptions=True)
            return [*first, *later]

    with Journal(tmp_path) as journal:
        run_id = begin(journal)
        journal._connection = failing_at(1)
        assert {type(answer) for answer in asyncio.run(write(journal, run_id))} == {JournalError}


def test_a_worker_that_is_cancelled_disturbs_no_other(tmp_path: Path) -> None:
    async def write(journal: Journal, run_id: str) -> None:
        async with RunRecorder(journal, run_id) as recorder:
            tasks = [asyncio.create_task(recorder.starting(make_update(str(number)))) for number in range(20)]
            await asyncio.sleep(0)
            tasks[3].cancel()
            answers = await asyncio.gather(*tasks, return_exceptions=True)
            assert [number for number, answer in enumerate(answers) if answer is not None] == [3]

    with Journal(tmp_path) as journal:
        run_id = begin(journal)
        asyncio.run(write(journal, run_id))
        assert len(journal.kept(run_id)) == 20


def test_too_little_room_is_found_before_anything_is_sent(tmp_path: Path) -> None:
    with Journal(tmp_path) as journal, pytest.raises(JournalError, match="MB needed"):
        begin(journal, total=10**13)


def test_a_folder_that_can_not_be_made_is_named_with_the_way_out(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(JournalError, match=r"file.*BATCH_UPDATE_STATE"):
        Journal(tmp_path / "file" / "state")


def test_a_file_that_can_not_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "journal.db").mkdir()
    with pytest.raises(JournalError, match="can not be kept"):
        Journal(tmp_path)


def test_a_file_of_something_else_is_called_damaged(tmp_path: Path) -> None:
    (tmp_path / "journal.db").write_bytes(b"something else, and long enough to be looked at " * 50)
    with pytest.raises(JournalError, match=r"journal\.db is damaged\. Rename"):
        Journal(tmp_path)


def test_a_damaged_page_is_called_damaged(tmp_path: Path) -> None:
    with Journal(tmp_path) as journal:
        run_id = begin(journal)
        record(journal, run_id, [make_outcome(make_update(str(number)), message="m" * 500) for number in range(50)])
    file = tmp_path / "journal.db"
    content = bytearray(file.read_bytes())
    content[4096 * 6 :] = b"\xff" * len(content[4096 * 6 :])
    file.write_bytes(content)
    with Journal(tmp_path) as journal, pytest.raises(JournalError, match="is damaged"):
        journal.kept(run_id)


def test_a_journal_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    Journal(tmp_path).close()
    newer = sqlite3.connect(tmp_path / "journal.db")
    newer.execute("PRAGMA user_version = 99")
    newer.close()
    with pytest.raises(JournalError, match="newer version"):
        Journal(tmp_path)


def test_a_journal_that_another_program_keeps_locked_is_said(tmp_path: Path) -> None:
    with Journal(tmp_path) as journal:
        journal._database.execute("PRAGMA busy_timeout = 1")
        other = sqlite3.connect(journal.path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(JournalError, match=r"Another program keeps .* locked"):
            begin(journal)
        other.close()


# --- other processes --------------------------------------------------------------------------------------------------


def start_recording(folder: Path, rows: int, workers: int) -> subprocess.Popen[str]:
    environ = {**os.environ, "PYTHONPATH": str(RECORDING.parents[2])}
    command = [sys.executable, str(RECORDING), str(folder), str(rows), str(workers)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environ)


def kill_and_look(folder: Path, lines_until_killed: int) -> None:
    """Kill a recording run and compare the journal with what the run had been promised."""
    with start_recording(folder, rows=5000, workers=8) as process:
        assert process.stdout is not None
        told = [process.stdout.readline() for _ in range(lines_until_killed)]
        process.kill()
        told += process.stdout.readlines()
    words = [line.split() for line in told if line.endswith("\n")]
    begun, done, read, verified = (
        {campaign for told, campaign in words if told == word} for word in ("begun", "done", "read", "verified")
    )
    with Journal(folder) as journal:
        kept = keep_statuses(journal, words[0][1])
        last_words = journal.kept(words[0][1]).values()
        readings = journal.readings(words[0][1])
        assert journal.run(words[0][1]).ended is None
    assert kept.keys() == {campaign for campaign, known in readings.items() if known.before is not None}
    assert read <= {campaign for campaign, known in readings.items() if known.after is not None}
    assert verified <= {word.campaign_id for word in last_words if word.verified} <= readings.keys()
    updated = {campaign for campaign, status in kept.items() if status is Status.UPDATED}
    assert done <= updated
    assert begun <= kept.keys()
    assert len(kept) - len(updated) <= 8  # no more are in doubt than were in flight


def test_a_killed_run_keeps_what_it_was_promised(tmp_path: Path) -> None:
    for trial, lines in enumerate((1, 2, 250)):
        kill_and_look(tmp_path / str(trial), lines)


@pytest.mark.slow
def test_runs_killed_at_random_moments_keep_what_they_were_promised(tmp_path: Path) -> None:
    moments = random.Random(281)
    for trial in range(50):
        kill_and_look(tmp_path / str(trial), moments.randint(1, 3000))
    print("50 recording runs killed, nothing lost")


def test_runs_that_start_at_once_make_the_journal_together(tmp_path: Path) -> None:
    def open_journal(folder: Path, together: threading.Barrier) -> list[object]:
        together.wait()
        with Journal(folder) as journal:
            return [*journal.runs()]

    with ThreadPoolExecutor(4) as pool:
        for trial in range(10):
            together = threading.Barrier(4)
            opened = [pool.submit(open_journal, tmp_path / str(trial), together) for _ in range(4)]
            assert [future.result() for future in opened] == [[]] * 4


def test_two_processes_share_the_journal(tmp_path: Path) -> None:
    runs = [start_recording(tmp_path, rows=300, workers=8) for _ in range(2)]
    ids = [run.communicate()[0].split()[1] for run in runs]
    with Journal(tmp_path) as journal:
        assert [len(journal.kept(run_id)) for run_id in ids] == [300, 300]
