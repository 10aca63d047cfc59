"""Which of the checked rows are to be sent, and what every row comes to in the end. Pure.

Each row of the sheet has its place here from the start, so that none can be lost: rejected, answered by an earlier run,
held back, or sent.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from batch_update.model import Conversion, Outcome, Rejection, Status, Update, Verdict
from batch_update.runs import BY_STOP, Plan, RunRecord
from batch_update.wording.rows import describe_rejection

BY_STRICT = "Not sent: other rows are invalid, and --strict sends all rows or none."
BY_LIMIT = "Not sent: --limit sends only the first rows."


def updates_of(verdicts: Iterable[Verdict]) -> tuple[Update, ...]:
    """The rows that may be sent."""
    return tuple(verdict for verdict in verdicts if isinstance(verdict, Update))


def conversions_of(verdicts: Iterable[Verdict]) -> list[Conversion]:
    """Everything that is sent in other words than the sheet shows."""
    return [conversion for update in updates_of(verdicts) for conversion in update.conversions]


def plan_sending(  # noqa: PLR0913 - all by name
    verdicts: Sequence[Verdict],
    *,
    target: str = "",
    earlier: RunRecord | None = None,
    answered: Iterable[Outcome] = (),
    strict: bool = False,
    limit: int | None = None,
) -> Plan:
    """Leave out what an earlier run has `answered`, all rows if one is wrong and `strict`, and those past `limit`."""
    known = {outcome.row.number: outcome for outcome in answered}
    left = [update for update in updates_of(verdicts) if update.row.number not in known]
    refused_whole = strict and any(isinstance(verdict, Rejection) for verdict in verdicts)
    first, rest = ([], left) if refused_whole else (left[:limit], left[limit:] if limit is not None else [])
    reason = BY_STRICT if refused_whole else BY_LIMIT
    return Plan(
        target=target,
        verdicts=tuple(verdicts),
        to_send=tuple(first),
        answered=known,
        held_back={update.row.number: reason for update in rest},
        earlier=earlier,
    )


def checked_outcomes(verdicts: Iterable[Verdict]) -> tuple[Outcome, ...]:
    """What every row comes to when nothing is sent: VALID or INVALID."""
    return tuple(
        rejected(verdict) if isinstance(verdict, Rejection) else _unsent(verdict, Status.VALID, "")
        for verdict in verdicts
    )


def settle(plan: Plan, sent: Iterable[Outcome]) -> tuple[Outcome, ...]:
    """What every row came to, one outcome each, in the order of the sheet."""
    fates = dict(plan.answered)
    fates.update((outcome.row.number, outcome) for outcome in sent)
    return tuple(_fate(verdict, fates, plan.held_back) for verdict in plan.verdicts)


def _fate(verdict: Verdict, fates: Mapping[int, Outcome], held_back: Mapping[int, str]) -> Outcome:
    if isinstance(verdict, Rejection):
        return rejected(verdict)
    outcome = fates.get(verdict.row.number)
    if outcome is None:
        return _unsent(verdict, Status.NOT_SENT, held_back.get(verdict.row.number, BY_STOP))
    return replace(outcome, problems=(*outcome.problems, *verdict.warnings)) if verdict.warnings else outcome


def rejected(rejection: Rejection) -> Outcome:
    """The outcome of a row that must not be sent."""
    return Outcome(
        row=rejection.row,
        campaign_id=rejection.campaign_id,
        status=Status.INVALID,
        message=describe_rejection(rejection.problems),
        problems=rejection.problems,
    )


def _unsent(update: Update, status: Status, message: str) -> Outcome:
    return Outcome(
        row=update.row, campaign_id=update.campaign_id, status=status, message=message, problems=update.warnings
    )
