"""Which field a header names, however it is spelled, and which field a misspelt one probably means."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from batch_update.campaign.cleaning import letters_and_digits
from batch_update.campaign.fields import BY_NAME
from batch_update.model import HeaderMatch

_FIELDS = {letters_and_digits(name): name for name in BY_NAME}
_MARKS = re.compile(r"\s*(\*|[(\[](required|optional|needed|mandatory|conditional)[)\]])\s*$", re.IGNORECASE)
_CLOSE = 0.84  # `dial_metod` scores 0.95, `Description 2` 0.96; `Agent name` scores 0.71 against `agent`, `Status` 0.75
_OTHER_NAMES = {"campaignid": "id"}  # too far from any field to be near one, and too clear to be a column of one's own
_SHORT = 4  # letters; below this one wrong letter is another word (`kid`, `aid`), and only a doubled one is a slip


def match_header(header: str) -> HeaderMatch:
    """What a header is. Case, spaces, underscores and a mark behind it (`*`, `(required)`) do not matter.

    A header that starts with `_` is never a field: that is how a person keeps a note beside a near-miss name, and how
    the results workbook adds its own columns.
    """
    if header.lstrip().startswith("_"):
        return HeaderMatch()
    spelling = letters_and_digits(_MARKS.sub("", header))
    if spelling in _FIELDS:
        return HeaderMatch(field=_FIELDS[spelling])
    return HeaderMatch(nearly=_nearest_field(spelling))


def _nearest_field(spelling: str) -> str | None:
    if spelling in _OTHER_NAMES:
        return _OTHER_NAMES[spelling]
    if len(spelling) < _SHORT:
        return None
    best, closest = None, _CLOSE
    matcher = SequenceMatcher(b=spelling)  # it remembers what it learns of b
    for known, name in _FIELDS.items():
        matcher.set_seq1(known)
        if matcher.real_quick_ratio() >= closest and matcher.quick_ratio() >= closest and matcher.ratio() >= closest:
            best, closest = name, matcher.ratio()
    return best
