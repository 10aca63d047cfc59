"""How the end of a run is told: its totals, its summary, and the last words, which name the next step. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from batch_update.model import Severity, Source
from batch_update.runs import RunResult, StopReason
from batch_update.settings import Settings
from batch_update.statuses import FACTS, Status
from batch_update.wording.changes import describe_changes, sum_changes
from batch_update.wording.groups import ProblemGroup, group_problems
from batch_update.wording.layout import Line, lay_out
from batch_update.wording.next_step import last_words
from batch_update.wording.phrases import count, cut, spell_duration
from batch_update.wording.proof import describe_proof

FEW_ROWS = 100
COMMONEST = 5  # problems that the summary names
COMMONEST_OF_FEW = 10  # of few rows, which can all be mended by what the terminal shows
_INDENT = 6  # columns, of what is said of a problem below it

NOTHING_SENT = "nothing was sent (check only)"
"""The target of a run that only checks."""

UNRECORDED = "Neither the journal nor the results could be written. This is what came of the rows:"
"""Said before every outcome is told to the terminal, the last resort."""


def totals(result: RunResult) -> dict[str, object]:
    """The object that --json prints."""
    run = result.run
    counts = {
        facts.total: result.counts[status] for status, facts in FACTS.items() if facts.by_sending or run.checked_only
    }
    return {
        "run": run.id,
        "sheet": str(result.sheet),
        "rows": result.rows,
        **counts,
        "verified": result.verified,
        "requests": run.traffic.requests,
        "retries": run.traffic.retries,
        "throttled": run.traffic.throttled,
        "seconds": round(run.seconds, 3),
        "results": str(result.results) if result.results else None,
        "exit_code": result.exit_code,
    }


def summary(result: RunResult, settings: Settings) -> Iterator[Line]:
    """The end from top to bottom: counts, facts, commonest problems, and what to do next as the very last lines."""
    yield Line(text="")
    for status, number in result.counts.items():
        if number:
            yield Line(text=f"  {number:>7,}  {status}", tone=status.facts.tone)
    yield from (Line(text=""), lay_out(describe_facts(result)))
    yield from (lay_out(text) for text in describe_proof(result.run, result.outcomes))
    yield from tell_changes(result)
    yield from _tell_problems(result)
    yield Line(text="")
    *words, last = last_words(result, settings)
    yield from (lay_out(text) for text in words)
    yield lay_out(last, strong=True)


def _tell_problems(result: RunResult) -> Iterator[Line]:
    """The commonest problems, and how many more there are; not what the run stopped for, which is said below them."""
    found = group_problems(problem for outcome in result.outcomes for problem in outcome.problems)
    groups = [group for group in found if not _is_told_by(result.run.stopped, group)]
    # Of these the message of the stop tells what differs.
    if result.stopped_by in (StopReason.CANARY, StopReason.CHANGED_UNASKED):
        groups = [group for group in groups if group.source is not Source.ACCOUNT]
    if not groups:
        return
    yield from (Line(text=""), Line(text="Most frequent problems:" if len(groups) > 1 else "The problem:"))
    most = COMMONEST_OF_FEW if result.rows <= FEW_ROWS else COMMONEST
    for group in groups[:most]:
        yield from _describe_group(group)
    if len(groups) > most:
        yield Line(text=f"  and {count(len(groups) - most, 'more problem')}, all in the results")


def tell_changes(result: RunResult) -> Iterator[Line]:
    """What a plan would change, column by column."""
    if not result.run.checked_only or not result.run.reads_back:
        return
    if not any(result.counts[status] for status in (Status.VALID, Status.UNCHANGED)):
        return  # nothing was read that it could be told from
    changes = sum_changes(result.outcomes)
    yield Line(text="")
    if changes.fields:
        where = f"{count(changes.campaigns, 'campaign')} would change in {count(changes.fields, 'field')}:"
    else:
        where = "Nothing would change." if not result.left else "In the campaigns that were read nothing would change."
    yield from map(lay_out, (where, *describe_changes(changes)))


def _is_told_by(stopped: str, group: ProblemGroup) -> bool:
    """Whether it is said there, with what to do: where no cell is to blame, that is what to do about the stop."""
    cures = group.suggestions if group.examples[0].cell else ()
    return all(text in stopped for text in (group.message, *cures))


def describe_facts(result: RunResult) -> str:
    """One line on what the run took."""
    run = result.run
    by = f", profile {run.profile}" if run.profile else ""
    took = f"{count(result.rows, 'row')} in {spell_duration(run.seconds)}{by}"
    if run.checked_only and run.reads_back:
        return f"{took}: {count(run.traffic.requests, 'request')} to read; nothing was sent."
    if run.checked_only:
        return f"{took}; nothing was sent."
    retries = f", {run.traffic.retries:,} of them further tries" if run.traffic.retries else ""
    throttled = f", {run.traffic.throttled:,} answered “too fast”" if run.traffic.throttled else ""
    return f"{took}: {count(run.traffic.requests, 'request')}{retries}{throttled}."


def _describe_group(group: ProblemGroup) -> Iterator[Line]:
    """What is wrong in how many rows, and below it one cell that has it, with what to do."""
    doubt = "Warning: " if group.severity is Severity.WARNING else ""
    column = f"{group.column}: " if group.column else ""
    yield replace(lay_out(f"  {count(group.rows, 'row')}: {column}{doubt}{group.message}"), hang=_INDENT + 4)
    example = next((example for example in group.examples if example.suggestion), group.examples[0])
    value = cut(example.value)
    if group.source is Source.ACCOUNT and value in example.suggestion:
        value = ""  # it is told beside the other value
    place = " ".join(part for part in (example.cell, f"'{value}'" if value else "") if part)
    if place and group.rows > 1:
        place = f"for example {place}"
    if told := " → ".join(part for part in (place, example.suggestion) if part):
        yield replace(lay_out(f"{' ' * _INDENT}{told}"), hang=_INDENT + 2)


def tell_rounds(now: tuple[int, int], in_all: tuple[int, int]) -> str:
    """What this round came to, and what all rounds since the first sheet did: updated rows, and rows."""
    return f"Updated: {now[0]:,} of {now[1]:,} now, {in_all[0]:,} of {in_all[1]:,} in all."


EDITED = "was changed since it was written"
IS_THE_SHEET = "is the workbook that was run"
IS_OPEN = "is open in another program"
OF_A_RUN = "holds the results of a run that sent rows"
OF_ANOTHER = "holds the results of {sheet}, round {round}"
STRANGE = "was there already and is not known as this sheet's results"
"""Why results do not go where they should, behind the name of the file that stands there."""


def tell_renamed(wanted: Path, written: Path, reason: str) -> str:
    """Why the results are in another file than was asked for; `reason` is one of those above."""
    return f"{wanted.name} {reason}; the results are in {written.name} beside it."
