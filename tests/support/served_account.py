"""An account on loopback: what all of those in the tests have in common, whatever they hold. Knows no client."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

CAMPAIGNS = "/v1/dialer/campaign"

Campaign = dict[str, Any]
Take = Callable[[Campaign, Campaign], Campaign]
"""What an update makes of a campaign: of what is held and what is sent."""

Answer = tuple[int, object]
"""A status, and a body: a text is HTML, anything else JSON."""

YES: Answer = (200, {"Success": True, "Message": ""})
NOT_THERE: Answer = (404, {"message": "No such campaign."})
FORBIDDEN: Answer = (403, {"message": "Forbidden"})
PORTAL: Answer = (200, "<html><body>Please log in.</body></html>")
NO_TOKEN: Answer = (401, {"message": "Unauthenticated."})
NO_ANSWER: Answer = (0, b"")
"""The update is done, and the connection ends without a word."""


def takes_all(held: Campaign, sent: Campaign) -> Campaign:
    """What is sent is there, and the rest stays."""
    return {**held, **sent}


def forgets(held: Campaign, sent: Campaign) -> Campaign:
    """What is left out is emptied."""
    return {**{key: [] if isinstance(value, list) else "" for key, value in held.items()}, "id": held["id"], **sent}


@dataclass(frozen=True, slots=True)
class Asked:
    """One request."""

    method: str
    path: str
    query: Mapping[str, str]
    body: str
    token: str
    moment: float

    @property
    def campaign(self) -> str:
        """The id in its path; "" if it asks for the list, or for something else."""
        return self.path.removeprefix(CAMPAIGNS).strip("/") if self.path.startswith(CAMPAIGNS) else ""

    @property
    def is_of_list(self) -> bool:
        """Whether it asks for the account's list of campaigns."""
        return self.path.rstrip("/") == CAMPAIGNS

    def __str__(self) -> str:
        return f"{self.method} {self.campaign or ('list' if self.is_of_list else self.path)}"


@dataclass(slots=True, kw_only=True)
class ServedAccount:
    """An account that may be looked into at any time; `seen` has the requests in their order."""

    seen: list[Asked] = field(default_factory=list)
    _server: ThreadingHTTPServer | None = field(default=None, init=False)

    @property
    def url(self) -> str:
        """The base URL."""
        assert self._server is not None
        return f"http://127.0.0.1:{self._server.server_port}"

    @property
    def story(self) -> list[str]:
        """All requests in their order: `GET 281`, `PUT 281`, `GET list`, `GET /v1/timegroups`."""
        return [str(asked) for asked in self.seen]

    def count(self, kind: str) -> int:
        """How many requests there were of a kind: `PUT`, `GET 281`."""
        return sum(told == kind or told.startswith(f"{kind} ") for told in self.story)

    def answer(self, asked: Asked) -> Answer:
        """What the account says, in the thread of the connection."""
        raise NotImplementedError

    def __enter__(self) -> Self:
        handler = type("Handler", (_Handler,), {"find_answer": staticmethod(self.answer)})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._server.daemon_threads, self._server.block_on_close = True, False
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        assert self._server is not None
        self._server.shutdown()
        self._server.server_close()


class _Handler(BaseHTTPRequestHandler):
    """One connection, which is kept open."""

    protocol_version = "HTTP/1.1"
    find_answer: Callable[[Asked], Answer]

    def do_GET(self) -> None:
        """A reading."""
        self._tell()

    def do_PUT(self) -> None:
        """An update."""
        self._tell()

    def log_message(self, *_: object) -> None:
        """Nothing is written to anywhere."""

    def handle(self) -> None:
        """All requests of one connection; whoever asked may be gone by now."""
        with suppress(ConnectionError):
            super().handle()

    def _tell(self) -> None:
        parts = urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("content-length", "0"))).decode()
        query = {key: values[0] for key, values in parse_qs(parts.query).items()}
        asked = Asked(self.command, parts.path, query, body, self.headers.get("authorization", ""), time.monotonic())
        status, told = self.find_answer(asked)
        if not status:
            self.close_connection = True
            return
        kind = "text/html" if isinstance(told, str) else "application/json"
        content = told.encode() if isinstance(told, str) else json.dumps(told).encode()
        head = f"HTTP/1.1 {status} Whatever\r\ncontent-type: {kind}\r\ncontent-length: {len(content)}\r\n\r\n"
        self.wfile.write(head.encode() + content)  # in one piece, or the connection waits for an acknowledgement
