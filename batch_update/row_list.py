"""Rows as a person lists them, by the numbers that Excel shows beside them: `2-40,57`. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

_PART = re.compile(r"(\d{1,9})(?:\s*[-\N{EN DASH}]\s*(\d{1,9}))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class RowList:
    """Ranges of row numbers, first and last of each included, as they were listed."""

    ranges: tuple[tuple[int, int], ...]

    def __contains__(self, number: int) -> bool:
        return any(first <= number <= last for first, last in self.ranges)

    def __str__(self) -> str:
        return ",".join(map(spell_range, self.ranges))


def spell_range(ends: tuple[int, int]) -> str:
    """`2-40`, or `57` where it is one row."""
    first, last = ends
    return f"{first}" if first == last else f"{first}-{last}"


def parse_rows(text: str) -> RowList:
    """The rows of a list such as `2-40,57`. Raises ValueError, with words that go on from the option's name."""
    return RowList(tuple(_parse_range(part.strip()) for part in text.replace(";", ",").split(",")))


def _parse_range(text: str) -> tuple[int, int]:
    found = _PART.fullmatch(text)
    if not text:
        raise ValueError("a row number is missing; list rows as in 2-40,57")
    if found is None:
        raise ValueError(f"'{text}' is no row number; list rows as in 2-40,57")
    first, last = int(found[1]), int(found[2] or found[1])
    if not first:
        raise ValueError(f"'{text}' is no row of a sheet: the first is row 1")
    if last < first:
        raise ValueError(f"'{text}' runs backwards; write {spell_range((last, first))}")
    return first, last
