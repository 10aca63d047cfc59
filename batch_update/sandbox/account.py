"""The stand-in's account: the items in it, who may see and change them, and what was asked of it.

It is told what can be updated by a `Resource` and nothing else.
"""

from __future__ import annotations

import asyncio
import hmac
import json
import re
import secrets
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from aiohttp import web

from batch_update.resource import Resource
from batch_update.sandbox.answers import (
    NO_SUCH_ROUTE,
    STATUSES,
    TOO_MANY,
    UPDATED,
    Answer,
    as_json,
    as_told,
    refusal,
)
from batch_update.sandbox.limit import Limit
from batch_update.sandbox.refusals import find_faults

ID, NAME, DESCRIPTION, AGENT = "id", "name", "description", "agent"
"""The keys of a campaign that is read, which the API page types differently from those that are written."""

FIRST_SEED = 281
SEEDS = (
    "Diwali offers", "Renewal reminders", "New leads", "Win back", "Feedback calls",
    "Welcome calls", "Festival East", "Festival West", "Upgrades", "Night desk",
    "Payment reminders", "Festival North", "Festival South", "Loyalty card", "Survey 2026",
    "Missed calls", "Webinar guests", "Service due", "Referrals", "Trial users",
)  # fmt: skip
"""The names of what the list shows before anything was updated: campaigns 281 to 300."""

LONGEST_ID = 64  # digits; no client of ours sends more, and Python reads no number of 4,300
_WHOLE_NUMBER = re.compile(rf"[0-9]{{1,{LONGEST_ID}}}")
_STATUS_ID = re.compile(r"900([0-9]{3})")
"""Every whole number is a campaign but those of exactly six digits that begin with 900: 900404 is always answered 404,
900500 always 500, and so on, as payment companies' test card numbers are, so that every status of the results can be
seen on purpose. One without a status behind it (900999) is not found, as nothing is there."""

RECORDED = 10_000
"""Requests that are remembered, some 20 MB; a stand-in that runs for days must not fill the memory."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SandboxOptions:
    """How a stand-in behaves: `port` 0 takes a free one; `latency` in seconds; `limit` in requests a second (0: none).

    A blank `token` is made at random. The repr does not show it: whoever chose one may use it elsewhere too.
    """

    port: int = 0
    latency: float = 0.0
    limit: float = 0
    token: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """One request as it came over the wire: `path` undecoded, `body` byte for byte, `status` as it was answered."""

    method: str
    path: str
    headers: Mapping[str, str] = field(repr=False)
    body: bytes
    status: int


class Sandbox:
    """A running stand-in: where it is (`url`), what opens it (`token`), what it was sent.

    `requests` counts all of them, `received` holds the last RECORDED.
    """

    def __init__(self, resource: Resource, options: SandboxOptions) -> None:
        self.url = ""
        self.token = options.token or f"sandbox-{secrets.token_urlsafe(18)}"
        self.requests = 0
        self.received: deque[Received] = deque(maxlen=RECORDED)
        self._resource = resource
        self._fields = {field.name: field for field in resource.fields}
        self._latency = options.latency
        self._limit = Limit(options.limit)
        self._items: dict[int, dict[str, Any]] = {
            number: {NAME: name} for number, name in enumerate(SEEDS, start=FIRST_SEED)
        }

    async def handle(self, request: web.BaseRequest) -> web.Response:
        """Answer one request, and remember it."""
        body = await request.read()
        answer = self._answer(request.method, request.raw_path, request.headers, body)
        self.requests += 1
        self.received.append(
            Received(
                method=request.method,
                path=request.raw_path,
                headers=request.headers,
                body=body,
                status=answer.status,
            )
        )
        if self._latency:
            await asyncio.sleep(self._latency)
        return web.Response(
            status=answer.status,
            body=answer.body,
            headers={"Content-Type": answer.content_type, **answer.headers} if answer.body else answer.headers,
        )

    def _answer(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> Answer:
        found = self._find(path.partition("?")[0])
        if found is None:
            return Answer(403, NO_SUCH_ROUTE)
        if not self._opens(headers.get("Authorization", "")):
            return refusal(401, "Unauthorized.")
        if not self._limit.allows():
            return Answer(429, TOO_MANY)
        match method, found:
            case "GET", "":
                return as_json(
                    200, {"data": [{ID: number, NAME: self._name(number)} for number in sorted(self._items)]}
                )
            case "GET", text:
                return self._on(text, self._show)
            case "PUT", text if text:
                return self._on(text, lambda number: self._update(number, headers, body))
            case _:
                return refusal(405, "Method Not Allowed.", Allow="GET, PUT" if found else "GET")

    def _find(self, path: str) -> str | None:
        """The id in a path, "" for the collection, None for a route there is not."""
        if path == self._resource.path.rstrip("/"):
            return ""
        text = path.removeprefix(self._resource.path)
        return None if text == path or "/" in text else text

    def _opens(self, authorization: str) -> bool:
        # Both spellings are in use among working clients of the platform.
        given = authorization.removeprefix("Bearer ")
        return hmac.compare_digest(given.encode("utf-8", "surrogateescape"), self.token.encode())

    def _on(self, text: str, act: Callable[[int], Answer]) -> Answer:
        if asked := _STATUS_ID.fullmatch(text):
            if (status := int(asked[1])) in STATUSES:
                return as_told(HTTPStatus(status), self._resource)
        elif _WHOLE_NUMBER.fullmatch(text):
            return act(int(text))  # `0281` is 281, as it is to the check
        return refusal(404, f"{self._resource.name.capitalize()} not found.")

    def _update(self, number: int, headers: Mapping[str, str], body: bytes) -> Answer:
        if headers.get("Content-Type", "").partition(";")[0].strip().lower() != "application/json":
            return refusal(415, "Content-Type must be application/json.")
        try:
            sent = json.loads(body)
        except (ValueError, RecursionError):
            return refusal(400, "The body is not JSON.")
        if not isinstance(sent, dict):
            return refusal(400, "The body must be a JSON object.")
        if not sent:
            return refusal(400, "Nothing to update.")
        if wrong := find_faults(self._fields, sent):
            return as_json(422, wrong)
        self._items.setdefault(number, {}).update(sent)
        return Answer(200, UPDATED)

    def _show(self, number: int) -> Answer:
        item = self._items.get(number, {})
        agents = [{ID: agent, NAME: f"Agent {agent}"} for agent in item.get(AGENT, [])]
        known = {ID: number, NAME: self._name(number), DESCRIPTION: item.get(DESCRIPTION, ""), AGENT: agents}
        return as_json(200, {"data": {**item, **known}})

    def _name(self, number: int) -> str:
        return str(self._items.get(number, {}).get(NAME, f"{self._resource.name.capitalize()} {number}"))
