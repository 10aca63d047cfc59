"""Reading: one campaign, or a list page by page, each request through `exchange`, and what came of it. Knows no row.

Nothing is ever in doubt here, since a reading changes nothing. Only a refused token (401) stops the run.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import partial

from yarl import URL

from batch_update.runs import StopReason
from batch_update.sending.address import Target
from batch_update.sending.answers import Action, Judgement
from batch_update.sending.bodies import plain
from batch_update.sending.client import Answer
from batch_update.sending.exchange import End, Exchanged, Request, SendContext, exchange
from batch_update.sending.paging import Pages
from batch_update.sending.read_answers import ItemRead, PageRead, judge_item, judge_page
from batch_update.sending.shapes import Asked, Item

MOST_READ_OF_ONE = 4 * 1024 * 1024
MOST_READ_OF_PAGE = 32 * 1024 * 1024
"""Bytes of an answer; more of it makes it unreadable, never half read."""


class ReadEnd(StrEnum):
    """How a reading ended."""

    FOUND = "found"
    NOT_THERE = "not there"  # 404
    FAILED = "failed"  # tries used up, or the API said no to this one
    UNREADABLE = "unreadable"  # in no form that is known, or not allowed: so is the whole account, most likely
    STOPPED = "stopped"  # the run was


_ENDS: Mapping[Action, ReadEnd] = {
    Action.YES: ReadEnd.FOUND,
    Action.NO: ReadEnd.NOT_THERE,
    Action.STOP: ReadEnd.STOPPED,
    Action.BROKEN: ReadEnd.FAILED,
    Action.NOT_AN_ANSWER: ReadEnd.UNREADABLE,
    Action.UNCLEAR: ReadEnd.UNREADABLE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What came of reading one campaign. There is an `item` if it was FOUND: its keys and values as they came.

    `message` says for a person why there is none; `cause` is the same for all readings that fail alike.
    """

    campaign_id: str
    end: ReadEnd
    item: Item | None = None
    message: str = ""
    cause: str = ""
    http_status: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """What came of reading a list: its entries if it was FOUND, and none otherwise, never half of them unsaid.

    `is_complete`: it was read to its end. If it was not, or not FOUND, `message` says why. `pages` that were read.
    """

    items: tuple[Item, ...]
    end: ReadEnd
    message: str = ""
    cause: str = ""
    http_status: int | None = None
    is_complete: bool
    pages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Reads what the account holds; each request in its turn. `id_field` is the key that ids stand under."""

    context: SendContext
    target: Target
    id_field: str

    async def read(self, campaign_id: str) -> Read:
        """Read one campaign.

        Raises:
            ValueError: the id was not checked, and could lead elsewhere.
        """
        judge = partial(judge_item, asked=Asked(campaign_id, self._id_keys))
        ended = await self._ask(self.target.of(campaign_id), judge, MOST_READ_OF_ONE)
        item = ended.judgement.item if isinstance(ended.judgement, ItemRead) else None
        return Read(
            campaign_id=campaign_id,
            end=ended.end,
            item=item,
            message=ended.message,
            cause=ended.cause,
            http_status=ended.http_status,
        )

    async def read_list(self, path: str = "") -> Listing:
        """Read the list of all campaigns, or the list at another `path` of the API.

        Raises:
            ValueError: the path is no plain path.
        """
        url = self.target.beside(path) if path else self.target.of_all
        pages, here = Pages(), url
        while True:
            ended = await self._ask(here, judge_page, MOST_READ_OF_PAGE)
            if not isinstance(ended.judgement, PageRead):
                return ended.listing(pages)
            mark = pages.take(ended.judgement.page)
            if mark is None:
                return ended.listing(pages)
            here = url.with_query({mark.name: mark.value})

    @property
    def _id_keys(self) -> tuple[str, ...]:
        """`id`, else the path's own word with it: `campaignId`."""
        noun = self.target.path.rstrip("/").rpartition("/")[2]
        return plain(self.id_field), plain(noun + self.id_field)

    async def _ask(self, url: URL, judge: Callable[[Answer], Judgement], most_read: int) -> _Ended:
        stop = self.context.stop
        turn = await self.context.turn()
        if turn is None:
            return _Ended(ReadEnd.STOPPED, stop.message)
        request = Request(method="GET", url=url, judge=judge, most_read=most_read)
        exchanged = await exchange(request, self.context, turn)
        judgement = exchanged.judgement
        if judgement is not None and judgement.action is Action.STOP:
            stop.ask(StopReason.TOKEN_REFUSED, f"{judgement.message} {judgement.suggestion}")
        return _ended(exchanged, stop.message)


@dataclass(frozen=True, slots=True)
class _Ended:
    """One request that has ended, in the words of a reading."""

    end: ReadEnd
    message: str = ""
    cause: str = ""
    http_status: int | None = None
    judgement: Judgement | None = None

    def listing(self, pages: Pages) -> Listing:
        """The list, if this was its last request."""
        is_found = self.end is ReadEnd.FOUND
        return Listing(
            items=tuple(pages.entries) if is_found else (),
            end=self.end,
            message=pages.remark if is_found else self.message,
            cause=self.cause,
            http_status=self.http_status,
            is_complete=is_found and pages.is_complete,
            pages=pages.count,
        )


def _ended(exchanged: Exchanged, stopped: str) -> _Ended:
    status, judgement, last = exchanged.http_status, exchanged.judgement, exchanged.last
    if judgement is not None:
        end = _ENDS[judgement.action]
        message = stopped if end is ReadEnd.STOPPED else judgement.message
        return _Ended(end, message, judgement.cause or judgement.code, status, judgement)
    if exchanged.end is End.CUT_SHORT or last is None:
        return _Ended(ReadEnd.STOPPED, stopped, http_status=status)
    return _Ended(ReadEnd.FAILED, f"{last.message} {exchanged.tried}", last.cause, status)
