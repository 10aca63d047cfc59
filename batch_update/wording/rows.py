"""What is said of one row and of its problems, in a message, on a page or in a comment. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from batch_update.model import Outcome, Problem, Severity, Source, Status


def describe_rejection(problems: Sequence[Problem]) -> str:
    """The message of a row that is not sent: each problem once, behind the address of its cell."""
    told = (": ".join(part for part in (problem.cell, problem.message) if part) for problem in problems)
    return "Not sent. " + " ".join(dict.fromkeys(told))


def message_of(outcome: Outcome) -> str:
    """What is said of a row in one text: its message, else its problems, each named by its column."""
    return outcome.message or "\n".join(dict.fromkeys(_name_column(problem) for problem in outcome.problems))


def explain_row(outcome: Outcome) -> str:
    """What was said of a row, and all that is wrong with it, one problem a line, each named by its column."""
    texts = [f"{_name_column(problem)} {problem.suggestion}".strip() for problem in errors_first(outcome.problems)]
    if outcome.message and (outcome.status is not Status.INVALID or not texts):  # INVALID only says the problems again
        texts.insert(0, outcome.message)
    return "\n".join(dict.fromkeys(texts))


def explain_problem(problem: Problem) -> str:
    """A problem and how to mend it, for a comment on its cell."""
    doubt = "Warning: " if problem.severity is Severity.WARNING else ""
    said = " (said by the API)" if problem.source is Source.API else ""
    return f"{doubt}{problem.message}{said}" + (f"\n→ {problem.suggestion}" if problem.suggestion else "")


def errors_first(problems: Iterable[Problem]) -> list[Problem]:
    """Errors before warnings, else in the order given."""
    return sorted(problems, key=lambda problem: problem.severity is Severity.WARNING)


def _name_column(problem: Problem) -> str:
    return f"{problem.column}: {problem.message}".removeprefix(": ")
