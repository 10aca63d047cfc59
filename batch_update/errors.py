"""What stops the whole run. A row that is wrong is a value (`model.Problem`), never one of these.

The message of each is one line for the person at the keyboard: what happened, and what to do next. `cli` prints it and
ends with `exit_code`; nothing else catches them.
"""

from __future__ import annotations


class BatchUpdateError(Exception):
    """The run can not go on; the message says why and what to do."""

    exit_code = 2


class UsageError(BatchUpdateError):
    """The options do not fit together, or one of them has a value that can not be used."""


class TokenError(BatchUpdateError):
    """There is no token, or it can not be one."""


class SheetError(BatchUpdateError):
    """The file can not be read as a sheet of rows."""


class HeaderError(SheetError):
    """The header row is missing, or says something that must not be guessed."""


class AlreadyRunningError(BatchUpdateError):
    """Another run of the same sheet has not ended."""


class JournalError(BatchUpdateError):
    """The journal can not be written, so nothing may be sent."""


class ResultsError(BatchUpdateError):
    """Rows were sent and journalled, but their results workbook could not be written."""

    exit_code = 4


def describe_fault(fault: BaseException) -> str:
    """Why a run stopped that the program itself broke."""
    return f"The program stopped for a fault of its own ({type(fault).__name__})."
