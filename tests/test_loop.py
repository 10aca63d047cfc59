"""The whole loop as a person goes through it: template, mistakes, check, correct on `To fix`, run, all updated.

openpyxl stands in for Excel's saving; LibreOffice, where there is one, saves in the middle as well.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import openpyxl
import pytest
from support.commands import run
from support.libreoffice import needs_libreoffice, resave

Save = Callable[[Path], Path]

ROWS: list[Mapping[str, str]] = [
    {"id": "281", "name": "Diwali offers", "dial_method": "2 - Ratio", "dial_ratio": "2"},
    {"id": "282", "name": "Renewals", "dial_method": "1 - Prevew", "auto_dial_duration": "30"},
    {"id": "283", "name": "New leads", "ring_timeout": "soon"},
    {"id": "284", "name": "Win back", "enable_inbound": "1 - Yes", "inbound_queue": "147"},
]
CORRECTIONS = {
    "282": {"dial_method": "1 - Preview"},
    "283": {"ring_timeout": "25"},
    "284": {"inbound_lead_list": "8668"},
}


def fill_in(path: Path, worksheet: str, rows: list[Mapping[str, str]]) -> None:
    """Type rows into a worksheet below its header, as a person would, and save."""
    workbook = openpyxl.load_workbook(path)
    sheet = workbook[worksheet]
    places = {str(cell.value): place for place, cell in enumerate(sheet[1], start=1)}
    for number, row in enumerate(rows, start=2):
        for name, value in row.items():
            sheet.cell(number, places[name], value)
    workbook.save(path)


def correct(path: Path, corrections: Mapping[str, Mapping[str, str]]) -> None:
    """Correct cells on `To fix`, and save."""
    workbook = openpyxl.load_workbook(path)
    sheet = workbook["To fix"]
    places = {str(cell.value): place for place, cell in enumerate(sheet[1], start=1)}
    for line in range(2, sheet.max_row + 1):
        for name, value in corrections.get(str(sheet.cell(line, places["id"]).value), {}).items():
            sheet.cell(line, places[name], value)
    workbook.save(path)


@pytest.mark.parametrize("save", [pytest.param(lambda path: path, id="Excel"),
                                  pytest.param(resave, id="LibreOffice", marks=needs_libreoffice)])  # fmt: skip
def test_the_loop_ends_with_every_row_updated(save: Save, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sheet = tmp_path / "campaigns.xlsx"
    assert run(capsys, "template", sheet).code == 0
    fill_in(sheet, "Campaigns", ROWS)

    checked = run(capsys, save(sheet), "--check", "--json")
    assert (checked.code, checked.totals["valid"], checked.totals["invalid"]) == (1, 1, 3)
    results = Path(checked.totals["results"])
    assert [row["id"] for row in checked.results["To fix"]] == ["282", "283", "284"]

    correct(results, CORRECTIONS)
    ran = run(capsys, save(results), "--sandbox", "--json")
    assert (ran.code, ran.totals["updated"], ran.totals["rows"]) == (0, 3, 3)


def test_a_second_round_sends_only_what_was_left_and_keeps_the_first_results(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet = tmp_path / "campaigns.xlsx"
    run(capsys, "template", sheet)
    fill_in(sheet, "Campaigns", ROWS)
    first = run(capsys, sheet, "--sandbox", "--json")
    assert (first.totals["updated"], first.totals["invalid"]) == (1, 3)
    results = Path(first.totals["results"])
    before = results.read_bytes()

    second = run(capsys, results, "--sandbox", "--json")
    assert (second.totals["rows"], second.totals["updated"], second.totals["invalid"]) == (3, 0, 3)
    assert results.read_bytes() == before
    assert Path(second.totals["results"]) != results

    correct(Path(second.totals["results"]), CORRECTIONS)
    third = run(capsys, second.totals["results"], "--sandbox", "--json")
    assert (third.code, third.totals["rows"], third.totals["updated"], third.totals["requests"]) == (0, 3, 3, 3)


def test_a_results_workbook_with_nothing_left_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sheet = tmp_path / "campaigns.xlsx"
    run(capsys, "template", sheet)
    fill_in(sheet, "Campaigns", ROWS[:1])
    results = run(capsys, sheet, "--sandbox", "--json").totals["results"]
    again = run(capsys, results, "--sandbox")
    assert again.code == 2
    assert "nothing to send" in again.err


def test_after_a_check_without_a_mistake_nothing_is_left_to_fix(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet = tmp_path / "campaigns.xlsx"
    run(capsys, "template", sheet)
    fill_in(sheet, "Campaigns", ROWS[:1])
    checked = run(capsys, sheet, "--check", "--json")
    assert (checked.code, checked.results["To fix"]) == (0, [])
    again = run(capsys, checked.totals["results"], "--sandbox")
    assert again.code == 2
    assert "nothing to send" in again.err
