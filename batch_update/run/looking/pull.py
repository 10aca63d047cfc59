"""`pull`: the account's campaigns as a workbook to edit, with the names of its own lists. Nothing is sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from time import monotonic

from batch_update.checking import NameBook, take_named, take_seen, take_snapshot
from batch_update.errors import StoppedError, UnreadError
from batch_update.kinds.ids import is_row_id, same_id
from batch_update.kinds.spelling import spell
from batch_update.live import Base, NamedId, NameLists, Snapshot
from batch_update.resource import Lookup, Resource
from batch_update.run.account import open_account
from batch_update.run.audience import Audience
from batch_update.run.looking.listing import Item, by_id, count_without_id, stands_for_all
from batch_update.run.looking.stamps import make_stamp, spell_stamp
from batch_update.run.reading import read_campaign
from batch_update.run.workers import work_through
from batch_update.runs import PulledFile, StopReason
from batch_update.selection import keep_fields
from batch_update.sending import Listing, ReadEnd, Session, Stop
from batch_update.settings import Settings, Token
from batch_update.sheets.writing.pulled import FilledRow, write_pulled
from batch_update.sheets.writing.saving import check_folder
from batch_update.wording import pull as words

UNREAD = 3
"""Campaigns, the first of all, none of which can be read: then none can."""


def pull_campaigns(  # noqa: PLR0913 - all by name
    path: Path,
    settings: Settings,
    *,
    resource: Resource,
    token: Token | None,
    ids: Sequence[str] | None,
    fields: Sequence[str],
    audience: Audience,
) -> PulledFile:
    """Read campaigns and the account's lists, and write them into a new workbook.

    `ids` None: all that the account's list has; `fields` are the columns beside the id.

    Raises:
        StoppedError: the token was refused.
        UnreadError: nothing could be read.
        UsageError: the workbook can not be written.
    """
    started, stop = monotonic(), Stop()
    check_folder(path)
    pulling = _Pulling(resource=resource, audience=audience, workers=settings.concurrency)
    with open_account(settings, resource, token, stop) as account:
        account.talk(partial(pulling.read_all, ids=ids))
        if not stop.asked and pulling.snapshots:
            account.talk(partial(pulling.read_names, keep_fields(resource, fields)))
        requests = account.traffic.requests
    _demand_something(pulling, stop)
    written = _write(pulling, path, settings, keep_fields(resource, fields))
    read = {name for snapshot in pulling.snapshots.values() for name in snapshot.values}
    return PulledFile(
        file=written,
        settings=settings,
        campaigns=len(pulling.snapshots),
        not_read=tuple(pulling.unread.items()),
        without_id=pulling.without_id,
        fields_read=len(read),
        fields=len(resource.fields),
        without_names=tuple(pulling.without_names),
        remark=pulling.remark,
        requests=requests,
        seconds=monotonic() - started,
    )


def _demand_something(pulling: _Pulling, stop: Stop) -> None:
    """Raises StoppedError, UnreadError: there is nothing to be written."""
    if stop.asked:
        kind = UnreadError if stop.reason is StopReason.UNREADABLE else StoppedError
        raise kind(f"{stop.message} No workbook was written.")
    if not pulling.snapshots:
        raise UnreadError(words.tell_nothing(pulling.unread, pulling.without_id))


def _write(pulling: _Pulling, path: Path, settings: Settings, resource: Resource) -> Path:
    now = datetime.now().astimezone()
    stamp, target = make_stamp(now), settings.target
    snapshots = pulling.snapshots
    seen = take_seen(pulling.resource, snapshots.values())
    lists = NameLists(target=target, profile=settings.profile, entries={**seen, **pulling.lists})
    names = NameBook(pulling.resource, lists, snapshots.values())
    rows = [
        FilledRow(
            campaign_id=snapshot.campaign_id,
            values={
                known.name: spell(known, snapshot.values[known.name], names.labels(known, snapshot)) or None
                for known in resource.fields
                if known.name in snapshot.values
            },
            unclear=frozenset(known.name for known in resource.fields if known.name not in snapshot.values),
            pulled=spell_stamp(now, stamp),
        )
        for snapshot in snapshots.values()
    ]
    base = Base(stamp=stamp, pulled=now, target=target, profile=settings.profile, snapshots=snapshots)
    return write_pulled(path, resource=resource, rows=rows, base=base, lists=lists)


@dataclass(slots=True, kw_only=True)
class _Pulling:
    """What has been read so far. `unread` has why a campaign could not be, by its id."""

    resource: Resource
    audience: Audience
    workers: int
    snapshots: dict[str, Snapshot] = field(default_factory=dict)  # in the order of the list, or of the ids
    unread: dict[str, str] = field(default_factory=dict)
    wrong: dict[str, str] = field(default_factory=dict)  # the same of entries whose id is none
    lists: dict[str, tuple[NamedId, ...]] = field(default_factory=dict)
    without_names: list[str] = field(default_factory=list)
    remark: str = ""
    without_id: int = 0  # entries of the list
    _read: dict[str, Snapshot] = field(default_factory=dict)
    _first: Item | None = None  # the first that was read singly, as it came

    async def read_all(self, session: Session, ids: Sequence[str] | None) -> None:
        """Read the campaigns: those of the list, or those of these ids."""
        entries: Mapping[str, Item] = {}
        if ids is None:
            listing = await session.read_list()
            if listing.end is not ReadEnd.FOUND:
                _give_up(session.stop, listing)
                return
            self.remark = listing.message
            ids = tuple(entries := self._take_entries(listing))
        left = await self._read_first(session, ids)
        if left and entries and self._first:
            entries = stands_for_all(entries.values(), self._first, self.resource)
            found = [own for own in map(same_id, left) if own in entries]
            self._read |= {own: take_snapshot(self.resource, own, entries[own]) for own in found}
            left = [campaign_id for campaign_id in left if same_id(campaign_id) not in self._read]
        if left and not session.stop.asked:
            await self._read_singly(session, left)
        self._take(ids)

    def _take_entries(self, listing: Listing) -> dict[str, Item]:
        """The list's entries by id; those that have none, or one that is none, are told of."""
        entries = by_id(listing.items, self.resource)
        self.without_id = count_without_id(listing.items, self.resource)
        for campaign_id in [it for it in entries if not is_row_id(it)]:
            del entries[campaign_id]
            self.wrong[campaign_id] = words.NO_ID
        return entries

    async def _read_first(self, session: Session, ids: Sequence[str]) -> list[str]:
        """Read one after another until one could be read; gives the ids that are left."""
        for place, campaign_id in enumerate(ids, start=1):
            await self._read_one(session, campaign_id)
            if session.stop.asked or self._read:
                return list(ids[place:])
            if len(self.unread) == UNREAD and place < len(ids):
                session.stop.ask(StopReason.UNREADABLE, words.tell_unreadable(self.unread))
                return []
        return []

    async def _read_singly(self, session: Session, ids: Sequence[str]) -> None:
        with self.audience.reading(len(ids), session.pace.describe) as watch:

            async def read(campaign_id: str) -> None:
                await self._read_one(session, campaign_id)
                watch()

            await work_through(tuple(ids), read, stop=session.stop, workers=self.workers)

    async def _read_one(self, session: Session, campaign_id: str) -> None:
        read = await read_campaign(session, self.resource, campaign_id)
        if read.snapshot is not None:
            self._read[same_id(campaign_id)] = read.snapshot
            self._first = self._first or read.item
        elif read.end is not ReadEnd.STOPPED:
            why = words.NOT_THERE if read.end is ReadEnd.NOT_THERE else read.message
            self.unread[campaign_id] = why

    def _take(self, ids: Sequence[str]) -> None:
        unread = {campaign_id: self.unread[campaign_id] for campaign_id in ids if campaign_id in self.unread}
        self.unread = {**self.wrong, **unread}
        self.snapshots = {own: self._read[own] for own in map(same_id, ids) if own in self._read}

    async def read_names(self, resource: Resource, session: Session) -> None:
        """Read the account's own lists that the columns hold ids of; one that can not be read leaves plain ids."""
        lookups = dict.fromkeys(known.lookup for known in resource.fields if known.lookup and known.lookup.path)
        await work_through(tuple(lookups), partial(self._read_list, session), stop=session.stop, workers=self.workers)

    async def _read_list(self, session: Session, lookup: Lookup) -> None:
        listing = await session.read_list(lookup.path)
        if listing.end is ReadEnd.FOUND:
            self.lists[lookup.key] = take_named(lookup, listing.items)
        elif listing.end is not ReadEnd.STOPPED:
            self.without_names.append(lookup.title)


def _give_up(stop: Stop, listing: Listing) -> None:
    if not stop.asked:
        stop.ask(StopReason.UNREADABLE, words.tell_no_list(listing.message))
