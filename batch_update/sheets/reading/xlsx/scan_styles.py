"""Which cells of a worksheet have a style that matters, found in its XML without reading it.

calamine knows no number formats. Most cells with one are harmless all the same (30 in the format `0.00`), and what is
harmless is settled for each style once, so that only the other values need a closer look.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache

from batch_update.model import OddCell
from batch_update.sheets.reading.formats.number_format import NumberFormat, as_seen
from batch_update.sheets.reading.formats.sections import Part

_LAST_DATE = 2_958_466  # 31 December 9999, and a day
_AFTER_1900 = 61  # before 1 March 1900 the readers count the day that Excel invented differently
_NUMBER = rb'"(?: t="n")?>\s*%sv\b[^>]*>(?!%s<)([^<]*)<'
_UNDERSTOOD = re.compile(r"""(?:[\\_*][^"\[\]\\_*]|"[^"]*"|\[[^"\[\]\\]*\]|[^"\[\]\\_*])*""")  # alike by all readers
_NONE = rb"[^\s\S]"  # a pattern that nothing fits


class StyleWatch:
    """Tells whether rows hold a cell that, in its style, shows something else than the calamine reader makes of it."""

    def __init__(self, tag: bytes, formats: Sequence[NumberFormat]) -> None:
        """`tag` begins every element, its prefix included and escaped; `formats` are those of the styles by number."""
        self._formats = formats
        self._plain_style_matters = bool(formats) and not formats[0].is_inert
        careful: list[int] = []
        dates: list[int] = []
        numbers: defaultdict[bytes, list[int]] = defaultdict(list)
        for number, form in enumerate(formats):
            if form.is_inert:
                continue
            if _needs_care(form):
                careful.append(number)
            elif form.is_date:
                dates.append(number)
            else:
                numbers[harmless_values(form)].append(number)
        self._careful = _pattern(careful, rb'"(?: t="\w+")?>(?!</)')
        self._dates = _pattern(dates, _NUMBER % (tag, _NONE))
        self._numbers = [_pattern(styles, _NUMBER % (tag, harmless)) for harmless, styles in numbers.items()]

    def find_odd(self, rows: bytes) -> bool:
        """Whether the XML reader has to read these rows."""
        return (
            self._plain_style_matters
            or bool(self._careful and self._careful.search(rows))
            or bool(self._dates and not all(_is_easy_date(value) for _, value in self._dates.findall(rows)))
            or any(_is_odd(value, self._formats[style]) for style, value in self._suspects(rows))
        )

    def _suspects(self, rows: bytes) -> Iterator[tuple[int, bytes]]:
        for pattern in self._numbers:
            if pattern is not None:
                for style, value in set(pattern.findall(rows)):
                    yield int(style), value


def _needs_care(form: NumberFormat) -> bool:
    """Whether a format is too much for the calamine reader whatever a cell holds."""
    several = len(form.sections.numbers) > 1 or any(section.condition for section in form.sections.numbers)
    is_mixed = form.may_be_date and (several or not form.is_date)
    return is_mixed or form.changes_texts or not _UNDERSTOOD.fullmatch(form.code)


def harmless_values(form: NumberFormat) -> bytes:
    """A pattern of the numbers that a format surely shows as they are: whole ones in a format of plain digits."""
    pieces = form.sections.numbers[0].pieces
    known = all(part in (Part.DIGIT, Part.POINT, Part.COMMA, Part.LITERAL) for part, _ in pieces)
    shape = "".join(text for _, text in pieces)  # of `_-* #,##0_-`, the spaces round its digits are left too
    if (
        not known
        or not re.fullmatch(r" *[#?]*(,[#?]*)?0?(\.[0#?]*)? *", shape)
        or any(section.condition for section in form.sections.numbers)
        or as_seen(1, form) != 1
    ):
        return _NONE
    most = 2 if "," in shape else 14
    zero = rb"|0" if as_seen(0, form) == 0 else b""
    return rb"(?:[1-9]\d{0,%d}%s)" % (most, zero)


def _pattern(styles: Sequence[int], behind: bytes) -> re.Pattern[bytes] | None:
    if not styles:
        return None
    return re.compile(rb' s="0*(' + b"|".join(str(style).encode() for style in styles) + rb")" + behind)


@lru_cache(maxsize=8192)
def _is_odd(text: bytes, form: NumberFormat) -> bool:
    try:
        return isinstance(as_seen(float(text), form), OddCell)
    except (ValueError, OverflowError):  # no number, or one without end
        return True


def _is_easy_date(text: bytes) -> bool:
    """Whether every reader makes the same of a number in a date format."""
    try:
        number = float(text)
    except ValueError:
        return False
    return 0 <= number < 1 or _AFTER_1900 <= number < _LAST_DATE
