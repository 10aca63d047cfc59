"""Works through items, a few at a time, until none is left, the run is asked to stop, or a piece of work breaks."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

from batch_update.errors import JournalError, describe_fault
from batch_update.runs import StopReason
from batch_update.sending import Steps, Stop, run

T = TypeVar("T")


async def work_through(items: Sequence[T], work: Callable[[T], Awaitable[None]], *, stop: Stop, workers: int) -> None:
    """Work on every item, at most `workers` at once. Raises what a piece of work raised first; all have ended then."""

    async def turn() -> bool | None:
        return None if stop.asked else True

    async def perform(item: T, _turn: bool) -> None:  # noqa: FBT001 - what `turn` gave
        await work(item)

    async def nothing(_item: object) -> None:
        """There is nothing to be done before."""

    kept: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    kept.set_result(None)
    steps = Steps(
        turn=turn,
        starting=nothing,
        perform=perform,
        finished=lambda _none: kept,
        show=lambda _none: None,
        failed=lambda error: give_up(stop, error),
    )
    ran = await run(items, default=lambda _item: None, workers=workers, steps=steps)
    if ran.error is not None:
        raise ran.error


def give_up(stop: Stop, error: BaseException) -> None:
    """Something broke that no further row may be sent after."""
    if isinstance(error, JournalError):
        stop.ask(StopReason.NOT_RECORDED, str(error))
    else:
        stop.ask(StopReason.FAULT, describe_fault(error))
