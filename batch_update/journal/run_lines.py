"""How the journal's line of a run is read, and how its times are written."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from batch_update.journal.entries import read_outcomes
from batch_update.journal.resume import merge_outcomes
from batch_update.model import Status, Traffic
from batch_update.runs import RunRecord

_AS_THEY_ARE = (
    "id", "user", "host", "pid", "worksheet", "target", "total", "continues", "left_out", "stopped", "exit_code",
    "seconds", "pace",
)  # fmt: skip


def read_run(database: sqlite3.Connection, line: sqlite3.Row) -> RunRecord:
    """A run by its line; of one that did not end, what its entries come to. Raises sqlite3.Error."""
    ended = line["ended"]
    counts: Mapping[Status, int] = {Status(name): count for name, count in json.loads(line["counts"]).items()}
    if ended is None:
        counts = Counter(word.status for word in merge_outcomes(read_outcomes(database, line["number"])).values())
    return RunRecord(
        **{name: line[name] for name in _AS_THEY_ARE},
        started=read_time(line["started"]),
        ended=read_time(ended) if ended else None,
        path=Path(line["path"]),
        counts=counts,
        choice=json.loads(line["choice"]),
        traffic=Traffic(requests=line["requests"], retries=line["retries"], throttled=line["throttled"]),
    )


def read_moment(seconds: float) -> datetime:
    """The moment of so many seconds since 1970, in this place's time."""
    return datetime.fromtimestamp(seconds, UTC).astimezone()


def write_time(moment: datetime) -> str:
    """A moment as the text that sorts."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def read_time(text: str) -> datetime:
    """The moment of such a text, in this place's time."""
    return datetime.fromisoformat(text).astimezone()
