"""How a run sets out: what is to be read in it, whether its first campaign is tried by itself, what that one holds."""

from __future__ import annotations

from dataclasses import dataclass

from batch_update.checking import find_stale
from batch_update.journal import Journal
from batch_update.model import Sheet
from batch_update.run.account import Account
from batch_update.run.audience import Audience
from batch_update.run.context import RunContext
from batch_update.run.history import Resumption
from batch_update.run.prepare import Prepared
from batch_update.run.pulled import last_sent
from batch_update.run.so_far import RunSoFar
from batch_update.run.verifying.canary import FirstLook, look_first
from batch_update.run.verifying.proof import Judge
from batch_update.run.verifying.unproven import Unproven, find_unproven
from batch_update.run.verifying.verified import Guard
from batch_update.runs import CanaryWord, Outlook, Plan
from batch_update.settings import Settings, Verify
from batch_update.wording.pulled import spell_age


@dataclass(frozen=True, slots=True, kw_only=True)
class Outset:
    """What is known and decided before the question."""

    account: Account
    resumption: Resumption | None
    outlook: Outlook
    look: FirstLook
    unproven: tuple[Unproven, ...] = ()
    asks: bool  # whether somebody is there who wants to be asked
    demands_reading: bool  # no row may be sent whose campaign was not read before: the sheet's safety rests on it
    is_hopeless: bool  # no row may be sent that was not read, and none can be read: there is nothing to ask

    def make_context(self, prepared: Prepared, journal: Journal, run_id: str, so_far: RunSoFar) -> RunContext:
        """What belongs to the run that begins now."""
        resumption = self.resumption
        return RunContext(
            prepared=prepared,
            journal=journal,
            run_id=run_id,
            so_far=so_far,
            account=self.account,
            verify=self.outlook.verify,
            takes_canary=self.outlook.takes_canary,
            demands_reading=self.demands_reading,
            judge=Judge(resource=prepared.resource, undo=f"undo {run_id}", lists=prepared.sheet.lists),
            guard=guard_of(prepared),
            pull=spell_age(prepared.sheet.base, self.outlook.sent_since) if prepared.sheet.base else "",
            unproven=self.unproven,
            doubts=resumption.rows.doubts if resumption else {},
        )


def find_outset(  # noqa: PLR0913 - all by name
    *,
    prepared: Prepared,
    plan: Plan,
    resumption: Resumption | None,
    account: Account,
    journal: Journal,
    audience: Audience,
) -> Outset:
    """Decide what is read; where somebody will be asked, look at the first campaign now, so that it can be named."""
    settings = prepared.settings
    asks = settings.ask and audience.can_confirm
    verify = choose_verify(settings, prepared.sheet)
    went_well = resumption is not None and resumption.canary is CanaryWord.WENT_WELL
    takes_canary = verify is not Verify.NONE and bool(plan.to_send) and not went_well
    look = look_first(account, plan.to_send, prepared.resource, audience) if takes_canary and asks else FirstLook()
    title = ""
    if look.found and look.found[0] is plan.to_send[0]:
        title = str(look.found[1].values.get(prepared.resource.title_field) or "")
    outlook = Outlook(
        verify=verify,
        takes_canary=takes_canary,
        went_well=went_well,
        title=title,
        unread=look.why if look.is_hopeless else "",
        sent_since=last_sent(prepared.sheet.base, plan.target, journal),
    )
    demands_reading = verify is Verify.ALL or (verify is Verify.FIRST and prepared.sheet.base is not None)
    return Outset(
        unproven=find_unproven(plan, journal.readings(resumption.run.id))
        if resumption and verify is not Verify.NONE
        else (),
        account=account,
        resumption=resumption,
        outlook=outlook,
        look=look,
        asks=asks,
        demands_reading=demands_reading,
        is_hopeless=demands_reading and look.is_hopeless and not look.is_silent,
    )


def choose_verify(settings: Settings, sheet: Sheet) -> Verify:
    """What is read back: what the person says; else all of a pulled sheet, whose safety rests on it."""
    return settings.verify or (Verify.ALL if sheet.base is not None else Verify.FIRST)


def guard_of(prepared: Prepared) -> Guard:
    """What looks for changes that somebody else has made since the sheet was pulled."""
    pulled = prepared.pulled
    if pulled is None or pulled.base is None:
        return lambda _update, _live: ()
    return lambda update, live: find_stale(prepared.resource, update, live, pulled)
