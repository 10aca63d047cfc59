"""The stand-in API on loopback: refuses what the real one would refuse, so that a run can be tried with no account.

It is told what can be updated by a `Resource` and nothing else; it and `sending/` alone know aiohttp.
"""

from __future__ import annotations

import asyncio
import hmac
import json
import math
import re
import secrets
from collections import deque
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from time import monotonic
from typing import Any

from aiohttp import web

from batch_update.errors import UsageError
from batch_update.model import Field, JsonType, Resource

LOOPBACK = "127.0.0.1"

# --- what the API's pages and public notes show, to the letter --------------------------------------------------------

UPDATED = b'{"Success": true, "Message": "Campaign updated successfully."}'
TOO_MANY = b'{ "success": "false", "message": "Too many requests." }'
NO_SUCH_ROUTE = b'{"message":"Missing Authentication Token"}'  # an API gateway's answer to a route it does not have
ID, NAME, DESCRIPTION, AGENT = "id", "name", "description", "agent"
"""The keys of a campaign that is read, which the API page types differently from those that are written."""

SEEDS = {281: "Diwali offers", 282: "Renewal reminders", 283: "New leads", 284: "Win back", 285: "Feedback calls"}
"""What the list shows before anything was updated."""

HIGHEST_ID = 899_999
STATUS_IDS = 900_000
"""Ids up to HIGHEST_ID exist. 900404 is always answered 404, 900500 always 500, and so on, as payment companies' test
card numbers are, so that every status of the results can be seen on purpose."""

RECORDED = 10_000
"""Requests that are remembered, some 20 MB; a stand-in that runs for days must not fill the memory."""

INT32 = range(-(2**31), 2**31)
MOST_ACTIVE_LISTS = 3
SHUTDOWN_SECONDS = 0.1

# --- what a caller sees -----------------------------------------------------------------------------------------------


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


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    body: bytes = b""
    content_type: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)


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
        self._limit = _Limit(options.limit)
        self._items: dict[int, dict[str, Any]] = {number: {NAME: name} for number, name in SEEDS.items()}

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

    def _answer(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> _Answer:
        found = self._find(path.partition("?")[0])
        if found is None:
            return _Answer(403, NO_SUCH_ROUTE)
        if not self._opens(headers.get("Authorization", "")):
            return _refusal(401, "Unauthorized.")
        if not self._limit.allows():
            return _Answer(429, TOO_MANY)
        match method, found:
            case "GET", "":
                return _json(200, {"data": [{ID: number, NAME: self._name(number)} for number in sorted(self._items)]})
            case "GET", text:
                return self._on(text, self._show)
            case "PUT", text if text:
                return self._on(text, lambda number: self._update(number, headers, body))
            case _:
                return _refusal(405, "Method Not Allowed.", Allow="GET, PUT" if found else "GET")

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

    def _on(self, text: str, act: Callable[[int], _Answer]) -> _Answer:
        number = int(text) if re.fullmatch(r"[1-9][0-9]{0,5}", text) else 0
        if 0 < number <= HIGHEST_ID:
            return act(number)
        if number - STATUS_IDS in _STATUSES:
            return _as_told(HTTPStatus(number - STATUS_IDS), self._resource)
        return _refusal(404, f"{self._resource.name.capitalize()} not found.")

    def _update(self, number: int, headers: Mapping[str, str], body: bytes) -> _Answer:
        if headers.get("Content-Type", "").partition(";")[0].strip().lower() != "application/json":
            return _refusal(415, "Content-Type must be application/json.")
        try:
            sent = json.loads(body)
        except (ValueError, RecursionError):
            return _refusal(400, "The body is not JSON.")
        if not isinstance(sent, dict):
            return _refusal(400, "The body must be a JSON object.")
        if not sent:
            return _refusal(400, "Nothing to update.")
        if wrong := find_faults(self._fields, sent):
            return _json(422, wrong)
        self._items.setdefault(number, {}).update(sent)
        return _Answer(200, UPDATED)

    def _show(self, number: int) -> _Answer:
        item = self._items.get(number, {})
        agents = [{ID: agent, NAME: f"Agent {agent}"} for agent in item.get(AGENT, [])]
        known = {ID: number, NAME: self._name(number), DESCRIPTION: item.get(DESCRIPTION, ""), AGENT: agents}
        return _json(200, {"data": {**item, **known}})

    def _name(self, number: int) -> str:
        return str(self._items.get(number, {}).get(NAME, f"{self._resource.name.capitalize()} {number}"))


# --- running it -------------------------------------------------------------------------------------------------------


@asynccontextmanager
async def open_sandbox(resource: Resource, options: SandboxOptions | None = None) -> AsyncIterator[Sandbox]:
    """A stand-in that answers on loopback until the block ends.

    Raises:
        UsageError: the port can not be had.
    """
    options = options or SandboxOptions()
    sandbox = Sandbox(resource, options)
    # The server without aiohttp's router and middlewares: a benchmark should measure the client, not its stand-in.
    server = web.Server(sandbox.handle, access_log=None)
    runner = web.ServerRunner(server, shutdown_timeout=SHUTDOWN_SECONDS)
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, LOOPBACK, options.port).start()
        except (OSError, OverflowError) as error:
            raise UsageError(
                f"The stand-in can not use port {options.port}: it is taken or not allowed. Choose another --port."
            ) from error
        sandbox.url = f"http://{LOOPBACK}:{runner.addresses[0][1]}"
        yield sandbox
    finally:
        await runner.cleanup()


