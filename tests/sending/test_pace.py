"""The pace as tables, in virtual time: smooth, below a cap, just below a hidden limit, the same for everyone."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise

import pytest
from support.dispatching import IMPATIENT, dispatch, make_updates
from support.raw_server import RawServer, Reply, Seen, reply, yes
from support.virtual_time import Bucket, Limit, Record, Window, run_in_virtual_time

from batch_update.model import Status
from batch_update.sending import Dispatch, Pace


def constantly(value: float) -> Callable[[float], float]:
    return lambda _: value


USUAL = constantly(0.05)


@dataclass(frozen=True, slots=True, kw_only=True)
class Api:
    """A stand-in for the API without a network: a limit, a latency, and what it says when it is too much."""

    limit: Limit
    latency: Callable[[float], float] = USUAL
    told: float | None = None

    async def answer(self, record: Record) -> bool:
        time = asyncio.get_running_loop().time
        await asyncio.sleep(self.latency(time()) / 2)
        served = self.limit.lets_pass(time())
        record.arrivals.append((time(), served))
        await asyncio.sleep(self.latency(time()) / 2)
        return served


def send_rows(api: Api, rows: int, *, cap: float | None = None, auto: bool = False, at_once: int = 8) -> Record:
    """Rows sent by workers through one pace, each until it is served."""
    return run(api, rows, cap=cap, auto=auto, at_once=at_once)[0]


def run(api: Api, rows: int, *, cap: float | None, auto: bool, at_once: int) -> tuple[Record, Pace]:
    async def main() -> tuple[Record, Pace]:
        record, pace = Record(), Pace(cap, auto=auto, clock=asyncio.get_running_loop().time)
        waiting = iter(range(rows))

        async def work() -> None:
            for _ in waiting:
                served = False
                while not served:
                    now = pace.turn_now()
                    turn = await pace.turn() if now is None else now
                    served = await api.answer(record)
                    pace.answered(turn) if served else pace.throttled(turn, api.told)

        await asyncio.gather(*(work() for _ in range(at_once)))
        return record, pace

    return run_in_virtual_time(main())


UNLIMITED = Api(limit=Window(constantly(1e9)))


@pytest.mark.parametrize("cap", [0.2, 1, 3, 50, 500])
def test_requests_leave_one_by_one_from_the_first_second(cap: float) -> None:
    record = send_rows(UNLIMITED, 40, cap=cap, at_once=50)
    times = [time for time, _ in record.arrivals]
    assert all(abs(later - earlier - 1 / cap) < 1e-6 for earlier, later in pairwise(times))


def test_without_a_cap_nobody_waits() -> None:
    record = send_rows(UNLIMITED, 80, at_once=8)
    assert record.arrivals[-1][0] == pytest.approx(0.05 * 9.5)


@pytest.mark.parametrize("cap", [None, 0])
def test_no_cap_and_a_cap_of_zero_are_the_same(cap: float | None) -> None:
    assert Pace(cap).describe() == "as fast as the API answers"
    assert Pace(cap).summary() == "as fast as the API answered"


LIMITS = [
    pytest.param(limit, kind, id=f"{limit} a second, {kind}")
    for limit in (3, 5, 10, 30, 100)
    for kind in ("window", "bucket")
]


def make_limit(kind: str, limit: Callable[[float], float]) -> Limit:
    return Window(limit) if kind == "window" else Bucket(limit, burst=limit(0))


@pytest.mark.parametrize(("limit", "kind"), LIMITS)
def test_auto_finds_a_hidden_limit_and_stays_just_below(limit: int, kind: str) -> None:
    api = Api(limit=make_limit(kind, constantly(limit)))
    record = send_rows(api, 60 * limit + 300, auto=True, at_once=50)
    assert record.served_a_second(20, 60) >= 0.9 * limit
    assert record.refused <= 0.02


@pytest.mark.parametrize(("limit", "kind"), LIMITS)
def test_without_a_cap_a_hidden_limit_is_found_as_well(limit: int, kind: str) -> None:
    api = Api(limit=make_limit(kind, constantly(limit)))
    record = send_rows(api, 60 * limit + 300, at_once=8)
    assert record.served_a_second(30, 60) >= 0.85 * limit
    assert record.refused <= 0.04


@pytest.mark.parametrize(
    ("before", "after", "rows"), [(10, 50, 9000), (50, 10, 5000), (3, 30, 5000), (100, 3, 6500)], ids=repr
)
def test_a_limit_that_changes_in_the_middle_is_found_again(before: int, after: int, rows: int) -> None:
    api = Api(limit=Window(lambda time: before if time < 60 else after))
    record = send_rows(api, rows, auto=True, at_once=50)
    assert record.served_a_second(30, 60) >= 0.85 * before
    assert record.served_a_second(160, 200) >= 0.85 * after
    assert record.refused <= 0.02


def test_a_latency_that_jumps_stores_up_no_storm() -> None:
    api = Api(limit=Window(constantly(30)), latency=lambda time: 2 if 20 < time < 40 else 0.05)
    record = send_rows(api, 3000, auto=True, at_once=8)
    assert record.served_a_second(22, 38) == pytest.approx(8 / 2, rel=0.2)  # all eight in flight, and no more
    assert record.served_a_second(50, 80) >= 0.85 * 30
    assert record.refused <= 0.02


@pytest.mark.parametrize(("at_once", "limit"), [(8, 4), (50, 20), (200, 20)])
def test_a_storm_of_refusals_counts_once(at_once: int, limit: int) -> None:
    api = Api(limit=Window(constantly(limit), offset=0), latency=constantly(0.2))
    record = send_rows(api, at_once + 10 * limit, at_once=at_once)
    in_the_storm = [served for time, served in record.arrivals if time < 1]
    assert in_the_storm.count(True) == limit
    assert in_the_storm.count(False) >= at_once - limit
    # Halved once, and not once for every refusal.
    assert record.served_a_second(1.3, 3.3) >= 0.45 * limit


@pytest.mark.parametrize("told", [0.0, 7.0, 300.0])
def test_everyone_waits_as_long_as_the_api_says(told: float) -> None:
    api = Api(limit=Window(lambda time: 5 if time < 0.5 else 1e9, offset=0), latency=constantly(0.2), told=told)
    record = send_rows(api, 40, at_once=10)
    refused_at = 0.2
    known_at = refused_at + 0.1  # until then, what had left when the first refusal came is still arriving
    after = [time for time, _ in record.arrivals if time > known_at + 0.01]
    assert min(after) >= refused_at + told


def test_a_cap_is_never_exceeded_on_the_way_back() -> None:
    api = Api(limit=Window(lambda time: 0 if 5 < time < 8 else 1e9))
    record = send_rows(api, 2000, cap=20, at_once=50)
    for start in range(100):
        assert record.served_a_second(start, start + 1) <= 21


def test_after_a_passing_trouble_the_pace_comes_back_to_the_cap() -> None:
    api = Api(limit=Window(lambda time: 0 if 5 < time < 8 else 1e9))
    record = send_rows(api, 2500, cap=20, at_once=50)
    assert record.served_a_second(8, 10) < 16
    assert record.served_a_second(80, 100) >= 19


def test_an_api_that_is_down_gets_few_requests() -> None:
    api = Api(limit=Window(lambda time: 0 if time < 60 else 1e9))
    record = send_rows(api, 60, cap=20, at_once=8)
    assert sum(time < 60 for time, _ in record.arrivals) <= 40


@pytest.mark.parametrize(
    ("cap", "auto", "now", "in_the_results"),
    [
        (3.0, False, "at most 3 requests a second", "at most 3 requests a second"),
        (1.0, False, "at most 1 request a second", "at most 1 request a second"),
        (
            None,
            True,
            "3 requests a second, looking for the account's limit",
            "no limit found up to 3 requests a second",
        ),
        (2.5, True, "2.5 requests a second, looking for", "no limit found up to 2.5 requests a second"),
    ],
)
def test_the_pace_in_words(cap: float | None, auto: bool, now: str, in_the_results: str) -> None:
    pace = Pace(cap, auto=auto)
    assert pace.describe().startswith(now)
    assert pace.summary() == in_the_results


def test_the_words_say_why_the_pace_changed() -> None:
    async def main() -> list[str]:
        pace = Pace(20, clock=asyncio.get_running_loop().time)
        words = []
        pace.throttled(await pace.turn(), 7.0)
        words.append(pace.describe())
        await asyncio.sleep(7.1)
        words.append(pace.describe())
        for _ in range(40):
            pace.answered(await pace.turn())
        words.append(pace.describe())
        words.append(pace.summary())
        return words

    assert run_in_virtual_time(main()) == [
        "waiting 7 s, since the API said it was too fast or too busy",
        "10 requests a second, slower since the API said it was too fast or too busy",
        "15.2 requests a second, just below the account's limit",
        "at most 20 requests a second; the API allowed about 15.2 requests a second; slowed down once",
    ]


def test_a_worker_that_gives_up_waiting_takes_nobodys_turn() -> None:
    async def main() -> float:
        pace = Pace(1, clock=asyncio.get_running_loop().time)
        await pace.turn()
        impatient = asyncio.ensure_future(pace.turn())
        await asyncio.sleep(0.5)
        impatient.cancel()
        await pace.turn()
        return asyncio.get_running_loop().time()

    assert run_in_virtual_time(main()) == pytest.approx(1.0)


# --- over a real socket -----------------------------------------------------------------------------------------------


@dataclass(slots=True)
class LimitingServer(RawServer):
    """A server with a limit, which counts `speed` seconds in every real one."""

    limit: Limit = field(default_factory=lambda: Window(constantly(5)))
    speed: float = 1.0
    record: Record = field(default_factory=Record)

    def _answer_to(self, request: Seen) -> Reply:  # noqa: ARG002  (they are all alike)
        now = time.monotonic() * self.speed
        served = self.limit.lets_pass(now)
        self.record.arrivals.append((now, served))
        self.count += 1
        return yes() if served else reply(429, {"success": "false", "message": "Too many requests."})


def send_for_real(server: LimitingServer, rows: int) -> Dispatch:
    async def main() -> Dispatch:
        pace = Pace(
            None,
            auto=True,
            clock=lambda: time.monotonic() * server.speed,
            sleep=lambda seconds: asyncio.sleep(seconds / server.speed),
        )
        return await dispatch(server.url, make_updates(rows), pace=pace, concurrency=8, policy=IMPATIENT)

    return asyncio.run(main())


def test_a_real_run_against_a_limiting_server_updates_every_row() -> None:
    """One second of the pace is 20 ms here, so that the limit of 5 a second is looked for fifty times as fast."""
    with LimitingServer([yes()], speed=50) as server:
        done = send_for_real(server, 150)
    assert {outcome.status for outcome in done.outcomes} == {Status.UPDATED}
    assert done.traffic.requests == server.count
    assert done.traffic.throttled == server.count - 150
    assert 0 < server.record.refused <= 0.2  # timers of a millisecond are coarse in seconds of twenty


@pytest.mark.slow
def test_a_real_run_in_real_time_finds_the_limit() -> None:
    limit = 20
    with LimitingServer([yes()], limit=Window(constantly(limit))) as server:
        done = send_for_real(server, 35 * limit)
    assert {outcome.status for outcome in done.outcomes} == {Status.UPDATED}
    started = server.record.arrivals[0][0]
    found = server.record.served_a_second(started + 12, started + 34) / limit
    print(f"limit {limit} a second: {found:.2f} of it used once found, {server.record.refused:.1%} answered 429")
    assert found >= 0.9
    assert server.record.refused <= 0.02
