"""A fault of the program itself, and of the window it speaks to, costs no outcome."""

from __future__ import annotations

import io
import os
import shlex
from collections import Counter
from pathlib import Path
from typing import Any, TextIO

import pytest
from support.commands import read_workbook, run, write_csv
from support.raw_server import RawServer, reply, yes
from support.stopped_runs import TWENTY

from batch_update.screen import Screen
from batch_update.sending import answers
from batch_update.sending.answers import Judgement
from batch_update.sheets.writing import results
from batch_update.streams import Stream

SOUND = answers.judge


def judge_but_break_at_201(status: int, **answer: Any) -> Judgement:
    """The program's own judge, with a fault in it."""
    if status == 201:
        raise ZeroDivisionError
    return SOUND(status, **answer)


@pytest.mark.usefixtures("token")
def test_a_fault_of_the_program_costs_no_outcome(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write_csv(Path("sheet.csv"), *TWENTY)
    with monkeypatch.context() as broken, RawServer([yes(), yes(), reply(201, {}), yes()]) as server:
        broken.setattr("batch_update.sending.exchange.judge", judge_but_break_at_201)
        words = ("sheet.csv", "--base-url", server.url, "--rate", "0", "--concurrency", "1", "--json")
        ran = run(capsys, *words)
        assert ran.code == 3, ran.err
        assert ran.totals["exit_code"] == 3
        assert Counter(row["Status"] for row in ran.results["Results"]) == {"UPDATED": 2, "UNKNOWN": 1, "NOT SENT": 17}
        assert ran.totals["requests"] == server.count == 3

        broken.undo()
        again = run(capsys, *words, "--resume")
        assert (again.code, again.totals["updated"], server.count) == (0, 20, 3 + 18)


@pytest.mark.usefixtures("token")
def test_results_that_break_for_a_fault_of_the_program_are_had_from_the_journal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write_csv(Path("sheet.csv"), *TWENTY)
    with monkeypatch.context() as broken, RawServer([yes()]) as server:
        broken.setattr(results, "write_results", lambda *_, **__: 1 / 0)
        ran = run(capsys, "sheet.csv", "--base-url", server.url, "--rate", "0")
    assert ran.code == 4
    assert "unexpected ZeroDivisionError" in ran.err
    written = run(capsys, *shlex.split(ran.out.splitlines()[-1].removeprefix("  python -m batch_update ")))
    assert written.code == 0
    assert [row["Status"] for row in read_workbook(Path("FILE.xlsx"))["Results"]] == ["UPDATED"] * len(TWENTY)


def open_closed_window() -> TextIO:
    """A stream whose other end has gone."""
    read, write = os.pipe()
    os.close(read)
    return os.fdopen(write, "w", encoding="utf-8")


@pytest.mark.skipif(os.name != "posix", reason="a pipe without a reader as on Linux and macOS")
def test_a_window_that_was_closed_stops_nothing() -> None:
    with open_closed_window() as out, open_closed_window() as err:
        screen = Screen(out=Stream(out), err=Stream(err))
        for _ in range(2):
            screen.say("12 of 40 rows")
            screen.warn("Stopping")
            assert not screen.give("All 40 rows updated.")
    assert (screen.out.is_cut_off, screen.err.is_cut_off) == (True, True)


def test_a_console_of_another_alphabet_shows_what_it_can() -> None:
    shown = io.BytesIO()
    with io.TextIOWrapper(shown, encoding="cp1252") as console:
        Screen(out=Stream(console)).give("caf\xe9 \u0926\u093f\u0935\u093e\u0932\u0940")
        assert shown.getvalue().decode("cp1252").rstrip() == r"café \u0926\u093f\u0935\u093e\u0932\u0940"
