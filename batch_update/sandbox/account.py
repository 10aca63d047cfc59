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
from dataclasses import dataclass, field, replace
from http import HTTPStatus

from aiohttp import web

from batch_update.live import LiveValue
from batch_update.resource import Field, Resource
from batch_update.sandbox.answers import (
    NO_SUCH_ROUTE,
    STATUSES,
    TOO_MANY,
    UPDATED,
    Answer,
    as_json,
    as_list,
    as_read,
    as_told,
    refusal,
)
from batch_update.sandbox.limit import Limit
from batch_update.sandbox.lists import make_lists
from batch_update.sandbox.refusals import find_faults
from batch_update.sandbox.seeds import LISTED, Seeds

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

    One that `forgets` empties the fields that an update leaves out. A field that it `ignores` keeps its value, though
    the answer is a yes. `items` are what some hold at the start, by id, in the form that an update sends (None: empty);
    their other fields are as if nobody had touched them.
    """

    port: int = 0
    latency: float = 0.0
    limit: float = 0
    token: str = field(default="", repr=False)
    forgets: bool = False
    ignores: tuple[str, ...] = ()
    items: Mapping[str, Mapping[str, LiveValue]] = field(default_factory=dict)


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
        self._title = resource.title_field
        self._latency = options.latency
        self._limit = Limit(options.limit)
        self._forgets = options.forgets
        self._ignores = frozenset(options.ignores)
        lists = make_lists(resource.fields)
        lookups = {field.lookup.path.partition("?")[0]: field.lookup for field in resource.fields if field.lookup}
        self._lists = {path: as_list(lookup, lists[lookup.key]) for path, lookup in lookups.items() if path}
        self._names = {key: {entry.id: entry.name for entry in entries} for key, entries in lists.items()}
        self._seeds = Seeds(resource, lists)
        self._touched: dict[int, dict[str, LiveValue]] = {
            int(number): {name: value for name, value in item.items() if name in self._fields}
            for number, item in options.items.items()
            if _WHOLE_NUMBER.fullmatch(number)
        }
        """What differs from the seeds, by id: the fields that were updated, or given at the start."""

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
        path = path.partition("?")[0]
        listed, found = self._lists.get(path), self._find(path)
        if listed is None and found is None:
            return Answer(403, NO_SUCH_ROUTE)
        if not self._opens(headers.get("Authorization", "")):
            return refusal(401, "Unauthorized.")
        if not self._limit.allows():
            return Answer(429, TOO_MANY)
        match method, found:
            case "GET", _ if listed is not None:
                return listed
            case "GET", "":
                return self._show_all()
            case "GET", text if text:
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
                return self._on_status(HTTPStatus(status), int(text), act)
        elif _WHOLE_NUMBER.fullmatch(text):
            return act(int(text))  # `0281` is 281, as it is to the check
        return refusal(404, f"{self._resource.name.capitalize()} not found.")

    def _on_status(self, status: HTTPStatus, number: int, act: Callable[[int], Answer]) -> Answer:
        """The answer of an id that asks for a status. Behind a success that says something there is an item."""
        told = as_told(status, self._resource)
        done = act(number) if status < HTTPStatus.MULTIPLE_CHOICES and told.body else told
        return replace(done, status=status) if done.status == HTTPStatus.OK else told

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
        self._touched.setdefault(number, {}).update(self._applied(sent))
        return Answer(200, UPDATED)

    def _applied(self, sent: Mapping[str, LiveValue]) -> Mapping[str, LiveValue]:
        """What an update changes here, which is not always what it asks for."""
        changes = {name: sent.get(name) for name in self._fields} if self._forgets else sent
        return {name: changes[name] for name in changes if name not in self._ignores} if self._ignores else changes

    def _show(self, number: int) -> Answer:
        item = self._seeds.item(number) | self._touched.get(number, {})
        shown = {name: as_read(field, item[name], self._names_of(field)) for name, field in self._fields.items()}
        return as_json(200, {"data": {"id": number, **shown}})

    def _names_of(self, field: Field) -> Mapping[str, str]:
        return self._names[field.lookup.key] if field.lookup else {}

    def _show_all(self) -> Answer:
        """The list tells who there is, and no more: whoever wants the fields reads one by one."""
        numbers = sorted({*LISTED, *self._touched})
        return as_json(200, {"data": [{"id": number, self._title: self._name(number)} for number in numbers]})

    def _name(self, number: int) -> LiveValue:
        touched = self._touched.get(number, {})
        return (touched[self._title] or "") if self._title in touched else self._seeds.title(number)
