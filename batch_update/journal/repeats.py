"""Which of today's rows an earlier run has sent with a yes, and nothing else of their campaigns since."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

from batch_update.journal.database import storable
from batch_update.journal.resume import content_key
from batch_update.journal.run_lines import read_moment
from batch_update.model import Status, Update
from batch_update.runs import CanaryWord, Repeat

MOST_ENTRIES = 100_000
"""How many lines of earlier runs are looked at, the newest first: they are read in half a second at the most."""

_NO_CHANGE = frozenset((Status.REJECTED.value, Status.NOT_SENT.value))
_SAYS_WHAT_IS_THERE = frozenset((Status.UPDATED.value, Status.DIFFERS.value))
_RUNS = "SELECT number, id, canary FROM runs WHERE target = ? ORDER BY number DESC"
_ENTRIES = "SELECT campaign, key, status, ended, sent FROM entries WHERE run = ? ORDER BY number DESC LIMIT ?"


def find_repeats(database: sqlite3.Connection, target: str, wanted: Mapping[str, Update]) -> list[Repeat]:
    """Those of the `wanted` rows, by campaign id, whose values are there already as far as the journal knows.

    Of each campaign the last request counts that may have changed it. What a run has sent that was stopped since it was
    not as asked is told of no row: it did harm. Raises sqlite3.Error.
    """
    open_rows, found, left = dict(wanted), [], MOST_ENTRIES
    for number, run, canary in database.execute(_RUNS, (storable(target),)):
        if not open_rows or left <= 0:
            break
        refused: set[str] = set()  # the line before such a row was sent, which comes later here, says nothing more
        for campaign, key, status, ended, sent in database.execute(_ENTRIES, (number, left)):
            left -= 1
            update = open_rows.get(campaign)
            if status in _NO_CHANGE:
                refused.add(key)
            if update is None or not sent or key in refused:
                continue  # of no concern, or never sent, or a no
            asked = content_key(campaign, update.body)
            if key == asked and status not in _SAYS_WHAT_IS_THERE:
                continue  # the same values once more
            del open_rows[campaign]
            if key == asked and status == Status.UPDATED.value and canary != CanaryWord.DIFFERED.value:
                found.append(Repeat(campaign_id=campaign, run=run, when=read_moment(ended)))
    return found
