"""The stand-in API over a real socket. What it must take and refuse is written by hand from the API's pages."""

from __future__ import annotations

import asyncio

import pytest
from support.rows import accept
from support.stand_in import CHOICES, DONE, FLAGS, LIST, OPTIONS, PATH, STRINGS, Answer, Ask, talk

from batch_update.campaign import CAMPAIGN
from batch_update.errors import UsageError
from batch_update.sandbox import Sandbox, SandboxOptions, open_sandbox, serve

GOOD = {"name": "Diwali offers"}


def put(body: object, campaign: str = "281", **headers: str) -> Answer:
    """Send one update to a fresh stand-in."""
    answers: list[Answer] = []

    async def story(ask: Ask, _: Sandbox) -> None:
        answers.append(await ask("PUT", PATH + campaign, body, **headers))

    talk(story)
    return answers[0]


# --- what is taken ----------------------------------------------------------------------------------------------------

TAKEN: dict[str, dict[str, object]] = {
    "text": {"name": "Diwali offers", "description": "नमस्ते 🙂"},
    "a choice by its code": {"ring_strategy": "3"},
    "preview with its duration": {"dial_method": "1", "auto_dial_duration": "30"},
    "ratio with its ratio": {"dial_method": "2", "dial_ratio": "2"},
    "flags as 0 and 1": {"hide_lead_details": 0, "enable_transfer": 1},
    "strings in a list": {"dial_status": ["0", "-1"]},
    "integers in a list": {"agent": [4817, 2147483647]},
    "an integer": {"enforce_agent_pause_code": 1},
    "three active lists": {"lead_list_map": [{"list_id": number, "list_status": 1} for number in (1, 2, 3)]},
    "a fourth list that is not active": {
        "lead_list_map": [{"list_id": number, "list_status": int(number < 4)} for number in (1, 2, 3, 4)]
    },
    "a text that is cleared": {"description": ""},
    "a list that is cleared": {"agent": []},
    "inbound, whole": {"enable_inbound": 1, "inbound_queue": "147", "inbound_lead_list": "8668"},
    "manual dialling, whole": {"manual_dial_enabled": 1, "manual_lead_list": ["1235"]},
    "switched off, so nothing else is needed": {"enable_inbound": 0, "manual_dial_enabled": 0},
}


@pytest.mark.parametrize("body", TAKEN.values(), ids=TAKEN)
def test_a_right_update_is_taken(body: dict[str, object]) -> None:
    assert put(body) == (200, DONE)


@pytest.mark.parametrize("spelling", ["Bearer let-me-in", "let-me-in"])
def test_the_token_is_taken_in_both_spellings(spelling: str) -> None:
    assert put(GOOD, Authorization=spelling) == (200, DONE)


WHOLE: dict[str, object] = {
    **dict.fromkeys(STRINGS, "30"),
    **dict.fromkeys(CHOICES, "1"),
    **dict.fromkeys(FLAGS, 1),
    "enforce_agent_pause_code": 1,
    "dial_status": ["0"],
    "manual_lead_list": ["1235"],
    "agent": [4817],
    "lead_list_map": [{"list_id": 1234, "list_status": 1}],
}
"""All 51 fields of the API page, each in its type."""


def test_all_51_fields_are_taken_in_the_types_of_the_page() -> None:
    assert len(WHOLE) == 51
    assert put(WHOLE) == (200, DONE)


@pytest.mark.parametrize("wrong", [30, "30", 1.5, True, [], {"x": 1}], ids=repr)
def test_no_field_is_taken_in_another_type(wrong: object) -> None:
    body = {name: wrong for name, right in WHOLE.items() if type(right) is not type(wrong)}
    status, answer = put(body)
    assert (status, answer.keys()) == (422, body.keys())


def test_no_field_is_taken_with_a_list_in_a_list() -> None:
    status, answer = put({name: [[]] for name in WHOLE})
    assert (status, answer.keys()) == (422, WHOLE.keys())


