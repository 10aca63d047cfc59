"""What a run stands in: streams that are closed, full or cut, odd names, faults at odd moments.

Everything works or is refused in words before a row is sent, and the exit code is true of what was sent.
"""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from support.commands import read_workbook, run, write_csv
from support.raw_server import RawServer, yes

from batch_update.journal import Journal, RunRecorder
from batch_update.model import Outcome, Row, Status
from batch_update.run import pipeline
from batch_update.screen import Screen
from batch_update.sheets.writing import results
from batch_update.sheets.writing.saving import check_results_place, find_free_name
from batch_update.streams import Stream

Capture = pytest.CaptureFixture[str]
ROWS = [{"id": "281", "name": "Diwali"}, {"id": "282", "name": "Holi"}]
unix = pytest.mark.skipif(os.name == "nt", reason="the shell of Unix sets the scene")


@pytest.fixture(autouse=True)
def _sheet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACEFONE_TOKEN", "a-secret-token")
    write_csv(Path("sheet.csv"), *ROWS)


@pytest.fixture
def server() -> Iterator[RawServer]:
    with RawServer([yes()]) as server:
        yield server


def in_shell(
    server: RawServer, scene: str, *more: str, sheet: str | bytes = "sheet.csv", **environ: str
) -> subprocess.CompletedProcess[bytes]:
    """Run a sheet as a process of its own in a scene such as `>&-`, as a shell writes it."""
    known = ["--base-url", server.url, "--rate", "0", "--yes", "--verify", "none"]
    words = [sys.executable, "-m", "batch_update", sheet, *known, *more]
    return subprocess.run(
        ["sh", "-c", f'"$0" "$@" {scene}', *words],
        capture_output=True,
        timeout=60,
        check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), **environ},
    )


def statuses(path: Path) -> list[Any]:
    return [row["Status"] for row in read_workbook(path)["Results"]]


# --- streams ----------------------------------------------------------------------------------------------------------

SCENES = {
    "stdout closed": ">&-",
    "stderr closed": "2>&-",
    "stdin closed": "<&-",
    "stdout and stderr closed": ">&- 2>&-",
    "all closed": "<&- >&- 2>&-",
    "stdout full": ">/dev/full",
    "stderr full": "2>/dev/full",
    "both full": ">/dev/full 2>&1",
    "stdout to nobody": "| true",
    "stderr to nobody": "2>&1 >/dev/null | true",
}


@unix
@pytest.mark.parametrize("scene", SCENES.values(), ids=SCENES)
def test_a_stream_that_can_not_be_used_costs_neither_rows_nor_results(scene: str, server: RawServer) -> None:
    ran = in_shell(server, scene)
    assert (ran.returncode, server.count) == (0, 2)
    assert statuses(Path("sheet.results.xlsx")) == ["UPDATED", "UPDATED"]


@unix
def test_a_summary_that_nobody_can_get_is_said_on_stderr_with_the_next_step(server: RawServer) -> None:
    told = in_shell(server, ">&-").stderr.decode()
    assert "Standard output could not be written: it is closed." in told
    assert told.splitlines()[-1] == "All 2 rows updated."


@unix
@pytest.mark.parametrize("scene", [">&-", ">/dev/full", ">&- 2>&-"])
def test_totals_that_nobody_can_get_are_refused_before_anything_is_sent(scene: str, server: RawServer) -> None:
    ran = in_shell(server, scene, "--json")
    assert (ran.returncode, server.count) == (2, 0)
    assert not Path("sheet.results.xlsx").exists()


@unix
def test_totals_into_a_pipe_that_nobody_reads_are_refused_before_anything_is_sent(server: RawServer) -> None:
    read, write = os.pipe()
    os.close(read)
    words = [sys.executable, "-m", "batch_update", "sheet.csv", "--base-url", server.url, "--json", "--yes"]
    environ = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with os.fdopen(write, "wb") as pipe:
        ran = subprocess.run(words, stdout=pipe, stderr=subprocess.PIPE, env=environ, check=False, timeout=60)
    assert (ran.returncode, server.count) == (2, 0)
    assert b"nobody reads it any more" in ran.stderr


@unix
@pytest.mark.parametrize("environ", [{"PYTHONIOENCODING": "ascii"}, {"TERM": "dumb"}, {"PYTHONIOENCODING": "cp437"}])
def test_a_console_of_few_letters_shows_our_own_signs_plainly(environ: dict[str, str], server: RawServer) -> None:
    ran = in_shell(server, "", "--limit", "1", **environ)
    assert (ran.returncode, server.count) == (0, 1)
    assert "\\u201c" not in (ran.stdout + ran.stderr).decode("cp437")


@unix
@pytest.mark.parametrize("words", ["runs", "runs --json"])
def test_a_list_that_nobody_can_get_is_no_success(words: str) -> None:
    environ = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    line = f"{sys.executable} -m batch_update {words} >&-"
    ran = subprocess.run(["sh", "-c", line], env=environ, capture_output=True, check=False, timeout=60)
    assert ran.returncode == 2


