"""The first campaign of a run, by itself: read, sent and read back before any other is sent.

Nothing documented says what the API does with a field that is left out; the first campaign shows it, and no other pays
for it.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass

from batch_update.live import Snapshot
from batch_update.model import Status, Update
from batch_update.resource import Resource
from batch_update.run.account import Account
from batch_update.run.audience import Audience
from batch_update.run.reading import CampaignRead, read_campaign
from batch_update.run.verifying.verified import Examined, Proof, RowVerifier
from batch_update.sending import ReadEnd, Session
from batch_update.wording.canary import LOOKING, LOOKING_AGAIN, tell_trying

MOST_TRIED = 3
"""Rows that are tried one after another; if none of them can serve, there is no canary."""

PATIENCE = 1.0
"""Seconds after which it is said what is waited for."""

NO_ANSWER = ("no answer", "not reached")
"""Causes of a reading that was never answered at all."""

FRESH = 60.0
"""Seconds for which what was read before the question is good: of who answers later it is read again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstLook:
    """What was read before the question: campaigns that could not be read, and then the one that could."""

    unread: tuple[tuple[Update, CampaignRead], ...] = ()
    found: tuple[Update, Snapshot] | None = None
    moment: float = 0.0  # on the monotonic clock

    @property
    def is_hopeless(self) -> bool:
        """Whether as many could not be read as are tried at all, or nobody answers."""
        return len(self.unread) == MOST_TRIED or self.is_silent

    @property
    def is_silent(self) -> bool:
        """Whether the last of them was never answered, in all its tries: the next would keep the person waiting too."""
        return bool(self.unread) and self.unread[-1][1].cause in NO_ANSWER

    @property
    def why(self) -> str:
        """Why the last of them could not be read."""
        return self.unread[-1][1].message if self.unread else ""

    def read_of(self, update: Update) -> CampaignRead | None:
        """How the reading of a row's campaign failed."""
        return next((read for other, read in self.unread if other is update), None)

    def snapshot_of(self, update: Update) -> Snapshot | None:
        """What was read of a row's campaign, while it is good."""
        is_fresh = time.monotonic() - self.moment < FRESH
        return self.found[1] if self.found and self.found[0] is update and is_fresh else None


def look_first(account: Account, updates: Sequence[Update], resource: Resource, audience: Audience) -> FirstLook:
    """Read the first campaign that can be read, of the first few; where nobody answers, no other is asked for."""

    async def look(session: Session) -> FirstLook:
        news = asyncio.get_running_loop().call_later(PATIENCE, audience.say, LOOKING)
        try:
            return await find_readable(session)
        finally:
            news.cancel()

    async def find_readable(session: Session) -> FirstLook:
        unread: list[tuple[Update, CampaignRead]] = []
        for update in updates[:MOST_TRIED]:
            read = await read_campaign(session, resource, update.campaign_id)
            if read.snapshot is not None:
                return FirstLook(unread=tuple(unread), found=(update, read.snapshot), moment=time.monotonic())
            if read.end is ReadEnd.STOPPED:
                break
            unread.append((update, read))
            if read.cause in NO_ANSWER:
                break
        return FirstLook(unread=tuple(unread))

    if not updates:
        return FirstLook()
    return account.talk(look)


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """The row that was tried, what its campaign held before, and what it came to."""

    update: Update
    before: Snapshot
    after: Snapshot
    proof: Proof

    @property
    def is_right(self) -> bool:
        """Whether the campaign was read back to the end, and nothing in it is wrong."""
        return self.proof.outcome.status is Status.UPDATED and not self.proof.why


@dataclass(slots=True, kw_only=True)
class Trial:
    """Tries rows one after another until one has served.

    `demands_reading`: no row is sent that was not read. `tried` counts those that could not serve, `why` says it of the
    last.
    """

    audience: Audience
    look: FirstLook
    demands_reading: bool
    tried: int = 0
    why: str = ""

    async def run(self, verifier: RowVerifier, updates: Sequence[Update]) -> Served | None:
        """The row that has served; None if none could. The verifier has the outcomes of all that were tried."""
        if self.look.is_silent and not self.demands_reading:
            self.tried, self.why = len(self.look.unread), self.look.why  # it was said at the question
            return None
        for update in updates:
            if self.tried == MOST_TRIED or verifier.session.stop.asked:
                break
            examined = await self._examine(verifier, update)
            if examined is not None and (served := await self._try(verifier, update, examined)):
                return served
        return None

    async def _examine(self, verifier: RowVerifier, update: Update) -> Examined | None:
        """What a row's campaign holds before it is sent; None hands over to the next row."""
        known = self.look.snapshot_of(update)
        why = ""
        if known is not None:
            examined = verifier.look_for_changes(update, known)
        else:
            read = self.look.read_of(update) or await verifier.read(update)
            examined, why = await verifier.examine(update, read), read.message
        if isinstance(examined, Examined):
            return examined
        if examined.status is not Status.INVALID and not verifier.session.stop.asked:
            self._hand_over(why)
        if self.demands_reading or examined.status is Status.INVALID:
            await verifier.end_unsent(examined)
        return None

    async def _try(self, verifier: RowVerifier, update: Update, examined: Examined) -> Served | None:
        self.audience.say(tell_trying(update.campaign_id, update.row.number))
        outcome = await verifier.send_known(update, examined.before, warnings=examined.warnings)
        if outcome.status is not Status.UPDATED:
            verifier.end(outcome)
            self._hand_over(outcome.message)
            return None
        proof = await verifier.read_back(outcome, update, examined.before, 0)
        if proof.outcome.status is Status.DIFFERS:
            self.audience.say(LOOKING_AGAIN)
            proof = await verifier.look_again(proof, outcome, update, examined.before)
        await verifier.keep(proof)
        if proof.after is None:
            self._hand_over(proof.why)
            return None
        return Served(update=update, before=examined.before, after=proof.after, proof=proof)

    def _hand_over(self, why: str) -> None:
        self.tried, self.why = self.tried + 1, why
