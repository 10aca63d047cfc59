"""A campaign that can not serve as the first one hands over to the next row; an account may not be readable at all."""

from __future__ import annotations

from typing import Any

import pytest
from support.live_account import BUSY, NOT_ALLOWED, REFUSED, shows_all
from support.served_account import FORBIDDEN, NO_TOKEN, NOT_THERE, PORTAL, Answer
from support.verified_runs import PUTS, ROWS, SIX, make_account, messages_of, send, statuses_of

Capture = pytest.CaptureFixture[str]

TRIED = ["GET 282", "PUT 282", "GET 282"]
UNREADABLE: dict[str, Answer] = {
    "not there": NOT_THERE,
    "not allowed": FORBIDDEN,
    "no way to read": NOT_ALLOWED,
    "a page of a portal": PORTAL,
    "a list": (200, [1, 2]),
    "text": (200, {"message": "Fine."}),
    "no field that is known": (200, {"data": {"foo": 1}}),
}
NO_READING = {**UNREADABLE, "busy for ever": BUSY}


@pytest.mark.parametrize("answer", NO_READING.values(), ids=NO_READING)
def test_one_that_can_not_be_read_hands_over_and_is_sent_with_the_others(answer: Answer, capsys: Capture) -> None:
    with make_account(for_ever={"GET 281": answer}) as account:
        ran = send(capsys, account, "--attempts", "1")
    assert account.story[:4] == ["GET 281", *TRIED]
    assert sorted(account.story[4:]) == [PUTS[0], *PUTS[2:]]
    assert (ran.code, ran.totals["updated"], ran.totals["verified"]) == (0, 6, 1)


ENDS = {
    "not there": (NOT_THERE, "REJECTED", "rejected"),
    "busy for ever": (BUSY, "FAILED", "failed"),
    "not allowed": (FORBIDDEN, "FAILED", "failed"),
}


@pytest.mark.parametrize(("answer", "status", "total"), ENDS.values(), ids=ENDS)
def test_where_every_row_is_read_before_it_is_sent_it_is_not_sent_at_all(
    answer: Answer, status: str, total: str, capsys: Capture
) -> None:
    with make_account(for_ever={"GET 281": answer}) as account:
        ran = send(capsys, account, "--attempts", "1", "--verify", "all")
    assert account.story[:4] == ["GET 281", *TRIED]
    assert account.count("PUT 281") == 0
    assert statuses_of(ran) == {"281": status} | dict.fromkeys(SIX[1:], "UPDATED")
    assert (ran.code, ran.totals[total], ran.totals["verified"]) == (1, 1, 5)
    assert messages_of(ran)["281"].startswith("Not sent: ")


@pytest.mark.parametrize("words", [[], ["--verify", "all"]], ids=["first", "all"])
def test_one_that_the_api_refuses_hands_over(words: list[str], capsys: Capture) -> None:
    with make_account(for_ever={"PUT 281": REFUSED}) as account:
        ran = send(capsys, account, *words)
    assert account.story[:5] == ["GET 281", "PUT 281", *TRIED]
    assert (statuses_of(ran)["281"], ran.totals["updated"], ran.code) == ("REJECTED", 5, 1)


@pytest.mark.parametrize("words", [[], ["--verify", "all"]], ids=["first", "all"])
def test_one_that_can_not_be_read_back_hands_over_and_is_told_not_to_be_verified(
    words: list[str], capsys: Capture
) -> None:
    with make_account(answers={"GET 281": [None, BUSY]}) as account:
        ran = send(capsys, account, "--attempts", "1", *words)
    assert account.story[:6] == ["GET 281", "PUT 281", "GET 281", *TRIED]
    assert (ran.code, ran.totals["updated"]) == (0, 6)
    (warning,) = ran.results["Errors"]
    assert (warning["Row"], warning["Code"], warning["Severity"], warning["Source"]) == (
        2,
        "not-verified",
        "warning",
        "account",
    )
    assert "could not be read back" in messages_of(ran)["281"]


