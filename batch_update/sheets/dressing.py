"""What our workbooks share: colours, clean text, drop-downs, comments, sizes, print set-up. Knows xlsxwriter."""

from __future__ import annotations

import contextlib
import tempfile
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from io import BufferedWriter
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from batch_update.errors import ResultsError
from batch_update.model import Choice, Field, JsonType, Severity, Status
from batch_update.sheets.names import CUT_MARK

LAST_ROW = 1_048_575
"""The last row of a worksheet, counted from 0."""

CELL_LIMIT = 32_767
"""The most UTF-16 units that a cell holds."""

LIST_LIMIT = 255
"""The most characters of a drop-down's items, joined by commas, that are kept with the drop-down itself."""

LINE = 15.0
"""Points in height of one line of the text of a cell."""

# --- colours ----------------------------------------------------------------------------------------------------------

RED, AMBER, GREEN, GREY = ("#FFC7CE", "#9C0006"), ("#FFEB9C", "#7F6000"), ("#C6EFCE", "#006100"), ("#E7E6E6", "#404040")
ORANGE, NAVY = ("#FCE4D6", "#833C0B"), ("#1F3864", "#FFFFFF")

STATUS_COLOURS: Mapping[Status, tuple[str, str]] = {
    Status.UPDATED: GREEN,
    Status.VALID: GREEN,
    Status.INVALID: RED,
    Status.REJECTED: RED,
    Status.FAILED: ORANGE,
    Status.UNKNOWN: AMBER,
    Status.NOT_SENT: GREY,
}
"""The fill and the ink of each status, the same on every sheet; the status itself always stands there in words too."""

SEVERITY_COLOURS: Mapping[Severity, tuple[str, str]] = {Severity.ERROR: RED, Severity.WARNING: AMBER}

_RULE = {"bottom": 1, "bottom_color": "#D9D9D9"}


@dataclass(frozen=True, slots=True)
class Dress:
    """The cell formats of one workbook."""

    title: Format
    section: Format
    header: Format
    text: Format  # a cell of the user's: Excel takes nothing in it for a number, a date or a formula
    bad: Format
    doubtful: Format
    plain: Format
    wrapped: Format
    wrapped_text: Format  # a cell of the user's, shown whole
    ruled: Format  # wrapped, with a fine line below
    ruled_number: Format
    number: Format
    seconds: Format
    link: Format
    faint: Format
    spilling: Format  # shown over the empty cells to its right
    status: Mapping[Status, Format]
    severity: Mapping[Severity, Format]
    severity_link: Mapping[Severity, Format]


def dress(workbook: Workbook) -> Dress:
    """Add the formats that all pages share to a workbook."""
    text = {"num_format": "@", "quote_prefix": True, "valign": "top"}
    looks: dict[str, dict[str, Any]] = {
        "title": {"bold": True, "font_size": 16, "font_color": NAVY[0]},
        "section": {"bold": True, "font_size": 12, "font_color": NAVY[0], "bottom": 2, "bottom_color": NAVY[0]},
        "header": {
            "bold": True, "bg_color": NAVY[0], "font_color": NAVY[1], "valign": "vcenter", "text_wrap": True,
            "num_format": "@", "border": 1, "border_color": "#8EA9DB",
        },
        "text": text,
        "bad": {**text, **_colours(RED), "border": 1, "border_color": RED[1]},
        "doubtful": {**text, **_colours(AMBER), "border": 1, "border_color": AMBER[1]},
        "plain": {"num_format": "@", "valign": "top"},
        "wrapped": {"num_format": "@", "valign": "top", "text_wrap": True},
        "wrapped_text": {**text, "text_wrap": True},
        "ruled": {"num_format": "@", "valign": "top", "text_wrap": True, **_RULE},
        "ruled_number": {"num_format": "#,##0", "valign": "top", "align": "left", **_RULE},
        "number": {"num_format": "0", "valign": "top", "align": "left"},
        "seconds": {"num_format": "0.00", "valign": "top", "align": "left"},
        "link": {"valign": "top", "font_color": "#0563C1", "underline": 1},
        "spilling": {"num_format": "@", "valign": "top", "align": "left"},
        "faint": {"valign": "top", "align": "left", "text_wrap": True, "font_color": "#8C8C8C", **_RULE},
    }  # fmt: skip
    return Dress(
        **{name: workbook.add_format(look) for name, look in looks.items()},
        status={
            status: workbook.add_format({**_colours(colours), "bold": True, "valign": "top"})
            for status, colours in STATUS_COLOURS.items()
        },
        severity={
            severity: workbook.add_format({**_colours(colours), "valign": "top"})
            for severity, colours in SEVERITY_COLOURS.items()
        },
        severity_link={
            severity: workbook.add_format({**_colours(colours), "valign": "top", "underline": 1, **_RULE})
            for severity, colours in SEVERITY_COLOURS.items()
        },
    )


