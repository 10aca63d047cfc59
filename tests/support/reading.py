"""Reads campaigns and lists from a server on loopback as a run would, with waits of no length."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from support.dispatching import IMPATIENT, FakeClock, connection_to

from batch_update.sending import Listing, Pace, Read, RetryPolicy, Session, Shared, Stop, open_session

T = TypeVar("T")


def make_shared(*, policy: RetryPolicy = IMPATIENT, pace: Pace | None = None, stop: Stop | None = None) -> Shared:
    """What the phases of one run share."""
    return Shared(policy=policy, pace=pace or FakeClock().pace(), stop=stop or Stop())


def in_session(
    base_url: str, work: Callable[[Session], Awaitable[T]], shared: Shared | None = None, *, seconds: float = 5.0
) -> T:
    """What a piece of work gives that is done in a session of its own, in a loop of its own."""

    async def main() -> T:
        connection = connection_to(base_url, seconds=seconds)
        async with open_session(connection, shared or make_shared(), concurrency=4) as session:
            return await work(session)

    return asyncio.run(main())


def read_one(base_url: str, campaign_id: str = "281", shared: Shared | None = None, *, seconds: float = 5.0) -> Read:
    """Read one campaign."""
    return in_session(base_url, lambda session: session.read(campaign_id), shared, seconds=seconds)


def read_list(base_url: str, path: str = "", shared: Shared | None = None) -> Listing:
    """Read a list."""
    return in_session(base_url, lambda session: session.read_list(path), shared)
