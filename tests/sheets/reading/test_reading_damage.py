"""Files that are no sheets, or broken ones: one plain sentence each, and never another exception."""

from __future__ import annotations

import io
import struct
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from support.workbooks import HEADER, read, row, sheet, text_cell, workbook, worksheet_xml, zipped

from batch_update.errors import SheetError
from batch_update.sheets.reading.loader import SheetFile, open_sheet

GOOD = sheet(row(2, '<c r="A2"><v>281</v></c>', text_cell("B2", "Diwali")))
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ROWS = HEADER + row(2, '<c r="A2"><v>281</v></c>')


def bomb() -> bytes:
    """A worksheet of one space many million times over."""
    return workbook({"Campaigns": worksheet_xml(ROWS) + " " * (30 << 20)})


def lying_bomb() -> bytes:
    """The same, but said to be small in the table of contents and before the part itself."""
    content = bytearray(bomb())
    for mark, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        start = 0
        while (start := content.find(mark, start)) >= 0:
            size = struct.unpack_from("<I", content, start + place)[0]
            if size > 1 << 20:
                struct.pack_into("<I", content, start + place, 1000)
            start += 4
    return bytes(content)


def locked_zip() -> bytes:
    content = bytearray(GOOD)
    start = 0
    while (start := content.find(b"PK\x01\x02", start)) >= 0:
        content[start + 8] |= 1
        start += 4
    return bytes(content)


