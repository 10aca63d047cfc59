"""A row between two readings: read, judged, sent, recorded, read back, and judged again.

Nothing that was read holds up another row: a campaign that differs is read again a little later by itself.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple, TypeAlias

from batch_update.journal import RunRecorder
from batch_update.live import Snapshot
from batch_update.model import Outcome, Problem, Severity, Status, Update
from batch_update.run.audience import Watch
from batch_update.run.reading import CampaignRead, read_campaign
from batch_update.run.verifying.proof import Judge
from batch_update.run.verifying.streaks import Streaks
from batch_update.run.workers import give_up, work_through
from batch_update.runs import StopReason
from batch_update.sending import FailuresInARow, ReadEnd, Session, not_sent

REPEATS = (0.5, 1.0, 2.0)
"""Seconds before a campaign that differs is read again: some systems show an old value for a moment."""

Guard: TypeAlias = Callable[[Update, Snapshot], tuple[Problem, ...]]
"""What somebody else has changed since the sheet was pulled."""


class Examined(NamedTuple):
    """What a row's campaign holds before it is sent, and what is to be said of that."""

    before: Snapshot
    warnings: tuple[Problem, ...]


class Proof(NamedTuple):
    """What a row came to by a reading, and what was read; `why` the last reading came to nothing."""

    outcome: Outcome
    after: Snapshot | None
    why: str = ""


