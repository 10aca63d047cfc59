"""Any request through all its tries to a judgement: pace, doubt, budget, stops. Knows no row and no outcome."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import Enum, auto
from types import MappingProxyType

from yarl import URL

from batch_update.model import JsonValue, Traffic
from batch_update.sending.answers import Action, Judgement, judge
from batch_update.sending.client import MOST_READ, Answer, Client, TrackedBody, encode
from batch_update.sending.pace import Pace
from batch_update.sending.retry import RetryBudget, RetryPolicy, Transient, retry
from batch_update.sending.stop import Stop
from batch_update.sending.told_wait import told_to_wait


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What goes over the wire. `body` None sends none, as with GET.

    `judge` says what an answer means, in place of what it means for an update; `most_read` is how many bytes of a
    success are read.
    """

    method: str
    url: URL
    body: Mapping[str, JsonValue] | None = None
    judge: Callable[[Answer], Judgement] | None = None
    most_read: int = MOST_READ


class End(Enum):
    """How the tries of a request ended."""

    ANSWERED = auto()
    USED_UP = auto()  # with a failure that another try might have mended
    CUT_SHORT = auto()  # the run was stopped: before a try, between two, or within one


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchanged:
    """What came of a request. There is a `judgement` if it was ANSWERED, a `last` failure if any of its tries failed.

    `requests` counts tries that left, as the server would; `seconds` runs from the first try to the end, waits
    included. `in_doubt`: a try that may have been applied was never answered. `interrupted`: the last one was broken
    off after it was sent. `budget_spent`: it had tries left, and the run had none.
    """

    end: End
    judgement: Judgement | None
    last: Transient | None
    http_status: int | None
    tries: int
    requests: int
    seconds: float
    in_doubt: bool
    may_have_been_applied: bool
    interrupted: bool
    budget_spent: bool

    @property
    def tried(self) -> str:
        """How often it was tried, in words, where that came to nothing."""
        tried = "Tried once." if self.tries == 1 else f"Tried {self.tries} times."
        return f"{tried} No more, since the whole run has used up its further tries." if self.budget_spent else tried


@dataclass(slots=True)
class Tally:
    """What has gone over the wire so far, in requests."""

    requests: int = 0
    retries: int = 0
    throttled: int = 0

    def total(self) -> Traffic:
        """The sums, as they stay."""
        return Traffic(requests=self.requests, retries=self.retries, throttled=self.throttled)


@dataclass(frozen=True, slots=True, kw_only=True)
class SendContext:
    """What all requests of a run share."""

    client: Client
    policy: RetryPolicy
    budget: RetryBudget
    pace: Pace
    stop: Stop
    tally: Tally = field(default_factory=Tally)

    async def turn(self) -> int | None:
        """Wait for a turn of the pace; None if a stop is asked first, or was."""
        now = None if self.stop.asked else self.pace.turn_now()
        return await self.stop.unless_asked(self.pace.turn()) if now is None else now


async def exchange(request: Request, context: SendContext, turn: int) -> Exchanged:
    """Send a request until it is answered, its tries are used up or the run is stopped; never two tries at once.

    `turn` is the pace's turn that the first try takes. A failure is a value here, never an exception.

    Raises:
        asyncio.CancelledError: the whole run was cancelled by someone else than its `Stop`.
    """
    return await _Exchange(request, context, turn).run()


class _GivenUpError(Exception):
    """A stop was asked while the request waited for its next try."""


@dataclass(slots=True)
class _Exchange:
    """One request on its way: what is known of its tries so far."""

    request: Request
    context: SendContext
    turn: int
    encoded: bytes = b""
    tries: int = 0
    requests: int = 0
    http_status: int | None = None
    in_doubt: bool = False
    may_have_been_applied: bool = False
    last: Transient | None = None
    under_way: TrackedBody | None = None
    started: float = field(default_factory=time.monotonic)

    async def run(self) -> Exchanged:
        stop = self.context.stop
        self.encoded = b"" if self.request.body is None else encode(self.request.body)
        try:
            with stop.cancellable():
                return self._end(End.ANSWERED, await self._tries())
        except Transient:
            return self._end(End.USED_UP)
        except _GivenUpError:
            return self._end(End.CUT_SHORT)
        except asyncio.CancelledError:
            if not stop.cancelled:
                raise  # not ours: whoever cancels the whole run wants it to end
            if (task := asyncio.current_task()) is not None:
                task.uncancel()
            return self._end(End.CUT_SHORT)

    async def _tries(self) -> Judgement:
        context = self.context
        if context.stop.cancelled:
            raise _GivenUpError
        try:
            judgement = await self._try_once(self.turn)
        except Transient as first:
            judgement = await retry(
                first, self._try_again, policy=context.policy, budget=context.budget, sleep=context.stop.sleep
            )
        if judgement.action in (Action.YES, Action.NO):
            context.budget.earn()
        return judgement

    async def _try_again(self) -> Judgement:
        turn = await self.context.stop.unless_asked(self.context.pace.turn())
        if turn is None:
            raise _GivenUpError
        return await self._try_once(turn)

    async def _try_once(self, turn: int) -> Judgement:
        self.tries += 1
        self.under_way = TrackedBody(self.encoded)
        try:
            judgement = self._judge(await self._send(self.under_way), turn)
        except Transient as failure:
            self.under_way, self.last = None, failure
            self.in_doubt |= failure.in_doubt
            self.may_have_been_applied |= failure.may_have_been_applied
            raise
        self.under_way = None
        return judgement

    async def _send(self, body: TrackedBody) -> Answer:
        try:
            request = self.request
            return await self.context.client.send(request.method, request.url, body, most_read=request.most_read)
        finally:
            if body.sent:
                self.context.tally.requests += 1
                self.context.tally.retries += self.requests > 0
                self.requests += 1

    def _judge(self, answer: Answer, turn: int) -> Judgement:
        context, self.http_status = self.context, answer.status
        judgement = (self.request.judge or self._judge_update)(answer)
        context.tally.throttled += judgement.code == "api-over-limit"
        if judgement.action is not Action.TRY_AGAIN:
            context.pace.answered(turn)
            return judgement
        told = told_to_wait(answer.retry_after, judgement.retry_after, datetime.now(UTC), date=answer.date)
        if told is not None:
            told = min(told, context.policy.longest_told)
        if judgement.throttled:
            context.pace.throttled(turn, told)
        raise Transient(
            judgement.message,
            cause=judgement.cause,
            code=judgement.code,
            told=told,
            may_have_been_applied=judgement.may_have_been_applied,
            throttled=judgement.throttled,
        )

    def _judge_update(self, answer: Answer) -> Judgement:
        return judge(
            answer.status,
            content_type=answer.content_type,
            location=answer.location,
            body=answer.body,
            truncated=answer.truncated,
            sent=self.request.body or MappingProxyType({}),
        )

    def _end(self, end: End, judgement: Judgement | None = None) -> Exchanged:
        return Exchanged(
            end=end,
            judgement=judgement,
            last=self.last,
            http_status=self.http_status,
            tries=self.tries,
            requests=self.requests,
            seconds=time.monotonic() - self.started,
            in_doubt=self.in_doubt,
            may_have_been_applied=self.may_have_been_applied,
            interrupted=self.under_way is not None and self.under_way.sent,
            budget_spent=self.tries < self.context.policy.attempts,
        )
