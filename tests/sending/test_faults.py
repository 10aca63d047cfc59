"""What can go wrong on the way, and what becomes of the row: one line a fault, counted by the server."""

from __future__ import annotations

import asyncio
import socket
from dataclasses import dataclass

import pytest
from support.dispatching import Notes, dispatch, make_update, make_updates, send_one
from support.raw_server import (
    DROP_AFTER_READING,
    DROP_BEFORE_READING,
    RESET_AFTER_READING,
    RESET_BEFORE_READING,
    SPEAK_BEFORE_READING,
    STALL,
    STALL_AFTER_HEADERS,
    RawServer,
    Reply,
    gzipped,
    raw,
    reply,
    yes,
)

from batch_update.model import Source, Status
from batch_update.runs import StopReason
from batch_update.sending import Stop

UPDATED, REJECTED, FAILED, UNKNOWN = Status.UPDATED, Status.REJECTED, Status.FAILED, Status.UNKNOWN

HTML = "<html><head><title>x</title></head><body><h1>Bad Gateway</h1><p>nginx</p></body></html>"
TOO_MANY = reply(429, {"success": "false", "message": "Too many requests."})
FIELD_MAP = {"dial_ratio": "Provide a valid dial_ratio."}
GZIP_BOMB = gzipped(200, b'{"success":true,"message":"' + b"a" * 20_000_000 + b'"}')


@dataclass(frozen=True, slots=True)
class Fault:
    """A script, and what it must come to. With 3 tries, each allowed 50 ms."""

    name: str
    script: list[Reply]
    status: Status
    says: str
    requests: int
    http_status: int | None


