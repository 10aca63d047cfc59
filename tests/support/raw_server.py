"""A server on loopback that answers from a script, well or badly, and counts what it saw. Knows sockets, no client."""

from __future__ import annotations

import asyncio
import gzip
import json
import socket
import struct
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class Seen:
    """One request as it came over the wire."""

    method: str
    path: str
    headers: dict[str, str]  # names in small letters
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What is done with one request: the bytes to answer with, and how the connection fares."""

    read: bool = True  # False: nothing is read, and the connection ends
    before: float = 0.0  # seconds to wait before answering
    until: threading.Event | None = None  # likewise, until it is set
    pieces: tuple[bytes, ...] = ()
    between: float = 0.0  # seconds between the pieces
    stall: bool = False  # after the pieces: neither more bytes nor an end
    reset: bool = False  # end with RST instead of FIN
    close: bool = False


def reply(
    status: int,
    body: object = b"",
    headers: Mapping[str, str] | None = None,
    *,
    before: float = 0.0,
    length: int | None = None,
) -> Reply:
    """A whole answer. A dict or list is sent as JSON; `length` lies about the body's length, and the rest is cut."""
    content = body if isinstance(body, bytes) else body.encode() if isinstance(body, str) else json.dumps(body).encode()
    kind = "text/html" if isinstance(body, str) else "application/json"
    named = {"content-type": kind, "content-length": str(len(content) if length is None else length)}
    if status == 204:
        named = {}
    lines = "".join(f"{name}: {value}\r\n" for name, value in {**named, **(headers or {})}.items())
    head = f"HTTP/1.1 {status} Whatever\r\n{lines}\r\n".encode()
    return Reply(before=before, pieces=(head + content,), close=length is not None)


def yes(**more: Any) -> Reply:
    """The answer of an API that has applied the update."""
    return reply(200, {"Success": True, "Message": "", **more})


def raw(*pieces: bytes, between: float = 0.0, close: bool = True) -> Reply:
    """These very bytes."""
    return Reply(pieces=pieces, between=between, close=close)


def gzipped(status: int, content: bytes) -> Reply:
    """An answer that unpacks to something larger."""
    return reply(status, gzip.compress(content), {"content-encoding": "gzip"})


DROP_BEFORE_READING = Reply(read=False, close=True)
RESET_BEFORE_READING = Reply(read=False, before=0.01, reset=True)  # at once, and it might not even look connected
SPEAK_BEFORE_READING = Reply(read=False, pieces=(b"HTTP/1.1 400 Bad\r\n\r\n",), close=True)
DROP_AFTER_READING = Reply(close=True)
RESET_AFTER_READING = Reply(reset=True)
STALL = Reply(stall=True)
STALL_AFTER_HEADERS = Reply(pieces=(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{",), stall=True)


@dataclass(slots=True)
class RawServer:
    """Answers the n-th request with the n-th reply; the last reply is repeated. Runs in a thread of its own.

    `count` is the number of requests, one dropped before it was read included.
    """

    script: Sequence[Reply]
    by_path: Mapping[str, Sequence[Reply]] = field(default_factory=dict)  # a script for single ids
    seen: list[Seen] = field(default_factory=list)
    count: int = 0
    most_at_once: int = 0
    port: int = 0
    _at_once: int = 0
    _counts: dict[str, int] = field(default_factory=dict)
    _loop: asyncio.AbstractEventLoop | None = None
    _thread: threading.Thread | None = None
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    @property
    def url(self) -> str:
        """The base URL."""
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        ready = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve(ready)), daemon=True)
        self._thread.start()
        assert ready.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        assert self._loop is not None
        assert self._thread is not None
        self._loop.call_soon_threadsafe(self._end.set)
        self._thread.join(10)

    _end: asyncio.Event = field(default_factory=asyncio.Event)

    async def _serve(self, ready: threading.Event) -> None:
        self._loop = asyncio.get_running_loop()
        server = await asyncio.start_server(self._connected, "127.0.0.1", 0, limit=2**22)
        self.port = server.sockets[0].getsockname()[1]
        ready.set()
        await self._end.wait()
        server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        try:
            while await self._one(reader, writer):
                pass
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass  # the client went away, or the test is over
        finally:
            self._tasks.discard(task)
            writer.transport.abort()

    async def _one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        unread = self.script[min(self.count, len(self.script) - 1)]
        if not unread.read and not self.by_path:
            self.count += 1
            return await _answer(writer, unread)
        request = await _read_request(reader)
        self.seen.append(request)
        answer = self._answer_to(request)
        self._at_once += 1
        self.most_at_once = max(self.most_at_once, self._at_once)
        try:
            return await _answer(writer, answer)
        finally:
            self._at_once -= 1

    def _answer_to(self, request: Seen) -> Reply:
        own = self.by_path.get(request.path.rpartition("/")[2])
        place = self._counts.setdefault(request.path, 0) if own else self.count
        self._counts[request.path] = place + 1
        self.count += 1
        script = own or self.script
        return script[min(place, len(script) - 1)]


async def _read_request(reader: asyncio.StreamReader) -> Seen:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    first, *lines = head.rstrip("\r\n").split("\r\n")
    method, path, _ = first.split(" ")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    return Seen(method, path, headers, body)


async def _answer(writer: asyncio.StreamWriter, answer: Reply) -> bool:
    await asyncio.sleep(answer.before)
    while answer.until is not None and not answer.until.is_set():  # noqa: ASYNC110 - set from another thread
        await asyncio.sleep(0.01)
    for place, piece in enumerate(answer.pieces):
        if place:
            await asyncio.sleep(answer.between)
        writer.write(piece)
        await writer.drain()
    if answer.stall:
        await asyncio.sleep(3600)
    if answer.close or answer.reset:
        _end_connection(writer, answer)
        return False
    return True


def _end_connection(writer: asyncio.StreamWriter, answer: Reply) -> None:
    if answer.reset:
        sock = writer.get_extra_info("socket")
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        writer.transport.abort()
    else:
        writer.close()
