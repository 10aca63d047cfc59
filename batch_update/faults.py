"""What breaks a command, told in one line, and the exit code that is true of what was sent by then.

Exit code 2 says "nothing was sent". Whatever breaks after the first row may have gone out, in whatever line, therefore
ends with 4 (130 for Ctrl-C), or with the code that was told already.
"""

from __future__ import annotations

import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from batch_update.errors import BatchUpdateError, ResultsError
from batch_update.screen import Screen

if TYPE_CHECKING:
    from batch_update.journal import Journal

INTERRUPTED = 130


@dataclass(slots=True)
class RunSoFar:
    """How far the run of this process has come: whether rows may have gone out, and its exit code once that is told."""

    run_id: str = ""
    sent: bool = False
    code: int | None = None

    def begin_to_send(self) -> None:
        """From now on rows may go out."""
        self.sent = True

    @contextmanager
    def watching(self, journal: Journal, run_id: str) -> Iterator[None]:
        """Around everything from before the first row to the last word: know afterwards whether any was sent."""
        self.run_id = run_id
        try:
            yield
        except BaseException:
            self.sent = self.sent and (self.code is not None or _may_have_sent(journal, run_id))
            raise

    def tell(self, error: BaseException, screen: Screen, words: Sequence[str]) -> int:
        """Say what broke the command of these words in one line, and give its exit code."""
        if isinstance(error, SystemExit) and not self.sent and {"-h", "--help"} & set(words):
            screen.out.flush()  # what is left for the interpreter's last flush could change the exit code
            return 0
        with suppress(Exception):  # out of memory, it may be: then the exit code alone must say it
            if "--verbose" in words and not isinstance(error, BatchUpdateError | KeyboardInterrupt):
                for line in "".join(traceback.format_exception(error)).splitlines():
                    screen.warn(line)
            if self.code is None:
                screen.warn(f"batch_update: {self._describe(error)}{self._way_on(error)}")
        return self._exit_code(error)

    def _exit_code(self, error: BaseException) -> int:
        if self.code is not None:  # the end was told; what broke afterwards changes nothing of it
            return self.code
        if isinstance(error, KeyboardInterrupt):
            return INTERRUPTED
        if self.sent:
            return ResultsError.exit_code
        return error.exit_code if isinstance(error, BatchUpdateError) else BatchUpdateError.exit_code

    def _describe(self, error: BaseException) -> str:
        if isinstance(error, BatchUpdateError):
            return str(error)
        if isinstance(error, KeyboardInterrupt):
            return "Stopped." if self.sent else "Stopped; nothing was sent."
        reason = f"Unexpected {type(error).__name__}: a fault of the program, not of the sheet."
        return f"{reason} With --verbose the place of the fault is shown."

    def _way_on(self, error: BaseException) -> str:
        if self.sent:
            way = f"python -m batch_update results {self.run_id} FILE.xlsx"
            return f" Rows were sent before, and no results were written; get them with: {way}"
        return "" if isinstance(error, BatchUpdateError | KeyboardInterrupt) else " Nothing was sent."


def _may_have_sent(journal: Journal, run_id: str) -> bool:
    """Whether the journal has a row that was about to be sent. Where it can not say so, one may have been."""
    try:
        return any(journal.run(run_id).counts.values())
    except Exception:  # noqa: BLE001 - whatever it is, it must not make "nothing was sent" of it
        return True
