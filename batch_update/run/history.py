"""What the journal knows of earlier runs, and what it is told of this one: where a run begins, waits and ends."""

from __future__ import annotations

import getpass
import os
import platform
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from batch_update.errors import UsageError
from batch_update.journal import Journal, KeptOutcome, ResumePlan, find_waits, is_answered, plan_resume
from batch_update.run.audience import Audience
from batch_update.run.choosing import choice_of, choose_rows, restore_choice
from batch_update.run.context import RunContext
from batch_update.run.plan import plan_sending, updates_of
from batch_update.run.prepare import Prepared
from batch_update.runs import CanaryWord, Plan, RunRecord, RunResult
from batch_update.settings import Settings, Verify
from batch_update.wording.before import spell_wait, tell_other_choice
from batch_update.wording.canary import REFUSED_TO_RESUME
from batch_update.wording.phrases import PROGRAM

GLANCE = 0.05  # seconds between two looks whether Ctrl-C was pressed


@dataclass(frozen=True, slots=True, kw_only=True)
class Resumption:
    """The run that is gone on with, and what it and those before it have done of today's rows."""

    run: RunRecord
    rows: ResumePlan
    canary: CanaryWord | None  # what the first campaign showed, in that run or one before it


def plan_run(prepared: Prepared, journal: Journal) -> tuple[Plan, Resumption | None]:
    """Which rows are to be sent, and with `--resume` what has been done of them already. Raises JournalError."""
    settings = prepared.settings
    target = settings.target
    # Whoever says --resume after the run has ended (killed in its last instant, it may be) wants nothing twice.
    find = journal.newest if settings.resume else journal.unfinished
    earlier = find(settings.sheet, target, prepared.sheet.worksheet)
    kept: Mapping[str, KeptOutcome] = {}
    if settings.resume and earlier is not None:
        _refuse_after_bad_canary(settings, earlier)
        kept, settings = journal.kept(earlier.id), keep_choice(settings, earlier)
    choice = choose_rows(
        prepared.verdicts,
        prepared.check,
        rows=settings.rows,
        visible=settings.visible,
        limit=settings.limit,
        is_wanted=lambda update: not is_answered(update, kept),
    )
    resumption: Resumption | None = None
    if settings.resume and earlier is not None:
        canary = journal.canary(earlier.id, every_cell=settings.every_cell)
        rows = plan_resume(updates_of(choice.verdicts), kept)
        resumption = Resumption(run=earlier, rows=rows, canary=canary)
    plan = plan_sending(
        choice.verdicts,
        target=target,
        earlier=earlier,
        answered=resumption.rows.answered if resumption else (),
        left_out=choice.left_out,
        strict=settings.strict,
    )
    return replace(plan, repeats=tuple(journal.repeats(target, plan.to_send))), resumption


def _refuse_after_bad_canary(settings: Settings, earlier: RunRecord) -> None:
    """A run that was stopped by what it had done is not gone on with as if nothing had been. Raises UsageError."""
    goes_on = settings.verify is Verify.NONE or (settings.every_cell and "every_cell" not in settings.kept)
    if earlier.canary is CanaryWord.DIFFERED and not goes_on:
        raise UsageError(REFUSED_TO_RESUME.format(undo=f"{PROGRAM} undo {earlier.id}"))


def begin_run(journal: Journal, prepared: Prepared, target: str, continues: Resumption | None) -> str:
    """Write down that a run begins, and give its id. Raises JournalError."""
    try:
        user = getpass.getuser()
    except (OSError, KeyError, ImportError):  # a container may run without a name
        user = ""
    return journal.begin(
        sheet_path=prepared.settings.sheet,
        content=prepared.file.content,
        worksheet=prepared.sheet.worksheet or None,
        target=target,
        user=user,
        host=platform.node(),
        pid=os.getpid(),
        total=len(prepared.verdicts),
        continues=continues.run.id if continues else None,
        choice=choice_of(keep_choice(prepared.settings, continues.run) if continues else prepared.settings),
        profile=prepared.settings.profile,
        pull=prepared.sheet.base.stamp if prepared.sheet.base else "",
    )


def keep_choice(settings: Settings, earlier: RunRecord) -> Settings:
    """The settings with the rows that an earlier run had chosen, to go on with it. Raises UsageError for others."""
    kept = replace(restore_choice(settings, earlier.choice), limit=settings.limit)
    if (settings.rows or settings.visible) and kept != settings:
        raise UsageError(tell_other_choice(earlier.choice))
    return kept


def wait_for_doubts(plan: Plan, context: RunContext, audience: Audience) -> None:
    """Let an earlier, different request for a campaign of this sheet arrive before a newer one is sent.

    Whatever sheet that request came from: the same one, `To fix` under another name, or a colleague's. The stand-in is
    a new one for each run: nothing can be on its way to it. Raises JournalError.
    """
    settings = context.prepared.settings
    if settings.sandbox:
        return
    since = datetime.now(UTC) - timedelta(seconds=settings.timeout)
    waits = find_waits(plan.to_send, context.journal.doubts(plan.target, since), timeout=settings.timeout)
    if not waits:
        return
    until = max(waits.values())
    audience.say(spell_wait((until - datetime.now(UTC)).total_seconds()))
    while not context.stop.asked and datetime.now(UTC) < until:
        time.sleep(GLANCE)  # a longer sleep would go on after Ctrl-C, which only asks for the stop


def end_run(journal: Journal, result: RunResult) -> None:
    """Write the run's end into the journal. Without it the run counts as unfinished, which loses nothing."""
    run = result.run
    with suppress(Exception):
        journal.finish(
            run.id,
            counts=result.counts,
            left_out=sum(result.left_out.values()),
            stopped=run.stopped,
            exit_code=result.exit_code,
            traffic=run.traffic,
            seconds=run.seconds,
            pace=run.pace,
        )
