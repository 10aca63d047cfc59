"""How the end of a run is told: its totals, its summary, and the last words, which name the next step. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from batch_update.model import Severity
from batch_update.runs import RunResult
from batch_update.settings import API_URL, Settings
from batch_update.statuses import FACTS, Status
from batch_update.wording.groups import ProblemGroup, group_problems
from batch_update.wording.layout import RESULTS, Line, lay_out
from batch_update.wording.phrases import PROGRAM, count, quote, spell_duration

FEW_ROWS = 100
COMMONEST = 5  # problems that the summary names
COMMONEST_OF_FEW = 10  # of few rows, which can all be mended by what the terminal shows
LONGEST_VALUE = 40  # characters of a value that the summary shows
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
    yield from (Line(text=""), lay_out(_facts(result)))
    yield from _tell_problems(result)
    yield Line(text="")
    *words, last = last_words(result, settings)
    yield from (lay_out(text) for text in words)
    yield lay_out(last, strong=True)


def _tell_problems(result: RunResult) -> Iterator[Line]:
    """The commonest problems, and how many more there are; not what the run stopped for, which is said below them."""
    found = group_problems(problem for outcome in result.outcomes for problem in outcome.problems)
    groups = [group for group in found if not _is_told_by(result.run.stopped, group)]
    if not groups:
        return
    yield from (Line(text=""), Line(text="Most frequent problems:" if len(groups) > 1 else "The problem:"))
    most = COMMONEST_OF_FEW if result.rows <= FEW_ROWS else COMMONEST
    for group in groups[:most]:
        yield from _describe_group(group)
    if len(groups) > most:
        yield Line(text=f"  and {count(len(groups) - most, 'more problem')}, all in the results")


def _is_told_by(stopped: str, group: ProblemGroup) -> bool:
    """Whether it is said there, with what to do: where no cell is to blame, that is what to do about the stop."""
    cures = group.suggestions if group.examples[0].cell else ()
    return all(text in stopped for text in (group.message, *cures))


def _facts(result: RunResult) -> str:
    """One line on what the run took."""
    run = result.run
    took = f"{count(result.rows, 'row')} in {spell_duration(run.seconds)}"
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
    value = example.value if len(example.value) <= LONGEST_VALUE else f"{example.value[:LONGEST_VALUE]}…"
    place = " ".join(part for part in (example.cell, f"'{value}'" if value else "") if part)
    if place and group.rows > 1:
        place = f"for example {place}"
    if told := " → ".join(part for part in (place, example.suggestion) if part):
        yield replace(lay_out(f"{' ' * _INDENT}{told}"), hang=_INDENT + 2)


def tell_rounds(now: tuple[int, int], in_all: tuple[int, int]) -> str:
    """What this round came to, and what all rounds since the first sheet did: updated rows, and rows."""
    return f"Updated: {now[0]:,} of {now[1]:,} now, {in_all[0]:,} of {in_all[1]:,} in all."


# --- the next step ----------------------------------------------------------------------------------------------------


def last_words(result: RunResult, settings: Settings) -> list[str]:
    """Where the results are and what to do next; the most important line is the last."""
    if result.results is None:
        return _without_results(result)
    lines = [result.run.stopped] if result.run.stopped else []
    lines.append(f"{RESULTS}{result.results}")
    lines += [result.run.story] if result.run.story else []
    left_out = _tell_left_out(result, settings)
    if result.run.checked_only:
        return [*lines, *left_out, *_after_check(result, settings, result.results)]
    if not result.left:
        return [*lines, *left_out, _tell_success(result)]
    if result.stopped_by:
        return [*lines, *left_out, f"{count(result.left, 'row')} not updated. To go on where it stopped:",
                f"  {command(settings, settings.sheet, '--resume')}"]  # fmt: skip
    fixable = result.counts[Status.INVALID] + result.counts[Status.REJECTED]
    what = "correct the red cells on its sheet “To fix”, save it, and send those rows again:"
    if not fixable:
        what = "its sheet “To fix” has them; to send them again:"
    return [*lines, *left_out, f"{count(result.left, 'row')} not updated. Open the results, {what}",
            f"  {command(settings, result.results)}"]  # fmt: skip


def _tell_left_out(result: RunResult, settings: Settings) -> list[str]:
    """How many rows were left out on purpose, by which option, and how they are sent: no failure."""
    told = [f"{count(number, 'row')} left out by {option}" for option, number in result.left_out.items()]
    if not told:
        return []
    by_limit = result.left_out.get("--limit", 0)  # --resume keeps the other choices
    if result.run.checked_only or result.stopped_by or not by_limit:  # of a stopped run the last line names the command
        return [f"{', '.join(told)}, as you chose."]
    them = "them" if len(told) == 1 else "those of --limit"
    return [
        f"{', '.join(told)}, as you chose. To send {them} too:",
        f"  {command(settings, settings.sheet, '--resume')}",
    ]


def _tell_success(result: RunResult) -> str:
    chosen = result.rows - sum(result.left_out.values())
    if result.left_out:
        return "The other row was updated." if chosen == 1 else f"All {chosen:,} other rows were updated."
    return "The row was updated." if chosen == 1 else f"All {chosen:,} rows updated."


def _without_results(result: RunResult) -> list[str]:
    if not result.journalled:
        return [result.run.stopped, "Copy the lines above: they are the only record of what came of the rows."]
    if result.run.checked_only:
        return ["The results workbook could not be written; nothing was sent. Choose another place with --results."]
    return [
        "The results workbook could not be written, but nothing is lost: the outcomes are kept. Get it with",
        f"  {PROGRAM} results {result.run.id} FILE.xlsx",
    ]


def _after_check(result: RunResult, settings: Settings, results: Path) -> list[str]:
    if not result.left:
        rows = result.done
        all_rows = f"All {rows:,} {'other ' if result.left_out else ''}rows are valid"
        return [f"{'The row is valid' if rows == 1 else all_rows}; nothing was sent. To send:",
                f"  {command(settings, settings.sheet, *_chosen_again(settings))}"]  # fmt: skip
    way = "Open the results, correct the red cells on the sheet “To fix”, save, and run:"
    return [
        *_tell_valid(result, settings),
        f"{count(result.left, 'row')} to fix. {way}",
        f"  {command(settings, results)}",
    ]


def _tell_valid(result: RunResult, settings: Settings) -> list[str]:
    """Where the rows are that need no correction, so that nobody takes `To fix` for the whole sheet."""
    if not result.done:
        return []
    is_, it_is = ("is", "it is") if result.done == 1 else ("are", "they are")
    where = f"{it_is} not on “To fix”, and {is_} sent when {settings.sheet.name} itself is run."
    return [f"{count(result.done, 'row')} {is_} valid: {where}"]


def _chosen_again(settings: Settings) -> list[str]:
    """The options that chose the rows, for the command that sends what was checked."""
    rows = [] if settings.rows is None else ["--rows", str(settings.rows)]
    limit = [] if settings.limit is None else ["--limit", str(settings.limit)]
    return [*rows, *(["--visible"] if settings.visible else []), *limit]


def command(settings: Settings, sheet: Path, *more: str) -> str:
    """The command line that runs a sheet against the same target."""
    words = [str(sheet)]
    if settings.sandbox:
        words.append("--sandbox")
    elif settings.base_url != API_URL:
        words += ["--base-url", settings.base_url]
    if settings.token_file is not None:
        words += ["--token-file", str(settings.token_file)]
    if settings.auth != "bearer":
        words += ["--auth", settings.auth]
    return f"{PROGRAM} {quote([*words, *more], windows=settings.windows)}"


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
