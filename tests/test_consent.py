"""Rows go to an account only with somebody's yes: at the question, or as `--yes` where nobody can be asked."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.commands import run_exactly, write_csv
from support.programs import start_program
from support.raw_server import RawServer, yes

Capture = pytest.CaptureFixture[str]
unix = pytest.mark.skipif(os.name == "nt", reason="Windows has no terminals of this kind")


@pytest.fixture(autouse=True)
def _sheet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACEFONE_TOKEN", "a-secret-token")
    write_csv(Path("sheet.csv"), {"id": "281", "name": "Diwali"}, {"id": "282", "name": "Holi"})


@pytest.fixture
def server() -> Iterator[RawServer]:
    with RawServer([yes()]) as server:
        yield server


WITHOUT: dict[str, list[str]] = {
    "plain": [],
    "with --json": ["--json"],
    "with --quiet": ["--quiet"],
    "with --verbose": ["--verbose"],
    "with --limit": ["--limit", "1"],
    "with --resume": ["--resume"],
    "with --strict": ["--strict"],
    "at a pace": ["--rate", "auto"],
    "with the results elsewhere": ["--results", "out.xlsx"],
    "one at a time": ["--concurrency", "1", "--attempts", "1"],
}


@pytest.mark.parametrize("words", WITHOUT.values(), ids=WITHOUT)
def test_without_a_terminal_an_account_needs_yes(words: list[str], server: RawServer, capsys: Capture) -> None:
    ran = run_exactly(capsys, "sheet.csv", "--base-url", server.url, *words)
    assert (ran.code, ran.out, server.count) == (2, "", 0)
    (line,) = ran.err.splitlines()
    assert "--yes" in line
    assert list(Path().glob("*.xlsx")) == []


def test_an_address_of_the_environment_is_an_account_too(
    server: RawServer, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ACEFONE_BASE_URL", server.url)
    ran = run_exactly(capsys, "sheet.csv")
    assert (ran.code, "--yes" in ran.err, server.count) == (2, True, 0)


@unix
def test_a_keyboard_without_a_screen_to_ask_on_is_no_terminal(server: RawServer) -> None:
    person, keyboard = os.openpty()
    words = [sys.executable, "-m", "batch_update", "sheet.csv", "--base-url", server.url]
    environ = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    ran = subprocess.run(words, stdin=keyboard, capture_output=True, env=environ, check=False, timeout=60)
    os.close(keyboard)
    os.close(person)
    assert (ran.returncode, b"--yes" in ran.stderr, server.count) == (2, True, 0)


def test_with_yes_they_are_sent(server: RawServer, capsys: Capture) -> None:
    ran = run_exactly(capsys, "sheet.csv", "--base-url", server.url, "--rate", "0", "--yes", "--verify", "none")
    assert (ran.code, server.count) == (0, 2)


@pytest.mark.parametrize("word", ["--check", "--sandbox"])
def test_where_no_account_is_touched_nobody_need_say_yes(word: str, capsys: Capture) -> None:
    assert run_exactly(capsys, "sheet.csv", word).code == 0


@unix
@pytest.mark.parametrize(
    ("said", "code", "sent"), [("y\n", 0, 2), ("YES\n", 0, 2), ("\n", 2, 0), ("n\n", 2, 0), ("maybe\n", 2, 0)]
)
def test_at_a_terminal_the_question_is_asked(
    said: str, code: int, sent: int, server: RawServer, tmp_path: Path
) -> None:
    person, screen = os.openpty()
    os.write(person, said.encode())
    program = start_program(tmp_path, "run", "sheet.csv", server=server, terminal=screen)
    ended = program.wait()
    os.close(screen)
    os.close(person)
    assert (ended.code, server.count) == (code, sent)
