"""A row that was sent and never clearly answered is read once more at the end, or when the run is gone on with."""

from __future__ import annotations

from typing import Any

import pytest
from support.live_account import BUSY, ignores, shows_without
from support.served_account import FORBIDDEN, NO_ANSWER, NOT_THERE, PORTAL, Answer, Take, takes_all
from support.verified_runs import ROWS, SIX, make_account, messages_of, send, statuses_of

Capture = pytest.CaptureFixture[str]
ONCE = ("--attempts", "1")

SETTLED: dict[str, tuple[Answer, Take, str, str]] = {
    "done, and no answer": (
        NO_ANSWER,
        takes_all,
        "UPDATED",
        "No clear answer came, but the campaign was read once more and every value of the row is there.",
    ),
    "not done, and a page of a portal": (
        PORTAL,
        takes_all,
        "UNKNOWN",
        "Read once more: not every value of the row is there. dial_ratio was to be 2 and is 1.5.",
    ),
    "half done, and no answer": (
        NO_ANSWER,
        ignores("dial_ratio"),
        "UNKNOWN",
        "Read once more: not every value of the row is there. dial_ratio was to be 2 and is 1.5.",
    ),
}


@pytest.mark.parametrize("words", [(), ("--verify", "all")], ids=["first", "all"])
@pytest.mark.parametrize(("answer", "takes", "status", "said"), SETTLED.values(), ids=SETTLED)
def test_what_is_there_at_the_end_settles_it(  # noqa: PLR0917 - a table
    answer: Answer, takes: Take, status: str, said: str, words: tuple[str, ...], capsys: Capture
) -> None:
    def taking(held: dict[str, Any], sent: dict[str, Any]) -> dict[str, Any]:
        return takes(held, sent) if held["id"] == 284 else {**held, **sent}

    with make_account(takes=taking, for_ever={"PUT 284": answer}) as account:
        ran = send(capsys, account, *ONCE, *words)
    assert statuses_of(ran) == dict.fromkeys(SIX, "UPDATED") | {"284": status}
    assert messages_of(ran)["284"].endswith(said)
    assert (account.story[-1], account.count("PUT 284")) == ("GET 284", 1)
    assert ran.code == int(status == "UNKNOWN")


def test_values_that_can_not_be_compared_leave_it_in_doubt(capsys: Capture) -> None:
    with make_account(shows=shows_without("dial_ratio"), for_ever={"PUT 284": NO_ANSWER}) as account:
        ran = send(capsys, account, *ONCE)
    assert (statuses_of(ran)["284"], ran.totals["unknown"]) == ("UNKNOWN", 1)
    assert messages_of(ran)["284"].endswith("not every value of the row can be compared.")


@pytest.mark.parametrize("answer", [FORBIDDEN, NOT_THERE, BUSY, PORTAL], ids=["403", "404", "503", "a portal"])
def test_a_campaign_that_can_not_be_read_leaves_it_in_doubt(answer: Answer, capsys: Capture) -> None:
    with make_account(for_ever={"PUT 284": NO_ANSWER, "GET 284": answer}) as account:
        ran = send(capsys, account, *ONCE)
    assert (statuses_of(ran)["284"], account.count("GET 284")) == ("UNKNOWN", 1)


def test_where_nothing_is_read_it_stays_in_doubt(capsys: Capture) -> None:
    with make_account(for_ever={"PUT 284": NO_ANSWER}) as account:
        ran = send(capsys, account, *ONCE, "--verify", "none")
    assert (account.count("GET"), statuses_of(ran)["284"]) == (0, "UNKNOWN")


def test_a_row_settled_at_the_end_counts_as_verified(capsys: Capture) -> None:
    with make_account(for_ever={"PUT 284": NO_ANSWER}) as account:
        ran = send(capsys, account, *ONCE)
    assert (ran.code, ran.totals["verified"], ran.totals["unknown"]) == (0, 2, 0)


def test_a_row_of_an_earlier_run_whose_values_are_there_is_not_sent_again(capsys: Capture) -> None:
    with make_account(answers={"PUT 284": [NO_ANSWER], "PUT 285": [PORTAL]}) as account:
        send(capsys, account, *ONCE, "--verify", "none")
        before = len(account.seen)
        ran = send(capsys, account, *ONCE, "--resume")
    assert sorted(account.story[before : before + 2]) == ["GET 284", "GET 285"]
    assert account.story[before + 2 :] == ["GET 285", "PUT 285", "GET 285"]
    assert (statuses_of(ran), ran.code) == (dict.fromkeys(SIX, "UPDATED"), 0)


def test_where_nothing_is_read_it_is_sent_again(capsys: Capture) -> None:
    with make_account(answers={"PUT 284": [NO_ANSWER]}) as account:
        send(capsys, account, *ONCE, "--verify", "none")
        before = len(account.seen)
        send(capsys, account, *ONCE, "--resume", "--verify", "none")
    assert account.story[before:] == ["PUT 284"]


def test_a_first_campaign_in_doubt_hands_over_and_is_settled_at_the_end(capsys: Capture) -> None:
    with make_account(answers={"PUT 281": [NO_ANSWER]}) as account:
        ran = send(capsys, account, *ONCE, rows=ROWS[:3])
    assert account.story[:5] == ["GET 281", "PUT 281", "GET 282", "PUT 282", "GET 282"]
    assert account.story[-1] == "GET 281"
    assert (ran.code, ran.totals["updated"], ran.totals["verified"]) == (0, 3, 2)
