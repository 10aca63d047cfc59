"""An audience that says yes, and remembers what it was told."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field

from batch_update.run.audience import Watch
from batch_update.runs import Outlook, Plan, RunResult
from batch_update.sending import Stop
from batch_update.settings import Settings


@dataclass
class Listener:
    """Everything that a run says, in its order."""

    verbose: bool = False
    can_confirm: bool = False
    said: list[str] = field(default_factory=list)

    def say(self, text: str) -> None:
        """Remember it."""
        self.said.append(text)

    def warn(self, text: str) -> None:
        """Remember it."""
        self.said.append(text)

    def interrupt(self, text: str) -> None:
        """Remember it."""
        self.said.append(text)

    def confirm(self, question: str) -> bool:
        """Say yes."""
        self.said.append(question)
        return True

    def progress(self, total: int, describe_pace: Callable[[], str]) -> AbstractContextManager[Watch]:  # noqa: ARG002
        """Look away."""
        return nullcontext(lambda _: None)

    def reading(self, total: int, describe_pace: Callable[[], str]) -> AbstractContextManager[Callable[[], object]]:  # noqa: ARG002
        """Look away."""
        return nullcontext(lambda: None)

    def foresee(self, plan: Plan, settings: Settings, outlook: Outlook) -> None:
        """The lines say it all."""

    def stoppable(self, stop: Stop) -> AbstractContextManager[None]:  # noqa: ARG002
        """Nobody ends it."""
        return nullcontext()

    def result(self, result: RunResult, settings: Settings) -> None:
        """Hear of the end."""
