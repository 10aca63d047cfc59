"""Pages that are lists: what finds no room on them is counted, and the workbook is written all the same."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from support.books import end, fault, header_of, lines_of, make_sheet, write_book
from support.pulled import pull

from batch_update.model import Status
from batch_update.sheets.writing import listing
from batch_update.sheets.writing.left_out import LeftOut


def write_faults(path: Path, number: int) -> Workbook:
    """The results of one row with so many problems."""
    sheet = make_sheet(("id", "title", "Note"), ("7", "Front door", "b"))
    (row,) = sheet.rows
    faults = [fault(row, "Note", code=f"wrong-{place}") for place in range(number)]
    return write_book(path, sheet, [end(row, Status.REJECTED, *faults)])


@pytest.mark.parametrize(
    ("room", "said"),
    [
        (1, "2 further problems found no room on this page. The page Results has every row."),
        (2, "1 further problem found no room on this page. The page Results has every row."),
    ],
)
def test_problems_that_find_no_room_are_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, room: int, said: str
) -> None:
    monkeypatch.setattr(listing, "MOST_LINES", room)

    book = write_faults(tmp_path / "r.xlsx", 3)

    told = lines_of(book["Errors"])
    problem = header_of(book["Errors"]).index("Problem")
    assert [line[problem] for line in told] == ["This is wrong."] * room + [said]
    assert book["Errors"].auto_filter.ref == f"A1:I{room + 1}"  # what is counted is no line to be filtered
    assert [line[1] for line in lines_of(book["Results"])] == ["REJECTED"]


def test_fields_that_can_not_be_put_back_and_find_no_room_are_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "MOST_LINES", 1)
    gone = [
        LeftOut(campaign_id=each, title="", field="note", before="a", found="b", why="Gone.") for each in ("281", "282")
    ]

    book = load_workbook(pull(tmp_path / "c.undo.xlsx", left_out=gone, puts_back=True))

    assert [line[-1] for line in lines_of(book["Left out"])] == ["Gone.", "1 further field found no room on this page."]
