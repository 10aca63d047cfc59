"""Whether an answer may repeat what it answers, so that an echo is not taken for a word of its own. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeAlias

from batch_update.model import JsonValue
from batch_update.sending.bodies import JsonObject, text_of
from batch_update.sending.foreign_text import shorten

Sent: TypeAlias = Mapping[str, JsonValue]
NOTHING_SENT: Sent = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Words:
    """Every key and every text of an answer, however deep."""

    keys: frozenset[str] = frozenset()
    texts: str = ""

    def may_repeat(self, sent: Sent) -> bool:
        """Whether a key or a text of what was sent is among them; if not, what was sent has no part in the meaning."""
        if not self.keys.isdisjoint(sent):
            return True
        return any(isinstance(value, str) and value and value in self.texts for value in sent.values())


def words_of(document: JsonObject | None) -> Words:
    """Those of an answer that was read, in every form in which they are compared; what is no JSON object has none."""
    keys: set[str] = set()
    texts: list[str] = []
    left: list[object] = [document]
    while left:
        match left.pop():
            case JsonObject() as found:
                keys.update(key for key, _ in found.pairs)
                left += (value for _, value in found.pairs)
            case list() as items:
                left += items
                texts += (text_of(items), shorten(text_of(items)))
            case str() as text:
                texts += (text, shorten(text))
    return Words(frozenset(keys), "\n".join(texts))
