"""Whole command lines: what they print, what they leave, and the exit code they end with."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from support.commands import read_workbook, run, write_csv
from support.raw_server import RawServer, reply, yes

Capture = pytest.CaptureFixture[str]
REFUSED = reply(401, {"success": False, "message": "Unauthorized."})
NOT_THERE = reply(404, {"success": False, "message": "Campaign not found."})


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    """Three campaigns, all right."""
    return write_csv(tmp_path / "three.csv", *({"id": number, "name": f"Campaign {number}"} for number in "123"))


@pytest.fixture
def token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACEFONE_TOKEN", "a-secret-token")


# --- the good way -----------------------------------------------------------------------------------------------------


def test_a_right_sheet_ends_with_0_and_says_so_last(sheet: Path, capsys: Capture) -> None:
    ran = run(capsys, sheet, "--sandbox")
    assert ran.code == 0
    assert ran.out.splitlines()[-1] == "All 3 rows updated."
    assert (sheet.parent / "three.results.xlsx").exists()


def test_the_results_have_the_four_sheets_and_the_columns_of_the_contract(sheet: Path, capsys: Capture) -> None:
    results = run(capsys, sheet, "--sandbox", "--json").results
    assert list(results) == ["Summary", "Results", "Errors", "To fix"]
    assert list(results["Results"][0]) == [
        "Row",
        "Status",
        "Message",
        "HTTP status",
        "Attempts",
        "Seconds",
        "id",
        "name",
    ]
    assert [row["Row"] for row in results["Results"]] == [2, 3, 4]


def test_json_gives_totals_that_add_up(sheet: Path, capsys: Capture) -> None:
    totals = run(capsys, sheet, "--sandbox", "--json").totals
    assert list(totals) == [
        "run", "sheet", "rows", "updated", "unchanged", "invalid", "rejected", "differs", "failed", "unknown",
        "not_sent", "verified", "requests", "retries", "throttled", "seconds", "results", "exit_code",
    ]  # fmt: skip
    counts = ("updated", "unchanged", "invalid", "rejected", "differs", "failed", "unknown", "not_sent")
    assert sum(totals[name] for name in counts) == totals["rows"] == 3


def test_a_check_says_where_the_valid_rows_are_and_ends_with_the_next_step(tmp_path: Path, capsys: Capture) -> None:
    sheet = write_csv(tmp_path / "s.csv", {"id": "1", "ring_timeout": "5"}, {"id": "2", "ring_timeout": "soon"})
    *_, valid, to_fix, command = run(capsys, sheet, "--check").out.splitlines()
    assert valid == "1 row is valid: it is not on “To fix”, and is sent when s.csv itself is run."
    assert to_fix.startswith("1 row to fix.")
    assert command.endswith("s.check.xlsx")


def test_check_sends_nothing_and_needs_no_token(sheet: Path, capsys: Capture) -> None:
    ran = run(capsys, sheet, "--check", "--json")
    assert (ran.code, ran.totals["valid"], ran.totals["requests"]) == (0, 3, 0)
    assert {row["Status"] for row in ran.results["Results"]} == {"VALID"}


def test_a_trial_of_the_first_row_leaves_the_rest_not_sent_and_resume_sends_it(sheet: Path, capsys: Capture) -> None:
    first = run(capsys, sheet, "--sandbox", "--limit", "1", "--json")
    assert (first.code, first.totals["updated"], first.totals["not_sent"]) == (0, 1, 2)
    rest = run(capsys, sheet, "--sandbox", "--resume", "--json")
    assert (rest.code, rest.totals["updated"], rest.totals["requests"]) == (0, 3, 2)


def test_strict_sends_nothing_if_one_row_is_wrong(tmp_path: Path, capsys: Capture) -> None:
    sheet = write_csv(tmp_path / "s.csv", {"id": "1", "ring_timeout": "5"}, {"id": "2", "ring_timeout": "soon"})
    ran = run(capsys, sheet, "--sandbox", "--strict", "--json")
    assert (ran.code, ran.totals["invalid"], ran.totals["not_sent"], ran.totals["requests"]) == (1, 1, 1, 0)


def test_quiet_says_nothing_when_all_is_well(sheet: Path, capsys: Capture) -> None:
    ran = run(capsys, sheet, "--sandbox", "--quiet")
    assert (ran.code, ran.out, ran.err) == (0, "", "")


def test_verbose_tells_every_row(sheet: Path, capsys: Capture) -> None:
    ran = run(capsys, sheet, "--sandbox", "--verbose")
    assert all(f"row {number}, campaign {number - 1}: UPDATED" in ran.err for number in (2, 3, 4))


# --- what the API says ------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("token")
def test_a_refused_row_ends_with_1_and_names_the_next_step(sheet: Path, capsys: Capture) -> None:
    with RawServer([yes(), NOT_THERE, yes()]) as server:
        ran = run(capsys, sheet, "--base-url", server.url, "--rate", "0", "--concurrency", "1")
    assert ran.code == 1
    assert "To fix" in ran.out
    how = "--rate 0 --concurrency 1 --verify none"
    assert ran.out.splitlines()[-1].endswith(f"three.results.xlsx --base-url {server.url} {how}")


@pytest.mark.usefixtures("token")
def test_a_refused_token_stops_with_3_and_leaves_the_rest_not_sent(sheet: Path, capsys: Capture) -> None:
    with RawServer([yes(), REFUSED]) as server:
        ran = run(capsys, sheet, "--base-url", server.url, "--rate", "0", "--concurrency", "1", "--json")
    assert (ran.code, server.count) == (3, 2)
    assert (ran.totals["updated"], ran.totals["rejected"], ran.totals["not_sent"]) == (1, 1, 1)


@pytest.mark.usefixtures("token")
def test_a_stopped_run_names_the_command_that_goes_on(sheet: Path, capsys: Capture) -> None:
    with RawServer([REFUSED]) as server:
        ran = run(capsys, sheet, "--base-url", server.url, "--concurrency", "1", "--rate", "0")
    assert ran.out.splitlines()[-1].endswith("--resume")


@pytest.mark.usefixtures("token")
def test_too_many_failures_in_a_row_stop_with_3(tmp_path: Path, capsys: Capture) -> None:
    sheet = write_csv(tmp_path / "many.csv", *({"id": str(number), "name": "x"} for number in range(1, 10)))
    with RawServer([reply(500, "oops")]) as server:
        ran = run(capsys, sheet, "--base-url", server.url, "--attempts", "1", "--max-failures", "4", "--rate", "0",
                  "--concurrency", "1", "--json")  # fmt: skip
    assert (ran.code, ran.totals["failed"], ran.totals["not_sent"], server.count) == (3, 4, 5, 4)


@pytest.mark.usefixtures("token")
def test_an_api_refusal_is_told_at_the_cell_it_is_about(tmp_path: Path, capsys: Capture) -> None:
    sheet = write_csv(tmp_path / "s.csv", {"id": "1", "Owner": "Asha", "agent_script": "57"})
    with RawServer([reply(422, {"agent_script": "Provide a valid agent_script."})]) as server:
        ran = run(capsys, sheet, "--base-url", server.url, "--json")
    (error,) = ran.results["Errors"]
    assert (error["Cell"], error["Value"], error["Source"]) == ("C2", "57", "API")
    assert "Provide a valid agent_script." in error["Problem"]


# --- what can not start -----------------------------------------------------------------------------------------------

USAGE = {
    "no sheet": (["--sandbox"], "SHEET"),
    "no such file": (["nowhere.xlsx"], "nowhere.xlsx"),
    "a folder": ([".", "--check"], "folder"),
    "an unknown option": (["three.csv", "--fast"], "--fast"),
    "a token on the command line": (["three.csv", "--token=abc"], "--token"),
    "a rate that is none": (["three.csv", "--rate", "quick"], "quick"),
    "a negative rate": (["three.csv", "--rate", "-1"], "-1"),
    "no attempts": (["three.csv", "--attempts", "0"], "0"),
    "an endless timeout": (["three.csv", "--timeout", "inf"], "inf"),
    "http to another machine": (["three.csv", "--base-url", "http://api.example.com"], "https"),
    "no token": (["three.csv"], "--token-file"),
    "a token file that is not there": (["three.csv", "--token-file", "secret.txt"], "secret.txt"),
    "results in no folder": (["three.csv", "--check", "--results", "no/where.xlsx"], "no"),
    "results that are no workbook": (["three.csv", "--check", "--results", "out.csv"], "out.csv"),
    "results into the sheet": (["three.csv", "--check", "--results", "three.csv"], "sheet itself"),
    "check and resume": (["three.csv", "--check", "--resume"], "--resume"),
}


@pytest.mark.parametrize(("words", "named"), USAGE.values(), ids=USAGE)
def test_what_can_not_start_is_one_line_and_exit_code_2(
    words: list[str], named: str, sheet: Path, capsys: Capture
) -> None:
    ran = run(capsys, *words)
    assert ran.code == 2
    assert ran.out == ""
    (line,) = ran.err.splitlines()
    assert named in line
    assert "abc" not in line
    assert not list(sheet.parent.glob("*.results.xlsx"))


def test_a_sheet_without_rows_is_told(tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "empty.csv").write_text("id,name\r\n", encoding="utf-8")
    ran = run(capsys, "empty.csv", "--check")
    assert ran.code == 2
    assert "no row" in ran.err


@pytest.mark.parametrize(
    ("variable", "file", "env_file", "sent"),
    [("from-variable", None, "", "from-variable"), ("from-variable", "from-file", "", "from-file"),
     (None, None, "ACEFONE_TOKEN=from-env-file", "from-env-file"),
     ("from-variable", None, "ACEFONE_TOKEN=from-env-file", "from-variable"),
     (None, "\ufeffBearer from-file\r\n", "", "from-file")],
)  # fmt: skip
def test_the_token_is_taken_from_the_file_then_the_variable_then_the_env_file(  # noqa: PLR0917
    variable: str | None, file: str | None, env_file: str, sent: str, sheet: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: Capture,
) -> None:  # fmt: skip
    if variable:
        monkeypatch.setenv("ACEFONE_TOKEN", variable)
    if env_file:
        Path(".env").write_text(env_file, encoding="utf-8")
    words: list[str] = []
    if file:
        Path("token.txt").write_text(file, encoding="utf-8")
        words = ["--token-file", "token.txt"]
    with RawServer([yes()]) as server:
        run(capsys, sheet, "--base-url", server.url, "--rate", "0", *words)
    assert server.seen[0].headers["authorization"] == f"Bearer {sent}"


# --- the other commands -----------------------------------------------------------------------------------------------


def test_template_writes_a_workbook_once(capsys: Capture) -> None:
    assert run(capsys, "template", "new.xlsx").code == 0
    again = run(capsys, "template", "new.xlsx")
    assert (again.code, "new.xlsx" in again.err) == (2, True)


def test_a_blank_template_has_no_row_to_send(capsys: Capture) -> None:
    run(capsys, "template", "new.xlsx")
    ran = run(capsys, "new.xlsx", "--check")
    assert ran.code == 2
    assert "no row" in ran.err


def test_runs_lists_what_was_sent(sheet: Path, capsys: Capture) -> None:
    first = run(capsys, sheet, "--sandbox", "--json").totals["run"]
    ran = run(capsys, "runs", "--json")
    (line,) = ran.out.splitlines()
    assert (json.loads(line)["run"], json.loads(line)["updated"], json.loads(line)["exit_code"]) == (first, 3, 0)


def test_the_results_of_a_run_can_be_had_again_after_the_sheet_has_changed(sheet: Path, capsys: Capture) -> None:
    first = run(capsys, sheet, "--sandbox", "--json")
    before = first.results["Results"]
    sheet.write_text("id,name\r\n9,other\r\n", encoding="utf-8")
    ran = run(capsys, "results", first.totals["run"], "again.xlsx")
    assert ran.code == 0
    assert read_workbook(Path("again.xlsx"))["Results"] == before


# --- as a process -----------------------------------------------------------------------------------------------------


def test_the_module_runs_as_a_program(sheet: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "batch_update", str(sheet), "--sandbox", "--json"],
        capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["updated"] == 3


def test_help_starts_with_examples_and_imports_neither_pandas_nor_aiohttp() -> None:
    script = (
        "import sys; from batch_update.cli import main; code = main(['--help'])\n"
        "heavy = {'pandas', 'aiohttp', 'openpyxl', 'rich', 'xlsxwriter'} & set(sys.modules)\n"
        "sys.exit(f'{code} {heavy}' if code or heavy else 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.index("examples:") < done.stdout.index("options:")
