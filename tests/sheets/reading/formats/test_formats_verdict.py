"""Whether a person reads of a cell what it holds: one line for each value in a format, and what is odd about it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.formats import CODES

from batch_update.model import CellValue, OddCell, Oddity, held
from batch_update.sheets.reading.formats.number_format import (
    BUILT_IN,
    as_seen,
    number_format,
    text_as_seen,
    truth_as_seen,
)
from batch_update.sheets.reading.formats.verdict import judge, judge_text

HIDDEN, OTHERWISE, UNCLEAR = Oddity.HIDDEN, Oddity.SHOWN_OTHERWISE, Oddity.UNCLEAR
GROUPED, PADDED, PERCENT = Oddity.GROUPED, Oddity.PADDED, Oddity.PERCENT
ACCOUNTS = BUILT_IN[43]

HARMLESS: list[tuple[float, str]] = [
    (30, "0"), (30, "0.00"), (30, "0.0"), (30, "0.000"), (1.5, "0.0"), (1.5, "0.00"), (0.5, ".00"), (30, "#"),
    (30, "0."), (0, "0"), (0, "0.00"), (0, "0;-0;0;@"), (-5, "0;-0"), (-5, "0"), (-5, "0.00"), (5, "0_);(0)"),
    (5, "0;(0)"), (1.123456789, "General"), (919876543210, "General"), (0.1 + 0.2, "General"), (-2.5, "General"),
    (7, "@"), (1.5, "@"), (29.999999999999996, "0"), (29.999999999999996, "0.00"), (999, "#,##0"), (-999, "#,##0"),
    (30, "#,##0.00"), (999, "_-* #,##0_-"), (-999, "_-* #,##0_-;-* #,##0_-"), (30, ACCOUNTS), (30, BUILT_IN[37]),
    (30, "[Red]0"), (-5, "[Blue]0;[Red]-0"), (5, "[Color 10]0"), (5, "[$-409]0"), (5, "[$-hi-IN]0.0"),
    (12, '[<10]"low";0'), (3, '[=1]"Yes";[=0]"No";General'), (2, "# ?/?"), (0, "General;-General;General"),
    (0, '0;-0;"0"'), (5, "0;;"), (919876543210, "0"), (919876543210, "#"), (1e15, "#,##0"), (12345, "00000"), (5, "0 "),
]  # fmt: skip

ODD: list[tuple[float, str, Oddity, str]] = [
    # nothing is shown
    (0, "0;-0;;@", HIDDEN, ""), (0, "#", HIDDEN, ""), (0, "#,###", HIDDEN, ""), (0.3, "#", HIDDEN, ""),
    (5, ";;;", HIDDEN, ""), (-5, ";;;", HIDDEN, ""), (0, ";;;", HIDDEN, ""), (5, ";;", HIDDEN, ""),
    (-5, "0;;0", HIDDEN, ""), (5, '""', HIDDEN, ""), (5, "_x", HIDDEN, ""), (0, "General;-General;", HIDDEN, ""),
    (0, '[=0]"";General', HIDDEN, ""), (5, "* ;", HIDDEN, ""), (1e300, ";;;", HIDDEN, ""),
    # another number
    (1.5, "0", OTHERWISE, "2"), (1.4, "0", OTHERWISE, "1"), (0.5, "#,##0", OTHERWISE, "1"),
    (12.345, "0.0", OTHERWISE, "12.3"), (30.004, "0.00", OTHERWISE, "30.00"), (99.95, "0.0_)", OTHERWISE, "100.0"),
    (-5, "0;0", OTHERWISE, "5"), (-5, "0;[Red]0", OTHERWISE, "5"), (-5, "0_);(0)", OTHERWISE, "(5)"),
    (-5, ACCOUNTS, OTHERWISE, "(5.00)"), (1234, "0,", OTHERWISE, "1"), (1000, "0,", OTHERWISE, "1"),
    (1_500_000, '0.0,,"M"', OTHERWISE, "1.5M"), (1234.5, "#,##0", OTHERWISE, "1,235"),
    (1.5, '0" min"', OTHERWISE, "2 min"), (15, "0\\.0", OTHERWISE, "1.5"), (1234, "0.0E+00", OTHERWISE, "1.2E+03"),
    (919876543210, "0.00E+00", OTHERWISE, "9.20E+11"), (0.3, "# ?/?", OTHERWISE, "2/7"),
    (0.4, "# ?/8", OTHERWISE, "3/8"), (0.00001, "0.00", OTHERWISE, "0.00"), (0, "#.##", OTHERWISE, "."),
    # words
    (5, '[<10]"low";0', OTHERWISE, "low"), (1, '[=1]"Yes";[=0]"No"', OTHERWISE, "Yes"),
    (0, '0;-0;"none"', OTHERWISE, "none"), (0, ACCOUNTS, OTHERWISE, "-"), (5, "**", OTHERWISE, "*"),
    (5, '"7"', OTHERWISE, "7"), (2500, '[>=1000]0,"k";0', OTHERWISE, "3k"),
    # the same number with something about it
    (12, '0" min"', GROUPED, "12 min"), (12345, "#,##0", GROUPED, "12,345"), (12, '"$"0', GROUPED, "$12"),
    (12, '0" €"', GROUPED, "12 €"), (1234, "000\\-000", GROUPED, "001-234"), (930, "0\\:00", GROUPED, "9:30"),
    (12345, "# ##0", GROUPED, "12 345"), (919876543210, "+0", GROUPED, "+919876543210"),
    (30, BUILT_IN[44], GROUPED, "$ 30.00"), (-12, '"$"0', GROUPED, "-$12"), (123, "00000", PADDED, "00123"),
    (-5, "00", PADDED, "-05"), (0, "00", PADDED, "00"), (0.5, "0%", PERCENT, "50%"), (0, "0%", PERCENT, "0%"),
    (0.125, "0.0%", PERCENT, "12.5%"), (50, "0\\%", PERCENT, "50%"),
    # nobody can tell, or the same number in another writing
    (1200, "0.00E+00", UNCLEAR, "1.20E+03"), (1.5, "# ?/?", UNCLEAR, "1 1/2"), (5, "[DBNum1]0", UNCLEAR, "5"),
    (5, "[White]0", UNCLEAR, "5"), (0, "0;-0;[White]0", UNCLEAR, "0"), (5, "[color2]General", UNCLEAR, "5"),
    (50, "[<10]0", UNCLEAR, "50"), (15, '[<10]"low";[>20]"high"', UNCLEAR, "15"), (-5, "[<100]0;0.0", UNCLEAR, "-5"),
    (5, "0x", UNCLEAR, "5"), (5, "[Nonsense]0", UNCLEAR, "5"), (5, "0;0;0;0;0", UNCLEAR, "5"),
    (5, "0" * 256, UNCLEAR, "5"), (2, '# ?/?" in"', UNCLEAR, "2"),
]  # fmt: skip


def names(case: tuple[object, ...]) -> str:
    return f"{case[0]} {str(case[1])[:40]}"


@pytest.mark.parametrize("case", HARMLESS, ids=names)
def test_a_number_that_is_seen_as_it_is_stays_itself(case: tuple[float, str]) -> None:
    value, code = case

    assert as_seen(value, number_format(code)) == value


@pytest.mark.parametrize("case", ODD, ids=names)
def test_a_number_that_is_seen_otherwise_is_odd(case: tuple[float, str, Oddity, str]) -> None:
    value, code, oddity, shown = case

    assert as_seen(value, number_format(code)) == OddCell(oddity, shown, value)


@given(CODES, st.floats(allow_nan=False, allow_infinity=False))
def test_any_code_says_of_any_number_what_it_holds(code: str, value: float) -> None:
    found = as_seen(value, number_format(code))

    assert held(found) == value


@pytest.mark.parametrize("code", ["General", "@", "0", "0.00", "0;-0;;@", ACCOUNTS, ";;", "m/d/yy;@", "[<10]0;0.0"])
def test_a_text_is_seen_as_it_is_in_most_formats(code: str) -> None:
    assert text_as_seen("Diwali", number_format(code)) == "Diwali"


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (";;;", OddCell(HIDDEN, "", "Diwali")),
        ("0;-0;0;", OddCell(HIDDEN, "", "Diwali")),
        ('"x"@', OddCell(OTHERWISE, "xDiwali", "Diwali")),
        ('0;-0;0;@" (old)"', OddCell(OTHERWISE, "Diwali (old)", "Diwali")),
        ('0;-0;0;"text"', OddCell(OTHERWISE, "text", "Diwali")),
        ("0;-0;0;[White]@", OddCell(UNCLEAR, "Diwali", "Diwali")),
        ("@@", OddCell(OTHERWISE, "DiwaliDiwali", "Diwali")),
    ],
)
def test_a_text_that_its_format_hides_or_changes_is_odd(code: str, expected: OddCell) -> None:
    assert text_as_seen("Diwali", number_format(code)) == expected


@pytest.mark.parametrize("code", ["0", "0;-0;;@", '0" min"', "0%", ";;", '"x"@'])
def test_a_truth_is_seen_as_one_in_every_format_that_does_not_hide_texts(code: str) -> None:
    assert truth_as_seen(value=True, form=number_format(code)) is True


def test_a_truth_is_hidden_by_a_format_that_hides_everything() -> None:
    assert truth_as_seen(value=False, form=number_format(";;;")) == OddCell(HIDDEN, "", value=False)


@pytest.mark.parametrize("code", dict.fromkeys(BUILT_IN.values()))
def test_a_small_number_is_harmless_or_odd_in_every_format_that_has_a_number(code: str) -> None:
    form = number_format(code)

    found: CellValue = as_seen(7, form) if not form.is_date else 7

    assert found == 7 or isinstance(found, OddCell)


SEEN: list[tuple[str, float, Oddity | None]] = [
    ("12,5", 12.5, None), ("12.5", 12.5, None), ("30,00", 30, None), ("- 5", -5, None), ("\u22125", -5, None),
    ("٣٠", 30, None), ("1 234,5 €", 1234.5, GROUPED), ("1.234,5", 1234.5, GROUPED), ("1'234", 1234, GROUPED),
    ("12.345", 12345, GROUPED), ("12,345", 12345, GROUPED), ("12,34,567", 1234567, GROUPED),
    ("12,34,568", 1234567, OTHERWISE), ("12.35", 12.345, OTHERWISE), ("###", 5, OTHERWISE), (" ", 5, HIDDEN),
    ("0,5 h", 0.5, GROUPED), ("50 %", 0.5, PERCENT), ("1/0", 1, OTHERWISE),
]  # fmt: skip


@pytest.mark.parametrize(("shown", "value", "oddity"), SEEN, ids=[case[0] for case in SEEN])
def test_what_a_file_says_is_shown_is_put_beside_what_it_holds(shown: str, value: float, oddity: Oddity | None) -> None:
    assert judge(shown, value) == oddity


@pytest.mark.parametrize("shown", ["0.3333333333", "0,333333333333", "0.33333333333333"])
def test_what_general_has_no_room_for_is_no_difference(shown: str) -> None:
    assert judge(shown, 1 / 3, is_general=True) is None


def test_a_few_digits_are_more_than_general_would_leave_out() -> None:
    assert judge("0.333", 1 / 3, is_general=True) == OTHERWISE


@pytest.mark.parametrize(("shown", "oddity"), [("a ", None), ("", HIDDEN), ("xa", OTHERWISE)])
def test_a_text_is_put_beside_what_is_shown_of_it(shown: str, oddity: Oddity | None) -> None:
    assert judge_text(shown, "a") == oddity
