"""What a cell says once the marks that nobody sees or means are gone, and what refuses a cell.

Pure text in, text out. Every kind of cell is cleaned here and nowhere else.
"""

from __future__ import annotations

import re
import unicodedata

AS_TEXT = "Format the column as Text and type the value again."


class Refused(ValueError):
    """A cell that can not be read as its kind; `message` never repeats the value, `suggestion` may."""

    def __init__(self, code: str, message: str, suggestion: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.suggestion = suggestion


_SPACES = re.compile(r"[^\S\n\t]")
_JOINERS = "\u200c\u200d"
_NOTHING_TO_SEE = " \n\t\u00ad\u200b\u200e\u200f\u2060\ufeff" + _JOINERS
_SHAPED_BY_JOINERS = frozenset(
    ("DEVANAGARI", "BENGALI", "GURMUKHI", "GUJARATI", "ORIYA", "TAMIL", "TELUGU", "KANNADA", "MALAYALAM", "SINHALA",
     "ARABIC", "SYRIAC", "MONGOLIAN", "MYANMAR", "KHMER", "TIBETAN", "NKO", "BALINESE", "JAVANESE")
)  # fmt: skip
"""Scripts, as Unicode's names of characters begin, in which a joiner at the end of a word is a letter's shape."""


def clean_text(text: str) -> str:
    """Free text as it is meant: every kind of space made plain, and nothing invisible at its ends."""
    if text.isascii() and text.isprintable():
        return text.strip()
    text = _SPACES.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n")).lstrip(_NOTHING_TO_SEE)
    body = text.rstrip(_NOTHING_TO_SEE)
    behind = text[len(body) : len(body) + 1]
    return body + behind if behind and behind in _JOINERS and _is_shaped(body[-1:]) else body


def _is_shaped(letter: str) -> bool:
    return unicodedata.name(letter, "").partition(" ")[0] in _SHAPED_BY_JOINERS


def clean_code(text: str) -> str:
    """A code, id or number as it is meant: compatible forms made plain, invisible characters and one `'` removed.

    Raises:
        Refused: for `²` and its like, which would become a digit of the number beside it.
    """
    text = clean_text(text)
    if not text.isascii():
        if any(unicodedata.category(character) == "No" for character in text):
            raise Refused("unusual-character", "The cell holds a raised or circled digit.", "Type plain digits.")
        text = unicodedata.normalize("NFKC", text)
        text = "".join(character for character in text if unicodedata.category(character) != "Cf").strip()
        text = with_plain_digits(text)
    return text[1:].lstrip() if text.startswith("'") else text


def with_plain_digits(text: str) -> str:
    """The text with 0 to 9 for the digits of other scripts (`४८१७`, `٤٨١٧`)."""
    return text if text.isascii() else "".join(map(_plain_digit, text))


def _plain_digit(character: str) -> str:
    digit = unicodedata.decimal(character, None)
    return character if digit is None else str(digit)


def letters_and_digits(text: str) -> str:
    """What is left of a name when it is compared: its letters and digits, whatever their case and width."""
    return "".join(character for character in unicodedata.normalize("NFKC", text).casefold() if character.isalnum())
