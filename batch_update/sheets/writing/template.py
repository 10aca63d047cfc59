"""The template: a blank workbook (or header line) that helps people fill it in; all of it made from the field table."""

from __future__ import annotations

from datetime import datetime
from io import BufferedWriter
from pathlib import Path

from batch_update.errors import ResultsError, UsageError
from batch_update.resource import Resource
from batch_update.sheets.names import LISTS, TEMPLATE_PROPERTY, TEMPLATE_VERSION
from batch_update.sheets.writing.cells import new_workbook
from batch_update.sheets.writing.saving import check_folder, replace_whole
from batch_update.sheets.writing.styles import make_styles
from batch_update.sheets.writing.template_guide import (
    header_formats,
    write_examples,
    write_fields,
    write_instructions,
)
from batch_update.sheets.writing.template_rows import flag_ids, flag_needs, write_blank_rows, write_choices

_MADE = datetime(2026, 1, 1)  # noqa: DTZ001 - a fixed date without a zone: the same template is the same file


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
        pages = ("Instructions", resource.worksheet, "Fields", "Examples", LISTS)
        instructions, rows, fields, examples, lists = map(workbook.add_worksheet, pages)
        write_instructions(instructions, workbook, styles, resource, path)
        sources = write_choices(workbook, lists, styles, resource)
        write_blank_rows(rows, styles, heads, resource, sources)
        flag_ids(workbook, rows, resource)
        flag_needs(workbook, rows, resource)
        write_fields(fields, styles, heads, resource)
        write_examples(examples, styles, heads, resource)
        lists.hide()
        rows.activate()
