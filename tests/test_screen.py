"""The ending as a person sees it: in colours, broken at words, and nothing of a sheet taken for anything but text."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from rich.cells import cell_len
from support.commands import run, write_csv
from support.raw_server import RawServer, reply
from support.terminal_programs import in_terminal, open_terminal

from batch_update.statuses import FACTS, Tone
from batch_update.wording.layout import Line, lay_out, wrap

Capture = pytest.CaptureFixture[str]
ON_A_TERMINAL = pytest.mark.skipif(os.name == "nt", reason="there are no such terminals on Windows")
COMMAND = "python -m batch_update campaigns.results.xlsx --sandbox"

# --- where a line is broken -------------------------------------------------------------------------------------------

BROKEN = {
    "a short line": ("All is well.", ["All is well."]),
    "exactly as wide": ("a" * 20, ["a" * 20]),
    "at a word": ("The row was not sent at all", ["The row was not sent", "  at all"]),
    "several times": ("one two three four five six seven", ["one two three four", "  five six seven"]),
    "behind an indent": ("    deep in the line it goes on", ["    deep in the line", "      it goes on"]),
    "a word too long": ("see https://example.com/a/long/address now",
                        ["see", "  https://example.com/a/long/address", "  now"]),
    "wide letters": ("नमस्ते 実行計画 実行計画 実行計画", ["नमस्ते 実行計画", "  実行計画 実行計画"]),
    "a command": (f"  {COMMAND}", [f"  {COMMAND}"]),
    "a command in a sentence": (f"Get them with {COMMAND}", ["Get them with", f"  {COMMAND}"]),
    "a path": ("Results: C:/My Documents/the results.xlsx", ["Results: C:/My Documents/the results.xlsx"]),
    "several blanks within": ("20260601-101500-abc  10:15  x", ["20260601-101500-abc", "  10:15  x"]),
    "a name within signs": ("red cells on its “To fix” sheet", ["red cells on its", "  “To fix” sheet"]),
    "nothing": ("", [""]),
}  # fmt: skip


@pytest.mark.parametrize(("text", "lines"), BROKEN.values(), ids=BROKEN)
def test_a_line_is_broken_at_words_and_a_command_never(text: str, lines: list[str]) -> None:
    assert wrap(lay_out(text), 20, cell_len) == lines


def test_what_steers_a_terminal_is_no_part_of_a_line() -> None:
    assert lay_out("a\x1b[2Jb\rc\u202ed").text == "a [2Jb c d"


def test_a_whole_line_stays_whole() -> None:
    assert wrap(Line(text="word " * 20, whole=True), 20, cell_len) == ["word " * 20]


# --- a terminal -------------------------------------------------------------------------------------------------------


def bad_sheet(folder: Path) -> Path:
    return write_csv(
        folder / "bad.csv",
        {"id": "1", "name": "Diwali", "ring_timeout": "25", "dial_method": ""},
        {"id": "2", "name": "Holi", "ring_timeout": "[red]soon[/red]", "dial_method": ""},
        {"id": "3", "name": "Onam", "ring_timeout": "", "dial_method": "Predctive"},
    )


@ON_A_TERMINAL
@pytest.mark.parametrize("columns", [40, 80, 120])
def test_no_line_is_wider_than_the_terminal_but_those_to_copy(columns: int, tmp_path: Path) -> None:
    bad_sheet(tmp_path)
    shown = in_terminal(tmp_path, "bad.csv", "--check", columns=columns)
    lines = [line for line in shown.lines if not line.startswith(("  python -m", "Results: "))]
    assert [line for line in lines if cell_len(line) > columns] == []
    assert max(map(cell_len, lines)) > columns // 2


@ON_A_TERMINAL
def test_the_statuses_have_their_colours_and_the_last_line_is_bold(tmp_path: Path) -> None:
    bad_sheet(tmp_path)
    shown = in_terminal(tmp_path, "bad.csv", "--check")
    assert "\x1b[32m        1  VALID\x1b[0m" in shown.text
    assert "\x1b[31m        2  INVALID\x1b[0m" in shown.text
    assert shown.text.splitlines()[-1] == "\x1b[1m  python -m batch_update bad.check.xlsx\x1b[0m"


def test_every_tone_has_a_colour_of_its_own() -> None:
    from batch_update.screen.printing import STYLES  # noqa: PLC0415 - the table alone

    assert len({STYLES[tone] for tone in Tone}) == len(Tone)
    assert {facts.tone for facts in FACTS.values()} <= set(STYLES)


PLAIN: dict[str, tuple[tuple[str, ...], Mapping[str, str]]] = {
    "--no-color": (("--no-color",), {}),
    "NO_COLOR": ((), {"NO_COLOR": "1"}),
    "a terminal without colours": ((), {"TERM": "dumb"}),
}


@ON_A_TERMINAL
@pytest.mark.parametrize(("words", "environ"), PLAIN.values(), ids=PLAIN)
def test_there_are_no_colours_where_nobody_wants_them(
    words: tuple[str, ...], environ: Mapping[str, str], tmp_path: Path
) -> None:
    bad_sheet(tmp_path)
    for how in ("--check", "--sandbox"):
        shown = in_terminal(tmp_path, "bad.csv", how, "--yes", *words, environ=environ)
        assert shown.code == 1
        assert set(re.findall(r"\x1b\[[\d;]*m", shown.text)) <= {"\x1b[0m"}


def test_off_a_terminal_there_is_neither_colour_nor_a_broken_line(tmp_path: Path, capsys: Capture) -> None:
    ran = run(capsys, bad_sheet(tmp_path), "--check", "--results", tmp_path / "long-name.xlsx")
    assert "\x1b" not in ran.out + ran.err
    assert any(len(line) > 90 for line in ran.out.splitlines() if line.startswith("2 rows to fix"))


def test_what_looks_like_markup_is_text(tmp_path: Path, capsys: Capture) -> None:
    assert "C3 '[red]soon[/red]'" in run(capsys, bad_sheet(tmp_path), "--check").out


@ON_A_TERMINAL
def test_what_looks_like_markup_is_text_in_colours_too(tmp_path: Path) -> None:
    bad_sheet(tmp_path)
    assert "C3 '[red]soon[/red]'" in in_terminal(tmp_path, "bad.csv", "--check").text


@ON_A_TERMINAL
def test_stopping_is_said_on_a_line_of_its_own(tmp_path: Path) -> None:
    write_csv(tmp_path / "many.csv", *({"id": str(number), "name": "x"} for number in range(1, 2000)))
    terminal = open_terminal(tmp_path, "many.csv", "--sandbox", "--yes", "--rate", "50")
    terminal.read_until(lambda raw: b" updated; at most" in raw)
    terminal.type(b"\x03")
    terminal.end()
    assert terminal.code == 130
    (said,) = [line for line in terminal.lines if "Stopping" in line]
    assert said.startswith("Stopping: rows under way")
    assert not [line for line in terminal.lines if "━" in line]


@ON_A_TERMINAL
@pytest.mark.parametrize(
    ("keys", "code", "said"),
    [(b"n\n", 2, "Nothing was sent."), (b"\x04", 2, "Nothing was sent."),
     (b"\x03", 130, "batch_update: Stopped; nothing was sent.")], ids=["no", "Ctrl-D", "Ctrl-C"],
)  # fmt: skip
def test_what_is_said_after_the_question_begins_a_line(keys: bytes, code: int, said: str, tmp_path: Path) -> None:
    write_csv(tmp_path / "s.csv", {"id": "1", "name": "Diwali"})
    terminal = open_terminal(tmp_path, "s.csv", "--sandbox")
    terminal.read_until(lambda raw: b"[y/N]" in raw)
    terminal.type(keys)
    terminal.end()
    assert terminal.code == code
    assert [line for line in terminal.lines if line][-1] == said


# --- what the summary says --------------------------------------------------------------------------------------------


def test_below_a_problem_stand_a_cell_with_its_value_and_the_cure(tmp_path: Path, capsys: Capture) -> None:
    lines = run(capsys, bad_sheet(tmp_path), "--check").out.splitlines()
    place = next(number for number, line in enumerate(lines) if "not one of the choices" in line)
    assert lines[place].startswith("  1 row: dial_method: ")
    assert lines[place + 1] == "      D4 'Predctive' → Did you mean 1 - Preview?"


NUMBERS = (
    "ring_timeout", "queue_timeout", "after_call_work_duration", "call_qualification_duration", "auto_dial_duration",
    "number_of_retry", "retry_after_minutes", "auto_disposition_cancel_duration", "time_group", "agent_script",
    "disposition_list", "break_list",
)  # fmt: skip


@pytest.mark.parametrize(("rows", "told", "more"), [(1, 10, 2), (100, 10, 2), (101, 5, 7)])
def test_few_rows_have_ten_problems_told_and_many_have_five(
    rows: int, told: int, more: int, tmp_path: Path, capsys: Capture
) -> None:
    sheet = write_csv(tmp_path / "s.csv", *({"id": str(n), **dict.fromkeys(NUMBERS, "a b")} for n in range(rows)))
    out = run(capsys, sheet, "--check").out
    assert sum(": " in line for line in out.splitlines() if line.startswith("  1") and "row" in line) == told
    assert f"  and {more} more problems, all in the results" in out


def test_an_example_stands_beside_its_own_cure(tmp_path: Path, capsys: Capture) -> None:
    sheet = write_csv(tmp_path / "s.csv", {"id": "1", "dial_method": "xyzzy"}, {"id": "2", "dial_method": "Ratoi"})
    out = run(capsys, sheet, "--check").out
    assert "'xyzzy' → Did you mean" not in out
    assert "'Ratoi' → Did you mean 2 - Ratio?" in out


def test_a_warning_is_told_as_one(tmp_path: Path, capsys: Capture) -> None:
    sheet = write_csv(tmp_path / "s.csv", {"id": "1", "name": "N/A"})
    assert "  1 row: name: Warning: " in run(capsys, sheet, "--check").out


@pytest.mark.parametrize("status", [401, 403])
def test_what_the_run_stopped_for_is_told_once(
    status: int, tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ACEFONE_TOKEN", "a-secret-token")
    sheet = write_csv(tmp_path / "s.csv", {"id": "1", "name": "Diwali"}, {"id": "2", "name": "Holi"})
    with RawServer([reply(status, {"message": "Unauthorized."})]) as server:
        out = run(capsys, sheet, "--base-url", server.url, "--rate", "0", "--concurrency", "1", "--yes").out
    assert out.count(f"({status})") == 1
    assert out.count("Unauthorized.") == 1


def test_too_many_failures_are_told_once(tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACEFONE_TOKEN", "a-secret-token")
    sheet = write_csv(tmp_path / "s.csv", *({"id": number, "name": "Diwali"} for number in "1234"))
    with RawServer([reply(500, "oops")]) as server:
        out = run(capsys, sheet, "--base-url", server.url, "--rate", "0", "--concurrency", "1", "--attempts", "1",
                  "--max-failures", "2", "--yes").out  # fmt: skip
    assert "2 rows in a row failed" in out
    assert out.count("oops") == 1


def test_a_problem_that_did_not_stop_the_run_is_told_beside_the_one_that_did(
    tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ACEFONE_TOKEN", "a-secret-token")
    sheet = write_csv(tmp_path / "s.csv", {"id": "1", "ring_timeout": "soon"}, {"id": "2", "ring_timeout": "25"})
    with RawServer([reply(401, {"message": "Unauthorized."})]) as server:
        out = run(capsys, sheet, "--base-url", server.url, "--rate", "0", "--yes").out
    assert "  1 row: ring_timeout: " in out
    assert out.count("Unauthorized.") == 1
