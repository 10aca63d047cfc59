"""What is said of a sheet that was pulled. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from urllib.parse import urlsplit

from batch_update.kinds.ids import same_id
from batch_update.live import Base, NameLists
from batch_update.model import Rejection, Sheet
from batch_update.runs import SANDBOX, Plan
from batch_update.settings import Settings
from batch_update.wording.phrases import count, spell_moment


def tell_other_account(file: str, page: Base | NameLists, settings: Settings) -> str:
    """Why a sheet is not sent to another account than it is from."""
    origin, goal = name_origin(page.target, page.profile), name_origin(settings.base_url, settings.profile)
    if page.target == SANDBOX:
        way = "Send it with --sandbox, or pull a sheet from the account."
    elif page.profile:
        way = f"Send it with --profile {page.profile}, or pull a sheet from the other account."
    elif settings.profile:
        way = "Send it without a profile, or pull a sheet with it."
    else:
        way = f"Send it with --base-url {page.target}, or pull a sheet from the other account."
    return f"{file} was pulled from {origin}, and would go to {goal}. Nothing was sent. {way}"


def name_origin(target: str, profile: str) -> str:
    """The account that a sheet is from, or a run went to."""
    host = "the built-in stand-in" if target == SANDBOX else urlsplit(target).netloc or target
    return f"{host} (profile {profile})" if profile else host


def tell_without_effect(file: str, options: Sequence[str]) -> str:
    """Said of options that only a pulled sheet knows."""
    have = "has" if len(options) == 1 else "have"
    return f"{' and '.join(options)} {have} no effect: {file} was not pulled, so all its filled cells are sent anyway."


MOST_NAMED = 6  # cells or fields of one sentence
EMPTIED = "emptied-cell"
"""The code of a pulled cell that was emptied."""


def describe_pulled(
    plan: Plan, sheet: Sheet, settings: Settings, *, sent_since: datetime | None, now: datetime
) -> Iterator[str]:
    """What must be known before a pulled sheet is sent: how old it is, and which rows and cells are no plain edits."""
    if sheet.base is None:
        return
    yield tell_age(sheet.base, sent_since, now)
    if ordinary := sum(update.base is None for update in plan.to_send):
        yield f"{count(ordinary, 'row')} {'was' if ordinary == 1 else 'were'} not pulled: all filled cells are sent."
    emptied = [
        problem.cell
        for verdict in plan.verdicts
        if verdict.row.number not in plan.left_out and not isinstance(verdict, Rejection)
        for problem in verdict.warnings
        if problem.code == EMPTIED
    ]
    if emptied:
        cells = f"{count(len(emptied), 'cell')} {'was' if len(emptied) == 1 else 'were'} emptied"
        yield f"Warning: {cells}, which changes nothing ({_name_some(emptied)}); <clear> would empty a field."
    if settings.every_cell and (unknown := _find_unread(plan, sheet.base)):
        yield f"These fields could not be read and stay out where their cells are blank: {_name_some(unknown)}."


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
