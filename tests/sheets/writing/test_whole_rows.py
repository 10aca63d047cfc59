"""Rows are written whole, past xlsxwriter's own way for each cell; the files must be the same to the byte."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from support.books import DOORS, end, fault, make_sheet
from support.usual_rows import UsualRows, parts_of, write_both_ways
from xlsxwriter import Workbook

from batch_update.campaign import CAMPAIGN
from batch_update.checking import HeaderMatcher, check_rows
from batch_update.errors import ResultsError
from batch_update.live import Change, Remark
from batch_update.model import CellValue, OddCell, Oddity, Severity, Status
from batch_update.run.plan import checked_outcomes
from batch_update.sheets.reading.loader import open_sheet, read_sheet
from batch_update.sheets.writing.whole_rows import RowWriter

SAMPLES = Path(__file__).parents[3] / "samples"

CELLS: dict[str, CellValue] = {
    "plain": "Diwali offers 7",
    "long": "x" * 16_383,
    "longer, of which each letter counts twice": "😀" * 16_384,
    "too long": "x" * 32_768,
    "other scripts": "पटना – 日本 😀",
    "quotes": "say \"yes\" and 'no'",
    "what is between texts": "`",
    "a mark that is between texts, and a sign": "`=1",
    "less": "a < b",
    "and": "a & b",
    "more": "a > b",
    "spaces around": " a ",
    "a space": " ",
    "a space of another kind behind": "a\u00a0",
    "a space of another kind within": "a\u00a0b",
    "lines": "a\nb",
    "lines before and behind": "\na\n",
    "lines and a sign": "=a\n&b",
    "tab": "a\tb",
    "control characters": "a\x01\x7fb",
    "what looks like an escape": "_x0041_",
    "no character": "a\uffffb",
    "formula": "=1+1",
    "phone number": "+91 98765 43210",
    "negative": "-5",
    "at": "@SUM(1)",
    "rich": "<r><t>a</t></r>",
    "number": 4817,
    "number with a fraction": 29.5,
    "number that lost digits": 1e16,
    "less than nothing": -5,
    "nothing of a number": 0,
    "nothing of a number with a fraction": 0.0,
    "yes": True,
    "no": False,
    "error": OddCell(Oddity.ERROR, "#N/A"),
    "looks blank": OddCell(Oddity.HIDDEN, "", "Diwali"),
    "shown otherwise": OddCell(Oddity.SHOWN_OTHERWISE, "low", 5),
    "not calculated": OddCell(Oddity.NOT_CALCULATED, "=A1+1"),
    "blank": None,
}


@pytest.mark.parametrize("name", ["campaigns.xlsx", "campaigns.csv", "campaigns-with-mistakes.xlsx"])
def test_a_sample_comes_to_the_same_file(tmp_path: Path, name: str) -> None:
    file = open_sheet(SAMPLES / name)
    sheet = read_sheet(file, CAMPAIGN, worksheet=None, match_header=HeaderMatcher(CAMPAIGN))
    outcomes = checked_outcomes(check_rows(CAMPAIGN, sheet.rows), {})

    ours, usual = write_both_ways(tmp_path, sheet, outcomes, CAMPAIGN)

    assert ours == usual


@pytest.mark.parametrize("status", [Status.UPDATED, Status.FAILED], ids=["on Results", "on To fix as well"])
@pytest.mark.parametrize("cell", CELLS.values(), ids=CELLS.keys())
def test_a_cell_among_others_comes_to_the_same_file(tmp_path: Path, cell: CellValue, status: Status) -> None:
    rows = [("7", "Front door", cell, "2", None), ("8", cell, cell, None, "a; b"), ("9", "+1", None, "1", "x\ny")]
    sheet = make_sheet(("id", "title", "note", "mode", "my own"), *rows)
    said = "\n".join(map(str, (cell, "x" * 50)))
    outcomes = [
        replace(end(sheet.rows[0], status, message=said), http_status=200, seconds=1 / 3),
        end(sheet.rows[1], status, fault(sheet.rows[1], "note", value=str(cell), suggestion=said)),
        end(
            sheet.rows[2],
            status,
            fault(sheet.rows[2], "title", severity=Severity.WARNING),
            fault(sheet.rows[2], "note"),
        ),
    ]

    ours, usual = write_both_ways(tmp_path, sheet, outcomes, DOORS)

    assert ours == usual


@pytest.mark.parametrize("remark", [Remark.PLAIN, Remark.NOT_APPLIED, Remark.NOT_COMPARABLE])
@pytest.mark.parametrize("text", ["", "Diwali offers", "=1+1", "a < b", " a ", "a\nb", "<r>a</r>", "x" * 300])
def test_a_change_comes_to_the_same_file(tmp_path: Path, text: str, remark: Remark) -> None:
    sheet = make_sheet(("id", "title"), ("7", "Front door"))
    change = Change(
        row=2, campaign_id="7", title=text, field="title", column="Title", letter="B", now=text, new="1 - Preview",
        read_back=text, remark=remark,
    )  # fmt: skip
    outcomes = [replace(end(sheet.rows[0]), changes=(change, replace(change, column="note", letter="")))]

    ours, usual = write_both_ways(tmp_path, sheet, outcomes, DOORS, tells_changes=True)

    assert ours == usual


@pytest.mark.parametrize("height", [None, 15, 30], ids=["no height", "the usual height", "another height"])
@pytest.mark.parametrize("styled", [True, False], ids=["a style of the row", "no style of the row"])
def test_a_row_comes_to_the_same_file(tmp_path: Path, height: float | None, styled: bool) -> None:
    for rows_of in (RowWriter, UsualRows):
        with Workbook(tmp_path / f"{rows_of.__name__}.xlsx", {"constant_memory": True}) as workbook:
            worksheet, bold = workbook.add_worksheet(), workbook.add_format({"bold": True})
            worksheet.write_row(0, 0, ("a", "b", "c"))
            for line in (1, 2, 5):  # two rows of the usual way may lie between
                worksheet.set_row(line, height, workbook.add_format({"italic": True}) if styled else None)
                worksheet.write_comment(line, 1, "See there")
                rows = rows_of(worksheet)
                rows.begin(line)
                rows.number(0, 1.5, bold)
                rows.texts(1, ("x", "y"), None, apart={1: bold})
                rows.end()
            worksheet.write_string(7, 0, "below")

    assert parts_of(tmp_path / "RowWriter.xlsx") == parts_of(tmp_path / "UsualRows.xlsx")


def test_a_row_below_the_last_of_a_worksheet_is_refused(tmp_path: Path) -> None:
    with Workbook(tmp_path / "full.xlsx", {"constant_memory": True}) as workbook:
        worksheet = workbook.add_worksheet()
        worksheet.write_string(0, 0, "id")
        rows = RowWriter(worksheet)
        rows.begin(1_048_575)
        rows.end()
        with pytest.raises(ResultsError, match="row 1048577, column 1"):
            rows.begin(1_048_576)
