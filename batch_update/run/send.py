"""Valid rows go out and outcomes come back: whatever breaks meanwhile, each row has an outcome that is true."""

from __future__ import annotations

import signal
import traceback
from dataclasses import dataclass
from datetime import datetime

from batch_update.errors import BatchUpdateError, JournalError, describe_fault
from batch_update.journal import RunRecorder, restore_outcomes
from batch_update.model import Outcome, Run, Status, Traffic
from batch_update.run.audience import Audience
from batch_update.run.context import RunContext
from batch_update.run.phases import Phases
from batch_update.run.signals import SIGNALS
from batch_update.run.verifying.canary import FirstLook
from batch_update.runs import CanaryWord, Plan, StopReason
from batch_update.sending import not_sent
from batch_update.settings import Verify
from batch_update.wording import canary


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What came of sending: one outcome for each update, in their order, and why it ended early if it did."""

    outcomes: tuple[Outcome, ...]
    traffic: Traffic
    pace: str
    stop_reason: StopReason | None
    stop_message: str
    is_journalled: bool = True
    resumes: bool = True

    def as_run(self, context: RunContext, target: str, *, started: datetime, seconds: float) -> Run:
        """The facts of the run that this was."""
        return Run(
            id=context.run_id,
            target=target,
            started=started,
            seconds=seconds,
            pace=self.pace,
            traffic=self.traffic,
            stopped=self.stop_message,
            resumes=self.resumes,
            pull=context.pull,
            reads_back=context.verify is not Verify.NONE,
            tells_changes=context.verify is Verify.ALL or context.prepared.sheet.base is not None,
        )


def send(plan: Plan, context: RunContext, audience: Audience, look: FirstLook) -> Sent:
    """Send every update of a plan; each outcome is in the journal before it is shown. Raises BatchUpdateError."""
    try:
        return _send(plan, context, audience, look)
    except BatchUpdateError:
        raise
    except BaseException as fault:  # noqa: BLE001 - whatever it is must not cost the results of what was sent
        return _tell_from_journal(plan, context, audience, fault)


def _send(plan: Plan, context: RunContext, audience: Audience, look: FirstLook) -> Sent:
    account, stop = context.account, context.stop
    is_journalled = True
    recorder = RunRecorder(
        context.journal, context.run_id, updates=(*plan.to_send, *(row.update for row in context.unproven))
    )
    with account.holding(recorder):
        context.so_far.begin_to_send()
        phases = Phases(plan=plan, context=context, recorder=recorder, audience=audience, look=look)
        try:
            phases.go_through()
        except JournalError as error:
            is_journalled = False
            stop.ask(StopReason.NOT_RECORDED, str(error))
    why = canary.NOT_SENT if stop.reason is StopReason.CANARY and phases.canary else stop.message
    told = (phases.outcomes.get(it.row.number) or not_sent(it, why) for it in plan.to_send)
    proven = (phases.outcomes[it.row.number] for it, *_ in context.unproven if it.row.number in phases.outcomes)
    return Sent(
        outcomes=(*told, *proven),
        traffic=account.traffic,
        pace=account.pace.summary(),
        stop_reason=stop.reason,
        stop_message=stop.message,
        is_journalled=is_journalled,
        resumes=phases.canary is not CanaryWord.DIFFERED,
    )


def _tell_from_journal(plan: Plan, context: RunContext, audience: Audience, fault: BaseException) -> Sent:
    """What came of the rows when the sending itself broke down. Raises JournalError."""
    if audience.verbose:
        token = context.prepared.token
        told = "".join(traceback.format_exception(fault))
        for line in (told.replace(token.reveal(), "***") if token else told).splitlines():
            audience.warn(line)
    outcomes = restore_outcomes(plan.to_send, context.journal.kept(context.run_id))
    requests = sum(max(outcome.attempts, outcome.status is Status.UNKNOWN) for outcome in outcomes)
    reason, message = StopReason.FAULT, describe_fault(fault)
    if isinstance(fault, KeyboardInterrupt):
        reason, message = SIGNALS[signal.SIGINT]
    return Sent(
        outcomes=outcomes,
        traffic=Traffic(requests=requests),
        pace="",
        stop_reason=reason,
        stop_message=message,
    )
