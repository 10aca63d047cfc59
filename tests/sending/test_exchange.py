"""Any request through its tries to a judgement, whatever its method, over a real socket."""

from __future__ import annotations

import asyncio

import pytest
from support.dispatching import IMPATIENT, FakeClock, connection_to
from support.raw_server import DROP_AFTER_READING, RawServer, Reply, reply, yes
from yarl import URL

from batch_update.model import Traffic
from batch_update.runs import StopReason
from batch_update.sending import Stop
from batch_update.sending.answers import Action
from batch_update.sending.client import open_client
from batch_update.sending.exchange import End, Exchanged, Request, SendContext, exchange
from batch_update.sending.retry import RetryBudget


def exchange_one(server: RawServer, method: str, *, stop: Stop | None = None) -> tuple[Exchanged, Traffic]:
    """One request without a body, and what it added to the traffic."""

    async def main() -> tuple[Exchanged, Traffic]:
        async with open_client(connection_to(server.url), concurrency=1) as client:
            budget, pace = RetryBudget(IMPATIENT), FakeClock().pace()
            context = SendContext(client=client, policy=IMPATIENT, budget=budget, pace=pace, stop=stop or Stop())
            request = Request(method=method, url=URL(f"{server.url}/v1/dialer/campaign/281"))
            return await exchange(request, context, 0), context.tally.total()

    return asyncio.run(main())


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_a_request_of_any_method_is_tried_until_it_is_answered(method: str) -> None:
    with RawServer([reply(503), reply(429), yes()]) as server:
        exchanged, traffic = exchange_one(server, method)
    assert exchanged.judgement is not None
    assert (exchanged.end, exchanged.judgement.action, exchanged.http_status) == (End.ANSWERED, Action.YES, 200)
    assert (exchanged.tries, traffic) == (3, Traffic(requests=3, retries=2, throttled=1))
    assert [(request.method, request.body) for request in server.seen] == [(method, b"")] * 3


@pytest.mark.parametrize(
    ("answer", "in_doubt", "may_have_been_applied"),
    [(reply(500), False, False), (reply(502), False, True), (DROP_AFTER_READING, True, True)],
    ids=["an error", "a gateway's error", "no answer"],
)
def test_tries_that_are_used_up_tell_what_is_known_of_them(
    answer: Reply, in_doubt: bool, may_have_been_applied: bool
) -> None:
    with RawServer([answer]) as server:
        exchanged, _ = exchange_one(server, "PUT")
    assert (exchanged.end, exchanged.judgement, exchanged.tries) == (End.USED_UP, None, IMPATIENT.attempts)
    assert (exchanged.in_doubt, exchanged.may_have_been_applied) == (in_doubt, may_have_been_applied)
    assert not exchanged.budget_spent


@pytest.mark.parametrize(("method", "in_doubt"), [("GET", False), ("PUT", True), ("DELETE", True)])
def test_only_what_changes_something_is_in_doubt(method: str, in_doubt: bool) -> None:
    with RawServer([DROP_AFTER_READING]) as server:
        exchanged, traffic = exchange_one(server, method)
    assert (exchanged.in_doubt, exchanged.may_have_been_applied) == (in_doubt, in_doubt)
    assert traffic.requests == server.count == IMPATIENT.attempts


def test_a_request_is_not_begun_after_the_run_was_broken_off() -> None:
    stop = Stop()
    stop.ask(StopReason.INTERRUPTED, "")
    stop.cancel()
    with RawServer([yes()]) as server:
        exchanged, traffic = exchange_one(server, "GET", stop=stop)
    assert (exchanged.end, exchanged.tries, exchanged.interrupted) == (End.CUT_SHORT, 0, False)
    assert (server.count, traffic) == (0, Traffic())
