"""The template: a blank workbook (or header line) that helps people fill it in; all of it made from the field table."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from io import BufferedWriter
from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from batch_update.errors import ResultsError, UsageError
from batch_update.resource import Condition, Resource
from batch_update.sheets.names import TEMPLATE_PROPERTY, TEMPLATE_VERSION
from batch_update.sheets.writing.cell_help import choices_of, offer_choices, write_comment
from batch_update.sheets.writing.cells import LAST_ROW, check_written, new_workbook
from batch_update.sheets.writing.saving import check_folder, replace_whole
from batch_update.sheets.writing.styles import Styles, column_width, make_styles, set_up_print
from batch_update.sheets.writing.template_guide import (
    FLAGGED_ROWS,
    MISSING,
    NEED_COLOURS,
    describe,
    header_formats,
    need_of,
    write_examples,
    write_fields,
    write_instructions,
)
from batch_update.sheets.writing.template_words import CLEAR

_MADE = datetime(2026, 1, 1)  # noqa: DTZ001 - a fixed date without a zone: the same template is the same file
_FIRST_ROW = 2  # the first below the header


def write_template(path: Path, resource: Resource) -> None:
    """Write the blank workbook, or for a name that ends with .csv the header line. The same bytes every time.

    Its instructions name the file as the command does, by the name of `path`.

    Raises UsageError when it can not be written there.
    """
    check_folder(path)
    try:
        if path.suffix.lower() == ".csv":
            replace_whole(path, lambda file: _write_header_line(file, resource), or_beside=False)
        else:
            replace_whole(path, lambda file: _write_workbook(file, path, resource), or_beside=False)
    except ResultsError as error:
        raise UsageError(f"{error} Choose another place, or close the program that has it open.") from error


def _write_header_line(file: BufferedWriter, resource: Resource) -> None:
    """As Excel wants its CSV: with a byte-order mark, or it takes UTF-8 for a Windows code page."""
    header = ",".join(field.name for field in (resource.id_field, *resource.fields))
    file.write(f"{header}\r\n".encode("utf-8-sig"))


def _write_workbook(file: BufferedWriter, path: Path, resource: Resource) -> None:
    with new_workbook(file, rows_in_order=False) as workbook:
        workbook.set_properties({"title": f"{resource.worksheet} to update", "created": _MADE})
        workbook.set_custom_property(TEMPLATE_PROPERTY, TEMPLATE_VERSION)
        styles = make_styles(workbook)
        heads = header_formats(workbook)
        pages = ("Instructions", resource.worksheet, "Fields", "Examples", "Lists")
        instructions, rows, fields, examples, lists = map(workbook.add_worksheet, pages)
        write_instructions(instructions, workbook, styles, resource, path)
        sources = _write_lists(workbook, lists, styles, resource)
        _write_rows_page(rows, styles, heads, resource, sources)
        _flag(workbook, rows, resource)
        write_fields(fields, styles, heads, resource)
        write_examples(examples, styles, heads, resource)
        lists.hide()
        rows.activate()


def _write_lists(workbook: Workbook, worksheet: Worksheet, styles: Styles, resource: Resource) -> Mapping[str, str]:
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


# --- the page that is filled in ---------------------------------------------------------------------------------------


def _write_rows_page(
    worksheet: Worksheet, styles: Styles, heads: Mapping[str, object], resource: Resource, sources: Mapping[str, str]
) -> None:
    fields = (resource.id_field, *resource.fields)
    worksheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    worksheet.set_row(0, 24)
    for place, field in enumerate(fields):
        width = column_width([field.name, field.example], least=14, most=44) + 3  # and the filter's arrow
        worksheet.set_column(place, place, width, styles.text)
        worksheet.write_string(0, place, field.name, heads[need_of(field, resource)])
        write_comment(worksheet, 0, place, describe(field, resource))
        offer_choices(worksheet, place, (1, LAST_ROW), field, source=sources.get(field.name, ""))
    worksheet.freeze_panes(1, 2)
    worksheet.autofilter(0, 0, FLAGGED_ROWS, len(fields) - 1)
    worksheet.set_tab_color(NEED_COLOURS["optional"][0])
    set_up_print(worksheet, fit=False, repeat_columns=2)


def _flag(workbook: Workbook, worksheet: Worksheet, resource: Resource) -> None:
    """Turn a cell red while the row is typed: an id that is missing or there twice, a field that another one needs."""
    red = workbook.add_format(MISSING)
    columns = {field.name: xl_col_to_name(place) for place, field in enumerate((resource.id_field, *resource.fields))}
    last = FLAGGED_ROWS + 1
    id_, (first, *_, final) = columns[resource.id_field.name], list(columns.values())[1:]
    blank = f"LEN(TRIM(${id_}{_FIRST_ROW}))=0"
    formulas = [
        (id_, f"=AND({blank},COUNTA(${first}{_FIRST_ROW}:${final}{_FIRST_ROW})>0)"),
        (id_, f"=AND(NOT({blank}),COUNTIF(${id_}${_FIRST_ROW}:${id_}${last},${id_}{_FIRST_ROW})>1)"),
    ]
    for field in resource.fields:
        if field.needed_when is not None:
            cell = f"TRIM(${columns[field.name]}{_FIRST_ROW})"
            chosen = _chosen(f"TRIM(${columns[field.needed_when.field]}{_FIRST_ROW})", field.needed_when, resource)
            formulas.append((columns[field.name], f'=AND({chosen},OR(LEN({cell})=0,LOWER({cell})="{CLEAR}"))'))
    for letter, formula in formulas:
        place = f"{letter}{_FIRST_ROW}:{letter}{last}"
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
