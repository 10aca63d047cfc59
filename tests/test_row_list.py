"""Rows as a person lists them: what is read, and what is said of a slip."""

from __future__ import annotations

import re

import pytest

from batch_update.row_list import parse_rows

LISTS = {
    "one": ("57", ((57, 57),), "57"),
    "a range": ("2-40", ((2, 40),), "2-40"),
    "both": ("2-40,57", ((2, 40), (57, 57)), "2-40,57"),
    "a range of one": ("3-3", ((3, 3),), "3"),
    "blanks and semicolons": (" 2 - 40 ; 57 ", ((2, 40), (57, 57)), "2-40,57"),
    "the long stroke of a text program": ("2–40", ((2, 40),), "2-40"),
    "in any order, and over one another": ("9,2-4,3-5", ((9, 9), (2, 4), (3, 5)), "9,2-4,3-5"),
}


@pytest.mark.parametrize(("text", "ranges", "spelled"), LISTS.values(), ids=LISTS)
def test_a_list_of_rows_is_read(text: str, ranges: tuple[tuple[int, int], ...], spelled: str) -> None:
    rows = parse_rows(text)
    assert (rows.ranges, str(rows)) == (ranges, spelled)
    assert parse_rows(spelled) == rows


def test_both_ends_of_a_range_are_in_it() -> None:
    rows = parse_rows("2-4,7")
    assert [number for number in range(1, 10) if number in rows] == [2, 3, 4, 7]


SLIPS = {
    "backwards": ("40-2", "'40-2' runs backwards; write 2-40"),
    "row 0": ("0", "'0' is no row of a sheet: the first is row 1"),
    "from row 0": ("0-5", "'0-5' is no row of a sheet: the first is row 1"),
    "a word": ("x", "'x' is no row number; list rows as in 2-40,57"),
    "a cell": ("A2", "'A2' is no row number; list rows as in 2-40,57"),
    "a fraction": ("2.5", "'2.5' is no row number; list rows as in 2-40,57"),
    "no end": ("5-", "'5-' is no row number; list rows as in 2-40,57"),
    "no beginning": ("-5", "'-5' is no row number; list rows as in 2-40,57"),
    "three ends": ("2-4-6", "'2-4-6' is no row number; list rows as in 2-40,57"),
    "digits of another script": ("२", "'२' is no row number; list rows as in 2-40,57"),
    "too many digits": ("1234567890", "'1234567890' is no row number; list rows as in 2-40,57"),
    "nothing": ("", "a row number is missing; list rows as in 2-40,57"),
    "nothing between": ("2,,5", "a row number is missing; list rows as in 2-40,57"),
    "nothing behind": ("2,", "a row number is missing; list rows as in 2-40,57"),
}


@pytest.mark.parametrize(("text", "said"), SLIPS.values(), ids=SLIPS)
def test_a_slip_is_told_with_what_would_be_right(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(said)}$"):
        parse_rows(text)
