"""One campaign is read. What shows no field that is known counts as unread, for nothing can be said of it."""

from __future__ import annotations

from dataclasses import replace

from batch_update.checking import take_snapshot
from batch_update.resource import Resource
from batch_update.sending import Read, ReadEnd, Session
from batch_update.wording.during import NO_KNOWN_FIELD


async def read_campaign(session: Session, resource: Resource, campaign_id: str) -> Read:
    """Read one campaign. What shows no field of the table is in no known form: UNREADABLE, like a page of a portal."""
    read = await session.read(campaign_id)
    if read.item is None:
        return read
    shown = take_snapshot(resource, campaign_id, read.item)
    if shown.values or shown.unclear:
        return read
    return replace(read, end=ReadEnd.UNREADABLE, item=None, message=NO_KNOWN_FIELD, cause="no known field")
