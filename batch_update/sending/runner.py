"""Takes items from a queue, a few at a time, and keeps one result for each. Knows no HTTP, no retry, no journal."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Generic, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")
Turn = TypeVar("Turn")


@dataclass(frozen=True, slots=True, kw_only=True)
class Steps(Generic[Item, Turn, Result]):
    """What is done with each item, in this order.

    `turn` waits for the item's turn, and gives None if there will be none; `finished` takes the result at once, and
    what it gives is done when it is durable; only then is it shown. A worker's next item has its turn and is `starting`
    meanwhile, so that one commit may hold both, but is not performed before. `failed` hears at once that a step raised,
    so that others who wait can be told.
    """

    turn: Callable[[], Awaitable[Turn | None]]
    starting: Callable[[Item], Awaitable[None]]
    perform: Callable[[Item, Turn], Awaitable[Result]]
    finished: Callable[[Result], asyncio.Future[None]]
    show: Callable[[Result], None]
    failed: Callable[[BaseException], None]


@dataclass(frozen=True, slots=True)
class Ran(Generic[Result]):
    """One result for each item, in the order given, and what a step raised, if one did."""

    results: list[Result]
    error: BaseException | None


async def run(
    items: Sequence[Item], *, default: Callable[[Item], Result], workers: int, steps: Steps[Item, Turn, Result]
) -> Ran[Result]:
    """Put every item through the steps, at most `workers` at once.

    An item that the run did not come to has the result that `default` gives when all have ended. A step that raises
    ends the taking of items; those begun are finished, and the first error is handed back, never raised.

    Raises:
        asyncio.CancelledError: the run itself was cancelled; every worker has ended.
    """
    queue = _Queue(items, steps)
    await asyncio.gather(*(queue.work_or_give_up() for _ in range(min(workers, len(items)))), return_exceptions=True)
    complete = [default(item) if result is None else result for item, result in zip(items, queue.results, strict=True)]
    return Ran(complete, queue.error)


class _Queue(Generic[Item, Turn, Result]):
    """What the workers of a run share: the items that wait, the results so far (None: there is none yet), an error."""

    def __init__(self, items: Sequence[Item], steps: Steps[Item, Turn, Result]) -> None:
        self.results: list[Result | None] = [None] * len(items)
        self.error: BaseException | None = None  # the first
        self._items = items
        self._steps = steps
        self._waiting = deque(range(len(items)))

    async def work_or_give_up(self) -> None:
        """One worker: takes items until none is left, or a step raises."""
        try:
            await self._work()
        except BaseException as error:
            self._give_up(error)
            raise

    async def _work(self) -> None:
        shown: asyncio.Future[None] | None = None
        try:
            while self._waiting:
                place = self._waiting.popleft()  # before its turn, so that no worker waits for one in vain
                turn = await self._steps.turn()
                if turn is None:
                    self._waiting.clear()
                    return
                await self._steps.starting(self._items[place])
                if shown:
                    await shown
                self.results[place] = result = await self._steps.perform(self._items[place], turn)
                shown = self._record(result)
        finally:
            if shown:
                await shown

    def _record(self, result: Result) -> asyncio.Future[None]:
        """Hand a result in, before the next item's start, which so is never kept without it; show it once it is kept.

        It is shown by a callback, since its worker may be waiting for a turn; a task for it would cost a tenth of the
        throughput. What is kept already is shown at once.
        """
        kept, shown = self._steps.finished(result), asyncio.get_running_loop().create_future()
        if kept.done():
            self._show(result, shown, kept)
        else:
            kept.add_done_callback(partial(self._show, result, shown))
        return shown

    def _show(self, result: Result, shown: asyncio.Future[None], kept: asyncio.Future[None]) -> None:
        failure: BaseException | None = None
        try:
            kept.result()
            self._steps.show(result)
        except BaseException as error:  # noqa: BLE001 - it is raised in the worker
            failure = error
            self._give_up(error)
        if shown.done():
            return  # its worker was cancelled
        if failure is None:
            shown.set_result(None)
        else:
            shown.set_exception(failure)

    def _give_up(self, error: BaseException) -> None:
        self._waiting.clear()
        self.error = self.error or error
        self._steps.failed(error)
