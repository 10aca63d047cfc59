"""A sheet that was pulled, beside the check: what each campaign is last known to hold, and whether rows and ids fit.

Pure. The cells of such a row are read by `edits`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from batch_update.checking.comparing import live_body
from batch_update.checking.problems import cell_problem, row_cell, row_problem
from batch_update.errors import SheetError
from batch_update.kinds.cleaning import clean_text
from batch_update.kinds.ids import same_id
from batch_update.live import PULLED, Base, JsonValue, NameLists, Snapshot
from batch_update.model import Column, Problem, Rejection, Row, Severity, Verdict
from batch_update.resource import Resource
from batch_update.wording.phrases import LONGEST_TOLD, cut, visible
from batch_update.wording.pulled_warnings import OTHER_NAME

_MOST_STRAYED = 2  # rows that may have another campaign's name; more of them are half a sort
_MOST_TOLD = 3


@dataclass(frozen=True, kw_only=True)
class Pulled:
    """What is known of a sheet that was pulled, and how its rows are to be sent.

    `sent` are the values that runs of this pull have since sent with a yes, by campaign id. With `every_cell` each
    filled cell is sent, edited or not; with `keep_mine` what somebody else has changed meanwhile is overwritten.
    """

    base: Base | None = None
    lists: NameLists | None = None
    sent: Mapping[str, Mapping[str, JsonValue]] = field(default_factory=dict)
    every_cell: bool = False
    keep_mine: bool = False

    @cached_property
    def _sent(self) -> Mapping[str, Mapping[str, JsonValue]]:
        return {same_id(campaign_id): body for campaign_id, body in self.sent.items()}

    def pulled_of(self, row: Row, campaign_id: str) -> Snapshot | None:
        """What was read of a row's campaign, if it is known here: the pull that the row is from is that of the base."""
        if self.base is None or not self.is_of_base(row):
            return None
        return self.base.snapshots.get(same_id(campaign_id))

    def is_of_base(self, row: Row) -> bool:
        """Whether the pull that a row is from is that of the base."""
        stamp = self.base.stamp if self.base else ""
        return bool(stamp) and f" {row.pulled}".endswith(f" {stamp}")

    def known_of(self, resource: Resource, snapshot: Snapshot) -> Snapshot:
        """What a campaign is last known to hold: what was read, and what was sent since with a yes."""
        sent = self._sent.get(same_id(snapshot.campaign_id))
        if not sent:
            return snapshot
        values = live_body(resource, sent)
        return replace(snapshot, values={**snapshot.values, **values}, unclear=snapshot.unclear - values.keys())


# --- rows without what was pulled -------------------------------------------------------------------------------------


def base_missing(row: Row) -> Problem:
    """The problem of a row that was pulled, and of which nobody knows what it held then."""
    message = (
        "What this row held when it was pulled is not in this workbook, so nobody can tell which cells were edited."
    )
    suggestion = f"Pull again, or empty the cell of {PULLED} to have every filled cell of the row sent."
    column = _pulled_column(row)
    if column is None:
        return replace(row_problem(row, "base-missing", message, suggestion), column=PULLED, value=row.pulled)
    return cell_problem(row, column, "base-missing", message, suggestion)


def not_in_pull(resource: Resource, row: Row, pulled: Pulled) -> Problem | None:
    """The problem of a row of the base's pull whose id the pull does not have: a slip, or an id typed over."""
    column = row.column_of(resource.id_field.name)
    if not pulled.is_of_base(row) or column is None:
        return None
    message = f"The pull has no {resource.name} of this id, so nobody can tell which cells were edited."
    suggestion = f"Correct the id, or delete the row. To change another {resource.name}, pull again with its id."
    return cell_problem(row, column, "base-missing", message, suggestion)


def _pulled_column(row: Row) -> Column | None:
    named = (column for column in row.columns if column.header.strip().casefold() == PULLED)
    return next((column for column in named if row_cell(row, column).strip() == row.pulled), None)


# --- half a sort ------------------------------------------------------------------------------------------------------


def demand_own_names(resource: Resource, verdicts: Sequence[Verdict], pulled: Pulled) -> list[Verdict]:
    """Warn of rows whose name is another campaign's; a sheet with many of them is refused.

    There the names have moved away from their ids, so that every cell may be another campaign's.

    Raises:
        SheetError: if more than two rows have the name that another campaign had, and not their own.
    """
    strayed = list(_strayed(resource, verdicts, pulled))
    if len(strayed) <= _MOST_STRAYED:
        told_of = {verdict.row.number: (name, other) for verdict, name, other in strayed}
        return [
            _warned(verdict, _other_name(resource, verdict, *told_of[verdict.row.number]))
            if verdict.row.number in told_of
            else verdict
            for verdict in verdicts
        ]
    told = "; ".join(
        f"row {verdict.row.number} has the id {verdict.campaign_id} and the name of {other},"
        f" “{visible(cut(name, LONGEST_TOLD))}”"
        for verdict, name, other in strayed[:_MOST_TOLD]
    )
    more = f"; and {len(strayed) - _MOST_TOLD} more" if len(strayed) > _MOST_TOLD else ""
    raise SheetError(
        f"The names of {len(strayed)} rows are those of other {resource.plural}: {told}{more}. It looks as if a part of"
        " the columns was sorted without the others. Undo the sort, or pull again, and sort whole rows."
    )


def _warned(verdict: Verdict, warning: Problem) -> Verdict:
    if isinstance(verdict, Rejection):
        return replace(verdict, problems=(*verdict.problems, warning))
    return replace(verdict, warnings=(*verdict.warnings, warning))


def _other_name(resource: Resource, verdict: Verdict, name: str, other: str) -> Problem:
    """The warning at the id of a row with another one's name: one of the two was typed over, or copied."""
    column = verdict.row.column_of(resource.id_field.name)
    assert column is not None  # noqa: S101 - the row has an id
    message = f"This row has the name of another {resource.name} of the pull: is it the right id?"
    suggestion = f"“{visible(cut(name, LONGEST_TOLD))}” was the name of {other}. Correct the id or the name if not."
    return cell_problem(verdict.row, column, OTHER_NAME, message, suggestion, severity=Severity.WARNING)


def _strayed(resource: Resource, verdicts: Sequence[Verdict], pulled: Pulled) -> Iterator[tuple[Verdict, str, str]]:
    """The rows with another one's name, each with that name and the id of the other."""
    column = verdicts[0].row.column_of(resource.title_field)
    if column is None or pulled.base is None:
        return
    names = _names_known(resource, pulled, pulled.base)
    owners = {name: campaign_id for campaign_id, name in names.items() if name}
    place = verdicts[0].row.columns.index(column)
    for verdict in verdicts:
        cell = verdict.row.cells[place]
        name = clean_text(cell) if isinstance(cell, str) else row_cell(verdict.row, column)
        other = owners.get(name)
        own = same_id(verdict.campaign_id)
        if other is not None and verdict.campaign_id and names.get(own) != name:
            yield verdict, name, other


def _names_known(resource: Resource, pulled: Pulled, base: Base) -> Mapping[str, str]:
    """By campaign id, the name that each is last known to have."""
    known = (pulled.known_of(resource, snapshot) for snapshot in base.snapshots.values())
    names = {same_id(found.campaign_id): found.values.get(resource.title_field) for found in known}
    return {campaign_id: clean_text(name) for campaign_id, name in names.items() if isinstance(name, str)}
