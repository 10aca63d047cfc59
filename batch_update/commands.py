"""The commands beside the main one: `template`, `sandbox`, `runs`, `results`."""
# ruff: noqa: PLC0415 - each command imports what it alone needs

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from batch_update.arguments import PROGRAM, parse_results, parse_runs, parse_sandbox, parse_template
from batch_update.ending import INTERRUPTED, TOTALS, quote
from batch_update.errors import UsageError
from batch_update.model import Run, Status
from batch_update.plan import conversions_of, plan_sending, settle, updates_of
from batch_update.screen import Screen, as_json, count, visible

if TYPE_CHECKING:
    from batch_update.journal import Journal, RunRecord


def write_blank(words: Sequence[str], screen: Screen) -> int:
    """`template [FILE]`: a blank workbook to fill in."""
    path = parse_template(words)
    from batch_update.campaign import CAMPAIGN
    from batch_update.sheets.template import write_template

    if path.exists():
        raise UsageError(f"{path} is there already and may hold your rows. Choose another name.")
    write_template(path, CAMPAIGN)
    screen.give(f"Wrote {path}. Fill in one row for each campaign, save it, and check it:")
    screen.give(f"  {PROGRAM} {quote([str(path)])} --check")
    return 0


def run_sandbox(words: Sequence[str], screen: Screen) -> int:
    """`sandbox`: the stand-in of the API by itself, until Ctrl-C."""
    choices = parse_sandbox(words)
    import asyncio

    from batch_update.campaign import CAMPAIGN
    from batch_update.sandbox import SandboxOptions, serve

    options = SandboxOptions(port=choices.port, latency=choices.latency, limit=choices.limit, token=choices.token)
    try:
        asyncio.run(serve(CAMPAIGN, options, screen.give))
    except KeyboardInterrupt:
        return INTERRUPTED
    return 0


def list_runs(words: Sequence[str], screen: Screen) -> int:
    """`runs`: who ran which sheet against what, when, and what came of it; the newest first."""
    json_lines = parse_runs(words)
    screen.demand_output()
    with _open_journal() as journal:
        runs = journal.runs()
    for run in runs:
        screen.give(as_json(_run_facts(run)) if json_lines else visible(_run_line(run)))
    if not runs and not json_lines:
        screen.give("No sheet has been sent from here yet.")
    return 0


def write_earlier_results(words: Sequence[str], screen: Screen) -> int:
    """`results RUN [FILE]`: the results workbook of an earlier run, from the copy of its sheet and its outcomes."""
    name, chosen = parse_results(words)
    from batch_update.campaign import CAMPAIGN
    from batch_update.journal import lay_outcomes
    from batch_update.sheets.loader import SheetFile, read_sheet
    from batch_update.sheets.results import write_results
    from batch_update.sheets.saving import check_results_place

    with _open_journal() as journal:
        run = _find_run(journal, name)
        copy, kept = journal.sheet_copy(run.id), journal.kept(run.id)
    path = chosen or copy.path.with_name(f"{copy.path.stem}.{run.id}.results.xlsx")
    check_results_place(path)
    file = SheetFile(path=copy.path, content=copy.content)
    sheet = read_sheet(file, worksheet=copy.worksheet, match_header=CAMPAIGN.match_header)
    verdicts = CAMPAIGN.check(sheet.rows)
    outcomes = settle(plan_sending(verdicts), lay_outcomes(updates_of(verdicts), kept))
    written = write_results(
        path,
        run=_as_run(run),
        sheet=sheet,
        outcomes=outcomes,
        conversions=conversions_of(verdicts),
        resource=CAMPAIGN,
    )
    screen.give(f"Results of run {run.id}: {written}")
    return 0


def _open_journal() -> Journal:
    from batch_update.journal import Journal
    from batch_update.state import state_folder

    return Journal(state_folder(os.environ))


def _find_run(journal: Journal, name: str) -> RunRecord:
    if name != "last":
        return journal.run(name)
    runs = journal.runs()
    if not runs:
        raise UsageError("No sheet has been sent from here yet.")
    return runs[0]


def _as_run(record: RunRecord) -> Run:
    cut_off = "" if record.ended else "The run was cut off before its end."
    return Run(
        id=record.id,
        target=record.target,
        started=record.started,
        seconds=record.seconds,
        pace=record.pace,
        traffic=record.traffic,
        stopped=record.stopped or cut_off,
    )


def _run_facts(record: RunRecord) -> dict[str, object]:
    return {
        "run": record.id,
        "started": record.started.isoformat(timespec="seconds"),
        "ended": record.ended.isoformat(timespec="seconds") if record.ended else None,
        "user": record.user,
        "host": record.host,
        "sheet": str(record.path),
        "target": record.target,
        "rows": record.total,
        **{name: record.counts.get(status, 0) for status, name in TOTALS.items() if status is not Status.VALID},
        "stopped": record.stopped,
        "exit_code": record.exit_code,
        "continues": record.continues,
    }


def _run_line(record: RunRecord) -> str:
    counts = ", ".join(f"{number:,} {status.lower()}" for status, number in record.counts.items() if number)
    end = "" if record.ended else " (did not finish)"
    who = f"{record.user}@{record.host}" if record.user else record.host
    return (
        f"{record.id}  {record.started:%Y-%m-%d %H:%M}  {who}  {record.path.name} -> {record.target}: "
        f"{count(record.total, 'row')}, {counts or 'none sent'}{end}"
    )


COMMANDS: Mapping[str, Callable[[Sequence[str], Screen], int]] = {
    "template": write_blank,
    "sandbox": run_sandbox,
    "runs": list_runs,
    "results": write_earlier_results,
}
"""By the words of `arguments.COMMAND_WORDS`."""
