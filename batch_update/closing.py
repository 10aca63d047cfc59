"""The end of a run: its results workbook is written, and what came of it is told. Nothing here may cost an outcome."""

from __future__ import annotations

import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from batch_update.ending import Ending, facts, last_words, totals
from batch_update.errors import ResultsError, UsageError
from batch_update.model import Outcome, Resource, Run, Sheet, Verdict
from batch_update.plan import conversions_of
from batch_update.report import count_statuses, group_problems
from batch_update.screen import Screen, as_json, summary_lines
from batch_update.settings import Settings

if TYPE_CHECKING:
    from batch_update.delivery import Delivery

NOTHING_SENT = "nothing was sent (check only)"


def check_run(seconds: float) -> Run:
    """The facts of a run that only checks."""
    now = datetime.now().astimezone()
    return Run(
        id=f"check-{now:%Y%m%d-%H%M%S}",
        target=NOTHING_SENT,
        started=now,
        seconds=seconds,
        pace="",
        checked_only=True,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """What every end of a run is told from."""

    settings: Settings
    screen: Screen
    resource: Resource
    sheet: Sheet
    verdicts: Sequence[Verdict]

    def end(self, outcomes: Sequence[Outcome], run: Run, delivery: Delivery | None = None) -> Ending:
        """Write the results workbook, and say what came of the run and what to do next.

        Raises:
            UsageError: the workbook could not be written, and there was nothing but a check to lose.
        """
        results = self._write_results(outcomes, run)
        ending = Ending(
            settings=self.settings,
            run=run,
            counts=count_statuses(outcomes),
            results=results,
            stopped_by=delivery.stop_reason if delivery else None,
            journalled=not (delivery and delivery.journal_error),
        )
        try:
            self._tell(ending, outcomes)
        except BaseException as fault:  # noqa: BLE001 - the results are written: words that fail must not deny them
            self.screen.warn(f"batch_update: The summary could not be told: unexpected {type(fault).__name__}.")
        return ending

    def _tell(self, ending: Ending, outcomes: Sequence[Outcome]) -> None:
        results, run = ending.results, ending.run
        if results is None and not ending.journalled:
            self._tell_all(outcomes)
        if self.settings.as_json:
            if not self.screen.give(as_json(totals(ending))):
                self.screen.warn(f"The totals are: {as_json(totals(ending))}")
            if results is None or run.stopped:
                for line in last_words(ending):
                    self.screen.warn(line)
        elif not self.settings.quiet or ending.exit_code:
            groups = group_problems(problem for outcome in outcomes for problem in outcome.problems)
            last = last_words(ending)
            if not self.screen.give("\n".join(summary_lines(ending.counts, groups, facts(ending), last))):
                for line in last:
                    self.screen.warn(line)

    def _tell_all(self, outcomes: Sequence[Outcome]) -> None:
        """The last resort: what no disk would take goes to the terminal."""
        self.screen.warn("Neither the journal nor the results could be written. This is what came of the rows:")
        for outcome in outcomes:
            self.screen.warn(
                f"row {outcome.row.number}, campaign {outcome.campaign_id}: {outcome.status} {outcome.message}"
            )

    def _write_results(self, outcomes: Sequence[Outcome], run: Run) -> Path | None:
        """Where the results went; None if they could not be written, which is said."""
        from batch_update.sheets.results import write_results  # noqa: PLC0415 - a refused question has no use for it

        wanted = self.settings.results
        try:
            path = write_results(
                wanted,
                run=run,
                sheet=self.sheet,
                outcomes=outcomes,
                conversions=conversions_of(self.verdicts),
                resource=self.resource,
            )
        except ResultsError as error:
            if run.checked_only:
                raise UsageError(str(error)) from error
            self.screen.warn(f"batch_update: {error}")
            return None
        except Exception as fault:
            if run.checked_only:
                raise
            if self.settings.verbose:
                traceback.print_exc()
            self.screen.warn(f"batch_update: The results could not be written: unexpected {type(fault).__name__}.")
            return None
        if path != wanted:
            self.screen.say(f"{wanted.name} is open in another program; the results are in {path.name} beside it.")
        return path
