"""The whole program: a sheet is read, checked, planned, sent and told of, in the order in which it happens.

What a check has no use for is imported where it is used, so that a check is answered at once.
"""
# ruff: noqa: PLC0415

from __future__ import annotations

import time
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from batch_update.model import Outcome
from batch_update.resource import Resource
from batch_update.run.audience import Audience
from batch_update.run.finish import finish, finish_check
from batch_update.run.plan import settle, updates_of
from batch_update.run.prepare import FindToken, Prepared, prepare
from batch_update.run.rounds import Shelf
from batch_update.run.so_far import RunSoFar
from batch_update.runs import Plan, RunResult
from batch_update.settings import Settings
from batch_update.wording.before import DECLINED, QUESTION, describe_plan, describe_sheet
from batch_update.wording.pulled_warnings import describe_lost_marks

if TYPE_CHECKING:  # a check has no use for them
    from batch_update.run.context import RunContext
    from batch_update.run.history import Resumption
    from batch_update.run.outset import Outset
    from batch_update.run.send import Sent


def update_sheet(  # noqa: PLR0913 - all by name: what one run is given
    settings: Settings, *, resource: Resource, find_token: FindToken, state: Path, audience: Audience, so_far: RunSoFar
) -> RunResult | None:
    """Read the sheet and check it; unless it is only a check, ask, and send it; tell the end.

    `state` is the folder of the journal; `so_far` is kept up to date. Gives None if the person said no.

    Raises:
        BatchUpdateError: it can not start or go on; nothing was sent, or the journal has it.
    """
    started = time.monotonic()
    prepared = prepare(settings, resource, find_token, audience, state)
    for line in describe_sheet(prepared.sheet, prepared.verdicts, prepared.left_out):
        audience.say(line)
    if settings.sends_nothing:  # else it is said at the question
        for line in describe_lost_marks(prepared.sheet, len(updates_of(prepared.verdicts))):
            audience.say(line)
    if settings.check_only:
        return finish_check(prepared, audience, state, seconds=time.monotonic() - started)
    if settings.plan_only:
        from batch_update.run.looking.preview import preview

        return preview(prepared, state, audience, started=started)
    return _send_sheet(prepared, state, audience, so_far)


def _send_sheet(prepared: Prepared, state: Path, audience: Audience, so_far: RunSoFar) -> RunResult | None:
    from batch_update.journal import Journal
    from batch_update.lock import hold_sheet
    from batch_update.run.account import holdings_of, open_account
    from batch_update.run.history import begin_run, end_run, plan_run, wait_for_doubts
    from batch_update.run.outset import find_outset
    from batch_update.run.send import send
    from batch_update.sending import Stop

    settings, stop = prepared.settings, Stop()
    # The outermost is left last: until then Ctrl-C only asks for a stop, and can not make what was told untrue.
    with (
        ExitStack() as until_told,
        hold_sheet(state, settings.sheet),
        Journal(state) as journal,
        ExitStack() as sent_so_far,
        open_account(settings, prepared.resource, prepared.token, stop, holdings_of(prepared.sheet.base)) as account,
    ):
        plan, resumption = plan_run(prepared, journal)
        prepared = replace(prepared, verdicts=plan.verdicts)
        outset = find_outset(
            prepared=prepared, plan=plan, resumption=resumption, account=account, journal=journal, audience=audience
        )
        if not _is_wanted(plan, prepared, outset, audience):
            return None

        began, started = datetime.now().astimezone(), time.monotonic()
        run_id = begin_run(journal, prepared, plan.target, resumption)
        context = outset.make_context(prepared, journal, run_id, so_far)
        sent_so_far.enter_context(so_far.watching(journal, run_id))
        until_told.enter_context(audience.stoppable(stop))
        wait_for_doubts(plan, context, audience)
        sent = send(plan, context, audience, outset.look)

        outcomes = _gather_outcomes(plan, sent, resumption, context)
        run = sent.as_run(context, plan.target, started=began, seconds=time.monotonic() - started)
        shelf = Shelf(round=prepared.round, journal=journal)
        result = finish(
            prepared, outcomes, run, audience, shelf, stopped_by=sent.stop_reason, journalled=sent.is_journalled
        )
        so_far.code = result.exit_code
        end_run(journal, result)
        return result


def _is_wanted(plan: Plan, prepared: Prepared, outset: Outset, audience: Audience) -> bool:
    """Say what will happen, and ask where somebody can be asked and there is something to decide."""
    now, id_field = datetime.now().astimezone(), prepared.resource.id_field.name
    for line in describe_plan(plan, prepared.settings, prepared.sheet, outset.outlook, id_field=id_field, now=now):
        audience.say(line)
    audience.foresee(plan, prepared.settings, outset.outlook)
    if plan.to_send and outset.asks and not outset.is_hopeless and not audience.confirm(QUESTION):
        audience.warn(DECLINED)
        return False
    return True


def _gather_outcomes(plan: Plan, sent: Sent, resumption: Resumption | None, context: RunContext) -> tuple[Outcome, ...]:
    """What every row came to, in this run and in those that it goes on with."""
    from batch_update.run.verifying.proof import tell_changes

    outcomes = settle(plan, sent.outcomes)
    if resumption is None:
        return outcomes
    outcomes = tuple(map(resumption.rows.keep_doubt, outcomes))
    readings, prepared = context.journal.readings(resumption.run.id), context.prepared
    return tell_changes(outcomes, plan.verdicts, readings, prepared.resource, prepared.sheet.lists)
