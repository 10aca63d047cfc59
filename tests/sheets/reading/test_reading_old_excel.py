"""Old .xls files, record by record: formulas never calculated, formats without a code, what can not be read."""

from __future__ import annotations

from datetime import datetime

import pytest
import xlrd
from support import old_excel as xls
from support.workbooks import read

from batch_update.errors import SheetError
from batch_update.model import CellValue, OddCell, Oddity, Sheet

HEADER = [xls.text(0, 0, "id"), xls.text(0, 1, "name"), xls.text(0, 2, "description")]
ID = xls.number(1, 0, 281)
CALCULATED = xls.formula(1, 2, xls.A2, 281)  # a formula with a result elsewhere in the workbook
OR_NEVER = (
    "Some formulas give an empty text, or were never calculated; their cells count as blank (nothing is changed). They"
    " are in column B."
)


def read_rows(*records: bytes, formats: tuple[int, ...] = (0,)) -> Sheet:
    return read(xls.old_workbook([*HEADER, *records], formats=formats), "sheet.xls")


def cell_of(*records: bytes) -> CellValue:
    """The cell B2."""
    return read_rows(ID, *records).rows[0].cells[1]


NEVER_TEXT = {
    "arithmetic": (xls.A2_TIMES_2, "=A2*2"),
    "sum": (xls.SUM, "=SUM(A2:A3)"),
    "sum as Excel saves it": (xls.SUM_AS_EXCEL_SAVES_IT, "=SUM(A2:A3)"),
    "subtotal": (xls.SUBTOTAL, "=SUBTOTAL(103,A2:A3)"),
    "sum and one": (xls.SUM_AND_1, "=SUM(A2:A3)+1"),
}
MAY_BE_TEXT = {
    "joined text": (xls.A2_JOINED, '=A2&"x"'),
    "choice": (xls.IF_A2, '=IF(A2,"",A2)'),
    "look-up": (xls.VLOOKUP, "=VLOOKUP(A2,A2:A3,2)"),
}


@pytest.mark.parametrize(("expression", "shown"), NEVER_TEXT.values(), ids=NEVER_TEXT.keys())
def test_a_formula_that_never_gives_a_text_and_has_an_empty_one_was_not_calculated(
    expression: bytes, shown: str
) -> None:
    found = cell_of(xls.formula(1, 1, expression, xls.EMPTY_TEXT), CALCULATED)

    assert found == OddCell(Oddity.NOT_CALCULATED, shown)


@pytest.mark.parametrize(("expression", "shown"), MAY_BE_TEXT.values(), ids=MAY_BE_TEXT.keys())
def test_a_workbook_whose_formulas_are_all_empty_was_not_calculated(expression: bytes, shown: str) -> None:
    found = cell_of(xls.formula(1, 1, expression, xls.EMPTY_TEXT))

    assert found == OddCell(Oddity.NOT_CALCULATED, shown)


@pytest.mark.parametrize("expression", [case[0] for case in MAY_BE_TEXT.values()], ids=MAY_BE_TEXT.keys())
def test_an_empty_text_beside_results_is_blank_and_the_note_says_what_else_it_may_be(expression: bytes) -> None:
    found = read_rows(ID, xls.formula(1, 1, expression, xls.EMPTY_TEXT), CALCULATED)

    assert found.rows[0].cells == (281, None, OddCell(Oddity.FORMULA, "281", 281))
    assert found.notes == (OR_NEVER,)


def test_a_result_on_another_worksheet_tells_that_the_workbook_was_calculated() -> None:
    rows = [*HEADER, ID, xls.formula(1, 1, xls.IF_A2, xls.EMPTY_TEXT)]

    found = read(xls.old_workbook(rows, [xls.formula(0, 0, xls.A2, 5)]), "sheet.xls")

    assert found.rows[0].cells == (281, None, None)


def test_an_empty_text_that_is_typed_as_a_formula_is_empty() -> None:
    assert cell_of(xls.formula(1, 1, xls.NO_TEXT, xls.EMPTY_TEXT)) is None


