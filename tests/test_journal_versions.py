"""A journal that an older version of the program made is brought up to date, with all that it holds."""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from support.journals import begin, finish, keep_statuses, make_outcome, make_snapshot, make_update, record

from batch_update.journal import Journal
from batch_update.journal.database import STEPS, VERSION
from batch_update.live import Readings
from batch_update.model import Status
from batch_update.runs import CanaryWord

RELEASED = ("d530b6be", "3f61fcc2", "b54bbbb4")
"""The beginnings of the hashes of released steps: changed, they would make files that no version knows."""

FIRST_RUN = """
INSERT INTO runs (id, started, ended, user, host, pid, path, place, worksheet, digest, target, total, counts)
VALUES ('20261001-090000-abc', '2026-10-01T09:00:00+00:00', '2026-10-01T09:01:00+00:00', 'asha', 'desk-4', 77,
        '/home/sheet.xlsx', '/home/sheet.xlsx', 'Campaigns', 'x', 'https://api.example', 3, '{"UPDATED": 1}')
"""
FIRST_ENTRY = """
INSERT INTO entries (run, key, campaign, started, ended, status, message, http, attempts, seconds, cause, problems)
VALUES (1, 'k', '281', 1.0, 2.0, 'UPDATED', 'Done.', 200, 1, 0.5, '', '[]')
"""


def make_old_file(folder: Path, version: int) -> str:
    """A journal as that version of the file was, with one run of one row; gives the id of the run."""
    with closing(sqlite3.connect(folder / "journal.db", isolation_level=None)) as database:
        for step in STEPS[:version]:
            database.executescript(step)
        database.execute(FIRST_RUN)
        database.execute(FIRST_ENTRY)
        database.execute(f"PRAGMA user_version = {version}")
    return "20261001-090000-abc"


@pytest.mark.parametrize("version", range(1, VERSION))
def test_a_file_of_an_older_version_keeps_what_it_holds(version: int, tmp_path: Path) -> None:
    old = make_old_file(tmp_path, version)
    with Journal(tmp_path) as journal:
        run = journal.run(old)
        (kept,) = journal.kept(old).values()
        told = (journal.readings(old), journal.canary(old))
    assert (run.user, run.total, run.counts, run.left_out, run.choice) == ("asha", 3, {Status.UPDATED: 1}, 0, {})
    assert (run.pull, run.profile, run.canary) == ("", "", None)
    assert (kept.status, kept.message, kept.verified, kept.was_sent) == (Status.UPDATED, "Done.", False, True)
    assert told == ({}, None)


@pytest.mark.parametrize("version", range(VERSION))
def test_a_file_of_an_older_version_takes_what_is_new(version: int, tmp_path: Path) -> None:
    folder = tmp_path / "state"
    folder.mkdir()
    (make_old_file if version else no_file)(folder, version)
    update = make_update("281")
    with Journal(folder) as journal:
        new = begin(journal, choice={"limit": 3, "rows": "2-40,57", "visible": 1}, pull="p1", profile="delhi")
        record(journal, new, [make_outcome(update, verified=True)], before={"281": make_snapshot("281", name="Old")})
        journal.note_canary(new, CanaryWord.WENT_WELL)
        finish(journal, new, UPDATED=3)
    with Journal(folder) as journal:
        run = journal.run(new)
        assert (run.choice, run.pull, run.profile) == ({"limit": 3, "rows": "2-40,57", "visible": 1}, "p1", "delhi")
        assert (keep_statuses(journal, new), run.canary) == ({"281": Status.UPDATED}, CanaryWord.WENT_WELL)
        assert journal.readings(new) == {"281": Readings(before=make_snapshot("281", name="Old"))}


def no_file(_folder: Path, _version: int) -> None:
    """Nothing is there yet."""


def test_a_step_that_was_released_is_never_changed() -> None:
    found = [hashlib.sha256(step.encode()).hexdigest()[:8] for step in STEPS]
    assert found[: len(RELEASED)] == list(RELEASED)
