"""What many outcomes come to: counts by status, equal problems and equal conversions together. Pure; knows no library.

The summary on the terminal and the `Summary` sheet are both made from these groups, so that they say the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from batch_update.model import Conversion, Outcome, Problem, Severity, Source, Status

EXAMPLES = 5
"""How many cells a group names; enough to see what is meant, few enough to read."""


@dataclass(frozen=True, slots=True)
class Example:
    """One cell of a group: where it is, what it shows and what it may hold. No `cell`: a problem of a whole row."""

    row: int
    cell: str
    value: str
    suggestion: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemGroup:
    """The same problem over `rows` rows, with the first cells that have it and every different suggestion."""

    severity: Severity
    source: Source
    code: str
    column: str
    message: str
    rows: int
    examples: tuple[Example, ...]
    suggestions: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversionGroup:
    """The same words sent as the same other words from `count` cells of a column."""

    column: str
    shown: str
    sent: str
    count: int
    cells: tuple[str, ...]


@dataclass(slots=True)
class _Tally:
    """What is known of a group so far; suggestions are keys of a dict for their order."""

    rows: set[int] = field(default_factory=set)
    examples: list[Example] = field(default_factory=list)
    suggestions: dict[str, None] = field(default_factory=dict)


def group_problems(problems: Iterable[Problem]) -> tuple[ProblemGroup, ...]:
    """Equal problems together: errors before warnings, the commonest first, else in the order they were met."""
    tallies: dict[tuple[Severity, Source, str, str, str], _Tally] = {}
    for problem in problems:
        key = (problem.severity, problem.source, problem.code, problem.column, problem.message)
        tally = tallies.setdefault(key, _Tally())
        tally.rows.add(problem.row)
        if len(tally.examples) < EXAMPLES:
            tally.examples.append(Example(problem.row, problem.cell, problem.value, problem.suggestion))
        if problem.suggestion:
            tally.suggestions[problem.suggestion] = None
    groups = [
        ProblemGroup(
            severity=severity,
            source=source,
            code=code,
            column=column,
            message=message,
            rows=len(tally.rows),
            examples=tuple(tally.examples),
            suggestions=tuple(tally.suggestions),
        )
        for (severity, source, code, column, message), tally in tallies.items()
    ]
    return tuple(sorted(groups, key=lambda group: (group.severity is Severity.WARNING, -group.rows)))


def group_conversions(conversions: Iterable[Conversion]) -> tuple[ConversionGroup, ...]:
    """Equal conversions together, the commonest first, else in the order they were met."""
    counts: Counter[tuple[str, str, str]] = Counter()
    cells: dict[tuple[str, str, str], list[str]] = {}
    for conversion in conversions:
        key = (conversion.column, conversion.shown, conversion.sent)
        counts[key] += 1
        examples = cells.setdefault(key, [])
        if len(examples) < EXAMPLES:
            examples.append(conversion.cell)
    return tuple(
        ConversionGroup(column=key[0], shown=key[1], sent=key[2], count=count, cells=tuple(cells[key]))
        for key, count in counts.most_common()
    )


def count_statuses(outcomes: Iterable[Outcome]) -> Mapping[Status, int]:
    """How many rows ended how: every status is a key, in the order of `Status`; the counts add up to the rows."""
    counts = Counter(outcome.status for outcome in outcomes)
    return {status: counts[status] for status in Status}
