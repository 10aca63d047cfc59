"""How far the sending is: a bar on a terminal, a line every few seconds off one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING

from batch_update.wording.during import describe_counts, describe_progress

if TYPE_CHECKING:
    from rich.console import Console

    from batch_update.model import Outcome
    from batch_update.run.audience import Watch
    from batch_update.statuses import Status

PLAIN_PROGRESS_SECONDS = 5.0  # between two progress lines off a terminal
ROOM = 4  # columns behind the bar


def plain_lines(say: Callable[[str], object], total: int, describe_pace: Callable[[], str]) -> Watch:
    """One line every few seconds: what a log file or a scheduler can keep."""
    started = last = monotonic()
    counts: Counter[Status] = Counter()

    def watch(outcome: Outcome) -> None:
        nonlocal last
        counts[outcome.status] += 1
        now = monotonic()
        if now - last >= PLAIN_PROGRESS_SECONDS and counts.total() < total:
            last = now
            say(describe_progress(counts, total, describe_pace(), now - started))

    return watch


@contextmanager
def moving_bar(console: Console, total: int, describe_pace: Callable[[], str]) -> Iterator[Watch]:
    """A bar in the last line of the terminal, gone when the sending is done."""
    from rich.constrain import Constrain  # noqa: PLC0415 - off a terminal nothing of it is needed
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415

    class NarrowProgress(Progress):
        """It leaves room for the ^C of the terminal: in a line of its own it would move the bar, and leave a copy."""

        def get_renderable(self) -> Constrain:
            return Constrain(super().get_renderable(), max(1, console.width - ROOM))

    columns = (
        BarColumn(bar_width=24),
        MofNCompleteColumn(),
        TextColumn("{task.description}", markup=False),
        TimeRemainingColumn(compact=True),
        TextColumn("left", markup=False),
    )
    counts: Counter[Status] = Counter()
    with NarrowProgress(*columns, console=console, transient=True, refresh_per_second=5) as progress:
        task = progress.add_task(describe_pace(), total=total)

        def watch(outcome: Outcome) -> None:
            counts[outcome.status] += 1
            progress.update(task, advance=1, description=f"{describe_counts(counts)}; {describe_pace()};")

        yield watch
