"""Whatever sheet the results are of: rows written whole come to the same file, byte for byte, as the library's own."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.any_cells import MADE, XML_TEXT, lay_out
from support.formats import Held
from support.loose_workbooks import GRIDS, LooseWriter, Value
from support.open_documents import cell, document, line, table
from support.usual_rows import write_both_ways
from support.workbooks import read

from batch_update.campaign import CAMPAIGN
from batch_update.checking import check_rows
from batch_update.model import Outcome, Problem, Sheet, Status
from batch_update.run.plan import checked_outcomes

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[3]
FILES = sorted(path for name in ("samples", "templates") for path in (ROOT / name).glob("*.[cx]*[sv]*"))
MANY = settings(max_examples=15)


def assert_same_both_ways(sheet: Sheet) -> None:
    """As a check's results, where rows are `To fix` that are wrong, and as those of a run in which every row failed."""
    checked = checked_outcomes(check_rows(CAMPAIGN, sheet.rows), {})
    failed = [
        replace(outcome, status=Status.FAILED, problems=(*outcome.problems, _fault(outcome))) for outcome in checked
    ]
    with tempfile.TemporaryDirectory() as folder:
        for outcomes in (checked, failed):
            ours, usual = write_both_ways(Path(folder), sheet, outcomes, CAMPAIGN)
            assert ours == usual


def _fault(outcome: Outcome) -> Problem:
    return Problem(
        row=outcome.row.number, code="api-down", message="The API could not be reached.", suggestion="Retry."
    )


def lay_out_behind_ids(rows: list[dict[int, tuple[Held, str]]]) -> bytes:
    return lay_out([{0: (str(place), "@"), **cells} for place, cells in enumerate(rows, 281)])


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_a_file_of_ours(path: Path) -> None:
    assert_same_both_ways(read(path.read_bytes(), path.name))


@MANY
@given(st.lists(st.dictionaries(st.integers(1, 7), MADE, min_size=1, max_size=7), min_size=1, max_size=6))
def test_any_cells_in_any_format(rows: list[dict[int, tuple[Held, str]]]) -> None:
    assert_same_both_ways(read(lay_out_behind_ids(rows)))


@MANY
@given(st.data(), GRIDS)
def test_a_workbook_of_a_writer_with_ways_of_its_own(data: st.DataObject, rows: list[list[Value]]) -> None:
    header: list[list[Value]] = [["id", "name", "description", "my own", "dial_ratio"]]

    assert_same_both_ways(read(LooseWriter(data).write(header + rows)))


@MANY
@given(st.lists(st.lists(XML_TEXT, min_size=1, max_size=2), min_size=1, max_size=6))
def test_any_text_of_an_open_document(rows: list[list[str]]) -> None:
    lines = (line(cell(f"{number}"), *(cell(escape(text)) for text in texts)) for number, texts in enumerate(rows, 281))

    assert_same_both_ways(read(document(table(*lines)), "sheet.ods"))


QUOTED = st.text(st.characters(codec="utf-8", exclude_characters="\r\0"), max_size=30)


@MANY
@given(st.lists(QUOTED, min_size=1, max_size=6))
def test_any_text_of_a_text_file(texts: list[str]) -> None:
    lines = (f'{number},"{text.replace(chr(34), chr(34) * 2)}"' for number, text in enumerate(texts, 281))

    assert_same_both_ways(read("\n".join(["id,name", *lines]).encode(), "sheet.csv"))
