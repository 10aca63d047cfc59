"""The terminal as an audience: notes and progress on stderr, the summary on stdout, questions to whoever sits there.

Knows rich, and that only on a terminal. Whatever comes from a sheet or the API is shown as it is: never as markup, and
without the characters that would steer a terminal.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import monotonic
from typing import TYPE_CHECKING, TextIO, cast

from batch_update.errors import UsageError
from batch_update.streams import Stream, standard_error, standard_output
from batch_update.wording.phrases import visible

if TYPE_CHECKING:  # a mistyped option is answered without them
    from batch_update.model import Outcome
    from batch_update.run.audience import Watch
    from batch_update.runs import RunResult
    from batch_update.settings import Settings
    from batch_update.statuses import Status

PLAIN_PROGRESS_SECONDS = 5.0  # between two progress lines off a terminal


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """Where things are said, and how much of it."""

    out: Stream = field(default_factory=standard_output)
    err: Stream = field(default_factory=standard_error)
    quiet: bool = False
    verbose: bool = False
    color: bool = True

    def say(self, text: str = "") -> None:
        """A note on the way; nothing with --quiet."""
        if not self.quiet:
            self.warn(text)

    def warn(self, text: str) -> None:
        """Something that needs attention, with --quiet too."""
        self.err.print(visible(text))

    def give(self, text: str) -> bool:
        """What the command was asked for, on stdout; whether it arrived. That it did not is said once."""
        if self.out.failure:
            return False
        arrived = self.out.print(text)
        if not arrived and not self.out.is_cut_off:
            self.warn(f"Standard output could not be written: {self.out.failure}.")
        return arrived

    def demand_output(self) -> None:
        """Raise UsageError unless somebody can get what is given: before anything is done that only it would tell."""
        if fault := self.out.find_fault():
            raise UsageError(f"Nothing can be written to standard output: {fault}.")

    @property
    def can_confirm(self) -> bool:
        """Whether a person can be asked: someone sits at both ends."""
        return Stream(sys.stdin).isatty() and self.err.isatty()

    def confirm(self, question: str) -> bool:
        """Whether the person says yes; anything else, and the end of input, is no."""
        if not self.err.print(f"{question} [y/N] ", end=""):
            return False
        try:
            return sys.stdin.readline().strip().casefold() in {"y", "yes"}
        except (OSError, ValueError):  # closed meanwhile, or no text
            return False

    @contextmanager
    def progress(self, total: int, describe_pace: Callable[[], str]) -> Iterator[Watch]:
        """Show how far the sending is; gives the function to call with each outcome."""
        from batch_update.wording.during import describe_outcome  # noqa: PLC0415 - see above

        if self.quiet:
            yield lambda _outcome: None
        elif self.verbose:
            yield lambda outcome: self.say(describe_outcome(outcome))
        elif self.err.isatty():
            with _bar(self, total, describe_pace) as watch:
                yield watch
        else:
            yield _plain_lines(self, total, describe_pace)

    def result(self, result: RunResult, settings: Settings) -> None:
        """The totals as JSON or the summary, and with JSON too what must be done where something went wrong."""
        from batch_update.wording.after import last_words, summary, totals  # noqa: PLC0415 - see above

        last = last_words(result, settings)
        if settings.as_json:
            line = as_json(totals(result))
            if not self.give(line):
                self.warn(f"The totals are: {line}")
            if result.results is None or result.run.stopped:
                self._warn_all(last)
        elif (not self.quiet or result.exit_code) and not self.give("\n".join(map(visible, summary(result, settings)))):
            self._warn_all(last)

    def _warn_all(self, lines: Iterable[str]) -> None:
        for line in lines:
            self.warn(line)


def as_json(totals: Mapping[str, object]) -> str:
    """The totals as one JSON object on one line, which any console and pipe can take."""
    return json.dumps(totals, allow_nan=False)


# --- progress ---------------------------------------------------------------------------------------------------------


def _plain_lines(screen: Screen, total: int, describe_pace: Callable[[], str]) -> Watch:
    """One line every few seconds: what a log file or a scheduler can keep."""
    from batch_update.wording.during import describe_progress  # noqa: PLC0415 - see above

    started = last = monotonic()
    counts: Counter[Status] = Counter()

    def watch(outcome: Outcome) -> None:
        nonlocal last
        counts[outcome.status] += 1
        now = monotonic()
        if now - last >= PLAIN_PROGRESS_SECONDS and counts.total() < total:
            last = now
            screen.say(describe_progress(counts, total, describe_pace(), now - started))

    return watch


@contextmanager
def _bar(screen: Screen, total: int, describe_pace: Callable[[], str]) -> Iterator[Watch]:
    from rich.console import Console  # noqa: PLC0415 - only a terminal needs it
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415

    from batch_update.wording.during import describe_counts  # noqa: PLC0415 - see above

    console = Console(file=cast("TextIO", screen.err), markup=False, highlight=False, no_color=not screen.color)
    columns = (
        BarColumn(bar_width=24),
        MofNCompleteColumn(),
        TextColumn("{task.description}", markup=False),
        TimeRemainingColumn(compact=True),
        TextColumn("left", markup=False),
    )
    counts: Counter[Status] = Counter()
    with Progress(*columns, console=console, transient=True, refresh_per_second=5) as progress:
        task = progress.add_task(describe_pace(), total=total)

        def watch(outcome: Outcome) -> None:
            counts[outcome.status] += 1
            progress.update(task, advance=1, description=f"{describe_counts(counts)}; {describe_pace()};")

        yield watch
