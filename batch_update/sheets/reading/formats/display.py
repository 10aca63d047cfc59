"""Shows a number as one section of a format does: what stands in the cell, to the letter.

Pure arithmetic on decimals of 15 digits, which is all that a spreadsheet shows of a number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from functools import lru_cache

from batch_update.sheets.reading.formats.sections import Part, Piece, Section

_WIDE = Context(prec=700, rounding=ROUND_HALF_UP)  # a double has up to 309 digits before the point


def exact(value: float) -> Decimal:
    """A finite number as a spreadsheet knows it: 15 digits."""
    return Decimal(f"{value:.15g}")


@dataclass(frozen=True, slots=True)
class _Layout:
    """A section with its digits told apart. Literals stay where they stand, between the digits too."""

    whole: tuple[Piece, ...]
    decimals: tuple[Piece, ...]  # the point is the first of them
    exponent: tuple[Piece, ...]  # its sign is the first of them
    grouped: bool
    scale: int  # the power of ten that the number is multiplied with before it is shown


@lru_cache(maxsize=1024)
def _lay_out(pieces: tuple[Piece, ...]) -> _Layout:
    kinds = [part for part, _ in pieces]
    power = kinds.index(Part.EXPONENT) if Part.EXPONENT in kinds else len(pieces)
    point = kinds.index(Part.POINT) if Part.POINT in kinds[:power] else power
    whole, scaled, grouped = _take_commas(pieces[:point])
    decimals, scaled_more, _ = _take_commas(pieces[point:power])
    percent = kinds.count(Part.PERCENT)
    return _Layout(whole, decimals, pieces[power:], grouped, 2 * percent - 3 * (scaled + scaled_more))


def _take_commas(pieces: tuple[Piece, ...]) -> tuple[tuple[Piece, ...], int, bool]:
    """The pieces without commas that mean something: those behind the last digit divide, one between them groups."""
    places = [place for place, (part, _) in enumerate(pieces) if part is Part.DIGIT]
    if not places:
        return pieces, 0, False
    kept: list[Piece] = []
    scaled, grouped, divides = 0, False, True
    for place, piece in enumerate(pieces):
        if piece[0] is not Part.COMMA:
            divides = divides and place <= places[-1]
            kept.append(piece)
        elif places[0] < place < places[-1]:
            grouped = True
        elif place > places[-1] and divides:
            scaled += 1
        else:
            kept.append((Part.LITERAL, piece[1]))
    return tuple(kept), scaled, grouped


def show_number(value: Decimal, section: Section, *, general: str, signed: bool) -> str:
    """What a section of digits, words or `General` shows of a number, without the spaces at its ends.

    `general` is what the format General shows of its absolute value; `signed` puts a minus before a negative one.
    """
    minus = "-" if signed and value < 0 else ""
    value = abs(value)
    if Part.DIGIT not in section.parts:
        shown = "".join(general if part in (Part.GENERAL, Part.TEXT) else text for part, text in section.pieces)
        return (minus + shown).strip() if shown.strip() else ""
    layout = _lay_out(section.pieces)
    if Part.SLASH in section.parts and (fraction := _show_fraction(value, section.pieces)) is not None:
        return (minus + fraction).strip()
    value = value.scaleb(layout.scale, _WIDE)
    if layout.exponent:
        return (minus + _show_power(value, layout)).strip()
    return (minus + _show_digits(value, layout)).strip()


def _show_digits(value: Decimal, layout: _Layout) -> str:
    places = _count(layout.decimals)
    rounded = value.quantize(Decimal(1).scaleb(-places), context=_WIDE)
    whole, _, decimals = f"{rounded:f}".partition(".")
    return _fill_whole(whole.lstrip("0"), layout.whole, grouped=layout.grouped) + _fill_decimals(
        decimals, layout.decimals
    )


def _count(pieces: Sequence[Piece]) -> int:
    return sum(part is Part.DIGIT for part, _ in pieces)


def _fill_whole(digits: str, pieces: Sequence[Piece], *, grouped: bool) -> str:
    """Digits into their places from the right; what is left over stands in the first of them."""
    shown: list[str] = []
    left, place = _count(pieces), 0
    zero_further_left = [sum(piece == (Part.DIGIT, "0") for piece in pieces[: n + 1]) for n in range(len(pieces))]
    for number in range(len(pieces) - 1, -1, -1):
        part, text = pieces[number]
        if part is not Part.DIGIT:
            shown.append(text)
            continue
        left -= 1
        here = digits[-1:] if left else digits
        digits = digits[:-1] if left else ""
        if not here:
            here = "0" if zero_further_left[number] else " " if text == "?" else ""
        for sign in reversed(here):
            if grouped and place and place % 3 == 0 and sign != " ":
                shown.append(",")
            shown.append(sign)
            place += 1
    if not _count(pieces):
        shown.append(digits)
    return "".join(reversed(shown))


def _fill_decimals(digits: str, pieces: Sequence[Piece]) -> str:
    """Digits behind the point; zeros at the end are left out where `#` stands for them."""
    shown: list[str] = []
    place, is_end = _count(pieces), True
    for part, text in reversed(pieces):
        if part is not Part.DIGIT:
            shown.append(text)
            continue
        place -= 1
        digit = digits[place]
        is_end = is_end and digit == "0" and text != "0"
        shown.append(digit if not is_end else " " if text == "?" else "")
    return "".join(reversed(shown))


def _show_power(value: Decimal, layout: _Layout) -> str:
    """`1.20E+03`; with several digits before the point the exponent is a multiple of their number."""
    step = max(1, _count(layout.whole))
    power = value.adjusted() // step * step if value else 0
    mantissa = value.scaleb(-power, _WIDE)
    places = _count(layout.decimals)
    if mantissa.quantize(Decimal(1).scaleb(-places), context=_WIDE) >= 10**step:
        power, mantissa = power + step, mantissa.scaleb(-step, _WIDE)
    sign = "-" if power < 0 else "+" if layout.exponent[0][1] == "+" else ""
    return (
        _show_digits(mantissa, layout) + f"E{sign}" + _fill_whole(str(abs(power)), layout.exponent[1:], grouped=False)
    )


def _show_fraction(value: Decimal, pieces: Sequence[Piece]) -> str | None:
    """`1 1/2` under `# ?/?`; None where the slash stands between no digits."""
    kinds = [part for part, _ in pieces]
    slash = kinds.index(Part.SLASH)
    before = [place for place in range(slash) if kinds[place] is Part.DIGIT]
    bottom = "".join(text for _, text in pieces[slash + 1 :]).strip()
    if not before or not bottom:
        return None
    gaps = [place for place in range(before[0], before[-1]) if kinds[place] is Part.LITERAL]
    whole, rest = divmod(value, 1) if gaps else (Decimal(0), value)
    if bottom.isdigit() and int(bottom):
        found, below = round(Fraction(rest) * int(bottom)), int(bottom)
    else:
        places = sum(kind is Part.DIGIT for kind in kinds[slash:])
        if not places:
            return None
        nearest = Fraction(rest).limit_denominator(10 ** min(places, 7) - 1)
        found, below = nearest.numerator, nearest.denominator
    if gaps and found == below:
        whole, found = whole + 1, 0
    fraction = f"{found}/{below}" if found or not gaps else ""
    return " ".join(part for part in (f"{whole:f}" if whole or not fraction else "", fraction) if part)
