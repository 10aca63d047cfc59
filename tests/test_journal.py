"""The journal on a real disk: what it remembers, what it calls unfinished, what it forgets, who may read it."""

from __future__ import annotations

import asyncio
import contextlib
import os
import random
import re
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from support.journals import (
    TARGET,
    WithoutWal,
    begin,
    finish,
    keep_statuses,
    make_api_problem,
    make_outcome,
    make_update,
    record,
)

from batch_update.errors import JournalError, UsageError
from batch_update.journal import Journal, RunRecorder
from batch_update.journal.queries import FORGET_ENTRIES, FORGET_READINGS
from batch_update.model import Status, Traffic
from batch_update.state import state_folder

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
    ("name", "said"), [("2026", "2 runs fit"), ("o", "No run fits"), ("", "No run"), ("%", "No run")]
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


@pytest.mark.parametrize(("left_out", "unfinished"), [(2, False), (1, True), (0, True)])
def test_rows_left_out_on_purpose_make_no_run_unfinished(tmp_path: Path, left_out: int, unfinished: bool) -> None:
    with Journal(tmp_path) as journal:
        run_id = begin(journal, choice={"limit": 1})
        journal.finish(
            run_id, counts={Status.UPDATED: 1, Status.NOT_SENT: 2}, left_out=left_out, stopped="", exit_code=0,
            traffic=Traffic(), seconds=1, pace="",
        )  # fmt: skip
        assert journal.run(run_id).choice == {"limit": 1}
        assert (journal.unfinished(Path("campaigns.xlsx"), TARGET) is not None) is unfinished


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


def test_the_newest_run_is_known_though_it_has_ended(tmp_path: Path) -> None:
    with Journal(tmp_path) as journal:
        begin(journal)
        finish(journal, run_id := begin(journal), UPDATED=3)
        assert journal.newest(Path("campaigns.xlsx"), TARGET) == journal.run(run_id)
        assert journal.newest(Path("other.xlsx"), TARGET) is None


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


@pytest.mark.parametrize("statement", [FORGET_ENTRIES, FORGET_READINGS], ids=["entries", "readings"])
def test_what_is_too_old_is_found_without_a_look_at_every_line(tmp_path: Path, statement: str) -> None:
    with Journal(tmp_path) as journal, contextlib.closing(journal.connect()) as database:
        steps = [step["detail"] for step in database.execute(f"EXPLAIN QUERY PLAN {statement}", {"before": "2026"})]

    assert re.match("SEARCH (entries|readings) USING INDEX", steps[0])


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
