"""The values of a run: its plan, its end, and what is remembered of it. Pure; every stage may know them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TypeAlias

from batch_update.errors import ALL_DONE, INTERRUPTED, SOME_NOT_UPDATED, STOPPED_EARLY, TERMINATED, UNWRITTEN
from batch_update.model import Outcome, Rejection, Run, Traffic, Update, Verdict
from batch_update.settings import Settings, Verify
from batch_update.statuses import Status

RunId: TypeAlias = str

BY_STOP = "Not sent: the run stopped before this row."
"""The message of a row that a run did not come to."""


class StopReason(StrEnum):
    """Why a run took no more rows."""

    TOKEN_REFUSED = "token refused"  # noqa: S105  (a reason, not a secret)
    TOO_MANY_FAILURES = "too many failures"
    UNREADABLE = "unreadable"  # campaigns on end that had to be read
    CANARY = "canary"  # the first campaign, read back, was not as it should be
    CHANGED_UNASKED = "changed unasked"  # rows on end that changed something that was not sent
    INTERRUPTED = "interrupted"  # Ctrl-C
    TERMINATED = "terminated"  # SIGTERM
    NOT_RECORDED = "not recorded"  # the journal failed
    FAULT = "fault"  # of the program itself


STOP_CODES = {StopReason.INTERRUPTED: INTERRUPTED, StopReason.TERMINATED: TERMINATED}
"""Exit codes by what stopped a run; any other reason is STOPPED_EARLY."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkbookRecord:
    """One results workbook as it was written: what the journal knows it by, and which part of a sheet's story it is.

    `done` of `rows` is what became of the first sheet, over all rounds up to this one; `round` is 1 for its own run.
    """

    path: Path
    sha256: str
    first: Path  # the first sheet, of which this is a round
    round: int
    checked_only: bool
    run: RunId
    done: int
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeat:
    """A row that an earlier run has sent with the same values, with a yes."""

    campaign_id: str
    run: RunId
    when: datetime


