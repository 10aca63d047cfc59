"""Rows that the person left out are NOT SENT by their own choice: no failure, not judged, and said by which option."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import openpyxl
import pytest
from support.commands import read_workbook, run, write_csv
from support.journals import make_update
from support.raw_server import RawServer, reply
from support.rows import make_row

from batch_update.campaign import CAMPAIGN
from batch_update.checking import check_rows
from batch_update.errors import UsageError
from batch_update.model import Rejection, Row, Sheet, Update, Verdict
from batch_update.row_list import RowList, parse_rows
from batch_update.run.choosing import LIMIT, ROWS, VISIBLE, choose_rows, demand_choice

check = partial(check_rows, CAMPAIGN)
Capture = pytest.CaptureFixture[str]
GOOD, BAD = "25", "soon"


def write_sheet(*rows: tuple[str, str]) -> Path:
    """A sheet of campaign ids and ring timeouts."""
    return write_csv(Path("sheet.csv"), *({"id": number, "ring_timeout": timeout} for number, timeout in rows))


SHEETS: dict[str, tuple[list[tuple[str, str]], int, str]] = {
    "all right": ([("1", GOOD), ("2", GOOD), ("3", GOOD)], 1, "UPDATED, left out, left out"),
    "two of three": ([("1", GOOD), ("2", GOOD), ("3", GOOD)], 2, "UPDATED, UPDATED, left out"),
    "as many as there are": ([("1", GOOD), ("2", GOOD)], 2, "UPDATED, UPDATED"),
    "more than there are": ([("1", GOOD), ("2", GOOD)], 9, "UPDATED, UPDATED"),
    "a mistake behind": ([("1", GOOD), ("2", BAD)], 1, "UPDATED, left out"),
    "a mistake before": ([("1", BAD), ("2", GOOD), ("3", GOOD)], 1, "INVALID, UPDATED, left out"),
    "a mistake between": (
        [("1", GOOD), ("2", BAD), ("3", GOOD), ("4", GOOD)],
        2,
        "UPDATED, INVALID, UPDATED, left out",
    ),
    "mistakes only": ([("1", BAD), ("2", BAD)], 1, "INVALID, INVALID"),
    "the same campaign behind": ([("1", GOOD), ("2", GOOD), ("01", "30")], 2, "UPDATED, UPDATED, left out"),
    "the same campaign twice before": ([("1", GOOD), ("1", "30"), ("2", GOOD)], 2, "INVALID, INVALID, UPDATED"),
    "the same campaign at once": ([("1", GOOD), ("1", "30"), ("2", GOOD)], 1, "UPDATED, left out, left out"),
    "refused by the API": ([("900422", GOOD), ("2", GOOD), ("3", GOOD)], 1, "REJECTED, left out, left out"),
}


@pytest.mark.parametrize(("rows", "limit", "ended"), SHEETS.values(), ids=SHEETS)
def test_limit_sends_the_first_valid_rows_and_judges_none_behind_them(
    rows: list[tuple[str, str]], limit: int, ended: str, capsys: Capture
) -> None:
    ran = run(capsys, write_sheet(*rows), "--sandbox", "--limit", str(limit), "--json")
    results = ran.results
    assert [_end_of(row) for row in results["Results"]] == ended.split(", ")
    good = set(ended.split(", ")) <= {"UPDATED", "left out"}
    assert (ran.code == 0) is good
    left_out = {row["Row"] for row in results["Results"] if _end_of(row) == "left out"}
    assert {row["Row"] for row in results["Errors"]}.isdisjoint(left_out)


def _end_of(row: dict[str, object]) -> str:
    is_left_out = row["Status"] == "NOT SENT" and "--limit" in str(row["Message"])
    return "left out" if is_left_out else str(row["Status"])


def test_the_ending_tells_of_them_as_no_failure(capsys: Capture) -> None:
    ran = run(capsys, write_sheet(("1", GOOD), ("2", GOOD), ("3", GOOD)), "--sandbox", "--limit", "2")
    assert (ran.code, "not updated" in ran.out) == (0, False)
    assert ran.out.splitlines()[-3:] == [
        "1 row left out by --limit, as you chose. To send them too:",
        "  python -m batch_update sheet.csv --sandbox --verify none --resume",
        "All 2 other rows were updated.",
    ]


def test_what_must_be_fixed_is_told_last_all_the_same(capsys: Capture) -> None:
    ran = run(capsys, write_sheet(("1", BAD), ("2", GOOD), ("3", GOOD)), "--sandbox", "--limit", "1")
    assert ran.code == 1
    assert "1 row left out by --limit" in ran.out
    assert ran.out.splitlines()[-2].startswith("1 row not updated.")
    assert ran.out.splitlines()[-1].split()[3:] == ["sheet.results.xlsx", "--sandbox", "--verify", "none"]


def test_of_a_stopped_run_the_way_on_is_told_once(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACEFONE_TOKEN", "a-secret-token")
    sheet = write_sheet(*((str(number), GOOD) for number in range(1, 6)))
    with RawServer([reply(401, {"success": False})]) as server:
        ran = run(capsys, sheet, "--base-url", server.url, "--limit", "3", "--concurrency", "1", "--rate", "0")
    assert (ran.code, server.count) == (3, 1)
    assert "2 rows left out by --limit, as you chose." in ran.out
    assert "3 rows not updated. To go on where it stopped:" in ran.out
    assert [line[-18:] for line in ran.out.splitlines() if line.startswith("  python")] == ["--resume --limit 3"]


@pytest.mark.usefixtures("token")
def test_of_a_stopped_run_the_way_on_sends_no_more_than_the_limit_has_left(capsys: Capture) -> None:
    sheet = write_sheet(("1", BAD), *((str(number), GOOD) for number in range(2, 8)))
    refusals = [reply(200, {"success": True}), reply(422, {"name": "taken"}), reply(401, {"success": False})]
    with RawServer(refusals) as server:
        ran = run(capsys, sheet, "--base-url", server.url, "--limit", "5", "--concurrency", "1", "--rate", "0")
    assert (ran.code, server.count) == (3, 3)
    assert ran.out.splitlines()[-1].endswith("--resume --limit 3")


def test_a_check_leaves_them_out_as_the_run_would(capsys: Capture) -> None:
    ran = run(capsys, write_sheet(("1", GOOD), ("2", GOOD), ("3", BAD)), "--check", "--limit", "2", "--json")
    assert (ran.code, ran.totals["valid"], ran.totals["invalid"], ran.totals["not_sent"]) == (0, 2, 0, 1)


def test_strict_judges_the_chosen_rows_and_is_no_choice_itself(capsys: Capture) -> None:
    sheet = write_sheet(("1", GOOD), ("2", BAD), ("3", GOOD), ("4", BAD))
    whole = run(capsys, sheet, "--sandbox", "--strict", "--limit", "2", "--json")
    assert (whole.code, whole.totals["updated"], whole.totals["invalid"], whole.totals["not_sent"]) == (1, 0, 1, 3)
    first = run(capsys, sheet, "--sandbox", "--strict", "--limit", "1", "--json")
    assert (first.code, first.totals["updated"], first.totals["invalid"]) == (0, 1, 0)


def test_resume_sends_them_step_by_step_and_nobody_hears_of_an_unfinished_run(capsys: Capture) -> None:
    sheet = write_sheet(*((str(number), GOOD) for number in range(1, 6)))
    run(capsys, sheet, "--sandbox", "--limit", "2")
    again = run(capsys, sheet, "--sandbox", "--limit", "2")
    assert "did not finish" not in again.err
    more = run(capsys, sheet, "--sandbox", "--resume", "--limit", "2", "--json")
    assert (more.code, more.totals["updated"], more.totals["not_sent"], more.totals["requests"]) == (0, 4, 1, 2)
    rest = run(capsys, sheet, "--sandbox", "--resume", "--json")
    assert (rest.code, rest.totals["updated"], rest.totals["requests"]) == (0, 5, 1)


def test_the_results_of_such_a_run_are_the_same_when_they_are_had_again(capsys: Capture) -> None:
    sheet = write_sheet(("1", BAD), ("2", GOOD), ("3", GOOD), ("2", BAD))
    first = run(capsys, sheet, "--sandbox", "--limit", "1", "--json")
    assert run(capsys, "results", first.totals["run"], "again.xlsx").code == 0
    assert read_workbook(Path("again.xlsx"))["Results"] == first.results["Results"]


# --- rows that are listed, and those that are visible -----------------------------------------------------------------

FOUR = [("1", GOOD), ("2", GOOD), ("3", GOOD), ("4", GOOD)]
LISTED: dict[str, tuple[list[tuple[str, str]], list[str], str]] = {
    "a range": (FOUR, ["--rows", "3-4"], "--rows, UPDATED, UPDATED, --rows"),
    "one and a range": (FOUR, ["--rows", "2,4-5"], "UPDATED, --rows, UPDATED, UPDATED"),
    "all, and the header": (FOUR, ["--rows", "1-5"], "UPDATED, UPDATED, UPDATED, UPDATED"),
    "a mistake among them": ([("1", GOOD), ("2", BAD), ("3", GOOD)], ["--rows", "2-3"], "UPDATED, INVALID, --rows"),
    "a mistake beside them": ([("1", GOOD), ("2", BAD), ("3", BAD)], ["--rows", "2"], "UPDATED, --rows, --rows"),
    "the same campaign beside": ([("1", GOOD), ("1", "30")], ["--rows", "3"], "--rows, UPDATED"),
    "the same campaign twice": ([("1", GOOD), ("1", "30")], ["--rows", "2-3"], "INVALID, INVALID"),
    "a limit among them": (FOUR, ["--rows", "3-5", "--limit", "2"], "--rows, UPDATED, UPDATED, --limit"),
    "a limit over them": (FOUR, ["--rows", "3-4", "--limit", "9"], "--rows, UPDATED, UPDATED, --rows"),
    "a limit and a mistake": (
        [("1", GOOD), ("2", BAD), ("3", GOOD), ("4", GOOD)],
        ["--rows", "3-5", "--limit", "1"],
        "--rows, INVALID, UPDATED, --limit",
    ),
}


@pytest.mark.parametrize(("rows", "words", "ended"), LISTED.values(), ids=LISTED)
def test_only_the_listed_rows_are_checked_and_sent(
    rows: list[tuple[str, str]], words: list[str], ended: str, capsys: Capture
) -> None:
    ran = run(capsys, write_sheet(*rows), "--sandbox", "--json", *words)
    assert [_option_of(row) for row in ran.results["Results"]] == ended.split(", ")
    assert (ran.code == 0) is ("INVALID" not in ended)
    assert len(ran.results["To fix"]) == ended.count("INVALID")


def _option_of(row: dict[str, object]) -> str:
    """The option that left a row out, or its status."""
    named = str(row["Message"]).removeprefix("Left out by ").removesuffix(": neither checked nor sent.")
    return named if row["Status"] == "NOT SENT" else str(row["Status"])


WRONG_LISTS = {
    "behind the last row": ("2-40", "--rows names 2-40, and the last row of sheet.csv is 5."),
    "one row behind it": ("6", "--rows names 6, and the last row of sheet.csv is 5."),
    "the header": ("1", "--rows names 1, and sheet.csv has nothing to send there: its rows are 2-5."),
    "backwards": ("4-2", "Argument --rows: '4-2' runs backwards; write 2-4."),
}


@pytest.mark.parametrize(("listed", "said"), WRONG_LISTS.values(), ids=WRONG_LISTS)
@pytest.mark.parametrize("way", ["--check", "--sandbox"])
def test_a_row_that_is_not_there_stops_the_run_at_once(listed: str, said: str, way: str, capsys: Capture) -> None:
    ran = run(capsys, write_sheet(*FOUR), way, "--rows", listed)
    assert (ran.code, said in ran.err) == (2, True), ran.err
    assert not Path("sheet.results.xlsx").exists()


def test_a_check_leaves_them_out_too_and_says_how_to_send_what_was_checked(capsys: Capture) -> None:
    ran = run(capsys, write_sheet(("1", GOOD), ("2", GOOD), ("3", BAD)), "--check", "--rows", "2-3", "--limit", "1")
    assert ran.code == 0
    assert "3 rows, of which 2 chosen, 2 valid, 0 invalid." in ran.err
    assert "1 row left out by --limit, 1 row left out by --rows, as you chose." in ran.out
    assert ran.out.splitlines()[-1].split()[-5:] == ["sheet.csv", "--rows", "2-3", "--limit", "1"]


def test_the_ending_names_no_way_to_rows_that_were_not_listed(capsys: Capture) -> None:
    ran = run(capsys, write_sheet(*FOUR), "--sandbox", "--rows", "2-3")
    assert ran.code == 0
    assert "2 rows left out by --rows, as you chose." in ran.out
    assert "--resume" not in ran.out


def test_resume_keeps_the_listed_rows_and_takes_no_others(capsys: Capture) -> None:
    sheet = write_sheet(*FOUR)
    run(capsys, sheet, "--sandbox", "--rows", "3-5", "--limit", "1")
    other = run(capsys, sheet, "--sandbox", "--resume", "--rows", "2")
    assert other.code == 2
    assert "--resume keeps the --rows and --visible of the run that it goes on with" in other.err
    assert "that run had --rows 3-5." in other.err
    rest = run(capsys, sheet, "--sandbox", "--resume", "--json")
    assert "As then, only the rows of --rows 3-5 are taken" in rest.err
    assert [_option_of(row) for row in rest.results["Results"]] == ["--rows", "UPDATED", "UPDATED", "UPDATED"]
    again = run(capsys, sheet, "--sandbox", "--resume", "--rows", "3-5", "--json")
    assert (again.code, again.totals["requests"], again.totals["updated"], again.totals["not_sent"]) == (0, 0, 3, 1)


def test_a_run_of_all_rows_is_not_gone_on_with_over_some(capsys: Capture) -> None:
    sheet = write_sheet(*FOUR)
    run(capsys, sheet, "--sandbox", "--limit", "1")
    ran = run(capsys, sheet, "--sandbox", "--resume", "--rows", "2")
    assert (ran.code, "that run had neither." in ran.err) == (2, True)


def test_without_an_earlier_run_resume_takes_the_listed_rows(capsys: Capture) -> None:
    ran = run(capsys, write_sheet(*FOUR), "--sandbox", "--resume", "--rows", "2", "--json")
    assert (ran.code, ran.totals["updated"], ran.totals["not_sent"]) == (0, 1, 3)


def test_a_sheet_that_grew_shorter_can_be_gone_on_with(capsys: Capture) -> None:
    run(capsys, write_sheet(*FOUR), "--sandbox", "--rows", "3-5", "--limit", "1")
    ran = run(capsys, write_sheet(*FOUR[:3]), "--sandbox", "--resume", "--json")
    assert [_option_of(row) for row in ran.results["Results"]] == ["--rows", "UPDATED", "UPDATED"]


def test_the_results_of_listed_rows_are_the_same_when_they_are_had_again(capsys: Capture) -> None:
    sheet = write_sheet(("1", BAD), ("2", GOOD), ("2", BAD), ("3", BAD))
    first = run(capsys, sheet, "--sandbox", "--rows", "3,5", "--json")
    assert run(capsys, "results", first.totals["run"], "again.xlsx").code == 0
    assert read_workbook(Path("again.xlsx"))["Results"] == first.results["Results"]


def test_a_text_file_has_no_hidden_rows(capsys: Capture) -> None:
    ran = run(capsys, write_sheet(*FOUR), "--check", "--visible")
    assert ran.code == 2
    assert "--visible: sheet.csv is a text file, which has no hidden rows." in ran.err


def test_hidden_rows_are_left_out_of_a_workbook(capsys: Capture) -> None:
    workbook = openpyxl.Workbook()
    for line in [("id", "ring_timeout"), ("1", GOOD), ("2", BAD), ("3", GOOD), ("4", GOOD)]:
        workbook.active.append(line)  # type: ignore[union-attr]
    workbook.active.row_dimensions[3].hidden = True  # type: ignore[union-attr]
    workbook.save("sheet.xlsx")
    ran = run(capsys, "sheet.xlsx", "--sandbox", "--visible", "--json", "--limit", "1")
    assert [_option_of(row) for row in ran.results["Results"]] == ["UPDATED", "--visible", "--limit", "--limit"]
    assert ("hidden row" in ran.err, "1 row left out by --visible" in ran.err) == (False, True)
    rest = run(capsys, "sheet.xlsx", "--sandbox", "--resume", "--json")
    assert [_option_of(row) for row in rest.results["Results"]] == ["UPDATED", "--visible", "UPDATED", "UPDATED"]


def make_rows(*hidden: int) -> list[Row]:
    """Rows 2 to 6, some of them hidden; the last two are of one campaign."""
    rows = [make_row(number, id=str(min(number, 5)), ring_timeout=GOOD) for number in range(2, 7)]
    return [replace(row, hidden=row.number in hidden) for row in rows]


CHOICES: dict[str, tuple[str, list[int], int | None, dict[int, str]]] = {
    # the list, the hidden rows, the limit, and what is left out
    "visible": ("2-6", [3, 6], None, {3: VISIBLE, 6: VISIBLE}),
    "listed and visible": ("2-4", [3], None, {3: VISIBLE, 5: ROWS, 6: ROWS}),
    "hidden and not listed": ("2-4", [6], None, {5: ROWS, 6: ROWS}),
    "the first of both": ("2-5", [2], 2, {2: VISIBLE, 5: LIMIT, 6: ROWS}),
}


@pytest.mark.parametrize(("listed", "hidden", "limit", "left_out"), CHOICES.values(), ids=CHOICES)
def test_of_the_options_that_leave_a_row_out_one_is_named(
    listed: str, hidden: list[int], limit: int | None, left_out: dict[int, str]
) -> None:
    verdicts = check(make_rows(*hidden))
    choice = choose_rows(
        verdicts, check, rows=parse_rows(listed), visible=True, limit=limit, is_wanted=lambda _update: True
    )
    assert choice.left_out == left_out
    assert [verdict.row.number for verdict in choice.verdicts] == [2, 3, 4, 5, 6]
    assert numbers_of(Rejection, verdicts) == [5, 6]
    assert not set(numbers_of(Rejection, choice.verdicts)) - left_out.keys()


def numbers_of(kind: type[Verdict], verdicts: Sequence[Verdict]) -> list[int]:
    """The rows that were judged so."""
    return [verdict.row.number for verdict in verdicts if isinstance(verdict, kind)]


ALL_HIDDEN = {
    "every row": (None, (2, 3, 4, 5, 6), "every row of x.xlsx is hidden"),
    "every listed row": (parse_rows("2-3"), (2, 3), "every listed row of x.xlsx is hidden"),
}


@pytest.mark.parametrize(("listed", "hidden", "said"), ALL_HIDDEN.values(), ids=ALL_HIDDEN)
def test_where_every_row_is_hidden_there_is_nothing_to_send(
    listed: RowList | None, hidden: tuple[int, ...], said: str
) -> None:
    rows = make_rows(*hidden)
    sheet = Sheet(path=Path("x.xlsx"), worksheet="Campaigns", header_row=1, columns=rows[0].columns, rows=tuple(rows))
    with pytest.raises(UsageError, match=said):
        demand_choice(sheet, rows=listed, visible=True)


# --- how the limit is found -------------------------------------------------------------------------------------------


def test_the_chosen_beginning_is_the_shortest_that_has_enough_rows() -> None:
    """Against the plain definition: try every beginning in turn."""
    chance = random.Random(7)
    for _ in range(200):
        rows = [
            make_row(number, id=str(chance.randint(1, 12)), ring_timeout=chance.choice((GOOD, GOOD, BAD)))
            for number in range(2, chance.randint(3, 20))
        ]
        limit = chance.randint(1, 6)
        verdicts = check(rows)
        choice = choose_rows(verdicts, check, limit=limit, is_wanted=lambda _update: True)
        lengths = range(len(rows) + 1)
        enough = [n for n in lengths if sum(isinstance(v, Update) for v in check(rows[:n])) >= limit]
        length = min(enough, default=len(rows))
        assert choice.left_out == {row.number: LIMIT for row in rows[length:]}
        assert choice.verdicts[:length] == check(rows[:length])


def test_a_sheet_full_of_mistakes_is_searched_in_a_moment() -> None:
    calls = []

    def refuse_all(rows: object) -> tuple[Rejection | Update, ...]:
        calls.append(len(rows))  # type: ignore[arg-type]
        return tuple(Rejection(row=row, campaign_id="x", problems=()) for row in rows)  # type: ignore[attr-defined]

    rows = [make_row(number, id="1") for number in range(2, 20_002)]
    wrong = [Rejection(row=row, campaign_id="x", problems=()) for row in rows]
    choice = choose_rows(wrong, refuse_all, limit=1, is_wanted=lambda _update: True)
    assert (choice.left_out, sum(calls) < 20 * len(rows)) == ({}, True)


def test_without_a_limit_nothing_is_left_out() -> None:
    verdicts = [make_update(str(number), row=number) for number in range(2, 5)]
    choice = choose_rows(verdicts, check, limit=None, is_wanted=lambda _update: True)
    assert (choice.verdicts, choice.left_out) == (tuple(verdicts), {})
