"""What the command line says, as people read it who have buttons instead of commands, options and paths."""

from __future__ import annotations

import pytest

from batch_update.wording.page import for_buttons, without_commands

COMMAND = "  python -m batch_update sheet.xlsx"

TOLD = {
    ("All 3 rows updated.",): ["All 3 rows updated."],
    ("Results: /home/a/b.xlsx", "All 3 rows updated."): ["All 3 rows updated."],
    ("All 3 rows are valid; nothing was sent. To send:", COMMAND): ["All 3 rows are valid; nothing was sent."],
    ("2 rows not updated. Open the results, and send them again:", COMMAND): [
        "2 rows not updated. Open the results, and send them again."
    ],
    ("You stopped the run.", "2 rows not updated. To go on where it stopped:", COMMAND): [
        "You stopped the run.", "2 rows not updated.",
    ],
    ("To make the sheet that puts back what the run changed:", "  python -m batch_update undo 2026"): [],
    ("Ratio 1.5 to 2: as it was.",): ["Ratio 1.5 to 2: as it was."],
    (): [],
}  # fmt: skip


@pytest.mark.parametrize("lines", TOLD)
def test_commands_and_what_leads_to_them_are_left_out(lines: tuple[str, ...]) -> None:
    assert without_commands(lines) == TOLD[lines]


NAMED = {
    "and it alone could be undone; with --verify all every one.": (
        "and it alone could be undone; with “Read every campaign back” every one."
    ),
    "The command undo 20261127-024045-2w7 makes the sheet.": "“Undo this run” makes the sheet.",
    "--every-cell sends whole rows": "“Send every filled cell” sends whole rows",
    "verify all of them": "verify all of them",
}


@pytest.mark.parametrize("text", NAMED)
def test_options_have_the_names_of_their_buttons(text: str) -> None:
    assert for_buttons(text) == NAMED[text]
