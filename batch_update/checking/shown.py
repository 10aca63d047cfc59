"""Cells that show something else than they hold, because of their number format or since a sheet shows no zeros.

Pure. What a cell shows was found out by the reader of the sheet; here it is decided whether that matters to its field.
"""

from __future__ import annotations

from batch_update.kinds.cleaning import Refused
from batch_update.model import OddCell, Oddity, Scalar, held, show
from batch_update.resource import Doubt, Field

FORMAT_ODDITIES = {  # oddity -> code, message, suggestion behind what the cell shows and holds
    Oddity.PADDED: (
        "padded-number",
        "The cell's format shows zeros that its value does not have.",
        "Format the column as Text and type the value as it should be sent, zeros included.",
    ),
    Oddity.PERCENT: (
        "percentage",
        "The cell is formatted as a percentage, so its value is not what it shows.",
        "Format the column as Text and type a plain number.",
    ),
    Oddity.GROUPED: (
        "formatted-number",
        "The cell's format shows separators or a currency sign that its value does not have.",
        "Format the column as Text and type plain digits.",
    ),
    Oddity.HIDDEN: (
        "hidden-value",
        "The cell looks blank, but it holds a value that its format or the worksheet does not show.",
        "Delete it to leave the field as it is; or format the column as Text and type the value again.",
    ),
    Oddity.SHOWN_OTHERWISE: (
        "shown-otherwise",
        "The cell's format shows something else than the value in the cell.",
        "Format the column as Text and type the one that is meant.",
    ),
    Oddity.UNCLEAR: (  # a warning: the value is sent all the same
        "unclear-format",
        "The cell has a number format that may show something else than the value in the cell, which is sent.",
        "Format the column as Text and type the value to be sure.",
    ),
}

_MOST_TOLD = 60  # characters of a value in a sentence


def read_shown(cell: OddCell, known: Field) -> tuple[Scalar, tuple[Doubt, ...]]:
    """The value behind a cell that shows another text, with what is doubtful about it.

    Raises:
        Refused: if the field would take what is seen for another value, telling both.
    """
    value = held(cell)
    code, message, suggestion = FORMAT_ODDITIES[cell.oddity]
    if value is None:
        raise Refused(code, message, suggestion)
    if cell.oddity is Oddity.PADDED:
        suggestion = f"If {cell.shown} is meant: format the column as Text and type it so. It holds {show(value)}."
    else:
        suggestion = f"{_tell_both(cell.shown, show(value))} {suggestion}"
    if cell.oddity is Oddity.UNCLEAR:
        return value, (Doubt(code, message, suggestion),)
    if cell.oddity is Oddity.SHOWN_OTHERWISE and _says_the_same(known, cell.shown, value):
        return value, ()
    raise Refused(code, message, suggestion)


def _says_the_same(known: Field, shown: str, value: Scalar) -> bool:
    """Whether a field takes what is seen for the same as what is held: `Yes` for 1 under `[=1]"Yes";[=0]"No"`."""
    try:
        return known.kind.read(shown, known) == known.kind.read(value, known)
    except Refused:
        return False


def _tell_both(shown: str, value: str) -> str:
    """What a cell shows and what it holds, in one sentence."""
    shown, value = (text if len(text) <= _MOST_TOLD else f"{text[:_MOST_TOLD]}…" for text in (shown, value))
    if not shown:
        return f"It holds {value}."
    return f"It shows {shown} and holds {value}." if shown != value else f"The value is {value}."
