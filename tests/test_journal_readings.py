"""What the journal keeps of the account: readings, what a pull has sent since, and what a canary said."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from support.journals import (
    TARGET,
    begin,
    failing_at,
    finish,
    keep_statuses,
    make_outcome,
    make_snapshot,
    make_update,
    record,
    record_unsent,
)

from batch_update.errors import JournalError
from batch_update.journal import Journal, RunRecorder
from batch_update.live import JsonValue, LiveValue, Readings, Snapshot
from batch_update.model import Outcome, Problem, Severity, Source, Status, Update
from batch_update.runs import CanaryWord

OLD, NEW, LATER = (make_snapshot("281", name=name) for name in ("old", "new", "later"))
WHOLE = Snapshot(
    campaign_id="0281",
    values={
        "name": "Diwali \U0001fa94 =cmd()", "description": None, "ring_timeout": "030", "manual_dial_enabled": 1,
        "agent": [4817, 4818], "dial_status": ["busy"], "lead_list_map": [{"list_id": 12, "list_status": 0}],
        "webform_url": "cut \ud83d",
    },
    unclear=frozenset({"script_id", "time_group_id"}),
    labels={"agent": {"4817": "Asha", "4818": 'a, "b"'}},
)  # fmt: skip


# --- readings ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("snapshot", [WHOLE, Snapshot(campaign_id="281", values={})], ids=["whole", "nothing"])
def test_a_reading_comes_back_as_it_was(tmp_path: Path, snapshot: Snapshot) -> None:
    with Journal(tmp_path) as journal:
        run = begin(journal)
        record(journal, run, [make_outcome(make_update("281"))], before={"281": snapshot}, after={"281": NEW})
    with Journal(tmp_path) as journal:
        assert journal.readings(run) == {"281": Readings(before=snapshot, after=NEW)}


def test_a_run_that_read_nothing_has_no_readings(tmp_path: Path) -> None:
    with Journal(tmp_path) as journal:
        run = begin(journal)
        record(journal, run, [make_outcome(make_update("281"))])
        assert journal.readings(run) == {}


def test_only_the_later_reading_may_be_there(tmp_path: Path) -> None:
    with Journal(tmp_path) as journal:
        run = begin(journal)
        record(journal, run, [make_outcome(make_update("281"))], after={"281": NEW})
        assert journal.readings(run) == {"281": Readings(after=NEW)}


def test_a_campaign_that_is_read_back_again_has_its_last_reading(tmp_path: Path) -> None:
    update = make_update("281")

    async def write() -> None:
        async with RunRecorder(journal, run) as recorder:
            await recorder.starting(update, before=OLD)
            await recorder.finished(make_outcome(update), after=OLD)
            await recorder.finished(make_outcome(update), after=NEW)

    with Journal(tmp_path) as journal:
        run = begin(journal)
        asyncio.run(write())
        assert journal.readings(run) == {"281": Readings(before=OLD, after=NEW)}


def test_a_last_word_and_what_it_was_judged_by_are_kept_together(tmp_path: Path) -> None:
    update = make_update("281")

    async def write() -> None:
        async with RunRecorder(journal, run) as recorder:
            await recorder.starting(update, before=OLD)
            await recorder.finished(make_outcome(update))
            await recorder.finished(make_outcome(update, Status.DIFFERS), after=NEW)

    with Journal(tmp_path) as journal:
        run = begin(journal)
        asyncio.run(write())
        assert journal.readings(run) == {"281": Readings(before=OLD, after=NEW)}
        assert [kept.status for kept in journal.kept(run).values()] == [Status.DIFFERS]


FIRST_PARTS: dict[str, tuple[Outcome | Update, Snapshot]] = {
    # what the first of two runs came to, and which `before` stands: its own, or that of the second
    "updated": (make_outcome(make_update("281")), OLD),
    "differs": (make_outcome(make_update("281"), Status.DIFFERS), OLD),
    "in doubt": (make_outcome(make_update("281"), Status.UNKNOWN), OLD),
    "cut off": (make_update("281"), OLD),
    "a fault of the API": (make_outcome(make_update("281"), Status.FAILED), OLD),
    "refused": (make_outcome(make_update("281"), Status.REJECTED), NEW),
    "stopped before it was sent": (make_outcome(make_update("281"), Status.NOT_SENT), NEW),
}


@pytest.mark.parametrize(("told", "before"), FIRST_PARTS.values(), ids=FIRST_PARTS)
def test_over_runs_the_first_reading_stands_that_an_update_may_have_changed(
    told: Outcome | Update, before: Snapshot, tmp_path: Path
) -> None:
    with Journal(tmp_path) as journal:
        first = begin(journal)
        record(journal, first, [told], before={"281": OLD}, after={"281": NEW})
        second = begin(journal, continues=first)
        again = make_outcome(make_update("281", "another"))
        record(journal, second, [again], before={"281": NEW}, after={"281": LATER})
        assert journal.readings(second) == {"281": Readings(before=before, after=LATER)}
        assert journal.readings(first)["281"].before == OLD


def test_readings_of_other_runs_are_not_told(tmp_path: Path) -> None:
    with Journal(tmp_path) as journal:
        record(journal, begin(journal), [make_outcome(make_update("281"))], before={"281": OLD})
        assert journal.readings(begin(journal)) == {}


def test_a_row_that_was_read_and_never_answered_is_in_doubt(tmp_path: Path) -> None:
    with Journal(tmp_path) as journal:
        run = begin(journal)
        record(journal, run, [make_update("281")], before={"281": OLD})
        assert keep_statuses(journal, run) == {"281": Status.UNKNOWN}
        assert journal.readings(run) == {"281": Readings(before=OLD)}


def test_readings_and_bodies_are_forgotten_with_their_run(tmp_path: Path) -> None:
    today = datetime(2026, 11, 23, tzinfo=UTC)
    private = make_snapshot("281", name="a private name")
    with Journal(tmp_path, now=lambda: today - timedelta(days=91)) as journal:
        old = begin(journal, pull="p1")
        record(journal, old, [make_outcome(make_update("281", "a private value"))], before={"281": private})
        written = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    with Journal(tmp_path, now=lambda: today) as journal:
        begin(journal)
        assert (journal.readings(old), journal.sent_since("p1", target=TARGET)) == ({}, {})
    assert b"a private name" in written
    assert b"a private value" in written
    assert b"a private" not in (tmp_path / "journal.db").read_bytes()


@pytest.mark.parametrize("number", range(1, 6))
def test_a_reading_that_a_full_disk_did_not_take_is_not_promised(number: int, tmp_path: Path) -> None:
    update = make_update("281")

    async def write() -> None:
        async with RunRecorder(journal, run) as recorder:
            with pytest.raises(JournalError, match="the disk is full"):
                await recorder.starting(update, before=OLD)
            with pytest.raises(JournalError, match="the disk is full"):
                await recorder.finished(make_outcome(update), after=NEW)

    with Journal(tmp_path) as journal:
        run = begin(journal)
        journal._connection = failing_at(number)
        asyncio.run(write())
        assert (journal.readings(run), journal.kept(run)) == ({}, {})


def test_room_is_demanded_for_what_will_be_read(tmp_path: Path) -> None:
    with Journal(tmp_path) as journal, pytest.raises(JournalError, match="MB needed"):
        begin(journal, total=1, readings=10**12)


# --- outcomes that readings made --------------------------------------------------------------------------------------


def test_what_was_verified_and_found_comes_back(tmp_path: Path) -> None:
    problem = Problem(
        row=2, column="name", cell="B2", value="Old offers", severity=Severity.ERROR, code="not-applied",
        message="The campaign holds another value.", suggestion="Look at it.", source=Source.ACCOUNT,
    )  # fmt: skip
    differs = make_outcome(make_update("282"), Status.DIFFERS, http_status=200, problems=(problem,))
    with Journal(tmp_path) as journal:
        run = begin(journal)
        record(journal, run, [make_outcome(make_update("281"), verified=True), differs])
        kept = {word.campaign_id: word for word in journal.kept(run).values()}
    assert (kept["281"].verified, kept["282"].verified, kept["282"].status) == (True, False, Status.DIFFERS)
    assert [(found.source, found.code, found.column, found.value) for found in kept["282"].problems] == [
        (Source.ACCOUNT, "not-applied", "name", "Old offers")
    ]


SECOND_WORDS = {
    "read back, and right": (Status.UPDATED, Status.UPDATED, True),
    "read back, and another": (Status.UPDATED, Status.DIFFERS, False),
    "a doubt that was settled": (Status.UNKNOWN, Status.UPDATED, True),
    "a doubt that stays": (Status.UNKNOWN, Status.UNKNOWN, False),
}


@pytest.mark.parametrize(("first", "last", "verified"), SECOND_WORDS.values(), ids=SECOND_WORDS)
def test_of_two_words_on_a_row_the_last_stands(first: Status, last: Status, verified: bool, tmp_path: Path) -> None:
    async def write() -> None:
        async with RunRecorder(journal, run) as recorder:
            await recorder.starting(update)
            await recorder.finished(make_outcome(update, first, message="first"))
            await recorder.finished(make_outcome(update, last, message="last", verified=verified))

    update = make_update("281")
    with Journal(tmp_path) as journal:
        run = begin(journal)
        asyncio.run(write())
        (word,) = journal.kept(run).values()
    assert (word.status, word.message, word.verified, word.was_sent) == (last, "last", verified, True)


@pytest.mark.parametrize("status", [Status.UNCHANGED, Status.REJECTED, Status.FAILED])
def test_a_row_that_its_reading_judged_is_kept_as_never_sent(status: Status, tmp_path: Path) -> None:
    with Journal(tmp_path) as journal:
        run = begin(journal)
        record_unsent(journal, run, [make_outcome(make_update("281"), status, message="so")])
        (word,) = journal.kept(run).values()
    assert (word.status, word.message, word.was_sent) == (status, "so", False)


def test_a_row_that_nobody_announced_is_a_fault_of_the_program(tmp_path: Path) -> None:
    async def write() -> None:
        async with RunRecorder(journal, run) as recorder:
            await recorder.finished(make_outcome(make_update("281"), Status.UNCHANGED))

    with Journal(tmp_path) as journal:
        run = begin(journal)
        with pytest.raises(ValueError, match="never started"):
            asyncio.run(write())


# --- what was sent since a pull ---------------------------------------------------------------------------------------

SENT: dict[str, tuple[Outcome | Update, dict[str, dict[str, JsonValue]]]] = {
    "updated": (make_outcome(make_update("281")), {"281": {"name": "Diwali offers"}}),
    "differs": (make_outcome(make_update("281"), Status.DIFFERS), {"281": {"name": "Diwali offers"}}),
    "refused": (make_outcome(make_update("281"), Status.REJECTED), {}),
    "failed": (make_outcome(make_update("281"), Status.FAILED), {}),
    "in doubt": (make_outcome(make_update("281"), Status.UNKNOWN), {}),
    "not sent": (make_outcome(make_update("281"), Status.NOT_SENT), {}),
    "cut off": (make_update("281"), {}),
}


@pytest.mark.parametrize(("told", "sent"), SENT.values(), ids=SENT)
def test_what_was_sent_with_a_yes_is_known_to_be_there(
    told: Outcome | Update, sent: dict[str, dict[str, JsonValue]], tmp_path: Path
) -> None:
    with Journal(tmp_path) as journal:
        record(journal, begin(journal, pull="p1"), [told])
        assert journal.sent_since("p1", target=TARGET) == sent


UNSENT: dict[Status, dict[str, dict[str, JsonValue]]] = {
    Status.UNCHANGED: {"281": {"name": "Diwali offers"}},
    Status.UPDATED: {"281": {"name": "Diwali offers"}},  # a row in doubt that was found to hold its values
    Status.REJECTED: {},
    Status.FAILED: {},
}


@pytest.mark.parametrize(("status", "known"), UNSENT.items())
def test_what_was_read_and_is_there_need_not_have_been_sent(
    status: Status, known: dict[str, dict[str, JsonValue]], tmp_path: Path
) -> None:
    with Journal(tmp_path) as journal:
        record_unsent(journal, begin(journal, pull="p1"), [make_outcome(make_update("281"), status)])
        assert journal.sent_since("p1", target=TARGET) == known


FOUND: dict[str, tuple[Status, dict[str, LiveValue], dict[str, JsonValue]]] = {
    "another value": (Status.DIFFERS, {"name": "as it was"}, {"name": "as it was"}),
    "nothing": (Status.DIFFERS, {"name": None}, {}),
    "not comparable": (Status.DIFFERS, {"agent": [1]}, {"name": "Diwali offers"}),
    "the value, and another field that nobody sent": (
        Status.DIFFERS,
        {"name": "Diwali offers", "agent": [1]},
        {"name": "Diwali offers"},
    ),
    "the value in another spelling": (Status.UPDATED, {"name": "Diwali  offers"}, {"name": "Diwali offers"}),
}


@pytest.mark.parametrize(("status", "found", "known"), FOUND.values(), ids=FOUND)
def test_of_a_row_that_was_read_back_what_was_found_is_known(
    status: Status, found: dict[str, LiveValue], known: dict[str, JsonValue], tmp_path: Path
) -> None:
    with Journal(tmp_path) as journal:
        told = make_outcome(make_update("281"), status)
        record(journal, begin(journal, pull="p1"), [told], after={"281": make_snapshot("281", **found)})
        assert journal.sent_since("p1", target=TARGET) == {"281": known}


OTHERS: dict[str, dict[str, Any]] = {
    "another pull": {"pull": "p2"},
    "no pull": {"pull": ""},
    "the stand-in": {"pull": "p1", "target": "sandbox"},
}


@pytest.mark.parametrize("facts", OTHERS.values(), ids=OTHERS)
def test_what_was_sent_elsewhere_says_nothing(facts: dict[str, Any], tmp_path: Path) -> None:
    with Journal(tmp_path) as journal:
        record(journal, begin(journal, **facts), [make_outcome(make_update("281"))])
        assert journal.sent_since("p1", target=TARGET) == {}
        assert journal.sent_since("", target=TARGET) == {}


def send(journal: Journal, *bodies: dict[str, JsonValue], continues: str | None = None) -> str:
    """A run of the pull that sends one campaign these bodies, one after another."""

    async def write() -> None:
        async with RunRecorder(journal, run) as recorder:
            for body in bodies:
                update = Update(row=make_update("281").row, campaign_id="281", body=body)
                await recorder.starting(update)
                await recorder.finished(make_outcome(update))

    run = begin(journal, pull="p1", continues=continues)
    asyncio.run(write())
    return run


def test_of_each_field_the_latest_value_counts(tmp_path: Path) -> None:
    with Journal(tmp_path) as journal:
        send(journal, {"name": "first", "agent": [1, 2]})
        send(journal, {"name": "second", "description": ""})
        assert journal.sent_since("p1", target=TARGET) == {
            "281": {"name": "second", "agent": [1, 2], "description": ""}
        }


def test_it_is_known_as_it_was_before_a_run_and_those_that_it_goes_on_with(tmp_path: Path) -> None:
    with Journal(tmp_path) as journal:
        first = send(journal, {"name": "first"})
        second = send(journal, {"name": "second"})
        other = send(journal, {"name": "third"})
        resumed = send(journal, {"name": "fourth"}, continues=second)
        known = {run: journal.sent_since("p1", target=TARGET, before=run) for run in (first, second, other, resumed)}
    assert known == {
        first: {},
        second: {"281": {"name": "first"}},
        other: {"281": {"name": "second"}},
        resumed: {"281": {"name": "first"}},
    }


def test_a_later_word_on_a_row_does_not_make_its_values_newer(tmp_path: Path) -> None:
    async def write() -> None:
        async with RunRecorder(journal, first) as one, RunRecorder(journal, second) as other:
            await one.starting(old)
            await one.finished(make_outcome(old))
            await other.starting(new)
            await other.finished(make_outcome(new))
            await one.finished(make_outcome(old, Status.DIFFERS))

    old, new = make_update("281", "old"), make_update("281", "new")
    with Journal(tmp_path) as journal:
        first, second = begin(journal, pull="p1"), begin(journal, Path("copy.xlsx"), pull="p1")
        asyncio.run(write())
        assert journal.sent_since("p1", target=TARGET) == {"281": {"name": "new"}}


def test_half_characters_are_known_as_they_were_sent(tmp_path: Path) -> None:
    with Journal(tmp_path) as journal:
        send(journal, {"name": "cut \ud83d"})
        assert journal.sent_since("p1", target=TARGET) == {"281": {"name": "cut \ud83d"}}


# --- the canary -------------------------------------------------------------------------------------------------------

CANARIES: dict[str, tuple[list[CanaryWord | None], CanaryWord | None]] = {
    "none yet": ([None], None),
    "went well": ([CanaryWord.WENT_WELL], CanaryWord.WENT_WELL),
    "there was none": ([CanaryWord.NONE], CanaryWord.NONE),
    "an earlier part had one": ([CanaryWord.WENT_WELL, None], CanaryWord.WENT_WELL),
    "an earlier part was stopped by it": ([CanaryWord.DIFFERED, None, None], CanaryWord.DIFFERED),
    "the last one stands": ([CanaryWord.DIFFERED, CanaryWord.WENT_WELL], CanaryWord.WENT_WELL),
}


@pytest.mark.parametrize(("words", "known"), CANARIES.values(), ids=CANARIES)
def test_what_a_canary_said_is_known_to_the_runs_that_go_on(
    words: list[CanaryWord | None], known: CanaryWord | None, tmp_path: Path
) -> None:
    runs: list[str | None] = [None]
    with Journal(tmp_path) as journal:
        for word in words:
            runs.append(run := begin(journal, continues=runs[-1]))
            for said in filter(None, [word]):
                journal.note_canary(run, said)
            finish(journal, run, UPDATED=3)
        assert journal.canary(run) == known
        assert [journal.run(run).canary for run in runs if run] == words


def test_the_canary_of_another_run_says_nothing(tmp_path: Path) -> None:
    with Journal(tmp_path) as journal:
        journal.note_canary(begin(journal), CanaryWord.DIFFERED)
        assert journal.canary(begin(journal)) is None
