"""How a run ends: its exit code, its totals, and the last words, which name the next step. Pure."""

from __future__ import annotations

import os
import shlex
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from batch_update.arguments import PROGRAM
from batch_update.model import Run, Status
from batch_update.screen import count, spell_duration
from batch_update.settings import API_URL, Settings

INTERRUPTED, TERMINATED, UNWRITTEN, STOPPED_EARLY, SOME_NOT_UPDATED, ALL_DONE = 130, 143, 4, 3, 1, 0

STOP_CODES = {"interrupted": INTERRUPTED, "terminated": TERMINATED}
"""Exit codes by what stopped a run; any other reason is STOPPED_EARLY."""

TOTALS = {  # the counts of --json, by status
    Status.UPDATED: "updated",
    Status.VALID: "valid",
    Status.INVALID: "invalid",
    Status.REJECTED: "rejected",
    Status.FAILED: "failed",
    Status.UNKNOWN: "unknown",
    Status.NOT_SENT: "not_sent",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """Everything that decides how a run ends. `results` is None if the workbook could not be written."""

    settings: Settings
    run: Run
    counts: Mapping[Status, int]
    results: Path | None
    stopped_by: str | None = None  # the reason that the run was stopped for
    journalled: bool = True  # whether the journal has every outcome

    @property
    def rows(self) -> int:
        """The rows of the sheet."""
        return sum(self.counts.values())

    @property
    def done(self) -> int:
        """The rows that ended well."""
        return self.counts[Status.VALID if self.run.checked_only else Status.UPDATED]

    @property
    def exit_code(self) -> int:
        """130 or 143, 3, 4, 1, in this order if several apply; else 0."""
        if self.stopped_by:
            return STOP_CODES.get(self.stopped_by, STOPPED_EARLY)
        if self.results is None:
            return UNWRITTEN
        return ALL_DONE if self.done == self.rows else SOME_NOT_UPDATED


def totals(ending: Ending) -> dict[str, object]:
    """The object that --json prints."""
    run = ending.run
    counts = {
        name: ending.counts[status] for status, name in TOTALS.items() if status is not Status.VALID or run.checked_only
    }
    return {
        "run": run.id,
        "sheet": str(ending.settings.sheet),
        "rows": ending.rows,
        **counts,
        "requests": run.traffic.requests,
        "retries": run.traffic.retries,
        "throttled": run.traffic.throttled,
        "seconds": round(run.seconds, 3),
        "results": str(ending.results) if ending.results else None,
        "exit_code": ending.exit_code,
    }


def facts(ending: Ending) -> str:
    """One line on what the run took."""
    run = ending.run
    took = f"{count(ending.rows, 'row')} in {spell_duration(run.seconds)}"
    if run.checked_only:
        return f"{took}; nothing was sent."
    retries = f", {run.traffic.retries:,} of them further tries" if run.traffic.retries else ""
    throttled = f", {run.traffic.throttled:,} answered “too fast”" if run.traffic.throttled else ""
    return f"{took}: {count(run.traffic.requests, 'request')}{retries}{throttled}."


def last_words(ending: Ending) -> list[str]:
    """Where the results are and what to do next; the most important line is the last."""
    settings, results = ending.settings, ending.results
    if results is None and not ending.journalled:
        return [ending.run.stopped, "Copy the lines above: they are the only record of what came of the rows."]
    if results is None and ending.run.checked_only:
        return ["The results workbook could not be written; nothing was sent. Choose another place with --results."]
    if results is None:
        return [
            "The results workbook could not be written, but nothing is lost: the outcomes are kept. Get it with",
            f"  {PROGRAM} results {ending.run.id} FILE.xlsx",
        ]
    lines = [f"{ending.run.stopped}"] if ending.run.stopped else []
    lines.append(f"Results: {results}")
    left = ending.rows - ending.done
    if ending.run.checked_only:
        return [*lines, *_after_check(settings, results, left, ending.rows)]
    if not left:
        return [*lines, "The row was updated." if ending.rows == 1 else f"All {ending.rows:,} rows updated."]
    if ending.stopped_by:
        return [*lines, f"{count(left, 'row')} not updated. To go on where it stopped:",
                f"  {command(settings, settings.sheet, '--resume')}"]  # fmt: skip
    fixable = ending.counts[Status.INVALID] + ending.counts[Status.REJECTED]
    what = "correct the red cells on its sheet “To fix”, save it, and send those rows again:"
    if not fixable:
        what = "its sheet “To fix” has them; to send them again:"
    return [*lines, f"{count(left, 'row')} not updated. Open the results, {what}",
            f"  {command(settings, results)}"]  # fmt: skip


def _after_check(settings: Settings, results: Path, left: int, rows: int) -> list[str]:
    if not left:
        valid = "The row is valid" if rows == 1 else f"All {rows:,} rows are valid"
        return [f"{valid}; nothing was sent. To send:", f"  {command(settings, settings.sheet)}"]
    return [
        f"{count(left, 'row')} to fix. Open the results, correct the red cells on the sheet “To fix”, save, and run:",
        f"  {command(settings, results)}",
    ]


def command(settings: Settings, sheet: Path, *more: str) -> str:
    """The command line that runs a sheet against the same target."""
    words = [str(sheet)]
    if settings.sandbox:
        words.append("--sandbox")
    elif settings.base_url != API_URL:
        words += ["--base-url", settings.base_url]
    if settings.token_file is not None:
        words += ["--token-file", str(settings.token_file)]
    if settings.auth != "bearer":
        words += ["--auth", settings.auth]
    return f"{PROGRAM} {quote([*words, *more])}"


def quote(words: Sequence[str]) -> str:
    """Words as the shell of this platform wants them."""
    return subprocess.list2cmdline(words) if os.name == "nt" else " ".join(map(_quote_word, words))


def _quote_word(word: str) -> str:
    """One word for a Unix shell; a file name that is no UTF-8 in the form that can be shown and copied, $'…'."""
    if not any("\ud800" <= letter <= "\udfff" for letter in word):
        return shlex.quote(word)
    return "$'" + "".join(map(_spell_byte, os.fsencode(word))) + "'"


def _spell_byte(byte: int) -> str:
    return chr(byte) if 0x20 <= byte < 0x7F and chr(byte) not in "'\\" else f"\\x{byte:02x}"
