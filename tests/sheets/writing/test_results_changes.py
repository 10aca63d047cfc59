"""The page `Changes` of the results workbook: a line a change, and a word for those that find no room."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from support.books import end, lines_of, make_sheet, write_book

from batch_update.live import Change, Remark
from batch_update.sheets.writing import listing


def make_change(row: int, **told: str) -> Change:
    return Change(
        row=row, campaign_id="7", title="Front door", field="note", column="Note", letter="C",
        now=told.get("now", "a"), new=told.get("new", "b"), read_back=told.get("read_back", ""),
        remark=Remark(told.get("remark", "")),
    )  # fmt: skip


def write_page(path: Path, *changes: Change) -> list[tuple[object, ...]]:
    """The lines of the page, of one row with these changes."""
    sheet = make_sheet(("id", "title", "Note"), ("7", "Front door", "b"))
    outcomes = [replace(end(sheet.rows[0]), changes=changes)]
    return lines_of(write_book(path, sheet, outcomes, tells_changes=True)["Changes"])


def test_each_change_has_a_line_with_what_was_there_what_is_asked_for_and_what_was_read_back(tmp_path: Path) -> None:
    lines = write_page(tmp_path / "r.xlsx", make_change(2), make_change(3, read_back="b", remark="not comparable"))

    assert lines == [
        (2, "7", "Front door", "Note", "C2", "a", "b", None, None),
        (3, "7", "Front door", "Note", "C3", "a", "b", "b", "could not be compared with what the account holds"),
    ]


@pytest.mark.parametrize(
    ("room", "lines", "said"),
    [
        (1, 2, (None,) * 8 + ("2 further changes found no room on this page. The page Results has every row.",)),
        (2, 3, (None,) * 8 + ("1 further change found no room on this page. The page Results has every row.",)),
        (3, 3, (4, "7", "Front door", "Note", "C4", "a", "b", None, None)),
    ],
)
def test_changes_that_find_no_room_are_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, room: int, lines: int, said: tuple[object, ...]
) -> None:
    monkeypatch.setattr(listing, "MOST_LINES", room)

    page = write_page(tmp_path / "r.xlsx", make_change(2), make_change(3), make_change(4))

    assert (len(page), page[-1]) == (lines, said)
