"""The sheets that were run, byte for byte, each kept once."""

from __future__ import annotations

import hashlib
import sqlite3
import zlib
from dataclasses import dataclass
from pathlib import Path

_OF_RUN = "SELECT packed, content, path, worksheet FROM runs JOIN sheets USING (digest) WHERE id = ?"


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetCopy:
    """The sheet of a run, byte for byte as it was read."""

    content: bytes
    path: Path
    worksheet: str | None


def keep_sheet(database: sqlite3.Connection, content: bytes) -> str:
    """Keep a sheet's bytes, once, and give their digest. Raises sqlite3.Error."""
    digest = hashlib.sha256(content).hexdigest()
    packed = content if content.startswith(b"PK") else zlib.compress(content)  # a workbook is zipped already
    facts = (digest, len(packed) < len(content), min(packed, content, key=len))
    database.execute("INSERT OR IGNORE INTO sheets VALUES (?, ?, ?)", facts)
    return digest


def read_copy(database: sqlite3.Connection, run_id: str) -> SheetCopy | None:
    """The sheet as a run read it; None if it is not kept any more. Raises sqlite3.Error, zlib.error."""
    line = database.execute(_OF_RUN, (run_id,)).fetchone()
    if line is None:
        return None
    content = zlib.decompress(line["content"]) if line["packed"] else line["content"]
    return SheetCopy(content=content, path=Path(line["path"]), worksheet=line["worksheet"])
