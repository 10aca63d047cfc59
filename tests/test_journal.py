"""The journal on a real disk: what it remembers, what a killed run leaves, and how it fails."""

from __future__ import annotations

import asyncio
import os
import random
import sqlite3
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from support.journals import (
    TARGET,
    WithoutWal,
    begin,
    failing_at,
    finish,
    keep_statuses,
    limited_to,
    make_api_problem,
    make_outcome,
    make_update,
    record,
)

from batch_update.errors import BatchUpdateError, JournalError, UsageError
from batch_update.journal import Journal, RunRecorder
from batch_update.model import Status, Traffic
from batch_update.state import state_folder

RECORDING = Path(__file__).parent / "support" / "recording.py"
ON_POSIX = os.name == "posix"


# --- what it remembers ------------------------------------------------------------------------------------------------


def test_a_run_is_told_as_it_was(tmp_path: Path) -> None:
    with Journal(tmp_path) as journal:
        first = begin(journal)
        run_id = begin(journal, tmp_path / "campaigns.xlsx", continues=first)
        finish(journal, run_id, "the token was refused", UPDATED=1, NOT_SENT=2)
    with Journal(tmp_path) as journal:
        run = journal.run(run_id)
    assert (run.user, run.host, run.pid, run.target, run.total) == ("asha", "desk-4", 77, TARGET, 3)
    assert (run.path, run.worksheet, run.continues) == (tmp_path / "campaigns.xlsx", "Campaigns", first)
    assert (run.counts, run.stopped) == ({Status.UPDATED: 1, Status.NOT_SENT: 2}, "the token was refused")
    assert (run.exit_code, run.seconds, run.pace) == (3, 2.5, "at most 3 requests a second")
    assert run.traffic == Traffic(requests=5, retries=1, throttled=1)
    assert run.ended is not None
    assert run.started.tzinfo is not None


def test_outcomes_come_back_as_they_were(tmp_path: Path) -> None:
    update = make_update("281")
    problem = make_api_problem("Ring timeout", "Provide a valid ring timeout.")
    told = make_outcome(
        update, Status.REJECTED, message="The API refused it.", http_status=422, attempts=2, seconds=0.5, cause="x",
        problems=(problem,),
    )  # fmt: skip
    with Journal(tmp_path) as journal:
        run_id = begin(journal)
        record(journal, run_id, [told])
        (kept,) = journal.kept(run_id).values()
    assert (kept.status, kept.message, kept.http_status) == (Status.REJECTED, "The API refused it.", 422)
    assert (kept.campaign_id, kept.attempts, kept.seconds, kept.cause) == ("281", 2, 0.5, "x")
    assert [(known.column, known.message, known.code) for known in kept.problems] == [
        ("Ring timeout", "Provide a valid ring timeout.", "api")
    ]


def test_a_row_begun_and_never_answered_is_unknown(tmp_path: Path) -> None:
    with Journal(tmp_path) as journal:
        run_id = begin(journal)
        record(journal, run_id, [make_outcome(make_update("1")), make_update("2")])
        assert keep_statuses(journal, run_id) == {"1": Status.UPDATED, "2": Status.UNKNOWN}
        assert journal.run(run_id).counts == {Status.UPDATED: 1, Status.UNKNOWN: 1}


def test_a_row_never_begun_has_no_entry(tmp_path: Path) -> None:
    async def write() -> None:
        async with RunRecorder(journal, run_id) as recorder:
            await recorder.finished(make_outcome(make_update("1"), Status.NOT_SENT))

    with Journal(tmp_path) as journal:
        run_id = begin(journal)
        asyncio.run(write())
        assert journal.kept(run_id) == {}


def test_a_run_resumed_twice_is_whole(tmp_path: Path) -> None:
    with Journal(tmp_path) as journal:
        first = begin(journal)
        record(journal, first, [make_outcome(make_update("1")), make_update("2"), make_update("3")])
        second = begin(journal, continues=first)
        record(journal, second, [make_outcome(make_update("2"), Status.REJECTED, http_status=404)])
        third = begin(journal, continues=second)
        record(journal, third, [make_outcome(make_update("3"))])
        assert keep_statuses(journal, third) == {"1": Status.UPDATED, "2": Status.REJECTED, "3": Status.UPDATED}
        assert keep_statuses(journal, first) == {"1": Status.UPDATED, "2": Status.UNKNOWN, "3": Status.UNKNOWN}


