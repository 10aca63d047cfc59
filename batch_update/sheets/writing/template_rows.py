"""The page of the template that is filled in, and the drop-downs that it refers to. Knows xlsxwriter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from batch_update.kinds.spelling import choices_of
from batch_update.resource import Condition, Field, Resource
from batch_update.sheets.writing.cell_help import offer_choices, write_comment
from batch_update.sheets.writing.cells import LAST_ROW, check_written
from batch_update.sheets.writing.styles import Styles, column_width, set_up_print
from batch_update.sheets.writing.template_guide import FLAGGED_ROWS, MISSING, NEED_COLOURS, describe, need_of
from batch_update.sheets.writing.template_words import CLEAR

_FIRST_ROW = 2  # the first below the header


def write_choices(workbook: Workbook, worksheet: Worksheet, styles: Styles, resource: Resource) -> Mapping[str, str]:
    """One column for each drop-down, with a name by which the other page knows it; the names, by field."""
    sources = {}
    offered = [field for field in resource.fields if choices_of(field)]
    for place, field in enumerate(offered):
        labels = [choice.label for choice in choices_of(field)]
        worksheet.set_column(place, place, column_width([field.name, *labels]))
        for line, text in enumerate([field.name, *labels]):
            worksheet.write_string(line, place, text, styles.plain if line else styles.header)
        letter, name = xl_col_to_name(place), f"choices_of_{field.name}"
        workbook.define_name(name, f"={worksheet.get_name()}!${letter}$2:${letter}${len(labels) + 1}")
        sources[field.name] = f"={name}"
    return sources


def write_blank_rows(
    worksheet: Worksheet, styles: Styles, heads: Mapping[str, Format], resource: Resource, sources: Mapping[str, str]
) -> None:
    """The page that is filled in: headers with their help, and nothing below them."""
    fields = (resource.id_field, *resource.fields)
    worksheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    worksheet.set_row(0, 24)
    for place, field in enumerate(fields):
        width = column_width([field.name, field.example], least=14, most=44) + 3  # and the filter's arrow
        worksheet.set_column(place, place, width, styles.text)
        write_head(worksheet, place, heads, field, resource)
        offer_choices(worksheet, place, (1, LAST_ROW), field, source=sources.get(field.name, ""))
    worksheet.freeze_panes(1, 2)
    worksheet.autofilter(0, 0, FLAGGED_ROWS, len(fields) - 1)
    worksheet.set_tab_color(NEED_COLOURS["optional"][0])
    set_up_print(worksheet, fit=False, repeat_columns=2)


def write_head(
    worksheet: Worksheet, place: int, heads: Mapping[str, Format], field: Field, resource: Resource, *notes: str
) -> None:
    """A header in the colour that says when its column must be filled in, with a comment that tells all of it."""
    worksheet.write_string(0, place, field.name, heads[need_of(field, resource)])
    write_comment(worksheet, 0, place, "\n".join([describe(field, resource), *notes]))


def flag_ids(workbook: Workbook, worksheet: Worksheet, resource: Resource) -> None:
    """Turn a cell red while the row is typed: an id that is missing or there twice."""
    id_, *others = _letters(resource).values()
    first, final, last = others[0], others[-1], FLAGGED_ROWS + 1
    blank = f"LEN(TRIM(${id_}{_FIRST_ROW}))=0"
    _flag(workbook, worksheet, [
        (id_, f"=AND({blank},COUNTA(${first}{_FIRST_ROW}:${final}{_FIRST_ROW})>0)"),
        (id_, f"=AND(NOT({blank}),COUNTIF(${id_}${_FIRST_ROW}:${id_}${last},${id_}{_FIRST_ROW})>1)"),
    ])  # fmt: skip


def flag_needs(workbook: Workbook, worksheet: Worksheet, resource: Resource) -> None:
    """Turn a cell red while the row is typed: a field that another one needs."""
    columns, formulas = _letters(resource), []
    for field in resource.fields:
        if field.needed_when is not None:
            cell = f"TRIM(${columns[field.name]}{_FIRST_ROW})"
            chosen = _chosen(f"TRIM(${columns[field.needed_when.field]}{_FIRST_ROW})", field.needed_when, resource)
            formulas.append((columns[field.name], f'=AND({chosen},OR(LEN({cell})=0,LOWER({cell})="{CLEAR}"))'))
    _flag(workbook, worksheet, formulas)


def _letters(resource: Resource) -> dict[str, str]:
    """The letters of the columns, by field."""
    return {field.name: xl_col_to_name(place) for place, field in enumerate(resource.columns)}


def _flag(workbook: Workbook, worksheet: Worksheet, formulas: Sequence[tuple[str, str]]) -> None:
    """Turn cells of a column, given by its letter, red where a formula over their row is true."""
    if not formulas:
        return
    red = workbook.add_format(MISSING)
    for letter, formula in formulas:
        place = f"{letter}{_FIRST_ROW}:{letter}{FLAGGED_ROWS + 1}"
        check_written(
            worksheet.conditional_format(place, {"type": "formula", "criteria": formula, "format": red}), 0, 0
        )


def _chosen(cell: str, condition: Condition, resource: Resource) -> str:
    """The test that a cell holds a choice, by its code, its name or both, as people may type it."""
    choice = next(
        (choice for choice in choices_of(resource.field(condition.field)) if choice.code == condition.equals), None
    )
    code = condition.equals
    tests = [f'{cell}="{code}"']
    if choice is not None:
        tests += [f'LEFT({cell},{len(code) + 1})="{code}{mark}"' for mark in (" ", "-")] + [f'{cell}="{choice.name}"']
    return f"OR({','.join(tests)})"
