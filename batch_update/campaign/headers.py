"""Which field a header names, however it is spelled, and which field a misspelt one probably means.

A header is looked for among the fields' names, then among their other names in the field table. What is nearly a name
is a slip; what only shares a telling word with one (`Dial Mode`) is the user's own column, with a hint.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from batch_update.campaign.fields import BY_NAME
from batch_update.kinds.cleaning import letters_and_digits
from batch_update.model import HeaderMatch

_FIELDS = {letters_and_digits(name): name for name in BY_NAME}
_OTHER_NAMES = {letters_and_digits(other): field.name for field in BY_NAME.values() for other in field.also}
_MARKS = re.compile(r"\s*(\*|[(\[](required|optional|needed|mandatory|conditional)[)\]])\s*$", re.IGNORECASE)
_CLOSE = 0.84  # `dial_metod` scores 0.95, `Description 2` 0.96; `Agent name` scores 0.71 against `agent`, `Status` 0.75
_SHORT = 4  # letters; below this one wrong letter is another word (`kid`, `aid`), and only a doubled one is a slip

_COMMON_WORDS = """
    account active address after agent agents allow and auto between by call calling calls camp campaign code codes
    count customer details device do duration each edit enable enabled for group hours id ids in lead link list lists
    map mapping max method minutes name no not number of on only order out per record status statuses through
    time times title to total type update via wait wise work
"""
_COMMON = frozenset(_COMMON_WORDS.split())
"""Words of names that tell nothing: a column `Agent name` or `Call date` has nothing to do with any field."""
_ENDINGS = ("ling", "ing", "led", "ler", "ers", "es", "ed", "er", "s")
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+s?(?![A-Za-z])|[A-Z]+(?![a-z])")
_SHORTEST = 3  # letters of a telling word


def match_header(header: str) -> HeaderMatch:
    """What a header is. Case, spaces, underscores and a mark behind it (`*`, `(required)`) do not matter.

    A header that starts with `_` is never a field: that is how a person keeps a note beside a near-miss name, and how
    the results workbook adds its own columns.
    """
    if header.lstrip().startswith("_"):
        return HeaderMatch()
    plain = _MARKS.sub("", header)
    spelling = letters_and_digits(plain)
    if spelling in _FIELDS:
        return HeaderMatch(field=_FIELDS[spelling])
    if spelling in _OTHER_NAMES:
        return HeaderMatch(field=_OTHER_NAMES[spelling], also=True)
    nearly = nearest_field(spelling)
    return HeaderMatch(nearly=nearly, hint=None if nearly else _related_field(plain, spelling))


def nearest_field(spelling: str) -> str | None:
    """The field whose name the letters of a header nearly are."""
    if len(spelling) < _SHORT:
        return None
    best, closest = None, _CLOSE
    matcher = SequenceMatcher(b=spelling)  # it remembers what it learns of b
    for known, name in _FIELDS.items():
        matcher.set_seq1(known)
        if matcher.real_quick_ratio() >= closest and matcher.quick_ratio() >= closest and matcher.ratio() >= closest:
            best, closest = name, matcher.ratio()
    return best


def _related_field(header: str, spelling: str) -> str | None:
    """The field with a telling word of the header in one of its names; of several, the one that is most like it.

    The field's own name counts before its other names: `Dialling notes` is about `dial_...`.
    """
    words = _telling_words(header)
    for spellings in (_FIELDS, _OTHER_NAMES):
        related = [known for known in spellings if not words.isdisjoint(_TELLING[known])]
        if related:
            return spellings[max(related, key=lambda known: SequenceMatcher(a=known, b=spelling).ratio())]
    return None


def _telling_words(name: str) -> frozenset[str]:
    words = (word.lower() for word in _WORD.findall(name))
    return frozenset(_stem(word) for word in words if word not in _COMMON and len(word) >= _SHORTEST)


def _stem(word: str) -> str:
    """The word without its ending: `dialing`, `dialer` and `dials` are `dial`; `caller` is more than `call`."""
    if word.endswith("ies"):
        return f"{word.removesuffix('ies')}y"
    for ending in _ENDINGS:
        stem = word.removesuffix(ending)
        if stem != word and len(stem) >= _SHORT:
            return word if stem in _COMMON else stem
    return word


_TELLING = {
    letters_and_digits(name): _telling_words(name.replace("_", " "))
    for field in BY_NAME.values()
    for name in (field.name, *field.also)
}
"""Letters of a name -> its telling words."""
