"""The journal's file as SQLite sees it: tables, durability, and what its errors mean in plain words."""

from __future__ import annotations

import sqlite3
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from batch_update.errors import JournalError
from batch_update.state import make_private_file, unusable

BUSY_SECONDS = 30  # how long to wait for another run's commit, which takes milliseconds
SWITCH_TRIES, SWITCH_SECONDS = 1000, 0.01  # and for another run that makes the file at this very moment

# `entries` is only ever added to: one line before a row is sent (no status), one after. Keyed by the rows' hashes
# instead, every commit would touch as many pages as it has rows. Times in `runs` are texts in UTC, which sort;
# `place` is the sheet's path in the one form in which it is compared.
_FIRST = """
CREATE TABLE sheets (
    digest TEXT PRIMARY KEY, packed INTEGER NOT NULL, content BLOB NOT NULL
);
CREATE TABLE runs (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, started TEXT NOT NULL, ended TEXT,
    user TEXT NOT NULL, host TEXT NOT NULL, pid INTEGER NOT NULL,
    path TEXT NOT NULL, place TEXT NOT NULL, worksheet TEXT, digest TEXT NOT NULL,
    target TEXT NOT NULL, total INTEGER NOT NULL, continues TEXT,
    counts TEXT NOT NULL DEFAULT '{}', stopped TEXT NOT NULL DEFAULT '', exit_code INTEGER,
    requests INTEGER NOT NULL DEFAULT 0, retries INTEGER NOT NULL DEFAULT 0, throttled INTEGER NOT NULL DEFAULT 0,
    seconds REAL NOT NULL DEFAULT 0, pace TEXT NOT NULL DEFAULT ''
);
CREATE TABLE entries (
    number INTEGER PRIMARY KEY, run INTEGER NOT NULL, key TEXT NOT NULL, campaign TEXT NOT NULL,
    started REAL NOT NULL, ended REAL, status TEXT, message TEXT, http INTEGER, attempts INTEGER, seconds REAL,
    cause TEXT, problems TEXT
);
CREATE INDEX entries_of_run ON entries (run);
"""
# `choice` has the options that chose a run's rows, and `left_out` how many of those NOT SENT they left out.
_CHOICES = """
ALTER TABLE runs ADD COLUMN choice TEXT NOT NULL DEFAULT '{}';
ALTER TABLE runs ADD COLUMN left_out INTEGER NOT NULL DEFAULT 0;
"""
# The results workbooks that were written, by the place of the file; `digest` is that of its bytes.
_WORKBOOKS = """
CREATE TABLE workbooks (
    place TEXT PRIMARY KEY, path TEXT NOT NULL, digest TEXT NOT NULL, first TEXT NOT NULL, round INTEGER NOT NULL,
    checked INTEGER NOT NULL, run TEXT NOT NULL, done INTEGER NOT NULL, rows INTEGER NOT NULL
);
"""
# What was read of the campaigns, `moment` before or after their update; of each run the pull that its sheet is from,
# its profile, and what its canary said. An entry has its `body` only where a reading or a pull makes it needed, in
# its first line; `sent` is 0 in the line of a row that was read, judged by that, and never sent.
_READINGS = """
CREATE TABLE readings (
    number INTEGER PRIMARY KEY, run INTEGER NOT NULL, campaign TEXT NOT NULL, moment TEXT NOT NULL,
    content TEXT NOT NULL
);
CREATE INDEX readings_of_run ON readings (run);
ALTER TABLE entries ADD COLUMN verified INTEGER NOT NULL DEFAULT 0;
ALTER TABLE entries ADD COLUMN sent INTEGER NOT NULL DEFAULT 1;
ALTER TABLE entries ADD COLUMN body TEXT;
ALTER TABLE runs ADD COLUMN pull TEXT NOT NULL DEFAULT '';
ALTER TABLE runs ADD COLUMN profile TEXT NOT NULL DEFAULT '';
ALTER TABLE runs ADD COLUMN canary TEXT;
"""
STEPS = (_FIRST, _CHOICES, _WORKBOOKS, _READINGS)
"""What made each version of the file from the one before; a step that was released is never changed."""
VERSION = len(STEPS)

