"""The page as it is served, in a thread of its own, and requests to it over raw sockets."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

from batch_update.web.server import PageServer

PATIENCE = 30.0  # seconds until a test that waits for something gives up


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer as it came over the wire."""

    status: int
    headers: dict[str, str]  # names in small letters
    body: bytes
    raw: bytes

    @property
    def told(self) -> Any:
        """Its JSON."""
        return json.loads(self.body)

    @property
    def text(self) -> str:
        """Its text."""
        return self.body.decode("utf-8", "replace")


@dataclass(slots=True, kw_only=True)
class ServedPage:
    """A page under test. `answers` has all bytes that it sent, `said` all that it printed."""

    server: PageServer
    state: Path
    cookie: str = ""
    answers: list[bytes] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    @property
    def port(self) -> int:
        """Where it listens."""
        return self.server.guard.port

    @property
    def host(self) -> str:
        """What a browser says that it asks."""
        return f"127.0.0.1:{self.port}"

    def enter(self) -> None:
        """Exchange the printed address for the cookie."""
        answer = self.ask("GET", f"/?key={self.server.guard.key}", cookie="")
        self.cookie = answer.headers["set-cookie"].partition(";")[0]

    def ask(
        self,
        method: str,
        path: str,
        said: object = None,
        *,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        cookie: str | None = None,
    ) -> Answer:
        """One request over a connection of its own."""
        content = body if body is not None else b"" if said is None else json.dumps(said).encode()
        named = {"Host": self.host, "Connection": "close", "Content-Length": str(len(content))}
        if said is not None:
            named["Content-Type"] = "application/json"
        if cookie is None and self.cookie:
            named["Cookie"] = self.cookie
        elif cookie:
            named["Cookie"] = cookie
        named |= headers or {}
        head = f"{method} {path} HTTP/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in named.items())
        with socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE) as connection:
            with suppress(ConnectionError):  # it has refused before it read all
                connection.sendall(head.encode() + b"\r\n" + content)
            raw = read_all(connection)
        self.answers.append(raw)
        return parse(raw)

    def get(self, path: str) -> Any:
        """The JSON at a place."""
        return self.ask("GET", path).told

    def post(self, path: str, said: object = None) -> Answer:
        """Tell it something."""
        return self.ask("POST", path, {} if said is None else said)

    def give_sheet(self, content: bytes, name: str = "campaigns.csv") -> Answer:
        """Upload a sheet."""
        return self.ask("POST", "/api/sheet", body=content, headers={"X-File-Name": quote(name)})

    def wait_for(self, *phases: str) -> dict[str, Any]:
        """Wait until the journey stands there."""
        return self.wait_until(lambda told: told["phase"] in phases)

    def wait_until(self, is_so: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """Wait until something is so."""
        deadline = time.monotonic() + PATIENCE
        while not is_so(told := self.get("/api/state")):
            assert time.monotonic() < deadline, told
            time.sleep(0.02)
        return dict(told)

    def reach_question(self, sheet: bytes, name: str = "campaigns.csv", **target: str) -> dict[str, Any]:
        """Give a sheet, choose where to, and come to the question."""
        self.give_sheet(sheet, name)
        self.wait_for("found")
        assert self.post("/api/target", target or {"kind": "sandbox"}).status == 200
        assert self.post("/api/send").status == 200
        return self.wait_for("asking")


def read_all(connection: socket.socket) -> bytes:
    """All that comes until the other side ends."""
    pieces = []
    try:
        while piece := connection.recv(65_536):
            pieces.append(piece)
    except ConnectionError:
        pass
    return b"".join(pieces)


def parse(raw: bytes) -> Answer:
    """An answer from its bytes."""
    head, _, body = raw.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    return Answer(int(first.split(" ")[1]), headers, body, raw)


@contextmanager
def serve_page(state: Path, environ: Mapping[str, str] | None = None) -> Iterator[ServedPage]:
    """Serve a page, and enter it."""
    said: list[str] = []
    server = PageServer(state=state, environ=os.environ if environ is None else environ, say=said.append)
    thread = threading.Thread(target=lambda: asyncio.run(server.serve(port=0, opens=False)), daemon=True)
    thread.start()
    deadline = time.monotonic() + PATIENCE
    while not said:
        assert time.monotonic() < deadline
        assert thread.is_alive()
        time.sleep(0.01)
    page = ServedPage(server=server, state=state, said=said)
    page.enter()
    try:
        yield page
    finally:
        server.end()
        thread.join(PATIENCE)
        assert not thread.is_alive()


def csv_of(rows: int, **more: str) -> bytes:
    """A sheet of so many campaigns."""
    header = ",".join(["id", "name", *more])
    lines = [",".join([str(281 + row), f"Offer {row + 1}", *more.values()]) for row in range(rows)]
    return "\r\n".join([header, *lines, ""]).encode()
