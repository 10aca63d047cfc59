"""Rows written cell by cell, with nothing of xlsxwriter but what it tells everybody of: what `RowWriter` must equal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from batch_update.sheets.writing.cells import write_text
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
