"""A terminal of a given width with a person at it: the program runs in it, and what then stands on it can be read."""

from __future__ import annotations

import os
import re
import select
import signal
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

PATIENCE = 30.0  # seconds
_STEP = re.compile(rb"\x1b\[([?\d;]*)([A-Za-z])|\x1b[()][A-Z0-9]")


@dataclass(slots=True)
class Terminal:
    """A program that runs in a terminal. `raw` is all that it wrote."""

    process: subprocess.Popen[bytes]
    place: int
    raw: bytes = b""
    code: int = field(default=-1)

    def type(self, keys: bytes) -> None:
        """What the person types; `\\x03` is Ctrl-C."""
        os.write(self.place, keys)

    def read_until(self, found: Callable[[bytes], bool]) -> None:
        """Read on until something stands in what it wrote, or it has ended."""
        deadline = time.monotonic() + PATIENCE
        while not found(self.raw):
            assert time.monotonic() < deadline, self.raw
            if select.select([self.place], [], [], 0.05)[0]:
                try:
                    read = os.read(self.place, 65_536)
                except OSError:  # nobody holds the other end any more
                    return
                if not read:
                    return
                self.raw += read

    def end(self) -> Terminal:
        """Read to its end."""
        self.read_until(lambda _raw: False)
        self.code = self.process.wait(PATIENCE)
        os.close(self.place)
        return self

    @property
    def text(self) -> str:
        """What it wrote, colours and all."""
        return self.raw.decode().replace("\r\n", "\n")

    @property
    def lines(self) -> list[str]:
        """The lines that stand on the terminal in the end, without their colours."""
        return [line.rstrip() for line in _show(self.raw)]


def open_terminal(folder: Path, *words: str, columns: int = 80, environ: Mapping[str, str] | None = None) -> Terminal:
    """Run `python -m batch_update` in a terminal of its own."""
    import fcntl  # noqa: PLC0415 - Windows has none
    import pty  # noqa: PLC0415
    import termios  # noqa: PLC0415

    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))

    def take_over() -> None:
        fcntl.ioctl(0, termios.TIOCSCTTY, 0)
        signal.signal(signal.SIGINT, signal.default_int_handler)

    kept = {name: value for name, value in os.environ.items() if name not in {"NO_COLOR", "COLUMNS", "FORCE_COLOR"}}
    process = subprocess.Popen(
        [sys.executable, "-m", "batch_update", *words], cwd=folder, stdin=theirs, stdout=theirs, stderr=theirs,
        start_new_session=True, preexec_fn=take_over,  # noqa: PLW1509 - in a test nothing else runs
        env={**kept, "PYTHONPATH": os.pathsep.join(sys.path), "TERM": "xterm-256color", **(environ or {})},
    )  # fmt: skip
    os.close(theirs)
    return Terminal(process, ours)


def in_terminal(folder: Path, *words: str, columns: int = 80, environ: Mapping[str, str] | None = None) -> Terminal:
    """Run it to its end."""
    return open_terminal(folder, *words, columns=columns, environ=environ).end()


def _show(raw: bytes) -> list[str]:
    """The lines after all steps of the cursor that the program makes: up a line, and a line erased."""
    lines, row, column, place = [""], 0, 0, 0
    text = _STEP.sub(lambda step: step.group() if step.group(2) in {b"A", b"K"} else b"", raw).decode()
    while place < len(text):
        letter = text[place]
        if letter == "\x1b":
            end = re.compile(r"[A-Z]").search(text, place)
            assert end is not None
            if end.group() == "A":
                row = max(0, row - int(text[place + 2 : end.start()] or 1))
            else:
                lines[row] = ""
            place = end.end()
            continue
        place += 1
        if letter == "\n":
            row += 1
            lines += [""] * (row + 1 - len(lines))
        elif letter == "\r":
            column = 0
        else:
            lines[row] = lines[row].ljust(column)[:column] + letter + lines[row][column + 1 :]
            column += 1
    return lines
