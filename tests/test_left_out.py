"""Rows that the person left out are NOT SENT by their own choice: no failure, not judged, and said by which option."""

from __future__ import annotations

import random
from functools import partial
from pathlib import Path

import pytest
from support.commands import read_workbook, run, write_csv
from support.journals import make_update
from support.raw_server import RawServer, reply
from support.rows import make_row

from batch_update.campaign import CAMPAIGN
from batch_update.checking import check_rows
from batch_update.model import Rejection, Update
from batch_update.run.choosing import LIMIT, choose_rows

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
        "  python -m batch_update sheet.csv --sandbox --resume",
        "All 2 other rows were updated.",
    ]


def test_what_must_be_fixed_is_told_last_all_the_same(capsys: Capture) -> None:
    ran = run(capsys, write_sheet(("1", BAD), ("2", GOOD), ("3", GOOD)), "--sandbox", "--limit", "1")
    assert ran.code == 1
    assert "1 row left out by --limit" in ran.out
    assert ran.out.splitlines()[-2].startswith("1 row not updated.")
    assert ran.out.splitlines()[-1].split()[-2:] == ["sheet.results.xlsx", "--sandbox"]


def test_of_a_stopped_run_the_way_on_is_told_once(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACEFONE_TOKEN", "a-secret-token")
    sheet = write_sheet(*((str(number), GOOD) for number in range(1, 6)))
    with RawServer([reply(401, {"success": False})]) as server:
        ran = run(capsys, sheet, "--base-url", server.url, "--limit", "3", "--concurrency", "1", "--rate", "0")
    assert (ran.code, server.count) == (3, 1)
    assert "2 rows left out by --limit, as you chose." in ran.out
    assert "3 rows not updated. To go on where it stopped:" in ran.out
    assert sum(line.endswith("--resume") for line in ran.out.splitlines()) == 1


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
