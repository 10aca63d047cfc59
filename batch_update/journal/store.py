"""What the journal remembers: who ran which sheet against what, and what came of it.

No token is in it, and what was sent only where it is needed beside what was read, or of a sheet that was pulled.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Self

from batch_update.errors import JournalError, UsageError
from batch_update.journal.database import in_plain_words, open_database, storable, transaction
from batch_update.journal.entries import read_outcomes
from batch_update.journal.queries import CHAIN, FORGET_ENTRIES, FORGET_READINGS, FORGET_SHEETS, LIVELY, NEWEST
from batch_update.journal.readings import read_readings
from batch_update.journal.repeats import find_repeats
from batch_update.journal.resume import KeptOutcome, merge_outcomes
from batch_update.journal.run_lines import make_id, read_canary, read_run, write_time
from batch_update.journal.sent import Sent, read_sent
from batch_update.journal.sheet_copies import SheetCopy, keep_sheet, read_copy
from batch_update.journal.space import demand_space
from batch_update.journal.workbooks import find_workbook, keep_workbook, place_of, workbook_at
from batch_update.live import Readings
from batch_update.model import Status, Traffic, Update
from batch_update.runs import CanaryWord, Repeat, RunId, RunRecord, WorkbookRecord
from batch_update.state import make_private_folder

FILE_NAME = "journal.db"
KEPT_DAYS = 90
"""How long sheets and outcomes are kept; the line of each run stays."""


class Journal:
    """The journal in a folder. Belongs to the thread that opened it.

    Everything here raises JournalError, in plain words, if the file can not be read or written.
    """

    def __init__(
        self,
        folder: Path,
        *,
        connection: type[sqlite3.Connection] = sqlite3.Connection,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """Open it, making what is missing. `connection` and `now` let tests have a failing disk and a set clock."""
        self.path = make_private_folder(folder) / FILE_NAME
        self._connection = connection
        self._now = now
        self._database = self.connect()

    def connect(self) -> sqlite3.Connection:
        """Another connection, for another thread."""
        with in_plain_words(self.path):
            return open_database(self.path, self._connection)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; may be called twice."""
        self._database.close()

    # --- one run ------------------------------------------------------------------------------------------------------

    def begin(  # noqa: PLR0913 - the facts of a run, all by name
        self,
        *,
        sheet_path: Path,
        content: bytes,
        worksheet: str | None,
        target: str,
        user: str,
        host: str,
        pid: int,
        total: int,
        continues: RunId | None = None,
        choice: Mapping[str, str | int] | None = None,
        pull: str = "",
        profile: str = "",
        readings: int = 0,
    ) -> RunId:
        """Write down that a run begins, with a copy of its sheet; what is too old is forgotten on the way.

        `choice` has the options that chose its rows, `pull` the stamp of its sheet; so many `readings` must have room.
        """
        started = self._now()
        run_id = make_id(started)
        facts = {
            "id": run_id,
            "started": write_time(started),
            "user": storable(user),
            "host": storable(host),
            "pid": pid,
            "path": storable(str(sheet_path.absolute())),
            "place": place_of(sheet_path),
            "worksheet": None if worksheet is None else storable(worksheet),
            "target": storable(target),
            "total": total,
            "continues": continues,
            "choice": json.dumps(choice or {}),
            "pull": storable(pull),
            "profile": storable(profile),
        }
        with self._writing() as database:
            demand_space(self.path.parent, rows=total, readings=readings, sheet=len(content))
            _forget(database, started - timedelta(days=KEPT_DAYS))
            facts["digest"] = keep_sheet(database, content)
            database.execute(_insert("runs", facts), facts)
        return run_id

    def finish(  # noqa: PLR0913 - the facts of a run, all by name
        self,
        run_id: RunId,
        *,
        counts: Mapping[Status, int],
        left_out: int = 0,
        stopped: str,
        exit_code: int,
        traffic: Traffic,
        seconds: float,
        pace: str,
    ) -> None:
        """Write down how a run ended; `counts` is over all rows of the sheet, `seconds` and `pace` are as in `Run`.

        `left_out` is how many of those NOT SENT the person left out.
        """
        facts = {
            "id": run_id,
            "ended": write_time(self._now()),
            "counts": json.dumps({status.value: count for status, count in counts.items() if count}),
            "left_out": left_out,
            "stopped": storable(stopped),
            "exit_code": exit_code,
            "requests": traffic.requests,
            "retries": traffic.retries,
            "throttled": traffic.throttled,
            "seconds": seconds,
            "pace": storable(pace),
        }
        changes = ", ".join(f"{name} = :{name}" for name in facts if name != "id")
        with self._writing() as database:
            database.execute(f"UPDATE runs SET {changes} WHERE id = :id", facts)  # noqa: S608 - our own column names

    # --- what is known ------------------------------------------------------------------------------------------------

    def runs(self) -> list[RunRecord]:
        """All runs, newest first."""
        with in_plain_words(self.path):
            lines = self._database.execute("SELECT * FROM runs ORDER BY number DESC")
            return [read_run(self._database, line) for line in lines]

    def run(self, name: str) -> RunRecord:
        """The run of that id; a part of the id will do where only one run has it at its beginning or end.

        Raises:
            UsageError: there is no such run, or there are several.
        """
        with in_plain_words(self.path):
            lines = self._database.execute(
                "SELECT * FROM runs WHERE substr(id, 1, length(:name)) = :name OR substr(id, -length(:name)) = :name",
                {"name": storable(name)},
            ).fetchall()
            found = [line for line in lines if line["id"] == name] or lines
            if name and len(found) == 1:
                return read_run(self._database, found[0])
        how_many = f"{len(lines)} runs fit" if name and lines else "No run fits"
        raise UsageError(f"{how_many} {name!r}. `python -m batch_update runs` lists them.")

    def newest(self, sheet_path: Path, target: str, worksheet: str | None = None) -> RunRecord | None:
        """The newest run of this sheet against this target; of this worksheet of it, if one is named.

        What came of a run is forgotten after KEPT_DAYS; an older one can not be gone on with, and is not given.
        """
        with in_plain_words(self.path):
            line = self._database.execute(
                NEWEST, {"place": place_of(sheet_path), "target": storable(target), "worksheet": worksheet or None}
            ).fetchone()
            run = read_run(self._database, line) if line else None
        return run if run and run.started >= self._now() - timedelta(days=KEPT_DAYS) else None

    def unfinished(self, sheet_path: Path, target: str, worksheet: str | None = None) -> RunRecord | None:
        """The newest run of this sheet against this target, if it left something to do."""
        run = self.newest(sheet_path, target, worksheet)
        return run if run and run.is_unfinished else None

    def kept(self, run_id: RunId) -> dict[str, KeptOutcome]:
        """The last word on each row, by its key, of a run and of those that it goes on with.

        A row whose sending began and has no outcome is UNKNOWN.
        """
        with in_plain_words(self.path):
            chain = [line["number"] for line in self._database.execute(CHAIN, {"id": run_id})]
            return merge_outcomes(word for number in sorted(chain) for word in read_outcomes(self._database, number))

    def doubts(self, target: str, since: datetime) -> dict[str, KeptOutcome]:
        """The rows of all runs against a target, whatever the sheet, that are in doubt since then; by their key."""
        with in_plain_words(self.path):
            lines = self._database.execute(LIVELY, {"target": storable(target), "since": since.timestamp()})
            numbers = [line["number"] for line in lines]
            kept = merge_outcomes(word for number in numbers for word in read_outcomes(self._database, number))
        return {key: word for key, word in kept.items() if word.status is Status.UNKNOWN and word.last_sign >= since}

    def sheet_copy(self, run_id: RunId) -> SheetCopy:
        """The sheet as a run read it."""
        with in_plain_words(self.path):
            copy = read_copy(self._database, run_id)
        if copy is None:
            raise JournalError(f"The sheet of run {run_id} is not kept any more: only {KEPT_DAYS} days are.")
        return copy

    def keep_workbook(self, record: WorkbookRecord) -> None:
        """Write down a results workbook as it stands now."""
        with self._writing() as database:
            keep_workbook(database, record)

    def workbook(self, path: Path, sha256: str = "") -> WorkbookRecord | None:
        """The results workbook that was written at this place, or the one of these bytes wherever it is now."""
        with in_plain_words(self.path):
            return find_workbook(self._database, path, sha256) if sha256 else workbook_at(self._database, path)

    def repeats(self, target: str, updates: Sequence[Update]) -> list[Repeat]:
        """Those of the updates whose values an earlier run against that target has sent, with a yes."""
        wanted = {update.campaign_id: update for update in updates}
        with in_plain_words(self.path):
            return find_repeats(self._database, target, wanted)

    def readings(self, run_id: RunId) -> dict[str, Readings]:
        """By campaign id, what a run and those that it goes on with read: the first before, the last after."""
        with in_plain_words(self.path):
            return read_readings(self._database, run_id)

    def sent_since(self, pull: str, *, target: str, before: RunId | None = None, since: datetime | None = None) -> Sent:
        """By campaign id, the values that sheets of one pull have sent to that target, and are known to be there.

        Of runs `since` then; as it was when the run `before`, or the first of those that it goes on with, began.
        """
        with in_plain_words(self.path):
            return read_sent(self._database, pull, target, before=before, since=since) if pull else {}

    def canary(self, run_id: RunId, *, every_cell: bool | None = None) -> CanaryWord | None:
        """What the canary of a run said, or the last one of those that it goes on with; None if there was none yet.

        Of those runs alone that sent every cell, or that did not, if that is said.
        """
        with in_plain_words(self.path):
            return read_canary(self._database, run_id, every_cell=every_cell)

    def note_canary(self, run_id: RunId, word: CanaryWord) -> None:
        """Write down what the canary of a run said."""
        with self._writing() as database:
            database.execute("UPDATE runs SET canary = ? WHERE id = ?", (word.value, run_id))

    def number_of(self, run_id: RunId) -> int:
        """The number under which the entries of a run are kept."""
        with in_plain_words(self.path):
            (number,) = self._database.execute("SELECT number FROM runs WHERE id = ?", (run_id,)).fetchone()
            return int(number)

    def pull_of(self, run_id: RunId) -> str:
        """The stamp of the pull that the sheet of a run is from; "" if it is from none."""
        with in_plain_words(self.path):
            (pull,) = self._database.execute("SELECT pull FROM runs WHERE id = ?", (run_id,)).fetchone()
            return str(pull)

    # --- inside -------------------------------------------------------------------------------------------------------

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with in_plain_words(self.path), transaction(self._database):
            yield self._database


def _forget(database: sqlite3.Connection, before: datetime) -> None:
    """Forget what is older; the line of each run stays."""
    for statement in (FORGET_ENTRIES, FORGET_READINGS, FORGET_SHEETS):
        database.execute(statement, {"before": write_time(before)})


def _insert(table: str, facts: Mapping[str, object]) -> str:
    return f"INSERT INTO {table} ({', '.join(facts)}) VALUES ({', '.join(':' + name for name in facts)})"  # noqa: S608 - our own names