@unix
def test_closed_places_are_not_taken_by_the_results() -> None:
    """Else what a library writes to "standard error" would stand in the middle of the workbook."""
    program = (
        "import os; from batch_update.streams import hold_standard_places as hold; hold(); "
        "print(os.open('new', os.O_CREAT | os.O_WRONLY) > 2, file=open('answer', 'w'))"
    )
    environ = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    subprocess.run(["sh", "-c", '"$0" -c "$1" <&- >&- 2>&-', sys.executable, program], env=environ, check=True)
    assert Path("answer").read_text(encoding="utf-8") == "True\n"


def test_a_stream_says_once_that_it_fails_and_then_leads_nowhere(tmp_path: Path) -> None:
    with (tmp_path / "err").open("w", encoding="utf-8") as err:
        screen = Screen(out=Stream(None), err=Stream(err))
        assert not screen.give("one")
        assert not screen.give("two")
    assert (tmp_path / "err").read_text(encoding="utf-8") == "Standard output could not be written: it is closed.\n"


class GoneTerminal(io.StringIO):
    """A terminal whose window was closed."""

    def isatty(self) -> bool:
        return True

    def write(self, _text: str, /) -> int:
        raise BrokenPipeError


def test_the_bar_of_a_window_that_was_closed_stops_nothing() -> None:
    outcome = Outcome(row=Row(number=2, cells=(), columns=()), campaign_id="281", status=Status.UPDATED)
    with Screen(err=Stream(GoneTerminal())).progress(1, lambda: "as fast as it goes") as watch:
        watch(outcome)


def test_a_stream_that_was_closed_by_another_is_as_one_that_never_was(tmp_path: Path) -> None:
    file = (tmp_path / "out").open("w", encoding="utf-8")
    file.close()
    stream = Stream(file)
    assert not stream.isatty()
    assert not stream.print("one")
    assert stream.find_fault()


# --- names ------------------------------------------------------------------------------------------------------------

ODD_NAMES = {
    "a byte of a Windows name": b"b\xe9d.csv",
    "only such bytes": b"\xff\xfe\xfd.csv",
    "a cut letter": b"\xe0\xa4.csv",
    "a line break": b"two\nlines.csv",
    "a quote": b"it's.csv",
    "as long as its results may be": b"x" * (255 - len(".results.xlsx")) + b".csv",
}


@pytest.mark.skipif(sys.platform != "linux", reason="other systems make no such names")
@pytest.mark.parametrize("name", ODD_NAMES.values(), ids=ODD_NAMES)
def test_a_sheet_of_an_odd_name_has_its_results_beside_it(name: bytes, server: RawServer) -> None:
    Path("sheet.csv").rename(os.fsdecode(name))
    ran = in_shell(server, "", "--json", sheet=name)
    assert (ran.returncode, server.count) == (0, 2), ran.stderr
    (written,) = Path().glob("*.results.xlsx")
    assert written == Path(json.loads(ran.stdout)["results"])
    assert statuses(written) == ["UPDATED", "UPDATED"]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems make no such names")
def test_a_row_of_such_a_sheet_is_gone_on_with(server: RawServer) -> None:
    Path("sheet.csv").rename(os.fsdecode(b"b\xe9d.csv"))
    first = in_shell(server, "", "--limit", "1", sheet=b"b\xe9d.csv")
    second = in_shell(server, "", "--resume", sheet=b"b\xe9d.csv")
    assert (first.returncode, second.returncode, server.count) == (0, 0, 2)
    assert b"$'b\\xe9d.csv'" in first.stdout


TOO_LONG = {
    "its results' name": "x" * 245 + ".csv",
    "every name beside it": "x" * 251 + ".csv",
    "in bytes and not in letters": "\u0926" * 82 + ".csv",
}


@unix
@pytest.mark.parametrize("name", TOO_LONG.values(), ids=TOO_LONG)
def test_a_name_that_is_too_long_is_said_before_anything_is_sent(name: str, server: RawServer, capsys: Capture) -> None:
    Path("sheet.csv").rename(name)
    ran = run(capsys, name, "--base-url", server.url)
    assert (ran.code, server.count) == (2, 0)
    assert "the file name is too long. Choose another name with --results" in ran.err


@unix
@pytest.mark.parametrize("sheet", ["x" * 250 + ".csv", "x" * 300 + ".csv"])
def test_a_long_name_of_no_file_is_told_as_a_file_that_is_not_there(sheet: str, capsys: Capture) -> None:
    assert "There is no file" in run(capsys, sheet[-254:], "--check").err


@unix
def test_the_name_beside_a_locked_file_is_no_longer_than_a_name_may_be(tmp_path: Path) -> None:
    path = tmp_path / ("x" * 250 + ".xlsx")
    assert find_free_name(path).name == "x" * 245 + "-2.xlsx"


def test_the_trial_of_a_place_leaves_nothing(tmp_path: Path) -> None:
    check_results_place(tmp_path / "results.xlsx")
    assert list(tmp_path.iterdir()) == [tmp_path / "sheet.csv"]


