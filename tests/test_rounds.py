"""A sheet over its rounds: each tells what it came to itself, and what the whole has come to."""

from __future__ import annotations

import shutil
from pathlib import Path

import openpyxl
import pytest
from support.commands import run, write_csv

Capture = pytest.CaptureFixture[str]
GOOD, BAD = "25", "soon"


@pytest.fixture
def sheet() -> Path:
    """Twenty campaigns, sixteen of them wrong."""
    rows = [{"id": str(number), "ring_timeout": GOOD if number <= 4 else BAD} for number in range(1, 21)]
    return write_csv(Path("x.csv"), *rows)


def correct(path: Path, count: int, *, add: int = 0, delete: int = 0) -> None:
    """Correct so many rows on `To fix`, add some, and delete some from its end."""
    workbook = openpyxl.load_workbook(path)
    page = workbook["To fix"]
    places = {str(cell.value): place for place, cell in enumerate(page[1], start=1)}
    for line in range(2, 2 + count):
        page.cell(line, places["ring_timeout"], GOOD)
    for number in range(add):
        line = page.max_row + 1
        page.cell(line, places["id"], str(500 + number))
        page.cell(line, places["ring_timeout"], GOOD)
    if delete:
        page.delete_rows(page.max_row - delete + 1, delete)
    workbook.save(path)


def story_of(capsys: Capture, *words: str) -> str:
    """The sentence of the ending, which must be the one of the page `Summary`."""
    out = run(capsys, *words, "--sandbox").out
    (line,) = [line for line in out.splitlines() if " in all" in line] or [""]
    (results,) = [line.partition(": ")[2] for line in out.splitlines() if line.startswith("Results: ")]
    page = openpyxl.load_workbook(results)["Summary"]
    assert [str(cell.value) for cell in page["A"] if " in all" in str(cell.value)] == ([line] if line else [])
    return line


def test_round_two_tells_itself_and_the_whole(sheet: Path, capsys: Capture) -> None:
    run(capsys, sheet, "--sandbox")
    correct(Path("x.results.xlsx"), 10)
    assert story_of(capsys, "x.results.xlsx") == "Updated: 10 of 16 now, 14 of 20 in all."


def test_so_does_round_three_and_its_last_line_is_the_good_news(sheet: Path, capsys: Capture) -> None:
    run(capsys, sheet, "--sandbox")
    correct(Path("x.results.xlsx"), 10)
    run(capsys, "x.results.xlsx", "--sandbox")
    correct(Path("x.results-2.xlsx"), 6)
    ran = run(capsys, "x.results-2.xlsx", "--sandbox")
    assert ran.out.splitlines()[-2:] == ["Updated: 6 of 6 now, 20 of 20 in all.", "All 6 rows updated."]


def test_a_round_that_is_run_again_is_counted_once(sheet: Path, capsys: Capture) -> None:
    run(capsys, sheet, "--sandbox")
    correct(Path("x.results.xlsx"), 10)
    run(capsys, "x.results.xlsx", "--sandbox")
    assert story_of(capsys, "x.results.xlsx") == "Updated: 10 of 16 now, 14 of 20 in all."


def test_a_round_in_two_parts_is_counted_once(sheet: Path, capsys: Capture) -> None:
    run(capsys, sheet, "--sandbox")
    correct(Path("x.results.xlsx"), 10)
    assert story_of(capsys, "x.results.xlsx", "--limit", "3") == "Updated: 3 of 16 now, 7 of 20 in all."
    assert story_of(capsys, "x.results.xlsx", "--resume") == "Updated: 10 of 16 now, 14 of 20 in all."


def test_the_first_round_has_no_story(sheet: Path, capsys: Capture) -> None:
    assert story_of(capsys, str(sheet)) == ""
    assert story_of(capsys, str(sheet)) == ""


CHANGES: dict[str, tuple[dict[str, int], str]] = {
    "rows deleted": ({"count": 3, "delete": 5}, "Updated: 3 of 11 now, 7 of 20 in all."),
    "rows added": ({"count": 16, "add": 2}, "Updated: 18 of 18 now, 22 of 22 in all."),
    "nothing corrected": ({"count": 0}, "Updated: 0 of 16 now, 4 of 20 in all."),
}


@pytest.mark.parametrize(("change", "told"), CHANGES.values(), ids=CHANGES)
def test_the_whole_is_told_rightly_whatever_was_done_to_the_page(
    change: dict[str, int], told: str, sheet: Path, capsys: Capture
) -> None:
    run(capsys, sheet, "--sandbox")
    correct(Path("x.results.xlsx"), **change)
    assert story_of(capsys, "x.results.xlsx") == told


def test_a_workbook_that_the_journal_does_not_know_has_no_story(sheet: Path, capsys: Capture) -> None:
    run(capsys, sheet, "--sandbox")
    correct(Path("x.results.xlsx"), 10)
    shutil.copy("x.results.xlsx", "from a colleague.xlsx")
    assert story_of(capsys, "from a colleague.xlsx") == ""


def test_the_other_pages_of_a_results_workbook_are_no_later_round(sheet: Path, capsys: Capture) -> None:
    run(capsys, sheet, "--sandbox")
    assert story_of(capsys, "x.results.xlsx", "--sheet", "Results") == ""


def test_a_check_has_no_story_and_its_corrections_none_of_rows_nobody_sent(sheet: Path, capsys: Capture) -> None:
    assert " in all" not in run(capsys, sheet, "--check").out
    correct(Path("x.check.xlsx"), 10)
    assert story_of(capsys, "x.check.xlsx") == ""


def test_a_check_between_two_rounds_loses_nothing(sheet: Path, capsys: Capture) -> None:
    run(capsys, sheet, "--sandbox")
    run(capsys, "x.results.xlsx", "--check")
    correct(Path("x.check.xlsx"), 10)
    assert story_of(capsys, "x.check.xlsx") == "Updated: 10 of 16 now, 14 of 20 in all."


def test_the_results_of_a_round_had_again_tell_the_same(sheet: Path, capsys: Capture) -> None:
    run(capsys, sheet, "--sandbox")
    correct(Path("x.results.xlsx"), 10)
    run(capsys, "x.results.xlsx", "--sandbox")
    run(capsys, "results", "last", "again.xlsx")
    page = openpyxl.load_workbook("again.xlsx")["Summary"]
    assert "Updated: 10 of 16 now, 14 of 20 in all." in [cell.value for cell in page["A"]]
