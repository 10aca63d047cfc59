"""Words that mean a cell's field rather than stand in it: `<clear>`, what is nearly that, and "nothing" elsewhere.

Pure text. `<clear>` empties a field on purpose, so a slip of it must not become a description that reads `<claer>`.
"""

from __future__ import annotations

import html
import re
import unicodedata
from difflib import get_close_matches
from enum import StrEnum

from batch_update.kinds.cleaning import Refused, clean_code
from batch_update.texts.errors_shown import BEGINNINGS_OF_ERRORS


class Word(StrEnum):
    """What a cell's text means where it is one of these words."""

    CLEAR = "clear"  # empties the field
    NEARLY_CLEAR = "nearly clear"  # was probably meant to
    NOTHING = "nothing"  # how another program says that there is no value


LONGEST_WORD = 40  # characters; a longer text is none of these

_CLEAR = frozenset({"<clear>", "delete_value"})
_CLEARING = frozenset(
    ("clear", "clears", "cleared", "clearing", "clr", "cls", "clearvalue", "clearvalues", "clearfield", "clearcell",
     "clearit", "delete", "deleted", "deletevalue", "deletevalues", "deletefield", "remove", "removed", "removevalue",
     "erase", "reset", "wipe")
)  # fmt: skip
_NOTHING = frozenset(
    ("null", "nul", "nan", "none", "na", "nil", "undefined", "undef", "nat", "dbnull", "blank", "empty", "nothing",
     "novalue", "nodata", "notavailable", "notapplicable", "notset", "unset")
)  # fmt: skip
_PHRASES = frozenset({"deletevalue", "deletevalues", "clearvalue", "clearvalues", "clearfield", "clearcell"})
"""What nobody writes but to empty a field, even without brackets."""

_BRACKETS = "<>«»‹›〈〉《》⟨⟩＜＞"
_WRAPPERS = "()[]{}\"'“”„‟‘’‚‛`´*~|$%=#/\\^_-–—"
_MARKS = " \t\n.,;:!?"
_NO_LETTERS = re.compile(r"[\W_]+")
_SIGNS_FOR_NOTHING = re.compile(r"[-–—−_.…?]+|\"\"|''|\(\)|<>|\\N", re.IGNORECASE)
_WORDS = _CLEARING | _NOTHING
_LONGEST_LETTERS = max(map(len, _WORDS)) + 1
_CLOSE = 0.8  # in angle brackets: `<claer>` and `<clean>` score 0.8 against `clear`
_VERY_CLOSE = 0.86  # without: `delete_vlaue` scores 0.91 against `deletevalue`


_BEGINNINGS = frozenset(word[:2] for word in _WORDS) | BEGINNINGS_OF_ERRORS


def may_be_word(text: str) -> bool:
    """Whether a cleaned text is worth a closer look; most are told from a word or an error by how they begin."""
    if len(text) > LONGEST_WORD:
        return text[0] == "#"  # a wide column that is too narrow for its number, or a formula without a result
    begins = text[:2]
    return not (begins.isalpha() and begins.isascii()) or begins.casefold() in _BEGINNINGS


def word_in(text: str) -> Word | None:
    """Which of these words a cleaned text is, as a whole; a sentence that mentions one is none."""
    if len(text) > LONGEST_WORD:
        return None
    plain = html.unescape(html.unescape(text)) if "&" in text else text  # `&amp;lt;clear&amp;gt;` was escaped twice
    letters = _NO_LETTERS.sub("", plain)
    if len(letters) > _LONGEST_LETTERS:
        return None
    if _is_clear(text):
        return Word.CLEAR
    return _judge(plain, unicodedata.normalize("NFKC", letters).casefold())


def _judge(text: str, letters: str) -> Word | None:
    """What a text is that is not quite `<clear>`; `letters` are its letters and digits alone."""
    outer = text.strip(_MARKS)
    inner = outer.strip(_MARKS + _WRAPPERS)
    ends = {*outer[:1], *outer[-1:], *inner[:1], *inner[-1:]}
    if letters and not ends.isdisjoint(_BRACKETS):
        return Word.NEARLY_CLEAR if get_close_matches(letters, _WORDS, n=1, cutoff=_CLOSE) else None
    if letters in _CLEARING and not ends.isdisjoint(_WRAPPERS):
        return Word.NEARLY_CLEAR
    if letters[:1] in {"c", "d"} and get_close_matches(letters, _PHRASES, n=1, cutoff=_VERY_CLOSE):
        return Word.NEARLY_CLEAR
    return Word.NOTHING if letters in _WORDS or _SIGNS_FOR_NOTHING.fullmatch(text) else None


def _is_clear(text: str) -> bool:
    try:
        return re.sub(r"\s", "", clean_code(text)).casefold() in _CLEAR
    except Refused:
        return False
