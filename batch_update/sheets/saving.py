"""A file is written beside its name and then renamed into place: the one way in which our workbooks reach the disk.

Knows the traps of file systems (locked, full, gone) and nothing of what is written.
"""

from __future__ import annotations

import contextlib
import errno
import os
import tempfile
import time
import traceback
from collections.abc import Callable
from io import BufferedWriter
from itertools import count
from pathlib import Path

from batch_update.errors import ResultsError, UsageError

PATIENCE = 2.5
"""Seconds to wait for a file that is held: a virus scanner or OneDrive lets go of it in this time, Excel does not."""

_PAUSE = 0.25
_REASONS = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "your disk quota is used up",
    errno.EFBIG: "the file would be larger than is allowed here",
    errno.ENOENT: "the folder is no longer there",
    errno.ENOTDIR: "the folder is no longer there",
    errno.EACCES: "writing there is not allowed",
    errno.EPERM: "writing there is not allowed",
    errno.EROFS: "the disk can only be read",
    errno.EIO: "the disk reported an error",
    errno.ENAMETOOLONG: "the file name is too long",
}


def check_results_place(path: Path) -> None:
    """Find out before anything is sent whether a workbook can be written at `path`.

    Raises UsageError if the folder is missing or can not be written to, or the path is no name for an .xlsx file. That
    the file itself is open in Excel is no reason: `replace_whole` then takes another name beside it.
    """
    if path.is_dir():
        raise UsageError(f"{path} is a folder: give the results a file name that ends with .xlsx.")
    if path.suffix.lower() != ".xlsx":
        raise UsageError(f"The results are an Excel workbook: give {path.name} a name that ends with .xlsx.")
    check_folder(path)


def check_folder(path: Path) -> None:
    """Raise UsageError unless a new file can be made in the folder of `path`.

    It is tried and not asked: only that is sure on network drives and Windows.
    """
    folder = path.parent
    if not folder.is_dir():
        raise UsageError(f"There is no folder {folder} to write {path.name} to: make it first, or choose another.")
    try:
        handle, trial = tempfile.mkstemp(dir=folder, prefix=".batch_update-")
        os.close(handle)
        Path(trial).unlink()
    except OSError as error:
        raise UsageError(f"{path.name} can not be written to {folder}: {explain(error)}. Choose another.") from error


def replace_whole(
    path: Path, write: Callable[[BufferedWriter], None], *, patience: float = PATIENCE, or_beside: bool = True
) -> Path:
    """Write a file beside `path` and rename it into place; give the name it really got.

    Another program that holds the old file (Excel, on Windows) is waited for `patience` seconds; then the new file
    stands beside it as `name (2).xlsx`, if it may. The old file is whole until the new one is, and nothing else is left
    behind.

    Raises ResultsError, in plain words, when it can not be written at all.
    """
    try:
        handle, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.stem[:40]}-", suffix=path.suffix)
        try:
            _fill(handle, write)
            return _rename(Path(draft), path, patience, or_beside=or_beside)
        finally:
            with contextlib.suppress(OSError):  # it has its real name by now, or could never be made
                Path(draft).unlink()
    except OSError as error:
        raise ResultsError(f"{path} could not be written: {explain(error)}.") from error


def explain(error: OSError) -> str:
    """Why the system refused, in words for people."""
    return _REASONS.get(error.errno or 0) or (error.strerror or str(error) or type(error).__name__).lower()


def _fill(handle: int, write: Callable[[BufferedWriter], None]) -> None:
    file = os.fdopen(handle, "wb")
    try:
        write(file)
        file.flush()
        os.fsync(file.fileno())
    except BaseException as error:
        # What failed may still hold the file and write an ending to it when it is thrown away (a ZipFile does), which
        # would fail anew, with a message on the terminal: from here on all of it goes nowhere.
        with open(os.devnull, "wb") as nowhere:  # noqa: PTH123 - there is no Path of a null device that is clearer
            os.dup2(nowhere.fileno(), file.fileno())
        link: BaseException | None = error
        while link is not None:
            traceback.clear_frames(link.__traceback__)
            link = link.__context__
        raise
    finally:
        file.close()


def _rename(draft: Path, path: Path, patience: float, *, or_beside: bool) -> Path:
    deadline = time.monotonic() + patience
    while True:
        try:
            draft.replace(path)
        except PermissionError:
            if time.monotonic() >= deadline:
                if not or_beside:
                    raise
                break
            time.sleep(min(_PAUSE, patience))
        else:
            return path
    for number in count(2):
        other = path.with_name(f"{path.stem} ({number}){path.suffix}")
        if not other.exists():
            draft.replace(other)
            return other
    raise AssertionError("count never ends")
