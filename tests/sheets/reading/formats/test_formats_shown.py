"""What a number format shows of a number: ECMA-376 part 1, section 18.8.31, one line for each thing that it says."""

from __future__ import annotations

import csv
from pathlib import Path

import openpyxl
import pytest
from support.formats import shown_text
from support.libreoffice import AS_SHOWN, convert, needs_libreoffice

SHOWN: list[tuple[float, str, str]] = [
    # digits: `0` is always one, `#` none that is not needed, `?` a space
    (30, "0", "30"),
    (1.5, "0", "2"),
    (2.5, "0", "3"),
    (-1.5, "0", "-2"),
    (0.4, "0", "0"),
    (0, "#", ""),
    (0.4, "#", ""),
    (7, "#", "7"),
    (5, "00", "05"),
    (123, "00000", "00123"),
    (5, "???", "5"),
    (30, "0.00", "30.00"),
    (0.125, "0.00", "0.13"),
    (0.125, ".00", ".13"),
    (1.5, "0.##", "1.5"),
    (0, "#.##", "."),
    (1.5, "?0.0?", "1.5"),
    (29.999999999999996, "0.000000000000000", "30.000000000000000"),
    (1e21, "0", "1000000000000000000000"),
    # thousands, and the commas that divide
    (1234567, "#,##0", "1,234,567"),
    (999, "#,##0", "999"),
    (5, "0,000", "0,005"),
    (1234, "0,", "1"),
    (1_500_000, "0.0,,", "1.5"),
    (1_234_567, "#,##0,", "1,235"),
    (1234, '0.0,"k"', "1.2k"),
    # words, signs and spaces
    (12, '0" min"', "12 min"),
    (12, "0\\ \\m", "12 m"),
    (1234.5, "[$₹-4009] #,##0.00", "₹ 1,234.50"),
    (5, "[$-409]0", "5"),
    (5, "[Red]0", "5"),
    (5, "[Color 12]0", "5"),
    (5, "_-* #,##0_-", "5"),
    (5, '"a;b"0', "a;b5"),
    (1234, "000\\-000", "001-234"),
    (930, "0\\:00", "9:30"),
    (919876543210, "+00 00000 00000", "+91 98765 43210"),
    # percent, powers, fractions
    (0.5, "0%", "50%"),
    (0.125, "0.0%", "12.5%"),
    (50, "0\\%", "50%"),
    (1200, "0.00E+00", "1.20E+03"),
    (0.0012, "0.0E+0", "1.2E-3"),
    (12345, "##0.0E+0", "12.3E+3"),
    (9.999, "0.00E+00", "1.00E+01"),
    (0, "0.00E+00", "0.00E+00"),
    (1.5, "# ?/?", "1 1/2"),
    (0.3, "# ?/?", "2/7"),
    (2, "# ?/?", "2"),
    (0.99, "# ?/?", "1"),
    (0.4, "# ?/8", "3/8"),
    (1.5, "?/?", "3/2"),
    # sections: positive, negative, zero
    (5, "0;-0;0", "5"),
    (-5, "0;-0", "-5"),
    (-5, "0;0", "5"),
    (-5, "0_);(0)", "(5)"),
    (0, "0;-0;;@", ""),
    (-5, "0;;0", ""),
    (0, "0;-0", "0"),
    (5, ";;;", ""),
    (0, '0;-0;"none"', "none"),
    (-5, "0", "-5"),
    (-5, '"$"0', "-$5"),
    # conditions
    (5, '[<10]"low";0', "low"),
    (12, '[<10]"low";0', "12"),
    (2500, '[>=1000]0,"k";0', "3k"),
    (500, '[<100]"a";[>=1000]"b";0.0', "500.0"),
    (1, '[=1]"Yes";[=0]"No";General', "Yes"),
    (0, '[=1]"Yes";[=0]"No";General', "No"),
    (3, '[=1]"Yes";[=0]"No";General', "3"),
    (7, '[<>7]0;"seven"', "seven"),
    # General
    (1.5, "General", "1.5"),
    (30, 'General" min"', "30 min"),
    (0, "General;-General;", ""),
    (-5, "General;-General;", "-5"),
    (7, "@", "7"),
    (7, '"x"@', "7"),
]


@pytest.mark.parametrize(("value", "code", "expected"), SHOWN, ids=[f"{value} {code}" for value, code, _ in SHOWN])
def test_a_number_is_shown_as_its_format_says(value: float, code: str, expected: str) -> None:
    assert shown_text(value, code) == expected


LEFT_OUT = "#.##"  # LibreOffice drops a point without digits behind it; Excel does not


@needs_libreoffice
def test_libreoffice_shows_the_same(tmp_path: Path) -> None:
    cases = [case for case in SHOWN if case[1] != LEFT_OUT]
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    for number, (value, code, _) in enumerate(cases, 1):
        page.cell(number, 1, value).number_format = code
    book.save(tmp_path / "made.xlsx")

    saved = convert(tmp_path / "made.xlsx", "csv", tmp_path, by=AS_SHOWN)
    with saved.open(encoding="utf-8", newline="") as file:
        seen = [line[0] if line else "" for line in csv.reader(file)]

    differs = [(case, shown) for case, shown in zip(cases, seen, strict=True) if shown.strip() != case[2]]
    assert not differs
