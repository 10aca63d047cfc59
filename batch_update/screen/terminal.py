"""The terminal as an audience: notes and progress on stderr, the summary on stdout, questions to whoever sits there.

Whatever comes from a sheet or the API is shown as it is: never as markup, and without the characters that would steer a
terminal.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from batch_update.errors import UsageError
from batch_update.screen.printing import columns_of, measure, open_console, print_lines, print_on
from batch_update.streams import Stream, read_line, standard_error, standard_output
from batch_update.wording.layout import Line, align, lay_out

if TYPE_CHECKING:  # a mistyped option is answered without them
    from rich.console import Console

    from batch_update.run.audience import Watch
    from batch_update.runs import Outlook, Plan, RunResult
    from batch_update.sending import Stop
    from batch_update.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """Where things are said, and how much of it."""

    out: Stream = field(default_factory=standard_output)
    err: Stream = field(default_factory=standard_error)
    quiet: bool = False
    verbose: bool = False
    color: bool = True
    _bars: list[Console] = field(default_factory=list, init=False, repr=False)  # where one moves; at most one

    def say(self, text: str = "") -> None:
        """A note on the way; nothing with --quiet."""
        if not self.quiet:
            self.warn(text)

    def warn(self, text: str) -> None:
        """Something that needs attention, with --quiet too."""
        if self._bars:  # above it: in the middle of its line nobody could read it
            print_on(self._bars[-1], [lay_out(text)])
        else:
            print_lines(self.err, [lay_out(text)], color=self.color)

    def interrupt(self, text: str) -> None:
        """The same on a line of its own: the terminal has written ^C into the one that was being written."""
        if self.err.isatty() and not self._bars:
            self.err.write("\n")
        self.warn(text)

    def give(self, text: str) -> bool:
        """What the command was asked for, on stdout, whole as it is; whether it arrived."""
        return self.show([Line(text=text, whole=True)])

    def show(self, lines: Iterable[Line]) -> bool:
        """The same, laid out where there is a terminal. That it did not arrive is said once."""
        if self.out.failure:
            return False
        arrived = print_lines(self.out, tuple(lines), color=self.color)
        if not arrived and not self.out.is_cut_off:
            self.warn(f"Standard output could not be written: {self.out.failure}.")
        return arrived

    @property
    def columns(self) -> int:
        """How wide what is given may be; off a terminal as on the narrowest that people have."""
        return columns_of(self.out)

    def show_table(self, table: Sequence[Sequence[str]], *, cuttable: Collection[int]) -> bool:
        """A table with its headings; texts in the columns `cuttable` are cut where it would be too wide."""
        headings, *lines = align(table, self.columns - 1, measure, cuttable=cuttable)
        return self.show([Line(text=headings, strong=True, whole=True), *(Line(text=t, whole=True) for t in lines)])

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
            answer = read_line(sys.stdin)
        except (OSError, ValueError):  # closed meanwhile, or no text
            answer = ""
        if not answer.endswith("\n"):  # nobody has ended the line of the question
            self.err.print("")
        return answer.strip().casefold() in {"y", "yes"}

    def ask_secret(self, question: str) -> str:
        """What the person types or pastes, which is not shown; "" if that ends without a word. Raises UsageError."""
        import getpass  # noqa: PLC0415 - nearly no command asks for one
        import warnings  # noqa: PLC0415

        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error", getpass.GetPassWarning)
                return getpass.getpass(f"{question} ")
        except getpass.GetPassWarning:
            raise UsageError("What is typed on this terminal can not be hidden.") from None
        except (EOFError, OSError, ValueError):
            return ""

    def foresee(self, plan: Plan, settings: Settings, outlook: Outlook) -> None:
        """The lines have said it all."""

    def stoppable(self, stop: Stop) -> AbstractContextManager[None]:
        """Listen for Ctrl-C, and for the system's own request to end."""
        from batch_update.run.signals import listening_for_signals  # noqa: PLC0415 - see above

        return listening_for_signals(stop, self)

    @contextmanager
    def progress(self, total: int, describe_pace: Callable[[], str]) -> Iterator[Watch]:
        """Show how far the sending is; gives the function to call with each outcome."""
        from batch_update.screen.progress import moving_bar, plain_lines  # noqa: PLC0415 - see above
        from batch_update.wording.during import describe_outcome  # noqa: PLC0415 - see above

        if self.quiet:
            yield lambda _outcome: None
        elif self.verbose:
            yield lambda outcome: self.say(describe_outcome(outcome))
        elif self.err.isatty() and not (console := open_console(self.err, color=self.color)).is_dumb_terminal:
            with self._moving(console), moving_bar(console, total, describe_pace) as watch:
                yield watch
        else:
            yield plain_lines(self.say, total, describe_pace)

    @contextmanager
    def reading(self, total: int, describe_pace: Callable[[], str]) -> Iterator[Callable[[], object]]:
        """Show how far the reading is; gives the function to call after each campaign."""
        from batch_update.screen.progress import count_plainly, moving_count  # noqa: PLC0415 - see above

        if self.quiet:
            yield lambda: None
        elif self.err.isatty() and not (console := open_console(self.err, color=self.color)).is_dumb_terminal:
            with self._moving(console), moving_count(console, total, describe_pace) as watch:
                yield watch
        else:
            yield count_plainly(self.say, total, describe_pace)

    @contextmanager
    def _moving(self, console: Console) -> Iterator[None]:
        """While a bar moves, what is said stands above it."""
        self._bars.append(console)
        try:
            yield
        finally:
            self._bars.clear()

    def result(self, result: RunResult, settings: Settings) -> None:
        """The totals as JSON or the summary, and with JSON too what must be done where something went wrong."""
        from batch_update.wording.after import summary, totals  # noqa: PLC0415 - see above
        from batch_update.wording.next_step import last_words  # noqa: PLC0415 - see above

        last = last_words(result, settings)
        if settings.as_json:
            line = as_json(totals(result))
            if not self.give(line):
                self.warn(f"The totals are: {line}")
            if result.results is None or result.run.stopped:
                self._warn_all(last)
        elif (not self.quiet or result.exit_code) and not self.show(summary(result, settings)):
            self._warn_all(last)

    def _warn_all(self, lines: Iterable[str]) -> None:
        for line in lines:
            self.warn(line)


def as_json(totals: Mapping[str, object]) -> str:
    """The totals as one JSON object on one line, which any console and pipe can take."""
    import json  # noqa: PLC0415 - the help has no use for it

    return json.dumps(totals, allow_nan=False)
