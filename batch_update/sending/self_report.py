"""What an answer says of itself, beyond its HTTP status: where in it that is looked for. Pure.

An answer may say so at its top, in what wraps it, or one level down (`{"data": {"success": false}}`). A campaign that
comes back with the answer has fields of its own there (`{"data": {"id": 281, "status": "paused"}}`), and what these
hold is no verdict on the update.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from batch_update.sending.answer_words import Family, complains, family_of, holds_something, is_about, normalize
from batch_update.sending.bodies import ENVELOPE_KEYS, FieldTexts, JsonObject, field_texts, plain, text_of
from batch_update.sending.claims import Claims, shown, take_down, take_down_of_record
from batch_update.sending.echoes import NOTHING_SENT, Sent
from batch_update.sending.foreign_text import shorten

DEEPEST = 20
"""How far down is looked."""


def read_self_report(document: JsonObject, sent: Sent = NOTHING_SENT, *, multi_status: bool = False) -> Claims:
    """Everything that an answer says of itself.

    `sent` is the body that it answers, so that an echo of it is not taken for a complaint. `multi_status`: each part
    of it, under whatever key, has a status of its own (HTTP 207).
    """
    reader = _Reader(sent, Claims(), multi_status)
    reader.read(document, depth=0)
    return reader.claims


@dataclass(frozen=True, slots=True)
class _Reader:
    sent: Sent
    claims: Claims
    multi_status: bool

    def read(self, found: JsonObject, *, depth: int) -> None:
        """Take in an object that speaks for the whole answer: its top, or what stands under `data`."""
        is_record = self._is_record(found)
        for key, value in found.pairs:
            family = family_of(key)
            if self._is_echo(key, value):
                continue
            if isinstance(value, dict | list) and family in (Family.DATA, Family.STATE, Family.MESSAGE):
                self._read_held(key, value, depth, is_message=family is Family.MESSAGE)
            elif family is None:
                self._read_unknown(key, value, depth, is_record=is_record, alone=len(found) == 1)
            elif is_record:
                take_down_of_record(self.claims, key, value, family, at_top=depth == 0)
            else:
                take_down(self.claims, key, self._without_echo(value) if family is Family.MESSAGE else value, family)

    def _is_record(self, found: JsonObject) -> bool:
        """Whether an object is a campaign rather than an answer: it has an id or what was sent, and no message."""
        for key, value in found.items():
            family = family_of(key)
            if (family is Family.MESSAGE and value) or (family is Family.ERROR and holds_something(value)):
                return False
        has_id = any(plain(key) == "id" and re.fullmatch(r"[\w-]{1,64}", str(value)) for key, value in found.items())
        return has_id or any(self._is_echo(key, value) for key, value in found.items())

    def _is_echo(self, key: str, value: object) -> bool:
        return key in self.sent and value == self.sent[key] and isinstance(value, type(self.sent[key]))

    def _without_echo(self, value: Any) -> Any:
        """A message without the texts that were sent: a campaign may be called "Payment failed"."""
        if isinstance(value, str):
            for text in self.sent.values():
                if isinstance(text, str) and len(text) > 2:
                    value = value.replace(text, " ")
        return value

    # --- what holds more ----------------------------------------------------------------------------------------------

    def _read_held(self, key: str, value: Any, depth: int, *, is_message: bool = False) -> None:
        if depth >= DEEPEST:
            return
        if is_message and isinstance(value, dict):
            self._read_texts(field_texts({"message": value}))
        elif isinstance(value, JsonObject):
            self.read(value, depth=depth + 1)
        elif text := self._without_echo(text_of(value)):
            take_down(self.claims, key, text, Family.MESSAGE)
        else:
            for place, item in enumerate(value):
                if isinstance(item, JsonObject):
                    self._read_part(f"{key}.{place}", item, depth)

    def _read_part(self, path: str, item: JsonObject, depth: int) -> None:
        """One of several: what it says against itself makes the whole unclear, a yes of its own proves nothing."""
        part = _Reader(self.sent, Claims(), self.multi_status)
        part.read(item, depth=depth + 1)
        claims = part.claims
        if claims.says_no or claims.status or claims.against:
            self.claims.doubts.append(shown(path, item))
            self.claims.fields += claims.fields

    def _read_unknown(self, key: str, value: Any, depth: int, *, is_record: bool, alone: bool) -> None:
        """A key that nobody knows: a field, a campaign within the answer, or the only thing that wraps the answer."""
        if isinstance(value, dict | list):
            if (alone and isinstance(value, dict)) or self.multi_status:
                self._read_held(key, value, depth)
            else:
                self._look_for_errors(key, value, depth)
            if key in self.sent and (text_of(value) or not is_record):  # a list of texts is no echo of one
                self._read_texts(field_texts({key: value}))
        elif text_of(value) and not is_record and plain(key) not in ENVELOPE_KEYS:
            self._read_texts(((key, shorten(value)),))

    def _read_texts(self, texts: FieldTexts) -> None:
        """`{"caller_id": "Provide a valid caller_id."}`: a bare map of fields and what is wrong with them."""
        for key, text in texts:
            signs = complains(text) + is_about(key, text)
            if not signs or text in self.sent.values():
                continue
            self.claims.fields += ((key, text),)
            # One sign alone may be a name, as of the campaign "Payment failed": beside a plain yes it is no complaint,
            # unless it stands where another text was sent.
            is_sure = signs > 1 or key.partition(".")[0] in self.sent
            (self.claims.doubts if is_sure else self.claims.mild).append(shown(key, text))

    def _look_for_errors(self, path: str, value: Any, depth: int) -> None:
        """Within what may be a campaign's own, only what can hardly be a field: a false flag, a text of errors."""
        if depth >= DEEPEST:
            return
        for key, item in enumerate(value) if isinstance(value, list) else value.items():
            family, here = family_of(str(key)), f"{path}.{key}"
            says_false = item is False or (isinstance(item, str) and normalize(item) == "false")
            if (family is Family.FLAG and says_false) or (
                family is Family.ERROR and isinstance(item, str | list | dict) and holds_something(item)
            ):
                self.claims.doubts.append(shown(here, item))
            elif isinstance(item, dict | list):
                self._look_for_errors(here, item, depth + 1)