# --- what is refused --------------------------------------------------------------------------------------------------

REFUSED: dict[str, tuple[dict[str, object], str]] = {
    "number for a string": ({"dial_method": 1}, "dial_method"),
    "number for an id": ({"outbound_caller_id": 1759333}, "outbound_caller_id"),
    "number for a duration": ({"ring_timeout": 30}, "ring_timeout"),
    "unknown code": ({"ring_strategy": "4"}, "ring_strategy"),
    "name instead of code": ({"ring_strategy": "Random"}, "ring_strategy"),
    "flag as text": ({"hide_lead_details": "1"}, "hide_lead_details"),
    "flag as boolean": ({"hide_lead_details": True}, "hide_lead_details"),
    "flag as 2": ({"hide_lead_details": 2}, "hide_lead_details"),
    "flag as float": ({"hide_lead_details": 1.0}, "hide_lead_details"),
    "flag cleared": ({"hide_lead_details": ""}, "hide_lead_details"),
    "choice cleared": ({"ring_strategy": ""}, "ring_strategy"),
    "pause code as text": ({"enforce_agent_pause_code": "1"}, "enforce_agent_pause_code"),
    "pause code too large": ({"enforce_agent_pause_code": 2147483648}, "enforce_agent_pause_code"),
    "numbers among strings": ({"dial_status": ["0", 1]}, "dial_status"),
    "text for a list": ({"dial_status": "0"}, "dial_status"),
    "strings among integers": ({"agent": ["4817"]}, "agent"),
    "boolean among integers": ({"agent": [True]}, "agent"),
    "agent id that is no int32": ({"agent": [502842370097]}, "agent"),
    "list cleared as text": ({"agent": ""}, "agent"),
    "list id as text": ({"lead_list_map": [{"list_id": "1234", "list_status": 1}]}, "lead_list_map"),
    "list status as boolean": ({"lead_list_map": [{"list_id": 1234, "list_status": True}]}, "lead_list_map"),
    "list without status": ({"lead_list_map": [{"list_id": 1234}]}, "lead_list_map"),
    "list with more": ({"lead_list_map": [{"list_id": 1, "list_status": 1, "x": 1}]}, "lead_list_map"),
    "one list, not in a list": ({"lead_list_map": {"list_id": 1, "list_status": 1}}, "lead_list_map"),
    "four active lists": ({"lead_list_map": [{"list_id": n, "list_status": 1} for n in range(4)]}, "lead_list_map"),
    "null": ({"name": None}, "name"),
    "unknown field": ({"nmae": "x"}, "nmae"),
    "id in the body": ({"id": "281"}, "id"),
    "preview without duration": ({"dial_method": "1"}, "auto_dial_duration"),
    "ratio without ratio": ({"dial_method": "2"}, "dial_ratio"),
    "ratio with its ratio cleared": ({"dial_method": "2", "dial_ratio": ""}, "dial_ratio"),
    "manual dialling without lists": ({"manual_dial_enabled": 1}, "manual_lead_list"),
    "inbound without lead list": ({"enable_inbound": 1, "inbound_queue": "147"}, "inbound_lead_list"),
}


@pytest.mark.parametrize(("body", "field"), REFUSED.values(), ids=REFUSED)
def test_a_wrong_field_is_refused_by_name_without_a_success_flag(body: dict[str, object], field: str) -> None:
    status, answer = put(body)
    assert (status, list(answer)) == (422, [field])
    assert field in answer[field]


def test_every_wrong_field_is_named_at_once() -> None:
    _, answer = put({"agent": ["4817"], "enable_inbound": 1, "name": 7})
    assert answer.keys() == {"agent", "inbound_queue", "inbound_lead_list", "name"}


NO_UPDATES: dict[str, bytes] = {
    "nothing": b"",
    "empty object": b"{}",
    "a list": b"[]",
    "null": b"null",
    "cut": b'{"name": "x"',
    "not UTF-8": b'{"name": "\xff"}',
    "nested too deep": b"[" * 100_000,
}


