"""What the page and its command say in words of their own. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

from batch_update.wording.layout import RESULTS
from batch_update.wording.phrases import PROGRAM

OPEN_THE_ADDRESS = (
    "This page opens with the whole address that the program printed in its window. It holds a key of its own: copy it"
    " from there, up to its last letter."
)
FOREIGN = "This request did not come from the page itself, so it was refused."
NOT_VALID_ANY_MORE = "This was answered already, or is no longer what would be sent. The page shows what is so now."
BUSY = "Something is still under way here. One run at a time: wait for its end, or stop it."
NOTHING_THERE = "There is nothing here of that name."
TOO_LARGE = "This file has more than {megabytes:,} MB. A sheet of campaigns is far smaller: is it the right file?"
NOT_WHOLE = "The file did not arrive whole, so it was not kept. Choose it once more."
NO_SHEET = "Choose a sheet first."
NO_TARGET = "Choose first where the rows are to go."
TYPE_IT = "Type the token of the account."
ONLY_IDS = "Type ids with commas between them, such as 281, 282."
GONE = "The sheet of this run is not in its place any more, so it can not be gone on with. Its results are kept."
STOPPED = "You stopped the run."
STOPPING = "Stopping: rows under way are finished first. Stop again to break them off."
LOST = "The page was closed before this was answered."


def tell_address(address: str) -> list[str]:
    """Where the page is, and how it ends."""
    return [f"The page is at {address}", "Keep this window open while you use it. Ctrl-C ends the program."]


CLOSED = "The program has ended. What was sent, and its results, are kept."
WAITING = "Ending when the rows under way are finished. Ctrl-C again breaks them off."
PORT_TAKEN = "The page can not be opened at port {port}: {reason}. Choose another with --port, or leave it out."


READ_ALL = "Read every campaign back"
EVERY_CELL = "Send every filled cell"
KEEP_MINE = "Keep my edits"
GO_ON = "Go on"

_IN_BUTTONS = (
    (re.compile(r"[Tt]he command undo \S+"), "“Undo this run”"),
    (re.compile(r"(?:python -m batch_update )undo \S+"), "“Undo this run”"),
    (re.compile(r"add --resume"), f"choose “{GO_ON}” there"),
    (re.compile(r"--verify all"), f"“{READ_ALL}”"),
    (re.compile(r"--every-cell"), f"“{EVERY_CELL}”"),
    (re.compile(r"--keep-mine"), f"“{KEEP_MINE}”"),
    (re.compile(r"--resume"), f"“{GO_ON}”"),
)
"""What the page calls what the command line has options and commands for."""


def for_buttons(text: str) -> str:
    """A sentence that names an option, for people who have the button of it."""
    for option, name in _IN_BUTTONS:
        text = option.sub(name, text)
    return text


def without_commands(lines: Iterable[str]) -> list[str]:
    """Lines that were made for a terminal, for people who have buttons instead of commands and of paths."""
    told: list[str] = []
    for line in lines:
        if line.strip().startswith(PROGRAM):
            before = _LEADS_TO_COMMAND.sub("", told.pop()) if told else ""
            told += [before.removesuffix(":") + "." * before.endswith(":")] if before else []
        elif line and not line.startswith(RESULTS):
            told.append(line)
    return list(map(for_buttons, told))


_LEADS_TO_COMMAND = re.compile(r"(^|(?<=\.) )To [^.]*:$")
