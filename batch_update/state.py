"""Where the program keeps what it must remember between runs, readable by its user alone."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import platformdirs

from batch_update.errors import JournalError

VARIABLE = "BATCH_UPDATE_STATE"
"""Names another folder, for those whose home folder can not be written."""


def state_folder(environ: Mapping[str, str]) -> Path:
    """The folder of the journal and the locks; it need not exist yet."""
    chosen = environ.get(VARIABLE, "").strip()
    return Path(chosen).expanduser() if chosen else platformdirs.user_state_path("batch_update", appauthor=False)


def make_private_folder(folder: Path) -> Path:
    """Make a folder that only its owner may enter. One that exists is left as it is: it may serve others too.

    Raises:
        JournalError: it can not be made.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise unusable(folder, error.strerror or str(error)) from error
    return folder


def make_private_file(path: Path) -> Path:
    """Make a file that only its owner may read, whatever the umask; one that exists is narrowed to that.

    Windows keeps a user's own folder private by itself and knows no such modes: there this only makes the file.

    Raises:
        JournalError: it can not be made or written.
    """
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        path.chmod(0o600)
    except OSError as error:
        raise unusable(path.parent, error.strerror or str(error)) from error
    return path


def unusable(folder: Path, reason: str) -> JournalError:
    """The error for a state folder that can not be used."""
    return JournalError(
        f"The record of runs can not be kept in {folder} ({reason}), and without it nothing is sent. "
        f"Make that folder writable, or set {VARIABLE} to a folder that is."
    )
