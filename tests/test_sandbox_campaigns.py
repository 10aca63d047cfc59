"""The stand-in's campaigns: what they hold, what an update makes of them, how they are read; by hand from api.md."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest
from support.agents import AGENT
from support.commands import run
from support.programs import start_program
from support.stand_in import CHOICES, DONE, FIELDS, FLAGS, LIST, LISTS, OPTIONS, PATH, STRINGS, Ask, talk

from batch_update.arguments import parse_sandbox
from batch_update.campaign import CAMPAIGN
from batch_update.live import LiveValue
from batch_update.resource import Lookup
from batch_update.sandbox import Sandbox, SandboxOptions

Capture = pytest.CaptureFixture[str]

MANY = [*range(281, 301), *range(1, 120), 900200, 502842370097, int("9" * 64)]


def read(*numbers: int, options: SandboxOptions = OPTIONS) -> list[dict[str, Any]]:
    """Campaigns that nobody has touched, as a fresh stand-in shows them."""
    found: list[dict[str, Any]] = []

    async def story(ask: Ask, _: Sandbox) -> None:
        found.extend([(await ask("GET", f"{PATH}{number}"))[1]["data"] for number in numbers])

    talk(story, options)
    return found


def as_update(read: dict[str, Any]) -> dict[str, Any]:
    """A campaign that was read, in the form in which an update sends it."""
    agents = [agent["id"] for agent in read["agent"]]
    return {**{name: value for name, value in read.items() if name != "id"}, "agent": agents}


# --- what nobody has touched ------------------------------------------------------------------------------------------


def test_a_campaign_shows_its_id_and_all_51_fields() -> None:
    assert len(set(FIELDS)) == 51
    (campaign,) = read(281)
    assert campaign.keys() == {"id", *FIELDS}
    assert (campaign["id"], campaign["name"]) == (281, "Diwali offers")


def test_its_values_have_the_types_of_the_page_but_agents_are_objects() -> None:
    for campaign in read(*MANY):
        assert {type(campaign[name]) for name in (*STRINGS, *CHOICES)} == {str}
        assert {campaign[name] for name in FLAGS} == {0, 1}
        assert {type(campaign[name]) for name in (*FLAGS, "enforce_agent_pause_code")} == {int}
        assert {type(code) for code in campaign["dial_status"] + campaign["manual_lead_list"]} <= {str}
        assert all(agent == {"id": agent["id"], "name": f"Agent {agent['id']}"} for agent in campaign["agent"])
        assert all(entry.keys() == {"list_id", "list_status"} for entry in campaign["lead_list_map"])
        assert {type(part) for entry in campaign["lead_list_map"] for part in entry.values()} <= {int}


def test_a_campaign_is_the_same_each_time_and_in_each_stand_in() -> None:
    first, second, other = [*read(284, 284), *read(284)]
    assert first == second == other


def test_no_campaign_lacks_what_its_own_values_need() -> None:
    for campaign in read(*MANY):
        needed = {
            "dial_method 1": campaign["dial_method"] != "1" or campaign["auto_dial_duration"],
            "dial_method 2": campaign["dial_method"] != "2" or campaign["dial_ratio"],
            "manual": campaign["manual_dial_enabled"] != 1 or campaign["manual_lead_list"],
            "inbound queue": campaign["enable_inbound"] != 1 or campaign["inbound_queue"],
            "inbound list": campaign["enable_inbound"] != 1 or campaign["inbound_lead_list"],
            "web form": campaign["enable_web_form"] != 1 or campaign["webform_url"],
            "dial-in": campaign["dial_in_type"] != "1" or campaign["agent_dial_in_number"],
            "active lists": sum(entry["list_status"] for entry in campaign["lead_list_map"]) <= 3,
        }
        assert [what for what, is_there in needed.items() if not is_there] == []


def test_the_twenty_campaigns_of_the_list_are_not_alike() -> None:
    campaigns = read(*range(281, 301))
    assert len({campaign["name"] for campaign in campaigns}) == 20
    assert {name for name in FIELDS if len({str(campaign[name]) for campaign in campaigns}) == 1} == set()
    assert {name for name in FIELDS if all(campaign[name] in ("", []) for campaign in campaigns)} == set()


def test_some_fields_are_empty_in_some_campaigns_but_none_that_each_must_have() -> None:
    empty = {name for campaign in read(*MANY) for name, value in campaign.items() if value in ("", [])}
    always = {"name", "dial_method", "outbound_caller_id", "disposition_list", "number_of_retry", "dial_status"}
    assert {"description", "agent", "lead_list_map", "ring_timeout"} <= empty
    assert empty & always == set()


# --- what an update makes of them -------------------------------------------------------------------------------------


def test_an_update_changes_what_it_names_and_nothing_else() -> None:
    async def story(ask: Ask, _: Sandbox) -> None:
        before = (await ask("GET", PATH + "7"))[1]["data"]
        await ask("PUT", PATH + "7", {"name": "Seven", "agent": [4817], "dial_status": ["0"]})
        await ask("PUT", PATH + "7", {"description": "beside the rest", "enable_transfer": 0})
        changed = {
            "name": "Seven", "agent": [{"id": 4817, "name": "Agent 4817"}], "dial_status": ["0"],
            "description": "beside the rest", "enable_transfer": 0,
        }  # fmt: skip
        assert await ask("GET", PATH + "7") == (200, {"data": {**before, **changed}})

    talk(story)


def test_what_is_emptied_is_shown_empty() -> None:
    async def story(ask: Ask, _: Sandbox) -> None:
        await ask("PUT", PATH + "7", {"description": "", "agent": [], "lead_list_map": []})
        campaign = (await ask("GET", PATH + "7"))[1]["data"]
        assert (campaign["description"], campaign["agent"], campaign["lead_list_map"]) == ("", [], [])

    talk(story)


def test_what_was_refused_changes_nothing() -> None:
    async def story(ask: Ask, _: Sandbox) -> None:
        before = await ask("GET", PATH + "281")
        await ask("PUT", PATH + "281", {"name": "Other", "agent": "none"})
        assert await ask("GET", PATH + "281") == before

    talk(story)


def test_an_update_of_one_campaign_leaves_another_as_it_is() -> None:
    async def story(ask: Ask, _: Sandbox) -> None:
        before = await ask("GET", PATH + "282")
        await ask("PUT", PATH + "281", {"name": "Other"})
        assert await ask("GET", PATH + "282") == before

    talk(story)


def test_every_campaign_that_was_read_can_be_written_to_another_and_is_the_same_there() -> None:
    async def story(ask: Ask, _: Sandbox) -> None:
        for number in MANY:
            there = (await ask("GET", f"{PATH}{number}"))[1]["data"]
            assert await ask("PUT", PATH + "77000", as_update(there)) == (200, DONE)
            copied = (await ask("GET", PATH + "77000"))[1]["data"]
            assert copied == {**there, "id": 77000}

    talk(story)


# --- the list ---------------------------------------------------------------------------------------------------------


def test_the_list_shows_twenty_campaigns_by_id_and_name() -> None:
    async def story(ask: Ask, _: Sandbox) -> None:
        listed = (await ask("GET", LIST))[1]["data"]
        assert [item["id"] for item in listed] == list(range(281, 301))
        assert listed[0] == {"id": 281, "name": "Diwali offers"}

    talk(story)


def test_the_list_shows_those_that_were_updated_too_under_their_present_names() -> None:
    async def story(ask: Ask, _: Sandbox) -> None:
        await ask("PUT", PATH + "7", {"name": "Seven"})
        await ask("PUT", PATH + "282", {"name": "Renewals"})
        await ask("PUT", PATH + "1234567", {"description": "only this"})
        await ask("PUT", PATH + "8", {"name": 8})  # refused
        named = {item["id"]: item["name"] for item in (await ask("GET", LIST))[1]["data"]}
        assert named.keys() == {7, *range(281, 301), 1234567}
        assert (named[7], named[282], named[1234567]) == ("Seven", "Renewals", "Campaign 1234567")

    talk(story)


# --- ids that stand for a status --------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [200, 201, 202])
def test_behind_an_id_of_a_success_there_is_a_campaign(status: int) -> None:
    async def story(ask: Ask, _: Sandbox) -> None:
        assert await ask("PUT", f"{PATH}900{status}", {"name": "Yes"}) == (status, DONE)
        found, answer = await ask("GET", f"{PATH}900{status}")
        assert (found, answer["data"]["id"], answer["data"]["name"]) == (status, int(f"900{status}"), "Yes")

    talk(story)


STATUS_READINGS: dict[int, object] = {
    204: "",
    302: "",
    401: {"success": False, "message": "Unauthorized."},
    403: {"success": False, "message": "Forbidden."},
    404: {"success": False, "message": "Not Found."},
    429: {"success": "false", "message": "Too many requests."},
    503: "<html><head><title>503 Service Unavailable</title></head></html>",
}


@pytest.mark.parametrize(("status", "answer"), STATUS_READINGS.items(), ids=map(str, STATUS_READINGS))
def test_an_id_of_any_other_status_is_read_as_it_is_updated(status: int, answer: object) -> None:
    async def story(ask: Ask, _: Sandbox) -> None:
        assert await ask("GET", f"{PATH}900{status}") == (status, answer)
        await ask("PUT", f"{PATH}900{status}", {"name": "Never there"})
        assert len((await ask("GET", LIST))[1]["data"]) == 20

    talk(story)


@pytest.mark.parametrize("campaign", ["abc", "-1", "900999", "9" * 65])
def test_no_other_id_is_read(campaign: str) -> None:
    async def story(ask: Ask, _: Sandbox) -> None:
        assert await ask("GET", PATH + campaign) == (404, {"success": False, "message": "Campaign not found."})

    talk(story)


# --- readings are requests like others --------------------------------------------------------------------------------

READINGS = {"campaign": PATH + "281", "list": LIST, "names": "/v1/extensions"}
EXTENSIONS = Lookup(key="extensions", title="Extensions", path="/v1/extensions")
NUMBERS = Lookup(key="numbers", title="Numbers", path="/v1/numbers?limit=100", number="did")
NAME, DEVICE, EXTENSION = AGENT.fields
PHONES = replace(EXTENSION, name="phones", example="1759333", needed_when=None, lookup=NUMBERS)
SHORT = replace(EXTENSION, name="short", example="312", needed_when=None, lookup=EXTENSIONS)
LOOKING = replace(
    AGENT, path=PATH, fields=(NAME, DEVICE, replace(EXTENSION, lookup=EXTENSIONS), SHORT, PHONES)
)  # fmt: skip
"""Agents whose extensions and numbers are from lists of the account."""


@pytest.mark.parametrize("path", READINGS.values(), ids=READINGS)
def test_a_reading_needs_the_token(path: str) -> None:
    async def story(ask: Ask, _: Sandbox) -> None:
        assert (await ask("GET", path, Authorization="Bearer wrong"))[0] == 401
        assert (await ask("GET", path))[0] == 200

    talk(story, resource=LOOKING)


@pytest.mark.parametrize("path", READINGS.values(), ids=READINGS)
def test_a_reading_counts_against_the_limit_and_is_remembered(path: str) -> None:
    async def story(ask: Ask, sandbox: Sandbox) -> None:
        assert [(await ask("GET", path))[0] for _ in range(2)] == [200, 429]
        assert [(seen.method, seen.path, seen.status) for seen in sandbox.received] == [
            ("GET", path, 200),
            ("GET", path, 429),
        ]

    talk(story, SandboxOptions(limit=0.01), LOOKING)


@pytest.mark.parametrize("path", READINGS.values(), ids=READINGS)
def test_latency_keeps_a_reading_back(path: str) -> None:
    async def story(ask: Ask, _: Sandbox) -> None:
        began = asyncio.get_running_loop().time()
        await ask("GET", path)
        assert asyncio.get_running_loop().time() - began >= 0.004

    talk(story, SandboxOptions(latency=0.005), LOOKING)


# --- the account's own lists ------------------------------------------------------------------------------------------


def test_a_list_of_names_is_a_bare_array_and_holds_the_ids_of_the_examples() -> None:
    async def story(ask: Ask, _: Sandbox) -> None:
        status, entries = await ask("GET", "/v1/extensions")
        assert status == 200
        assert {207, 312} <= {entry["id"] for entry in entries}
        assert entries[0] == {"id": 207, "name": "Delhi extension"}
        assert len({entry["name"] for entry in entries}) == len({entry["id"] for entry in entries}) == len(entries)

    talk(story, resource=LOOKING)


def test_what_has_a_telephone_number_shows_it_and_its_id_as_digits_in_a_string() -> None:
    async def story(ask: Ask, _: Sandbox) -> None:
        entries = (await ask("GET", "/v1/numbers?limit=100"))[1]
        assert entries[0] == {"id": "1759333", "did": "+911140001200", "name": "Delhi number"}
        assert len({entry["did"] for entry in entries}) == len(entries)

    talk(story, resource=LOOKING)


def test_the_ids_that_items_hold_are_in_their_lists() -> None:
    async def story(ask: Ask, _: Sandbox) -> None:
        extensions = {str(entry["id"]) for entry in (await ask("GET", "/v1/extensions"))[1]}
        numbers = {entry["id"] for entry in (await ask("GET", "/v1/numbers"))[1]}
        items = [(await ask("GET", f"{PATH}{number}"))[1]["data"] for number in range(40)]
        assert {item["extension"] for item in items} | {item["short"] for item in items} <= {*extensions, ""}
        assert {item["phones"] for item in items} <= {*numbers, ""}

    talk(story, resource=LOOKING)


def test_what_no_list_tells_is_named_after_its_id() -> None:
    async def story(ask: Ask, _: Sandbox) -> None:
        await ask("PUT", PATH + "7", {"agent": [4817, 7]})
        assert (await ask("GET", PATH + "7"))[1]["data"]["agent"] == [
            {"id": 4817, "name": "Agent 4817"},
            {"id": 7, "name": "Agent 7"},
        ]

    agents = replace(CAMPAIGN.field("agent"), lookup=Lookup(key="agents", title="Agents", path=""))
    talk(story, resource=replace(CAMPAIGN, fields=(CAMPAIGN.field("name"), agents), rules=()))


@pytest.mark.parametrize(("method", "path", "status"), [("PUT", "/v1/extensions", 405), ("GET", "/v1/extension", 403)])
def test_a_list_of_names_can_only_be_read(method: str, path: str, status: int) -> None:
    async def story(ask: Ask, _: Sandbox) -> None:
        assert (await ask(method, path, {"name": "x"}))[0] == status

    talk(story, resource=LOOKING)


# --- one that forgets, ignores, or starts with something --------------------------------------------------------------


def test_one_that_forgets_empties_all_that_an_update_leaves_out() -> None:
    async def story(ask: Ask, _: Sandbox) -> None:
        assert await ask("PUT", PATH + "281", {"name": "Alone", "ring_strategy": "2"}) == (200, DONE)
        campaign = (await ask("GET", PATH + "281"))[1]["data"]
        emptied: dict[str, object] = {
            **dict.fromkeys(STRINGS, ""), **dict.fromkeys(FLAGS, 0), **{name: [] for name in LISTS},
            **dict.fromkeys((*CHOICES, "enforce_agent_pause_code")),
        }  # fmt: skip
        assert campaign == {**emptied, "id": 281, "name": "Alone", "ring_strategy": "2"}

    talk(story, SandboxOptions(forgets=True))


def test_one_that_forgets_can_be_given_everything_back() -> None:
    async def story(ask: Ask, _: Sandbox) -> None:
        before = (await ask("GET", PATH + "281"))[1]["data"]
        await ask("PUT", PATH + "281", {"name": "Alone"})
        assert await ask("PUT", PATH + "281", as_update(before)) == (200, DONE)
        assert (await ask("GET", PATH + "281"))[1]["data"] == before

    talk(story, SandboxOptions(forgets=True))


def test_one_that_forgets_forgets_nothing_for_an_update_that_it_refuses() -> None:
    async def story(ask: Ask, _: Sandbox) -> None:
        before = await ask("GET", PATH + "281")
        assert (await ask("PUT", PATH + "281", {"name": 7}))[0] == 422
        assert await ask("GET", PATH + "281") == before

    talk(story, SandboxOptions(forgets=True))


@pytest.mark.parametrize("forgets", [False, True])
def test_one_that_ignores_a_field_says_yes_and_keeps_what_was_in_it(forgets: bool) -> None:
    async def story(ask: Ask, _: Sandbox) -> None:
        before = (await ask("GET", PATH + "281"))[1]["data"]
        body = {"name": "Applied", "ring_timeout": "999", "queue_timeout": "998"}
        assert await ask("PUT", PATH + "281", body) == (200, DONE)
        await ask("PUT", PATH + "281", {"name": "Again"})
        after = (await ask("GET", PATH + "281"))[1]["data"]
        kept = [after[name] == before[name] for name in ("ring_timeout", "queue_timeout")]
        assert (after["name"], kept) == ("Again", [True, True])

    talk(story, SandboxOptions(ignores=("ring_timeout", "queue_timeout"), forgets=forgets))


def test_what_is_ignored_is_refused_all_the_same_if_it_is_wrong() -> None:
    async def story(ask: Ask, _: Sandbox) -> None:
        assert (await ask("PUT", PATH + "281", {"ring_timeout": 30}))[0] == 422

    talk(story, SandboxOptions(ignores=("ring_timeout",)))


def test_it_starts_with_the_items_that_it_is_given() -> None:
    items: dict[str, dict[str, LiveValue]] = {
        "0041": {"name": "Pulled", "agent": [4817], "description": None, "dial_method": None},
        "281": {"enable_inbound": None},
        "c-7": {"name": "No whole number"},
    }
    plain, _ = read(41, 281)
    given, diwali = read(41, 281, options=SandboxOptions(items=items))
    held = {"name": "Pulled", "agent": [{"id": 4817, "name": "Agent 4817"}], "description": "", "dial_method": None}
    assert given == {**plain, **held}
    assert (diwali["name"], diwali["enable_inbound"]) == ("Diwali offers", 0)


# --- the command's options --------------------------------------------------------------------------------------------

IGNORES: dict[str, tuple[list[str], tuple[str, ...]]] = {
    "none": ([], ()),
    "one": (["--ignores", "ring_timeout"], ("ring_timeout",)),
    "several with commas": (["--ignores", "ring_timeout, name"], ("ring_timeout", "name")),
    "the option again": (["--ignores", "ring_timeout", "--ignores=name"], ("ring_timeout", "name")),
}


@pytest.mark.parametrize(("words", "fields"), IGNORES.values(), ids=IGNORES)
def test_fields_to_ignore_are_named_in_either_way(words: list[str], fields: tuple[str, ...]) -> None:
    assert parse_sandbox(words).ignores == fields


WRONG = {
    "a slip": ("ring_timout", "--ignores names no field: 'ring_timout'; did you mean ring_timeout?"),
    "no field": ("colour", "--ignores names no field: 'colour'. The fields are the columns of the template."),
    "the id": ("id", "--ignores names no field: 'id'. The fields are the columns of the template."),
    "a slip behind a right one": ("name,dial_metod", "'dial_metod'; did you mean dial_method?"),
    "nothing between commas": ("name,,agent", "--ignores names no field: ''."),
}


@pytest.mark.parametrize(("names", "said"), WRONG.values(), ids=WRONG)
def test_a_field_that_is_not_there_is_told_before_anything_runs(names: str, said: str, capsys: Capture) -> None:
    ran = run(capsys, "sandbox", "--ignores", names)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err


def test_the_command_runs_one_that_forgets_and_ignores(tmp_path: Path) -> None:
    program = start_program(tmp_path, "s", "sandbox", "--forgets", "--ignores", "Ring Timeout", "--token", "let-me-in")
    said = tmp_path / "s.out"
    assert program.wait_until(lambda: "Token: " in said.read_text(encoding="utf-8"))
    url = said.read_text(encoding="utf-8").split()[1] + PATH + "281"
    before = ask_by_itself("GET", url)["data"]
    assert ask_by_itself("PUT", url, {"name": "Alone", "ring_timeout": "999"}) == DONE
    after = ask_by_itself("GET", url)["data"]
    program.kill()
    assert (after["name"], after["description"], after["ring_timeout"]) == ("Alone", "", before["ring_timeout"])


def ask_by_itself(method: str, url: str, body: object = None) -> dict[str, Any]:
    """One request without a loop."""
    headers = {"Authorization": "let-me-in", "Content-Type": "application/json"}
    asked = Request(url, method=method, data=json.dumps(body).encode(), headers=headers)
    with urlopen(asked, timeout=10) as answer:
        found: dict[str, Any] = json.load(answer)
    return found
