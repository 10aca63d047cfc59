"""Whatever of a cell its writer left out or put elsewhere: it is read, by either reader, or named. Nothing is lost."""

from __future__ import annotations

import pytest
from support.workbooks import HEADER, MAIN, cells, read, row, sheet, text_cell, workbook, worksheet_xml

from batch_update.errors import HeaderError, SheetError
from batch_update.model import CellValue, OddCell, Oddity

TEXTS = f'<sst xmlns="{MAIN}"><si><t>zero</t></si><si><t>one</t></si><si><t>two</t></si></sst>'
ID = '<c r="A2"><v>281</v></c>'
WITH_FORMULA = pytest.mark.parametrize(
    "elsewhere",
    ["", row(9, '<c r="A9"><f>A2+1</f><v>282</v></c>')],
    ids=["plain", "a formula elsewhere"],
)


def second_cell(written: str, elsewhere: str, texts: str = TEXTS) -> CellValue:
    """What B2 holds, beside an id in A2."""
    return cells(sheet(row(2, ID, written) + elsewhere, texts=texts))[0][1]


# --- rows and cells without addresses ---------------------------------------------------------------------------------

HEADER_OF_3 = row(1, text_cell("A1", "id"), text_cell("B1", "name"), text_cell("C1", "description"))
TEXT = '<c t="inlineStr"><is><t>{}</t></is></c>'
PLACES: dict[str, tuple[str, list[tuple[int, tuple[CellValue, ...]]]]] = {
    "no address behind the first": (
        f'<row r="2">{ID}{TEXT.format("a")}{TEXT.format("b")}</row>', [(2, (281, "a", "b"))],
    ),
    "no address behind the second": (
        f'<row r="2">{ID}{text_cell("B2", "a")}{TEXT.format("b")}</row>', [(2, (281, "a", "b"))],
    ),
    "an address in the middle": (
        f'<row r="2"><c><v>281</v></c>{text_cell("B2", "a")}{TEXT.format("b")}</row>', [(2, (281, "a", "b"))],
    ),
    "an address that skips one": (
        f'<row r="2"><c><v>281</v></c>{text_cell("C2", "b")}</row>', [(2, (281, None, "b"))],
    ),
    "none in the first row of two": (
        f'<row r="2"><c><v>281</v></c>{TEXT.format("a")}</row><row r="3"><c r="A3"><v>282</v></c></row>',
        [(2, (281, "a", None)), (3, (282, None, None))],
    ),
    "a row without a number": (
        f'<row r="4"><c r="A4"><v>281</v></c></row><row><c><v>282</v></c>{TEXT.format("a")}</row>',
        [(4, (281, None, None)), (5, (282, "a", None))],
    ),
    "a row without a number behind an empty one": (
        '<row r="6"/><row><c><v>282</v></c></row>', [(7, (282, None, None))],
    ),
    "a row without a number behind one of empty cells": (
        '<row r="6"><c r="A6" s="1"/></row><row><c><v>282</v></c></row>', [(7, (282, None, None))],
    ),
    "a row that only its cells number": (
        f'<row><c r="A5"><v>281</v></c>{TEXT.format("a")}</row>', [(5, (281, "a", None))],
    ),
    "numbered again": (
        '<row><c><v>281</v></c></row><row r="5"><c><v>282</v></c></row><row><c><v>283</v></c></row>',
        [(2, (281, None, None)), (5, (282, None, None)), (6, (283, None, None))],
    ),
    "cells from right to left": (
        f'<row r="2">{text_cell("C2", "b")}{text_cell("B2", "a")}{ID}</row>', [(2, (281, "a", "b"))],
    ),
    "dollars and small letters": (
        '<row r="2"><c r="$A$2"><v>281</v></c><c r="b2"><v>5</v></c></row>', [(2, (281, 5, None))],
    ),
}  # fmt: skip


@WITH_FORMULA
@pytest.mark.parametrize(("rows", "expected"), PLACES.values(), ids=PLACES.keys())
def test_a_cell_without_an_address_stands_behind_the_one_before_it(
    rows: str, expected: list[tuple[int, tuple[CellValue, ...]]], elsewhere: str
) -> None:
    found = read(workbook({"Campaigns": worksheet_xml(HEADER_OF_3 + rows + elsewhere)}))

    assert [(line.number, line.cells) for line in found.rows][: len(expected)] == expected


