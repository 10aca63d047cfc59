"""What stops the whole run. A row that is wrong is a value (`model.Problem`), never one of these.

The message of each is for the person at the keyboard: what happened, and what to do next. It is one line, and several
only where several things must be mended. `cli` prints it and ends with `exit_code`; nothing else catches them.
"""

from __future__ import annotations

from typing import Self

INTERRUPTED, TERMINATED, UNWRITTEN, STOPPED_EARLY, COULD_NOT_START, SOME_NOT_UPDATED, ALL_DONE = 130, 143, 4, 3, 2, 1, 0
"""The exit codes of the program."""


class BatchUpdateError(Exception):
    """The run can not go on; the message says why and what to do."""

    exit_code = COULD_NOT_START

    @property
    def lines(self) -> tuple[str, ...]:
        """The message as it is printed, a line each."""
        return (str(self),)


class UsageError(BatchUpdateError):
    """The options do not fit together, or one of them has a value that can not be used."""


class TokenError(BatchUpdateError):
    """There is no token, or it can not be one."""


class ProfileError(BatchUpdateError):
    """There is no profile of that name, or one too many, or the file of profiles can not be used."""


class SheetError(BatchUpdateError):
    """The file can not be read as a sheet of rows.

    Whoever finds it looks at bytes or cells and knows no name; whoever knows the file puts its name in, with `of_file`.
    """

    def __init__(self, *complaints: str, file: str = "") -> None:
        super().__init__(*complaints)
        self.complaints = complaints
        self.file = file

    def of_file(self, name: str) -> Self:
        """The same, said of the file of that name."""
        return type(self)(*self.complaints, file=name)

    @property
    def lines(self) -> tuple[str, ...]:
        """The complaint behind the file's name; several below it, a line each."""
        name = f"{self.file}: " if self.file else ""
        if len(self.complaints) == 1:
            return (f"{name}{self.complaints[0]}",)
        return (f"{name}{self._several}", *(f"  {complaint}" for complaint in self.complaints))

    @property
    def _several(self) -> str:
        return "Several things must be corrected:"

    def __str__(self) -> str:
        return "\n".join(self.lines)


class HeaderError(SheetError):
    """The header row is missing, or says something that must not be guessed."""

    @property
    def _several(self) -> str:
        return "Several headers must be corrected:"


class AlreadyRunningError(BatchUpdateError):
    """Another run of the same sheet has not ended."""


class StoppedError(BatchUpdateError):
    """The token was refused in a command that sends nothing."""

    exit_code = STOPPED_EARLY


class UnreadError(BatchUpdateError):
    """What a command was to read of the account can not be read."""

    exit_code = SOME_NOT_UPDATED


class JournalError(BatchUpdateError):
    """The journal can not be written, so nothing may be sent."""


class ResultsError(BatchUpdateError):
    """Rows were sent and journalled, but their results workbook could not be written."""

    exit_code = UNWRITTEN


def describe_fault(fault: BaseException) -> str:
    """Why a run stopped that the program itself broke."""
    return f"The program stopped for a fault of its own ({type(fault).__name__})."
