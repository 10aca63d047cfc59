"""The first campaign of a run is tried by itself: read, sent and read back before any other is sent."""

from __future__ import annotations

from typing import Any

import pytest
from support.live_account import (
    Show,
    ignores,
    shows_all,
    shows_filled,
    shows_in_capitals,
    shows_with,
    shows_without,
    tidies,
)
from support.served_account import Take, forgets, takes_all
from support.verified_runs import PUTS, ROWS, SIX, make_account, messages_of, problems_of, send, statuses_of

Capture = pytest.CaptureFixture[str]

KEPT = "9 fields not sent kept their value; 40 fields nobody could compare."
NOTHING_KNOWN = "of the fields not sent none could be compared, so nothing is known of fields that are left out."
OTHERS = "name description ring_timeout hide_lead_details enable_hangup agent dial_status lead_list_map time_group"


def test_it_is_read_sent_and_read_back_before_any_other_leaves(capsys: Capture) -> None:
    with make_account(delay=0.02) as account:
        ran = send(capsys, account)
    assert account.story[:3] == ["GET 281", "PUT 281", "GET 281"]
    assert sorted(account.story[3:]) == PUTS[1:]
    assert account.most_at_once == 5
    assert (ran.code, ran.totals["updated"], ran.totals["verified"], ran.totals["requests"]) == (0, 6, 1, 8)


SHOWN: dict[str, tuple[Show, str, int]] = {
    "all that it holds": (shows_all, f"2 of 2 fields sent are there; {KEPT}", 1),
    "what is sent and no more": (
        shows_without(*OTHERS.split()),
        f"2 of 2 fields sent are there; {NOTHING_KNOWN}",
        1,
    ),
    "one of what is sent": (
        shows_without("dial_ratio"),
        f"1 of 2 fields sent are there, 1 could not be compared; {KEPT}",
        0,
    ),
    "one in no known form": (
        shows_with(dial_ratio=lambda ratio: {"of": ratio}),
        f"1 of 2 fields sent are there, 1 could not be compared; {KEPT}",
        0,
    ),
    "nothing of what is sent": (
        shows_without("dial_method", "dial_ratio"),
        f"nothing that was sent could be compared; {KEPT}",
        0,
    ),
}


@pytest.mark.parametrize(("shows", "said", "verified"), SHOWN.values(), ids=SHOWN)
def test_what_it_showed_is_one_sentence_of_what_was_compared(
    shows: Show, said: str, verified: int, capsys: Capture
) -> None:
    with make_account(shows=shows) as account:
        ran = send(capsys, account)
    assert f"Campaign 281 was sent and read back: {said}\n" in ran.err
    assert (ran.code, ran.totals["verified"], account.count("PUT")) == (0, verified, 6)


SAME: dict[str, dict[str, Any]] = {
    "bare": {"wrapped": False},
    "agents as numbers": {"shows": shows_with(agent=lambda agents: [agent["id"] for agent in agents])},
    "agents as texts, in another order": {
        "shows": shows_with(agent=lambda agents: [str(it["id"]) for it in agents[::-1]])
    },
    "flags as booleans": {"shows": shows_with(hide_lead_details=bool, enable_hangup=bool)},
    "flags as texts": {"shows": shows_with(hide_lead_details=str, enable_hangup=str)},
    "numbers as numbers": {"shows": shows_with(dial_ratio=float, ring_timeout=int, dial_method=int)},
    "keys in other cases": {"shows": shows_in_capitals},
    "keys left out when they are empty": {"shows": shows_filled},
    "tidies what it is sent": {"takes": tidies},
    "old values for a moment": {"lag": 0.025},
}


@pytest.mark.parametrize("ways", SAME.values(), ids=SAME)
def test_another_form_of_the_same_value_is_no_difference(ways: dict[str, Any], capsys: Capture) -> None:
    rows = [{"id": name, "name": f" Offer of {name} ", "dial_ratio": "02"} for name in SIX]
    with make_account(**ways) as account:
        ran = send(capsys, account, rows=rows)
    assert "2 of 2 fields sent are there" in ran.err
    assert (ran.code, ran.totals["updated"], ran.totals["verified"]) == (0, 6, 1)


