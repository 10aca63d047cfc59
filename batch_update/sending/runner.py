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


async def run(  # noqa: C901 - three small coroutines that share a queue
    items: Sequence[Item], *, default: Callable[[Item], Result], workers: int, steps: Steps[Item, Turn, Result]
) -> Ran[Result]:
    """Put every item through the steps, at most `workers` at once.

    An item that the run did not come to has the result that `default` gives when all have ended. A step that raises
    ends the taking of items; those begun are finished, and the first error is handed back, never raised.

    Raises:
        asyncio.CancelledError: the run itself was cancelled; every worker has ended.
    """
    results: list[Result | None] = [None] * len(items)
    waiting = deque(range(len(items)))

    def give_up(error: BaseException) -> None:
        waiting.clear()
        steps.failed(error)

    async def record(result: Result) -> None:
        try:
            await steps.finished(result)
            steps.show(result)
        except BaseException as error:
            give_up(error)
            raise

    async def work() -> None:
        recording: asyncio.Task[None] | None = None
        try:
            while waiting:
                place = waiting.popleft()  # before its turn, so that no worker waits for one in vain
                turn = await steps.turn()
                if turn is None:
                    waiting.clear()
                    return
                await steps.starting(items[place])
                if recording:
                    await recording
                results[place] = result = await steps.perform(items[place], turn)
                recording = asyncio.create_task(record(result))
                await asyncio.sleep(0)  # handed in before the next item's start, which so is never kept without it
        finally:
            if recording:
                await recording

    async def work_or_stop() -> None:
        try:
            await work()
        except BaseException as error:
            give_up(error)
            raise

    ended = await asyncio.gather(*(work_or_stop() for _ in range(min(workers, len(items)))), return_exceptions=True)
    complete = [default(item) if result is None else result for item, result in zip(items, results, strict=True)]
    return Ran(complete, next((error for error in ended if error is not None), None))
