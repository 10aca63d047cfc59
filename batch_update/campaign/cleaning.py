"""What a cell says once the marks that nobody sees or means are gone, and what refuses a cell.

Pure text in, text out. Every kind of cell is cleaned here and nowhere else.
"""

from __future__ import annotations

import re
import unicodedata

from batch_update.model import ERROR_NAMES

ERROR_TEXTS = re.compile(rf"#({ERROR_NAMES}|UNSAVED!.*)|Err:\d{{3}}", re.DOTALL)
"""Texts that stand where a value should: errors, and `#UNSAVED!` before a formula that was never calculated."""


class Refused(ValueError):
    """A cell that can not be read as its kind; `message` never repeats the value, `suggestion` may."""

    def __init__(self, code: str, message: str, suggestion: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.suggestion = suggestion


_SPACES = re.compile(r"[^\S\n\t]")
_NOTHING_TO_SEE = " \n\t\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"


def clean_text(text: str) -> str:
    """Free text as it is meant: every kind of space made plain, and nothing invisible at its ends."""
    if text.isascii() and text.isprintable():
        return text.strip()
    return _SPACES.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n")).strip(_NOTHING_TO_SEE)


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
    return text[1:].lstrip() if text.startswith("'") else text


def letters_and_digits(text: str) -> str:
    """What is left of a name when it is compared: its letters and digits, whatever their case and width."""
    return "".join(character for character in unicodedata.normalize("NFKC", text).casefold() if character.isalnum())
