"""Where results go over all rounds of a sheet, and that what somebody wrote or corrected is never overwritten."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from support.commands import read_workbook, run, write_csv

from batch_update.model import Outcome
from batch_update.run.plan import settle
from batch_update.settings import results_beside

Capture = pytest.CaptureFixture[str]
ROWS = [{"id": "1", "ring_timeout": "soon"}, {"id": "2", "ring_timeout": "25"}]


@pytest.fixture
def sheet() -> Path:
    """One row that is wrong, and one that is right."""
    return write_csv(Path("x.csv"), *ROWS)


def result_of(capsys: Capture, *words: str | Path) -> str:
    """The name of the results of a run in the stand-in, or of a check."""
    where = [] if "--check" in words else ["--sandbox"]
    return Path(run(capsys, *words, *where, "--json").totals["results"]).name


def correct(path: Path, value: str = "30") -> None:
    """Correct the wrong cell on `To fix`, and save, as a person would."""
    workbook = openpyxl.load_workbook(path)
    sheet = workbook["To fix"]
    places = {str(cell.value): place for place, cell in enumerate(sheet[1], start=1)}
    sheet.cell(2, places["ring_timeout"], value)
    workbook.save(path)


NAMES: dict[str, tuple[str, bool, str]] = {
    "a workbook": ("x.xlsx", False, "x.results.xlsx"),
    "a text file": ("x.csv", False, "x.results.xlsx"),
    "a check": ("x.xlsx", True, "x.check.xlsx"),
    "results": ("x.results.xlsx", False, "x.results.xlsx"),
    "results of the third round": ("x.results-3.xlsx", False, "x.results.xlsx"),
    "results of a check": ("x.check.xlsx", False, "x.results.xlsx"),
    "a check of results": ("x.results-2.xlsx", True, "x.check.xlsx"),
    "a check of a check": ("x.check-2.xlsx", True, "x.check.xlsx"),
    "as an older version named them": ("x.results (2).xlsx", False, "x.results.xlsx"),
    "in capitals": ("X.RESULTS.XLSX", False, "X.results.xlsx"),
    "a sheet with dots": ("q3.final.xlsx", False, "q3.final.results.xlsx"),
    "a word that only begins so": ("x.resultset.xlsx", False, "x.resultset.results.xlsx"),
    "a word before it": ("my results.xlsx", False, "my results.results.xlsx"),
    "nothing but the word": (".results.xlsx", False, ".results.results.xlsx"),
    "a text file of that name, which is none of ours": ("x.results.csv", False, "x.results.results.xlsx"),
}


@pytest.mark.parametrize(("name", "check_only", "results"), NAMES.values(), ids=NAMES)
def test_results_have_the_name_of_the_first_sheet(name: str, check_only: bool, results: str) -> None:
    assert results_beside(Path("folder", name), check_only=check_only) == Path("folder", results)


def test_every_round_has_a_workbook_of_its_own_and_none_is_overwritten(sheet: Path, capsys: Capture) -> None:
    assert result_of(capsys, sheet) == "x.results.xlsx"
    first = Path("x.results.xlsx").read_bytes()
    assert result_of(capsys, "x.results.xlsx") == "x.results-2.xlsx"
    correct(Path("x.results-2.xlsx"))
    second = Path("x.results-2.xlsx").read_bytes()
    assert result_of(capsys, "x.results-2.xlsx") == "x.results-3.xlsx"
    assert (Path("x.results.xlsx").read_bytes(), Path("x.results-2.xlsx").read_bytes()) == (first, second)


def test_a_check_has_a_name_of_its_own(sheet: Path, capsys: Capture) -> None:
    result_of(capsys, sheet)
    sent = Path("x.results.xlsx").read_bytes()
    assert result_of(capsys, sheet, "--check") == "x.check.xlsx"
    assert Path("x.results.xlsx").read_bytes() == sent


@pytest.mark.parametrize("words", [(), ("--check",)], ids=["run", "check"])
def test_what_stands_as_it_was_written_is_replaced(words: tuple[str, ...], sheet: Path, capsys: Capture) -> None:
    first = result_of(capsys, sheet, *words)
    before = Path(first).read_bytes()
    write_csv(sheet, *ROWS[:1])
    assert result_of(capsys, sheet, *words) == first
    assert Path(first).read_bytes() != before


def edit(path: Path) -> None:
    correct(path)


def save_only(path: Path) -> None:
    openpyxl.load_workbook(path).save(path)


def add_a_byte(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"\n")


def put_a_stranger(path: Path) -> None:
    path.write_bytes(b"my own notes")


def empty(path: Path) -> None:
    path.write_bytes(b"")


CHANGES = [edit, save_only, add_a_byte, put_a_stranger, empty]


@pytest.mark.parametrize("words", [(), ("--check",), ("--results", "out.xlsx")], ids=["run", "check", "chosen"])
@pytest.mark.parametrize("change", CHANGES, ids=[change.__name__ for change in CHANGES])
def test_what_was_changed_since_it_was_written_is_never_replaced(
    change: Callable[[Path], None], words: tuple[str, ...], sheet: Path, capsys: Capture
) -> None:
    first = Path(result_of(capsys, sheet, *words))
    change(first)
    before = first.read_bytes()
    again = run(capsys, sheet, *words, *([] if "--check" in words else ["--sandbox"]), "--json")
    assert Path(again.totals["results"]).name == f"{first.stem}-2.xlsx"
    assert f"{first.name} was changed since it was written; the results are in {first.stem}-2.xlsx" in again.err
    assert first.read_bytes() == before


def test_corrections_are_kept_while_the_first_sheet_runs_again_and_can_be_sent(sheet: Path, capsys: Capture) -> None:
    correct(Path(result_of(capsys, sheet)))
    assert result_of(capsys, sheet) == "x.results-2.xlsx"
    ran = run(capsys, "x.results.xlsx", "--sandbox", "--json")
    assert (ran.code, ran.totals["updated"], Path(ran.totals["results"]).name) == (0, 1, "x.results-3.xlsx")


def test_two_sheets_of_one_name_do_not_share_their_results(sheet: Path, capsys: Capture) -> None:
    shutil.copy("x.csv", "x.tsv")
    assert result_of(capsys, sheet) == "x.results.xlsx"
    other = run(capsys, "x.tsv", "--sandbox", "--json")
    assert Path(other.totals["results"]).name == "x.results-2.xlsx"
    assert "x.results.xlsx holds the results of x.csv" in other.err


def test_a_file_that_is_none_of_ours_is_never_replaced(sheet: Path, capsys: Capture) -> None:
    Path("x.results.xlsx").write_bytes(b"mine")
    ran = run(capsys, sheet, "--sandbox", "--json")
    assert Path(ran.totals["results"]).name == "x.results-2.xlsx"
    assert Path("x.results.xlsx").read_bytes() == b"mine"
    assert "x.results.xlsx was there already" in ran.err


def test_a_check_never_replaces_what_a_run_wrote_though_it_is_told_to(sheet: Path, capsys: Capture) -> None:
    assert result_of(capsys, sheet, "--results", "out.xlsx") == "out.xlsx"
    assert result_of(capsys, sheet, "--check", "--results", "out.xlsx") == "out-2.xlsx"


def test_a_run_may_replace_its_own_check(sheet: Path, capsys: Capture) -> None:
    assert result_of(capsys, sheet, "--check", "--results", "out.xlsx") == "out.xlsx"
    assert result_of(capsys, sheet, "--results", "out.xlsx") == "out.xlsx"


def test_results_edited_while_rows_are_sent_are_not_replaced(
    sheet: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    result_of(capsys, sheet)

    def edit_and_settle(*words: Any) -> tuple[Outcome, ...]:
        correct(Path("x.results.xlsx"))
        return settle(*words)

    monkeypatch.setattr("batch_update.run.pipeline.settle", edit_and_settle)
    assert result_of(capsys, sheet) == "x.results-2.xlsx"


def test_results_that_were_put_elsewhere_go_on_under_the_first_sheets_name(sheet: Path, capsys: Capture) -> None:
    Path("out").mkdir()
    result_of(capsys, sheet, "--results", "out/mine.xlsx")
    correct(Path("out/mine.xlsx"))
    assert run(capsys, "out/mine.xlsx", "--sandbox").code == 0
    assert Path("x.results.xlsx").exists()


def test_results_that_were_renamed_are_known_by_their_bytes(sheet: Path, capsys: Capture) -> None:
    result_of(capsys, sheet)
    Path("x.results.xlsx").rename("monday.xlsx")
    assert result_of(capsys, "monday.xlsx") == "x.results.xlsx"


def test_the_corrections_of_a_check_are_sent_under_the_first_sheets_name(sheet: Path, capsys: Capture) -> None:
    correct(Path(result_of(capsys, sheet, "--check")))
    corrected = Path("x.check.xlsx").read_bytes()
    assert result_of(capsys, "x.check.xlsx") == "x.results.xlsx"
    assert result_of(capsys, sheet) == "x.results-2.xlsx"
    assert Path("x.check.xlsx").read_bytes() == corrected


@pytest.mark.parametrize("state", ["a file", "a damaged journal"])
def test_a_check_without_a_journal_replaces_nothing(state: str, sheet: Path, capsys: Capture) -> None:
    folder = Path(os.environ["BATCH_UPDATE_STATE"])
    if state == "a file":
        folder.write_bytes(b"")
    else:
        folder.mkdir()
        (folder / "journal.db").write_bytes(b"this is no database" * 500)
    names = [result_of(capsys, sheet, "--check") for _ in range(3)]
    assert names == ["x.check.xlsx", "x.check-2.xlsx", "x.check-3.xlsx"]


def test_the_results_of_an_earlier_run_had_again_replace_nothing_of_another(sheet: Path, capsys: Capture) -> None:
    run_id = run(capsys, sheet, "--sandbox", "--json").totals["run"]
    Path("mine.xlsx").write_bytes(b"mine")
    assert run(capsys, "results", run_id, "mine.xlsx").code == 0
    assert Path("mine.xlsx").read_bytes() == b"mine"
    assert read_workbook(Path("mine-2.xlsx"))["Results"] == read_workbook(Path("x.results.xlsx"))["Results"]
