"""One campaign is read. What shows no field that is known counts as unread, for nothing can be said of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from batch_update.checking import take_snapshot
from batch_update.live import Snapshot
from batch_update.resource import Resource
from batch_update.sending import ReadEnd, Session
from batch_update.wording.during import NO_KNOWN_FIELD


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignRead:
    """What came of reading one campaign: what it holds, and the `item` as it came, if it was FOUND; else why not."""

    end: ReadEnd
    snapshot: Snapshot | None = None
    item: Mapping[str, object] | None = None
    message: str = ""
    cause: str = ""


async def read_campaign(session: Session, resource: Resource, campaign_id: str) -> CampaignRead:
    """Read one campaign. What shows no field of the table is in no known form: UNREADABLE, like a page of a portal."""
    read = await session.read(campaign_id)
    if read.item is None:
        return CampaignRead(end=read.end, message=read.message, cause=read.cause)
    snapshot = take_snapshot(resource, campaign_id, read.item)
    if snapshot.values or snapshot.unclear:
        return CampaignRead(end=read.end, snapshot=snapshot, item=read.item)
    return CampaignRead(end=ReadEnd.UNREADABLE, message=NO_KNOWN_FIELD, cause="no known field")
