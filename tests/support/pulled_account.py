"""An account on loopback for the loops of `pull` and `undo`: campaigns, the account's own lists, and what goes wrong.

It keeps what it is sent. What it shows or takes otherwise than one would hope is given to it. Knows no client.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

import pytest
from support.commands import Ran, run_exactly

CAMPAIGNS = "/v1/dialer/campaign"

Campaign = dict[str, Any]
Answer = tuple[int, object]
"""A status and a body: a text is HTML, anything else JSON."""

YES: Answer = (200, {"Success": True, "Message": ""})
NOT_THERE: Answer = (404, {"message": "No such campaign."})
FORBIDDEN: Answer = (403, {"message": "Forbidden"})
BROKEN: Answer = (500, {"message": "Server error."})
PORTAL: Answer = (200, "<html><body>Please log in.</body></html>")
REFUSED: Answer = (401, {"message": "Unauthenticated."})

NAMES = {4817: "Asha", 4818: "Ravi", 4819: "Meera"}
AGENTS = [{"id": 4817, "name": "Asha"}, {"id": 4818, "name": "Ravi"}]
LISTS: dict[str, Any] = {
    "/v1/my_number": [
        {"id": "1759333", "did": "+911140001234", "name": "Delhi desk"},
        {"id": "1759334", "did": "+911140001235", "name": ""},
    ],
    "/v1/broadcast/lists": [
        {"id": 1234, "name": "North leads"},
        {"id": 1235, "name": "South leads"},
        {"id": 1236, "name": "Festival"},
        {"id": 1237, "name": "festival "},
        {"id": 1238, "name": "East, and West"},
    ],
    "/v1/dialer/disposition_list": {"data": [{"id": 12, "name": "Sales calls"}, {"id": 13, "name": "=cmd()"}]},
    "/v1/timegroups": {"data": [{"id": 21, "name": 'Day "long"'}, {"id": 22, "name": "Night 🌙"}]},
    "/v1/broadcast/dnd/lists": {"data": [], "hasMore": False},
    "/v1/dialer/break_list": [],
    "/v1/dialer/inbound_queue": [],
    "/v1/dialer/quick_transfer_list": [],
    "/v1/dialer/agent_script": [],
    "/v1/recordings": [],
}


def make_campaigns(*numbers: int) -> dict[str, Campaign]:
    """Campaigns as the API shows them: numbers as texts, flags as 0 and 1, agents as objects; 17 of the 51 fields."""
    return {
        str(number): {
            "id": number,
            "name": f"Offer {number}",
            "description": "Calls of the morning",
            "dial_method": "2",
            "auto_dial_duration": "",
            "dial_ratio": "1.5",
            "ring_timeout": "20",
            "number_of_retry": "3",
            "hide_lead_details": 0,
            "outbound_caller_id": "1759333",
            "disposition_list": "12",
            "time_group": "21",
            "webform_url": "",
            "agent": AGENTS,
            "dial_status": ["0", "3"],
            "lead_list_map": [{"list_id": 1234, "list_status": 1}],
            "manual_dial_enabled": 1,
            "manual_lead_list": ["1235"],
        }
        for number in numbers
    }


def takes_all(held: Campaign, sent: Campaign) -> Campaign:
    """What is sent is there, and the rest stays."""
    return {**held, **sent}


def forgets(held: Campaign, sent: Campaign) -> Campaign:
    """What is left out is emptied."""
    return {**{key: [] if isinstance(value, list) else "" for key, value in held.items()}, "id": held["id"], **sent}


@dataclass(slots=True, kw_only=True)
class Account:
    """An account that may be looked into, and meddled with, at any time; `story` has the requests in their order.

    `answers` are given instead of the truth, for ever: by `GET 281`, `PUT 281`, `GET campaigns`, or the path of a list.
    The account's own list of campaigns has whole entries, or only ids and names (`brief`).
    """

    campaigns: dict[str, Campaign]
    lists: dict[str, Any] = field(default_factory=lambda: dict(LISTS))
    answers: dict[str, Answer] = field(default_factory=dict)
    takes: Callable[[Campaign, Campaign], Campaign] = takes_all
    unclear: set[str] = field(
        default_factory=set
    )  # campaigns whose updates are taken, with an answer that says nothing
    brief: bool = False
    paging: str = ""  # `last_seen_id` or `cursor`: `page` entries at a time
    page: int = 2
    token: str = ""  # what is not it is refused
    story: list[str] = field(default_factory=list)
    bodies: list[Campaign] = field(default_factory=list)  # of the updates, with the campaign's id as it was in the path
    _server: ThreadingHTTPServer | None = None

    @property
    def url(self) -> str:
        """The base URL."""
        assert self._server is not None
        return f"http://127.0.0.1:{self._server.server_port}"

    def run(self, capsys: pytest.CaptureFixture[str], *words: object, yes: bool = True) -> Ran:
        """Run a command line against this account, as fast as it goes."""
        consent = ["--yes"] if yes else []
        return run_exactly(capsys, *map(str, words), "--base-url", self.url, "--rate", "0", *consent)

    def pull(self, capsys: pytest.CaptureFixture[str], *words: object) -> Ran:
        """Run `pull` against this account."""
        return run_exactly(capsys, "pull", *map(str, words), "--base-url", self.url, "--rate", "0")

    def count(self, kind: str) -> int:
        """How many requests there were of a kind: `PUT`, `GET 281`."""
        return sum(told == kind or told.startswith(f"{kind} ") for told in self.story)

    def forget_story(self) -> None:
        """What was asked until now is of no concern."""
        self.story.clear()
        self.bodies.clear()

    def __enter__(self) -> Self:
        account = self

        class Handler(_Handler):
            """Bound to this account."""

            def find_answer(self, method: str) -> Answer:
                return account._answer(method, self)

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads, self._server.block_on_close = True, False
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        assert self._server is not None
        self._server.shutdown()
        self._server.server_close()

    # --- what it answers ----------------------------------------------------------------------------------------------

    def _answer(self, method: str, handler: _Handler) -> Answer:
        parts = urlsplit(handler.path)
        body = handler.rfile.read(int(handler.headers.get("content-length", "0")))
        query = {key: values[0] for key, values in parse_qs(parts.query).items()}
        own = parts.path.removeprefix(CAMPAIGNS).strip("/") or "campaigns"
        asked = f"{method} {own if parts.path.startswith(CAMPAIGNS) else parts.path}"
        self.story.append(asked)
        if self.token and handler.headers["authorization"] != f"Bearer {self.token}":
            return REFUSED
        if given := self.answers.get(asked) or self.answers.get(method) or self.answers.get(parts.path):
            return given
        if method == "PUT":
            return self._put(own, json.loads(body))
        if not parts.path.startswith(CAMPAIGNS):
            return (200, self.lists[parts.path]) if parts.path in self.lists else FORBIDDEN
        if own == "campaigns":
            return 200, self._list(query)
        return (200, {"data": self.campaigns[own]}) if own in self.campaigns else NOT_THERE

    def _put(self, campaign_id: str, sent: Campaign) -> Answer:
        self.bodies.append({"id": campaign_id, **sent})
        held = self.campaigns.get(campaign_id)
        if held is None:
            return NOT_THERE
        agents = {"agent": [{"id": number, "name": NAMES[number]} for number in sent.get("agent", ())]}
        self.campaigns[campaign_id] = self.takes(held, {**sent, **(agents if "agent" in sent else {})})
        return PORTAL if campaign_id in self.unclear else YES

    def _list(self, query: dict[str, str]) -> object:
        entries: Sequence[Campaign] = list(self.campaigns.values())
        if self.brief:
            entries = [{"id": entry["id"], "name": entry["name"]} for entry in entries]
        if not self.paging:
            return {"data": entries}
        start = int(query.get(self.paging, "0"))
        more = "has_more" if self.paging == "last_seen_id" else "hasMore"
        end = start + self.page
        return {"data": entries[start:end], more: end < len(entries), self.paging: end}


class _Handler(BaseHTTPRequestHandler):
    """One connection, which is kept open."""

    protocol_version = "HTTP/1.1"

    def find_answer(self, method: str) -> Answer:
        """What the account says."""
        raise NotImplementedError

    def do_GET(self) -> None:
        """A reading."""
        self._tell(*self.find_answer("GET"))

    def do_PUT(self) -> None:
        """An update."""
        self._tell(*self.find_answer("PUT"))

    def log_message(self, *_: object) -> None:
        """Nothing is written to anywhere."""

    def _tell(self, status: int, body: object) -> None:
        kind = "text/html" if isinstance(body, str) else "application/json"
        content = body.encode() if isinstance(body, str) else json.dumps(body).encode()
        head = f"HTTP/1.1 {status} Whatever\r\ncontent-type: {kind}\r\ncontent-length: {len(content)}\r\n\r\n"
        self.wfile.write(head.encode() + content)  # in one piece, or the connection waits for an acknowledgement
