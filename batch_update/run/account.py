"""The account of one run, or the stand-in in its place: opened once, and spoken to in phases.

Between two phases a person may be asked. Each has a connection of its own, since one that waits for an answer may be
closed by the other side; all share one pace, one budget of further tries, one count and one stop.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Coroutine, Iterator, Mapping
from contextlib import AbstractAsyncContextManager, AbstractContextManager, AsyncExitStack, contextmanager
from typing import Any, TypeAlias, TypeVar

from batch_update.live import Base, LiveValue
from batch_update.model import Traffic
from batch_update.resource import Resource
from batch_update.sending import Connection, Pace, RetryPolicy, Session, Shared, Stop, open_session
from batch_update.settings import Settings, Token

T = TypeVar("T")

Phase: TypeAlias = Callable[[Session], Coroutine[Any, Any, T]]
"""What is done in one phase, over its connection."""

Holdings: TypeAlias = Mapping[str, Mapping[str, LiveValue]]
"""What campaigns hold, by id and field."""

SANDBOX_WAITS = {"base": 0.05, "throttle_base": 0.1}  # seconds; a demonstration should make nobody wait


class Account:
    """Where the requests of a run go."""

    def __init__(self, loop: asyncio.Runner, connection: Connection, *, settings: Settings, stop: Stop) -> None:
        self.stop = stop
        self.pace = Pace(settings.rate or None, auto=settings.find_rate)
        waits = SANDBOX_WAITS if settings.sandbox else {}
        self._shared = Shared(policy=RetryPolicy(attempts=settings.attempts, **waits), pace=self.pace, stop=stop)
        self._loop = loop
        self._connection = connection
        self._concurrency = settings.concurrency

    @property
    def traffic(self) -> Traffic:
        """What has gone over the wire so far, readings included."""
        return self._shared.traffic

    def talk(self, phase: Phase[T]) -> T:
        """Do one phase over a connection of its own, and wait for its end."""
        return self._loop.run(self._talk(phase))

    def holding(self, context: AbstractAsyncContextManager[T]) -> AbstractContextManager[T]:
        """Keep something open over several phases that belongs to the same event loop."""
        return _holding(self._loop, context)

    async def _talk(self, phase: Phase[T]) -> T:
        async with open_session(self._connection, self._shared, concurrency=self._concurrency) as session:
            return await phase(session)


@contextmanager
def open_account(
    settings: Settings, resource: Resource, token: Token | None, stop: Stop, holdings: Holdings | None = None
) -> Iterator[Account]:
    """The account that the settings name, or the stand-in. Raises UsageError: the address can not be used."""
    with asyncio.Runner(loop_factory=_fastest_loop()) as loop:
        if token is not None:
            yield Account(loop, _connect(settings, resource, settings.base_url, token), settings=settings, stop=stop)
            return
        from batch_update.sandbox import SandboxOptions, open_sandbox  # noqa: PLC0415 - an account has no use for it

        with _holding(loop, open_sandbox(resource, SandboxOptions(items=holdings or {}))) as sandbox:
            own = _connect(settings, resource, sandbox.url, Token(sandbox.token))
            yield Account(loop, own, settings=settings, stop=stop)


def holdings_of(base: Base | None) -> Holdings:
    """What the campaigns of a pulled sheet held when they were read."""
    return {} if base is None else {name: snapshot.values for name, snapshot in base.snapshots.items()}


@contextmanager
def _holding(loop: asyncio.Runner, context: AbstractAsyncContextManager[T]) -> Iterator[T]:
    open_ones = AsyncExitStack()
    held = loop.run(open_ones.enter_async_context(context))
    try:
        yield held
    finally:
        loop.run(open_ones.aclose())


def _connect(settings: Settings, resource: Resource, base_url: str, token: Token) -> Connection:
    return Connection(
        base_url=base_url,
        path=resource.path,
        token=token,
        auth="raw" if settings.auth == "raw" else "bearer",
        timeout=settings.timeout,
        id_field=resource.id_field.name,
    )


def _fastest_loop() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """What makes the fastest event loop that the platform has."""
    if sys.platform != "win32":
        try:
            import uvloop  # noqa: PLC0415 - there is none for some platforms
        except ImportError:
            return None
        factory: Callable[[], asyncio.AbstractEventLoop] = uvloop.new_event_loop
        return factory
    return None
