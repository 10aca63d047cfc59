"""Whatever the bytes are: rows that keep the first law, or one plain sentence; never another exception.

`judge_or_refuse` asserts what must be true of any sheet: the same twice, one verdict a row, nothing lost unsaid.
"""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from functools import cache

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from openpyxl.utils.escape import unescape
from support.first_law import is_blank, judge_or_refuse, letters_of, seen_rows
from support.formats import Held, cell
from support.workbooks import read, row, sheet, styles_xml, text_cell, workbook, worksheet_xml, zipped

from batch_update.campaign import CAMPAIGN
from batch_update.errors import HeaderError
from batch_update.model import Rejection, Update

QUICK = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
XML_TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=40)


@cache
def good() -> bytes:
    """A workbook with one of most things."""
    cells = (
        '<c r="A2" s="1"><v>281</v></c>',
        '<c r="B2" t="s"><v>0</v></c>',
        '<c r="C2" t="e"><v>#N/A</v></c>',
        '<c r="D2"><f>A2</f><v>1</v></c>',
        '<c r="E2" s="2"><v>46024</v></c>',
        '<c r="F2" t="b"><v>1</v></c>',
    )
    texts = '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>text</t></si></sst>'
    plain = row(3, text_cell("A3", "282"), text_cell("B3", "Diwali offers"))
    return sheet(row(2, *cells) + plain, styles=styles_xml("00000", "yyyy-mm-dd"), texts=texts)


def parts() -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(good())) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


