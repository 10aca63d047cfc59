"""One run per sheet: the second one is told who is running, and sends nothing."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

import filelock

from batch_update.errors import AlreadyRunningError
from batch_update.state import make_private_file, make_private_folder, unusable


def _now() -> datetime:
    return datetime.now().astimezone()


@contextmanager
def hold_sheet(folder: Path, path: Path, *, now: Callable[[], datetime] = _now) -> Iterator[None]:
    """Keep every other run off the sheet at `path` until the block ends, or the process does, however it does.

    `folder` is the state folder: the sheet's own may be shared, synchronised or read-only.

    Raises:
        AlreadyRunningError: another run holds it; the message says which.
        JournalError: the state folder can not be written.
    """
    place = os.path.normcase(path.resolve())
    name = hashlib.sha256(os.fsencode(place)).hexdigest()[:32]
    locks = make_private_folder(make_private_folder(folder) / "locks")
    holder = locks / f"{name}.json"
    # The lock's file stays when the lock is freed: to delete it would let two runs lock two files of one name.
    lock = filelock.FileLock(make_private_file(locks / f"{name}.lock"), timeout=0)
    try:
        lock.acquire()
    except filelock.Timeout:
        raise AlreadyRunningError(_describe(path, holder)) from None
    except (OSError, NotImplementedError) as error:
        raise unusable(folder, str(error)) from error
    try:
        with _signed(holder, now()):
            yield
    finally:
        lock.release()


@contextmanager
def _signed(holder: Path, started: datetime) -> Iterator[None]:
    """Leave word of who holds the lock. The lock itself can not be read: Windows keeps others from a locked file."""
    try:
        make_private_file(holder)
        holder.write_text(json.dumps({"pid": os.getpid(), "started": started.isoformat()}), encoding="utf-8")
    except OSError as error:
        raise unusable(holder.parent, error.strerror or str(error)) from error
    try:
        yield
    finally:
        with suppress(OSError):
            holder.unlink()


def _describe(path: Path, holder: Path) -> str:
    try:
        word = json.loads(holder.read_text(encoding="utf-8"))
        started = datetime.fromisoformat(word["started"]).astimezone()
        who = f"by process {int(word['pid'])}, started {started:%Y-%m-%d %H:%M}"
    except (OSError, ValueError, KeyError, TypeError):
        who = "by another run"  # which has not left word yet, or was killed before it could take it back
    return f"{path.name} is being sent {who}. Wait until it has ended, or stop it with Ctrl-C in its window."
