"""What one cell of a workbook becomes, whichever reader reads it: one line for each thing that a cell may hold."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest
from support.workbooks import cells, read, row, sheet, styles_xml, text_cell, workbook, worksheet_xml

from batch_update.errors import SheetError
from batch_update.model import CellValue, OddCell, Oddity
from batch_update.sheets.reading.archive import Archive
from batch_update.sheets.reading.xlsx.workbook import OpenXmlWorkbook, suits_calamine

FORMATS = (
    "yyyy\\-mm\\-dd", "h:mm", "[h]:mm:ss", "00000", "0%", "#,##0", "0.00", "@", "0&quot; min&quot;",
    "[$₹-4009] #,##0.00",
    "000\\-000", "General", "[Red]0;-0",
)  # fmt: skip
DATE, TIME, SPAN, ZEROS, PERCENT, GROUPED, CENTS, TEXT, MINUTES, RUPEES, GROUPS, GENERAL, RED = range(1, 14)
STYLES = styles_xml(*FORMATS)


def number(value: str, style: int = 0) -> str:
    """A number in B2."""
    return f'<c r="B2" s="{style}"><v>{value}</v></c>'


PLAIN: list[tuple[str, str, CellValue]] = [
    ("a whole number", number("1234"), 1234),
    ("a whole number with a fraction of zero", number("1234.0"), 1234),
    ("a number in text", text_cell("B2", "1234"), "1234"),
    ("a number in the format of text", number("1234", TEXT), 1234),
    ("a number beyond 15 digits", number("1234567890123460"), 1234567890123460),
    ("a number in scientific notation", number("1.23456789012346E+15"), 1234567890123460),
    ("a short number in scientific notation", number("1.23E+5"), 123000),
    ("the residue of a calculation", number("29.999999999999996"), 29.999999999999996),
    ("a number shown with cents", number("12", CENTS), 12),
    ("a number in red", number("12", RED), 12),
    ("true", '<c r="B2" t="b"><v>1</v></c>', True),
    ("false", '<c r="B2" t="b"><v>0</v></c>', False),
    ("true as LibreOffice saves it", '<c r="B2" t="b"><f>TRUE()</f><v>1</v></c>', True),
    ("text NA", text_cell("B2", "NA"), "NA"),
    ("text None", text_cell("B2", "None"), "None"),
    ("text null", text_cell("B2", "null"), "null"),
    ("text that is typed like an error", text_cell("B2", "#N/A"), "#N/A"),
    ("text with leading zeros", text_cell("B2", "007"), "007"),
    ("text that looks like a power of ten", text_cell("B2", "1E5"), "1E5"),
    ("text with spaces around it", text_cell("B2", "  pad  "), "  pad  "),
    ("text with a non-breaking space", text_cell("B2", "a\u00a0b"), "a\u00a0b"),
    ("text with a zero-width space", text_cell("B2", "12\u200b34"), "12\u200b34"),
    ("an apostrophe", text_cell("B2", "'007"), "'007"),
    ("a carriage return as Excel writes it", text_cell("B2", "a_x000D_b"), "a\rb"),
    ("rich text", '<c r="B2" t="inlineStr"><is><r><t>bo</t></r><r><t>th</t></r></is></c>', "both"),
    ("text with an equals sign", text_cell("B2", "a = b"), "a = b"),
    ("text that looks like a formula", text_cell("B2", "=1+1"), "=1+1"),
    ("a number that became a date", number("46024", DATE), datetime(2026, 1, 2)),
    ("a date with its time", number("46024.75", DATE), datetime(2026, 1, 2, 18)),
    ("a time", number("0.5", TIME), time(12)),
    ("a time as it is rounded in the file", number("0.041666666666666664", TIME), time(1)),
    ("more hours than a day has", number("1.25", SPAN), timedelta(hours=30)),
    ("zero in a date format", number("0", DATE), time(0)),
    ("one in a date format", number("1", DATE), datetime(1900, 1, 1)),
    ("the day before 1 March 1900", number("60", DATE), datetime(1900, 2, 28)),
    ("an empty text", '<c r="B2" t="inlineStr"><is><t></t></is></c>', None),
    ("a formatted cell that is empty", '<c r="B2" s="4"/>', None),
    ("a style that is missing", number("12", 99), 12),
    ("a cell without a value", '<c r="B2" s="4"></c>', None),
]

ODD: list[tuple[str, str, OddCell]] = [
    ("padded with zeros", number("123", ZEROS), OddCell(Oddity.PADDED, "00123", 123)),
    ("percentage", number("0.5", PERCENT), OddCell(Oddity.PERCENT, "50%", 0.5)),
    ("thousands", number("12345", GROUPED), OddCell(Oddity.GROUPED, "12,345", 12345)),
    ("unit behind", number("30", MINUTES), OddCell(Oddity.GROUPED, "30 min", 30)),
    ("currency", number("1234.5", RUPEES), OddCell(Oddity.GROUPED, "₹ 1,234.50", 1234.5)),
    ("negative date", number("-1", DATE), OddCell(Oddity.UNREADABLE_DATE, "-1", -1)),
    ("date beyond the calendar", number("99999999", DATE), OddCell(Oddity.UNREADABLE_DATE, "99999999", 99999999)),
    ("not available", '<c r="B2" t="e"><v>#N/A</v></c>', OddCell(Oddity.ERROR, "#N/A")),
    ("bad reference", '<c r="B2" t="e"><v>#REF!</v></c>', OddCell(Oddity.ERROR, "#REF!")),
    ("new error of Excel", '<c r="B2" t="e"><v>#SPILL!</v></c>', OddCell(Oddity.ERROR, "#SPILL!")),
    ("error of LibreOffice", '<c r="B2" t="e"><v>Err:502</v></c>', OddCell(Oddity.ERROR, "Err:502")),
    ("error without a text", '<c r="B2" t="e"/>', OddCell(Oddity.ERROR, "#VALUE!")),
    ("error of a formula", '<c r="B2" t="e"><f>1/0</f><v>#DIV/0!</v></c>', OddCell(Oddity.ERROR, "#DIV/0!")),
    ("formula", '<c r="B2"><f>A2*2</f><v>562</v></c>', OddCell(Oddity.FORMULA, "562", 562)),
    ("formula of a program", '<c r="B2"><f>A2*2</f><v>0</v></c>', OddCell(Oddity.FORMULA, "0", 0)),
    (
        "formula with text",
        '<c r="B2" t="str"><f>A2&amp;"x"</f><v>281x</v></c>',
        OddCell(Oddity.FORMULA, "281x", "281x"),
    ),
    ("formula with truth", '<c r="B2" t="b"><f>A2=281</f><v>1</v></c>', OddCell(Oddity.FORMULA, "TRUE", True)),
    (
        "formula shown as a percentage",
        '<c r="B2" s="5"><f>A2/562</f><v>0.5</v></c>',
        OddCell(Oddity.FORMULA, "50%", OddCell(Oddity.PERCENT, "50%", 0.5)),
    ),
    ("formula never calculated", '<c r="B2"><f>A2*2</f></c>', OddCell(Oddity.NOT_CALCULATED, "=A2*2")),
    ("formula with an empty result", '<c r="B2"><f>A2*2</f><v></v></c>', OddCell(Oddity.NOT_CALCULATED, "=A2*2")),
    ("text formula never calculated", '<c r="B2" t="str"><f>A2</f></c>', OddCell(Oddity.NOT_CALCULATED, "=A2")),
    ("array formula", '<c r="B2"><f t="array" ref="B2:B3">A2:A3</f></c>', OddCell(Oddity.NOT_CALCULATED, "=A2:A3")),
]
CASES = [*PLAIN, *ODD]


def with_cell(written: str) -> bytes:
    """A workbook with this cell in B2, and an id before it."""
    return sheet(row(2, '<c r="A2"><v>281</v></c>', written), styles=STYLES)


@pytest.mark.parametrize(("written", "expected"), [case[1:] for case in PLAIN], ids=[case[0] for case in PLAIN])
def test_a_plain_cell_is_read_as_it_is(written: str, expected: CellValue) -> None:
    (found,) = cells(with_cell(written))

    assert found == (281, expected)
    assert type(found[1]) is type(expected)


@pytest.mark.parametrize(("written", "expected"), [case[1:] for case in ODD], ids=[case[0] for case in ODD])
def test_a_cell_that_shows_something_else_is_odd(written: str, expected: OddCell) -> None:
    assert cells(with_cell(written)) == [(281, expected)]


@pytest.mark.parametrize("written", [case[1] for case in CASES], ids=[case[0] for case in CASES])
def test_both_readers_end_in_the_same_cells(written: str) -> None:
    book = OpenXmlWorkbook(Archive(with_cell(written)))

    chosen = book.read_as(book.worksheets[0], by_xml=False)
    careful = book.read_as(book.worksheets[0], by_xml=True)

    assert [(line.number, tuple(line.cells)[:2]) for line in chosen.rows] == [
        (line.number, tuple(line.cells)[:2]) for line in careful.rows
    ]


@pytest.mark.parametrize("written", [case[1] for case in ODD], ids=[case[0] for case in ODD])
def test_an_odd_cell_is_never_left_to_the_fast_reader(written: str) -> None:
    book = OpenXmlWorkbook(Archive(with_cell(written)))

    assert not suits_calamine(book.prepare(book.worksheets[0]))


@pytest.mark.parametrize(
    "written",
    [
        number("1234"),
        text_cell("B2", "007"),
        number("46024", DATE),
        '<c r="B2" t="b"><v>1</v></c>',
        number("12", CENTS),
    ],
    ids=["number", "text", "date", "truth", "cents"],
)
def test_usual_cells_are_left_to_the_fast_reader(written: str) -> None:
    book = OpenXmlWorkbook(Archive(with_cell(written)))

    assert suits_calamine(book.prepare(book.worksheets[0]))


def test_a_format_that_shows_its_digits_in_groups_keeps_the_zeros() -> None:
    assert cells(with_cell(number("1234", GROUPS))) == [(281, OddCell(Oddity.GROUPED, "001-234", 1234))]


@pytest.mark.parametrize(
    ("value", "style"), [("12", GROUPED), ("12345", ZEROS)], ids=["no thousands", "no zeros to add"]
)
def test_a_format_that_adds_nothing_to_this_number_is_not_odd(value: str, style: int) -> None:
    assert cells(with_cell(number(value, style))) == [(281, int(value))]


def test_a_shared_text_is_found_by_its_number() -> None:
    texts = '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>one</t></si><si><t>two</t></si></sst>'

    assert cells(sheet(row(2, '<c r="A2"><v>1</v></c>', '<c r="B2" t="s"><v>1</v></c>'), texts=texts)) == [(1, "two")]


def test_the_calendar_of_1904_does_not_shift_a_date() -> None:
    content = sheet(row(2, number("44562", DATE)), styles=STYLES, properties='date1904="1"')

    assert cells(content) == [(None, datetime(2026, 1, 2))]


def test_a_formula_that_gives_an_empty_text_is_blank_and_said_once_a_column() -> None:
    empty = '<c r="B{0}" t="str"><f>IF(A{0}=1,"","x")</f><v></v></c>'
    found = read(sheet("".join(row(line, f'<c r="A{line}"><v>1</v></c>', empty.format(line)) for line in (2, 3, 4))))

    assert [line.cells for line in found.rows] == [(1, None)] * 3
    assert [note for note in found.notes if "formula" in note] == [
        "Some formulas give an empty text; their cells count as blank (nothing is changed). They are in column B."
    ]


@pytest.mark.parametrize(
    "written",
    [
        number("1E400"),
        number("NaN"),
        number("INF"),
        '<c r="B2" t="s"><v>7</v></c>',
    ],
    ids=["overflow", "not a number", "infinite", "missing text"],
)
def test_a_cell_that_no_spreadsheet_would_write_is_refused_in_plain_words(written: str) -> None:
    with pytest.raises(SheetError, match=r"retry\.$"):
        cells(with_cell(written))


def test_a_number_in_a_column_beside_truths_and_blanks_stays_what_it_is() -> None:
    header = row(1, text_cell("A1", "id"), text_cell("B1", "name"))
    column = ['<c r="B2" t="b"><v>1</v></c>', '<c r="B3"><v>7</v></c>', "", text_cell("B5", "x")]
    rows = "".join(row(line, f'<c r="A{line}"><v>{line}</v></c>', cell) for line, cell in enumerate(column, 2))

    found = cells(workbook({"Campaigns": worksheet_xml(header + rows)}))

    assert [(type(cell), cell) for _, cell in found] == [(bool, True), (int, 7), (type(None), None), (str, "x")]