@QUICK
@given(st.binary(max_size=400))
@example(b"\xff\xfe\x00")
@example(b"\xfe\xff\xd8\x00")
@example(b"id,\xa0\x81")
@example(b"sep=\r\n")
@example(b"sep=\xff\n")
@example(b"\x09\x08\x08\x00\x00\x05")
@example(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le") + bytes(600))
def test_any_bytes(content: bytes) -> None:
    judge_or_refuse(content)


@QUICK
@given(st.text(max_size=200))
def test_any_text_below_a_header(text: str) -> None:
    judge_or_refuse(("id,name\n" + text).encode("utf-8", "surrogatepass"))


@QUICK
@given(place=st.integers(0, 10_000), change=st.binary(min_size=1, max_size=4))
def test_a_workbook_with_bytes_changed(place: int, change: bytes) -> None:
    content = bytearray(good())
    place %= len(content)
    content[place : place + len(change)] = change

    judge_or_refuse(bytes(content))


@settings(QUICK, max_examples=250)
@given(st.sampled_from(sorted(parts())), st.integers(0, 10_000), st.integers(0, 6), st.binary(max_size=6))
def test_a_workbook_with_a_changed_part(name: str, place: int, gone: int, put: bytes) -> None:
    changed = parts()
    place %= len(changed[name])
    changed[name] = changed[name][:place] + put + changed[name][place + gone :]

    judge_or_refuse(zipped(changed))


@settings(QUICK, max_examples=250)
@given(
    st.integers(0, 10_000),
    st.sampled_from([*'<>"/= 09AZ&;', "</row>", "<v>", 't="e"', ' r="XFD1048576"', "<f>", "</c>"]),
)
def test_a_worksheet_with_a_mark_put_in(place: int, mark: str) -> None:
    changed = parts()
    xml = changed["xl/worksheets/sheet1.xml"]
    place %= len(xml)
    changed["xl/worksheets/sheet1.xml"] = xml[:place] + mark.encode() + xml[place:]

    judge_or_refuse(zipped(changed))


def lines_without(signs: str) -> st.SearchStrategy[list[str]]:
    """Rows of a text file behind their ids; NUL is refused, and \r is a line's end too."""
    line = st.text(st.characters(codec="utf-8", exclude_characters=signs + "\r\n\0"), max_size=30)
    return st.lists(line, min_size=1, max_size=6).map(
        lambda lines: [f"{number},{line}" for number, line in enumerate(lines, 281)]
    )


@QUICK
@given(lines_without(",;\t|"))
def test_no_letter_of_any_text_below_a_header_is_lost(lines: list[str]) -> None:
    judged = judge_or_refuse("\n".join(["id,name", *lines]).encode(), "sheet.csv")

    assert judged is not None
    assert Counter(filter(str.isalnum, "".join(lines))) == Counter(letters_of(judged.sheet))


@QUICK
@given(lines_without('"'))
@example(["281,Diwali,big,sale"])  # of the cells beyond the header only the first is shown, in its problem
def test_no_row_of_any_text_loses_a_letter_without_a_problem(lines: list[str]) -> None:
    judged = judge_or_refuse("\n".join(["id,name", *lines]).encode(), "sheet.csv")

    assert judged is not None
    seen = seen_rows(judged.sheet)
    assert list(seen) == list(range(2, 2 + len(lines)))
    cut = {
        number
        for number, line in enumerate(lines, 2)
        if [*filter(str.isalnum, line)] != [*filter(str.isalnum, "".join(seen[number]))]
    }
    assert cut <= {line.number for line in judged.sheet.rows if line.problems}


@QUICK
@given(st.lists(st.tuples(st.integers(100, 999).map(str) | XML_TEXT, XML_TEXT), max_size=6))
def test_any_text_in_cells_is_read_as_it_is(rows: list[tuple[str, str]]) -> None:
    written = "".join(
        row(number, *(text_cell(f"{'AB'[place]}{number}", escape(text)) for place, text in enumerate(texts)))
        for number, texts in enumerate(rows, 2)
    )

    judged = judge_or_refuse(sheet(written))

    seen = {number: [unescape(text) for text in texts] for number, texts in enumerate(rows, 2)}
    assert judged is not None
    assert seen_rows(judged.sheet) == {number: texts for number, texts in seen.items() if not all(map(is_blank, texts))}


HELD = st.one_of(
    XML_TEXT,
    st.sampled_from(["<clear>", "#N/A", "yes", "1 - Preview", "1234:1; 1235:0", "a, b", "12,345", "02-Jan", "NULL"]),
    st.integers(0, 3),
    st.integers(-(10**17), 10**17).map(float),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
)
FORMATS = ("General", "00000", "0", "0%", "#,##0", "yyyy-mm-dd", "h:mm", "0;-0;;@", ";;;", '"code "0', "@")
MADE = st.tuples(HELD, st.just("General") | st.sampled_from(FORMATS))
COLUMNS = ("id", "name", "dial_method", "ring_timeout", "lead_list_map", "agent", "manual_lead_list", "My note")
FILLED = st.dictionaries(st.integers(1, len(COLUMNS) - 1), MADE, min_size=1, max_size=2)
"""A few cells behind the id, by their place, so that many rows are sent."""


def lay_out(rows: list[dict[int, tuple[Held, str]]]) -> bytes:
    """A workbook with these cells from row 2 on."""
    header = row(1, *(text_cell(f"{chr(65 + place)}1", name) for place, name in enumerate(COLUMNS)))
    written = (
        row(number, *(
            cell(f"{chr(65 + place)}{number}", held, 1 + FORMATS.index(code))
            for place, (held, code) in sorted(cells.items())
        ))
        for number, cells in enumerate(rows, 2)
    )  # fmt: skip
    styles = styles_xml(*(code.replace('"', "&quot;") for code in FORMATS))
    return workbook({"Campaigns": worksheet_xml(header + "".join(written))}, styles=styles)


@settings(QUICK, max_examples=300)
@given(st.lists(FILLED, min_size=1, max_size=4))
def test_any_cells_behind_an_id_are_sent_as_they_are_seen_or_told(rows: list[dict[int, tuple[Held, str]]]) -> None:
    judged = judge_or_refuse(lay_out([{0: (str(place), "@"), **cells} for place, cells in enumerate(rows, 281)]))

    assert judged is not None
    assert list(seen_rows(judged.sheet)) == list(range(2, 2 + len(rows)))


@QUICK
@given(st.lists(MADE, max_size=6))
def test_any_cells_as_ids_are_sent_as_they_are_seen_or_told(ids: list[tuple[Held, str]]) -> None:
    judged = judge_or_refuse(lay_out([{0: made, 1: ("Diwali", "@")} for made in ids]))

    assert judged is not None
    assert list(seen_rows(judged.sheet)) == list(range(2, 2 + len(ids)))


@QUICK
@given(st.lists(XML_TEXT, max_size=8))
def test_any_headers_are_read_or_refused_by_address(headers: list[str]) -> None:
    written = [
        text_cell(f"{chr(65 + place)}1", escape(header)) for place, header in enumerate(["id", "name", *headers])
    ]

    content = workbook({"Campaigns": worksheet_xml(row(1, *written))})
    if _must_stop(["id", "name", *headers]):
        with pytest.raises(HeaderError, match=r"\b[A-J]1\b"):
            read(content)
    else:
        assert [column.field for column in read(content).columns][:2] == ["id", "name"]


def _must_stop(headers: list[str]) -> bool:
    """Whether one of the headers is nearly a field, or two are the same one."""
    matches = [CAMPAIGN.match_header(header.strip()) for header in headers]
    fields = [match.field for match in matches if match.field is not None]
    return len(fields) != len(set(fields)) or any(match.nearly is not None for match in matches)


def test_the_good_workbook_is_good() -> None:
    judged = judge_or_refuse(good())

    assert judged is not None
    assert [type(verdict) for verdict in judged.verdicts] == [Rejection, Update]


@pytest.mark.parametrize("cut", range(0, 100, 7))
def test_a_workbook_cut_anywhere(cut: int) -> None:
    assert judge_or_refuse(good()[: len(good()) * cut // 100]) is None
