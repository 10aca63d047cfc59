"""Rows written cell by cell, with nothing of xlsxwriter but what it tells everybody of: what `RowWriter` must equal."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from support.books import write_book
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from batch_update.model import Outcome, Sheet
from batch_update.resource import Resource
from batch_update.sheets.writing import results, results_changes, results_errors, results_to_fix
from batch_update.sheets.writing.cells import write_text
from batch_update.sheets.writing.styles import Styles, make_styles
from batch_update.sheets.writing.whole_rows import Value


class UsualRows:
    """Stands in for a `RowWriter`."""

    def __init__(self, worksheet: Worksheet) -> None:
        self._worksheet = worksheet
        self._row = -1

    def begin(self, row: int) -> None:
        self._row = row

    def number(self, column: int, value: float, style: Format) -> None:
        self._worksheet.write_number(self._row, column, value, style)

    def cell(self, column: int, value: Value, style: Format | None) -> None:
        match value:
            case None | str():
                write_text(self._worksheet, self._row, column, value or "", style)
            case bool():
                self._worksheet.write_boolean(self._row, column, value, style)
            case _:
                self._worksheet.write_number(self._row, column, value, style)

    def link(self, column: int, target: str, style: Format, text: str, tip: str) -> None:
        self._worksheet.write_url(self._row, column, target, style, text, tip)

    def texts(
        self,
        first: int,
        values: Sequence[Value],
        style: Format | None,
        *,
        apart: Mapping[int, Format] | None = None,
        joined: str | None = None,  # noqa: ARG002 - which is for those in a hurry
    ) -> None:
        forms = apart or {}
        for place, value in enumerate(values):
            if place in forms or value not in {None, ""}:
                self.cell(first + place, value, forms.get(place, style))

    def end(self) -> None:
        """Nothing: each cell was written."""


def parts_of(path: Path) -> dict[str, bytes]:
    """All that is in a workbook, but for the second in which it was made."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist() if name != "docProps/core.xml"}


def _make_styles_in_order(workbook: Workbook) -> Styles:
    """The styles, numbered as they are made: left alone, each has its number when it is first used."""
    styles = make_styles(workbook)
    for style in workbook.formats:
        style._get_xf_index()
    return styles


def write_both_ways(
    folder: Path, sheet: Sheet, outcomes: Sequence[Outcome], resource: Resource, *, tells_changes: bool = False
) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """The parts of the same results workbook, its rows written whole and written cell by cell."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(results, "make_styles", _make_styles_in_order)
        write_book(folder / "ours.xlsx", sheet, outcomes, resource=resource, tells_changes=tells_changes)
        for page in (results, results_changes, results_errors, results_to_fix):
            patch.setattr(page, "RowWriter", UsualRows)
        write_book(folder / "usual.xlsx", sheet, outcomes, resource=resource, tells_changes=tells_changes)
    return parts_of(folder / "ours.xlsx"), parts_of(folder / "usual.xlsx")
