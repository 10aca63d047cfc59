"""The journey as JSON for the browser, in the words of `wording`. Pure; no token is in it.

Texts are texts: the browser shows them as such, whatever a sheet or the API has in them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from functools import lru_cache
from typing import TypeAlias

from batch_update.live import Remark
from batch_update.model import Outcome, Severity
from batch_update.options import OPTIONS
from batch_update.runs import RunResult
from batch_update.settings import Settings, Verify
from batch_update.statuses import Status
from batch_update.web.journey import READS_ALL, Ending, Journey, Question, Said
from batch_update.web.target import Target
from batch_update.wording import page as words
from batch_update.wording.after import describe_facts, tell_changes
from batch_update.wording.before import describe_reading_all
from batch_update.wording.changes import REMARKS
from batch_update.wording.groups import ProblemGroup, group_problems
from batch_update.wording.next_step import last_words
from batch_update.wording.page import for_buttons, without_commands
from batch_update.wording.phrases import count
from batch_update.wording.proof import describe_proof
from batch_update.wording.pull import describe_pull
from batch_update.wording.undo import describe_undo

Told: TypeAlias = dict[str, object]

MOST_GROUPS = 10
MOST_LINES = 200  # of a table, at once; the filter finds the others


def tell(journey: Journey) -> Told:
    """All that a window needs to show what is so now."""
    with journey.looking():
        target, upload = journey.target, journey.upload
        return {
            "version": journey.version,
            "phase": journey.phase.value,
            "work": journey.work,
            "closing": journey.closing,
            "sheet": upload.shown if upload else None,
            "target": _tell_target(target) if target else None,
            "alert": [for_buttons(line) for line in journey.alert],
            "lines": [_tell_line(said) for said in journey.lines],
            "fresh": [_tell_line(said) for said in journey.fresh],
            "question": tell_question(journey.question, journey) if journey.question else None,
            "progress": _tell_progress(journey),
            "stoppable": journey.stop is not None,
            "stopping": journey.stop.asked if journey.stop else False,
            "check": tell_ending(journey.check) if journey.check else None,
            "plan": tell_ending(journey.plan) if journey.plan else None,
            "ending": tell_ending(journey.ending) if journey.ending else None,
            "pulled": without_commands(describe_pull(journey.pulled)) if journey.pulled else None,
            "undone": _tell_undone(journey),
        }


def tell_question(question: Question, journey: Journey) -> Told:
    """A question, what was said before it, and what can be chosen at it."""
    return {
        "text": question.text,
        "mark": question.mark,
        "first": question.is_first,
        "lines": [_tell_line(said) for said in question.lines],
        "choices": _tell_choices(journey) if question.is_first and journey.foreseen else [],
    }


def _tell_choices(journey: Journey) -> list[Told]:
    """What can be chosen at the first question: what is read back, and of a pulled sheet what is sent of it."""
    foreseen = journey.foreseen
    assert foreseen is not None, "asked for before"  # noqa: S101 - for the type checker
    plan, settings, chosen = foreseen.plan, foreseen.settings, journey.choices
    reads = {"name": READS_ALL, "title": words.READ_ALL, "chosen": foreseen.outlook.verify is Verify.ALL,
             "about": describe_reading_all(len(plan.to_send), settings)}  # fmt: skip
    if all(update.base is None for update in plan.to_send):
        return [reads]
    meanings = {word: meaning for word, _, meaning in OPTIONS}
    return [
        reads,
        {"name": "every_cell", "title": words.EVERY_CELL, "chosen": chosen.every_cell,
         "about": meanings["--every-cell"]},
        {"name": "keep_mine", "title": words.KEEP_MINE, "chosen": chosen.keep_mine, "about": meanings["--keep-mine"]},
    ]  # fmt: skip


@lru_cache(maxsize=4)  # a run under way is told several times a second
def tell_ending(ending: Ending) -> Told:
    """How something ended: its counts, what is wrong, what was proven, what to do next."""
    result, settings = ending.result, ending.settings
    groups = group_problems(problem for outcome in result.outcomes for problem in outcome.problems)
    return {
        "run": result.run.id,
        "rows": result.rows,
        "counts": tell_counts(result.counts),
        "facts": describe_facts(result),
        "proof": list(describe_proof(result.run, result.outcomes)),
        "changes": [line.text for line in tell_changes(result) if line.text],
        "groups": [_tell_group(group) for group in groups[:MOST_GROUPS]],
        "more_groups": count(len(groups) - MOST_GROUPS, "more problem") if len(groups) > MOST_GROUPS else "",
        "problems": sum(len(outcome.problems) for outcome in result.outcomes),
        "words": _tell_last_words(result, settings),
        "stopped": bool(result.stopped_by),
        "valid": result.counts[Status.VALID],
        "left": result.left,
        "results": result.results.name if result.results else None,
    }


def tell_counts(counts: Mapping[Status, int]) -> list[Told]:
    """How many rows ended how, with what that means and how it looks."""
    return [
        {"status": status.value, "number": number, "tone": status.facts.tone.name.lower(),
         "meaning": status.facts.meaning}
        for status, number in counts.items() if number
    ]  # fmt: skip


def list_problems(outcomes: Iterable[Outcome], find: str) -> tuple[list[Told], int]:
    """The problems, cell by cell, that hold a text; the first of them, and how many there are."""
    wanted = find.strip().casefold()
    found = [
        {"cell": problem.cell, "row": problem.row, "column": problem.column, "value": problem.value,
         "message": problem.message, "suggestion": problem.suggestion, "campaign": outcome.campaign_id,
         "warning": problem.severity is Severity.WARNING}
        for outcome in outcomes for problem in outcome.problems
    ]  # fmt: skip
    return _filter(found, wanted)


def list_changes(outcomes: Iterable[Outcome], find: str) -> tuple[list[Told], int]:
    """The changes, field by field, that hold a text; the first of them, and how many there are."""
    found = [
        {"campaign": outcome.campaign_id, "row": outcome.row.number, "cell": change.cell, "column": change.column,
         "now": change.now, "new": change.new,
         "note": "" if change.remark is Remark.PLAIN else REMARKS[change.remark]}
        for outcome in outcomes for change in outcome.changes
    ]  # fmt: skip
    return _filter(found, find.strip().casefold())


def _filter(lines: Sequence[Told], wanted: str) -> tuple[list[Told], int]:
    found = [line for line in lines if not wanted or any(wanted in str(value).casefold() for value in line.values())]
    return found[:MOST_LINES], len(found)


def _tell_target(target: Target) -> Told:
    access = target.access
    return {
        "kind": target.kind,
        "profile": access.profile,
        "base_url": access.base_url,
        "has_token": target.token is not None,
    }


def _tell_line(said: Said) -> Told:
    return {"text": for_buttons(said.text), "warning": said.is_warning}


def _tell_progress(journey: Journey) -> Told | None:
    progress = journey.progress
    if progress is None:
        return None
    counts = {status: progress.counts[status] for status in Status}
    return {"total": progress.total, "done": progress.done, "text": progress.text, "counts": tell_counts(counts)}


def _tell_group(group: ProblemGroup) -> Told:
    example = asdict(next((it for it in group.examples if it.suggestion), group.examples[0]))
    return {
        "column": group.column,
        "message": group.message,
        "rows": count(group.rows, "row"),
        "many": group.rows > 1,
        "warning": group.severity is Severity.WARNING,
        "example": example,
    }


def _tell_last_words(result: RunResult, settings: Settings) -> list[str]:
    """What to do next, for who has buttons; what the summary says beside them is told elsewhere."""
    return without_commands(last_words(result, settings))


def _tell_undone(journey: Journey) -> Told | None:
    undone = journey.undone
    if undone is None:
        return None
    return {
        "run": undone.run.id,
        "words": without_commands(describe_undo(undone)),
        "campaigns": undone.campaigns,
        "file": undone.file.name,
    }
