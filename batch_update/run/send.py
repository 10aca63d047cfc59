"""Valid rows go out and outcomes come back: where sending, the journal and the stand-in meet.

`plan` says what is sent and `sending` knows how; this module opens what a run needs and closes it again.
"""

from __future__ import annotations

import asyncio
import signal
import sys
import traceback
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from batch_update.errors import BatchUpdateError, describe_fault
from batch_update.journal import RunRecorder, restore_outcomes
from batch_update.model import Outcome, Run, Status, Traffic
from batch_update.run.audience import Audience
from batch_update.run.context import RunContext
from batch_update.run.prepare import Prepared
from batch_update.run.signals import SIGNALS
from batch_update.runs import Plan
from batch_update.sending import (
    Connection,
    Pace,
    RetryPolicy,
    Shared,
    StopReason,
    UnrecordedError,
    open_session,
    send_updates,
)
from batch_update.settings import Token

T = TypeVar("T")

SANDBOX_WAITS = {"base": 0.05, "throttle_base": 0.1}  # seconds; a demonstration should make nobody wait


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What came of sending: one outcome for each update, in their order, and why it ended early if it did."""

    outcomes: tuple[Outcome, ...]
    traffic: Traffic
    pace: str
    stop_reason: StopReason | None
    stop_message: str
    is_journalled: bool = True

    def as_run(self, run_id: str, target: str, *, started: datetime, seconds: float) -> Run:
        """The facts of the run that this was."""
        return Run(
            id=run_id,
            target=target,
            started=started,
            seconds=seconds,
            pace=self.pace,
            traffic=self.traffic,
            stopped=self.stop_message,
        )


def send(plan: Plan, context: RunContext, audience: Audience) -> Sent:
    """Send every update of a plan; each outcome is in the journal before it is shown. Raises BatchUpdateError."""
    try:
        return _run_loop(_send(plan, context, audience))
    except BatchUpdateError:
        raise
    except BaseException as fault:  # noqa: BLE001 - whatever it is must not cost the results of what was sent
        return _tell_from_journal(plan, context, audience, fault)


async def _send(plan: Plan, context: RunContext, audience: Audience) -> Sent:
    settings, stop = context.prepared.settings, context.stop
    pace = Pace(settings.rate or None, auto=settings.find_rate)
    policy = RetryPolicy(attempts=settings.attempts, **(SANDBOX_WAITS if settings.sandbox else {}))
    shared = Shared(policy=policy, pace=pace, stop=stop)
    is_journalled = True
    async with _connection(context) as connection, RunRecorder(context.journal, context.run_id) as recorder:
        with audience.progress(len(plan.to_send), pace.describe) as watch:
            context.so_far.begin_to_send()
            try:
                async with open_session(connection, shared, concurrency=settings.concurrency) as session:
                    dispatch = await send_updates(
                        plan.to_send,
                        session=session,
                        concurrency=settings.concurrency,
                        max_failures=settings.max_failures,
                        recorder=recorder,
                        watch=watch,
                    )
            except UnrecordedError as error:
                dispatch, is_journalled = error.dispatch, False
    return Sent(
        outcomes=dispatch.outcomes,
        traffic=dispatch.traffic,
        pace=pace.summary(),
        stop_reason=stop.reason,
        stop_message=stop.message,
        is_journalled=is_journalled,
    )


def _tell_from_journal(plan: Plan, context: RunContext, audience: Audience, fault: BaseException) -> Sent:
    """What came of the rows when the sending itself broke down. Raises JournalError."""
    if audience.verbose:
        token = context.prepared.token
        told = "".join(traceback.format_exception(fault))
        for line in (told.replace(token.reveal(), "***") if token else told).splitlines():
            audience.warn(line)
    outcomes = restore_outcomes(plan.to_send, context.journal.kept(context.run_id))
    requests = sum(max(outcome.attempts, outcome.status is Status.UNKNOWN) for outcome in outcomes)
    reason, message = StopReason.FAULT, describe_fault(fault)
    if isinstance(fault, KeyboardInterrupt):
        reason, message = SIGNALS[signal.SIGINT]
    return Sent(
        outcomes=outcomes,
        traffic=Traffic(requests=requests),
        pace="",
        stop_reason=reason,
        stop_message=message,
    )


@asynccontextmanager
async def _connection(context: RunContext) -> AsyncIterator[Connection]:
    prepared = context.prepared
    if prepared.token is not None:
        yield _connect(prepared, prepared.settings.base_url, prepared.token)
        return
    from batch_update.sandbox import open_sandbox  # noqa: PLC0415 - a run against the API has no use for a server

    async with open_sandbox(prepared.resource) as sandbox:
        yield _connect(prepared, sandbox.url, Token(sandbox.token))


def _connect(prepared: Prepared, base_url: str, token: Token) -> Connection:
    settings, resource = prepared.settings, prepared.resource
    return Connection(
        base_url=base_url,
        path=resource.path,
        token=token,
        auth="raw" if settings.auth == "raw" else "bearer",
        timeout=settings.timeout,
        id_field=resource.id_field.name,
    )


def _run_loop(work: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine in the fastest event loop that the platform has."""
    factory: Callable[[], asyncio.AbstractEventLoop] | None = None
    if sys.platform != "win32":
        try:
            import uvloop  # noqa: PLC0415 - there is none for some platforms
        except ImportError:
            pass
        else:
            factory = uvloop.new_event_loop
    with asyncio.Runner(loop_factory=factory) as runner:
        return runner.run(work)