FAULTS = [
    # --- answers that say yes
    Fault("yes in capitals", [reply(200, {"Success": True, "Message": "done"})], UPDATED, "done", 1, 200),
    Fault("ok", [reply(201, {"ok": 1})], UPDATED, "", 1, 201),
    Fault("nothing at all, and said so", [reply(204)], UPDATED, "", 1, 204),
    Fault("an empty object", [reply(200, {})], UPDATED, "", 1, 200),
    Fault("packed, though not asked for", [gzipped(200, b'{"success":true}')], UPDATED, "", 1, 200),
    Fault("in drops", [raw(*[b"HTTP/1.1 200 OK\r\n", b"content-length: 2\r\n\r\n", b"{", b"}"])], UPDATED, "", 1, 200),
    # --- answers that say no
    Fault("no as a text", [reply(200, {"success": "false", "message": "No."})], REJECTED, '"No."', 1, 200),
    Fault("no as a number", [reply(200, {"Success": 0})], REJECTED, "gave no reason", 1, 200),
    Fault("400 though the flag says yes", [reply(400, {"success": True})], REJECTED, "The API said no (400)", 1, 400),
    Fault("no such campaign", [reply(404)], REJECTED, "knows no campaign with this id", 1, 404),
    Fault("no such campaign, as a page", [reply(404, HTML)], REJECTED, "Bad Gateway nginx", 1, 404),
    Fault("conflict", [reply(409, {"message": "Name exists"})], REJECTED, "Name exists", 1, 409),
    Fault("field map", [reply(422, FIELD_MAP)], REJECTED, "Dial Ratio: Provide a valid", 1, 422),
    Fault("field map with an answer that breaks off", [reply(422, FIELD_MAP, length=999)], REJECTED, "no", 1, 422),
    Fault("method not allowed", [reply(405)], REJECTED, "(405)", 1, 405),
    Fault("too large", [reply(413, HTML)], REJECTED, "Bad Gateway", 1, 413),
    Fault("gone", [reply(410, "Gone")], REJECTED, "Gone", 1, 410),
    Fault("redirect", [reply(302, b"", {"location": "https://x.test/login"})], REJECTED, "leads on to x.test", 1, 302),
    Fault("redirect to nowhere", [reply(307)], REJECTED, "leads on, and", 1, 307),
    Fault("redirect to nonsense", [reply(308, b"", {"location": "http://[::1"})], REJECTED, "leads on, and", 1, 308),
    Fault("many choices", [reply(300)], REJECTED, "leads on", 1, 300),
    # --- answers worth another try
    *(
        Fault(f"{status}, then yes", [reply(status, HTML), yes()], UPDATED, "", 2, 200)
        for status in (408, 425, 429, 500, 502, 503, 504)
    ),
    Fault("timed out at the server", [reply(408)], FAILED, "(408). Tried 3 times.", 3, 408),
    Fault("too early", [reply(425)], FAILED, "(425). Tried 3 times.", 3, 425),
    Fault("over the limit", [TOO_MANY], FAILED, 'Its words: "Too many requests." Tried 3 times.', 3, 429),
    Fault("server error", [reply(500)], FAILED, "an error of its own (500)", 3, 500),
    Fault("bad gateway", [reply(502, HTML)], FAILED, "may have been applied all the same", 3, 502),
    Fault("busy", [reply(503)], FAILED, "(503)", 3, 503),
    Fault("gateway time-out", [reply(504)], FAILED, "may have been applied all the same", 3, 504),
    Fault("502, then another error", [reply(502), reply(500)], FAILED, "may have been applied all the same", 3, 500),
    Fault("an error that stays", [reply(501)], FAILED, "an error of its own (501)", 1, 501),
    Fault("an error of a gateway's own", [reply(522, HTML)], FAILED, "(522)", 1, 522),
    Fault("three kinds of failure, then no", [reply(500), TOO_MANY, reply(422, FIELD_MAP)], REJECTED, "no", 3, 422),
    # --- no answer
    Fault("dropped before reading", [DROP_BEFORE_READING], UNKNOWN, "connection was lost before an answer", 3, None),
    Fault("reset before reading", [RESET_BEFORE_READING], UNKNOWN, "connection was lost before an answer", 3, None),
    Fault("dropped after reading", [DROP_AFTER_READING], UNKNOWN, "connection was lost before an answer", 3, None),
    Fault("reset after reading", [RESET_AFTER_READING], UNKNOWN, "connection was lost before an answer", 3, None),
    Fault("stall", [STALL], UNKNOWN, "no answer came back within 0.4 seconds", 3, None),
    Fault("stall within the answer", [STALL_AFTER_HEADERS], UNKNOWN, "no answer came back within 0.4", 3, None),
    Fault("drops that never end", [raw(b"HTTP/1.1 2", *[b"x"] * 20, between=0.03)], UNKNOWN, "Sent, but", 3, None),
    Fault("body cut", [reply(200, {"success": True}, length=99)], UNKNOWN, "the answer broke off", 3, None),
    Fault("headers cut", [raw(b"HTTP/1.1 200 OK\r\ncontent-le")], UNKNOWN, "before an answer came back", 3, None),
    Fault("garbage for a status", [raw(b"SSH-2.0-OpenSSH\r\n\r\n")], UNKNOWN, "could not be understood", 3, None),
    Fault(
        "chunks of garbage", [raw(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n")], UNKNOWN, "", 3, None
    ),
    # --- doubt, and what ends it
    Fault("dropped, then yes", [DROP_AFTER_READING, yes()], UPDATED, "", 2, 200),
    Fault("dropped, then no", [DROP_AFTER_READING, reply(422, FIELD_MAP)], REJECTED, "Provide", 2, 422),
    Fault(
        "dropped, then errors", [DROP_AFTER_READING, reply(500)], UNKNOWN, "An earlier try was never answered", 3, 500
    ),
    Fault("errors, then dropped", [reply(500), reply(500), DROP_AFTER_READING], UNKNOWN, "may have", 3, 500),
    Fault("dropped, then an error that stays", [DROP_AFTER_READING, reply(501)], UNKNOWN, "may have", 2, 501),
    Fault("stalled, then the token refused", [STALL, reply(401)], UNKNOWN, "may have been applied:", 2, 401),
    # --- answers of something else
    Fault("200 with a page", [reply(200, HTML)], UNKNOWN, 'It begins: "Bad Gateway nginx"', 1, 200),
    Fault("200 with nothing", [reply(200)], UNKNOWN, "It was empty", 1, 200),
    Fault("200 with half an object", [reply(200, b'{"success": tr')], UNKNOWN, "not an answer of this API", 1, 200),
    Fault("200 with a list", [reply(200, [])], UNKNOWN, "not an answer of this API", 1, 200),
    Fault("200 with a text", [reply(200, b'"success"')], UNKNOWN, "not an answer of this API", 1, 200),
    Fault("200 with too many brackets", [reply(200, b"[" * 60_000)], UNKNOWN, "not an answer of this API", 1, 200),
    Fault("200 without an end", [reply(200, b'{"a":"' + b"a" * 200_000 + b'"}')], UNKNOWN, "not an answer", 1, 200),
    Fault("200 that unpacks to 20 MB", [GZIP_BOMB], UNKNOWN, "not an answer of this API", 1, 200),
    Fault("200 packed, but not really", [reply(200, b"{}", {"content-encoding": "gzip"})], UNKNOWN, "empty", 1, 200),
    Fault("600", [reply(600)], FAILED, "(600)", 1, 600),
    # --- the token
    Fault("token refused", [reply(401, {"message": "Unauthenticated."})], REJECTED, "it has expired", 1, 401),
    Fault("access refused", [reply(403)], REJECTED, "may not update campaigns", 1, 403),
    Fault("wrong address", [reply(403, {"message": "Missing Authentication Token"})], REJECTED, "base URL", 1, 403),
]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_fault_has_its_outcome(fault: Fault) -> None:
    with RawServer(fault.script) as server:
        outcome = send_one(server.url, attempts=3, seconds=0.4 if _waits(fault) else 5)

    assert outcome.status is fault.status
    assert fault.says in outcome.message
    assert (server.count, outcome.attempts) == (fault.requests, fault.requests)
    assert outcome.http_status == fault.http_status
    assert outcome.status is UPDATED or outcome.problems
    assert all(problem.source is Source.API and problem.message for problem in outcome.problems)


def _waits(fault: Fault) -> bool:
    return any(step.stall or step.between for step in fault.script)


def test_every_try_of_a_row_sends_the_same_body() -> None:
    with RawServer([DROP_AFTER_READING, reply(500), yes()]) as server:
        send_one(server.url)
    assert len({request.body for request in server.seen}) == 1


def test_the_fault_names_are_unique() -> None:
    assert len({fault.name for fault in FAULTS}) == len(FAULTS)


# --- never reached ----------------------------------------------------------------------------------------------------


def test_a_server_that_is_not_there_leaves_the_row_failed_and_not_in_doubt() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        outcome = send_one(f"http://127.0.0.1:{unused.getsockname()[1]}")
    assert (outcome.status, outcome.attempts, outcome.cause) == (FAILED, 0, "not reached")
    assert "Nothing answers at 127.0.0.1" in outcome.message
    assert "Tried 5 times." in outcome.message
    assert "may have been applied" not in outcome.message


def test_a_name_that_is_not_found_is_said_by_its_name() -> None:
    outcome = send_one("https://campaigns.invalid", attempts=1)
    assert outcome.status is FAILED
    assert "The name campaigns.invalid was not found" in outcome.message


def test_a_server_without_tls_is_no_secure_connection() -> None:
    with RawServer([SPEAK_BEFORE_READING]) as server:
        outcome = send_one(server.url.replace("http:", "https:"), attempts=1)
    assert (outcome.status, outcome.attempts) == (FAILED, 0)
    assert "No secure connection to 127.0.0.1" in outcome.message


# --- what must never happen -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_brings_nothing_to_another_server(status: int) -> None:
    with RawServer([yes()]) as other, RawServer([reply(status, b"", {"location": f"{other.url}/x"})]) as server:
        outcome = send_one(server.url)
    assert outcome.status is REJECTED
    assert other.count == 0
    assert server.count == 1


def test_a_refused_token_leaves_the_rest_not_sent() -> None:
    stop = Stop()
    with RawServer([yes(), yes(), reply(401)]) as server:
        done = asyncio.run(dispatch(server.url, make_updates(5), stop=stop))
    assert [outcome.status for outcome in done.outcomes] == [
        UPDATED,
        UPDATED,
        REJECTED,
        Status.NOT_SENT,
        Status.NOT_SENT,
    ]
    assert stop.reason is StopReason.TOKEN_REFUSED
    assert "API Connect > API Tokens" in stop.message
    assert done.outcomes[2].cause == "api-token-refused"
    assert server.count == 3


def test_a_refused_token_lets_what_is_in_flight_finish() -> None:
    by_path = {"100": [reply(200, {"success": True}, before=0.05)], "101": [reply(403)]}
    with RawServer([yes()], by_path=by_path) as server:
        done = asyncio.run(dispatch(server.url, make_updates(6), concurrency=2))
    assert [outcome.status for outcome in done.outcomes] == [UPDATED, REJECTED, *[Status.NOT_SENT] * 4]


# --- too many failures ------------------------------------------------------------------------------------------------


def test_rows_failing_in_a_row_for_one_cause_stop_the_run() -> None:
    stop = Stop()
    with RawServer([yes(), *[reply(501)] * 9]) as server:
        done = asyncio.run(dispatch(server.url, make_updates(9), stop=stop, max_failures=3))
    assert [outcome.status for outcome in done.outcomes] == [UPDATED, *[FAILED] * 3, *[Status.NOT_SENT] * 5]
    assert stop.reason is StopReason.TOO_MANY_FAILURES
    assert "3 rows in a row failed" in stop.message
    assert "(501)" in stop.message
    assert all("3 rows in a row failed" in outcome.message for outcome in done.outcomes[4:])


@pytest.mark.parametrize(
    "between", [yes(), reply(422, FIELD_MAP), reply(200, HTML)], ids=["an update", "a refusal", "another cause"]
)
def test_failures_are_counted_anew_after(between: Reply) -> None:
    stop = Stop()
    with RawServer([reply(501), reply(501), between, reply(501), reply(501), yes()]) as server:
        asyncio.run(dispatch(server.url, make_updates(6), stop=stop, max_failures=3))
    assert not stop.asked
    assert server.count == 6


def test_no_number_of_failures_stops_a_run_that_was_told_so() -> None:
    with RawServer([reply(501)]) as server:
        done = asyncio.run(dispatch(server.url, make_updates(40), max_failures=0))
    assert {outcome.status for outcome in done.outcomes} == {FAILED}


# --- the run's budget -------------------------------------------------------------------------------------------------


def test_an_outage_does_not_multiply_the_traffic() -> None:
    with RawServer([reply(503)]) as server:
        done = asyncio.run(dispatch(server.url, make_updates(300), notes=Notes(), concurrency=4))
    assert server.count == 300 + 500
    assert done.traffic.requests == server.count
    assert all(outcome.attempts == 5 for outcome in done.outcomes[:100])
    assert "Tried once. No more, since the whole run has used up its further tries." in done.outcomes[-1].message


def test_two_rows_for_one_campaign_are_refused_before_anything_is_sent() -> None:
    with RawServer([yes()]) as server, pytest.raises(ValueError, match="one campaign"):
        asyncio.run(dispatch(server.url, [make_update(), make_update(number=3)]))
    assert server.count == 0