@pytest.mark.parametrize(
    "content", [b"", b"id,name\n" * 1000, random.Random(1).randbytes(5000)], ids=["0", "csv", "zip"]
)
def test_the_sheet_comes_back_byte_for_byte(tmp_path: Path, content: bytes) -> None:
    with Journal(tmp_path) as journal:
        copy = journal.sheet_copy(begin(journal, tmp_path / "a.csv", content=content, worksheet=None))
    assert (copy.content, copy.path, copy.worksheet) == (content, tmp_path / "a.csv", None)


def test_runs_are_listed_newest_first(tmp_path: Path) -> None:
    with Journal(tmp_path) as journal:
        begun = [begin(journal) for _ in range(3)]
        assert [run.id for run in journal.runs()] == begun[::-1]


def test_a_run_is_found_by_a_part_of_its_id(tmp_path: Path) -> None:
    clock = iter(datetime(2026, 11, 23, hour, tzinfo=UTC) for hour in (9, 10))
    with Journal(tmp_path, now=lambda: next(clock)) as journal:
        first, second = begin(journal), begin(journal)
        assert journal.run(first).id == first
        assert journal.run(second[:13]).id == second
        assert journal.run(first[4:]).id == first


@pytest.mark.parametrize(
    ("name", "said"), [("2026", "2 runs fit"), ("x", "No run fits"), ("", "No run"), ("%", "No run")]
)
def test_a_run_that_is_not_clearly_one_is_asked_for_again(tmp_path: Path, name: str, said: str) -> None:
    with Journal(tmp_path, now=lambda: datetime(2026, 11, 23, tzinfo=UTC)) as journal:
        begin(journal)
        begin(journal)
        with pytest.raises(UsageError, match=said):
            journal.run(name)


def test_neither_bodies_nor_values_are_on_the_disk(tmp_path: Path) -> None:
    update = make_update("281", "Very private name")
    with Journal(tmp_path) as journal:
        record(journal, begin(journal), [make_outcome(update, problems=(make_api_problem("name", "Not so."),))])
        written = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"Not so." in written
    assert b"private" not in written
    assert b"old" not in written.replace(b"older", b"")


def test_half_characters_from_names_and_answers_are_kept_readable(tmp_path: Path) -> None:
    sheet = tmp_path / "caf\udce9.csv"
    with Journal(tmp_path) as journal:
        run_id = begin(journal, sheet, user="\ud800")
        record(journal, run_id, [make_outcome(make_update("1"), message="\ud83d cut")])
        assert [word.message for word in journal.kept(run_id).values()] == ["\\ud83d cut"]
        assert journal.unfinished(sheet, TARGET) == journal.run(run_id)


# --- what is unfinished -----------------------------------------------------------------------------------------------

ENDS = {
    "updated": ({"UPDATED": 3}, "", False),
    "refused rows": ({"REJECTED": 3}, "", False),
    "in doubt, at its end": ({"UPDATED": 2, "UNKNOWN": 1}, "", False),
    "a trial of some rows": ({"UPDATED": 1, "NOT_SENT": 2}, "", True),
    "stopped": ({"UPDATED": 1, "NOT_SENT": 2}, "you stopped the run", True),
    "stopped in the last row": ({"UPDATED": 2, "UNKNOWN": 1}, "you stopped the run", True),
    "stopped when all was done": ({"UPDATED": 3}, "you stopped the run", False),
}


@pytest.mark.parametrize(("counts", "stopped", "unfinished"), ENDS.values(), ids=ENDS)
def test_a_run_that_left_rows_is_unfinished(
    tmp_path: Path, counts: dict[str, int], stopped: str, unfinished: bool
) -> None:
    with Journal(tmp_path) as journal:
        run_id = begin(journal)
        finish(journal, run_id, stopped, **counts)
        found = journal.unfinished(Path("campaigns.xlsx"), TARGET)
    assert (found.id if found else None) == (run_id if unfinished else None)


