"""The results workbook's pages, their columns, and that foreign text stays text."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from support.books import end, fault, fill_of, header_of, lines_of, make_sheet, with_cell, write_book

from batch_update.model import CellValue, OddCell, Oddity, Source, Status
from batch_update.sheets.names import CUT_MARK

HEADERS = ("My note", "ID", "Title", "mode")


def test_the_workbook_has_the_four_pages_of_the_contract_and_no_more(tmp_path: Path) -> None:
    book = write_book(tmp_path / "r.xlsx", make_sheet(HEADERS, ("a", "1", "b", "2")))

    assert book.sheetnames == ["Summary", "Results", "Errors", "To fix"]
    assert {page.sheet_state for page in book} == {"visible"}


def test_results_has_the_contract_columns_and_then_the_sheets_own(tmp_path: Path) -> None:
    book = write_book(tmp_path / "r.xlsx", make_sheet(HEADERS, ("a", "1", "b", "2")))

    assert header_of(book["Results"]) == ["Row", "Status", "Message", "HTTP status", "Attempts", "Seconds", *HEADERS]


def test_results_has_every_row_in_the_order_of_the_sheet(tmp_path: Path) -> None:
    sheet = make_sheet(("id",), ("3",), ("1",), ("2",), top=5)
    statuses = (Status.UPDATED, Status.INVALID, Status.UNKNOWN)

    book = write_book(
        tmp_path / "r.xlsx", sheet, [end(row, status) for row, status in zip(sheet.rows, statuses, strict=True)]
    )

    shown = [(line[0], line[1], line[6]) for line in lines_of(book["Results"])]
    assert shown == [(5, "UPDATED", "3"), (6, "INVALID", "1"), (7, "UNKNOWN", "2")]


def test_a_row_tells_its_answer_tries_and_time(tmp_path: Path) -> None:
    sheet = make_sheet(("id",), ("1",))
    outcome = replace(end(sheet.rows[0], message="Done."), http_status=200, attempts=2, seconds=1.25)

    book = write_book(tmp_path / "r.xlsx", sheet, [outcome])

    assert lines_of(book["Results"])[0][:6] == (2, "UPDATED", "Done.", 200, 2, 1.25)


def test_a_row_without_a_message_tells_its_problems(tmp_path: Path) -> None:
    sheet = make_sheet(("id", "Title"), ("1", "x"))
    row = sheet.rows[0]

    book = write_book(tmp_path / "r.xlsx", sheet, [end(row, Status.INVALID, fault(row, "Title"), fault(row))])

    assert book["Results"]["C2"].value == "Title: This is wrong.\nThis is wrong."


@pytest.mark.parametrize(
    ("cell", "seen"),
    [
        ("007", "007"),
        (7.0, "7"),
        (1e14, "100000000000000"),
        (date(2026, 1, 2), "2026-01-02"),
        (datetime(2026, 1, 2, 12, 30), "2026-01-02 12:30:00"),
        (OddCell(Oddity.ERROR, "#N/A"), "#N/A"),
        (OddCell(Oddity.PADDED, "00123", 123), "00123"),
        ("  padded ", "  padded "),
        ("two\nlines", "two\nlines"),
        ("<r>no & markup</r>", "<r>no & markup</r>"),
        ("_x0041_", "_x0041_"),
    ],
    ids=str,
)
@pytest.mark.parametrize(("page", "where"), [("Results", "H2"), ("To fix", "E2")])
def test_a_cell_is_shown_as_it_was_seen(tmp_path: Path, page: str, where: str, cell: CellValue, seen: str) -> None:
    sheet = make_sheet(("id", "title"), ("1", cell))

    book = write_book(tmp_path / "r.xlsx", sheet, [end(sheet.rows[0], Status.FAILED)])

    value = book[page][where].value
    assert str(value).replace("_x005F_", "_") == seen  # openpyxl leaves Excel's escape of an escape as it is


def test_results_shows_a_formula_without_a_result_as_its_text(tmp_path: Path) -> None:
    book = write_book(tmp_path / "r.xlsx", make_sheet(("id", "title"), ("1", OddCell(Oddity.NOT_CALCULATED, "=A1"))))

    assert (book["Results"]["H2"].value, book["Results"]["H2"].quotePrefix) == ("=A1", True)


@pytest.mark.parametrize("cell", [None, ""], ids=["nothing", "empty text"])
def test_a_blank_cell_stays_blank(tmp_path: Path, cell: CellValue) -> None:
    book = write_book(tmp_path / "r.xlsx", make_sheet(("id", "title"), ("1", cell)))

    assert book["Results"]["H2"].value is None


LIVE = (
    "=cmd()|' /C calc'!A0",
    "{=1+1}",
    "+1+1",
    "-2",
    "@SUM(A1)",
    "http://x",
    "mailto:a@b.c",
    "internal:Sheet!A1",
    "[/red]",
)


def test_foreign_text_is_never_a_formula_or_a_link(tmp_path: Path) -> None:
    sheet = make_sheet(("=1+1", "id"), *((text, text) for text in LIVE))
    outcomes = [
        end(row, Status.REJECTED, fault(row, "id", value=text, message=text, suggestion=text), message=text)
        for row, text in zip(sheet.rows, LIVE, strict=True)
    ]

    book = write_book(tmp_path / "r.xlsx", sheet, outcomes, stopped="=1+1", target="http://x")

    cells = [cell for page in book for line in page.iter_rows() for cell in line if cell.value is not None]
    # openpyxl calls every text that starts with "=" a formula, so the file itself is asked.
    with zipfile.ZipFile(tmp_path / "r.xlsx") as archive:
        assert not any(b"<f>" in archive.read(name) for name in archive.namelist() if "worksheets/sheet" in name)
    assert all(cell.hyperlink.target is None for cell in cells if cell.hyperlink)
    assert [line[6] for line in lines_of(book["Results"])] == list(LIVE)


def test_control_characters_and_half_characters_become_a_mark_and_never_nothing(tmp_path: Path) -> None:
    sheet = with_cell(make_sheet(("id", "title"), ("\x00", "x")), "a\x0bb\r\nc\ud800d\x7f")

    book = write_book(tmp_path / "r.xlsx", sheet)

    assert [cell.value for cell in book["Results"][2]][6:] == ["\ufffd", "a\nb\nc\ufffdd\ufffd"]


@pytest.mark.parametrize("letter", ["x", "😀"], ids=["one unit", "two units"])
def test_a_text_longer_than_a_cell_is_cut_with_a_mark(tmp_path: Path, letter: str) -> None:
    sheet = make_sheet(("id", "title"), ("1", letter * 40_000))

    value = write_book(tmp_path / "r.xlsx", sheet)["Results"]["H2"].value

    assert isinstance(value, str)
    assert value.startswith(letter * 10_000)
    assert value.endswith(letter + CUT_MARK)
    assert 32_765 <= len(value.encode("utf-16-le")) // 2 <= 32_767


def test_each_status_has_its_colour(tmp_path: Path) -> None:
    sheet = make_sheet(("id",), *((str(number),) for number in range(len(Status))))

    book = write_book(
        tmp_path / "r.xlsx", sheet, [end(row, status) for row, status in zip(sheet.rows, Status, strict=True)]
    )

    colours = {line[1].value: fill_of(line[1]) for line in book["Results"].iter_rows(min_row=2)}
    assert colours == {
        "UPDATED": "C6EFCE",
        "UNCHANGED": "C6EFCE",
        "VALID": "C6EFCE",
        "INVALID": "FFC7CE",
        "REJECTED": "FFC7CE",
        "DIFFERS": "FFC7CE",
        "FAILED": "FCE4D6",
        "UNKNOWN": "FFEB9C",
        "NOT SENT": "E7E6E6",
    }


@pytest.mark.parametrize(("page", "panes"), [("Results", "I2"), ("Errors", "D2"), ("To fix", "F2")])
def test_headers_stay_in_sight_and_can_be_filtered(tmp_path: Path, page: str, panes: str) -> None:
    book = write_book(tmp_path / "r.xlsx", make_sheet(HEADERS, ("a", "1", "b", "2")))

    assert book[page].freeze_panes == panes
    assert book[page].auto_filter.ref.startswith("A1:")


def test_the_summary_is_what_opens(tmp_path: Path) -> None:
    book = write_book(tmp_path / "r.xlsx", make_sheet(("id",), ("1",)))

    assert book.active is book["Summary"]


def test_a_refusal_of_the_api_names_its_source(tmp_path: Path) -> None:
    sheet = make_sheet(("id", "Title"), ("1", "x"))
    row = sheet.rows[0]

    book = write_book(tmp_path / "r.xlsx", sheet, [end(row, Status.REJECTED, fault(row, "Title", source=Source.API))])

    assert lines_of(book["Errors"])[0][7] == "API"
