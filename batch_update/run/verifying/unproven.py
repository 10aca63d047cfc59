"""Rows that an earlier run has sent with a yes, and ended before it had read them back: that is made up for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from batch_update.live import Readings, Snapshot
from batch_update.model import Outcome, Status, Update
from batch_update.run.plan import updates_of
from batch_update.run.verifying.verified import Proof, RowVerifier
from batch_update.run.workers import work_through
from batch_update.runs import Plan
from batch_update.wording.proof import NOT_VERIFIED


class Unproven(NamedTuple):
    """A row that an earlier run has sent with a yes and not read back, though its campaign was read before."""

    update: Update
    outcome: Outcome
    before: Snapshot


def find_unproven(plan: Plan, readings: Mapping[str, Readings]) -> tuple[Unproven, ...]:
    """The rows that an earlier run came to an end in front of whose second reading, by what the journal has read."""
    found = []
    for update in updates_of(plan.verdicts):
        outcome, known = plan.answered.get(update.row.number), readings.get(update.campaign_id)
        if outcome is None or outcome.status is not Status.UPDATED or known is None:
            continue
        if known.before is not None and known.after is None and not outcome.verified:
            found.append(Unproven(update, outcome, known.before))
    return tuple(found)


async def prove_earlier(verifier: RowVerifier, unproven: Sequence[Unproven]) -> None:
    """Read back what an earlier run did not come to; a campaign that can not be read leaves its row as it was."""

    async def prove(row: Unproven) -> None:
        update, before = row.update, row.before
        after = (await verifier.read(update)).snapshot
        if after is None:
            return
        problems = tuple(problem for problem in row.outcome.problems if problem.code != NOT_VERIFIED)
        message = row.outcome.message if problems == row.outcome.problems else ""
        outcome = replace(row.outcome, problems=problems, message=message)
        proof = Proof(verifier.judge.proven(outcome, update, before, after), after)
        if proof.outcome.status is Status.DIFFERS:
            proof = await verifier.look_again(proof, outcome, update, before)
        await verifier.keep(proof)

    await work_through(unproven, prove, stop=verifier.session.stop, workers=verifier.workers)
