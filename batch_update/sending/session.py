"""An open connection to the API for one phase of a run, through which it sends and reads, and what all phases share."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from batch_update.model import Outcome, Traffic, Update
from batch_update.sending.client import Connection, open_client
from batch_update.sending.exchange import SendContext, Tally
from batch_update.sending.pace import Pace
from batch_update.sending.read import Listing, Read, Reader
from batch_update.sending.retry import RetryBudget, RetryPolicy
from batch_update.sending.stop import Stop
from batch_update.sending.update import UpdateSender


class Shared:
    """What all phases of one run share, so that reading and sending keep one pace, one budget and one count."""

    def __init__(self, *, policy: RetryPolicy, pace: Pace, stop: Stop) -> None:
        self.policy = policy
        self.pace = pace
        self.stop = stop
        self.budget = RetryBudget(policy)
        self.tally = Tally()

    @property
    def traffic(self) -> Traffic:
        """What has gone over the wire so far, readings included."""
        return self.tally.total()


class Session:
    """One phase's way to the API; `open_session` makes one. As many as like may ask at once."""

    def __init__(self, context: SendContext, sender: UpdateSender, reader: Reader) -> None:
        self._context = context
        self._sender = sender
        self._reader = reader

    @property
    def stop(self) -> Stop:
        """The run's switch."""
        return self._context.stop

    @property
    def pace(self) -> Pace:
        """The run's gate."""
        return self._context.pace

    @property
    def traffic(self) -> Traffic:
        """What the run's phases have sent so far, readings included."""
        return self._context.tally.total()

    async def turn(self) -> int | None:
        """Wait for a turn of the pace, which an update takes; None if a stop is asked first, or was."""
        return await self._context.turn()

    async def send(self, update: Update, turn: int) -> Outcome:
        """All tries of a row, until it has an outcome. A failure is an outcome, never an exception."""
        return await self._sender.send(update, turn)

    async def read(self, campaign_id: str) -> Read:
        """Read one campaign. A failure is a value, never an exception.

        Raises:
            ValueError: the id was not checked, and could lead elsewhere.
        """
        return await self._reader.read(campaign_id)

    async def read_list(self, path: str = "") -> Listing:
        """Read the list of all campaigns, or one of the account's own lists at its `path`, page by page.

        Raises:
            ValueError: the path is no plain path.
        """
        return await self._reader.read_list(path)


@asynccontextmanager
async def open_session(connection: Connection, shared: Shared, *, concurrency: int) -> AsyncIterator[Session]:
    """Open a connection for one phase of a run; at most `concurrency` requests are in flight in it.

    Raises:
        UsageError: the base URL can not be used; nothing was sent.
    """
    target = connection.target
    shared.stop.watch_from(asyncio.get_running_loop())
    shared.pace.begin_phase()
    async with open_client(connection, concurrency=concurrency) as client:
        context = SendContext(
            client=client,
            policy=shared.policy,
            budget=shared.budget,
            pace=shared.pace,
            stop=shared.stop,
            tally=shared.tally,
        )
        sender = UpdateSender(context=context, target=target, id_field=connection.id_field)
        yield Session(context, sender, Reader(context=context, target=target, id_field=connection.id_field))
