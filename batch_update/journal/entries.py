"""One row's words in the journal: an entry before it is sent, and one when it is answered."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import replace
from datetime import UTC, datetime
from typing import TypeAlias

from batch_update.journal.database import storable, transaction
from batch_update.journal.readings import ReadingLine, insert_readings
from batch_update.journal.resume import LOST_IN_FLIGHT, KeptOutcome
from batch_update.model import JsonValue, Outcome, Problem, Severity, Source, Status

BEGUN = ("run", "key", "campaign", "started")
ANSWERED = ("ended", "status", "message", "http", "attempts", "seconds", "cause", "problems")
READ = ("verified", "sent", "body")
COLUMNS = BEGUN + ANSWERED + READ
_LINE = f"({', '.join('?' * len(COLUMNS))})"

LINES_PER_STATEMENT = 64
"""Times fifteen columns stays under the 999 values that the oldest SQLite in use takes.

One for many lines, not `executemany`, and no BEGIN and COMMIT where one is enough: each statement gives up the
interpreter's lock, and gets it back only when the event loop rests or after 5 ms, for which all rows in flight wait.
"""

Entry: TypeAlias = tuple[str | int | float | None, ...]


def write_begun(
    run_number: int, key: str, campaign_id: str, started: float, body: Mapping[str, JsonValue] | None = None
) -> Entry:
    """The entry of a row that is about to be sent; `started` in seconds since 1970. A `body` is kept if it is given."""
    kept = None if body is None else json.dumps(body, separators=(",", ":"))
    return (run_number, key, campaign_id, started, *[None] * len(ANSWERED), False, True, kept)


def write_answered(begun: Entry, outcome: Outcome, ended: float, *, sent: bool = True) -> Entry:
    """The entry of a row that has its outcome; not `sent` if a reading alone has decided it."""
    return (
        *begun[: len(BEGUN)],
        ended,
        outcome.status.value,
        storable(outcome.message),
        outcome.http_status,
        outcome.attempts,
        outcome.seconds,
        storable(outcome.cause),
        json.dumps([_write_problem(problem) for problem in outcome.problems]),
        outcome.verified,
        sent,
        None if sent else begun[-1],  # of a row that was sent, the line before has it
    )


def add_entries(database: sqlite3.Connection, entries: Sequence[Entry], readings: Sequence[ReadingLine] = ()) -> None:
    """Write entries and readings in one commit. Raises sqlite3.Error, and then none of them is written."""
    parts = [entries[first : first + LINES_PER_STATEMENT] for first in range(0, len(entries), LINES_PER_STATEMENT)]
    is_one_statement = len(parts) == 1 and not readings  # a transaction by itself
    with nullcontext() if is_one_statement else transaction(database):
        insert_readings(database, readings)
        for part in parts:
            lines = ", ".join([_LINE] * len(part))
            database.execute(
                f"INSERT INTO entries ({', '.join(COLUMNS)}) VALUES {lines}",  # noqa: S608 - our own column names
                [value for entry in part for value in entry],
            )


def read_outcomes(database: sqlite3.Connection, run_number: int) -> list[KeptOutcome]:
    """The last word on each row in one run, in the order in which they were said. Raises sqlite3.Error."""
    last_sign = 0.0
    words: dict[str, KeptOutcome] = {}
    begun: set[str] = set()
    for line in database.execute("SELECT * FROM entries WHERE run = ? ORDER BY number", (run_number,)):
        last_sign = max(last_sign, line["ended"] or line["started"])
        words.pop(line["key"], None)  # so that the order is that of the last words
        words[line["key"]] = _read_answered(line) if line["status"] else _read_begun(line)
        (begun.discard if line["status"] else begun.add)(line["key"])
    # A row without an outcome may have been tried again until the run's very end.
    return [replace(word, last_sign=_read_time(last_sign)) if word.key in begun else word for word in words.values()]


def _read_begun(line: sqlite3.Row) -> KeptOutcome:
    started = _read_time(line["started"])
    return KeptOutcome(
        key=line["key"],
        campaign_id=line["campaign"],
        status=Status.UNKNOWN,
        message=LOST_IN_FLIGHT,
        cause="cut off",
        started=started,
        last_sign=started,
    )


def _read_answered(line: sqlite3.Row) -> KeptOutcome:
    return KeptOutcome(
        key=line["key"],
        campaign_id=line["campaign"],
        status=Status(line["status"]),
        message=line["message"],
        http_status=line["http"],
        attempts=line["attempts"],
        seconds=line["seconds"],
        problems=tuple(_read_problem(problem) for problem in json.loads(line["problems"])),
        cause=line["cause"],
        verified=bool(line["verified"]),
        was_sent=bool(line["sent"]),
        started=_read_time(line["started"]),
        last_sign=_read_time(line["ended"]),
    )


def _write_problem(problem: Problem) -> dict[str, str]:
    # Without place and value: those are the sheet's, and the day's are put in when the problem is laid on a row. What
    # was found in the account is no cell's value.
    found = {"value": storable(problem.value)} if problem.source is Source.ACCOUNT else {}
    return found | {
        "column": problem.column,
        "severity": problem.severity.value,
        "code": problem.code,
        "message": problem.message,
        "suggestion": problem.suggestion,
        "source": problem.source.value,
    }


def _read_problem(kept: Mapping[str, str]) -> Problem:
    return Problem(
        row=0,
        column=kept["column"],
        value=kept.get("value", ""),
        severity=Severity(kept["severity"]),
        code=kept["code"],
        message=kept["message"],
        suggestion=kept["suggestion"],
        source=Source(kept["source"]),
    )


def _read_time(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC).astimezone()
