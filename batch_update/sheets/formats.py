"""What a number format makes of a number, as far as it shows something else than the plain digits.

Format codes are those of section 18.8.31 of ECMA-376 (`0.00%`); .xls uses the same.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache

from batch_update.model import CellValue, OddCell, Oddity, show

BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 5: '"$"#,##0', 6: '"$"#,##0', 7: '"$"#,##0.00', 8: '"$"#,##0.00',
    9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??", 14: "mm-dd-yy", 15: "d-mmm-yy", 16: "d-mmm",
    17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "m/d/yy h:mm", 37: "#,##0",
    38: "#,##0", 39: "#,##0.00", 40: "#,##0.00", 41: "#,##0", 42: '"$"#,##0', 43: "#,##0.00", 44: '"$"#,##0.00',
    45: "mm:ss", 46: "[h]:mm:ss", 47: "mmss.0", 48: "##0.0E+0", 49: "@",
    **dict.fromkeys(range(27, 37), "yyyy/m/d"), **dict.fromkeys(range(50, 59), "yyyy/m/d"),
}  # fmt: skip
"""Formats that files name by number only; 27-36 and 50-58 are the dates of East Asian editions."""

_QUOTED = re.compile(r'"([^"]*)"|\\(.)|_.|\*.')
_BRACKETS = re.compile(r"\[([^\]]*)\]")
_ELAPSED = re.compile(r"\[(h+|m+|s+)\]", re.IGNORECASE)
_PLACES = re.compile(r"[0#?][0#?,.]*")


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """One format, taken apart as far as it is needed. `oddity` is None where a number is seen as its plain digits."""

    code: str
    oddity: Oddity | None = None
    is_date: bool = False
    is_elapsed: bool = False

    @property
    def is_plain(self) -> bool:
        """Whether a reader that knows no formats reads such cells rightly (dates are told apart by all of them)."""
        return self.oddity is None


@lru_cache(maxsize=1024)
def number_format(code: str) -> NumberFormat:
    """What a format code does to a positive number."""
    section = _first_section(code)
    bare = _BRACKETS.sub("", _QUOTED.sub("", section))
    if code.casefold() in ("general", "@", "") or "general" in bare.casefold():
        return NumberFormat(code, _oddity_of_literals(section))
    if re.search(r"[dmyhsDMYHS]", bare) or _ELAPSED.search(section):
        return NumberFormat(code, is_date=True, is_elapsed=bool(_ELAPSED.search(section)))
    if "%" in bare:
        return NumberFormat(code, Oddity.PERCENT)
    places = _PLACES.search(bare)
    if places is None:
        return NumberFormat(code)
    whole = places.group().partition(".")[0]
    if "," in places.group() or _oddity_of_literals(section):
        return NumberFormat(code, Oddity.GROUPED)
    if whole.count("0") > 1 and "E" not in bare:
        return NumberFormat(code, Oddity.PADDED)
    return NumberFormat(code)


def as_seen(value: float, form: NumberFormat) -> CellValue:
    """A number (not a date) with its format: itself, or an OddCell that says how it is shown."""
    plain = settle_number(value)
    if form.oddity is None:
        return plain
    shown = _display(value, form.code)
    if shown == show(plain):  # `#,##0` shows 30 as 30, and `00` shows 12 as 12: nothing odd about them
        return plain
    return OddCell(form.oddity, shown, plain)


def settle_number(value: float) -> int | float:
    """A finite number as every reader gives it: a whole one as int, rounded as the spreadsheet's own arithmetic is."""
    return int(float(value)) if float(value).is_integer() else value


def read_truth(formula: str) -> bool | None:
    """What `TRUE()` and `FALSE()` are: LibreOffice saves a typed TRUE so, and nobody means a formula by it."""
    return {"TRUE()": True, "FALSE()": False}.get(formula.removeprefix("=").upper())


def _first_section(code: str) -> str:
    """The part for positive numbers: up to the first `;` that is not quoted."""
    for found in re.finditer(r'"[^"]*"|\\.|;', code):
        if found.group() == ";":
            return code[: found.start()]
    return code


def _oddity_of_literals(section: str) -> Oddity | None:
    """GROUPED where the format adds words or a currency sign to the digits."""
    prefix, suffix = _literals(section)
    return Oddity.GROUPED if (prefix + suffix).strip(" -()") else None


def _literals(section: str) -> tuple[str, str]:
    """What a format shows before and behind the digits: `"$"0" min"` gives `$` and ` min`."""
    marks: list[str] = []

    def keep(found: re.Match[str]) -> str:
        marks.append(found.group(1) or found.group(2) or "")
        return chr(0xE000 + len(marks) - 1)

    shielded = _QUOTED.sub(keep, section)
    shielded = _BRACKETS.sub(
        lambda found: found.group(1)[1:].partition("-")[0] if found.group(1)[:1] == "$" else "", shielded
    )
    places = _PLACES.search(shielded)
    before, behind = (shielded[: places.start()], shielded[places.end() :]) if places else (shielded, "")

    def restore(text: str) -> str:
        text = re.sub("general|[eE][+-]?[0#?]+|@", "", text, flags=re.IGNORECASE)
        return "".join(
            marks[ord(sign) - 0xE000] if 0xE000 <= ord(sign) < 0xE000 + len(marks) else sign for sign in text
        )

    return restore(before), restore(behind)


def _display(value: float, code: str) -> str:
    """The number as the format shows it, near enough to be known again; the plain digits where that is too hard."""
    section = _first_section(code)
    prefix, suffix = _literals(section)
    found = _PLACES.search(_BRACKETS.sub("", _QUOTED.sub("", section)))
    if found is None or len(code) > 255:
        return f"{prefix}{show(settle_number(value))}{suffix}".strip()
    if _PLACES.search(suffix):  # digits in groups, `000-00-0000`: the zeros are what would be lost
        return show(settle_number(value)).rjust(_first_section(code).count("0"), "0")
    whole, _, decimals = found.group().partition(".")
    scaled_by_thousands = len(found.group()) - len(found.group().rstrip(","))
    try:
        number = abs(Decimal(repr(value))).scaleb(
            2 * suffix.count("%") + 2 * prefix.count("%") - 3 * scaled_by_thousands
        )
        places = len(decimals.replace(",", ""))
        number = number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    except InvalidOperation:
        return show(settle_number(value))
    digits, _, fraction = f"{number:f}".partition(".")
    digits = digits.rjust(whole.count("0"), "0")
    if "," in whole.rstrip(","):
        digits = re.sub(r"(?<=\d)(?=(\d{3})+$)", ",", digits)
    optional = len(decimals) - len(decimals.rstrip("#"))
    kept = (
        fraction[: len(fraction) - optional] + fraction[len(fraction) - optional :].rstrip("0")
        if optional
        else fraction
    )
    sign = "-" if value < 0 else ""
    return f"{sign}{prefix}{digits}{'.' + kept if kept else ''}{suffix}".strip()
