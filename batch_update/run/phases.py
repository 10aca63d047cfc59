"""The phases in which the rows of a run go out: earlier doubts, the first campaign by itself, the others, late doubts.

`verified` says how one row is read back; here is decided which rows, in which order, and whether to go on.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from contextlib import nullcontext
from dataclasses import dataclass, field
from functools import partial

from batch_update.journal import RunRecorder
from batch_update.live import Snapshot
from batch_update.model import Outcome, Status, Update
from batch_update.run.audience import Audience, Watch
from batch_update.run.context import RunContext
from batch_update.run.plan import BY_STRICT_UNSENT
from batch_update.run.signals import confirm_unless_stopped
from batch_update.run.verifying.canary import FirstLook, Served, Trial
from batch_update.run.verifying.doubts import find_settled, settle_doubts
from batch_update.run.verifying.streaks import Streaks
from batch_update.run.verifying.unproven import prove_earlier
from batch_update.run.verifying.verified import RowVerifier, send_verified
from batch_update.run.workers import work_through
from batch_update.runs import CanaryWord, Plan, StopReason
from batch_update.sending import FailuresInARow, Session, UnrecordedError, send_updates
from batch_update.settings import Verify
from batch_update.wording import canary as words


@dataclass(slots=True, kw_only=True)
class Phases:
    """What came of a run's rows so far, by row number, and what comes next."""

    plan: Plan
    context: RunContext
    recorder: RunRecorder
    audience: Audience
    look: FirstLook
    outcomes: dict[int, Outcome] = field(default_factory=dict)
    doubtful: dict[int, Snapshot] = field(default_factory=dict)
    canary: CanaryWord | None = None
    streaks: Streaks = field(init=False)
    failures: FailuresInARow = field(init=False)

    def __post_init__(self) -> None:
        stop = self.context.stop
        self.streaks = Streaks(
            stop=stop,
            demands_reading=self.context.demands_reading,
            undo=self.context.judge.undo,
            note=partial(self._note, CanaryWord.DIFFERED),
            is_pulled=self.context.is_pulled,
        )
        self.failures = FailuresInARow(self.context.prepared.settings.max_failures, stop)

    def go_through(self) -> None:
        """Send the rows of the plan. Raises JournalError; `outcomes` has what came of them until then."""
        verify = self.context.verify
        if verify is Verify.NONE:
            self._send_plainly()
            return
        self._look_at_earlier_doubts()
        if verify is Verify.ALL and self.context.prepared.settings.strict and not self._may_send_all():
            return
        if self.context.takes_canary:
            self._try_first()
        if self.context.stop.reason is StopReason.CANARY:
            return
        if verify is Verify.ALL:
            self._send_verified()
        else:
            self._send_plainly()
        self._settle_doubts()

    @property
    def left(self) -> list[Update]:
        """The rows that have no outcome yet."""
        return [update for update in self.plan.to_send if update.row.number not in self.outcomes]

    # --- one phase each -----------------------------------------------------------------------------------------------

    def _send_plainly(self) -> None:
        """One request a row, and nothing is read."""
        left, settings = self.left, self.context.prepared.settings

        async def phase(session: Session) -> None:
            with self.audience.progress(len(left), session.pace.describe) as watch:
                try:
                    dispatch = await send_updates(
                        left,
                        session=session,
                        concurrency=settings.concurrency,
                        max_failures=settings.max_failures,
                        recorder=self.recorder,
                        watch=watch,
                    )
                except UnrecordedError as error:
                    self._take(error.dispatch.outcomes)
                    raise
            self._take(dispatch.outcomes)

        if left:
            self.context.account.talk(phase)

    def _send_verified(self) -> None:
        """Each row between two readings."""
        if left := self.left:
            self._verify(partial(send_verified, updates=left), total=len(left))

    def _look_at_earlier_doubts(self) -> None:
        """Rows that an earlier run left in doubt are not sent again if their campaigns hold them.

        Those that it was to read back, and did not come to, are read back.
        """
        doubts = [
            (it, self.context.doubts[it.campaign_id]) for it in self.left if it.campaign_id in self.context.doubts
        ]
        if doubts:
            self._verify(partial(find_settled, doubts=doubts))
        if self.context.unproven:
            self._verify(partial(prove_earlier, unproven=self.context.unproven))

    def _may_send_all(self) -> bool:
        """Whether every campaign can be read and none was changed by somebody else; with --strict none is sent else."""
        left = self.left

        async def examine(verifier: RowVerifier, update: Update) -> None:
            looked = await verifier.examine(update)
            if isinstance(looked, Outcome):
                await verifier.end_unsent(looked)

        async def examine_all(verifier: RowVerifier) -> None:
            stop, workers = verifier.session.stop, verifier.workers
            await work_through(left, partial(examine, verifier), stop=stop, workers=workers)

        self._verify(examine_all)
        if not self.outcomes.keys() & {update.row.number for update in left}:
            return True
        for update in self.left:
            held = Outcome(
                row=update.row, campaign_id=update.campaign_id, status=Status.NOT_SENT, message=BY_STRICT_UNSENT
            )
            self.outcomes[update.row.number] = held
        return False

    def _settle_doubts(self) -> None:
        """Rows that were never clearly answered are read once more."""
        if self.context.stop.asked:
            return
        known = {update.row.number: update for update in self.plan.to_send}
        doubts = [
            (known[number], outcome) for number, outcome in self.outcomes.items() if outcome.status is Status.UNKNOWN
        ]
        if doubts:
            self._verify(partial(settle_doubts, doubts=doubts))

    # --- the first campaign by itself ---------------------------------------------------------------------------------

    def _try_first(self) -> None:
        """Send one row and read it back; stop the run if it is not as it should be and nobody says to go on."""
        stop = self.context.stop
        trial = Trial(audience=self.audience, look=self.look, demands_reading=self.context.demands_reading)
        served: list[Served] = []

        async def run_trial(verifier: RowVerifier) -> None:
            found = await trial.run(verifier, self.left)
            served.extend([found] if found else [])

        self._verify(run_trial)
        if served and not (stop.asked and not served[0].is_right):
            self._judge_canary(served[0])  # what is proven is noted though the run was stopped meanwhile
        elif stop.asked:
            return
        elif trial.tried and self.left:
            self._go_on_without(trial)

    def _judge_canary(self, served: Served) -> None:
        """Say what the first campaign showed, and ask if it is not as it should be."""
        context = self.context
        sent = context.judge.compare_sent(served.update, served.before, served.after)
        others = context.judge.compare_others(served.update, served.before, served.after)
        outcome = served.proof.outcome
        if outcome.status is not Status.DIFFERS:
            self._note(CanaryWord.WENT_WELL if sent.same or others.same else CanaryWord.NONE)
            self.audience.say(words.tell_shown(served.update.campaign_id, sent, others))
            return
        spell = context.judge.spell_differences
        told = words.tell_differing(served.update.campaign_id, spell(sent.different), spell(others.different))
        for line in told:
            self.audience.warn(line)
        if not self.left:
            return
        self._note(CanaryWord.DIFFERED)  # before anybody is asked: who can not answer any more has not said yes
        if self._is_wanted(words.ask_on(len(self.left))):
            self._note(CanaryWord.ACCEPTED)
            return
        wrong, changed = ([part.field for part in compared.different] for compared in (sent, others))
        stopped = words.tell_stopped(
            served.update.campaign_id, wrong, changed, context.judge.undo, is_pulled=context.is_pulled
        )
        context.stop.ask(StopReason.CANARY, stopped)

    def _go_on_without(self, trial: Trial) -> None:
        """Say that none of the first rows could serve, and ask if that is news."""
        told = words.tell_without(trial.tried, trial.why)
        if self.look.is_hopeless and not self.context.demands_reading:
            return  # it was said at the question
        self.audience.warn(told)
        if self._can_ask and not self._is_wanted(words.GO_ON_WITHOUT):
            self.context.stop.ask(StopReason.CANARY, f"{told} {words.DECLINED}")

    def _note(self, word: CanaryWord) -> None:
        self.canary = word
        self.context.note_canary(word)

    @property
    def _can_ask(self) -> bool:
        """Whether somebody is there, still, who wants to be asked."""
        return self.context.prepared.settings.ask and self.audience.can_confirm

    def _is_wanted(self, question: str) -> bool:
        """Whether somebody who can be asked says yes; `--yes` is no answer to this."""
        return self._can_ask and confirm_unless_stopped(self.audience, question, self.context.stop)

    # --- inside -------------------------------------------------------------------------------------------------------

    def _verify(self, work: Callable[[RowVerifier], Awaitable[None]], *, total: int = 0) -> None:
        """Work over a connection of its own with a verifier; with a `total` its progress is shown."""
        context = self.context

        async def phase(session: Session) -> None:
            showing = self.audience.progress(total, session.pace.describe) if total else nullcontext(_hear_nothing)
            with showing as watch:
                verifier = self._make_verifier(session, watch)
                try:
                    await work(verifier)
                finally:
                    self.outcomes.update(verifier.final)

        context.account.talk(phase)

    def _make_verifier(self, session: Session, watch: Watch) -> RowVerifier:
        return RowVerifier(
            session=session,
            recorder=self.recorder,
            judge=self.context.judge,
            guard=self.context.guard,
            failures=self.failures,
            streaks=self.streaks,
            watch=watch,
            workers=self.context.prepared.settings.concurrency,
            doubtful=self.doubtful,
        )

    def _take(self, outcomes: Iterable[Outcome]) -> None:
        self.outcomes.update((outcome.row.number, outcome) for outcome in outcomes)


def _hear_nothing(_outcome: Outcome) -> None:
    """What is said of these rows is said in words of their own."""
