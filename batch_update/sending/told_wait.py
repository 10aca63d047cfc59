"""The wait that an answer asks for: `Retry-After` and the body's `retry_after`, seconds or a date. Pure."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

INDIAN_TIME = timezone(timedelta(hours=5, minutes=30))  # what the platform's dates without a zone are in

EARLIEST = datetime(2015, 1, 1, tzinfo=UTC)
"""A clock that says less than this was never set, as a gateway's may be after a power cut."""


def told_to_wait(header: str | None, in_body: object, now: datetime, *, date: str | None = None) -> float | None:
    """The seconds that an answer asks to wait, never below 0; None if it does not ask.

    `header` is `Retry-After`; `in_body` is the body's `retry_after`: seconds, or `YYYY-MM-DD HH:MM:SS` in Indian time,
    as the platform's log-in answers. What is neither is ignored. If both are there, the longer wait counts. A date is
    measured against `date`, the answer's own `Date`: it is by the same clock, and ours may be wrong by hours. `now`, by
    our clock, is for answers without a usable one.
    """
    sent_at = _read_http_date(date or "")
    if sent_at is not None and sent_at >= EARLIEST:
        now = sent_at
    told = [seconds for seconds in (_from_header(header, now), _from_body(in_body, now)) if seconds is not None]
    return max(told) if told else None


def _from_header(text: str | None, now: datetime) -> float | None:
    text = (text or "").strip()
    if (seconds := _whole_seconds(text)) is not None:
        return seconds
    when = _read_http_date(text)
    return None if when is None else _until(when, now)


def _read_http_date(text: str) -> datetime | None:
    """A date of a header, in any of the three forms of HTTP; asctime's and `-0000` come without a zone, and are UTC."""
    try:
        when = parsedate_to_datetime(text.strip())
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return when if when.tzinfo else when.replace(tzinfo=UTC)


def _from_body(value: object, now: datetime) -> float | None:
    match value:
        case bool():
            return None
        case int() | float():
            return float(min(value, 1e9)) if value >= 0 else None  # a nan is not
        case str():
            if (seconds := _whole_seconds(value.strip())) is not None:
                return seconds
            when = _read_body_date(value.strip())
            return None if when is None else _until(when, now)
        case _:
            return None


def _read_body_date(text: str) -> datetime | None:
    """A date with its time: in Indian time unless it names a zone, or in a header's form."""
    if ":" not in text:
        return None
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        return _read_http_date(text)
    return when if when.tzinfo else when.replace(tzinfo=INDIAN_TIME)


def _whole_seconds(text: str) -> float | None:
    # int() and float() would also take "-5", "1_000", "nan" and digits of other scripts.
    return min(float(text), 1e9) if re.fullmatch("[0-9]+", text) else None


def _until(when: datetime, now: datetime) -> float:
    try:
        return max(0.0, (when - now).total_seconds())
    except OverflowError:  # the first or the last day of all, in a zone that leads beyond it
        return 0.0 if when.year < now.year else 1e9