def test_a_killed_run_is_unfinished(tmp_path: Path) -> None:
    with Journal(tmp_path) as journal:
        run_id = begin(journal)
        found = journal.unfinished(Path("campaigns.xlsx"), TARGET)
    assert found is not None
    assert found.id == run_id


def test_a_later_run_that_finished_hides_an_older_one(tmp_path: Path) -> None:
    with Journal(tmp_path) as journal:
        begin(journal)
        finish(journal, begin(journal), UPDATED=3)
        assert journal.unfinished(Path("campaigns.xlsx"), TARGET) is None


def test_other_sheets_and_targets_are_other_runs(tmp_path: Path) -> None:
    with Journal(tmp_path) as journal:
        begin(journal)
        assert journal.unfinished(Path("other.xlsx"), TARGET) is None
        assert journal.unfinished(Path("campaigns.xlsx"), "sandbox") is None


@pytest.mark.skipif(not ON_POSIX, reason="links need a privilege on Windows")
def test_a_sheet_is_known_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "sheet.csv").touch()
    (tmp_path / "link.csv").symlink_to(tmp_path / "sheet.csv")
    with Journal(tmp_path) as journal:
        begin(journal, tmp_path / "sheet.csv")
        assert journal.unfinished(tmp_path / "link.csv", TARGET) is not None


# --- what is in doubt -------------------------------------------------------------------------------------------------


def test_a_doubt_of_any_sheet_is_known_until_it_is_old(tmp_path: Path) -> None:
    before = datetime.now(UTC)
    with Journal(tmp_path) as journal:
        record(journal, begin(journal, Path("a.csv")), [make_update("1"), make_outcome(make_update("2"))])
        record(journal, begin(journal, Path("b.csv")), [make_update("3")])
        record(journal, begin(journal, Path("b.csv"), target="sandbox"), [make_update("4")])
        assert {word.campaign_id for word in journal.doubts(TARGET, before).values()} == {"1", "3"}
        assert journal.doubts(TARGET, datetime.now(UTC)) == {}


def test_a_doubt_that_was_answered_since_is_none(tmp_path: Path) -> None:
    before = datetime.now(UTC)
    with Journal(tmp_path) as journal:
        record(journal, begin(journal), [make_update("1")])
        record(journal, begin(journal, Path("other.csv")), [make_outcome(make_update("1"))])
        assert journal.doubts(TARGET, before) == {}


# --- what is forgotten ------------------------------------------------------------------------------------------------


def test_after_90_days_only_the_line_of_a_run_is_left(tmp_path: Path) -> None:
    today = datetime(2026, 11, 23, tzinfo=UTC)
    with Journal(tmp_path, now=lambda: today - timedelta(days=91)) as journal:
        old = begin(journal, content=b"customers' data")
        record(journal, old, [make_outcome(make_update("1"))])
    with Journal(tmp_path, now=lambda: today) as journal:
        assert journal.unfinished(Path("campaigns.xlsx"), TARGET) is None
        new = begin(journal, content=b"new")
        assert journal.kept(old) == {}
        with pytest.raises(JournalError, match="90 days"):
            journal.sheet_copy(old)
        assert [run.id for run in journal.runs()] == [new, old]
    assert b"customers" not in (tmp_path / "journal.db").read_bytes()


def test_what_a_younger_run_goes_on_with_is_not_forgotten(tmp_path: Path) -> None:
    today = datetime(2026, 11, 23, tzinfo=UTC)
    with Journal(tmp_path, now=lambda: today - timedelta(days=91)) as journal:
        old = begin(journal, content=b"old")
        record(journal, old, [make_outcome(make_update("1"))])
    with Journal(tmp_path, now=lambda: today - timedelta(days=1)) as journal:
        young = begin(journal, content=b"young", continues=old)
    with Journal(tmp_path, now=lambda: today) as journal:
        begin(journal, content=b"new")
        assert keep_statuses(journal, young) == {"1": Status.UPDATED}
        assert journal.sheet_copy(old).content == b"old"


