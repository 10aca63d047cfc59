"""Which columns a plan sends, told before anything is: a shifted or filled-down column is seen here. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from batch_update.model import Column, Sheet, Update, show
from batch_update.wording.phrases import count, cut_line, visible

MOST_COLUMNS = 7
"""How many columns have a line of their own, so that all that is said at the question stays on a small terminal."""

MOST_NAMED = 6  # further columns that are named on the last line
MOST_WARNINGS = 3
WARNING = "Warning: "


def describe_columns(updates: Sequence[Update], sheet: Sheet, id_field: str, *, title: str = "") -> Iterator[str]:
    """How many cells each column will send, with the value where all are alike; then the first campaign.

    `id_field` is in no body; `title` is the present name of the first campaign, if it was read. The columns whose
    header is another name, and those that empty something, come first: they may be a slip. Last come fields that the
    sheet has no column for, which are sent since another needs them.
    """
    columns = {column.field: column for column in updates[0].row.columns if column.field is not None}
    sent = _find_sent(updates, columns)
    cleared = {name for update in updates for name in update.cleared}
    also = {field for field, column in columns.items() if column.also}
    used = sorted(sent, key=lambda name: not (name in also or name in cleared))
    if len(used) == MOST_COLUMNS + 1:
        shown, rest = used, []
    else:
        shown, rest = used[:MOST_COLUMNS], used[MOST_COLUMNS:]
    yield from (f"  {_describe(field, sent[field], columns.get(field))}" for field in shown)
    if rest:
        named = ", ".join(f"{field} {len(sent[field]):,}" for field in rest[:MOST_NAMED])
        more = f" and {len(rest) - MOST_NAMED:,} others" if len(rest) > MOST_NAMED else ""
        yield f"  and {count(len(rest), 'more column')}: {named}{more}"
    header = _name_header(columns[id_field], ', your column "{}"') if id_field in columns else ""
    named = f", which is “{cut_line(visible(title))}” now" if title else ""
    yield f"The first is campaign {updates[0].campaign_id} (row {updates[0].row.number}{header}){named}."
    yield from _repeat_warnings(sheet)


def _find_sent(updates: Sequence[Update], columns: Iterable[str]) -> dict[str, list[Update]]:
    """The updates that send each field, in the order of the columns."""
    sent: dict[str, list[Update]] = {field: [] for field in columns}
    for update in updates:
        for field in update.body:
            sent.setdefault(field, []).append(update)
    return {field: senders for field, senders in sent.items() if senders}


def _describe(field: str, updates: Sequence[Update], column: Column | None) -> str:
    """`dial_ratio 300: 2`, `name 300 (your column "Campaign Name")`, `description 3, 1 of them emptied (<clear>)`.

    `dial_ratio 2: 1.5 (needed by dial_method)`, where it is sent without being edited.
    """
    needed = [along for update in updates for along in update.along if along.field == field]
    told = _tell_value_of(field, updates, column)
    if not needed:
        return told
    some = "" if len(needed) == len(updates) else f"{len(needed):,} of them "
    return f"{told} ({some}needed by {needed[0].needed_by})"


def _tell_value_of(field: str, updates: Sequence[Update], column: Column | None) -> str:
    emptied = sum(field in update.cleared for update in updates)
    told = f"{field} {len(updates):,}{_name_header(column) if column else ''}"
    if emptied == len(updates):
        return f"{told}: emptied on purpose (<clear>)"
    if emptied:
        return f"{told}, {emptied:,} of them emptied on purpose (<clear>)"
    first = updates[0].body[field]
    if any(update.body[field] != first for update in updates):
        return told
    return f"{told}: {cut_line(_show_sent(field, updates[0]))}"


def _show_sent(field: str, update: Update) -> str:
    """The value that an update sends, as its cell shows it, or would if it was sent along."""
    for along in update.along:
        if along.field == field:
            return along.shown
    row = update.row
    return next(show(cell) for cell, column in zip(row.cells, row.columns, strict=True) if column.field == field)


def _name_header(column: Column, words: str = ' (your column "{}")') -> str:
    return words.format(cut_line(column.header)) if column.also else ""


def _repeat_warnings(sheet: Sheet) -> Iterator[str]:
    """What was said of whole columns when the sheet was read: far up by now, and the last chance to heed it."""
    warnings = [note for note in sheet.notes if note.startswith(WARNING)]
    left = len(warnings) - MOST_WARNINGS
    more = [f"{count(left, 'more warning')} like these above."] if left > 0 else []
    yield from chain(warnings[:MOST_WARNINGS], more)
