"""Names as they are compared, and the one of many that a misspelt name is most like.

Pure text. A list may have ten thousand names, so that only those with something in common are compared closely.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches

from batch_update.kinds.cleaning import clean_text

_LONGEST = 100  # characters of a name that are compared
_MOST_COMPARED = 20
_MOST_LOOKED_AT = 1_000
_CLOSE = 0.7
_PIECE = 3  # letters


def spelled_name(text: str) -> str:
    """A name as it is compared: every letter and sign of it, but no spaces, whatever its case and composition."""
    return "".join(unicodedata.normalize("NFC", clean_text(text)).split()).casefold()


class NearNames:
    """Finds the entry whose name a text is most like; `ids` are by name, as `spelled_name` spells it."""

    def __init__(self, ids: Mapping[str, str]) -> None:
        self._ids = ids
        self._asked: dict[str, str | None] = {}
        self._sharing: dict[str, list[str]] = defaultdict(list)
        for name in ids:
            for piece in set(_pieces(name)):
                self._sharing[piece].append(name)

    def nearest(self, text: str) -> str | None:
        """The id of that entry, if there is any that is like it."""
        name = spelled_name(text)[:_LONGEST]
        if name not in self._asked:  # the same slip may stand in every row
            close = get_close_matches(name, self._shared(name), n=1, cutoff=_CLOSE)
            self._asked[name] = self._ids[close[0]] if close else None
        return self._asked[name]

    def _shared(self, name: str) -> list[str]:
        """The names that have most in common with this one; what is in few names tells more than what is in many."""
        sharing: list[Sequence[str]] = sorted((self._sharing.get(piece, ()) for piece in set(_pieces(name))), key=len)
        common: Counter[str] = Counter()
        for names in sharing:
            if common and common.total() + len(names) > _MOST_LOOKED_AT:
                break
            common.update(names[:_MOST_LOOKED_AT])
        return [other for other, _ in common.most_common(_MOST_COMPARED)]


def _pieces(name: str) -> Iterator[str]:
    """Pieces of a name; a short one's are its letters."""
    plain = re.sub(r"[\W_]", "", name)[:_LONGEST]
    size = _PIECE if len(plain) > 2 * _PIECE else 1
    yield from (plain[start : start + size] for start in range(max(1, len(plain) - size + 1)))
    yield plain[:1]
