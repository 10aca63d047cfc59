"""The readers of cells that hold one of a few known words: yes or no, and the choices of the field table.

Pure. One rule for all of them: a code, a name, or both, apart from case, spaces and the dash between them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, time
from difflib import get_close_matches
from functools import lru_cache

from batch_update.kinds.cleaning import Refused, letters_and_digits
from batch_update.kinds.codes import LONGEST_ID, code_text
from batch_update.kinds.forms import refuse_form
from batch_update.model import Scalar
from batch_update.resource import Choice, Field

_LONGEST_WORDS = 200  # characters
FLAG_WORDS = {"1": 1, "yes": 1, "true": 1, "on": 1, "y": 1, "0": 0, "no": 0, "false": 0, "off": 0, "n": 0}
CODE_AND_NAME = re.compile(r"(-?\d+)\s*[-–—:=.)]?\s*(\S.*)", re.DOTALL)


def spelled(text: str) -> str:
    """A name as it is compared: every letter and sign of it, but no spaces, and in small letters."""
    return "".join(text.split()).casefold()


def read_flag(value: Scalar, _field: Field) -> int:
    """Yes or no, sent as 1 or 0. A 0 or 1 in a cell formatted as a date is shown as one, and is taken back."""
    match value:
        case time() if value == time():
            return 0
        case bool():
            return int(value)
        case date() if (value.year, value.month, value.day) == (1900, 1, 1):
            return 1
    text = spelled(code_text(value, "yes or no"))
    both = None if text in FLAG_WORDS or len(text) > LONGEST_ID else CODE_AND_NAME.fullmatch(text)
    answers = {FLAG_WORDS.get(word) for word in (both.groups() if both else (text,))}
    if None in answers:
        refuse_form(text)
        raise Refused("not-yes-or-no", "Yes or no is expected here: 1 or 0, yes or no.", _nearest_word(text))
    if len(answers) > 1:
        raise Refused("choice-disagrees", "The number and the word of this cell say different things.", "Keep one.")
    (answer,) = answers
    assert answer is not None  # noqa: S101 - None was refused above
    return answer


@lru_cache(maxsize=1_000)  # the same slip is often made in a whole column
def _nearest_word(text: str) -> str:
    word = letters_and_digits(text[:LONGEST_ID])
    close = get_close_matches(word, list(FLAG_WORDS), n=1, cutoff=0.6)
    return f"Did you mean {close[0]}?" if close else ""


def read_choice(value: Scalar, field: Field) -> str:
    """One of the field's choices, by its code, its name or both; the code is sent."""
    text = code_text(value, "a choice")
    names = names_of(field.choices)
    codes = {choice.code for choice in field.choices}
    found = text if text in codes else names.get(spelled(text[:_LONGEST_WORDS]))
    if found:
        return found
    options = ", ".join(choice.label for choice in field.choices)
    both = CODE_AND_NAME.fullmatch(text[:_LONGEST_WORDS])
    named = names.get(spelled(both[2])) if both and both[1] in codes else None
    if both and named and named == both[1]:
        return named
    if named:
        message = f"The number and the name of this cell are two different choices. The choices are: {options}."
        raise Refused("choice-disagrees", message, "Keep one of them.")
    refuse_form(text)
    raise Refused("not-a-choice", f"This is not one of the choices: {options}.", nearest_choice(text, field.choices))


@lru_cache
def names_of(choices: tuple[Choice, ...]) -> Mapping[str, str]:
    """Name -> code, with the names also without their bracket where that leaves no doubt (`Both (Extension…)`)."""
    names = {spelled(choice.name): choice.code for choice in choices}
    short = [spelled(choice.name.split("(")[0]) for choice in choices]
    for choice, name in zip(choices, short, strict=True):
        if short.count(name) == 1:
            names.setdefault(name, choice.code)
    return names


@lru_cache(maxsize=1_000)
def nearest_choice(text: str, choices: tuple[Choice, ...]) -> str:
    """The suggestion for a text that is nearly a choice: `Random?`, `1?`, `Fewest cals`; empty if it is near none."""
    word = re.sub(r"^\W*\d*\W*", "", text[:_LONGEST_WORDS])
    if not word:
        code = re.search(r"-?\d+", text)
        return next((f"Did you mean {c.label}?" for c in choices if code and c.code == code[0]), "")
    labels = {letters_and_digits(choice.name): choice.label for choice in choices}
    close = get_close_matches(letters_and_digits(word), labels, n=1, cutoff=0.6)
    return f"Did you mean {labels[close[0]]}?" if close else ""
