"""Time that jumps to the next thing to happen, and limits as APIs have them: hours of pacing in milliseconds."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

T = TypeVar("T")


class VirtualTimeLoop(asyncio.SelectorEventLoop):
    """An event loop in which nobody waits: when nothing is ready, it is the time of the next timer."""

    def __init__(self) -> None:
        super().__init__()
        self._now = 0.0

    def time(self) -> float:
        return self._now

    def _run_once(self) -> None:
        timers = self._scheduled  # type: ignore[attr-defined]
        if timers and not self._ready:  # type: ignore[attr-defined]
            self._now = max(self._now, timers[0].when())
        super()._run_once()  # type: ignore[misc]


def run_in_virtual_time(main: Coroutine[Any, Any, T]) -> T:
    """What a coroutine gives, without waiting for it."""
    with asyncio.Runner(loop_factory=VirtualTimeLoop) as runner:
        return runner.run(main)


class Limit(Protocol):
    """A limit of an API."""

    def lets_pass(self, time: float) -> bool:
        """Whether a request that arrives now is served."""


@dataclass
class Window:
    """So many requests in each second of the clock; `limit` may change with the time."""

    limit: Callable[[float], float]
    offset: float = 0.3
    _window: int = -1
    _count: int = 0

    def lets_pass(self, time: float) -> bool:
        """Whether this second has room."""
        window = int(time + self.offset)
        if window != self._window:
            self._window, self._count = window, 0
        self._count += 1
        return self._count <= self.limit(time)


@dataclass
class Bucket:
    """So many requests a second, and `burst` at once after a rest."""

    limit: Callable[[float], float]
    burst: float
    _last: float = 0.0
    _left: float | None = None

    def lets_pass(self, time: float) -> bool:
        """Whether there is a drop left."""
        left = self.burst if self._left is None else self._left
        self._left = min(self.burst, left + (time - self._last) * self.limit(time))
        self._last = time
        if self._left < 1:
            return False
        self._left -= 1
        return True


@dataclass
class Record:
    """What the API saw: when each request arrived, and whether it was served."""

    arrivals: list[tuple[float, bool]] = field(default_factory=list)

    @property
    def refused(self) -> float:
        """The share of requests answered "too fast"."""
        return sum(not served for _, served in self.arrivals) / len(self.arrivals)

    def served_a_second(self, start: float, end: float) -> float:
        """The throughput between two moments."""
        return sum(served for time, served in self.arrivals if start <= time < end) / (end - start)