class CanaryWord(StrEnum):
    """What the first campaign of a run showed, which was read before and after it was sent; and the others waited."""

    WENT_WELL = "went well"
    DIFFERED = "differed"  # or rows on end later changed something unasked: either stops the run
    ACCEPTED = "accepted"  # it differed, and somebody said to go on all the same
    NONE = "none"  # no campaign could be read, so the run went on without


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRecord:
    """One run, as the journal tells it. `ended` is None while it runs, and for ever if it was killed.

    `counts` of a run that did not end are those of the rows it had begun to send.
    """

    id: RunId
    started: datetime
    ended: datetime | None
    user: str
    host: str
    pid: int
    path: Path
    worksheet: str | None
    target: str
    total: int
    continues: RunId | None
    counts: Mapping[Status, int]
    left_out: int = 0  # of those NOT SENT: the rows that the person left out
    choice: Mapping[str, str | int]  # the options that chose its rows: {"limit": 2, "rows": "2-40,57", "visible": 1}
    pull: str = ""  # the stamp of the pull that its sheet is from
    profile: str = ""
    canary: CanaryWord | None = None  # what its own canary said; `Journal.canary` knows those before too
    stopped: str
    exit_code: int | None
    traffic: Traffic
    seconds: float
    pace: str

    @property
    def is_unfinished(self) -> bool:
        """Whether it left something undone that it was meant to do: it was killed, or stopped before some of its rows.

        Rows that the person left out are sent by `--resume` too, but nobody is told of an unfinished run for them.
        """
        if self.ended is None or self.counts.get(Status.NOT_SENT, 0) > self.left_out:
            return True
        return bool(self.stopped) and any(self.counts.get(status, 0) for status in (Status.UNKNOWN, Status.FAILED))


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is to be done with each row of a sheet; `answered`, `held_back` and `left_out` are by row number."""

    target: str  # as in `Run`
    verdicts: tuple[Verdict, ...]
    to_send: tuple[Update, ...]
    answered: Mapping[int, Outcome]  # by an earlier run
    held_back: Mapping[int, str]  # valid rows that are not sent, and why
    left_out: Mapping[int, str]  # by the person's choice: which option; whatever their verdict, it is not told
    earlier: RunRecord | None = None  # of this sheet, against this target
    repeats: tuple[Repeat, ...] = ()  # rows to be sent whose values were sent before

    @property
    def invalid(self) -> int:
        """How many rows are not sent because of what is in them."""
        wrong = (verdict for verdict in self.verdicts if isinstance(verdict, Rejection))
        return sum(verdict.row.number not in self.left_out for verdict in wrong)

    @property
    def cleared(self) -> int:
        """How many fields the rows to be sent empty on purpose."""
        return sum(len(update.cleared) for update in self.to_send)


@dataclass(frozen=True, slots=True, kw_only=True)
class Undone:
    """What `undo` came to: the sheet, how much of a run it puts back, and how much it leaves out.

    `settings` say how the run's account is reached, for the command that sends the sheet.
    """

    run: RunRecord
    settings: Settings
    file: Path
    campaigns: int
    fields: int
    left_out: int
    not_read: int  # campaigns that it may have changed and did not read before, so that nobody knows what they held
    empties_left_out: bool  # whether the account empties what an update leaves out, so that whole rows must be sent
    requests: int
    seconds: float

    @property
    def exit_code(self) -> int:
        """1 if something was left out: values, or campaigns of which nobody knows what they held."""
        return SOME_NOT_UPDATED if self.left_out or self.not_read else ALL_DONE


@dataclass(frozen=True, slots=True, kw_only=True)
class PulledFile:
    """What `pull` came to: the workbook, and what of the account is in it.

    `not_read` has ids of campaigns, and why; `without_names` the titles of lists; `remark` what is to be said of the
    account's list. `fields_read` of `fields` could be compared in at least one campaign.
    """

    file: Path
    settings: Settings
    campaigns: int
    not_read: tuple[tuple[str, str], ...]
    without_id: int = 0  # entries of the account's list
    fields_read: int
    fields: int
    without_names: tuple[str, ...]
    remark: str
    requests: int
    seconds: float

    @property
    def exit_code(self) -> int:
        """1 if some could not be read."""
        return SOME_NOT_UPDATED if self.not_read or self.without_id or self.remark else ALL_DONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """What will be read beside what is sent, and what is known of the first campaign, as it is told at the question."""

    verify: Verify
    takes_canary: bool = False
    went_well: bool = False  # the first campaign of the run that this one goes on with
    title: str = ""  # the present name of the first campaign, if it was read
    unread: str = ""  # why none of the first campaigns could be read
    sent_since: datetime | None = None  # when a sheet of the same pull was last sent


@dataclass(frozen=True, slots=True, kw_only=True)
class RunResult:
    """How a run ended. `results` is where its workbook is; None if it could not be written."""

    run: Run
    sheet: Path
    outcomes: Sequence[Outcome]
    counts: Mapping[Status, int]
    results: Path | None
    stopped_by: StopReason | None = None
    journalled: bool = True  # whether the journal has every outcome

    @property
    def rows(self) -> int:
        """The rows of the sheet."""
        return sum(self.counts.values())

    @property
    def done(self) -> int:
        """The rows that ended well."""
        return sum(number for status, number in self.counts.items() if status.facts.succeeded)

    @property
    def verified(self) -> int:
        """The rows that were read back, of which every value sent was compared and found."""
        return sum(outcome.verified for outcome in self.outcomes)

    @property
    def left_out(self) -> Mapping[str, int]:
        """How many rows were left out on purpose, by option."""
        return Counter(outcome.left_out_by for outcome in self.outcomes if outcome.left_out_by)

    @property
    def left(self) -> int:
        """The rows that did not end well, and were meant to."""
        return self.rows - self.done - sum(self.left_out.values())

    @property
    def exit_code(self) -> int:
        """130 or 143, 3, 4, 1, in this order if several apply; else 0."""
        if self.stopped_by:
            return STOP_CODES.get(self.stopped_by, STOPPED_EARLY)
        if self.results is None:
            return UNWRITTEN
        return SOME_NOT_UPDATED if self.left else ALL_DONE
