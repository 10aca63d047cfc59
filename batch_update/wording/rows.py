"""What is said of one row and of its problems, in a message, on a page or in a comment. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from batch_update.model import Outcome, Problem, Severity, Source, Status

SAID_BY: Mapping[Source, str] = {
    Source.CHECK: "",
    Source.API: " (said by the API)",
    Source.ACCOUNT: " (seen in the account)",
}
"""What stands behind a problem that the check has not found."""


def describe_rejection(problems: Sequence[Problem]) -> str:
    """The message of a row that is not sent: each problem once, behind the address of its cell."""
    told = (": ".join(part for part in (problem.cell, problem.message) if part) for problem in problems)
    return "Not sent. " + " ".join(dict.fromkeys(told))


def message_of(outcome: Outcome) -> str:
    """What is said of a row in one text: its message, else its problems, each named by its column."""
    return outcome.message or "\n".join(dict.fromkeys(_name_column(problem) for problem in outcome.problems))


def explain_row(outcome: Outcome) -> str:
    """What was said of a row, and all else that is wrong with it, one problem a line, each named by its column."""
    problems = errors_first(outcome.problems)
    is_told = outcome.status in (Status.INVALID, Status.DIFFERS) and problems  # the message only says these once more
    said = "" if is_told else outcome.message
    texts = [said, *(_add_to(said, problem) for problem in problems)]
    return "\n".join(dict.fromkeys(text for text in texts if text))


def _add_to(said: str, problem: Problem) -> str:
    """What a problem adds to what was said: an API's words are the row's message and its cells' problems too."""
    words = _spaced(said)
    is_said = f" {_spaced(_name_column(problem))}" in f" {words}" or words.startswith(_spaced(problem.message))
    parts = ["" if is_said else problem.message, "" if _spaced(problem.suggestion) in words else problem.suggestion]
    told = " ".join(part for part in parts if part)
    return f"{problem.column}: {told}".removeprefix(": ") if told else ""


def _spaced(text: str) -> str:
    return " ".join(text.split()).casefold()


def explain_problem(problem: Problem) -> str:
    """A problem and how to mend it, for a comment on its cell."""
    doubt = "Warning: " if problem.severity is Severity.WARNING else ""
    return f"{doubt}{problem.message}{SAID_BY[problem.source]}" + (
        f"\n→ {problem.suggestion}" if problem.suggestion else ""
    )


def errors_first(problems: Iterable[Problem]) -> list[Problem]:
    """Errors before warnings, else in the order given."""
    return sorted(problems, key=lambda problem: problem.severity is Severity.WARNING)


def _name_column(problem: Problem) -> str:
    return f"{problem.column}: {problem.message}".removeprefix(": ")
