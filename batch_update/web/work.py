"""What is done behind the page, one piece at a time, in a thread of its own: check, plan, send, pull and undo.

Every piece is the very function that the command line calls.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from batch_update.campaign import CAMPAIGN
from batch_update.errors import BatchUpdateError, UsageError, describe_fault
from batch_update.resource import Resource
from batch_update.run.looking.ids import find_ids
from batch_update.run.looking.pull import pull_campaigns
from batch_update.run.looking.undo import write_undo
from batch_update.run.pipeline import update_sheet
from batch_update.run.prepare import settle_address
from batch_update.run.so_far import RunSoFar
from batch_update.runs import RunRecord
from batch_update.selection import select_fields
from batch_update.settings import Settings, Token, Verify, results_beside, undo_beside
from batch_update.web.face import Page
from batch_update.web.journey import Choices, Journey, Phase, Upload
from batch_update.web.target import Target
from batch_update.web.uploads import Shelves
from batch_update.wording.page import NO_TARGET, ONLY_IDS

PULLED_NAME = "campaigns.xlsx"


@dataclass(slots=True, kw_only=True)
class Worker:
    """Does one piece of work at a time; what comes of it is in the journey."""

    journey: Journey
    shelves: Shelves
    state: Path
    environ: Mapping[str, str]
    resource: Resource = CAMPAIGN
    _thread: threading.Thread | None = field(default=None, init=False)

    # Each of these gives False where something else is under way.

    def check(self, upload: Upload, choices: Choices | None = None) -> bool:
        """Read a sheet and check it."""

        def work() -> None:
            journey = self.journey
            with journey.changing():
                journey.upload, journey.choices = upload, choices or Choices()
                journey.check = journey.plan = journey.ending = journey.pulled = journey.undone = None
            self._update(replace(self._settings(upload, Choices()), check_only=True))
            self._turn(Phase.FOUND)

        return self._begin("check", work, back=Phase.CHOOSE)

    def plan(self) -> bool:
        """Look at the account, and tell what the sheet would change."""

        def work() -> None:
            upload, choices = self._demand_upload(), replace(self.journey.choices, verify=None, resume=False)
            settings = self._aim(self._settings(upload, choices))
            results = results_beside(upload.path, check_only=True)
            self._update(replace(settings, plan_only=True, results=results))
            self._turn(Phase.PLANNED)

        return self._begin("plan", work, back=Phase.FOUND)

    def send(self, choices: Choices) -> bool:
        """Ask, and send."""

        def work() -> None:
            self._send(self._demand_upload(), choices)

        return self._begin("send", work, back=Phase.FOUND if self.journey.check else Phase.CHOOSE)

    def go_on(self, run: RunRecord, target: Target, upload: Upload) -> bool:
        """Go on with a run that was cut short."""
        choices = Choices(
            resume=True,
            verify=Verify.ALL if run.choice.get("verify") == "all" else None,
            every_cell=bool(run.choice.get("every_cell")),
        )

        def work() -> None:
            journey = self.journey
            with journey.changing():
                journey.upload, journey.target = upload, target
                journey.check = journey.plan = journey.ending = journey.pulled = journey.undone = None
            self._send(upload, choices, worksheet=run.worksheet)

        return self._begin("send", work, back=Phase.CHOOSE)

    def pull(self, target: Target, ids: str, fields: str) -> bool:
        """Read an account's campaigns into a workbook."""

        def work() -> None:
            if not set(ids) <= set("0123456789,; \n\t"):
                raise UsageError(ONLY_IDS)
            chosen = select_fields(self.resource, fields).resource if fields.strip() else self.resource
            path = self.shelves.new_folder() / PULLED_NAME
            page = Page(journey=self.journey, so_far=RunSoFar())
            settings = settle_address(target.aim(Settings(sheet=path, results=path)), self.resource.path, page)
            pulled = pull_campaigns(
                path,
                settings,
                resource=self.resource,
                token=None if settings.sandbox else target.find_token(self.environ),
                ids=find_ids(ids, self.resource) if ids.strip() else None,
                fields=[known.name for known in chosen.fields],
                audience=page,
            )
            with self.journey.changing():
                self.journey.target, self.journey.pulled, self.journey.phase = target, pulled, Phase.PULLED

        return self._begin("pull", work, back=Phase.CHOOSE)

    def undo(self, run: RunRecord, target: Target, settle: Callable[[RunRecord], Settings]) -> bool:
        """Make the sheet that puts a run back."""

        def work() -> None:
            undone = write_undo(
                run.id,
                self.shelves.new_folder() / undo_beside(Path(run.path.name)).name,
                resource=self.resource,
                state=self.state,
                settle=settle,
                find_token=partial(self._token_for, target),
                audience=Page(journey=self.journey, so_far=RunSoFar()),
            )
            with self.journey.changing():
                self.journey.target, self.journey.undone, self.journey.phase = target, undone, Phase.UNDONE

        return self._begin("undo", work, back=self.journey.phase)

    def wait(self, seconds: float) -> bool:
        """Wait for what is under way; whether it has ended."""
        if self._thread is not None:
            self._thread.join(seconds)
        return self._thread is None or not self._thread.is_alive()

    # --- inside -------------------------------------------------------------------------------------------------------

    def _begin(self, name: str, work: Callable[[], None], *, back: Phase) -> bool:
        if not self.journey.begin(name):
            return False
        # It sends nothing unless it was asked and answered; what it sends is in the journal: the process may end.
        self._thread = threading.Thread(target=self._do, args=(work, back), name=name, daemon=True)
        self._thread.start()
        return True

    def _do(self, work: Callable[[], None], back: Phase) -> None:
        try:
            work()
        except BaseException as fault:  # noqa: BLE001 - the page must say of each that it ended, and why
            lines = fault.lines if isinstance(fault, BatchUpdateError) else (describe_fault(fault),)
            with self.journey.changing():
                self.journey.alert, self.journey.phase = lines, back
                self.journey.question = self.journey.progress = self.journey.stop = None

    def _send(self, upload: Upload, choices: Choices, *, worksheet: str | None = None) -> None:
        """Ask and send; ask again where a choice was changed at the question."""
        journey, wanted = self.journey, choices
        while True:
            with journey.changing():
                journey.choices, journey.again, journey.ending = wanted, None, None
                journey.lines, journey.fresh, journey.foreseen = [], [], None
            self._update(self._aim(replace(self._settings(upload, wanted), worksheet=worksheet)))
            changed = self._take_change()
            if changed is None:
                break
            wanted = changed
        before = Phase.FOUND if journey.check else Phase.CHOOSE
        self._turn(Phase.ENDED if self.journey.ending else before)

    def _take_change(self) -> Choices | None:
        with self.journey.changing():
            changed, self.journey.again = self.journey.again, None
            return changed

    def _update(self, settings: Settings) -> None:
        so_far, target = RunSoFar(), self.journey.target
        update_sheet(
            settings,
            resource=self.resource,
            find_token=lambda: self._token_for(target, settings),
            state=self.state,
            audience=Page(journey=self.journey, so_far=so_far),
            so_far=so_far,
        )

    def _settings(self, upload: Upload, choices: Choices) -> Settings:
        check = not choices.resume and self.journey.work == "check"
        return Settings(
            sheet=upload.path,
            results=results_beside(upload.path, check_only=check),
            verify=choices.verify,
            resume=choices.resume,
            keeps=False,  # at the question the person sees them, and may have changed them
            every_cell=choices.every_cell,
            keep_mine=choices.keep_mine,
            windows=os.name == "nt",
        )

    def _aim(self, settings: Settings) -> Settings:
        if self.journey.target is None:
            raise UsageError(NO_TARGET)
        return self.journey.target.aim(settings)

    def _token_for(self, target: Target | None, _settings: Settings) -> Token:
        if target is None:
            raise UsageError(NO_TARGET)
        return target.find_token(self.environ)

    def _demand_upload(self) -> Upload:
        if self.journey.upload is None:
            raise UsageError(NO_TARGET)
        return self.journey.upload

    def _turn(self, phase: Phase) -> None:
        with self.journey.changing():
            self.journey.phase = phase
