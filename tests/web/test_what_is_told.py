"""What the page tells: to many windows at once, texts as texts, and the token to nobody."""

from __future__ import annotations

import json
import socket
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from support.pages import ServedPage, csv_of, serve_page
from support.raw_server import RawServer, reply, yes

TOKEN = "a-secret-token-of-41-letters-4c1d9e77b0a2"
MARKUP = "<img src=x onerror=alert(1)>"


def open_stream(page: ServedPage) -> socket.socket:
    stream = socket.create_connection(("127.0.0.1", page.port), timeout=30)
    head = f"GET /api/events HTTP/1.1\r\nHost: {page.host}\r\nCookie: {page.cookie}\r\n\r\n"
    stream.sendall(head.encode())
    return stream


def read_until(stream: socket.socket, words: bytes) -> bytes:
    read = b""
    while words not in read:
        piece = stream.recv(65_536)
        assert piece, read
        read += piece
    return read


def test_50_windows_are_told_of_a_run(page: ServedPage) -> None:
    with ExitStack() as windows:
        streams = [windows.enter_context(open_stream(page)) for _ in range(50)]
        for stream in streams:
            assert b"text/event-stream" in read_until(stream, b'"phase": "choose"')
        mark = page.reach_question(csv_of(3))["question"]["mark"]
        page.post("/api/answer", {"mark": mark, "yes": True})
        for stream in streams:
            read_until(stream, b'"phase": "ended"')


def test_a_stream_is_not_stored_anywhere(page: ServedPage) -> None:
    with open_stream(page) as stream:
        head = read_until(stream, b"\r\n\r\n").decode().casefold()
    assert "cache-control: no-store" in head
    assert "no-cache" not in head
    assert "content-security-policy: default-src 'none'" in head


def test_windows_that_went_away_hold_up_nobody(page: ServedPage) -> None:
    for _ in range(20):
        open_stream(page).close()
    assert page.get("/api/state")["phase"] == "choose"


def is_asked_anew(told: dict[str, Any], mark: str) -> bool:
    """Whether there is a question that is not the one of that mark, which may stand for a moment after its answer."""
    return bool(told["question"]) and told["question"]["mark"] != mark


def test_markup_of_a_sheet_and_of_the_api_is_a_text(page: ServedPage) -> None:
    no = reply(400, {"Success": False, "Message": f"Bad {MARKUP}"})
    with RawServer([no]) as server:
        sheet = csv_of(2, description=MARKUP)
        mark = page.reach_question(sheet, kind="typed", base_url=server.url, token=TOKEN)["question"]["mark"]
        page.post("/api/answer", {"mark": mark, "yes": True})
        asked = page.wait_until(lambda told: is_asked_anew(told, mark))
        page.post("/api/answer", {"mark": asked["question"]["mark"], "yes": True})
        page.wait_for("ended")
        answer = page.ask("GET", "/api/problems/ending")
    assert MARKUP in json.dumps(answer.told)
    assert answer.headers["content-type"].startswith("application/json")


def test_the_script_puts_no_text_in_as_markup(page: ServedPage) -> None:
    script = page.ask("GET", "/page.js").text
    assert "textContent" in script
    for way in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function"):
        assert way not in script


@pytest.mark.parametrize("typed", [TOKEN, f"Bearer {TOKEN}", f"  {TOKEN}\n"])
def test_the_token_is_in_no_answer_address_line_or_file(tmp_path: Path, typed: str) -> None:
    with RawServer([yes()]) as server, serve_page(tmp_path / "state") as page:
        mark = page.reach_question(csv_of(3), kind="typed", base_url=server.url, token=typed)["question"]["mark"]
        page.post("/api/answer", {"mark": mark, "yes": True})
        run = page.wait_for("ended")["ending"]["run"]
        for path in ("/api/runs", f"/api/runs/{run}/results", "/api/files/ending", "/api/profiles", "/api/state"):
            page.ask("GET", path)
        page.post(f"/api/runs/{run}/undo")
        page.wait_until(lambda told: told["phase"] != "busy")
    assert all(seen.headers["authorization"] == f"Bearer {TOKEN}" for seen in server.seen)
    assert all(TOKEN.encode() not in raw for raw in page.answers)
    assert TOKEN not in "\n".join(page.said)
    assert all(TOKEN not in seen.path for seen in server.seen)
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(files) > 2
    assert [path for path in files if TOKEN.encode() in path.read_bytes()] == []


@pytest.mark.parametrize("typed", ["", "two words that are no token", "मेरा-टोकन", "tok\u200ben"])
def test_what_is_no_token_is_refused_and_not_repeated(page: ServedPage, typed: str) -> None:
    answer = page.post("/api/target", {"kind": "typed", "base_url": "http://127.0.0.1:9", "token": typed})
    assert (answer.status, page.get("/api/state")["target"]) == (400, None)
    assert (typed or "\0") not in answer.text


def test_a_token_is_typed_once_for_plan_and_run(page: ServedPage) -> None:
    with RawServer([reply(404, {})]) as server:
        page.give_sheet(csv_of(1))
        page.wait_for("found")
        page.post("/api/target", {"kind": "typed", "base_url": server.url, "token": TOKEN})
        page.post("/api/plan")
        page.wait_for("planned")
        page.post("/api/send")
        page.wait_for("asking")
    assert {seen.headers["authorization"] for seen in server.seen} == {f"Bearer {TOKEN}"}