_NO_WAL = {sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_PROTOCOL}
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR, sqlite3.SQLITE_MISMATCH}


def open_database(path: Path, kind: type[sqlite3.Connection]) -> sqlite3.Connection:
    """A connection to the journal, its file made private and its tables made if they are missing."""
    # The -wal and -shm files get the mode of the file they belong to, whatever the umask: SQLite sees to that.
    make_private_file(path)
    database = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None, factory=kind)
    try:
        database.row_factory = sqlite3.Row
        _make_durable(database)
        _make_tables(database, path)
    except BaseException:
        database.close()
        raise
    return database


def _make_durable(database: sqlite3.Connection) -> None:
    # Where the file system can not do WAL (a network folder), SQLite answers with the mode it keeps or with an error;
    # DELETE works everywhere, only slower.
    if not _switch_to_wal(database):
        database.execute("PRAGMA journal_mode = DELETE").fetchone()
    # FULL brings every commit to the disk itself, so that a power cut takes no outcome back. It costs a quarter of a
    # millisecond on a server, some milliseconds on a laptop, and is shared by all rows of a commit.
    database.execute("PRAGMA synchronous = FULL")
    database.execute("PRAGMA fullfsync = ON")  # macOS alone needs to be told twice; no other system minds
    database.execute("PRAGMA secure_delete = ON")  # a forgotten sheet holds customers' data: overwrite it


def _switch_to_wal(database: sqlite3.Connection) -> bool:
    for _ in range(SWITCH_TRIES):
        try:
            (mode,) = database.execute("PRAGMA journal_mode = WAL").fetchone()
        except sqlite3.OperationalError as error:
            code = error.sqlite_errorcode & 0xFF
            if code in _NO_WAL:
                return False
            if code != sqlite3.SQLITE_BUSY:
                raise
            time.sleep(SWITCH_SECONDS)  # two who switch at once: SQLite itself does not wait here
        else:
            return bool(mode == "wal")
    return False


def _make_tables(database: sqlite3.Connection, path: Path) -> None:
    if _read_version(database) == VERSION:
        return
    with transaction(database):
        version = _read_version(database)  # again: another run may just have made them
        if version > VERSION:
            raise JournalError(
                f"The record of runs in {path} was made by a newer version of this program. Install that version."
            )
        for step in STEPS[version:]:
            for statement in step.split(";"):
                database.execute(statement)
        database.execute(f"PRAGMA user_version = {VERSION}")


def _read_version(database: sqlite3.Connection) -> int:
    (version,) = database.execute("PRAGMA user_version").fetchone()
    return int(version)


@contextmanager
def transaction(database: sqlite3.Connection) -> Iterator[None]:
    """All of the block is written, durably, or nothing of it."""
    database.execute("BEGIN IMMEDIATE")
    try:
        yield
        database.execute("COMMIT")
    except BaseException:
        if database.in_transaction:  # a full disk may have rolled it back already
            database.execute("ROLLBACK")
        raise


@contextmanager
def in_plain_words(path: Path) -> Iterator[None]:
    """Say what SQLite and the system object to in a sentence for the user, as a JournalError."""
    try:
        yield
    except (sqlite3.Error, OSError, zlib.error) as error:
        raise explain(error, path) from error


def explain(error: Exception, path: Path) -> JournalError:
    """The sentence for an error of the journal's file."""
    code = getattr(error, "sqlite_errorcode", -1) & 0xFF
    if code == sqlite3.SQLITE_FULL:
        return unusable(path.parent, "the disk is full")
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return JournalError(f"Another program keeps the record of runs in {path} locked. End it, and start again.")
    if code in _DAMAGED or isinstance(error, zlib.error):
        return JournalError(
            f"The record of runs in {path} is damaged. Rename that file and start again: a new one is made, "
            "but a run that was not finished can not be resumed."
        )
    return unusable(path.parent, str(error))


def storable(text: str) -> str:
    """The text without the half characters that a file name or an answer may hold and SQLite does not take."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
