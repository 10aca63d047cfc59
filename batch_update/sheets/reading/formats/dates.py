"""Dates and times as every reader gives them: to the second, which is all that a sheet shows."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from batch_update.model import CellValue, OddCell, Oddity, Scalar, show
from batch_update.sheets.reading.formats.number_format import NumberFormat, as_seen, settle_number

_LAST_DAY = 2_958_466  # behind 31 December 9999
_HALF_A_SECOND = timedelta(microseconds=500_000)


def read_number(number: float, form: NumberFormat, *, epoch_1904: bool) -> CellValue:
    """A finite number in its format: the number, a date, or what is odd about it."""
    if form.is_inert:
        return settle_number(number)
    if form.may_be_date:
        section = form.section_of(number)
        if section is not None and section.is_date:
            return read_date(number, is_elapsed=section.is_elapsed, epoch_1904=epoch_1904)
    return as_seen(number, form)


def read_date(number: float, *, is_elapsed: bool, epoch_1904: bool) -> Scalar | OddCell:
    """The date, time or span that a number of days stands for; odd where there is none."""
    from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, from_excel  # noqa: PLC0415 - slow to load

    if not 0 <= number < _LAST_DAY:
        return unreadable_date(number)
    try:
        found = from_excel(number, MAC_EPOCH if epoch_1904 else WINDOWS_EPOCH, timedelta=is_elapsed)
        return unreadable_date(number) if found is None else settle_date(found)
    except (OverflowError, ValueError):
        return unreadable_date(number)


def settle_date(value: date | time | timedelta) -> Scalar:
    """A date with its time (midnight if it has none), a time of the day, or a span."""
    match value:
        case datetime():
            return (value + _HALF_A_SECOND).replace(microsecond=0)
        case date():
            return datetime(value.year, value.month, value.day)  # noqa: DTZ001 - a cell has no zone
        case time():
            day = datetime.combine(date(2000, 1, 1), value) + _HALF_A_SECOND
            return day.time().replace(microsecond=0) if day.day == 1 else value.replace(microsecond=0)
        case _:
            return timedelta(seconds=(value + _HALF_A_SECOND) // timedelta(seconds=1))


def unreadable_date(number: float) -> OddCell:
    """A number in a date format that no date stands for."""
    plain = settle_number(number)
    return OddCell(Oddity.UNREADABLE_DATE, show(plain), plain)
