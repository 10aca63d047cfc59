"""What is known of the account: campaigns as they were read, what a pull kept of them, and the names of its lists.

Every stage may know this module, as it may know `model`, which is made of its values too; it knows none of them. A
value that was read is always in the form that an update would send, whatever form the API gave it, so that it can be
compared and written into a cell.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

JsonValue: TypeAlias = "str | int | list[str] | list[int] | list[dict[str, int]]"
"""What one field of a request body may hold; `None` and floats are never sent."""

LiveValue: TypeAlias = "JsonValue | None"
"""A value as an update would send it; None is empty, whether the API said `null`, `""` or `[]`; an empty flag is 0."""

PULLED = "_pulled"
"""The last column of a pulled workbook: which pull a row is from, so that it is known again wherever it is copied."""

# --- what was read ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """One campaign as it was read, by field name.

    A field is in `values` if its value can be compared, in `unclear` if its key was there with a value in no known
    form, and in neither if its key was not there. `labels` are names that stood beside ids: by field, then by id.
    """

    campaign_id: str
    values: Mapping[str, LiveValue]
    unclear: frozenset[str] = frozenset()
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Readings:
    """What a run read of one campaign, before it was updated and after; None where it was not, or could not be."""

    before: Snapshot | None = None
    after: Snapshot | None = None


@dataclass(frozen=True, slots=True)
class SentAlong:
    """A field of a pulled row that was not edited and is sent since an edited one needs it, as a cell would show it."""

    field: str
    needed_by: str
    shown: str


# --- what differs -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that holds something else than it should: what was `found` in it, and what was `wanted`."""

    field: str
    found: LiveValue
    wanted: LiveValue


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Fields that were looked at: those that are the `same`, those that differ, and those nobody can compare."""

    same: tuple[str, ...] = ()
    different: tuple[Difference, ...] = ()
    unknown: tuple[str, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether every field was compared, and is the same."""
        return not self.different and not self.unknown


class Remark(StrEnum):
    """Why a field is told of that is no plain change."""

    PLAIN = ""
    NOT_COMPARABLE = "not comparable"
    NOT_APPLIED = "not applied"
    CHANGED_UNASKED = "changed unasked"
    CHANGED_SINCE_PULL = "changed since the pull"
    PUTS_BACK = "puts back what was pulled"
    NOT_SENT = "not sent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One field of one campaign that an update changes, or that differs: one line of `Changes`.

    The values are texts as a person is shown them, labels and not only codes; "" where nothing was read or sent.
    `column` and its `letter` are those of the sheet; `column` is the field's name where the sheet has no such column.
    A run may hold millions of them, so that they share what they can.
    """

    row: int
    campaign_id: str
    title: str  # the campaign's present name, if it was read
    field: str
    column: str
    letter: str
    now: str
    new: str
    read_back: str = ""
    remark: Remark = Remark.PLAIN

    @property
    def cell(self) -> str:
        """The address of its cell in the sheet: `F17`; "" where the sheet has no such column."""
        return f"{self.letter}{self.row}" if self.letter else ""


# --- what a pull kept -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """What was read when a workbook was pulled: the values that its cells are compared with.

    `stamp` is the pull's own mark, which the cells of its column `_pulled` hold; `target` is the address that was read,
    as in `Run`. `snapshots` are by campaign id, spelled as `same_id` gives it.
    """

    stamp: str
    pulled: datetime
    target: str
    profile: str = ""
    snapshots: Mapping[str, Snapshot]
    is_partial: bool = False  # cells were left blank on purpose, as in a sheet that puts a run back: none was emptied


@dataclass(frozen=True, slots=True)
class NamedId:
    """One entry of one of the account's lists. `number` is the telephone number of a caller ID."""

    id: str
    name: str
    number: str = ""

    @property
    def words(self) -> str:
        """What a person knows it by: `+911140001234 Delhi desk`."""
        return " ".join(part for part in (self.number, self.name) if part)

    @property
    def label(self) -> str:
        """How a cell spells it: `1759333 - +911140001234 Delhi desk`; the id alone where it has no name."""
        return f"{self.id} - {self.words}" if self.words else self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class NameLists:
    """The account's own lists, by the key of the lookup that they are for, and the address that they are from."""

    target: str
    profile: str = ""
    entries: Mapping[str, tuple[NamedId, ...]]
