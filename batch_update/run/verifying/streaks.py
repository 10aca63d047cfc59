"""What ends a run that reads its campaigns: rows on end that show that going on would do harm, or is of no use."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import groupby

from batch_update.model import Outcome, Status
from batch_update.run.verifying.proof import CHANGED_UNASKED
from batch_update.runs import StopReason
from batch_update.sending import ReadEnd, Stop
from batch_update.wording.phrases import end_sentence
from batch_update.wording.proof import tell_none_there, tell_unasked

MOST_UNASKED = 3
"""Rows on end with a field that changed unasked, and the run stops."""

FIRST_UNREAD = 3
"""The first rows of a run; if none of them can be read, none can."""


@dataclass(slots=True, kw_only=True)
class Streaks:
    """What ends a run: rows on end that changed something unasked, or a beginning of which no row can be read.

    Rows are on end in the order in which they were sent, whichever is read back first: `sent` has them, each with
    whether it changed something unasked, as soon as that is known. `undo` is the command that puts the run back; `note`
    writes down that the run is not to be gone on with as if nothing had been.
    """

    stop: Stop
    demands_reading: bool  # no row may be sent that was not read
    undo: str
    note: Callable[[], None]
    is_pulled: bool = False
    sent: dict[int, bool | None] = field(default_factory=dict)
    unread: int = 0
    gone: int = 0  # of those, how many there is no campaign of
    was_read: bool = False
    is_noted: bool = False

    def count_read(self, end: ReadEnd, why: str) -> None:
        """Take note of how a reading before a row ended."""
        if end is ReadEnd.FOUND:
            self.was_read = True
        elif not self.was_read and end is not ReadEnd.STOPPED:
            self.unread += 1
            self.gone += end is ReadEnd.NOT_THERE
            if self.unread == FIRST_UNREAD and self.demands_reading:
                told = tell_none_there(FIRST_UNREAD) if self.gone == FIRST_UNREAD else tell_unreadable(why)
                self.stop.ask(StopReason.UNREADABLE, told)

    def count_outcome(self, outcome: Outcome) -> None:
        """Take note of what a row that was read back came to. Raises JournalError."""
        number = outcome.row.number
        if outcome.status not in (Status.UPDATED, Status.DIFFERS):
            self.sent.pop(number, None)
            return
        self.sent[number] = bool(_unasked(outcome))
        if self.sent[number] and self._longest() >= MOST_UNASKED:
            if not self.is_noted:
                self.note()
                self.is_noted = True
            self.stop.ask(
                StopReason.CHANGED_UNASKED,
                tell_unasked(MOST_UNASKED, _unasked(outcome), self.undo, is_pulled=self.is_pulled),
            )

    def _longest(self) -> int:
        """The longest streak of rows that changed something unasked."""
        return max(len(list(rows)) for unasked, rows in groupby(self.sent.values()) if unasked)


def _unasked(outcome: Outcome) -> list[str]:
    """The columns of a row that changed unasked."""
    return [problem.column for problem in outcome.problems if problem.code == CHANGED_UNASKED]


def tell_unreadable(why: str) -> str:
    """Why a run stopped of whose first rows none could be read."""
    return (
        f"The first {FIRST_UNREAD} campaigns could not be read, so nothing was sent. {end_sentence(why)} To send"
        " without reading, add --verify none."
    )
