"""Rows below the header that are no campaigns: the totals rows of tables, and the header where it stands again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from batch_update.errors import HeaderError
from batch_update.sheets.reading.grid import Area, GridRow, is_blank, letters_of, list_ranges
from batch_update.sheets.reading.header import Header, MatchHeader, header_text

_LONGEST_ID_HEADER = 40  # characters; comparing a text with every name takes long, and ids are compared by the thousand

_IF_A_CAMPAIGN = "If a campaign stands there, switch off Total Row under Table Design in Excel."


@dataclass(frozen=True, slots=True)
class LeftOut:
    """The numbers of the rows that are left out, in their order."""

    totals: tuple[int, ...] = ()
    headers: tuple[int, ...] = ()

    @property
    def numbers(self) -> frozenset[int]:
        """All of them."""
        return frozenset((*self.totals, *self.headers))

    @property
    def notes(self) -> Iterator[str]:
        """What the user must be told of them."""
        if self.totals:
            rows = list_ranges(self.totals, str)
            if len(self.totals) == 1:
                yield f"Row {rows} is the totals row of a table and was left out: it adds up others. {_IF_A_CAMPAIGN}"
            else:
                yield f"Rows {rows} are totals rows of tables and were left out: they add up others. {_IF_A_CAMPAIGN}"
        if self.headers:
            rows = list_ranges(self.headers, str)
            where = f"row {rows}, which was" if len(self.headers) == 1 else f"rows {rows}, which were"
            yield f"The header stands again in {where} left out."


def find_left_out(
    below: Sequence[GridRow], header: Header, totals: Sequence[Area], match_header: MatchHeader
) -> LeftOut:
    """The rows below the header that are no campaigns.

    Raises:
        HeaderError: where a second header has its columns in another order, so that cells would change their meaning.
    """
    place = next((place for place, match in enumerate(header.matches) if match.is_id), 0)
    wordy = [row for row in below if _holds_word(row, place)]  # nearly every id has a digit: so thousands are skipped
    return LeftOut(
        tuple(row.number for row in below if any(_is_totals_row(row, area, place) for area in totals))
        if totals
        else (),
        tuple(row.number for row in wordy if _stands_again(row, header, place, match_header)),
    )


def _holds_word(row: GridRow, place: int) -> bool:
    cell = row.cells[place] if place < len(row.cells) else None
    return type(cell) is not int and cell is not None and not is_blank(cell)


def _is_totals_row(row: GridRow, area: Area, id_place: int) -> bool:
    """Whether a row is this totals row: that of a table beside the campaigns, with other columns, is none of theirs."""
    if not area.first_row <= row.number <= area.last_row:
        return False
    return area.first_column <= id_place + 1 <= area.last_column or is_blank(_cell_text(row, id_place))


def _stands_again(row: GridRow, header: Header, id_place: int, match_header: MatchHeader) -> bool:
    """Whether each of a row's cells names the column that it stands in, the id's among them."""
    text = _cell_text(row, id_place)
    if not text or row.problems or not _names(text, header, id_place, match_header):
        return False
    elsewhere = []
    for place, match in enumerate(header.matches):
        text = _cell_text(row, place)
        if match.field is None or not text or _names(text, header, place, match_header):
            continue
        if match_header(text).field is None:
            return False
        elsewhere.append((place, text))
    if elsewhere:
        place, text = elsewhere[0]
        raise HeaderError(
            f"Row {row.number} is a second header row, and its columns stand in another order than those of row"
            f" {header.row}: {letters_of(place + 1)}{row.number} '{text}' stands below '{header.texts[place]}'."
            " Put the rows below it in a sheet of their own, or their cells below the right headers."
        )
    return True


def _names(text: str, header: Header, place: int, match_header: MatchHeader) -> bool:
    """Whether a text is the header of a column, in whatever spelling."""
    if text.casefold() == header.texts[place].casefold():
        return True
    if len(text) > _LONGEST_ID_HEADER or any(sign.isdigit() for sign in text):
        return False
    return match_header(text).field == header.matches[place].field


def _cell_text(row: GridRow, place: int) -> str:
    return header_text(row.cells[place]) if place < len(row.cells) else ""
