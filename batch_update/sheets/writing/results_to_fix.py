"""The page `To fix` of the results workbook: the rows that were not updated, ready to be mended and run again.

It is an input: it is read again as it stands, so it holds what the person saw, in the sheet's own columns.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from batch_update.model import Outcome, Problem, Severity
from batch_update.sheets.names import FIX_COLUMNS
from batch_update.sheets.writing.cell_help import offer_choices, write_comment
from batch_update.sheets.writing.cells import check_written, text_writer, write_text
from batch_update.sheets.writing.results_layout import Content, Lines
from batch_update.sheets.writing.showing_again import Shown, show_row_again
from batch_update.sheets.writing.styles import Styles, row_height, set_up_print
from batch_update.wording.rows import errors_first, explain_problem, explain_row

COMMENT_LIMIT = 3_000
"""The most comments on `To fix`: with more, Excel takes minutes to open it. `_problem` says the same on every row."""

_FIX_WIDTHS = (8.0, 12.0, 64.0)


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
        values, notes = show_row_again(outcome.row, fields, content.resource.id_field)
        marked = _mark(outcome, lines)
        write_cells(line, values, _choose_styles(styles, marked, notes))
        tall = [(text, width) for text, width in zip(values, widths, strict=True) if type(text) is str and "\n" in text]
        _write_fate(worksheet, line, styles, outcome, tall)
        for place in sorted({*marked, *notes})[:comments_left]:
            write_comment(
                worksheet, line, place, "\n".join([*map(explain_problem, marked.get(place, ())), *notes.get(place, ())])
            )
        comments_left = max(0, comments_left - len({*marked, *notes}))


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


def _cell_writer(worksheet: Worksheet, styles: Styles) -> Callable[[int, Sequence[Shown], Mapping[int, Format]], None]:
    """What writes the own cells of a row, each in its colour or else as text."""
    write, text = text_writer(worksheet), styles.text

    def write_cells(line: int, values: Sequence[Shown], forms: Mapping[int, Format]) -> None:
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
