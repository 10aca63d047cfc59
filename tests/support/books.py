"""Workbooks for the tests of what writes them: a small resource, sheets as the loader reads them, openpyxl to look."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from support.written_cells import sheet_xlsx

from batch_update.checking import HeaderMatcher
from batch_update.model import (
    CellValue,
    Conversion,
    JsonValue,
    Outcome,
    Problem,
    Row,
    Run,
    Scalar,
    Sheet,
    Status,
)
from batch_update.resource import Choice, Condition, Field, JsonType, Kind, Resource
from batch_update.sheets.reading.loader import SheetFile, read_sheet
from batch_update.sheets.writing.results import write_results


def _read_text(value: Scalar, _field: Field) -> JsonValue:
    return str(value)


def _read_flag(value: Scalar, _field: Field) -> JsonValue:
    return {"1": 1, "0": 0}[str(value)[0]] if str(value)[:1] in {"0", "1"} else _refuse()


def _refuse() -> int:
    raise ValueError


TEXT = Kind(name="text", json_type=JsonType.STRING, may_hold="any text", read=_read_text, cleared="")
CHOICE = Kind(name="choice", json_type=JsonType.STRING, may_hold="one of the choices", read=_read_text, cleared=None)
FLAG = Kind(name="switch", json_type=JsonType.INTEGER, may_hold="1 or 0", read=_read_flag, cleared=None, is_flag=True)
LIST = Kind(name="list", json_type=JsonType.STRINGS, may_hold="words", read=_read_text, cleared=[])
_MODES = (Choice("1", "Slow"), Choice("2", "Fast, and loud"))

FIELDS = (
    Field(name="title", kind=TEXT, meaning="What it is called", example="Front door"),
    Field(name="note", kind=TEXT, meaning="What is said of it", example="Squeaks"),
    Field(name="mode", kind=CHOICE, meaning="How it moves", choices=_MODES, example="1"),
    Field(name="delay", kind=TEXT, meaning="How long", needed_when=Condition("mode", "1"), example="30"),
    Field(name="lock", kind=FLAG, meaning="Whether it locks", example="1"),
    Field(name="tags", kind=LIST, meaning="Words for it", choices=(Choice("a", "Alpha"),), example="a; b", advice="x"),
)


DOORS = Resource(
    name="door",
    worksheet="Doors",
    path="/doors/",
    id_field=Field(name="id", kind=TEXT, meaning="Door to update", example="7"),
    fields=FIELDS,
    title_field=FIELDS[0].name,
)


def make_sheet(
    headers: Sequence[str], *rows: Sequence[CellValue], left: int = 1, top: int = 2, resource: Resource = DOORS
) -> Sheet:
    """What the loader gives of these cells, whose first column is number `left` and whose first row is `top`."""
    written = sheet_xlsx(headers, *rows, left=left, top=top, worksheet=resource.worksheet)
    return read_sheet(
        SheetFile(Path("doors.xlsx"), written), resource, worksheet=None, match_header=HeaderMatcher(resource)
    )


def with_cell(sheet: Sheet, cell: CellValue) -> Sheet:
    """The sheet with another last cell in its first row, put there by hand: one that no small file of ours holds."""
    first, *others = sheet.rows
    return replace(sheet, rows=(replace(first, cells=(*first.cells[:-1], cell)), *others))


def end(row: Row, status: Status = Status.UPDATED, *problems: Problem, message: str = "") -> Outcome:
    """What became of a row."""
    return Outcome(row=row, campaign_id="7", status=status, problems=problems, message=message)


def fault(row: Row, header: str = "", **facts: str) -> Problem:
    """A problem of a row; with a header, of its cell in that column."""
    column = next((column for column in row.columns if column.header == header), None)
    where = {"column": column.header, "cell": row.address(column)} if column else {}
    return Problem(row=row.number, **{"code": "wrong", "message": "This is wrong.", **where, **facts})  # type: ignore[arg-type]


def write_book(  # a workbook is written, and read again by another library than the one that wrote it
    path: Path,
    sheet: Sheet,
    outcomes: Sequence[Outcome] | None = None,
    conversions: Sequence[Conversion] = (),
    *,
    resource: Resource = DOORS,
    **facts: object,
) -> Workbook:
    """The results of a run as openpyxl reads them; without outcomes every row was updated."""
    run = Run(
        **{
            "id": "run-1",
            "target": "https://api.example.com",
            "started": datetime(2026, 5, 1, 9, 30, tzinfo=UTC),
            "seconds": 75.0,
            "pace": "at most 3 requests a second",
            **facts,
        }  # type: ignore[arg-type]
    )
    ended = [end(row) for row in sheet.rows] if outcomes is None else outcomes
    return openpyxl.load_workbook(
        write_results(path, run=run, sheet=sheet, outcomes=ended, conversions=conversions, resource=resource)
    )


def lines_of(worksheet: Worksheet) -> list[tuple[object, ...]]:
    """The values of a page, line by line, without the header."""
    return list(worksheet.iter_rows(min_row=2, values_only=True))


def header_of(worksheet: Worksheet) -> list[object]:
    """The values of a page's first line."""
    return [cell.value for cell in worksheet[1]]


def fill_of(cell: object) -> str:
    """The colour behind a cell, as `FFC7CE`."""
    return str(cell.fill.start_color.rgb)[-6:]  # type: ignore[attr-defined]
