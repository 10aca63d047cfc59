"""What a worksheet's XML says of what is not seen: hidden rows and columns, those of no height or width, and zeros.

Elements are those of ECMA-376 part 1, 18.3.1: `row`, `col`, `sheetFormatPr`, `sheetView`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from batch_update.sheets.reading.grid import MOST_COLUMNS

_ATTRIBUTE = re.compile(rb"""([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_TRUE = (b"1", b"true", b"on")
_FALSE = (b"0", b"false", b"off")
_LEAST_SEEN = 0.5  # points of height, or characters of width: less is not even a line on the screen


def attributes(tag: bytes) -> dict[bytes, bytes]:
    """The attributes of an element's first tag."""
    return {name: double or single for name, double, single in _ATTRIBUTE.findall(tag)}


def shows_zeros(head: bytes) -> bool:
    """Whether cells that hold a zero show it; `head` is the XML before the rows."""
    return not any(view.get(b"showZeros") in _FALSE for view in _elements(head, b"sheetView"))


def rows_are_flat(head: bytes) -> bool:
    """Whether rows without a height of their own have none.

    `zeroHeight` alone does not do that: it hides the rows that are not in the file, and what is filled is in it.
    """
    return any(
        _is_nothing(form.get(b"defaultRowHeight")) and (form.get(b"customHeight") in _TRUE)
        for form in _elements(head, b"sheetFormatPr")
    )


def row_is_hidden(row: Mapping[bytes, bytes], *, is_flat: bool) -> bool:
    """Whether a row is not seen. `is_flat` says what it is if it tells no height."""
    height = row.get(b"ht")
    return row.get(b"hidden") in _TRUE or (is_flat if height is None else _is_nothing(height))


def hidden_columns(head: bytes) -> set[int]:
    """The columns that are not seen, by their numbers."""
    flat = any(_is_nothing(form.get(b"defaultColWidth")) for form in _elements(head, b"sheetFormatPr"))
    hidden, seen = set[int](), set[int]()
    for column in _elements(head, b"col"):
        first, last = column.get(b"min", b""), column.get(b"max", b"")
        if not (first.isdigit() and last.isdigit() and len(first + last) < 20):
            continue
        numbers = range(int(first), min(int(last), MOST_COLUMNS) + 1)
        width = column.get(b"width")
        is_hidden = column.get(b"hidden") in _TRUE or (flat if width is None else _is_nothing(width))
        (hidden if is_hidden else seen).update(numbers)
    return hidden.union(set(range(1, MOST_COLUMNS + 1)).difference(seen)) if flat else hidden


def _elements(head: bytes, name: bytes) -> list[dict[bytes, bytes]]:
    return [attributes(tag) for tag in re.findall(rb"<(?:[\w.-]+:)?" + name + rb"\s([^>]*)>", head)]


def _is_nothing(size: bytes | None) -> bool:
    try:
        return size is not None and 0 <= float(size) < _LEAST_SEEN
    except ValueError:
        return False
