"""Whether the disk has room for what a run will write into the journal, before any of its rows is sent."""

from __future__ import annotations

import shutil
from pathlib import Path

from batch_update.state import unusable

BYTES_PER_ROW = 1_000  # two entries of a row with a long message, and their share of the write-ahead log
BYTES_PER_READING = 4_000  # of a campaign with all its fields, and its share of that log
BYTES_SPARE = 4_000_000


def demand_space(folder: Path, *, rows: int, readings: int, sheet: int) -> None:
    """Raise JournalError unless there is room for so many rows and readings, and a sheet of so many bytes."""
    needed = rows * BYTES_PER_ROW + readings * BYTES_PER_READING + sheet + BYTES_SPARE
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise unusable(folder, f"the disk is too full: {free // 10**6} MB free, {needed // 10**6} MB needed")
