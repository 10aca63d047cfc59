"""The `Summary` page of the results workbook: what happened, what must be mended first, and the facts of the run.

It holds values and no formulas, since not every program calculates when it opens a file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import TypeAlias

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from batch_update.model import Outcome, Problem, Row, Run, Severity, Sheet, Source, Status
from batch_update.report import (
    ConversionGroup,
    Example,
    ProblemGroup,
    count_statuses,
    group_conversions,
    group_problems,
)
from batch_update.sheets.dressing import Dress, row_height, set_up_print, shorten
from batch_update.sheets.names import TO_FIX
from batch_update.sheets.results_layout import CHOICES_FROM, Content, Lines
from batch_update.sheets.writing import check_written, write_text

MEANINGS: Mapping[Status, tuple[str, str]] = {
    Status.UPDATED: ("Done: the API accepted the update, with no word against it.", "Nothing."),
    Status.VALID: ("Checked, nothing wrong. Nothing was sent.", "Run the sheet without --check to send it."),
    Status.INVALID: ("The check found a mistake. Not sent.", "Correct the red cells on To fix."),
    Status.REJECTED: ("Sent, and the API said no.", "Read the message, correct the row on To fix."),
    Status.FAILED: ("The API could not be reached, or had a fault of its own.", "Run To fix again later."),
    Status.UNKNOWN: (
        "Sent, but no clear answer came back: it may have been applied.",
        "Look at the campaign in the panel, or run To fix again: the same values once more do no harm.",
    ),
    Status.NOT_SENT: ("The run stopped before this row.", "Run again with --resume, or run To fix."),
}
"""What each status means, and what to do next, in words."""

GROUP_LIMIT = 100
"""The most kinds of problem, and of conversion, that are listed; `Errors` has every one."""

_WIDTHS = (33.0, 9.0, 46.0, 46.0, 34.0)


@dataclass(frozen=True, slots=True)
class _Cell:
    text: str | int
    look: Format
    link: str = ""


_Line: TypeAlias = "dict[int, _Cell]"  # by column
_WHOLE = -1  # in place of a column: one text across the whole page


def write_summary(worksheet: Worksheet, dressed: Dress, content: Content, lines: Lines) -> None:
    """Write the page, and in hidden columns beside it the labels of the drop-downs of `To fix` that are long."""
    choices = content.long_choices().values()
    worksheet.hide_gridlines(2)
    for place, width in enumerate(_WIDTHS):
        worksheet.set_column(place, place, width)
    if choices:
        worksheet.set_column(CHOICES_FROM, CHOICES_FROM + len(choices) - 1, None, None, {"hidden": True})
    worksheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    set_up_print(worksheet, fit=True, header_rows=0)

    page = [
        *_headline(dressed, content),
        *_counts(dressed, content),
        *_problems(dressed, content.outcomes, lines),
        *_conversions(dressed, content),
        *_facts(dressed, content.run, content.sheet),
    ]
    worksheet.print_area(0, 0, len(page) - 1, len(_WIDTHS) - 1)
    for number, (line, labels) in enumerate(zip_longest(page, zip_longest(*choices))):
        _write_line(worksheet, number, line or {})
        for place, label in enumerate(labels or (), start=CHOICES_FROM):
            write_text(worksheet, number, place, label or "", dressed.plain)


def _write_line(worksheet: Worksheet, number: int, line: _Line) -> None:
    whole = line.get(_WHOLE)
    texts = [
        (str(cell.text), sum(_WIDTHS) if place == _WHOLE else _WIDTHS[place])
        for place, cell in line.items()
        if place == _WHOLE or cell.look.text_wrap
    ]
    size = 22.0 if whole is not None and whole.look.font_size > 11 else None
    if height := row_height(*texts) or size:
        worksheet.set_row(number, height)
    if whole is not None:
        worksheet.merge_range(number, 0, number, len(_WIDTHS) - 1, "", whole.look)
    for place, cell in line.items():
        column = max(0, place)
        if isinstance(cell.text, int):
            worksheet.write_number(number, column, cell.text, cell.look)
        elif cell.link:
            check_written(
                worksheet.write_url(number, column, f"internal:{cell.link}", cell.look, cell.text), number, column
            )
        else:
            write_text(worksheet, number, column, cell.text, cell.look)


# --- the parts, from top to bottom ------------------------------------------------------------------------------------


def _headline(dressed: Dress, content: Content) -> Iterator[_Line]:
    run, sheet, outcomes, statuses = content.run, content.sheet, content.outcomes, dressed.status
    counts = count_statuses(outcomes)
    good = Status.VALID if run.checked_only else Status.UPDATED
    done, rest = counts[good], len(outcomes) - counts[good]
    deed = "valid" if run.checked_only else "updated"
    after = " Nothing was sent: run the sheet without --check to send it." if run.checked_only else ""
    yield {_WHOLE: _Cell(f"Results of {sheet.path.name}", dressed.title)}
    if not outcomes:
        yield {_WHOLE: _Cell("The sheet has no rows: nothing was sent.", statuses[Status.NOT_SENT])}
        return
    if rest == 0:
        yield {_WHOLE: _Cell(f"All {_rows(done)} {_are(done)} {deed}.{after}", statuses[good])}
        return
    colour = Status.INVALID if counts[Status.INVALID] or counts[Status.REJECTED] else Status.UNKNOWN
    yield {
        _WHOLE: _Cell(f"{done:,} of {_rows(len(outcomes))} {_are(done)} {deed}; {rest:,} to look at.", statuses[colour])
    }
    if run.stopped:
        yield {_WHOLE: _Cell(f"The run stopped early: {run.stopped}", statuses[Status.FAILED])}
    mend = ", correct the red cells, save this workbook," if counts[Status.INVALID] or counts[Status.REJECTED] else ""
    yield {
        _WHOLE: _Cell(
            f"Next: open the sheet {TO_FIX} (click here){mend} and run this workbook: only the rows there are sent.",
            dressed.link,
            f"'{TO_FIX}'!A1",
        )
    }


def _counts(dressed: Dress, content: Content) -> Iterator[_Line]:
    counts = count_statuses(content.outcomes)
    usual = {Status.VALID, Status.INVALID} if content.run.checked_only else set(Status) - {Status.VALID}
    yield from _section(dressed, "Rows by status", "Status", "Rows", "What it means", "What to do next")
    for status, count in counts.items():
        if status not in usual and not count:
            continue
        means, next_step = MEANINGS[status]
        look = dressed.ruled if count else dressed.faint
        yield {
            0: _Cell(status.value, dressed.status[status] if count else dressed.faint),
            1: _Cell(count, dressed.ruled_number if count else dressed.faint),
            2: _Cell(means, look),
            3: _Cell(next_step if count else "", look),
        }
    yield {0: _Cell("All rows", dressed.ruled), 1: _Cell(len(content.outcomes), dressed.ruled_number)}


def _problems(dressed: Dress, outcomes: Sequence[Outcome], lines: Lines) -> Iterator[_Line]:
    rows = {outcome.row.number: outcome.row for outcome in outcomes}
    groups = group_problems(problem for outcome in outcomes for problem in outcome.problems)
    for severity, title in (
        (Severity.ERROR, "What must be fixed, the commonest first"),
        (Severity.WARNING, "Warnings: these rows are sent, but have a look"),
    ):
        chosen = [group for group in groups if group.severity is severity]
        if not chosen:
            continue
        yield from _section(dressed, title, "Column", "Rows", "Problem", "Suggestion", "Cells, for example")
        for group in chosen[:GROUP_LIMIT]:
            said = " (said by the API)" if group.source is Source.API else ""
            places = [_place(group, example, rows[example.row], lines) for example in group.examples]
            yield {
                0: _Cell(group.column or "(the whole row)", dressed.severity_link[severity], places[0][1]),
                1: _Cell(group.rows, dressed.ruled_number),
                2: _Cell(group.message + said, dressed.ruled),
                3: _Cell(_suggestions(group), dressed.ruled),
                4: _Cell(_listed([text for text, _ in places], group.rows), dressed.ruled),
            }
        yield from _left_out(dressed, len(chosen) - GROUP_LIMIT, "Errors has them all")


def _conversions(dressed: Dress, content: Content) -> Iterator[_Line]:
    groups = group_conversions(content.conversions)
    if not groups:
        return
    deed = "would be sent" if content.run.checked_only else "was sent"
    title = "Sent in other words than the cell shows"
    yield from _section(dressed, title, "Column", "Cells", "The cell shows", f"This {deed}", "Cells, for example")
    for group in groups[:GROUP_LIMIT]:
        yield _conversion(dressed, group)
    yield from _left_out(dressed, len(groups) - GROUP_LIMIT, "each is as harmless as these")


def _conversion(dressed: Dress, group: ConversionGroup) -> _Line:
    return {
        0: _Cell(group.column, dressed.ruled),
        1: _Cell(group.count, dressed.ruled_number),
        2: _Cell(shorten(group.shown, 300), dressed.ruled),
        3: _Cell(shorten(group.sent, 300), dressed.ruled),
        4: _Cell(_listed(group.cells, group.count), dressed.ruled),
    }


def _facts(dressed: Dress, run: Run, sheet: Sheet) -> Iterator[_Line]:
    yield from _section(dressed, "About this run")
    traffic = run.traffic
    for label, fact in (
        ("File", str(sheet.path)),
        ("Worksheet", sheet.worksheet or "(a text file has none)"),
        ("Target", run.target),
        ("Started", run.started.strftime("%Y-%m-%d %H:%M:%S %z")),
        ("Duration", duration(run.seconds)),
        ("Pace", run.pace),
        ("Requests", f"{traffic.requests:,}, of which {traffic.retries:,} were retries"),
        ("Throttled", f"{traffic.throttled:,} answers said: too many requests"),
        ("Stopped early", run.stopped or "no"),
        ("Run", run.id),
    ):
        yield {0: _Cell(label, dressed.plain), 1: _Cell(fact, dressed.spilling)}
    if sheet.notes:
        yield from _section(dressed, "Noticed in the sheet")
        for note in sheet.notes:
            yield {_WHOLE: _Cell(note, dressed.wrapped)}


# --- words ------------------------------------------------------------------------------------------------------------


def _section(dressed: Dress, title: str, *headers: str) -> Iterator[_Line]:
    yield {}
    yield {place: _Cell(title if place == 0 else "", dressed.section) for place in range(len(_WIDTHS))}
    if headers:
        padded = (*headers, *[""] * (len(_WIDTHS) - len(headers)))
        yield {place: _Cell(header, dressed.header) for place, header in enumerate(padded)}


def _left_out(dressed: Dress, number: int, where: str) -> Iterator[_Line]:
    if number > 0:
        yield {0: _Cell(f"… and {number:,} kinds more; {where}.", dressed.spilling)}


def _suggestions(group: ProblemGroup) -> str:
    more = len(group.suggestions) - 3
    return "\n".join((*group.suggestions[:3], *((f"… and {more:,} more; see Errors.",) if more > 0 else ())))


def _listed(texts: Sequence[str], of: int) -> str:
    return ", ".join(texts) + (", …" if of > len(texts) else "")


def _place(group: ProblemGroup, example: Example, row: Row, lines: Lines) -> tuple[str, str]:
    """An example as it is told, `F17 (Previw)`, and where its cell is mended."""
    problem = Problem(row=example.row, column=group.column, cell=example.cell, code=group.code, message=group.message)
    address = lines.address(row, problem)
    told = f"{address} ({shorten(example.value.strip(), 30)})" if example.value.strip() else address
    return told, lines.target(row, problem)


def _rows(number: int) -> str:
    return f"{number:,} row" if number == 1 else f"{number:,} rows"


def _are(number: int) -> str:
    return "is" if number == 1 else "are"


def duration(seconds: float) -> str:
    """A length of time in words: `1 h 2 min 3 s`, and tenths of a second below a minute."""
    if seconds < 60:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return (f"{hours} h " if hours else "") + f"{minutes} min {rest} s"
