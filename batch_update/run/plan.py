"""Which of the checked rows are to be sent, and what every row comes to in the end. Pure.

Each row of the sheet has its place here from the start, so that none can be lost: left out by choice, rejected,
answered by an earlier run, held back, or sent.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from batch_update.model import Conversion, Outcome, Rejection, Status, Untouched, Update, Verdict
from batch_update.runs import BY_STOP, Plan, RunRecord
from batch_update.wording.rows import describe_rejection

BY_STRICT = "Not sent: other rows are invalid, and --strict sends all rows or none."
BY_STRICT_UNSENT = "Not sent: other rows can not be sent, and --strict sends all rows or none."
NOT_EDITED = "Not sent: nothing was edited in this row since it was pulled."
SENT_BEFORE = (
    "Not sent: the edits of this row were sent by an earlier run, and nothing was edited since. It was not read again."
)


def updates_of(verdicts: Iterable[Verdict]) -> tuple[Update, ...]:
    """The rows that may be sent."""
    return tuple(verdict for verdict in verdicts if isinstance(verdict, Update))


def conversions_of(verdicts: Iterable[Verdict], outcomes: Iterable[Outcome]) -> list[Conversion]:
    """Everything that is sent in other words than the sheet shows, but for the rows that were left out."""
    left_out = {outcome.row.number for outcome in outcomes if outcome.left_out_by}
    updates = (update for update in updates_of(verdicts) if update.row.number not in left_out)
    return [conversion for update in updates for conversion in update.conversions]


def plan_sending(  # noqa: PLR0913 - all by name
    verdicts: Sequence[Verdict],
    *,
    target: str = "",
    earlier: RunRecord | None = None,
    answered: Iterable[Outcome] = (),
    left_out: Mapping[int, str] | None = None,
    strict: bool = False,
) -> Plan:
    """Pass over the rows that an earlier run `answered` or a choice left out; with `strict` all, if one is wrong.

    `left_out` has the option that left a row out, by row number.
    """
    known = {outcome.row.number: outcome for outcome in answered}
    unwanted = {number: option for number, option in (left_out or {}).items() if number not in known}
    chosen = [verdict for verdict in verdicts if verdict.row.number not in unwanted]
    left = [update for update in updates_of(chosen) if update.row.number not in known]
    refused_whole = strict and any(isinstance(verdict, Rejection) for verdict in chosen)
    return Plan(
        target=target,
        verdicts=tuple(verdicts),
        to_send=() if refused_whole else tuple(left),
        answered=known,
        held_back={update.row.number: BY_STRICT for update in left} if refused_whole else {},
        left_out=unwanted,
        earlier=earlier,
    )


def checked_outcomes(verdicts: Iterable[Verdict], left_out: Mapping[int, str]) -> tuple[Outcome, ...]:
    """What every row comes to when nothing is sent: VALID or INVALID, or NOT SENT where it was left out."""
    return tuple(_checked(verdict, left_out.get(verdict.row.number, "")) for verdict in verdicts)


def _checked(verdict: Verdict, option: str) -> Outcome:
    if option:
        return _omitted(verdict, option)
    if isinstance(verdict, Untouched):
        return untouched(verdict)
    return rejected(verdict) if isinstance(verdict, Rejection) else _unsent(verdict, Status.VALID, "")


def settle(plan: Plan, sent: Iterable[Outcome]) -> tuple[Outcome, ...]:
    """What every row came to, one outcome each, in the order of the sheet."""
    fates = dict(plan.answered)
    fates.update((outcome.row.number, outcome) for outcome in sent)
    return tuple(_fate(verdict, fates, plan) for verdict in plan.verdicts)


def _fate(verdict: Verdict, fates: Mapping[int, Outcome], plan: Plan) -> Outcome:
    number = verdict.row.number
    if number in plan.left_out:
        return _omitted(verdict, plan.left_out[number])
    if isinstance(verdict, Rejection):
        return rejected(verdict)
    outcome = fates.get(number)  # of a row that was not edited too: it may be so since an earlier run has sent it
    if outcome is None and isinstance(verdict, Untouched):
        return untouched(verdict)
    if outcome is None:
        return _unsent(verdict, Status.NOT_SENT, plan.held_back.get(number, BY_STOP))
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


def untouched(verdict: Untouched) -> Outcome:
    """The outcome of a pulled row in which nothing was edited."""
    return _unsent(verdict, Status.UNCHANGED, SENT_BEFORE if verdict.was_sent else NOT_EDITED)


def _omitted(verdict: Verdict, option: str) -> Outcome:
    """The outcome of a row that the person left out: whatever is wrong with it is not told."""
    return Outcome(
        row=verdict.row,
        campaign_id=verdict.campaign_id,
        status=Status.NOT_SENT,
        message=f"Left out by {option}: neither checked nor sent.",
        left_out_by=option,
    )


def _unsent(verdict: Update | Untouched, status: Status, message: str) -> Outcome:
    return Outcome(
        row=verdict.row, campaign_id=verdict.campaign_id, status=status, message=message, problems=verdict.warnings
    )