@WITH_FORMULA
def test_a_hidden_row_without_a_number_is_said(elsewhere: str) -> None:
    rows = row(2, ID) + '<row hidden="1"><c><v>282</v></c></row><row><c><v>283</v></c></row>'

    assert "1 hidden row is included: 3." in read(sheet(rows + elsewhere)).notes


@WITH_FORMULA
def test_a_cell_far_to_the_right_is_refused_by_name_without_its_address(elsewhere: str) -> None:
    rows = row(2, ID, '<c r="ZZ2" s="1"/>', TEXT.format("far"))

    with pytest.raises(SheetError, match="Cell AAA2 holds something, far to the right"):
        read(sheet(rows + elsewhere))


CONTRADICTIONS = {
    "a cell of another row": row(2, ID, '<c r="B7"><v>5</v></c>'),
    "a row twice": row(2, ID) + row(2, '<c r="B2"><v>5</v></c>'),
    "rows out of order": row(5, '<c r="A5"><v>1</v></c>') + row(3, '<c r="A3"><v>2</v></c>'),
    "an address that is none": row(2, ID, '<c r="B"><v>5</v></c>'),
    "a row number that is none": '<row r="x"><c><v>5</v></c></row>',
    "a cell in no row": '<c r="B2"><v>5</v></c>',
}


@WITH_FORMULA
@pytest.mark.parametrize("rows", CONTRADICTIONS.values(), ids=CONTRADICTIONS.keys())
def test_addresses_that_contradict_each_other_are_refused(rows: str, elsewhere: str) -> None:
    with pytest.raises(SheetError, match="unusual way"):
        read(sheet(rows + elsewhere))


# --- text and numbers where their type does not announce them ---------------------------------------------------------

READ: dict[str, tuple[str, CellValue]] = {
    "inline text in a value": ('<c r="B2" t="inlineStr"><v>a</v></c>', "a"),
    "inline number in a value": ('<c r="B2" t="inlineStr"><v>007</v></c>', "007"),
    "inline text under no type": ('<c r="B2"><is><t>a</t></is></c>', "a"),
    "inline text under a number": ('<c r="B2" t="n"><is><t>a</t></is></c>', "a"),
    "inline text under a result": ('<c r="B2" t="str"><is><t>a</t></is></c>', "a"),
    "inline text under a shared one": ('<c r="B2" t="s"><is><t>a</t></is></c>', "a"),
    "inline text under a truth": ('<c r="B2" t="b"><is><t>a</t></is></c>', "a"),
    "inline text beside an empty value": ('<c r="B2" t="inlineStr"><v/><is><t>a</t></is></c>', "a"),
    "inline text twice the same": ('<c r="B2" t="inlineStr"><v>a</v><is><t>a</t></is></c>', "a"),
    "inline text of runs": ('<c r="B2"><is><r><t>a</t></r><r><rPr><b/></rPr><t>b</t></r></is></c>', "ab"),
    "inline text with its sound": (
        '<c r="B2" t="inlineStr"><is><t>漢字</t><rPh sb="0" eb="2"><t>かんじ</t></rPh></is></c>', "漢字",
    ),
    "text of a result without a formula": ('<c r="B2" t="str"><v>a</v></c>', "a"),
    "shared text with blanks around its number": ('<c r="B2" t="s"><v> 1</v></c>', "one"),
    "shared text with line breaks around its number": ('<c r="B2" t="s">\n  <v>\n 1\n </v>\n</c>', "one"),
    "shared text with a fraction": ('<c r="B2" t="s"><v>1.0</v></c>', "one"),
    "shared text with a plus": ('<c r="B2" t="s"><v>+2</v></c>', "two"),
    "shared text with zeros in front": ('<c r="B2" t="s"><v>002</v></c>', "two"),
    "number with blanks around it": ('<c r="B2"><v> 5 </v></c>', 5),
    "number with a plus": ('<c r="B2"><v>+5</v></c>', 5),
    "number with a bare point": ('<c r="B2"><v>5.</v></c>', 5),
    "number without a nought": ('<c r="B2"><v>.5</v></c>', 0.5),
    "truth in words": ('<c r="B2" t="b"><v> true </v></c>', True),
    "error with blanks": ('<c r="B2" t="e"><v> #N/A </v></c>', OddCell(Oddity.ERROR, "#N/A")),
    "style that is empty": ('<c r="B2" s=""><v>5</v></c>', 5),
    "style that is none": ('<c r="B2" s="x"><v>5</v></c>', 5),
    "type that is empty": ('<c r="B2" t=""><v>5</v></c>', 5),
    "something of another program beside it": ('<c r="B2"><v>5</v><extLst><ext>x</ext></extLst></c>', 5),
}  # fmt: skip


