"""The `Summary` page: the counts, the facts of the run, and equal problems told once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl.worksheet.worksheet import Worksheet
from support.books import end, fault, fill_of, make_sheet, write_book

from batch_update.model import Conversion, Outcome, Sheet, Status, Traffic


def find_line(page: Worksheet, start: str) -> list[object]:
    """The values of the line whose first cell begins so."""
    return next(list(line[:5]) for line in page.iter_rows(values_only=True) if str(line[0] or "").startswith(start))


def link_of(page: Worksheet, start: str) -> str | None:
    """Where a click on the first cell of that line leads."""
    cell = next(line[0] for line in page.iter_rows() if str(line[0].value or "").startswith(start))
    return cell.hyperlink.location if cell.hyperlink else None


def one_of_each(*statuses: Status) -> tuple[Sheet, list[Outcome]]:
    sheet = make_sheet(("id", "title"), *((str(number), "t") for number in range(len(statuses))))
    return sheet, [end(row, status) for row, status in zip(sheet.rows, statuses, strict=True)]


def test_every_status_is_counted_and_the_counts_add_up(tmp_path: Path) -> None:
    sheet, outcomes = one_of_each(Status.UPDATED, Status.UPDATED, Status.REJECTED)

    page = write_book(tmp_path / "r.xlsx", sheet, outcomes)["Summary"]

    counts = {name: find_line(page, name)[1] for name in (*(Status), "All rows") if name != Status.VALID}
    assert counts == {
        "UPDATED": 2, "UNCHANGED": 0, "INVALID": 0, "REJECTED": 1, "DIFFERS": 0, "FAILED": 0, "UNKNOWN": 0,
        "NOT SENT": 0, "All rows": 3,
    }  # fmt: skip


def test_after_a_check_only_valid_and_invalid_are_told(tmp_path: Path) -> None:
    sheet, outcomes = one_of_each(Status.VALID, Status.INVALID)

    page = write_book(tmp_path / "r.xlsx", sheet, outcomes, checked_only=True)["Summary"]

    assert [find_line(page, name)[1] for name in ("VALID", "INVALID")] == [1, 1]
    assert not any(cell.value == "UPDATED" for cell in page["A"])


@pytest.mark.parametrize(
    ("statuses", "checked_only", "headline"),
    [
        ([Status.UPDATED], False, "All 1 row is updated."),
        ([Status.UPDATED, Status.UPDATED], False, "All 2 rows are updated."),
        ([Status.UPDATED, Status.FAILED], False, "1 of 2 rows is updated; 1 to look at."),
        ([Status.VALID], True, "All 1 row is valid. Nothing was sent: run the sheet without --check to send it."),
    ],
    ids=["one", "all", "some", "checked"],
)
def test_the_first_line_says_whether_there_is_something_to_do(
    tmp_path: Path, statuses: list[Status], checked_only: bool, headline: str
) -> None:
    sheet, outcomes = one_of_each(*statuses)

    page = write_book(tmp_path / "r.xlsx", sheet, outcomes, checked_only=checked_only)["Summary"]

    assert page["A2"].value == headline


@pytest.mark.parametrize(
    ("statuses", "headline"),
    [
        ([Status.UPDATED], "1 of 3 rows is updated. 2 rows were left out by --limit."),
        ([Status.UPDATED, Status.FAILED], "1 of 4 rows is updated; 1 to look at. 2 rows were left out by --limit."),
    ],
    ids=["else all well", "and one to look at"],
)
def test_rows_left_out_by_choice_are_said_by_their_option_and_not_to_be_looked_at(
    tmp_path: Path, statuses: list[Status], headline: str
) -> None:
    sheet, outcomes = one_of_each(*statuses, Status.NOT_SENT, Status.NOT_SENT)
    outcomes[-2:] = [replace(outcome, left_out_by="--limit") for outcome in outcomes[-2:]]

    page = write_book(tmp_path / "r.xlsx", sheet, outcomes)["Summary"]

    assert page["A2"].value == headline


@pytest.mark.parametrize(
    ("left_out", "meaning", "next_step"),
    [
        (["", ""], "The run stopped before this row.", "Run again with --resume, or run To fix."),
        (["--limit", "--limit"], "Left out by --limit.", "Nothing; to send them too, run the sheet without --limit."),
        (["--rows", "--limit"], "Left out by --rows and --limit.",
         "Nothing; to send them too, run the sheet without --rows and --limit."),
        (["", "--limit"], "1 left out by --limit. Of the other 1: The run stopped before this row.",
         "Run again with --resume, or run To fix."),
    ],
    ids=["stopped", "left out", "by two options", "some of both"],
)  # fmt: skip
def test_a_row_left_out_on_purpose_is_not_told_to_be_run_again(
    tmp_path: Path, left_out: list[str], meaning: str, next_step: str
) -> None:
    sheet, outcomes = one_of_each(Status.NOT_SENT, Status.NOT_SENT)
    outcomes = [replace(outcome, left_out_by=by) for outcome, by in zip(outcomes, left_out, strict=True)]

    page = write_book(tmp_path / "r.xlsx", sheet, outcomes)["Summary"]

    assert find_line(page, "NOT SENT")[1:4] == [2, meaning, next_step]


def test_after_a_check_with_mistakes_it_says_where_to_correct_them(tmp_path: Path) -> None:
    sheet, outcomes = one_of_each(Status.VALID, Status.INVALID)

    page = write_book(tmp_path / "r.xlsx", sheet, outcomes, checked_only=True)["Summary"]

    assert str(page["A3"].value).startswith("Next: correct these cells in doors.xlsx and check it again;")
    assert (
        page["A4"].value
        == "Or correct them on To fix, save this workbook and run it: then only the rows there are sent."
    )
    assert link_of(page, "Next: ") == "'To fix'!A1"


def test_the_way_to_the_rows_to_fix_is_a_click(tmp_path: Path) -> None:
    sheet, outcomes = one_of_each(Status.INVALID)

    page = write_book(tmp_path / "r.xlsx", sheet, outcomes)["Summary"]

    assert link_of(page, "Next: ") == "'To fix'!A1"


@pytest.mark.parametrize(
    ("label", "fact"),
    [
        ("File", "doors.xlsx"),
        ("Worksheet", "Doors"),
        ("Target", "https://api.example.com"),
        ("Started", "2026-05-01 09:30:00 +0000"),
        ("Duration", "1 min 15 s"),
        ("Pace", "at most 3 requests a second"),
        ("Requests", "20, of which 3 were retries"),
        ("Throttled", "2 answers said: too many requests"),
        ("Stopped early", "the token was refused"),
        ("Run", "run-1"),
    ],
)
def test_the_facts_of_the_run_are_told(tmp_path: Path, label: str, fact: str) -> None:
    sheet, outcomes = one_of_each(Status.UPDATED)
    traffic = Traffic(requests=20, retries=3, throttled=2)

    page = write_book(tmp_path / "r.xlsx", sheet, outcomes, traffic=traffic, stopped="the token was refused")["Summary"]

    assert next(line[1].value for line in page.iter_rows() if line[0].value == label) == fact


def labels_of(page: Worksheet) -> set[object]:
    return {line[0] for line in page.iter_rows(values_only=True)}


@pytest.mark.parametrize("label", ["Pace", "Requests", "Throttled", "Stopped early"])
def test_a_check_tells_nothing_of_sending(tmp_path: Path, label: str) -> None:
    sheet, outcomes = one_of_each(Status.VALID, Status.INVALID)

    page = write_book(tmp_path / "r.xlsx", sheet, outcomes, checked_only=True, pace="")["Summary"]

    assert label not in labels_of(page)


def test_a_check_tells_the_facts_that_it_has(tmp_path: Path) -> None:
    sheet, outcomes = one_of_each(Status.VALID)

    page = write_book(tmp_path / "r.xlsx", sheet, outcomes, checked_only=True)["Summary"]

    assert {"About this check", "File", "Worksheet", "Target", "Started", "Duration", "Run"} <= labels_of(page)


def test_the_same_problem_over_many_rows_is_told_once_with_examples(tmp_path: Path) -> None:
    sheet = make_sheet(("id", "title"), *((str(number), "Previw") for number in range(37)))
    outcomes = [
        end(row, Status.INVALID, fault(row, "title", value="Previw", suggestion="Did you mean Preview?"))
        for row in sheet.rows
    ]

    page = write_book(tmp_path / "r.xlsx", sheet, outcomes)["Summary"]

    examples = ", ".join(f"B{number} (Previw)" for number in range(2, 7)) + ", …"
    assert find_line(page, "title") == ["title", 37, "This is wrong.", "Did you mean Preview?", examples]
    assert link_of(page, "title") == "'To fix'!E2"


def test_many_suggestions_are_counted_and_not_all_listed(tmp_path: Path) -> None:
    sheet = make_sheet(("id", "title"), *((str(number), "x") for number in range(5)))
    outcomes = [end(row, Status.INVALID, fault(row, "title", suggestion=f"Try {row.number}.")) for row in sheet.rows]

    line = find_line(write_book(tmp_path / "r.xlsx", sheet, outcomes)["Summary"], "title")

    assert line[3] == "Try 2.\nTry 3.\nTry 4.\n… and 2 more; see Errors."


def test_values_sent_in_other_words_are_listed(tmp_path: Path) -> None:
    sheet, outcomes = one_of_each(Status.UPDATED)
    conversions = [Conversion("mode", f"C{number}", "1 - Preview", "1") for number in (2, 5)]

    page = write_book(tmp_path / "r.xlsx", sheet, outcomes, conversions)["Summary"]

    assert find_line(page, "mode") == ["mode", 2, "1 - Preview", "1", "C2, C5"]


def test_what_was_noticed_in_the_sheet_is_said(tmp_path: Path) -> None:
    sheet, outcomes = one_of_each(Status.UPDATED)

    page = write_book(tmp_path / "r.xlsx", replace(sheet, notes=("3 hidden rows included: 6, 9, 12",)), outcomes)[
        "Summary"
    ]

    assert page.cell(page.max_row, 1).value == "3 hidden rows included: 6, 9, 12"


WARNING = 'Warning: your column "Dial Mode" (C) is not sent. Did you mean dial_method?'


def test_a_warning_about_a_column_stands_in_amber_above_all_counts(tmp_path: Path) -> None:
    sheet, outcomes = one_of_each(Status.UPDATED)
    notes = ("1 hidden row is included: 6.", WARNING, "1 blank row is skipped: 9.")

    page = write_book(tmp_path / "r.xlsx", replace(sheet, notes=notes), outcomes)["Summary"]

    texts = [cell.value for cell in page["A"]]
    told = texts.index("Noticed in the sheet")
    assert texts[told + 1 : told + 4] == [WARNING, notes[0], notes[2]]
    assert told < texts.index("Rows by status")
    assert [fill_of(page.cell(told + line, 1)) for line in (2, 3, 4)] == ["FFEB9C", "000000", "000000"]


def test_a_warning_is_shown_whole(tmp_path: Path) -> None:
    sheet, outcomes = one_of_each(Status.UPDATED)
    long = f"{WARNING} {'More of it. ' * 40}"

    page = write_book(tmp_path / "r.xlsx", replace(sheet, notes=(long,)), outcomes)["Summary"]

    place = next(cell.row for cell in page["A"] if cell.value == long)
    assert page.row_dimensions[place].height > 2 * 15


def test_without_a_warning_what_was_noticed_stands_at_the_end(tmp_path: Path) -> None:
    sheet, outcomes = one_of_each(Status.UPDATED)

    page = write_book(tmp_path / "r.xlsx", replace(sheet, notes=("1 hidden row is included: 6.",)), outcomes)["Summary"]

    assert fill_of(page.cell(page.max_row, 1)) == "000000"
    assert page.cell(page.max_row - 1, 1).value == "Noticed in the sheet"
