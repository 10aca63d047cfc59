"""Reads one cell of a row: what is sent for it, in which words, and what must be said of it.

Pure. Knows the words and errors that any cell may hold; what a kind of cell takes, its reader in the field table says.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from batch_update.checking.draft import Draft
from batch_update.checking.name_book import NameBook
from batch_update.checking.names import Names
from batch_update.checking.oddities import refuse_error, see_through
from batch_update.checking.problems import cell_problem, row_cell, row_problem
from batch_update.checking.rules import RulesOf, rules_of
from batch_update.kinds.cleaning import Refused, clean_text
from batch_update.kinds.words import Word, may_be_word, word_in
from batch_update.model import CellValue, Column, Conversion, JsonValue, OddCell, Scalar, Severity, show
from batch_update.resource import Doubt, Field, Resource
from batch_update.texts.errors_shown import is_error_text
from batch_update.texts.fitting import is_cut

_UNSAVED = "#UNSAVED!"  # how `To fix` shows a formula that was never calculated, before the formula
_SAYS_HOW_TO_CLEAR = frozenset({"empty-list", "nearly-clear", "error-cell"})
_WRITE_CLEAR = "Write <clear> to empty the field, or leave the cell blank to change nothing."
_WARNING = Severity.WARNING

CUT = (  # code, message, suggestion
    "cut-cell",
    "The whole text is longer than a cell can hold, so that only its beginning stands here and can not be sent.",
    "Leave the cell as it is, or empty it, to keep the text; change it in the panel.",
)

Words = tuple[str, str]
"""What a cell shows, and the other words that are sent for it."""

Reading = tuple[JsonValue, Words | None]
"""What is sent for a cell; without words, it is what the cell shows."""

MOST_READINGS = 1_000  # of one column that are kept: most columns hold a few values, and the others gain nothing


class Step(NamedTuple):
    """A field's column in the rows of a sheet.

    `readings` are those of the cells met before, by type and value (1 and TRUE are equal): in most columns the same few
    values stand again and again, and to look one up takes a tenth of the time of reading it. `names` are those that
    may stand in the place of ids.
    """

    place: int
    name: str
    readings: dict[tuple[type, CellValue], Reading]
    column: Column
    known: Field
    names: Names | None = None


@dataclass(frozen=True, slots=True)
class ReadingPlan:
    """How the rows of one sheet are read: where each field stands in them, in the order of the field table."""

    resource: Resource
    steps: tuple[Step, ...]
    rules: RulesOf
    book: NameBook | None = None


def plan_reading(resource: Resource, columns: Sequence[Column], book: NameBook | None = None) -> ReadingPlan:
    """The plan for rows with these columns, in whose cells the names of `book` may stand."""
    order = {known.name: position for position, known in enumerate(resource.columns)}
    steps = [
        Step(place, column.field, {}, column, known, book.names(known) if book else None)
        for place, column in enumerate(columns)
        if column.field
        for known in (resource.field(column.field),)
    ]
    steps.sort(key=lambda step: order[step.name])
    return ReadingPlan(resource, tuple(steps), rules_of(resource), book)


# --- one cell ---------------------------------------------------------------------------------------------------------


def take_cell(draft: Draft, step: Step, cell: CellValue) -> bool:
    """Put what a cell comes to into the body; whether there is anything of it that is sent."""
    if cell is None:
        return False
    before = len(draft.cleared)
    reading = step.readings.get((cell.__class__, cell)) or read_cell(draft, step, cell)
    if reading is None:
        return len(draft.cleared) > before
    draft.body[step.name], words = reading
    if words is not None:
        draft.conversions.append(Conversion(step.column.header, draft.row.address(step.column), *words))
    return True


def read_cell(draft: Draft, step: Step, cell: Scalar | OddCell) -> Reading | None:
    """What a cell comes to; None if it is blank after all, empties its field, or is refused: the draft knows then."""
    plain: Scalar | None = None
    text = ""
    known = step.known
    try:
        plain = _see_through(draft, step, cell) if isinstance(cell, OddCell) else cell
        if isinstance(plain, str):
            text = clean_text(plain)
            if not text or (not text[0].isdigit() and may_be_word(text) and _settle_word(draft, step, text)):
                return None
            if text[-1] == "]":
                _refuse_cut(text)
        names = step.names
        value = known.kind.read(plain, known) if names is None else names.read(plain, known)
    except Refused as refusal:
        _note_refusal(draft, step, refusal, plain)
        return None
    same = value.__class__ is plain.__class__ and value == plain
    reading = value, None if same else _other_words(known, show(cell), value)
    if (text and known.kind.doubt and (doubt := known.kind.doubt(text))) or (
        names is not None and (doubt := names.doubt(value))
    ):
        _warn(draft, step, doubt)
    elif plain is cell and len(step.readings) < MOST_READINGS:  # an odd or doubtful cell is warned of each time
        step.readings[cell.__class__, cell] = reading
    return reading


def _refuse_cut(text: str) -> None:
    if is_cut(text):
        raise Refused(*CUT)


def _see_through(draft: Draft, step: Step, cell: OddCell) -> Scalar:
    id_of = draft.resource.name if step.known is draft.resource.id_field else None
    value, doubts = see_through(cell, step.known, id_of=id_of)
    for doubt in doubts:
        _warn(draft, step, doubt)
    return value


def _warn(draft: Draft, step: Step, doubt: Doubt) -> None:
    draft.add(cell_problem(draft.row, step.column, doubt.code, doubt.message, doubt.suggestion, severity=_WARNING))


def _note_refusal(draft: Draft, step: Step, refusal: Refused, plain: Scalar | None) -> None:
    draft.refused_fields.append(step.name)
    if step.known is draft.resource.id_field:
        draft.campaign_id = row_cell(draft.row, step.column)
    suggestion = refusal.suggestion
    if refusal.code not in _SAYS_HOW_TO_CLEAR and isinstance(plain, str) and word_in(clean_text(plain)) is Word.NOTHING:
        suggestion = _suggest_blank(draft.resource, step.known)
    draft.add(cell_problem(draft.row, step.column, refusal.code, refusal.message, suggestion))


# --- the cell of the id -----------------------------------------------------------------------------------------------


def check_id(draft: Draft) -> None:
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


# --- words that any cell may hold -------------------------------------------------------------------------------------


def _settle_word(draft: Draft, step: Step, text: str) -> bool:
    """Whether a text was `<clear>`, which needs no reader any more.

    Raises:
        Refused: for an error that arrives as text (CSV knows no other, and `To fix` shows it so), and for a slip of
            `<clear>`.
    """
    if is_error_text(text) or text.startswith(_UNSAVED):
        refuse_error()
    word = word_in(text)
    if word is Word.CLEAR:
        _clear(draft, step.column, step.known)
    elif word is Word.NEARLY_CLEAR:
        message = "This is nearly the word that empties a field, and would be sent as if it were a value."
        can_be = step.known.kind.cleared is not None
        raise Refused("nearly-clear", message, _WRITE_CLEAR if can_be else _suggest_blank(draft.resource, step.known))
    return word is Word.CLEAR


def _clear(draft: Draft, column: Column, known: Field) -> None:
    if known.kind.cleared is None:
        message = f"{known.name} can not be emptied; it always has a value."
        raise Refused("can-not-be-cleared", message, f"Leave the cell blank, or give {known.kind.may_hold}.")
    draft.body[known.name] = known.kind.cleared
    draft.cleared.append(known.name)
    if known.needed_when_added:
        message = f"No {draft.resource.name} can be made without {known.name}, so emptying it may be refused."
        draft.add(cell_problem(draft.row, column, "needed-field-cleared", message, severity=_WARNING))


def _suggest_blank(resource: Resource, known: Field) -> str:
    if known is resource.id_field:
        return "Fill in the id as the panel shows it, or delete the row."
    if known.kind.cleared is None:
        return "Leave the cell blank to change nothing; this field can not be emptied."
    return "Leave the cell blank to change nothing, or write <clear> to empty the field."


# --- what is sent in other words --------------------------------------------------------------------------------------


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
        seen = shown.replace("\r\n", "\n").replace("\r", "\n").strip()
        if sent == seen or (known.kind.is_flag and sent == seen.strip("'")):
            return None
    return shown, sent
