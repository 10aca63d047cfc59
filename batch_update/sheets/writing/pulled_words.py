"""What the `Instructions` of a pulled workbook, and of one that puts a run back, say: one entry a line, as printed."""
# ruff: noqa: E501 - an entry is one line here as it is on the page

from __future__ import annotations

from batch_update.sheets.writing.template_words import AMBER_HEADER, BLUE_HEADER, CLEAR, RED_CELL, RED_HEADER, Part

GREY_CELL = "Grey cell"

PULLED_TITLE = "Change {thing}s in this workbook, and send what you changed"
UNDO_TITLE = "Put {thing}s back to what they were"

_WORDS = (
    (CLEAR, "Empties the value on purpose. Choices and yes/no columns can not be emptied."),
    ("A choice", "Pick from the list, or type its number or its name: {choice} all mean the same."),
    ("Yes or no", "1 - Yes or 0 - No from the list; yes, no, true, false, on and off are understood too."),
    ("Several values", "With commas or semicolons between them: {several}."),
    ("An id", "Shown with its name. Pick from the list, or type the id, the name, or both, as they stand on the sheet {lists}."),
)  # fmt: skip

_PULLED_CELLS: Part = (
    "What a cell may hold",
    (
        ("What was read", "As it was pulled. A cell that says the same value, in whatever spelling, is not sent."),
        ("Nothing", "An emptied cell is not sent, and a warning says so: the value stays as it is."),
        *_WORDS,
    ),
)  # fmt: skip

_UNDO_CELLS: Part = (
    "What a cell may hold",
    (
        ("Nothing", "The value stays as it is now."),
        ("A value", "What it was before the run. Where it is so already, nothing is sent."),
        *_WORDS,
    ),
)  # fmt: skip

_HEADERS = (
    (RED_CELL, "The {id} is missing, or is there twice."),
    (RED_HEADER, "Says which {thing} is meant: never change it."),
    (AMBER_HEADER, "Must be filled in when another column asks for it; the comment on the header says which."),
    (BLUE_HEADER, "Change what you like. Point at a header to read what its column is for."),
)  # fmt: skip

_COLOURS: Part = (
    "What the colours say",
    (
        (GREY_CELL, "Could not be read: the {thing} may hold a value. Left blank it stays as it is; what you type here is sent, with a warning."),
        ("Folded columns", "Could be read for no {thing} at all. The + above the columns opens them."),
        *_HEADERS,
    ),
)  # fmt: skip

_SAFETY: Part = (
    "Good to know",
    (
        ("Rows", "May be sorted, filtered, deleted, and copied within this workbook. All filled cells of a row that you add by hand are sent."),
        ("Columns", "May be moved, hidden or deleted, but not renamed. A column of your own is kept and ignored; begin its header with _ to be sure."),
        ("_pulled", "The last column tells which pull a row is from; a hidden sheet keeps what was read. Leave both: a row without its _pulled is an ordinary row, of which all filled cells are sent, edited or not; without the hidden sheet no row is sent. Keep the file an Excel or LibreOffice workbook; a CSV file has no hidden sheet."),
        ("Others at work", "What somebody else has changed since is not overwritten: that row is not sent, and you see both values."),
        ("A way back", "python -m batch_update undo last\nMakes a workbook that puts back what the last run has changed."),
        ("Practice first", "python -m batch_update {practice}\nSends to a built-in stand-in: no account is needed and nothing real changes."),
    ),
)  # fmt: skip

PULLED_GUIDE: tuple[Part, ...] = (
    (
        "Four steps",
        (
            ("Pulled", "{when}, from {target}"),
            ("1  Change", "On the sheet {sheet}, change the cells that should change. Only the cells that you edit are sent."),
            ("2  Look", "python -m batch_update {file}{there} --plan\nNothing is sent. Every change is shown, with the value now and the new one."),
            ("3  Send", "python -m batch_update {file}{there}\nSays what will happen, asks once, sends, and writes {results} beside this workbook."),
            ("4  Correct and repeat", "Open the results, correct the red cells on its sheet To fix, save, and run the results workbook itself: only those rows are sent."),
        ),
    ),
    _PULLED_CELLS,
    _COLOURS,
    _SAFETY,
)  # fmt: skip

UNDO_GUIDE: tuple[Part, ...] = (
    (
        "Three steps",
        (
            ("Read", "{when}, from {target}"),
            ("1  Look", "Each filled cell on the sheet {sheet} goes back to what it was before the run; blank cells stay as they are. Empty a cell, or delete its row, to leave it as it is now."),
            ("Left out", "The sheet Left out tells what can not be put back, and why: {left_out}."),
            ("2  Plan", "python -m batch_update {file}{there} --plan\nNothing is sent. Every change is shown, with the value now and the new one."),
            ("3  Send", "python -m batch_update {file}{there}\nSays what will happen, asks once, sends, and writes {results} beside this workbook."),
        ),
    ),
    _UNDO_CELLS,
    ("What the colours say", _HEADERS),
    _SAFETY,
)  # fmt: skip