@pytest.mark.parametrize("body", NO_UPDATES.values(), ids=NO_UPDATES)
def test_a_body_that_is_no_update_is_refused(body: bytes) -> None:
    assert put(body)[0] == 400


def test_a_body_that_does_not_say_it_is_json_is_refused() -> None:
    assert put(GOOD, **{"Content-Type": "text/plain"})[0] == 415


@pytest.mark.parametrize(
    "header", ["", "Bearer ", "Bearer wrong", "wrong", "Basic let-me-in", "Bearer let-me-in2", "é"]
)
def test_a_wrong_token_is_refused(header: str) -> None:
    status, answer = put(GOOD, Authorization=header)
    assert (status, answer["success"]) == (401, False)


# --- which campaigns there are ----------------------------------------------------------------------------------------


WHOLE_NUMBERS = [
    "1", "281", "899999",
    "0", "0281",  # the check lets zeros in front pass
    "901000", "910404", "999999", "1000000",  # six digits and more, none of them 900 and a status
    "900", "9004", "90040", "9004040", "90040404", "0900404", "1900404",  # 900, but not six digits that begin with it
    "502842370097", "0502842370097123456", "9223372036854775808", "9" * 64,
]  # fmt: skip


@pytest.mark.parametrize("campaign", WHOLE_NUMBERS)
def test_whole_numbers_of_any_length_are_campaigns(campaign: str) -> None:
    assert put(GOOD, campaign) == (200, DONE)


def test_a_campaign_is_the_same_with_zeros_in_front() -> None:
    async def story(ask: Ask, _: Sandbox) -> None:
        await ask("PUT", PATH + "0950123", {"name": "Padded"})
        assert (await ask("GET", PATH + "950123"))[1]["data"]["name"] == "Padded"

    talk(story)


@pytest.mark.parametrize("campaign", WHOLE_NUMBERS)
def test_the_check_lets_every_campaign_of_the_stand_in_pass(campaign: str) -> None:
    assert accept(id=campaign, name="Diwali offers").campaign_id == campaign


NO_CAMPAIGNS = [
    "-1", "+1", "281.0", "1e3", "abc", "c281", "281%20", "٢", "%D9%A2",
    "900000", "900099", "900199", "900299", "900999",  # 900, but no status of HTTP behind it
    "9" * 65, "1" * 5_000,
]  # fmt: skip


@pytest.mark.parametrize("campaign", NO_CAMPAIGNS, ids=lambda text: text[:20])
def test_other_ids_are_not_found(campaign: str) -> None:
    status, answer = put(GOOD, campaign)
    assert (status, answer) == (404, {"success": False, "message": "Campaign not found."})


STATUS_ANSWERS: dict[int, object] = {
    200: DONE,
    204: "",
    302: "",
    400: {"Success": True, "Message": "Bad request."},
    401: {"success": False, "message": "Unauthorized."},
    403: {"success": False, "message": "Forbidden."},
    404: {"success": False, "message": "Not Found."},
    409: {"success": False, "message": "Conflict."},
    422: {"name": "Provide a valid name."},
    429: {"success": "false", "message": "Too many requests."},
    500: {"success": False, "message": "Internal Server Error."},
    503: "<html><head><title>503 Service Unavailable</title></head></html>",
}


@pytest.mark.parametrize(("status", "answer"), STATUS_ANSWERS.items(), ids=map(str, STATUS_ANSWERS))
def test_an_id_of_900_and_a_status_is_answered_with_that_status(status: int, answer: object) -> None:
    assert put(GOOD, f"900{status}") == (status, answer)


# --- other calls ------------------------------------------------------------------------------------------------------


REFUSED_CALLS = {
    "delete": ("DELETE", PATH + "281", 405),
    "add": ("POST", LIST, 405),
    "update of all": ("PUT", PATH, 405),
    "update of a list that is none of its own": ("PUT", "/v1/broadcast/list", 403),
    "unknown route": ("PUT", "/v1/dialer/campaigns/281", 403),
    "deeper route": ("PUT", PATH + "281/agents", 403),
    "root": ("GET", "/", 403),
}


