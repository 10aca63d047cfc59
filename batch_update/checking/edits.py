"""Checks a row that was pulled: which of its cells were edited, and what is sent for them.

Pure. A cell that says what the campaign is known to hold is as good as blank, however it is spelled; a cell as it was
pulled is never a problem. A field that an edited one needs is sent with it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from batch_update.checking.comparing import is_same
from batch_update.checking.draft import Draft, settle
from batch_update.checking.name_book import labels_of
from batch_update.checking.names import without_names
from batch_update.checking.problems import cell_problem
from batch_update.checking.pulled import Pulled, base_missing, not_in_pull
from batch_update.checking.reading import CUT, ReadingPlan, Step, check_id, take_cell
from batch_update.checking.rules import add_needed, apply_rules_to_edits
from batch_update.kinds.cleaning import Refused, clean_text
from batch_update.kinds.spelling import spell
from batch_update.live import LiveValue, SentAlong, Snapshot
from batch_update.model import CellValue, Row, Severity, Verdict
from batch_update.texts.fitting import fit_cell, is_cut
from batch_update.wording.phrases import LONGEST_TOLD, cut
from batch_update.wording.pulled_warnings import EMPTIED, PUTS_BACK

_WARNING = Severity.WARNING


def check_pulled(row: Row, plan: ReadingPlan, pulled: Pulled) -> Verdict:
    """The update that the edits of a row ask for, or that there are none, or what keeps them from being sent."""
    draft = Draft(row, plan.resource)
    for problem in row.problems:
        draft.add(problem)
    for step in plan.steps:
        if step.known is plan.resource.id_field:
            take_cell(draft, step, row.cells[step.place])
    check_id(draft)
    if plan.resource.id_field.name in draft.refused_fields or not draft.campaign_id:
        return settle(draft)  # nobody can tell what was edited
    read = pulled.pulled_of(row, draft.campaign_id)
    if read is None:
        draft.add(not_in_pull(plan.resource, row, pulled) or base_missing(row))
        return settle(draft)
    known = pulled.known_of(plan.resource, read)
    edited = _read_edits(draft, plan, known, every_cell=pulled.every_cell)
    if known is not read:
        _compare_with_sent(draft, plan, known, read)
    _send_along(draft, plan, known, edited)
    if (pulled.base is not None and pulled.base.is_partial) or row.told_number is not None:
        # A sheet that puts a run back may be emptied where nothing is to go back. On `To fix` it is advised to empty
        # what somebody else has changed, which holds another value by now than is known here.
        _forgive_emptied(draft, {known.name for known in plan.resource.fields})
    apply_rules_to_edits(draft, plan.rules, known.values, edited)
    return settle(draft, _part(known, {*draft.body, plan.resource.title_field}))


def _part(known: Snapshot, names: set[str]) -> Snapshot:
    """What is known of some fields."""
    return replace(
        known,
        values={name: value for name, value in known.values.items() if name in names},
        unclear=known.unclear & names,
        labels={name: labels for name, labels in known.labels.items() if name in names},
    )


def _send_along(draft: Draft, plan: ReadingPlan, known: Snapshot, edited: Collection[str]) -> None:
    """Send what edited fields need beside them; a cell of it that was emptied is not what counts."""
    needed = add_needed(draft, known.values, edited)
    for name, needed_by in needed.items():
        field = plan.resource.field(name)
        labels = plan.book.labels(field, known) if plan.book else labels_of(field, None, known)
        draft.along.append(SentAlong(name, needed_by, spell(field, known.values[name], labels)))
    _forgive_emptied(draft, needed)


def _forgive_emptied(draft: Draft, names: Collection[str]) -> None:
    """Take back that cells of these fields were emptied."""
    cells = {draft.row.address(column) for column in draft.row.columns if column.field in names}
    draft.problems = [found for found in draft.problems if found.code != EMPTIED or found.cell not in cells]


def _compare_with_sent(draft: Draft, plan: ReadingPlan, known: Snapshot, read: Snapshot) -> None:
    """Say which cells hold what was pulled where a run has sent another value; and whether edits were sent before."""
    for step in plan.steps:
        name, cell = step.name, draft.row.cells[step.place]
        if name not in read.values or is_same(step.known, known.values[name], read.values[name]):
            continue
        if name in draft.body:
            now = None if name in draft.cleared else draft.body[name]
            if is_same(step.known, now, read.values[name]):
                _warn_of_putting_back(draft, step, _shown(step, known.values[name], known))
        elif name not in draft.refused_fields and cell is not None:
            draft.was_sent = True


def _read_edits(draft: Draft, plan: ReadingPlan, known: Snapshot, *, every_cell: bool) -> frozenset[str]:
    """Read what was edited into the draft; with `every_cell` the other filled cells are put into its body too."""
    edited = set()
    for step in plan.steps:
        name, cell = step.name, draft.row.cells[step.place]
        if step.known is plan.resource.id_field:
            continue
        was = known.values.get(name)
        if cell is None or (isinstance(cell, str) and not clean_text(cell)):
            if was is not None:
                _warn_of_emptied(draft, step, _shown(step, was, known))
        elif name not in known.values:
            if take_cell(draft, step, cell):
                _warn_of_unknown(draft, step)
            edited.add(name)
        elif _is_edited(draft, step, cell, known):
            edited.add(name)
        elif every_cell and was is not None:
            draft.body[name] = was
    return frozenset(edited)


# --- one cell ---------------------------------------------------------------------------------------------------------


def _is_edited(draft: Draft, step: Step, cell: CellValue, known: Snapshot) -> bool:
    """Whether a cell says something else than the campaign is known to hold; the draft then has what is sent for it."""
    was = known.values[step.name]
    if isinstance(cell, str):
        if cell == was:
            return False
        shown = _shown(step, was, known)
        if cell == shown or clean_text(cell) == clean_text(shown):
            return False
        if is_cut(shown):
            draft.refused_fields.append(step.name)
            draft.add(cell_problem(draft.row, step.column, *CUT))
            return True
        if step.known.lookup and (step.names is None or step.names.listed is None) and _has_ids_of(step, cell, was):
            return False
    problems, conversions = len(draft.problems), len(draft.conversions)
    sends = take_cell(draft, step, cell)
    if not sends and step.name in draft.refused_fields:
        return True
    now = None if step.name in draft.cleared else draft.body.get(step.name)
    if sends and not is_same(step.known, now, was):
        return True
    del draft.problems[problems:], draft.conversions[conversions:]
    draft.body.pop(step.name, None)
    if step.name in draft.cleared:
        draft.cleared.remove(step.name)
    if not sends and was is not None:  # a formula that shows nothing
        _warn_of_emptied(draft, step, _shown(step, was, known))
    return False


def _has_ids_of(step: Step, text: str, was: LiveValue) -> bool:
    """Whether a cell has the ids that a field is known to hold, each with a name that no list is left to tell by."""
    try:
        now = step.known.kind.read(without_names(clean_text(text), step.known), step.known)
    except Refused:
        return False
    return is_same(step.known, now, was)


def _shown(step: Step, value: LiveValue, known: Snapshot) -> str:
    """What the cell of a value showed when it was pulled."""
    return fit_cell(spell(step.known, value, labels_of(step.known, step.names, known)))


def _warn_of_putting_back(draft: Draft, step: Step, sent: str) -> None:
    """The cell of an untouched copy, or one whose former value was typed back: nobody can tell them apart."""
    keep, sent = "to keep it, pull again, or write it into the cell", cut(sent, LONGEST_TOLD)
    draft.add(
        cell_problem(
            draft.row,
            step.column,
            PUTS_BACK,
            "This is what was pulled; a run of this pull has since sent another value, which this would undo.",
            f"{sent} was sent; {keep}." if sent else "It was emptied; to keep it so, empty the cell.",
            severity=_WARNING,
        )
    )


def _warn_of_emptied(draft: Draft, step: Step, held: str) -> None:
    can_be = step.known.kind.cleared is not None
    suggestion = "Write <clear> to empty the field." if can_be else "This field can not be emptied."
    draft.add(
        cell_problem(
            draft.row,
            step.column,
            EMPTIED,
            "The cell was emptied; a blank cell changes nothing, so the field keeps its value.",
            f"It was last known to hold {cut(held, LONGEST_TOLD)}. {suggestion}",
            severity=_WARNING,
        )
    )


def _warn_of_unknown(draft: Draft, step: Step) -> None:
    draft.add(
        cell_problem(
            draft.row,
            step.column,
            "base-unknown",
            "What the field held could not be read when it was pulled, so it is sent whether it differs or not.",
            "Leave the cell blank to change nothing.",
            severity=_WARNING,
        )
    )
