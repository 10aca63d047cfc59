"""What a cell of a workbook can hold of a text, and how one is told that was too long. Pure.

The writers make texts fit, and what reads a cell again knows by this what must have stood in it.
"""

from __future__ import annotations

CELL_LIMIT = 32_767
"""Excel's limit for one cell, in UTF-16 units."""

CUT_MARK = " […cut: this text is longer than a cell of Excel can hold]"
"""Ends a text that was cut at Excel's limit; a cell that is read again with it is not what the person wrote."""

_UNWRITABLE = {
    **{code: "\ufffd" for code in (*range(0x20), 0x7F, 0xFFFE, 0xFFFF) if code not in (0x09, 0x0A)},
    0x0B: "\n",
    0x0C: "\n",
    0x0D: "\n",
}


def fit_cell(text: str) -> str:
    """Text as a workbook can hold it.

    Each control character and half character becomes `�`, never nothing, which could make a cell blank. What is longer
    than Excel's limit is cut, with a mark that says so.
    """
    if not text.isprintable():
        text = text.replace("\r\n", "\n").translate(_UNWRITABLE)
        if any("\ud800" <= letter <= "\udfff" for letter in text):
            text = "".join("\ufffd" if "\ud800" <= letter <= "\udfff" else letter for letter in text)
    if len(text) > CELL_LIMIT // 2 and _units(text) > CELL_LIMIT:
        kept = text.encode("utf-16-le")[: 2 * (CELL_LIMIT - _units(CUT_MARK))]
        text = kept.decode("utf-16-le", "ignore") + CUT_MARK
    return text


def is_cut(text: str) -> bool:
    """Whether a text was cut at Excel's limit."""
    return text.endswith("]") and text.rstrip().endswith(CUT_MARK)


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
