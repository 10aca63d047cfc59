"""What can become of a row: one line a status, with everything that follows from it. Pure.

Exit codes, totals, pages, colours and `--resume` are derived from this table; nothing else decides what went well.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, StrEnum, auto
from typing import NamedTuple


class Tone(Enum):
    """How a status looks; every face of the program gives a colour of its own to it."""

    GOOD = auto()
    WRONG = auto()  # somebody must correct something
    TROUBLE = auto()  # nobody's mistake; later it may work
    DOUBT = auto()
    IDLE = auto()


class Status(StrEnum):
    """What became of a row; every row ends with exactly one."""

    UPDATED = "UPDATED"
    UNCHANGED = "UNCHANGED"
    VALID = "VALID"
    INVALID = "INVALID"
    REJECTED = "REJECTED"
    DIFFERS = "DIFFERS"
    FAILED = "FAILED"
    UNKNOWN = "UNKNOWN"
    NOT_SENT = "NOT SENT"

    @property
    def facts(self) -> Facts:
        """What follows from it."""
        return FACTS[self]


class Facts(NamedTuple):
    """What follows from a status."""

    total: str  # its key in --json
    succeeded: bool  # counts as done for the exit code
    final: bool  # the API has judged the row: --resume does not send it again
    by_check: bool  # a run that only checks may end with it
    by_sending: bool  # a run that sends may end with it
    tone: Tone
    meaning: str
    next_step: str


# fmt: off
FACTS: Mapping[Status, Facts] = {
    #                      --json      done?  final? check? sent?  tone
    Status.UPDATED:  Facts("updated",  True,  True,  False, True,  Tone.GOOD,    "Done: the API accepted the update, with no word against it.", "Nothing."),
    Status.UNCHANGED: Facts("unchanged", True, True, True,  True,  Tone.GOOD,   "Not sent: all of it is there already, or nothing was edited.", "Nothing."),
    Status.VALID:    Facts("valid",    True,  False, True,  False, Tone.GOOD,    "Checked, nothing wrong. Nothing was sent.", "Run the sheet without --check or --plan to send it."),
    Status.INVALID:  Facts("invalid",  False, False, True,  True,  Tone.WRONG,   "The check found a mistake. Not sent.", "Correct the red cells on To fix."),
    Status.REJECTED: Facts("rejected", False, True,  False, True,  Tone.WRONG,   "The API said no, or has no campaign of this id.", "Read the message, correct the row on To fix."),
    Status.DIFFERS:  Facts("differs",  False, True,  False, True,  Tone.WRONG,   "The API said yes, and the campaign read back is not what was asked for.", "Read the message; the command undo makes the sheet that puts it back."),
    Status.FAILED:   Facts("failed",   False, False, False, True,  Tone.TROUBLE, "The API could not be reached, had a fault of its own, or could not be read first.", "Run To fix again later."),
    Status.UNKNOWN:  Facts("unknown",  False, False, False, True,  Tone.DOUBT,   "Sent, but no clear answer came back: it may have been applied.", "Look at the campaign in the panel, or run To fix again: the same values once more do no harm."),
    Status.NOT_SENT: Facts("not_sent", False, False, False, True,  Tone.IDLE,    "The run stopped before this row.", "Run again with --resume, or run To fix."),
}
"""Every status, in the order in which they are told."""
