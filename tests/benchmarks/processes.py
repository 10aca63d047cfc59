"""Runs commands and servers as processes of their own, and measures what they take."""

from __future__ import annotations

import os
import shutil
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
YES = '{"Success": true, "Message": "Campaign updated successfully."}'
LOOPBACK = "127.0.0.1"


# A user's Python keeps what it has compiled; where the environment forbids that, each start compiles 30,000 lines.
_AS_USERS_HAVE_IT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


class NotHadError(Exception):
    """A peer or a server that can not be had here; its text says why."""


@dataclass(frozen=True, slots=True)
class Took:
    """What a process took: seconds on the clock, seconds of the processor, its largest memory in MB; and its output."""

    seconds: float
    busy: float
    megabytes: float
    out: str


def run(words: Sequence[str | Path], *, env: Mapping[str, str] | None = None, fine: Sequence[int] = (0,)) -> Took:
    """Run a command to its end. Raises NotHadError if it ends with an exit code that is not `fine`."""
    started = time.perf_counter()
    with subprocess.Popen(
        [str(word) for word in words],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        cwd=ROOT,
        env={**_AS_USERS_HAVE_IT, **(env or {})},
        text=True,
        encoding="utf-8",
    ) as process:
        assert process.stdout is not None
        out = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in fine:
        raise NotHadError(f"{Path(words[0]).name} ended with {process.returncode}: {out.strip()[-300:]}")
    unit = 1 if sys.platform == "darwin" else 1024  # ru_maxrss is in bytes there
    return Took(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * unit / 1e6, out)


def in_turn(times: int, *measures: Callable[[], float]) -> list[float]:
    """The median of each measure; they take turns, so that what else the machine does falls on all of them."""
    taken = [[measure() for measure in measures] for _ in range(times)]
    return [statistics.median(column) for column in zip(*taken, strict=True)]


# --- servers ----------------------------------------------------------------------------------------------------------

_NGINX = """
daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/error.log crit;
events {{ worker_connections 1024; }}
http {{
    access_log off; keepalive_requests 1000000000; default_type application/json;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    server {{ listen 127.0.0.1:{port} backlog=1024; location / {{ return 200 '{answer}'; }} }}
}}
"""


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as taken:
        taken.bind((LOOPBACK, 0))
        port: int = taken.getsockname()[1]
        return port


@contextmanager
def at_once(folder: Path) -> Iterator[str]:
    """nginx on loopback, which says yes to everything at once; gives its URL. Raises NotHadError."""
    program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/opt/homebrew/bin")
    if program is None:
        raise NotHadError("nginx is not installed (Debian: apt-get install nginx-light)")
    port, place = free_port(), folder / "nginx"
    place.mkdir(mode=0o755, exist_ok=True)
    folder.chmod(0o755)  # its worker runs as another user
    config = place / "nginx.conf"
    config.write_text(_NGINX.format(folder=place, port=port, answer=YES), encoding="utf-8")
    with serving([program, "-p", str(place), "-c", str(config)], port) as url:
        yield url


@contextmanager
def in_a_while(*, latency: float = 0.0, limit: int = 0, log: Path | None = None) -> Iterator[str]:
    """The server of `scripts/answering.py`; gives its URL."""
    port = free_port()
    words = [
        sys.executable,
        str(HERE / "scripts" / "answering.py"),
        str(port),
        str(latency),
        str(limit),
        str(log or ""),
    ]
    with serving(words, port) as url:
        yield url


def seconds_of_one(url: str, times: int = 40) -> float:
    """How long a server takes for one request when it has no other: the median over a bare socket."""
    host, _, port = url.removeprefix("http://").partition(":")
    taken = []
    with socket.create_connection((host, int(port))) as connection:
        for _ in range(times):
            started = time.perf_counter()
            connection.sendall(b"PUT / HTTP/1.1\r\nContent-Length: 2\r\n\r\n{}")
            connection.recv(65_536)
            taken.append(time.perf_counter() - started)
    return statistics.median(taken)


@contextmanager
def serving(words: Sequence[str], port: int) -> Iterator[str]:
    with subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            for _ in range(500):
                with suppress(OSError), socket.create_connection((LOOPBACK, port), timeout=1):
                    break
                time.sleep(0.01)
            else:
                raise NotHadError(f"{Path(words[0]).name} does not start")
            yield f"http://{LOOPBACK}:{port}"
        finally:
            process.terminate()
