"""JSON as people type it: curly and single quotes, keys without quotes, a comma too many.

Pure text in, plain values out. Numbers with a point or a power of ten stay texts, so that no digit is lost.
"""

from __future__ import annotations

import json
import re
from typing import Any, NoReturn

from batch_update.kinds.cleaning import Refused

DEEPEST_LIST = 4  # brackets inside brackets; an honest cell needs two

_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»‘’‚‛`´'", '"'))
_BARE_KEY = re.compile(r'([{,]\s*)"?([A-Za-z_][A-Za-z0-9_ ]*?)"?\s*:')
_LAST_COMMA = re.compile(r",\s*([\]}])")


def plain_quotes(text: str) -> str:
    """The text with `"` for every kind of quotation mark."""
    return text.translate(_QUOTES)


def parse_loosely(text: str) -> Any:
    """The lists, objects, texts and whole numbers that the text of a cell stands for.

    Raises:
        Refused: for what is still not JSON then, for a key given twice, and for brackets too deep to be meant.
    """
    depth = deepest = 0
    for character in text:
        depth += (character in "[{") - (character in "]}")
        deepest = max(deepest, depth)
    if deepest <= DEEPEST_LIST:
        for attempt in (text, _LAST_COMMA.sub(r"\1", _BARE_KEY.sub(r'\1"\2":', plain_quotes(text)))):
            try:
                return json.loads(
                    attempt, object_pairs_hook=_refuse_duplicates, parse_constant=_refuse_constant, parse_float=str
                )
            except Refused:
                raise
            except ValueError:
                continue
    message = "The brackets, quotes or commas of this cell do not fit together."
    raise Refused("not-a-list", message, "Write plain values with semicolons between them instead.")


def _refuse_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({key for key, _ in pairs}) < len(pairs):
        raise Refused("twice-in-list", "A name is given twice within one pair of braces.", "Keep it once.")
    return dict(pairs)


def _refuse_constant(_name: str) -> NoReturn:
    raise ValueError
