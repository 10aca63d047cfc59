"""The top of the `Summary` page: how many rows went well, what to do next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from batch_update.model import Status
from batch_update.sheets.names import TO_FIX
from batch_update.sheets.writing.results_layout import Content, Lines
from batch_update.sheets.writing.styles import Styles
from batch_update.sheets.writing.summary_lines import WHOLE, Cell, Line
from batch_update.wording.groups import count_statuses
from batch_update.wording.phrases import count, is_or_are
from batch_update.wording.proof import describe_proof


def headline(styles: Styles, content: Content, lines: Lines) -> Iterator[Line]:
    """The top of the page: whether there is something to do, and what."""
    run, name, outcomes, rest = content.run, content.sheet.path.name, content.outcomes, len(lines.to_fix)
    counts = count_statuses(outcomes)
    wrong = bool(counts[Status.INVALID] or counts[Status.REJECTED])
    yield {WHOLE: Cell(f"Results of {name}", styles.title)}
    if not outcomes:
        yield {WHOLE: Cell("The sheet has no rows: nothing was sent.", styles.status[Status.NOT_SENT])}
        return
    good = Status.VALID if run.checked_only else Status.UPDATED
    status = (Status.INVALID if wrong else Status.UNKNOWN) if rest else good
    yield {WHOLE: Cell(_tell_how_many(content, rest), styles.status[status])}
    if run.story:
        yield {WHOLE: Cell(run.story, styles.wrapped)}
    for words in describe_proof(run, outcomes):
        yield {WHOLE: Cell(words, styles.wrapped)}
    if run.stopped:
        yield {WHOLE: Cell(f"The run stopped early: {run.stopped}", styles.status[Status.FAILED])}
    if rest:
        first, *more = _next_after_check(name) if run.checked_only else _next_after_sending(mend=wrong)
        yield {WHOLE: Cell(first, styles.link, f"'{TO_FIX}'!A1")}
        yield from ({WHOLE: Cell(words, styles.plain)} for words in more)


def _tell_how_many(content: Content, rest: int) -> str:
    """How many rows went well, how many must be looked at, how many were left out by choice, in one line."""
    outcomes, checked_only = content.outcomes, content.run.checked_only
    done = sum(outcome.status.facts.succeeded for outcome in outcomes)
    rows = count(len(outcomes), "row")
    unchanged = any(outcome.status is Status.UNCHANGED for outcome in outcomes)
    deed = ("valid" if checked_only else "updated") + (" or unchanged" if unchanged else "")
    told = f"All {rows}" if done == len(outcomes) else f"{done:,} of {rows}"
    parts = [f"{told} {is_or_are(done)} {deed}" + (f"; {rest:,} to look at." if rest else ".")]
    for option, number in Counter(outcome.left_out_by for outcome in outcomes if outcome.left_out_by).items():
        parts.append(f"{count(number, 'row')} {'was' if number == 1 else 'were'} left out by {option}.")
    if checked_only and not rest:
        option = "--plan" if content.run.reads_back else "--check"
        parts.append(f"Nothing was sent: run the sheet without {option} to send it.")
    return " ".join(parts)


def _next_after_check(name: str) -> tuple[str, ...]:
    """Nothing was sent yet, so the sheet itself is the best place: then all its rows go at once."""
    return (
        f"Next: correct these cells in {name} and check it again; {TO_FIX} (click here) has them in red and says why.",
        f"Or correct them on {TO_FIX}, save this workbook and run it: then only the rows there are sent.",
    )


def _next_after_sending(*, mend: bool) -> tuple[str, ...]:
    deed = ", correct the red cells, save this workbook," if mend else ""
    return (f"Next: open the sheet {TO_FIX} (click here){deed} and run this workbook: only the rows there are sent.",)
