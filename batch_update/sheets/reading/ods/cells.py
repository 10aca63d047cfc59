"""What one cell of an .ods file holds, and what it shows: the file has both beside each other.

Attributes are those of OpenDocument 1.3, part 3, chapter 19, without their namespaces.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, time, timedelta
from math import isfinite

from batch_update.errors import SheetError
from batch_update.model import CellValue, OddCell, Oddity, show
from batch_update.sheets.reading.file_kind import DAMAGED
from batch_update.sheets.reading.formats.dates import settle_date
from batch_update.sheets.reading.formats.number_format import read_truth, settle_number
from batch_update.sheets.reading.formats.verdict import judge, judge_text
from batch_update.sheets.reading.formulas import is_aggregate
from batch_update.texts.errors_shown import is_error_text

_SPAN = re.compile(r"(-?)P(?:(\d{1,6})D)?T(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9})(?:[.,]\d+)?S)?")
_ZERO_DAY = datetime(1899, 12, 30)  # noqa: DTZ001 - a cell has no zone


def read_cell(attributes: Mapping[str, str], shown: str | None) -> CellValue:
    """The value of one cell. `shown` is what LibreOffice shows in it; None where the file does not say.

    Raises:
        ValueError: if the value is not of the type that the cell says it is.
    """
    kind, text = attributes.get("value-type", ""), shown or ""
    formula = attributes.get("formula")
    if attributes.get("error") == "yes" or (formula is not None and is_error_text(text)):
        return OddCell(Oddity.ERROR, text or "#VALUE!")
    if formula is not None and shown is None and not kind:
        return OddCell(Oddity.NOT_CALCULATED, "=" + formula.partition("=")[2])
    try:
        value = _read_value(kind, attributes, text)
    except KeyError as error:  # a truth of which the file does not say which
        raise ValueError from error
    if shown is not None and not isinstance(value, OddCell):
        value = _put_beside(shown, value)
    if formula is None or value is None:
        return value
    if (truth := read_truth(formula.partition("=")[2])) is not None:
        return OddCell(Oddity.HIDDEN, "", truth) if shown is not None and not text.strip() else truth
    return OddCell(Oddity.AGGREGATE if is_aggregate(formula) else Oddity.FORMULA, show(value), value)


def _read_value(kind: str, attributes: Mapping[str, str], text: str) -> CellValue:
    match kind:
        case "float" | "percentage" | "currency":
            return _read_number(float(attributes.get("value", "")))
        case "boolean":
            return {"true": True, "false": False}[attributes["boolean-value"]]
        case "date":
            return _read_date(attributes.get("date-value", ""), text)
        case "time":
            return _read_span(attributes.get("time-value", ""), text)
        case _:
            return attributes.get("string-value", text) or text or None


def _put_beside(shown: str, value: CellValue) -> CellValue:
    """A value with what is shown of it: the file has the text itself, so no format is needed."""
    text = shown.strip()
    match value:
        case None:
            return None
        case str():
            oddity = judge_text(shown, value)
        case int() | float() if text and not isinstance(value, bool):
            oddity = judge(text, value, is_general=True)
        case _:  # dates and truths are seen in many forms, all of which say the same
            oddity = None if text else Oddity.HIDDEN
    return value if oddity is None else OddCell(oddity, text, value)


def _read_number(value: float) -> int | float:
    if not isfinite(value):
        raise SheetError(DAMAGED)
    return settle_number(value)


def _read_date(text: str, shown: str) -> CellValue:
    try:
        found = datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        return OddCell(Oddity.UNREADABLE_DATE, shown or text)
    return time() if found == _ZERO_DAY else settle_date(found)


def _read_span(text: str, shown: str) -> CellValue:
    """`PT30H00M00S`: a time of the day if it is less than a day."""
    found = _SPAN.fullmatch(text)
    if found is None:
        return OddCell(Oddity.UNREADABLE_DATE, shown or text)
    days, hours, minutes, seconds = (int(part or 0) for part in found.groups()[1:])
    try:
        span = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
    except OverflowError:
        return OddCell(Oddity.UNREADABLE_DATE, shown or text)
    if found.group(1):
        return -span
    return settle_date((_ZERO_DAY + span).time()) if span < timedelta(days=1) else span