@pytest.mark.parametrize(("method", "path", "status"), REFUSED_CALLS.values(), ids=REFUSED_CALLS)
def test_other_calls_are_refused(method: str, path: str, status: int) -> None:
    async def story(ask: Ask, _: Sandbox) -> None:
        assert (await ask(method, path, GOOD))[0] == status

    talk(story)


def test_an_unknown_route_is_answered_as_a_gateway_does() -> None:
    async def story(ask: Ask, _: Sandbox) -> None:
        assert await ask("PUT", "/v2/nothing", GOOD) == (403, {"message": "Missing Authentication Token"})

    talk(story)


# --- limit, latency, records ------------------------------------------------------------------------------------------


def test_calls_over_the_limit_get_the_documented_body() -> None:
    async def story(ask: Ask, _: Sandbox) -> None:
        # At 0.01 a second, the window is 100 seconds: no machine is slow enough to see it pass.
        first = await ask("GET", PATH + "281")
        second = await ask("PUT", PATH + "281", GOOD)
        assert (first[0], second) == (200, (429, {"success": "false", "message": "Too many requests."}))

    talk(story, SandboxOptions(limit=0.01))


def test_the_limit_passes() -> None:
    async def story(ask: Ask, _: Sandbox) -> None:
        while (await ask("PUT", PATH + "281", GOOD))[0] != 429:
            pass
        while (await ask("PUT", PATH + "281", GOOD))[0] != 200:
            pass

    talk(story, SandboxOptions(limit=50))


def test_no_limit_refuses_nothing() -> None:
    async def story(ask: Ask, _: Sandbox) -> None:
        assert {(await ask("PUT", PATH + "281", GOOD))[0] for _ in range(100)} == {200}

    talk(story)


def test_requests_are_remembered_as_they_came() -> None:
    async def story(ask: Ask, sandbox: Sandbox) -> None:
        await ask("PUT", PATH + "a%2Fb?x=1", b'{"name":  "x"}')
        received = sandbox.received[0]
        assert (received.method, received.path) == ("PUT", PATH + "a%2Fb?x=1")
        assert (received.body, received.status) == (b'{"name":  "x"}', 404)
        assert sandbox.requests == len(sandbox.received) == 1
        assert received.headers["authorization"] == "Bearer let-me-in"

    talk(story)


def test_latency_keeps_every_answer_back() -> None:
    async def story(ask: Ask, _: Sandbox) -> None:
        began = asyncio.get_running_loop().time()
        await ask("PUT", PATH + "281", GOOD)
        assert asyncio.get_running_loop().time() - began >= 0.004

    talk(story, SandboxOptions(latency=0.005))


def test_a_stand_in_makes_its_own_token_each_time() -> None:
    async def story() -> None:
        async with open_sandbox(CAMPAIGN) as first, open_sandbox(CAMPAIGN) as second:
            assert first.token != second.token
            assert first.url != second.url

    asyncio.run(story())


def test_a_taken_port_is_said_in_plain_words() -> None:
    async def story() -> None:
        async with open_sandbox(CAMPAIGN) as first:
            port = int(first.url.rpartition(":")[2])
            with pytest.raises(UsageError, match=f"port {port}.*--port"):
                async with open_sandbox(CAMPAIGN, SandboxOptions(port=port)):
                    pass

    asyncio.run(story())


def test_the_command_announces_where_it_is_and_ends_when_cancelled() -> None:
    async def story() -> list[str]:
        said: asyncio.Queue[str] = asyncio.Queue()
        task = asyncio.create_task(serve(CAMPAIGN, OPTIONS, said.put_nowait))
        lines = [await said.get(), await said.get()]
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        return lines

    url, token = asyncio.run(story())
    assert url.startswith("URL: http://127.0.0.1:")
    assert token == "Token: let-me-in"
