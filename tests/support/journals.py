"""Runs written into a real journal, and ways for its disk to fail."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from support.rows import make_row

from batch_update.journal import Journal, RunRecorder
from batch_update.live import LiveValue, Snapshot
from batch_update.model import Outcome, Problem, Source, Status, Traffic, Update

TARGET = "https://api.example"


def make_update(campaign_id: str, name: str = "Diwali offers", *, row: int = 2) -> Update:
    """An update of one campaign; another `name` is another body."""
    return Update(row=make_row(row, id=campaign_id, name=name), campaign_id=campaign_id, body={"name": name})


def make_outcome(update: Update, status: Status = Status.UPDATED, **facts: Any) -> Outcome:
    """What came of an update."""
    return Outcome(row=update.row, campaign_id=update.campaign_id, status=status, **facts)


def make_api_problem(column: str, message: str, row: int = 2) -> Problem:
    """What the API said of one field."""
    return Problem(row=row, column=column, cell="Z9", value="old", code="api", message=message, source=Source.API)


def begin(journal: Journal, sheet: Path = Path("campaigns.xlsx"), **facts: Any) -> str:
    """Begin a run of a sheet."""
    known = {"content": b"a sheet", "worksheet": "Campaigns", "target": TARGET, "user": "asha", "host": "desk-4"}
    return journal.begin(**{"sheet_path": sheet, "pid": 77, "total": 3, **known, **facts})


def make_snapshot(campaign_id: str, **values: LiveValue) -> Snapshot:
    """A campaign as it was read."""
    return Snapshot(campaign_id=campaign_id, values=values)


def record(
    journal: Journal,
    run_id: str,
    outcomes: Iterable[Outcome | Update],
    *,
    before: Mapping[str, Snapshot] | None = None,
    after: Mapping[str, Snapshot] | None = None,
) -> None:
    """Record rows one after another, with what was read of them; a bare update is begun and never answered."""
    first, last = before or {}, after or {}

    async def write() -> None:
        async with RunRecorder(journal, run_id) as recorder:
            for told in outcomes:
                if isinstance(told, Update):
                    await recorder.starting(told, before=first.get(told.campaign_id))
                    continue
                update = make_update(told.campaign_id, str(told.row.cells[1]))
                await recorder.starting(update, before=first.get(told.campaign_id))
                await recorder.finished(told, after=last.get(told.campaign_id))

    asyncio.run(write())


def record_unsent(journal: Journal, run_id: str, outcomes: Sequence[Outcome]) -> None:
    """Record rows that were judged by a reading, and never sent."""
    updates = [make_update(told.campaign_id, str(told.row.cells[1])) for told in outcomes]

    async def write() -> None:
        async with RunRecorder(journal, run_id, updates=updates) as recorder:
            for told in outcomes:
                await recorder.finished(told)

    asyncio.run(write())


def finish(journal: Journal, run_id: str, stopped: str = "", **counts: int) -> None:
    """End a run; counts by the names of the statuses, `NOT_SENT=3`."""
    journal.finish(
        run_id,
        counts={Status[name]: count for name, count in counts.items()},
        stopped=stopped,
        exit_code=3 if stopped else 0,
        traffic=Traffic(requests=5, retries=1, throttled=1),
        seconds=2.5,
        pace="at most 3 requests a second",
    )


def keep_statuses(journal: Journal, run_id: str) -> dict[str, Status]:
    """The standing word on each campaign."""
    return {word.campaign_id: word.status for word in journal.kept(run_id).values()}


def reorder(updates: Sequence[Update]) -> list[Update]:
    """The same rows, upside down, under other row numbers."""
    return [replace(update, row=replace(update.row, number=50 + place)) for place, update in enumerate(updates[::-1])]


def failing_at(number: int) -> type[sqlite3.Connection]:
    """Connections, counted together, whose statement of that number and all later ones meet a full disk."""
    counted = 0

    class Failing(sqlite3.Connection):
        def execute(self, *arguments: Any) -> sqlite3.Cursor:
            nonlocal counted
            counted += 1
            if counted >= number and arguments[0] != "ROLLBACK":
                error = sqlite3.OperationalError("database or disk is full")
                error.sqlite_errorcode = sqlite3.SQLITE_FULL
                raise error
            return super().execute(*arguments)

    return Failing


def limited_to(pages: int) -> type[sqlite3.Connection]:
    """Connections to a file that may not grow over so many pages of 4096 bytes: SQLite's own full disk."""

    class Limited(sqlite3.Connection):
        def __init__(self, *arguments: Any, **options: Any) -> None:
            super().__init__(*arguments, **options)
            self.execute(f"PRAGMA max_page_count = {pages}")

    return Limited


class WithoutWal(sqlite3.Connection):
    """A connection on a file system that can not do write-ahead logs, such as a network folder."""

    def execute(self, *arguments: Any) -> sqlite3.Cursor:
        """Refuse the one statement as SQLite does there."""
        if arguments[0] == "PRAGMA journal_mode = WAL":
            return super().execute("PRAGMA journal_mode")
        return super().execute(*arguments)
