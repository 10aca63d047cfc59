"""A server that says yes to every PUT, after a while or up to a limit. A script, so that it has a process of its own.

    python answering.py PORT [LATENCY [LIMIT [LOG]]]

LATENCY in seconds before each answer; LIMIT in requests within any one second, beyond which the answer is 429; LOG is
the file that gets a line `seconds status` for each answer when the server is told to end.
"""

from __future__ import annotations

import asyncio
import re
import signal
import sys
from collections import deque
from pathlib import Path
from time import monotonic
from typing import cast

import uvloop

YES = b'{"Success": true, "Message": "Campaign updated successfully."}'
TOO_MANY = b'{ "success": "false", "message": "Too many requests." }'
LENGTH = re.compile(rb"\r\ncontent-length:\s*(\d+)", re.IGNORECASE)


def _answer(status: bytes, body: bytes) -> bytes:
    head = b"HTTP/1.1 %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % (status, len(body))
    return head + body


ANSWERS = {200: _answer(b"200 OK", YES), 429: _answer(b"429 Too Many Requests", TOO_MANY)}


class Limit:
    """At most so many requests within any one second, however they fall; 0 for any number."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._taken: deque[float] = deque()

    def takes_another(self) -> bool:
        """Whether there is room for a request now; refused ones take no room."""
        now = monotonic()
        while self._taken and self._taken[0] <= now - 1:
            self._taken.popleft()
        if self._most and len(self._taken) >= self._most:
            return False
        self._taken.append(now)
        return True


class Connection(asyncio.Protocol):
    """One client's connection: reads whole requests, and answers each in its time."""

    def __init__(self, latency: float, limit: Limit, log: list[tuple[float, int]]) -> None:
        self._latency, self._limit, self._log = latency, limit, log
        self._unread = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)  # uvloop's has its methods and not its class

    def data_received(self, data: bytes) -> None:
        self._unread += data
        while (head := self._unread.find(b"\r\n\r\n")) >= 0:
            length = LENGTH.search(self._unread, 0, head)
            end = head + 4 + (int(length[1]) if length else 0)
            if len(self._unread) < end:
                if b"100-continue" in self._unread[:head].lower():
                    self._transport.write(b"HTTP/1.1 100 Continue\r\n\r\n")
                return
            self._unread = self._unread[end:]
            status = 200 if self._limit.takes_another() else 429
            self._log.append((monotonic(), status))
            if self._latency:
                asyncio.get_running_loop().call_later(self._latency, self._transport.write, ANSWERS[status])
            else:
                self._transport.write(ANSWERS[status])


async def serve(port: int, latency: float, most: int, log: list[tuple[float, int]]) -> None:
    """Answer until told to end; every answer goes into the log."""
    loop, ended = asyncio.get_running_loop(), asyncio.Event()
    limit = Limit(most)
    server = await loop.create_server(lambda: Connection(latency, limit, log), "127.0.0.1", port, backlog=1024)
    loop.add_signal_handler(signal.SIGTERM, ended.set)
    async with server:
        await ended.wait()


def main(port: str, latency: str = "0", most: str = "0", path: str = "") -> None:
    """Serve, and write the log at the end."""
    log: list[tuple[float, int]] = []
    uvloop.run(serve(int(port), float(latency), int(most), log))
    if path:
        Path(path).write_text("".join(f"{seconds:.4f} {status}\n" for seconds, status in log), encoding="ascii")


if __name__ == "__main__":
    main(*sys.argv[1:])
