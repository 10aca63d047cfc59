"""The `Summary` page of the results workbook: what happened, what must be mended first, and the facts of the run.

It holds values and no formulas, since not every program calculates when it opens a file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import TypeAlias

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from batch_update.model import Outcome, Problem, Row, Run, Severity, Sheet, Source, Status
from batch_update.sheets.names import TO_FIX
from batch_update.sheets.writing.cells import check_written, write_text
from batch_update.sheets.writing.results_layout import CHOICES_FROM, Content, Lines
from batch_update.sheets.writing.styles import Styles, row_height, set_up_print, shorten
from batch_update.wording.groups import (
    ConversionGroup,
    Example,
    ProblemGroup,
    count_statuses,
    group_conversions,
    group_problems,
)
from batch_update.wording.phrases import count, spell_exactly

GROUP_LIMIT = 100
"""The most kinds of problem, and of conversion, that are listed; `Errors` has every one."""

_WARNING = "Warning:"  # how a note begins that somebody should act on
_WIDTHS = (33.0, 9.0, 46.0, 46.0, 34.0)


@dataclass(frozen=True, slots=True)
class _Cell:
    text: str | int
    style: Format
    link: str = ""


_Line: TypeAlias = "dict[int, _Cell]"  # by column
_WHOLE = -1  # in place of a column: one text across the whole page


def write_summary(worksheet: Worksheet, styles: Styles, content: Content, lines: Lines) -> None:
    """Write the page, and in hidden columns beside it the labels of the drop-downs of `To fix` that are long."""
    choices = content.long_choices().values()
    worksheet.hide_gridlines(2)
    for place, width in enumerate(_WIDTHS):
        worksheet.set_column(place, place, width)
    if choices:
        worksheet.set_column(CHOICES_FROM, CHOICES_FROM + len(choices) - 1, None, None, {"hidden": True})
    worksheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    set_up_print(worksheet, fit=True, header_rows=0)

    noticed = list(_noticed(styles, content.sheet))
    is_urgent = any(note.startswith(_WARNING) for note in content.sheet.notes)  # a column of changes may be lost
    page = [
        *_headline(styles, content, lines),
        *(noticed if is_urgent else ()),
        *_counts(styles, content),
        *_problems(styles, content.outcomes, lines),
        *_conversions(styles, content),
        *_facts(styles, content.run, content.sheet),
        *(() if is_urgent else noticed),
    ]
    worksheet.print_area(0, 0, len(page) - 1, len(_WIDTHS) - 1)
    for number, (line, labels) in enumerate(zip_longest(page, zip_longest(*choices))):
        _write_line(worksheet, number, line or {})
        for place, label in enumerate(labels or (), start=CHOICES_FROM):
            write_text(worksheet, number, place, label or "", styles.plain)


def _write_line(worksheet: Worksheet, number: int, line: _Line) -> None:
    whole = line.get(_WHOLE)
    texts = [
        (str(cell.text), sum(_WIDTHS) if place == _WHOLE else _WIDTHS[place])
        for place, cell in line.items()
        if place == _WHOLE or cell.style.text_wrap
    ]
    size = 22.0 if whole is not None and whole.style.font_size > 11 else None
    if height := row_height(*texts) or size:
        worksheet.set_row(number, height)
    if whole is not None:
        worksheet.merge_range(number, 0, number, len(_WIDTHS) - 1, "", whole.style)
    for place, cell in line.items():
        column = max(0, place)
        if isinstance(cell.text, int):
            worksheet.write_number(number, column, cell.text, cell.style)
        elif cell.link:
            check_written(
                worksheet.write_url(number, column, f"internal:{cell.link}", cell.style, cell.text), number, column
            )
        else:
            write_text(worksheet, number, column, cell.text, cell.style)


# --- the parts, from top to bottom ------------------------------------------------------------------------------------


def _headline(styles: Styles, content: Content, lines: Lines) -> Iterator[_Line]:
    run, name, outcomes, rest = content.run, content.sheet.path.name, content.outcomes, len(lines.to_fix)
    counts = count_statuses(outcomes)
    wrong = bool(counts[Status.INVALID] or counts[Status.REJECTED])
    yield {_WHOLE: _Cell(f"Results of {name}", styles.title)}
    if not outcomes:
        yield {_WHOLE: _Cell("The sheet has no rows: nothing was sent.", styles.status[Status.NOT_SENT])}
        return
    good = Status.VALID if run.checked_only else Status.UPDATED
    status = (Status.INVALID if wrong else Status.UNKNOWN) if rest else good
    yield {_WHOLE: _Cell(_tell_how_many(content, rest), styles.status[status])}
    if run.stopped:
        yield {_WHOLE: _Cell(f"The run stopped early: {run.stopped}", styles.status[Status.FAILED])}
    if rest:
        words = _next_after_check(name) if run.checked_only else _next_after_sending(mend=wrong)
        yield {_WHOLE: _Cell(words, styles.link, f"'{TO_FIX}'!A1")}


def _tell_how_many(content: Content, rest: int) -> str:
    """How many rows went well, how many must be looked at, how many were left out by choice, in one line."""
    outcomes, checked_only = content.outcomes, content.run.checked_only
    done = sum(outcome.status.facts.succeeded for outcome in outcomes)
    rows = count(len(outcomes), "row")
    deed = "valid" if checked_only else "updated"
    told = f"All {rows}" if done == len(outcomes) else f"{done:,} of {rows}"
    parts = [f"{told} {_are(done)} {deed}" + (f"; {rest:,} to look at." if rest else ".")]
    for option, number in Counter(outcome.left_out_by for outcome in outcomes if outcome.left_out_by).items():
        parts.append(f"{count(number, 'row')} {'was' if number == 1 else 'were'} left out by {option}.")
    if checked_only and not rest:
        parts.append("Nothing was sent: run the sheet without --check to send it.")
    return " ".join(parts)


def _next_after_check(name: str) -> str:
    return (
        f"Next: correct these cells in {name} and check it again; {TO_FIX} (click here) shows each in red and says why."
        " Or correct them there and run this workbook: then only its rows are sent."
    )


def _next_after_sending(*, mend: bool) -> str:
    deed = ", correct the red cells, save this workbook," if mend else ""
    return f"Next: open the sheet {TO_FIX} (click here){deed} and run this workbook: only the rows there are sent."


def _counts(styles: Styles, content: Content) -> Iterator[_Line]:
    counts = count_statuses(content.outcomes)
    checked_only = content.run.checked_only
    yield from _section(styles, "Rows by status", "Status", "Rows", "What it means", "What to do next")
    for status, number in counts.items():
        usual = status.facts.by_check if checked_only else status.facts.by_sending
        if not usual and not number:
            continue
        style = styles.ruled if number else styles.faint
        yield {
            0: _Cell(status.value, styles.status[status] if number else styles.faint),
            1: _Cell(number, styles.ruled_number if number else styles.faint),
            2: _Cell(status.facts.meaning, style),
            3: _Cell(status.facts.next_step if number else "", style),
        }
    yield {0: _Cell("All rows", styles.ruled), 1: _Cell(len(content.outcomes), styles.ruled_number)}


def _problems(styles: Styles, outcomes: Sequence[Outcome], lines: Lines) -> Iterator[_Line]:
    rows = {outcome.row.number: outcome.row for outcome in outcomes}
    groups = group_problems(problem for outcome in outcomes for problem in outcome.problems)
    for severity, title in (
        (Severity.ERROR, "What must be fixed, the commonest first"),
        (Severity.WARNING, "Warnings: these rows are sent, but have a look"),
    ):
        chosen = [group for group in groups if group.severity is severity]
        if not chosen:
            continue
        yield from _section(styles, title, "Column", "Rows", "Problem", "Suggestion", "Cells, for example")
        for group in chosen[:GROUP_LIMIT]:
            said = " (said by the API)" if group.source is Source.API else ""
            places = [_place(group, example, rows[example.row], lines) for example in group.examples]
            yield {
                0: _Cell(group.column or "(the whole row)", styles.severity_link[severity], places[0][1]),
                1: _Cell(group.rows, styles.ruled_number),
                2: _Cell(group.message + said, styles.ruled),
                3: _Cell(_suggestions(group), styles.ruled),
                4: _Cell(_listed([text for text, _ in places], group.rows), styles.ruled),
            }
        yield from _left_out(styles, len(chosen) - GROUP_LIMIT, "Errors has them all")


def _conversions(styles: Styles, content: Content) -> Iterator[_Line]:
    groups = group_conversions(content.conversions)
    if not groups:
        return
    deed = "would be sent" if content.run.checked_only else "was sent"
    title = "Sent in other words than the cell shows"
    yield from _section(styles, title, "Column", "Cells", "The cell shows", f"This {deed}", "Cells, for example")
    for group in groups[:GROUP_LIMIT]:
        yield _conversion(styles, group)
    yield from _left_out(styles, len(groups) - GROUP_LIMIT, "each is as harmless as these")


def _conversion(styles: Styles, group: ConversionGroup) -> _Line:
    return {
        0: _Cell(group.column, styles.ruled),
        1: _Cell(group.count, styles.ruled_number),
        2: _Cell(shorten(group.shown, 300), styles.ruled),
        3: _Cell(shorten(group.sent, 300), styles.ruled),
        4: _Cell(_listed(group.cells, group.count), styles.ruled),
    }


def _facts(styles: Styles, run: Run, sheet: Sheet) -> Iterator[_Line]:
    yield from _section(styles, "About this check" if run.checked_only else "About this run")
    for label, fact in (
        ("File", str(sheet.path)),
        ("Worksheet", sheet.worksheet or "(a text file has none)"),
        ("Target", run.target),
        ("Started", run.started.strftime("%Y-%m-%d %H:%M:%S %z")),
        ("Duration", spell_exactly(run.seconds)),
        *([] if run.checked_only else _facts_of_sending(run)),
        ("Run", run.id),
    ):
        yield {0: _Cell(label, styles.plain), 1: _Cell(fact, styles.spilling)}


def _noticed(styles: Styles, sheet: Sheet) -> Iterator[_Line]:
    """What the user must be told of the sheet as a whole, warnings first and in amber."""
    if sheet.notes:
        yield from _section(styles, "Noticed in the sheet")
    for note in sorted(sheet.notes, key=lambda note: not note.startswith(_WARNING)):
        yield {_WHOLE: _Cell(note, styles.warned if note.startswith(_WARNING) else styles.wrapped)}


def _facts_of_sending(run: Run) -> tuple[tuple[str, str], ...]:
    """What a mere check has nothing to say of."""
    traffic = run.traffic
    return (
        ("Pace", run.pace),
        ("Requests", f"{traffic.requests:,}, of which {traffic.retries:,} were retries"),
        ("Throttled", f"{traffic.throttled:,} answers said: too many requests"),
        ("Stopped early", run.stopped or "no"),
    )


# --- words ------------------------------------------------------------------------------------------------------------


def _section(styles: Styles, title: str, *headers: str) -> Iterator[_Line]:
    yield {}
    yield {place: _Cell(title if place == 0 else "", styles.section) for place in range(len(_WIDTHS))}
    if headers:
        padded = (*headers, *[""] * (len(_WIDTHS) - len(headers)))
        yield {place: _Cell(header, styles.header) for place, header in enumerate(padded)}


def _left_out(styles: Styles, number: int, where: str) -> Iterator[_Line]:
    if number > 0:
        yield {0: _Cell(f"… and {number:,} kinds more; {where}.", styles.spilling)}


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


def _are(number: int) -> str:
    return "is" if number == 1 else "are"
