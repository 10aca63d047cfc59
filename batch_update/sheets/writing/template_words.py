"""What the template's `Instructions` say: one entry a line, as it is printed. `{thing}`, `{sheet}`, … are filled in."""
# ruff: noqa: E501 - an entry is one line here as it is on the page

from __future__ import annotations

from typing import TypeAlias

Part: TypeAlias = "tuple[str, tuple[tuple[str, str], ...]]"
"""A title and its entries: a word or two, and the text beside it."""

CLEAR = "<clear>"
"""What a cell says to empty a value on purpose."""

RED_HEADER, AMBER_HEADER, BLUE_HEADER, RED_CELL = "Red header", "Amber header", "Blue header", "Red cell"

GUIDE: tuple[Part, ...] = (
    (
        "Four steps",
        (
            ("1  Fill in", "One {thing} a row on the sheet {sheet}. Fill in {id} and only the cells that should change. Point at a header to read what its column is for."),
            ("2  Check", "python -m batch_update {file} --check\nNothing is sent. Every mistake is named by its cell."),
            ("3  Send", "python -m batch_update {file}\nSays what will happen, asks once, sends, and writes {results} beside your sheet."),
            ("4  Correct and repeat", "Open the results, correct the red cells on its sheet To fix, save, and run the results workbook itself: only those rows are sent."),
        ),
    ),
    (
        "What a cell may hold",
        (
            ("Nothing", "The value stays as it is. A blank cell never changes anything."),
            (CLEAR, "Empties the value on purpose. Choices and yes/no columns can not be emptied."),
            ("A choice", "Pick from the list, or type its number or its name: {choice} all mean the same."),
            ("Yes or no", "1 - Yes or 0 - No from the list; yes, no, true, false, on and off are understood too."),
            ("Several values", "With commas or semicolons between them: {several}."),
            ("An id", "Exactly as the panel shows it. These columns are formatted as Text so that no digit is lost; paste with Paste Special > Values (Ctrl+Shift+V) to keep them so."),
        ),
    ),
    (
        "What the colours say",
        (
            (RED_HEADER, "Must be filled in, in every row."),
            (AMBER_HEADER, "Must be filled in when another column asks for it; the comment on the header says which."),
            (BLUE_HEADER, "Fill in only what you want to change."),
            (RED_CELL, "Something is missing here, or the {id} is there twice. It turns red while you type, in the first {flagged:,} rows; --check looks at all of them."),
        ),
    ),
    (
        "Good to know",
        (
            ("Columns", "May be moved, hidden or deleted, but not renamed. A column of your own is kept and ignored; begin its header with _ to be sure."),
            ("Rows", "Each {id} once. Blank rows are skipped; hidden and filtered rows are sent too, and that is said."),
            ("Formulas", "Paste them as values: what is sent is what you see."),
            ("Other sheets", "Fields explains every column. Examples shows rows that are filled in; only {sheet} is sent."),
            ("Practice first", "python -m batch_update {file} --sandbox\nSends to a built-in stand-in: no account is needed and nothing real changes."),
        ),
    ),
)  # fmt: skip
