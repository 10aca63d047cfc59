"""What must hold between the values of a row of a campaign."""

from __future__ import annotations

import pytest
from support.rows import accept, refuse

from batch_update.model import CellValue, Severity

BROKEN: list[tuple[dict[str, CellValue], str, str]] = [
    ({"dial_method": "1", "auto_dial_duration": None}, "needed-field-missing", "C2"),
    ({"dial_method": "2", "dial_ratio": None}, "needed-field-missing", "C2"),
    ({"dial_method": "2", "dial_ratio": "<clear>"}, "needed-field-missing", "C2"),
    ({"dial_method": "2"}, "needed-field-missing", "B2"),  # the sheet has no such column: the cell that asks for it
    ({"manual_dial_enabled": "yes", "manual_lead_list": ""}, "needed-field-missing", "C2"),
    ({"enable_inbound": 1, "inbound_queue": None, "inbound_lead_list": "1"}, "needed-field-missing", "C2"),
    ({"enable_inbound": 1, "inbound_queue": "1", "inbound_lead_list": None}, "needed-field-missing", "D2"),
    ({"lead_list_map": "1:1; 2:1; 3:1; 4:1"}, "too-many-active-lists", "B2"),
]
WARNED: list[tuple[dict[str, CellValue], str, str]] = [
    ({"outbound_caller_id": "919876543210"}, "phone-number-as-caller-id", "B2"),
    ({"outbound_caller_id": "9876543210"}, "phone-number-as-caller-id", "B2"),
    ({"agent": "0502842370097"}, "long-agent-id", "B2"),
    ({"enable_web_form": 1}, "web-form-without-address", "B2"),
    ({"dial_in_type": "1"}, "dial-in-without-number", "B2"),
    ({"dial_method": "1", "auto_dial_duration": 5, "dial_ratio": 2}, "no-effect", "D2"),
    ({"dial_method": "2", "auto_dial_duration": 5, "dial_ratio": 2}, "no-effect", "C2"),
    ({"dial_ratio": "1:2"}, "ratio-not-a-number", "B2"),
]
QUIET: list[dict[str, CellValue]] = [
    {"dial_method": "1", "auto_dial_duration": "30"},
    {"dial_method": "2", "dial_ratio": 2},
    {"enable_inbound": 0},
    {"manual_dial_enabled": "no"},
    {"enable_web_form": 0},
    {"dial_in_type": "3"},
    {"outbound_caller_id": "1759333"},
    {"agent": 4817},
    {"lead_list_map": "1:1; 2:1; 3:1; 4:0"},
]


@pytest.mark.parametrize(("cells", "code", "cell"), BROKEN, ids=str)
def test_a_broken_rule_rejects_the_row(cells: dict[str, CellValue], code: str, cell: str) -> None:
    (problem,) = refuse(**cells)
    assert (problem.code, problem.cell, problem.severity) == (code, cell, Severity.ERROR)


@pytest.mark.parametrize(("cells", "code", "cell"), WARNED, ids=str)
def test_a_doubtful_row_is_sent_but_said(cells: dict[str, CellValue], code: str, cell: str) -> None:
    (warning,) = accept(**cells).warnings
    assert (warning.code, warning.cell, warning.severity) == (code, cell, Severity.WARNING)


@pytest.mark.parametrize("cells", QUIET, ids=str)
def test_a_row_that_breaks_no_rule_is_sent_without_a_word(cells: dict[str, CellValue]) -> None:
    assert accept(**cells).warnings == ()


def test_a_refused_cell_counts_as_filled_in_for_the_rules() -> None:
    assert [problem.code for problem in refuse(dial_method="2", dial_ratio="two")] == ["not-a-number"]
