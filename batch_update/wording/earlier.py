"""How earlier runs are told. Pure."""

from __future__ import annotations

from batch_update.runs import RunRecord
from batch_update.statuses import FACTS
from batch_update.wording.phrases import count

NO_RUNS = "No sheet has been sent from here yet."
CUT_OFF = "The run was cut off before its end."


def describe_run(record: RunRecord) -> str:
    """Who ran which sheet against what, when, and what came of it, on one line."""
    counts = ", ".join(f"{number:,} {status.lower()}" for status, number in record.counts.items() if number)
    end = "" if record.ended else " (did not finish)"
    who = f"{record.user}@{record.host}" if record.user else record.host
    return (
        f"{record.id}  {record.started:%Y-%m-%d %H:%M}  {who}  {record.path.name} -> {record.target}: "
        f"{count(record.total, 'row')}, {counts or 'none sent'}{end}"
    )


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
        "rows": record.total,
        **{facts.total: record.counts.get(status, 0) for status, facts in FACTS.items() if facts.by_sending},
        "stopped": record.stopped,
        "exit_code": record.exit_code,
        "continues": record.continues,
    }
