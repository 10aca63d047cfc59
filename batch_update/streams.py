"""Standard output and standard error as they are found: closed, full, cut off, of another alphabet, or no terminal.

The one place that writes to them. Nothing that is written here may ever stop what is being sent, so that a stream which
has failed once leads nowhere from then on, and says so only to those who ask.
"""

from __future__ import annotations

import os
import select
import stat
import sys
import time
from contextlib import suppress
from typing import TextIO

PATIENCE = 2.0
"""Seconds to wait for a pipe that is full and does not wait by itself (some programs that start us make such ones)."""

_PAUSE = 0.05
_GLANCE = 0.2  # seconds between two looks whether Ctrl-C was pressed
_CLOSED = "it is closed"
_PLAIN = {"“": '"', "”": '"', "‘": "'", "’": "'", "…": "...", "–": "-", "—": "-", "→": "->", "\u00a0": " "}
"""What stands for our own signs on a console that has none of them."""


def hold_standard_places() -> None:
    """Let the places of closed standard streams lead nowhere.

    A service or `>&-` leaves them free, and the next file that is opened, such as the results, would get one of them:
    whatever a library then writes to "standard error" would go into that file.
    """
    for place in (0, 1, 2):
        try:
            os.fstat(place)
        except OSError:
            with suppress(OSError):
                nowhere = os.open(os.devnull, os.O_RDWR)
                if nowhere != place:
                    os.dup2(nowhere, place)
                    os.close(nowhere)


class Stream:
    """A text stream whose `write` never raises. `failure` is why it leads nowhere, in words; "" while it works."""

    def __init__(self, file: TextIO | None) -> None:
        self._file = file
        self.failure = ""  # of a closed one too, until somebody needs it
        self.is_cut_off = False  # whoever read it has gone, as `head` does

    @property
    def encoding(self) -> str:
        """The name of its alphabet."""
        return (self._file and self._file.encoding) or "utf-8"

    def isatty(self) -> bool:
        """Whether a person sits at it."""
        try:
            return not self.failure and self._file is not None and self._file.isatty()
        except ValueError:  # it was closed meanwhile
            return False

    def fileno(self) -> int:
        """The system's number of it. Raises OSError."""
        if self._file is None:
            raise OSError(_CLOSED)
        return self._file.fileno()

    def write(self, text: str) -> int:
        """Write as much as can be written; the length of the text, as other streams give it."""
        if self._file is None:
            self.failure = _CLOSED
        elif not self.failure:
            try:
                self._file.write(_fit(text, self._file))
            except (OSError, ValueError) as error:
                self._give_up(error)
            except RuntimeError:  # said by a signal's handler, which broke into a write: the word is lost, not the run
                pass
        return len(text)

    def flush(self) -> None:
        """Let it arrive."""
        if self._file is None or self.failure:
            return
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                self._file.flush()
            except BlockingIOError as error:
                if time.monotonic() >= deadline:
                    self._give_up(error)
                    break
                time.sleep(_PAUSE)
            except (OSError, ValueError) as error:
                self._give_up(error)
                break
            else:
                break

    def print(self, text: str, *, end: str = "\n") -> bool:
        """Write a text and let it arrive; whether it did, as far as can be known."""
        self.write(text + end)
        self.flush()
        return not self.failure

    def find_fault(self) -> str:
        """Why nothing could be written to it, as far as that can be known without writing; "" if nothing is known.

        A regular file on a full disk, a pipe that nobody reads any more and a device that takes nothing are found.
        """
        if self.failure or self._file is None:
            return self.failure or _CLOSED
        try:
            place = self._file.fileno()
            kind = os.fstat(place).st_mode
            if stat.S_ISREG(kind) and hasattr(os, "fstatvfs"):
                disk = os.fstatvfs(place)
                return "the disk is full" if disk.f_blocks and not disk.f_bavail else ""
            if (stat.S_ISFIFO(kind) or stat.S_ISSOCK(kind)) and hasattr(select, "poll"):
                poll = select.poll()
                poll.register(place, 0)  # errors are told unasked
                return "nobody reads it any more" if poll.poll(0) else ""
            if stat.S_ISCHR(kind) and not self._file.isatty():
                os.write(place, b"\n")  # only trying shows what a device does; to the null device it is nothing
        except ValueError:  # in a test, or inside another program, it need not be a file of the system
            return ""
        except OSError as error:
            return "" if error.errno is None else (error.strerror or "unknown reason").lower()
        return ""

    def _give_up(self, error: Exception) -> None:
        reason = error.strerror if isinstance(error, OSError) else None
        self.failure = reason.lower() if reason else _CLOSED
        self.is_cut_off = isinstance(error, BrokenPipeError)
        if self._file is None:
            return
        # What is still in its buffer would fail again when Python ends, and change the exit code.
        with suppress(OSError, ValueError), open(os.devnull, "wb") as nowhere:  # noqa: PTH123 - no Path of it is clearer
            os.dup2(nowhere.fileno(), self._file.fileno())


def standard_output() -> Stream:
    """What the command was asked for goes here."""
    return Stream(sys.stdout)


def standard_error() -> Stream:
    """Notes and progress go here."""
    return Stream(sys.stderr)


def read_line(file: TextIO) -> str:
    """The line that a person types; Ctrl-C is noticed at once. Raises OSError, ValueError.

    A signal that comes in the instant before the system begins to read is noticed by Python only when the reading ends,
    so that it must not begin before there is something to read.
    """
    if os.name == "posix":
        with suppress(OSError, ValueError):  # no file of the system: it is read as it is
            while not select.select([file], [], [], _GLANCE)[0]:
                pass
    return file.readline()


def _fit(text: str, file: TextIO) -> str:
    """The text in what the stream's alphabet has: our own signs plainly, any other letter by its number."""
    encoding = file.encoding or "utf-8"
    try:
        text.encode(encoding, "surrogateescape" if file.errors == "surrogateescape" else "strict")
    except UnicodeEncodeError:
        text = "".join(_PLAIN.get(letter, letter) if not _has(encoding, letter) else letter for letter in text)
        text = text.encode(encoding, "backslashreplace").decode(encoding)
    return text


def _has(encoding: str, letter: str) -> bool:
    try:
        letter.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
