"""What of the results is in view: the id while scrolling, red for what must be corrected, no column without a use."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from support.books import DOORS, end, fault, fill_of, header_of, make_sheet, write_book
from support.libreoffice import convert, needs_libreoffice

from batch_update.campaign import CAMPAIGN
from batch_update.checking import HeaderMatcher
from batch_update.model import CellValue, Severity, Sheet, Status
from batch_update.sheets.reading.loader import open_sheet, read_sheet

NOT_DONE = [status for status in Status if not status.facts.succeeded]
LAPTOP = 1366 - 30 - 20  # pixels beside the numbers of the rows and the scroll bar


def read_again(path: Path) -> Sheet:
    return read_sheet(open_sheet(path), DOORS, worksheet=None, match_header=HeaderMatcher(DOORS))


def write_failed(path: Path, *rows: Sequence[CellValue], headers: Sequence[str]) -> Worksheet:
    """`To fix` after a run in which every row failed."""
    sheet = make_sheet(headers, *rows)
    return write_book(path, sheet, [end(row, Status.FAILED, message="Down.") for row in sheet.rows])["To fix"]


def frozen_pixels(page: Worksheet) -> float:
    """How wide the part is that stays in view, as Excel shows columns of so many characters."""
    last = column_index_from_string(str(page.freeze_panes).rstrip("0123456789")) - 1
    columns = [page.column_dimensions[get_column_letter(place)] for place in range(1, last + 1)]
    return sum(7 * column.width + 5 for column in columns if not column.hidden)


# --- red --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", NOT_DONE)
def test_on_to_fix_a_status_is_plain_words(tmp_path: Path, status: Status) -> None:
    sheet = make_sheet(("id", "title"), ("1", "x"))

    page = write_book(tmp_path / "r.xlsx", sheet, [end(sheet.rows[0], status, message="Why.")])["To fix"]

    assert [cell.value for cell in page[2]] == [2, status.value, "Why.", "1", "x"]
    assert {cell.fill.fill_type for cell in page[2]} == {None}


def test_on_to_fix_nothing_is_red_but_the_cells_to_correct(tmp_path: Path) -> None:
    sheet = make_sheet(("id", "title", "note"), *((str(number), "x", "y") for number in range(len(NOT_DONE))))
    outcomes = [
        end(row, status, *([fault(row, "title")] if status is Status.INVALID else []))
        for row, status in zip(sheet.rows, NOT_DONE, strict=True)
    ]

    page = write_book(tmp_path / "r.xlsx", sheet, outcomes)["To fix"]

    red = [cell.coordinate for line in page.iter_rows(min_row=2) for cell in line if fill_of(cell) == "FFC7CE"]
    assert red == ["E2"]


# --- the id stays in view ---------------------------------------------------------------------------------------------

NEAR = {
    "the id first": (("id", "title"), "E", "H"),
    "another spelling": (("ID", "title"), "E", "H"),
    "behind a column of the user's own": (("Team", "id", "title"), "F", "I"),
    "behind the title": (("title", "id"), "F", "I"),
    "behind three": (("Team", "Lead", "City", "id"), "H", "K"),
    "the only column": (("id",), "E", "H"),
}


@pytest.mark.parametrize(("headers", "on_to_fix", "on_results"), NEAR.values(), ids=NEAR)
def test_what_is_left_of_the_id_and_the_id_stay_in_view(
    tmp_path: Path, headers: tuple[str, ...], on_to_fix: str, on_results: str
) -> None:
    sheet = make_sheet(headers, tuple("12345" for _ in headers))

    book = write_book(tmp_path / "r.xlsx", sheet, [end(sheet.rows[0], Status.FAILED)])

    assert [book[page].freeze_panes for page in ("To fix", "Results")] == [f"{on_to_fix}2", f"{on_results}2"]


@pytest.mark.parametrize("page", ["To fix", "Results"])
@pytest.mark.parametrize("before", range(0, 52, 3))
def test_however_far_the_id_is_there_is_room_on_a_laptop_for_the_cells_to_correct(
    tmp_path: Path, before: int, page: str
) -> None:
    headers = [*(f"My own column {number}" for number in range(before)), "id", "title"]
    sheet = make_sheet(headers, ["a value of some length"] * len(headers))

    book = write_book(tmp_path / "r.xlsx", sheet, [end(sheet.rows[0], Status.FAILED, message="Down.")])

    assert frozen_pixels(book[page]) < 0.65 * LAPTOP


@pytest.mark.parametrize(("page", "cell"), [("To fix", "C2"), ("Results", "C2")])
def test_where_the_id_is_too_far_away_to_stay_the_text_that_stays_names_it(
    tmp_path: Path, page: str, cell: str
) -> None:
    headers = [*(f"My own column {number}" for number in range(12)), "id"]
    sheet = make_sheet(headers, [*["a value of some length"] * 12, "7"])

    book = write_book(tmp_path / "r.xlsx", sheet, [end(sheet.rows[0], Status.FAILED, message="Down.")])

    assert (book[page].freeze_panes, book[page][cell].value) == ("D2", "id 7\nDown.")


# --- blank columns are folded -----------------------------------------------------------------------------------------


def folded(page: Worksheet) -> list[str]:
    """The headers of the columns that are folded."""
    places = {
        place
        for column in page.column_dimensions.values()
        if column.hidden and column.outlineLevel == 1
        for place in range(column.min or 0, (column.max or 0) + 1)
    }
    return [str(header) for place, header in enumerate(header_of(page), start=1) if place in places]


def with_button(page: Worksheet) -> list[str]:
    """The columns above which a + stands that opens those before them."""
    return [letter for letter, column in page.column_dimensions.items() if column.collapsed]


def test_columns_that_are_blank_in_every_row_are_folded_and_a_click_opens_them(tmp_path: Path) -> None:
    headers = ("id", "title", "note", "mode", "lock")

    page = write_failed(tmp_path / "r.xlsx", ("1", None, None, "1", None), ("2", "", None, None, None), headers=headers)

    assert folded(page) == ["title", "note", "lock"]
    assert with_button(page) == ["G", "I"]  # `mode`, and the column behind the last


FOLDED = {
    "blank everywhere": ((None, None), True),
    "empty texts": (("", None), True),
    "spaces that nobody sees": (("  ", "\n"), True),
    "filled in one row": ((None, "x"), False),
    "a zero": ((None, 0), False),
    "a no": ((False, None), False),
}


@pytest.mark.parametrize(("cells", "is_folded"), FOLDED.values(), ids=FOLDED)
def test_a_column_is_folded_only_if_nothing_is_seen_in_it(
    tmp_path: Path, cells: tuple[CellValue, ...], is_folded: bool
) -> None:
    page = write_failed(tmp_path / "r.xlsx", *((str(n), cell) for n, cell in enumerate(cells)), headers=("id", "note"))

    assert ("note" in folded(page)) is is_folded


def test_a_column_that_is_filled_only_in_rows_that_went_well_is_folded(tmp_path: Path) -> None:
    sheet = make_sheet(("id", "title", "note"), ("1", "a", "filled"), ("2", "b", None))
    outcomes = [end(row, status) for row, status in zip(sheet.rows, (Status.UPDATED, Status.FAILED), strict=True)]

    assert folded(write_book(tmp_path / "r.xlsx", sheet, outcomes)["To fix"]) == ["note"]


@pytest.mark.parametrize("severity", Severity)
def test_a_blank_column_with_a_marked_cell_stays_open(tmp_path: Path, severity: Severity) -> None:
    sheet = make_sheet(("id", "title", "note"), ("1", None, None), ("2", None, None))
    outcomes = [end(sheet.rows[0], Status.INVALID, fault(sheet.rows[0], "title", severity=severity)),
                end(sheet.rows[1], Status.FAILED)]  # fmt: skip

    assert folded(write_book(tmp_path / "r.xlsx", sheet, outcomes)["To fix"]) == ["note"]


def test_the_id_is_never_folded(tmp_path: Path) -> None:
    assert folded(write_failed(tmp_path / "r.xlsx", (None, "x"), headers=("id", "title"))) == []


def test_a_page_without_rows_is_not_folded(tmp_path: Path) -> None:
    page = write_book(tmp_path / "r.xlsx", make_sheet(("id", "title"), ("1", None)))["To fix"]

    assert folded(page) == []


def test_folding_brings_a_far_id_into_view(tmp_path: Path) -> None:
    headers = [*(f"My own column {number}" for number in range(12)), "id", "title"]

    page = write_failed(tmp_path / "r.xlsx", [*[None] * 12, "7", "x"], headers=headers)

    assert (page.freeze_panes, page["C2"].value) == ("Q2", "Down.")


@needs_libreoffice
def test_libreoffice_knows_the_folded_columns(tmp_path: Path) -> None:
    write_failed(tmp_path / "r.xlsx", ("1", None, "x", None), headers=("id", "title", "note", "mode"))
    (tmp_path / "saved").mkdir()

    saved = convert(tmp_path / "r.xlsx", "xlsx", tmp_path / "saved")

    assert folded(openpyxl.load_workbook(saved)["To fix"]) == ["title", "mode"]


# --- and read again ---------------------------------------------------------------------------------------------------


def test_of_folded_columns_nothing_is_said_when_to_fix_is_run(tmp_path: Path) -> None:
    write_failed(tmp_path / "r.xlsx", ("1", "x", None), headers=("id", "title", "note"))

    assert not [note for note in read_again(tmp_path / "r.xlsx").notes if "hidden" in note]


def test_a_folded_column_that_somebody_filled_is_read_and_said(tmp_path: Path) -> None:
    write_failed(tmp_path / "r.xlsx", ("1", "x", None), headers=("id", "title", "note"))
    book = openpyxl.load_workbook(tmp_path / "r.xlsx")
    book["To fix"]["F2"].value = "filled"
    book.save(tmp_path / "r.xlsx")

    again = read_again(tmp_path / "r.xlsx")

    assert again.rows[0].cells == ("1", "x", "filled")
    assert "1 hidden column is included: F." in again.notes


ORDERS = {
    "as it is": ("_row", "_status", "_problem", "id", "name", "Team"),
    "as the first version wrote it": ("id", "name", "Team", "_row", "_status", "_problem"),
    "moved by hand": ("id", "_problem", "name", "_row", "Team", "_status"),
    "in capitals": ("_ROW", "_STATUS", "_PROBLEM", "id", "name", "Team"),
    "two of them deleted": ("_problem", "id", "name", "Team"),
    "all of them deleted": ("id", "name", "Team"),
}


@pytest.mark.parametrize("headers", ORDERS.values(), ids=ORDERS)
def test_to_fix_is_read_whatever_the_order_of_its_columns(tmp_path: Path, headers: tuple[str, ...]) -> None:
    held = {"id": "281", "name": "Diwali", "Team": "North", "_row": 7, "_status": "INVALID", "_problem": "name: Wrong."}
    book = openpyxl.Workbook()
    page = book.create_sheet("To fix")
    page.append(headers)
    page.append([held[header.lower() if header[0] == "_" else header] for header in headers])
    book.save(tmp_path / "r.xlsx")

    again = read_sheet(open_sheet(tmp_path / "r.xlsx"), CAMPAIGN, worksheet=None, match_header=HeaderMatcher(CAMPAIGN))

    assert [column.header for column in again.columns] == ["id", "name", "Team"]
    assert [row.cells for row in again.rows] == [("281", "Diwali", "North")]
