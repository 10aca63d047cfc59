"""`--plan`: what a run would change, read from the account and compared; nothing is sent."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from support.commands import run_exactly, write_csv
from support.live_account import (
    BUSY,
    NOT_ALLOWED,
    LiveAccount,
    make_campaigns,
    shows_filled,
    shows_in_capitals,
    shows_with,
    shows_without,
)
from support.served_account import FORBIDDEN, NO_TOKEN, NOT_THERE, PORTAL, Answer
from support.verified_runs import COUNTED, ROWS, SIX, make_account, messages_of, plan, statuses_of

Capture = pytest.CaptureFixture[str]
GETS = [f"GET {name}" for name in SIX]


def test_every_campaign_is_read_once_and_none_is_sent(capsys: Capture) -> None:
    with make_account() as account:
        ran = plan(capsys, account, rows=ROWS[:3])
    assert sorted(account.story) == GETS[:3]
    assert (ran.code, ran.totals["valid"], ran.totals["verified"], ran.totals["requests"]) == (0, 3, 0, 3)
    assert Path(ran.totals["results"]).name == "sheet.check.xlsx"


MIXED = [
    {"id": "281", "name": "", "dial_ratio": "2", "agent": "4817; 4820", "hide_lead_details": "yes", "time_group": "7"},
    {"id": "282", "name": "Diwali", "dial_ratio": "1.50", "agent": "4818,4817", "hide_lead_details": "no"},
    {"id": "283", "name": "Offer 283", "dial_ratio": "01.5"},
    {"id": "284", "name": "New", "ring_timeout": "soon"},
    {"id": "999", "name": "New"},
]
MIXED = [{name: row.get(name, "") for name in [*MIXED[0], "ring_timeout"]} for row in MIXED]


def test_what_would_change_is_told_cell_by_cell(capsys: Capture) -> None:
    with make_account() as account:
        ran = plan(capsys, account, rows=MIXED)
    lines = [tuple(line.values()) for line in ran.results["Changes"]]
    assert lines == [
        (2, "281", "Offer 281", "dial_ratio", "C2", "1.5", "2", None, None),
        (2, "281", "Offer 281", "agent", "D2", "4817 - Asha; 4818 - Ravi", "4817 - Asha; 4820", None, None),
        (2, "281", "Offer 281", "hide_lead_details", "E2", "0 - No", "1 - Yes", None, None),
        (2, "281", "Offer 281", "time_group", "F2", "(empty)", "7", None, None),
        (3, "282", "Offer 282", "name", "B3", "Offer 282", "Diwali", None, None),
    ]
    statuses = {"281": "VALID", "282": "VALID", "283": "UNCHANGED", "284": "INVALID", "999": "REJECTED"}
    assert statuses_of(ran) == statuses
    assert ran.code == 1


def test_a_value_that_can_not_be_compared_is_on_a_line_that_says_so(capsys: Capture) -> None:
    with make_account(shows=shows_without("dial_ratio")) as account:
        ran = plan(capsys, account, rows=ROWS[:1])
    (line,) = ran.results["Changes"]
    assert (line["Column"], line["Now"], line["New"]) == ("dial_ratio", None, "2")
    assert line["Note"] == "could not be compared with what the account holds"
    assert statuses_of(ran) == {"281": "VALID"}


def test_equal_changes_are_told_together(capsys: Capture) -> None:
    with make_account() as account:
        write_csv(Path("sheet.csv"), *ROWS)
        ran = run_exactly(capsys, "sheet.csv", "--plan", "--base-url", account.url, "--rate", "0")
    assert "6 campaigns would change in 6 fields:\n  dial_ratio: 6 campaigns, 1.5 → 2\n" in ran.out
    assert ran.out.splitlines()[-2:] == [
        "All 6 rows are valid; nothing was sent. To send:",
        f"  python -m batch_update sheet.csv --base-url {account.url} --rate 0",
    ]


def test_a_row_that_would_change_nothing_is_no_reason_to_send(capsys: Capture) -> None:
    rows = [{**row, "dial_ratio": "1.5"} for row in ROWS]
    with make_account() as account:
        ran = plan(capsys, account, rows=rows)
    assert (ran.code, ran.totals["unchanged"], ran.totals["valid"]) == (0, 6, 0)
    assert set(messages_of(ran).values()) == {"The campaign has all 2 values already."}


SINGLE: dict[str, tuple[Answer, str, str]] = {
    "not there": (NOT_THERE, "REJECTED", "There is no campaign of this id. Look the id up in the panel."),
    "not allowed": (FORBIDDEN, "FAILED", "The campaign could not be read. The API does not let this be read (403)"),
    "busy for ever": (BUSY, "FAILED", "The campaign could not be read."),
    "a portal": (PORTAL, "FAILED", "The campaign could not be read. What came back is not an answer of this API."),
}


@pytest.mark.parametrize(("answer", "status", "said"), SINGLE.values(), ids=SINGLE)
def test_one_campaign_that_can_not_be_read_is_told_at_its_row_and_the_others_are_looked_at(
    answer: Answer, status: str, said: str, capsys: Capture
) -> None:
    with make_account(for_ever={"GET 283": answer}, lists=shows_without("agent")) as account:
        ran = plan(capsys, account, "--attempts", "1")
    assert statuses_of(ran) == dict.fromkeys(SIX, "VALID") | {"283": status}
    assert messages_of(ran)["283"].startswith(said)
    assert "--verify" not in messages_of(ran)["283"]
    assert ran.code == 1


UNREADABLE = {
    "not there": NOT_THERE,
    "not allowed": FORBIDDEN,
    "no way": NOT_ALLOWED,
    "a portal": PORTAL,
    "no object": (200, ["?"]),
    "no field that is known": (200, {"data": {"foo": 1}}),
}


@pytest.mark.parametrize("answer", UNREADABLE.values(), ids=UNREADABLE)
def test_after_three_on_end_that_can_not_be_read_it_ends(answer: Answer, capsys: Capture) -> None:
    with make_account(for_ever={"GET": answer}) as account:
        write_csv(Path("sheet.csv"), *ROWS)
        ran = run_exactly(capsys, "sheet.csv", "--plan", "--base-url", account.url, "--rate", "0")
    assert account.story == GETS[:3]
    assert ran.code == 3
    assert "3 campaigns on end could not be read, so the plan ends here." in ran.out
    assert "would change" not in ran.out
    assert "3  NOT SENT" in ran.out


def test_three_that_can_not_be_read_with_readable_ones_between_do_not_end_it(capsys: Capture) -> None:
    unread = dict.fromkeys(["GET 281", "GET 283", "GET 285"], FORBIDDEN)
    with make_account(for_ever=unread, lists=shows_without("agent")) as account:
        ran = plan(capsys, account, "--concurrency", "1")
    assert account.story == [*GETS[:2], "GET list", *GETS[2:]]
    assert Counter(statuses_of(ran).values()) == {"FAILED": 3, "VALID": 3}


def test_a_refused_token_ends_it(capsys: Capture) -> None:
    with make_account(for_ever={"GET": NO_TOKEN}) as account:
        ran = plan(capsys, account)
    assert (ran.code, account.story, ran.totals["not_sent"]) == (3, ["GET 281"], 6)


# --- the list, where it saves requests --------------------------------------------------------------------------------

MANY = [str(number) for number in range(281, 301)]
TWENTY = [{"id": name, "dial_ratio": "2"} for name in MANY]

LISTS: dict[str, tuple[dict[str, Any], int, int]] = {
    "as whole as a campaign": ({}, 1, 1),
    "in two spellings of paging": ({"paging": "last_seen_id"}, 1, 10),
    "in the other": ({"paging": "cursor"}, 1, 10),
    "bare": ({"wrapped": False}, 1, 1),
    "in capitals": ({"lists": shows_in_capitals}, 1, 1),
    "without details": ({"lists": shows_without("dial_ratio", "agent")}, 20, 1),
    "not allowed": ({"for_ever": {"GET list": FORBIDDEN}}, 20, 1),
    "a portal": ({"for_ever": {"GET list": PORTAL}}, 20, 1),
}


@pytest.mark.parametrize(("ways", "singles", "pages"), LISTS.values(), ids=LISTS)
def test_the_list_stands_for_its_campaigns_where_it_says_as_much(
    ways: dict[str, Any], singles: int, pages: int, capsys: Capture
) -> None:
    with LiveAccount(campaigns=make_campaigns(*map(int, MANY)), **ways) as account:
        ran = plan(capsys, account, rows=TWENTY)
    lists = account.count("GET list")
    assert (lists, len(account.seen) - lists) == (pages, singles)
    assert (ran.code, ran.totals["valid"], ran.totals["requests"]) == (0, 20, singles + pages)


def test_a_list_that_never_ends_is_read_for_so_many_pages_at_most(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("batch_update.sending.paging.MOST_PAGES", 30)  # of 1,000, which test_listing knows
    with LiveAccount(campaigns=make_campaigns(*map(int, MANY)), paging="endless") as account:
        ran = plan(capsys, account, rows=TWENTY)
    assert (account.count("GET list"), ran.totals["valid"]) == (30, 20)


def test_a_campaign_that_the_list_lacks_is_read_by_itself(capsys: Capture) -> None:
    with LiveAccount(campaigns=make_campaigns(*map(int, MANY[:15]))) as account:
        account.campaigns |= make_campaigns(*map(int, MANY[15:]))
        rows = [*TWENTY, {"id": "999", "dial_ratio": "2"}]
        ran = plan(capsys, account, rows=rows)
    assert account.story == ["GET 281", "GET list", "GET 999"]
    assert (statuses_of(ran)["999"], ran.totals["valid"]) == ("REJECTED", 20)


@pytest.mark.parametrize(
    ("rows", "story"),
    [
        pytest.param(3, ["GET 281", "GET 282", "GET 283"], id="no fewer requests"),
        pytest.param(4, ["GET 281", "GET list"], id="fewer requests"),
    ],
)
def test_the_list_is_read_where_that_saves_requests(rows: int, story: list[str], capsys: Capture) -> None:
    with LiveAccount(campaigns=make_campaigns(*map(int, MANY))) as account:
        plan(capsys, account, "--concurrency", "1", rows=TWENTY[:rows])
    assert account.story == story


SHAPES: dict[str, dict[str, Any]] = {
    "bare": {"wrapped": False},
    "filled keys only": {"shows": shows_filled},
    "capitals": {"shows": shows_in_capitals},
    "numbers and booleans": {
        "shows": shows_with(dial_ratio=float, enable_hangup=bool, agent=lambda agents: [it["id"] for it in agents])
    },
}


@pytest.mark.parametrize("ways", SHAPES.values(), ids=SHAPES)
def test_in_whatever_form_it_comes_the_same_is_the_same(ways: dict[str, Any], capsys: Capture) -> None:
    rows = [{"id": name, "dial_ratio": "1.5", "enable_hangup": "yes", "agent": "4818; 4817"} for name in SIX]
    with make_account(**ways) as account:
        ran = plan(capsys, account, rows=rows)
    assert (ran.code, ran.totals["unchanged"], ran.results["Changes"]) == (0, 6, [])


# --- with other options -----------------------------------------------------------------------------------------------

TOGETHER = {
    "a check": ["--plan", "--check"],
    "a resumption": ["--plan", "--resume"],
    "a verification": ["--plan", "--verify", "all"],
    "a check and a verification": ["--check", "--verify", "all"],
}


@pytest.mark.parametrize("words", TOGETHER.values(), ids=TOGETHER)
def test_it_goes_with_no_other_way_to_run(words: list[str], capsys: Capture) -> None:
    with make_account() as account:
        write_csv(Path("sheet.csv"), *ROWS)
        ran = run_exactly(capsys, "sheet.csv", "--base-url", account.url, *words)
    assert (ran.code, account.seen, ran.out) == (2, [], "")


def test_it_needs_a_token(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ACEFONE_TOKEN")
    with make_account() as account:
        write_csv(Path("sheet.csv"), *ROWS)
        ran = run_exactly(capsys, "sheet.csv", "--plan", "--base-url", account.url)
    assert (ran.code, account.seen) == (2, [])


def test_rows_left_out_are_not_read(capsys: Capture) -> None:
    with make_account() as account:
        ran = plan(capsys, account, "--rows", "3-4")
    assert sorted(account.story) == ["GET 282", "GET 283"]
    assert (ran.code, ran.totals["valid"], ran.totals["not_sent"]) == (0, 2, 4)


KEYS = [
    "run", "sheet", "rows", "updated", "unchanged", "valid", "invalid", "rejected", "differs", "failed", "unknown",
    "not_sent", "verified", "requests", "retries", "throttled", "seconds", "results", "exit_code",
]  # fmt: skip


def test_its_totals_add_up_to_the_rows(capsys: Capture) -> None:
    with make_account(for_ever={"GET 282": FORBIDDEN}) as account:
        ran = plan(capsys, account, rows=MIXED)
    assert sorted(ran.totals) == sorted(KEYS)
    assert sum(ran.totals[name] for name in [*COUNTED, "valid"]) == ran.totals["rows"] == 5


def test_the_stand_in_can_be_planned_for_too(capsys: Capture) -> None:
    write_csv(Path("sheet.csv"), {"id": "281", "name": "Diwali"})
    ran = run_exactly(capsys, "sheet.csv", "--plan", "--sandbox", "--json")
    assert (ran.code, ran.totals["valid"], ran.totals["requests"]) == (0, 1, 1)
