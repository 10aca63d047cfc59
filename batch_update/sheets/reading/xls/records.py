"""Goes through the records of a worksheet in an old .xls file: which cells hold something, and which hold formulas.

xlrd gives the results of formulas and not that they are formulas, and nobody else counts what it found. Records are
those of [MS-XLS] 2.3 and 2.4 and, for Excel 5.0, of the documentation of OpenOffice; rows and columns count from 0.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from xlrd.formula import FMLA_TYPE_CELL, FMLA_TYPE_SHARED, decompile_formula

Place = tuple[int, int]

_BOF, _EOF, _FORMULA, _MULTIPLE_NUMBERS = 0x0809, 0x000A, 0x0006, 0x00BD
_FILLED = (0x00FD, 0x0204, 0x00D6, 0x0203, 0x027E, 0x0205)  # texts (three kinds), numbers (two), truths and errors
_SHARED = {0x04BC: 8, 0x0221: 12}  # a formula of several cells, and where the length of its expression stands
_POINTER = 0x01  # the expression of a cell whose formula is one of several cells
_NO_NUMBER = b"\xff\xff"
_TRUTHS = (b"\x1d\x00", b"\x1d\x01", b"\x42\x00\x22\x00", b"\x42\x00\x23\x00")  # a typed TRUE or FALSE, `TRUE()`
_NO_TEXT = (b"\x17\x00\x00", b"\x17\x00")  # the expression `""`
_EMPTY_TEXT = 3  # kind of a result
_WHOLE = re.compile(r"(?<=\d)\.0(?!\d)")  # xlrd writes 2 as 2.0
_FIRST_WITH_RECORDS = 50  # Excel 5.0; older versions write formulas in another way, and nobody has them


@dataclass(slots=True)
class OldFormula:
    """A formula with what is saved of its result. `expression` are its tokens."""

    expression: bytes
    is_empty: bool  # its result is said to be an empty text, which some writers say of every formula

    @property
    def is_typed_empty(self) -> bool:
        """Whether it is `=""`, which gives nothing else."""
        return self.expression in _NO_TEXT


@dataclass(slots=True)
class OldRecords:
    """What the records of a worksheet say."""

    filled: dict[int, list[int]] = field(default_factory=dict)  # the columns that hold something, by row
    formulas: dict[Place, OldFormula] = field(default_factory=dict)
    shared: dict[Place, bytes] = field(default_factory=dict)  # expressions, by the cell that they belong to


def read_records(book: Any, sheet: int) -> OldRecords | None:
    """The cells of a worksheet by its records; None for versions whose records are others."""
    if book.biff_version < _FIRST_WITH_RECORDS:
        return None
    found = OldRecords()
    last: Place = (0, 0)
    for kind, content in _records(book, sheet):
        if kind in _SHARED:
            start = _SHARED[kind]
            (length,) = struct.unpack_from("<H", content, start)
            found.shared[last] = content[start + 2 : start + 2 + length]
        elif kind in _FILLED or kind in (_FORMULA, _MULTIPLE_NUMBERS):
            row, column = last = struct.unpack_from("<HH", content)
            columns = found.filled.setdefault(row, [])
            columns.extend(range(column, column + (len(content) - 6) // 6 if kind == _MULTIPLE_NUMBERS else column + 1))
            if kind == _FORMULA and (formula := _read_formula(content)):
                found.formulas[last] = formula
    return found


def was_calculated(book: Any) -> bool:
    """Whether any formula of a workbook has a result that is more than an empty text, or must be one."""
    formulas = [
        formula
        for sheet in range(book.nsheets)
        if (records := read_records(book, sheet)) is not None
        for formula in records.formulas.values()
    ]
    return not all(formula.is_empty and not formula.is_typed_empty for formula in formulas)


def formula_text(book: Any, records: OldRecords, place: Place) -> str:
    """A formula as it is typed, as far as xlrd can tell; otherwise `a formula`."""
    expression, kind = records.formulas[place].expression, FMLA_TYPE_CELL
    if expression[:1] == bytes([_POINTER]) and len(expression) >= 4:
        owner = struct.unpack_from("<HH" if len(expression) > 4 else "<HB", expression, 1)
        expression, kind = records.shared.get(owner, b""), FMLA_TYPE_SHARED
    if not expression:
        return "a formula"
    try:
        text = decompile_formula(book, expression, len(expression), kind, browx=place[0], bcolx=place[1])
    except Exception:  # noqa: BLE001 - what xlrd can not write out is a formula all the same
        return "a formula"
    return f"={_WHOLE.sub('', text)}" if text else "a formula"


def _read_formula(content: bytes) -> OldFormula | None:
    if len(content) < 22 or content[22:] in _TRUTHS:
        return None
    (length,) = struct.unpack_from("<H", content, 20)
    is_text = content[12:14] == _NO_NUMBER
    return OldFormula(content[22 : 22 + length], is_text and content[6] == _EMPTY_TEXT)


def _records(book: Any, sheet: int) -> Iterator[tuple[int, bytes]]:
    """The records of one worksheet, without those of the charts in it."""
    memory, position, depth = book.mem, book._sh_abs_posn[sheet], 0  # noqa: SLF001 - xlrd keeps them to itself
    while position + 4 <= len(memory):
        kind, length = struct.unpack_from("<HH", memory, position)
        position += 4
        if kind == _BOF:
            depth += 1
        elif kind == _EOF:
            depth -= 1
        elif depth == 1 and position + length <= len(memory):
            yield kind, bytes(memory[position : position + length]) if _is_wanted(kind) else b""
        position += length
        if depth <= 0:
            return


def _is_wanted(kind: int) -> bool:
    return kind in _FILLED or kind in _SHARED or kind in (_FORMULA, _MULTIPLE_NUMBERS)
