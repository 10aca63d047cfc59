"""Valid rows go out and outcomes come back: where sending, the journal, the stand-in and Ctrl-C meet.

`cli` decides what is sent and `sending` knows how; this module opens what a run needs and closes it again.
"""

from __future__ import annotations

import asyncio
import signal
import sys
import threading
import traceback
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from types import FrameType
from typing import Any, TypeVar

from batch_update.errors import BatchUpdateError, JournalError
from batch_update.journal import Journal, RunRecorder, lay_outcomes
from batch_update.model import Outcome, Resource, Status, Traffic, Update
from batch_update.screen import Screen
from batch_update.sending import Connection, Pace, RetryPolicy, Stop, StopReason, UnrecordedError, send_updates
from batch_update.settings import Settings, Token

T = TypeVar("T")

SANDBOX_WAITS = {"base": 0.05, "throttle_base": 0.1}  # seconds; a demonstration should make nobody wait

SIGNALS = {
    signal.SIGINT: (StopReason.INTERRUPTED, "You stopped the run with Ctrl-C."),
    signal.SIGTERM: (StopReason.TERMINATED, "The run was told to end."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """What came of sending: one outcome for each update, in their order, and why it ended early if it did."""

    outcomes: tuple[Outcome, ...]
    traffic: Traffic
    pace: str
    stop_reason: StopReason | None
    stop_message: str
    journal_error: JournalError | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Everything but the rows that a run needs. `token` is None for the stand-in, which makes its own."""

    settings: Settings
    token: Token | None
    resource: Resource
    journal: Journal
    run_id: str
    screen: Screen
    begin_to_send: Callable[[], None]  # is told when rows may go out from then on

    def deliver(self, updates: Sequence[Update], stop: Stop) -> Delivery:
        """Send every update; each outcome is in the journal before it is shown."""
        try:
            return _run_loop(self._deliver(updates, stop))
        except BatchUpdateError:
            raise
        except BaseException as fault:  # noqa: BLE001 - whatever it is must not cost the results of what was sent
            return self._tell_from_journal(updates, fault)

    def _tell_from_journal(self, updates: Sequence[Update], fault: BaseException) -> Delivery:
        """What came of the rows when the sending itself broke down. Raises JournalError."""
        if self.screen.verbose:
            told = "".join(traceback.format_exception(fault))
            for line in (told.replace(self.token.reveal(), "***") if self.token else told).splitlines():
                self.screen.warn(line)
        outcomes = lay_outcomes(updates, self.journal.kept(self.run_id))
        requests = sum(max(outcome.attempts, outcome.status is Status.UNKNOWN) for outcome in outcomes)
        reason, message = StopReason.FAULT, f"The program stopped for a fault of its own ({type(fault).__name__})."
        if isinstance(fault, KeyboardInterrupt):
            reason, message = SIGNALS[signal.SIGINT]
        return Delivery(
            outcomes=outcomes,
            traffic=Traffic(requests=requests),
            pace="",
            stop_reason=reason,
            stop_message=message,
            journal_error=None,
        )

    async def _deliver(self, updates: Sequence[Update], stop: Stop) -> Delivery:
        settings = self.settings
        pace = Pace(settings.rate or None, auto=settings.find_rate)
        journal_error: JournalError | None = None
        async with self._connection() as connection, RunRecorder(self.journal, self.run_id) as recorder:
            with self.screen.progress(len(updates), pace.describe) as watch:
                self.begin_to_send()
                try:
                    dispatch = await send_updates(
                        updates,
                        connection=connection,
                        policy=self._policy(),
                        pace=pace,
                        concurrency=settings.concurrency,
                        max_failures=settings.max_failures,
                        stop=stop,
                        recorder=recorder,
                        watch=watch,
                    )
                except UnrecordedError as error:
                    dispatch, journal_error = error.dispatch, error
        return Delivery(
            outcomes=dispatch.outcomes,
            traffic=dispatch.traffic,
            pace=pace.summary(),
            stop_reason=stop.reason,
            stop_message=stop.message,
            journal_error=journal_error,
        )

    def _policy(self) -> RetryPolicy:
        waits = SANDBOX_WAITS if self.settings.sandbox else {}
        return RetryPolicy(attempts=self.settings.attempts, **waits)

    @asynccontextmanager
    async def _connection(self) -> AsyncIterator[Connection]:
        if self.token is not None:
            yield self._connect(self.settings.base_url, self.token)
            return
        from batch_update.sandbox import open_sandbox  # noqa: PLC0415 - a run against the API has no use for a server

        async with open_sandbox(self.resource) as sandbox:
            yield self._connect(sandbox.url, Token(sandbox.token))

    def _connect(self, base_url: str, token: Token) -> Connection:
        return Connection(
            base_url=base_url,
            path=self.resource.path,
            token=token,
            auth="raw" if self.settings.auth == "raw" else "bearer",
            timeout=self.settings.timeout,
            id_field=self.resource.id_field.name,
        )


@contextmanager
def listening_for_signals(stop: Stop, screen: Screen) -> Iterator[None]:
    """The first Ctrl-C or SIGTERM takes no more rows; the second breaks off what is under way.

    Kept until the results are written, so that a third Ctrl-C can not cost them. Only the main thread can listen.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def hear(number: int, _frame: FrameType | None) -> None:
        if stop.asked:
            stop.cancel()
            return
        stop.ask(*SIGNALS[signal.Signals(number)])
        screen.warn("Stopping: rows under way are finished first. Press Ctrl-C again to break them off.")

    before = {number: signal.signal(number, hear) for number in SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


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
