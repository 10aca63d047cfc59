"""How far the sending is: a bar on a terminal, a line every few seconds off one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING

from batch_update.wording.during import describe_counts, describe_progress, describe_reading_progress

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


def count_plainly(say: Callable[[str], object], total: int, describe_pace: Callable[[], str]) -> Callable[[], None]:
    """The same, of campaigns that are read."""
    started = last = monotonic()
    done = 0

    def watch() -> None:
        nonlocal last, done
        done += 1
        now = monotonic()
        if now - last >= PLAIN_PROGRESS_SECONDS and done < total:
            last = now
            say(describe_reading_progress(done, total, describe_pace(), now - started))

    return watch


@contextmanager
def moving_bar(console: Console, total: int, describe_pace: Callable[[], str]) -> Iterator[Watch]:
    """A bar in the last line of the terminal, gone when the sending is done."""
    counts: Counter[Status] = Counter()
    with _moving(console, total, describe_pace()) as advance:

        def watch(outcome: Outcome) -> None:
            counts[outcome.status] += 1
            advance(f"{describe_counts(counts)}; {describe_pace()};")

        yield watch


@contextmanager
def moving_count(console: Console, total: int, describe_pace: Callable[[], str]) -> Iterator[Callable[[], None]]:
    """The same, of campaigns that are read."""
    with _moving(console, total, describe_pace()) as advance:
        yield lambda: advance(f"read; {describe_pace()};")


@contextmanager
def _moving(console: Console, total: int, description: str) -> Iterator[Callable[[str], None]]:
    """A bar; gives what moves it by one, with what is then said beside it."""
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
    with NarrowProgress(*columns, console=console, transient=True, refresh_per_second=5) as progress:
        task = progress.add_task(description, total=total)
        yield lambda text: progress.update(task, advance=1, description=text)
