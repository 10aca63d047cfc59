"""Who is told of a run and asked about it: the terminal today, a page some day. A stage never prints."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Protocol, TypeAlias

from batch_update.model import Outcome
from batch_update.runs import RunResult
from batch_update.settings import Settings

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

    def progress(self, total: int, describe_pace: Callable[[], str]) -> AbstractContextManager[Watch]:
        """While inside, show how far the sending of `total` rows is."""

    def reading(self, total: int, describe_pace: Callable[[], str]) -> AbstractContextManager[Callable[[], object]]:
        """While inside, show how many of `total` campaigns were read; what it gives is called after each."""

    def result(self, result: RunResult, settings: Settings) -> None:
        """How the run ended."""
