"""Values that stay are not looked through for garbage, and what comes after them seldom, but it is."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from batch_update.run.prepare import COLLECT_EVERY, making_what_stays


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    usual = gc.get_threshold()
    yield
    gc.set_threshold(*usual)
    gc.unfreeze()


def _collections() -> int:
    return sum(generation["collections"] for generation in gc.get_stats())


def test_while_what_stays_is_made_no_garbage_is_looked_for() -> None:
    before = _collections()
    with making_what_stays():
        made: list[list[int]] = [[] for _ in range(2 * COLLECT_EVERY)]

    assert _collections() == before
    assert len(made) == 2 * COLLECT_EVERY


def test_afterwards_it_is_looked_for_once_much_has_been_made() -> None:
    with making_what_stays():
        pass
    before = _collections()
    made: list[list[int]] = [[] for _ in range(COLLECT_EVERY // 2)]
    while_little_was_made = _collections()
    made += [[] for _ in range(COLLECT_EVERY)]

    assert while_little_was_made == before
    assert _collections() > before
    assert len(made) > COLLECT_EVERY
