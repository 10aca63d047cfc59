"""Rows that were never clearly answered: their campaigns are read, since they may hold the values all the same."""

from __future__ import annotations

from collections.abc import Sequence

from batch_update.checking import compare
from batch_update.journal import KeptOutcome
from batch_update.model import Outcome, Status, Update
from batch_update.run.verifying.verified import Proof, RowVerifier
from batch_update.run.workers import work_through


async def settle_doubts(verifier: RowVerifier, doubts: Sequence[tuple[Update, Outcome]]) -> None:
    """Read the campaigns of rows in doubt once more; a row whose every value is there is UPDATED."""

    async def settle(doubt: tuple[Update, Outcome]) -> None:
        update, outcome = doubt
        after = (await verifier.read(update)).snapshot
        if after is None:
            return
        settled = verifier.judge.settled(outcome, update, verifier.doubtful.get(update.row.number), after)
        await verifier.keep(Proof(settled, after))

    await work_through(doubts, settle, stop=verifier.session.stop, workers=verifier.workers)


async def find_settled(verifier: RowVerifier, doubts: Sequence[tuple[Update, KeptOutcome]]) -> None:
    """Read the campaigns that earlier runs left in doubt; a row whose every value is there is not sent again."""

    async def look(doubt: tuple[Update, KeptOutcome]) -> None:
        update, kept = doubt
        after = (await verifier.read(update)).snapshot
        if after is None or not compare(verifier.judge.resource, update.body, after).is_whole:
            return
        outcome = Outcome(
            row=update.row,
            campaign_id=update.campaign_id,
            status=Status.UNKNOWN,
            http_status=kept.http_status,
            attempts=kept.attempts,
            seconds=kept.seconds,
        )
        await verifier.keep(Proof(verifier.judge.settled(outcome, update, None, after), after))

    await work_through(doubts, look, stop=verifier.session.stop, workers=verifier.workers)
