"""The program as a process of its own, which can be killed, and what a server saw of it.

Each start has a token of its own, so that the server's record itself tells which process sent what.
"""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from support.commands import Table, quietly, read_workbook
from support.raw_server import RawServer

PATIENCE = 30.0  # seconds until a test that waits for something gives up


@dataclass(frozen=True, slots=True)
class Put:
    """One request as the server read it."""

    token: str
    campaign: str
    body: str


def read_puts(server: RawServer) -> list[Put]:
    """What the server has read so far, in its order."""
    return [
        Put(seen.headers["authorization"].removeprefix("Bearer "), seen.path.rpartition("/")[2], seen.body.decode())
        for seen in list(server.seen)
    ]


def campaigns_of(puts: Iterable[Put], token: str) -> Counter[str]:
    """How often a process sent each campaign."""
    return Counter(put.campaign for put in puts if put.token == token)


@dataclass(slots=True)
class Ended:
    """What a process left when it ended."""

    code: int
    out: str
    err: str
    folder: Path

    @property
    def totals(self) -> dict[str, Any]:
        """The object of --json."""
        totals: dict[str, Any] = json.loads(self.out)
        return totals

    @property
    def shown(self) -> set[str]:
        """The campaigns whose outcome was shown (--verbose)."""
        return set(re.findall(r"^row \d+, campaign (\S+): [A-Z]", self.err, re.MULTILINE))

    @property
    def results(self) -> dict[str, Table]:
        """The results workbook's sheets."""
        return read_workbook(self.folder / self.totals["results"])

    @property
    def statuses(self) -> dict[str, str]:
        """The status of each campaign in the results workbook; every row must be another campaign."""
        rows = self.results["Results"]
        statuses = {str(row["id"]): str(row["Status"]) for row in rows}
        assert len(statuses) == len(rows)
        return statuses


@dataclass(slots=True)
class Program:
    """A process that runs `python -m batch_update`; everything it says goes into files, which outlive it."""

    token: str
    process: subprocess.Popen[bytes]
    folder: Path
    started: float = field(default_factory=time.monotonic)

    def kill(self) -> Ended:
        """End it as a power cut would."""
        self.process.kill()
        return self.wait()

    def tell(self, number: signal.Signals) -> None:
        """Send it a signal."""
        self.process.send_signal(number)

    def wait(self) -> Ended:
        """Wait for its end."""
        code = self.process.wait(PATIENCE)
        out, err = ((self.folder / f"{self.token}.{name}").read_text(encoding="utf-8") for name in ("out", "err"))
        return Ended(code, out, err, self.folder)

    def wait_until(self, happened: Callable[[], bool]) -> bool:
        """Wait until something has happened; False if the process ended before."""
        deadline = time.monotonic() + PATIENCE
        while not happened():
            if self.process.poll() is not None:
                return happened()
            assert time.monotonic() < deadline, "it never happened"
            time.sleep(0.0005)
        return True

    def has_said(self, words: str) -> bool:
        """Whether its messages hold these words yet."""
        return words in (self.folder / f"{self.token}.err").read_text(encoding="utf-8")


def start_program(
    folder: Path,
    token: str,
    *words: str | Path,
    server: RawServer | None = None,
    environ: Mapping[str, str] | None = None,
    code: str = "",
    terminal: int | None = None,
) -> Program:
    """Start it in a folder, against a server; `code` is run in its interpreter before, `terminal` is a person's.

    Where there is no person to be asked, it is told `--yes`.
    """
    (folder / f"{token}.token").write_text(token, encoding="utf-8")
    more = ["--base-url", server.url, "--token-file", f"{token}.token", "--rate", "0"] if server else []
    if terminal is None and (server or "--base-url" in words):
        more.append("--yes")
    more += quietly(words)
    start = ["-m", "batch_update"]
    if code:
        start = ["-c", f"{code}\nimport sys\nfrom batch_update.cli import main\nsys.exit(main())"]
    with (folder / f"{token}.out").open("wb") as out, (folder / f"{token}.err").open("wb") as err:
        process = subprocess.Popen(
            [sys.executable, *start, *map(str, words), *more],
            cwd=folder,
            stdin=subprocess.DEVNULL if terminal is None else terminal,
            stdout=out,
            stderr=err if terminal is None else terminal,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "PYTHONUTF8": "1", **(environ or {})},
        )
    return Program(token, process, folder)


def run_program(folder: Path, token: str, *words: str | Path, server: RawServer | None = None, **more: Any) -> Ended:
    """Run it to its end."""
    return start_program(folder, token, *words, server=server, **more).wait()
