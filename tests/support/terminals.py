"""A terminal with a person at it: what a program shows there, and what is typed into it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass(slots=True)
class Terminal:
    """`screen` is the end for the program. What it has shown so far is kept."""

    screen: int
    _keyboard: int
    _shown: bytes = b""

    @property
    def shown(self) -> str:
        """All that has been shown yet, with what was typed."""
        try:
            while more := os.read(self._keyboard, 4096):
                self._shown += more
        except BlockingIOError:
            pass  # no more yet
        return self._shown.decode()

    def type(self, text: str) -> None:
        """Type a text, which may end with Enter."""
        os.write(self._keyboard, text.encode())


@contextmanager
def open_terminal() -> Iterator[Terminal]:
    """A terminal that stays open, whoever else closes it."""
    keyboard, screen = os.openpty()
    os.set_blocking(keyboard, False)
    try:
        yield Terminal(screen, keyboard)
    finally:
        os.close(screen)
        os.close(keyboard)
