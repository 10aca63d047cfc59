"""`--plan`: what a run would change in the account, read from it and compared; nothing is sent."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from pathlib import Path

from batch_update.checking import list_changes, take_snapshot
from batch_update.kinds.ids import same_id
from batch_update.live import Readings, Snapshot
from batch_update.model import Outcome, Run, Severity, Status, Update
from batch_update.run.account import holdings_of, open_account
from batch_update.run.audience import Audience, Watch
from batch_update.run.finish import choose_all, finish
from batch_update.run.looking.listing import stands_for_all
from batch_update.run.outset import guard_of
from batch_update.run.plan import checked_outcomes, updates_of
from batch_update.run.prepare import Prepared
from batch_update.run.reading import CampaignRead, read_campaign
from batch_update.run.rounds import Shelf, open_if_possible
from batch_update.run.verifying.proof import Judge
from batch_update.run.verifying.verified import Guard
from batch_update.run.workers import work_through
from batch_update.runs import RunResult, StopReason
from batch_update.sending import ReadEnd, Session, Stop
from batch_update.wording.before import describe_plan_reading
from batch_update.wording.during import NOT_LOOKED_AT, UNREAD_ON_END
from batch_update.wording.phrases import end_sentence

UNREAD = 3
"""Campaigns on end that can not be read, and the plan ends."""

WORTH_A_LIST = 3
"""Rows left after the first, from which it may save requests to read the account's list instead of each campaign."""


def preview(prepared: Prepared, state: Path, audience: Audience, *, started: float) -> RunResult:
    """Read what each campaign holds, and tell what the sheet would change; `started` is on the monotonic clock.

    Raises:
        UsageError: the workbook could not be written.
    """
    settings, stop, now = prepared.settings, Stop(), datetime.now().astimezone()
    choice = choose_all(prepared)
    prepared = replace(prepared, verdicts=choice.verdicts)
    checked = checked_outcomes(choice.verdicts, choice.left_out)
    updates = [update for update in updates_of(choice.verdicts) if update.row.number not in choice.left_out]
    with audience.stoppable(stop), ExitStack() as open_ones:
        account = open_ones.enter_context(
            open_account(settings, prepared.resource, prepared.token, stop, holdings_of(prepared.sheet.base))
        )
        if updates:
            audience.say(describe_plan_reading(len(updates), settings))
        with audience.progress(len(updates), account.pace.describe) as watch:
            judge = Judge(resource=prepared.resource, undo="", lists=prepared.sheet.lists, sends=False)
            looker = _Looker(prepared=prepared, stop=stop, watch=watch, judge=judge, guard=guard_of(prepared))
            account.talk(partial(looker.look_at_all, updates=updates))
        outcomes = tuple(_merge(outcome, looker.outcomes, stop) for outcome in checked)
        run = Run(
            id=f"plan-{now:%Y%m%d-%H%M%S}",
            target=settings.target,
            started=now,
            seconds=time.monotonic() - started,
            pace=account.pace.summary(),
            traffic=account.traffic,
            checked_only=True,
            reads_back=True,
            tells_changes=True,
            stopped=stop.message,
        )
        open_ones.close()
        with open_if_possible(state, make=True) as journal:
            shelf = Shelf(round=prepared.round, journal=journal)
            return finish(prepared, outcomes, run, audience, shelf, stopped_by=stop.reason)


def _merge(checked: Outcome, looked: Mapping[int, Outcome], stop: Stop) -> Outcome:
    """What a row comes to by the check, and by the account if it was looked at."""
    if checked.status is not Status.VALID:
        return checked
    found = looked.get(checked.row.number)
    if found is None:
        return replace(checked, status=Status.NOT_SENT, message=f"{NOT_LOOKED_AT} {stop.message}".rstrip())
    return replace(found, problems=(*found.problems, *checked.problems))


@dataclass(slots=True, kw_only=True)
class _Looker:
    """Looks at the campaigns of rows, and says what each row comes to. `outcomes` are by row number."""

    prepared: Prepared
    stop: Stop
    watch: Watch
    judge: Judge
    guard: Guard
    outcomes: dict[int, Outcome] = field(default_factory=dict)
    first_item: Mapping[str, object] = field(default_factory=dict)
    listed: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    unread: int = 0
    was_read: bool = False

    async def look_at_all(self, session: Session, updates: Sequence[Update]) -> None:
        """Look at each row's campaign; one by one until the first could be read, then several at once."""
        left = deque(updates)
        while left and not self.was_read and not self.stop.asked:
            await self._look_at(session, left.popleft())
        if len(left) >= WORTH_A_LIST and not self.stop.asked:
            await self._read_list(session)
        look, workers = partial(self._look_at, session), self.prepared.settings.concurrency
        await work_through(tuple(left), look, stop=self.stop, workers=workers)

    async def _look_at(self, session: Session, update: Update) -> None:
        resource = self.prepared.resource
        if item := self.listed.get(same_id(update.campaign_id)):
            self._end(self._judge(update, take_snapshot(resource, update.campaign_id, item)))
            return
        read = await read_campaign(session, resource, update.campaign_id)
        if read.end is ReadEnd.STOPPED:
            return
        self._count(read)
        if read.snapshot is None or read.item is None:
            self._end(self.judge.unread(update, read))
            return
        self.first_item = read.item
        self._end(self._judge(update, read.snapshot))

    async def _read_list(self, session: Session) -> None:
        """Take the list's entries for the campaigns themselves, if they say as much as one that was read singly."""
        listing = await session.read_list()
        if listing.end is ReadEnd.FOUND and listing.is_complete:
            self.listed = stands_for_all(listing.items, self.first_item, self.prepared.resource)

    def _count(self, read: CampaignRead) -> None:
        """End the plan where campaigns on end can not be read; a wrong id among others is no sign of that."""
        if read.end is ReadEnd.FOUND:
            self.unread, self.was_read = 0, True
        elif read.end is not ReadEnd.NOT_THERE or not self.was_read:
            self.unread += 1
            if self.unread == UNREAD:
                self.stop.ask(
                    StopReason.UNREADABLE, UNREAD_ON_END.format(count=UNREAD, why=end_sentence(read.message)).rstrip()
                )

    def _judge(self, update: Update, live: Snapshot) -> Outcome:
        stale = self.guard(update, live)
        if any(problem.severity is Severity.ERROR for problem in stale):
            return self.judge.stale(update, stale, live)
        outcome = self.judge.unchanged(update, live) or self._changed(update, live)
        return replace(outcome, problems=(*outcome.problems, *stale))

    def _changed(self, update: Update, live: Snapshot) -> Outcome:
        changes = list_changes(self.prepared.resource, update, Readings(before=live), self.prepared.sheet.lists)
        return Outcome(row=update.row, campaign_id=update.campaign_id, status=Status.VALID, changes=changes)

    def _end(self, outcome: Outcome) -> None:
        self.outcomes[outcome.row.number] = outcome
        self.watch(outcome)
