"""Whatever the bytes are: rows that keep the first law, or one plain sentence; never another exception.

`judge_or_refuse` asserts what must be true of any sheet: the same twice, one verdict a row, nothing lost unsaid.
"""

from __future__ import annotations

import io
import zipfile
from functools import cache
from xml.sax.saxutils import escape

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from support.first_law import judge_or_refuse
from support.workbooks import read, row, sheet, styles_xml, text_cell, workbook, worksheet_xml, zipped

from batch_update.campaign import CAMPAIGN
from batch_update.checking import HeaderMatcher
from batch_update.errors import HeaderError
from batch_update.model import HeaderMatch, Rejection, Update

QUICK = settings(max_examples=120)
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


@QUICK
@given(st.binary(max_size=400))
@example(b"\xff\xfe\x00")
@example(b"\xfe\xff\xd8\x00")
@example(b"id,\xa0\x81")
@example(b"sep=\r\n")
@example(b"\xed\xa0\x80")
@example(b"\xe0\x80\x81")
@example(b"\xed\xa0\x80\x80")
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


@settings(max_examples=250)
@given(st.sampled_from(sorted(parts())), st.integers(0, 10_000), st.integers(0, 6), st.binary(max_size=6))
def test_a_workbook_with_a_changed_part(name: str, place: int, gone: int, put: bytes) -> None:
    changed = parts()
    place %= len(changed[name])
    changed[name] = changed[name][:place] + put + changed[name][place + gone :]

    judge_or_refuse(zipped(changed))


@settings(max_examples=250)
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


MATCH_HEADER = HeaderMatcher(CAMPAIGN)
HARMLESS = XML_TEXT.filter(lambda header: MATCH_HEADER(header.strip()) == HeaderMatch())


@QUICK
@given(st.lists(HARMLESS, max_size=8))
def test_any_headers_of_ones_own_are_read(headers: list[str]) -> None:
    found = read(with_headers(["id", "name", *headers]))

    assert [column.field for column in found.columns] == ["id", "name", *(None for text in headers if text.strip())]


@QUICK
@given(
    st.lists(HARMLESS, max_size=6), st.integers(0, 6), st.sampled_from(["dial_metod", "Ring Timeot", " NAME ", "Id*"])
)
def test_a_slip_or_a_field_twice_is_refused_by_address(headers: list[str], place: int, slip: str) -> None:
    place = min(place, len(headers))

    with pytest.raises(HeaderError, match=rf"\b{chr(67 + place)}1\b"):
        read(with_headers(["id", "name", *headers[:place], slip, *headers[place:]]))


def with_headers(headers: list[str]) -> bytes:
    """A workbook with these headers and nothing below them."""
    written = (text_cell(f"{chr(65 + place)}1", escape(header)) for place, header in enumerate(headers))
    return workbook({"Campaigns": worksheet_xml(row(1, *written))})


def test_the_good_workbook_is_good() -> None:
    judged = judge_or_refuse(good())

    assert judged is not None
    assert [type(verdict) for verdict in judged.verdicts] == [Rejection, Update]


@pytest.mark.parametrize("cut", range(0, 100, 7))
def test_a_workbook_cut_anywhere(cut: int) -> None:
    assert judge_or_refuse(good()[: len(good()) * cut // 100]) is None
