"""Number formats of conditional formatting: nobody can tell when they apply, so what they would change is in doubt."""

from __future__ import annotations

import pytest
from support.workbooks import cells, row, sheet, styles_xml, text_cell

from batch_update.model import CellValue, OddCell, Oddity

RULE = (
    '<conditionalFormatting sqref="{0}"><cfRule type="cellIs" dxfId="{1}" priority="1" operator="equal">'
    "<formula>0</formula></cfRule></conditionalFormatting>"
)
STYLES = styles_xml("0").replace(
    "</styleSheet>",
    '<dxfs count="4"><dxf><font><b/></font></dxf><dxf><numFmt numFmtId="170" formatCode=";;;"/></dxf>'
    '<dxf><numFmt numFmtId="171" formatCode="0.00"/></dxf><dxf><numFmt numFmtId="14" formatCode="mm-dd-yy"/></dxf>'
    "</dxfs></styleSheet>",
)
ID = '<c r="A2"><v>7</v></c>'
ZERO = '<c r="B2"><v>0</v></c>'


def found(written: str, ranges: str, style: int) -> CellValue:
    """What cell B2 is under a conditional format."""
    return cells(sheet(row(2, ID, written), styles=STYLES, after=RULE.format(ranges, style)))[0][1]


def doubtful(value: CellValue, shown: str) -> OddCell:
    assert not isinstance(value, OddCell)
    return OddCell(Oddity.UNCLEAR, shown, value)


@pytest.mark.parametrize(
    ("written", "style", "expected"),
    [
        (ZERO, 1, doubtful(0, "0")),
        ('<c r="B2" t="b"><v>0</v></c>', 1, doubtful(value=False, shown="FALSE")),
        (text_cell("B2", "Diwali"), 1, doubtful("Diwali", "Diwali")),
        ('<c r="B2"><v>0.125</v></c>', 2, doubtful(0.125, "0.125")),
        ('<c r="B2"><v>30</v></c>', 3, doubtful(30, "30")),
        ('<c r="B2"><f>A2-7</f><v>0</v></c>', 1, OddCell(Oddity.FORMULA, "0", doubtful(0, "0"))),
    ],
    ids=["zero", "truth", "text", "rounded", "made a date", "formula"],
)
def test_a_cell_that_a_condition_may_show_otherwise_is_in_doubt(written: str, style: int, expected: CellValue) -> None:
    assert found(written, "B2:B9", style) == expected


@pytest.mark.parametrize("ranges", ["B2", "A1:C3", "$B$2", "D4 B1:B5", "B:B", "2:2", "B1:B1048576"])
def test_a_condition_counts_for_all_of_its_ranges(ranges: str) -> None:
    assert found(ZERO, ranges, 1) == doubtful(0, "0")


@pytest.mark.parametrize(
    ("written", "ranges", "style"),
    [(ZERO, "B3:B9", 1), (ZERO, "C2", 1), (ZERO, "B2", 0), (ZERO, "B2", 2), (ZERO, "B2", 99)],
    ids=["other rows", "other columns", "bold", "harmless decimals", "missing style"],
)
def test_a_cell_that_no_condition_shows_otherwise_stays_itself(written: str, ranges: str, style: int) -> None:
    assert found(written, ranges, style) == 0


def test_a_blank_cell_under_a_condition_is_blank() -> None:
    assert found("", "B2", 1) is None


def test_an_error_under_a_condition_stays_an_error() -> None:
    assert found('<c r="B2" t="e"><v>#N/A</v></c>', "B2", 1) == OddCell(Oddity.ERROR, "#N/A")
