"""Sheets that are given to the page: where they are kept, under which name, and what is not kept."""

from __future__ import annotations

import socket
import stat
from pathlib import Path

import pytest
from support.pages import ServedPage, csv_of, parse, read_all

from batch_update.web.uploads import LARGEST, Shelves, spell_name


def files_of(page: ServedPage) -> list[Path]:
    return sorted(path for path in (page.state / "page").rglob("*") if path.is_file())


NAMES = {
    "campaigns.xlsx": "campaigns.xlsx",
    "../../etc/passwd": "passwd",
    "..\\..\\boot.csv": "boot.csv",
    "/etc/cron.d/x.csv": "x.csv",
    "C:\\Users\\a.csv": "a.csv",
    "..": "sheet",
    ".": "sheet",
    "": "sheet",
    ".csv": "sheet.csv",
    "a\0b.csv": "a_b.csv",
    "a\nb.csv": "a_b.csv",
    "a:b*c?.xlsx": "a_b_c_.xlsx",
    "CON.csv": "_CON.csv",
    "lpt1.xlsx": "_lpt1.xlsx",
    "console.csv": "console.csv",
    "sheet.exe": "sheet.exe",
    "June .csv": "June.csv",
    "दीवाली (2).xlsx": "दीवाली (2).xlsx",
    "-rf.csv": "-rf.csv",
    "~/.ssh/id.csv": "id.csv",
    "%2e%2e%2fa.csv": "_2e_2e_2fa.csv",
}


@pytest.mark.parametrize("shown", NAMES)
def test_the_name_that_a_sheet_is_kept_under_is_spelled_anew(shown: str) -> None:
    assert spell_name(shown) == NAMES[shown]


def test_a_long_name_leaves_room_for_what_is_added() -> None:
    assert len(spell_name("ल" * 500 + ".xlsx").encode()) <= 160


@pytest.mark.parametrize("shown", ["../../../../escaped.csv", "..\\..\\escaped.csv", "/tmp/escaped.csv", "..", ""])
def test_a_name_is_never_a_path(page: ServedPage, shown: str) -> None:
    page.give_sheet(csv_of(2), shown)
    told = page.wait_for("found")
    assert told["sheet"] == (shown or "sheet.xlsx")
    assert all(path.is_relative_to(page.state / "page") for path in page.state.parent.rglob("*escaped*"))


def test_what_is_kept_is_for_its_owner_alone(page: ServedPage) -> None:
    page.give_sheet(csv_of(2))
    page.wait_for("found")
    sheet = next(path for path in files_of(page) if path.name == "campaigns.csv")
    assert stat.S_IMODE(sheet.stat().st_mode) == 0o600
    assert stat.S_IMODE(sheet.parent.stat().st_mode) == 0o700


def test_a_sheet_that_says_it_is_too_large_is_refused_before_it_comes(page: ServedPage) -> None:
    answer = page.ask("POST", "/api/sheet", headers={"Content-Length": str(LARGEST + 1)})
    assert (answer.status, "100 MB" in answer.text) == (413, True)
    assert files_of(page) == []


def test_a_sheet_of_101_megabytes_is_refused_while_it_comes(page: ServedPage) -> None:
    with socket.create_connection(("127.0.0.1", page.port), timeout=30) as connection:
        head = f"POST /api/sheet HTTP/1.1\r\nHost: {page.host}\r\nCookie: {page.cookie}\r\nX-File-Name: big.csv\r\n"
        connection.sendall(f"{head}Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n".encode())
        piece = b"100000\r\n" + b"x" * 0x100000 + b"\r\n"
        try:
            for _ in range(101):
                connection.sendall(piece)
        except ConnectionError:
            pass
        answer = parse(read_all(connection))
    assert (answer.status, "100 MB" in answer.text) == (413, True)
    assert files_of(page) == []


def test_a_sheet_that_breaks_off_is_not_kept(page: ServedPage) -> None:
    with socket.create_connection(("127.0.0.1", page.port), timeout=30) as connection:
        head = f"POST /api/sheet HTTP/1.1\r\nHost: {page.host}\r\nCookie: {page.cookie}\r\nContent-Length: 1000\r\n\r\n"
        connection.sendall(head.encode() + b"id,name\r\n281,")
        page.wait_until(lambda _told: len(files_of(page)) == 1)
    page.wait_until(lambda _told: files_of(page) == [])
    assert page.get("/api/state")["phase"] == "choose"


def test_a_sheet_that_comes_slowly_holds_up_nobody(page: ServedPage) -> None:
    sheet = csv_of(2)
    with socket.create_connection(("127.0.0.1", page.port), timeout=30) as connection:
        head = f"POST /api/sheet HTTP/1.1\r\nHost: {page.host}\r\nCookie: {page.cookie}\r\n"
        connection.sendall(f"{head}Connection: close\r\nContent-Length: {len(sheet)}\r\n\r\n".encode())
        for byte in sheet:
            assert page.get("/api/state")["phase"] == "choose"
            connection.sendall(bytes([byte]))
        assert parse(read_all(connection)).status == 200
    assert page.wait_for("found")["check"]["valid"] == 2


def test_a_sheet_that_comes_while_a_question_waits_changes_nothing(page: ServedPage) -> None:
    sheet = csv_of(2)
    page.give_sheet(csv_of(3))
    page.wait_for("found")
    with socket.create_connection(("127.0.0.1", page.port), timeout=30) as connection:
        head = f"POST /api/sheet HTTP/1.1\r\nHost: {page.host}\r\nCookie: {page.cookie}\r\n"
        connection.sendall(f"{head}Connection: close\r\nContent-Length: {len(sheet)}\r\n\r\n".encode() + sheet[:9])
        page.post("/api/target", {"kind": "sandbox"})
        page.post("/api/send")
        page.wait_for("asking")
        connection.sendall(sheet[9:])
        assert parse(read_all(connection)).status == 409
    told = page.get("/api/state")
    assert (told["phase"], told["check"]["valid"]) == ("asking", 3)
    assert [path.name for path in files_of(page) if path.name == "sheet.xlsx"] == []


def test_what_never_came_whole_and_what_is_old_is_forgotten_at_the_next_start(tmp_path: Path) -> None:
    shelves = Shelves(tmp_path)
    young, old = shelves.new_folder(), shelves.new_folder()
    for path in (young / "a.csv", young / "b.part", old / "c.csv"):
        path.write_bytes(b"x")
    shelves.forget_old()
    assert sorted(path.name for path in tmp_path.rglob("*.*") if path.is_file()) == ["a.csv", "c.csv"]
    in_90_days = (old / "c.csv").stat().st_mtime + 91 * 86_400
    shelves.forget_old(now=in_90_days)
    assert list((tmp_path / "page").iterdir()) == []


def test_a_file_that_is_no_sheet_is_told_in_words_and_leaves_the_beginning(page: ServedPage) -> None:
    page.give_sheet(b"%PDF-1.7 nothing", "june.pdf")
    told = page.wait_until(lambda told: bool(told["alert"]))
    assert told["phase"] == "choose"
    assert "june" in told["alert"][0]
