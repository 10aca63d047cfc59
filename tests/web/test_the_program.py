"""The command: what it prints, how it ends, and that a page that was killed in the middle of a run goes on with it."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from support.browsers import Person, needs_browser, open_browser, serve_stand_in
from support.commands import run_exactly
from support.pages import PATIENCE, csv_of

from batch_update.sandbox import Sandbox

Capture = pytest.CaptureFixture[str]
unix = pytest.mark.skipif(os.name == "nt", reason="Windows has no signals of this kind")


@dataclass(slots=True)
class Started:
    """A page that runs as a process of its own."""

    process: subprocess.Popen[str]
    address: str

    def end(self, number: signal.Signals) -> tuple[int, str]:
        """Send it a signal; its exit code, and what it said last."""
        self.process.send_signal(number)
        out = self.process.communicate(timeout=PATIENCE)[0]
        return self.process.returncode, out


@contextmanager
def started(*words: str) -> Iterator[Started]:
    process = subprocess.Popen(
        [sys.executable, "-m", "batch_update", "page", "--no-open", *words], stdout=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "PYTHONUNBUFFERED": "1"},
    )  # fmt: skip
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        found = re.search(r"http://127\.0\.0\.1:[0-9]+/\?key=\S+", line)
        assert found is not None, line
        yield Started(process, found.group())
    finally:
        process.kill()
        process.wait()
        assert process.stdout is not None
        process.stdout.close()


@unix
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_cleanly(number: signal.Signals) -> None:
    with started() as page:
        code, out = page.end(number)
    assert code == 130
    assert out.splitlines()[-1] == "The program has ended. What was sent, and its results, are kept."
    assert "Traceback" not in out


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere 127.0.0.2 is no address of this computer")
def test_it_listens_at_the_port_that_was_asked_and_at_one_address_alone() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with started("--port", str(port)) as page:
        assert page.address.startswith(f"http://127.0.0.1:{port}/?key=")
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.2", port), timeout=5)


def test_a_port_that_is_taken_is_told_in_words(capsys: Capture) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        ran = run_exactly(capsys, "page", "--no-open", "--port", str(taken.getsockname()[1]))
    assert ran.code == 2
    assert "Choose another with --port" in ran.err


@pytest.mark.parametrize("words", [["sheet.xlsx"], ["--port", "70000"], ["--open"]])
def test_what_it_can_not_take_is_told(capsys: Capture, words: list[str]) -> None:
    assert run_exactly(capsys, "page", *words).code == 2


def send(person: Person, sheet: Path, sandbox: Sandbox) -> None:
    """Begin a run of 12 rows at 3 a second, and wait until it is in its middle."""
    person.gives(sheet)
    person.clicks("Choose where to send")
    person.page.get_by_label("An account, this time only").check()
    person.page.get_by_label("Address of the API").fill(sandbox.url)
    person.page.locator("main").get_by_label("Token", exact=True).fill(sandbox.token)
    person.clicks("Continue to the question")
    person.clicks("Yes, send them now")
    person.reads("of 11 rows")


@unix
@needs_browser
@pytest.mark.parametrize("closes", ["Ctrl-C", "Close the program"])
def test_the_end_of_the_program_stops_a_run_and_keeps_its_results(capsys: Capture, tmp_path: Path, closes: str) -> None:
    sheet = tmp_path / "offers.csv"
    sheet.write_bytes(csv_of(12))
    with serve_stand_in() as sandbox, open_browser() as browser, started() as page:
        person = Person(browser.new_page())
        person.page.goto(page.address)
        send(person, sheet, sandbox)
        end = {"Ctrl-C": lambda: page.process.send_signal(signal.SIGINT), "Close the program": person.closes}
        end[closes]()
        person.sees("The program has ended")
        out = page.process.communicate(timeout=PATIENCE)[0]
    assert page.process.returncode == {"Ctrl-C": 130, "Close the program": 0}[closes]
    assert "Traceback" not in out
    run = json.loads(run_exactly(capsys, "runs", "--json").out)
    assert (run["stopped"], run["exit_code"]) == ("You stopped the run.", 130)
    assert run["updated"] + run["not_sent"] == 12
    assert len(list(tmp_path.rglob("offers.results.xlsx"))) == 1


@unix
@needs_browser
def test_a_page_killed_in_the_middle_of_a_run_offers_to_go_on_with_it(tmp_path: Path) -> None:
    sheet = tmp_path / "offers.csv"
    sheet.write_bytes(csv_of(12))
    with serve_stand_in() as sandbox, open_browser() as browser:
        with started() as page:
            person = Person(browser.new_page())
            person.page.goto(page.address)
            send(person, sheet, sandbox)
            page.process.kill()
        time.sleep(0.1)
        with started() as page:
            person.page.goto(page.address)
            person.reads("offers.csv, started")
            person.clicks("Go on with it")
            person.page.get_by_role("dialog").get_by_label("Token").fill(sandbox.token)
            person.page.get_by_role("dialog").get_by_role("button", name="Go on").click()
            person.sees("Send them now?")
            person.reads("answered then will not be sent again")
            person.clicks("Yes, send them now")
            person.sees("All done")
            person.reads("All 12 rows updated.")