@WITH_FORMULA
@pytest.mark.parametrize(("written", "expected"), READ.values(), ids=READ.keys())
def test_a_value_is_read_wherever_it_stands(written: str, expected: CellValue, elsewhere: str) -> None:
    found = second_cell(written, elsewhere)

    assert (type(found), found) == (type(expected), expected)


UNREAD = {
    "shared text below none": ('<c r="B2" t="s"><v>-1</v></c>', "-1"),
    "shared text between two": ('<c r="B2" t="s"><v>1.5</v></c>', "1.5"),
    "shared text of no number": ('<c r="B2" t="s"><v>Diwali</v></c>', "Diwali"),
    "number that is none": ('<c r="B2"><v>Diwali</v></c>', "Diwali"),
    "number with a comma": ('<c r="B2"><v>12,5</v></c>', "12,5"),
    "number of Python": ('<c r="B2"><v>1_000</v></c>', "1_000"),
    "truth that is none": ('<c r="B2" t="b"><v>2</v></c>', "2"),
    "unknown type": ('<c r="B2" t="money"><v>5</v></c>', "5"),
    "text in no element": ('<c r="B2">Diwali</c>', "Diwali"),
    "text in an unknown element": ('<c r="B2"><w>Diwali</w></c>', "Diwali"),
    "text of another program": ('<c r="B2"><x:v xmlns:x="urn:x">Diwali</x:v></c>', "Diwali"),
    "text beside the runs": ('<c r="B2" t="inlineStr"><is>Diwali</is></c>', "Diwali"),
    "two values": ('<c r="B2"><v>1</v><v>2</v></c>', "2 1"),
    "value and another text": ('<c r="B2" t="inlineStr"><v>a</v><is><t>b</t></is></c>', "a b"),
    "cell twice": ('<c r="B2"><v>1</v></c><c r="B2"><v>2</v></c>', "2"),
}


@WITH_FORMULA
@pytest.mark.parametrize(("written", "seen"), UNREAD.values(), ids=UNREAD.keys())
def test_a_cell_that_can_not_be_read_is_named_and_its_row_is_not_sent(written: str, seen: str, elsewhere: str) -> None:
    rows = read(sheet(row(2, ID, written) + row(3, '<c r="A3"><v>282</v></c>') + elsewhere, texts=TEXTS)).rows

    assert [(problem.code, problem.cell, problem.value) for problem in rows[0].problems] == [
        ("unread-cell", "B2", seen)
    ]
    assert rows[1].problems == ()


@WITH_FORMULA
def test_a_row_of_nothing_but_a_cell_that_can_not_be_read_is_a_row(elsewhere: str) -> None:
    (problem,) = read(sheet(row(2, '<c r="B2">Diwali</c>') + elsewhere)).rows[0].problems

    assert (problem.row, problem.cell, problem.column) == (2, "B2", "name")


@WITH_FORMULA
def test_a_header_that_can_not_be_read_stops_the_run(elsewhere: str) -> None:
    header = row(1, text_cell("A1", "id"), text_cell("B1", "name"), '<c r="C1">description</c>')

    with pytest.raises(HeaderError, match="The header in C1 can not be read"):
        read(workbook({"Campaigns": worksheet_xml(header + row(2, ID) + elsewhere)}))


# --- one decoding of texts --------------------------------------------------------------------------------------------

DECODED = {
    "escape of an escape": ("_x005F_x000D_", "_x000D_"),
    "escape of an escape of an escape": ("_x005F_x005F_x005F_x000D_", "_x005F_x000D_"),
    "carriage return": ("a_x000D_b", "a\rb"),
    "small letters": ("a_x000d_b", "a\rb"),
    "letter of Korean": ("_xC1EF_", "\uc1ef"),
    "letter": ("_x0041_", "A"),
    "two halves of one character": ("_xD83D__xDE00_", "😀"),
    "half a character": ("_xD83D_", "_xD83D_"),
    "too few digits": ("_x41_", "_x41_"),
    "capital X": ("_X0041_", "_X0041_"),
    "blanks around it": ("  pad  ", "  pad  "),
    "blank before an entity": (" &amp; b", " & b"),
    "line break before it": ("\na", "\na"),
    "tab behind it": ("a\t", "a\t"),
    "blank of another kind": ("\u00a0a\u00a0", "\u00a0a\u00a0"),
    "comment": ("a<!-- b -->c", "ac"),
    "raw text": ("a<![CDATA[ & ]]>c", "a & c"),
}


