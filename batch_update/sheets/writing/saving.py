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
from pathlib import Path
from typing import TypeAlias

from batch_update.errors import ResultsError, UsageError

PATIENCE = 2.5
"""Seconds to wait for a file that is held: a virus scanner or OneDrive lets go of it in this time, Excel does not."""

_PAUSE = 0.25
_TRIAL_BYTES = 16_384
_ROOM = len("-9999")  # bytes that a name beside a name may have to save
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
    errno.EILSEQ: "the file name has letters that this disk does not take",
    errno.EINVAL: "the file name has letters that this disk does not take",
}


MayReplace: TypeAlias = Callable[[Path], bool]
"""Whether a file that is there may be replaced; if not, the new one gets the next free name."""


def always(_path: Path) -> bool:
    """Replace whatever is there."""
    return True


def check_results_place(path: Path, may_replace: MayReplace = always) -> None:
    """Find out before anything is sent whether a workbook can be written at `path`, or beside it if that is taken.

    Raises UsageError if the folder is missing or can not be written to, or the path is no name for an .xlsx file, or no
    name that this disk takes. That the file itself is open in Excel is no reason: `replace_whole` then takes another
    name beside it.
    """
    _check_name(path)
    if path.is_dir():
        raise UsageError(f"{path} is a folder: give the results a file name that ends with .xlsx.")
    if path.suffix.lower() != ".xlsx":
        raise UsageError(f"The results are an Excel workbook: give {path.name} a name that ends with .xlsx.")
    check_folder(path)
    if _is_taken(path, may_replace):
        try:
            find_free_name(path)
        except OSError as error:
            raise UsageError(_refuse_name(path, error)) from error
    _check_parts()


def check_folder(path: Path) -> None:
    """Raise UsageError unless a new file can be made, and filled, in the folder of `path`.

    It is tried and not asked: only that is sure on network drives and Windows.
    """
    folder = path.parent
    if not folder.is_dir():
        raise UsageError(f"There is no folder {folder} to write {path.name} to: make it first, or choose another.")
    try:
        handle, trial = _make_draft(path)
        try:
            _try_out(handle)
        finally:
            Path(trial).unlink()
    except OSError as error:
        raise UsageError(f"{path.name} can not be written to {folder}: {explain(error)}. Choose another.") from error


def _check_name(path: Path) -> None:
    """Raise UsageError if the disk takes no file of that very name: too long, with letters that it does not know."""
    try:
        path.stat()
    except FileNotFoundError:
        pass  # as it should be; its folder is looked at next
    except OSError as error:
        if error.errno in {errno.EACCES, errno.ENOTDIR}:
            return  # a matter of the folder
        raise UsageError(_refuse_name(path, error)) from error
    else:
        return
    if not path.parent.is_dir():
        return
    try:
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        path.unlink()
    except OSError as error:
        if error.errno not in {errno.EEXIST, errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOSPC, errno.EDQUOT}:
            raise UsageError(_refuse_name(path, error)) from error


def _refuse_name(path: Path, error: OSError) -> str:
    return f"The results can not be named {path.name}: {explain(error)}. Choose another name with --results FILE.xlsx."


def _check_parts() -> None:
    """Raise UsageError unless the system's folder for passing files takes the parts of a workbook in the making."""
    try:
        with tempfile.TemporaryDirectory(prefix="batch_update-", ignore_cleanup_errors=True) as folder:
            _try_out(os.open(Path(folder, "part"), os.O_WRONLY | os.O_CREAT, 0o600))
    except OSError as error:
        raise UsageError(
            f"No passing files can be kept on this computer ({explain(error)}), and the results need some."
            " Set TMPDIR (on Windows TEMP) to a folder that can be written."
        ) from error


def _try_out(handle: int) -> None:
    """Fill a file a little and close it; a full disk shows only so, and a network drive's only when it is closed."""
    try:
        os.write(handle, bytes(_TRIAL_BYTES))
    finally:
        os.close(handle)


def _make_draft(path: Path) -> tuple[int, str]:
    """A new file beside `path`; its name is short, whatever the other one's length and letters."""
    return tempfile.mkstemp(dir=path.parent, prefix=".batch_update-", suffix=path.suffix)


def replace_whole(
    path: Path,
    write: Callable[[BufferedWriter], None],
    *,
    patience: float = PATIENCE,
    or_beside: bool = True,
    may_replace: MayReplace = always,
) -> Path:
    """Write a file beside `path` and rename it into place; give the name it really got.

    Another program that holds the old file (Excel, on Windows) is waited for `patience` seconds; then, and where the
    old file may not be replaced, the new one stands beside it as `name-2.xlsx`, if it may. The old file is whole until
    the new one is, and nothing else is left behind.

    Raises ResultsError, in plain words, when it can not be written at all.
    """
    try:
        handle, draft = _make_draft(path)
        try:
            _fill(handle, write)
            if _is_taken(path, may_replace):  # asked at the last moment: it may have been edited while rows were sent
                return _put_beside(Path(draft), path)
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
    return _put_beside(draft, path)


def _is_taken(path: Path, may_replace: MayReplace) -> bool:
    return os.path.lexists(path) and not may_replace(path)


def _put_beside(draft: Path, path: Path) -> Path:
    """Rename a draft to the first free name beside `path`, taken first, so that two programs can not take the same."""
    while True:
        other = find_free_name(path)
        try:
            os.close(os.open(other, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        except FileExistsError:
            continue
        try:
            draft.replace(other)
        except BaseException:
            with contextlib.suppress(OSError):
                other.unlink()
            raise
        return other


def find_free_name(path: Path) -> Path:
    """The first `name-2.xlsx` that is not there yet; a name that is too long for that loses its last letters."""
    stem, number = path.stem, 2
    while True:
        other = path.with_name(f"{stem}-{number}{path.suffix}")
        try:
            other.lstat()
            number += 1
        except FileNotFoundError:
            return other
        except OSError as error:
            if error.errno != errno.ENAMETOOLONG or len(stem) <= _ROOM:
                raise
            stem = stem[:-_ROOM]
