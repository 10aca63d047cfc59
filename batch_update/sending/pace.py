"""One gate for all workers: how many requests a second leave, found out and kept to. Knows no HTTP."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable


class Pace:
    """The pace of a run. `cap` is the most requests a second (None or 0: no cap); `auto` finds the account's limit."""

    def __init__(
        self,
        cap: float | None,
        *,
        auto: bool = False,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._cap = cap or None
        self._auto = auto
        self._clock = clock
        self._sleep = sleep
        self._pace: float | None = 3.0 if auto else self._cap
        self._next = clock()
        self._burst = 0
        self._line = asyncio.Lock()

    def turn_now(self) -> int | None:
        """A turn, if there is one without waiting: the number of the slow-down it came after."""
        if self._line.locked() or self._seconds_to_wait() > 0:
            return None
        return self._take()

    async def turn(self) -> int:
        """Wait in line for a turn."""
        async with self._line:
            while (seconds := self._seconds_to_wait()) > 0:
                await self._sleep(seconds)
            return self._take()

    def answered(self, turn: int) -> None:
        """A request was answered, and not with "too fast"."""

    def throttled(self, turn: int, told: float | None) -> None:
        """A request was answered with "too fast": everyone waits."""
        now = self._clock()
        self._next = max(self._next, now + (told if told is not None else 1.0))
        if turn == self._burst:
            self._burst += 1
            self._pace = max(0.2, (self._pace or 10.0) / 2)

    def describe(self) -> str:
        """The pace now, for the progress line."""
        return f"{self._pace:.3g} requests a second" if self._pace else "as fast as the API answers"

    def summary(self) -> str:
        """The pace in the words of the results."""
        return f"at most {self._cap:g} requests a second" if self._cap else "no limit of its own"

    def _seconds_to_wait(self) -> float:
        return self._next - self._clock()

    def _take(self) -> int:
        if self._pace:
            self._next = max(self._next, self._clock() - 0.01) + 1 / self._pace
        return self._burst
