"""`undo`: a sheet that puts back what a run changed, from what was read before it, after it, and now.

Nothing is sent: the person looks at the sheet and runs it like any other.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path

from batch_update.checking import Kept, PutBack, find_untypable, put_back, was_changed, without
from batch_update.errors import BatchUpdateError, StoppedError, UnreadError, UsageError
from batch_update.journal import Journal
from batch_update.kinds.ids import same_id
from batch_update.kinds.spelling import spell
from batch_update.live import Base, Readings, Snapshot
from batch_update.resource import Resource
from batch_update.run.account import open_account
from batch_update.run.audience import Audience
from batch_update.run.earlier import find_run
from batch_update.run.looking.ids import ids_of_run
from batch_update.run.looking.stamps import make_stamp, spell_stamp
from batch_update.run.reading import CampaignRead, read_campaign
from batch_update.run.verifying.proof import MAY_HAVE_CHANGED
from batch_update.run.workers import work_through
from batch_update.runs import RunRecord, StopReason, Undone
from batch_update.selection import keep_fields
from batch_update.sending import ReadEnd, Session, Stop
from batch_update.settings import Settings, Token, undo_beside
from batch_update.sheets.writing.pulled import FilledRow, LeftOut, write_pulled
from batch_update.sheets.writing.saving import check_folder
from batch_update.wording import undo as words
from batch_update.wording.values import tell_value

CLEAR = "<clear>"
UNREAD = 3
"""Campaigns, the first of all, none of which can be read: then none can."""


def write_undo(  # noqa: PLR0913 - all by name
    name: str,
    path: Path | None,
    *,
    resource: Resource,
    state: Path,
    settle: Callable[[RunRecord], Settings],
    find_token: Callable[[Settings], Token],
    audience: Audience,
) -> Undone:
    """Write the sheet that puts back what a run, and those that it resumed, changed.

    `settle` says how the account of a run is reached, `find_token` has its token.

    Raises:
        UsageError: there is no such run, or nothing to put back; the file can not be written.
        TokenError: there is no token.
        StoppedError, UnreadError: the token was refused, or the account can not be read.
    """
    started = time.monotonic()
    with Journal(state) as journal:
        run = find_run(journal, name)
        readings, not_read = _changed(resource, journal, run)
    path = path or _beside(run)
    check_folder(path)
    settings = settle(run)
    token = None if settings.sandbox else find_token(settings)
    undoing = _Undoing(resource=resource, readings=readings)
    requests = _look_again(undoing, settings, token, audience)
    left_out = [told for key in readings for told in undoing.left_out.get(key, ())]
    if not undoing.found and not left_out:
        raise UsageError(words.ALL_BACK.format(run=run.id))
    written, rows = _write(undoing, run, path, left_out)
    return Undone(
        run=run,
        settings=settings,
        file=written,
        campaigns=len(rows),
        fields=sum(len(decided.values) for _, decided in undoing.found.values()),
        empties_left_out=any(decided.held for _, decided in undoing.found.values()),
        left_out=len(left_out),
        not_read=not_read,
        requests=requests,
        seconds=time.monotonic() - started,
    )


def _look_again(undoing: _Undoing, settings: Settings, token: Token | None, audience: Audience) -> int:
    """Read what the campaigns hold now; gives the requests made. Raises StoppedError, UnreadError."""
    stop = Stop()
    # The stand-in of that run is gone with its process; this one starts with what that one held at last.
    left = {key: it.after.values for key, it in undoing.readings.items() if it.after is not None}
    with open_account(settings, undoing.resource, token, stop, holdings=left) as account:
        audience.say(words.tell_reading(len(undoing.readings)))
        account.talk(partial(undoing.look, workers=settings.concurrency))
        requests = account.traffic.requests
    if stop.asked:
        kind = UnreadError if stop.reason is StopReason.UNREADABLE else StoppedError
        raise kind(f"{stop.message} Nothing was written.")
    return requests


def _write(undoing: _Undoing, run: RunRecord, path: Path, left_out: Sequence[LeftOut]) -> tuple[Path, list[FilledRow]]:
    """The sheet as it was written, and its rows."""
    now = datetime.now().astimezone()
    stamp = run.pull or make_stamp(now)  # of a pulled sheet's run: what is put back is known to that sheet then
    rows = undoing.rows(spell_stamp(now, stamp))
    written = write_pulled(
        _free_name(path),
        resource=keep_fields(undoing.resource, undoing.fields),
        rows=rows,
        base=Base(
            stamp=stamp,
            pulled=now,
            target=run.target,
            profile=run.profile,
            snapshots=undoing.snapshots(),
            is_partial=True,
        ),
        lists=None,
        left_out=left_out,
        puts_back=True,
    )
    return written, rows


def _changed(resource: Resource, journal: Journal, run: RunRecord) -> tuple[dict[str, Readings], int]:
    """What was read of the campaigns that the run, and those that it resumed, may have changed.

    With it, how many they may have changed besides that were not read before. Raises UsageError.
    """
    maybe = {kept.campaign_id for kept in journal.kept(run.id).values() if kept.status in MAY_HAVE_CHANGED}
    if not maybe:
        raise UsageError(words.NOTHING_SENT.format(run=run.id))
    known = {key: it for key, it in journal.readings(run.id).items() if key in maybe and it.before is not None}
    if not known:
        raise UsageError(words.NO_READING.format(run=run.id))
    changed = {key: it for key, it in known.items() if it.after is None or was_changed(resource, it)}
    not_read = len(maybe - known.keys())
    if not changed:
        raise UsageError(words.tell_nothing_changed(run.id, not_read))
    return _as_in_sheet(changed, resource, journal, run), not_read


def _as_in_sheet(
    changed: Mapping[str, Readings], resource: Resource, journal: Journal, run: RunRecord
) -> dict[str, Readings]:
    """The same in the order of the rows of the run's sheet; rows of an earlier sheet come last."""
    try:
        ids = ids_of_run(journal, run.id, resource)
    except BatchUpdateError:  # the copy is not kept any more: the order in which they were sent will do
        return dict(changed)
    places = {campaign_id: place for place, campaign_id in enumerate(ids)}
    return dict(sorted(changed.items(), key=lambda item: places.get(same_id(item[0]), len(places))))


