"""The pulled workbook: the template filled with what the account holds, and all that its rows need to be sent safely.

Also the workbook that puts a run back, which is one with fewer columns. Knows cells as texts and no values.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC
from functools import partial
from io import BufferedWriter
from itertools import islice
from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from batch_update.errors import ResultsError, UsageError
from batch_update.live import Base, NameLists
from batch_update.resource import Field, Resource
from batch_update.settings import API_URL, SANDBOX
from batch_update.sheets.names import LEFT_OUT, LISTS, PULLED, TEMPLATE_PROPERTY, TEMPLATE_VERSION
from batch_update.sheets.writing.cell_help import offer_help, write_comment
from batch_update.sheets.writing.cells import LAST_ROW, check_written, new_workbook, write_text
from batch_update.sheets.writing.in_view import set_own_columns
from batch_update.sheets.writing.kept_pages import name_sources, with_names, write_kept_pages
from batch_update.sheets.writing.left_out import LeftOut, write_left_out
from batch_update.sheets.writing.pulled_words import GREY_CELL, PULLED_GUIDE, PULLED_TITLE, UNDO_GUIDE, UNDO_TITLE
from batch_update.sheets.writing.saving import check_folder, replace_whole
from batch_update.sheets.writing.styles import GREY, Styles, column_width, make_styles, row_height, set_up_print
from batch_update.sheets.writing.template_guide import (
    NEED_COLOURS,
    Guide,
    header_formats,
    write_examples,
    write_fields,
    write_instructions,
)
from batch_update.sheets.writing.template_rows import flag_ids, write_choices, write_head
from batch_update.wording.phrases import count, quote

__all__ = ["FilledRow", "LeftOut", "write_pulled"]

COMMENT_LIMIT = 3_000
"""The most comments on grey cells: with more, Excel takes minutes to open it. The headers say the same."""

_UNREAD = {"bg_color": GREY[0], "font_color": GREY[1]}
_PULLED_WIDTH = 30.0
_WIDTH_SAMPLE = 200  # rows that are looked at to find how wide a column should be


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledRow:
    """One row of a pulled workbook: the texts of its cells by field, None or absent where a cell is blank.

    `unclear` are the fields that could not be read, `pulled` is what its cell of `_pulled` says.
    """

    campaign_id: str
    values: Mapping[str, str | None]
    unclear: frozenset[str] = frozenset()
    pulled: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Content:
    """All that a pulled workbook is made from."""

    file: Path
    resource: Resource
    rows: Sequence[FilledRow]
    base: Base
    lists: NameLists | None
    left_out: Sequence[LeftOut]
    puts_back: bool


def write_pulled(  # noqa: PLR0913 - all by name: what a pulled workbook is made from
    path: Path,
    *,
    resource: Resource,
    rows: Sequence[FilledRow],
    base: Base,
    lists: NameLists | None,
    left_out: Sequence[LeftOut] = (),
    puts_back: bool = False,
) -> Path:
    """Write a pulled workbook and give the path that it really has: a name beside `path` if that is taken by now.

    The columns are the id and the resource's fields. With `puts_back` its instructions are those of an undo. It stands
    under its name when it is whole and not before, and never replaces a file. Raises UsageError if it can not be
    written there.
    """
    check_folder(path)
    content = _Content(
        file=path,
        resource=with_names(resource, lists),
        rows=rows,
        base=base,
        lists=lists,
        left_out=left_out,
        puts_back=puts_back,
    )
    try:
        return replace_whole(path, lambda file: _write_workbook(file, content), may_replace=lambda _: False)
    except ResultsError as error:
        raise UsageError(f"{error} Choose another place for it.") from error


def _write_workbook(file: BufferedWriter, content: _Content) -> None:
    resource = content.resource
    with new_workbook(file, rows_in_order=False) as workbook:
        workbook.set_properties(
            {"title": resource.worksheet, "created": content.base.pulled.astimezone(UTC).replace(tzinfo=None)}
        )
        workbook.set_custom_property(TEMPLATE_PROPERTY, TEMPLATE_VERSION)
        styles, heads = make_styles(workbook), header_formats(workbook)
        left_out = [LEFT_OUT] if content.left_out else []
        names = ("Instructions", resource.worksheet, *left_out, "Fields", "Examples", "Choices")
        pages = {name: workbook.add_worksheet(name) for name in names}
        write_instructions(pages["Instructions"], workbook, styles, resource, content.file, _make_guide(content))
        sources = write_choices(workbook, pages["Choices"], styles, resource)
        _RowsPage(workbook, pages[resource.worksheet], styles, content).write(heads, sources)
        flag_ids(workbook, pages[resource.worksheet], resource)
        if content.left_out:
            write_left_out(pages[LEFT_OUT], styles, content.left_out)
        write_fields(pages["Fields"], styles, heads, resource)
        write_examples(pages["Examples"], styles, heads, resource)
        write_kept_pages(workbook, styles, resource, content.base, content.lists)
        pages["Choices"].hide()
        pages[resource.worksheet].activate()


def _make_guide(content: _Content) -> Guide:
    title, parts = (UNDO_TITLE, UNDO_GUIDE) if content.puts_back else (PULLED_TITLE, PULLED_GUIDE)
    base = content.base
    profile = f" (profile {base.profile})" if base.profile else ""
    return Guide(
        title=title.format(thing=content.resource.name),
        parts=parts,
        facts={
            "lists": LISTS if name_sources(content.resource, content.lists) else None,
            "left_out": count(len(content.left_out), "value") if content.left_out else None,
            "when": f"{base.pulled:%Y-%m-%d %H:%M %Z}".strip(),
            "target": f"{base.target}{profile}",
            "there": _tell_where(base),
            "practice": quote([content.file.name, "--sandbox"], windows=True) if base.target != SANDBOX else None,
        },
        forms={GREY_CELL: _UNREAD},
    )


def _tell_where(base: Base) -> str:
    """The options that a command needs to send a sheet to where it is from, with a blank before them."""
    if base.target == SANDBOX:
        return " --sandbox"
    words = ["--profile", base.profile] if base.profile else []
    if not base.profile and base.target != API_URL:
        words = ["--base-url", base.target]
    return f" {quote(words, windows=True)}" if words else ""


# --- the rows ---------------------------------------------------------------------------------------------------------


class _RowsPage:
    """The page that people edit: what was read, below the template's headers."""

    def __init__(self, workbook: Workbook, worksheet: Worksheet, styles: Styles, content: _Content) -> None:
        self._worksheet, self._styles, self._content = worksheet, styles, content
        text = {"num_format": "@", "quote_prefix": True, "valign": "top"}
        self._unread = workbook.add_format({**text, **_UNREAD})
        self._mark = workbook.add_format({**text, "font_color": "#8C8C8C"})
        self._mark_head = workbook.add_format({"bold": True, "valign": "vcenter", "num_format": "@", **_UNREAD})
        self._fields = content.resource.fields
        self._widths = tuple(self._find_widths())
        self._unread_rows = Counter(name for row in content.rows for name in row.unclear)

    def write(self, heads: Mapping[str, Format], sources: Mapping[str, str]) -> None:
        """Write all of it. `heads` are the formats of headers, `sources` the ranges of choices by field."""
        content, worksheet = self._content, self._worksheet
        resource, last = content.resource, max(1, len(content.rows))
        worksheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
        worksheet.set_row(0, 24)
        set_own_columns(worksheet, 0, [*self._widths, _PULLED_WIDTH], self._folded(), self._styles.text)
        self._write_heads(heads, sources)
        self._write_rows()
        title = bool(self._fields) and self._fields[0].name == resource.title_field
        worksheet.freeze_panes(1, 1 + title)
        worksheet.autofilter(0, 0, last, len(resource.columns))
        worksheet.set_tab_color(NEED_COLOURS["optional"][0])
        set_up_print(worksheet, fit=False, repeat_columns=1 + title)

    def _find_widths(self) -> Iterator[float]:
        sample = self._content.rows[:_WIDTH_SAMPLE]
        id_ = self._content.resource.id_field.name
        yield column_width([id_, *(row.campaign_id for row in sample)], least=10, most=24) + 3
        for field in self._fields:
            texts = [field.name, *(row.values.get(field.name) or "" for row in sample)]
            yield column_width(texts, least=10, most=44) + 3  # and the filter's arrow

    def _folded(self) -> Collection[int]:
        """The places of the columns that could be read for no row."""
        return {place for place, field in enumerate(self._fields, start=1) if self._is_unread(field)}

    def _is_unread(self, field: Field) -> bool:
        return 0 < len(self._content.rows) <= self._unread_rows[field.name]

    def _tell_unread(self, field: Field) -> Iterator[str]:
        thing = self._content.resource.name
        if self._is_unread(field):
            yield f"This column could be read for no {thing}. Each may hold a value."
        elif unread := self._unread_rows[field.name]:
            yield f"{count(unread, 'cell')} could not be read (grey). The {thing} may hold a value."

    def _write_heads(self, heads: Mapping[str, Format], choices: Mapping[str, str]) -> None:
        worksheet, resource = self._worksheet, self._content.resource
        names = name_sources(resource, self._content.lists)
        for place, field in enumerate(resource.columns):
            write_head(worksheet, place, heads, field, resource, *self._tell_unread(field))
            source, named = choices.get(field.name, ""), names.get(field.name, "")
            offer_help(worksheet, place, (1, LAST_ROW), field, source=source, names=named)
        place = len(resource.columns)
        check_written(worksheet.write_string(0, place, PULLED, self._mark_head), 0, place)
        write_comment(worksheet, 0, place, f"Tells when each {resource.name} was read. Leave it as it is: without it, "
                      "all filled cells of a row are sent, and not only those that you edit.")  # fmt: skip

    def _write_rows(self) -> None:
        write, thing = partial(write_text, self._worksheet), self._content.resource.name
        text, wrapped = self._styles.text, self._styles.wrapped_text
        for line, row in enumerate(self._content.rows, start=1):
            write(line, 0, row.campaign_id, text)
            tall = []
            for place, field in enumerate(self._fields, start=1):
                if field.name in row.unclear:
                    check_written(self._worksheet.write_blank(line, place, None, self._unread), line, place)
                elif value := row.values.get(field.name):
                    write(line, place, value, wrapped if "\n" in value else text)
                    tall += [(value, self._widths[place])] if "\n" in value else []
            write(line, len(self._fields) + 1, row.pulled, self._mark)
            if height := row_height(*tall):
                self._worksheet.set_row(line, height)
        for line, place in islice(self._unread_cells(), COMMENT_LIMIT):
            write_comment(self._worksheet, line, place, f"Could not be read; the {thing} may hold a value.")

    def _unread_cells(self) -> Iterator[tuple[int, int]]:
        """The grey cells of columns that are not folded."""
        places = [(place, field) for place, field in enumerate(self._fields, start=1) if not self._is_unread(field)]
        for line, row in enumerate(self._content.rows, start=1):
            if row.unclear:
                yield from ((line, place) for place, field in places if field.name in row.unclear)
