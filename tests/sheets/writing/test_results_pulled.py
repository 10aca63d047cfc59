"""The results of a pulled sheet carry its base, its lists and its column `_pulled`, through every round."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from support.books import end, fault, header_of, lines_of, make_sheet, write_book
from support.libreoffice import convert, needs_libreoffice
from support.pulled import CAMPAIGNS, LISTS, MARK, ROWS, base_of, pull, read_back

from batch_update.model import Sheet, Status


def run_round(path: Path, sheet: Sheet, status: Status) -> Path:
    """The results of a round in which all rows but the first ended so; the first was updated."""
    first, *others = sheet.rows
    write_book(path, sheet, [end(first), *(end(row, status, fault(row, "name")) for row in others)], resource=CAMPAIGNS)
    return path


@pytest.fixture
def pulled(tmp_path: Path) -> Sheet:
    """A pulled sheet of three campaigns, as a run reads it."""
    return read_back(pull(tmp_path / "p.xlsx"))


@pytest.mark.parametrize("status", [Status.INVALID, Status.REJECTED, Status.FAILED, Status.NOT_SENT])
def test_the_rows_to_fix_are_still_pulled_rows(tmp_path: Path, pulled: Sheet, status: Status) -> None:
    again = read_back(run_round(tmp_path / "r.xlsx", pulled, status))

    assert [(row.cells[0], row.pulled, row.first_row) for row in again.rows] == [("282", MARK, 3), ("0283", MARK, 4)]
    assert again.base == base_of(ROWS)
    assert again.lists == LISTS
    assert again.worksheet == "To fix"


def test_so_they_are_after_two_rounds_more(tmp_path: Path, pulled: Sheet) -> None:
    second = read_back(run_round(tmp_path / "1.xlsx", pulled, Status.INVALID))
    third = read_back(run_round(tmp_path / "2.xlsx", second, Status.INVALID))

    assert [(row.cells[0], row.pulled, row.first_row) for row in third.rows] == [("0283", MARK, 4)]
    assert (third.base, third.lists) == (base_of(ROWS), LISTS)


@needs_libreoffice
@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_so_they_are_when_libreoffice_has_saved_the_results(tmp_path: Path, pulled: Sheet, kind: str) -> None:
    (tmp_path / "saved").mkdir()
    results = run_round(tmp_path / "r.xlsx", pulled, Status.INVALID)

    again = read_back(convert(results, kind, tmp_path / "saved"))

    assert [(row.cells[0], row.pulled) for row in again.rows] == [("282", MARK), ("0283", MARK)]
    assert (again.base, again.lists) == (base_of(ROWS), LISTS)


def test_the_pages_come_behind_all_others(tmp_path: Path, pulled: Sheet) -> None:
    book = openpyxl.load_workbook(run_round(tmp_path / "r.xlsx", pulled, Status.INVALID))

    assert [(page.title, page.sheet_state) for page in book][-2:] == [("_base", "veryHidden"), ("Lists", "visible")]
    assert header_of(book["To fix"])[:4] == ["_row", "_status", "_problem", "id"]
    assert header_of(book["To fix"])[-1] == "_pulled"
    assert [line[-1] for line in lines_of(book["Results"])] == [MARK] * 3


def test_ids_on_to_fix_have_their_drop_downs(tmp_path: Path, pulled: Sheet) -> None:
    page = openpyxl.load_workbook(run_round(tmp_path / "r.xlsx", pulled, Status.INVALID))["To fix"]

    sources = {str(rule.sqref): str(rule.formula1) for rule in page.data_validations.dataValidation}
    assert sources["H2:H3"] == "Lists!$A$6:$A$7"
    assert sources["I2:I3"] == "None"
    assert sources["J2:J3"] == "Lists!$J$6:$J$8"


def test_the_results_of_an_ordinary_sheet_have_no_such_pages(tmp_path: Path) -> None:
    book = write_book(tmp_path / "r.xlsx", make_sheet(("id", "title"), ("7", "Front door")))

    assert book.sheetnames == ["Summary", "Results", "Errors", "To fix"]
