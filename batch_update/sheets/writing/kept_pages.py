"""The pages `_base` and `Lists`, in a pulled workbook and in the results of one. What they say, `sheets.base` knows."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from batch_update.live import Base, NameLists
from batch_update.resource import Field, Resource
from batch_update.sheets.base import FIRST_LINE, HEADS_LINE, TITLES_LINE, place_labels, write_base, write_lists
from batch_update.sheets.names import BASE, LISTS
from batch_update.sheets.writing.cell_help import takes_several
from batch_update.sheets.writing.cells import write_text
from batch_update.sheets.writing.styles import Styles, column_width, set_up_print

_SAMPLE = 200  # entries that are looked at to find how wide a column should be
_MARK_LINE = TITLES_LINE - 1


def write_kept_pages(
    workbook: Workbook, styles: Styles, resource: Resource, base: Base | None, lists: NameLists | None
) -> None:
    """Add the pages of what there is, behind all others; `Lists` is the last."""
    if base is not None:
        _write_base(workbook.add_worksheet(BASE), styles, base)
    if lists is not None and lists.entries:
        titles = {field.lookup.key: field.lookup.title for field in resource.fields if field.lookup is not None}
        _write_lists(workbook.add_worksheet(LISTS), styles, lists, titles)


def name_sources(resource: Resource, lists: NameLists | None) -> Mapping[str, str]:
    """The ranges of the labels on `Lists`, by field; only of fields whose list has entries."""
    places = place_labels(lists) if lists is not None else {}
    sources = {}
    for field in resource.fields:
        if field.lookup is not None and field.lookup.key in places:
            column, first, last = places[field.lookup.key]
            letters = xl_col_to_name(column)
            sources[field.name] = f"={LISTS}!${letters}${first + 1}:${letters}${last + 1}"
    return sources


def with_names(resource: Resource, lists: NameLists | None) -> Resource:
    """The resource as the help of such a workbook tells of it: where there are names, a cell holds more than ids.

    What a column needs that the workbook has not is not told of either.
    """
    named, there = name_sources(resource, lists), {field.name for field in resource.fields}
    fields = (_tell(field, has_names=field.name in named, there=there) for field in resource.fields)
    return replace(resource, fields=tuple(fields))


def _tell(field: Field, *, has_names: bool, there: Collection[str]) -> Field:
    words = field.kind.may_hold
    if has_names and takes_several(field):
        words = f"{words}; names of the sheet {LISTS} do for ids"
    elif has_names:
        words = f"one id, its name, or both, as on the sheet {LISTS}"
    need = field.needed_when if field.needed_when and field.needed_when.field in there else None
    return replace(field, kind=replace(field.kind, may_hold=words), needed_when=need)


def _write_base(worksheet: Worksheet, styles: Styles, base: Base) -> None:
    for line, texts in enumerate(write_base(base)):
        for place, text in enumerate(texts):
            write_text(worksheet, line, place, text, styles.plain)
    worksheet.very_hidden()


def _write_lists(worksheet: Worksheet, styles: Styles, lists: NameLists, titles: Mapping[str, str]) -> None:
    rows = [*write_lists(lists, titles)]
    worksheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    worksheet.freeze_panes(FIRST_LINE, 0)
    worksheet.set_row(_MARK_LINE, None, None, {"hidden": True})
    for place, head in enumerate(rows[HEADS_LINE]):
        texts = [row[place] for row in rows[HEADS_LINE : FIRST_LINE + _SAMPLE]]
        is_unused = not any(texts[1:])
        worksheet.set_column(place, place, 3 if is_unused and not head else column_width(texts, least=10))
    forms = {0: styles.title, TITLES_LINE: styles.section, HEADS_LINE: styles.header}
    for line, cells in enumerate(rows):
        style = forms.get(line, styles.spilling if line < FIRST_LINE else styles.text)
        for place, text in enumerate(cells):
            if text:
                write_text(worksheet, line, place, text, style)
    set_up_print(worksheet, fit=False, header_rows=0)
