"""What a refused cell leaves on `To fix` must not pass, unmended, for something else in the next round."""

from __future__ import annotations

import pytest

from batch_update.campaign import CAMPAIGN
from batch_update.model import CellValue, OddCell, Oddity
from batch_update.sheets.writing.showing_again import NO_VALUE, show_again

COUNT = OddCell(Oddity.AGGREGATE, "3", 3)
GROUPED = OddCell(Oddity.GROUPED, "4,817", 4817)


@pytest.mark.parametrize(
    ("field", "cell", "shown"),
    [("id", COUNT, "The cell held: 3"), ("agent", GROUPED, "The cell held: 4,817")],
    ids=["a count as an id", "digits in groups as a list"],
)
def test_a_text_that_would_pass_gives_way_to_one_that_no_column_takes(field: str, cell: CellValue, shown: str) -> None:
    assert show_again(cell, CAMPAIGN.field(field), CAMPAIGN.id_field) == (NO_VALUE, shown)


@pytest.mark.parametrize(
    ("field", "cell", "text"),
    [
        ("number_of_retry", COUNT, "3"),
        ("id", OddCell(Oddity.FORMULA, "281", "281"), "281"),
        ("id", GROUPED, "4,817"),
        ("ring_timeout", GROUPED, "4,817"),
    ],
    ids=["a count elsewhere", "an id looked up", "digits in groups as an id", "digits in groups as seconds"],
)
def test_a_text_that_is_judged_as_before_stands_again(field: str, cell: CellValue, text: str) -> None:
    shown, note = show_again(cell, CAMPAIGN.field(field), CAMPAIGN.id_field)
    assert (str(shown), note) == (text, "")
