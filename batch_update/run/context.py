"""What belongs to one run that sends, from its beginning in the journal to its end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from batch_update.journal import Journal, KeptOutcome
from batch_update.run.account import Account
from batch_update.run.prepare import Prepared
from batch_update.run.so_far import RunSoFar
from batch_update.run.verifying.proof import Judge
from batch_update.run.verifying.unproven import Unproven
from batch_update.run.verifying.verified import Guard
from batch_update.runs import CanaryWord
from batch_update.sending import Stop
from batch_update.settings import Verify


@dataclass(frozen=True, slots=True, kw_only=True)
class RunContext:
    """One run that sends.

    `doubts` are rows that earlier runs left in doubt, by campaign id; `unproven` those that they did not read back.
    """

    prepared: Prepared
    journal: Journal
    run_id: str
    so_far: RunSoFar
    account: Account
    verify: Verify
    takes_canary: bool
    demands_reading: bool  # no row may be sent whose campaign was not read before
    judge: Judge
    guard: Guard
    pull: str = ""  # how old its pulled sheet is, in words
    doubts: Mapping[str, KeptOutcome] = field(default_factory=dict)
    unproven: Sequence[Unproven] = ()

    @property
    def stop(self) -> Stop:
        """The switch that ends the run early."""
        return self.account.stop

    @property
    def is_pulled(self) -> bool:
        """Whether the sheet was pulled, and so can be sent whole."""
        return self.prepared.sheet.base is not None

    def note_canary(self, word: CanaryWord) -> None:
        """Write down what the first campaign showed. Raises JournalError."""
        self.journal.note_canary(self.run_id, word)
