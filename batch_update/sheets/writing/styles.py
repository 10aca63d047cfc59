"""How our workbooks look: colours, formats, widths and heights, print set-up. Knows xlsxwriter."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from batch_update.model import Severity, Status
from batch_update.statuses import Tone

LINE = 15.0
"""Points in height of one line of the text of a cell."""

_TALLEST = 409.0  # points: the most that a row of Excel can have
_MOST_LINES = 28  # and so many lines are taller than that

# --- colours and formats ----------------------------------------------------------------------------------------------

RED, AMBER, GREEN, GREY = ("#FFC7CE", "#9C0006"), ("#FFEB9C", "#7F6000"), ("#C6EFCE", "#006100"), ("#E7E6E6", "#404040")
ORANGE, NAVY = ("#FCE4D6", "#833C0B"), ("#1F3864", "#FFFFFF")

TONE_COLOURS: Mapping[Tone, tuple[str, str]] = {
    Tone.GOOD: GREEN,
    Tone.WRONG: RED,
    Tone.TROUBLE: ORANGE,
    Tone.DOUBT: AMBER,
    Tone.IDLE: GREY,
}
"""The fill and the ink of a status by its tone, the same on every sheet; its word always stands there too."""

SEVERITY_COLOURS: Mapping[Severity, tuple[str, str]] = {Severity.ERROR: RED, Severity.WARNING: AMBER}

_RULE = {"bottom": 1, "bottom_color": "#D9D9D9"}


@dataclass(frozen=True, slots=True)
class Styles:
    """The cell formats of one workbook."""

    title: Format
    section: Format
    header: Format
    text: Format  # a cell of the user's: Excel takes nothing in it for a number, a date or a formula
    bad: Format
    doubtful: Format
    plain: Format
    wrapped: Format
    warned: Format  # the same in amber
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


def make_styles(workbook: Workbook) -> Styles:
    """Add the formats that all pages share to a workbook."""
    text = {"num_format": "@", "quote_prefix": True, "valign": "top"}
    forms: dict[str, dict[str, Any]] = {
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
        "warned": {"num_format": "@", "valign": "top", "text_wrap": True, **_colours(AMBER)},
        "wrapped_text": {**text, "text_wrap": True},
        "ruled": {"num_format": "@", "valign": "top", "text_wrap": True, **_RULE},
        "ruled_number": {"num_format": "#,##0", "valign": "top", "align": "left", **_RULE},
        "number": {"num_format": "0", "valign": "top", "align": "left"},
        "seconds": {"num_format": "0.00", "valign": "top", "align": "left"},
        "link": {"valign": "top", "font_color": "#0563C1", "underline": 1},
        "spilling": {"num_format": "@", "valign": "top", "align": "left"},
        "faint": {"valign": "top", "align": "left", "text_wrap": True, "font_color": "#8C8C8C", **_RULE},
    }  # fmt: skip
    return Styles(
        **{name: workbook.add_format(style) for name, style in forms.items()},
        status={
            status: workbook.add_format({**_colours(TONE_COLOURS[status.facts.tone]), "bold": True, "valign": "top"})
            for status in Status
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


# --- sizes ------------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=1_000)  # the same few messages stand on thousands of rows
def count_lines(text: str, width: float) -> int:
    """How many lines a wrapped text takes in a column `width` characters wide; rather one too many than cut off.

    The width of a column is counted in figures. A usual text has narrower letters, so more of them find room; capitals
    and the signs of Chinese or Japanese are wider.
    """
    if len(text) < width / 2 and "\n" not in text:
        return 1
    room = max(1, int((width - 0.7) * len(text) / (1.04 * sum(map(_letter_width, text)))))
    return sum(_count_wrapped(part, room) for part in text.split("\n"))


def _count_wrapped(text: str, room: int) -> int:
    if len(text) <= room:
        return 1
    if len(text) >= room * _MOST_LINES:  # the row can be no taller, and to wrap so long a text takes a millisecond
        return _MOST_LINES
    return max(1, len(textwrap.wrap(text, room)))


@lru_cache(maxsize=10_000)
def _letter_width(letter: str) -> float:
    """How wide a letter of Calibri is, in figures: the mean of a few classes of letters."""
    for letters, width in _LETTER_WIDTHS:
        if letter in letters:
            return width
    if letter > "\u2e80":
        return 2.1
    return 1.15 if letter.isupper() else 0.96


_LETTER_WIDTHS = ((" ijl.,:;'|!I", 0.5), ("frt()[]-", 0.65), ("mwMW@%", 1.6), ("0123456789_", 1.0))


def row_height(*wrapped: tuple[str, float]) -> float | None:
    """The height in points for the texts of a row and the widths of their columns; None: the usual one is enough.

    It is set by us since programs differ in whether they fit rows to wrapped text by themselves when a file is opened.
    """
    lines = max([count_lines(text, width) for text, width in wrapped if text], default=1)
    return min(_TALLEST, lines * LINE + 1) if lines > 1 else None


def column_width(texts: Sequence[str], *, least: float = 9, most: float = 40) -> float:
    """A width in characters that shows these texts, within bounds."""
    longest = max((len(line) for text in texts for line in text[:500].split("\n")), default=0)
    return min(most, max(least, longest * 1.1 + 2))


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
