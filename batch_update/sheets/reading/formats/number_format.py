"""What a number format makes of a cell's value, as far as it shows something else than the value.

The one door to the modules behind it: a code is taken apart, a number is shown in it, and both are put side by side.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from batch_update.model import CellValue, OddCell, Oddity, show
from batch_update.sheets.reading.formats.codes import take_apart
from batch_update.sheets.reading.formats.display import exact, show_number
from batch_update.sheets.reading.formats.sections import Part, Section, Sections
from batch_update.sheets.reading.formats.verdict import judge, judge_text

BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00",
    5: '"$"#,##0_);("$"#,##0)', 6: '"$"#,##0_);[Red]("$"#,##0)',
    7: '"$"#,##0.00_);("$"#,##0.00)', 8: '"$"#,##0.00_);[Red]("$"#,##0.00)',
    9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??", 14: "mm-dd-yy", 15: "d-mmm-yy", 16: "d-mmm",
    17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "m/d/yy h:mm",
    37: "#,##0_);(#,##0)", 38: "#,##0_);[Red](#,##0)", 39: "#,##0.00_);(#,##0.00)", 40: "#,##0.00_);[Red](#,##0.00)",
    41: '_(* #,##0_);_(* (#,##0);_(* "-"_);_(@_)', 42: '_("$"* #,##0_);_("$"* (#,##0);_("$"* "-"_);_(@_)',
    43: '_(* #,##0.00_);_(* (#,##0.00);_(* "-"??_);_(@_)',
    44: '_("$"* #,##0.00_);_("$"* (#,##0.00);_("$"* "-"??_);_(@_)',
    45: "mm:ss", 46: "[h]:mm:ss", 47: "mmss.0", 48: "##0.0E+0", 49: "@",
    **dict.fromkeys(range(27, 37), "yyyy/m/d"), **dict.fromkeys(range(50, 59), "yyyy/m/d"),
}  # fmt: skip
"""Formats that files name by number only (ECMA-376 part 1, 18.8.30); 27-36 and 50-58 are East Asian dates."""

_LARGEST = 10**15  # from here on digits are lost, which is refused whatever the cell shows of them


@dataclass(frozen=True)
class NumberFormat:
    """One format, taken apart."""

    code: str
    sections: Sections = field(compare=False, repr=False)

    def section_of(self, value: float) -> Section | None:
        """The section that shows a number; None where programs differ."""
        return self.sections.section_of(exact(value))

    @cached_property
    def is_inert(self) -> bool:
        """Whether every value is seen in it as it is (`General`, `@`)."""
        numbers, text = self.sections.numbers, self.sections.text
        return len(numbers) == 1 and numbers[0].is_bare and not numbers[0].condition and (not text or text.is_bare)

    @cached_property
    def is_date(self) -> bool:
        """Whether it makes dates of positive numbers, as all readers see."""
        return self.sections.numbers[0].is_date

    @cached_property
    def may_be_date(self) -> bool:
        """Whether some of its sections make dates."""
        return any(section.is_date for section in self.sections.numbers)

    @cached_property
    def changes_texts(self) -> bool:
        """Whether texts are seen in it otherwise than they are."""
        return self.sections.text is not None and not self.sections.text.is_bare


@lru_cache(maxsize=1024)
def number_format(code: str) -> NumberFormat:
    """A format by its code."""
    return NumberFormat(code, take_apart(code or "General"))


@lru_cache(maxsize=4096)
def as_seen(value: float, form: NumberFormat) -> CellValue:
    """A number (not a date) with its format: itself, or an OddCell that says how it is shown."""
    plain = settle_number(value)
    number = exact(value)
    section = form.sections.section_of(number)
    if section is None or section.is_unclear:
        return OddCell(Oddity.UNCLEAR, show(plain), plain)
    if section.is_bare and number >= 0:
        return plain
    if abs(value) >= _LARGEST and Part.DIGIT in section.parts:
        return plain
    signed = form.sections.sign_is_shown(section)
    if signed is None and number < 0 and section.parts & {Part.DIGIT, Part.GENERAL}:
        return OddCell(Oddity.UNCLEAR, show(plain), plain)  # with conditions, programs differ over the minus
    shown = show_number(number, section, general=show(abs(plain)), signed=bool(signed))
    oddity = judge(shown, plain)
    return plain if oddity is None else OddCell(oddity, shown, plain)


def text_as_seen(text: str, form: NumberFormat) -> CellValue:
    """A text with its format: itself, or an OddCell where the format hides it or adds words."""
    if not form.changes_texts or not text.strip():
        return text
    section = form.sections.text
    assert section is not None  # noqa: S101 - it changes texts
    if section.is_unclear:
        return OddCell(Oddity.UNCLEAR, text, text)
    shown = "".join(text if part is Part.TEXT else piece for part, piece in section.pieces)
    oddity = judge_text(shown, text)
    return text if oddity is None else OddCell(oddity, shown.strip(), text)


def truth_as_seen(value: bool, form: NumberFormat) -> CellValue:  # noqa: FBT001 - the cell's value
    """TRUE or FALSE, which only a format that hides everything changes (`;;;`)."""
    section = form.sections.text
    return OddCell(Oddity.HIDDEN, "", value) if section is not None and section.shows_nothing else value


def settle_number(value: float) -> int | float:
    """A finite number as every reader gives it: a whole one as int, rounded as the spreadsheet's own arithmetic is."""
    return int(float(value)) if float(value).is_integer() else value


def read_truth(formula: str) -> bool | None:
    """What `TRUE()` and `FALSE()` are: LibreOffice saves a typed TRUE so, and nobody means a formula by it."""
    return {"TRUE()": True, "FALSE()": False}.get(formula.removeprefix("=").upper())
