"""What breaks a command, told in a line, and the exit code that is true of what was sent by then.

Exit code 2 says "nothing was sent". Whatever breaks after the first row may have gone out, in whatever line, therefore
ends with 4 (130 for Ctrl-C), or with the code that was told already.
"""

from __future__ import annotations

import traceback
from collections.abc import Sequence
from contextlib import suppress

from batch_update.errors import COULD_NOT_START, INTERRUPTED, UNWRITTEN, BatchUpdateError
from batch_update.run.so_far import RunSoFar
from batch_update.screen import Screen
from batch_update.wording.phrases import PROGRAM


def tell_fault(error: BaseException, run: RunSoFar, screen: Screen, words: Sequence[str]) -> int:
    """Say what broke the command of these words, in one line unless it is many things, and give its exit code."""
    if isinstance(error, SystemExit) and not run.sent and {"-h", "--help", "--version"} & set(words):
        screen.out.flush()  # what is left for the interpreter's last flush could change the exit code
        return 0
    with suppress(Exception):  # out of memory, it may be: then the exit code alone must say it
        if "--verbose" in words and not isinstance(error, BatchUpdateError | KeyboardInterrupt):
            for line in "".join(traceback.format_exception(error)).splitlines():
                screen.warn(line)
        if run.code is None:
            first, *more = _describe(error, run)
            (screen.interrupt if isinstance(error, KeyboardInterrupt) else screen.warn)(first)
            for line in more:
                screen.warn(line)
    return _exit_code(error, run)


def _exit_code(error: BaseException, run: RunSoFar) -> int:
    if run.code is not None:  # the end was told; what broke afterwards changes nothing of it
        return run.code
    if isinstance(error, KeyboardInterrupt):
        return INTERRUPTED
    if run.sent:
        return UNWRITTEN
    return error.exit_code if isinstance(error, BatchUpdateError) else COULD_NOT_START


def _way_on(error: BaseException, run: RunSoFar) -> str:
    if run.sent:
        way = f"{PROGRAM} results {run.run_id} FILE.xlsx"
        return f" Rows were sent before, and no results were written; get them with: {way}"
    return "" if isinstance(error, BatchUpdateError | KeyboardInterrupt) else " Nothing was sent."


def _describe(error: BaseException, run: RunSoFar) -> list[str]:
    first, *more = error.lines if isinstance(error, BatchUpdateError) else (_describe_fault(error, run),)
    lines = [f"batch_update: {first}", *more]
    return [*lines[:-1], f"{lines[-1]}{_way_on(error, run)}"]


def _describe_fault(error: BaseException, run: RunSoFar) -> str:
    if isinstance(error, KeyboardInterrupt):
        return "Stopped." if run.sent else "Stopped; nothing was sent."
    reason = f"Unexpected {type(error).__name__}: a fault of the program, not of the sheet."
    return f"{reason} With --verbose the place of the fault is shown."
