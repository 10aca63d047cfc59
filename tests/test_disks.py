"""Disks that are full, gone or not ours: found before anything is sent where that can be, else nothing is lost."""

from __future__ import annotations

import errno
import os
import shlex
import shutil
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from support.commands import Ran, read_workbook, run, write_csv
from support.journals import failing_at, limited_to
from support.programs import run_program
from support.raw_server import RawServer, Reply, Seen, yes

from batch_update import journal
from batch_update.journal import Journal
from batch_update.sheets.writing import saving

Capture = pytest.CaptureFixture[str]
TEN = [{"id": str(number), "name": f"Offer {number}"} for number in range(1, 11)]
MIDDLE = 51  # the statement of the journal that keeps the fifth row
LAST = str(len(TEN))


@pytest.fixture(autouse=True)
def _sheet(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ACEFONE_TOKEN", "a-secret-token")
    (tmp_path / "out").mkdir()
    write_csv(tmp_path / "sheet.csv", *TEN)


def send(capsys: Capture, server: RawServer, *words: str) -> Ran:
    """Run the sheet against a server, one row after another."""
    return run(capsys, "sheet.csv", "--base-url", server.url, "--rate", "0", "--concurrency", "1", *words)


def command_in(text: str) -> list[str]:
    """The last command that a text names, as the shell would part it."""
    return shlex.split(text.strip().splitlines()[-1].removeprefix("  python -m batch_update "))


class Acting(RawServer):
    """A server that does something when it has read the request for one campaign."""

    def __init__(self, act: Callable[[], object], *, at: str = LAST) -> None:
        super().__init__([yes()])
        self.act, self.at = act, at

    def _answer_to(self, request: Seen) -> Reply:
        if request.path.endswith(f"/{self.at}"):
            self.act()
        return super()._answer_to(request)


# --- found before anything is sent ------------------------------------------------------------------------------------

PLACES = {
    "a folder that is not there": "nowhere/results.xlsx",
    "a file in the folder's place": "sheet.csv/results.xlsx",
    "a folder in the file's place": "out",
    "a folder with a workbook's name": "out.xlsx",
    "no workbook": "out/results.csv",
}


@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)
def test_a_place_for_results_that_can_not_be_is_found_before_anything_is_sent(place: str, capsys: Capture) -> None:
    Path("out.xlsx").mkdir()
    with RawServer([yes()]) as server:
        ran = send(capsys, server, "--results", place)
    assert (ran.code, ran.out, server.count) == (2, "", 0)
    assert len(ran.err.splitlines()) == 1