def _colours(colours: tuple[str, str]) -> dict[str, str]:
    return {"bg_color": colours[0], "font_color": colours[1]}


# --- the workbook and its text ----------------------------------------------------------------------------------------


@contextlib.contextmanager
def new_workbook(file: BufferedWriter, *, rows_in_order: bool) -> Iterator[Workbook]:
    """A workbook that is written to `file` when the block ends.

    With `rows_in_order` it takes little memory, and what is written to an earlier row is refused. Its part files, which
    then hold readable text of the sheet, are in a folder of their own that only this user can open and that goes
    whatever happens. Raises OSError.
    """
    with tempfile.TemporaryDirectory(prefix="batch_update-", ignore_cleanup_errors=True) as parts:
        workbook = Workbook(
            file,
            {
                "constant_memory": rows_in_order,
                "tmpdir": parts,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
                "use_zip64": True,
            },
        )
        try:
            yield workbook
            workbook.close()
        except FileCreateError as error:
            raise error.args[0] from error
        finally:
            for worksheet in workbook.worksheets():
                if worksheet.row_data_fh is not None:
                    with contextlib.suppress(OSError):  # a full disk was said already
                        worksheet.row_data_fh.close()


def clean(text: str) -> str:
    """Text as a workbook can hold it.

    Each control character and half character becomes `�`, never nothing, which could make a cell blank. What is longer
    than Excel's limit is cut, with a mark that says so.
    """
    if not text.isprintable():
        text = text.replace("\r\n", "\n").translate(_UNWRITABLE)
        if any("\ud800" <= letter <= "\udfff" for letter in text):
            text = "".join("\ufffd" if "\ud800" <= letter <= "\udfff" else letter for letter in text)
    if len(text) > CELL_LIMIT // 2 and _units(text) > CELL_LIMIT:
        kept = text.encode("utf-16-le")[: 2 * (CELL_LIMIT - _units(CUT_MARK))]
        text = kept.decode("utf-16-le", "ignore") + CUT_MARK
    return text


_UNWRITABLE = {
    **{code: "\ufffd" for code in (*range(0x20), 0x7F, 0xFFFE, 0xFFFF) if code not in (0x09, 0x0A)},
    0x0B: "\n",
    0x0C: "\n",
    0x0D: "\n",
}


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def write_text(worksheet: Worksheet, row: int, column: int, text: str, look: Format | None = None) -> None:
    """Write foreign text as text and nothing else. A blank stays a blank cell, with its format. Raises ResultsError."""
    text = clean(text)
    if text == "":
        code = worksheet.write_blank(row, column, None, look)
    elif text.startswith("<r>") and text.endswith("</r>"):
        # xlsxwriter takes this for XML of its own making and would copy it into the file unescaped.
        code = worksheet.write_rich_string(row, column, "<", "r", text[2:], look)
    else:
        code = worksheet.write_string(row, column, text, look)
    check_written(code, row, column)


