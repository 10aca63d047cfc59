"""A sheet that was sent before is not sent again without a word: what was updated, when, and by which run."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic

import pytest
from support.commands import run, write_csv
from support.journals import TARGET, begin, make_outcome, make_update, record, record_unsent

from batch_update.journal import Journal
from batch_update.journal.entries import add_entries, write_answered, write_begun
from batch_update.model import Outcome, Status, Update
from batch_update.runs import CanaryWord
from batch_update.wording.phrases import spell_moment

Capture = pytest.CaptureFixture[str]
SIX = [{"id": str(number), "ring_timeout": "25"} for number in range(1, 7)]


def hint_of(capsys: Capture, *words: str | Path) -> str:
    """What is said of rows that were sent before."""
    told = [line for line in run(capsys, *words, "--sandbox").err.splitlines() if "do no harm" in line]
    assert len(told) <= 1
    return "".join(told)


def test_a_finished_sheet_that_is_sent_again_is_said_with_time_and_run(capsys: Capture) -> None:
    sheet = write_csv(Path("x.csv"), *SIX)
    first = run(capsys, sheet, "--sandbox", "--json").totals["run"]
    when = datetime.now().astimezone()
    told = hint_of(capsys, sheet)
    assert told in {
        f"All 6 rows were updated {spell_moment(when - timedelta(seconds=late), when)} by run {first};"
        " the same values do no harm."
        for late in (0, 30, 60)
    }


def test_a_sheet_of_another_name_with_the_same_rows_is_known_too(capsys: Capture) -> None:
    run(capsys, write_csv(Path("x.csv"), *SIX), "--sandbox")
    assert hint_of(capsys, write_csv(Path("copy.csv"), *SIX[::-1])).startswith("All 6 rows were updated today")


def test_of_some_rows_it_is_said_how_many(capsys: Capture) -> None:
    sheet = write_csv(Path("x.csv"), *SIX)
    run(capsys, sheet, "--sandbox")
    write_csv(sheet, *SIX[:4], *({**row, "ring_timeout": "30"} for row in SIX[4:]))
    assert hint_of(capsys, sheet).startswith("4 of 6 rows were updated today")


def test_of_one_row_it_is_said_as_of_one(capsys: Capture) -> None:
    sheet = write_csv(Path("x.csv"), SIX[0])
    run(capsys, sheet, "--sandbox")
    assert hint_of(capsys, sheet).startswith("The row was updated today")


def test_resume_sends_nothing_twice_and_says_nothing(capsys: Capture) -> None:
    sheet = write_csv(Path("x.csv"), *SIX)
    run(capsys, sheet, "--sandbox", "--limit", "2")
    assert hint_of(capsys, sheet, "--resume") == ""


def test_a_first_run_says_nothing(capsys: Capture) -> None:
    assert hint_of(capsys, write_csv(Path("x.csv"), *SIX)) == ""


OLD, NEW = make_update("281", "now"), make_update("281", "other")
STORIES: dict[str, tuple[list[Outcome | Update], bool]] = {
    "updated": ([make_outcome(OLD)], True),
    "never sent": ([], False),
    "refused": ([make_outcome(OLD, Status.REJECTED)], False),
    "failed": ([make_outcome(OLD, Status.FAILED)], False),
    "in doubt": ([make_outcome(OLD, Status.UNKNOWN)], False),
    "cut off": ([OLD], False),
    "other values": ([make_outcome(NEW)], False),
    "other values since": ([make_outcome(OLD), make_outcome(NEW)], False),
    "other values before": ([make_outcome(NEW), make_outcome(OLD)], True),
    "other values refused since": ([make_outcome(OLD), make_outcome(NEW, Status.REJECTED)], True),
    "other values in doubt since": ([make_outcome(OLD), make_outcome(NEW, Status.UNKNOWN)], False),
    "other values perhaps sent since": ([make_outcome(OLD), NEW], False),
    "the same values failed since": ([make_outcome(OLD), make_outcome(OLD, Status.FAILED)], True),
    "the same values cut off since": ([make_outcome(OLD), OLD], True),
    "found different when it was read back": ([make_outcome(OLD), make_outcome(OLD, Status.DIFFERS)], False),
    "other values found different since": ([make_outcome(OLD), make_outcome(NEW, Status.DIFFERS)], False),
    "other values found different before": ([make_outcome(NEW, Status.DIFFERS), make_outcome(OLD)], True),
    "another campaign": ([make_outcome(make_update("282", "now"))], False),
}


@pytest.mark.parametrize(("story", "known"), STORIES.values(), ids=STORIES)
@pytest.mark.parametrize("runs", ["one run", "a run each"])
def test_the_last_request_that_may_have_changed_a_campaign_counts(
    story: list[Outcome | Update], known: bool, runs: str, tmp_path: Path
) -> None:
    with Journal(tmp_path) as journal:
        for part in [story] if runs == "one run" else [[told] for told in story]:
            record(journal, begin(journal, content=b"any"), part)
        assert [repeat.campaign_id for repeat in journal.repeats(TARGET, [OLD])] == (["281"] if known else [])


def test_the_rows_of_a_run_that_was_stopped_by_what_it_did_are_no_repeats(tmp_path: Path) -> None:
    with Journal(tmp_path) as journal:
        for word, told in ((CanaryWord.ACCEPTED, ["281"]), (CanaryWord.DIFFERED, [])):
            record(journal, run_id := begin(journal), [make_outcome(OLD)])
            journal.note_canary(run_id, word)
            assert [repeat.campaign_id for repeat in journal.repeats(TARGET, [OLD])] == told


NEVER_SENT = {
    "there already": make_outcome(OLD, Status.UNCHANGED),
    "other values there already": make_outcome(NEW, Status.UNCHANGED),
    "not found when it was read": make_outcome(OLD, Status.REJECTED),
    "other values, not read and so not sent": make_outcome(NEW, Status.FAILED),
}


@pytest.mark.parametrize("told", NEVER_SENT.values(), ids=NEVER_SENT)
def test_a_row_that_a_reading_judged_was_not_sent(told: Outcome, tmp_path: Path) -> None:
    with Journal(tmp_path) as journal:
        record_unsent(journal, begin(journal), [told])
        assert journal.repeats(TARGET, [OLD]) == []
        record(journal, first := begin(journal), [make_outcome(OLD)])
        record_unsent(journal, begin(journal), [told])
        assert [repeat.run for repeat in journal.repeats(TARGET, [OLD])] == [first]


def test_what_was_sent_to_another_account_is_no_repeat(tmp_path: Path) -> None:
    with Journal(tmp_path) as journal:
        record(journal, begin(journal, target="sandbox"), [make_outcome(OLD)])
        assert journal.repeats(TARGET, [OLD]) == []


def test_ten_thousand_rows_after_many_runs_are_looked_up_in_a_moment(tmp_path: Path) -> None:
    updates = [make_update(str(number), row=number + 2) for number in range(10_000)]
    with Journal(tmp_path) as journal:
        begun = [write_begun(0, "another", update.campaign_id, 1e9) for update in updates]
        answered = [write_answered(entry, make_outcome(OLD), 1e9) for entry in begun]
        for _ in range(12):
            number = journal.number_of(begin(journal))
            add_entries(journal.connect(), [(number, *entry[1:]) for entry in (*begun, *answered)])
        missing = [make_update(f"x{number}") for number in range(10_000)]
        started = monotonic()
        assert journal.repeats(TARGET, missing) == []
        assert monotonic() - started < 3  # half a second on a machine of two busy cores


NOW = datetime(2026, 11, 26, 8, 30).astimezone()
MOMENTS = {
    "today": (NOW - timedelta(minutes=31), "today 07:59"),
    "this minute": (NOW, "today 08:30"),
    "yesterday, less than a day ago": (NOW - timedelta(hours=14), "yesterday 18:30"),
    "yesterday, more than a day ago": (NOW - timedelta(hours=25), "yesterday 07:30"),
    "two days ago": (NOW - timedelta(days=2), "on 2026-11-24 08:30"),
    "last year": (NOW - timedelta(days=365), "on 2025-11-26 08:30"),
}


@pytest.mark.parametrize(("moment", "told"), MOMENTS.values(), ids=MOMENTS)
def test_a_moment_is_told_as_people_say_it(moment: datetime, told: str) -> None:
    assert spell_moment(moment, NOW) == told
