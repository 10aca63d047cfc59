"""Puts lines on a stream: as they are off a terminal; on one broken at words to its width, and in its colours.

A text is never markup here, whatever a sheet or the API has in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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


def print_lines(stream: Stream, lines: Iterable[Line], *, color: bool) -> bool:
    """Print lines and let them arrive; whether they did, as far as can be known."""
    if stream.isatty():
        print_on(open_console(stream, color=color), lines)
    else:
        stream.write("".join(f"{line.text}\n" for line in lines))
    stream.flush()
    return not stream.failure


def columns_of(stream: Stream) -> int:
    """How many columns a stream has; off a terminal as many as the narrowest that people have."""
    return open_console(stream, color=False).width if stream.isatty() else NARROWEST


def open_console(stream: Stream, *, color: bool) -> Console:
    """The terminal behind a stream."""
    from rich.console import Console  # noqa: PLC0415 - see above

    return Console(file=cast("TextIO", stream), markup=False, highlight=False, emoji=False, no_color=not color)


def print_on(console: Console, lines: Iterable[Line]) -> None:
    """Print lines on a terminal, above whatever moves there."""
    from rich.cells import cell_len  # noqa: PLC0415 - see above
    from rich.text import Text  # noqa: PLC0415 - see above

    styled = bool(console.color_system) and not console.no_color
    for line in lines:
        style = f"{STYLES[line.tone]}{' bold' if line.strong else ''}".strip() if styled else ""
        for part in wrap(line, console.width - 1, cell_len):  # a full last column wraps on some terminals
            console.print(Text(part, style=style), soft_wrap=True)
