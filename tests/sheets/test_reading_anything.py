"""Whatever the bytes are: rows, or one plain sentence; never another exception."""

from __future__ import annotations

import io
import zipfile
from functools import cache

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from openpyxl.utils.escape import unescape
from support.workbooks import read, row, sheet, styles_xml, text_cell, workbook, worksheet_xml, zipped

from batch_update.campaign import CAMPAIGN
from batch_update.checking import HeaderMatcher
from batch_update.errors import HeaderError, SheetError
from batch_update.model import Sheet

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
    return sheet(row(2, *cells), styles=styles_xml("00000", "yyyy-mm-dd"), texts=texts)


def parts() -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(good())) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def read_or_refuse(content: bytes) -> Sheet | None:
    """The sheet, or None for a refusal that is one plain sentence."""
    try:
        return read(content)
    except SheetError as error:
        _check_sentence(str(error))
        return None


def _check_sentence(message: str) -> None:
    assert message.endswith((".", '"'))
    assert "\n" not in message


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
    read_or_refuse(content)


@QUICK
@given(st.text(max_size=200))
def test_any_text_below_a_header(text: str) -> None:
    found = read_or_refuse(("id,name\n" + text).encode("utf-8", "surrogatepass"))

    if found is not None:
        assert all(len(line.cells) == len(found.columns) for line in found.rows)


@QUICK
@given(place=st.integers(0, 10_000), change=st.binary(min_size=1, max_size=4))
def test_a_workbook_with_bytes_changed(place: int, change: bytes) -> None:
    content = bytearray(good())
    place %= len(content)
    content[place : place + len(change)] = change

    read_or_refuse(bytes(content))


@settings(QUICK, max_examples=250)
@given(st.sampled_from(sorted(parts())), st.integers(0, 10_000), st.integers(0, 6), st.binary(max_size=6))
def test_a_workbook_with_a_changed_part(name: str, place: int, gone: int, put: bytes) -> None:
    changed = parts()
    place %= len(changed[name])
    changed[name] = changed[name][:place] + put + changed[name][place + gone :]

    read_or_refuse(zipped(changed))


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

    read_or_refuse(zipped(changed))


@QUICK
@given(st.lists(st.lists(XML_TEXT, min_size=2, max_size=2), max_size=6))
def test_any_text_in_cells_is_read_as_it_is(rows: list[list[str]]) -> None:
    written = "".join(
        row(number, *(text_cell(f"{'AB'[place]}{number}", escape(text)) for place, text in enumerate(texts)))
        for number, texts in enumerate(rows, 2)
    )

    found = read(sheet(written))

    seen = {line.number: line.cells for line in found.rows}
    for number, texts in enumerate(rows, 2):
        if number in seen:
            assert [text or "" for text in seen[number]] == [unescape(text) for text in texts]


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
    match_header = HeaderMatcher(CAMPAIGN)
    matches = [match_header(header.strip()) for header in headers]
    fields = [match.field for match in matches if match.field is not None]
    return len(fields) != len(set(fields)) or any(match.nearly is not None for match in matches)


def test_the_good_workbook_is_good() -> None:
    assert len(read(good()).rows) == 1


@pytest.mark.parametrize("cut", range(0, 100, 7))
def test_a_workbook_cut_anywhere(cut: int) -> None:
    assert read_or_refuse(good()[: len(good()) * cut // 100]) is None
