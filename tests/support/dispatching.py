"""Sends rows to a server on loopback as `cli` would, with waits of no length."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from batch_update.model import Column, JsonValue, Outcome, Row, Update
from batch_update.sending import Connection, Dispatch, Pace, RetryPolicy, Shared, Stop, open_session, send_updates
from batch_update.settings import Token

TOKEN = "a-token-of-no-account"

IMPATIENT = RetryPolicy(base=0, throttle_base=0, longest_told=0)


def make_update(campaign_id: str = "281", number: int = 2, **body: JsonValue) -> Update:
    """An update of a sheet with the columns `Id`, `Name`, `Dial Ratio` and `Lead Lists`."""
    columns = (
        Column("A", "Id", "id"),
        Column("B", "Name", "name"),
        Column("C", "Dial Ratio", "dial_ratio"),
        Column("D", "Lead Lists", "lead_list_map"),
    )
    row = Row(number, (campaign_id, "Diwali", 2.0, "1234:1"), columns)
    return Update(row=row, campaign_id=campaign_id, body=body or {"name": "Diwali"})


def make_updates(count: int) -> list[Update]:
    """Rows 2, 3, … for the campaigns 100, 101, …"""
    return [make_update(str(100 + place), 2 + place) for place in range(count)]


@dataclass
class FakeClock:
    """Time that passes only when somebody sleeps."""

    now: float = 0.0
    slept: list[float] = field(default_factory=list)

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        """Sleep in no time."""
        self.slept.append(seconds)
        self.now += seconds
        await asyncio.sleep(0)

    def pace(self, cap: float | None = None, *, auto: bool = False) -> Pace:
        """A pace that lives in this time."""
        return Pace(cap, auto=auto, clock=self, sleep=self.sleep)


@dataclass
class Notes:
    """A recorder that remembers the order of what it heard; `fail_at` makes a call raise."""

    heard: list[str] = field(default_factory=list)
    fail_at: Callable[[str], BaseException | None] = lambda _: None

    async def starting(self, update: Update) -> None:
        """Note that a row starts."""
        self._note(f"starting {update.campaign_id}")

    def finished(self, outcome: Outcome) -> asyncio.Future[None]:
        """Note how a row ended."""
        self._note(f"finished {outcome.campaign_id} {outcome.status}")
        noted = asyncio.get_running_loop().create_future()
        noted.set_result(None)
        return noted

    def shown(self, outcome: Outcome) -> None:
        """Note that an outcome was shown."""
        self._note(f"shown {outcome.campaign_id} {outcome.status}")

    def _note(self, text: str) -> None:
        if (error := self.fail_at(text)) is not None:
            raise error
        self.heard.append(text)


def connection_to(base_url: str, *, seconds: float = 5.0, auth: str = "bearer") -> Connection:
    """The connection of a run; `seconds` is for one try."""
    return Connection(
        base_url=base_url,
        path="/v1/dialer/campaign/",
        token=Token(TOKEN),
        auth="raw" if auth == "raw" else "bearer",
        timeout=seconds,
        id_field="id",
    )


async def dispatch(
    base_url: str,
    updates: Sequence[Update],
    *,
    policy: RetryPolicy = IMPATIENT,
    pace: Pace | None = None,
    concurrency: int = 1,
    max_failures: int = 0,
    stop: Stop | None = None,
    notes: Notes | None = None,
    watch: Callable[[Outcome], None] | None = None,
    seconds: float = 5.0,
    auth: str = "bearer",
) -> Dispatch:
    """Send the rows."""
    notes = notes or Notes()
    connection = connection_to(base_url, seconds=seconds, auth=auth)
    shared = Shared(policy=policy, pace=pace or FakeClock().pace(), stop=stop or Stop())
    async with open_session(connection, shared, concurrency=concurrency) as session:
        return await send_updates(
            updates,
            session=session,
            concurrency=concurrency,
            max_failures=max_failures,
            recorder=notes,
            watch=watch or notes.shown,
        )


def send_one(base_url: str, update: Update | None = None, *, seconds: float = 5.0, attempts: int = 5) -> Outcome:
    """Send one row and give its outcome."""
    policy = RetryPolicy(base=0, throttle_base=0, longest_told=0, attempts=attempts)
    done = asyncio.run(dispatch(base_url, [update or make_update()], seconds=seconds, policy=policy))
    return done.outcomes[0]
