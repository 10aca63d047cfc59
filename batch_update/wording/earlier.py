"""How earlier runs are told. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from batch_update.runs import RunRecord
from batch_update.settings import SANDBOX
from batch_update.statuses import FACTS, Status
from batch_update.wording.phrases import PROGRAM, visible

NO_RUNS = "No sheet has been sent from here yet."
NOTHING_KEPT = (
    f"{{name}} sent nothing: a plan or a check keeps nothing but its workbook. `{PROGRAM} runs` lists the runs."
)
CUT_OFF = "The run was cut off before its end."


CUTTABLE = (2, 3)
"""The columns of `runs_table` whose texts may be cut: a sheet and a target may have names of any length."""

WIDE = 120  # columns of a terminal that has room for all that is known

UNFINISHED = f"* did not finish: {PROGRAM} SHEET --resume sends what it left."
"""Said below a table with such a run."""


def runs_table(records: Iterable[RunRecord], *, columns: int) -> list[list[str]]:
    """The headings, and a line a run: its id, when, which sheet, where to, how many rows; more where there is room."""
    headings = ["RUN", "STARTED", "SHEET", "TARGET", "UPDATED"]
    return [
        [*headings, *(["THE OTHER ROWS", "BY"] if columns >= WIDE else [])],
        *([*_describe_run(record), *(_describe_more(record) if columns >= WIDE else [])] for record in records),
    ]


def _describe_run(record: RunRecord) -> list[str]:
    updated = f"{record.counts.get(Status.UPDATED, 0):,} of {record.total:,}{' *' if record.is_unfinished else ''}"
    return [
        record.id,
        f"{record.started:%d %b %H:%M}",
        visible(record.path.name),
        visible(_name_target(record)),
        updated,
    ]


def _name_target(record: RunRecord) -> str:
    """Where the rows went; the profile first, since accounts have the same host and a narrow window cuts the end."""
    if record.target == SANDBOX:
        return "stand-in"
    host = urlsplit(record.target).netloc or record.target
    return f"{record.profile} ({host})" if record.profile else host


def _describe_more(record: RunRecord) -> list[str]:
    others = [
        f"{number:,} {status.lower()}"
        for status, number in record.counts.items()
        if number and status is not Status.UPDATED
    ]
    return [", ".join(others), visible(f"{record.user}@{record.host}" if record.user else record.host)]


def run_facts(record: RunRecord) -> dict[str, object]:
    """The object that `runs --json` prints."""
    return {
        "run": record.id,
        "started": record.started.isoformat(timespec="seconds"),
        "ended": record.ended.isoformat(timespec="seconds") if record.ended else None,
        "user": record.user,
        "host": record.host,
        "sheet": str(record.path),
        "target": record.target,
        "profile": record.profile,
        "rows": record.total,
        **{facts.total: record.counts.get(status, 0) for status, facts in FACTS.items() if facts.by_sending},
        "stopped": record.stopped,
        "exit_code": record.exit_code,
        "continues": record.continues,
    }
