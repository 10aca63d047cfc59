"""One gate for all workers, through which requests leave one by one at the run's pace. Knows no HTTP."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable

from batch_update.sending.speed import AUTO_START, Phase, Speed

CATCH_UP = 0.01
"""Seconds that a late turn may make up for: timers are late by about a millisecond, which at 500 a second is half."""


class Pace:
    """The pace of a run: smooth from the first request on, one turn every 1/pace seconds, first come first served.

    `cap` is the most requests a second (None or 0: no cap). `auto` finds the account's limit, below the cap if there is
    one. When the API says "too fast" everyone waits and the pace halves; clean answers bring it back. Each turn is
    numbered by the slow-downs before it, so that all that is said to one burst of requests counts once.
    """

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
        start = min(AUTO_START, cap or AUTO_START) if auto else self._cap
        self._speed = Speed(start, cap=self._cap, phase=Phase.SEEKING if auto else Phase.STAYING)
        self._next = clock()  # when the next turn is
        self._paused_until = self._next
        self._gate_decides = True
        self._line = asyncio.Lock()  # whose waiters are served in the order in which they came

    def begin_phase(self) -> None:
        """Be used from here on, perhaps in another event loop than before."""
        if not self._line.locked():
            self._line = asyncio.Lock()  # one that had waiters belongs to their loop for good

    def turn_now(self) -> int | None:
        """A turn, if there is one without waiting."""
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
        if turn == self._speed.told_off:
            self._speed.clean(self._clock(), gate_decides=self._gate_decides)
        else:
            self._speed.clean_after_all(self._clock())

    def throttled(self, turn: int, told: float | None) -> None:
        """A request was answered with "too fast": everyone waits, for the seconds `told` if the API says so."""
        now = self._clock()
        if turn == self._speed.told_off:
            own = self._speed.told_too_fast(now)
            self._pause_until(now + (own if told is None else told))
        elif told is not None:
            self._pause_until(now + told)

    def describe(self) -> str:
        """The pace now and why it changed, for the progress line."""
        speed = self._speed
        if (seconds := self._paused_until - self._clock()) > 0:
            return f"waiting {max(1, round(seconds))} s, since the API said it was too fast or too busy"
        if speed.now is None:
            return "as fast as the API answers"
        pace = _a_second(speed.now)
        match speed.phase:
            case Phase.SEEKING:
                return f"{pace}, looking for the account's limit"
            case Phase.RETURNING:
                return f"{pace}, slower since the API said it was too fast or too busy"
            case Phase.TRYING:
                return f"{pace}, trying whether more is allowed"
            case _:
                return f"{pace}, just below the account's limit" if speed.goal is not None else f"at most {pace}"

    def summary(self) -> str:
        """The pace in the words of the results."""
        speed = self._speed
        cap = f"at most {_a_second(self._cap)}" if self._cap else ""
        if speed.goal is not None:
            found = f"the API allowed about {_a_second(min(speed.goal, self._cap or speed.goal))}"
            slowed = f"slowed down {'once' if speed.told_off == 1 else f'{speed.told_off} times'}"
            return "; ".join(filter(None, (cap, found, slowed)))
        if self._auto and speed.now is not None:
            return f"no limit found up to {_a_second(speed.now)}"
        return cap or "as fast as the API answered"

    def _pause_until(self, moment: float) -> None:
        self._paused_until = max(self._paused_until, moment)
        self._next = max(self._next, self._paused_until)

    def _seconds_to_wait(self) -> float:
        return self._next - self._clock() if self._speed.now is not None else 0.0

    def _take(self) -> int:
        if (pace := self._speed.now) is not None:
            late = self._clock() - self._next
            self._gate_decides = late < max(1 / pace, CATCH_UP)
            self._next += 1 / pace + max(0.0, late - CATCH_UP)
        return self._speed.told_off


def _a_second(pace: float) -> str:
    number = f"{pace:.0f}" if pace >= 20 else f"{pace:.1f}".removesuffix(".0")
    return f"{number} {'request' if number == '1' else 'requests'} a second"
