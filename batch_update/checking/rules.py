"""The rules of a resource by the field at which each is looked at, and what a row breaks of them.

Pure. That a field is needed when another holds a value is written in the field table and only turned into rules here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from itertools import groupby
from typing import Any, TypeAlias

from batch_update.checking.draft import Draft
from batch_update.checking.problems import cell_problem
from batch_update.live import LiveValue
from batch_update.model import Column, Problem, Severity
from batch_update.resource import Field, Resource, Rule

RulesOf: TypeAlias = Mapping[str, tuple[Rule, ...]]
"""The rules to look at when a row sends a field, in the order of the field table."""


def rules_of(resource: Resource) -> RulesOf:
    """The rules that the field table's `needed_when` stands for, and those of the resource's own."""
    order = [field.name for field in resource.columns]
    rules = [*(_needs(resource, field) for field in resource.fields if field.needed_when), *resource.rules]
    rules.sort(key=lambda rule: order.index(rule.field))
    return {field: tuple(found) for field, found in groupby(rules, lambda rule: rule.field)}


def _needs(resource: Resource, field: Field) -> Rule:
    condition = field.needed_when
    assert condition is not None  # noqa: S101 - asked only for fields that have one
    choices = resource.field(condition.field).choices
    spelled = next((choice.label for choice in choices if choice.code == condition.equals), condition.equals)
    return Rule(
        code="needed-field-missing",
        field=condition.field,
        at=field.name,
        broken=lambda body: str(body[condition.field]) == condition.equals and field.name not in body,
        severity=Severity.ERROR,
        message=f"{field.name} is needed because {condition.field} is {spelled}.",
        suggestion=f"Fill in {field.name}, for example {field.example}.",
    )


# --- an ordinary row --------------------------------------------------------------------------------------------------


def apply_rules(draft: Draft, rules_of: RulesOf) -> None:
    """Look at the rules of the fields that a row sends, over what it sends."""
    present: Mapping[str, Any] = draft.body
    if draft.cleared or draft.refused_fields:
        present = _sent(draft) | dict.fromkeys(draft.refused_fields)
    for name, rules in rules_of.items():
        if present.get(name) is None:
            continue  # not in the row, emptied, or refused already
        for rule in rules:
            if rule.broken(present):
                draft.add(_broken(draft, rule, (rule.at, rule.field)))


def _sent(draft: Draft) -> dict[str, Any]:
    return {name: value for name, value in draft.body.items() if name not in draft.cleared}


def _broken(draft: Draft, rule: Rule, places: Collection[str]) -> Problem:
    """The problem at the cell the rule is about; where the sheet has no such column, at the cell that asks for it."""
    columns = (draft.row.column_of(name) for name in places)
    column: Column | None = next(filter(None, columns), None)
    assert column is not None  # noqa: S101 - a rule is looked at only when a field of it was read from the sheet
    add = "" if column.field == rule.at else f"Add a column named {rule.at}. "
    return cell_problem(draft.row, column, rule.code, rule.message, f"{add}{rule.suggestion}", severity=rule.severity)


# --- a row that was pulled --------------------------------------------------------------------------------------------


class _Watched(Mapping[str, Any]):
    """A row as it stands, that remembers which of its fields a rule has looked at."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self._values = values
        self.looked_at: set[str] = set()

    def __getitem__(self, name: str) -> Any:
        self.looked_at.add(name)
        return self._values[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)


def apply_rules_to_edits(
    draft: Draft, rules_of: RulesOf, known: Mapping[str, LiveValue], edited: Collection[str]
) -> None:
    """Look at the rules of which a field was edited, over the row as it stands: what is sent, else what is `known`."""
    stands: dict[str, Any] = {name: value for name, value in known.items() if value is not None}
    stands |= dict.fromkeys(draft.refused_fields) | _sent(draft)
    for name in draft.cleared:
        stands.pop(name, None)
    for name, rules in rules_of.items():
        if stands.get(name) is None:
            continue
        for rule in rules:
            watched = _Watched(stands)
            if rule.broken(watched) and (about := sorted((watched.looked_at | {name}).intersection(edited))):
                draft.add(_broken(draft, rule, (rule.at, rule.field, *about)))


def add_needed(draft: Draft, known: Mapping[str, LiveValue], edited: Collection[str]) -> Mapping[str, str]:
    """Send what an edited field needs beside it, in the order of the field table, although it was not edited.

    Gives the fields that are sent so, each with the one that needs it.
    """
    body, needed = draft.body, {}
    for field in draft.resource.fields:
        condition = field.needed_when
        if condition is None or condition.field not in edited or field.name in body:
            continue
        value = known.get(field.name)
        if value is not None and str(body.get(condition.field)) == condition.equals:
            body[field.name] = value
            needed[field.name] = condition.field
    draft.body = {field.name: body[field.name] for field in draft.resource.fields if field.name in body}
    return needed
