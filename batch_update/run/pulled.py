"""What is known of a sheet that was pulled: what it held, what was sent since, and that it goes where it is from."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

from batch_update.checking import Pulled
from batch_update.errors import UsageError
from batch_update.journal import Journal
from batch_update.live import Base, JsonValue, NameLists
from batch_update.model import Sheet
from batch_update.run.rounds import open_if_possible
from batch_update.settings import API_URL, SANDBOX, Settings, Verify
from batch_update.wording.origin import tell_other_account


def find_pulled(settings: Settings, sheet: Sheet, state: Path, *, before: str | None = None) -> Pulled | None:
    """What is known of a pulled sheet; None of one that was not pulled, in whole or in part.

    `before` is a run: then it is as it was when that run, or the first of those that it goes on with, began. Raises
    UsageError where the sheet would go to another account than it is from.
    """
    if sheet.base is None and sheet.lists is None and not any(row.pulled for row in sheet.rows):
        return None
    for page in (sheet.base, sheet.lists):
        if page is not None and settings.is_for_account:
            _demand_same_account(page, settings, sheet)
    with open_if_possible(state, make=False) as journal:
        if journal is not None and before is None and settings.resume and sheet.base is not None:
            earlier = journal.newest(settings.sheet, settings.target, sheet.worksheet)
            before = earlier.id if earlier else None
        sent = _sent_since(settings, sheet.base, journal, before)
    return Pulled(
        base=sheet.base,
        lists=sheet.lists,
        sent=sent,
        every_cell=settings.every_cell,
        keep_mine=settings.keep_mine,
    )


def keep_to_origin(settings: Settings, sheet: Sheet) -> Settings:
    """For a check: the settings with the account that a pulled sheet is from, where none was given.

    Raises UsageError where another was given.
    """
    pages = [page for page in (sheet.base, sheet.lists) if page is not None]
    if settings.base_url == API_URL and not settings.profile:
        origin = pages[0]
        if origin.target == SANDBOX:
            return replace(settings, sandbox=True, rate=0.0)  # as fast as it answers, which is usual there
        return replace(settings, base_url=origin.target, profile=origin.profile)
    for page in pages:
        _demand_same_account(page, settings, sheet)
    return settings


def keep_cells(settings: Settings, sheet: Sheet, state: Path) -> Settings:
    """With `--resume`, the settings with the `--verify all` and `--every-cell` of the run that is gone on with."""
    if not settings.resume or not settings.keeps:
        return settings
    with open_if_possible(state, make=False) as journal:
        earlier = journal.newest(settings.sheet, settings.target, sheet.worksheet) if journal else None
    choice = earlier.choice if earlier else {}
    kept = set()
    if choice.get("every_cell") and not settings.every_cell:
        settings, kept = replace(settings, every_cell=True), {"every_cell"}
    if choice.get("verify") and settings.verify is None:
        settings, kept = replace(settings, verify=Verify(str(choice["verify"]))), {*kept, "verify"}
    return replace(settings, kept=frozenset(kept))


def _sent_since(
    settings: Settings, base: Base | None, journal: Journal | None, before: str | None
) -> dict[str, dict[str, JsonValue]]:
    """The values that runs of the sheet's pull have sent since; to a stand-in, which is a new one each time, none."""
    if journal is None or base is None or settings.sandbox:
        return {}
    target = base.target if settings.check_only else settings.base_url
    return journal.sent_since(base.stamp, target=target, before=before, since=_since(base))


def _since(base: Base) -> datetime | None:
    """From when on its runs count. The sheet of an undo has the stamp of the pull whose run it puts back.

    So that what it sends is known to the pulled sheet too; what was sent before it was written, it has read since.
    """
    return base.pulled if base.is_partial else None


def _demand_same_account(page: Base | NameLists, settings: Settings, sheet: Sheet) -> None:
    if (page.target, page.profile) != (settings.base_url, settings.profile):
        raise UsageError(tell_other_account(sheet.path.name, page, settings))


def last_sent(base: Base | None, target: str, journal: Journal) -> datetime | None:
    """When a sheet of the same pull was last sent to that target. Raises JournalError."""
    if base is None:
        return None
    since = _since(base)
    runs = (run for run in journal.runs() if run.pull == base.stamp and run.target == target)
    return next((run.started for run in runs if since is None or run.started >= since), None)
