"""Whatever stops a sheet from being read names the file, and each thing to correct has a line of its own."""

from __future__ import annotations

import socket
import zipfile
from pathlib import Path

import pytest
from support.commands import run, write_csv

Capture = pytest.CaptureFixture[str]


def zipped(path: Path, *names: str) -> None:
    with zipfile.ZipFile(path, "w") as package:
        for name in names:
            package.writestr(name, "<x/>")


BAD_FILES: dict[str, bytes] = {
    "empty.csv": b"",
    "blanks.csv": b"  \r\n \r\n",
    "nulls.xlsx": bytes(3000),
    "report.xlsx": b"%PDF-1.7 and so on",
    "photo.xlsx": b"\x89PNG\r\n\x1a\n" + bytes(200),
    "page.xls": b"<html><body><table><tr><td>id</td></tr></table></body></html>",
    "cut.xlsx": b"PK\x03\x04" + bytes(100),
    "old.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100),
    "word.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4000),
    "data.csv": b"id,name\r\n1,a\0b\r\n",
    "no header.csv": b"1,2\r\n3,4\r\n",
    "no id.csv": b"name,ring_timeout\r\nDiwali,25\r\n",
    "slip.csv": b"id,ring_timeot\r\n1,25\r\n",
    "twice.csv": b"id,name,Name\r\n1,a,b\r\n",
    "no rows.csv": b"id,name\r\n",
    "the file.csv": b'{"id": 1}',  # its name stands in many a sentence
    "sheet": b"%PDF-1.7",  # likewise
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_file_that_is_no_sheet_is_named_once(name: str, tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / name).write_bytes(BAD_FILES[name])
    ran = run(capsys, tmp_path / name, "--check")
    assert ran.code == 2
    (line,) = ran.err.splitlines()
    assert line.startswith((f"batch_update: {name}: ", f"batch_update: {name} has"))
    assert line.count(name) == 1 + ("not a sheet" in line and name == "sheet")


@pytest.mark.parametrize("parts", [("readme.txt",), ("word/document.xml",), ("xl/workbook.xml",), ("content.xml",)])
def test_a_package_that_is_no_workbook_is_named(parts: tuple[str, ...], tmp_path: Path, capsys: Capture) -> None:
    zipped(tmp_path / "parts.xlsx", *parts)
    ran = run(capsys, tmp_path / "parts.xlsx", "--check")
    assert ran.code == 2
    assert ran.err.startswith("batch_update: parts.xlsx: ")


@pytest.mark.parametrize("words", [("none.xlsx",), (".",), ("three.csv", "--sheet", "June")], ids=" ".join)
def test_what_can_not_be_opened_is_named(words: tuple[str, ...], tmp_path: Path, capsys: Capture) -> None:
    write_csv(tmp_path / "three.csv", {"id": "1", "name": "Diwali"})
    ran = run(capsys, *words, "--check")
    assert ran.code == 2
    assert words[0] in ran.err


def test_several_header_problems_are_a_line_each_below_the_name_of_the_file(tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "june.csv").write_text("id,name,Name,dial_metod,ring_timeot\r\n1,a,b,2,25\r\n", encoding="utf-8")
    ran = run(capsys, tmp_path / "june.csv", "--check")
    first, *each = ran.err.splitlines()
    assert first == "batch_update: june.csv: Several headers must be corrected:"
    assert [line.split(" ")[2] for line in each] == ["D1", "E1", "B1"]


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]"])
def test_where_nothing_answers_the_port_is_said_too(host: str, tmp_path: Path, capsys: Capture,
                                                   monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    monkeypatch.setenv("ACEFONE_TOKEN", "a-secret-token")
    sheet = write_csv(tmp_path / "s.csv", {"id": "1", "name": "Diwali"})
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
        ran = run(capsys, sheet, "--base-url", f"http://{host}:{port}", "--attempts", "1", "--yes")
    assert f"Nothing answers at {host}:{port}: check" in ran.out
