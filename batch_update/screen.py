"""What the person at the keyboard reads: notes and progress on stderr, the summary on stdout.

Knows rich, and that only on a terminal. Whatever comes from a sheet or the API is shown as it is: never as markup, and
without the characters that would steer a terminal.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import monotonic
from typing import TYPE_CHECKING, TextIO, cast

from batch_update.errors import UsageError
from batch_update.streams import Stream, standard_error, standard_output

if TYPE_CHECKING:  # a mistyped option is answered without them
    from batch_update.model import Outcome, Status
    from batch_update.report import ProblemGroup

PLAIN_PROGRESS_SECONDS = 5.0  # between two progress lines off a terminal
COMMONEST = 3  # problems that the summary names
LONGEST_VALUE = 40  # characters of a value that the summary shows

Watch = Callable[["Outcome"], None]


def visible(text: str) -> str:
    """A text from outside on one line, with control characters replaced: an escape sequence could hide a message."""
    return "".join(map(_visible, text))


def _visible(character: str) -> str:
    if character.isprintable():
        return character
    return "\ufffd" if "\ud800" <= character <= "\udfff" else " "  # half a character, of a file name that is no UTF-8


def spell_duration(seconds: float) -> str:
    """A duration as people say it: `3 s`, `2 min 5 s`, `1 h 20 min`."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    return f"{whole // 3600} h {whole % 3600 // 60} min"


def count(number: int, noun: str) -> str:
    """A number with its noun: `1 row`, `12 rows`, `1,200 rows`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


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

    def say_all(self, lines: Iterable[str]) -> None:
        """Several notes, a line each."""
        for line in lines:
            self.say(line)

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
    def can_ask(self) -> bool:
        """Whether a person can be asked: someone sits at both ends."""
        return Stream(sys.stdin).isatty() and self.err.isatty()

    def ask(self, question: str) -> bool:
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
        if self.quiet:
            yield lambda _outcome: None
        elif self.verbose:
            yield lambda outcome: self.say(_outcome_line(outcome))
        elif self.err.isatty():
            with _bar(self, total, describe_pace) as watch:
                yield watch
        else:
            yield _plain_lines(self, total, describe_pace)


def _outcome_line(outcome: Outcome) -> str:
    return f"row {outcome.row.number}, campaign {outcome.campaign_id}: {outcome.status} {outcome.message}".rstrip()


def _plain_lines(screen: Screen, total: int, describe_pace: Callable[[], str]) -> Watch:
    """One line every few seconds: what a log file or a scheduler can keep."""
    started = last = monotonic()
    counts: Counter[Status] = Counter()

    def watch(outcome: Outcome) -> None:
        nonlocal last
        counts[outcome.status] += 1
        now = monotonic()
        done = counts.total()
        if now - last >= PLAIN_PROGRESS_SECONDS and done < total:
            last = now
            left = (now - started) / done * (total - done)
            screen.say(f"{done:,} of {total:,} rows: {_counts(counts)}; {describe_pace()}; {spell_duration(left)} left")

    return watch


def _counts(counts: Mapping[Status, int]) -> str:
    return ", ".join(f"{number:,} {status.lower()}" for status, number in sorted(counts.items()) if number)


@contextmanager
def _bar(screen: Screen, total: int, describe_pace: Callable[[], str]) -> Iterator[Watch]:
    from rich.console import Console  # noqa: PLC0415 - only a terminal needs it
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415

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
            progress.update(task, advance=1, description=f"{_counts(counts)}; {describe_pace()};")

        yield watch


# --- the summary ------------------------------------------------------------------------------------------------------


def summary_lines(
    counts: Mapping[Status, int], groups: Sequence[ProblemGroup], facts: str, last: Sequence[str]
) -> list[str]:
    """The summary from top to bottom: counts, facts, commonest problems, and what to do next as the very last lines."""
    lines = [""]
    lines += [f"  {number:>7,}  {status}" for status, number in counts.items() if number]
    lines += ["", facts]
    if groups:
        lines += ["", "Most frequent problems:" if len(groups) > 1 else "The problem:"]
        lines += [f"  {_group_line(group)}" for group in groups[:COMMONEST]]
        if len(groups) > COMMONEST:
            lines.append(f"  and {count(len(groups) - COMMONEST, 'more problem')}, all in the results")
    return [visible(line) for line in [*lines, "", *last]]


def _group_line(group: ProblemGroup) -> str:
    first = group.examples[0]
    value = first.value if len(first.value) <= LONGEST_VALUE else f"{first.value[:LONGEST_VALUE]}…"
    place = " ".join(part for part in (first.cell, f"'{value}'" if value else "") if part)
    column = f"{group.column}: " if group.column else ""
    where = f" (for example {place})" if place and group.rows > 1 else f" ({place})" if place else ""
    hint = f" {group.suggestions[0]}" if group.suggestions else ""
    return f"{count(group.rows, 'row')}: {column}{group.message}{where}{hint}"


def as_json(totals: Mapping[str, object]) -> str:
    """The totals as one JSON object on one line, which any console and pipe can take."""
    return json.dumps(totals, allow_nan=False)
