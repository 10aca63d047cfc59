"""Help at the cell: drop-downs, prompts and comments, made from what the table says of a field. Knows xlsxwriter."""

from __future__ import annotations

from typing import Any

from xlsxwriter.worksheet import Worksheet

from batch_update.kinds.spelling import choices_of
from batch_update.resource import Field, JsonType
from batch_update.sheets.names import LISTS
from batch_update.sheets.writing.cells import check_written, clean
from batch_update.sheets.writing.styles import count_lines, shorten

LIST_LIMIT = 255
"""The most characters of a drop-down's items, joined by commas, that are kept with the drop-down itself."""


def write_comment(worksheet: Worksheet, row: int, column: int, text: str) -> None:
    """A comment in a box that is large enough for its text."""
    text = clean(text)
    lines = count_lines(text, 50)
    code = worksheet.write_comment(
        row, column, text, {"author": "batch_update", "width": 360, "height": 15 * lines + 18, "font_size": 9}
    )
    check_written(code, row, column)


def takes_several(field: Field) -> bool:
    """Whether a cell of this field may hold more than one value."""
    return field.kind.json_type in {JsonType.STRINGS, JsonType.INTEGERS, JsonType.OBJECTS}


def offer_choices(worksheet: Worksheet, column: int, rows: tuple[int, int], field: Field, *, source: str = "") -> None:
    """Give the cells of a column the field's drop-down, and a prompt that says what they may hold.

    `rows` are the first and last, counted from 0. `source` is the range of the labels where `fits_inline` says no.
    Another value is warned of and not refused, since pasting goes round it anyway and the check is the judge; a cell
    that may hold several values is not even warned of.
    """
    validation: dict[str, Any] = {
        "validate": "any",
        "input_title": shorten(field.name, 32),
        "input_message": shorten(prompt(field), 255),
    }
    if choices := choices_of(field):
        validation |= {
            "validate": "list",
            "source": source or [choice.label for choice in choices],
            "show_error": not takes_several(field),
            "error_type": "warning",
            "error_title": shorten(field.name, 32),
            "error_message": shorten(f"This is not in the list. The cell may hold {field.kind.may_hold}.", 224),
        }
    check_written(worksheet.data_validation(rows[0], column, rows[1], column, validation), rows[0], column)


def offer_prompt(worksheet: Worksheet, column: int, rows: tuple[int, int], field: Field) -> None:
    """Give the cells of a column a prompt alone."""
    validation = {
        "validate": "any",
        "input_title": shorten(field.name, 32),
        "input_message": shorten(f"{field.meaning}.\nSuch as {field.example}. May hold {field.kind.may_hold}.", 255),
    }
    check_written(worksheet.data_validation(rows[0], column, rows[1], column, validation), rows[0], column)


def offer_help(  # noqa: PLR0913 - by name
    worksheet: Worksheet, column: int, rows: tuple[int, int], field: Field, *, source: str = "", names: str = ""
) -> None:
    """Give the cells of a column what helps there: `names` if there is a range of them, else the field's choices.

    A cell that holds several values has no drop-down: to choose from one would put one value in the place of all.
    """
    if names:
        offer_names(worksheet, column, rows, field, source=names)
    elif takes_several(field) and field.choices:
        offer_prompt(worksheet, column, rows, field)
    else:
        offer_choices(worksheet, column, rows, field, source=source)


def offer_names(worksheet: Worksheet, column: int, rows: tuple[int, int], field: Field, *, source: str) -> None:
    """Give the cells of a column of ids a prompt that says how names do for them, and a drop-down for one value.

    `source` is the range of the labels. What is not in it is not even warned of: an id or a name alone is right too.
    """
    validation: dict[str, Any] = {
        "validate": "any",
        "input_title": shorten(field.name, 32),
        "input_message": shorten(names_prompt(field), 255),
    }
    if not takes_several(field):
        validation |= {"validate": "list", "source": source, "show_error": False}
    check_written(worksheet.data_validation(rows[0], column, rows[1], column, validation), rows[0], column)


def names_prompt(field: Field) -> str:
    """What a cell of such ids takes."""
    if takes_several(field):
        return f"{field.meaning}.\nSuch as {field.example}. A name or label of the sheet {LISTS} does for an id."
    return f"{field.meaning}.\nChoose from the list, or type an id or a name of the sheet {LISTS}."


def fits_inline(field: Field) -> bool:
    """Whether the labels can be kept with the drop-down itself: few, and no comma, which would split an item."""
    labels = [choice.label for choice in choices_of(field)]
    return len(",".join(labels)) <= LIST_LIMIT and not any("," in label for label in labels)


def prompt(field: Field) -> str:
    """What a cell of this field is for, in the few words that a prompt has room for."""
    needed = f"Needed when {field.needed_when.field} is {field.needed_when.equals}.\n" if field.needed_when else ""
    several = "several: type them, with commas between" if takes_several(field) else "or type it"
    holds = f"Choose from the list ({several})." if choices_of(field) else f"May hold {field.kind.may_hold}."
    return f"{field.meaning}.\n{needed}{holds}"
