"""How a run ends early: who asked, why, and what that does to those who wait or send. Knows asyncio, no HTTP."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from batch_update.runs import StopReason

T = TypeVar("T")


class Stop:
    """The one switch that ends a run early. The first reason asked stays.

    `ask` lets what is in flight finish and ends every wait between tries; `cancel` breaks off what is in flight too.
    Both may be called from a signal handler or another thread: the loop is woken.
    """

    def __init__(self) -> None:
        self.reason: StopReason | None = None
        self.message = ""
        self.cancelled = False
        self._loop: asyncio.AbstractEventLoop | None = None
        self._asked = asyncio.Event()
        self._in_flight: set[asyncio.Task[Any]] = set()

    @property
    def asked(self) -> bool:
        """Whether no more rows are to be taken."""
        return self.reason is not None

    def ask(self, reason: StopReason, message: str) -> None:
        """Take no more rows; what is in flight finishes. `message` is for the person: what happened, what to do."""
        if self.reason is None:
            self.reason, self.message = reason, message
            self._in_loop(self._asked.set)

    def cancel(self) -> None:
        """Break off what is in flight as well; each row is still told truly."""
        self.ask(StopReason.INTERRUPTED, "You stopped the run.")
        if not self.cancelled:
            self.cancelled = True
            self._in_loop(self._cancel_tasks)

    def watch_from(self, loop: asyncio.AbstractEventLoop) -> None:
        """Say which loop the run is in, so that a signal handler can wake it. The next phase may have another."""
        if loop is not self._loop:
            self._loop, self._asked = loop, asyncio.Event()
        if self.asked:
            self._asked.set()

    async def sleep(self, seconds: float) -> None:
        """Sleep, but wake when a stop is asked."""
        if seconds > 0:
            await self.unless_asked(asyncio.sleep(seconds))

    async def unless_asked(self, waiting: Coroutine[Any, Any, T]) -> T | None:
        """The result of a wait; None, and the wait is given up, if a stop is asked first."""
        if self.asked:
            waiting.close()
            return None
        awaited, asked = asyncio.ensure_future(waiting), asyncio.ensure_future(self._asked.wait())
        try:
            await asyncio.wait((awaited, asked), return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (awaited, asked):
                task.cancel()
            await asyncio.gather(awaited, asked, return_exceptions=True)
        return None if self.reason is not None else awaited.result()

    @contextmanager
    def cancellable(self) -> Iterator[None]:
        """While inside, `cancel` cancels this task; outside (writing the journal) it does not."""
        task = asyncio.current_task()
        assert task is not None, "only a task sends"  # noqa: S101  (asyncio's own promise, for the type checker)
        self._in_flight.add(task)
        try:
            yield
        finally:
            self._in_flight.discard(task)

    def _cancel_tasks(self) -> None:
        for task in self._in_flight:
            task.cancel()

    def _in_loop(self, act: Callable[[], object]) -> None:
        # asyncio does not notice what a plain signal handler did until something else wakes its selector.
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(act)
