"""What a run read of its campaigns, before and after their update: snapshots, kept as compact JSON."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Literal, TypeAlias

from batch_update.journal.queries import CHAIN
from batch_update.live import Readings, Snapshot
from batch_update.model import Status

Moment: TypeAlias = Literal["before", "after"]
ReadingLine: TypeAlias = tuple[int, str, Moment, str]

LINES_PER_STATEMENT = 128
"""Times four columns stays under the 999 values that the oldest SQLite in use takes."""

_WITHOUT_EFFECT = (Status.NOT_SENT.value, Status.REJECTED.value)
_OF_CHAIN = f"SELECT run, campaign, moment, content FROM readings WHERE run IN ({CHAIN}) ORDER BY number"  # noqa: S608 - constant
_UNCHANGED = f"SELECT run, campaign FROM entries WHERE run IN ({CHAIN}) AND status IN (:not_sent, :refused)"  # noqa: S608 - constant


def write_reading(run_number: int, moment: Moment, campaign_id: str, snapshot: Snapshot) -> ReadingLine:
    """The line of one reading; `campaign_id` is the row's, whatever the account calls it."""
    facts: dict[str, object] = {"id": snapshot.campaign_id, "values": dict(snapshot.values)}
    if snapshot.unclear:
        facts["unclear"] = sorted(snapshot.unclear)
    if snapshot.labels:
        facts["labels"] = {field: dict(names) for field, names in snapshot.labels.items()}
    return (run_number, campaign_id, moment, json.dumps(facts, separators=(",", ":")))


def insert_readings(database: sqlite3.Connection, lines: Sequence[ReadingLine]) -> None:
    """Write readings, within the transaction of whoever calls. Raises sqlite3.Error."""
    for first in range(0, len(lines), LINES_PER_STATEMENT):
        part = lines[first : first + LINES_PER_STATEMENT]
        places = ", ".join(["(?, ?, ?, ?)"] * len(part))
        database.execute(
            f"INSERT INTO readings (run, campaign, moment, content) VALUES {places}",  # noqa: S608 - question marks
            [value for line in part for value in line],
        )


def read_readings(database: sqlite3.Connection, run_id: str) -> dict[str, Readings]:
    """By campaign id, what a run and those that it goes on with read: the first `before` and the last `after`.

    The first is that of the first request that may have changed the campaign: where a run read it and then did not send
    it, or had it refused, somebody else may have changed it until the next one. Raises sqlite3.Error.
    """
    not_sent, refused = _WITHOUT_EFFECT
    without_effect = {
        (run, campaign)
        for run, campaign in database.execute(_UNCHANGED, {"id": run_id, "not_sent": not_sent, "refused": refused})
    }
    found: dict[str, Readings] = {}
    may_be_replaced: set[str] = set()
    for run, campaign, moment, content in database.execute(_OF_CHAIN, {"id": run_id}):
        known = found.get(campaign, Readings())
        if moment == "after":
            found[campaign] = replace(known, after=_read_snapshot(content))
            continue
        if known.before is None or campaign in may_be_replaced:
            found[campaign] = replace(known, before=_read_snapshot(content))
            (may_be_replaced.add if (run, campaign) in without_effect else may_be_replaced.discard)(campaign)
    return found


def _read_snapshot(content: str) -> Snapshot:
    kept: Mapping[str, Any] = json.loads(content)
    return Snapshot(
        campaign_id=kept["id"],
        values=kept["values"],
        unclear=frozenset(kept.get("unclear", ())),
        labels=kept.get("labels", {}),
    )
