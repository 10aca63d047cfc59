"""What is said of a sheet that was pulled. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from batch_update.kinds.ids import same_id
from batch_update.live import Base
from batch_update.model import Sheet
from batch_update.runs import Plan
from batch_update.settings import Settings
from batch_update.wording.phrases import count, spell_moment
from batch_update.wording.pulled_warnings import describe_lost_marks, has_lost_its_marks, name_some, repeat_warnings


def tell_without_effect(file: str, options: Sequence[str]) -> str:
    """Said of options that only a pulled sheet knows."""
    have = "has" if len(options) == 1 else "have"
    return f"{' and '.join(options)} {have} no effect: {file} was not pulled, so all its filled cells are sent anyway."


def describe_pulled(
    plan: Plan, sheet: Sheet, settings: Settings, *, sent_since: datetime | None, now: datetime
) -> Iterator[str]:
    """What must be known before a pulled sheet is sent: how old it is, and which rows and cells are no plain edits."""
    if sheet.base is not None:
        yield tell_age(sheet.base, sent_since, now)
    ordinary = sum(update.base is None for update in plan.to_send)
    if ordinary and has_lost_its_marks(sheet):
        yield from describe_lost_marks(sheet, ordinary)
    elif ordinary and sheet.base is not None:
        yield f"{count(ordinary, 'row')} {'was' if ordinary == 1 else 'were'} not pulled: all filled cells are sent."
    yield from repeat_warnings(plan)
    if sheet.base is not None and settings.every_cell and (unknown := _find_unread(plan, sheet.base)):
        yield f"These fields could not be read and stay out where their cells are blank: {name_some(unknown)}."


def tell_age(base: Base, sent_since: datetime | None, now: datetime) -> str:
    """When a sheet was pulled, or made by an undo, and when it was last sent."""
    since = f", and last sent {spell_moment(sent_since, now)}" if sent_since else ""
    what = "The sheet that puts a run back was written" if base.is_partial else "The sheet was pulled"
    return f"{what} {spell_moment(base.pulled, now)}{since}."


def spell_age(base: Base, sent_since: datetime | None) -> str:
    """The same for the record, where `today` would be read on another day."""
    since = f"; last sent before this run: {sent_since:%Y-%m-%d %H:%M}" if sent_since else ""
    return f"{base.pulled:%Y-%m-%d %H:%M}{since}"


def _find_unread(plan: Plan, base: Base) -> list[str]:
    """The fields that could not be compared in a campaign of which every cell is sent."""
    snapshots = [base.snapshots.get(same_id(update.campaign_id)) for update in plan.to_send if update.base is not None]
    known = {name for snapshot in base.snapshots.values() for name in (*snapshot.values, *snapshot.unclear)}
    return sorted(name for name in known if any(it is not None and name not in it.values for it in snapshots))
