"""The last words of a run: where its results are, and what to do next. Pure."""

from __future__ import annotations

from pathlib import Path

from batch_update.model import Outcome
from batch_update.runs import RunResult, StopReason
from batch_update.settings import Settings
from batch_update.statuses import Status
from batch_update.wording.command_line import command
from batch_update.wording.layout import RESULTS
from batch_update.wording.phrases import PROGRAM, count, is_or_are

REFUSED_TOKEN = (401, 403)
"""Answers that speak of the token, not of the row."""

NOT_TO_RESUME = (StopReason.CANARY, StopReason.CHANGED_UNASKED, StopReason.UNREADABLE)
"""Reasons for a stop whose message names the ways on; `--resume` as it is would be none of them."""


def last_words(result: RunResult, settings: Settings) -> list[str]:
    """Where the results are and what to do next; the most important line is the last."""
    if result.results is None:
        return _without_results(result)
    lines = [result.run.stopped] if result.run.stopped else []
    lines.append(f"{RESULTS}{result.results}")
    lines += [result.run.story] if result.run.story else []
    left_out = _tell_left_out(result, settings)
    if result.run.checked_only and not result.stopped_by:
        return [*lines, *left_out, *_after_check(result, settings, result.results)]
    if result.run.checked_only:
        return [*lines, *left_out, "Nothing was sent."]
    if not result.left:
        return [*lines, *left_out, _tell_success(result)]
    if result.stopped_by in NOT_TO_RESUME or not result.run.resumes:
        undo = _tell_undo(result) if result.counts[Status.DIFFERS] else []
        return [*lines, *left_out, f"{count(result.left, 'row')} not updated.", *undo]
    if result.stopped_by:
        return [*lines, *left_out, *_tell_how_to_go_on(result, settings)]
    if differs := result.counts[Status.DIFFERS]:
        told = f"{count(differs, 'campaign')} {is_or_are(differs)} not as asked."
        if differs == result.left:
            return [*lines, *left_out, told, *_tell_undo(result)]
        lines += [told, *_tell_undo(result)]
    fixable = result.counts[Status.INVALID] + result.counts[Status.REJECTED]
    what = "correct the red cells on its sheet “To fix”, save it, and send those rows again:"
    if not fixable:
        what = "its sheet “To fix” has them; to send them again:"
    return [*lines, *left_out, f"{count(result.left, 'row')} not updated. Open the results, {what}",
            f"  {command(settings, result.results)}"]  # fmt: skip


def _tell_how_to_go_on(result: RunResult, settings: Settings) -> list[str]:
    """The command that sends what a stopped run left, and no row that `--limit` left out."""
    told = f"{count(result.left, 'row')} not updated."
    limit: list[str] = []
    if "--limit" in result.left_out:
        to_go = sum(map(_is_to_be_sent, result.outcomes))
        if not to_go:
            return [told]
        limit = ["--limit", str(to_go)]
    return [f"{told} To go on where it stopped:", f"  {command(settings, settings.sheet, '--resume', *limit)}"]


def _is_to_be_sent(outcome: Outcome) -> bool:
    """Whether a run that goes on sends this row: it was chosen, and is neither invalid nor judged by the API."""
    if outcome.left_out_by or outcome.status is Status.INVALID:
        return False
    by_token = outcome.status is Status.REJECTED and (outcome.http_status in REFUSED_TOKEN or bool(outcome.cause))
    return by_token or not outcome.status.facts.final


def _tell_undo(result: RunResult) -> list[str]:
    return ["To make the sheet that puts back what the run changed:", f"  {PROGRAM} undo {result.run.id}"]


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
    if unchanged := result.counts[Status.UNCHANGED]:
        updated = result.counts[Status.UPDATED]
        told = f"{count(updated, 'row')} updated, " if updated else "Nothing had to be sent: "
        return f"{told}{count(unchanged, 'row')} unchanged."
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
        rows, valid, unchanged = result.done, result.counts[Status.VALID], result.counts[Status.UNCHANGED]
        if not valid:
            return [
                f"{'The row changes' if rows == 1 else f'All {rows:,} rows change'} nothing: there is nothing to send."
            ]
        all_rows = f"All {rows:,} {'other ' if result.left_out else ''}rows are valid"
        if unchanged:
            all_rows = f"{count(valid, 'row')} {is_or_are(valid)} valid, {unchanged:,} {is_or_are(unchanged)} unchanged"
        return [f"{'The row is valid' if rows == 1 else all_rows}; nothing was sent. To send:",
                f"  {command(settings, settings.sheet)}"]  # fmt: skip
    way = "Open the results, correct the red cells on the sheet “To fix”, save, and run:"
    return [
        *_tell_valid(result, settings),
        f"{count(result.left, 'row')} to fix. {way}",
        f"  {command(settings, results)}",
    ]


def _tell_valid(result: RunResult, settings: Settings) -> list[str]:
    """Where the rows are that need no correction, so that nobody takes `To fix` for the whole sheet."""
    valid = result.counts[Status.VALID]
    if not valid:
        return []
    is_, it_is = ("is", "it is") if valid == 1 else ("are", "they are")
    where = f"{it_is} not on “To fix”, and {is_} sent when {settings.sheet.name} itself is run."
    return [f"{count(valid, 'row')} {is_} valid: {where}"]
