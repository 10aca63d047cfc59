"""What the sheets of one pull have sent since: the values that their campaigns are known to hold by now."""

from __future__ import annotations

import json
import sqlite3

from batch_update.journal.database import storable
from batch_update.journal.queries import CHAIN
from batch_update.model import JsonValue, Status

_YES = frozenset((Status.UPDATED.value, Status.DIFFERS.value))
_NEVER = 2**62  # above every number of a run
_LINES = """
SELECT run, campaign, key, status, body FROM runs JOIN entries ON run = runs.number
WHERE pull = :pull AND target = :target AND runs.number < :before ORDER BY entries.number
"""


def read_sent(
    database: sqlite3.Connection, stamp: str, target: str, *, before: str | None
) -> dict[str, dict[str, JsonValue]]:
    """By campaign id, the values that runs of a pull have sent with a yes, the latest of each field.

    A value counts from the first yes that its row had: a campaign that is read back a second later says nothing newer.
    Raises sqlite3.Error.
    """
    first = _NEVER if before is None else min(number for (number,) in database.execute(CHAIN, {"id": before}))
    bodies: dict[tuple[int, str], str] = {}
    sent: dict[str, dict[str, JsonValue]] = {}
    lines = database.execute(_LINES, {"pull": storable(stamp), "target": storable(target), "before": first})
    for run, campaign, key, status, body in lines:
        if body is not None:
            bodies[run, key] = body
        if status in _YES and (run, key) in bodies:
            sent.setdefault(campaign, {}).update(json.loads(bodies.pop((run, key))))
    return sent
