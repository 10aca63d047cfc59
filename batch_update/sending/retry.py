"""Whether a failed try is followed by another, and after how long. The only module that knows tenacity."""

from __future__ import annotations

import math
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

from tenacity import AsyncRetrying, RetryCallState, retry_if_exception_type

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class RetryPolicy:
    """How often, and after how long. Waits are random between 0 and the figure named ("full jitter")."""

    attempts: int = 5  # tries of one row, the first included
    base: float = 1.0  # up to 1, 2, 4, 8 s before tries 2 to 5: at most 15 s a row, 7.5 s on average
    throttle_base: float = 2.0  # the same after 429 and 503: up to 2, 4, 8, 16 s, at most 30 s a row
    longest_wait: float = 60.0  # no wait of our own is longer, however many tries
    longest_told: float = 300.0  # nor one that the API asks for: with 5 tries, at most 20 minutes a row
    budget: float = 500.0  # further tries that the whole run may spend: 125 rows may use all of theirs
    earned: float = 0.5  # what each answered row adds to that: lasting trouble adds at most half to the traffic


class Transient(Exception):
    """One try came to nothing, and another may do better. It never leaves `sending/`.

    `in_doubt`: it left and no answer came back, so it may have been applied. `may_have_been_applied` is also true
    where something in between answered for the API (502, 504). `told` is the wait that the answer asks for, in
    seconds; `throttled` says that everyone should slow down.
    """

    def __init__(  # noqa: PLR0913  (one fact each, all by name)
        self,
        message: str,
        *,
        cause: str,
        code: str,
        told: float | None = None,
        in_doubt: bool = False,
        may_have_been_applied: bool = False,
        throttled: bool = False,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.cause = cause
        self.code = code
        self.told = told
        self.in_doubt = in_doubt
        self.may_have_been_applied = may_have_been_applied or in_doubt
        self.throttled = throttled


class RetryBudget:
    """The further tries that a whole run may spend, so that an outage does not multiply its traffic."""

    def __init__(self, policy: RetryPolicy) -> None:
        self._most = self._left = policy.budget
        self._earned = policy.earned

    def spend(self) -> bool:
        """Take one further try; False if there is none left."""
        if self._left < 1:
            return False
        self._left -= 1
        return True

    def earn(self) -> None:
        """A row was answered."""
        self._left = min(self._most, self._left + self._earned)


def seconds_before_next(failure: Transient, tries: int, policy: RetryPolicy) -> float:
    """How long a row waits after its `tries`-th try: what the API asks for, and our own random part on top."""
    base = policy.throttle_base if failure.throttled else policy.base
    own = min(policy.longest_wait, math.ldexp(base, min(tries - 1, 30)))
    if failure.told is not None:
        # All rows were told the same: the random part keeps them from coming back in the same instant.
        return min(failure.told, policy.longest_told) + _jitter(min(base, own))
    return _jitter(own)


def _jitter(most: float) -> float:
    return random.uniform(0, most)  # noqa: S311  (it spreads waits, it keeps no secret)


async def retry(
    first: Transient,
    again: Callable[[], Awaitable[T]],
    *,
    policy: RetryPolicy,
    budget: RetryBudget,
    sleep: Callable[[float], Awaitable[None]],
) -> T:
    """Follow a failed first try with others until one is answered.

    It is entered only after a failure: tenacity costs a third of the throughput of rows that go well.

    Raises:
        Transient: the last failure; the tries or the run's budget are used up.
        Exception: whatever else `again` raises; it is never tried again.
    """
    pending: Transient | None = first

    async def next_try() -> T:
        nonlocal pending
        if pending is not None:  # the try that was already made
            failure, pending = pending, None
            raise failure
        return await again()

    def wait(state: RetryCallState) -> float:
        failure = state.outcome.exception() if state.outcome else None
        return seconds_before_next(failure, state.attempt_number, policy) if isinstance(failure, Transient) else 0.0

    def is_over(state: RetryCallState) -> bool:
        return state.attempt_number >= policy.attempts or not budget.spend()

    retrying = AsyncRetrying(
        retry=retry_if_exception_type(Transient), wait=wait, stop=is_over, sleep=sleep, reraise=True
    )
    return await retrying(next_try)