@dataclass(slots=True, kw_only=True)
class RowVerifier:
    """Sends single rows of a run between two readings each.

    By row number, `final` has what each came to, `doubtful` what was read of those that were never clearly answered.
    """

    session: Session
    recorder: RunRecorder
    judge: Judge
    guard: Guard
    failures: FailuresInARow
    streaks: Streaks
    watch: Watch
    workers: int
    final: dict[int, Outcome] = field(default_factory=dict)
    doubtful: dict[int, Snapshot] = field(default_factory=dict)
    _repeating: set[asyncio.Task[None]] = field(default_factory=set)

    async def send(self, update: Update) -> None:
        """Read a row's campaign, send the row if it changes anything, and read it back.

        Where the campaign differs it is looked at again, and `settle` waits for that; else the row has its last word.
        """
        looked = await self.examine(update)
        if isinstance(looked, Outcome):
            await self.end_unsent(looked)
            return
        if unchanged := self.judge.unchanged(update, looked.before):
            await self.end_unsent(unchanged)
            return
        outcome = await self.send_known(update, looked.before, warnings=looked.warnings)
        if outcome.status is Status.UPDATED:
            await self._prove(outcome, update, looked.before)
        else:
            self.end(outcome)

    async def read(self, update: Update) -> CampaignRead:
        """Read a row's campaign."""
        return await read_campaign(self.session, self.judge.resource, update.campaign_id)

    async def examine(self, update: Update, read: CampaignRead | None = None) -> Examined | Outcome:
        """What a row's campaign holds; the row's outcome where it must not be sent for it. Nothing is kept yet.

        `read` is a reading that was made before, and failed.
        """
        read = read or await self.read(update)
        self.streaks.count_read(read.end, read.message)
        if read.end is ReadEnd.STOPPED:
            return not_sent(update, self.session.stop.message)
        if read.snapshot is None:
            return self.judge.unread(update, read)
        return self.look_for_changes(update, read.snapshot)

    def look_for_changes(self, update: Update, before: Snapshot) -> Examined | Outcome:
        """The same of a campaign that was read: what somebody else has changed since it was pulled."""
        stale = self.guard(update, before)
        if any(problem.severity is Severity.ERROR for problem in stale):
            return self.judge.stale(update, stale, before)
        return Examined(before, stale)

    async def send_known(self, update: Update, before: Snapshot | None, *, warnings: Sequence[Problem] = ()) -> Outcome:
        """Send a row whose campaign was read; its outcome is on the disk then, and no last word if it is UPDATED."""
        turn = await self.session.turn()
        if turn is None:
            return not_sent(update, self.session.stop.message)
        self.streaks.sent[update.row.number] = None
        await self.recorder.starting(update, before=before)
        outcome = await self.session.send(update, turn)
        if warnings:
            outcome = replace(outcome, problems=(*outcome.problems, *warnings))
        self.final[update.row.number] = outcome  # whatever the disk says to it
        await self.recorder.finished(outcome)
        self.failures.count(outcome)
        if outcome.status is Status.UNKNOWN and before is not None:
            self.doubtful[update.row.number] = before
        return outcome

    async def read_back(self, outcome: Outcome, update: Update, before: Snapshot | None, after_seconds: float) -> Proof:
        """Read a campaign whose row the API took, and judge the row by it; nothing of it is kept yet.

        With `after_seconds` it was read before, and differed then.
        """
        await self.session.stop.sleep(after_seconds)
        read = await self.read(update)
        after = read.snapshot
        if after is None:
            is_stopped = read.end is ReadEnd.STOPPED
            why = "" if after_seconds and is_stopped else read.message
            told = self.judge.not_verified(outcome, update, why, before, is_stopped=is_stopped)
            return Proof(told, None, read.message)
        return Proof(self.judge.proven(outcome, update, before, after), after)

    async def look_again(self, first: Proof, outcome: Outcome, update: Update, before: Snapshot | None) -> Proof:
        """Read a campaign that differs a few times more; what it comes to then is the last word.

        A reading that fails takes nothing back of what was read before it, which is kept for the way back.
        """
        proof = first
        for seconds in REPEATS:
            again = await self.read_back(outcome, update, before, seconds)
            if again.after is not None:
                proof = again
            elif self.session.stop.asked:
                is_like_others = self.session.stop.reason is StopReason.CHANGED_UNASKED
                return proof if is_like_others else Proof(again.outcome, proof.after, again.why)
            if proof.outcome.status is not Status.DIFFERS:
                break
        return proof

    async def keep(self, proof: Proof) -> Outcome:
        """Put the last word on a row, and what it was judged by, on the disk."""
        await self.recorder.finished(proof.outcome, after=proof.after)
        return self.end(proof.outcome)

    async def settle(self) -> None:
        """Wait until every campaign that differed was looked at again. Raises JournalError, when all have ended."""
        ended = await asyncio.gather(*self._repeating, return_exceptions=True)
        for error in ended:
            if error is not None:
                give_up(self.session.stop, error)
                raise error

    async def end_unsent(self, outcome: Outcome) -> Outcome:
        """Keep and tell what a row came to that was not sent."""
        await self.recorder.finished(outcome)
        self.failures.count(outcome)
        return self.end(outcome)

    # --- inside -------------------------------------------------------------------------------------------------------

    async def _prove(self, outcome: Outcome, update: Update, before: Snapshot) -> None:
        proof = await self.read_back(outcome, update, before, 0)
        if proof.outcome.status is Status.DIFFERS:
            self._repeating.add(asyncio.create_task(self._look_again(proof, outcome, update, before)))
        else:
            await self.keep(proof)

    async def _look_again(self, proof: Proof, outcome: Outcome, update: Update, before: Snapshot) -> None:
        await self.keep(await self.look_again(proof, outcome, update, before))

    def end(self, outcome: Outcome) -> Outcome:
        """Take a row's last word, and tell it; nobody is told of a row that the run did not come to."""
        if outcome.status is Status.NOT_SENT:
            return outcome
        self.final[outcome.row.number] = outcome
        self.streaks.count_outcome(outcome)
        self.watch(outcome)
        return outcome


async def send_verified(verifier: RowVerifier, updates: Sequence[Update]) -> None:
    """Send rows between two readings each. Raises JournalError; what is under way has ended then."""
    try:
        await work_through(updates, verifier.send, stop=verifier.session.stop, workers=verifier.workers)
    finally:
        await verifier.settle()
