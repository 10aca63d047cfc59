"""Rows that the person who looks at a sheet does not see: each says so, in every format that can hide one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from support.libreoffice import convert, needs_libreoffice
from support.pulled import read_back


def hide_by_hand(page: Worksheet) -> None:
    page.row_dimensions[3].hidden = True


def hide_by_filter(page: Worksheet) -> None:
    """As Excel saves it: the filter, and the rows that it hides."""
    page.auto_filter.ref = "A1:B4"
    page.auto_filter.add_filter_column(1, ["Diwali", "Eid"])
    page.row_dimensions[3].hidden = True


def flatten(page: Worksheet) -> None:
    page.row_dimensions[3].height = 0.1


def hide_a_column(page: Worksheet) -> None:
    page.column_dimensions["B"].hidden = True


WAYS: dict[str, tuple[Callable[[Worksheet], None], list[bool]]] = {
    "by hand": (hide_by_hand, [False, True, False]),
    "by a filter": (hide_by_filter, [False, True, False]),
    "of no height": (flatten, [False, True, False]),
    "not: its column is": (hide_a_column, [False, False, False]),
}


def write(path: Path, hide: Callable[[Worksheet], None], *more: object) -> Path:
    book = Workbook()
    page = book.create_sheet("Campaigns")
    for line in (("id", "name"), ("281", "Diwali"), ("282", "Holi"), ("283", "Eid", *more)):
        page.append(line)
    hide(page)
    book.save(path)
    return path


@pytest.mark.parametrize(("hide", "hidden"), WAYS.values(), ids=WAYS)
def test_a_row_of_an_xlsx_says_whether_it_is_hidden(
    tmp_path: Path, hide: Callable[[Worksheet], None], hidden: list[bool]
) -> None:
    assert [row.hidden for row in read_back(write(tmp_path / "c.xlsx", hide)).rows] == hidden


@pytest.mark.parametrize(("hide", "hidden"), WAYS.values(), ids=WAYS)
def test_so_does_one_that_the_other_reader_reads(
    tmp_path: Path, hide: Callable[[Worksheet], None], hidden: list[bool]
) -> None:
    """A cell with a formula makes calamine the wrong reader."""
    assert [row.hidden for row in read_back(write(tmp_path / "c.xlsx", hide, "=1+1")).rows] == hidden


@needs_libreoffice
@pytest.mark.parametrize("kind", ["ods", "xls"])
@pytest.mark.parametrize(("hide", "hidden"), list(WAYS.values())[:2], ids=list(WAYS)[:2])
def test_so_does_one_that_libreoffice_saved(
    tmp_path: Path, kind: str, hide: Callable[[Worksheet], None], hidden: list[bool]
) -> None:
    saved = convert(write(tmp_path / "c.xlsx", hide), kind, tmp_path)

    assert [row.hidden for row in read_back(saved).rows] == hidden


def test_a_row_of_a_text_file_is_never_hidden(tmp_path: Path) -> None:
    (tmp_path / "c.csv").write_text("id,name\n281,Diwali\n", encoding="utf-8")

    assert [row.hidden for row in read_back(tmp_path / "c.csv").rows] == [False]