@pytest.mark.parametrize("expression", [xls.A2_TIMES_2, xls.A2_JOINED, xls.VLOOKUP, xls.IF_A2])
def test_a_result_is_a_formula_s(expression: bytes) -> None:
    assert cell_of(xls.formula(1, 1, expression, 562)) == OddCell(Oddity.FORMULA, "562", 562)


@pytest.mark.parametrize("expression", [xls.SUM, xls.SUM_AS_EXCEL_SAVES_IT, xls.SUBTOTAL, xls.SUM_AND_1])
def test_a_result_that_adds_up_or_counts_is_an_aggregate(expression: bytes) -> None:
    assert cell_of(xls.formula(1, 1, expression, 3)) == OddCell(Oddity.AGGREGATE, "3", 3)


@pytest.mark.parametrize(("expression", "oddity"), [(xls.SUM, Oddity.AGGREGATE), (xls.A2, Oddity.FORMULA)])
def test_a_formula_that_cells_share_is_looked_up(expression: bytes, oddity: Oddity) -> None:
    pointer = xls.shared_with(1, 1)
    records = [xls.formula(1, 1, pointer, 3), xls.shared(1, 1, expression), xls.formula(2, 1, pointer, 4)]

    found = read_rows(ID, records[0], records[1], xls.number(2, 0, 282), records[2])

    assert [row.cells[1] for row in found.rows] == [OddCell(oddity, "3", 3), OddCell(oddity, "4", 4)]


def test_a_text_result_that_was_saved_is_read() -> None:
    found = cell_of(xls.formula(1, 1, xls.A2_JOINED, xls.TEXT), xls.formula_text("281x"))

    assert found == OddCell(Oddity.FORMULA, "281x", "281x")


@pytest.mark.parametrize("form", [*range(27, 37), *range(50, 59)])
def test_a_date_in_a_format_of_east_asian_excel_is_a_date(form: int) -> None:
    found = read_rows(ID, xls.number(1, 1, 46024, style=1), formats=(0, form))

    assert found.rows[0].cells[1] == datetime(2026, 1, 2)


@pytest.mark.parametrize("form", [0, 1, 2, 49, 59, 100])
def test_a_number_in_another_format_without_a_code_is_a_number(form: int) -> None:
    found = read_rows(ID, xls.number(1, 1, 46024, style=1), formats=(0, form))

    assert found.rows[0].cells[1] == 46024


def test_a_merged_range_with_a_value_that_nobody_sees_is_odd() -> None:
    found = read_rows(ID, xls.number(2, 0, 282), xls.text(2, 1, "unseen"), xls.merged(1, 2, 1, 1))

    assert [row.cells[1] for row in found.rows] == [
        OddCell(Oddity.MERGED, "B2:B3"),
        OddCell(Oddity.MERGED, "B2:B3", "unseen"),
    ]


UNREADABLE = {
    "text result that is missing": (
        xls.old_workbook([*HEADER, ID, xls.formula(1, 1, xls.A2_JOINED, xls.TEXT)]),
        "the result of a formula is missing in it",
    ),
    "cell beyond the last column": (
        xls.old_workbook([*HEADER, ID, xls.text(1, 300, "x")]),
        "a part of it is not built as it should be",
    ),
    "no workbook in it": (xls.in_container(b"Workbook"), "it does not begin as a workbook does"),
    "version before Excel 5": (xls.record(0x0009, b"\x02\0\x10\0")[:8] + bytes(100), "may be damaged"),
}


@pytest.mark.parametrize(("content", "why"), UNREADABLE.values(), ids=UNREADABLE.keys())
def test_what_this_program_can_not_read_is_not_called_damaged_but_said_with_its_reason(
    content: bytes, why: str
) -> None:
    with pytest.raises(SheetError, match=r"can not be read by this program; it may be damaged \(") as caught:
        read(content, "sheet.xls")

    assert why in str(caught.value)


def test_a_cell_that_the_library_does_not_give_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    whole_row = xlrd.sheet.Sheet.row
    monkeypatch.setattr("xlrd.sheet.Sheet.row", lambda sheet, number: whole_row(sheet, number)[: 1 if number else 3])

    (row,) = read_rows(ID, xls.text(1, 1, "Diwali")).rows

    assert [(problem.code, problem.cell) for problem in row.problems] == [("unread-cell", "B2")]
