"""Which rows a run is about, by the person's own choice: listed, visible, or the first ones. Pure.

A row that is left out is not judged: it can be no mistake, and no second row for a campaign that is sent.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import TypeAlias

from batch_update.errors import UsageError
from batch_update.model import Row, Sheet, Update, Verdict
from batch_update.row_list import RowList, parse_rows, spell_range
from batch_update.settings import Settings, Verify

ROWS, VISIBLE, LIMIT = "--rows", "--visible", "--limit"

Check: TypeAlias = Callable[[Sequence[Row]], tuple[Verdict, ...]]
IsWanted: TypeAlias = Callable[[Update], bool]

_EXACT_STEPS = 50  # then by larger steps: of a sheet full of mistakes not every beginning can be checked


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One verdict for each row of the sheet, and by row number the option that left a row out."""

    verdicts: tuple[Verdict, ...]
    left_out: dict[int, str]


def choose_rows(  # noqa: PLR0913 - all by name
    verdicts: Sequence[Verdict],
    check: Check,
    *,
    rows: RowList | None = None,
    visible: bool = False,
    limit: int | None,
    is_wanted: IsWanted,
) -> Choice:
    """Leave out the rows that are not listed or not visible, and keep of the others those up to the `limit`th to send.

    `verdicts` are those of all rows together; those that are kept are judged by themselves. Rows that are valid and not
    wanted (sent before) do not count for the limit.
    """
    left_out = leave_out([verdict.row for verdict in verdicts], rows=rows, visible=visible)
    chosen = [verdict for verdict in verdicts if verdict.row.number not in left_out]
    if left_out:
        chosen = list(check([verdict.row for verdict in chosen]))
    if limit is not None:
        kept = _check_beginning([verdict.row for verdict in chosen], check, limit, is_wanted)
        left_out |= {verdict.row.number: LIMIT for verdict in chosen[len(kept) :]}
        chosen[: len(kept)] = kept
    judged = {verdict.row.number: verdict for verdict in chosen}
    return Choice(verdicts=tuple(judged.get(it.row.number, it) for it in verdicts), left_out=left_out)


def leave_out(sheet_rows: Iterable[Row], *, rows: RowList | None, visible: bool) -> dict[int, str]:
    """By row number, the option that a row is left out by: `--rows` where both do it."""
    left_out: dict[int, str] = {}
    for row in sheet_rows:
        if rows is not None and row.number not in rows:
            left_out[row.number] = ROWS
        elif visible and row.hidden:
            left_out[row.number] = VISIBLE
    return left_out


def demand_choice(sheet: Sheet, *, rows: RowList | None, visible: bool) -> None:
    """Raise UsageError where rows are listed that the sheet has not, or none is left that is listed and visible."""
    name, numbers = sheet.path.name, [row.number for row in sheet.rows]
    for ends in rows.ranges if rows else ():
        if ends[1] > numbers[-1]:
            raise UsageError(f"--rows names {spell_range(ends)}, and the last row of {name} is {numbers[-1]}.")
        if not any(ends[0] <= number <= ends[1] for number in numbers):
            are = f"its rows are {spell_range((numbers[0], numbers[-1]))}"
            raise UsageError(f"--rows names {spell_range(ends)}, and {name} has nothing to send there: {are}.")
    if visible and not sheet.worksheet:
        raise UsageError(f"--visible: {name} is a text file, which has no hidden rows. Leave the option out.")
    if visible and len(leave_out(sheet.rows, rows=rows, visible=True)) == len(numbers):
        raise UsageError(f"--visible leaves nothing to send: every {'listed ' if rows else ''}row of {name} is hidden.")


def choice_of(settings: Settings) -> dict[str, str | int]:
    """The options that choose a run's rows and cells, as the journal keeps them."""
    kept: dict[str, str | int] = {} if settings.limit is None else {"limit": settings.limit}
    if settings.rows is not None:
        kept["rows"] = str(settings.rows)
    if settings.visible:
        kept["visible"] = 1
    if settings.verify is Verify.ALL:
        kept["verify"] = "all"
    if settings.every_cell:
        kept["every_cell"] = 1
    return kept


def restore_choice(settings: Settings, choice: Mapping[str, str | int]) -> Settings:
    """The settings with the options that the journal kept, and no others that choose rows."""
    rows, limit = choice.get("rows"), choice.get("limit")
    return replace(
        settings,
        rows=None if rows is None else parse_rows(str(rows)),
        visible=bool(choice.get("visible")),
        limit=None if limit is None else int(limit),
    )


def _check_beginning(rows: Sequence[Row], check: Check, limit: int, is_wanted: IsWanted) -> tuple[Verdict, ...]:
    """The verdicts on the shortest beginning of the sheet that has `limit` rows to send; on all rows if none has."""
    length, steps = limit, 0
    while True:
        verdicts = check(rows[:length])
        found = list(islice(_wanted_places(verdicts, is_wanted), limit))
        if len(found) == limit and found[-1] + 1 < len(verdicts):
            length = found[-1] + 1  # after a large step
        elif len(found) == limit or length >= len(rows):
            return verdicts
        else:
            missing = limit - len(found)  # one further row makes at most one more valid
            steps += 1
            length += missing if steps <= _EXACT_STEPS else max(missing, length // 8)


def _wanted_places(verdicts: Sequence[Verdict], is_wanted: IsWanted) -> Iterator[int]:
    return (place for place, verdict in enumerate(verdicts) if isinstance(verdict, Update) and is_wanted(verdict))
