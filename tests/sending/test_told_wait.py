"""How long an answer asks to wait: seconds, or a date by the answer's own clock."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from support.dispatching import FakeClock, dispatch, make_update
from support.raw_server import RawServer, reply, yes

from batch_update.sending import RetryPolicy
from batch_update.sending.told_wait import told_to_wait

NOW = datetime(2026, 3, 1, 12, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("120", 120),
        (" 7 ", 7),
        ("0", 0),
        ("9" * 400, 1e9),
        ("Sun, 01 Mar 2026 12:00:30 GMT", 30),
        ("Sunday, 01-Mar-26 12:00:31 GMT", 31),
        ("Sun Mar  1 12:00:32 2026", 32),
        ("Sun, 01 Mar 2026 12:00:33 -0000", 33),
        ("Sun, 01 Mar 2026 17:30:34 +0530", 34),
        ("Sun, 01 Mar 2026 11:00:00 GMT", 0),
        ("Tue, 31 Feb 2026 12:00:00 GMT", None),
        ("-5", None),
        ("1_000", None),
        ("１２０", None),
        ("1.5", None),
        ("nan", None),
        ("inf", None),
        ("soon", None),
        ("", None),
        (None, None),
    ],
)
def test_retry_after_is_seconds_or_a_date_and_else_ignored(header: str | None, seconds: float | None) -> None:
    assert told_to_wait(header, None, NOW) == seconds


def test_a_date_in_the_far_future_is_a_long_wait() -> None:
    told = told_to_wait("Fri, 31 Dec 9999 23:59:59 GMT", None, NOW)
    assert told is not None
    assert told > 1e9


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (40, 40),
        (1.5, 1.5),
        ("41", 41),
        ("2026-03-01 17:30:42", 42),  # Indian time
        ("2026-03-01 12:00:00", 0),
        (float("inf"), 1e9),
        (10**400, 1e9),
        (float("nan"), None),
        (-1, None),
        (True, None),
        ("tomorrow", None),
        ([60], None),
        (None, None),
    ],
    ids=lambda value: repr(value)[:30],
)
def test_the_body_may_say_how_long_to_wait(value: object, seconds: float | None) -> None:
    assert told_to_wait(None, value, NOW) == seconds


def test_the_longer_of_two_waits_counts() -> None:
    assert told_to_wait("5", 60, NOW) == 60
    assert told_to_wait("90", 60, NOW) == 90


# --- a date, and whose clock it is by ---------------------------------------------------------------------------------

WRONG = NOW + timedelta(hours=9)  # our clock, hours ahead of the API's
DATES = {
    "as HTTP has it": ("Sun, 01 Mar 2026 12:00:00 GMT", "Sun, 01 Mar 2026 12:00:20 GMT"),
    "in the older form": ("Sunday, 01-Mar-26 12:00:00 GMT", "Sunday, 01-Mar-26 12:00:20 GMT"),
    "as C's asctime has it": ("Sun Mar  1 12:00:00 2026", "Sun Mar  1 12:00:20 2026"),
    "one with a zone, one without": ("Sun Mar  1 12:00:00 2026", "Sun, 01 Mar 2026 12:00:20 GMT"),
    "without a zone that is known": ("Sun, 01 Mar 2026 12:00:00 -0000", "Sun, 01 Mar 2026 12:00:20 -0000"),
    "in two zones": ("Sun, 01 Mar 2026 12:00:00 GMT", "Sun, 01 Mar 2026 17:30:20 +0530"),
    "with spaces": ("  Sun, 01 Mar 2026 12:00:00 GMT ", " Sun, 01 Mar 2026 12:00:20 GMT "),
    "over the end of a year": ("Wed, 31 Dec 2025 23:59:50 GMT", "Thu, 01 Jan 2026 00:00:10 GMT"),
    "by a clock that is years ahead": ("Fri, 01 Mar 2041 12:00:00 GMT", "Fri, 01 Mar 2041 12:00:20 GMT"),
    "without a weekday": ("01 Mar 2026 12:00:00 GMT", "01 Mar 2026 12:00:20 GMT"),
}


@pytest.mark.parametrize(("date", "header"), DATES.values(), ids=DATES)
@pytest.mark.parametrize("now", [WRONG, NOW - timedelta(days=400)], ids=["ours is ahead", "ours is behind"])
def test_a_date_is_measured_by_the_answer_s_own_clock(date: str, header: str, now: datetime) -> None:
    assert told_to_wait(header, None, now, date=date) == 20


@pytest.mark.parametrize(
    "in_body",
    [
        "2026-03-01 17:30:20",
        "2026-03-01T17:30:20",
        "2026-03-01T17:30:20+05:30",
        "2026-03-01 12:00:20Z",
        "Sun, 01 Mar 2026 12:00:20 GMT",
    ],
)
def test_a_date_in_the_body_is_measured_by_the_same_clock(in_body: str) -> None:
    assert told_to_wait(None, in_body, WRONG, date="Sun, 01 Mar 2026 12:00:00 GMT") == 20


def test_a_date_that_is_over_by_the_answer_s_clock_asks_for_no_wait() -> None:
    date = "Sun, 01 Mar 2026 12:00:00 GMT"
    assert told_to_wait("Sun, 01 Mar 2026 11:59:00 GMT", None, NOW - timedelta(hours=9), date=date) == 0


@pytest.mark.parametrize(
    "date",
    [
        None,
        "",
        "yesterday",
        "120",
        "Tue, 31 Feb 2026 12:00:00 GMT",
        "Sun, 01 Mar 2026",
        "2026-03-01 12:00:00",
        "Thu, 01 Jan 1970 00:00:07 GMT",
        "Sun, 01 Mar 2026 25:00:00 GMT",
        "\x00",
    ],
    ids=repr,
)
def test_without_a_usable_date_our_own_clock_counts(date: str | None) -> None:
    assert told_to_wait("Sun, 01 Mar 2026 12:00:20 GMT", None, NOW, date=date) == 20


@pytest.mark.parametrize("date", [None, "Fri, 01 Mar 2041 12:00:00 GMT", "yesterday"])
def test_seconds_need_no_clock(date: str | None) -> None:
    assert told_to_wait("20", 7, NOW, date=date) == 20


@pytest.mark.parametrize("in_body", ["2026-03-01", "12:00", "20260301T120000", "in 5:00"])
def test_half_a_date_is_ignored(in_body: str) -> None:
    assert told_to_wait(None, in_body, NOW) is None


def test_everyone_waits_as_long_as_the_date_of_the_answer_says_not_as_our_clock_does() -> None:
    theirs = datetime.now(UTC) - timedelta(days=3)
    headers = {"date": format_datetime(theirs, usegmt=True)}
    headers["retry-after"] = format_datetime(theirs + timedelta(seconds=1), usegmt=True)
    clock = FakeClock()
    with RawServer([reply(429, b"", headers), yes()]) as server:
        policy = RetryPolicy(base=0, throttle_base=0)
        asyncio.run(dispatch(server.url, [make_update()], policy=policy, pace=clock.pace(100)))
    assert clock.now == pytest.approx(1, abs=0.2)