async def serve(resource: Resource, options: SandboxOptions, announce: Callable[[str], object]) -> None:
    """Run a stand-in until cancelled; `announce` gets one line for the URL and one for the token.

    Raises:
        UsageError: the port can not be had.
    """
    async with open_sandbox(resource, options) as sandbox:
        announce(f"URL: {sandbox.url}")
        announce(f"Token: {sandbox.token}")
        await asyncio.Event().wait()


class _Limit:
    """One combined limit for all calls of the account: so many in any window of (about) one second."""

    def __init__(self, per_second: float) -> None:
        self._most = math.ceil(per_second)
        self._window = self._most / per_second if per_second else 0.0
        self._allowed: deque[float] = deque()

    def allows(self) -> bool:
        if not self._most:
            return True
        now = monotonic()
        while self._allowed and now - self._allowed[0] >= self._window:
            self._allowed.popleft()
        if len(self._allowed) >= self._most:
            return False
        self._allowed.append(now)
        return True


# --- what is wrong with a body ----------------------------------------------------------------------------------------


def find_faults(fields: Mapping[str, Field], sent: Mapping[str, object]) -> dict[str, str]:
    """What the API would refuse in a body, as it says it: a map from field to sentence; empty if nothing is wrong."""
    wrong = {name: fault for name, value in sent.items() if (fault := _fault_of(fields.get(name), name, value))}
    for name, known in fields.items():
        condition = known.needed_when
        if condition is None or condition.field in wrong or str(sent.get(condition.field)) != condition.equals:
            continue
        if sent.get(name) in (None, "", []):
            wrong.setdefault(name, f"The {name} field is required when {condition.field} is {condition.equals}.")
    return wrong


def _fault_of(known: Field | None, name: str, value: object) -> str:
    """What is wrong with one field; "" if nothing is."""
    if known is None:
        return f"The {name} field is not known."
    if value is None:
        return f"The {name} field must not be null."
    if known.kind.cleared is not None and value == known.kind.cleared:
        return ""
    if value in ("", []):
        return f"The {name} field can not be empty."
    if known.kind.name == "flag":
        return "" if _is_flag(value) else f"The {name} must be 0 or 1."
    if not _HAS_TYPE[known.kind.json_type](value):
        return f"The {name} must be of type {known.kind.json_type}."
    # Only of a single value are the choices all there are: of the codes in a list, the account may have its own.
    if isinstance(value, str) and known.choices and value not in {choice.code for choice in known.choices}:
        return f"The selected {name} is invalid."
    if known.kind.json_type is JsonType.LEAD_LISTS and _count_active(value) > MOST_ACTIVE_LISTS:
        return f"The {name} may not have more than {MOST_ACTIVE_LISTS} active lists."
    return ""


def _is_integer(value: object) -> bool:
    return type(value) is int and value in INT32  # `true` is no integer here, though Python says it is


def _is_flag(value: object) -> bool:
    return type(value) is int and value in (0, 1)


def _is_lead_list(value: object) -> bool:
    return (
        isinstance(value, dict)
        and value.keys() == {"list_id", "list_status"}
        and _is_integer(value["list_id"])
        and _is_flag(value["list_status"])
    )


def _all(is_one: Callable[[object], bool]) -> Callable[[object], bool]:
    return lambda value: isinstance(value, list) and all(is_one(item) for item in value)


def _count_active(value: object) -> int:
    return sum(item["list_status"] for item in value) if isinstance(value, list) else 0


_HAS_TYPE: Mapping[JsonType, Callable[[object], bool]] = {
    JsonType.STRING: lambda value: isinstance(value, str),
    JsonType.INTEGER: _is_integer,
    JsonType.STRINGS: _all(lambda item: isinstance(item, str)),
    JsonType.INTEGERS: _all(_is_integer),
    JsonType.LEAD_LISTS: _all(_is_lead_list),
}


# --- answers ----------------------------------------------------------------------------------------------------------


def _json(status: int, value: object) -> _Answer:
    return _Answer(status, json.dumps(value).encode())


def _refusal(status: int, message: str, **headers: str) -> _Answer:
    return _Answer(status, json.dumps({"success": False, "message": message}).encode(), headers=headers)


_STATUSES = {status.value for status in HTTPStatus if status >= HTTPStatus.OK}


def _as_told(status: HTTPStatus, resource: Resource) -> _Answer:
    """The answer of an id that asks for a status, each in the shape in which that status is likely to come."""
    match status.value:
        case 204 | 205 | 304:
            return _Answer(status)  # these have no body
        case 300 | 301 | 302 | 303 | 307 | 308:
            return _Answer(status, headers={"Location": "https://portal.example/login"})
        case 400:
            return _json(400, {"Success": True, "Message": "Bad request."})  # the page says that it pops as True
        case 422:
            name = resource.fields[0].name
            return _json(422, {name: f"Provide a valid {name}."})
        case 429:
            return _Answer(429, TOO_MANY)
        case 502 | 503 | 504:  # from a gateway in between, which does not speak JSON
            page = f"<html><head><title>{status.value} {status.phrase}</title></head></html>"
            return _Answer(status, page.encode(), "text/html")
        case code if code < 300:
            return _Answer(status, UPDATED)
        case _:
            return _refusal(status, f"{status.phrase}.")
