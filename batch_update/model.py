"""The values that flow from the sheet to the results workbook, in the order in which they are made.

Every stage may know this module and it knows none of them: no file, network, clock or library.

    cell values -> Row, Sheet -> Problem, Update | Rejection | Untouched -> Outcome -> Run
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import TypeAlias

from batch_update.live import Base, Change, NameLists, SentAlong, Snapshot
from batch_update.live import JsonValue as JsonValue  # noqa: PLC0414 - likewise
from batch_update.statuses import Status as Status  # noqa: PLC0414 - one of the values that flow

# --- what a cell holds ------------------------------------------------------------------------------------------------


class Oddity(StrEnum):
    """Why a cell's value alone does not tell what the person sees in it."""

    ERROR = "error"  # `#N/A`; shown: the error
    NOT_CALCULATED = "not calculated"  # a formula whose result was never saved; shown: the formula
    FORMULA = "formula"  # a formula with a saved result; shown and value: the result
    AGGREGATE = "aggregate"  # a formula that adds up or counts other cells; shown and value: the result
    MERGED = "merged"  # part of a merged range, its first cell included; shown: the range, `B2:B3`
    PADDED = "padded"  # 123 in the format `00000`; shown: `00123`
    PERCENT = "percent"  # 0.5 in the format `0%`; shown: `50%`
    GROUPED = "grouped"  # 12345 in the format `#,##0`, or a currency format; shown: `12,345`
    UNREADABLE_DATE = "unreadable date"  # a number that no date stands for in a date format; shown: the number
    HIDDEN = "hidden"  # 0 in the format `0;-0;;@`, anything in `;;;`; shown: nothing
    SHOWN_OTHERWISE = "shown otherwise"  # 1.5 in the format `0`, 5 in `[<10]"low";0`; shown: `2`, `low`
    UNCLEAR = "unclear"  # a format that may show something else; shown: what it shows, or the value if nobody can tell


Scalar: TypeAlias = str | int | float | bool | datetime | date | time | timedelta


@dataclass(frozen=True, slots=True)
class OddCell:
    """A cell that must not be taken at its value without a thought.

    `value` is what the file holds beside what is shown, where that can be known: the result of a FORMULA or AGGREGATE
    (which may be odd in turn: `=A1/2` shown as a percentage), the number behind PADDED, PERCENT, GROUPED,
    UNREADABLE_DATE, the value behind HIDDEN, SHOWN_OTHERWISE and UNCLEAR.
    """

    oddity: Oddity
    shown: str
    value: Scalar | OddCell | None = None


CellValue: TypeAlias = Scalar | OddCell | None
"""What one cell holds; `None` is a truly blank cell and nothing else is."""


LONGEST_EXACT = 10**15
"""Numbers from here on lose digits in a spreadsheet, which keeps 15 of them."""


def show(value: CellValue) -> str:
    """The text that a person sees in the cell, as well as it can be told (`1234.0` is seen as `1234`)."""
    match value:
        case None:
            return ""
        case str():
            return value
        case bool():
            return "TRUE" if value else "FALSE"
        case int() | float() if abs(value) >= LONGEST_EXACT:
            return f"{Decimal(value):.15g}".upper()  # as Excel would; the digits behind the 15th are nobody's
        case float():
            return str(int(value)) if value.is_integer() else repr(value)
        case OddCell():
            return value.shown
        case datetime():
            return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ")
        case _:
            return str(value)


def held(cell: CellValue) -> Scalar | None:
    """The value that the file holds behind what a cell shows, as far as it is known."""
    while isinstance(cell, OddCell):
        cell = cell.value
    return cell


# --- what a sheet holds -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class HeaderMatch:
    """What a header is: a `field`, nearly a field (`nearly` says which), or neither: the user's own column.

    `is_id` is true where the field is the id, `also` where the header has another name of the field than its own.
    `hint` is the field that a column of the user's own may have been meant for, since they share a telling word (`Dial
    Mode`).
    """

    field: str | None = None
    nearly: str | None = None
    is_id: bool = False
    also: bool = False
    hint: str | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the sheet. `letter` is the spreadsheet's (`F`); `field` is None for the user's own columns."""

    letter: str
    header: str
    field: str | None = None
    also: bool = False  # the header is another name of the field than its own


@dataclass(frozen=True, slots=True)
class Row:
    """One row that holds something. `cells` run parallel to `columns`; `number` is the row as Excel shows it."""

    number: int
    cells: tuple[CellValue, ...]
    columns: tuple[Column, ...]
    problems: tuple[Problem, ...] = ()  # found while reading, such as a comma that split a CSV cell
    told_number: int | None = None  # what the column `_row` of `To fix` says, if the row is on one
    hidden: bool = False  # the person does not see it: hidden by hand, or by a filter
    pulled: str = ""  # what its cell of the column `_pulled` says; a row that was pulled needs its base

    @property
    def first_row(self) -> int:
        """Its number in the first sheet, through all rounds of `To fix`."""
        return self.number if self.told_number is None else self.told_number

    def column_of(self, field: str) -> Column | None:
        """The column that holds a field, if the sheet has one."""
        return next((column for column in self.columns if column.field == field), None)

    def address(self, column: Column) -> str:
        """The address that Excel shows for this row's cell in a column: `F17`."""
        return f"{column.letter}{self.number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What the loader read: the columns, the rows in their order, and what the user must be told of it in `notes`."""

    path: Path
    worksheet: str  # "" for text files, which have none
    header_row: int
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()
    base: Base | None = None  # what was read when it was pulled
    lists: NameLists | None = None  # the names of the account's own ids


