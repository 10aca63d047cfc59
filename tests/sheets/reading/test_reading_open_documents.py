"""Cells of .ods files: what stands in them is read or named, whatever else lies over or under them."""

from __future__ import annotations

from xml.sax.saxutils import escape

import pytest
from support.open_documents import cell, document, line, table
from support.workbooks import cells, read

from batch_update.model import CellValue, OddCell, Oddity

ID = cell("281", 'office:value-type="float" office:value="281"')
TWO_ROWS = 'table:number-rows-spanned="2" table:number-columns-spanned="1"'
COVERED = '<table:covered-table-cell office:value-type="string"><text:p>unseen</text:p></table:covered-table-cell>'


def second_cell(written: str) -> CellValue:
    return cells(document(table(line(ID, written))), "sheet.ods")[0][1]


READ = {
    "paragraph in a list": "<text:list><text:list-item><text:p>a</text:p></text:list-item></text:list>",
    "picture over it": "<draw:frame><draw:text-box><text:p>b</text:p></draw:text-box></draw:frame><text:p>a</text:p>",
    "shape over it": "<draw:custom-shape><text:p>b</text:p></draw:custom-shape><text:p>a</text:p>",
    "comment": "<office:annotation><text:p>b</text:p></office:annotation><text:p>a</text:p>",
    "comment in it": "<text:p>a<office:annotation><text:p>b</text:p></office:annotation></text:p>",
    "arrows to others": '<table:detective><table:operation table:name="x"/></table:detective><text:p>a</text:p>',
    "how it is spoken": (
        "<text:p><text:ruby><text:ruby-base>a</text:ruby-base><text:ruby-text>b</text:ruby-text></text:ruby></text:p>"
    ),
    "blanks between the elements": "\n  <text:p>a</text:p>\n",
}


@pytest.mark.parametrize("content", READ.values(), ids=READ.keys())
def test_what_stands_in_a_cell_is_told_from_what_lies_over_it(content: str) -> None:
    assert second_cell(f'<table:table-cell office:value-type="string">{content}</table:table-cell>') == "a"


UNREAD = {
    "text in no paragraph": ('<table:table-cell office:value-type="string">Diwali</table:table-cell>', "Diwali"),
    "text in an unknown element": ("<table:table-cell><text:x>Diwali</text:x></table:table-cell>", "Diwali"),
    "number that is none": (cell("5", 'office:value-type="float" office:value="five"'), "5"),
    "number without a value": (cell("5", 'office:value-type="float"'), "5"),
    "truth that is none": (cell("TRUE", 'office:value-type="boolean" office:boolean-value="yes"'), "TRUE"),
    "truth without a value": (cell("TRUE", 'office:value-type="boolean"'), "TRUE"),
}


@pytest.mark.parametrize(("written", "seen"), UNREAD.values(), ids=UNREAD.keys())
def test_a_cell_that_can_not_be_read_is_named_and_its_row_is_not_sent(written: str, seen: str) -> None:
    rows = read(document(table(line(ID, written), line(ID))), "sheet.ods").rows

    assert [(problem.code, problem.cell, problem.value) for problem in rows[0].problems] == [
        ("unread-cell", "B2", seen)
    ]
    assert rows[1].problems == ()


def test_each_row_that_repeats_a_cell_that_can_not_be_read_is_named() -> None:
    repeated = line(ID, "<table:table-cell>Diwali</table:table-cell>", attributes='table:number-rows-repeated="3"')

    rows = read(document(table(repeated)), "sheet.ods").rows

    assert [problem.cell for row in rows for problem in row.problems] == ["B2", "B3", "B4"]


@pytest.mark.parametrize("first", ["", "seen"])
def test_a_value_that_a_merged_range_covers_is_odd(first: str) -> None:
    content = document(table(line(ID, cell(first, TWO_ROWS)), line(ID, COVERED)))

    found = [row[1] for row in cells(content, "sheet.ods")]

    assert found == [OddCell(Oddity.MERGED, "B2:B3", first or None), OddCell(Oddity.MERGED, "B2:B3", "unseen")]


def test_a_covered_value_in_no_merged_range_is_odd() -> None:
    assert second_cell(COVERED) == OddCell(Oddity.MERGED, "B2:B2", "unseen")


def test_a_covered_cell_that_is_blank_is_blank() -> None:
    assert second_cell('<table:covered-table-cell table:number-columns-repeated="2"/>') is None


@pytest.mark.parametrize(
    ("formula", "oddity"),
    [
        ("of:=SUM([.A2:.A9])", Oddity.AGGREGATE),
        ("of:=SUBTOTAL(3;[.A2:.A9])", Oddity.AGGREGATE),
        ("of:=IFERROR(SUM([.A2:.A9]);0)", Oddity.AGGREGATE),
        ("of:=COM.MICROSOFT.MAXIFS([.A2:.A9];[.B2:.B9];1)", Oddity.AGGREGATE),
        ("of:=VLOOKUP([.B2];[.A2:.B9];1;0)", Oddity.FORMULA),
        ("of:=[.A2]", Oddity.FORMULA),
        ('of:=[.A2]&"-"&[.B2]', Oddity.FORMULA),
    ],
)
def test_a_result_that_adds_up_or_counts_is_told_from_others(formula: str, oddity: Oddity) -> None:
    written = cell(
        "4", f'table:formula="{escape(formula, {chr(34): "&quot;"})}" office:value-type="float" office:value="4"'
    )

    assert second_cell(written) == OddCell(oddity, "4", 4)
