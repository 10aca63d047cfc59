"""The bytes of a text file as text: one answer for the sheet, the token file and `.env`. Pure.

No guesser is used: on short files they take Windows text for Korean. A mark decides, then strict UTF-16 and UTF-32
where bytes are zero (no other text has any), then strict UTF-8, and only at last the Windows code page.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from batch_update.texts.alphabets import WINDOWS

_DAMAGED = "The file is damaged, or has not been downloaded completely."
_UNREADABLE = "The letters of the file can not be read"

_MARKS = (  # the longer first: the mark of UTF-32 begins like that of UTF-16
    (b"\xff\xfe\0\0", "utf-32-le"),
    (b"\0\0\xfe\xff", "utf-32-be"),
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_MARK = "\ufeff"
_WIDE = ("utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be")
_LOOKED_AT = 4_000  # letters, or bytes, that are looked at to tell whether they are a text
_OF_TABLES = frozenset("\n\r,;\t|")
_LEAST_ASCII = 20  # one letter in so many is a line end, a separator or a digit, in a table of any script
_LEAST_ZEROS = 4  # one byte in so many is zero, at least, in wide text that is all ASCII


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
        TextError: it is cut off, in two encodings, of another alphabet than Western Windows has, or no text at all.
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
        from batch_update.texts.foreign import tell_mixture  # noqa: PLC0415 - few files need its patterns

        raise TextError(tell_mixture(content, marked=True) if encoding == "utf-8" else _DAMAGED) from error


def _decode_windows(content: bytes) -> str:
    """Text of the Windows code page, unless there is a sign that it is another's."""
    from batch_update.texts.foreign import is_of_other_alphabet, is_partly_utf8, tell_mixture  # noqa: PLC0415 - as above

    if is_partly_utf8(content):
        raise TextError(tell_mixture(content))
    try:
        text = content.decode(WINDOWS)
    except UnicodeDecodeError:
        raise TextError(f"{_UNREADABLE}: they are neither UTF-8 nor those of Western Windows.") from None
    if is_of_other_alphabet(text):
        raise TextError(f"{_UNREADABLE}: they are of another alphabet, and the file does not say which.")
    return text


def _find_wide(content: bytes) -> str | None:
    """The wide encoding in which bytes without a mark are a text; of two, that with more plain ASCII in it.

    In a table of any script every line end, separator and digit is ASCII, so that the wrong byte order shows.
    """
    start = content[:_LOOKED_AT]
    if start.isascii() and start.count(0) * _LEAST_ZEROS < len(start):
        return None  # plain text with a stray zero in it
    plain = {encoding: _count_ascii(content, encoding) for encoding in _WIDE}
    best = max(plain, key=lambda encoding: plain[encoding])
    return best if plain[best] else None


def _count_ascii(content: bytes, encoding: str) -> int:
    """How many ASCII letters the beginning has in an encoding; 0 if that is not a text."""
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        return 0
    start = text[:_LOOKED_AT]
    if "\0" in text or any(map(_is_no_letter, set(start))):
        return 0
    count = sum(letter.isascii() for letter in start)
    is_table = count * _LEAST_ASCII >= len(start) and not _OF_TABLES.isdisjoint(start)
    return count if is_table or count * 2 >= len(start) else 0


def _is_no_letter(letter: str) -> bool:
    kind = unicodedata.category(letter)
    return (kind == "Cc" and letter not in "\t\r\n") or (kind in {"Cn", "Co"} and letter <= "\uffff")
