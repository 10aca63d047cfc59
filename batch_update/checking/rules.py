"""The rules of a resource by the field at which each is looked at.

Pure. That a field is needed when another holds a value is written in the field table and only turned into rules here.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from typing import TypeAlias

from batch_update.model import Severity
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
