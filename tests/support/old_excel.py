"""Old .xls files written record by record, as no library would write them: [MS-XLS] in the container of [MS-CFB]."""

from __future__ import annotations

import struct
from collections.abc import Sequence

SECTOR = 512
EMPTY_TEXT = b"\x03\0\0\0\0\0\xff\xff"  # the result of a formula that gives an empty text
TEXT = b"\0\0\0\0\0\0\xff\xff"  # the result of a formula whose text follows in a record of its own

# the tokens of some expressions, as they would be typed
A2 = b"\x24\x01\x00\x00\xc0"
TWO = b"\x1e\x02\x00"
A2_TIMES_2 = A2 + TWO + b"\x05"
A2_JOINED = A2 + b"\x17\x01\x00x" + b"\x08"  # =A2&"x"
IF_A2 = A2 + b"\x17\x00\x00" + A2 + b"\x22\x03\x01\x00"  # =IF(A2,"",A2)
AREA = b"\x25\x01\x00\x02\x00\x00\xc0\x00\xc0"  # A2:A3
SUM = AREA + b"\x22\x01\x04\x00"
SUM_AS_EXCEL_SAVES_IT = AREA + b"\x19\x10\x00\x00"
SUBTOTAL = b"\x1e\x67\x00" + AREA + b"\x22\x02\x58\x01"  # =SUBTOTAL(103,A2:A3)
SUM_AND_1 = SUM + b"\x1e\x01\x00" + b"\x03"
VLOOKUP = A2 + AREA + TWO + b"\x22\x03\x66\x00"  # =VLOOKUP(A2,A2:A3,2)
NO_TEXT = b"\x17\x00\x00"  # =""


def record(kind: int, content: bytes = b"") -> bytes:
    """A record of a kind."""
    return struct.pack("<HH", kind, len(content)) + content


def text(row: int, column: int, value: str) -> bytes:
    """A cell that holds a text; rows and columns count from 0."""
    return record(0x0204, struct.pack("<HHH", row, column, 0) + _string(value))


def number(row: int, column: int, value: float, style: int = 0) -> bytes:
    """A cell that holds a number."""
    return record(0x0203, struct.pack("<HHHd", row, column, style, value))


def formula(row: int, column: int, expression: bytes, result: float | bytes) -> bytes:
    """A cell that holds a formula with its result: a number, or the bytes that stand for another."""
    saved = struct.pack("<d", result) if isinstance(result, (int, float)) else result
    place = struct.pack("<HHH", row, column, 0)
    return record(0x0006, place + saved + bytes(6) + struct.pack("<H", len(expression)) + expression)


def shared(row: int, column: int, expression: bytes) -> bytes:
    """The formula that the cells from this one on share; it follows the first of them."""
    place = struct.pack("<HHBBBB", row, row + 1, column, column, 0, 2)
    return record(0x04BC, place + struct.pack("<H", len(expression)) + expression)


def shared_with(row: int, column: int) -> bytes:
    """The expression of a cell whose formula is that of another."""
    return b"\x01" + struct.pack("<HH", row, column)


def formula_text(value: str) -> bytes:
    """The text that the formula before it gives."""
    return record(0x0207, _string(value))


def merged(first_row: int, last_row: int, first_column: int, last_column: int) -> bytes:
    """A merged range."""
    return record(0x00E5, struct.pack("<HHHHH", 1, first_row, last_row, first_column, last_column))


def old_workbook(*sheets: Sequence[bytes], formats: Sequence[int] = (0,)) -> bytes:
    """An .xls of these worksheets, each of its records. `formats` are the numbers of the styles' number formats."""
    font = record(0x0031, struct.pack("<HHHHHBBBBBB", 200, 0, 0x7FFF, 400, 0, 0, 0, 0, 0, 1, 0) + b"A")
    styles = b"".join(record(0x00E0, struct.pack("<HHH", 0, form, 1) + bytes(14)) for form in formats)
    begin = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0x0DBB, 1996, 0, 6)) + font * 4 + styles
    names = ["Campaigns", *(f"Sheet{place}" for place in range(2, len(sheets) + 1))]
    listed_length = sum(12 + len(name) for name in names)
    bodies = [
        record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0x0DBB, 1996, 0, 6)) + b"".join(rows) + record(0x000A)
        for rows in sheets
    ]
    place, listed = len(begin) + listed_length + 4, b""
    for name, body in zip(names, bodies, strict=True):
        listed += record(0x0085, struct.pack("<IBBBB", place, 0, 0, len(name), 0) + name.encode())
        place += len(body)
    return in_container(begin + listed + record(0x000A) + b"".join(bodies))


def in_container(stream: bytes) -> bytes:
    """A file whose only stream is a workbook's."""
    stream = stream.ljust(4096, b"\0")
    count = -(-len(stream) // SECTOR)
    chain = [0xFFFFFFFD, 0xFFFFFFFE, *range(3, count + 2), 0xFFFFFFFE]
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(10)
    header += struct.pack("<IIIIIIII", 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header += struct.pack("<I", 0).ljust(436, b"\xff")
    table = struct.pack(f"<{len(chain)}I", *chain).ljust(SECTOR, b"\xff")
    entries = _entry("Root Entry", 5, 0xFFFFFFFE, 0, child=1) + _entry("Workbook", 2, 2, len(stream))
    return header + table + entries.ljust(SECTOR, b"\0") + stream.ljust(count * SECTOR, b"\0")


def _entry(name: str, kind: int, start: int, size: int, *, child: int = 0xFFFFFFFF) -> bytes:
    coded = name.encode("utf-16-le") + b"\0\0"
    links = struct.pack("<III", 0xFFFFFFFF, 0xFFFFFFFF, child)
    return (
        coded.ljust(64, b"\0") + struct.pack("<HBB", len(coded), kind, 1) + links + bytes(36)
        + struct.pack("<II", start, size) + bytes(4)
    )  # fmt: skip


def _string(value: str) -> bytes:
    return struct.pack("<HB", len(value), 1) + value.encode("utf-16-le")
