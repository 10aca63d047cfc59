"""Whether another try is made, and how long is waited before it."""

from __future__ import annotations

import asyncio

import pytest

from batch_update.sending.retry import RetryBudget, RetryPolicy, Transient, retry, seconds_before_next


def failure(*, told: float | None = None, throttled: bool = False) -> Transient:
    return Transient("", cause="", code="", told=told, throttled=throttled)


@pytest.mark.parametrize(
    ("failed", "tries", "least", "most"),
    [
        (failure(), 1, 0, 1),
        (failure(), 2, 0, 2),
        (failure(), 4, 0, 8),
        (failure(), 2000, 0, 60),
        (failure(throttled=True), 1, 0, 2),
        (failure(throttled=True), 4, 0, 16),
        (failure(told=0), 1, 0, 1),
        (failure(told=20), 3, 20, 21),
        (failure(told=20, throttled=True), 3, 20, 22),
        (failure(told=1e9), 1, 300, 301),
    ],
)
def test_the_wait_before_another_try_is_random_and_bounded(
    failed: Transient, tries: int, least: float, most: float
) -> None:
    waits = [seconds_before_next(failed, tries, RetryPolicy()) for _ in range(200)]
    assert least <= min(waits)
    assert max(waits) <= most
    assert len(set(waits)) > 1


def test_the_default_waits_of_a_row_add_up_to_what_their_comment_says() -> None:
    assert sum(min(60.0, 1.0 * 2**tries) for tries in range(RetryPolicy().attempts - 1)) == 15
    assert RetryPolicy().base == 1
    assert sum(RetryPolicy().throttle_base * 2**tries for tries in range(4)) == 30


def try_until_answered(fail: int, policy: RetryPolicy) -> tuple[str, list[float], int]:
    """A row whose first `fail` tries fail: what came of it, the waits, the number of tries."""
    tries, waits = 1, list[float]()

    async def again() -> str:
        nonlocal tries
        tries += 1
        if tries <= fail:
            raise Transient(f"failure {tries}", cause="", code="")
        return "answered"

    async def sleep(seconds: float) -> None:
        waits.append(seconds)

    async def run() -> str:
        first = Transient("failure 1", cause="", code="")
        try:
            return await retry(first, again, policy=policy, budget=RetryBudget(policy), sleep=sleep)
        except Transient as last:
            return last.message

    return asyncio.run(run()), waits, tries


@pytest.mark.parametrize(
    ("fail", "attempts", "budget", "came_of_it", "tries"),
    [
        (1, 5, 500, "answered", 2),
        (4, 5, 500, "answered", 5),
        (5, 5, 500, "failure 5", 5),
        (9, 3, 500, "failure 3", 3),
        (1, 1, 500, "failure 1", 1),
        (9, 5, 2, "failure 3", 3),
        (9, 5, 0, "failure 1", 1),
    ],
)
def test_tries_end_with_an_answer_the_last_attempt_or_the_budget(
    fail: int, attempts: int, budget: float, came_of_it: str, tries: int
) -> None:
    came, waits, made = try_until_answered(fail, RetryPolicy(attempts=attempts, budget=budget))
    assert (came, made) == (came_of_it, tries)
    assert len(waits) == tries - 1


def test_answered_rows_earn_further_tries_but_never_more_than_at_the_start() -> None:
    budget = RetryBudget(RetryPolicy(budget=1, earned=0.5))
    assert budget.spend()
    assert not budget.spend()
    for _ in range(9):
        budget.earn()
    assert [budget.spend(), budget.spend()] == [True, False]
