"""Names in the place of ids: which id of the account's own lists a cell means by a name, a label or a number.

Pure. Never a guess: a name that is there twice, is unknown, or contradicts the id beside it is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from batch_update.checking.near_names import NearNames, spelled_name
from batch_update.checking.telephone import number_forms
from batch_update.kinds.cleaning import Refused, clean_code, clean_text
from batch_update.kinds.codes import WHOLE_WITH_POINT, plain_number
from batch_update.kinds.ids import same_id
from batch_update.live import NamedId
from batch_update.model import JsonValue, Scalar
from batch_update.resource import Doubt, Field, JsonType, Lookup

_LABEL = re.compile(r"([A-Za-z0-9_]+)\s*[-–—]\s*(\S.*)", re.DOTALL)  # `12 - Diwali offers`
_WITH_STATUS = re.compile(r"(.*?)\s*([:=\uff1a]\s*[0-9]+)", re.DOTALL)  # what stands behind an id within a list
_SEPARATOR = re.compile(r"[,;\n]")
_SEPARATED = re.compile(r"([,;\n])")
_SPLITS = re.compile(r"[,;:=\n\"]")  # such a name can not stand in a list
_OF_NO_FORM = frozenset({"not-an-id", "not-a-list", "not-a-lead-list", "lead-list-without-status"})
_MOST_TOLD = 5  # ids of one name in a sentence


@dataclass(frozen=True)
class Names:
    """What is known of the ids of one of the account's lists.

    `listed` are the list's own entries, None if it could not be read; `seen` those that only campaigns have.
    """

    lookup: Lookup
    listed: tuple[NamedId, ...] | None
    seen: tuple[NamedId, ...] = ()
    _found: dict[str, str] = field(default_factory=dict, repr=False, compare=False)

    @property
    def entries(self) -> tuple[NamedId, ...]:
        """All that are known."""
        return (*(self.listed or ()), *self.seen)

    @cached_property
    def by_id(self) -> Mapping[str, NamedId]:
        """The entries by their ids, as `same_id` spells them."""
        return {same_id(entry.id): entry for entry in reversed(self.entries)}

    @cached_property
    def labels(self) -> dict[str, str]:
        """What a cell shows beside the ids of the list itself, by id as the list and as `same_id` spells it."""
        named = [entry for entry in reversed(self.listed or ()) if entry.words]
        return {found: entry.words for entry in named for found in (same_id(entry.id), entry.id)}

    @cached_property
    def _by_name(self) -> Mapping[str, list[str]]:
        by_name: dict[str, list[str]] = {}
        for entry in self.entries:
            for name in {spelled_name(entry.name), spelled_name(entry.words)} - {""}:
                by_name.setdefault(name, []).append(entry.id)
        return by_name

    @cached_property
    def _by_number(self) -> Mapping[str, list[str]]:
        by_number: dict[str, list[str]] = {}
        for entry in self.entries:
            for number in number_forms(entry.number):
                by_number.setdefault(number, []).append(entry.id)
        return by_number

    @cached_property
    def _near(self) -> NearNames:
        return NearNames({name: ids[0] for name, ids in self._by_name.items()})

    # --- a cell -------------------------------------------------------------------------------------------------------

    def read(self, cell: Scalar, known: Field) -> JsonValue:
        """What a cell comes to whose ids may be names. Raises Refused."""
        plain = self._put_ids(cell, known)
        value = known.kind.read(plain, known)
        if isinstance(value, list) and plain is cell:
            for found in ids_in(value):  # of JSON too
                self._find(found, known)
        return value

    def doubt(self, value: JsonValue) -> Doubt | None:
        """Why a value that was read may be a slip: the list has no such id."""
        if self.listed is None:
            return None
        unknown = [found for found in ids_in(value) if same_id(found) not in self.by_id]
        if not unknown:
            return None
        message = f"There is no such id among the account's {_small(self.lookup.title)}, as they were when pulled."
        told = ", ".join(unknown[:_MOST_TOLD])
        return Doubt("unknown-id", message, f"{told} is sent as it is; check it." if len(unknown) == 1 else
                     f"{told} are sent as they are; check them.")  # fmt: skip

    def _put_ids(self, cell: Scalar, known: Field) -> Scalar:
        """The cell with ids in the place of names; as it is where it holds none."""
        if isinstance(cell, bool) or not isinstance(cell, (str, int, float)):
            return cell
        text = clean_text(cell) if isinstance(cell, str) else plain_number(cell)
        if known.kind.json_type is JsonType.STRING:
            found = self._find(text, known)
            return cell if found == text else found
        if text[:1] in "[{" and text[-1:] in "]}" and spelled_name(text) not in self._by_name:
            return cell  # JSON has ids
        items = list(self._split(text.rstrip(",; \n"), known))
        found_items = [self._find_item(item, known, text) for item in items]
        return cell if found_items == items else "; ".join(found_items)

    def _split(self, text: str, known: Field) -> Iterator[str]:
        """The items of a list; the label of an entry whose name holds separators is one item and not several."""
        pieces = _SEPARATED.split(text)  # each second one is a separator
        place = 0
        while place < len(pieces):
            label = _LABEL.fullmatch(pieces[place].strip())
            entry = self.by_id.get(same_id(label[1])) if label else None
            names = (entry.words, entry.name) if entry else ()
            ends = (place + 1 + 2 * len(_SEPARATOR.findall(name)) for name in names)
            whole = ("".join(pieces[place:end]).strip() for end in ends)
            item = next((item for item in whole if self._labelled(_without_status(item, known))), None)
            if item is None:
                yield pieces[place].strip().strip('"')
                place += 2
            else:
                yield item
                place += 2 + 2 * len(_SEPARATOR.findall(item))

    def _find_item(self, item: str, known: Field, whole: str) -> str:
        """One item of a list with an id in the place of its name; what stands behind a colon is kept."""
        status = _WITH_STATUS.fullmatch(item) if known.kind.json_type is JsonType.OBJECTS else None
        name, behind = (status[1], status[2]) if status else (item, "")
        try:
            found = self._find(name, known)
        except Refused as refusal:
            if refusal.code != "unknown-name" or not (ids := self._split_apart(name, whole)):
                raise
            message = "This name holds a separator, so that it can not be told in a list."
            raise Refused("unknown-name", message, f"Write its id instead: {', '.join(ids)}.") from None
        return item if found == name else f"{found}{behind}"

    def _split_apart(self, piece: str, whole: str) -> list[str]:
        """The ids of the entries whose name holds a separator, and stands in a cell of which this is a piece."""
        part, cell = spelled_name(piece), spelled_name(whole)
        names = {spelled_name(entry.name): entry for entry in self.entries if _SEPARATOR.search(entry.name)}
        return [entry.id for name, entry in names.items() if part in name and name in cell][:_MOST_TOLD]

    # --- one id -------------------------------------------------------------------------------------------------------

    def _find(self, text: str, known: Field) -> str:
        """The id that a text means; the text itself if it is one, or is left for the reader of the field to refuse."""
        if text not in self._found:
            self._found[text] = self._look_for(text, known)
        return self._found[text]

    def _look_for(self, text: str, known: Field) -> str:
        code = _plain_code(text)
        if code.isdigit() and same_id(code) in self.by_id:
            return text
        found = self._means(text)
        if len(found) > 1:
            listed = ", ".join(found[:_MOST_TOLD])
            message = f"This name is there more than once among the account's {_small(self.lookup.title)}."
            raise Refused("name-twice", message, f"Write the id of the one that is meant: {listed}.")
        if code.isdigit() and found and not self._numbered(code):
            message = "This is an id that the account's list does not have, and the name of an entry that it has."
            raise Refused("id-or-name", message, f"If the name is meant, write its id: {found[0]}.")
        label = _LABEL.fullmatch(text)
        entry = self.by_id.get(same_id(label[1])) if label else None
        if found and label and entry and entry.id not in found:  # the name of one begins like the label of another
            message = "This is the name of one entry of the account's list, and reads as the id of another with a name."
            meant = [*found, entry.id, *self._by_name.get(spelled_name(label[2]), ())]
            told = "; ".join(self._tell(each, known) for each in dict.fromkeys(meant))
            raise Refused("label-disagrees", message, f"Write one of these: {told}.")
        if found:
            return found[0]
        if not any(letter.isalpha() for letter in text) and not entry:
            if self.lookup.number and self.listed is not None and not code.isdigit() and number_forms(text):
                message = f"There is no such number among the account's {_small(self.lookup.title)}."
                raise Refused("unknown-name", message, "Write the id, as the sheet Lists has it.")
            return text
        raise self._refusal(text, known)

    def _means(self, text: str) -> list[str]:
        """The ids of the entries that a text may mean, by name, label, number, or as an id with letters."""
        found = [*self._by_name.get(spelled_name(text), ()), *self._numbered(text)]
        if text in self.by_id:
            found.append(text)
        if entry := self._labelled(text):
            found.append(entry.id)
        return list(dict.fromkeys(found))

    def _labelled(self, text: str) -> NamedId | None:
        """The entry that a text is the label of: its id, and its name or number."""
        label = _LABEL.fullmatch(text)
        entry = self.by_id.get(same_id(label[1])) if label else None
        if not label or not entry:
            return None
        same_name = spelled_name(label[2]) in {spelled_name(entry.name), spelled_name(entry.words)}
        return entry if same_name or entry.id in self._numbered(label[2]) else None

    def _numbered(self, text: str) -> list[str]:
        if not self.lookup.number:
            return []
        return list(dict.fromkeys(found for form in number_forms(text) for found in self._by_number.get(form, ())))

    def _refusal(self, text: str, known: Field) -> Refused:
        """Why a text is refused that means none of the entries, with what it may have meant."""
        label = _LABEL.fullmatch(text)
        named = self._by_name.get(spelled_name(label[2]), []) if label else []
        entry = self.by_id.get(same_id(label[1])) if label else None
        if label and label[1].isdigit() and (entry or named):
            message = "The id and the name of this cell are not of one entry of the account's list."
            told = [self._tell(entry.id, known) if entry else "", *(self._tell(found, known) for found in named)]
            return Refused("label-disagrees", message, f"Write one of these: {'; '.join(filter(None, told))}.")
        try:
            known.kind.read(text, known)
        except Refused as refusal:
            if refusal.code not in _OF_NO_FORM:
                return refusal  # a date, a power of ten: what was typed is not there any more
        near = self._near.nearest(label[2] if label else text)
        message = f"There is no such name among the account's {_small(self.lookup.title)}."
        suggestion = f"Did you mean {self._tell(near, known)}?" if near else "Write the id, as the sheet Lists has it."
        return Refused("unknown-name", message, suggestion)

    def _tell(self, found: str, known: Field) -> str:
        """An entry as a cell of the field takes it: a name that would split a list is left out there."""
        entry = self.by_id[same_id(found)]
        split = known.kind.json_type is not JsonType.STRING and _SPLITS.search(entry.words)
        return entry.id if split else entry.label


def without_names(text: str, known: Field) -> str:
    """A cell that shows names beside its ids, with the ids alone: where no list is left to tell by the names."""
    if known.kind.json_type is JsonType.STRING:
        label = _LABEL.fullmatch(text)
        return label[1] if label else text
    return "; ".join(_without_name(item.strip()) for item in _SEPARATOR.split(text))


def _without_status(item: str, known: Field) -> str:
    """An item of a list of objects without what stands behind its id."""
    status = _WITH_STATUS.fullmatch(item) if known.kind.json_type is JsonType.OBJECTS else None
    return status[1] if status else item


def _without_name(item: str) -> str:
    status = _WITH_STATUS.fullmatch(item)
    label = _LABEL.fullmatch(status[1] if status else item)
    return f"{label[1]}{status[2] if status else ''}" if label else item


def ids_in(value: JsonValue) -> Iterator[str]:
    """The ids that a value holds; those of objects are their first parts."""
    for item in value if isinstance(value, list) else (value,):
        yield str(next(iter(item.values())) if isinstance(item, dict) else item)


def _plain_code(text: str) -> str:
    try:
        code = clean_code(text)
    except Refused:
        return ""
    decimal = WHOLE_WITH_POINT.fullmatch(code)
    return decimal[1] if decimal else code


def _small(title: str) -> str:
    return title if title[:2].isupper() else f"{title[:1].lower()}{title[1:]}"
