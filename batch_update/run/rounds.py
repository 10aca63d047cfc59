"""Which round of which first sheet a run is, and which workbook its results may replace.

`To fix` of a results workbook is run in its turn, and so on: all that is one story, told under the first sheet's name.
The journal knows every workbook by its place and bytes, so that what somebody corrected since is never overwritten.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from batch_update.errors import JournalError
from batch_update.journal import Journal
from batch_update.journal.store import FILE_NAME
from batch_update.model import Outcome, Sheet
from batch_update.runs import RunId, WorkbookRecord
from batch_update.settings import Settings, results_beside
from batch_update.sheets.names import TO_FIX
from batch_update.wording.after import EDITED, IS_THE_SHEET, OF_A_RUN, OF_ANOTHER, STRANGE, tell_rounds

FindRecord = Callable[[Path], WorkbookRecord | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One run of a sheet as a part of the first sheet's story. `earlier` is the workbook that is run, if it is one."""

    first: Path
    sheet: Path
    checked_only: bool
    earlier: WorkbookRecord | None = None

    @property
    def number(self) -> int:
        """1 for the first sheet itself."""
        return self.earlier.round + 1 if self.earlier else 1

    def tell(self, outcomes: Sequence[Outcome]) -> str:
        """What this round and the whole came to, in words; nothing where there is no earlier round that sent rows.

        The rows that a mere check found right are not on its `To fix`; whether they were sent since, nobody knows here.
        """
        if self.checked_only or self.earlier is None or (self.earlier.checked_only and not self.earlier.done):
            return ""
        done = sum(outcome.status.facts.succeeded for outcome in outcomes)
        return tell_rounds((done, len(outcomes)), self.count_whole(outcomes))

    def count_whole(self, outcomes: Sequence[Outcome]) -> tuple[int, int]:
        """How many rows were updated in this round and those before it, of how many of the first sheet."""
        done = 0 if self.checked_only else sum(outcome.status.facts.succeeded for outcome in outcomes)
        if self.earlier is None:
            return done, len(outcomes)
        return self.earlier.done + done, max(self.earlier.rows, self.earlier.done + len(outcomes))

    def object_to_replacing(self, path: Path, find: FindRecord) -> str:
        """Why the file at `path` must stay, in words that go on from its name; nothing if it may be replaced."""
        if _is_same(path, self.sheet):
            return IS_THE_SHEET
        record = find(path)
        if record is None:
            return STRANGE
        if not _is_same(record.first, self.first) or record.round != self.number:
            return OF_ANOTHER.format(sheet=record.first.name, round=record.round)
        if self.checked_only and not record.checked_only:
            return OF_A_RUN
        return "" if _digest(path) == record.sha256 else EDITED


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """Where the results of a round go. Without a journal nothing that is there is replaced."""

    round: Round
    journal: Journal | None

    def object_to_replacing(self, path: Path) -> str:
        """As above, as far as the journal can tell."""
        return self.round.object_to_replacing(path, self._find)

    def may_replace(self, path: Path) -> bool:
        """Whether the file at `path` may be replaced."""
        return not self.object_to_replacing(path)

    def keep(self, path: Path, run: RunId, outcomes: Sequence[Outcome]) -> None:
        """Write down a workbook that was just written.

        Where that fails, the workbook is a stranger's from now on, and so is not replaced.
        """
        sha256 = _digest(path)
        if self.journal is None or not sha256:
            return
        done, rows = self.round.count_whole(outcomes)
        with suppress(JournalError):
            self.journal.keep_workbook(
                WorkbookRecord(
                    path=path,
                    sha256=sha256,
                    first=self.round.first,
                    round=self.round.number,
                    checked_only=self.round.checked_only,
                    run=run,
                    done=done,
                    rows=rows,
                )
            )

    def _find(self, path: Path) -> WorkbookRecord | None:
        try:
            return self.journal.workbook(path) if self.journal else None
        except JournalError:
            return None


@contextmanager
def open_if_possible(state: Path, *, make: bool) -> Iterator[Journal | None]:
    """The journal in a folder, or None where there is none (unless it is to be made) or none that can be used."""
    journal: Journal | None = None
    with suppress(JournalError, OSError):
        journal = Journal(state) if make or (state / FILE_NAME).is_file() else None
    try:
        yield journal
    finally:
        if journal is not None:
            journal.close()


def find_round(settings: Settings, sheet: Sheet, sha256: str, journal: Journal | None) -> Round:
    """Which round a run of this sheet is; `sha256` is that of its file."""
    record: WorkbookRecord | None = None
    if journal is not None and sheet.worksheet.strip().casefold() == TO_FIX.casefold():
        with suppress(JournalError):
            record = journal.workbook(settings.sheet, sha256)
    first = record.first if record else settings.sheet
    return Round(first=first, sheet=settings.sheet, checked_only=settings.sends_nothing, earlier=record)


def place_results(settings: Settings, story: Round) -> Path:
    """Where the results of a round should go: where the user says, else beside the first sheet, under its name."""
    if settings.results_chosen or story.earlier is None:
        return settings.results
    named = results_beside(story.first, check_only=settings.sends_nothing)
    is_near = _is_same(named.parent, settings.sheet.parent) or not named.parent.is_dir()
    return settings.sheet.with_name(named.name) if is_near else named


def _is_same(path: Path, other: Path) -> bool:
    try:
        return path.resolve() == other.resolve() or path.samefile(other)
    except OSError:
        return False


def _digest(path: Path) -> str:
    """The hash of a file's bytes; nothing where it can not be read, which is no hash of any."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""
