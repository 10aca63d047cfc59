"""The page as an audience of the pipeline: what is said becomes the state, and a question waits for the browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from batch_update.model import Outcome
from batch_update.run.audience import Watch
from batch_update.run.so_far import RunSoFar
from batch_update.runs import Outlook, Plan, RunResult, StopReason
from batch_update.sending import Stop
from batch_update.settings import Settings
from batch_update.web.journey import Ending, Foreseen, Journey, Phase, Progress
from batch_update.wording.page import STOPPED


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Whoever sits at the browser. Lives in the thread that works."""

    journey: Journey
    so_far: RunSoFar

    @property
    def verbose(self) -> bool:
        """The place of a fault is nothing for this reader."""
        return False

    @property
    def can_confirm(self) -> bool:
        """The page asks, and waits."""
        return True

    def say(self, text: str) -> None:
        """A note on the way."""
        self.journey.say(text)

    def warn(self, text: str) -> None:
        """Something that needs attention."""
        self.journey.say(text, is_warning=True)

    def interrupt(self, text: str) -> None:
        """The same here."""
        self.warn(text)

    def confirm(self, question: str) -> bool:
        """Show it until somebody has answered, in whatever window."""
        journey = self.journey
        foreseen, upload = journey.foreseen, journey.upload
        facts: list[object] = [question, upload.digest if upload else "", self.so_far.run_id]
        if foreseen is not None:
            plan = foreseen.plan
            facts += [plan.target, foreseen.settings.profile, foreseen.outlook, journey.choices]
            facts += [len(plan.to_send), plan.invalid, len(plan.left_out), len(plan.answered), plan.cleared]
        return journey.ask(question, facts, is_first=not self.so_far.run_id)

    def foresee(self, plan: Plan, settings: Settings, outlook: Outlook) -> None:
        """Keep it for the question."""
        with self.journey.changing():
            self.journey.foreseen = Foreseen(plan=plan, settings=settings, outlook=outlook)

    @contextmanager
    def stoppable(self, stop: Stop) -> Iterator[None]:
        """While inside, the page has a button for it."""
        journey = self.journey
        with journey.changing():
            journey.stop = stop
            if self.so_far.run_id:  # else it only looks
                journey.phase = Phase.SENDING
            if journey.closing:
                stop.ask(StopReason.INTERRUPTED, STOPPED)
        try:
            yield
        finally:
            with journey.changing():
                journey.stop = None

    @contextmanager
    def progress(self, total: int, describe_pace: Callable[[], str]) -> Iterator[Watch]:
        """Count the outcomes."""
        with self._counting(total, describe_pace) as progress:

            def watch(outcome: Outcome) -> None:
                with self.journey.changing():
                    progress.done += 1
                    progress.counts[outcome.status] += 1

            yield watch

    @contextmanager
    def reading(self, total: int, describe_pace: Callable[[], str]) -> Iterator[Callable[[], object]]:
        """Count the campaigns."""
        with self._counting(total, describe_pace) as progress:

            def watch() -> None:
                with self.journey.changing():
                    progress.done += 1

            yield watch

    def result(self, result: RunResult, settings: Settings) -> None:
        """Keep it: the page tells it whenever it is looked at."""
        ending = Ending(result=result, settings=settings)
        with self.journey.changing():
            if settings.check_only:
                self.journey.check = ending
            elif settings.plan_only:
                self.journey.plan = ending
            else:
                self.journey.ending = ending

    @contextmanager
    def _counting(self, total: int, describe_pace: Callable[[], str]) -> Iterator[Progress]:
        progress = Progress(total=total, describe_pace=describe_pace)
        with self.journey.changing():
            self.journey.progress = progress
        try:
            yield progress
        finally:
            with self.journey.changing():
                self.journey.progress = None
