"""How the journal's line of a run is read, and how its times are written."""

from __future__ import annotations

import json
import secrets
import sqlite3
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from batch_update.journal.entries import read_outcomes
from batch_update.journal.queries import CHAIN
from batch_update.journal.resume import merge_outcomes
from batch_update.model import Status, Traffic
from batch_update.runs import CanaryWord, RunId, RunRecord

SUFFIX_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"  # none that is taken for another when read out
_AS_THEY_ARE = (
    "id", "user", "host", "pid", "worksheet", "target", "total", "continues", "left_out", "stopped", "exit_code",
    "seconds", "pace", "pull", "profile",
)  # fmt: skip


def make_id(started: datetime) -> RunId:
    """The id of a run: when it started, and three letters."""
    return f"{started.astimezone():%Y%m%d-%H%M%S}-{''.join(secrets.choice(SUFFIX_LETTERS) for _ in range(3))}"


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
        canary=CanaryWord(line["canary"]) if line["canary"] else None,
        traffic=Traffic(requests=line["requests"], retries=line["retries"], throttled=line["throttled"]),
    )


def read_canary(database: sqlite3.Connection, run_id: str, *, every_cell: bool | None = None) -> CanaryWord | None:
    """The last word of a canary in a run and those that it goes on with. Raises sqlite3.Error.

    What a run showed that sent every cell says nothing of one that does not, and the other way round.
    """
    lines = database.execute(
        f"SELECT canary, choice FROM runs WHERE number IN ({CHAIN}) AND canary IS NOT NULL ORDER BY number DESC",  # noqa: S608 - constant
        {"id": run_id},
    )
    for word, choice in lines:
        if every_cell is None or every_cell is bool(json.loads(choice).get("every_cell")):
            return CanaryWord(word)
    return None


def read_moment(seconds: float) -> datetime:
    """The moment of so many seconds since 1970, in this place's time."""
    return datetime.fromtimestamp(seconds, UTC).astimezone()


def write_time(moment: datetime) -> str:
    """A moment as the text that sorts."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def read_time(text: str) -> datetime:
    """The moment of such a text, in this place's time."""
    return datetime.fromisoformat(text).astimezone()
