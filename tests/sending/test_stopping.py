"""Stopping well: Ctrl-C once and twice, and a journal that fails."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable

import pytest
from support.dispatching import Notes, dispatch, make_updates
from support.raw_server import DROP_AFTER_READING, STALL, RawServer, Reply, reply, yes

from batch_update.errors import JournalError
from batch_update.model import Outcome, Status
from batch_update.runs import StopReason
from batch_update.sending import Dispatch, RetryPolicy, Stop, UnrecordedError

UPDATED, FAILED, UNKNOWN, NOT_SENT = Status.UPDATED, Status.FAILED, Status.UNKNOWN, Status.NOT_SENT

PATIENT = RetryPolicy(base=3600, longest_wait=3600)


def statuses(done: Dispatch) -> list[Status]:
    return [outcome.status for outcome in done.outcomes]


async def act_when(ready: Callable[[], bool], act: Callable[[], None]) -> None:
    while not ready():  # noqa: ASYNC110  (what it waits for happens in the server's thread)
        await asyncio.sleep(0.001)
    act()


async def dispatch_and(act: Awaitable[None], run: Awaitable[Dispatch]) -> Dispatch:
    done, _ = await asyncio.gather(run, act)
    return done


def interrupt(stop: Stop) -> None:
    stop.ask(StopReason.INTERRUPTED, "You stopped the run.")


def test_a_stop_lets_what_is_in_flight_finish() -> None:
    stop = Stop()
    with RawServer([reply(200, {"success": True}, before=0.02)]) as server:
        ask = act_when(lambda: server.count == 2, lambda: interrupt(stop))
        done = asyncio.run(dispatch_and(ask, dispatch(server.url, make_updates(5), stop=stop, concurrency=2)))
    assert statuses(done) == [UPDATED, UPDATED, NOT_SENT, NOT_SENT, NOT_SENT]
    assert "You stopped the run." in done.outcomes[-1].message


def test_a_stop_before_the_start_sends_nothing() -> None:
    stop, notes = Stop(), Notes()
    interrupt(stop)
    with RawServer([yes()]) as server:
        done = asyncio.run(dispatch(server.url, make_updates(3), stop=stop, notes=notes))
    assert statuses(done) == [NOT_SENT] * 3
    assert (server.count, notes.heard) == (0, [])


@pytest.mark.parametrize(
    ("first", "status", "says"),
    [(reply(500), FAILED, "(500)"), (DROP_AFTER_READING, UNKNOWN, "may have been applied")],
    ids=["an error", "doubt"],
)
def test_a_row_that_waits_for_its_next_try_ends_at_once(first: Reply, status: Status, says: str) -> None:
    stop = Stop()
    with RawServer([first]) as server:
        ask = act_when(lambda: server.count == 1, lambda: interrupt(stop))
        done = asyncio.run(dispatch_and(ask, dispatch(server.url, make_updates(2), stop=stop, policy=PATIENT)))
    assert statuses(done) == [status, NOT_SENT]
    assert says in done.outcomes[0].message
    assert "stopped before another try" in done.outcomes[0].message
    assert server.count == 1


def test_a_second_interrupt_breaks_off_what_is_in_flight_and_says_so() -> None:
    stop, notes = Stop(), Notes()
    with RawServer([yes(), STALL]) as server:
        cancel = act_when(lambda: server.count == 3, stop.cancel)
        run = dispatch(server.url, make_updates(5), stop=stop, concurrency=2, notes=notes)
        done = asyncio.run(dispatch_and(cancel, run))
    assert statuses(done) == [UPDATED, UNKNOWN, UNKNOWN, NOT_SENT, NOT_SENT]
    assert "Interrupted after it was sent. It may have been applied" in done.outcomes[1].message
    assert done.outcomes[1].attempts == 1
    assert "finished 101 UNKNOWN" in notes.heard
    assert "finished 102 UNKNOWN" in notes.heard


def test_a_row_that_had_not_left_when_the_run_was_cancelled_is_not_sent() -> None:
    stop, notes = Stop(), Notes()

    def cancel_as_it_starts(text: str) -> None:
        if text == "starting 101":
            stop.cancel()

    notes.fail_at = cancel_as_it_starts
    with RawServer([yes()]) as server:
        done = asyncio.run(dispatch(server.url, make_updates(3), stop=stop, notes=notes))
    assert statuses(done) == [UPDATED, NOT_SENT, NOT_SENT]
    assert notes.heard[-2:] == ["finished 101 NOT SENT", "shown 101 NOT SENT"]
    assert server.count == 1


def test_cancelling_does_not_break_off_the_writing_of_an_outcome() -> None:
    class SlowNotes(Notes):
        def finished(self, outcome: Outcome) -> asyncio.Future[None]:
            stop.cancel()
            return asyncio.ensure_future(self.finish_slowly(outcome))

        async def finish_slowly(self, outcome: Outcome) -> None:
            await asyncio.sleep(0.005)
            await super().finished(outcome)

    stop, notes = Stop(), SlowNotes()
    with RawServer([yes()]) as server:
        done = asyncio.run(dispatch(server.url, make_updates(2), stop=stop, notes=notes))
    assert statuses(done) == [UPDATED, NOT_SENT]
    assert "finished 100 UPDATED" in notes.heard


def test_a_stop_may_come_from_another_thread() -> None:
    stop = Stop()
    with RawServer([reply(500)]) as server:
        timer = threading.Timer(0.05, interrupt, [stop])
        timer.start()
        done = asyncio.run(dispatch(server.url, make_updates(2), stop=stop, policy=PATIENT))
        timer.join()
    assert statuses(done) == [FAILED, NOT_SENT]


def test_the_first_reason_stays() -> None:
    stop = Stop()
    stop.ask(StopReason.TOKEN_REFUSED, "first")
    stop.ask(StopReason.INTERRUPTED, "second")
    stop.cancel()
    assert (stop.reason, stop.message, stop.cancelled) == (StopReason.TOKEN_REFUSED, "first", True)


@pytest.mark.parametrize(
    ("call", "expected", "requests"),
    [
        ("starting 101", [UPDATED, NOT_SENT, NOT_SENT], 1),
        ("finished 101 UPDATED", [UPDATED, UPDATED, NOT_SENT], 2),
    ],
)
def test_a_journal_that_fails_ends_the_run_and_the_outcomes_are_kept(
    call: str, expected: list[Status], requests: int
) -> None:
    stop = Stop()
    notes = Notes(fail_at=lambda text: JournalError("The disk is full.") if text == call else None)
    with RawServer([yes()]) as server, pytest.raises(UnrecordedError, match="The disk is full") as caught:
        asyncio.run(dispatch(server.url, make_updates(3), stop=stop, notes=notes))
    assert statuses(caught.value.dispatch) == expected
    assert server.count == requests
    assert stop.reason is StopReason.NOT_RECORDED
    assert "shown 101 UPDATED" not in notes.heard


def test_what_is_in_flight_when_the_journal_fails_still_ends() -> None:
    by_path = {"101": [reply(200, {"success": True}, before=0.03)]}
    notes = Notes(fail_at=lambda text: JournalError("full") if text.startswith("finished") else None)
    with RawServer([yes()], by_path=by_path) as server, pytest.raises(UnrecordedError) as caught:
        asyncio.run(dispatch(server.url, make_updates(4), notes=notes, concurrency=2))
    assert statuses(caught.value.dispatch) == [UPDATED, UPDATED, NOT_SENT, NOT_SENT]


def test_an_error_of_our_own_is_raised_after_everything_in_flight_has_ended() -> None:
    def stumble(_: object) -> None:
        raise RuntimeError("a mistake in the program")

    by_path = {"101": [reply(200, {"success": True}, before=0.03)]}
    notes = Notes()
    with RawServer([yes()], by_path=by_path) as server, pytest.raises(RuntimeError, match="a mistake"):
        asyncio.run(dispatch(server.url, make_updates(4), notes=notes, concurrency=2, watch=stumble))
    assert "finished 101 UPDATED" in notes.heard
    assert server.count == 2
