"""The pages of the results workbook that close the loop: `Errors`, whose links lead to the cell to mend, and `To fix`.

`To fix` is an input: it is read again as it stands, so it holds what the person saw, in the sheet's own columns.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeAlias

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from batch_update.model import CellValue, OddCell, Oddity, Outcome, Problem, Row, Severity, Source, Status, held, show
from batch_update.resource import Field
from batch_update.sheets.names import CUT_MARK, FIX_COLUMNS
from batch_update.sheets.writing.cell_help import offer_choices, write_comment
from batch_update.sheets.writing.cells import SURELY_SHORT, check_written, clean, text_writer, write_text
from batch_update.sheets.writing.results_layout import ERROR_COLUMNS, Content, Lines
from batch_update.sheets.writing.styles import Styles, row_height, set_up_print

LINK_LIMIT = 65_530
"""The most links that Excel opens in one worksheet; further cells have plain addresses."""

COMMENT_LIMIT = 3_000
"""The most comments on `To fix`: with more, Excel takes minutes to open it. `_problem` says the same on every row."""

NO_VALUE = "#N/A"
"""Stands on `To fix` for a value that can not stand there itself: no column takes it, so it is not sent."""

_EXACT = 1e15  # from here on a number of Excel has lost digits
_Shown: TypeAlias = "str | float | bool"  # what a cell of `To fix` holds
_FIX_WIDTHS = (8.0, 12.0, 64.0)

# --- Errors -----------------------------------------------------------------------------------------------------------


def write_errors(worksheet: Worksheet, styles: Styles, outcomes: Sequence[Outcome], lines: Lines) -> None:
    """One line for each problem, in the order of the rows, the errors of a row before its warnings."""
    worksheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    worksheet.freeze_panes(1, 3)
    worksheet.set_row(0, 20)
    for place, (name, width) in enumerate(ERROR_COLUMNS.items()):
        worksheet.set_column(place, place, width)
        write_text(worksheet, 0, place, name, styles.header)
    set_up_print(worksheet, fit=True)
    found = [(outcome.row, problem) for outcome in outcomes for problem in errors_first(outcome.problems)]
    worksheet.autofilter(0, 0, max(1, len(found)), len(ERROR_COLUMNS) - 1)
    for line, (row, problem) in enumerate(found, start=1):
        _write_problem(worksheet, line, styles, problem)
        _write_link(worksheet, line, styles, row, problem, lines)


def _write_problem(worksheet: Worksheet, line: int, styles: Styles, problem: Problem) -> None:
    wrapped = {"Value": problem.value, "Problem": problem.message, "Suggestion": problem.suggestion}
    if height := row_height(*((text, ERROR_COLUMNS[name]) for name, text in wrapped.items())):
        worksheet.set_row(line, height)
    check_written(worksheet.write_number(line, 0, problem.row, styles.number), line, 0)
    for place, text, style in (
        (1, problem.column, styles.plain),
        (3, problem.value, styles.wrapped_text),
        (4, problem.severity.value, styles.severity[problem.severity]),
        (5, problem.message, styles.wrapped),
        (6, problem.suggestion, styles.wrapped),
        (7, problem.source.value, styles.plain),
        (8, problem.code, styles.plain),
    ):
        write_text(worksheet, line, place, text, style)


def _write_link(  # noqa: PLR0913, PLR0917 - what a link is made of
    worksheet: Worksheet, line: int, styles: Styles, row: Row, problem: Problem, lines: Lines
) -> None:
    address = lines.address(row, problem)
    if line > LINK_LIMIT:
        write_text(worksheet, line, 2, address, styles.plain)
        return
    target = f"internal:{lines.target(row, problem)}"
    check_written(worksheet.write_url(line, 2, target, styles.link, address, "Go to the cell"), line, 2)


def errors_first(problems: Iterable[Problem]) -> list[Problem]:
    """Errors before warnings, else in the order given."""
    return sorted(problems, key=lambda problem: problem.severity is Severity.WARNING)


# --- To fix -----------------------------------------------------------------------------------------------------------


def write_to_fix(worksheet: Worksheet, styles: Styles, content: Content, lines: Lines, widths: Sequence[float]) -> None:
    """The rows that were not updated, ready to be mended and run again. `widths` are those of the own columns."""
    own, last = len(content.sheet.columns), max(1, len(lines.to_fix))
    worksheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    worksheet.freeze_panes(1, 0)
    worksheet.set_tab_color("#C00000" if lines.to_fix else "#70AD47")
    worksheet.set_row(0, 32)
    sources = content.choice_sources()
    for place, (column, width) in enumerate(zip(content.sheet.columns, widths, strict=True)):
        check_written(worksheet.set_column(place, place, width, styles.text), 0, place)
        write_text(worksheet, 0, place, column.header, styles.header)
        if column.field is not None:
            field = content.resource.field(column.field)
            offer_choices(worksheet, place, (1, last), field, source=sources.get(field.name, ""))
    for place, (name, width) in enumerate(zip(FIX_COLUMNS, _FIX_WIDTHS, strict=True), start=own):
        check_written(worksheet.set_column(place, place, width), 0, place)
        write_text(worksheet, 0, place, name, styles.header)
    worksheet.autofilter(0, 0, last, own + len(FIX_COLUMNS) - 1)
    set_up_print(worksheet, fit=own <= 11)

    fields = [content.resource.field(column.field) if column.field else None for column in content.sheet.columns]
    comments_left = COMMENT_LIMIT
    write_cells = _cell_writer(worksheet, styles)
    for line, outcome in enumerate(lines.to_fix, start=1):
        values, notes = _show_row_again(outcome.row, fields, content.resource.id_field)
        marked = _mark(outcome, lines)
        write_cells(line, values, _choose_styles(styles, marked, notes))
        tall = [(text, width) for text, width in zip(values, widths, strict=True) if type(text) is str and "\n" in text]
        _write_fate(worksheet, line, styles, outcome, tall)
        for place in sorted({*marked, *notes})[:comments_left]:
            write_comment(
                worksheet, line, place, "\n".join([*map(explain, marked.get(place, ())), *notes.get(place, ())])
            )
        comments_left = max(0, comments_left - len({*marked, *notes}))


def _show_row_again(
    row: Row, fields: Sequence[Field | None], id_field: Field
) -> tuple[list[_Shown], dict[int, list[str]]]:
    """The cells of a row as they stand on `To fix`, and what must be said of some of them there, by place."""
    values: list[_Shown] = []
    notes = {}
    for place, (cell, field) in enumerate(zip(row.cells, fields, strict=True)):
        if cell is None or (type(cell) is str and len(cell) < SURELY_SHORT):  # nearly every cell
            values.append(cell or "")
            continue
        if type(cell) is int and abs(cell) < _EXACT:
            values.append(str(cell))
            continue
        value, note = show_again(cell, field, id_field)
        values.append(value)
        if note:
            notes[place] = [note]
    return values, notes


def show_again(cell: CellValue, field: Field | None, id_field: Field) -> tuple[_Shown, str]:
    """A cell as it must stand on `To fix` so that, if nobody mends it, the check says of it again what it said before.

    That is the text that was seen, but for three: a number that lost digits and a TRUE stay what they are, since as
    text they could pass for an id; and where the text is not the value (a formula that was never calculated, a merged
    range, digits in groups, a sum for an id, a text too long for a cell, 1.5 shown as 2) and the column would take it,
    or where nothing was seen of the value, `NO_VALUE` stands there, with a note that says so. In columns of the user's
    own, values stay what they are.
    """
    if isinstance(cell, OddCell):
        return _show_odd_again(cell, field, id_field)
    match cell:
        case bool():
            return cell, ""
        case int() | float() if math.isfinite(cell) and (abs(cell) >= _EXACT or not float(cell).is_integer()):
            return float(cell), ""
    return _show_text_again(show(cell), field)


def _show_odd_again(cell: OddCell, field: Field | None, id_field: Field) -> tuple[_Shown, str]:
    match cell.oddity:
        case Oddity.AGGREGATE if field is id_field:  # a sum would pass for an id
            return NO_VALUE, f"The cell held: {show(cell)}"
        case Oddity.FORMULA | Oddity.AGGREGATE if cell.value is not None:
            return show_again(cell.value, field, id_field)
        case Oddity.UNCLEAR:
            return show_again(held(cell), field, id_field)
        case Oddity.HIDDEN | Oddity.SHOWN_OTHERWISE if field is None:
            return show_again(held(cell), field, id_field)
        case Oddity.HIDDEN:
            return NO_VALUE, f"The cell looked blank and held: {show(held(cell))}"
        case Oddity.SHOWN_OTHERWISE if field is not None and _misleads(field, cell):
            return NO_VALUE, f"The cell showed: {show(cell)}\nIt held: {show(held(cell))}"
        case Oddity.NOT_CALCULATED | Oddity.MERGED | Oddity.GROUPED if field is not None and _would_take(field, cell):
            return NO_VALUE, f"The cell held: {show(cell)}"  # 4817 shown as `4,817` would pass for a list
        case _:
            return _show_text_again(show(cell), field)


def _show_text_again(text: str, field: Field | None) -> tuple[_Shown, str]:
    if field is not None and clean(text).endswith(CUT_MARK):
        said = f"The text is longer than a cell can hold ({len(text):,} characters): correct it in the first file."
        return NO_VALUE, said
    return text, ""


def _would_take(field: Field, cell: OddCell) -> bool:
    try:
        field.kind.read(cell.shown, field)
    except ValueError:
        return False
    return True


def _misleads(field: Field, cell: OddCell) -> bool:
    """Whether a column would take what the cell shows for another value than the cell holds."""
    value = held(cell)
    if value is None or not _would_take(field, cell):
        return False
    try:
        return field.kind.read(cell.shown, field) != field.kind.read(value, field)
    except ValueError:
        return True


def _mark(outcome: Outcome, lines: Lines) -> dict[int, list[Problem]]:
    """The problems of a row by the place of the cell that has them, the gravest first."""
    marked: defaultdict[int, list[Problem]] = defaultdict(list)
    for problem in errors_first(outcome.problems):
        if (place := lines.place(outcome.row, problem)) is not None:
            marked[place].append(problem)
    return marked


def _choose_styles(
    styles: Styles, marked: Mapping[int, Sequence[Problem]], notes: Mapping[int, object]
) -> dict[int, Format]:
    """The colours of the cells of a row that have something wrong, by place."""
    forms = {Severity.ERROR: styles.bad, Severity.WARNING: styles.doubtful}
    return {**dict.fromkeys(notes, styles.bad), **{place: forms[marked[place][0].severity] for place in marked}}


def _cell_writer(worksheet: Worksheet, styles: Styles) -> Callable[[int, Sequence[_Shown], Mapping[int, Format]], None]:
    """What writes the own cells of a row, each in its colour or else as text."""
    write, text = text_writer(worksheet), styles.text

    def write_cells(line: int, values: Sequence[_Shown], forms: Mapping[int, Format]) -> None:
        for place, value in enumerate(values):
            style = forms.get(place)
            if value == "" and style is None:
                continue
            if isinstance(value, str):
                write(line, place, value, style or (styles.wrapped_text if "\n" in value else text))
            elif isinstance(value, bool):
                check_written(worksheet.write_boolean(line, place, value, style or text), line, place)
            else:
                check_written(worksheet.write_number(line, place, value, style or text), line, place)

    return write_cells


def _write_fate(
    worksheet: Worksheet, line: int, styles: Styles, outcome: Outcome, tall: Sequence[tuple[str, float]]
) -> None:
    """What became of the row, behind its own cells; of these, `tall` are those of several lines, with their widths."""
    said, own = explain_row(outcome), len(outcome.row.columns)
    if height := row_height((said, _FIX_WIDTHS[-1]), *tall):
        worksheet.set_row(line, height)
    check_written(worksheet.write_number(line, own, outcome.row.number, styles.number), line, own)
    write_text(worksheet, line, own + 1, outcome.status.value, styles.status[outcome.status])
    write_text(worksheet, line, own + 2, said, styles.wrapped)


def explain(problem: Problem) -> str:
    """A problem and how to mend it, for a comment on its cell."""
    doubt = "Warning: " if problem.severity is Severity.WARNING else ""
    said = " (said by the API)" if problem.source is Source.API else ""
    return f"{doubt}{problem.message}{said}" + (f"\n→ {problem.suggestion}" if problem.suggestion else "")


def explain_row(outcome: Outcome) -> str:
    """What was said of a row, and all that is wrong with it, one problem a line, each named by its column."""
    texts = [
        f"{problem.column}: {problem.message} {problem.suggestion}".removeprefix(": ").strip()
        for problem in errors_first(outcome.problems)
    ]
    if outcome.message and (outcome.status is not Status.INVALID or not texts):  # INVALID only says the problems again
        texts.insert(0, outcome.message)
    return "\n".join(dict.fromkeys(texts))