def test_the_trial_of_a_place_leaves_the_earlier_results_alone(tmp_path: Path) -> None:
    (tmp_path / "results.xlsx").write_bytes(b"earlier")
    check_results_place(tmp_path / "results.xlsx")
    assert (tmp_path / "results.xlsx").read_bytes() == b"earlier"


def test_parts_that_can_be_kept_nowhere_are_said_before_anything_is_sent(
    server: RawServer, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.setattr("batch_update.sheets.writing.saving.tempfile.tempdir", str(Path("nowhere").absolute()))
    ran = run(capsys, "sheet.csv", "--base-url", server.url)
    assert (ran.code, server.count) == (2, 0)
    assert "TMPDIR" in ran.err


# --- faults at odd moments --------------------------------------------------------------------------------------------

FAULTS = [RuntimeError("odd"), BrokenPipeError(), MemoryError(), RecursionError(), SystemExit(0), OSError(5, "I/O")]


def failing(error: BaseException) -> Callable[..., Any]:
    def fail(*_: Any, **__: Any) -> Any:
        raise error

    return fail


def send(capsys: Capture, server: RawServer) -> tuple[int, str]:
    ran = run(capsys, "sheet.csv", "--base-url", server.url, "--rate", "0")
    return ran.code, ran.err


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: type(fault).__name__)
@pytest.mark.parametrize("place", [(pipeline, "settle"), (results, "write_results")], ids=lambda place: place[1])
def test_what_breaks_between_sending_and_results_ends_with_4_and_the_way_to_the_results(
    place: tuple[object, str], fault: Exception, server: RawServer, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(*place, failing(fault))
        ran = run(capsys, "sheet.csv", "--base-url", server.url, "--rate", "0")
    assert (ran.code, server.count) == (4, 2)
    assert "othing was sent" not in ran.err
    (named,) = [line for line in (ran.err + ran.out).splitlines() if "batch_update results " in line]
    run_id = named.partition(" batch_update results ")[2].split()[0]
    assert run(capsys, "results", run_id, "again.xlsx").code == 0
    assert statuses(Path("again.xlsx")) == ["UPDATED", "UPDATED"]


@pytest.mark.parametrize("place", [(pipeline, "settle"), (results, "write_results")], ids=lambda place: place[1])
def test_an_interrupt_between_sending_and_results_ends_with_130_and_denies_nothing(
    place: tuple[object, str], server: RawServer, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.setattr(*place, failing(KeyboardInterrupt()))
    code, err = send(capsys, server)
    assert (code, server.count) == (130, 2)
    assert "othing was sent" not in err


AFTER_THE_END = {"the journal's last line": (Journal, "finish"), "the journal's closing": (Journal, "close")}


@pytest.mark.parametrize("fault", [*FAULTS, KeyboardInterrupt()], ids=lambda fault: type(fault).__name__)
@pytest.mark.parametrize("place", AFTER_THE_END.values(), ids=AFTER_THE_END)
def test_what_breaks_after_the_end_was_told_changes_nothing_of_it(
    place: tuple[object, str],
    fault: BaseException,
    server: RawServer,
    monkeypatch: pytest.MonkeyPatch,
    capsys: Capture,
) -> None:
    monkeypatch.setattr(*place, failing(fault))
    code, err = send(capsys, server)
    assert (code, server.count) == (0, 2)
    assert "batch_update:" not in err
    assert statuses(Path("sheet.results.xlsx")) == ["UPDATED", "UPDATED"]


@pytest.mark.parametrize("fault", [*FAULTS, KeyboardInterrupt()], ids=lambda fault: type(fault).__name__)
def test_what_breaks_while_the_summary_is_told_does_not_deny_the_results(
    fault: BaseException, server: RawServer, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.setattr(Screen, "give", failing(fault))
    code, err = send(capsys, server)
    assert (code, server.count) == (0, 2)
    assert "othing was sent" not in err
    assert statuses(Path("sheet.results.xlsx")) == ["UPDATED", "UPDATED"]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: type(fault).__name__)
def test_what_breaks_while_rows_are_sent_ends_with_3_and_results(
    fault: BaseException, server: RawServer, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    finish = RunRecorder.__aexit__

    async def fail(self: RunRecorder, *given: Any) -> None:
        await finish(self, *given)
        raise fault

    monkeypatch.setattr(RunRecorder, "__aexit__", fail)
    code, err = send(capsys, server)
    assert (code, server.count) == (3, 2)
    assert "othing was sent" not in err
    assert statuses(Path("sheet.results.xlsx")) == ["UPDATED", "UPDATED"]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: type(fault).__name__)
def test_what_breaks_before_the_first_row_says_that_nothing_was_sent(
    fault: BaseException, server: RawServer, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.setattr(Journal, "begin", failing(fault))
    code, err = send(capsys, server)
    assert (code, server.count) == (2, 0)
    assert "Nothing was sent." in err


def test_a_journal_that_can_not_be_asked_is_no_proof_that_nothing_was_sent(
    server: RawServer, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.setattr(pipeline, "settle", failing(RuntimeError()))
    monkeypatch.setattr(Journal, "run", failing(RuntimeError()))
    assert send(capsys, server)[0] == 4
