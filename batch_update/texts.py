"""The bytes of a text file as text: one answer for the sheet, the token file and `.env`. Pure.

No guesser is used: on short files they take Windows text for Korean. A mark decides, then strict UTF-16 and UTF-32
where bytes are zero (no other text has any), then strict UTF-8, and only at last the Windows code page.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

WINDOWS = "cp1252"
DAMAGED = "The file is damaged, or has not been downloaded completely"
UNREADABLE = "The letters of the file can not be read"

_MARKS = (  # the longer first: the mark of UTF-32 begins like that of UTF-16
    (b"\xff\xfe\0\0", "utf-32-le"),
    (b"\0\0\xfe\xff", "utf-32-be"),
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_WIDE = ("utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be")
_LOOKED_AT = 4_000  # letters that are looked at to tell whether they are a text
_LEAST_ASCII = 20  # one letter in so many is a line end, a comma or a digit, in a table of any script
_LONGEST_SHOWN = 30
_MOST_COUNTED = 100  # foreign letters whose lines are counted
_MARK = "\ufeff"

# A letter of UTF-8 that takes two bytes or more, of any kind; and what stands where none should.
_LETTER = rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
_FOREIGN = re.compile(rb"(?P<letter>" + _LETTER + rb")|(?P<byte>[\x80-\xff])")
_BEGUN = re.compile(rb"[\xc2-\xdf]|[\xe0-\xef][\x80-\xbf]?|[\xf0-\xf4][\x80-\xbf]{0,2}")  # of one that is not whole
# As Windows text these would be an accented letter, then a sign such as a currency or a broken bar: nobody writes so.
_WESTERN = re.compile(rb"[\xc2-\xc5]|[\xe0-\xf4]..", re.DOTALL)
# But these can be the end of a quoted word in it: É” or é…”
_CLOSING = re.compile(rb"[\xc2-\xdf][\x85\x92\x94\x96\x97\x9b\xbb]|[\xe0-\xef][\x85\x92\x94\x96\x97\x9b\xa0\xbb]{2}")


class TextError(ValueError):
    """The bytes are no text that can be read for sure; the message is a sentence that says why."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file and the encoding it was found in; with WINDOWS it was guessed, and must be said."""

    text: str
    encoding: str


def decode_text(content: bytes) -> Decoded:
    """The text of a file, without its mark.

    Raises:
        TextError: it is cut off, nearly all UTF-8 but for a line that is not, or no text at all.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return Decoded(_decode_marked(content[len(mark) :], encoding), encoding)
    if b"\0" in content and (wide := _find_wide(content)):
        return Decoded(content.decode(wide), wide)
    try:
        return Decoded(content.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        return Decoded(_decode_windows(content), WINDOWS)


def _decode_marked(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding).lstrip(_MARK)  # some programs write the mark twice
    except UnicodeDecodeError as error:
        if encoding == "utf-8":
            raise TextError(_tell_mixture(content)) from None
        raise TextError(f"{DAMAGED}.") from error


def _find_wide(content: bytes) -> str | None:
    """The wide encoding in which bytes without a mark are a text; of two, that with more plain ASCII in it.

    In a table of any script every line end, delimiter and digit is ASCII, so that the wrong byte order shows.
    """
    plain = {encoding: _count_ascii(content, encoding) for encoding in _WIDE}
    best = max(plain, key=lambda encoding: plain[encoding])
    return best if plain[best] else None


def _count_ascii(content: bytes, encoding: str) -> int:
    """How many ASCII letters the beginning has in an encoding; 0 if that is not a text."""
    size = 4 if "32" in encoding else 2
    if len(content) % size:
        return 0
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        return 0
    start = text[:_LOOKED_AT]
    if "\0" in text or any(map(_is_no_letter, set(start))):
        return 0
    ascii_letters = sum(letter.isascii() for letter in start)
    return ascii_letters if ascii_letters * _LEAST_ASCII >= len(start) else 0


def _is_no_letter(letter: str) -> bool:
    kind = unicodedata.category(letter)
    return (kind == "Cc" and letter not in "\t\r\n") or (kind in {"Cn", "Co"} and letter <= "\uffff")


def _decode_windows(content: bytes) -> str:
    """Text of the Windows code page, unless there is a sign that it was UTF-8 before something foreign came into it."""
    if _is_mostly_utf8(content):
        raise TextError(_tell_mixture(content))
    try:
        return content.decode(WINDOWS)
    except UnicodeDecodeError:
        raise TextError(f"{UNREADABLE}.") from None


def _is_mostly_utf8(content: bytes) -> bool:
    """Whether letters of UTF-8 stand between the foreign bytes. By chance, in Windows text, they hardly ever do."""
    western = other = foreign = 0
    for found in _FOREIGN.finditer(content):
        letter = found["letter"]
        if letter is None:
            foreign += 1
        elif _CLOSING.fullmatch(letter):
            continue
        elif _WESTERN.match(letter):
            western += 1
        else:
            other += 1
    return western > 0 or other > foreign


def _tell_mixture(content: bytes) -> str:
    places = list(_find_foreign(content))
    place = places[0]
    if _BEGUN.fullmatch(content, place):
        return f"{DAMAGED}: its last letter is not whole."
    end = b"\n" if b"\n" in content else b"\r"
    lines = list(dict.fromkeys(content.count(end, 0, each) for each in places[:_MOST_COUNTED]))
    more = f" (and {_count_more(len(lines) - 1, places)})" if len(lines) > 1 else ""
    return (
        f"The letters of the file are in two encodings. It is UTF-8, but line {lines[0] + 1:,} of it{more} is not:"
        f" '{_show(content, place)}' there has a letter of another one."
    )


def _count_more(lines: int, places: list[int]) -> str:
    return f"{'at least ' if len(places) > _MOST_COUNTED else ''}{lines:,} more line{'s' if lines > 1 else ''}"


def _find_foreign(content: bytes) -> Iterator[int]:
    return (found.start() for found in _FOREIGN.finditer(content) if found["letter"] is None)


def _show(content: bytes, place: int) -> str:
    """The word round a foreign byte, that byte read as Windows would."""
    separators = b' \t\r\n,;|"'
    start, end = place, place + 1
    while start > 0 and content[start - 1] not in separators and place - start < _LONGEST_SHOWN:
        start -= 1
    while end < len(content) and content[end] not in separators and end - place < _LONGEST_SHOWN:
        end += 1
    return "".join(
        piece.decode("utf-8") if piece[:1] < b"\x80" or len(piece) > 1 else piece.decode(WINDOWS, "replace")
        for piece in re.findall(rb"[\x00-\x7f]|" + _LETTER + rb"|[\x80-\xff]", content[start:end], re.DOTALL)
    )
