"""The end of a run: its results workbook is written, and what came of it is told. Nothing here may cost an outcome."""

from __future__ import annotations

import traceback
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from batch_update.errors import ResultsError, UsageError
from batch_update.model import Outcome, Run
from batch_update.run.audience import Audience
from batch_update.run.choosing import Choice, choose_rows
from batch_update.run.plan import checked_outcomes, conversions_of
from batch_update.run.prepare import Prepared
from batch_update.run.rounds import Shelf, open_if_possible
from batch_update.runs import RunResult, StopReason
from batch_update.wording.after import IS_OPEN, NOTHING_SENT, UNRECORDED, tell_renamed
from batch_update.wording.during import describe_outcome
from batch_update.wording.groups import count_statuses


def finish_check(prepared: Prepared, audience: Audience, state: Path, *, seconds: float) -> RunResult:
    """Write and tell what a mere check came to, `seconds` after its start.

    It goes without a journal too: then its workbook replaces none.

    Raises:
        UsageError: the workbook could not be written, and there was nothing but a check to lose.
    """
    now = datetime.now().astimezone()
    run = Run(
        id=f"check-{now:%Y%m%d-%H%M%S}", target=NOTHING_SENT, started=now, seconds=seconds, pace="", checked_only=True
    )
    choice = choose_all(prepared)
    prepared = replace(prepared, verdicts=choice.verdicts)
    outcomes = checked_outcomes(choice.verdicts, choice.left_out)
    with open_if_possible(state, make=True) as journal:
        return finish(prepared, outcomes, run, audience, Shelf(round=prepared.round, journal=journal))


def choose_all(prepared: Prepared) -> Choice:
    """The rows that a run would be about that sends them for the first time."""
    settings = prepared.settings
    return choose_rows(
        prepared.verdicts,
        prepared.check,
        rows=settings.rows,
        visible=settings.visible,
        limit=settings.limit,
        is_wanted=lambda _update: True,
    )


def finish(  # noqa: PLR0913 - the facts of a run's end
    prepared: Prepared,
    outcomes: Sequence[Outcome],
    run: Run,
    audience: Audience,
    shelf: Shelf,
    *,
    stopped_by: StopReason | None = None,
    journalled: bool = True,
) -> RunResult:
    """Write the results workbook, and say what came of the run and what to do next.

    Raises:
        UsageError: of a mere check, as above.
    """
    profile = "" if prepared.settings.check_only else prepared.settings.profile  # a check goes to no account
    run = replace(run, story=shelf.round.tell(outcomes), profile=profile)
    result = RunResult(
        run=run,
        sheet=prepared.settings.sheet,
        outcomes=outcomes,
        counts=count_statuses(outcomes),
        results=_write_results(prepared, outcomes, run, audience, shelf),
        stopped_by=stopped_by,
        journalled=journalled,
    )
    try:
        if result.results is None and not journalled:  # the last resort: what no disk would take
            audience.warn(UNRECORDED)
            for outcome in outcomes:
                audience.warn(describe_outcome(outcome))
        audience.result(result, prepared.settings)
    except BaseException as fault:  # noqa: BLE001 - the results are written: words that fail must not deny them
        audience.warn(f"batch_update: The summary could not be told: unexpected {type(fault).__name__}.")
    return result


def write_workbook(path: Path, prepared: Prepared, outcomes: Sequence[Outcome], run: Run, shelf: Shelf) -> Path:
    """Write the results workbook of a run, and give the path that it really has. Raises ResultsError."""
    from batch_update.sheets.writing.results import write_results  # noqa: PLC0415 - a refused question has no use for it

    written = write_results(
        path,
        run=run,
        sheet=prepared.sheet,
        outcomes=outcomes,
        conversions=conversions_of(prepared.verdicts, outcomes),
        resource=prepared.resource,
        may_replace=shelf.may_replace,
    )
    shelf.keep(written, run.id, outcomes)
    return written


def _write_results(
    prepared: Prepared, outcomes: Sequence[Outcome], run: Run, audience: Audience, shelf: Shelf
) -> Path | None:
    """Where the results went; None if they could not be written, which is said."""
    wanted = prepared.settings.results
    reason = shelf.object_to_replacing(wanted) if wanted.exists() else ""
    try:
        path = write_workbook(wanted, prepared, outcomes, run, shelf)
    except ResultsError as error:
        if run.checked_only:
            raise UsageError(str(error)) from error
        audience.warn(f"batch_update: {error}")
        return None
    except Exception as fault:
        if run.checked_only:
            raise
        if audience.verbose:
            traceback.print_exc()
        audience.warn(f"batch_update: The results could not be written: unexpected {type(fault).__name__}.")
        return None
    if path != wanted:
        audience.say(tell_renamed(wanted, path, reason or IS_OPEN))
    return path
