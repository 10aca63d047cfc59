"""What can be updated, as a table: what its fields are, of which kinds, and what must hold between them.

Every stage may know this module, as it may know `model`; it knows none of them.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from batch_update.live import LiveValue
from batch_update.model import JsonValue, Scalar, Severity

INT32 = range(-(2**31), 2**31)
"""What the API takes for an integer."""


class JsonType(StrEnum):
    """The JSON type of a body field, named as the API page names it."""

    STRING = "string"
    INTEGER = "integer"
    STRINGS = "array of strings"
    INTEGERS = "array of integers"
    OBJECTS = "array of objects"


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a choice: the code that is sent and the name that people know."""

    code: str
    name: str

    @property
    def label(self) -> str:
        """How the template's drop-down spells it: `1 - Preview`."""
        return f"{self.code} - {self.name}"


@dataclass(frozen=True, slots=True)
class Condition:
    """Another field holding a value: `dial_method` = `1`."""

    field: str
    equals: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """How many objects of an array may have a `part` that is 1: of the lead lists, at most 3 may be active."""

    part: str  # "list_status"
    most: int
    counted: str  # what is counted, in words: "active lists"

    def is_passed_by(self, value: object) -> bool:
        """Whether an array has more of them than it may."""
        objects = value if isinstance(value, list) else []
        return sum(1 for item in objects if isinstance(item, dict) and item[self.part] == 1) > self.most


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why a cell that can be read may be a slip all the same; it becomes a warning. The parts are a `Problem`'s."""

    code: str
    message: str
    suggestion: str


def _compare_nothing(_value: object, _field: Field) -> LiveValue:
    """The `live` of a kind that has none."""
    raise ValueError("a kind that does not say how it is read from the account can not be compared")


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of cell: how it is read, what it becomes in JSON, and how that is told to a person.

    `read` takes a cell that is neither blank nor odd and gives the value to send; it raises `Refused` (a ValueError)
    for a cell it can not read. `doubt` looks at a text that was read and may say why it should be warned of. `cleared`
    is what `<clear>` sends; None where the field can not be cleared. `parts` are the keys of each object of an
    array, and the numbers that each may hold; the first of them tells the objects apart.

    `live` takes a JSON value as the account gave it and brings it to the form that an update would send; it raises
    ValueError for what is in no known form. `same` tells of two values in that form, neither of them empty, whether
    they are one.
    """

    name: str
    json_type: JsonType
    may_hold: str
    read: Callable[[Scalar, Field], JsonValue]
    cleared: str | list[str] | None
    live: Callable[[object, Field], LiveValue] = _compare_nothing
    same: Callable[[LiveValue, LiveValue], bool] = operator.eq
    doubt: Callable[[str], Doubt | None] | None = None
    is_flag: bool = False  # only 0 and 1
    parts: Mapping[str, range] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One column that the API knows: one line of the field table."""

    name: str
    also: tuple[str, ...] = ()  # other names of it that a header may have: the words of the panel and of the API page
    kind: Kind
    meaning: str
    choices: tuple[Choice, ...] = ()
    needed_when: Condition | None = None
    needed_when_added: bool = False  # nothing can be added without it, so that emptying it is likely to be refused
    limit: Limit | None = None
    lookup: Lookup | None = None  # the list that its ids are from
    example: str
    advice: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lookup:
    """One of the account's own lists, whose ids a field holds: `GET` of its `path` gives the names.

    `key` is what `NameLists` knows it by, `title` what a person calls it. `number` is the key of an entry's telephone
    number, where it has one.
    """

    key: str
    title: str
    path: str
    number: str = ""


Body: TypeAlias = Mapping[str, JsonValue]
"""The values of a row that are sent and not emptied, plus those that were refused (so present, if wrong)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule that a row breaks when `broken(body)`. `field` is where it is looked for, `at` the cell it is about.

    It is looked at when the row sends its `field`; a field emptied by `<clear>` counts as missing.
    """

    code: str
    field: str
    at: str
    broken: Callable[[Body], bool]
    severity: Severity
    message: str
    suggestion: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """What can be updated, and the only thing that the other stages are told about it. A table: it does nothing.

    A second resource is a second folder beside `campaign/` that offers one of these.
    """

    name: str  # "campaign": what one of them is called
    worksheet: str  # "Campaigns": the template's sheet of rows, and the first to be looked for
    path: str  # of the API; the id is put behind it
    id_field: Field
    fields: tuple[Field, ...]  # of the body, in the order of the API page
    title_field: str  # the field by which a person knows one: "name"
    rules: tuple[Rule, ...] = ()  # beside those that `needed_when` stands for
    common_words: frozenset[str] = frozenset()  # words of names that tell nothing: `Agent name` may be of no field

    @property
    def columns(self) -> tuple[Field, ...]:
        """All that a column of the sheet may be: the id and the fields."""
        return (self.id_field, *self.fields)

    @property
    def plural(self) -> str:
        """What several of them are called; the worksheet is named after them."""
        return self.worksheet.lower()

    def field(self, name: str) -> Field:
        """The field of that name. Raises KeyError if there is none."""
        for field in self.columns:
            if field.name == name:
                return field
        raise KeyError(name)
