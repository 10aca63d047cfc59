"""How far the run of this process has come, for whoever must say the truth if it breaks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from batch_update.journal import Journal


@dataclass(slots=True)
class RunSoFar:
    """Whether rows may have gone out, and the run's exit code once that is told."""

    run_id: str = ""
    sent: bool = False
    code: int | None = None

    def begin_to_send(self) -> None:
        """From now on rows may go out."""
        self.sent = True

    @contextmanager
    def watching(self, journal: Journal, run_id: str) -> Iterator[None]:
        """Around everything from before the first row to the last word: know afterwards whether any was sent."""
        self.run_id = run_id
        try:
            yield
        except BaseException:
            self.sent = self.sent and (self.code is not None or _may_have_sent(journal, run_id))
            raise


def _may_have_sent(journal: Journal, run_id: str) -> bool:
    """Whether the journal has a row that was about to be sent. Where it can not say so, one may have been."""
    try:
        return any(journal.run(run_id).counts.values())
    except Exception:  # noqa: BLE001 - whatever it is, it must not make "nothing was sent" of it
        return True
