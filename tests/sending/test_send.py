"""A run from end to end over a real socket: what goes over the wire, and in which order things happen."""

from __future__ import annotations

import asyncio

from support.dispatching import TOKEN, Notes, dispatch, make_update, make_updates, send_one
from support.raw_server import RawServer, reply, yes

from batch_update.model import Outcome, Status, Traffic


def test_a_row_goes_over_the_wire_byte_for_byte() -> None:
    update = make_update(
        name="दिवाली “offers”",
        dial_status=["0"],
        hide_lead_details=1,
        lead_list_map=[{"list_id": 1234, "list_status": 1}],
        agent=[4817],
        description="",
    )
    with RawServer([yes()]) as server:
        send_one(server.url, update)

    request = server.seen[0]
    assert (request.method, request.path) == ("PUT", "/v1/dialer/campaign/281")
    assert (
        request.body
        == (
            '{"name":"दिवाली “offers”","dial_status":["0"],"hide_lead_details":1,'
            '"lead_list_map":[{"list_id":1234,"list_status":1}],"agent":[4817],"description":""}'
        ).encode()
    )
    assert request.headers["content-type"] == "application/json"
    assert request.headers["accept"] == "application/json"
    assert request.headers["authorization"] == f"Bearer {TOKEN}"


def test_raw_auth_sends_the_bare_token() -> None:
    with RawServer([yes()]) as server:
        asyncio.run(dispatch(server.url, [make_update()], auth="raw"))
    assert server.seen[0].headers["authorization"] == TOKEN


def test_a_base_url_may_have_a_path() -> None:
    with RawServer([yes()]) as server:
        send_one(f"{server.url}/proxy/acefone/")
    assert server.seen[0].path == "/proxy/acefone/v1/dialer/campaign/281"


def test_outcomes_come_in_the_order_given() -> None:
    slow_first = {"100": [reply(200, {"success": True}, before=0.02)]}
    with RawServer([yes()], by_path=slow_first) as server:
        done = asyncio.run(dispatch(server.url, make_updates(9), concurrency=3))
    assert [outcome.campaign_id for outcome in done.outcomes] == [str(100 + place) for place in range(9)]
    assert {outcome.status for outcome in done.outcomes} == {Status.UPDATED}
    assert done.traffic == Traffic(requests=9)


def test_no_more_are_in_flight_than_asked_for() -> None:
    with RawServer([reply(200, {"success": True}, before=0.005)]) as server:
        asyncio.run(dispatch(server.url, make_updates(20), concurrency=4))
    assert server.most_at_once == 4


def test_each_row_is_recorded_before_it_is_sent_and_before_it_is_shown() -> None:
    notes = Notes()
    with RawServer([reply(500), yes()]) as server:
        asyncio.run(dispatch(server.url, make_updates(2), notes=notes))
    assert notes.heard == [
        "starting 100",
        "finished 100 UPDATED",
        "shown 100 UPDATED",
        "starting 101",
        "finished 101 UPDATED",
        "shown 101 UPDATED",
    ]


def test_a_row_that_succeeds_at_the_third_try_counts_three_requests() -> None:
    with RawServer([reply(500), reply(429, {"success": "false"}), yes()]) as server:
        done = asyncio.run(dispatch(server.url, [make_update()]))
    outcome = done.outcomes[0]
    assert (outcome.status, outcome.attempts, outcome.http_status) == (Status.UPDATED, 3, 200)
    assert done.traffic == Traffic(requests=3, retries=2, throttled=1)


def test_a_cookie_of_one_answer_does_not_come_along_with_the_next_row() -> None:
    with RawServer([reply(200, {"success": True}, {"set-cookie": "session=1"})]) as server:
        asyncio.run(dispatch(server.url, make_updates(2)))
    assert "cookie" not in server.seen[1].headers


def test_a_token_that_the_api_repeats_reaches_no_message() -> None:
    with RawServer([reply(400, {"message": f"no right for {TOKEN}", "name": [TOKEN]})]) as server:
        outcome = send_one(server.url)
    assert outcome.status is Status.REJECTED
    assert TOKEN not in repr(outcome)
    assert "no right for ***" in outcome.message


def test_what_is_watched_is_the_outcome_itself() -> None:
    seen: list[Outcome] = []
    with RawServer([yes()]) as server:
        done = asyncio.run(dispatch(server.url, make_updates(3), watch=seen.append))
    assert tuple(seen) == done.outcomes
