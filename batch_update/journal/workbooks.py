"""The results workbooks that were written, as the journal knows them: by their place and by their bytes."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from batch_update.journal.database import storable
from batch_update.runs import WorkbookRecord


def place_of(path: Path) -> str:
    """The path in the one form in which it is compared: through links, and without case where the system has none."""
    return storable(os.path.normcase(path.resolve()))


def keep_workbook(database: sqlite3.Connection, record: WorkbookRecord) -> None:
    """Write down a workbook; what stood at its place before is forgotten. Raises sqlite3.Error."""
    path, first = (storable(str(known.absolute())) for known in (record.path, record.first))
    database.execute(
        "INSERT OR REPLACE INTO workbooks VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (place_of(record.path), path, record.sha256, first, record.round, record.checked_only, record.run,
         record.done, record.rows),
    )  # fmt: skip


def find_workbook(database: sqlite3.Connection, path: Path, sha256: str) -> WorkbookRecord | None:
    """The workbook of these bytes, wherever it is now; else the one that was written at this place, and edited since.

    Raises sqlite3.Error.
    """
    for condition, value in (("digest", sha256), ("place", place_of(path))):
        found = database.execute(
            f"SELECT * FROM workbooks WHERE {condition} = ? ORDER BY rowid DESC LIMIT 1",  # noqa: S608 - our own names
            (value,),
        ).fetchone()
        if found:
            return _read(found)
    return None


def workbook_at(database: sqlite3.Connection, path: Path) -> WorkbookRecord | None:
    """The workbook that was written at this place. Raises sqlite3.Error."""
    found = database.execute("SELECT * FROM workbooks WHERE place = ?", (place_of(path),)).fetchone()
    return _read(found) if found else None


def _read(line: sqlite3.Row) -> WorkbookRecord:
    return WorkbookRecord(
        path=Path(line["path"]),
        sha256=line["digest"],
        first=Path(line["first"]),
        round=line["round"],
        checked_only=bool(line["checked"]),
        run=line["run"],
        done=line["done"],
        rows=line["rows"],
    )
