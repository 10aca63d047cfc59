"""A number format taken apart: its sections, and which of them shows a value.

Up to four sections - for positive numbers, negative ones, zero and text - of which the first two may have conditions
instead (ECMA-376 part 1, section 18.8.31).
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum, auto
from functools import cached_property


class Part(Enum):
    """What a piece of a section is."""

    LITERAL = auto()  # shown as it stands; of `_x` and `*x` what is seen of them
    DIGIT = auto()  # `0`, `#` or `?`
    POINT = auto()
    COMMA = auto()
    PERCENT = auto()
    EXPONENT = auto()  # `E+` or `E-`
    SLASH = auto()
    GENERAL = auto()
    TEXT = auto()  # `@`
    DATE = auto()
    ELAPSED = auto()  # `[h]`
    UNCLEAR = auto()


Piece = tuple[Part, str]


@dataclass(frozen=True, slots=True)
class Condition:
    """When a section is for a number: `[<100]`."""

    operator: str
    limit: Decimal

    def holds(self, value: Decimal) -> bool:
        """Whether a number is one that the section is for."""
        below, same = value < self.limit, value == self.limit
        return {
            "<": below, "<=": below or same, "=": same, "<>": not same, ">": not (below or same), ">=": not below,
        }[self.operator]  # fmt: skip


@dataclass(frozen=True)
class Section:
    """One section of a format. Without pieces it shows nothing."""

    pieces: tuple[Piece, ...]
    condition: Condition | None = None

    @cached_property
    def parts(self) -> frozenset[Part]:
        """What there is in it."""
        return frozenset(part for part, _ in self.pieces)

    @property
    def is_unclear(self) -> bool:
        """Whether nobody can tell what it shows."""
        return Part.UNCLEAR in self.parts

    @property
    def is_date(self) -> bool:
        """Whether it makes a date or a time of a number."""
        return not self.is_unclear and bool(self.parts & {Part.DATE, Part.ELAPSED}) and Part.GENERAL not in self.parts

    @property
    def is_elapsed(self) -> bool:
        """Whether it shows a span, of more hours than a day has."""
        return Part.ELAPSED in self.parts

    @property
    def is_bare(self) -> bool:
        """Whether it shows a number, or a text, and nothing beside it (`General`, `@`, `_(@_)`)."""
        seen = [part for part, text in self.pieces if part is not Part.LITERAL or text.strip()]
        return seen in ([Part.GENERAL], [Part.TEXT])

    @property
    def shows_nothing(self) -> bool:
        """Whether nothing is seen of a cell in it."""
        return all(part is Part.LITERAL and not text.strip() for part, text in self.pieces)


@dataclass(frozen=True)
class Sections:
    """The sections of a format: those for numbers, in their order, and the one for texts, if there is one."""

    numbers: tuple[Section, ...]
    text: Section | None

    def section_of(self, value: Decimal) -> Section | None:
        """The section that shows a number; None where conditions leave it out, which programs treat differently."""
        first, *rest = self.numbers
        if first.condition:
            if first.condition.holds(value):
                return first
        elif not rest or value > 0 or (value == 0 and len(rest) == 1):
            return first
        if not rest:
            return None
        second = rest[0]
        if second.condition:
            if second.condition.holds(value):
                return second
        elif value < 0 or (len(rest) == 1 and first.condition):
            return second
        return rest[1] if len(rest) > 1 else None

    def sign_is_shown(self, section: Section) -> bool | None:
        """Whether a section puts a minus before a negative number; None if programs do it differently."""
        if any(part.condition for part in self.numbers):
            return None
        return section is self.numbers[0]