# --- what the check says ----------------------------------------------------------------------------------------------


class Severity(StrEnum):
    """ERROR keeps a row from being sent (or is the API's refusal); WARNING is sent, but said."""

    ERROR = "error"
    WARNING = "warning"


class Source(StrEnum):
    """Who found a problem."""

    CHECK = "check"
    API = "API"
    ACCOUNT = "account"  # what was read of the campaign


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that is wrong with one row.

    `message` never repeats the value, so that the same problem over many rows is the same message and can be grouped;
    `suggestion` may be about this one value. `cell` and `column` are empty where the problem is the row's as a whole.
    """

    row: int
    column: str = ""
    cell: str = ""
    value: str = ""
    severity: Severity = Severity.ERROR
    code: str
    message: str
    suggestion: str = ""
    source: Source = Source.CHECK


@dataclass(frozen=True, slots=True)
class Conversion:
    """A cell whose value is sent in other words than it shows: `1 - Preview` is sent as `"1"`."""

    column: str
    cell: str
    shown: str
    sent: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """A row that may be sent: one request."""

    row: Row
    campaign_id: str
    body: Mapping[str, JsonValue]
    warnings: tuple[Problem, ...] = ()
    conversions: tuple[Conversion, ...] = ()
    cleared: tuple[str, ...] = ()  # the columns that `<clear>` empties on purpose
    along: tuple[SentAlong, ...] = ()  # the fields of a pulled row that are sent without being edited
    base: Snapshot | None = None  # of a pulled row: what is known to be there, of the fields it sends and of its title


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejection:
    """A row that must not be sent, with everything that is wrong with it (warnings too)."""

    row: Row
    campaign_id: str  # as it was seen; may be anything
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Untouched:
    """A pulled row in which nothing was edited: it is right, and there is nothing to send."""

    row: Row
    campaign_id: str
    warnings: tuple[Problem, ...] = ()
    was_sent: bool = False  # a run of this pull has sent its edits before


Verdict: TypeAlias = Update | Rejection | Untouched


# --- what came of it --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one row. `seconds` counts from its first try to its last answer, waits included."""

    row: Row
    campaign_id: str
    status: Status
    message: str = ""
    http_status: int | None = None
    attempts: int = 0  # requests, as the server would count them
    seconds: float = 0.0
    problems: tuple[Problem, ...] = ()
    left_out_by: str = ""  # the option by which a NOT SENT row was left out on purpose; such a row is nobody's to fix
    verified: bool = False  # the campaign was read back, and every value sent was compared and is there
    changes: tuple[Change, ...] = ()  # what the account held before it, as far as it was read
    cause: str = ""  # the outside cause of FAILED, UNKNOWN and a refused token; one word a cause: counts --max-failures


@dataclass(frozen=True, slots=True, kw_only=True)
class Traffic:
    """What went over the wire in a run, counted in requests."""

    requests: int = 0
    retries: int = 0
    throttled: int = 0  # answers 429


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """The facts of a run that its results tell."""

    id: str
    target: str  # the address of the API, "sandbox", or "nothing was sent (check only)"
    started: datetime  # with its zone
    seconds: float
    pace: str  # in words: "at most 3 requests a second"
    traffic: Traffic = Traffic()
    checked_only: bool = False
    reads_back: bool = False  # whether campaigns were read back: all of them, or the first alone
    tells_changes: bool = False  # whether each campaign was read before it was sent, so that its changes are known
    pull: str = ""  # how old the pulled sheet is, in words
    resumes: bool = True  # whether --resume goes on with it: not if its first campaign was not as it should be
    stopped: str = ""  # why the run stopped early, in words; empty if it did not
    profile: str = ""  # the name of the account's; empty if there is none
    story: str = ""  # what this round and all rounds of the first sheet came to, in words; empty in the first
