"""The `Summary` page of the results workbook: what happened, what must be mended first, and the facts of the run.

It holds values and no formulas, since not every program calculates when it opens a file.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from xlsxwriter.worksheet import Worksheet

from batch_update.model import Outcome, Problem, Row, Run, Severity, Sheet, Status
from batch_update.sheets.writing.cells import write_text
from batch_update.sheets.writing.results_layout import CHOICES_FROM, Content, Lines
from batch_update.sheets.writing.styles import Styles, set_up_print, shorten
from batch_update.sheets.writing.summary_changes import describe_changes
from batch_update.sheets.writing.summary_headline import headline
from batch_update.sheets.writing.summary_lines import WHOLE, WIDTHS, Cell, Line, section, write_line
from batch_update.wording.groups import (
    ConversionGroup,
    Example,
    ProblemGroup,
    count_statuses,
    group_conversions,
    group_problems,
)
from batch_update.wording.phrases import spell_exactly
from batch_update.wording.rows import SAID_BY

GROUP_LIMIT = 100
"""The most kinds of problem, and of conversion, that are listed; `Errors` has every one."""

_WARNING = "Warning:"  # how a note begins that somebody should act on


def write_summary(worksheet: Worksheet, styles: Styles, content: Content, lines: Lines) -> None:
    """Write the page, and in hidden columns beside it the labels of the drop-downs of `To fix` that are long."""
    choices = content.long_choices().values()
    worksheet.hide_gridlines(2)
    for place, width in enumerate(WIDTHS):
        worksheet.set_column(place, place, width)
    if choices:
        worksheet.set_column(CHOICES_FROM, CHOICES_FROM + len(choices) - 1, None, None, {"hidden": True})
    worksheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    set_up_print(worksheet, fit=True, header_rows=0)

    noticed = list(_noticed(styles, content.sheet))
    is_urgent = any(note.startswith(_WARNING) for note in content.sheet.notes)  # a column of changes may be lost
    page = [
        *headline(styles, content, lines),
        *(noticed if is_urgent else ()),
        *_counts(styles, content),
        *describe_changes(styles, content),
        *_problems(styles, content.outcomes, lines),
        *_conversions(styles, content),
        *_facts(styles, content.run, content.sheet),
        *(() if is_urgent else noticed),
    ]
    worksheet.print_area(0, 0, len(page) - 1, len(WIDTHS) - 1)
    for number, (line, labels) in enumerate(zip_longest(page, zip_longest(*choices))):
        write_line(worksheet, number, line or {})
        for place, label in enumerate(labels or (), start=CHOICES_FROM):
            write_text(worksheet, number, place, label or "", styles.plain)


# --- the parts, from top to bottom ------------------------------------------------------------------------------------


def _counts(styles: Styles, content: Content) -> Iterator[Line]:
    counts = count_statuses(content.outcomes)
    checked_only = content.run.checked_only
    yield from section(styles, "Rows by status", "Status", "Rows", "What it means", "What to do next")
    for status, number in counts.items():
        usual = status.facts.by_check if checked_only else status.facts.by_sending
        if not usual and not number:
            continue
        style = styles.ruled if number else styles.faint
        meaning, next_step = _explain(status, number, content.outcomes)
        yield {
            0: Cell(status.value, styles.status[status] if number else styles.faint),
            1: Cell(number, styles.ruled_number if number else styles.faint),
            2: Cell(meaning, style),
            3: Cell(next_step if number else "", style),
        }
    yield {0: Cell("All rows", styles.ruled), 1: Cell(len(content.outcomes), styles.ruled_number)}


def _explain(status: Status, number: int, outcomes: Sequence[Outcome]) -> tuple[str, str]:
    """What a status means and what to do next; rows that were left out on purpose are NOT SENT as well."""
    left_out = [outcome.left_out_by for outcome in outcomes if outcome.status is status and outcome.left_out_by]
    by = " and ".join(dict.fromkeys(left_out))
    if not left_out:
        return status.facts.meaning, status.facts.next_step
    if len(left_out) == number:
        return f"Left out by {by}.", f"Nothing; to send them too, run the sheet without {by}."
    rest = number - len(left_out)
    return f"{len(left_out):,} left out by {by}. Of the other {rest:,}: {status.facts.meaning}", status.facts.next_step


def _problems(styles: Styles, outcomes: Sequence[Outcome], lines: Lines) -> Iterator[Line]:
    rows = {outcome.row.number: outcome.row for outcome in outcomes}
    groups = group_problems(problem for outcome in outcomes for problem in outcome.problems)
    for severity, title in (
        (Severity.ERROR, "What must be fixed, the commonest first"),
        (Severity.WARNING, "Warnings: these rows are sent, but have a look"),
    ):
        chosen = [group for group in groups if group.severity is severity]
        if not chosen:
            continue
        yield from section(styles, title, "Column", "Rows", "Problem", "Suggestion", "Cells, for example")
        for group in chosen[:GROUP_LIMIT]:
            said = SAID_BY[group.source]
            places = [_place(group, example, rows[example.row], lines) for example in group.examples]
            yield {
                0: Cell(group.column or "(the whole row)", styles.severity_link[severity], places[0][1]),
                1: Cell(group.rows, styles.ruled_number),
                2: Cell(group.message + said, styles.ruled),
                3: Cell(_suggestions(group), styles.ruled),
                4: Cell(_listed([text for text, _ in places], group.rows), styles.ruled),
            }
        yield from _left_out(styles, len(chosen) - GROUP_LIMIT, "Errors has them all")


def _conversions(styles: Styles, content: Content) -> Iterator[Line]:
    groups = group_conversions(content.conversions)
    if not groups:
        return
    deed = "would be sent" if content.run.checked_only else "was sent"
    title = "Sent in other words than the cell shows"
    yield from section(styles, title, "Column", "Cells", "The cell shows", f"This {deed}", "Cells, for example")
    for group in groups[:GROUP_LIMIT]:
        yield _conversion(styles, group)
    yield from _left_out(styles, len(groups) - GROUP_LIMIT, "each is as harmless as these")


def _conversion(styles: Styles, group: ConversionGroup) -> Line:
    return {
        0: Cell(group.column, styles.ruled),
        1: Cell(group.count, styles.ruled_number),
        2: Cell(shorten(group.shown, 300), styles.ruled),
        3: Cell(shorten(group.sent, 300), styles.ruled),
        4: Cell(_listed(group.cells, group.count), styles.ruled),
    }


def _facts(styles: Styles, run: Run, sheet: Sheet) -> Iterator[Line]:
    yield from section(styles, "About this check" if run.checked_only else "About this run")
    for label, fact in (
        ("File", str(sheet.path)),
        ("Worksheet", sheet.worksheet or "(a text file has none)"),
        ("Target", run.target),
        *([("Profile", run.profile)] if run.profile else []),
        *([("Pulled", run.pull)] if run.pull else []),
        ("Started", run.started.strftime("%Y-%m-%d %H:%M:%S %z")),
        ("Duration", spell_exactly(run.seconds)),
        *([] if run.checked_only and not run.reads_back else _facts_of_sending(run)),
        ("Run", run.id),
    ):
        yield {0: Cell(label, styles.plain), 1: Cell(fact, styles.spilling)}


def _noticed(styles: Styles, sheet: Sheet) -> Iterator[Line]:
    """What the user must be told of the sheet as a whole, warnings first and in amber."""
    if sheet.notes:
        yield from section(styles, "Noticed in the sheet")
    for note in sorted(sheet.notes, key=lambda note: not note.startswith(_WARNING)):
        yield {WHOLE: Cell(note, styles.warned if note.startswith(_WARNING) else styles.wrapped)}


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


def _left_out(styles: Styles, number: int, where: str) -> Iterator[Line]:
    if number > 0:
        yield {0: Cell(f"… and {number:,} kinds more; {where}.", styles.spilling)}


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
