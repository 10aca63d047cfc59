"""Which field a header names, however it is spelled, and which field a misspelt one probably means.

A header is looked for among the fields' names, then among their other names in the field table. What is nearly a name
is a slip; what only shares a telling word with one (`Dial Mode`) is the user's own column, with a hint.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import SequenceMatcher
from functools import cached_property

from batch_update.kinds.cleaning import letters_and_digits
from batch_update.model import HeaderMatch
from batch_update.resource import Resource

_MARKS = re.compile(r"\s*(\*|[(\[](required|optional|needed|mandatory|conditional)[)\]])\s*$", re.IGNORECASE)
_CLOSE = 0.84  # `dial_metod` scores 0.95, `Description 2` 0.96; `Agent name` scores 0.71 against `agent`, `Status` 0.75
_SHORT = 4  # letters; below this one wrong letter is another word (`kid`, `aid`), and only a doubled one is a slip

_COMMON_WORDS = """
    account active address after allow and auto between by code codes count details device do duration each edit
    enable enabled for group hours id ids in link list lists map mapping max method minutes name no not number of on
    only order out per record status statuses through time times title to total type update via wait wise work
"""
_COMMON = frozenset(_COMMON_WORDS.split())
"""Words of names that tell nothing: a column `List of names` has nothing to do with any field."""
_ENDINGS = ("ling", "ing", "led", "ler", "ers", "es", "ed", "er", "s")
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+s?(?![A-Za-z])|[A-Z]+(?![a-z])")
_SHORTEST = 3  # letters of a telling word


class HeaderMatcher:
    """Says of each header which field of a resource it is; made once for a sheet.

    Called with a header it is the `match_header` of the loader. Case, spaces, underscores and a mark behind the header
    (`*`, `(required)`) do not matter.
    """

    def __init__(self, resource: Resource) -> None:
        self._common = _COMMON | resource.common_words
        self._id = resource.id_field.name
        self._names = {letters_and_digits(field.name): field.name for field in resource.columns}
        self._other_names = {
            letters_and_digits(other): field.name for field in resource.columns for other in field.also
        }
        self._columns = resource.columns

    @cached_property
    def _telling(self) -> Mapping[str, frozenset[str]]:
        """Letters of a name -> its telling words."""
        return {
            letters_and_digits(name): self._telling_words(name.replace("_", " "))
            for field in self._columns
            for name in (field.name, *field.also)
        }

    def __call__(self, header: str) -> HeaderMatch:
        """What a header is.

        One that starts with `_` is never a field: that is how a person keeps a note beside a near-miss name, and how
        the results workbook adds its own columns.
        """
        if header.lstrip().startswith("_"):
            return HeaderMatch()
        plain = _MARKS.sub("", header)
        spelling = letters_and_digits(plain)
        if spelling in self._names:
            return self._match(self._names[spelling])
        if spelling in self._other_names:
            return self._match(self._other_names[spelling], also=True)
        nearly = self.nearest_field(spelling)
        return HeaderMatch(nearly=nearly, hint=None if nearly else self._related_field(plain, spelling))

    def _match(self, field: str, *, also: bool = False) -> HeaderMatch:
        return HeaderMatch(field=field, is_id=field == self._id, also=also)

    def nearest_field(self, spelling: str) -> str | None:
        """The field whose name the letters of a header nearly are."""
        if len(spelling) < _SHORT:
            return None
        best, closest = None, _CLOSE
        matcher = SequenceMatcher(b=spelling)  # it remembers what it learns of b
        for known, name in self._names.items():
            matcher.set_seq1(known)
            if (
                matcher.real_quick_ratio() >= closest
                and matcher.quick_ratio() >= closest
                and matcher.ratio() >= closest
            ):
                best, closest = name, matcher.ratio()
        return best

    def _related_field(self, header: str, spelling: str) -> str | None:
        """The field with a telling word of the header in one of its names; of several, the one that is most like it.

        The field's own name counts before its other names: `Dialling notes` is about `dial_...`.
        """
        words = self._telling_words(header)
        for spellings in (self._names, self._other_names):
            related = [known for known in spellings if not words.isdisjoint(self._telling[known])]
            if related:
                return spellings[max(related, key=lambda known: SequenceMatcher(a=known, b=spelling).ratio())]
        return None

    def _telling_words(self, name: str) -> frozenset[str]:
        words = (word.lower() for word in _WORD.findall(name))
        return frozenset(self._stem(word) for word in words if word not in self._common and len(word) >= _SHORTEST)

    def _stem(self, word: str) -> str:
        """The word without its ending: `dialing`, `dialer` and `dials` are `dial`; `caller` is more than `call`."""
        if word.endswith("ies"):
            return f"{word.removesuffix('ies')}y"
        for ending in _ENDINGS:
            stem = word.removesuffix(ending)
            if stem != word and len(stem) >= _SHORT:
                return word if stem in self._common else stem
        return word
