"""The runner with work that is no request: a few lines each, run for real."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from batch_update.sending.runner import Ran, Steps, run


@dataclass
class Workshop:
    """Doubles numbers; remembers what happened in which order."""

    turns: int = 1000
    heard: list[str] = field(default_factory=list)
    at_once: int = 0
    most_at_once: int = 0

    async def turn(self) -> int | None:
        self.turns -= 1
        return self.turns if self.turns >= 0 else None

    async def double(self, number: int, turn: int) -> int:
        self.heard.append(f"{number} at turn {turn}")
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        await asyncio.sleep(0.001 * (number % 3))
        self.at_once -= 1
        if number == 13:
            raise RuntimeError("thirteen")
        return 2 * number

    def run(self, numbers: list[int], *, workers: int = 1) -> Ran[int]:
        async def note(number: int) -> None:
            self.heard.append(f"noted {number}")

        def keep(number: int) -> asyncio.Future[None]:
            return asyncio.ensure_future(note(number))

        steps = Steps(
            turn=self.turn,
            starting=note,
            perform=self.double,
            finished=keep,
            show=lambda number: self.heard.append(f"shown {number}"),
            failed=lambda error: self.heard.append(f"failed: {error}"),
        )
        return asyncio.run(run(numbers, default=lambda number: -number, workers=workers, steps=steps))


def test_results_come_in_the_order_given_however_long_each_takes() -> None:
    assert Workshop().run([5, 3, 4, 1], workers=4).results == [10, 6, 8, 2]


def test_each_item_goes_through_the_steps_in_order() -> None:
    workshop = Workshop()
    workshop.run([7])
    assert workshop.heard == ["noted 7", "7 at turn 999", "noted 14", "shown 14"]


def test_no_more_are_at_work_than_there_are_workers() -> None:
    workshop = Workshop()
    workshop.run(list(range(50)), workers=3)
    assert workshop.most_at_once == 3


def test_without_a_further_turn_the_rest_is_as_it_would_have_been_otherwise() -> None:
    assert Workshop(turns=2).run([1, 2, 3, 4]).results == [2, 4, -3, -4]


def test_an_error_ends_the_taking_and_is_handed_back_after_the_others_have_ended() -> None:
    workshop = Workshop()
    ran = workshop.run([14, 13, 17, 15, 16], workers=3)
    assert ran.results == [28, -13, 34, -15, -16]
    assert str(ran.error) == "thirteen"
    assert "failed: thirteen" in workshop.heard


def test_nothing_to_do_is_done_at_once() -> None:
    assert Workshop().run([]) == Ran([], None)
