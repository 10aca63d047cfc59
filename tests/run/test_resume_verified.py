"""Runs that read the account and are gone on with: what the first campaign said counts, and nothing is read twice."""

from __future__ import annotations

import pytest
from support.live_account import BUSY, differs_from, ignores
from support.served_account import FORBIDDEN, NO_TOKEN, Answer, forgets
from support.verified_runs import PUTS, SIX, make_account, send, statuses_of

from batch_update.run.verifying import verified

Capture = pytest.CaptureFixture[str]
FEW = ("--attempts", "1", "--concurrency", "1")


def test_a_run_that_its_first_campaign_stopped_is_not_gone_on_with(capsys: Capture) -> None:
    with make_account(takes=forgets) as account:
        first = send(capsys, account)
        before = len(account.seen)
        ran = send(capsys, account, "--resume")
    assert (ran.code, ran.out, len(account.seen)) == (2, "", before)
    line = ran.err.splitlines()[-1]
    assert [words for words in (f"undo {first.totals['run']}", "--verify none") if words not in line] == []


def test_with_verify_none_it_goes_on_with_what_is_left(capsys: Capture) -> None:
    with make_account(takes=forgets) as account:
        send(capsys, account)
        before = len(account.seen)
        ran = send(capsys, account, "--resume", "--verify", "none")
    assert sorted(account.story[before:]) == PUTS[1:]
    assert statuses_of(ran) == {"281": "DIFFERS"} | dict.fromkeys(SIX[1:], "UPDATED")
    assert (ran.code, ran.totals["differs"], ran.totals["updated"]) == (1, 1, 5)


def test_a_new_run_of_the_same_sheet_is_not_refused_and_tries_its_first_again(capsys: Capture) -> None:
    with make_account(takes=ignores("dial_ratio")) as account:
        send(capsys, account)
        before = len(account.seen)
        ran = send(capsys, account)
    assert account.story[before : before + 3] == ["GET 281", "PUT 281", "GET 281"]
    assert (ran.code, account.count("PUT")) == (3, 2)


@pytest.mark.parametrize("words", [(), ("--verify", "all")], ids=["first", "all"])
def test_after_one_that_went_well_none_is_tried_again(words: tuple[str, ...], capsys: Capture) -> None:
    with make_account(answers={"PUT 283": [NO_TOKEN]}) as account:
        first = send(capsys, account, *FEW, *words)
        before = len(account.seen)
        ran = send(capsys, account, *FEW, *words, "--resume")
    assert (first.code, ran.code, ran.totals["updated"]) == (3, 0, 6)
    again = account.story[before:]
    assert [told for told in again if told.startswith("PUT")] == PUTS[2:]
    assert [told for told in again if told.endswith(("281", "282"))] == []
    assert "Trying the first one" not in ran.err


def test_after_none_that_could_be_read_the_next_part_tries_again(capsys: Capture) -> None:
    unread: dict[str, list[Answer | None]] = {f"GET {name}": [FORBIDDEN] for name in SIX[:3]}
    with make_account(answers={**unread, "PUT 284": [NO_TOKEN]}) as account:
        send(capsys, account, *FEW)
        before = len(account.seen)
        ran = send(capsys, account, *FEW, "--resume")
    assert account.story[before:] == ["GET 284", "PUT 284", "GET 284", "PUT 285", "PUT 286"]
    assert (ran.code, ran.totals["updated"], ran.totals["verified"]) == (0, 6, 1)


def test_what_was_proven_before_is_counted_in_the_end(capsys: Capture) -> None:
    with make_account(answers={"PUT 284": [NO_TOKEN]}) as account:
        send(capsys, account, *FEW, "--verify", "all")
        ran = send(capsys, account, *FEW, "--resume", "--verify", "all")
    assert (ran.totals["updated"], ran.totals["verified"], ran.totals["requests"]) == (6, 6, 9)


def test_rows_that_differ_or_were_there_already_are_final(capsys: Capture) -> None:
    with make_account(answers={"PUT 285": [BUSY]}, takes=ignores("ring_timeout")) as account:
        account.campaigns["283"]["dial_ratio"] = "2"
        account.meddling["282"] = {"enable_hangup": 0}
        send(capsys, account, *FEW, "--verify", "all")
        before = len(account.seen)
        ran = send(capsys, account, *FEW, "--resume", "--verify", "all")
    assert account.story[before:] == ["GET 285", "PUT 285", "GET 285"]
    assert statuses_of(ran) == dict.fromkeys(SIX, "UPDATED") | {"282": "DIFFERS", "283": "UNCHANGED"}


def test_a_run_that_rows_on_end_stopped_is_not_gone_on_with_either(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verified, "REPEATS", ())
    with make_account(takes=differs_from("282", forgets), delay=0.03) as account:
        first = send(capsys, account, "--concurrency", "1", "--verify", "all")
        before = len(account.seen)
        refused = send(capsys, account, "--resume")
        asked = len(account.seen)
        ran = send(capsys, account, "--resume", "--verify", "none")
    assert (first.code, refused.code, refused.out, asked) == (3, 2, "", before)
    line = refused.err.splitlines()[-1]
    assert [words for words in (f"undo {first.totals['run']}", "--verify none") if words not in line] == []
    assert (ran.code, ran.totals["not_sent"]) == (1, 0)


def test_it_reads_all_back_as_the_run_before_did_and_says_so(capsys: Capture) -> None:
    with make_account(answers={"PUT 284": [NO_TOKEN]}) as account:
        send(capsys, account, *FEW, "--verify", "all")
        before = len(account.seen)
        ran = send(capsys, account, *FEW, "--resume")
    assert account.story[before:] == [it for name in SIX[3:] for it in (f"GET {name}", f"PUT {name}", f"GET {name}")]
    assert "As then, all are read back (--verify all)." in ran.err.splitlines()


def test_what_is_given_wins(capsys: Capture) -> None:
    with make_account(answers={"PUT 284": [NO_TOKEN]}) as account:
        send(capsys, account, *FEW, "--verify", "all")
        before = len(account.seen)
        ran = send(capsys, account, *FEW, "--resume", "--verify", "first")
    assert (account.story[before:], "As then" in ran.err) == (PUTS[3:], False)