REFUSED: list[tuple[str, bytes, str]] = [
    ("nothing", b"", "The file is empty"),
    ("zero bytes", bytes(5000), "damaged, or has not been downloaded completely"),
    ("cut off", GOOD[: len(GOOD) // 2], "damaged"),
    ("cut at its end", GOOD[:-10], "damaged"),
    ("first bytes only", b"PK\x03\x04", "damaged"),
    ("empty zip", b"PK\x05\x06" + bytes(18), "damaged"),
    ("workbook with a password", OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(600), "password"),
    ("zip with a password", locked_zip(), "password"),
    ("other OLE file", OLE + bytes(3000), "not a workbook"),
    ("cut old workbook", OLE + "Workbook".encode("utf-16-le") + bytes(900), "damaged"),
    ("HTML", b"<html><body><table><tr><td>id</td></tr></table>", r"web page \(HTML\).*Save As"),
    ("HTML with blanks before", b"\n  <TABLE border=1><tr><td>id</td>", "web page"),
    ("HTML in UTF-16", "<html><table>".encode("utf-16"), "web page"),
    (
        "XML of Excel 2003",
        b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
        "an XML file",
    ),
    ("PDF", b"%PDF-1.7 and so on", "PDF"),
    ("picture", b"\x89PNG\r\n\x1a\n" + bytes(99), "picture"),
    ("compressed", b"\x1f\x8b\x08" + bytes(99), "compressed"),
    ("Word", zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>"}), "Word document"),
    ("PowerPoint", zipped({"[Content_Types].xml": "<Types/>", "ppt/presentation.xml": "<p/>"}), "PowerPoint"),
    ("Numbers", zipped({"Index/Document.iwa": "x"}), "Apple Numbers"),
    (
        "binary workbook",
        zipped({"[Content_Types].xml": "<Types/>", "xl/workbook.bin": "x"}),
        r"\.xlsb.*save it as \.xlsx",
    ),
    ("zip of a sheet", zipped({"sheet.xlsx": GOOD}), "zip folder"),
    ("no workbook part", zipped({"[Content_Types].xml": "<Types/>", "xl/styles.xml": "<x/>"}), "damaged"),
    ("no worksheet", workbook({}), "no worksheet with cells"),
    ("bomb", bomb(), "unpacks to more"),
    ("lying bomb", lying_bomb(), "damaged"),
    (
        "entities",
        workbook({"Campaigns": '<!DOCTYPE x [<!ENTITY a "aaaa">]>' + worksheet_xml(ROWS).partition("?>")[2]}),
        "DOCTYPE",
    ),
    (
        "entities in the texts",
        sheet("", texts='<!DOCTYPE x [<!ENTITY a "aaaa">]><sst><si><t>&a;</t></si></sst>'),
        "DOCTYPE",
    ),
    ("no XML", workbook({"Campaigns": "no XML at all"}), "damaged"),
    ("cut worksheet", workbook({"Campaigns": worksheet_xml(ROWS).partition("</sheetData>")[0]}), "damaged"),
    ("comment that hides a cell", sheet("<!-- <row> -->"), "unusual way"),
    ("worksheet in UTF-16", workbook({"Campaigns": "<?xml version='1.0' encoding='utf-16'?>" + ROWS}), "damaged"),
    ("styles that are no XML", sheet("", styles="no XML"), "damaged"),
    (
        "OpenDocument with a password",
        zipped({"content.xml": "x", "META-INF/manifest.xml": "<encryption-data/>"}),
        "password",
    ),
    ("OpenDocument that is no XML", zipped({"content.xml": "no XML"}), "damaged"),
    ("OpenDocument with entities", zipped({"content.xml": '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'}), "damaged"),
    ("OpenDocument text", zipped({"content.xml": "<x/>"}), "no worksheet with cells"),
]


@pytest.mark.parametrize(("content", "sentence"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED])
def test_a_file_that_is_no_sheet_is_refused_in_one_sentence(content: bytes, sentence: str) -> None:
    with pytest.raises(SheetError, match=sentence) as caught:
        read(content)

    assert "\n" not in str(caught.value)


def test_the_same_part_twice_is_refused() -> None:
    packed = io.BytesIO(GOOD)
    with zipfile.ZipFile(packed, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("xl/workbook.xml", "<workbook/>")

    with pytest.raises(SheetError, match="damaged"):
        read(packed.getvalue())


def test_a_folder_is_not_a_sheet(tmp_path: Path) -> None:
    with pytest.raises(SheetError, match="is a folder"):
        open_sheet(tmp_path)


@pytest.mark.parametrize("beside", ["~$sheet.xlsx", ".~lock.sheet.xlsx#"])
def test_a_sheet_that_is_open_elsewhere_is_read_and_said(tmp_path: Path, beside: str) -> None:
    (tmp_path / "sheet.xlsx").write_bytes(GOOD)
    (tmp_path / beside).write_bytes(b"")

    found = open_sheet(tmp_path / "sheet.xlsx")

    assert found.content == GOOD
    assert found.notes == (
        "sheet.xlsx is open in another program: changes that were not saved there are not included.",
    )


def test_a_file_keeps_its_bytes_and_their_digest(tmp_path: Path) -> None:
    (tmp_path / "sheet.xlsx").write_bytes(b"abc")

    found = open_sheet(tmp_path / "sheet.xlsx")

    assert found == SheetFile(tmp_path / "sheet.xlsx", b"abc")
    assert found.sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_a_sheet_that_is_just_being_saved_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "~$sheet.xlsx").write_bytes(b"")

    def save_meanwhile(_seconds: float) -> None:
        (tmp_path / "sheet.xlsx").write_bytes(GOOD)

    monkeypatch.setattr("time.sleep", save_meanwhile)

    assert open_sheet(tmp_path / "sheet.xlsx").content == GOOD


HUNGRY = {
    "last cell": sheet(row(1_048_576, '<c r="XFD1048576"><v>1</v></c>')),
    "last row": sheet(row(1_048_576, '<c r="A1048576"><v>1</v></c>', '<c r="ZZ1048576"><v>1</v></c>')),
    "bomb": bomb(),
    "lying bomb": lying_bomb(),
}


@pytest.mark.skipif(sys.platform == "win32", reason="only Unix tells how much memory a process took")
@pytest.mark.parametrize("content", HUNGRY.values(), ids=HUNGRY.keys())
def test_a_file_that_asks_for_all_memory_does_not_get_it(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "sheet.xlsx").write_bytes(content)

    done = subprocess.run(
        [sys.executable, "-c", READ_AND_MEASURE, str(tmp_path / "sheet.xlsx")],
        capture_output=True, text=True, check=True, timeout=120, cwd=Path(__file__).parents[3],
    )  # fmt: skip

    assert int(done.stdout) < 500 << 10  # kilobytes


READ_AND_MEASURE = """
import contextlib, pathlib, resource, sys
from batch_update.campaign import CAMPAIGN
from batch_update.checking import HeaderMatcher
from batch_update.errors import SheetError
from batch_update.sheets.reading.loader import open_sheet, read_sheet
with contextlib.suppress(SheetError):
    read_sheet(open_sheet(pathlib.Path(sys.argv[1])), CAMPAIGN, worksheet=None, match_header=HeaderMatcher(CAMPAIGN))
status = pathlib.Path("/proc/self/status")
if status.exists():  # elsewhere the figure counts what the process that started this one took, too
    (line,) = [line for line in status.read_text().splitlines() if line.startswith("VmHWM:")]
    print(line.split()[1])
else:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(peak // 1024 if sys.platform == "darwin" else peak)
"""
