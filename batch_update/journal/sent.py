"""What the sheets of one pull have sent since: the values that their campaigns are known to hold by now."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from datetime import datetime
from typing import TypeAlias

from batch_update.journal.database import storable
from batch_update.journal.queries import CHAIN
from batch_update.journal.run_lines import write_time
from batch_update.model import JsonValue, Status

Sent: TypeAlias = dict[str, dict[str, JsonValue]]
"""Values by campaign id and field."""

_THERE = frozenset((Status.UPDATED.value, Status.DIFFERS.value, Status.UNCHANGED.value))
_NEVER = 2**62  # above every number of a run
_RUNS = "SELECT number FROM runs WHERE pull = :pull AND target = :target AND number < :before AND started >= :since"
_ENTRIES = f"SELECT run, campaign, key, status, body FROM entries WHERE run IN ({_RUNS}) ORDER BY number"  # noqa: S608 - constant
_FOUND = f"""
SELECT run, campaign, content FROM readings
WHERE moment = 'after' AND run IN ({_RUNS})
AND (run, campaign) IN (SELECT run, campaign FROM entries WHERE status = 'DIFFERS' AND run IN ({_RUNS}))
ORDER BY number
"""  # noqa: S608 - constant


def read_sent(
    database: sqlite3.Connection, stamp: str, target: str, *, before: str | None, since: datetime | None
) -> Sent:
    """By campaign id, the values of the rows that runs of a pull have sent with a yes, the latest of each field.

    Where the campaign was read back and DIFFERS, those that were found in the fields that were sent; a row that was
    UNCHANGED was found to hold its values. A row counts from the first such word: what is read back a second later
    makes its values no newer. Raises sqlite3.Error.
    """
    first = _NEVER if before is None else min(number for (number,) in database.execute(CHAIN, {"id": before}))
    runs = {
        "pull": storable(stamp),
        "target": storable(target),
        "before": first,
        "since": write_time(since) if since else "",
    }
    found = {(run, campaign): content for run, campaign, content in database.execute(_FOUND, runs)}
    bodies: dict[tuple[int, str], str] = {}
    sent: Sent = {}
    for run, campaign, key, status, body in database.execute(_ENTRIES, runs):
        if body is not None:
            bodies[run, key] = body
        if status not in _THERE or (run, key) not in bodies:
            continue
        known, values = sent.setdefault(campaign, {}), json.loads(bodies.pop((run, key)))
        if (run, campaign) in found:
            _correct(known, values, json.loads(found[run, campaign])["values"])
        else:
            known |= values
    return sent


def _correct(
    known: dict[str, JsonValue], values: Mapping[str, JsonValue], found: Mapping[str, JsonValue | None]
) -> None:
    """Take what was found instead of what was sent. What was found empty is known no more: the pull's own counts."""
    for field, value in values.items():
        there = found.get(field, value)
        if there is None:
            known.pop(field, None)
        else:
            known[field] = there
