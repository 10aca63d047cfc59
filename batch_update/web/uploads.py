"""The sheets and workbooks of the page: each journey has a folder of its own in the state folder, for its user alone.

The name that a file comes with is shown. A path is never made of it: what it is kept under is spelled anew, from its
letters and digits.
"""

from __future__ import annotations

import hashlib
import secrets
import shutil
import time
import unicodedata
from collections.abc import AsyncIterable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from batch_update.errors import BatchUpdateError
from batch_update.journal.store import KEPT_DAYS
from batch_update.state import make_private_file, make_private_folder
from batch_update.web.journey import Upload
from batch_update.wording.page import TOO_LARGE

LARGEST = 100 * 1024 * 1024
LONGEST_NAME = 150  # bytes; what is added for results must have room
KINDS = (".xlsx", ".xlsm", ".xls", ".ods", ".csv", ".tsv", ".txt")
_RESERVED = {"con", "prn", "aux", "nul", *(f"{name}{digit}" for name in ("com", "lpt") for digit in range(10))}


class TooLargeError(BatchUpdateError):
    """A file that is no sheet."""


class Shelves:
    """Where the page keeps its files."""

    def __init__(self, state: Path) -> None:
        self._folder = make_private_folder(make_private_folder(state) / "page")

    def forget_old(self, now: float | None = None) -> None:
        """Forget what is older than the journal's own memory, and every file that never came whole."""
        oldest = (time.time() if now is None else now) - timedelta(days=KEPT_DAYS).total_seconds()
        for part in self._folder.glob("*/*.part"):
            with suppress(OSError):
                part.unlink()
        for folder in self._folder.iterdir():
            with suppress(OSError):
                if folder.is_dir() and max(it.stat().st_mtime for it in (folder, *folder.iterdir())) < oldest:
                    shutil.rmtree(folder)

    def new_folder(self) -> Path:
        """A folder for one journey."""
        return make_private_folder(self._folder / f"{datetime.now().astimezone():%Y%m%d-%H%M%S}-{secrets.token_hex(4)}")

    def has(self, path: Path) -> bool:
        """Whether a file is one of ours."""
        return path.resolve().is_relative_to(self._folder.resolve())

    def put_back(self, path: Path, content: bytes) -> None:
        """Put a sheet of ours back in its place. Raises JournalError."""
        make_private_folder(path.parent)
        make_private_file(path).write_bytes(content)

    def drop(self, upload: Upload) -> None:
        """Forget a sheet that came for nothing."""
        with suppress(OSError):
            upload.path.unlink()
            upload.path.parent.rmdir()

    def move(self, upload: Upload, place: Path) -> Upload:
        """Put a sheet in the place of the workbook that it is the corrected form of."""
        upload.path.replace(place)
        with suppress(OSError):
            upload.path.parent.rmdir()
        return replace(upload, path=place)

    async def receive(self, content: AsyncIterable[bytes], shown: str) -> Upload:
        """Keep a sheet as it comes, in a folder of its own; one that does not come whole is not kept.

        Raises TooLargeError as soon as it is too large.
        """
        path = self.new_folder() / spell_name(shown)
        folder = path.parent
        part = make_private_file(folder / f"{secrets.token_hex(8)}.part")
        digest, size = hashlib.sha256(), 0
        try:
            with part.open("wb") as file:
                async for piece in content:
                    size += len(piece)
                    if size > LARGEST:
                        raise TooLargeError(TOO_LARGE.format(megabytes=LARGEST // 1024**2))  # noqa: TRY301
                    digest.update(piece)
                    file.write(piece)  # small pieces, to a disk of this computer
            part.replace(path)
        except BaseException:
            with suppress(OSError):
                part.unlink()
                folder.rmdir()
            raise
        return Upload(path=path, shown=shown, digest=digest.hexdigest())


def spell_name(shown: str) -> str:
    """A file name that is none of the person's: its letters, digits and plain signs, and one of the known endings."""
    last = shown.replace("\\", "/").rpartition("/")[2]
    stem, dot, ending = last.rpartition(".")
    kind = f".{ending}".casefold() if dot else ""
    if kind not in KINDS:
        stem, kind = last, ""
    letters = "".join(
        letter if unicodedata.category(letter)[0] in "LMN" or letter in "-_() ." else "_" for letter in stem
    )
    cut = letters.strip(" .").encode("utf-8", "ignore")[:LONGEST_NAME].decode("utf-8", "ignore")
    kept = cut.strip(" .") or "sheet"
    if kept.partition(".")[0].strip().casefold() in _RESERVED:
        kept = f"_{kept}"
    return f"{kept}{kind}"
