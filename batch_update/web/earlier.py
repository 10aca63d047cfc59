"""Earlier runs for the page: listed, their results once more, and what is needed to go on with one or to put it back.

Each of these reads the journal, and so waits for the disk: none is called in the event loop.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from batch_update.access import AccessOptions
from batch_update.account_arguments import UndoChoices, settings_of_undo
from batch_update.accounts import config_folder, list_accounts
from batch_update.campaign import CAMPAIGN
from batch_update.errors import TokenError, UsageError
from batch_update.journal import Journal
from batch_update.run.earlier import write_results_again
from batch_update.runs import RunRecord
from batch_update.sending import check_token
from batch_update.settings import SANDBOX, EnvFile, Settings, Token
from batch_update.web.journey import Upload
from batch_update.web.target import Target, choose_target
from batch_update.web.uploads import Shelves
from batch_update.wording.earlier import NO_RUNS, WIDE, runs_table
from batch_update.wording.page import GONE, TYPE_IT

MOST_RUNS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """The earlier runs of this computer's user."""

    state: Path
    shelves: Shelves
    environ: Mapping[str, str]

    def tell(self) -> dict[str, object]:
        """The table of the newest runs, its headings, and what can be done with each."""
        with Journal(self.state) as journal:
            runs = journal.runs()[:MOST_RUNS]
            going_on = {run.id for run in runs if run.is_unfinished and self._is_last(journal, run)}
        headings, *lines = runs_table(runs, columns=WIDE)
        return {
            "headings": headings,
            "none": NO_RUNS,
            "runs": [
                {"id": run.id, "cells": cells, "goes_on": run.id in going_on, "needs_token": needs_token(run)}
                for run, cells in zip(runs, lines, strict=True)
            ],
        }

    def find(self, name: str) -> RunRecord:
        """One of them. Raises UsageError."""
        with Journal(self.state) as journal:
            return journal.run(name)

    def write_results(self, name: str) -> Path:
        """The results workbook of a run, once more. Raises BatchUpdateError."""
        with Journal(self.state) as journal:
            run = journal.run(name)
        path = self.shelves.new_folder() / f"{run.path.stem}.{run.id}.results.xlsx"
        return write_results_again(run.id, path, resource=CAMPAIGN, state=self.state)[1]

    def find_sheet(self, run: RunRecord) -> Upload:
        """The sheet of a run, at the place that the journal knows it by. Raises UsageError: it is not there."""
        if not run.path.exists() and self.shelves.has(run.path):
            with Journal(self.state) as journal:
                content = journal.sheet_copy(run.id).content
            self.shelves.put_back(run.path, content)
        if not run.path.is_file():
            raise UsageError(GONE)
        return Upload(path=run.path, shown=run.path.name)

    def find_target(self, run: RunRecord, typed: str, known: Target | None) -> Target:
        """Where a run went. Raises TokenError where its token must be typed, and was not."""
        if run.target == SANDBOX:
            return choose_target({"kind": "sandbox"}, self.environ)
        if run.profile:
            return choose_target({"kind": "profile", "profile": run.profile, "token": typed}, self.environ)
        if not typed and known is not None and known.token and known.access.base_url == run.target:
            return known
        token: Token | None = check_token(typed) if typed else None
        if token is None:
            raise TokenError(TYPE_IT)
        return choose_target({"kind": "typed", "base_url": run.target, "token": token.reveal()}, self.environ)

    def settle(self, target: Target, run: RunRecord) -> Settings:
        """How the account of a run is reached that is to be put back. Raises BatchUpdateError."""
        options = AccessOptions(auth=None if target.kind == "sandbox" else target.access.auth)
        choices = UndoChoices(
            run=run.id, file=None, access=options, timeout=30.0, as_json=False, quiet=False, color=False
        )
        return settings_of_undo(choices, run, self.environ, EnvFile())

    def list_profiles(self) -> list[dict[str, object]]:
        """The accounts by name, all but their tokens. Raises ProfileError."""
        accounts = list_accounts(config_folder(self.environ))
        return [{"name": it.name, "base_url": it.base_url, "token_kept": it.token_kept} for it in accounts]

    @staticmethod
    def _is_last(journal: Journal, run: RunRecord) -> bool:
        newest = journal.newest(run.path, run.target, run.worksheet)
        return newest is not None and newest.id == run.id


def needs_token(run: RunRecord) -> bool:
    """Whether nobody but the person has the token of its account."""
    return run.target != SANDBOX and not run.profile
