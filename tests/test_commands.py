"""The first words that a person types: what each command says and writes, and what a slip is told to be."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import openpyxl
import pytest
from rich.cells import cell_len
from support.commands import run, write_csv
from support.terminal_programs import in_terminal, open_terminal

import batch_update
from batch_update.arguments import first_screen, update_parser
from batch_update.campaign import CAMPAIGN
from batch_update.options import COMMAND_WORDS

Capture = pytest.CaptureFixture[str]
ON_A_TERMINAL = pytest.mark.skipif(os.name == "nt", reason="there are no such terminals on Windows")

# --- no word, and words that are none ---------------------------------------------------------------------------------


def test_no_word_at_all_is_answered_by_the_first_screen_of_the_help(capsys: Capture) -> None:
    ran = run(capsys)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.splitlines() == first_screen()
    assert "python -m batch_update campaigns.xlsx --check" in ran.err
    assert len(ran.err.splitlines()) < 24  # of the smallest terminal


def test_the_help_fits_the_narrowest_terminal() -> None:
    assert [line for line in update_parser().format_help().splitlines() if len(line) > 80] == []


def test_the_version_is_told(capsys: Capture) -> None:
    ran = run(capsys, "--version")
    assert (ran.code, ran.out, ran.err) == (0, f"batch_update {batch_update.__version__}\n", "")


def test_the_version_stands_in_one_place() -> None:
    project = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text(encoding="utf-8"))
    assert "version" in project["project"]["dynamic"]
    assert (Path(__file__).parents[1] / project["tool"]["hatch"]["version"]["path"]).is_file()


SLIPS = {
    "templates": "python -m batch_update template",
    "Template": "python -m batch_update template",
    "temp": "python -m batch_update template",
    "tempalte": "python -m batch_update template",
    "sandox": "python -m batch_update sandbox",
    "sand-box": "python -m batch_update sandbox",
    "SANDBOX": "python -m batch_update sandbox",
    "run": "python -m batch_update runs",
    "result": "python -m batch_update results",
    "reslts": "python -m batch_update results",
    "help": "python -m batch_update --help",
    "version": "python -m batch_update --version",
    "check": "python -m batch_update SHEET --check",
    "resume": "python -m batch_update SHEET --resume",
}


@pytest.mark.parametrize(("word", "meant"), SLIPS.items(), ids=SLIPS)
@pytest.mark.parametrize("more", [(), ("campaigns.xlsx",)], ids=["alone", "before a sheet"])
def test_a_word_that_is_nearly_a_command_says_so(word: str, meant: str, more: tuple[str, ...], capsys: Capture) -> None:
    ran = run(capsys, word, *more)
    assert (ran.code, ran.out) == (2, "")
    (line,) = ran.err.splitlines()
    assert f"no {'file' if 'SHEET' in meant else 'command'} {word}" in line
    assert line.endswith(f": {meant}")


@pytest.mark.parametrize("word", ["campaigns", "june", "x", "templates.xlsx", "./templates", "folder/runs", "--sandox"])
def test_what_is_no_slip_of_a_command_is_a_sheet_or_an_option(word: str, capsys: Capture) -> None:
    ran = run(capsys, word, "--check")
    assert ran.code == 2
    assert "There is no file" in ran.err or "There is no option --sandox; did you mean --sandbox?" in ran.err
    assert "no command" not in ran.err


@pytest.mark.parametrize("word", ["templates", "run", "check"])
def test_a_sheet_of_such_a_name_is_read(word: str, tmp_path: Path, capsys: Capture) -> None:
    write_csv(tmp_path / word, {"id": "1", "name": "Diwali"})
    assert run(capsys, word, "--check").code == 0


@pytest.mark.parametrize("words", [("runs", "june"), ("results", "a", "b.xlsx", "c"), ("template", "a", "b")])
def test_a_word_too_many_is_not_called_a_sheet(words: tuple[str, ...], capsys: Capture) -> None:
    ran = run(capsys, *words)
    assert ran.code == 2
    assert "a word too many" in ran.err


def test_a_sheet_for_the_stand_in_is_told_its_way(capsys: Capture) -> None:
    ran = run(capsys, "sandbox", "june.xlsx")
    assert ran.code == 2
    assert "python -m batch_update SHEET --sandbox" in ran.err


# --- template ---------------------------------------------------------------------------------------------------------

BECOME = {
    "june": "june.xlsx",
    "june v1.2": "june v1.2.xlsx",
    "2026.06": "2026.06.xlsx",
    "june.": "june.xlsx",
    "june.xlsx": "june.xlsx",
    "june.XLSX": "june.XLSX",
    "june.csv": "june.csv",
}


@pytest.mark.parametrize(("name", "written"), BECOME.items(), ids=BECOME)
def test_a_template_has_the_ending_of_its_kind_and_it_is_said(
    name: str, written: str, tmp_path: Path, capsys: Capture
) -> None:
    ran = run(capsys, "template", name)
    assert (ran.code, ran.out.splitlines()[0]) == (0, f"Wrote {written}.")
    assert [path.name for path in tmp_path.iterdir()] == [written]


@pytest.mark.parametrize("name", ["t.xls", "t.ods", "t.xlsm", "t.tsv", "t.pdf", "t.TXT", "t.numbers", "t.doc"])
def test_a_template_of_another_kind_asks_for_a_workbook(name: str, tmp_path: Path, capsys: Capture) -> None:
    ran = run(capsys, "template", name)
    assert ran.code == 2
    assert f"{name} would be neither. Choose t.xlsx." in ran.err
    assert list(tmp_path.iterdir()) == []


def test_a_folder_is_no_template(tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "sheets").mkdir()
    ran = run(capsys, "template", "sheets")
    assert (ran.code, "sheets is a folder" in ran.err) == (2, True)


def header_of(path: Path) -> list[str]:
    if path.suffix == ".csv":
        return path.read_text(encoding="utf-8-sig").strip().split(",")
    return [str(cell.value) for cell in openpyxl.load_workbook(path)["Campaigns"][1]]


FIELDS = {
    "one": ("name", ["id", "name"]),
    "two": ("name,ring_timeout", ["id", "name", "ring_timeout"]),
    "in their order": ("ring_timeout,name", ["id", "ring_timeout", "name"]),
    "the id among them": ("name,id", ["id", "name"]),
    "one twice": ("name,Name", ["id", "name"]),
    "with blanks": ("name, ring_timeout ", ["id", "name", "ring_timeout"]),
    "with semicolons": ("name;ring_timeout", ["id", "name", "ring_timeout"]),
    "as people write": ("Campaign Name,Ring Timeout,Retries", ["id", "name", "ring_timeout", "number_of_retry"]),
    "one that may need others": ("dial_method,name", ["id", "dial_method", "auto_dial_duration", "dial_ratio", "name"]),
    "one that another may need": ("dial_ratio", ["id", "dial_ratio"]),
    "both": ("dial_ratio,dial_method", ["id", "dial_ratio", "dial_method", "auto_dial_duration"]),
    "a list": ("agent", ["id", "agent"]),
}


@pytest.mark.parametrize(("listed", "header"), FIELDS.values(), ids=FIELDS)
@pytest.mark.parametrize("name", ["narrow.xlsx", "narrow.csv"])
def test_a_narrow_template_has_the_columns_that_were_named(
    name: str, listed: str, header: list[str], tmp_path: Path, capsys: Capture
) -> None:
    ran = run(capsys, "template", name, "--fields", listed)
    assert (ran.code, header_of(tmp_path / name)) == (0, header)
    added = [field for field in header[1:] if field not in listed]
    assert all(field in ran.out for field in added if "Name" not in listed)


def test_every_field_alone_makes_a_template(tmp_path: Path, capsys: Capture) -> None:
    for field in CAMPAIGN.fields:
        assert run(capsys, "template", f"{field.name}.xlsx", "--fields", field.name).code == 0
        assert header_of(tmp_path / f"{field.name}.xlsx")[:2] == ["id", field.name]


def test_what_a_choice_needs_is_said_to_be_added(capsys: Capture) -> None:
    out = run(capsys, "template", "t.xlsx", "--fields", "dial_method").out
    assert "auto_dial_duration, dial_ratio are in it too" in out
    assert "in it too" not in run(capsys, "template", "u.xlsx", "--fields", "name").out


def test_a_narrow_template_keeps_its_drop_downs_and_speaks_of_its_own_columns_only(
    tmp_path: Path, capsys: Capture
) -> None:
    run(capsys, "template", "t.xlsx", "--fields", "name,ring_strategy")
    book = openpyxl.load_workbook(tmp_path / "t.xlsx")
    lists = [rule for rule in book["Campaigns"].data_validations.dataValidation if rule.type == "list"]
    assert [str(rule.sqref).split(":")[0] for rule in lists] == ["C2"]
    assert [cell.value for cell in book["Fields"]["A"]] == ["Column", "id", "name", "ring_strategy"]
    guide = [str(cell.value) for row in book["Instructions"].iter_rows() for cell in row if cell.value]
    assert "A choice" in guide
    assert "Several values" not in guide
    assert not [text for text in guide if "None" in text]


def test_a_narrow_template_that_is_filled_in_is_valid(tmp_path: Path, capsys: Capture) -> None:
    run(capsys, "template", "t.xlsx", "--fields", "dial_ratio,name")
    book = openpyxl.load_workbook(tmp_path / "t.xlsx")
    for place, value in enumerate(("281", "2", "Diwali"), 1):
        book["Campaigns"].cell(2, place, value)
    book.save(tmp_path / "t.xlsx")
    assert run(capsys, "t.xlsx", "--check").code == 0


REFUSED = {
    "a slip": ("name,ring_timeot", "'ring_timeot' (did you mean ring_timeout?)"),
    "a telling word": ("Dial Mode", "'Dial Mode' (did you mean dial_method?)"),
    "nothing like any": ("colour", "'colour'."),
    "several": ("colour,ring_timeot", "'colour', 'ring_timeot' (did you mean ring_timeout?)"),
    "none": ("", "A name is missing"),
    "a comma too many": ("name,", "A name is missing"),
    "a column of their own": ("_note", "'_note'"),
    "the id alone": ("id", "no column beside id"),
}


@pytest.mark.parametrize(("listed", "said"), REFUSED.values(), ids=REFUSED)
def test_a_column_that_there_is_not_is_refused(listed: str, said: str, tmp_path: Path, capsys: Capture) -> None:
    ran = run(capsys, "template", "t.xlsx", "--fields", listed)
    assert (ran.code, list(tmp_path.iterdir())) == (2, [])
    assert said in ran.err


# --- runs -------------------------------------------------------------------------------------------------------------

LONG = "campaigns of the whole north and of the east, as of june, second try.csv"


@pytest.fixture
def runs(tmp_path: Path, capsys: Capture) -> list[str]:
    """The ids of two runs, of which the first was stopped by a refused token."""
    sheets = {"short.csv": ("1", "2", "900401", "4"), LONG: ("1", "2", "3")}
    return [
        run(
            capsys,
            write_csv(tmp_path / name, *({"id": number, "name": "x"} for number in ids)),
            "--sandbox",
            "--json",
            "--concurrency",
            "1",
        ).totals["run"]
        for name, ids in sheets.items()
    ]


def test_runs_are_a_table_with_headings(runs: list[str], capsys: Capture) -> None:
    headings, newest, oldest, *_ = run(capsys, "runs").out.splitlines()
    assert headings.split() == ["RUN", "STARTED", "SHEET", "TARGET", "UPDATED"]
    assert [newest.split()[0], oldest.split()[0]] == runs[::-1]
    assert oldest[headings.index("SHEET") :].split() == ["short.csv", "stand-in", "2", "of", "4", "*"]
    assert newest[headings.index("UPDATED") :] == "3 of 3"


def test_runs_fit_80_columns_and_a_long_name_is_cut_with_a_mark(runs: list[str], capsys: Capture) -> None:
    out = run(capsys, "runs").out
    assert runs[0] in out
    assert max(map(cell_len, out.splitlines())) <= 80
    assert "campaigns of the" in out
    assert "…" in out


def test_the_mark_of_a_run_that_did_not_finish_is_explained(runs: list[str], capsys: Capture) -> None:
    assert run(capsys, "runs").out.splitlines()[-1].startswith("* did not finish:")
    assert len(runs) == 2


def test_where_all_runs_finished_there_is_no_mark(tmp_path: Path, capsys: Capture) -> None:
    run(capsys, write_csv(tmp_path / "s.csv", {"id": "1", "name": "x"}), "--sandbox")
    assert "*" not in run(capsys, "runs").out


def test_runs_as_json_keep_every_fact(runs: list[str], capsys: Capture) -> None:
    newest, _ = map(json.loads, run(capsys, "runs", "--json").out.splitlines())
    assert (newest["run"], newest["updated"], newest["rows"]) == (runs[1], 3, 3)
    assert newest["sheet"].endswith(LONG)


@ON_A_TERMINAL
@pytest.mark.parametrize("columns", [80, 120, 200])
@pytest.mark.usefixtures("runs")
def test_a_wide_terminal_shows_more_of_a_run(columns: int, tmp_path: Path) -> None:
    lines = in_terminal(tmp_path, "runs", columns=columns).lines
    assert max(map(cell_len, lines)) <= columns
    assert ("THE OTHER ROWS" in lines[0]) == (columns >= 120)
    assert (LONG in "\n".join(lines)) == (columns == 200)


# --- sandbox ----------------------------------------------------------------------------------------------------------


@ON_A_TERMINAL
def test_ctrl_c_ends_the_stand_in_with_a_word(tmp_path: Path) -> None:
    terminal = open_terminal(tmp_path, "sandbox")
    terminal.read_until(lambda raw: b"Token: " in raw)
    terminal.type(b"\x03")
    terminal.end()
    assert terminal.code == 130
    assert [line for line in terminal.lines if line][-1] == "The stand-in has stopped."
    assert "Traceback" not in terminal.text


def test_without_a_cap_the_pace_is_said_in_words(tmp_path: Path, capsys: Capture) -> None:
    ran = run(capsys, write_csv(tmp_path / "s.csv", {"id": "1", "name": "x"}), "--sandbox")
    assert "to the built-in stand-in, as fast as the API answers" in ran.err


# --- as a process -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("words", "code"), [((), 2), (("--version",), 0), (("templates",), 2)])
def test_a_first_word_is_answered_without_anything_heavy(words: tuple[str, ...], code: int) -> None:
    script = (
        f"import sys; from batch_update.cli import main; code = main({list(words)!r})\n"
        "print({'pandas', 'aiohttp', 'openpyxl', 'rich', 'xlsxwriter'} & set(sys.modules), file=sys.stderr)\n"
        "sys.exit(code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )  # fmt: skip
    assert done.returncode == code
    assert re.search(r"^set\(\)$", done.stderr, re.MULTILINE)


def test_every_command_has_its_help(capsys: Capture) -> None:
    for word in COMMAND_WORDS:
        ran = run(capsys, word, "--help")
        assert (ran.code, f"batch_update {word}" in ran.out) == (0, True)
