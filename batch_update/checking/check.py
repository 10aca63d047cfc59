"""A row becomes an update, a rejection with everything that is wrong with it, or is untouched.

Pure: no file, no network, no clock. Cells are read by `reading` and, of a pulled row, by `edits`; values are put
beside each other by `rules`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from batch_update.checking.draft import Draft, settle
from batch_update.checking.edits import check_pulled
from batch_update.checking.name_book import NameBook
from batch_update.checking.problems import cell_problem, row_problem
from batch_update.checking.pulled import Pulled, demand_own_names
from batch_update.checking.reading import ReadingPlan, check_id, plan_reading, read_cell
from batch_update.checking.rules import apply_rules
from batch_update.kinds.ids import is_row_id, same_id
from batch_update.model import Conversion, Rejection, Row, Severity, Verdict
from batch_update.resource import Resource


def check_rows(resource: Resource, rows: Sequence[Row], *, pulled: Pulled | None = None) -> tuple[Verdict, ...]:
    """One verdict a row, in the order of the rows; rows with the same id are all rejected.

    `pulled` is what is known of a sheet that was pulled, or has the names of the account's ids.

    Raises:
        SheetError: if the names in a pulled sheet have moved away from their ids.
    """
    if not rows:
        return ()
    known = pulled or Pulled()
    snapshots = known.base.snapshots.values() if known.base else ()
    book = NameBook(resource, known.lists, snapshots) if pulled else None
    plan = plan_reading(resource, rows[0].columns, book)
    verdicts = [check_pulled(row, plan, known) if row.pulled else _check_row(row, plan) for row in rows]
    return _reject_duplicates(resource, demand_own_names(resource, verdicts, known))


def _check_row(row: Row, plan: ReadingPlan) -> Verdict:
    """The update that a row asks for, or everything that keeps it from being sent."""
    draft = Draft(row, plan.resource)
    for problem in row.problems:
        draft.add(problem)
    cells, body = row.cells, draft.body
    for step in plan.steps:  # `take_cell`, written out: this is where the time goes
        place, name, readings, column, _, _ = step
        cell = cells[place]
        if cell is None:
            continue
        reading = readings.get((cell.__class__, cell)) or read_cell(draft, step, cell)
        if reading is not None:
            body[name], words = reading
            if words is not None:
                draft.conversions.append(Conversion(column.header, row.address(column), *words))
    check_id(draft)
    apply_rules(draft, plan.rules)
    if not draft.body and not draft.refused:
        draft.add(row_problem(row, "nothing-to-change", "The row changes nothing: every field is blank.",
                               "Fill in what should change, or delete the row."))  # fmt: skip
    return settle(draft)


# --- the rows beside each other ---------------------------------------------------------------------------------------


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
    if not isinstance(verdict, Rejection):
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