DIFFERING: dict[str, tuple[Take, dict[str, Any], list[str]]] = {
    "left-out fields are emptied": (
        forgets,
        {},
        [
            "Not sent, and yet changed: name, description, lead_list_map, dial_status, ",
            "ring_timeout, enable_hangup, agent. undo ",
        ],
    ),
    "a value is not taken": (ignores("dial_ratio"), {}, ["Not what was sent: dial_ratio."]),
    "somebody else changed it in between": (
        takes_all,
        {"281": {"ring_timeout": "40"}},
        ["Not sent, and yet changed: ring_timeout."],
    ),
}


@pytest.mark.parametrize(("takes", "meddling", "told"), DIFFERING.values(), ids=DIFFERING)
def test_one_that_differs_stops_the_run_whatever_yes_was_given(
    takes: Take, meddling: dict[str, Any], told: list[str], capsys: Capture
) -> None:
    with make_account(takes=takes, meddling=meddling) as account:
        ran = send(capsys, account)
    assert account.story == ["GET 281", "PUT 281", "GET 281", "GET 281", "GET 281", "GET 281"]
    assert (ran.code, ran.totals["differs"], ran.totals["not_sent"], ran.totals["verified"]) == (3, 1, 5, 0)
    assert statuses_of(ran) == {"281": "DIFFERS"} | dict.fromkeys(SIX[1:], "NOT SENT")
    assert [words for words in (*told, f"undo {ran.totals['run']}") if words not in ran.err] == []
    assert "undo" not in messages_of(ran)["282"]
    assert "The run stopped at its first campaign" in messages_of(ran)["282"]


@pytest.mark.parametrize(("takes", "named"), [(forgets, True), (ignores("dial_ratio"), False)], ids=["lost", "ignored"])
def test_whole_rows_are_the_way_on_where_fields_were_lost_and_nowhere_else(
    takes: Take, named: bool, capsys: Capture
) -> None:
    with make_account(takes=takes) as account:
        ran = send(capsys, account)
    assert ("--every-cell" in ran.err) is named


def test_what_differs_is_told_at_its_cell_or_column_with_both_values(capsys: Capture) -> None:
    def takes(held: dict[str, Any], sent: dict[str, Any]) -> dict[str, Any]:
        return {**held, **sent, "dial_ratio": "1.5", "ring_timeout": ""}

    with make_account(takes=takes) as account:
        ran = send(capsys, account)
    undo = f"To make the sheet that puts it back: python -m batch_update undo {ran.totals['run']}"
    assert problems_of(ran) == [
        ("C2", "dial_ratio", "2", "not-applied", "Asked for: 2; the campaign has: 1.5."),
        ("row 2", "ring_timeout", "20", "changed-unasked", f"Before: 20; now: (empty). {undo}"),
    ]


def test_of_many_fields_that_differ_the_first_ten_are_named_and_the_others_counted(capsys: Capture) -> None:
    with make_account(takes=forgets) as account:
        account.campaigns["281"] |= {f"{name}_list": "7" for name in ("break", "disposition", "quick_transfer")}
        account.campaigns["281"] |= {"account_dnd_list": "7", "music_on_hold": "7"}
        ran = send(capsys, account)
    (line,) = [line for line in ran.err.splitlines() if "yet changed" in line]
    assert "and 2 more. " in line
    assert "  and 2 more fields\n" in ran.err


def test_a_run_that_reads_nothing_makes_the_requests_that_it_always_made(capsys: Capture) -> None:
    with make_account(takes=forgets) as account:
        ran = send(capsys, account, "--verify", "none", "--concurrency", "1")
    assert account.story == PUTS
    assert {seen.body for seen in account.seen} == {'{"dial_method":"2","dial_ratio":"2"}'}
    assert (ran.code, ran.totals["updated"], ran.totals["verified"], ran.totals["requests"]) == (0, 6, 0, 6)
    assert set(messages_of(ran).values()) == {"None"}


def test_a_campaign_that_holds_every_value_is_sent_all_the_same(capsys: Capture) -> None:
    rows = [{**row, "dial_ratio": "1.50"} for row in ROWS]
    with make_account() as account:
        ran = send(capsys, account, rows=rows)
    assert account.story[:3] == ["GET 281", "PUT 281", "GET 281"]
    assert (ran.totals["updated"], ran.totals["unchanged"]) == (6, 0)
