"""What is said of a sheet that was pulled. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from batch_update.kinds.ids import same_id
from batch_update.live import Base
from batch_update.model import Rejection, Sheet
from batch_update.runs import Plan
from batch_update.settings import Settings
from batch_update.wording.phrases import count, spell_moment

PULLED = "_pulled"
MOST_NAMED = 6  # cells or fields of one sentence
EMPTIED = "emptied-cell"
"""The code of a pulled cell that was emptied."""


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
    if ordinary and _has_lost_its_marks(sheet):
        rows = "its row" if ordinary == 1 else f"its {ordinary:,} rows"
        yield (
            f"Warning: no row says any more which pull it is from (column {PULLED}). All filled cells of {rows} are"
            " sent, edited or not, over what others have changed. Pull again, or put the column back."
        )
    elif ordinary and sheet.base is not None:
        yield f"{count(ordinary, 'row')} {'was' if ordinary == 1 else 'were'} not pulled: all filled cells are sent."
    for code, (one, many, rest) in _REPEATED.items():
        if cells := _cells_warned(plan, code):
            what = f"{len(cells):,} {one if len(cells) == 1 else many}"
            yield f"Warning: {what} {rest.format(cells=_name_some(cells))}"
    if sheet.base is not None and settings.every_cell and (unknown := _find_unread(plan, sheet.base)):
        yield f"These fields could not be read and stay out where their cells are blank: {_name_some(unknown)}."


_REPEATED = {  # code of a warning: one, several, and the rest of the sentence
    EMPTIED: ("cell was", "cells were", "emptied, which changes nothing ({cells}); <clear> would empty a field."),
    "puts-back": (
        "cell puts",
        "cells put",
        "back what was pulled, over what a run of this pull has sent since ({cells}).",
    ),
    "other-name": ("row has", "rows have", "the name of another campaign of the pull ({cells}): is it the right id?"),
}
"""What is said once more at the question of the cells that a warning stands at."""


def _cells_warned(plan: Plan, code: str) -> list[str]:
    """The cells with such a warning, but for those of rows that are left out or wrong anyway."""
    return [
        problem.cell
        for verdict in plan.verdicts
        if verdict.row.number not in plan.left_out and not isinstance(verdict, Rejection)
        for problem in verdict.warnings
        if problem.code == code
    ]


def _has_lost_its_marks(sheet: Sheet) -> bool:
    """Whether a sheet was pulled, and its rows do not say so any more."""
    return (sheet.base is not None or sheet.lists is not None) and not any(row.pulled for row in sheet.rows)


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


def _name_some(names: Sequence[str]) -> str:
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return f"{', '.join(names[:MOST_NAMED])}{more}"
