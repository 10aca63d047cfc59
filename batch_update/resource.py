"""What can be updated, as a table: what its fields are, of which kinds, and what must hold between them.

Every stage may know this module, as it may know `model`; it knows none of them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from batch_update.model import HeaderMatch, JsonValue, Row, Scalar, Verdict


class JsonType(StrEnum):
    """The JSON type of a body field, named as the API page names it."""

    STRING = "string"
    INTEGER = "integer"
    STRINGS = "array of strings"
    INTEGERS = "array of integers"
    LEAD_LISTS = "array of objects"


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


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why a cell that can be read may be a slip all the same; it becomes a warning. The parts are a `Problem`'s."""

    code: str
    message: str
    suggestion: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of cell: how it is read, what it becomes in JSON, and how that is told to a person.

    `read` takes a cell that is neither blank nor odd and gives the value to send; it raises `Refused` (a ValueError)
    for a cell it can not read. `doubt` looks at a text that was read and may say why it should be warned of. `cleared`
    is what `<clear>` sends; None where the field can not be cleared.
    """

    name: str
    json_type: JsonType
    may_hold: str
    read: Callable[[Scalar, Field], JsonValue]
    cleared: str | list[str] | None
    doubt: Callable[[str], Doubt | None] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One column that the API knows: one line of the field table."""

    name: str
    also: tuple[str, ...] = ()  # other names of it that a header may have: the words of the panel and of the API page
    kind: Kind
    meaning: str
    choices: tuple[Choice, ...] = ()
    needed_when: Condition | None = None
    example: str
    advice: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """What can be updated, and the only thing that the other stages are told about it.

    A second resource is a second folder beside `campaign/` that offers one of these.
    """

    name: str  # "campaign"
    worksheet: str  # "Campaigns": the template's sheet of rows, and the first to be looked for
    path: str  # of the API; the id is put behind it
    id_field: Field
    fields: tuple[Field, ...]  # of the body, in the order of the API page
    match_header: Callable[[str], HeaderMatch]
    check: Callable[[Sequence[Row]], tuple[Verdict, ...]]

    def field(self, name: str) -> Field:
        """The field of that name. Raises KeyError if there is none."""
        for field in (self.id_field, *self.fields):
            if field.name == name:
                return field
        raise KeyError(name)
