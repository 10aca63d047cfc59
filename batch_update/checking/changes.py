"""The lines of `Changes`: what an update changes in one campaign, as far as it was read, and what else changed in it.

Pure, for any resource. Two values are put beside each other in `comparing`; here it is said in a person's words.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterator, Mapping
from functools import lru_cache
from sys import intern

from batch_update.checking.comparing import compare, compare_readings, live_body
from batch_update.kinds.ids import same_id
from batch_update.kinds.spelling import label_of
from batch_update.live import Change, Comparison, LiveValue, NamedId, NameLists, Readings, Remark, Snapshot
from batch_update.model import Update
from batch_update.resource import Field, Resource
from batch_update.wording.pulled_warnings import PUTS_BACK
from batch_update.wording.values import UNREADABLE, tell_value


def list_changes(
    resource: Resource, update: Update, readings: Readings, lists: NameLists | None = None
) -> tuple[Change, ...]:
    """One line for each field that an update changes, or that nobody can compare, in the order of the sheet.

    With the reading before alone, what would change. With the one after too, what it came to: values sent that are not
    there, and fields that were not sent and have changed. Without any reading nothing is told.
    """
    remarks = {**_judge_unsent(resource, update, readings), **_judge_sent(resource, update, readings)}
    if not remarks:
        return ()
    remarks |= {name: Remark.PUTS_BACK for name in _put_back(update) if remarks.get(name) is Remark.PLAIN}
    telling = _Telling(resource, update, readings, lists)
    return tuple(telling.line(field, remarks[field.name]) for field in telling.fields if field.name in remarks)


# --- which fields are told of, and why --------------------------------------------------------------------------------


def _judge_sent(resource: Resource, update: Update, readings: Readings) -> Mapping[str, Remark]:
    """The fields that were sent, but for those that held the value already and still do."""
    before, after = readings.before, readings.after
    planned = compare(resource, update.body, before) if before else Comparison()
    if after is None:
        return {
            **{difference.field: Remark.PLAIN for difference in planned.different},
            **dict.fromkeys(planned.unknown, Remark.NOT_COMPARABLE),
        }
    applied = compare(resource, update.body, after, before=before)
    return {
        **{name: Remark.PLAIN for name in applied.same if name not in planned.same},
        **dict.fromkeys(applied.unknown, Remark.NOT_COMPARABLE),
        **{difference.field: Remark.NOT_APPLIED for difference in applied.different},
    }


def _judge_unsent(resource: Resource, update: Update, readings: Readings) -> Mapping[str, Remark]:
    """The fields that were not sent and have changed."""
    if readings.before is None or readings.after is None:
        return {}
    compared = compare_readings(resource, readings.before, readings.after, besides=update.body)
    return {difference.field: Remark.CHANGED_UNASKED for difference in compared.different}


def _put_back(update: Update) -> Iterator[str]:
    """The fields whose cells hold what was pulled where a run has sent another value since."""
    cells = {warning.cell for warning in update.warnings if warning.code == PUTS_BACK}
    yield from (column.field for column in update.row.columns if column.field and update.row.address(column) in cells)


# --- how it is told ---------------------------------------------------------------------------------------------------


class _Telling:
    """What the lines of one campaign have in common."""

    def __init__(self, resource: Resource, update: Update, readings: Readings, lists: NameLists | None) -> None:
        self._resource, self._update, self._lists = resource, update, lists
        self._before, self._after = readings.before, readings.after
        self._sent = live_body(resource, update.body)
        self._labels = [it.labels for it in (self._after, self._before, update.base) if it and it.labels]
        self._columns = {column.field: column for column in update.row.columns}
        self._title = self._present_title()

    @property
    def fields(self) -> Iterator[Field]:
        """The fields in the order of the sheet, then those that it has no column for."""
        places = {field: place for place, field in enumerate(self._columns)}
        yield from sorted(self._resource.fields, key=lambda field: places.get(field.name, len(places)))

    def line(self, field: Field, remark: Remark) -> Change:
        """The line of one field."""
        row, column = self._update.row, self._columns.get(field.name)
        return Change(
            row=row.number,
            campaign_id=self._update.campaign_id,
            title=self._title,
            field=field.name,
            column=column.header if column else field.name,
            letter=column.letter if column else "",
            now=self._tell_held(field, self._before),
            new=self._tell(field, self._sent[field.name]) if field.name in self._sent else "",
            read_back=self._tell_held(field, self._after) or self._tell_lost(field, remark),
            remark=remark,
        )

    def _present_title(self) -> str:
        name = self._resource.title_field
        read = (snapshot.values.get(name) for snapshot in (self._after, self._before) if snapshot)
        return next((str(value) for value in read if value), "")

    def _tell_held(self, field: Field, snapshot: Snapshot | None) -> str:
        """What a field was read to hold; "" if it was not read."""
        if snapshot is None:
            return ""
        if field.name in snapshot.unclear:
            return UNREADABLE
        return self._tell(field, snapshot.values[field.name]) if field.name in snapshot.values else ""

    def _tell_lost(self, field: Field, remark: Remark) -> str:
        """That a field is empty which had a value before, and counts as emptied since its key is gone."""
        if self._after is None or self._before is None or remark is Remark.NOT_COMPARABLE:
            return ""
        return self._tell(field, None)

    def _tell(self, field: Field, value: LiveValue) -> str:
        labels = [dict(labels[field.name]) for labels in self._labels if field.name in labels]
        if self._lists and field.lookup:  # the list's name wins over the one that stood in the campaign
            labels.insert(0, _names_in(_Entries(self._lists.entries.get(field.lookup.key, ()))))
        # The same few texts stand in thousands of lines, and a value that was sent is read back: each is held once.
        return intern(tell_value(field, value, ChainMap(*labels) if labels else None))


class _Entries:
    """The entries of one of the account's lists, known again as the same list and not by what they are."""

    __slots__ = ("entries",)

    def __init__(self, entries: tuple[NamedId, ...]) -> None:
        self.entries = entries

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Entries) and other.entries is self.entries

    def __hash__(self) -> int:
        return id(self.entries)


@lru_cache(maxsize=32)
def _names_in(entries: _Entries) -> dict[str, str]:
    """How the entries are known, by id; made once for all campaigns."""
    return {same_id(entry.id): label_of(entry) for entry in entries.entries}
