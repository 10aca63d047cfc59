"""A pulled workbook as it comes back: saved by other programs, sorted, cut, copied, damaged."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from openpyxl import Workbook
from support.libreoffice import convert, needs_libreoffice
from support.pulled import LISTS, MARK, ROWS, base_of, fill, pull, read_back, texts_of

from batch_update.live import NamedId, NameLists
from batch_update.model import Sheet
from batch_update.sheets.base import write_base

CELLS = [
    ("281", "Diwali offers", None, "1 - Preview", "1759333 - +911140001234 Delhi desk", "1234 - North leads:1; 1235:0",
     "12 - Diwali offers", "0 - No", None, MARK, MARK),
    ("282", "Holi", "=cmd()", None, None, None, "000012345678901234567", None, None, MARK, MARK),
    ("0283", "Eid", None, None, None, None, None, None, None, MARK, MARK),
]  # fmt: skip


def edit(path: Path, change: Callable[[Workbook], object]) -> Sheet:
    """The pulled workbook as it is read after somebody has changed it with another library."""
    book = openpyxl.load_workbook(pull(path))
    change(book)
    book.save(path)
    return read_back(path)


def as_it_is(path: Path) -> Path:
    return path


def by_openpyxl(path: Path) -> Path:
    openpyxl.load_workbook(path).save(path)
    return path


def by_libreoffice(kind: str) -> Callable[[Path], Path]:
    def save(path: Path) -> Path:
        (path.parent / "saved").mkdir()
        return convert(path, kind, path.parent / "saved")

    return save


SAVERS = {
    "as it is": pytest.param(as_it_is),
    "openpyxl": pytest.param(by_openpyxl),
    "LibreOffice as xlsx": pytest.param(by_libreoffice("xlsx"), marks=needs_libreoffice),
    "LibreOffice as ods": pytest.param(by_libreoffice("ods"), marks=needs_libreoffice),
    "LibreOffice as xls": pytest.param(by_libreoffice("xls"), marks=needs_libreoffice),
}


@pytest.mark.parametrize("save", SAVERS.values(), ids=SAVERS)
def test_rows_base_and_lists_come_back_whatever_program_saved_them(
    tmp_path: Path, save: Callable[[Path], Path]
) -> None:
    found = read_back(save(pull(tmp_path / "p.xlsx")))

    assert (found.worksheet, texts_of(found)) == ("Campaigns", CELLS)
    assert found.base == base_of(ROWS)
    assert found.lists == LISTS
    assert found.notes == ()


ODD_LISTS = NameLists(
    target="https://api.example.com",
    profile='नॉर्थ, "north"',
    entries={
        "callers": tuple(NamedId(str(id_), f"Desk {id_}", f"+91114{id_:06}") for id_ in range(10_000)),
        "dispositions": (
            NamedId("1", "a, b; c"),
            NamedId("2", "'quoted \"twice\"'"),
            NamedId("3", "👩‍💻🎉"),
            NamedId("4", "=cmd()"),
            NamedId("5", "+1-2"),
            NamedId("6", "@x <b>&amp;</b>"),
            NamedId("7", "2024-01-01"),
            NamedId("8", "TRUE"),
            NamedId("0009", "007"),
            NamedId("10", "twice"),
            NamedId("11", "twice"),
            NamedId("12", "a  b"),
        ),
        "breaks": (),
    },
)  # fmt: skip


@pytest.mark.parametrize("save", SAVERS.values(), ids=SAVERS)
def test_lists_of_odd_names_and_10_000_entries_come_back(tmp_path: Path, save: Callable[[Path], Path]) -> None:
    found = read_back(save(pull(tmp_path / "p.xlsx", lists=ODD_LISTS)))

    assert found.lists is not None
    assert found.lists.entries["callers"] == ODD_LISTS.entries["callers"]
    assert found.lists.entries["dispositions"][:-1] == ODD_LISTS.entries["dispositions"][:-1]
    assert found.lists.entries["dispositions"][-1] == NamedId("12", "a b")
    assert (found.lists.profile, found.lists.entries["breaks"]) == ('नॉर्थ, "north"', ())


def test_2_000_campaigns_come_back(tmp_path: Path) -> None:
    rows = [
        fill(str(id_), {"name": f"Campaign {id_}", "webform_url": f"https://x.example/{id_}"}) for id_ in range(2_000)
    ]

    found = read_back(pull(tmp_path / "p.xlsx", rows))

    assert found.base == base_of(rows)
    assert [(row.cells[0], row.cells[1]) for row in found.rows] == [
        (row.campaign_id, row.values["name"]) for row in rows
    ]


# --- rows that move ---------------------------------------------------------------------------------------------------


def test_a_sorted_sheet_keeps_what_each_row_says_of_its_pull(tmp_path: Path) -> None:
    def sort(book: Workbook) -> None:
        page = book["Campaigns"]
        lines = [[(cell.value, cell.data_type) for cell in line] for line in page.iter_rows(min_row=2)]
        for number, line in enumerate(reversed(lines), start=2):
            for place, (value, kind) in enumerate(line, start=1):
                page.cell(number, place).value = value
                page.cell(number, place).data_type = kind

    found = edit(tmp_path / "p.xlsx", sort)

    assert texts_of(found) == CELLS[::-1]
    assert found.base == base_of(ROWS)


def test_a_row_that_was_cut_takes_nothing_from_the_base(tmp_path: Path) -> None:
    found = edit(tmp_path / "p.xlsx", lambda book: book["Campaigns"].delete_rows(2))

    assert texts_of(found) == CELLS[1:]
    assert found.base == base_of(ROWS)


PULLED_CELLS = {
    "as it was": (MARK, MARK),
    "with spaces": (f"  {MARK} ", MARK),
    "emptied": (None, ""),
    "nothing but spaces": ("   ", ""),
    "a number": (7, "7"),
}


@pytest.mark.parametrize(("cell", "said"), PULLED_CELLS.values(), ids=PULLED_CELLS)
def test_a_row_says_which_pull_it_is_from(tmp_path: Path, cell: object, said: str) -> None:
    def change(book: Workbook) -> None:
        book["Campaigns"]["J2"].value = cell

    found = edit(tmp_path / "p.xlsx", change)

    assert [row.pulled for row in found.rows] == [said, MARK, MARK]


def test_the_column_is_found_whatever_its_place_and_case(tmp_path: Path) -> None:
    def move(book: Workbook) -> None:
        page = book["Campaigns"]
        page.insert_cols(1)
        for line in range(1, 5):
            page.cell(line, 1).value, page.cell(line, 11).value = page.cell(line, 11).value, None
        page["A1"].value = "_PULLED"

    found = edit(tmp_path / "p.xlsx", move)

    assert [row.pulled for row in found.rows] == [MARK] * 3


def test_a_row_without_that_column_is_from_no_pull(tmp_path: Path) -> None:
    found = edit(tmp_path / "p.xlsx", lambda book: book["Campaigns"].delete_cols(10))

    assert [row.pulled for row in found.rows] == [""] * 3


def test_rows_copied_to_another_workbook_say_where_they_are_from_and_have_no_base(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(pull(tmp_path / "p.xlsx"))
    other = Workbook()
    for line in book["Campaigns"].iter_rows(values_only=True):
        other.active.append(line)  # type: ignore[union-attr]
    other.save(tmp_path / "other.xlsx")

    found = read_back(tmp_path / "other.xlsx")

    assert ([row.pulled for row in found.rows], found.base, found.lists) == ([MARK] * 3, None, None)
    assert found.notes == ()


@needs_libreoffice
def test_a_csv_says_where_its_rows_are_from_and_has_no_base(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(pull(tmp_path / "p.xlsx"))
    for name in [name for name in book.sheetnames if name != "Campaigns"]:
        del book[name]
    book.save(tmp_path / "one.xlsx")

    found = read_back(convert(tmp_path / "one.xlsx", "csv", tmp_path))

    assert ([row.pulled for row in found.rows], found.base) == ([MARK] * 3, None)


def test_columns_that_nobody_could_read_are_folded_and_nothing_is_said_of_them(tmp_path: Path) -> None:
    found = read_back(pull(tmp_path / "p.xlsx", [fill("281", {"name": "Diwali"}, "webform_url")]))

    assert found.notes == ()


# --- damage -----------------------------------------------------------------------------------------------------------

NOT_SENT = "so it is not known what was pulled, and rows that were pulled are not sent: pull again."
NO_NAMES = "so names in id cells are not understood, only ids are: pull again for the names."


def rewrite_base(book: Workbook, first: str) -> None:
    book["_base"]["A1"].value = first


BASES: dict[str, tuple[Callable[[Workbook], object], tuple[str, ...]]] = {
    "deleted": (lambda book: book.remove(book["_base"]), ()),
    "emptied": (
        lambda book: book["_base"].delete_rows(1, 10),
        (f"The sheet '_base' was changed or is damaged, {NOT_SENT}",),
    ),
    "a part lost": (
        lambda book: book["_base"].delete_rows(2),
        (f"The sheet '_base' was changed or is damaged, {NOT_SENT}",),
    ),
    "newer": (
        lambda book: rewrite_base(book, "batch_update base 2"),
        (f"The sheet '_base' is from a newer version of this program, {NOT_SENT}",),
    ),
}


@pytest.mark.parametrize(("change", "said"), BASES.values(), ids=BASES)
def test_a_base_that_can_not_be_read_is_none_and_that_is_said(
    tmp_path: Path, change: Callable[[Workbook], object], said: tuple[str, ...]
) -> None:
    found = edit(tmp_path / "p.xlsx", change)

    assert (found.base, found.notes) == (None, said)
    assert (found.lists, texts_of(found)) == (LISTS, CELLS)


def rename_entry(book: Workbook) -> None:
    book["Lists"]["H6"].value = "Nobody knows"


LISTS_PAGES: dict[str, tuple[Callable[[Workbook], object], tuple[str, ...]]] = {
    "deleted": (lambda book: book.remove(book["Lists"]), ()),
    "an entry renamed": (rename_entry, (f"The sheet 'Lists' was changed or is damaged, {NO_NAMES}",)),
    "a row deleted": (
        lambda book: book["Lists"].delete_rows(6),
        (f"The sheet 'Lists' was changed or is damaged, {NO_NAMES}",),
    ),
}


@pytest.mark.parametrize(("change", "said"), LISTS_PAGES.values(), ids=LISTS_PAGES)
def test_lists_that_can_not_be_read_are_none_and_that_is_said(
    tmp_path: Path, change: Callable[[Workbook], object], said: tuple[str, ...]
) -> None:
    found = edit(tmp_path / "p.xlsx", change)

    assert (found.lists, found.notes) == (None, said)
    assert found.base == base_of(ROWS)


def test_the_drop_downs_of_the_template_are_no_lists(tmp_path: Path) -> None:
    def add_page(book: Workbook) -> None:
        book.remove(book["Lists"])
        book.create_sheet("Lists").append(["dial_method", "id"])

    found = edit(tmp_path / "p.xlsx", add_page)

    assert (found.lists, found.notes) == (None, ())


def test_a_base_of_more_campaigns_than_rows_is_read(tmp_path: Path) -> None:
    def replace_base(book: Workbook) -> None:
        page = book["_base"]
        page.delete_rows(1, 10)
        for line in write_base(replace(base_of([*ROWS, fill("999", {})]), stamp="other")):
            page.append(line)

    found = edit(tmp_path / "p.xlsx", replace_base)

    assert found.base is not None
    assert (found.base.stamp, [*found.base.snapshots]) == ("other", ["281", "282", "0283", "999"])
