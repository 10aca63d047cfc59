"""What belongs to one run that sends, from its beginning in the journal to its end."""

from __future__ import annotations

from dataclasses import dataclass, field

from batch_update.journal import Journal
from batch_update.run.prepare import Prepared
from batch_update.run.so_far import RunSoFar
from batch_update.sending import Stop


@dataclass(frozen=True, slots=True, kw_only=True)
class RunContext:
    """One run that sends."""

    prepared: Prepared
    journal: Journal
    run_id: str
    so_far: RunSoFar
    stop: Stop = field(default_factory=Stop)
