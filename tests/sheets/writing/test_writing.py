"""What is done to text before it is written, and to rows so that none of it is cut off."""

from __future__ import annotations

import io
import zipfile
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from batch_update.errors import ResultsError
from batch_update.sheets.writing.cells import check_written, clean, new_workbook
from batch_update.sheets.writing.styles import count_lines


@given(st.text(st.characters(codec=None), max_size=50))
def test_clean_text_can_be_stored_and_is_blank_only_if_it_was(text: str) -> None:
    cleaned = clean(text)

    assert len(cleaned.encode("utf-16-le")) >= len(cleaned)
    assert all(letter >= " " or letter in "\t\n" for letter in cleaned)
    assert (cleaned.strip("\n") == "") <= (text.strip("\n\r\x0b\x0c") == "")


@given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn"]), max_size=50))
def test_good_text_stays_as_it_is(text: str) -> None:
    assert clean(text) == text


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", 1),
        ("short", 1),
        ("one\ntwo", 2),
        ("word " * 20, 5),
        ("WORD " * 20, 6),
        ("漢" * 40, 5),
        ("x" * 100, 5),
    ],
    ids=["blank", "short", "new line", "words", "capitals", "wide signs", "one long word"],
)
def test_lines_are_counted_so_that_nothing_is_cut_off(text: str, lines: int) -> None:
    assert count_lines(text, 20) in {lines, lines + 1}


@pytest.mark.parametrize("code", [-1, -2, -4])
def test_a_cell_that_was_dropped_is_not_passed_over(code: int) -> None:
    with pytest.raises(ResultsError, match="row 8, column 3"):
        check_written(code, 7, 2)


def test_a_workbook_is_packed_the_fast_way() -> None:
    file = io.BytesIO()
    with new_workbook(file, rows_in_order=True) as workbook:  # type: ignore[arg-type]  # any file will do
        worksheet = workbook.add_worksheet()
        for line in range(2_000):
            worksheet.write_string(line, 0, f"{line} Diwali offers {line * 7}")

    with zipfile.ZipFile(file) as archive:
        part = archive.getinfo("xl/worksheets/sheet1.xml")
        content = archive.read(part)
    without_ends = -6  # bytes that a zip keeps elsewhere
    assert part.compress_size == len(zlib.compress(content, level=1)) + without_ends
    assert part.compress_size != len(zlib.compress(content)) + without_ends
