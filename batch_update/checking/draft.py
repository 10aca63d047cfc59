"""What is known of a row while it is checked, and the verdict that it comes to. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field

from batch_update.live import SentAlong, Snapshot
from batch_update.model import (
    Conversion,
    JsonValue,
    Problem,
    Rejection,
    Row,
    Severity,
    Untouched,
    Update,
    Verdict,
)
from batch_update.resource import Resource


@dataclass(slots=True)
class Draft:
    """What is known of a row while its cells are read."""

    row: Row
    resource: Resource
    campaign_id: str = ""
    body: dict[str, JsonValue] = field(default_factory=dict)
    refused_fields: list[str] = field(default_factory=list)
    cleared: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    conversions: list[Conversion] = field(default_factory=list)
    along: list[SentAlong] = field(default_factory=list)
    was_sent: bool = False
    refused: bool = False

    def add(self, problem: Problem) -> None:
        """Take a problem in; an error refuses the row."""
        self.problems.append(problem)
        self.refused = self.refused or problem.severity is Severity.ERROR


def settle(draft: Draft, base: Snapshot | None = None) -> Verdict:
    """The verdict on a row that was read; `base` is what a pulled row's campaign is known to hold."""
    if draft.refused:
        draft.problems.sort(key=_from_left_to_right)
        return Rejection(row=draft.row, campaign_id=draft.campaign_id, problems=tuple(draft.problems))
    if not draft.body:
        return Untouched(
            row=draft.row, campaign_id=draft.campaign_id, warnings=tuple(draft.problems), was_sent=draft.was_sent
        )
    return Update(
        row=draft.row,
        campaign_id=draft.campaign_id,
        body=draft.body,
        warnings=tuple(draft.problems),
        conversions=tuple(draft.conversions),
        cleared=tuple(draft.cleared),
        along=tuple(draft.along),
        base=base,
    )


def _from_left_to_right(problem: Problem) -> tuple[bool, int, str]:
    """Errors before warnings, and each in the order of the sheet: of one row, `B2` comes before `AA2`."""
    return (problem.severity is Severity.WARNING, len(problem.cell), problem.cell)
