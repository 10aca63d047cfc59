"""Cells and rows as they are written in a worksheet's XML, before anybody asks what their values mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(slots=True)
class RawCell:
    """A cell as it is written. `value` and `text` are None where it has no such element."""

    column: int
    kind: str  # the attribute `t`
    style: str
    value: str | None = None  # of `<v>`
    text: str | None = None  # of `<is>`
    formula: str | None = None  # of `<f>`
    formula_kind: str = ""
    shared_number: str = ""  # of the formula that several cells share
    stray: str = ""  # what stands where no value of a cell stands

    @property
    def is_filled(self) -> bool:
        """Whether anything but blanks is written in it."""
        written = self.formula is not None or bool(self.value) or bool(self.text) or self.kind == "e"
        return written or bool(self.stray.strip())


@dataclass(slots=True)
class RawRow:
    """A row as it is written. `number` is 0 until it is known."""

    number: int
    attributes: Mapping[bytes, bytes] = field(default_factory=dict)
    cells: list[RawCell] = field(default_factory=list)
