"""The page `To fix` of the results workbook: the rows that were not updated, ready to be mended and run again.

It is an input: it is read again as it stands, so it holds what the person saw, in the sheet's own columns.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from itertools import chain

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from batch_update.model import Outcome, Problem, Severity
from batch_update.sheets.names import FIX_COLUMNS
from batch_update.sheets.writing.cell_help import offer_help, write_comment
from batch_update.sheets.writing.cells import check_written, text_writer, write_text
from batch_update.sheets.writing.in_view import View, find_blank_columns, find_id, plan_view, set_own_columns
from batch_update.sheets.writing.kept_pages import name_sources
from batch_update.sheets.writing.results_layout import Content, Lines
from batch_update.sheets.writing.showing_again import Shown, show_row_again
from batch_update.sheets.writing.styles import Styles, row_height, set_up_print
from batch_update.wording.rows import errors_first, explain_problem, explain_row

COMMENT_LIMIT = 3_000
"""The most comments on `To fix`: with more, Excel takes minutes to open it. `_problem` says the same on every row."""

_FIX_WIDTHS = (7.0, 11.0, 48.0)
_FIRST = len(FIX_COLUMNS)  # the place of the first of the sheet's own columns


def write_to_fix(worksheet: Worksheet, styles: Styles, content: Content, lines: Lines, widths: Sequence[float]) -> None:
    """The rows that were not updated, ready to be mended and run again. `widths` are those of the own columns."""
    marks = [_mark(outcome, lines) for outcome in lines.to_fix]
    id_place = find_id(content.sheet, content.resource)
    folded = find_blank_columns(lines.to_fix, len(widths), {id_place, *chain.from_iterable(marks)})
    seen = [0.0 if place in folded else width for place, width in enumerate(widths)]
    view = plan_view(_FIX_WIDTHS, _FIRST - 1, seen, id_place)
    _write_head(worksheet, styles, content, len(lines.to_fix), view)
    set_own_columns(worksheet, _FIRST, widths, folded, styles.text)
    set_up_print(worksheet, fit=len(widths) - len(folded) <= 11, repeat_columns=view.columns)

    fields = [content.resource.field(column.field) if column.field else None for column in content.sheet.columns]
    comments_left = COMMENT_LIMIT
    write_cells = _cell_writer(worksheet, styles)
    for line, (outcome, marked) in enumerate(zip(lines.to_fix, marks, strict=True), start=1):
        values, notes = show_row_again(outcome.row, fields, content.resource.id_field)
        tall = [(text, width) for text, width in zip(values, widths, strict=True) if type(text) is str and "\n" in text]
        _write_fate(worksheet, line, styles, outcome, view, tall)
        write_cells(line, values, _choose_styles(styles, marked, notes))
        for place in sorted({*marked, *notes})[:comments_left]:
            said = [*map(explain_problem, marked.get(place, ())), *notes.get(place, ())]
            write_comment(worksheet, line, _FIRST + place, "\n".join(said))
        comments_left = max(0, comments_left - len({*marked, *notes}))


def _write_head(worksheet: Worksheet, styles: Styles, content: Content, rows: int, view: View) -> None:
    """The header, with all that holds for whole columns."""
    own, last = content.sheet.columns, max(1, rows)
    worksheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    worksheet.freeze_panes(1, view.columns)
    worksheet.set_tab_color("#C00000" if rows else "#70AD47")
    worksheet.set_row(0, 32)
    for place, width in enumerate((*_FIX_WIDTHS[:-1], view.text_width)):
        worksheet.set_column(place, place, width)
    for place, name in enumerate((*FIX_COLUMNS, *(column.header for column in own))):
        write_text(worksheet, 0, place, name, styles.header)
    sources, names = content.choice_sources(), name_sources(content.resource, content.sheet.lists)
    for place, column in enumerate(own, start=_FIRST):
        if column.field is not None:
            field = content.resource.field(column.field)
            source, named = sources.get(field.name, ""), names.get(field.name, "")
            offer_help(worksheet, place, (1, last), field, source=source, names=named)
    worksheet.autofilter(0, 0, last, _FIRST + len(own) - 1)


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
        for place, value in enumerate(values, start=_FIRST):
            style = forms.get(place - _FIRST)
            if value == "" and style is None:
                continue
            if isinstance(value, str):
                write(line, place, value, style or (styles.wrapped_text if "\n" in value else text))
            elif isinstance(value, bool):
                check_written(worksheet.write_boolean(line, place, value, style or text), line, place)
            else:
                check_written(worksheet.write_number(line, place, value, style or text), line, place)

    return write_cells


def _write_fate(  # noqa: PLR0913, PLR0917 - what is said of a row, and where
    worksheet: Worksheet, line: int, styles: Styles, outcome: Outcome, view: View, tall: Sequence[tuple[str, float]]
) -> None:
    """What became of the row, before its own cells; of these, `tall` are those of several lines, with their widths.

    In plain words: red is for the cells that must be corrected, so that the eye finds them.
    """
    said = view.name_id(outcome, explain_row(outcome))
    if height := row_height((said, view.text_width), *tall):
        worksheet.set_row(line, height)
    check_written(worksheet.write_number(line, 0, outcome.row.first_row, styles.number), line, 0)
    write_text(worksheet, line, 1, outcome.status.value, styles.plain)
    write_text(worksheet, line, 2, said, styles.wrapped)
