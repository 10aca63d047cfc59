"""Puts lines on a stream: as they are off a terminal; on one broken at words to its width, and in its colours.

A text is never markup here, whatever a sheet or the API has in it.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, TextIO, cast

from batch_update.statuses import Tone
from batch_update.streams import Stream
from batch_update.wording.layout import Line, wrap

if TYPE_CHECKING:  # off a terminal nothing of it is needed
    from rich.console import Console

STYLES: Mapping[Tone | None, str] = {
    Tone.GOOD: "green",
    Tone.WRONG: "red",
    Tone.TROUBLE: "yellow",
    Tone.DOUBT: "magenta",
    Tone.IDLE: "dim",
    None: "",
}

NARROWEST = 80  # columns


def print_lines(stream: Stream, lines: Sequence[Line], *, color: bool) -> bool:
    """Print lines and let them arrive; whether they did, as far as can be known."""
    if not stream.isatty():
        stream.write("".join(f"{line.text}\n" for line in lines))
    elif color and any(line.tone or line.strong for line in lines):
        print_on(open_console(stream, color=color), lines)
    else:  # a message or an answer of thousands: without rich it is there at once
        width = columns_of(stream) - 1
        stream.write("".join(f"{part}\n" for line in lines for part in wrap(line, width, measure)))
    stream.flush()
    return not stream.failure


def columns_of(stream: Stream) -> int:
    """How many columns a stream has; off a terminal as many as the narrowest that people have."""
    try:
        return os.get_terminal_size(stream.fileno()).columns or NARROWEST
    except (OSError, ValueError):
        return NARROWEST


def measure(text: str) -> int:
    """How many columns a text takes: some letters take two, and some none."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len  # noqa: PLC0415 - see above

    return cell_len(text)


def open_console(stream: Stream, *, color: bool) -> Console:
    """The terminal behind a stream."""
    from rich.console import Console  # noqa: PLC0415 - see above

    return Console(file=cast("TextIO", stream), markup=False, highlight=False, emoji=False, no_color=not color)


def print_on(console: Console, lines: Iterable[Line]) -> None:
    """Print lines on a terminal, above whatever moves there."""
    from rich.text import Text  # noqa: PLC0415 - see above

    styled = bool(console.color_system) and not console.no_color
    for line in lines:
        style = f"{STYLES[line.tone]}{' bold' if line.strong else ''}".strip() if styled else ""
        for part in wrap(line, console.width - 1, measure):  # a full last column wraps on some terminals
            console.print(Text(part, style=style), soft_wrap=True)
