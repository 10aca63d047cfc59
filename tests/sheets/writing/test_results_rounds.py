"""`_row` on `To fix` is the row of the first sheet, through all rounds of corrections."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest
from support.books import DOORS, end, fault, lines_of, make_sheet, write_book
from support.libreoffice import convert, needs_libreoffice

from batch_update.checking import HeaderMatcher
from batch_update.model import Sheet, Status
from batch_update.sheets.reading.loader import open_sheet, read_sheet


def read_again(path: Path) -> Sheet:
    return read_sheet(open_sheet(path), DOORS, worksheet=None, match_header=HeaderMatcher(DOORS))


def run_round(path: Path, sheet: Sheet, *updated: str) -> Sheet:
    """The rows that are left after a round in which the rows with these ids were updated."""
    outcomes = [
        end(row) if row.cells[0] in updated else end(row, Status.INVALID, fault(row, "title")) for row in sheet.rows
    ]
    write_book(path, sheet, outcomes)
    return read_again(path)


def numbers(sheet: Sheet) -> list[tuple[object, int, int]]:
    return [(row.cells[0], row.number, row.first_row) for row in sheet.rows]


FIRST = (("281", "a"), ("282", "b"), ("283", "c"), ("284", "d"))


def test_a_row_of_a_first_sheet_is_its_own_first_row() -> None:
    assert [row.first_row for row in make_sheet(("id", "title"), *FIRST, top=6).rows] == [6, 7, 8, 9]


def test_the_row_of_the_first_sheet_is_kept_through_three_rounds(tmp_path: Path) -> None:
    second = run_round(tmp_path / "1.xlsx", make_sheet(("id", "title"), *FIRST, top=6), "281")
    third = run_round(tmp_path / "2.xlsx", second, "283")
    fourth = run_round(tmp_path / "3.xlsx", third, "282")

    assert numbers(second) == [("282", 2, 7), ("283", 3, 8), ("284", 4, 9)]
    assert numbers(third) == [("282", 2, 7), ("284", 3, 9)]
    assert numbers(fourth) == [("284", 2, 9)]


def test_results_and_errors_tell_the_row_of_the_sheet_that_was_run(tmp_path: Path) -> None:
    second = run_round(tmp_path / "1.xlsx", make_sheet(("id", "title"), *FIRST, top=6), "281")
    run_round(tmp_path / "2.xlsx", second, "283")

    book = openpyxl.load_workbook(tmp_path / "2.xlsx")

    assert [line[0] for line in lines_of(book["Results"])] == [2, 3, 4]
    assert [(line[0], line[2]) for line in lines_of(book["Errors"])] == [(2, "E2"), (4, "E4")]
    assert [(line[0], line[3]) for line in lines_of(book["To fix"])] == [(7, "282"), (9, "284")]


def write_to_fix(path: Path, headers: tuple[str, ...], *lines: tuple[object, ...], title: str = "To fix") -> Path:
    book = openpyxl.Workbook()
    page = book.create_sheet(title)
    del book["Sheet"]
    for line in (headers, *lines):
        page.append(line)
    book.save(path)
    return path


HEADERS = ("_row", "_status", "_problem", "id", "title")

TOLD = {
    "a number": (17, 17),
    "a number with a point": (17.0, 17),
    "a text": ("17", 17),
    "a text with blanks": (" 17 ", 17),
    "a text with a point": ("17.0", 17),
    "a row below Excel's last": (2_000_000, 2_000_000),
    "nothing, in a row that was added": (None, 2),
    "a note": ("see Asha", 2),
    "a note with a number": ("row 17", 2),
    "a fraction": (17.5, 2),
    "zero": (0, 2),
    "less than zero": (-17, 2),
    "a yes": (True, 2),
    "a date": (date(2026, 1, 17), 2),
    "an error": ("#REF!", 2),
    "digits of another script": ("१७", 2),
    "far too many digits": ("1" * 5_000, 2),
}


@pytest.mark.parametrize(("cell", "row"), TOLD.values(), ids=TOLD)
def test_what_is_no_row_number_leaves_a_row_its_own(tmp_path: Path, cell: object, row: int) -> None:
    path = write_to_fix(tmp_path / "r.xlsx", HEADERS, (cell, "INVALID", "Wrong.", "281", "x"))

    assert [found.first_row for found in read_again(path).rows] == [row]


ORDERS = {
    "as it is": HEADERS,
    "as the first version wrote it": ("id", "title", "_row", "_status", "_problem"),
    "without the other two": ("_row", "id", "title"),
    "in capitals": ("ID", "_ROW", "TITLE"),
}


@pytest.mark.parametrize("headers", ORDERS.values(), ids=ORDERS)
def test_the_row_number_is_found_wherever_its_column_stands(tmp_path: Path, headers: tuple[str, ...]) -> None:
    held = {"_row": 17, "_status": "INVALID", "_problem": "Wrong.", "id": "281", "title": "x"}
    path = write_to_fix(tmp_path / "r.xlsx", headers, tuple(held[header.lower()] for header in headers))

    assert [row.first_row for row in read_again(path).rows] == [17]


def test_rows_may_be_sorted_and_deleted_in_between(tmp_path: Path) -> None:
    lines = ((9, "INVALID", "", "284", "d"), (None,) * 5, (7, "INVALID", "", "282", "b"))

    assert numbers(read_again(write_to_fix(tmp_path / "r.xlsx", HEADERS, *lines))) == [("284", 2, 9), ("282", 4, 7)]


def test_a_line_that_holds_nothing_but_its_number_is_no_row(tmp_path: Path) -> None:
    lines = ((7, "INVALID", "Wrong.", None, None), (8, "INVALID", "Wrong.", "283", "c"))

    assert numbers(read_again(write_to_fix(tmp_path / "r.xlsx", HEADERS, *lines))) == [("283", 3, 8)]


def test_to_fix_saved_as_a_text_file_tells_its_rows_too(tmp_path: Path) -> None:
    path = tmp_path / "to fix.csv"
    path.write_text("_row,_status,_problem,id,title\n17,INVALID,Wrong.,281,x\n", encoding="utf-8")

    assert numbers(read_again(path)) == [("281", 2, 17)]


def test_a_column_of_that_name_in_a_sheet_of_the_users_own_is_the_users(tmp_path: Path) -> None:
    path = write_to_fix(tmp_path / "r.xlsx", ("id", "title", "_row"), ("281", "x", 17), title="Doors")

    sheet = read_again(path)

    assert ([column.header for column in sheet.columns], numbers(sheet)) == (["id", "title", "_row"], [("281", 2, 2)])


@needs_libreoffice
def test_the_row_number_survives_libreoffice(tmp_path: Path) -> None:
    run_round(tmp_path / "r.xlsx", make_sheet(("id", "title"), *FIRST, top=6), "281")
    (tmp_path / "saved").mkdir()

    saved = convert(tmp_path / "r.xlsx", "xlsx", tmp_path / "saved")

    assert numbers(read_again(saved)) == [("282", 2, 7), ("283", 3, 8), ("284", 4, 9)]
