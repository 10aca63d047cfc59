"""What earlier runs say about today's rows: pure, no file, network or clock.

A row is known by what it *is*, its campaign id and body, never by its place: a sheet may be sorted, cut or edited
between two runs.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from batch_update.model import JsonValue, Outcome, Problem, Row, Source, Status, Update, show

LOST_IN_FLIGHT = (
    "The run was cut off while this row was being sent, so it may have been applied. "
    "Look at the campaign in the panel, or send the row again: sending it twice does no harm."
)

REFUSED_TOKEN = (401, 403)
"""Statuses that speak of the token, not of the row: such a row was never judged.

An answer with a status of success may say so in its body; the outcome then names an outside cause.
"""


def content_key(campaign_id: str, body: Mapping[str, JsonValue]) -> str:
    """What a row is: a hash of the campaign id and the body, whatever the order of its fields (64 hex digits)."""
    canonical = json.dumps([campaign_id, body], sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptOutcome:
    """The last word of earlier runs on one row. `problems` lack row and cell, and the value if it is the cell's.

    A row that was not `was_sent` was judged by what was read of its campaign. `last_sign` is the latest moment at which
    a request of this row is known to have been possible.
    """

    key: str
    campaign_id: str
    status: Status
    message: str = ""
    http_status: int | None = None
    attempts: int = 0
    seconds: float = 0.0
    problems: tuple[Problem, ...] = ()
    cause: str = ""
    verified: bool = False
    was_sent: bool = True
    started: datetime
    last_sign: datetime

    @property
    def is_final(self) -> bool:
        """Whether the API has judged this row, so that sending it again would tell nothing new."""
        return _is_final(self)


def _is_final(word: KeptOutcome | Outcome) -> bool:
    """Whether a row is judged: a refused token judges nothing."""
    not_judged = word.http_status in REFUSED_TOKEN or word.cause
    return word.status.facts.final and not (word.status is Status.REJECTED and not_judged)


def merge_outcomes(words: Iterable[KeptOutcome]) -> dict[str, KeptOutcome]:
    """The standing word on each row, by key, from all words in the order in which they were said."""
    standing: dict[str, KeptOutcome] = {}
    keys: dict[str, set[str]] = {}  # of each campaign id
    for word in words:
        earlier = standing.get(word.key)
        if word.status is Status.NOT_SENT:
            standing.setdefault(word.key, word)
            continue
        standing[word.key] = word if earlier is None else _keep_doubt(earlier, word)
        others = keys.setdefault(word.campaign_id, set())
        for key in others - {word.key} if word.was_sent else ():
            # Another body of the campaign was sent since, so this one no longer stands: were the sheet edited back to
            # it, it would have to be sent again. A doubt stays: that request may still arrive.
            if standing[key].is_final:
                del standing[key]
                others.discard(key)
        others.add(word.key)
    return standing


def _keep_doubt(earlier: KeptOutcome, later: KeptOutcome) -> KeptOutcome:
    """A row that may have been applied stays in doubt until it is answered, also over several runs."""
    if earlier.status is Status.UNKNOWN and not later.is_final and later.status is not Status.UNKNOWN:
        return replace(later, status=Status.UNKNOWN, message=_add_doubt(later.message))
    return later


def _add_doubt(message: str) -> str:
    return f"An earlier run sent this row and got no clear answer, so it may have been applied. Since then: {message}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ResumePlan:
    """What is left to do of a sheet: what was `answered` before, and what is `to_send`."""

    answered: tuple[Outcome, ...]
    to_send: tuple[Update, ...]
    doubts: Mapping[str, KeptOutcome]  # by campaign id: rows to be sent again whose earlier request may have arrived

    def keep_doubt(self, outcome: Outcome) -> Outcome:
        """What a row's new outcome comes to, seen with the doubt that earlier runs left."""
        doubt = self.doubts.get(outcome.campaign_id)
        if doubt is None or outcome.status is Status.UNKNOWN:
            return outcome
        if outcome.status is Status.NOT_SENT:
            laid = _lay(doubt, outcome.row)
            return replace(laid, problems=(*laid.problems, *outcome.problems))
        if _is_final(outcome):
            return outcome
        return replace(outcome, status=Status.UNKNOWN, message=_add_doubt(outcome.message))


def is_answered(update: Update, kept: Mapping[str, KeptOutcome]) -> bool:
    """Whether the API has judged this row before; `kept` is by key."""
    known = kept.get(content_key(update.campaign_id, update.body)) if kept else None
    return known is not None and known.is_final


def plan_resume(updates: Sequence[Update], kept: Mapping[str, KeptOutcome]) -> ResumePlan:
    """Part today's rows into those answered before and those to be sent."""
    answered: list[Outcome] = []
    to_send: list[Update] = []
    doubts: dict[str, KeptOutcome] = {}
    for update in updates:
        known = kept.get(content_key(update.campaign_id, update.body))
        if known is not None and known.is_final:
            answered.append(_lay(known, update.row))
            continue
        to_send.append(update)
        if known is not None and known.status is Status.UNKNOWN:
            doubts[update.campaign_id] = known
    return ResumePlan(answered=tuple(answered), to_send=tuple(to_send), doubts=doubts)


def find_waits(updates: Sequence[Update], kept: Mapping[str, KeptOutcome], *, timeout: float) -> dict[str, datetime]:
    """By campaign id, the earliest moment at which a row may be sent, where another body of it is in doubt.

    That body may still be under way for the `timeout` of one try, in seconds, and must not arrive last.
    """
    in_doubt: dict[str, list[KeptOutcome]] = {}
    for word in kept.values():
        if word.status is Status.UNKNOWN:
            in_doubt.setdefault(word.campaign_id, []).append(word)
    waits: dict[str, datetime] = {}
    for update in updates:
        key = content_key(update.campaign_id, update.body) if update.campaign_id in in_doubt else ""
        others = [doubt.last_sign for doubt in in_doubt.get(update.campaign_id, ()) if doubt.key != key]
        if others:
            waits[update.campaign_id] = max(others) + timedelta(seconds=timeout)
    return waits


def restore_outcomes(updates: Sequence[Update], kept: Mapping[str, KeptOutcome]) -> tuple[Outcome, ...]:
    """One outcome for every row of a sheet, as a run left them: for writing its results again."""
    return tuple(
        _lay(word, update.row)
        if (word := kept.get(content_key(update.campaign_id, update.body)))
        else Outcome(row=update.row, campaign_id=update.campaign_id, status=Status.NOT_SENT)
        for update in updates
    )


def _lay(word: KeptOutcome, row: Row) -> Outcome:
    return Outcome(
        row=row,
        campaign_id=word.campaign_id,
        status=word.status,
        message=word.message,
        http_status=word.http_status,
        attempts=word.attempts,
        seconds=word.seconds,
        problems=tuple(_place(problem, row) for problem in word.problems),
        cause=word.cause,
        verified=word.verified,
    )


def _place(problem: Problem, row: Row) -> Problem:
    """The problem in today's sheet, where its column may have moved or gone. What was found in the account stays."""
    found = problem.value if problem.source is Source.ACCOUNT else None
    for column, value in zip(row.columns, row.cells, strict=True):
        if problem.column and problem.column in (column.header, column.field):
            shown = show(value) if found is None else found
            return replace(problem, row=row.number, cell=row.address(column), value=shown)
    return replace(problem, row=row.number, cell="", value=found or "")
