"""An earlier run's results once more, from the copy of its sheet and the outcomes that the journal keeps."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

from batch_update.checking import HeaderMatcher, check_rows
from batch_update.errors import UsageError
from batch_update.journal import Journal, is_answered, restore_outcomes
from batch_update.model import Run, Sheet, Status
from batch_update.resource import Resource
from batch_update.run.choosing import Check, choose_rows, restore_choice
from batch_update.run.finish import write_workbook
from batch_update.run.plan import plan_sending, settle, updates_of
from batch_update.run.prepare import Prepared
from batch_update.run.pulled import find_pulled
from batch_update.run.rounds import Shelf, find_round
from batch_update.run.verifying.proof import tell_changes
from batch_update.runs import Plan, RunRecord
from batch_update.settings import SANDBOX, Settings
from batch_update.sheets.reading.loader import SheetFile, read_sheet
from batch_update.sheets.writing.saving import check_results_place
from batch_update.wording.earlier import CUT_OFF, NO_RUNS, NOTHING_KEPT


def find_run(journal: Journal, name: str) -> RunRecord:
    """The run of that id, or of a part of it; `last` is the newest. Raises UsageError, JournalError."""
    if name.startswith(("plan-", "check-")):
        raise UsageError(NOTHING_KEPT.format(name=name))
    if name != "last":
        return journal.run(name)
    runs = journal.runs()
    if not runs:
        raise UsageError(NO_RUNS)
    return runs[0]


def write_results_again(name: str, path: Path | None, *, resource: Resource, state: Path) -> tuple[str, Path]:
    """Write a run's workbook again, beside its sheet unless `path` says where; gives the run's id and the path.

    Raises:
        BatchUpdateError: there is no such run, its sheet is not kept any more, or the workbook can not be written.
    """
    with Journal(state) as journal:
        run = find_run(journal, name)
        copy = journal.sheet_copy(run.id)
        wanted = path or copy.path.with_name(f"{copy.path.stem}.{run.id}.results.xlsx")
        settings = Settings(
            sheet=copy.path, results=wanted, results_chosen=True, worksheet=copy.worksheet, base_url=run.target,
            sandbox=run.target == SANDBOX, profile=run.profile, every_cell=bool(run.choice.get("every_cell")),
        )  # fmt: skip
        file = SheetFile(path=copy.path, content=copy.content)
        sheet = read_sheet(file, resource, worksheet=copy.worksheet, match_header=HeaderMatcher(resource))
        shelf = Shelf(round=find_round(settings, sheet, file.sha256, journal), journal=journal)
        check_results_place(wanted, shelf.may_replace)
        check = partial(check_rows, resource, pulled=find_pulled(settings, sheet, state, before=run.id))
        plan = _plan_again(restore_choice(settings, run.choice), run, check, sheet, journal)
        prepared = Prepared(
            settings=settings, resource=resource, token=None, file=file, sheet=sheet, verdicts=plan.verdicts,
            round=shelf.round,
        )  # fmt: skip
        readings = journal.readings(run.id)
        outcomes = tell_changes(settle(plan, ()), plan.verdicts, readings, resource, sheet.lists)
        told = replace(
            _as_run(run),
            story=shelf.round.tell(outcomes),
            reads_back=bool(readings),
            tells_changes=run.choice.get("verify") == "all" or sheet.base is not None,
        )
        return run.id, write_workbook(wanted, prepared, outcomes, told, shelf)


def _plan_again(settings: Settings, run: RunRecord, check: Check, sheet: Sheet, journal: Journal) -> Plan:
    """What was to be done in that run, with all that was done as answered before. Raises JournalError."""
    before = journal.kept(run.continues) if run.continues else {}
    choice = choose_rows(
        check(sheet.rows), check, rows=settings.rows, visible=settings.visible,
        limit=settings.limit,
        is_wanted=lambda update: not is_answered(update, before),
    )  # fmt: skip
    told = restore_outcomes(updates_of(choice.verdicts), journal.kept(run.id))
    known = [it for it in told if it.status is not Status.NOT_SENT or it.row.number not in choice.left_out]
    return plan_sending(choice.verdicts, answered=known, left_out=choice.left_out)


def _as_run(record: RunRecord) -> Run:
    return Run(
        id=record.id,
        target=record.target,
        started=record.started,
        seconds=record.seconds,
        pace=record.pace,
        traffic=record.traffic,
        profile=record.profile,
        stopped=record.stopped or ("" if record.ended else CUT_OFF),
    )
