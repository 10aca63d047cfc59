"""Our own pages that hold ids are never taken for rows to send; pages of a person's own with such names are."""

from __future__ import annotations

from pathlib import Path
from xml.sax.saxutils import escape

import openpyxl
import pytest
from support.pulled import LISTS, ROWS, base_of, pull, read_back
from support.workbooks import HEADER, read, row, text_cell, workbook, worksheet_xml

from batch_update.errors import SheetError
from batch_update.sheets.base import write_base, write_lists


def page(*lines: tuple[str, ...]) -> str:
    """A worksheet of these texts."""
    written = (
        row(number, *(text_cell(f"{chr(65 + place)}{number}", escape(text)) for place, text in enumerate(line)))
        for number, line in enumerate(lines, start=1)
    )
    return worksheet_xml("".join(written))


FITTING = page(("id", "name", "dial_ratio"), ("281", "Diwali", "2"))
NOTES = page(("Call Ravi",))
CHANGES = page(
    ("Row", "id", "Name", "Column", "Cell", "Now", "New", "Read back", "Note"),
    ("2", "281", "Diwali", "dial_ratio", "C2", "1", "2", "2", ""),
)
LEFT_OUT = page(("id", "Name", "Column", "Before", "Found", "Why"), ("281", "Diwali", "dial_ratio", "1", "2", "gone"))
OURS = {
    "Lists": page(*write_lists(LISTS, {})),
    "Changes": CHANGES,
    "Left out": LEFT_OUT,
    "_base": page(*write_base(base_of(ROWS))),
    "_BASE": page(("id", "name"), ("281", "Diwali")),
}


@pytest.mark.parametrize(("name", "xml"), OURS.items(), ids=OURS)
def test_a_page_of_ours_is_not_taken_beside_another(name: str, xml: str) -> None:
    assert read(workbook({name: xml, "Notes": NOTES, "May": FITTING})).worksheet == "May"


@pytest.mark.parametrize(("name", "xml"), OURS.items(), ids=OURS)
def test_a_page_of_ours_is_not_taken_for_want_of_another(name: str, xml: str) -> None:
    with pytest.raises(SheetError, match="No visible worksheet has a header row"):
        read(workbook({name: xml, "Notes": NOTES}))


@pytest.mark.parametrize("wanted", [None, "named"])
@pytest.mark.parametrize(("name", "xml"), OURS.items(), ids=OURS)
def test_a_page_of_ours_alone_or_by_name_is_refused(name: str, xml: str, wanted: str | None) -> None:
    with pytest.raises(SheetError, match=f"'{name}' was made by the program to be looked at"):
        read(workbook({name: xml}), worksheet=wanted and name)


@pytest.mark.parametrize("name", ["Lists", "Changes", "Left out", "changes"])
def test_a_page_of_somebodys_own_with_such_a_name_is_taken(name: str) -> None:
    assert read(workbook({name: FITTING})).worksheet == name
    assert read(workbook({"Notes": NOTES, name: FITTING})).worksheet == name
    assert read(workbook({"Notes": NOTES, name: FITTING}), worksheet=name).worksheet == name


def test_a_page_of_that_header_under_another_name_is_a_persons_own() -> None:
    assert read(workbook({"May": CHANGES, "Notes": NOTES})).worksheet == "May"


def test_a_pulled_workbook_without_its_rows_has_nothing_to_send(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(pull(tmp_path / "p.xlsx"))
    for name in ("Campaigns", "Examples", "Fields"):
        del book[name]
    book.save(tmp_path / "p.xlsx")

    with pytest.raises(SheetError, match="No visible worksheet has a header row"):
        read_back(tmp_path / "p.xlsx")


def test_the_lists_of_somebody_elses_damaged_page_are_not_spoken_of() -> None:
    found = read(workbook({"Lists": "<worksheet><sheetData><row>", "Campaigns": worksheet_xml(HEADER)}))

    assert (found.lists, found.notes) == (None, ())
