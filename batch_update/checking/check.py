"""A row becomes an update or a rejection with everything that is wrong with it.

Pure: no file, no network, no clock. Cells are read by `reading`, values are put beside each other by `rules`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from batch_update.checking.problems import cell_problem, row_problem
from batch_update.checking.reading import Draft, ReadingPlan, plan_reading, read_cell
from batch_update.checking.rules import RulesOf
from batch_update.kinds.ids import is_row_id, same_id
from batch_update.model import Conversion, Problem, Rejection, Row, Severity, Update, Verdict
from batch_update.resource import Resource, Rule


def check_rows(resource: Resource, rows: Sequence[Row]) -> tuple[Verdict, ...]:
    """One verdict a row, in the order of the rows; rows with the same id are all rejected."""
    if not rows:
        return ()
    plan = plan_reading(resource, rows[0].columns)
    return _reject_duplicates(resource, [_check_row(row, plan) for row in rows])


def _check_row(row: Row, plan: ReadingPlan) -> Verdict:
    """The update that a row asks for, or everything that keeps it from being sent."""
    draft = Draft(row, plan.resource)
    for problem in row.problems:
        draft.add(problem)
    cells, body = row.cells, draft.body
    for step in plan.steps:
        place, name, readings, column, _, _ = step
        cell = cells[place]
        if cell is None:
            continue
        reading = readings.get((cell.__class__, cell)) or read_cell(draft, step, cell)
        if reading is not None:
            body[name], words = reading
            if words is not None:
                draft.conversions.append(Conversion(column.header, row.address(column), *words))
    _check_id(draft)
    _apply_rules(draft, plan.rules)
    if not draft.body and not draft.refused:
        draft.add(row_problem(row, "nothing-to-change", "The row changes nothing: every field is blank.",
                               "Fill in what should change, or delete the row."))  # fmt: skip
    if draft.refused:
        draft.problems.sort(key=_from_left_to_right)
        return Rejection(row=row, campaign_id=draft.campaign_id, problems=tuple(draft.problems))
    return Update(
        row=row,
        campaign_id=draft.campaign_id,
        body=draft.body,
        warnings=tuple(draft.problems),
        conversions=tuple(draft.conversions),
        cleared=tuple(draft.cleared),
    )


def _from_left_to_right(problem: Problem) -> tuple[bool, int, str]:
    """Errors before warnings, and each in the order of the sheet: of one row, `B2` comes before `AA2`."""
    return (problem.severity is Severity.WARNING, len(problem.cell), problem.cell)


# --- the row ----------------------------------------------------------------------------------------------------------


def _check_id(draft: Draft) -> None:
    """Take the id out of the body, where it was put with the other fields, and miss it if it was not there."""
    noun, id_name = draft.resource.name, draft.resource.id_field.name
    draft.campaign_id = str(draft.body.pop(id_name, draft.campaign_id))
    if draft.campaign_id or id_name in draft.refused_fields:
        return
    column = draft.row.column_of(id_name)
    message = f"The {noun} id is missing, so it is not known which {noun} the row is for."
    problem = row_problem(draft.row, "id-missing", message, "Fill in the id as the panel shows it.")
    if column:
        problem = replace(problem, column=column.header, cell=draft.row.address(column))
    draft.add(problem)


def _apply_rules(draft: Draft, rules_of: RulesOf) -> None:
    present: Mapping[str, Any] = draft.body
    if draft.cleared or draft.refused_fields:
        sent = {name: value for name, value in draft.body.items() if name not in draft.cleared}
        present = sent | dict.fromkeys(draft.refused_fields)
    for name, rules in rules_of.items():
        if present.get(name) is None:
            continue  # not in the row, emptied, or refused already
        for rule in rules:
            if rule.broken(present):
                draft.add(_broken(draft.row, rule))


def _broken(row: Row, rule: Rule) -> Problem:
    """The problem at the cell the rule is about; where the sheet has no such column, at the cell that asks for it."""
    column = row.column_of(rule.at)
    suggestion = rule.suggestion
    if column is None:
        column = row.column_of(rule.field)
        suggestion = f"Add a column named {rule.at}. {suggestion}"
    assert column is not None  # noqa: S101 - a rule is looked at only when its field was read from the sheet
    return cell_problem(row, column, rule.code, rule.message, suggestion, severity=rule.severity)


def _reject_duplicates(resource: Resource, verdicts: list[Verdict]) -> tuple[Verdict, ...]:
    """Two rows with one id would race, and the last would win by chance: reject all of them."""
    places: dict[str, list[int]] = defaultdict(list)
    for place, verdict in enumerate(verdicts):
        if _has_id(resource, verdict):
            places[same_id(verdict.campaign_id)].append(place)
    for duplicates in places.values():
        if len(duplicates) > 1:
            numbers = [verdicts[place].row.number for place in duplicates]
            for place in duplicates:
                others = [number for number in numbers if number != verdicts[place].row.number]
                verdicts[place] = _reject_duplicate(resource, verdicts[place], others)
    return tuple(verdicts)


def _has_id(resource: Resource, verdict: Verdict) -> bool:
    """Whether a row's id was read: two lines that say `Total` or show #N/A are no two rows for one thing."""
    if isinstance(verdict, Update):
        return True
    column = verdict.row.column_of(resource.id_field.name)
    if column is None or not is_row_id(verdict.campaign_id):
        return False
    address = verdict.row.address(column)
    return all(problem.cell != address or problem.severity is Severity.WARNING for problem in verdict.problems)


def _reject_duplicate(resource: Resource, verdict: Verdict, others: list[int]) -> Rejection:
    row, noun = verdict.row, resource.name
    column = row.column_of(resource.id_field.name)
    assert column is not None  # noqa: S101 - the id was read from it
    listed = ", ".join(str(number) for number in others[:5]) + (", …" if len(others) > 5 else "")
    duplicate = cell_problem(
        row, column, f"{noun}-twice",
        f"The same {noun} is in the sheet more than once; each {noun} may have one row.",
        f"See also row {listed}; put everything into one row.",
    )  # fmt: skip
    known = verdict.problems if isinstance(verdict, Rejection) else verdict.warnings
    return Rejection(row=row, campaign_id=verdict.campaign_id, problems=(duplicate, *known))
