"""Whether former values can be written into cells and are sent as they were, found by checking such a row. Pure.

An account may hold what no sheet is allowed to ask for: a name `<clear>`, an address that is none, a text too long.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from batch_update.checking.check import check_rows
from batch_update.checking.comparing import is_same, live_body
from batch_update.checking.pulled import Pulled
from batch_update.checking.putting_back import PutBack
from batch_update.kinds.ids import same_id
from batch_update.live import Base, LiveValue, Snapshot
from batch_update.model import Column, Rejection, Row, Severity, Update, Verdict
from batch_update.resource import Resource
from batch_update.texts.fitting import fit_cell
from batch_update.wording import undo as words

_STAMP = "now"


def find_untypable(
    resource: Resource, campaign_id: str, decided: PutBack, texts: Mapping[str, str]
) -> Mapping[str, str]:
    """By field, why it can not go back by a cell that says its text, and nothing of those that can.

    Of a whole row every cell is sent: then those that are only held are looked at too.
    """
    if not texts:
        return {}
    wanted, names = {**decided.values, **decided.held}, list(texts)
    verdict = _check(resource, campaign_id, decided, texts)
    if isinstance(verdict, Rejection):
        return _blame(resource, verdict, names)
    sent = live_body(resource, verdict.body) if isinstance(verdict, Update) else {}
    return {name: words.NOT_TYPABLE for name in names if not _is_sent(resource, name, wanted[name], sent)}


def _is_sent(resource: Resource, name: str, value: LiveValue, sent: Mapping[str, LiveValue]) -> bool:
    return name in sent and is_same(resource.field(name), sent[name], value)


def _check(resource: Resource, campaign_id: str, decided: PutBack, texts: Mapping[str, str]) -> Verdict:
    """What the check will say of the row."""
    headers = (resource.id_field.name, *texts)
    row = Row(
        number=2,
        cells=(campaign_id, *map(fit_cell, texts.values())),
        columns=tuple(Column(str(place), name, field=name) for place, name in enumerate(headers)),
        pulled=_STAMP,
    )
    base = Base(
        stamp=_STAMP,
        pulled=datetime(1970, 1, 1, tzinfo=UTC),
        target="",
        snapshots={same_id(campaign_id): Snapshot(campaign_id=campaign_id, values=decided.base)},
        is_partial=True,
    )
    (verdict,) = check_rows(resource, (row,), pulled=Pulled(base=base, every_cell=bool(decided.held)))
    return verdict


def _blame(resource: Resource, rejected: Rejection, names: list[str]) -> Mapping[str, str]:
    """The fields that a row is rejected for: those with a problem, or those that need what is not there."""
    found: dict[str, str] = {}
    for problem in rejected.problems:
        if problem.severity is Severity.WARNING:
            continue
        field = next((known for known in resource.fields if known.name == problem.column), None)
        needs = field.needed_when.field if field and field.needed_when else ""
        blamed = next((name for name in (problem.column, needs) if name in names), None)
        if blamed:
            found.setdefault(blamed, words.NOT_ALLOWED.format(why=problem.message))
    return found or dict.fromkeys(names, words.NOT_ALLOWED.format(why=rejected.problems[0].message))
