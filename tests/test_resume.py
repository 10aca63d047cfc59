"""What earlier runs say about today's rows: tables of stories, no disk."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from support.journals import make_api_problem, make_outcome, make_update, reorder
from support.rows import make_row

from batch_update.journal import KeptOutcome, ResumePlan, content_key, plan_resume, restore_outcomes, resume
from batch_update.journal.resume import merge_outcomes
from batch_update.model import JsonValue, Outcome, Source, Status, Update

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def make_word(
    update: Update,
    status: Status,
    *,
    minute: int = 0,
    http_status: int | None = None,
    message: str = "",
    verified: bool = False,
    was_sent: bool = True,
) -> KeptOutcome:
    """What an earlier run said of an update, at a minute past noon."""
    return KeptOutcome(
        key=content_key(update.campaign_id, update.body),
        campaign_id=update.campaign_id,
        status=status,
        http_status=http_status,
        message=message,
        verified=verified,
        was_sent=was_sent,
        started=NOON,
        last_sign=NOON + timedelta(minutes=minute),
    )


def plan(updates: list[Update], *words: KeptOutcome) -> ResumePlan:
    return plan_resume(updates, merge_outcomes(words))


def find_waits(updates: list[Update], *words: KeptOutcome) -> dict[str, datetime]:
    return resume.find_waits(updates, merge_outcomes(words), timeout=30)


# --- what a row is ----------------------------------------------------------------------------------------------------


def test_the_order_of_fields_does_not_make_another_row() -> None:
    assert content_key("1", {"name": "x", "agent": [1]}) == content_key("1", {"agent": [1], "name": "x"})


OTHERS: dict[str, tuple[str, dict[str, JsonValue]]] = {
    "id": ("2", {"agent": [1, 2]}),
    "order within a list": ("1", {"agent": [2, 1]}),
    "type": ("1", {"agent": ["1", "2"]}),
    "field": ("1", {"dial_status": [1, 2]}),
    "more": ("1", {"agent": [1, 2], "name": ""}),
    "nothing": ("1", {}),
}


@pytest.mark.parametrize(("campaign_id", "body"), OTHERS.values(), ids=OTHERS)
def test_another_id_or_body_is_another_row(campaign_id: str, body: dict[str, JsonValue]) -> None:
    assert content_key(campaign_id, body) != content_key("1", {"agent": [1, 2]})


def test_an_id_does_not_run_into_its_body() -> None:
    assert content_key("1", {"name": "2"}) != content_key('1,{"name":"2"}', {})


def test_text_that_is_no_text_has_a_key_too() -> None:
    assert content_key("1", {"name": "\ud83d"}) != content_key("1", {"name": "?"})


# --- what is sent again -----------------------------------------------------------------------------------------------

ANSWERED = {
    "updated": (Status.UPDATED, 200),
    "refused": (Status.REJECTED, 422),
    "not found": (Status.REJECTED, 404),
    "there already": (Status.UNCHANGED, None),
    "read back, and another": (Status.DIFFERS, 200),
}
AGAIN = {
    "failed": (Status.FAILED, 503),
    "in doubt": (Status.UNKNOWN, None),
    "not sent": (Status.NOT_SENT, None),
    "token refused": (Status.REJECTED, 401),
    "token not allowed": (Status.REJECTED, 403),
}


@pytest.mark.parametrize(("status", "http_status"), ANSWERED.values(), ids=ANSWERED)
def test_a_row_that_was_answered_is_not_sent_again(status: Status, http_status: int) -> None:
    update = make_update("281")
    planned = plan([update], make_word(update, status, http_status=http_status, message="as it was"))
    assert planned.to_send == ()
    assert planned.answered == (make_outcome(update, status, http_status=http_status, message="as it was"),)


@pytest.mark.parametrize(("status", "http_status"), AGAIN.values(), ids=AGAIN)
def test_a_row_that_was_not_answered_is_sent_again(status: Status, http_status: int | None) -> None:
    update = make_update("281")
    planned = plan([update], make_word(update, status, http_status=http_status))
    assert (planned.to_send, planned.answered) == ((update,), ())


def test_rows_are_known_wherever_they_stand() -> None:
    updates = [make_update(str(number)) for number in range(4)]
    planned = plan(reorder(updates), make_word(updates[1], Status.UPDATED))
    assert [(outcome.campaign_id, outcome.row.number) for outcome in planned.answered] == [("1", 52)]
    assert [update.campaign_id for update in planned.to_send] == ["3", "2", "0"]


def test_a_row_that_was_edited_is_sent() -> None:
    edited = make_update("281", "after")
    assert plan([edited], make_word(make_update("281", "before"), Status.UPDATED)).to_send == (edited,)


def test_a_row_edited_back_is_sent_since_another_body_came_between() -> None:
    before, after = make_update("281", "before"), make_update("281", "after")
    planned = plan([before], make_word(before, Status.UPDATED), make_word(after, Status.UPDATED))
    assert planned.to_send == (before,)


def test_what_was_verified_is_told_so_again() -> None:
    update = make_update("281")
    word = make_word(update, Status.UPDATED, verified=True)
    assert plan([update], word).answered == (make_outcome(update, verified=True),)
    assert restore_outcomes([update], merge_outcomes([word])) == (make_outcome(update, verified=True),)


SINCE = {
    # what came of another body of the campaign since: is the first one to be sent again?
    "sent with a yes": (Status.UPDATED, True, True),
    "read back, and another": (Status.DIFFERS, True, True),
    "refused": (Status.REJECTED, True, True),
    "there already": (Status.UNCHANGED, False, False),
    "not found when it was read": (Status.REJECTED, False, False),
    "could not be read": (Status.FAILED, False, False),
}


@pytest.mark.parametrize(("status", "was_sent", "again"), SINCE.values(), ids=SINCE)
def test_only_a_body_that_was_sent_supersedes_another(status: Status, was_sent: bool, again: bool) -> None:
    first, since = make_update("281", "first"), make_update("281", "since")
    planned = plan([first], make_word(first, Status.UPDATED), make_word(since, status, was_sent=was_sent))
    assert bool(planned.to_send) is again


def test_what_was_there_once_is_sent_when_another_body_came_since() -> None:
    first, since = make_update("281", "first"), make_update("281", "since")
    planned = plan([first], make_word(first, Status.UNCHANGED, was_sent=False), make_word(since, Status.UPDATED))
    assert planned.to_send == (first,)


def test_rows_that_left_the_sheet_are_not_told() -> None:
    planned = plan([], make_word(make_update("281"), Status.UPDATED))
    assert (planned.answered, planned.to_send) == ((), ())


def test_what_was_found_in_the_account_comes_back_with_its_value() -> None:
    update = make_update("281")
    found = [
        replace(make_api_problem(column, "Not so."), value="found", source=Source.ACCOUNT)
        for column in ("name", "gone")
    ]
    word = replace(make_word(update, Status.DIFFERS), problems=tuple(found))
    (outcome,) = plan([replace(update, row=make_row(9, note="mine", name="x"))], word).answered
    assert [(problem.row, problem.cell, problem.value) for problem in outcome.problems] == [
        (9, "B9", "found"),
        (9, "", "found"),
    ]


def test_problems_come_back_at_todays_cells() -> None:
    update = make_update("281")
    word = KeptOutcome(
        key=content_key("281", update.body), campaign_id="281", status=Status.REJECTED, http_status=422,
        problems=(make_api_problem("name", "Not so."), make_api_problem("gone", "No such column.")),
        started=NOON, last_sign=NOON,
    )  # fmt: skip
    moved = Update(row=make_row(9, note="mine", id="281", name="Diwali offers"), campaign_id="281", body=update.body)
    (outcome,) = plan([moved], word).answered
    assert [(problem.row, problem.cell, problem.value) for problem in outcome.problems] == [
        (9, "C9", "Diwali offers"),
        (9, "", ""),
    ]


# --- doubt ------------------------------------------------------------------------------------------------------------


def test_a_changed_row_waits_until_the_request_in_doubt_can_not_arrive_any_more() -> None:
    edited = make_update("281", "after")
    waits = find_waits([edited], make_word(make_update("281", "before"), Status.UNKNOWN, minute=4))
    assert waits == {"281": NOON + timedelta(minutes=4, seconds=30)}


def test_an_unchanged_row_in_doubt_need_not_wait() -> None:
    update = make_update("281")
    assert find_waits([update], make_word(update, Status.UNKNOWN)) == {}


def test_other_campaigns_need_not_wait() -> None:
    assert find_waits([make_update("282")], make_word(make_update("281"), Status.UNKNOWN)) == {}


def test_a_doubt_is_waited_for_although_another_body_was_answered_since() -> None:
    first, second, third = (make_update("281", name) for name in ("first", "second", "third"))
    waits = find_waits([third], make_word(first, Status.UNKNOWN), make_word(second, Status.UPDATED, minute=1))
    assert waits == {"281": NOON + timedelta(seconds=30)}


WORDS = {
    "answered after all": ((Status.UNKNOWN, Status.UPDATED), Status.UPDATED),
    "refused after all": ((Status.UNKNOWN, Status.REJECTED), Status.REJECTED),
    "found there after all": ((Status.UNKNOWN, Status.UNCHANGED), Status.UNCHANGED),
    "sent again, and another": ((Status.UNKNOWN, Status.DIFFERS), Status.DIFFERS),
    "still in doubt": ((Status.UNKNOWN, Status.UNKNOWN), Status.UNKNOWN),
    "never reached since": ((Status.UNKNOWN, Status.FAILED), Status.UNKNOWN),
    "not sent since": ((Status.UNKNOWN, Status.NOT_SENT), Status.UNKNOWN),
    "doubt outlasts two runs": ((Status.UNKNOWN, Status.FAILED, Status.FAILED), Status.UNKNOWN),
    "failed, then not sent": ((Status.FAILED, Status.NOT_SENT), Status.FAILED),
    "failed, then updated": ((Status.FAILED, Status.UPDATED), Status.UPDATED),
    "only not sent": ((Status.NOT_SENT,), Status.NOT_SENT),
}


@pytest.mark.parametrize(("said", "standing"), WORDS.values(), ids=WORDS)
def test_the_last_word_stands_and_doubt_stays_until_an_answer(said: tuple[Status, ...], standing: Status) -> None:
    update = make_update("281")
    kept = merge_outcomes(make_word(update, status, http_status=422) for status in said)
    assert [word.status for word in kept.values()] == [standing]


SETTLED = {
    "updated": (Status.UPDATED, 200, Status.UPDATED),
    "refused": (Status.REJECTED, 422, Status.REJECTED),
    "there already": (Status.UNCHANGED, None, Status.UNCHANGED),
    "read back, and another": (Status.DIFFERS, 200, Status.DIFFERS),
    "token refused": (Status.REJECTED, 401, Status.UNKNOWN),
    "failed": (Status.FAILED, 503, Status.UNKNOWN),
    "not sent": (Status.NOT_SENT, None, Status.UNKNOWN),
    "unknown": (Status.UNKNOWN, None, Status.UNKNOWN),
}


@pytest.mark.parametrize(("status", "http_status", "settled"), SETTLED.values(), ids=SETTLED)
def test_a_row_once_in_doubt_stays_so_until_it_is_answered(
    status: Status, http_status: int | None, settled: Status
) -> None:
    update = make_update("281")
    planned = plan([update], make_word(update, Status.UNKNOWN, message="in doubt"))
    outcome = planned.keep_doubt(make_outcome(update, status, http_status=http_status, message="now"))
    assert outcome.status is settled
    assert outcome.row is update.row


def test_a_row_without_doubt_is_told_as_it_is() -> None:
    update = make_update("281")
    outcome = make_outcome(update, Status.FAILED, message="now")
    assert plan([update]).keep_doubt(outcome) is outcome


# --- writing results again --------------------------------------------------------------------------------------------


def test_every_row_of_a_sheet_gets_its_outcome_or_is_not_sent() -> None:
    updates = [make_update(str(number)) for number in range(3)]
    kept = merge_outcomes([make_word(updates[0], Status.FAILED), make_word(updates[2], Status.UNKNOWN)])
    assert restore_outcomes(updates, kept) == (
        make_outcome(updates[0], Status.FAILED),
        Outcome(row=updates[1].row, campaign_id="1", status=Status.NOT_SENT),
        make_outcome(updates[2], Status.UNKNOWN),
    )
