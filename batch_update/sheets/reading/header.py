"""Finds the header row and says which columns of the sheet are fields; refuses what must not be guessed.

Knows headers as text only; what a field is, `match_header` says.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from batch_update.errors import HeaderError
from batch_update.model import CellValue, Column, HeaderMatch, OddCell, show
from batch_update.resource import Resource
from batch_update.sheets import names
from batch_update.sheets.reading.grid import GridRow, is_blank, letters_of

MatchHeader = Callable[[str], HeaderMatch]

_ROWS_SEARCHED = 20
_LONGEST_NAME = 80  # a longer text is a banner or a value, and comparing it with every name takes long
_MOST_LISTED = 10


@dataclass(frozen=True, slots=True)
class Header:
    """The header row: its number, the text in each of its cells (from column A on) and what each is."""

    row: int
    texts: tuple[str, ...]
    matches: tuple[HeaderMatch, ...]

    @property
    def fields(self) -> int:
        """How many of its cells name a field."""
        return sum(match.field is not None for match in self.matches)

    @property
    def has_id(self) -> bool:
        """Whether one of its cells names the id."""
        return any(match.is_id for match in self.matches)

    @property
    def _likeness(self) -> int:
        return 2 * self.fields + sum(match.nearly is not None for match in self.matches)


def find_header(rows: Sequence[GridRow], match_header: MatchHeader) -> Header | None:
    """The row, of the first 20 that hold something, with most names of fields; None if no row has any."""
    best: Header | None = None
    for row in rows[:_ROWS_SEARCHED]:
        header = _read_header(row, match_header)
        if best is None or header._likeness > best._likeness:  # noqa: SLF001 - its own module
            best = header
        if header.has_id and header.fields > 1 and 4 * header.fields >= sum(map(bool, header.texts)):
            break
    return best if best is not None and best._likeness else None  # noqa: SLF001


def check_header(header: Header | None, resource: Resource) -> Header:
    """Refuse a header with a near-miss, a field twice, or no id.

    Raises:
        HeaderError: naming all that is wrong, by address.
    """
    if header is None:
        raise HeaderError(
            f"No header row was found in the first {_ROWS_SEARCHED} rows. One row must hold the names of the columns,"
            f" `{resource.id_field.name}` among them; the template shows them all."
        )
    complaints = [*_near_misses(header), *_duplicates(header)]
    if not complaints and not header.has_id:
        name = resource.id_field.name
        complaints.append(
            f"Row {header.row} is the header row, but none of its columns is called {name}. Add a column `{name}` that"
            f" holds the id of each {resource.name}."
        )
    if complaints:
        raise HeaderError(*complaints)
    return header


def list_columns(header: Header, worksheet: str, nameless: Collection[int]) -> dict[int, Column]:
    """The sheet's columns by their place from 0 on. `nameless` are the places that hold values under no header.

    The columns that `To fix` added are left out, or every round of corrections would add them once more.
    """
    drop_added = is_to_fix(header, worksheet)
    columns = {
        place: Column(letters_of(place + 1), text, match.field, match.also)
        for place, (text, match) in enumerate(zip(header.texts, header.matches, strict=True))
        if text and not (drop_added and text.casefold() in names.FIX_COLUMNS)
    }
    columns.update({place: Column(letters_of(place + 1), "") for place in nameless})
    return dict(sorted(columns.items()))


def find_row_numbers(header: Header, worksheet: str) -> int | None:
    """The place from 0 on of the column in which `To fix` tells the rows' numbers in the first sheet."""
    texts = [text.casefold() for text in header.texts]
    return texts.index(names.FIX_ROW) if names.FIX_ROW in texts and is_to_fix(header, worksheet) else None


def is_pulled(column: Column) -> bool:
    """Whether it is the column that tells of each row which pull it is from."""
    return column.header.casefold() == names.PULLED


def find_pulled(columns: Mapping[int, Column]) -> list[int]:
    """Where such columns stand among a sheet's columns, from 0 on; more than one only where somebody has pasted it."""
    return [place for place, column in enumerate(columns.values()) if is_pulled(column)]


def is_to_fix(header: Header, worksheet: str) -> bool:
    """Whether the worksheet is `To fix` of a results workbook, also where it was copied to another place."""
    added = {text.casefold() for text in header.texts if text.casefold() in names.FIX_COLUMNS}
    return worksheet.strip().casefold() == names.TO_FIX.casefold() or len(added) == len(names.FIX_COLUMNS)


def describe_names(header: Header, columns: Mapping[int, Column]) -> Iterator[str]:
    """What must be said of headers that are no field's own name: the one taken for it, and the one that may be it.

    `columns` are those of `list_columns`. A column of the user's own is spoken of only if the sheet
    lacks the field.
    """
    matches = {place: header.matches[place] for place in columns if place < len(header.matches)}
    for place, match in matches.items():
        if match.also:
            yield f"Your column {_quote(columns[place])} is taken for {columns[place].field}."
    known = {column.field for column in columns.values()}
    for place, match in matches.items():
        if match.hint is not None and match.hint not in known:
            yield (
                f"Warning: your column {_quote(columns[place])} is not sent. Did you mean {match.hint}? If so, give it"
                " that header; if it is your own, put _ in front."
            )


def _quote(column: Column) -> str:
    return f'"{" ".join(column.header.split())}" ({column.letter})'


def _read_header(row: GridRow, match_header: MatchHeader) -> Header:
    texts = tuple(header_text(cell) for cell in row.cells)
    return Header(row.number, texts, tuple(_match(text, match_header) for text in texts))


def header_text(cell: CellValue) -> str:
    """The text that a cell gives as a header, without blanks around it; nothing where the cell is blank."""
    if is_blank(cell):
        return ""
    if isinstance(cell, OddCell) and isinstance(cell.value, str):
        return cell.value.strip()
    return show(cell).strip()


def _match(text: str, match_header: MatchHeader) -> HeaderMatch:
    if not text or text.startswith("_") or len(text) > _LONGEST_NAME:
        return HeaderMatch()
    return match_header(text)


def _near_misses(header: Header) -> list[str]:
    known = {match.field for match in header.matches}
    complaints = []
    for place, (text, match) in enumerate(zip(header.texts, header.matches, strict=True), 1):
        if match.nearly is None or match.field is not None:
            continue
        address = f"{letters_of(place)}{header.row} '{text}'"
        if match.nearly in known:
            complaints.append(
                f"{address} is not a column name, and {match.nearly} is there already. Put _ in front of it to keep it"
                " as your own column, or delete it."
            )
        else:
            complaints.append(
                f"{address} is not a column name. Did you mean {match.nearly}?"
                " Correct it, or put _ in front to keep it as your own column."
            )
    return _shortened(complaints)


def _duplicates(header: Header) -> list[str]:
    places: dict[str, list[int]] = defaultdict(list)
    for place, match in enumerate(header.matches, 1):
        if match.field is not None:
            places[match.field].append(place)
    return _shortened(
        [
            f"{' and '.join(f'{letters_of(place)}{header.row}' for place in found)} are both the column {field}."
            " Keep one; put _ in front of the other's header, or delete it."
            for field, found in places.items()
            if len(found) > 1
        ]
    )


def _shortened(complaints: list[str]) -> list[str]:
    if len(complaints) <= _MOST_LISTED:
        return complaints
    return [*complaints[:_MOST_LISTED], f"There are {len(complaints) - _MOST_LISTED} more like these."]
