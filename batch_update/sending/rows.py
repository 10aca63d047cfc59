"""One row from its first try to its outcome, in the user's words. Knows what an answer means, not how it came."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from yarl import URL

from batch_update.model import Outcome, Problem, Status, Traffic, Update
from batch_update.sending.answers import Action, Judgement, judge
from batch_update.sending.client import Answer, Client, TrackedBody, encode
from batch_update.sending.foreign_text import shorten
from batch_update.sending.pace import Pace
from batch_update.sending.problems import problem_of, problems_of, problems_of_fields
from batch_update.sending.retry import RetryBudget, RetryPolicy, Transient, retry
from batch_update.sending.stop import Stop, StopReason
from batch_update.sending.told_wait import told_to_wait

EARLIER = "An earlier try was never answered."
IN_DOUBT = (
    "It may have been applied: look at the campaign in the panel, or send the row again; "
    "sending the same values twice does no harm."
)
MAYBE_APPLIED = "It may have been applied all the same."


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
    """What all rows of a run share."""

    client: Client
    policy: RetryPolicy
    budget: RetryBudget
    pace: Pace
    stop: Stop
    tally: Tally
    id_field: str


class _GivenUpError(Exception):
    """A stop was asked while the row waited for its next try."""


@dataclass(slots=True)
class Sending:
    """One row on its way: what is known of its tries so far."""

    update: Update
    url: URL
    office: SendContext
    turn: int  # the pace's turn that the first try takes
    body: bytes = b""
    tries: int = 0
    requests: int = 0
    http_status: int | None = None
    in_doubt: bool = False
    may_have_been_applied: bool = False
    last: Transient | None = None
    letter: TrackedBody | None = None  # of the try that is under way
    started: float = field(default_factory=time.monotonic)

    async def send(self) -> Outcome:
        """All tries of the row, until it has an outcome. A failure is an outcome, never an exception."""
        stop = self.office.stop
        self.body = encode(self.update.body)
        try:
            with stop.cancellable():
                return self._answered(await self._tries())
        except Transient:
            return self._used_up()
        except _GivenUpError:
            return self._cut_short()
        except asyncio.CancelledError:
            if not stop.cancelled:
                raise  # not ours: whoever cancels the whole run wants it to end
            if (task := asyncio.current_task()) is not None:
                task.uncancel()
            return self._cut_short()

    async def _tries(self) -> Judgement:
        if self.office.stop.cancelled:
            raise _GivenUpError
        try:
            return await self._try_once(self.turn)
        except Transient as first:
            office = self.office
            return await retry(
                first, self._try_again, policy=office.policy, budget=office.budget, sleep=office.stop.sleep
            )

    async def _try_again(self) -> Judgement:
        office = self.office
        turn = await office.stop.unless_asked(office.pace.turn())
        if turn is None:
            raise _GivenUpError
        return await self._try_once(turn)

    async def _try_once(self, turn: int) -> Judgement:
        self.tries += 1
        self.letter = TrackedBody(self.body)
        try:
            judgement = self._judge(await self._put(self.letter), turn)
        except Transient as failure:
            self.letter, self.last = None, failure
            self.in_doubt |= failure.in_doubt
            self.may_have_been_applied |= failure.may_have_been_applied
            raise
        self.letter = None
        return judgement

    async def _put(self, letter: TrackedBody) -> Answer:
        try:
            return await self.office.client.put(self.url, letter)
        finally:
            if letter.sent:
                self.office.tally.requests += 1
                self.office.tally.retries += self.requests > 0
                self.requests += 1

    def _judge(self, answer: Answer, turn: int) -> Judgement:
        self.http_status = answer.status
        judgement = judge(
            answer.status,
            content_type=answer.content_type,
            location=answer.location,
            body=answer.body,
            truncated=answer.truncated,
            sent=self.update.body,
        )
        self.office.tally.throttled += judgement.code == "api-over-limit"
        if judgement.action is not Action.TRY_AGAIN:
            self.office.pace.answered(turn)
            return judgement
        told = told_to_wait(answer.retry_after, judgement.retry_after, datetime.now(UTC), date=answer.date)
        if told is not None:
            told = min(told, self.office.policy.longest_told)
        if judgement.throttled:
            self.office.pace.throttled(turn, told)
        raise Transient(
            judgement.message,
            cause=judgement.cause,
            code=judgement.code,
            told=told,
            may_have_been_applied=judgement.may_have_been_applied,
            throttled=judgement.throttled,
        )

    # --- how it ended -----------------------------------------------------------------------------------------------

    def _answered(self, judgement: Judgement) -> Outcome:
        match judgement.action:
            case Action.YES:
                self.office.budget.earn()
                return self._outcome(Status.UPDATED, judgement.message)
            case Action.NO:
                self.office.budget.earn()
                return self._refused(judgement)
            case Action.STOP:
                self.office.stop.ask(StopReason.TOKEN_REFUSED, f"{judgement.message} {judgement.suggestion}")
                if self.in_doubt:  # this answer is about the token; what became of the earlier try it does not tell
                    return self._in_doubt(f"{judgement.message} {EARLIER}", judgement.code, judgement.cause)
                return self._refused(judgement)
            case Action.NOT_AN_ANSWER:
                return self._in_doubt(judgement.message, judgement.code, judgement.cause, judgement.suggestion)
            case Action.UNCLEAR:
                in_doubt = self._in_doubt(judgement.message, judgement.code, judgement.cause)
                of_fields = problems_of_fields(self.update.row, judgement.fields)
                return replace(in_doubt, problems=(*in_doubt.problems, *of_fields))
            case _:
                if self.in_doubt:
                    return self._in_doubt(f"{judgement.message} {EARLIER}", judgement.code, judgement.cause)
                return self._failed(judgement.message, judgement.code, judgement.cause, judgement.suggestion)

    def _used_up(self) -> Outcome:
        """The tries ended with a failure that another might have mended."""
        tried = "Tried once." if self.tries == 1 else f"Tried {self.tries} times."
        if self.tries < self.office.policy.attempts:
            tried += " No more, since the whole run has used up its further tries."
        return self._as_it_stands(tried)

    def _cut_short(self) -> Outcome:
        """The run was stopped between two tries of this row, or within one: the truth so far."""
        if self.letter is not None and self.letter.sent:
            return self._in_doubt("Interrupted after it was sent.", "interrupted", "")
        if self.last is None:
            return not_sent(self.update, self.office.stop.message)
        return self._as_it_stands("The run was stopped before another try.")

    def _as_it_stands(self, remark: str) -> Outcome:
        last = self.last
        assert last is not None, "only a failed try leads here"  # noqa: S101  (for the type checker)
        message = f"{last.message} {remark}"
        if last.in_doubt:
            return self._in_doubt(message, last.code, last.cause)
        if self.in_doubt:
            return self._in_doubt(f"{message} {EARLIER}", last.code, last.cause)
        return self._failed(message, last.code, last.cause, "Run the sheet again later.")

    def _refused(self, judgement: Judgement) -> Outcome:
        problems = problems_of(self.update.row, judgement, self.office.id_field)
        message = judgement.message
        if judgement.fields:
            said = "; ".join(f"{problem.column}: {problem.message}" for problem in problems if problem.column)
            message = shorten(f"{message} {said}", 600)
        message = f"{message} {judgement.suggestion}".rstrip()
        # A token's refusal is no fault of the row: whoever goes on with the run may send it again.
        return self._outcome(Status.REJECTED, message, problems, judgement.cause)

    def _in_doubt(self, message: str, code: str, cause: str, suggestion: str = "") -> Outcome:
        problem = problem_of(self.update.row, code, message, f"{IN_DOUBT} {suggestion}".rstrip())
        return self._outcome(Status.UNKNOWN, f"{message} {problem.suggestion}", (problem,), cause)

    def _failed(self, message: str, code: str, cause: str, suggestion: str) -> Outcome:
        if self.may_have_been_applied:
            message = f"{message} {MAYBE_APPLIED}"
        problem = problem_of(self.update.row, code, message, suggestion)
        return self._outcome(Status.FAILED, f"{message} {suggestion}", (problem,), cause)

    def _outcome(self, status: Status, message: str, problems: tuple[Problem, ...] = (), cause: str = "") -> Outcome:
        return Outcome(
            row=self.update.row,
            campaign_id=self.update.campaign_id,
            status=status,
            message=message,
            http_status=self.http_status,
            attempts=self.requests,
            seconds=time.monotonic() - self.started,
            problems=problems,
            cause=cause,
        )


def not_sent(update: Update, why: str) -> Outcome:
    """The outcome of a row that the run did not come to."""
    message = f"Not sent: the run stopped before this row. {why}".strip()
    return Outcome(row=update.row, campaign_id=update.campaign_id, status=Status.NOT_SENT, message=message)