def test_a_folder_that_can_not_be_written_is_found_before_anything_is_sent(
    monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    """At the level of the system's call: who runs the tests may be allowed everything."""
    refuse(monkeypatch, errno.EROFS)
    with RawServer([yes()]) as server:
        ran = send(capsys, server, "--results", "out/results.xlsx")
    assert (ran.code, server.count) == (2, 0)
    assert "the disk can only be read" in ran.err


def refuse(monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    def mkstemp(*_: Any, **__: Any) -> tuple[int, str]:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr("batch_update.sheets.writing.saving.tempfile.mkstemp", mkstemp)


@pytest.mark.parametrize("state", ["sheet.csv", "sheet.csv/deeper"], ids=["a file", "under a file"])
def test_a_state_folder_that_can_not_be_is_found_before_anything_is_sent(
    state: str, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.setenv("BATCH_UPDATE_STATE", state)
    with RawServer([yes()]) as server:
        ran = send(capsys, server)
    assert (ran.code, server.count) == (2, 0)
    assert "BATCH_UPDATE_STATE" in ran.err


def test_a_journal_that_is_none_is_found_before_anything_is_sent(tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "state").mkdir()
    (tmp_path / "state" / "journal.db").write_bytes(b"this is not a database, and long enough to be looked at" * 100)
    with RawServer([yes()]) as server:
        ran = send(capsys, server)
    assert (ran.code, server.count) == (2, 0)
    assert "is damaged" in ran.err


# --- found when everything is sent ------------------------------------------------------------------------------------


def replace_by_file(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.write_text("in the way", encoding="utf-8")


GONE = {"the folder is gone": shutil.rmtree, "a file is in its place": replace_by_file}


@pytest.mark.parametrize("act", GONE.values(), ids=GONE)
@pytest.mark.parametrize("form", [[], ["--json"], ["--quiet"]], ids=["text", "json", "quiet"])
def test_a_folder_that_goes_in_the_middle_costs_only_the_way(
    act: Any, form: list[str], tmp_path: Path, capsys: Capture
) -> None:
    with Acting(lambda: act(tmp_path / "out")) as server:
        ran = send(capsys, server, "--results", "out/results.xlsx", *form)
    assert (ran.code, server.count) == (4, len(TEN))
    assert "the folder is no longer there" in ran.err
    if "--json" in form:
        assert (ran.totals["results"], ran.totals["updated"], ran.totals["exit_code"]) == (None, len(TEN), 4)
    assert_the_command_gives_the_workbook(ran.err if "--json" in form else ran.out, capsys)


def assert_the_command_gives_the_workbook(said: str, capsys: Capture) -> None:
    written = run(capsys, *command_in(said))
    assert written.code == 0, written.err
    rows = read_workbook(Path("FILE.xlsx"))["Results"]
    assert [(row["id"], row["name"], row["Status"]) for row in rows] == [
        (row["id"], row["name"], "UPDATED") for row in TEN
    ]


@pytest.mark.skipif(os.name != "posix", reason="limits as on Linux and macOS")
def test_a_full_disk_for_the_results_ends_with_4_and_leaves_no_half_workbook(tmp_path: Path, capsys: Capture) -> None:
    """The journal has room from its first megabyte on; the results have none, as a limit on the file's size sees to."""
    limit = (
        "import resource, signal\nfrom batch_update.sheets.writing import results\nwrite = results.write_results\n"
        "def limited(*a, **k):\n"
        "    resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000)); return write(*a, **k)\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN); results.write_results = limited"
    )
    with RawServer([yes()]) as server:
        ended = run_program(tmp_path, "run", "sheet.csv", "--json", server=server, code=limit)
    assert (ended.code, ended.totals["updated"], server.count) == (4, len(TEN), len(TEN))
    assert "larger than is allowed" in ended.err
    assert not list(tmp_path.glob("*.xlsx")) + list(tmp_path.glob(".*"))
    assert_the_command_gives_the_workbook(ended.err, capsys)


def test_results_that_are_open_in_excel_go_beside_and_it_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    """As Windows answers while Excel holds the file; only there can it really be had."""
    with RawServer([yes()]) as server:
        send(capsys, server)
    before = Path("sheet.results.xlsx").read_bytes()
    real = Path.replace

    def replace(draft: Path, target: Path) -> Path:
        if target.name == "sheet.results.xlsx":
            raise PermissionError(errno.EACCES, "in use")
        return real(draft, target)

    monkeypatch.setattr(Path, "replace", replace)
    monkeypatch.setattr(saving, "_PAUSE", 0.001)
    monkeypatch.setattr(saving.replace_whole, "__kwdefaults__", {"patience": 0.002, "or_beside": True})
    with RawServer([yes()]) as server:
        ran = send(capsys, server, "--json")
    assert (ran.code, Path(ran.totals["results"]).name) == (0, "sheet.results-2.xlsx")
    assert "sheet.results.xlsx is open in another program" in ran.err
    assert Path("sheet.results.xlsx").read_bytes() == before


# --- the journal fails ------------------------------------------------------------------------------------------------


@contextmanager
def journal_on(kind: type[sqlite3.Connection], monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The program, with a journal on such a disk."""

    def opened(folder: Path) -> Journal:
        return Journal(folder, connection=kind)

    with monkeypatch.context() as failing:
        failing.setattr(journal, "Journal", opened)
        yield


def assert_told_truly(ran: Ran, server: RawServer) -> Counter[str]:
    """Every row has one outcome in the results, and those that left are those that the server read."""
    rows = ran.results["Results"]
    sent = {seen.path.rpartition("/")[2] for seen in server.seen}
    assert [row["id"] for row in rows] == [row["id"] for row in TEN]
    assert {row["id"] for row in rows if row["Status"] == "UPDATED"} == sent
    assert all(row["Status"] in {"UPDATED", "NOT SENT"} for row in rows)
    return Counter(row["Status"] for row in rows)


@pytest.mark.parametrize("step", [9, pytest.param(1, marks=pytest.mark.slow)], ids=["for every ninth n", "for every n"])
def test_the_nth_write_of_the_journal_fails(
    step: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: Capture
) -> None:
    codes = Counter[int]()
    for number in range(1, 200, step):
        monkeypatch.setenv("BATCH_UPDATE_STATE", str(tmp_path / f"state-{number}"))
        with RawServer([yes()]) as server:
            with journal_on(failing_at(number), monkeypatch):
                ran = send(capsys, server, "--json")
            codes[ran.code] += 1
            if ran.code == 2:
                assert (server.count, ran.out) == (0, "")
            else:
                assert ran.code == (3 if "the disk is full" in ran.err else 0), number
                told = assert_told_truly(ran, server)
                assert ran.code == 3 or told == {"UPDATED": len(TEN)}
            go_on(capsys, server)
        if ran.code == 0 and not failed_at_the_end(tmp_path / f"state-{number}"):
            break
    assert all(codes[code] >= 1 for code in (0, 2, 3))
    print(f"journal failing at its n-th statement, n = 1 to {number}: exit codes {dict(codes)}")


def failed_at_the_end(state: Path) -> bool:
    """Whether the run's end could not be written."""
    with Journal(state) as opened:
        return opened.runs()[-1].ended is None


def go_on(capsys: Capture, server: RawServer) -> None:
    """With room on the disk again, `--resume` sends what is left: at most the row of the failed write twice."""
    again = send(capsys, server, "--json", "--resume")
    assert (again.code, again.totals["updated"]) == (0, len(TEN))
    assert server.count <= len(TEN) + 1


def test_a_journal_that_fails_in_the_middle_is_said_and_the_results_are_written(
    monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    with RawServer([yes()]) as server, journal_on(failing_at(MIDDLE), monkeypatch):
        ran = send(capsys, server)
        assert 0 < server.count < len(TEN)
    assert ran.code == 3
    assert "The record of runs can not be kept" in ran.out
    assert "the disk is full" in ran.out
    assert command_in(ran.out)[-1] == "--resume"
    assert Path("sheet.results.xlsx").exists()


def test_a_really_full_journal_is_said_too(monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    """SQLite's own limit, reached by the outcomes' long messages."""
    with RawServer([yes(Message="long " * 60)]) as server, journal_on(limited_to(12), monkeypatch):
        ran = send(capsys, server, "--json")
        assert ran.code == 3, (ran.err, ran.out)
        assert_told_truly(ran, server)


@pytest.mark.parametrize("form", [[], ["--json"], ["--quiet"]], ids=["text", "json", "quiet"])
def test_neither_journal_nor_results_ends_with_3_and_every_outcome_on_the_screen(
    form: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: Capture
) -> None:
    folder = tmp_path / "out"

    def vanish() -> None:
        shutil.rmtree(folder, ignore_errors=True)

    with Acting(vanish, at="2") as server, journal_on(failing_at(MIDDLE), monkeypatch):
        ran = send(capsys, server, "--results", "out/results.xlsx", *form)
    assert ran.code == 3
    lines = [line for line in ran.err.splitlines() if line.startswith("row ")]
    assert len(lines) == len(TEN)
    assert sum("UPDATED" in line for line in lines) == server.count
    assert "nothing is lost" not in ran.out + ran.err
