"""Cells whose format shows something else than they hold, through every reader of every kind of file."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.formats import CODES as WILD_CODES
from support.formats import Held, sheet_of
from support.libreoffice import convert, needs_libreoffice
from support.workbooks import cells, read, row, sheet, styles_xml, workbook, worksheet_xml

from batch_update.model import CellValue, OddCell, Oddity
from batch_update.sheets.reading.archive import Archive
from batch_update.sheets.reading.formats.number_format import BUILT_IN, as_seen, number_format
from batch_update.sheets.reading.xlsx.workbook import OpenXmlWorkbook, suits_calamine

HIDDEN, OTHERWISE, GROUPED, UNCLEAR = Oddity.HIDDEN, Oddity.SHOWN_OTHERWISE, Oddity.GROUPED, Oddity.UNCLEAR
ODD: list[tuple[Held, str, OddCell]] = [
    (0, "0;-0;;@", OddCell(HIDDEN, "", 0)),
    (0, "#", OddCell(HIDDEN, "", 0)),
    (5, ";;;", OddCell(HIDDEN, "", 5)),
    ("Diwali", ";;;", OddCell(HIDDEN, "", "Diwali")),
    ("Diwali", '0;0;0;"x"@', OddCell(OTHERWISE, "xDiwali", "Diwali")),
    (1.5, "0", OddCell(OTHERWISE, "2", 1.5)),
    (30.004, "0.00", OddCell(OTHERWISE, "30.00", 30.004)),
    (-5, "0;0", OddCell(OTHERWISE, "5", -5)),
    (1234, "0,", OddCell(OTHERWISE, "1", 1234)),
    (5, '[<10]"low";0', OddCell(OTHERWISE, "low", 5)),
    (12, '0" min"', OddCell(GROUPED, "12 min", 12)),
    (0.5, "0%", OddCell(Oddity.PERCENT, "50%", 0.5)),
    (123, "00000", OddCell(Oddity.PADDED, "00123", 123)),
    (1200, "0.00E+00", OddCell(UNCLEAR, "1.20E+03", 1200)),
]
HARMLESS: list[tuple[Held, str]] = [
    (30, "0.00"), (30, "0.0"), (1.5, "0.0"), (30, "General"), (1.123456789, "General"), (7, "@"), (30, "0"), (0, "0"),
    (0, "0;-0;0;@"), (999, "#,##0"), (999, "_-* #,##0_-"), (5, "0_);(0)"), (-5, "0;[Red]-0"), (12, '[<10]"low";0'),
    ("Diwali", "0;-0;;@"), ("Diwali", BUILT_IN[43]), ("Diwali", ";;"), (True, "0;-0;;@"), (True, '0" min"'),
    (30, BUILT_IN[41]),
]  # fmt: skip


def names(case: tuple[object, ...]) -> str:
    return f"{case[0]} {case[1]}"


@pytest.mark.parametrize("formula", [False, True], ids=["alone", "beside a formula"])
@pytest.mark.parametrize("case", ODD, ids=names)
def test_a_cell_that_shows_something_else_is_odd_for_both_readers(
    case: tuple[Held, str, OddCell], *, formula: bool
) -> None:
    value, code, expected = case

    assert cells(sheet_of([(value, code)], formula=formula))[0] == (2, expected)


@pytest.mark.parametrize("formula", [False, True], ids=["alone", "beside a formula"])
@pytest.mark.parametrize("case", HARMLESS, ids=names)
def test_a_cell_that_is_seen_as_it_is_stays_itself_for_both_readers(case: tuple[Held, str], *, formula: bool) -> None:
    assert cells(sheet_of([case], formula=formula))[0] == (2, case[0])


@pytest.mark.parametrize("case", HARMLESS, ids=names)
def test_a_harmless_format_costs_nothing(case: tuple[Held, str]) -> None:
    book = OpenXmlWorkbook(Archive(sheet_of([case])))

    assert suits_calamine(book.prepare(book.worksheets[0]))


def test_a_blank_cell_in_a_format_that_hides_all_costs_nothing_and_is_blank() -> None:
    content = sheet(row(2, '<c r="A2"><v>7</v></c>', '<c r="B2" s="1"/>'), styles=styles_xml(";;;"))
    book = OpenXmlWorkbook(Archive(content))

    assert suits_calamine(book.prepare(book.worksheets[0]))
    assert cells(content) == [(7, None)]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ('<c r="B2" s="1"><f>A2*0</f><v>0</v></c>', OddCell(HIDDEN, "", 0)),
        ('<c r="B2" s="1" t="str"><f>"a"</f><v>a</v></c>', OddCell(HIDDEN, "", "a")),
        ('<c r="B2" s="2"><f>A2/2</f><v>1.5</v></c>', OddCell(OTHERWISE, "2", 1.5)),
    ],
    ids=["zero", "text", "rounded"],
)
def test_the_result_of_a_formula_is_put_beside_what_is_shown(written: str, expected: OddCell) -> None:
    content = sheet(row(2, '<c r="A2"><v>3</v></c>', written), styles=styles_xml(";;;", "0"))

    assert cells(content) == [(3, OddCell(Oddity.FORMULA, expected.shown, expected))]


@pytest.mark.parametrize(
    "written",
    ['<c s="1" r="B2"><v>1.5</v></c>', "<c r='B2' s='1'><v>1.5</v></c>", '<c r="B2" s="1" t="n"><v >1.5</v></c>',
     '<c r="B2" s="1">\n<v>1.5</v></c>', '<c r="B2" s="1"><v>15E-1</v></c>', '<c r="B2" s="01"><v>1.5</v></c>'],
    ids=["order", "quotes", "space in the tag", "new line", "power", "zero in the style"],
)  # fmt: skip
def test_a_format_is_found_however_the_cell_is_spelled(written: str) -> None:
    content = sheet(row(2, '<c r="A2"><v>3</v></c>', written), styles=styles_xml("0"))

    assert cells(content) == [(3, OddCell(OTHERWISE, "2", 1.5))]


def test_a_format_of_the_whole_workbook_counts_for_cells_without_a_style() -> None:
    styles = styles_xml("0").replace('<cellXfs><xf numFmtId="0"/>', '<cellXfs><xf numFmtId="164"/>')

    assert cells(sheet(row(2, '<c r="A2"><v>1.5</v></c>'), styles=styles)) == [(OddCell(OTHERWISE, "2", 1.5), None)]


def test_a_header_that_its_format_hides_is_still_one() -> None:
    hidden = (
        '<c r="A1" s="1" t="inlineStr"><is><t>id</t></is></c><c r="B1" s="1" t="inlineStr"><is><t>name</t></is></c>'
    )
    content = workbook(
        {"Campaigns": worksheet_xml(row(1, hidden) + row(2, '<c r="A2"><v>7</v></c>'))}, styles=styles_xml(";;;")
    )

    assert [column.field for column in read(content).columns] == ["id", "name"]


CODES = [
    "0",
    "0.00",
    "#,##0",
    "0;-0;;@",
    "0.0,",
    "#",
    '[<10]"low";0',
    "00",
    "_-* #,##0.0_-",
    "0;[Red]0",
    "0%",
    "?0.??",
    "# ##0",
    "#\\.0",
    "0 ",
    "\\ #0",
    "##\\,##0",
    BUILT_IN[43],
]
NUMBERS = st.one_of(
    st.integers(-2000, 2000), st.integers(0, 10**15), st.decimals(-50, 50, places=2).map(float), st.floats(-1e6, 1e6)
)


@settings(max_examples=150)
@given(st.lists(st.tuples(NUMBERS, st.sampled_from(CODES)), min_size=1, max_size=6))
def test_whatever_the_scan_leaves_to_the_fast_reader_is_seen_as_it_is(cases: list[tuple[Held, str]]) -> None:
    expected = [as_seen(float(value), number_format(code)) for value, code in cases]

    assert [found[1] for found in cells(sheet_of(cases))] == expected


@settings(max_examples=150)
@given(st.lists(st.tuples(NUMBERS, WILD_CODES), min_size=1, max_size=4))
def test_both_readers_agree_whatever_the_format(cases: list[tuple[Held, str]]) -> None:
    book = OpenXmlWorkbook(Archive(sheet_of(cases)))

    chosen, careful = (book.read_as(book.worksheets[0], by_xml=by_xml).rows for by_xml in (False, True))

    assert [list(line.cells) for line in chosen] == [list(line.cells) for line in careful]


# --- other kinds of file ----------------------------------------------------------------------------------------------

ALIKE = [case for case in HARMLESS if case[0] is not True and case[1] != ";;"]
"""Without what LibreOffice saves as something else: a truth in a number format as 1, the format `;;` as `;;;`."""


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with all of the cases, in column B, as LibreOffice saves them."""
    folder = tmp_path_factory.mktemp("formats")
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.append(["id", "name"])
    cases = [*((value, code) for value, code, _ in ODD), *ALIKE]
    for number, (value, code) in enumerate(cases, 2):
        page.append([number, value])
        page.cell(number, 2).number_format = code
    book.save(folder / "made.xlsx")
    for kind in ("xls", "ods"):
        convert(folder / "made.xlsx", kind, folder)
    return folder


@needs_libreoffice
@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods"])
def test_a_cell_is_as_odd_in_every_kind_of_file(saved: Path, kind: str) -> None:
    found = cells((saved / f"made.{kind}").read_bytes(), f"made.{kind}")
    expected: list[CellValue] = [case[2] for case in ODD]

    assert [value for _, value in found[: len(ODD)]] == expected


@needs_libreoffice
@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods"])
def test_a_cell_is_as_harmless_in_every_kind_of_file(saved: Path, kind: str) -> None:
    found = cells((saved / f"made.{kind}").read_bytes(), f"made.{kind}")

    assert [value for _, value in found[len(ODD) :]] == [value for value, _ in ALIKE]
