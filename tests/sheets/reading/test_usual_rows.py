"""Rows that are taken by patterns come to the same as those of which each element is heard."""

from __future__ import annotations

from dataclasses import astuple

import pytest
from support.workbooks import MAIN

from batch_update.errors import SheetError
from batch_update.sheets.reading.xlsx.raw_cells import RawRow
from batch_update.sheets.reading.xlsx.usual_rows import UsualRows
from batch_update.sheets.reading.xlsx.worksheet_xml import raw_rows

ID = '<c r="A2"><v>281</v></c>'
USUAL = {
    "no cells": '<row r="2"/>',
    "an empty cell": f'<row r="2">{ID}<c r="B2" s="3"/><c r="C2"></c></row>',
    "a height, and a row that is hidden": f'<row r="2" spans="1:52" ht="15.75" customHeight="1" hidden="1">{ID}</row>',
    "numbers": f'<row r="2">{ID}<c r="B2" s="12"><v>-1.5E-3</v></c><c r="AZ2" t="n"><v> 7 </v></c></row>',
    "a shared text": '<row r="2"><c r="A2" s="1" t="s"><v>0</v></c></row>',
    "an inline text": '<row r="2"><c r="A2" t="inlineStr"><is><t xml:space="preserve"> a </t></is></c></row>',
    "an empty inline text": '<row r="2"><c r="A2" t="inlineStr"><is><t></t></is></c></row>',
    "yes": '<row r="2"><c r="A2" t="b"><v>1</v></c></row>',
    "an error": '<row r="2"><c r="A2" t="e"><v>#N/A</v></c></row>',
    "a formula": '<row r="2"><c r="A2"><f>B2+1</f><v>5</v></c></row>',
    "a formula without a result": '<row r="2"><c r="A2"><f>B2+1</f></c></row>',
    "a formula that gives an empty text": '<row r="2"><c r="A2" t="str"><f>IF(B2,"","")</f><v></v></c></row>',
    "a formula with signs": '<row r="2"><c r="A2"><f>B2&lt;5&amp;&quot;&amp;lt;&gt;&apos;</f><v>&amp;lt;</v></c></row>',
    "a formula that others share": '<row r="2"><c r="A2"><f t="shared" ref="A2:A9" si="0">B2+1</f><v>5</v></c></row>',
    "a shared formula": '<row r="2"><c r="A2"><f t="shared" si="0"/><v>5</v></c></row>',
    "an array": '<row r="2"><c r="A2" cm="1"><f t="array" aca="1" ref="A2" ca="1">SUM(B2:B3)</f><v>5</v></c></row>',
    "letters of other scripts": '<row r="2"><c r="A2" t="str"><v>पटना 😀\ta\nb</v></c></row>',
    "a cell twice": f'<row r="2">{ID}{ID}</row>',
    "rows apart": f'\n  <row r="2">{ID}</row>\n  <row r="7"><c r="A7"><v>5</v></c></row>',
}  # fmt: skip
UNUSUAL = {
    "no address": '<row r="2"><c><v>5</v></c></row>',
    "no number": '<row><c r="A2"><v>5</v></c></row>',
    "a cell of another row": '<row r="2"><c r="A3"><v>5</v></c></row>',
    "the number of the row before": '<row r="1"/>',
    "two attributes of one name": f'<row r="2" hidden="0" hidden="1">{ID}</row>',
    "a prefix that nobody declares": f'<row r="2" x14ac:dyDescent="0.25">{ID}</row>',
    "another entity": '<row r="2"><c r="A2" t="str"><v>a&#10;b</v></c></row>',
    "an entity that is none": '<row r="2"><c r="A2" t="str"><v>a&nbsp;b</v></c></row>',
    "a bare sign": '<row r="2"><c r="A2" t="str"><v>a & b</v></c></row>',
    "what ends raw text": '<row r="2"><c r="A2" t="str"><v>a]]>b</v></c></row>',
    "a line break that XML reads as another": '<row r="2"><c r="A2" t="str"><v>a\r\nb</v></c></row>',
    "a control character": '<row r="2"><c r="A2" t="str"><v>a\x01b</v></c></row>',
    "what is no character": '<row r="2"><c r="A2" t="str"><v>a\uffffb</v></c></row>',
    "two values": '<row r="2"><c r="A2"><v>5</v><v>6</v></c></row>',
    "a stray text": '<row r="2"><c r="A2">7<v>5</v></c></row>',
    "far to the right": '<row r="2"><c r="AAA2"><v>5</v></c></row>',
    "another namespace": f'<row r="2" xmlns="urn:x">{ID}</row>',
    "a row in a cell": f'<row r="2"><c r="A2"><row r="3">{ID}</row></c></row>',
    "a row in something else": '<x><row r="2"><c r="A2"><v>5</v></c></row></x>',
    "no end": f'<row r="2">{ID}',
}
OPENINGS = {"": f'<worksheet xmlns="{MAIN}"><sheetData>', "x:": f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData>'}


def told(opening: str, rows: str) -> list[tuple[object, ...]] | str:
    """What the rows come to behind a usual row, and before one."""
    end = opening.split("<")[2].replace(" ", "").replace(">", "")
    written = f'<row r="1"><c r="A1"><v>1</v></c></row>{rows}<row r="9"><c r="A9"><v>9</v></c></row>'
    prefix = end.removesuffix("sheetData")
    for name in ("row", "c", "f", "v", "is", "t"):
        written = written.replace(f"<{name} ", f"<{prefix}{name} ").replace(f"<{name}>", f"<{prefix}{name}>")
        written = written.replace(f"</{name}>", f"</{prefix}{name}>")
    first, second = f"{opening.partition('>')[0]}>", opening.partition(">")[2]
    chunks = [first, second, written, f"</{end}>", f"</{prefix}worksheet>"]
    try:
        return [
            (
                row.number,
                row.attributes.get(b"ht"),
                row.attributes.get(b"hidden"),
                [astuple(cell) for cell in row.cells],
            )
            for row in raw_rows(chunk.encode() for chunk in chunks)
        ]
    except SheetError as error:
        return str(error)


@pytest.mark.parametrize("opening", OPENINGS.values(), ids=["no prefix", "a prefix"])
@pytest.mark.parametrize("rows", [*USUAL.values(), *UNUSUAL.values()], ids=[*USUAL, *UNUSUAL])
def test_rows_are_the_same_by_patterns_and_by_elements(rows: str, opening: str) -> None:
    by_elements = opening.replace("sheetData>", "sheetData >")  # which is spelled otherwise

    assert told(opening, rows) == told(by_elements, rows)


@pytest.mark.parametrize("rows", USUAL.values(), ids=USUAL.keys())
def test_a_usual_row_is_taken_by_patterns(rows: str) -> None:
    assert taken(rows) is not None


@pytest.mark.parametrize("rows", UNUSUAL.values(), ids=UNUSUAL.keys())
def test_an_unusual_row_is_left_to_those_who_hear_of_elements(rows: str) -> None:
    assert taken(rows) is None


def taken(rows: str) -> tuple[RawRow, int] | None:
    return UsualRows(OPENINGS[""].encode()).take(rows, 0, after=1)
