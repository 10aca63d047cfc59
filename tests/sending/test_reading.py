"""One campaign read over a real socket: the shapes it may come in, and what is said where it does not come."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from typing import Any

import pytest
from support.dispatching import TOKEN, FakeClock, make_update
from support.raw_server import (
    DROP_AFTER_READING,
    RESET_AFTER_READING,
    STALL,
    STALL_AFTER_HEADERS,
    RawServer,
    Reply,
    gzipped,
    raw,
    reply,
    yes,
)
from support.reading import in_session, make_shared, read_one

from batch_update.model import Status, Traffic
from batch_update.runs import StopReason
from batch_update.sending import Read, ReadEnd, RetryPolicy, Session, Stop

FOUND, NOT_THERE, FAILED, UNREADABLE, STOPPED = (
    ReadEnd.FOUND,
    ReadEnd.NOT_THERE,
    ReadEnd.FAILED,
    ReadEnd.UNREADABLE,
    ReadEnd.STOPPED,
)

DIWALI = {"id": 281, "name": "Diwali offers", "agent": [{"id": 4817, "name": "Asha"}]}
NAMELESS = {"name": "Diwali offers", "dial_ratio": "2"}
HTML = "<html><head><title>Sign in</title></head><body>Sign in to the network</body></html>"


# --- the shapes of a campaign -----------------------------------------------------------------------------------------

CAMPAIGNS: dict[str, tuple[Any, dict[str, Any]]] = {
    "bare": (DIWALI, DIWALI),
    "under data": ({"data": DIWALI}, DIWALI),
    "with words around it": ({"success": True, "message": "Fetched Successfully", "data": DIWALI}, DIWALI),
    "with a word that nobody knows": ({"status": "fetched", "code": 2000, "data": DIWALI}, DIWALI),
    "keys in capitals": ({"Success": "true", "Data": {"ID": "281", "Name": "x"}}, {"ID": "281", "Name": "x"}),
    "under its own word": ({"success": True, "campaign": DIWALI}, DIWALI),
    "two levels down": ({"data": {"campaign": DIWALI}}, DIWALI),
    "a list of one": ([DIWALI], DIWALI),
    "a list of one under data": ({"data": [DIWALI]}, DIWALI),
    "an id as a text": ({"id": "281", "name": "x"}, {"id": "281", "name": "x"}),
    "an id with a zero before it": ({"id": "0281", "name": "x"}, {"id": "0281", "name": "x"}),
    "an id with a decimal": ({"id": 281.0, "name": "x"}, {"id": 281.0, "name": "x"}),
    "the id under a longer word": ({"campaignId": 281, "name": "x"}, {"campaignId": 281, "name": "x"}),
    "no id at all": (NAMELESS, NAMELESS),
    "no id at all, under data": ({"success": True, "data": NAMELESS}, NAMELESS),
    "the answer has an id of its own": ({"id": "req-9", "data": DIWALI}, DIWALI),
    "the answer has the same id": ({"id": 281, "data": DIWALI}, DIWALI),
    "a status of its own": ({**DIWALI, "status": "paused"}, {**DIWALI, "status": "paused"}),
    "a status that nobody knows": ({**DIWALI, "status": "Not Started"}, {**DIWALI, "status": "Not Started"}),
    "counts of its own": ({**DIWALI, "failed": 3, "success": 0}, {**DIWALI, "failed": 3, "success": 0}),
    "a field called data": ({**DIWALI, "data": {"a": 1}}, {**DIWALI, "data": {"a": 1}}),
    "a name that complains": ({"data": {"id": 281, "name": "Payment failed"}}, {"id": 281, "name": "Payment failed"}),
}


@pytest.mark.parametrize("shape", CAMPAIGNS)
def test_a_campaign_is_found_in_every_shape_that_is_known(shape: str) -> None:
    answer, item = CAMPAIGNS[shape]
    with RawServer([reply(200, answer)]) as server:
        read = read_one(server.url)
    assert read == Read(campaign_id="281", end=FOUND, item=item, http_status=200)


@dataclass(frozen=True, slots=True)
class Case:
    """How a server answers, and what is then said of the reading."""

    name: str
    answer: Reply
    end: ReadEnd
    says: str


NO_CAMPAIGNS = [
    Case("another campaign", reply(200, {"id": 282, "name": "x"}), UNREADABLE, "about 282, and 281 was asked for"),
    Case("another under data", reply(200, {"data": {"id": 282}}), UNREADABLE, "about 282, and 281 was asked for"),
    Case("an id that is none", reply(200, {"id": None, "name": "x"}), UNREADABLE, "about null, and 281"),
    Case("a list of another", reply(200, [{"id": 282}]), UNREADABLE, "a list where one campaign was asked for"),
    Case("a list of two", reply(200, {"data": [DIWALI, {"id": 282}]}), UNREADABLE, "a list where one campaign"),
    Case("a list of none", reply(200, {"data": []}), UNREADABLE, "a list where one campaign"),
    Case("nothing under data", reply(200, {"data": {}}), UNREADABLE, "It holds no campaign."),
    Case("null under data", reply(200, {"success": True, "data": None}), UNREADABLE, "It holds no campaign."),
    Case("an empty object", reply(200, {}), UNREADABLE, "It holds no campaign."),
    Case("a number", reply(200, b"281"), UNREADABLE, "It holds no campaign."),
    Case("a message alone", reply(200, {"message": "Use v2."}), UNREADABLE, 'Its words: "Use v2."'),
    Case("a message and a word", reply(200, {"message": "Use v2.", "docs": "x"}), UNREADABLE, "It bears no id."),
    Case("a complaint of a field", reply(200, {"caller_id": "Provide a valid caller_id."}), UNREADABLE, "no id"),
    Case("no", reply(200, {"success": "false", "message": "No right."}), FAILED, 'reading. Its words: "No right."'),
    Case("no with the campaign", reply(200, {"success": False, "data": DIWALI}), FAILED, "said no"),
    Case("no within the campaign", reply(200, {**DIWALI, "success": False}), FAILED, "said no"),
    Case("an error beside it", reply(200, {"error": "Half of it only", "data": DIWALI}), FAILED, "Half of it only"),
    Case("no under data", reply(200, {"data": {"success": False, "message": "Gone."}}), FAILED, "Gone."),
    Case("404 within", reply(200, {"status": 404, "message": "No such campaign"}), NOT_THERE, "knows no campaign"),
    Case("HTML", reply(200, HTML), UNREADABLE, 'It begins: "Sign in to the network"'),
    Case("nothing", reply(200), UNREADABLE, "It was empty."),
    Case("204", reply(204), UNREADABLE, "It was empty."),
    Case("half of it", reply(200, b'{"data": {"id": 281, "name": "Diw'), UNREADABLE, "not an answer of this API"),
    Case("too many brackets", reply(200, b"[" * 200_000), UNREADABLE, "not an answer of this API"),
    Case("5 MB", reply(200, {"id": 281, "name": "a" * 5_000_000}), UNREADABLE, "too long or was cut short"),
    Case("20 MB of gzip", gzipped(200, b'{"id": 281, "a": "' + b"a" * 20_000_000 + b'"}'), UNREADABLE, "too long"),
    Case("gzip that is none", reply(200, b"{}", {"content-encoding": "gzip"}), UNREADABLE, "cut short"),
    # --- by its status
    Case("404", reply(404), NOT_THERE, "knows no campaign with this id (404)."),
    Case("404 in words", reply(404, {"message": "Not found"}), NOT_THERE, 'Its words: "Not found"'),
    Case("403", reply(403), UNREADABLE, "does not let this be read (403)"),
    Case("403 of a gateway", reply(403, {"message": "Missing Authentication Token"}), UNREADABLE, "(403)"),
    Case("405", reply(405), UNREADABLE, "knows no way to read this (405)."),
    Case("a redirect", reply(302, b"", {"location": "https://login.test/x"}), UNREADABLE, "leads on to login.test"),
    Case("304", reply(304), UNREADABLE, "leads on"),
    Case("400", reply(400, {"id": ["Must be a number."]}), FAILED, 'reading (400). Its words: "id: Must'),
    Case("422", reply(422), FAILED, "said no to the reading (422)."),
    Case("501", reply(501), FAILED, "an error of its own (501)"),
]  # fmt: skip


@pytest.mark.parametrize("case", NO_CAMPAIGNS, ids=lambda case: case.name)
def test_an_answer_without_the_campaign_is_told_and_is_not_asked_for_again(case: Case) -> None:
    shared = make_shared()
    with RawServer([case.answer]) as server:
        read = read_one(server.url, shared=shared)
    assert (read.end, read.item) == (case.end, None)
    assert case.says in read.message
    assert "\n" not in read.message
    assert (server.count, shared.traffic) == (1, Traffic(requests=1))
    assert not shared.stop.asked


# --- what goes over the wire ------------------------------------------------------------------------------------------


def test_a_reading_goes_over_the_wire_without_a_body_or_a_word_of_one() -> None:
    with RawServer([reply(200, DIWALI)]) as server:
        read_one(server.url)
    request = server.seen[0]
    assert (request.method, request.path, request.body) == ("GET", "/v1/dialer/campaign/281", b"")
    assert request.headers.keys().isdisjoint({"content-type", "content-length", "transfer-encoding"})
    assert request.headers["accept"] == "application/json"
    assert request.headers["authorization"] == f"Bearer {TOKEN}"


def test_a_redirect_brings_nothing_to_another_server() -> None:
    with RawServer([yes()]) as other, RawServer([reply(307, b"", {"location": f"{other.url}/x"})]) as server:
        read = read_one(server.url)
    assert (read.end, other.count, server.count) == (UNREADABLE, 0, 1)


def test_a_token_that_comes_back_is_taken_out_of_what_was_read() -> None:
    with RawServer([reply(200, {"id": 281, "name": f"for {TOKEN}", "description": TOKEN})]) as server:
        read = read_one(server.url)
    assert read.item == {"id": 281, "name": "for ***", "description": "***"}


def test_a_token_that_comes_back_reaches_no_message() -> None:
    with RawServer([reply(200, {"success": False, "message": f"no right for {TOKEN}"})]) as server:
        read = read_one(server.url)
    assert "no right for ***" in read.message


def test_a_packed_answer_is_unpacked() -> None:
    long = {"id": 281, "name": "Diwali", "description": "a" * 1_000_000}
    with RawServer([gzipped(200, json.dumps(long).encode())]) as server:
        assert read_one(server.url).item == long


def test_an_id_that_was_not_checked_is_not_read() -> None:
    with RawServer([yes()]) as server, pytest.raises(ValueError, match="checked"):
        read_one(server.url, "../agent/9")
    assert server.count == 0


# --- tries ------------------------------------------------------------------------------------------------------------

CUT = reply(200, DIWALI, length=999)


@pytest.mark.parametrize(
    "bad",
    [*(reply(status) for status in (408, 425, 429, 500, 502, 503, 504)), DROP_AFTER_READING, RESET_AFTER_READING, CUT],
    ids=["408", "425", "429", "500", "502", "503", "504", "dropped", "reset", "cut within the answer"],
)
def test_a_reading_that_fails_every_second_time_is_tried_again(bad: Reply) -> None:
    shared = make_shared()
    with RawServer([bad, reply(200, DIWALI), bad, reply(200, DIWALI)]) as server:
        reads = [read_one(server.url, shared=shared) for _ in range(2)]
    assert [read.item for read in reads] == [DIWALI, DIWALI]
    assert (shared.traffic.requests, shared.traffic.retries, server.count) == (4, 2, 4)


@pytest.mark.parametrize(
    ("bad", "says", "cause"),
    [
        (reply(500), "an error of its own (500). Tried 3 times.", "server error"),
        (reply(429), "(429). Tried 3 times.", "over the limit"),
        (reply(200, {"code": 503}), "(503). Tried 3 times.", "server error"),
        (DROP_AFTER_READING, "Asked, but the connection was lost before an answer came back. Tried 3", "no answer"),
        (CUT, "Asked, but the answer broke off. Tried 3 times.", "no answer"),
        (STALL, "Asked, but no answer came back within 0.3 seconds. Tried 3 times.", "no answer"),
        (STALL_AFTER_HEADERS, "no answer came back within 0.3 seconds. Tried 3 times.", "no answer"),
        (raw(b"SSH-2.0-OpenSSH\r\n\r\n"), "could not be understood. Tried 3 times.", "no answer"),
    ],
    ids=["500", "429", "503 in words", "dropped", "cut", "stalled", "stalled within", "garbage"],
)
def test_a_reading_whose_tries_are_used_up_has_failed_and_is_never_in_doubt(bad: Reply, says: str, cause: str) -> None:
    shared = make_shared(policy=RetryPolicy(base=0, throttle_base=0, longest_told=0, attempts=3))
    with RawServer([bad]) as server:
        read = read_one(server.url, shared=shared, seconds=0.3 if bad.stall else 5)
    assert (read.end, read.item, read.cause, server.count) == (FAILED, None, cause, 3)
    assert says in read.message
    assert "applied" not in read.message


def test_a_server_that_is_not_there_is_named() -> None:
    with RawServer([yes()]) as server:
        gone = server.url
    read = read_one(gone)
    assert (read.end, read.cause) == (FAILED, "not reached")
    assert "Nothing answers at 127.0.0.1" in read.message


# --- the run's stop ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("answer", [reply(401), reply(200, {"status": 401})], ids=["by its status", "in words"])
def test_a_refused_token_stops_the_run(answer: Reply) -> None:
    shared = make_shared()
    with RawServer([answer]) as server:
        reads = [read_one(server.url, shared=shared) for _ in range(2)]
    assert [read.end for read in reads] == [STOPPED, STOPPED]
    assert shared.stop.reason is StopReason.TOKEN_REFUSED
    assert "API Connect > API Tokens" in shared.stop.message
    assert {read.message for read in reads} == {shared.stop.message}
    assert server.count == 1


def test_a_stop_while_reading_lets_the_answer_come() -> None:
    shared = make_shared()

    async def stop_while_reading(session: Session) -> Read:
        reading = asyncio.ensure_future(session.read("281"))
        while not server.count:  # noqa: ASYNC110  (what it waits for happens in the server's thread)
            await asyncio.sleep(0.001)
        session.stop.ask(StopReason.INTERRUPTED, "You stopped the run.")
        return await reading

    with RawServer([reply(200, DIWALI, before=0.02)]) as server:
        read = in_session(server.url, stop_while_reading, shared)
    assert (read.end, read.item) == (FOUND, DIWALI)


@pytest.mark.parametrize("first", [STALL, reply(503)], ids=["within a try", "between two"])
def test_a_reading_that_is_broken_off_is_stopped(first: Reply) -> None:
    shared = make_shared(policy=RetryPolicy(throttle_base=3600, longest_wait=3600))

    async def cancel_while_reading(session: Session) -> Read:
        reading = asyncio.ensure_future(session.read("281"))
        while not server.count:  # noqa: ASYNC110  (what it waits for happens in the server's thread)
            await asyncio.sleep(0.001)
        session.stop.cancel()
        return await reading

    with RawServer([first]) as server:
        read = in_session(server.url, cancel_while_reading, shared)
    assert (read.end, read.message, server.count) == (STOPPED, "You stopped the run.", 1)


# --- what phases share ------------------------------------------------------------------------------------------------


def test_readings_and_updates_take_turns_at_one_pace() -> None:
    clock = FakeClock()
    shared = make_shared(pace=clock.pace(2))

    async def read_and_send(session: Session) -> Status:
        await session.read("281")
        turn = await session.turn()
        outcome = await session.send(make_update(), turn or 0)
        await session.read("281")
        return outcome.status

    with RawServer([reply(200, DIWALI), yes(), reply(500), reply(200, DIWALI)]) as server:
        assert in_session(server.url, read_and_send, shared) is Status.UPDATED
    assert [request.method for request in server.seen] == ["GET", "PUT", "GET", "GET"]
    assert clock.now == 1.5  # four requests at two a second
    assert shared.traffic == Traffic(requests=4, retries=1)


def test_phases_one_after_another_share_the_pace_and_the_count() -> None:
    clock = FakeClock()
    shared = make_shared(pace=clock.pace(1))

    async def read_three(session: Session) -> list[ReadEnd]:
        reads = await asyncio.gather(*(session.read(campaign_id) for campaign_id in ("1", "2", "3")))
        return [read.end for read in reads]

    with RawServer([reply(200, NAMELESS)]) as server:
        ends = [in_session(server.url, read_three, shared) for _ in range(3)]
    assert ends == [[FOUND] * 3] * 3
    assert clock.now == 8
    assert shared.traffic == Traffic(requests=9)


def test_phases_share_the_budget_of_further_tries() -> None:
    shared = make_shared(policy=RetryPolicy(base=0, budget=5))
    with RawServer([reply(500)]) as server:
        reads = [read_one(server.url, shared=shared) for _ in range(3)]
    assert server.count == 3 + 5
    assert "Tried once. No more, since the whole run has used up its further tries." in reads[2].message


def test_a_stop_reaches_the_phase_that_is_under_way_in_another_loop() -> None:
    stop = Stop()
    shared = make_shared(stop=stop, policy=RetryPolicy(base=3600, longest_wait=3600))

    async def ask_while_waiting(session: Session) -> Read:
        reading = asyncio.ensure_future(session.read("281"))
        while server.count < 2:  # noqa: ASYNC110  (what it waits for happens in the server's thread)
            await asyncio.sleep(0.001)
        stop.ask(StopReason.INTERRUPTED, "You stopped the run.")
        return await reading

    with RawServer([reply(200, DIWALI), reply(500)]) as server:
        assert read_one(server.url, shared=shared).end is FOUND
        assert in_session(server.url, ask_while_waiting, shared).end is STOPPED