def _beside(run: RunRecord) -> Path:
    """Beside the run's sheet; as the person sees it from where they are."""
    path, here = undo_beside(run.path), Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def _free_name(path: Path) -> Path:
    """The path, or the next one that is free: `campaigns.undo-2.xlsx`."""
    number, free = 2, path
    while free.exists():
        free, number = path.with_name(f"{path.stem}-{number}{path.suffix}"), number + 1
    return free


@dataclass(slots=True, kw_only=True)
class _Undoing:
    """What goes back, row by row, and what does not."""

    resource: Resource
    readings: Mapping[str, Readings]  # by campaign id
    found: dict[str, tuple[Snapshot, PutBack]] = field(default_factory=dict)
    left_out: dict[str, list[LeftOut]] = field(default_factory=dict)
    unread: int = 0
    was_read: bool = False

    async def look(self, session: Session, *, workers: int) -> None:
        """Read each campaign again, and decide what of it goes back; one by one until one could be read."""
        left = deque(self.readings)
        while left and not self.was_read and not session.stop.asked:
            await self._look_at(session, left.popleft())
        await work_through(tuple(left), partial(self._look_at, session), stop=session.stop, workers=workers)

    async def _look_at(self, session: Session, campaign_id: str) -> None:
        readings = self.readings[campaign_id]
        if readings.after is None:
            self._leave_out(campaign_id, Kept("", None, None, words.NOT_READ_AFTER))
            return
        read = await read_campaign(session, self.resource, campaign_id)
        now = read.snapshot
        self.was_read = self.was_read or now is not None
        if now is None:
            if read.end is not ReadEnd.STOPPED:
                self._count_unread(session.stop, read)
                why = words.GONE if read.end is ReadEnd.NOT_THERE else words.UNREAD.format(why=read.message)
                self._leave_out(campaign_id, Kept("", None, None, why.rstrip()))
            return
        decided = put_back(self.resource, readings, now)
        while refused := find_untypable(self.resource, campaign_id, decided, dict(self._cells(decided))):
            decided = without(decided, refused, now)
        for kept in decided.kept:
            self._leave_out(campaign_id, kept)
        if decided.values:
            self.found[campaign_id] = now, decided

    def _count_unread(self, stop: Stop, read: CampaignRead) -> None:
        self.unread += read.end is not ReadEnd.NOT_THERE  # one that is gone is no sign of others
        if self.unread == UNREAD and not self.was_read and len(self.readings) > UNREAD:
            stop.ask(StopReason.UNREADABLE, words.UNREADABLE.format(why=read.message))

    def _leave_out(self, campaign_id: str, kept: Kept) -> None:
        before = self.readings[campaign_id].before
        title = before.values.get(self.resource.title_field) if before else None
        known = self.resource.field(kept.field) if kept.field else None
        told = LeftOut(
            campaign_id=campaign_id,
            title=str(title or ""),
            field=kept.field,
            before=tell_value(known, kept.before) if known and kept.was_read else "",
            found=tell_value(known, kept.found) if known and kept.is_read else "",
            why=kept.why,
        )
        self.left_out.setdefault(campaign_id, []).append(told)

    # --- what the sheet is made from, in the order of the sheet that was run ------------------------------------------

    @property
    def fields(self) -> tuple[str, ...]:
        """The columns: only what goes back somewhere; the name alone if nothing does, for a sheet needs a column."""
        names = {name for _, decided in self.found.values() for name in (*decided.values, *decided.held)}
        names = names or {self.resource.title_field}
        return tuple(known.name for known in self.resource.fields if known.name in names)

    def rows(self, pulled: str) -> list[FilledRow]:
        """A row for each campaign of which something goes back."""
        return [
            FilledRow(campaign_id=campaign_id, values=dict(self._cells(self.found[campaign_id][1])), pulled=pulled)
            for campaign_id in self.readings
            if campaign_id in self.found
        ]

    def _cells(self, decided: PutBack) -> Iterator[tuple[str, str]]:
        for name, value in {**decided.values, **decided.held}.items():
            yield name, CLEAR if value is None else spell(self.resource.field(name), value)

    def snapshots(self) -> dict[str, Snapshot]:
        """What the campaigns hold now, of the fields that go back and of their names: what the guard goes by."""
        return {
            same_id(campaign_id): Snapshot(campaign_id=campaign_id, values=decided.base)
            for campaign_id, (_, decided) in self.found.items()
        }