@pytest.mark.parametrize("answer", UNREADABLE.values(), ids=UNREADABLE)
def test_of_an_account_that_can_not_be_read_three_readings_tell_enough_and_all_rows_are_sent(
    answer: Answer, capsys: Capture
) -> None:
    with make_account(for_ever={"GET": answer}) as account:
        ran = send(capsys, account)
    assert account.story[:3] == ["GET 281", "GET 282", "GET 283"]
    assert sorted(account.story[3:]) == PUTS
    assert (ran.code, ran.totals["updated"], ran.totals["verified"]) == (0, 6, 0)
    (told,) = [line for line in ran.err.splitlines() if line.startswith("None of the first 3 campaigns could be tried")]
    assert "nothing is known of what the API does to fields that are left out" in told
    assert "Not sent" not in told


@pytest.mark.parametrize("answer", UNREADABLE.values(), ids=UNREADABLE)
def test_where_every_row_is_to_be_read_three_readings_stop_the_run(answer: Answer, capsys: Capture) -> None:
    with make_account(for_ever={"GET": answer}) as account:
        ran = send(capsys, account, "--verify", "all")
    assert account.story == ["GET 281", "GET 282", "GET 283"]
    assert (ran.code, ran.totals["not_sent"], ran.totals["updated"]) == (3, 3, 0)
    assert "--verify none" in ran.err


def test_where_no_id_is_known_the_ids_may_be_wrong_or_the_account_unreadable(capsys: Capture) -> None:
    with make_account(for_ever={"GET": NOT_THERE}) as account:
        ran = send(capsys, account, "--verify", "all")
    assert ran.code == 3
    assert [words for words in ("another account's", "--verify none") if words not in " ".join(ran.err.split())] == []


def test_three_rows_that_the_api_refuses_are_tried_and_then_the_others_sent(capsys: Capture) -> None:
    refused = dict.fromkeys(["PUT 281", "PUT 282", "PUT 283"], REFUSED)
    with make_account(for_ever=refused) as account:
        ran = send(capsys, account)
    assert account.story[:6] == ["GET 281", "PUT 281", "GET 282", "PUT 282", "GET 283", "PUT 283"]
    assert sorted(account.story[6:]) == PUTS[3:]
    assert "None of the first 3 campaigns could be tried and read back" in ran.err


def test_a_sheet_of_one_row_that_can_not_be_read_is_sent_without_a_word_of_others(capsys: Capture) -> None:
    with make_account(for_ever={"GET": FORBIDDEN}) as account:
        ran = send(capsys, account, rows=ROWS[:1])
    assert (account.story, ran.code) == (["GET 281", "PUT 281"], 0)
    assert "The first campaign could not be tried and read back" in ran.err


def test_a_refused_token_stops_the_run_at_its_first_reading(capsys: Capture) -> None:
    with make_account(for_ever={"GET": NO_TOKEN}) as account:
        ran = send(capsys, account)
    assert (account.story, ran.code, ran.totals["not_sent"]) == (["GET 281"], 3, 6)


FAULT: Answer = (500, {"message": "Server Error"})  # after which, other than after 503, the others need not wait
EVERY_SECOND: list[Answer | None] = [FAULT, None] * 6


@pytest.mark.parametrize("words", [[], ["--verify", "all"]], ids=["first", "all"])
def test_a_reading_that_fails_every_second_time_is_tried_again_like_an_update(
    words: list[str], capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("random.uniform", lambda _least, _most: 0.0)
    with make_account(shows=shows_all, answers={f"GET {name}": list(EVERY_SECOND) for name in SIX}) as account:
        ran = send(capsys, account, *words)
    expected: dict[str, Any] = {"updated": 6, "retries": 2} if not words else {"updated": 6, "retries": 12}
    assert (ran.code, {name: ran.totals[name] for name in expected}) == (0, expected)
