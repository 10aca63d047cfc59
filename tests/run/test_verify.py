"""`--verify all`: each row between two readings; what is there already is not sent, what differs is told by cell."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from support.live_account import BUSY, differs_from, ignores, shows_without, tidies
from support.served_account import FORBIDDEN, NO_ANSWER, Campaign, forgets
from support.verified_runs import (
    COUNTED,
    ROWS,
    SIX,
    make_account,
    messages_of,
    problems_of,
    send,
    statuses_of,
)

from batch_update.run.verifying import verified

Capture = pytest.CaptureFixture[str]
ALL = ("--verify", "all")


def test_each_row_is_read_directly_before_it_is_sent_and_after(capsys: Capture) -> None:
    with make_account() as account:
        ran = send(capsys, account, *ALL, "--concurrency", "1")
    assert account.story == [told for name in SIX for told in (f"GET {name}", f"PUT {name}", f"GET {name}")]
    assert (ran.code, ran.totals["verified"], ran.totals["requests"]) == (0, 6, 18)
    assert set(messages_of(ran).values()) == {"Read back: all 2 values are there."}


def test_several_rows_are_under_way_at_once_and_each_has_its_own_order(capsys: Capture) -> None:
    with make_account(delay=0.02) as account:
        send(capsys, account, *ALL)
    for name in SIX:
        assert [told for told in account.story if told.endswith(name)] == [f"GET {name}", f"PUT {name}", f"GET {name}"]
    assert account.most_at_once > 1


def test_a_row_whose_every_value_is_there_is_not_sent_and_one_with_a_difference_is_sent_whole(capsys: Capture) -> None:
    rows = [{**row, "dial_ratio": "1.50" if row["id"] in {"283", "285"} else "2"} for row in ROWS]
    with make_account() as account:
        ran = send(capsys, account, *ALL, rows=rows)
    assert Counter(statuses_of(ran).values()) == {"UPDATED": 4, "UNCHANGED": 2}
    assert (account.count("PUT 283"), account.count("PUT 285"), account.count("PUT")) == (0, 0, 4)
    assert account.bodies("282") == [{"dial_method": "2", "dial_ratio": "2"}]
    assert messages_of(ran)["283"] == "Not sent: the campaign has all 2 values already."
    assert (ran.code, ran.totals["unchanged"], ran.totals["verified"]) == (0, 2, 4)


def test_the_first_row_is_sent_even_if_every_value_is_there(capsys: Capture) -> None:
    rows = [{**row, "dial_ratio": "1.5"} for row in ROWS]
    with make_account() as account:
        ran = send(capsys, account, *ALL, rows=rows)
    assert (account.count("PUT"), account.count("PUT 281")) == (1, 1)
    assert (ran.totals["updated"], ran.totals["unchanged"], ran.totals["verified"]) == (1, 5, 1)


def test_a_value_that_can_not_be_compared_is_sent_and_not_called_verified(capsys: Capture) -> None:
    with make_account(shows=shows_without("dial_ratio")) as account:
        ran = send(capsys, account, *ALL)
    assert (account.count("PUT"), ran.code, ran.totals["updated"], ran.totals["verified"]) == (6, 0, 6, 0)
    said = "Read back: 1 of 2 values are there; nobody can compare dial_ratio."
    assert set(messages_of(ran).values()) == {said}


def test_a_value_that_is_not_applied_is_told_at_its_cell_and_the_run_goes_on(capsys: Capture) -> None:
    with make_account(takes=differs_from("283", ignores("dial_ratio"))) as account:
        ran = send(capsys, account, *ALL)
    assert Counter(statuses_of(ran).values()) == {"UPDATED": 2, "DIFFERS": 4}
    assert account.count("PUT") == 6
    assert problems_of(ran)[0] == ("C4", "dial_ratio", "2", "not-applied", "Asked for: 2; the campaign has: 1.5.")
    assert messages_of(ran)["284"] == "The API said yes, but dial_ratio was to be 2 and is 1.5."
    assert (ran.code, ran.totals["differs"], ran.totals["verified"]) == (1, 4, 2)


def test_three_rows_on_end_that_changed_unasked_stop_the_run(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verified, "REPEATS", ())
    with make_account(takes=differs_from("282", forgets), delay=0.03) as account:
        ran = send(capsys, account, *ALL, "--concurrency", "1")
    assert ran.code == 3
    assert ran.totals["differs"] >= 3
    assert ran.totals["not_sent"] >= 1
    assert sum(ran.totals[name] for name in COUNTED) == 6
    assert f"undo {ran.totals['run']}" in ran.err
    assert "--every-cell" in ran.err


def test_rows_that_were_to_be_looked_at_again_when_it_stopped_are_told_like_the_others(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verified, "REPEATS", (0.5,))
    with make_account(takes=differs_from("282", forgets)) as account:
        ran = send(capsys, account, *ALL, "--concurrency", "1")
    assert statuses_of(ran) == dict.fromkeys(SIX, "DIFFERS") | {"281": "UPDATED"}
    assert ran.code == 3


def test_a_second_reading_that_fails_takes_nothing_back_of_the_first(capsys: Capture) -> None:
    busy = [None, None, *([BUSY] * 3)]
    with make_account(answers={"GET 284": busy}, meddling={"284": {"ring_timeout": "40"}}) as account:
        ran = send(capsys, account, *ALL, "--attempts", "1")
    assert (statuses_of(ran)["284"], ran.totals["differs"]) == ("DIFFERS", 1)


def test_two_on_end_and_one_that_is_right_between_do_not(capsys: Capture) -> None:
    def takes(held: Campaign, sent: Campaign) -> Campaign:
        return forgets(held, sent) if held["id"] in {282, 283, 285, 286} else {**held, **sent}

    with make_account(takes=takes, delay=0.01) as account:
        ran = send(capsys, account, *ALL, "--concurrency", "1", "--rate", "9")
    assert (account.count("PUT"), ran.code, ran.totals["differs"]) == (6, 1, 4)


def test_old_values_that_are_shown_for_a_moment_are_no_difference(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verified, "REPEATS", (0.01, 0.02, 1.0))
    with make_account(lag=0.5) as account:
        ran = send(capsys, account, *ALL)
    assert (ran.code, ran.totals["updated"], ran.totals["verified"]) == (0, 6, 6)
    assert account.count("GET") > 12


def test_names_are_compared_without_spaces_at_their_ends_and_numbers_as_numbers(capsys: Capture) -> None:
    rows = [{"id": campaign, "name": f"  Offer {campaign} of 3 ", "ring_timeout": "030"} for campaign in SIX]
    with make_account(takes=tidies) as account:
        ran = send(capsys, account, *ALL, rows=rows)
    assert account.campaigns["283"]["ring_timeout"] == "30"
    assert (ran.code, ran.totals["verified"]) == (0, 6)


def test_a_row_that_is_looked_at_again_holds_up_no_other(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verified, "REPEATS", (1.0,))
    with make_account(takes=differs_from("286", forgets), meddling={"282": {"ring_timeout": "40"}}) as account:
        send(capsys, account, *ALL, "--concurrency", "1")
    first, second, again = [place for place, told in enumerate(account.story) if told == "GET 282"]
    assert (second - first, again > account.story.index("PUT 286")) == (2, True)


def test_a_change_by_somebody_else_is_told_with_the_field_before_and_now(capsys: Capture) -> None:
    with make_account(meddling={"284": {"ring_timeout": "40"}}) as account:
        ran = send(capsys, account, *ALL)
    assert statuses_of(ran) == dict.fromkeys(SIX, "UPDATED") | {"284": "DIFFERS"}
    said = "The API said yes, but ring_timeout, which was not sent, was 20 and is 40."
    assert (messages_of(ran)["284"], ran.code) == (said, 1)


def test_one_that_can_not_be_read_back_stays_updated_with_a_warning(capsys: Capture) -> None:
    with make_account(answers={"GET 284": [None, BUSY]}) as account:
        ran = send(capsys, account, *ALL, "--attempts", "1")
    assert (ran.code, ran.totals["updated"], ran.totals["verified"]) == (0, 6, 5)
    assert [(line["Row"], line["Code"]) for line in ran.results["Errors"]] == [(5, "not-verified")]
    assert "5 campaigns were read back" in str(read_summary(ran.totals["results"]))


def test_an_account_that_can_be_read_no_more_in_the_middle_of_a_run_does_not_stop_it(capsys: Capture) -> None:
    unread = {f"GET {name}": [FORBIDDEN] for name in SIX[2:]}
    with make_account(answers=dict(unread)) as account:
        ran = send(capsys, account, *ALL)
    assert Counter(statuses_of(ran).values()) == {"UPDATED": 2, "FAILED": 4}
    assert (account.count("PUT"), ran.code) == (2, 1)


def test_with_strict_all_are_read_before_the_first_is_sent(capsys: Capture) -> None:
    with make_account() as account:
        ran = send(capsys, account, *ALL, "--strict")
    assert sorted(account.story[:6]) == [f"GET {name}" for name in SIX]
    assert account.story[6:9] == ["GET 281", "PUT 281", "GET 281"]
    assert (ran.code, ran.totals["verified"]) == (0, 6)


def test_with_strict_nothing_is_sent_where_one_can_not_be_read(capsys: Capture) -> None:
    with make_account(answers={"GET 285": [FORBIDDEN]}) as account:
        ran = send(capsys, account, *ALL, "--strict")
    assert account.count("PUT") == 0
    assert statuses_of(ran) == dict.fromkeys(SIX, "NOT SENT") | {"285": "FAILED"}
    assert (ran.code, ran.totals["not_sent"], ran.totals["failed"]) == (1, 5, 1)
    assert messages_of(ran)["284"] == "Not sent: other rows can not be sent, and --strict sends all rows or none."


def test_readings_are_paced_with_updates(capsys: Capture) -> None:
    with make_account() as account:
        send(capsys, account, *ALL, "--rate", "40", rows=ROWS[:4])
    moments = [seen.moment for seen in account.seen]
    assert len(moments) == 12
    assert moments[-1] - moments[0] >= 11 / 40 - 0.05


ENDINGS: dict[str, tuple[dict[str, Any], list[str], dict[str, int]]] = {
    "all is right": ({}, [], {"updated": 6, "verified": 6}),
    "all is there": ({"campaigns": "2"}, [], {"updated": 1, "unchanged": 5, "verified": 1}),
    "one is not there": ({"for_ever": {"GET 284": (404, {})}}, [], {"updated": 5, "rejected": 1, "verified": 5}),
    "one has no answer": ({"for_ever": {"PUT 284": NO_ANSWER}}, ["--attempts", "1"], {"updated": 6, "verified": 6}),
    "one is left out": ({}, ["--limit", "2"], {"updated": 2, "not_sent": 4, "verified": 2}),
}


@pytest.mark.parametrize(("ways", "words", "totals"), ENDINGS.values(), ids=ENDINGS)
def test_the_totals_add_up_to_the_rows(
    ways: dict[str, Any], words: list[str], totals: dict[str, int], capsys: Capture
) -> None:
    ratio = ways.pop("campaigns", "1.5") if "campaigns" in ways else "1.5"
    with make_account(**ways) as account:
        for held in account.campaigns.values():
            held["dial_ratio"] = ratio
        ran = send(capsys, account, *ALL, *words)
    assert list(ran.totals) == KEYS
    assert {name: ran.totals[name] for name in totals} == totals
    assert sum(ran.totals[name] for name in COUNTED) == ran.totals["rows"] == 6
    assert ran.totals["requests"] == len(account.seen)


# fmt: off
KEYS = [
    "run", "sheet", "rows", "updated", "unchanged", "invalid", "rejected", "differs", "failed", "unknown", "not_sent",
    "verified", "requests", "retries", "throttled", "seconds", "results", "exit_code",
]
# fmt: on


def read_summary(path: str) -> list[object]:
    """All that stands on the sheet Summary."""
    import openpyxl  # noqa: PLC0415

    sheet = openpyxl.load_workbook(Path(path))["Summary"]
    return [cell.value for row in sheet.iter_rows() for cell in row if cell.value is not None]
