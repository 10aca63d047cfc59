"""The first law, of any sheet whatever: what is not blank is sent, or told, and nothing of it depends on chance."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from support.workbooks import read

from batch_update.campaign import CAMPAIGN
from batch_update.checking import check_rows
from batch_update.errors import SheetError
from batch_update.model import CellValue, Column, JsonValue, Rejection, Row, Severity, Sheet, Update, Verdict, show


@dataclass(frozen=True, slots=True)
class Judged:
    """A sheet as it was read, and what the check says of its rows."""

    sheet: Sheet
    verdicts: tuple[Verdict, ...]


def judge_or_refuse(content: bytes, name: str = "sheet.xlsx") -> Judged | None:
    """The sheet in these bytes, judged by the first law; None for a refusal, which must be one plain sentence."""
    first, second = _judge(content, name), _judge(content, name)
    assert first == second, "the same bytes were read in two ways"
    if isinstance(first, str):
        assert first.endswith((".", '"'))
        assert "\n" not in first
        return None
    _assert_one_verdict_a_row(first)
    for verdict in first.verdicts:
        assert [column.header for column in _lost(verdict)] == [], verdict
    return first


def _judge(content: bytes, name: str) -> Judged | str:
    try:
        sheet = read(content, name)
    except SheetError as error:
        return str(error)
    return Judged(sheet, check_rows(CAMPAIGN, sheet.rows))


def is_blank(cell: CellValue) -> bool:
    """Whether a person would call it blank: nothing, or a text of which nothing can be seen."""
    return cell is None or (
        isinstance(cell, str) and all(sign.isspace() or unicodedata.category(sign) == "Cf" for sign in cell)
    )


def seen_rows(sheet: Sheet) -> dict[int, list[str]]:
    """What a person sees in the rows that were read, by their numbers."""
    return {row.number: [show(cell) for cell in row.cells] for row in sheet.rows}


def _assert_one_verdict_a_row(judged: Judged) -> None:
    sheet = judged.sheet
    assert [verdict.row for verdict in judged.verdicts] == list(sheet.rows)
    numbers = [row.number for row in sheet.rows]
    assert numbers == sorted(set(numbers))
    assert all(number > sheet.header_row for number in numbers)
    assert all(len(row.cells) == len(row.columns) == len(sheet.columns) for row in sheet.rows)
    assert not any(all(map(is_blank, row.cells)) and not row.problems for row in sheet.rows)


# --- one row ----------------------------------------------------------------------------------------------------------


def _lost(verdict: Verdict) -> list[Column]:
    """The columns whose cell is not blank, is not sent as it is seen, and of which nothing is said."""
    if isinstance(verdict, Rejection):
        assert any(problem.severity is Severity.ERROR for problem in verdict.problems), "refused for no reason"
        assert all(problem.row == verdict.row.number for problem in verdict.problems)
        return []  # nothing of it is sent, and the person is told
    assert isinstance(verdict, Update), "no row of a sheet that was not pulled is untouched"
    assert verdict.campaign_id
    assert verdict.body, "an update that changes nothing"
    told = {problem.cell for problem in verdict.warnings} | {change.cell for change in verdict.conversions}
    return [
        column
        for column, cell in _filled_fields(verdict.row)
        if verdict.row.address(column) not in told
        and column.field not in verdict.cleared
        and not _is_what_is_seen(_sent(verdict, column), cell)
    ]


def _filled_fields(row: Row) -> Iterator[tuple[Column, CellValue]]:
    for column, cell in zip(row.columns, row.cells, strict=True):
        if column.field is not None and not is_blank(cell):
            yield column, cell


def _sent(update: Update, column: Column) -> JsonValue | None:
    return update.campaign_id if column.field == CAMPAIGN.id_field.name else update.body.get(str(column.field))


def _is_what_is_seen(sent: JsonValue | None, cell: CellValue) -> bool:
    """Whether it is the same but for spaces at the ends and the marks between a list's items."""
    seen = show(cell).replace("\r\n", "\n").replace("\r", "\n").strip()
    if isinstance(sent, list):
        parts = [str(part) for item in sent for part in (item.values() if isinstance(item, dict) else [item])]
        return [*filter(str.isalnum, "".join(parts))] == [*filter(str.isalnum, seen)] != []
    return sent is not None and str(sent) in {seen, seen.strip("'")}
