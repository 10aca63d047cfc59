"""Counts, durations, command lines: the only place that spells them. Pure."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from itertools import takewhile
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the help, which must be there at once, tells no moment
    from datetime import datetime

LONGEST_VALUE, LONGEST_TOLD = 40, 60
"""So many characters of a value are shown in a summary, and in a sentence that is about the value."""

PROGRAM = "python -m batch_update"
"""How the program is called, in its help and in every next step that it names."""


def count(number: int, noun: str) -> str:
    """A number with its noun: `1 row`, `12 rows`, `1,200 rows`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def is_or_are(number: int) -> str:
    """The verb for so many."""
    return "is" if number == 1 else "are"


def tell_no_room(number: int, noun: str, elsewhere: str) -> str:
    """What a page says at its end if it can not hold all its items; `elsewhere` is the page with all rows, or ""."""
    told = f"{count(number, f'further {noun}')} found no room on this page."
    return f"{told} The page {elsewhere} has every row." if elsewhere else told


def cut(text: str, most: int = LONGEST_VALUE) -> str:
    """A value in a sentence, an ellipsis for the end of a long one; its spaces stay, which may be what is wrong."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def cut_both(one: str, other: str, most: int = LONGEST_VALUE) -> tuple[str, str]:
    """Two values that differ, each cut so that the difference is seen: long lists often differ by their last item."""
    if one != other and cut(one, most) == cut(other, most):
        alike = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
        start = alike - most // 4
        one, other = f"…{one[start:]}", f"…{other[start:]}"
    return cut(one, most), cut(other, most)


def join_lines(text: str) -> str:
    """A text on one line, for where it is only to be known again."""
    return " ".join(text.split())


def cut_line(text: str) -> str:
    """A name, or a value that is only to be known again: on one line, and cut."""
    return cut(join_lines(text))


def end_sentence(text: str) -> str:
    """A text with a full stop, unless it ends a sentence already: what others say may end anyhow."""
    return text if not text or text.rstrip('"').endswith((".", "!", "?", "…")) else f"{text}."


def spell_duration(seconds: float) -> str:
    """A duration as people say it, for a forecast or a line on the way: `3 s`, `2 min 5 s`, `1 h 20 min`."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    return f"{whole // 3600} h {whole % 3600 // 60} min"


def spell_moment(moment: datetime, now: datetime) -> str:
    """A moment as people say it: `today 07:59`, `yesterday 18:30`, `on 2026-11-20 07:59`."""
    days = (now.date() - moment.astimezone(now.tzinfo).date()).days
    day = {0: "today", 1: "yesterday"}.get(days, f"on {moment:%Y-%m-%d}")
    return f"{day} {moment:%H:%M}"


def spell_exactly(seconds: float) -> str:
    """A duration for the record: `1 h 2 min 3 s`, and tenths of a second below a minute."""
    if seconds < 60:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return (f"{hours} h " if hours else "") + f"{minutes} min {rest} s"


def visible(text: str) -> str:
    """A text from outside on one line, with control characters replaced: an escape sequence could hide a message."""
    return "".join(character if character.isprintable() else _stand_in(character) for character in text)


def _stand_in(character: str) -> str:
    return "\ufffd" if "\ud800" <= character <= "\udfff" else " "  # half a character, of a file name that is no UTF-8


def quote(words: Sequence[str], *, windows: bool) -> str:
    """Words as the shell of Windows, or of every other system, wants them."""
    import subprocess  # noqa: PLC0415 - not needed for --help

    return subprocess.list2cmdline(words) if windows else " ".join(map(_quote_word, words))


def _quote_word(word: str) -> str:
    """One word for a Unix shell; a file name that is no UTF-8 in the form that can be shown and copied, $'…'."""
    if not any("\ud800" <= letter <= "\udfff" for letter in word):
        return shlex.quote(word)
    return "$'" + "".join(map(_spell_byte, word.encode("utf-8", "surrogateescape"))) + "'"


def _spell_byte(byte: int) -> str:
    return chr(byte) if 0x20 <= byte < 0x7F and chr(byte) not in "'\\" else f"\\x{byte:02x}"
