"""Sends a run's rows: puts together the runner and an open session. Everything else is in them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from batch_update.errors import JournalError, describe_fault
from batch_update.model import Outcome, Status, Traffic, Update
from batch_update.runs import StopReason
from batch_update.sending.address import check_id
from batch_update.sending.runner import Ran, Steps, run
from batch_update.sending.session import Session
from batch_update.sending.stop import Stop
from batch_update.sending.update import not_sent


class Recorder(Protocol):
    """Who keeps what happens, so that nothing is lost but what was in flight. Both raise `JournalError`."""

    async def starting(self, update: Update) -> None:
        """The row is about to be sent. Returns when that is durable."""

    def finished(self, outcome: Outcome) -> asyncio.Future[None]:
        """The row has its outcome. Takes it at once; what it gives is done when that is durable."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispatch:
    """What came of sending: one outcome for each update, in the order given, and the traffic of the run so far."""

    outcomes: tuple[Outcome, ...]
    traffic: Traffic


class UnrecordedError(JournalError):
    """The journal failed while rows were being sent. `dispatch` holds what came of every row all the same."""

    exit_code = 4

    def __init__(self, message: str, dispatch: Dispatch) -> None:
        super().__init__(message)
        self.dispatch = dispatch


class FailuresInARow:
    """Counts rows that end, one after another, for the same outside cause. `most` = 0: for ever."""

    def __init__(self, most: int, stop: Stop) -> None:
        self._most = most
        self._stop = stop
        self._cause = ""
        self._count = 0

    def count(self, outcome: Outcome) -> None:
        """Take note of an outcome, in the order in which rows end."""
        if outcome.status not in (Status.FAILED, Status.UNKNOWN) or not outcome.cause:
            self._cause, self._count = "", 0
            return
        self._count = self._count + 1 if outcome.cause == self._cause else 1
        self._cause = outcome.cause
        if self._count == self._most:
            reason = outcome.problems[0].message if outcome.problems else outcome.message
            self._stop.ask(
                StopReason.TOO_MANY_FAILURES,
                f"{self._count} rows in a row failed for the same cause. The last one: {reason}",
            )


async def send_updates(  # noqa: PLR0913  (each by name, and handed in by one place)
    updates: Sequence[Update],
    *,
    session: Session,
    concurrency: int,
    max_failures: int,
    recorder: Recorder,
    watch: Callable[[Outcome], None],
) -> Dispatch:
    """Send each update as one request, at most `concurrency` at once, and say what became of each.

    For each row in turn: the pace lets it go, `recorder.starting`, its tries, `recorder.finished`, `watch`. Rows that
    the run did not come to are NOT SENT; the recorder and `watch` hear nothing of them.

    Raises:
        UnrecordedError: the recorder failed; what was in flight has ended, and the error holds all outcomes.
        ValueError: two updates for one campaign, or an id that was not checked; nothing was sent.
    """
    _check_ids([update.campaign_id for update in updates])
    ran = await run(
        updates,
        default=lambda update: not_sent(update, session.stop.message),
        workers=concurrency,
        steps=_make_steps(session, FailuresInARow(max_failures, session.stop), recorder, watch),
    )
    return _hand_back(ran, session.traffic)


def _make_steps(
    session: Session, failures: FailuresInARow, recorder: Recorder, watch: Callable[[Outcome], None]
) -> Steps[Update, int, Outcome]:
    """What is done with each row in turn."""

    async def perform(update: Update, turn: int) -> Outcome:
        outcome = await session.send(update, turn)
        failures.count(outcome)
        return outcome

    def failed(error: BaseException) -> None:
        if isinstance(error, JournalError):
            session.stop.ask(StopReason.NOT_RECORDED, str(error))
        else:
            session.stop.ask(StopReason.FAULT, describe_fault(error))

    return Steps(
        turn=session.turn,
        starting=recorder.starting,
        perform=perform,
        finished=recorder.finished,
        show=watch,
        failed=failed,
    )


def _hand_back(ran: Ran[Outcome], traffic: Traffic) -> Dispatch:
    dispatch = Dispatch(outcomes=tuple(ran.results), traffic=traffic)
    if isinstance(ran.error, JournalError):
        raise UnrecordedError(str(ran.error), dispatch) from ran.error
    if ran.error is not None:
        raise ran.error
    return dispatch


def _check_ids(campaign_ids: Sequence[str]) -> None:
    for campaign_id in campaign_ids:
        check_id(campaign_id)
    if len(set(campaign_ids)) < len(campaign_ids):
        raise ValueError("two rows for one campaign could be in flight at once; the check refuses them")