# --- who may read it --------------------------------------------------------------------------------------------------


@pytest.mark.skipif(not ON_POSIX, reason="Windows keeps a user's own folder private by itself")
@pytest.mark.parametrize("kind", [sqlite3.Connection, WithoutWal], ids=["wal", "delete"])
def test_only_the_user_may_read_it(tmp_path: Path, kind: type[sqlite3.Connection]) -> None:
    earlier = os.umask(0)
    try:
        with Journal(tmp_path / "state", connection=kind) as journal:
            record(journal, begin(journal), [make_outcome(make_update("1"))])
            modes = {path.name: path.stat().st_mode & 0o777 for path in (tmp_path / "state").iterdir()}
    finally:
        os.umask(earlier)
    assert set(modes.values()) == {0o600}
    assert ("journal.db-wal" in modes) == (kind is sqlite3.Connection)
    assert (tmp_path / "state").stat().st_mode & 0o777 == 0o700


def test_without_write_ahead_log_nothing_is_different(tmp_path: Path) -> None:
    with Journal(tmp_path, connection=WithoutWal) as journal:
        run_id = begin(journal)
        record(journal, run_id, [make_outcome(make_update("1")), make_update("2")])
        assert keep_statuses(journal, run_id) == {"1": Status.UPDATED, "2": Status.UNKNOWN}


def test_the_folder_is_the_one_named_or_the_users_own() -> None:
    assert state_folder({"BATCH_UPDATE_STATE": "/srv/state"}) == Path("/srv/state")
    assert state_folder({}).name == "batch_update"
    assert state_folder({"BATCH_UPDATE_STATE": " "}) == state_folder({})


# --- when it fails ----------------------------------------------------------------------------------------------------


def run_until_failure(folder: Path, kind: type[sqlite3.Connection], rows: int) -> tuple[list[str], list[str], str]:
    """A small run; gives the rows known to be begun and done, and what was said at the failure."""
    begun: list[str] = []
    done: list[str] = []

    async def write(journal: Journal) -> None:
        async with RunRecorder(journal, begin(journal)) as recorder:
            for campaign in map(str, range(rows)):
                await recorder.starting(make_update(campaign))
                begun.append(campaign)
                await recorder.finished(make_outcome(make_update(campaign), message="m" * 500))
                done.append(campaign)

    try:
        with Journal(folder, connection=kind) as journal:
            asyncio.run(write(journal))
            finish(journal, journal.runs()[0].id, UPDATED=rows)
    except BatchUpdateError as error:
        return begun, done, f"{type(error).__name__}: {error}"
    return begun, done, ""


def assert_nothing_lost(folder: Path, begun: list[str], done: list[str]) -> None:
    with Journal(folder) as journal:
        runs = journal.runs()
        kept = keep_statuses(journal, runs[0].id) if runs else {}
    assert [campaign for campaign in done if kept.get(campaign) is not Status.UPDATED] == []
    assert [campaign for campaign in begun if campaign not in kept] == []


def test_whichever_write_fails_nothing_that_was_promised_is_lost(tmp_path: Path) -> None:
    said = ""
    for number in range(1, 1000):
        folder = tmp_path / str(number)
        begun, done, said = run_until_failure(folder, failing_at(number), rows=4)
        assert_nothing_lost(folder, begun, done)
        if not said:
            break
        assert said.startswith("JournalError: ")
        assert "the disk is full" in said
    assert number > 30
    assert not said


def test_a_full_disk_loses_nothing_that_was_promised(tmp_path: Path) -> None:
    reached = []
    for pages in range(8, 28, 4):
        folder = tmp_path / str(pages)
        begun, done, said = run_until_failure(folder, limited_to(pages), rows=100)
        assert "the disk is full" in said
        assert_nothing_lost(folder, begun, done)
        reached.append(len(done))
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
    begun = {campaign for word, campaign in words if word == "begun"}
    done = {campaign for word, campaign in words if word == "done"}
    with Journal(folder) as journal:
        kept = keep_statuses(journal, words[0][1])
        assert journal.run(words[0][1]).ended is None
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
