"""Who is told of a run and asked about it: the terminal, or the page. A stage never prints."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Protocol, TypeAlias

from batch_update.model import Outcome
from batch_update.runs import Outlook, Plan, RunResult
from batch_update.settings import Settings

if TYPE_CHECKING:  # a check has no use for it
    from batch_update.sending import Stop

Watch: TypeAlias = Callable[[Outcome], None]
"""Called with each outcome as it comes."""


class Audience(Protocol):
    """Every face of the program is one of these; all are told with the words of `wording`."""

    @property
    def verbose(self) -> bool:
        """Whether the place of a fault of the program itself is to be told."""

    @property
    def can_confirm(self) -> bool:
        """Whether somebody is there to be asked."""

    def say(self, text: str) -> None:
        """A note on the way."""

    def warn(self, text: str) -> None:
        """Something that needs attention."""

    def interrupt(self, text: str) -> None:
        """Something that is said because the person broke in, on a line of its own, whatever is being shown."""

    def confirm(self, question: str) -> bool:
        """Whether the person says yes; may be asked at any time of a run. No answer is no."""

    def foresee(self, plan: Plan, settings: Settings, outlook: Outlook) -> None:
        """What was just said of a plan, as values: before the question."""

    def stoppable(self, stop: Stop) -> AbstractContextManager[None]:
        """While inside, the person can end the run by this: with Ctrl-C, a button, or however this face has it."""

    def progress(self, total: int, describe_pace: Callable[[], str]) -> AbstractContextManager[Watch]:
        """While inside, show how far the sending of `total` rows is."""

    def reading(self, total: int, describe_pace: Callable[[], str]) -> AbstractContextManager[Callable[[], object]]:
        """While inside, show how many of `total` campaigns were read; what it gives is called after each."""

    def result(self, result: RunResult, settings: Settings) -> None:
        """How the run ended."""
