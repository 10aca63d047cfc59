"""Lines as they are meant to stand on a terminal, and how one is broken at its words. Pure; knows no terminal."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from batch_update.statuses import Tone
from batch_update.wording.phrases import PROGRAM, visible


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of text. `hang` is how many columns its further lines stand in, where it has to be broken.

    `whole` is a line that is there to be copied, such as a command or a path: it is never broken by us.
    """

    text: str
    hang: int = 0
    tone: Tone | None = None
    strong: bool = False
    whole: bool = False


def lay_out(text: str, *, strong: bool = False) -> Line:
    """A line of plain text, made visible: what follows its first line stands further in; a command is whole."""
    shown = visible(text)
    bare = shown.lstrip(" ")
    return Line(
        text=shown, hang=len(shown) - len(bare) + 2, strong=strong, whole=bare.startswith((PROGRAM, RESULTS, WORKBOOK))
    )


RESULTS, WORKBOOK = "Results: ", "Workbook: "
"""What the lines begin with that tell a path: of a run's results, and of a workbook that was made to be filled in."""


def wrap(line: Line, width: int, measure: Callable[[str], int]) -> list[str]:
    """The text in lines of at most `width` columns, broken between words; `measure` says how wide a text is.

    A word that is too long for a line keeps it to itself, and so does a command within a sentence: broken up, it would
    be another command when it is copied.
    """
    if line.whole or measure(line.text) <= width:
        return [line.text]
    indent = len(line.text) - len(line.text.lstrip(" "))
    first, *more = _words(line.text[indent:])
    lines = [" " * indent + first]
    for word in more:
        if measure(lines[-1]) + 1 + measure(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(" " * line.hang + word)
    return [part.rstrip(" ").replace(_HELD, " ") for part in lines]


_NAME = re.compile("“[^”]{1,30}”")
_HELD = "\ue000"  # stands for a blank within a name, such as “To fix”


def _words(text: str) -> list[str]:
    text = _NAME.sub(lambda name: name.group().replace(" ", _HELD), text)
    before, program, behind = text.partition(PROGRAM)
    return [*(before.rstrip(" ").split(" ") if before else ()), *([program + behind] if program else ())]


def align(
    table: Sequence[Sequence[str]], width: int, measure: Callable[[str], int], *, cuttable: Collection[int]
) -> list[str]:
    """The table's lines, its columns below each other; where they are wider than `width`, the longest texts are cut."""
    widths = [max(map(measure, column)) for column in zip(*table, strict=True)]
    while sum(widths) + len(GAP) * (len(widths) - 1) > width:
        longest = max(cuttable, key=widths.__getitem__)
        if widths[longest] <= LEAST_CUT:
            break
        widths[longest] -= 1
    return [GAP.join(_fill(cell, widths[place], measure) for place, cell in enumerate(line)).rstrip() for line in table]


GAP = "  "
LEAST_CUT = 8  # columns, below which a text tells nothing


def _fill(text: str, width: int, measure: Callable[[str], int]) -> str:
    """The text in exactly `width` columns: cut with a mark, or with blanks behind it."""
    if measure(text) > width:
        while measure(text) >= width:
            text = text[:-1]
        text += "…"
    return text + " " * (width - measure(text))