@WITH_FORMULA
@pytest.mark.parametrize(("written", "expected"), DECODED.values(), ids=DECODED.keys())
@pytest.mark.parametrize("form", ["<t>{}</t>", '<t xml:space="preserve">{}</t>', "<r><t>{}</t></r>"])
def test_a_shared_text_is_decoded_once(written: str, expected: str, form: str, elsewhere: str) -> None:
    texts = f'<?xml version="1.0" encoding="UTF-8"?>\n<sst xmlns="{MAIN}"><si>{form.format(written)}</si></sst>'

    assert second_cell('<c r="B2" t="s"><v>0</v></c>', elsewhere, texts) == expected


@WITH_FORMULA
@pytest.mark.parametrize(
    ("written", "expected"),
    [case for name, case in DECODED.items() if name not in ("comment", "raw text")],
    ids=[name for name in DECODED if name not in ("comment", "raw text")],
)
@pytest.mark.parametrize(
    "form",
    ['<c r="B2" t="inlineStr"><is><t>{}</t></is></c>', '<c r="B2" t="str"><v>{}</v></c>'],
    ids=["inline", "result"],
)
def test_a_text_in_its_cell_is_decoded_once(written: str, expected: str, form: str, elsewhere: str) -> None:
    assert second_cell(form.format(written), elsewhere) == expected


@WITH_FORMULA
def test_runs_keep_the_blanks_between_them(elsewhere: str) -> None:
    texts = f'<sst xmlns="{MAIN}"><si><r><t>Diwali </t></r><r><t>offers</t></r></si></sst>'

    assert second_cell('<c r="B2" t="s"><v>0</v></c>', elsewhere, texts) == "Diwali offers"


@WITH_FORMULA
def test_how_a_text_is_spoken_is_no_text(elsewhere: str) -> None:
    texts = (
        f'<sst xmlns="{MAIN}"><si><t>漢字</t><rPh sb="0" eb="2"><t>かんじ</t></rPh><phoneticPr fontId="1"/></si></sst>'
    )

    assert second_cell('<c r="B2" t="s"><v>0</v></c>', elsewhere, texts) == "漢字"


@WITH_FORMULA
def test_shared_texts_in_another_encoding_are_read(elsewhere: str) -> None:
    texts = f'<?xml version="1.0" encoding="utf-16"?><sst xmlns="{MAIN}"><si><t>पटना</t></si></sst>'.encode("utf-16")
    content = workbook(
        {"Campaigns": worksheet_xml(HEADER + row(2, ID, '<c r="B2" t="s"><v>0</v></c>') + elsewhere)},
        texts="",
        more={"xl/sharedStrings.xml": texts},
    )

    assert cells(content)[0] == (281, "पटना")


# --- namespaces -------------------------------------------------------------------------------------------------------


@WITH_FORMULA
@pytest.mark.parametrize(
    "namespace",
    ["http://purl.oclc.org/ooxml/spreadsheetml/main", "urn:of:nobody", "http://schemas.openxmlformats.org/x/2006/main"],
)
def test_a_worksheet_of_whatever_namespace_is_read(namespace: str, elsewhere: str) -> None:
    rows = HEADER + row(2, ID, text_cell("B2", "Diwali"))

    assert cells(workbook({"Campaigns": worksheet_xml(rows + elsewhere, namespace=namespace)}))[0] == (281, "Diwali")


@WITH_FORMULA
@pytest.mark.parametrize(
    "xml",
    [
        f'<x:worksheet xmlns:x="{MAIN}" xmlns="{MAIN}"><sheetData>{{}}</sheetData></x:worksheet>',
        f'<x:worksheet xmlns:x="{MAIN}"><sheetData xmlns="{MAIN}">{{}}</sheetData></x:worksheet>',
        f'<worksheet xmlns="{MAIN}" xmlns:x="{MAIN}"><x:sheetData>{{}}</x:sheetData></worksheet>',
    ],
    ids=["root", "root alone", "rows"],
)
def test_two_prefixes_for_one_namespace_do_not_matter(xml: str, elsewhere: str) -> None:
    rows = HEADER + row(2, ID, text_cell("B2", "Diwali")) + elsewhere

    assert cells(workbook({"Campaigns": xml.format(rows)}))[0] == (281, "Diwali")
