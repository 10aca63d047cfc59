"""A row becomes an update or a rejection with everything that is wrong with it.

Pure: no file, no network, no clock. Cells are read by `cells` and `lists`, values are put beside each other by `rules`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, time, timedelta
from typing import Any, NamedTuple

from batch_update.campaign.cells import AS_TEXT, is_campaign_id, refuse_date
from batch_update.campaign.cleaning import ERROR_TEXTS, Refused, clean_code, clean_text
from batch_update.campaign.fields import BY_NAME, FLAG, ID_FIELD, TEXT, URL
from batch_update.campaign.rules import NEEDED_WHEN_ADDED, RULES_OF, Rule
from batch_update.campaign.shown import FORMAT_ODDITIES, read_shown
from batch_update.model import (
    CellValue,
    Column,
    Conversion,
    Field,
    JsonValue,
    OddCell,
    Oddity,
    Problem,
    Rejection,
    Row,
    Scalar,
    Severity,
    Update,
    Verdict,
    show,
)

CLEAR_WORDS = frozenset({"<clear>", "delete_value"})

ODDITIES = {  # oddity -> code, message, suggestion; what is missing here is read all the same
    Oddity.ERROR: (
        "error-cell",
        "The cell shows a spreadsheet error instead of a value.",
        "Correct the formula, or type the value.",
    ),
    Oddity.NOT_CALCULATED: (
        "formula-not-calculated",
        "The cell holds a formula whose result was never saved, so its value is not known.",
        "Open the sheet in Excel and save it, or paste the cell as a value.",
    ),
    Oddity.MERGED: (
        "merged-cells",
        "The cell is part of merged cells, so it is not clear which rows the value is for.",
        "Unmerge the cells and fill in each one.",
    ),
    Oddity.UNREADABLE_DATE: (
        "date-in-cell",
        "The cell is a number in a date format, and no such date exists.",
        AS_TEXT,
    ),
}


Words = tuple[str, str]
"""What a cell shows, and the other words that are sent for it."""

Reading = tuple[JsonValue, Words | None]
"""What is sent for a cell; without words, it is what the cell shows."""

MOST_READINGS = 1_000  # of one column that are kept: most columns hold a few values, and the others gain nothing


class Step(NamedTuple):
    """A field's column in the rows of a sheet.

    `readings` are those of the cells met before, by type and value (1 and TRUE are equal): in most columns the same few
    values stand again and again, and to look one up takes a tenth of the time of reading it.
    """

    place: int
    name: str
    readings: dict[tuple[type, CellValue], Reading]
    column: Column
    known: Field


@dataclass(slots=True)
class _Draft:
    """What is known of a row while its cells are read."""

    row: Row
    campaign_id: str = ""
    body: dict[str, JsonValue] = field(default_factory=dict)
    refused_fields: list[str] = field(default_factory=list)
    cleared: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    conversions: list[Conversion] = field(default_factory=list)
    refused: bool = False

    def add(self, problem: Problem) -> None:
        self.problems.append(problem)
        self.refused = self.refused or problem.severity is Severity.ERROR


Plan = tuple[Step, ...]


def plan_reading(columns: Sequence[Column]) -> Plan:
    """Where each field stands in the rows of a sheet, in the order of the field table."""
    order = {name: position for position, name in enumerate(BY_NAME)}
    steps = (
        Step(place, column.field, {}, column, BY_NAME[column.field])
        for place, column in enumerate(columns)
        if column.field
    )
    return tuple(sorted(steps, key=lambda step: order[step.name]))


def check_rows(rows: Sequence[Row]) -> tuple[Verdict, ...]:
    """One verdict a row, in the order of the rows; a campaign that is in the sheet twice is rejected both times."""
    if not rows:
        return ()
    plan = plan_reading(rows[0].columns)
    return _reject_twins([check_row(row, plan) for row in rows])


def check_row(row: Row, plan: Plan | None = None) -> Verdict:
    """The update that a row asks for, or everything that keeps it from being sent."""
    draft = _Draft(row)
    for problem in row.problems:
        draft.add(problem)
    cells, body = row.cells, draft.body
    for step in plan_reading(row.columns) if plan is None else plan:
        place, name, readings, column, _ = step
        cell = cells[place]
        if cell is None:
            continue
        reading = readings.get((cell.__class__, cell)) or _read_cell(draft, step, cell)
        if reading is not None:
            body[name], words = reading
            if words is not None:
                draft.conversions.append(Conversion(column.header, row.address(column), *words))
    _check_id(draft)
    _apply_rules(draft)
    if not draft.body and not draft.refused:
        draft.add(_row_problem(row, "nothing-to-change", "The row changes nothing: every field is blank.",
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


# --- one cell ---------------------------------------------------------------------------------------------------------


def _read_cell(draft: _Draft, step: Step, cell: Scalar | OddCell) -> Reading | None:
    """What a cell comes to; None if it is blank after all, empties its field, or is refused: the draft knows then."""
    try:
        plain = _see_through(draft, step, cell) if isinstance(cell, OddCell) else cell
        if isinstance(plain, str):
            text = clean_text(plain)
            if not text:
                return None
            if text[0] in "#E":
                _refuse_error_text(text)
            if text[0] in "<dD＜" and _is_clear_word(text):
                _clear(draft, step.column, step.known)
                return None
        value = step.known.kind.read(plain, step.known)
    except Refused as refusal:
        draft.refused_fields.append(step.name)
        draft.campaign_id = row_cell(draft.row, step.column) if step.known is ID_FIELD else draft.campaign_id
        draft.add(cell_problem(draft.row, step.column, refusal.code, refusal.message, refusal.suggestion))
        return None
    same = value.__class__ is plain.__class__ and value == plain
    reading = value, None if same else _other_words(step.known, show(cell), value)
    if plain is cell and len(step.readings) < MOST_READINGS:  # an odd cell has to be warned of each time
        step.readings[cell.__class__, cell] = reading
    return reading


def _see_through(draft: _Draft, step: Step, cell: OddCell) -> Scalar:
    """The plain value behind an odd cell that may be sent, with a warning where one is due.

    Raises:
        Refused: for a cell whose value is not what it shows, or is not known.
    """
    if cell.oddity is Oddity.FORMULA:
        draft.add(cell_problem(
            draft.row, step.column, "formula",
            "The cell holds a formula; the result that was saved last is sent.",
            "Paste the column as values to be sure.", severity=Severity.WARNING,
        ))  # fmt: skip
        if cell.value is None:
            raise Refused(*ODDITIES[Oddity.NOT_CALCULATED])
        return _see_through(draft, step, cell.value) if isinstance(cell.value, OddCell) else cell.value
    if cell.oddity in FORMAT_ODDITIES:
        value, doubt = read_shown(cell, step.known)
        if doubt:
            draft.add(cell_problem(
                draft.row, step.column, doubt.code, doubt.message, doubt.suggestion, severity=Severity.WARNING,
            ))  # fmt: skip
        return value
    if cell.oddity is Oddity.UNREADABLE_DATE and isinstance(cell.value, (date, time, timedelta)):
        refuse_date(cell.value)
    raise Refused(*ODDITIES[cell.oddity])


def _refuse_error_text(text: str) -> None:
    """Refuse an error that arrives as text: CSV knows no other, and `To fix` shows it so."""
    if ERROR_TEXTS.fullmatch(text):
        raise Refused(*ODDITIES[Oddity.ERROR])


def _is_clear_word(text: str) -> bool:
    try:
        return re.sub(r"\s", "", clean_code(text)).casefold() in CLEAR_WORDS
    except Refused:
        return False


def _clear(draft: _Draft, column: Column, known: Field) -> None:
    if known.kind.cleared is None:
        message = f"{known.name} can not be emptied; it always has a value."
        raise Refused("can-not-be-cleared", message, f"Leave the cell blank, or give {known.kind.may_hold}.")
    draft.body[known.name] = known.kind.cleared
    draft.cleared.append(known.name)
    if known.name in NEEDED_WHEN_ADDED:
        draft.add(cell_problem(
            draft.row, column, "needed-field-cleared",
            f"No campaign can be made without {known.name}, so emptying it may be refused.", severity=Severity.WARNING,
        ))  # fmt: skip


def _other_words(known: Field, shown: str, value: JsonValue) -> Words | None:
    """What is sent in other words than the cell shows; spaces at the ends and list punctuation are no words."""
    if isinstance(value, list):
        numbers = [str(part) for item in value for part in (item.values() if isinstance(item, dict) else (item,))]
        if re.findall(r"-?\d+", shown) == numbers:
            return None
        sent = "; ".join(":".join(str(part) for part in item.values()) if isinstance(item, dict) else str(item)
                         for item in value)  # fmt: skip
    else:
        sent = str(value)
        seen = clean_text(shown) if known.kind is TEXT or known.kind is URL else shown.strip()
        if sent == seen or (known.kind is FLAG and sent == seen.strip("'")):
            return None
    return shown, sent


# --- the row ----------------------------------------------------------------------------------------------------------


def _check_id(draft: _Draft) -> None:
    """Take the id out of the body, where it was put with the other fields, and miss it if it was not there."""
    draft.campaign_id = str(draft.body.pop(ID_FIELD.name, draft.campaign_id))
    if draft.campaign_id or ID_FIELD.name in draft.refused_fields:
        return
    column = draft.row.column_of(ID_FIELD.name)
    message = "The campaign id is missing, so it is not known which campaign the row is for."
    problem = _row_problem(draft.row, "id-missing", message, "Fill in the id as the panel shows it.")
    if column:
        problem = replace(problem, column=column.header, cell=draft.row.address(column))
    draft.add(problem)


def _apply_rules(draft: _Draft) -> None:
    present: Mapping[str, Any] = draft.body
    if draft.cleared or draft.refused_fields:
        sent = {name: value for name, value in draft.body.items() if name not in draft.cleared}
        present = sent | dict.fromkeys(draft.refused_fields)
    for name, rules in RULES_OF.items():
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


def _reject_twins(verdicts: list[Verdict]) -> tuple[Verdict, ...]:
    """Two rows for one campaign would race, and the last would win by chance: reject all of them."""
    places: dict[str, list[int]] = defaultdict(list)
    for place, verdict in enumerate(verdicts):
        if is_campaign_id(verdict.campaign_id):  # two cells that show #N/A are no two rows for one campaign
            places[verdict.campaign_id].append(place)
    for twins in places.values():
        if len(twins) > 1:
            numbers = [verdicts[place].row.number for place in twins]
            for place in twins:
                verdicts[place] = _with_twin(verdicts[place], [n for n in numbers if n != verdicts[place].row.number])
    return tuple(verdicts)


def _with_twin(verdict: Verdict, others: list[int]) -> Rejection:
    row = verdict.row
    column = row.column_of(ID_FIELD.name)
    assert column is not None  # noqa: S101 - the id was read from it
    listed = ", ".join(str(number) for number in others[:5]) + (", …" if len(others) > 5 else "")
    twin = cell_problem(
        row, column, "campaign-twice",
        "The same campaign is in the sheet more than once; each campaign may have one row.",
        f"See also row {listed}; put everything into one row.",
    )  # fmt: skip
    known = verdict.problems if isinstance(verdict, Rejection) else verdict.warnings
    return Rejection(row=row, campaign_id=verdict.campaign_id, problems=(twin, *known))


# --- problems ---------------------------------------------------------------------------------------------------------


def row_cell(row: Row, column: Column) -> str:
    """What is seen in a row's cell of a column."""
    return show(row.cells[row.columns.index(column)])


def cell_problem(  # noqa: PLR0913 - the parts of a problem
    row: Row,
    column: Column,
    code: str,
    message: str,
    suggestion: str = "",
    *,
    severity: Severity = Severity.ERROR,
) -> Problem:
    """A problem of one cell, with its address and what is seen in it."""
    return Problem(
        row=row.number,
        column=column.header,
        cell=row.address(column),
        value=row_cell(row, column),
        severity=severity,
        code=code,
        message=message,
        suggestion=suggestion,
    )


def _row_problem(row: Row, code: str, message: str, suggestion: str) -> Problem:
    return Problem(row=row.number, code=code, message=message, suggestion=suggestion)
