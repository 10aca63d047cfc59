"""Takes rows out of a worksheet's XML by patterns, where they are spelled as nearly every program spells them.

Several times as fast as to hear of each element. A row that is spelled otherwise is left to who reads XML as such; of
one that is taken here, he would make the same.
"""

from __future__ import annotations

import re

from batch_update.sheets.reading.grid import column_of
from batch_update.sheets.reading.xlsx.raw_cells import RawCell, RawRow

_OPENING = re.compile(rb"<([A-Za-z_][\w.-]*:)?worksheet(?:\s[^>]*)?><((?(1)\1))sheetData>")
_ATTRIBUTE = re.compile(r' ([\w:]+)="([^"]*)"', re.ASCII)
# Without the signs that XML forbids, or reads as others.
_TEXT = r"(?:[^<>&\r\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]++|&(?:amp|lt|gt|quot|apos);)*+"
_CELL = (
    r'<{p}c r="([A-Z]{{1,2}}){number}"(?: s="(\d{{1,9}})")?+(?: t="(n|s|b|e|str|inlineStr)")?+(?: [cv]m="\d{{1,9}}")?+'
    r'(?:/>|>(?:(<{p}f(?: t="[A-Za-z]*+")?+(?: aca="[01]")?+(?: ref="[A-Z\d:]*+")?+(?: ca="[01]")?+(?: si="\d*+")?+)'
    r"(?:/>|>({text})</{p}f>))?+"
    r"(?:<{p}v>({text})(</{p}v>)"
    r'|<{p}is><{p}t(?: xml:space="preserve")?+>({text})(</{p}t>)</{p}is>)?+</{p}c>)'
)
_ROW = r'[ \n\t]*+<{p}row r="(\d{{1,7}})"((?: (?:{names})="[^"<>&\r\n\t]*+")*+)(?:/>|>((?:{cell})*+)</{p}row>)'
_NAMES = "spans|s|customFormat|ht|customHeight|hidden|outlineLevel|collapsed|thickTop|thickBot"
_GROUP = re.compile(r"\((?!\?)")


class UsualRows:
    """The patterns for the rows of one worksheet."""

    def __init__(self, opening: bytes) -> None:
        """`opening` is its XML up to the rows; where it is unusual itself, no row is taken."""
        found = _OPENING.fullmatch(opening)
        prefix = (found.group(1) or b"").decode() if found else ""
        self.row_start = f"<{prefix}row"
        self._fits = found is not None
        names = f"{_NAMES}|x14ac:dyDescent" if b" xmlns:x14ac=" in opening else _NAMES
        parts = {"p": re.escape(prefix), "text": _TEXT, "names": names}
        cell = _GROUP.sub("(?:", _CELL.format(number=r"\1", **parts))
        self._row = re.compile(_ROW.format(cell=cell, **parts), re.ASCII)
        self._cells = re.compile(_CELL.format(number=r"\d{1,7}", **parts), re.ASCII)

    def take(self, xml: str, place: int, *, after: int) -> tuple[RawRow, int] | None:
        """The row that stands at a place of the XML, and the place behind it.

        None if it is unusual, or its number is not above that of the row it comes `after`.
        """
        found = self._row.match(xml, place) if self._fits else None
        if found is None or int(found[1]) <= after:
            return None
        attributes = _ATTRIBUTE.findall(found[2])
        known = {name.encode(): value.encode() for name, value in attributes}
        if len(known) < len(attributes):
            return None
        cells = self._cells.findall(xml, *found.span(3)) if found[3] else ()
        return RawRow(int(found[1]), known, [_make_cell(*parts) for parts in cells]), found.end()


def _make_cell(  # noqa: PLR0913, PLR0917 - what the groups of the pattern found, an empty text where nothing
    letters: str, style: str, kind: str, tag: str, formula: str, value: str, is_value: str, text: str, is_text: str
) -> RawCell:
    cell = RawCell(
        column_of(letters), kind, style, _unescape(value) if is_value else None, _unescape(text) if is_text else None
    )
    if tag:
        cell.formula = _unescape(formula)
        if tag[-1] == '"':
            attributes = dict(_ATTRIBUTE.findall(tag))
            cell.formula_kind, cell.shared_number = attributes.get("t", ""), attributes.get("si", "")
    return cell


def _unescape(text: str) -> str:
    if "&" not in text:
        return text
    plain = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"').replace("&apos;", "'")
    return plain.replace("&amp;", "&")
