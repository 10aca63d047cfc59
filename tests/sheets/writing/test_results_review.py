"""`Errors` and `To fix`: every problem leads to the cell where it is mended."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from support.books import end, fault, fill_of, header_of, lines_of, make_sheet, write_book

from batch_update.model import Severity, Status
from batch_update.sheets.writing import results_errors, results_to_fix

RED, AMBER = "FFC7CE", "FFEB9C"


def test_errors_has_the_contract_columns(tmp_path: Path) -> None:
    book = write_book(tmp_path / "r.xlsx", make_sheet(("id",), ("1",)))

    assert header_of(book["Errors"]) == [
        "Row", "Column", "Cell", "Value", "Severity", "Problem", "Suggestion", "Source", "Code",
    ]  # fmt: skip
    assert lines_of(book["Errors"]) == []


def test_a_problem_is_one_line_of_errors(tmp_path: Path) -> None:
    sheet = make_sheet(("ID", "Title"), ("1", "x"), left=3, top=9)
    row = sheet.rows[0]
    problem = fault(row, "Title", value="x", message="Too short.", suggestion="Did you mean xx?", code="short")

    book = write_book(tmp_path / "r.xlsx", sheet, [end(row, Status.INVALID, problem)])

    assert lines_of(book["Errors"]) == [
        (9, "Title", "D9", "x", "error", "Too short.", "Did you mean xx?", "check", "short")
    ]


def test_rows_keep_their_order_and_the_errors_of_a_row_come_first(tmp_path: Path) -> None:
    sheet = make_sheet(("id", "title"), ("1", "a"), ("2", "b"))
    first, second = sheet.rows
    doubt = fault(first, "title", code="doubt", severity=Severity.WARNING)
    outcomes = [end(first, Status.INVALID, doubt, fault(first, "id")), end(second, Status.INVALID, fault(second, "id"))]

    book = write_book(tmp_path / "r.xlsx", sheet, outcomes)

    assert [(line[0], line[8]) for line in lines_of(book["Errors"])] == [(2, "wrong"), (2, "doubt"), (3, "wrong")]


def test_a_link_leads_to_the_cell_on_to_fix(tmp_path: Path) -> None:
    sheet = make_sheet(("note", "id", "title"), ("n", "1", "a"), ("n", "2", "bad"), left=2, top=7)
    good, bad = sheet.rows

    book = write_book(tmp_path / "r.xlsx", sheet, [end(good), end(bad, Status.INVALID, fault(bad, "title"))])

    link = book["Errors"]["C2"].hyperlink
    assert (book["Errors"]["C2"].value, link.location) == ("D8", "'To fix'!F2")
    assert book["To fix"]["F2"].value == "bad"


def test_a_warning_on_a_row_that_was_updated_leads_to_results(tmp_path: Path) -> None:
    sheet = make_sheet(("id", "title"), ("1", "a"))
    row = sheet.rows[0]

    book = write_book(
        tmp_path / "r.xlsx", sheet, [end(row, Status.UPDATED, fault(row, "title", severity=Severity.WARNING))]
    )

    link = book["Errors"]["C2"].hyperlink
    assert link.location == "'Results'!H2"
    assert book["Results"]["H2"].value == "a"


@pytest.mark.parametrize(
    ("facts", "told", "target"),
    [
        ({}, "row 2", "'To fix'!A2"),
        ({"column": "title"}, "B2", "'To fix'!E2"),  # the field's name, as the API calls it
        ({"column": "Title"}, "B2", "'To fix'!E2"),
        ({"column": "delay"}, "row 2", "'To fix'!A2"),  # a column that the sheet lacks
    ],
    ids=["the whole row", "by field", "by header", "no such column"],
)
def test_a_problem_without_an_address_leads_as_near_as_can_be(
    tmp_path: Path, facts: dict[str, str], told: str, target: str
) -> None:
    sheet = make_sheet(("id", "Title"), ("1", "a"))
    row = sheet.rows[0]

    book = write_book(tmp_path / "r.xlsx", sheet, [end(row, Status.REJECTED, fault(row, **facts))])

    cell = book["Errors"]["C2"]
    assert (cell.value, cell.hyperlink.location) == (told, target)


def test_beyond_excels_limit_of_links_the_address_stands_there_plain(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(results_errors, "LINK_LIMIT", 1)
    sheet = make_sheet(("id",), ("1",), ("2",))
    outcomes = [end(row, Status.INVALID, fault(row, "id")) for row in sheet.rows]

    page = write_book(tmp_path / "r.xlsx", sheet, outcomes)["Errors"]

    assert [(cell.value, cell.hyperlink is not None) for cell in page["C"][1:]] == [("A2", True), ("A3", False)]


# --- To fix -----------------------------------------------------------------------------------------------------------


def test_to_fix_has_the_rows_not_updated_with_its_three_columns_before_the_sheets_own(tmp_path: Path) -> None:
    sheet = make_sheet(("My note", "ID", "title"), *(("n", str(number), "t") for number in range(9)))
    outcomes = [end(row, status) for row, status in zip(sheet.rows, Status, strict=True)]

    page = write_book(tmp_path / "r.xlsx", sheet, outcomes)["To fix"]

    assert header_of(page) == ["_row", "_status", "_problem", "My note", "ID", "title"]
    assert [(line[4], line[0], line[1]) for line in lines_of(page)] == [
        ("3", 5, "INVALID"), ("4", 6, "REJECTED"), ("5", 7, "DIFFERS"), ("6", 8, "FAILED"), ("7", 9, "UNKNOWN"),
        ("8", 10, "NOT SENT"),
    ]  # fmt: skip


def test_after_a_check_to_fix_has_the_faulty_rows_alone(tmp_path: Path) -> None:
    sheet = make_sheet(("id",), ("1",), ("2",), ("3",))
    statuses = (Status.VALID, Status.INVALID, Status.VALID)
    outcomes = [end(row, status) for row, status in zip(sheet.rows, statuses, strict=True)]

    page = write_book(tmp_path / "r.xlsx", sheet, outcomes, checked_only=True)["To fix"]

    assert [line[3] for line in lines_of(page)] == ["2"]


@pytest.mark.parametrize("status", [status for status in Status if status.facts.succeeded])
def test_where_every_row_is_well_to_fix_is_empty(tmp_path: Path, status: Status) -> None:
    sheet = make_sheet(("id", "title"), ("1", "a"), ("2", "b"))
    doubt = fault(sheet.rows[0], "title", severity=Severity.WARNING)

    book = write_book(tmp_path / "r.xlsx", sheet, [end(sheet.rows[0], status, doubt), end(sheet.rows[1], status)])

    assert lines_of(book["To fix"]) == []
    assert book["Errors"]["C2"].hyperlink.location == "'Results'!H2"  # where the warning is to be looked at


def test_rows_left_out_by_choice_are_nobodys_to_fix(tmp_path: Path) -> None:
    sheet = make_sheet(("id",), *((str(number),) for number in range(5)))
    by_limit = [replace(end(row, Status.NOT_SENT), left_out_by="--limit") for row in sheet.rows[2:]]
    outcomes = [end(sheet.rows[0]), end(sheet.rows[1], Status.NOT_SENT), *by_limit]

    book = write_book(tmp_path / "r.xlsx", sheet, outcomes)

    assert [line[3] for line in lines_of(book["To fix"])] == ["1"]
    assert len(lines_of(book["Results"])) == 5


def test_a_bad_cell_is_red_and_says_why_and_how_to_mend_it(tmp_path: Path) -> None:
    sheet = make_sheet(("id", "title", "note"), ("1", "bad", "odd"))
    row = sheet.rows[0]
    problems = (
        fault(row, "title", message="Too short.", suggestion="Did you mean xx?"),
        fault(row, "note", message="Is that so?", severity=Severity.WARNING),
    )

    page = write_book(tmp_path / "r.xlsx", sheet, [end(row, Status.INVALID, *problems)])["To fix"]

    assert [fill_of(page[cell]) for cell in ("D2", "E2", "F2")] == ["000000", RED, AMBER]
    assert page["E2"].comment.text == "Too short.\n→ Did you mean xx?"
    assert page["F2"].comment.text == "Warning: Is that so?"
    assert page["D2"].comment is None
    assert page["C2"].value == "title: Too short. Did you mean xx?\nnote: Is that so?"


def test_a_blank_cell_that_should_hold_something_is_red_too(tmp_path: Path) -> None:
    sheet = make_sheet(("id", "title"), ("1", None))
    row = sheet.rows[0]

    page = write_book(tmp_path / "r.xlsx", sheet, [end(row, Status.INVALID, fault(row, "title"))])["To fix"]

    assert (page["E2"].value, fill_of(page["E2"])) == (None, RED)
    assert page["E2"].comment is not None


def test_two_problems_of_one_cell_share_its_comment(tmp_path: Path) -> None:
    sheet = make_sheet(("id",), ("x",))
    row = sheet.rows[0]
    problems = (fault(row, "id", message="One.", severity=Severity.WARNING), fault(row, "id", message="Two."))

    page = write_book(tmp_path / "r.xlsx", sheet, [end(row, Status.INVALID, *problems)])["To fix"]

    assert (page["D2"].comment.text, fill_of(page["D2"])) == ("Two.\nWarning: One.", RED)


def test_comments_stop_where_excel_would_choke_and_the_words_stay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(results_to_fix, "COMMENT_LIMIT", 2)
    sheet = make_sheet(("id",), ("1",), ("2",), ("3",))
    outcomes = [end(row, Status.INVALID, fault(row, "id")) for row in sheet.rows]

    page = write_book(tmp_path / "r.xlsx", sheet, outcomes)["To fix"]

    assert [cell.comment is not None for cell in page["D"][1:]] == [True, True, False]
    assert page["C4"].value == "id: This is wrong."


def test_field_columns_have_their_drop_downs_however_the_header_is_spelled(tmp_path: Path) -> None:
    sheet = make_sheet(("My note", "MODE", "Lock", "id"), ("n", "3", "1", "7"))
    book = write_book(tmp_path / "r.xlsx", sheet, [end(sheet.rows[0], Status.INVALID)])

    rules = book["To fix"].data_validations.dataValidation
    offered = {str(rule.sqref): rule for rule in rules if rule.type == "list"}

    assert list(offered) == ["E2", "F2"]
    assert offered["F2"].formula1 == '"1 - Yes,0 - No"'
    assert offered["E2"].errorStyle == "warning"
    # A comma would split the item "2 - Fast, and loud", so these labels are in hidden cells.
    assert offered["E2"].formula1 == "Summary!$J$1:$J$2"
    assert [book["Summary"][cell].value for cell in ("J1", "J2")] == ["1 - Slow", "2 - Fast, and loud"]
    assert book["Summary"].column_dimensions["J"].hidden


def test_every_cell_of_to_fix_is_text_so_that_ids_typed_there_stay_whole(tmp_path: Path) -> None:
    sheet = make_sheet(("id", "title"), ("1", None))

    page = write_book(tmp_path / "r.xlsx", sheet, [end(sheet.rows[0], Status.INVALID)])["To fix"]

    assert page["D2"].number_format == "@"
    assert page["D2"].data_type == "s"
    assert page.column_dimensions["D"].number_format == "@"
