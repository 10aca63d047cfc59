"""Twenty rows whose run a person stops, and what must be true of its end."""

from __future__ import annotations

import random
import re
import signal
import time
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

from support.commands import write_csv
from support.killed_runs import COUNTED
from support.programs import Ended, campaigns_of, read_puts, start_program
from support.raw_server import RawServer, yes

TWENTY = [{"id": str(number), "name": "x"} for number in range(1, 21)]


def assert_stopped_truly(ended: Ended, server: RawServer, token: str) -> Counter[str]:
    """Each row has one outcome, and those that left are those that the server read; gives the counts."""
    statuses = ended.statuses
    assert set(statuses) == {row["id"] for row in TWENTY}
    assert {campaign for campaign, status in statuses.items() if status != "NOT SENT"} == set(
        campaigns_of(read_puts(server), token)
    )
    counts = Counter(statuses.values())
    assert ended.totals["rows"] == sum(ended.totals[name] for name in COUNTED) == len(TWENTY)
    assert (ended.totals["updated"], ended.totals["unknown"]) == (counts["UPDATED"], counts["UNKNOWN"])
    return counts


@dataclass(frozen=True, slots=True)
class Trial:
    """A run that heard Ctrl-C at a moment drawn from a seed."""

    ended: Ended
    server: RawServer

    @property
    def told(self) -> bool:
        """Whether the run came to tell its totals; if not, it was stopped before it began to send."""
        return bool(self.ended.out)

    @property
    def complete(self) -> bool:
        """Whether every row was updated before the stop could be heard."""
        return self.told and self.ended.totals["updated"] == len(TWENTY)

    @property
    def in_main(self) -> bool:
        """Whether Ctrl-C broke our own code with a traceback; else Python itself was still starting."""
        return re.search(r'cli\.py", line \d+, in main', self.ended.err) is not None


def press_at_random(seed: int, folder: Path) -> Trial:
    """Press Ctrl-C one to three times; by turns at any moment, and when so many requests have been read."""
    folder.mkdir()
    write_csv(folder / "sheet.csv", *TWENTY)
    rng = random.Random(seed)
    seconds, requests = ((rng.uniform(0.05, 1.0), 0), (rng.uniform(0, 0.02), rng.randint(1, 12)))[seed % 2]
    with RawServer([replace(yes(), before=0.02)]) as server:
        program = start_program(folder, "first", "sheet.csv", "--json", "--concurrency", "4", server=server)
        program.wait_until(lambda: server.count >= requests)
        time.sleep(seconds)
        for _ in range(rng.randint(1, 3)):
            program.tell(signal.SIGINT)
            time.sleep(rng.uniform(0, 0.02))
        return Trial(program.wait(), server)
