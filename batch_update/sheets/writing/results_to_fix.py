"""The page `To fix` of the results workbook: the rows that were not updated, ready to be mended and run again.

It is an input: it is read again as it stands, so it holds what the person saw, in the sheet's own columns.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import chain

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from batch_update.model import Outcome, Problem, Severity
from batch_update.sheets.names import FIX_COLUMNS
from batch_update.sheets.writing.cell_help import offer_help, write_comment
from batch_update.sheets.writing.cells import write_text
from batch_update.sheets.writing.in_view import View, find_blank_columns, find_id, plan_view, set_own_columns
from batch_update.sheets.writing.kept_pages import name_sources
from batch_update.sheets.writing.results_layout import Content, Lines
from batch_update.sheets.writing.showing_again import show_row_again
from batch_update.sheets.writing.styles import Styles, row_height, set_up_print
from batch_update.sheets.writing.whole_rows import RowWriter
from batch_update.wording.rows import errors_first, explain_problem, explain_row

COMMENT_LIMIT = 3_000
"""The most comments on `To fix`: with more, Excel takes minutes to open it. `_problem` says the same on every row."""

_FIX_WIDTHS = (7.0, 11.0, 48.0)
_FIRST = len(FIX_COLUMNS)  # the place of the first of the sheet's own columns


def write_to_fix(worksheet: Worksheet, styles: Styles, content: Content, lines: Lines, widths: Sequence[float]) -> None:
    """The rows that were not updated, ready to be mended and run again. `widths` are those of the own columns.

    What became of a row is told in plain words: red is for the cells that must be corrected, for the eye to find them.
    """
    marks = [_mark(outcome, lines) for outcome in lines.to_fix]
    id_place = find_id(content.sheet, content.resource)
    folded = find_blank_columns(lines.to_fix, len(widths), {id_place, *chain.from_iterable(marks)})
    seen = [0.0 if place in folded else width for place, width in enumerate(widths)]
    view = plan_view(_FIX_WIDTHS, _FIRST - 1, seen, id_place)
    _write_head(worksheet, styles, content, len(lines.to_fix), view)
    set_own_columns(worksheet, _FIRST, widths, folded, styles.text)
    set_up_print(worksheet, fit=len(widths) - len(folded) <= 11, repeat_columns=view.columns)

    fields = [content.resource.field(column.field) if column.field else None for column in content.sheet.columns]
    rows, comments_left = RowWriter(worksheet), COMMENT_LIMIT
    for line, (outcome, marked) in enumerate(zip(lines.to_fix, marks, strict=True), start=1):
        values, notes = show_row_again(outcome.row, fields, content.resource.id_field)
        lined = {place: text for place, text in enumerate(values) if type(text) is str and "\n" in text}
        said = view.name_id(outcome, explain_row(outcome))
        if height := row_height((said, view.text_width), *((text, widths[place]) for place, text in lined.items())):
            worksheet.set_row(line, height)
        for place in sorted({*marked, *notes})[:comments_left]:
            told = [*map(explain_problem, marked.get(place, ())), *notes.get(place, ())]
            write_comment(worksheet, line, _FIRST + place, "\n".join(told))
        comments_left = max(0, comments_left - len({*marked, *notes}))
        rows.begin(line)
        rows.number(0, outcome.row.first_row, styles.number)
        rows.cell(1, outcome.status.value, styles.plain)
        rows.cell(2, said, styles.wrapped)
        apart = dict.fromkeys(lined, styles.wrapped_text) | _choose_styles(styles, marked, notes)
        rows.texts(_FIRST, values, styles.text, apart=apart)
        rows.end()


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
