"""What a person does to a workbook in Excel, done with openpyxl: cells typed, rows sorted, cut, hidden, copied."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import openpyxl
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

Edits = Mapping[str, Mapping[str, str | int | None]]
"""By campaign id and column, what is typed; None empties the cell."""


def edit(path: Path, edits: Edits, *, worksheet: str = "Campaigns") -> Path:
    """Type into cells, and save."""

    def type_in(workbook: Workbook) -> None:
        page = workbook[worksheet]
        columns = {str(cell.value): place for place, cell in enumerate(page[1], start=1)}
        lines = {str(page.cell(line, columns["id"]).value): line for line in range(2, page.max_row + 1)}
        for campaign_id, typed in edits.items():
            for name, value in typed.items():
                page.cell(lines[campaign_id], columns[name]).value = value

    return change(path, type_in)


def change(path: Path, act: Callable[[Workbook], None]) -> Path:
    """Open a workbook, do something to it, and save."""
    workbook = openpyxl.load_workbook(path)
    act(workbook)
    workbook.save(path)
    return path


def cells_of(path: Path, worksheet: str = "Campaigns") -> dict[str, dict[str, object]]:
    """The filled cells of a page, by campaign id and column."""
    lines = table_of(path, worksheet)
    rows = [{name: value for name, value in line.items() if value not in (None, "")} for line in lines]
    return {str(row["id"]): row for row in rows if "id" in row}


def table_of(path: Path, worksheet: str) -> list[dict[str, object]]:
    """The lines of a page with a header, by column."""
    header, *lines = openpyxl.load_workbook(path)[worksheet].iter_rows(values_only=True)
    return [dict(zip(map(str, header), line, strict=True)) for line in lines]


def page_of(workbook: Workbook, name: str = "Campaigns") -> Worksheet:
    """A page of a workbook that is one of cells."""
    page = workbook[name]
    assert isinstance(page, Worksheet)
    return page
