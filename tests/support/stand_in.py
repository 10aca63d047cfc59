"""Conversations with the stand-in over a real socket."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp

from batch_update.campaign import CAMPAIGN
from batch_update.resource import Resource
from batch_update.sandbox import Sandbox, SandboxOptions, open_sandbox

PATH = "/v1/dialer/campaign/"
LIST = "/v1/dialer/campaign"
OPTIONS = SandboxOptions(token="let-me-in")
DONE = {"Success": True, "Message": "Campaign updated successfully."}

STRINGS = [
    "name",
    "description",
    "auto_dial_duration",
    "outbound_caller_id",
    "agent_script",
    "disposition_list",
    "number_of_retry",
    "retry_after_minutes",
    "auto_disposition_cancel_duration",
    "time_group",
    "time_group_recording",
    "ring_timeout",
    "quick_transfer_list",
    "account_dnd_list",
    "after_call_work_duration",
    "webform_url",
    "music_on_hold",
    "dial_ratio",
    "break_list",
    "map_agent_caller_id",
    "map_agent_lead_list",
    "agent_dial_in_number",
    "inbound_queue",
    "inbound_lead_list",
    "call_qualification_duration",
    "announcement_recording",
    "queue_timeout",
]
CHOICES = ["dial_method", "list_traversal_order", "ring_strategy", "connect_agent_through", "dial_in_type"]
FLAGS = [
    "agent_wise_caller_id",
    "agent_wise_lead_list",
    "hide_lead_details",
    "update_lead_details",
    "automatic_schedule_call_enabled",
    "enable_hangup",
    "enable_external_transfer",
    "enable_web_form",
    "enable_transfer",
    "agent_only_callback",
    "manual_dial_enabled",
    "enable_inbound",
    "enable_agent_opt_out",
    "enable_auto_answer",
]
LISTS = ["dial_status", "manual_lead_list", "agent", "lead_list_map"]
FIELDS = [*STRINGS, *CHOICES, *FLAGS, *LISTS, "enforce_agent_pause_code"]
"""The 51 fields of the API page."""

Answer = tuple[int, Any]
Ask = Callable[..., Awaitable[Answer]]


def talk(
    story: Callable[[Ask, Sandbox], Awaitable[None]], options: SandboxOptions = OPTIONS, resource: Resource = CAMPAIGN
) -> None:
    """Run a conversation with a stand-in; `ask(method, path, body)` gives status and body."""

    async def run() -> None:
        async with open_sandbox(resource, options) as sandbox, aiohttp.ClientSession() as session:

            async def ask(method: str, path: str, body: object = None, **headers: str) -> Answer:
                given = {"Authorization": f"Bearer {sandbox.token}", "Content-Type": "application/json", **headers}
                data = body if isinstance(body, bytes) else json.dumps(body).encode()
                async with session.request(
                    method, sandbox.url + path, data=data, headers=given, allow_redirects=False
                ) as answer:
                    text = await answer.text()
                    return answer.status, json.loads(text) if answer.content_type == "application/json" else text

            await story(ask, sandbox)

    asyncio.run(run())
