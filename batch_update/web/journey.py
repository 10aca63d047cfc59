"""What the page shows, and what it waits for: one state for all its windows, over every reload.

The work is done in a thread of its own, and requests come in another: every change goes through `changing`.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from time import monotonic

from batch_update.runs import Outlook, Plan, PulledFile, RunResult, Undone
from batch_update.sending import Stop
from batch_update.settings import Settings, Verify
from batch_update.statuses import Status
from batch_update.web.target import Target
from batch_update.wording.during import describe_progress, describe_reading_progress


class Phase(StrEnum):
    """Where the journey stands."""

    CHOOSE = "choose"
    BUSY = "busy"  # a sheet is read, an account is looked at: nothing is sent
    FOUND = "found"
    PLANNED = "planned"
    ASKING = "asking"
    SENDING = "sending"
    ENDED = "ended"
    PULLED = "pulled"
    UNDONE = "undone"


READS_ALL = "reads_all"
"""The name of the choice to read every campaign back."""

WORKING = frozenset({Phase.BUSY, Phase.ASKING, Phase.SENDING})


@dataclass(frozen=True, slots=True)
class Said:
    """One line that the pipeline said."""

    text: str
    is_warning: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What the person chose beside the sheet and the account."""

    verify: Verify | None = None
    resume: bool = False
    every_cell: bool = False
    keep_mine: bool = False


def change_choices(choices: Choices, changed: object) -> Choices | None:
    """The choices after one was changed at the question; None where none was."""
    if not isinstance(changed, dict):
        return None
    chosen = {name: value is True for name, value in changed.items()}
    if not chosen.keys() & {READS_ALL, "every_cell", "keep_mine"}:
        return None
    verify = choices.verify
    if READS_ALL in chosen:
        verify = Verify.ALL if chosen[READS_ALL] else Verify.FIRST
    return replace(
        choices,
        verify=verify,
        every_cell=chosen.get("every_cell", choices.every_cell),
        keep_mine=chosen.get("keep_mine", choices.keep_mine),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A sheet that has come: where it is kept, and the name that it is shown under."""

    path: Path
    shown: str
    digest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreseen:
    """The plan as values, beside the lines that were said of it."""

    plan: Plan
    settings: Settings
    outlook: Outlook


@dataclass(slots=True, kw_only=True)
class Question:
    """One question of the pipeline, which waits for its answer. `mark` is good for this one question, and once."""

    text: str
    mark: str
    is_first: bool  # before anything is sent; else in the middle of a run
    lines: tuple[Said, ...]
    answer: Future[bool] = field(default_factory=Future)


@dataclass(slots=True, kw_only=True)
class Progress:
    """How far it is; `counts` is empty where campaigns are only read."""

    total: int
    describe_pace: Callable[[], str]
    started: float = field(default_factory=monotonic)
    done: int = 0
    counts: Counter[Status] = field(default_factory=Counter)

    @property
    def text(self) -> str:
        """It in words."""
        if not self.done:
            return self.describe_pace()
        elapsed = monotonic() - self.started
        if not self.counts:
            return describe_reading_progress(self.done, self.total, self.describe_pace(), elapsed)
        return describe_progress(self.counts, self.total, self.describe_pace(), elapsed)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ending:
    """How a run, a check or a plan ended. Each is itself alone: what is told of one is made once."""

    result: RunResult
    settings: Settings


@dataclass(slots=True, kw_only=True)
class Journey:
    """The state. `version` grows with each change, so that a window knows when to look again."""

    phase: Phase = Phase.CHOOSE
    work: str = ""  # what is under way, one word: check, plan, send, pull, undo
    upload: Upload | None = None
    target: Target | None = None
    choices: Choices = field(default_factory=Choices)
    lines: list[Said] = field(default_factory=list)
    fresh: list[Said] = field(default_factory=list)  # said since the last question or step
    alert: tuple[str, ...] = ()
    foreseen: Foreseen | None = None
    question: Question | None = None
    progress: Progress | None = None
    stop: Stop | None = None
    check: Ending | None = None
    plan: Ending | None = None
    ending: Ending | None = None
    pulled: PulledFile | None = None
    undone: Undone | None = None
    again: Choices | None = None  # the person changed a choice at the question: ask once more, with these
    closing: bool = False
    version: int = 0
    _lock: threading.RLock = field(default_factory=threading.RLock, repr=False)

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Change it: nobody sees half of a change."""
        with self._lock:
            yield
            self.version += 1

    @contextmanager
    def looking(self) -> Iterator[None]:
        """Look at it: nobody changes it meanwhile."""
        with self._lock:
            yield

    def begin(self, work: str) -> bool:
        """Begin a piece of work; False where another has not ended."""
        with self.changing():
            if self.phase in WORKING or self.closing:
                return False
            self.phase, self.work = Phase.BUSY, work
            self.lines, self.fresh, self.alert = [], [], ()
            self.foreseen = self.question = self.progress = self.stop = self.again = None
            return True

    def say(self, text: str, *, is_warning: bool = False) -> None:
        """Keep a line."""
        with self.changing():
            said = Said(text, is_warning)
            self.lines.append(said)
            self.fresh.append(said)

    def ask(self, text: str, facts: object, *, is_first: bool) -> bool:
        """Show a question, and wait for its answer; no, where the program is closed."""
        with self.changing():
            if self.closing:
                return False
            mark = make_mark(facts)
            question = Question(text=text, mark=mark, is_first=is_first, lines=tuple(self.fresh))
            before, self.phase, self.question, self.progress = self.phase, Phase.ASKING, question, None
            self.fresh = []
        answer = question.answer.result()
        with self.changing():
            self.phase, self.question = before, None
        return answer

    def answer(self, mark: str, *, yes: bool, again: Choices | None = None) -> bool:
        """Answer the question of this mark; False if there is none, or it was answered."""
        with self.changing():
            question = self.question
            if question is None or question.answer.done() or not secrets.compare_digest(question.mark, mark):
                return False
            self.again = again
            question.answer.set_result(yes)
            return True

    def close(self) -> None:
        """Answer whatever waits with no; from now on nothing begins."""
        with self.changing():
            self.closing = True
            if self.question is not None and not self.question.answer.done():
                self.question.answer.set_result(False)

    def forget_sheet(self) -> None:
        """Begin from the beginning; the account stays chosen, so that its token is typed once."""
        with self.changing():
            self.phase, self.work, self.upload, self.choices = Phase.CHOOSE, "", None, Choices()
            self.check = self.plan = self.ending = self.pulled = self.undone = None
            self.lines, self.fresh, self.alert = [], [], ()


_SECRET = secrets.token_bytes(32)


def make_mark(facts: object) -> str:
    """A mark of what a question is about; never the same twice, even for the same facts."""
    told = f"{secrets.token_hex(16)}\n{facts!r}".encode("utf-8", "surrogatepass")
    return hmac.new(_SECRET, told, hashlib.sha256).hexdigest()
