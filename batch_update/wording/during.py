"""What is said while rows are sent. Pure: values in, sentences out."""

from __future__ import annotations

from collections.abc import Mapping

from batch_update.model import Outcome
from batch_update.statuses import Status
from batch_update.wording.phrases import spell_duration

STOPPING = "Stopping: rows under way are finished first."
AGAIN = "Ctrl-C again breaks them off."


NO_KNOWN_FIELD = "What came back is in no known form: none of its parts is a field of a campaign."
NOT_LOOKED_AT = "Not looked at: the plan ended before this row."
UNREAD_ON_END = "{count} campaigns on end could not be read, so the plan ends here. {why}"


def describe_outcome(outcome: Outcome) -> str:
    """What became of one row, on one line."""
    return f"row {outcome.row.number}, campaign {outcome.campaign_id}: {outcome.status} {outcome.message}".rstrip()


def describe_counts(counts: Mapping[Status, int]) -> str:
    """How many rows ended how so far: `40 updated, 2 rejected`."""
    return ", ".join(f"{number:,} {status.lower()}" for status, number in sorted(counts.items()) if number)


def describe_progress(counts: Mapping[Status, int], total: int, pace: str, elapsed: float) -> str:
    """How far the run is after `elapsed` seconds, and for how long it will go on."""
    done = sum(counts.values())
    left = elapsed / done * (total - done)
    return f"{done:,} of {total:,} rows: {describe_counts(counts)}; {pace}; {spell_duration(left)} left"


def describe_reading_progress(done: int, total: int, pace: str, elapsed: float) -> str:
    """How far a reading is after `elapsed` seconds, and for how long it will go on."""
    left = elapsed / done * (total - done)
    return f"{done:,} of {total:,} campaigns read; {pace}; {spell_duration(left)} left"
