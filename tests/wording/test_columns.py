"""What is said of the columns at the question: how many cells each sends, of which value, under which header."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.commands import run, write_csv
from support.pulled_rows import pulled, pulled_row, snapshot
from support.rows import LETTERS, match_header

from batch_update.campaign import CAMPAIGN
from batch_update.campaign.fields import FIELDS
from batch_update.checking import check_rows
from batch_update.model import CellValue, Column, Row, Sheet, Update
from batch_update.wording.columns import describe_columns

Cells = dict[str, CellValue]


def tell(*rows: Cells, notes: tuple[str, ...] = ()) -> list[str]:
    """What is said of rows by their headers; every row must be valid."""
    matches = [match_header(header) for header in rows[0]]
    columns = tuple(
        Column(LETTERS[place % 26], header, match.field, match.also)
        for place, (header, match) in enumerate(zip(rows[0], matches, strict=True))
    )
    made = [Row(number, tuple(row.values()), columns) for number, row in enumerate(rows, start=2)]
    updates = [verdict for verdict in check_rows(CAMPAIGN, made) if isinstance(verdict, Update)]
    assert len(updates) == len(rows)
    sheet = Sheet(path=Path("x.csv"), worksheet="", header_row=1, columns=columns, rows=tuple(made), notes=notes)
    return list(describe_columns(updates, sheet, "id"))


TOLD: dict[str, tuple[list[Cells], list[str]]] = {
    "all alike": ([{"id": "1", "dial_ratio": "2"}, {"id": "2", "dial_ratio": "2"}], ["dial_ratio 2: 2"]),
    "alike in other words": (
        [{"id": "1", "list_traversal_order": "3 - Random"}, {"id": "2", "list_traversal_order": "random"}],
        ["list_traversal_order 2: 3 - Random"],
    ),
    "not alike": ([{"id": "1", "ring_timeout": "25"}, {"id": "2", "ring_timeout": "30"}], ["ring_timeout 2"]),
    "some blank": (
        [{"id": "1", "name": "A", "ring_timeout": "25"}, {"id": "2", "name": "B", "ring_timeout": None}],
        ["name 2", "ring_timeout 1: 25"],
    ),
    "wholly blank": ([{"id": "1", "name": "A", "ring_timeout": None}], ["name 1: A"]),
    "another name": (
        [{"id": "1", "Campaign Name": "A"}, {"id": "2", "Campaign Name": "B"}],
        ['name 2 (your column "Campaign Name")'],
    ),
    "another name, all alike": ([{"id": "1", "Retries": "3"}], ['number_of_retry 1 (your column "Retries"): 3']),
    "another spelling is no other name": ([{"id": "1", "Ring Timeout *": "25"}], ["ring_timeout 1: 25"]),
    "emptied": ([{"id": "1", "description": "<clear>"}], ["description 1: emptied on purpose (<clear>)"]),
    "emptied in part": (
        [{"id": "1", "description": "<clear>"}, {"id": "2", "description": "x"}],
        ["description 2, 1 of them emptied on purpose (<clear>)"],
    ),
    "a number": ([{"id": "1", "ring_timeout": 25.0}], ["ring_timeout 1: 25"]),
    "a list": ([{"id": "1", "agent": "4817; 4818"}], ["agent 1: 4817; 4818"]),
    "a long text of two lines": ([{"id": "1", "description": "x\n" * 60}], [f"description 1: {'x ' * 19}x…"]),
    "a column of one's own": ([{"id": "1", "name": "A", "Team lead": "Asha"}], ["name 1: A"]),
    "what may be a slip first": (
        [{"id": "1", "name": "A", "ring_timeout": "25", "Retries": "3"}],
        ['number_of_retry 1 (your column "Retries"): 3', "name 1: A", "ring_timeout 1: 25"],
    ),
}


@pytest.mark.parametrize(("rows", "told"), TOLD.values(), ids=TOLD)
def test_each_column_is_told_with_its_cells(rows: list[Cells], told: list[str]) -> None:
    assert tell(*rows) == [*(f"  {line}" for line in told), "The first is campaign 1 (row 2)."]


ALONG: dict[str, tuple[list[Cells], list[str]]] = {  # what a pull had: dial_method 1, dial_ratio 1.5
    "no column": ([{"dial_method": "2"}], ["dial_method 1: 2", "dial_ratio 1: 1.5 (needed by dial_method)"]),
    "a blank cell": (
        [{"dial_ratio": None, "dial_method": "2"}], ["dial_ratio 1: 1.5 (needed by dial_method)", "dial_method 1: 2"],
    ),
    "edited in one row": (
        [{"dial_ratio": "3", "dial_method": "2"}, {"dial_ratio": "1.5", "dial_method": "2"}],
        ["dial_ratio 2 (1 of them needed by dial_method)", "dial_method 2: 2"],
    ),
    "edited in all": ([{"dial_ratio": "3", "dial_method": "2"}], ["dial_ratio 1: 3", "dial_method 1: 2"]),
}  # fmt: skip


@pytest.mark.parametrize(("rows", "told"), ALONG.values(), ids=ALONG)
def test_what_is_sent_along_is_told_with_its_value_and_what_needs_it(rows: list[Cells], told: list[str]) -> None:
    made = [pulled_row(place + 2, id=str(281 + place), **row) for place, row in enumerate(rows)]
    verdicts = check_rows(CAMPAIGN, made, pulled=pulled(snapshot(), snapshot("282")))
    updates = [verdict for verdict in verdicts if isinstance(verdict, Update)]
    sheet = Sheet(path=Path("x"), worksheet="", header_row=1, columns=made[0].columns, rows=tuple(made))
    assert list(describe_columns(updates, sheet, "id"))[:-1] == [f"  {line}" for line in told]


def test_the_first_campaign_is_told_with_the_column_of_its_id() -> None:
    assert (
        tell({"Campaign ID": "281", "name": "A"})[-1] == 'The first is campaign 281 (row 2, your column "Campaign ID").'
    )


@pytest.mark.parametrize("number", [1, 7, 8, 9, 13, 14, 40, 51])
def test_however_many_columns_there_are_it_fits_a_terminal(number: int) -> None:
    columns = tuple(Column("A", field.name, field.name) for field in (CAMPAIGN.id_field, *FIELDS[:number]))
    row = Row(2, ("1", *["x"] * number), columns)
    update = Update(row=row, campaign_id="1", body={field.name: "x" for field in FIELDS[:number]})
    notes = tuple(f'Warning: your column "{letter}" is not sent.' for letter in "ABCDE")
    sheet = Sheet(path=Path("x"), worksheet="", header_row=1, columns=columns, rows=(row,), notes=notes)
    told = list(describe_columns([update], sheet, "id"))
    assert len(told) <= 13
    shown = sum(line.startswith("  ") and line.endswith(": x") for line in told)
    (rest,) = [int(line.split()[1]) for line in told if line.startswith("  and ")] or [0]
    assert shown + rest == number


def test_warnings_of_whole_columns_are_said_again_and_other_notes_are_not() -> None:
    warning = 'Warning: your column "Dial Mode" (C) is not sent. Did you mean dial_method?'
    assert tell({"id": "1", "name": "A"}, notes=("A note.", warning))[-1] == warning
    assert "A note." not in tell({"id": "1", "name": "A"}, notes=("A note.", warning))


def test_all_that_is_said_before_anything_is_sent(capsys: pytest.CaptureFixture[str]) -> None:
    rows = [
        {"Campaign ID": str(number), "Retries": "3", "Dial Mode": "Ratio", "ring_timeout": "25"} for number in (7, 8)
    ]
    ran = run(capsys, write_csv(Path("x.csv"), *rows), "--sandbox")
    at_the_end = ran.err[ran.err.index("2 updates will be sent to") :]
    assert at_the_end.splitlines()[1:4] == [
        '  number_of_retry 2 (your column "Retries"): 3',
        "  ring_timeout 2: 25",
        'The first is campaign 7 (row 2, your column "Campaign ID").',
    ]
    assert 'Warning: your column "Dial Mode"' in at_the_end
