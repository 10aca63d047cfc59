"""A run in a process of its own: `python recording.py FOLDER ROWS WORKERS`. Tells on stdout what it knows to be safe.

Lines: `run ID`, then for each campaign `begun`, `done`, `read` and `verified` when the recorder has said that it is on
the disk: the row with what was read before, its first word, what was read after, and its last word.
"""

from __future__ import annotations

import asyncio
import os
import sys
from dataclasses import replace
from pathlib import Path

from batch_update.journal import Journal, RunRecorder
from batch_update.live import Snapshot
from batch_update.model import Column, Outcome, Row, Status, Update

ROW = Row(2, ("281",), (Column("A", "id", "id"),))


def say(line: str) -> None:
    """One whole line at once, however soon the process is killed."""
    os.write(1, f"{line}\n".encode())


async def run(folder: Path, rows: int, workers: int) -> None:
    """Record so many rows, so many at a time."""
    with Journal(folder) as journal:
        run_id = journal.begin(
            sheet_path=folder / f"{os.getpid()}.xlsx", content=b"a sheet", worksheet=None, target="https://api.example",
            user="asha", host="desk-4", pid=os.getpid(), total=rows,
        )  # fmt: skip
        say(f"run {run_id}")
        campaigns = iter(range(1, rows + 1))
        async with RunRecorder(journal, run_id) as recorder:

            async def work() -> None:
                for number in campaigns:
                    campaign = str(number)
                    update = Update(row=ROW, campaign_id=campaign, body={"name": campaign})
                    outcome = Outcome(row=ROW, campaign_id=campaign, status=Status.UPDATED)
                    await recorder.starting(update, before=Snapshot(campaign_id=campaign, values={"name": "old"}))
                    say(f"begun {campaign}")
                    await recorder.finished(outcome)
                    say(f"done {campaign}")
                    after = Snapshot(campaign_id=campaign, values={"name": campaign})
                    await recorder.finished(replace(outcome, verified=True), after=after)
                    say(f"read {campaign}")
                    say(f"verified {campaign}")

            await asyncio.gather(*(work() for _ in range(workers)))


if __name__ == "__main__":
    asyncio.run(run(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])))
