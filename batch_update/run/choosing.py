"""Which rows a run is about, by the person's own choice: today the first ones (`--limit`). Pure.

A row that is left out is not judged: it can be no mistake, and no second row for a campaign that is sent.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TypeAlias

from batch_update.model import Row, Update, Verdict

LIMIT = "--limit"

Check: TypeAlias = Callable[[Sequence[Row]], tuple[Verdict, ...]]
IsWanted: TypeAlias = Callable[[Update], bool]

_EXACT_STEPS = 50  # then by larger steps: of a sheet full of mistakes not every beginning can be checked


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One verdict for each row of the sheet, and by row number the option that left a row out."""

    verdicts: tuple[Verdict, ...]
    left_out: dict[int, str]


def choose_rows(verdicts: Sequence[Verdict], check: Check, *, limit: int | None, is_wanted: IsWanted) -> Choice:
    """Keep the rows up to the `limit`th that would be sent, judged by themselves, and leave out those behind it.

    `verdicts` are those of all rows together. Rows that are valid and not wanted (sent before) do not count.
    """
    if limit is None:
        return Choice(verdicts=tuple(verdicts), left_out={})
    rows = [verdict.row for verdict in verdicts]
    kept = _check_beginning(rows, check, limit, is_wanted)
    rest = verdicts[len(kept) :]
    return Choice(verdicts=(*kept, *rest), left_out={verdict.row.number: LIMIT for verdict in rest})


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