def check_written(code: int, row: int, column: int) -> None:
    """Refuse to go on where xlsxwriter dropped a cell, which it says by its return value alone. Raises ResultsError."""
    if code != 0:
        raise ResultsError(
            f"The results do not fit into a worksheet: row {row + 1}, column {column + 1} could not be written"
            " (Excel holds 1,048,576 rows and 16,384 columns). Split the sheet."
        )


# --- sizes ------------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=1_000)  # the same few messages stand on thousands of rows
def count_lines(text: str, width: float) -> int:
    """How many lines a wrapped text takes in a column `width` characters wide; rather one too many than cut off.

    A width is counted in figures, and a usual text has about a sixth more letters in it; capitals are wider, and the
    signs of Chinese or Japanese are twice as wide.
    """
    text = text[:CELL_LIMIT]
    if len(text) < width / 2 and "\n" not in text:
        return 1
    wide = sum(letter.isupper() for letter in text) * 0.4 + sum(letter > "\u2e80" for letter in text)
    room = max(1, int((width - 1) * 1.08 / (1 + wide / max(1, len(text)))))
    return sum(max(1, len(textwrap.wrap(part, room))) if len(part) > room else 1 for part in text.split("\n"))


def row_height(*wrapped: tuple[str, float]) -> float | None:
    """The height in points for the texts of a row and the widths of their columns; None: the usual one is enough.

    It is set by us since programs differ in whether they fit rows to wrapped text by themselves when a file is opened.
    """
    lines = max((count_lines(text, width) for text, width in wrapped), default=1)
    return min(409.0, lines * LINE + 1) if lines > 1 else None


def column_width(texts: Sequence[str], *, least: float = 9, most: float = 40) -> float:
    """A width in characters that shows these texts, within bounds."""
    longest = max((len(line) for text in texts for line in text[:500].split("\n")), default=0)
    return min(most, max(least, longest * 1.1 + 2))


# --- help at the cell -------------------------------------------------------------------------------------------------


def write_comment(worksheet: Worksheet, row: int, column: int, text: str) -> None:
    """A comment in a box that is large enough for its text."""
    text = clean(text)
    lines = count_lines(text, 50)
    code = worksheet.write_comment(
        row, column, text, {"author": "batch_update", "width": 360, "height": 15 * lines + 18, "font_size": 9}
    )
    check_written(code, row, column)


def choices_of(field: Field) -> tuple[Choice, ...]:
    """What a drop-down offers for a field: its choices, and yes and no for a field that reads them as 1 and 0."""
    if field.choices:
        return field.choices
    try:
        answers = [field.kind.read(choice.label, field) for choice in _YES_NO]
    except ValueError:
        return ()
    return _YES_NO if answers == [1, 0] else ()


_YES_NO = (Choice("1", "Yes"), Choice("0", "No"))


def takes_several(field: Field) -> bool:
    """Whether a cell of this field may hold more than one value."""
    return field.kind.json_type in {JsonType.STRINGS, JsonType.INTEGERS, JsonType.LEAD_LISTS}


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


def shorten(text: str, limit: int) -> str:
    """The text, or as much of it as there is room for and an ellipsis."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


# --- print set-up -----------------------------------------------------------------------------------------------------


def set_up_print(worksheet: Worksheet, *, fit: bool, header_rows: int = 1, repeat_columns: int = 0) -> None:
    """Landscape A4 with page numbers and the header on every page; `fit` makes all columns one page wide."""
    worksheet.set_landscape()
    worksheet.set_paper(9)
    worksheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    worksheet.set_footer("&L&A&RPage &P of &N")
    if fit:
        worksheet.fit_to_pages(1, 0)
    else:
        worksheet.set_print_scale(70)
        if repeat_columns:
            worksheet.repeat_columns(0, repeat_columns - 1)
    if header_rows:
        worksheet.repeat_rows(0, header_rows - 1)
