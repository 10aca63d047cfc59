"""Takes items from a queue, a few at a time, and keeps one result for each. Knows no HTTP, no retry, no journal."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")
Turn = TypeVar("Turn")


@dataclass(frozen=True, slots=True, kw_only=True)
class Steps(Generic[Item, Turn, Result]):
    """What is done with each item, in this order.

    `turn` waits for the item's turn, and gives None if there will be none; `finished` makes the result durable; only
    then is it shown. A worker's next item has its turn and is `starting` meanwhile, so that one commit may hold both,
    but is not performed before. `failed` hears at once that a step raised, so that others who wait can be told.
    """

    turn: Callable[[], Awaitable[Turn | None]]
    starting: Callable[[Item], Awaitable[None]]
    perform: Callable[[Item, Turn], Awaitable[Result]]
    finished: Callable[[Result], Awaitable[None]]
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
    ended = await asyncio.gather(
        *(queue.work_or_give_up() for _ in range(min(workers, len(items)))), return_exceptions=True
    )
    complete = [default(item) if result is None else result for item, result in zip(items, queue.results, strict=True)]
    return Ran(complete, next((error for error in ended if error is not None), None))


class _Queue(Generic[Item, Turn, Result]):
    """What the workers of a run share: the items that wait, and the results so far (None: there is none yet)."""

    def __init__(self, items: Sequence[Item], steps: Steps[Item, Turn, Result]) -> None:
        self.results: list[Result | None] = [None] * len(items)
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
        recording: asyncio.Task[None] | None = None
        try:
            while self._waiting:
                place = self._waiting.popleft()  # before its turn, so that no worker waits for one in vain
                turn = await self._steps.turn()
                if turn is None:
                    self._waiting.clear()
                    return
                await self._steps.starting(self._items[place])
                if recording:
                    await recording
                self.results[place] = result = await self._steps.perform(self._items[place], turn)
                recording = asyncio.create_task(self._record(result))
                await asyncio.sleep(0)  # handed in before the next item's start, which so is never kept without it
        finally:
            if recording:
                await recording

    async def _record(self, result: Result) -> None:
        try:
            await self._steps.finished(result)
            self._steps.show(result)
        except BaseException as error:
            self._give_up(error)
            raise

    def _give_up(self, error: BaseException) -> None:
        self._waiting.clear()
        self._steps.failed(error)
